import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { cleanLabel } from '../stores/labels.ts'
import { shopName } from '../stores/stores.ts'
import { cardTexts } from '../texts/invitation-cards.ts'
import { invitationTexts } from '../texts/invitations.ts'
import type { Language } from '../texts/language.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import type { Typed } from './invitation-pages.tsx'
import {
  GREETING_MAX,
  INVITATION_DAYS,
  RETENTION_DAYS,
  rosterSettings,
  setRosterSettings,
  THANKS_MAX,
} from './settings.ts'
import { SETTINGS_PATH, SettingsPage } from './settings-page.tsx'

const TYPED_MAX = 2_000
/** As many as a graduation card has room for. */
const LINES_MAX = 5

/** Line by line, without what reorders or hides text, and without empty lines. */
const cleanLines = (typed: string) =>
  typed
    .split(/\r\n|\r|\n/)
    .map(cleanLabel)
    .filter((line) => line !== '')
    .join('\n')
const words = (clean: (typed: string) => string, max: number, message: string) =>
  z
    .string()
    .max(TYPED_MAX, message)
    .default('')
    .transform(clean)
    .refine((said) => [...said].length <= max && said.split('\n').length <= LINES_MAX, message)
const days = ({ min, max }: { min: number; max: number }, message: string) =>
  z
    .string(message)
    .transform((typed) => typed.normalize('NFKC').trim())
    .pipe(
      z
        .string()
        .regex(/^\d{1,3}$/, message)
        .transform(Number)
        .pipe(z.number().min(min, message).max(max, message)),
    )

const SettingsForm = (lang: Language) => {
  const t = invitationTexts[lang].errors
  return z.object({
    greeting: words(cleanLabel, GREETING_MAX, t.greeting),
    thanks: words(cleanLines, THANKS_MAX, t.thanks),
    days: days(INVITATION_DAYS, t.days),
    retention: days(RETENTION_DAYS, t.retention),
  })
}

/** Part of /admin/invitations, for the owner. */
export const settingsAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', (c) => showSettings(c))

  .post('/', async (c) => {
    const { deps, language } = c.var
    const form = await readForm(c, SettingsForm(language))
    if (!form.ok) return showSettings(c, form)
    const { greeting, thanks, days, retention } = form.data
    const usual = cardTexts.graduation.thanks(await shopName(deps.store))
    // Words that are the house's own stay so, also when the house rewords them.
    await setRosterSettings(deps.store, {
      greeting: greeting === '' || greeting === cardTexts.greeting ? undefined : greeting,
      thanks: thanks === '' || thanks === usual ? undefined : thanks,
      invitationDays: days,
      retentionDays: retention,
    })
    return c.redirect(`${SETTINGS_PATH}?done=saved`, 303)
  })

async function showSettings(c: Context<WebEnv>, typed?: Typed) {
  const { deps, language: lang, operator } = c.var
  const settings = await rosterSettings(deps.store)
  const notice =
    c.req.query('done') === 'saved' && !typed
      ? ({ tone: 'success', text: invitationTexts[lang].settings.saved } as const)
      : undefined
  const shop = await shopName(deps.store)
  return c.html(<SettingsPage {...{ lang, operator, notice, settings, shop, typed }} />, typed ? 422 : 200)
}
