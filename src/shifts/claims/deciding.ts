import { sql } from 'kysely'
import { listOf, type Store } from '../../db/store.ts'
import type { RefusalCode } from '../../refusal.ts'
import { askAnewStatement, confirmStatement, givenStatement, type Named, recordAssignment } from './claim-statements.ts'
import { whyNot } from './gate.ts'
import { anewGate, approvalGate } from './gates.ts'
import { nameOpening } from './naming.ts'
import { settlePlaces, statement } from './places.ts'

/** So many are decided on at once: as many as an opening has places at most. */
export const DECIDED_MAX = 50
export const DECLINE_WORDS_MAX = 300

type Deciding = {
  openingId: string
  memberIds: readonly string[]
  /** The store that the asker's rights end at; null: all. */
  storeId?: string | null
  operatorId: string
  now: number
}
/** confirmed: they have a place, from this or an earlier yes. Else why they have none. */
export type Decided = { memberId: string; outcome: 'confirmed' | RefusalCode }

/**
 * The shop says yes to these people, in this order, as long as there are places: never to more. What keeps a person from it
 * is asked anew at this moment. Who applied before the conditions changed (shift_changed_meanwhile) is offered the place instead:
 * nobody is bound to what they did not read. Repeating it is harmless. Refusal not_found.
 */
export async function approveClaims(store: Store, deciding: Deciding): Promise<readonly Decided[]> {
  const { db } = store
  const { openingId, operatorId, now } = deciding
  const named = await nameOpening(store, deciding)
  const memberIds = [...new Set(deciding.memberIds)].slice(0, DECIDED_MAX)
  await store.batch([
    ...memberIds.flatMap((memberId) => approveStatements(store, { openingId, memberId, operatorId, now, named })),
    ...settlePlaces(db, { openingId, now }),
  ])
  const { rows } = await sql<{ id: string }>`select member_id as id from assignments
    where opening_id = ${openingId} and state in ('confirmed', 'worked', 'missed')
      and member_id in ${listOf(memberIds)}`.execute(db)
  const confirmed = new Set(rows.map(({ id }) => id))
  return Promise.all(
    memberIds.map(async (memberId) => ({
      memberId,
      outcome: confirmed.has(memberId)
        ? ('confirmed' as const)
        : ((await whyNot(store, approvalGate({ memberId, now }), openingId)) ?? 'shift_not_in_state'),
    })),
  )
}

type Approving = { openingId: string; memberId: string; operatorId: string; now: number; named: Named }

function approveStatements({ db }: Store, { named, ...approving }: Approving) {
  const assignmentId = crypto.randomUUID()
  const given = { ...approving, assignmentId }
  return [
    confirmStatement(db, { ...given, gate: approvalGate(approving) }),
    givenStatement(db, given),
    askAnewStatement(db, { ...approving, gate: anewGate(approving) }),
    recordAssignment(db, {
      ...given,
      kind: 'shift_confirmed',
      only: sql`true`,
      named,
      at: approving.now,
    }),
  ]
}

/**
 * The shop says a kind no to these people, with its own words if it has any; a place that was held for one of them is offered
 * on. Who has a place, or left the line, stays as they are. Returns how many it was. Refusal not_found.
 */
export async function declineClaims(
  store: Store,
  { openingId, memberIds, storeId = null, words, operatorId, now }: Deciding & { words?: string },
): Promise<number> {
  const { db } = store
  const named = await nameOpening(store, { openingId, storeId })
  const kept = words?.trim().slice(0, DECLINE_WORDS_MAX) || null
  const [declined = 0] = await store.batch([
    statement(
      db,
      sql`update shift_claims set state = 'declined', place = null, offer_ends_at = null, decided_at = ${now},
          decided_by = ${operatorId}, decline_words = ${kept}, changed_at = ${now}
        where opening_id = ${openingId} and member_id in ${listOf(memberIds)} and state in ('applied', 'standby', 'offered')`,
    ),
    statement(
      db,
      sql`insert into interactions (id, member_id, kind, ref, detail, operator_id, store_id, at)
        select 'shift_declined:' || opening_id || ':' || member_id, member_id, 'shift_declined', opening_id,
          ${JSON.stringify({ title: named.title, store: named.store })}, ${operatorId}, ${named.storeId}, ${now}
        from shift_claims where opening_id = ${openingId} and member_id in ${listOf(memberIds)} and state = 'declined'
        on conflict (id) do nothing`,
    ),
    ...settlePlaces(db, { openingId, now }),
  ])
  return declined
}

/** Everybody in the line is let go, without a decision: it begins, or is called off. For a batch of whoever ends it. */
export const endClaimsStatement = (db: Store['db'], { openingId, now }: { openingId: string; now: number }) =>
  statement(
    db,
    sql`update shift_claims set state = 'ended', place = null, offer_ends_at = null, changed_at = ${now}
      where opening_id = ${openingId} and state in ('applied', 'standby', 'offered')`,
  )
