import { sql } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { Refusal, type RefusalCode } from '../../refusal.ts'
import { nameAssignment } from './assignments.ts'
import type { Proposal } from './change-proposals.ts'
import { recordAssignment } from './claim-statements.ts'
import { personGate, type Span } from './conflicts.ts'
import { failedIn, marksOf, passes } from './gate.ts'
import { statement } from './places.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** How long a proposal waits for a yes; and until when before the start, or the new one, at the latest. */
const ANSWER_MS = 24 * HOUR_MS
const LAST_MS = HOUR_MS

/** What of a proposal, of `proposed`, or as it was agreed, of `assignments`. */
const of = <T>(key: string, column: string) =>
  sql<T>`coalesce(proposed ->> ${sql.lit(`$.${key}`)}, ${sql.ref(`assignments.${column}`)})`

const wouldDiffer = sql`(${of('startsAt', 'starts_at')} <> assignments.starts_at or ${of('endsAt', 'ends_at')} <> assignments.ends_at
  or ${of('breakMinutes', 'break_minutes')} <> assignments.break_minutes or ${of('wageYen', 'wage_yen')} <> assignments.wage_yen
  or ${of('transportYen', 'transport_yen')} <> assignments.transport_yen
  or json(${of<string>('terms', 'terms')}) <> json(assignments.terms))`

type Proposing = { openingId: string; proposal: Proposal; words: string; operatorId: string; now: number }

/** The agreed shifts of an opening, with all that is proposed: on top of what they have not answered yet. */
const agreedWith = ({ openingId, proposal, now }: Proposing) => sql`(
  select shifts.*, json_patch(coalesce(before.proposal, '{}'), ${JSON.stringify(proposal)}) as proposed from assignments as shifts
  left join assignment_requests as before
    on before.assignment_id = shifts.id and before.kind = 'change' and before.state = 'pending'
  where shifts.opening_id = ${openingId} and shifts.state = 'confirmed' and shifts.starts_at > ${now}) as assignments`

/**
 * Asks everybody who is confirmed in an opening whether they agree to other hours or conditions: nothing changes without a
 * yes. What was proposed to them before goes into it, under a new id, so that nobody says yes to what they did not read. For
 * the batch of whoever changes the opening, before `takeBackStatement`. Whom it would change nothing for is not asked.
 */
export const proposeStatement = (db: Db, proposing: Proposing) => {
  const { words, operatorId, now } = proposing
  const start = of<number>('startsAt', 'starts_at')
  return statement(
    db,
    sql`insert into assignment_requests (id, assignment_id, kind, words, proposal, asked_by, asked_at, answer_until)
      select lower(hex(randomblob(16))), assignments.id, 'change', ${words}, proposed, ${operatorId}, ${now},
        max(${now + MINUTE_MS}, min(${now + ANSWER_MS}, min(assignments.starts_at, ${start}) - ${sql.lit(LAST_MS)}))
      from ${agreedWith(proposing)} where ${wouldDiffer}
      on conflict (assignment_id, kind) where state = 'pending' do update set id = excluded.id, words = excluded.words,
        proposal = excluded.proposal, asked_by = excluded.asked_by, asked_at = excluded.asked_at,
        answer_until = excluded.answer_until`,
  )
}

/** A change that is put back leaves nothing to say yes to: what would be as it was agreed is proposed no longer. */
export const takeBackStatement = (db: Db, proposing: Proposing) =>
  statement(
    db,
    sql`update assignment_requests set state = 'taken_back', answered_at = ${proposing.now}
      where kind = 'change' and state = 'pending'
        and assignment_id in (select id from ${agreedWith(proposing)} where not ${wouldDiffer})`,
  )

type Answer = { requestId: string; memberId: string; at: number; now: number }

/**
 * A person's answer to what the shop proposes. Yes: it is agreed, if they may work so (`personGate`), as a new version. No:
 * it stays as it was. Repeating it is harmless. outdated: it was answered otherwise, or is over. Refusals: not_found; what
 * keeps a person from a shift.
 */
