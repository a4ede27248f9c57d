import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { OperatorRole } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { failureFields } from '../log.ts'
import { Refusal } from '../refusal.ts'
import type { Operator, Till, WebEnv } from './env.ts'

export const LOGIN_PATH = '/login'
const TILL_COOKIE = 'okaeri-till'
/** As long as browsers keep any cookie; a till that is used gets a new one. */
const TILL_COOKIE_SECONDS = 400 * 86_400
/** How exactly it is known when a session or till was last used. */
const SEEN_EVERY_MS = 60_000

/** staff may do what staff may, managers that too, owners everything. */
const RANKS: Record<OperatorRole, number> = { staff: 0, manager: 1, owner: 2 }

type Sessions = {
  find(
    store: Store,
    by: { token: string; now: number },
  ): Promise<{ operator: Operator; lastSeenAt: number } | undefined>
  touch(store: Store, seen: { sessionId: string; now: number }): Promise<void>
}
type Tills = {
  find(store: Store, by: { token: string }): Promise<{ till: Till; lastSeenAt: number } | undefined>
  touch(store: Store, seen: { tillId: string; now: number }): Promise<void>
}

/**
 * In front of everything under /admin: sets `c.var.operator`, or leads to the login page; what would change something is
 * refused (session_needed). Nothing behind it stays in a browser's memory for who comes next.
 */
export const requireSession =
  (sessions: Sessions): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const { store, now } = c.var.deps
    c.header('cache-control', 'no-store')
    const found = await sessions.find(store, { token: sessionTokenOf(c) ?? '', now: now() })
    if (!found) {
      if (c.req.method === 'GET' || c.req.method === 'HEAD') return c.redirect(LOGIN_PATH, 303)
      throw new Refusal('session_needed')
    }
    c.set('operator', found.operator)
    await next()
    if (found.lastSeenAt <= now() - SEEN_EVERY_MS)
      await harmless(c, () => sessions.touch(store, { sessionId: found.operator.sessionId, now: now() }))
    return
  }

/** Behind `requireSession`: only for that role and those above it. Refusal: not_allowed. */
export const allow =
  (role: OperatorRole): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    if (RANKS[c.var.operator.role] < RANKS[role]) throw new Refusal('not_allowed')
    await next()
  }

/** In front of everything a till does: sets `c.var.till`. Refusal: till_not_enrolled. */
export const requireTill =
  (tills: Tills): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const { store, now } = c.var.deps
    c.header('cache-control', 'no-store')
    const token = tillTokenOf(c) ?? ''
    const found = await tills.find(store, { token })
    if (!found) throw new Refusal('till_not_enrolled')
    c.set('till', found.till)
    const seenLongAgo = found.lastSeenAt <= now() - SEEN_EVERY_MS
    if (seenLongAgo) rememberTill(c, token)
    await next()
    if (seenLongAgo) await harmless(c, () => tills.touch(store, { tillId: found.till.id, now: now() }))
  }

/** Keeps the token of a session in the browser until the session is over at the latest. */
export function rememberSession(c: Context<WebEnv>, { token, expiresAt }: { token: string; expiresAt: number }) {
  const maxAge = Math.max(0, Math.floor((expiresAt - c.var.deps.now()) / 1_000))
  setCookie(c, sessionCookie(c), token, { ...attributes(c), maxAge })
}

export const forgetSession = (c: Context<WebEnv>) => void deleteCookie(c, sessionCookie(c), attributes(c))
export const sessionTokenOf = (c: Context<WebEnv>) => getCookie(c, sessionCookie(c))
export const tillTokenOf = (c: Context<WebEnv>) => getCookie(c, TILL_COOKIE)

/** Keeps the token of a till in its device. */
export const rememberTill = (c: Context<WebEnv>, token: string) =>
  setCookie(c, TILL_COOKIE, token, { ...attributes(c), maxAge: TILL_COOKIE_SECONDS })

/** The prefix makes browsers hold us to Secure, Path=/ and no Domain; it cannot be had on http://localhost. */
const sessionCookie = (c: Context<WebEnv>) => (isHttps(c) ? '__Host-okaeri' : 'okaeri')
const attributes = (c: Context<WebEnv>) => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(c) }) as const
const isHttps = (c: Context<WebEnv>) => c.var.deps.config.baseUrl.startsWith('https:')

/** When somebody was last seen is nice to know; not knowing it must not cost them their answer. */
async function harmless(c: Context<WebEnv>, note: () => Promise<void>) {
  try {
    await note()
  } catch (error) {
    c.var.deps.log.warn('could not note the last use', failureFields(error))
  }
}
