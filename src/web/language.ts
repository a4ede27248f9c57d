import { Hono, type MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { asLanguage } from '../texts/language.ts'
import type { WebEnv } from './env.ts'
import { readForm } from './form.ts'

const COOKIE = 'lang'
const COOKIE_SECONDS = 365 * 86_400
const HOME = '/admin'
const PATH_MAX = 500

const LanguageForm = z.object({ lang: z.string().max(10).optional(), back: z.string().optional() })

/** Sets `c.var.language` to what the person chose before; Japanese until then. */
export const chooseLanguage = (): MiddlewareHandler<WebEnv> => async (c, next) => {
  c.set('language', asLanguage(getCookie(c, COOKIE)))
  await next()
}

/** Mounted at /language: keeps the choice in the browser and goes back to the page it was made on. */
export const languageSwitch = new Hono<WebEnv>().post('/', async (c) => {
  const form = await readForm(c, LanguageForm)
  const { lang, back = '' } = form.ok ? form.data : {}
  const { baseUrl } = c.var.deps.config
  setCookie(c, COOKIE, asLanguage(lang), {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: baseUrl.startsWith('https:'),
    maxAge: COOKIE_SECONDS,
  })
  return c.redirect(localPath(back, baseUrl) ?? HOME, 303)
})

/**
 * The path (and query) of a place on this site, as a browser would understand it; undefined for everything that leads, or
 * by some browser's reading might lead, elsewhere.
 */
export function localPath(said: string, baseUrl: string): string | undefined {
  if (said.length > PATH_MAX || !/^\/[\x21-\x7e]*$/.test(said) || said.includes('\\')) return undefined
  if (!URL.canParse(said, baseUrl)) return undefined
  const { origin, pathname, search } = new URL(said, baseUrl)
  // Dots can vanish from a path and leave two slashes at its start.
  return origin === baseUrl && !pathname.startsWith('//') ? pathname + search : undefined
}
