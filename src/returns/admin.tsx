import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { costOf } from '../sending/cost.ts'
import { quietUntil } from '../sending/quiet.ts'
import { readSendingSettings } from '../sending/sending-settings.ts'
import { listStores, shopName } from '../stores/stores.ts'
import type { Language } from '../texts/language.ts'
import { returnAdminTexts } from '../texts/returns-admin.ts'
import { CursorSaid } from '../web/cursor.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { stageCard } from './card.ts'
import { returnUrl } from './links.ts'
import { BoardPage, EndedPage, PATH } from './pages.tsx'
import { type Candidate, endedWishes, findWish, moveWish, openWishes, stepsOf } from './pipeline.ts'
import { currentRules, RULE_WORDS_MAX } from './rules.ts'
import { rulesAdmin } from './rules-admin.tsx'
import { ClosePage, type Telling, WishPage } from './wish-page.tsx'

/** Who came back, on the board; all of them on their own page. */
const RETURNED_MAX = 10

type C = Context<WebEnv>
type Form = { values: FormValues; errors: FormErrors }
type Done = keyof (typeof returnAdminTexts)['ja']['done']

const Stage = z.enum(['wished', 'talking', 'meeting', 'offered', 'returned'])
const tell = z.literal('yes').optional()

const MoveForm = (lang: Language) => {
  const t = returnAdminTexts[lang]
  return z.object({
    from: z.enum([...Stage.options, 'closed']),
    to: z.enum(Stage.options, t.stageMissing),
    words: z.string().trim().max(RULE_WORDS_MAX, t.wordsLong).default(''),
    tell,
    /** From the board it is one tap, from the page a form that comes back filled. */
    full: z.literal('yes').optional(),
  })
}
const CloseForm = (lang: Language) => {
  const t = returnAdminTexts[lang]
  const words = z.string(t.closeWordsMissing).trim().min(1, t.closeWordsMissing).max(RULE_WORDS_MAX, t.wordsLong)
  return z.object({ from: Stage, words, tell })
}

/** Mounted at /admin/returns: who would like to work here again. A manager's own store's; anybody else's are not found. */
export const returnAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, language: lang, operator } = c.var
    const stores = await listStores(deps.store)
    const filter = stores.find(({ id }) => id === c.req.query('store'))?.id ?? null
    const asked = { storeId: operator.storeId, filter }
    const [open, { lines: returned }, rules] = await Promise.all([
      openWishes(deps.store, asked),
      endedWishes(deps.store, { ...asked, stage: 'returned', limit: RETURNED_MAX }),
      currentRules(deps.store),
    ])
    await noteListed(c, open.length + returned.length)
    const shown = { open, returned, stores, filter: filter ?? '', hasRules: rules !== undefined, now: deps.now() }
    return c.html(<BoardPage lang={lang} operator={operator} notice={doneNotice(c)} {...shown} />)
  })

  .get('/ended', async (c) => {
    const { deps, language: lang, operator } = c.var
    const before = CursorSaid.parse(c.req.query('before'))
    const { lines: ended, next } = await endedWishes(deps.store, { storeId: operator.storeId, before })
    await noteListed(c, ended.length)
    return c.html(<EndedPage {...{ lang, operator, ended, next }} isFirst={!before} />)
  })

  .route('/rules', rulesAdmin)

  .get('/:id', async (c) => showWish(c, await ofOwnStore(c)))

  .post('/:id/moves', async (c) => {
    const { language: lang } = c.var
    const wish = await ofOwnStore(c)
    const form = await readForm(c, MoveForm(lang))
    if (!form.ok) return showWish(c, wish, form)
    const { from, to, words, tell: told, full } = form.data
    try {
      await move(c, wish, { from, to, words: words || null, told: told === 'yes' })
    } catch (error) {
      return showWish(c, await ofOwnStore(c), { values: form.values, errors: { '': whyNot(error, lang) } })
    }
    return seeOther(c, full ? `${PATH}/${wish.id}` : PATH, told ? 'told' : 'moved')
  })

  .get('/:id/close', async (c) => {
    const words = returnAdminTexts[c.var.language].closeTemplate
    return showClose(c, await ofOwnStore(c), { values: { words }, errors: {} })
  })

  .post('/:id/closings', async (c) => {
    const { language: lang } = c.var
    const wish = await ofOwnStore(c)
    const form = await readForm(c, CloseForm(lang))
    if (!form.ok) return showClose(c, wish, form, 422)
    const { from, words, tell: told } = form.data
    try {
      await move(c, wish, { from, to: 'closed', words, told: told === 'yes' })
    } catch (error) {
      const failed = { values: form.values, errors: { '': whyNot(error, lang) } }
      return showClose(c, await ofOwnStore(c), failed, 422)
    }
    return seeOther(c, `${PATH}/${wish.id}`, told ? 'closedTold' : 'closed')
  })

