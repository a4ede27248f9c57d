import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { formatNumber, isolated } from '../../texts/format.ts'
import { shiftDecidingTexts } from '../../texts/shift-deciding.ts'
import { shiftPeopleTexts } from '../../texts/shift-people.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import { cleanLines } from '../../web/clean-words.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm, valuesIn } from '../../web/form.ts'
import { Notice } from '../../web/ui-parts.tsx'
import { allowanceOf, cancelAssignment, nameAssignment, noteMissed, REASON_MAX } from '../claims/assignments.ts'
import { approveClaims, DECIDED_MAX, DECLINE_WORDS_MAX, type Decided, declineClaims } from '../claims/deciding.ts'
import { answerCancel } from '../claims/requests.ts'
import type { Opening } from '../openings.ts'
import type { Assigned } from './assigned.ts'
import { listCandidates } from './candidates.ts'
import { hoursAdmin } from './hours-admin.tsx'
import { conflictWords } from './view-candidates.tsx'
import { CancelPage, DeclinePage, MissedPage } from './view-deciding.tsx'
import { openingPath } from './view-parts.tsx'
import { type C, costIfTold, noteNames, showOpening, showPlaces, theAssigned, theOpening } from './view-show.tsx'

const Members = z
  .union([z.string(), z.array(z.string())])
  .transform((said) => [...new Set([said].flat())])
  .pipe(z.array(z.string().min(1).max(100)).min(1).max(DECIDED_MAX))
const Chosen = z.object({ member: Members })
const Answer = z.object({ answer: z.enum(['accept', 'decline']) })

const DeclineForm = (long: string) =>
  z.object({
    member: Members,
    template: z.string().max(DECLINE_WORDS_MAX).default(''),
    own: z.string().overwrite(cleanLines).trim().max(DECLINE_WORDS_MAX, long).default(''),
  })

const CancelForm = (wrong: string, unsure: string) =>
  z.object({
    words: z.string(wrong).overwrite(cleanLines).trim().min(1, wrong).max(REASON_MAX, wrong),
    refill: z.literal('yes').optional(),
    sure: z.literal('yes', unsure),
  })

/** One opening: who applied, who comes, what went wrong, what was worked. A manager's: the own store's. */
export const decidingAdmin = new Hono<WebEnv>()
  // Before '/:id', which would take their names for an opening's.
  .route('/', hoursAdmin)
  .get('/:id', (c) => showOpening(c))
  .get('/:id/places', showPlaces)

  .post('/:id/approvals', async (c) => {
    const { deps, operator } = c.var
    const opening = await theOpening(c)
    const form = await readForm(c, Chosen)
    if (!form.ok) return noneChosen(c)
    const now = deps.now()
    const asked = { openingId: opening.id, memberIds: form.data.member, storeId: operator.storeId }
    const decided = await approveClaims(deps.store, { ...asked, operatorId: operator.id, now })
    deps.wake('shifts')
    const confirmed = decided.filter(({ outcome }) => outcome === 'confirmed').length
    return confirmed === decided.length ? done(c, 'approved', confirmed) : showFailures(c, opening, decided)
  })

  .get('/:id/decline', async (c) => showDecline(c, c.req.queries('member') ?? []))

  .post('/:id/declines', async (c) => {
    const { deps, operator, language } = c.var
    const opening = await theOpening(c)
    const form = await readForm(c, DeclineForm(shiftDecidingTexts[language].decline.tooLong(DECLINE_WORDS_MAX)))
    if (!form.ok) {
      const chosen = valuesIn(form.values, 'member')
      return chosen.length === 0 ? noneChosen(c) : showDecline(c, chosen, form)
    }
    const { member: memberIds, template, own } = form.data
    const words = own || template
    const asked = { openingId: opening.id, memberIds, storeId: operator.storeId, ...(words ? { words } : {}) }
    const declined = await declineClaims(deps.store, { ...asked, operatorId: operator.id, now: deps.now() })
    if (declined === 0) throw new Refusal('shift_claim_gone')
    return done(c, 'declined', declined)
  })

  .post('/:id/requests/:requestId/answers', async (c) => {
    const { deps, operator } = c.var
    await theOpening(c)
    const form = await readForm(c, Answer)
    if (!form.ok) throw new Refusal('form_invalid')
    const accept = form.data.answer === 'accept'
    const asked = { requestId: c.req.param('requestId'), accept, storeId: operator.storeId }
    await answerCancel(deps.store, { ...asked, operatorId: operator.id, now: deps.now() })
    return done(c, accept ? 'accepted' : 'kept')
  })

  .get('/:id/assignments/:assignmentId/cancel', async (c) => {
    const opening = await theOpening(c)
    return showCancel(c, opening, await theConfirmed(c, opening))
  })

  .post('/:id/assignments/:assignmentId/cancellations', async (c) => {
    const { deps, operator, language } = c.var
    const opening = await theOpening(c)
    const one = await theConfirmed(c, opening)
    const { sureMissing } = shiftDecidingTexts[language].cancel
    const form = await readForm(c, CancelForm(reasonNeeded(c), sureMissing))
    if (!form.ok) return showCancel(c, opening, one, form, 422)
    const { words } = form.data
    const refill = form.data.refill === 'yes'
    const acting = { assignmentId: one.id, storeId: operator.storeId, operatorId: operator.id, now: deps.now() }
    await cancelAssignment(deps.store, { ...acting, words, refill })
    return done(c, refill ? 'calledOffRefill' : 'calledOff')
  })

  .get('/:id/assignments/:assignmentId/missed', async (c) => {
    const { language: lang, operator } = c.var
    const opening = await theOpening(c)
    const one = await theConfirmed(c, opening)
    return c.html(<MissedPage {...{ lang, operator, opening, one }} />)
  })

  .post('/:id/assignments/:assignmentId/misses', async (c) => {
    const { deps, operator } = c.var
    const { id: assignmentId } = await theConfirmed(c, await theOpening(c))
    await noteMissed(deps.store, {
      assignmentId,
      storeId: operator.storeId,
      operatorId: operator.id,
      now: deps.now(),
    })
    return done(c, 'missed')
  })

