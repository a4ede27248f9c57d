import { sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { endClaimOf, lapseRequestsOf, nameAssignment, reasonOf } from './assignments.ts'
import { type Named, recordAssignment } from './claim-statements.ts'
import { settlePlaces, statement } from './places.ts'
import type { Assignment } from './standing.ts'
import { findAssignment } from './standing.ts'

const MINUTE_MS = 60_000
/** Without a word of the shop by then, they are let off: who cannot come does not, and others should know early. */
export const CANCEL_MS = 60 * MINUTE_MS
/** More end in one go only after a long silence; the next minute goes on. */
const REQUESTS_MAX = 200

type Asking = { assignmentId: string; memberId: string; at: number; now: number }

/**
 * Somebody who agreed asks to be let off, before it begins, with a reason for the shop. The shop has an hour to talk to them;
 * then it counts as accepted. Asked twice, it is one request. Returns its id. Refusals: shift_reason_needed; not_found;
 * shift_not_in_state: there is nothing agreed any more, or it began.
 */
export async function askCancel(store: Store, { assignmentId, memberId, words, at, now }: Asking & { words: string }) {
  const reason = reasonOf(words)
  await sql`insert into assignment_requests (id, assignment_id, kind, words, asked_at, answer_until)
    select ${crypto.randomUUID()}, id, 'cancel', ${reason}, ${at}, min(${now + CANCEL_MS}, starts_at) from assignments
    where id = ${assignmentId} and member_id = ${memberId} and state = 'confirmed' and ${at} < starts_at
      and not exists (select 1 from assignment_requests as earlier where earlier.assignment_id = assignments.id
        and earlier.kind = 'cancel' and (earlier.state = 'pending' or earlier.asked_at >= ${at}))`.execute(store.db)
  const asked = await store.db
    .selectFrom('assignment_requests')
    .innerJoin('assignments', 'assignments.id', 'assignment_requests.assignment_id')
    .select(['assignment_requests.id', 'assignment_requests.answer_until'])
    .where('assignments.id', '=', assignmentId)
    .where('assignments.member_id', '=', memberId)
    .where('assignment_requests.kind', '=', 'cancel')
    .where((eb) => eb.or([eb('assignment_requests.state', '=', 'pending'), eb('asked_at', '>=', at)]))
    .orderBy('asked_at', 'desc')
    .executeTakeFirst()
  if (asked) return { requestId: asked.id, answerUntil: asked.answer_until }
  const found = await findAssignment(store, { assignmentId, memberId })
  throw new Refusal(found ? 'shift_not_in_state' : 'not_found')
}

/** They can come after all. Refusal shift_request_answered. */
export async function takeBackCancel(
  { db }: Store,
  { assignmentId, memberId, now }: Omit<Asking, 'at'>,
): Promise<void> {
  const { rows } = await sql`update assignment_requests set state = 'taken_back', answered_at = ${now}
    where assignment_id = ${assignmentId} and kind = 'cancel' and state = 'pending' and exists (
      select 1 from assignments where assignments.id = assignment_id and assignments.member_id = ${memberId})
    returning id`.execute(db)
  if (rows.length === 0) throw new Refusal('shift_request_answered')
}

type Answering = { requestId: string; storeId?: string | null; operatorId: string; now: number }

/**
 * The shop's answer to who asks to be let off. accept: they are, and the place goes to who stands by. Else they talked, and
 * it stays agreed. Refusals: not_found; shift_request_answered.
 */
export async function answerCancel(
  store: Store,
  { requestId, accept, storeId = null, operatorId, now }: Answering & { accept: boolean },
): Promise<void> {
  const { assignment, named } = await nameRequest(store, { requestId, kind: 'cancel', storeId })
  const done = accept
    ? await letOff(store, { requestId, assignment, named, operatorId, now })
    : await stays(store, { requestId, operatorId, now })
  if (!done) throw new Refusal('shift_request_answered')
}

async function stays({ db }: Store, { requestId, operatorId, now }: Answering) {
  const { rows } = await sql`update assignment_requests
    set state = 'declined', answered_at = ${now}, answered_by = ${operatorId}
    where id = ${requestId} and state = 'pending' returning id`.execute(db)
  return rows.length === 1
}

type LetOff = { requestId: string; assignment: Assignment; named: Named; operatorId?: string; now: number }

/** They do not come: whatever was agreed ends, and the place is offered on. False: it was answered, or ended, meanwhile. */
async function letOff(store: Store, { requestId, assignment, named, operatorId, now }: LetOff): Promise<boolean> {
  const { db } = store
  const assignmentId = assignment.id
  try {
    await store.batch([
      statement(
        db,
        sql`update assignment_requests set state = 'accepted', answered_at = ${now}, answered_by = ${operatorId ?? null}
          where id = ${requestId} and state = 'pending' and exists (
            select 1 from assignments where assignments.id = assignment_id and assignments.state = 'confirmed')`,
      ),
      mustHaveChangedOne(db),
      statement(
        db,
        sql`update assignments set state = 'cancelled_by_member', ended_at = ${now}, ended_by = ${operatorId ?? null},
            reason = (select words from assignment_requests where id = ${requestId})
          where id = ${assignmentId} and state = 'confirmed'`,
      ),
      endClaimOf(db, { assignmentId, state: 'withdrawn', now }),
      lapseRequestsOf(db, { assignmentId, now }),
      recordAssignment(db, {
        assignmentId,
        kind: 'shift_cancelled',
        only: sql`state = 'cancelled_by_member'`,
        named,
        operatorId,
        at: now,
      }),
      ...settlePlaces(db, { openingId: assignment.openingId, now }),
    ])
    return true
  } catch (error) {
    if (!isAborted(error)) throw error
    return false
  }
}

/** A request, what it is about, and what that is called. Refusal not_found. */
export async function nameRequest(
  store: Store,
  asked: { requestId: string; kind: 'cancel' | 'change'; storeId?: string | null; memberId?: string },
): Promise<{ assignment: Assignment; named: Named }> {
  const request = await store.db
    .selectFrom('assignment_requests')
    .select('assignment_id')
    .where('id', '=', asked.requestId)
    .where('kind', '=', asked.kind)
    .executeTakeFirst()
  if (!request) throw new Refusal('not_found')
  const { assignment, named } = await nameAssignment(store, {
    assignmentId: request.assignment_id,
    storeId: asked.storeId ?? null,
  })
  if (asked.memberId !== undefined && assignment.memberId !== asked.memberId) throw new Refusal('not_found')
  return { assignment, named }
}

/**
 * What nobody answered in time: who asked to be let off is, and what the shop proposed stays as it was agreed. Returns how
 * many it was, and when the next is due.
 */
export async function settleRequests(
  store: Store,
  { now }: { now: number },
): Promise<{ settled: number; nextAt: number | undefined }> {
  const { db } = store
  const { rows } = await sql<{ id: string; kind: 'cancel' | 'change' }>`select id, kind from assignment_requests
    where state = 'pending' and answer_until <= ${now} order by answer_until limit ${REQUESTS_MAX}`.execute(db)
  let settled = 0
  for (const { id: requestId, kind } of rows) {
    const isLetOff =
      kind === 'cancel' && (await letOff(store, { requestId, ...(await nameRequest(store, { requestId, kind })), now }))
    if (!isLetOff) await lapse(store, { requestId, now })
    settled++
  }
  const next = await sql<{ at: number | null }>`select min(answer_until) as at from assignment_requests
    where state = 'pending'`.execute(db)
  return { settled, nextAt: next.rows[0]?.at ?? undefined }
}

const lapse = ({ db }: Store, { requestId, now }: { requestId: string; now: number }) =>
  sql`update assignment_requests set state = 'lapsed', answered_at = ${now}
    where id = ${requestId} and state = 'pending'`.execute(db)

export { answerChange, proposeStatement } from './change-requests.ts'