const ofOwnStore = (c: C) =>
  findWish(c.var.deps.store, { wishId: c.req.param('id') ?? '', storeId: c.var.operator.storeId })

type Moved = Pick<Parameters<typeof moveWish>[1], 'from' | 'to' | 'words'> & { told: boolean }

/** One message goes with it when that was ticked, outside the quiet hours. */
async function move({ var: { deps, operator } }: C, wish: Candidate, { told, ...moved }: Moved) {
  const { store, config, now } = deps
  if (told && quietUntil(await readSendingSettings(store), now()) !== undefined)
    throw new Refusal('broadcast_schedule_quiet')
  const [url, shop] = await Promise.all([returnUrl(config, wish.member_id), shopName(store)])
  const card = stageCard({ shop, url, language: wish.language, stage: moved.to, words: moved.words })
  const messages = told ? [card] : undefined
  await moveWish(store, { wishId: wish.id, ...moved, messages, operator, now: now() })
  if (told) deps.wake('outbox')
}

function whyNot(error: unknown, lang: Language) {
  if (!(error instanceof Refusal) || error.code === 'not_found') throw error
  const t = returnAdminTexts[lang]
  if (error.code === 'person_blocked_us') return t.cannot.blocked
  return error.code === 'broadcast_schedule_quiet' ? t.quietNow : t.gone
}

async function showWish(c: C, wish: Candidate, form?: Form) {
  const { deps, language: lang, operator } = c.var
  await noteSeen(c, wish.member_id)
  const [steps, telling] = await Promise.all([stepsOf(deps.store, wish.id), tellingOf(c, wish)])
  const { values, errors } = form ?? { values: {}, errors: {} }
  const notice = form ? undefined : doneNotice(c)
  return c.html(<WishPage {...{ lang, operator, wish, steps, telling, values, errors, notice }} />, form ? 422 : 200)
}

async function showClose(c: C, wish: Candidate, form: Form, status: 200 | 422 = 200) {
  const { language: lang, operator } = c.var
  await noteSeen(c, wish.member_id)
  return c.html(<ClosePage {...{ lang, operator, wish }} telling={await tellingOf(c, wish)} {...form} />, status)
}

/** What one message would cost now, or why there can be none. */
async function tellingOf({ var: { deps } }: C, wish: Candidate): Promise<Telling> {
  const { store, line } = deps
  const now = deps.now()
  if (wish.follow_state !== 'following') return { may: false, why: 'blocked' }
  const until = quietUntil(await readSendingSettings(store), now)
  if (until !== undefined) return { may: false, why: 'quiet', until }
  const cost = await costOf({ store, line }, { messages: 1, now }).catch(() => undefined)
  if (!cost) return { may: true, left: 'unknown' }
  const { before, after } = cost
  if (before === null || after === null) return { may: true, left: 'unlimited' }
  return after < 0 ? { may: false, why: 'full' } : { may: true, left: { before, after } }
}

function doneNotice(c: C) {
  const { done } = returnAdminTexts[c.var.language]
  const said = Object.entries(done).find(([key]) => key === c.req.query('done'))?.[1]
  return said === undefined ? undefined : ({ tone: 'success', text: said } as const)
}

const seeOther = (c: C, path: string, done: Done) => c.redirect(`${path}?done=${done}`, 303)

const noteSeen = ({ var: { deps, operator } }: C, memberId: string) =>
  noteAccess(deps.store, {
    operatorId: operator.id,
    action: 'member_viewed',
    memberId,
    detail: { page: 'return' },
    now: deps.now(),
  })

async function noteListed({ var: { deps, operator } }: C, count: number) {
  if (count === 0) return
  const detail = { page: 'returns', count }
  await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
}
