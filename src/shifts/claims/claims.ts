import { sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import { Refusal, type RefusalCode } from '../../refusal.ts'
import {
  applyStatement,
  confirmStatement,
  leaveLineStatement,
  passStatement,
  recordAssignment,
  recordClaim,
  tookStatement,
} from './claim-statements.ts'
import { whyNot } from './gate.ts'
import { claimGate, passGate, takeGate } from './gates.ts'
import { nameOpening } from './naming.ts'
import { settlePlaces } from './places.ts'
import { type Standing, standingOf } from './standing.ts'

export const NOTE_MAX = 200

/** answered: as the standing says. outdated: they said something else since, or what they answer to is over; nothing changed. */
export type Answered = { outcome: 'answered' | 'outdated'; standing: Standing }
/** `at`: when they said so, by LINE's clock or ours. What was said before the newest answer changes nothing. */
export type Answer = { openingId: string; memberId: string; at: number; now: number }

/**
 * Somebody applies. approve: they line up in the order in which they applied. first_come: they have a place at once, the last
 * one once, whoever else taps, and the contract exists. Repeating it is harmless. Refusals: shift_not_open, and whatever
 * `conflictsOf` explains.
 */
export async function claimShift(store: Store, answer: Answer & { note?: string | undefined }): Promise<Answered> {
  const named = await nameOpening(store, { openingId: answer.openingId })
  return named.mode === 'approve' ? apply(store, { ...answer, named }) : take(store, { ...answer, named })
}

type Claiming = Answer & { note?: string | undefined; named: Awaited<ReturnType<typeof nameOpening>> }

async function apply(store: Store, claim: Claiming) {
  const { db } = store
  const gate = claimGate(claim)
  await store.batch([applyStatement(db, { ...claim, gate }), recordClaim(db, claim)])
  return heard(store, claim, () => whyNot(store, gate, claim.openingId))
}

async function take(store: Store, claim: Claiming) {
  const { db } = store
  const { openingId, memberId, now, named } = claim
  const gate = takeGate(claim)
  const assignmentId = crypto.randomUUID()
  await store.batch([
    confirmStatement(db, { assignmentId, openingId, memberId, gate, mode: 'first_come', now }),
    tookStatement(db, { ...claim, assignmentId }),
    recordAssignment(db, { assignmentId, kind: 'shift_confirmed', only: sql`true`, named, at: now }),
    ...settlePlaces(db, { openingId, now }),
  ])
  return heard(store, claim, () => whyNot(store, gate, openingId))
}

/**
 * Somebody does not come after all, as long as nothing is agreed; a place that was held for them is offered on. Refusal
 * shift_already_answered: it is agreed, so they ask to be let off (`askCancel`).
 */
export async function withdrawClaim(store: Store, answer: Answer): Promise<Answered> {
  const { db } = store
  const named = await nameOpening(store, { openingId: answer.openingId })
  await store.batch([
    leaveLineStatement(db, answer),
    recordClaim(db, { ...answer, named }),
    ...settlePlaces(db, answer),
  ])
  const standing = await standingOf(store, answer)
  if (standing.claim?.state === 'confirmed') throw new Refusal('shift_already_answered')
  return { outcome: standing.claim?.answeredAt === answer.at ? 'answered' : 'outdated', standing }
}

/** 今回は見送る: nothing more is asked of them. Who is in the line leaves it. Refusals: shift_not_open, shift_not_for_you, shift_already_answered. */
export async function passShift(store: Store, answer: Answer): Promise<Answered> {
  const { db } = store
  const named = await nameOpening(store, { openingId: answer.openingId })
  const gate = passGate(answer)
  await store.batch([
    passStatement(db, { ...answer, gate }),
    recordClaim(db, { ...answer, named }),
    ...settlePlaces(db, answer),
  ])
  const standing = await standingOf(store, answer)
  if (standing.claim && standing.claim.answeredAt >= answer.at) return told(standing, answer)
  throw new Refusal((await whyNot(store, gate, answer.openingId)) ?? 'shift_not_open')
}

/** A word with an application, as long as nothing is decided; an empty one takes it back. Returns whether it was kept. */
export async function noteClaim(
  { db }: Store,
  { openingId, memberId, note }: Pick<Answer, 'openingId' | 'memberId'> & { note: string },
): Promise<boolean> {
  const { rows } = await sql`update shift_claims set note = nullif(${note.trim().slice(0, NOTE_MAX)}, '')
    where opening_id = ${openingId} and member_id = ${memberId} and state in ('applied', 'standby', 'offered')
    returning member_id`.execute(db)
  return rows.length === 1
}

const told = (standing: Standing, { at }: Answer): Answered => ({
  outcome: standing.claim?.answeredAt === at ? 'answered' : 'outdated',
  standing,
})

const LIVE = ['applied', 'standby', 'offered', 'confirmed']

/** The standing, once this answer or a newer one was taken, or if it says nothing new; throws why it was not. */
async function heard(store: Store, answer: Answer, why: () => Promise<RefusalCode | undefined>): Promise<Answered> {
  const claim = await store.db
    .selectFrom('shift_claims')
    .select(['state', 'answered_at'])
    .where('opening_id', '=', answer.openingId)
    .where('member_id', '=', answer.memberId)
    .executeTakeFirst()
  const isHeard = claim && (claim.answered_at >= answer.at || LIVE.includes(claim.state))
  if (!isHeard) throw new Refusal((await why()) ?? 'shift_not_open')
  const standing = await standingOf(store, answer)
  return { outcome: claim.answered_at > answer.at ? 'outdated' : 'answered', standing }
}
