import { type Compilable, type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import {
  confirmStatement,
  givenStatement,
  leaveLineStatement,
  recordAssignment,
  recordClaim,
} from './claim-statements.ts'
import type { Answered } from './claims.ts'
import { whyNot } from './gate.ts'
import { acceptGate } from './gates.ts'
import { nameOpening } from './naming.ts'
import { canBeTold, settlePlaces, statement } from './places.ts'
import { standingOf } from './standing.ts'
import { LAST_MS } from './windows.ts'

export { offerEndsAt, offerToldAt } from './windows.ts'

/** More end in one go only after a long silence; the next minute goes on. */
const OPENINGS_MAX = 200

type Offer = { openingId: string; memberId: string; offerNo: number }
type Answer = Offer & { at: number; now: number }

/** The person is told of an offer: from now on its window runs. Changes nothing when they were told before, or it is over. */
export const toldStatement = (
  db: Db,
  { openingId, memberId, offerNo, endsAt }: Offer & { endsAt: number },
): Compilable =>
  statement(
    db,
    sql`update shift_claims set offer_ends_at = ${endsAt}
      where opening_id = ${openingId} and member_id = ${memberId} and state = 'offered' and offer_no = ${offerNo}
        and offer_ends_at is null`,
  )

/**
 * They take the place that was held for them, if they said so in time: the contract exists. Repeating it is harmless; a stale
 * offer changes nothing (outdated). Refusals: shift_not_open, and whatever keeps a person from a shift.
 */
export async function acceptOffer(store: Store, answer: Answer): Promise<Answered> {
  const { db } = store
  const { openingId, memberId, at, now } = answer
  const named = await nameOpening(store, { openingId })
  const assignmentId = crypto.randomUUID()
  const gate = acceptGate(answer)
  const [given] = await store.batch([
    confirmStatement(db, { assignmentId, openingId, memberId, gate, now }),
    givenStatement(db, { assignmentId, openingId, memberId, at, now }),
    recordAssignment(db, { assignmentId, kind: 'shift_confirmed', only: sql`true`, named, at: now }),
    ...settlePlaces(db, { openingId, now }),
  ])
  const standing = await standingOf(store, answer)
  if (given === 1) return { outcome: 'answered', standing }
  const isStillAsked = standing.claim?.state === 'offered' && standing.offerNo === answer.offerNo
  const why = isStillAsked ? await whyNot(store, gate, openingId) : undefined
  if (why && why !== 'shift_already_answered') throw new Refusal(why)
  const isRepeated = standing.claim?.state === 'confirmed' && standing.offerNo === answer.offerNo
  return { outcome: isRepeated ? 'answered' : 'outdated', standing }
}

/** They would rather not: the place goes to the next. A stale offer changes nothing. */
export async function refuseOffer(store: Store, answer: Answer): Promise<Answered> {
  const { db } = store
  const { openingId, offerNo } = answer
  const named = await nameOpening(store, { openingId })
  const only = sql`state = 'offered' and offer_no = ${offerNo}`
  await store.batch([
    leaveLineStatement(db, { ...answer, becomes: 'passed', only }),
    recordClaim(db, { ...answer, named }),
    ...settlePlaces(db, answer),
  ])
  const standing = await standingOf(store, answer)
  const { claim } = standing
  return { outcome: claim?.state === 'passed' && claim.answeredAt === answer.at ? 'answered' : 'outdated', standing }
}

/** Written out, not bound: so SQLite sees that the index of the offers applies. */
const isOffered = sql<SqlBool>`shift_claims.state = 'offered'`
/** Nobody told them, and now it is too late to. */
const isTooLate = (now: number) => sql<SqlBool>`(shift_claims.offer_ends_at is null
  and shift_openings.starts_at - ${sql.lit(LAST_MS)} <= ${now})`
/** They blocked us, or left, before they were told. */
const isLost = sql<SqlBool>`(shift_claims.offer_ends_at is null and not ${canBeTold(sql`shift_claims.member_id`)})`
const isOver = (now: number) => sql<SqlBool>`(${now} >= shift_claims.offer_ends_at or ${isTooLate(now)} or ${isLost}
  or shift_openings.state not in ('open', 'closed'))`

/**
 * Ends every offer whose window is over, and offers the places on. Who was told leaves the line (ended, and offer_ends_at says
 * that they had been told); who could not be told waits on. Returns how many ended, and when the next window does.
 */
export async function lapseOffers(
  store: Store,
  { now }: { now: number },
): Promise<{ lapsed: number; nextAt: number | undefined }> {
  const { db } = store
  const { rows } = await sql<{ openingId: string }>`select distinct shift_claims.opening_id as "openingId"
    from shift_claims join shift_openings on shift_openings.id = shift_claims.opening_id
    where ${isOffered} and ${isOver(now)} limit ${OPENINGS_MAX}`.execute(db)
  let lapsed = 0
  for (const { openingId } of rows) {
    const [ended = 0] = await store.batch([
      lapseStatement(db, { openingId, now }),
      ...settlePlaces(db, { openingId, now }),
    ])
    lapsed += ended
  }
  const next = await sql<{ at: number | null }>`select min(coalesce(shift_claims.offer_ends_at,
      shift_openings.starts_at - ${sql.lit(LAST_MS)})) as at
    from shift_claims join shift_openings on shift_openings.id = shift_claims.opening_id where ${isOffered}`.execute(db)
  return { lapsed, nextAt: next.rows[0]?.at ?? undefined }
}

const lapseStatement = (db: Db, { openingId, now }: { openingId: string; now: number }) =>
  statement(
    db,
    sql`with over as materialized (
        select shift_claims.member_id, ${isLost} and shift_openings.state in ('open', 'closed')
          and not ${isTooLate(now)} as waits_on
        from shift_claims join shift_openings on shift_openings.id = shift_claims.opening_id
        where shift_claims.opening_id = ${openingId} and ${isOffered} and ${isOver(now)})
      update shift_claims set state = iif(waits_on, 'standby', 'ended'), place = iif(waits_on, place, null),
        changed_at = ${now}
      from over where shift_claims.opening_id = ${openingId} and shift_claims.member_id = over.member_id`,
  )
