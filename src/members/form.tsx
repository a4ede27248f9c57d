import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { MemberLanguage } from '../db/schema.ts'
import { Refusal } from '../refusal.ts'
import { registerByForm } from '../roster/form.ts'
import { fieldsOf, formSchema } from '../roster/form-answers.ts'
import { listRoles, listStores, shopName } from '../stores/stores.ts'
import { tokyoDay } from '../texts/format.ts'
import { formTexts } from '../texts/registration-form.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { chatUrl, DonePage, FormPage, LinkOverPage, NotReadyPage } from './form-page.tsx'
import { chooseLanguage, MEMBER_LANGUAGES } from './languages.ts'
import { readMemberToken } from './links.ts'
import { findMember, type Member } from './members.ts'
import { findRegistration } from './registration.ts'

/** Who fills in the form slowly does not lose it: it is taken so much longer than the link opens it. */
const POST_GRACE_MS = 30 * 60_000

const LanguageForm = z.looseObject({ language: z.enum(MEMBER_LANGUAGES) })

/** Mounted at /register: the registration on one page, opened from the chat by a signed link. */
export const registrationForm = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => {
    const member = await personOf(c, 0)
    return answer(c, member, fieldsOf(await openRegistration(c, member)), {}, 200)
  })

  .post('/:token', async (c) => {
    const member = await personOf(c, POST_GRACE_MS)
    const { store, config, now, wake } = c.var.deps
    const { stores, roles, today } = await choices(c)
    const ids = { storeIds: stores.map(({ id }) => id), roleIds: roles.map(({ id }) => id), today }
    const form = await readForm(c, formSchema(ids))
    if (!form.ok) return answer(c, member, form.values, worded(form.errors, member.language), 422)

    const { sessionSecret } = config
    const came = await registerByForm(store, { memberId: member.id, answers: form.data, sessionSecret, now: now() })
    if (came !== 'done') return answer(c, member, form.values, refused(came, member.language), 422)
    wake('outbox')
    return c.redirect(c.req.path, 303)
  })

  /** The same page in another language, with everything that stands in it. */
  .post('/:token/languages', async (c) => {
    const member = await personOf(c, POST_GRACE_MS)
    const { store, now, wake } = c.var.deps
    const form = await readForm(c, LanguageForm)
    if (!form.ok) return answer(c, member, form.values, {}, 422)
    const { language } = form.data
    if (language !== member.language) {
      await store.batch(chooseLanguage(store.db, { memberId: member.id, language, at: now() }))
      wake('outbox')
    }
    return answer(c, { ...member, language }, form.values, {}, 200)
  })

registrationForm.onError(async (error, c) => {
  if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
  const { store, config } = c.var.deps
  const over = { language: await languageOf(c), shop: await shopName(store), chat: chatUrl(config) }
  return c.html(<LinkOverPage {...over} />, 404)
})

/** Of the person whose link it was, as long as it is one of ours at all. */
async function languageOf(c: Context<WebEnv>): Promise<MemberLanguage> {
  const { store, config } = c.var.deps
  const memberId = await readMemberToken(config.sessionSecret, 'register', c.req.param('token') ?? '', 0)
  const member = memberId === undefined ? undefined : await findMember(store, memberId)
  return member?.language ?? c.var.language
}

/** Whoever the link is of; Refusal('not_found') when it is over, or the person has left. */
async function personOf(c: Context<WebEnv, '/:token'>, graceMs: number): Promise<Member> {
  const { store, config, now } = c.var.deps
  const memberId = await readMemberToken(config.sessionSecret, 'register', c.req.param('token'), now() - graceMs)
  const member = memberId === undefined ? undefined : await findMember(store, memberId)
  if (!member || member.state === 'left' || member.state === 'erased') throw new Refusal('not_found')
  return member
}

/** The page as it is for this person now: the form, or what became of it. */
async function answer(
  c: Context<WebEnv, '/:token'>,
  member: Member,
  values: FormValues,
  errors: FormErrors,
  status: 200 | 422,
) {
  const { store, config } = c.var.deps
  const shop = await shopName(store)
  if (member.state === 'applied' || member.state === 'verified')
    return c.html(<DonePage member={member} state={member.state} shop={shop} chat={chatUrl(config)} />)
  const { stores, roles, today } = await choices(c)
  if (stores.length === 0) return c.html(<NotReadyPage language={member.language} shop={shop} />)
  const digitsGiven = typeof (await openRegistration(c, member))?.answers.digitsHmac === 'string'
  const form = { language: member.language, shop, stores, roles, today, values, errors, digitsGiven }
  return c.html(<FormPage {...form} path={`/register/${c.req.param('token')}`} />, status)
}

const openRegistration = (c: Context<WebEnv>, { id }: Member) =>
  findRegistration(c.var.deps.store, { memberId: id, now: c.var.deps.now() })

async function choices(c: Context<WebEnv>) {
  const { store, now } = c.var.deps
  const [stores, roles] = await Promise.all([listStores(store), listRoles(store)])
  return { stores, roles, today: tokyoDay(now()) }
}

const refused = (came: 'code_unusable' | 'code_locked' | 'busy', language: MemberLanguage): FormErrors => {
  const t = formTexts[language]
  if (came === 'busy') return { '': t.busy }
  return { code: came === 'code_locked' ? t.code.locked : t.code.unusable }
}

/** What is wrong, in the person's language. */
function worded(errors: FormErrors, language: MemberLanguage): FormErrors {
  const t = formTexts[language]
  const words: Readonly<Record<string, string>> = {
    agree: t.privacy.missing,
    choose: t.messages.missing,
    name: t.nameUnclear,
    store: t.store.missing,
    last_day: t.lastDay.missing,
    digits: t.digits.unclear,
  }
  return Object.fromEntries(Object.entries(errors).map(([field, error]) => [field, words[error ?? ''] ?? t.notSaved]))
}
