import fc from 'fast-check'
import { sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { cancelAssignment } from '../../src/shifts/claims/assignments.ts'
import { claimShift, passShift, withdrawClaim } from '../../src/shifts/claims/claims.ts'
import { approveClaims, declineClaims } from '../../src/shifts/claims/deciding.ts'
import { settlePlaces } from '../../src/shifts/claims/places.ts'
import { answerCancel, askCancel } from '../../src/shifts/claims/requests.ts'
import { acceptOffer, lapseOffers, refuseOffer, toldStatement } from '../../src/shifts/claims/standby.ts'
import { findAssignment, standingOf } from '../../src/shifts/claims/standing.ts'
import { HOUR } from '../support.ts'
import * as paper from './claims-model.ts'
import { assignmentIdOf, block, OWNER } from './claims-support.ts'

export const NAMES = ['hana', 'ken', 'yui', 'rei', 'sora', 'mio', 'jun', 'aki']

const who = fc.constantFrom(...NAMES)
/** Mostly of the newest offer; at times of one before. */
const stale = fc.constantFrom(0, 0, 0, 1)
export const anyStep = fc.oneof(
  { weight: 8, arbitrary: fc.record({ step: fc.constant('claim' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constantFrom('withdraw' as const, 'pass' as const, 'decline' as const), who }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constant('approve' as const),
      whom: fc.uniqueArray(who, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('let off' as const), who }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('call off' as const), who, refill: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constantFrom('accept' as const, 'refuse' as const), who, stale }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('tell' as const), who, stale }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('lapse' as const) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constantFrom('block' as const, 'follow' as const), who }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constantFrom('close' as const, 'reopen' as const) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('more' as const) }) },
)
export type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never

/** What a refusal says is in the model too: nothing changed. */
export const unlessRefused = (answer: Promise<unknown>) =>
  answer.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })

const agreedOf = (store: Store, name: string) => assignmentIdOf(store, name).catch(() => undefined)

/** Takes a step in the database. */
export async function act(store: Store, step: Step, now: number): Promise<unknown> {
  const shift = { openingId: 'shift', at: now, now }
  const shop = { openingId: 'shift', operatorId: OWNER, now }
  const set = (words: ReturnType<typeof sql>) =>
    store.batch([
      { compile: () => sql`update shift_openings set ${words}`.compile(store.db) },
      ...settlePlaces(store.db, shift),
    ])
  const offerOf = async ({ who, stale }: { who: string; stale: number }) =>
    (await standingOf(store, { openingId: 'shift', memberId: who })).offerNo - stale
  switch (step.step) {
    case 'claim':
      return claimShift(store, { ...shift, memberId: step.who })
    case 'withdraw':
      return withdrawClaim(store, { ...shift, memberId: step.who })
    case 'pass':
      return passShift(store, { ...shift, memberId: step.who })
    case 'approve':
      return approveClaims(store, { ...shop, memberIds: step.whom })
    case 'decline':
      return declineClaims(store, { ...shop, memberIds: [step.who] })
    case 'let off': {
      const assignmentId = await agreedOf(store, step.who)
      if (!assignmentId) return undefined
      const { requestId } = await askCancel(store, { assignmentId, memberId: step.who, words: '急用', at: now, now })
      return answerCancel(store, { requestId, accept: true, operatorId: OWNER, now })
    }
    case 'call off': {
      const assignmentId = await agreedOf(store, step.who)
      if (!assignmentId || !(await findAssignment(store, { assignmentId }))) return undefined
      return cancelAssignment(store, { assignmentId, words: '停電', refill: step.refill, operatorId: OWNER, now })
    }
    case 'accept':
    case 'refuse': {
      const answer = step.step === 'accept' ? acceptOffer : refuseOffer
      return answer(store, { ...shift, memberId: step.who, offerNo: await offerOf(step) })
    }
    case 'tell': {
      const offer = { openingId: 'shift', memberId: step.who, offerNo: await offerOf(step) }
      return store.batch([toldStatement(store.db, { ...offer, endsAt: now + HOUR })])
    }
    case 'lapse':
      return lapseOffers(store, { now: now + 2 * HOUR })
    case 'block':
    case 'follow':
      await block(store, step.who, step.step === 'block' ? 'blocked' : 'following')
      return store.batch(settlePlaces(store.db, shift))
    case 'close':
      return set(sql`closed_because = iif(state = 'open', 'owner', closed_because),
        closed_at = iif(state = 'open', ${now}, closed_at), state = 'closed' where state = 'open'`)
    case 'reopen':
      return set(sql`state = 'open', closed_because = null, closed_at = null where state = 'closed'`)
    case 'more':
      return set(sql`headcount = headcount + 1 where headcount < 6`)
  }
}

/** The same step on paper. */
export function actOnPaper(model: paper.Model, step: Step) {
  const offerNo = 'stale' in step ? (model.claims.get(step.who)?.offerNo ?? 0) - step.stale : 0
  switch (step.step) {
    case 'claim':
      return paper.claim(model, step.who)
    case 'withdraw':
      return paper.withdraw(model, step.who)
    case 'pass':
      return paper.pass(model, step.who)
    case 'approve':
      return paper.approve(model, step.whom)
    case 'decline':
      return paper.decline(model, step.who)
    case 'let off':
      return paper.giveUp(model, step.who, 'withdrawn', true)
    case 'call off':
      return paper.giveUp(model, step.who, 'ended', step.refill)
    case 'accept':
      return paper.accept(model, step.who, offerNo)
    case 'refuse':
      return paper.refuse(model, step.who, offerNo)
    case 'tell':
      return paper.tell(model, step.who, offerNo)
    case 'lapse':
      return paper.lapse(model)
    case 'block':
    case 'follow':
      if (step.step === 'block') model.blocked.add(step.who)
      else model.blocked.delete(step.who)
      return paper.settle(model)
    case 'close':
      if (model.state === 'open') model.state = 'closed owner'
      return paper.settle(model)
    case 'reopen':
      model.state = 'open'
      return paper.settle(model)
    case 'more':
      if (model.headcount < 6) model.headcount++
      return paper.settle(model)
  }
}
