import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { fromTokyo } from '../../texts/format.ts'
import { shiftStepTexts } from '../../texts/shift-steps.ts'
import { cleanLines } from '../../web/clean-words.ts'
import type { WebEnv } from '../../web/env.ts'
import { readForm } from '../../web/form.ts'
import { allowanceOf, REASON_MAX } from '../claims/assignments.ts'
import { findAssignment } from '../claims/standing.ts'
import type { Opening } from '../openings.ts'
import { openingPath, PATH } from '../view/view-parts.tsx'
import { copyOpening } from './drafts.ts'
import { sendOut, showConfirm } from './posting-confirming.tsx'
import { type Admin, saidIn, theOpening } from './posting-show.tsx'
import {
  CancelPage,
  ClosePage,
  CopyPage,
  DiscardPage,
  ExtendPage,
  ReopenPage,
  type TypedProps,
} from './posting-steps.tsx'
import {
  cancelOpening,
  closeOpening,
  discardOpening,
  extendOpening,
  reopenOpening,
  resumeWaves,
  stopWaves,
} from './states.ts'
import { togetherAdmin } from './together-admin.tsx'

const Loose = z.looseObject({})
const UNTYPED: TypedProps = { values: {}, errors: {} }

/** From state to state: each first shows what it does and costs, and whom it tells. */
export const stepAdmin = new Hono<WebEnv>()
  .get('/:id/open', async (c) => showConfirm(c, await openingIn(c, ['draft'])))
  .post('/:id/openings', async (c) => sendOut(c, await openingIn(c, ['draft'])))

  .get('/:id/close', async (c) => c.html(<ClosePage {...asking(c)} opening={await openingIn(c, ['open'])} />))
  .post('/:id/closings', async (c) => {
    await closeOpening(c.var.deps.store, acting(c))
    return done(c, 'closed')
  })

  .get('/:id/reopen', async (c) => {
    const opening = await openingIn(c, ['closed'])
    return c.html(<ReopenPage {...asking(c)} opening={opening} now={c.var.deps.now()} />)
  })
  .post('/:id/reopenings', async (c) => {
    await reopenOpening(c.var.deps.store, acting(c))
    return done(c, 'reopened')
  })

  .get('/:id/extend', async (c) => showExtend(c, await openingIn(c, ['open', 'closed'])))
  .post('/:id/deadlines', async (c) => moveDeadline(c, await openingIn(c, ['open', 'closed'])))

  .get('/:id/cancel', async (c) => {
    const opening = await openingIn(c, ['draft', 'open', 'closed'])
    return opening.state === 'draft' ? c.html(<DiscardPage {...asking(c)} opening={opening} />) : showCancel(c, opening)
  })
  .post('/:id/cancellations', async (c) => callOff(c, await openingIn(c, ['open', 'closed'])))
  .post('/:id/discards', async (c) => {
    await discardOpening(c.var.deps.store, acting(c))
    return c.redirect(`${PATH}?done=discarded`, 303)
  })

  .post('/:id/wave-stops', async (c) => {
    await stopWaves(c.var.deps.store, acting(c))
    return done(c, 'stopped')
  })
  .post('/:id/wave-resumptions', async (c) => {
    await resumeWaves(c.var.deps.store, acting(c))
    return done(c, 'resumed')
  })

  .get('/:id/copy', async (c) => showCopy(c, await theOpening(c)))
  .post('/:id/copies', async (c) => copyTo(c, await theOpening(c)))
  .route('/', togetherAdmin)

const asking = ({ var: { language: lang, operator } }: Admin) => ({ lang, operator })
const acting = (c: Admin) => ({
  openingId: c.req.param('id') ?? '',
  storeId: c.var.operator.storeId,
  operatorId: c.var.operator.id,
  now: c.var.deps.now(),
})

/** Refusals: not_found; shift_not_in_state for what cannot be done to it any more. */
async function openingIn(c: Admin, states: readonly Opening['state'][]) {
  const opening = await theOpening(c)
  if (!states.includes(opening.state)) throw new Refusal('shift_not_in_state')
  return opening
}