export async function answerChange(
  store: Store,
  { accept, ...answer }: Answer & { accept: boolean },
): Promise<'accepted' | 'declined' | 'outdated'> {
  const meant = accept ? 'accepted' : 'declined'
  const request = await findChange(store, answer)
  if (request.state === meant) return meant
  if (request.state !== 'pending' || answer.at >= request.answer_until) return 'outdated'
  if (!accept) return (await decline(store, answer)) ? meant : 'outdated'
  if (await agree(store, { ...answer, assignmentId: request.assignment_id })) return meant
  const why = await whyNotAgreed(store, answer)
  if (why) throw new Refusal(why)
  return 'outdated'
}

async function findChange({ db }: Store, { requestId, memberId }: Answer) {
  const found = await db
    .selectFrom('assignment_requests')
    .innerJoin('assignments', 'assignments.id', 'assignment_requests.assignment_id')
    .select(['assignment_requests.state', 'assignment_id', 'answer_until'])
    .where('assignment_requests.id', '=', requestId)
    .where('assignment_requests.kind', '=', 'change')
    .where('assignments.member_id', '=', memberId)
    .executeTakeFirst()
  if (!found) throw new Refusal('not_found')
  return found
}

async function decline({ db }: Store, { requestId, at, now }: Answer) {
  const { rows } = await sql`update assignment_requests set state = 'declined', answered_at = ${now}
    where id = ${requestId} and state = 'pending' and ${at} < answer_until returning id`.execute(db)
  return rows.length === 1
}

/** The hours that would be agreed, of `assignments` and `proposed`. */
const span: Span = {
  openingId: sql`assignments.opening_id`,
  startsAt: of('startsAt', 'starts_at'),
  endsAt: of('endsAt', 'ends_at'),
  breakMinutes: of('breakMinutes', 'break_minutes'),
}

const proposedIn = sql`(select id as request_id, assignment_id, proposal as proposed, state as request_state, answer_until
  from assignment_requests) as asked join assignments on assignments.id = asked.assignment_id`

async function agree(store: Store, { requestId, memberId, at, now, assignmentId }: Answer & { assignmentId: string }) {
  const { db } = store
  const { named } = await nameAssignment(store, { assignmentId })
  try {
    await store.batch([
      statement(
        db,
        sql`update assignment_requests set state = 'accepted', answered_at = ${now}
          where id = ${requestId} and state = 'pending' and ${at} < answer_until and exists (
            select 1 from ${proposedIn} where request_id = ${requestId} and assignments.state = 'confirmed'
              and assignments.starts_at > ${now} and ${passes(personGate(memberId, span))})`,
      ),
      mustHaveChangedOne(db),
      statement(
        db,
        sql`update assignments set starts_at = ${of('startsAt', 'starts_at')}, ends_at = ${of('endsAt', 'ends_at')},
            break_minutes = ${of('breakMinutes', 'break_minutes')}, wage_yen = ${of('wageYen', 'wage_yen')},
            transport_yen = ${of('transportYen', 'transport_yen')}, terms = ${of('terms', 'terms')}, version = version + 1
          from (select proposal as proposed from assignment_requests where id = ${requestId})
          where assignments.id = ${assignmentId}`,
      ),
      recordAssignment(db, { assignmentId, kind: 'shift_changed', only: sql`true`, named, at, ref: requestId }),
    ])
    return true
  } catch (error) {
    if (!isAborted(error)) throw error
    return false
  }
}

async function whyNotAgreed({ db }: Store, { requestId, memberId }: Answer): Promise<RefusalCode | undefined> {
  const gate = personGate(memberId, span)
  const { rows } = await sql<{ marks: string }>`select ${marksOf(gate)} as marks from ${proposedIn}
    where request_id = ${requestId} and request_state = 'pending'`.execute(db)
  return failedIn(gate, rows[0]?.marks ?? '')[0]
}
