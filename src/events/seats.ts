import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { type Gate, handGate, leavingGate, ownGate, whyNot } from './gates.ts'
import { offerStatement } from './line.ts'
import { joinStatement, leaveStatement, recordAnswer } from './seat-statements.ts'
import { type Standing, standingOf } from './standing.ts'

/**
 * answered: as the standing says. no_room: they come, but not with more than before. outdated: they said something else
 * since, or what they answer to is over; nothing changed.
 */
export type Answered = {
  outcome: 'answered' | 'no_room' | 'outdated'
  standing: Standing
  /** How many offers it led to, this person's own among them: somebody is to be told. */
  offers: number
}

/** `at`: when they said so, by LINE's clock or ours. What was said before the newest answer changes nothing. */
type Answer = { eventId: string; memberId: string; at: number; now: number }
/** Of an operator who says it for them. */
type ByHand = { operatorId?: string }

/**
 * Somebody comes with a party, or changes how many come. They get free seats unless somebody before them in the line would
 * take some of those; else they line up. Who lowers a party keeps the place, who raises it goes to the end of the line; who
 * has seats keeps them. Refusals: event_not_open, event_not_invited, event_party_too_large.
 */
export const joinEvent = (store: Store, answer: Answer & { party: number }): Promise<Answered> =>
  join(store, { ...answer, gate: ownGate(answer) })

/**
 * An operator answers for anybody verified, invited or not, until the event ends. While it takes answers nobody in the line
 * is passed: they line up like everybody. After that, what fits is seated and the rest refused: event_no_seats. Never above
 * capacity. Refusals besides: event_not_open, event_not_invited (not verified), event_party_too_large.
 */
export const seatByHand = (
  store: Store,
  answer: { eventId: string; memberId: string; party: number; operatorId: string; now: number },
): Promise<Answered> => join(store, { ...answer, at: answer.now, gate: handGate(answer) })

async function join(store: Store, answer: Answer & ByHand & { party: number; gate: Gate }): Promise<Answered> {
  const { db } = store
  const [, , offers = 0] = await store.batch([
    joinStatement(db, answer),
    recordAnswer(db, answer),
    offerStatement(db, answer),
  ])
  const standing = await heard(store, answer)
  if (standing.answeredAt !== answer.at) return { outcome: 'outdated', standing, offers }
  const hasLess = standing.state === 'going' && standing.party < answer.party
  return { outcome: hasLess ? 'no_room' : 'answered', standing, offers }
}

/**
 * Somebody does not come: what they held is offered on at once. Until the event starts, also after the deadline. Refusals:
 * event_not_open, event_not_invited.
 */
export async function leaveEvent(store: Store, answer: Answer & ByHand): Promise<Answered> {
  const { db } = store
  const [, , offers = 0] = await store.batch([
    leaveStatement(db, answer),
    recordAnswer(db, answer),
    offerStatement(db, answer),
  ])
  const standing = await heard(store, { ...answer, gate: leavingGate(answer) })
  return { outcome: standing.answeredAt === answer.at ? 'answered' : 'outdated', standing, offers }
}

/** The standing, once this answer or a newer one was taken; throws why it was not. */
async function heard(
  store: Store,
  { at, gate, ...who }: { eventId: string; memberId: string; at: number; gate: Gate },
) {
  const standing = await standingOf(store, who)
  if (standing.answeredAt !== undefined && standing.answeredAt >= at) return standing
  throw new Refusal((await whyNot(store, gate, who)) ?? 'event_no_seats')
}