const showExtend = (c: Admin, opening: Opening, typed = UNTYPED, status: 200 | 422 = 200) =>
  c.html(<ExtendPage {...asking(c)} {...typed} opening={opening} now={c.var.deps.now()} />, status)

async function moveDeadline(c: Admin, opening: Opening) {
  const wrong = shiftStepTexts[c.var.language].extending.wrong
  const { values } = await readForm(c, Loose)
  const closesAt = fromTokyo(`${values.closesDay ?? ''}T${values.closesTime ?? ''}`)
  const again = () => showExtend(c, opening, { values, errors: { closesDay: wrong } }, 422)
  if (closesAt === undefined) return again()
  try {
    await extendOpening(c.var.deps.store, { ...acting(c), closesAt })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'shift_times_past') return again()
    throw error
  }
  return done(c, 'extended')
}

async function showCancel(c: Admin, opening: Opening, typed = UNTYPED, status: 200 | 422 = 200) {
  const concerned = await concernedBy(c, opening)
  return c.html(<CancelPage {...asking(c)} {...typed} {...concerned} opening={opening} />, status)
}

/** Whom it concerns, and what is owed to those who are confirmed: no names are shown. */
async function concernedBy({ var: { deps } }: Admin, { id }: Opening) {
  const { store } = deps
  const agreed = await store.db
    .selectFrom('assignments')
    .select('id')
    .where('opening_id', '=', id)
    .where('state', '=', 'confirmed')
    .where('starts_at', '>', deps.now())
    .execute()
  const each = await Promise.all(agreed.map((one) => findAssignment(store, { assignmentId: one.id })))
  const { waiting } = await store.db
    .selectFrom('shift_claims')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('opening_id', '=', id)
    .where('state', 'in', ['applied', 'standby', 'offered'])
    .executeTakeFirstOrThrow()
  const allowanceYen = each.reduce((sum, one) => sum + (one ? allowanceOf(one) : 0), 0)
  return { waiting, confirmed: agreed.length, allowanceYen }
}

async function callOff(c: Admin, opening: Opening) {
  const wrong = shiftStepTexts[c.var.language].cancelling.wordsWrong
  const Words = z.object({ words: z.string(wrong).overwrite(cleanLines).trim().min(1, wrong).max(REASON_MAX, wrong) })
  const form = await readForm(c, Words)
  if (!form.ok) return showCancel(c, opening, form, 422)
  await cancelOpening(c.var.deps.store, { ...acting(c), words: form.data.words })
  return done(c, 'cancelled')
}

const showCopy = (c: Admin, opening: Opening, typed = UNTYPED, status: 200 | 422 = 200) =>
  c.html(<CopyPage {...asking(c)} {...typed} opening={opening} now={c.var.deps.now()} />, status)

/** One copy goes on to its own confirmation; several go out together. */
async function copyTo(c: Admin, opening: Opening) {
  const { deps, operator, language } = c.var
  const { values } = await readForm(c, Loose)
  const days = saidIn(values, 'days')
  if (days.length === 0 || days.some((day) => fromTokyo(day) === undefined))
    return showCopy(c, opening, { values, errors: { days: shiftStepTexts[language].copying.wrong } }, 422)
  const copying = { openingId: opening.id, days, storeId: operator.storeId, createdBy: operator.id, now: deps.now() }
  const [first, ...others] = await copyOpening(deps.store, copying)
  const isOne = first !== undefined && others.length === 0
  return c.redirect(
    isOne ? `${openingPath(first)}/open?done=copied` : `${openingPath(opening.id)}/copies?done=copied`,
    303,
  )
}

/** Back to the opening's own page; what follows from it begins at once. */
function done(c: Admin, what: string) {
  c.var.deps.wake('shifts')
  return c.redirect(`${openingPath(c.req.param('id') ?? '')}?done=${what}`, 303)
}