/** Refusal shift_not_in_state: what was agreed ended meanwhile. */
async function theConfirmed(c: C, opening: Opening): Promise<Assigned> {
  const one = await theAssigned(c, opening)
  if (one.state !== 'confirmed') throw new Refusal('shift_not_in_state')
  return one
}

const noneChosen = (c: C) =>
  showOpening(c, {
    status: 422,
    notice: { tone: 'error', text: shiftPeopleTexts[c.var.language].candidates.noneChosen },
  })

/** Who could not be confirmed, and why, above how it stands now. */
async function showFailures(c: C, opening: Opening, decided: readonly Decided[]) {
  const { deps, language: lang } = c.var
  const t = shiftPeopleTexts[lang].candidates
  const candidates = await listCandidates(deps.store, opening)
  const failed = decided.flatMap(({ memberId, outcome }) => (outcome === 'confirmed' ? [] : [{ memberId, outcome }]))
  const taken = decided.length - failed.length
  const nameOf = (memberId: string) =>
    isolated(candidates.find((one) => one.memberId === memberId)?.name ?? shiftViewTexts[lang].unnamed)
  const failures = (
    <Notice tone="warn" title={t.notTaken}>
      <ul>
        {failed.map(({ memberId, outcome }) => (
          <li>{t.notTakenLine(nameOf(memberId), conflictWords(lang, outcome))}</li>
        ))}
      </ul>
      <p>{taken > 0 ? t.taken(formatNumber(taken)) : t.takenNobody}</p>
    </Notice>
  )
  return showOpening(c, { status: 422, failures, chosen: failed.map(({ memberId }) => memberId) })
}

type Failed = { values: FormValues; errors: FormErrors }

async function showDecline(c: C, memberIds: readonly string[], failed?: Failed) {
  const { deps, language: lang, operator } = c.var
  const opening = await theOpening(c)
  const waiting = (await listCandidates(deps.store, opening)).filter(({ nth }) => nth !== null)
  const people = waiting.filter(({ memberId }) => memberIds.includes(memberId)).slice(0, DECIDED_MAX)
  if (people.length === 0) return noneChosen(c)
  await noteNames(c, people.length)
  const cost = await costIfTold(c)
  const typed = failed ?? { values: {}, errors: {} }
  return c.html(<DeclinePage {...{ lang, operator, opening, people, cost, ...typed }} />, failed ? 422 : 200)
}

async function showCancel(
  c: C,
  opening: Opening,
  one: Assigned,
  typed: Failed = { values: {}, errors: {} },
  status: 200 | 422 = 200,
) {
  const { deps, language: lang, operator } = c.var
  const { assignment } = await nameAssignment(deps.store, { assignmentId: one.id, storeId: operator.storeId })
  const allowanceYen = allowanceOf(assignment)
  const cost = await costIfTold(c)
  const { values, errors } = typed
  return c.html(<CancelPage {...{ lang, operator, opening, one, allowanceYen, cost, values, errors }} />, status)
}

const reasonNeeded = ({ var: { language } }: C) => shiftDecidingTexts[language].cancel.wordsMissing(REASON_MAX)

/** Back to the opening's own page; what follows from it begins at once. */
function done(c: C, what: string, people?: number) {
  c.var.deps.wake('shifts')
  const counted = people === undefined ? '' : `&n=${people}`
  return c.redirect(`${openingPath(c.req.param('id') ?? '')}?done=${what}${counted}`, 303)
}
