import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { findMember } from '../members/members.ts'
import { Refusal } from '../refusal.ts'
import { listStores, shopName } from '../stores/stores.ts'
import { returnTexts } from '../texts/returns.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import type { Flash } from '../web/ui.tsx'
import { readReturnToken } from './links.ts'
import { type Opened, ReturnPage, UnusablePage, valuesOf } from './member-page.tsx'
import { currentRules } from './rules.ts'
import { changeWish, NOTE_MAX, SINCE_MAX, takeBackWish, type Wishing, wishOf, wishReturn } from './wishes.ts'

type C = Context<WebEnv, '/:token'>
type Done = keyof (typeof returnTexts)['ja']['done']

const wishSchema = ({ language, stores }: Opened) => {
  const { form: t } = returnTexts[language]
  return z.object({
    rules: z.coerce.number().int().nonnegative().catch(0),
    kind: z.enum(['full_time', 'part_time', 'seasonal', 'adviser', 'project'], t.kindMissing),
    since: z.string().trim().max(SINCE_MAX, t.sinceLong).default(''),
    store: z
      .string()
      .default('')
      .refine((id) => id === '' || stores.some((store) => store.id === id), t.storeWrong),
    note: z.string().trim().max(NOTE_MAX, t.noteLong).default(''),
  })
}

/** Mounted at /return: a person's own page of また働きたい, by a link that is theirs. Looking changes nothing. */
export const returnPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => {
    const opened = await open(c)
    const { done: words } = returnTexts[opened.language]
    const done = Object.entries(words).find(([key]) => key === c.req.query('done'))?.[1]
    return show(c, opened, done ? { notice: { tone: 'success', text: done } } : {})
  })

  .post('/:token/wishes', async (c) => say(c, wishReturn, 'sent'))

  .post('/:token/changes', async (c) => say(c, changeWish, 'changed'))

  .post('/:token/take-backs', async (c) => {
    const { memberId, path } = await open(c)
    const { store, now } = c.var.deps
    try {
      await takeBackWish(store, { memberId, at: now() })
    } catch (error) {
      return refuse(c, error)
    }
    return seeOther(c, path, 'back')
  })

returnPages.onError(async (error, c) => {
  if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
  return c.html(<UnusablePage language={c.var.language} />, 404)
})

async function open(c: C): Promise<Opened> {
  const { store, config } = c.var.deps
  const token = c.req.param('token')
  const memberId = await readReturnToken(config.sessionSecret, token)
  const member = memberId === undefined ? undefined : await findMember(store, memberId)
  if (memberId === undefined || member?.state !== 'verified') throw new Refusal('not_found')
  const [shop, rules, wish, stores] = await Promise.all([
    shopName(store),
    currentRules(store),
    wishOf(store, memberId),
    listStores(store),
  ])
  const { language, store_id: storeId } = member
  return { memberId, language, storeId, path: `/return/${token}`, shop, rules, wish, stores }
}

async function say(c: C, verb: typeof wishReturn, done: Done) {
  const opened = await open(c)
  const form = await readForm(c, wishSchema(opened))
  if (!form.ok) return show(c, opened, { ...form, status: 422 })
  const { kind, since, store: storeId, note, rules } = form.data
  const wish: Wishing['wish'] = { kind, sinceWords: since, storeId: storeId || null, note: note || null }
  const { store, now } = c.var.deps
  try {
    await verb(store, { memberId: opened.memberId, wish, rulesSeen: rules || null, at: now() })
  } catch (error) {
    return refuse(c, error, form.values)
  }
  return seeOther(c, opened.path, done)
}

/** The page as it stands by now, with what was typed, and why nothing was kept. */
async function refuse(c: C, error: unknown, values?: FormValues) {
  if (!(error instanceof Refusal) || error.code === 'not_found') throw error
  const opened = await open(c)
  const t = returnTexts[opened.language]
  if (error.code === 'return_open_already') return show(c, opened, { notice: { tone: 'info', text: t.already } })
  if (error.code !== 'rehire_rules_changed')
    return show(c, opened, { ...(values && { values }), notice: { tone: 'warn', text: t.stale }, status: 422 })
  return show(c, opened, { ...(values && { values }), errors: { '': t.rules.changed }, status: 422 })
}

type Showing = { values?: FormValues; errors?: FormErrors; notice?: Flash; status?: 200 | 422 }

const show = (c: C, opened: Opened, { values, errors = {}, notice, status = 200 }: Showing) =>
  c.html(<ReturnPage opened={opened} values={values ?? valuesOf(opened)} errors={errors} notice={notice} />, status)

const seeOther = (c: C, path: string, done: Done) => c.redirect(`${path}?done=${done}`, 303)
