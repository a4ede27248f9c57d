import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { NoticeBy } from '../../db/schema-shifts.ts'
import { type Db, isAborted, listOf, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { leaveAllowance, payOf } from '../../labour/pay.ts'
import { Refusal } from '../../refusal.ts'
import { type Named, recordAssignment } from './claim-statements.ts'
import { endClaimsStatement } from './deciding.ts'
import { nameOpening } from './naming.ts'
import { settlePlaces, statement } from './places.ts'
import { type Assignment, findAssignment } from './standing.ts'

export const REASON_MAX = 300

type Acting = {
  assignmentId: string
  /** The store that the asker's rights end at; null: all. */
  storeId?: string | null
  operatorId: string
  now: number
}

/** The agreed shift and what it is called. Refusal not_found: there is none, or it is another store's. */
export async function nameAssignment(
  store: Store,
  { assignmentId, storeId = null }: { assignmentId: string; storeId?: string | null },
): Promise<{ assignment: Assignment; named: Named }> {
  const assignment = await findAssignment(store, { assignmentId })
  if (!assignment) throw new Refusal('not_found')
  return { assignment, named: await nameOpening(store, { openingId: assignment.openingId, storeId }) }
}

/** What is owed at least when the shop calls it off: 60 % of its pay without the way there. An estimate, in yen. */
export const allowanceOf = (assignment: Assignment): number => leaveAllowance(payOf(assignment))

/** Reasons reach the other side, so there is one. Refusal shift_reason_needed. */
export function reasonOf(words: string): string {
  const reason = words.trim().slice(0, REASON_MAX)
  if (reason === '') throw new Refusal('shift_reason_needed')
  return reason
}

/**
 * The shop calls an agreed shift off, before it begins: with a reason that the person is told, and what is owed. refill: the
 * place goes to who stands by; else the opening has one place less, and without any it is closed and the line let go.
 * Refusals: not_found; shift_reason_needed; shift_not_in_state.
 */
export async function cancelAssignment(
  store: Store,
  { assignmentId, words, refill, storeId = null, operatorId, now }: Acting & { words: string; refill: boolean },
): Promise<{ allowanceYen: number }> {
  const { db } = store
  const reason = reasonOf(words)
  const { assignment, named } = await nameAssignment(store, { assignmentId, storeId })
  const { openingId } = assignment
  const allowanceYen = allowanceOf(assignment)
  await changeOne(store, [
    statement(
      db,
      sql`update assignments set state = 'cancelled_by_shop', ended_at = ${now}, ended_by = ${operatorId}, reason = ${reason},
          allowance_yen = ${allowanceYen}
        where id = ${assignmentId} and state = 'confirmed' and starts_at > ${now} and version = ${assignment.version}`,
    ),
    mustHaveChangedOne(db),
    ...calledOffStatements(db, { assignmentId, named, operatorId, now }),
    ...(refill ? [] : dropPlaceStatements(db, { openingId, operatorId, now })),
    ...settlePlaces(db, { openingId, now }),
  ])
  return { allowanceYen }
}

/** Runs a batch whose guard says that it comes too late: then it is a refusal, and nothing changed. */
export async function changeOne(store: Store, statements: readonly Compilable[]): Promise<readonly number[]> {
  try {
    return await store.batch(statements)
  } catch (error) {
    if (!isAborted(error)) throw error
    throw new Refusal('shift_not_in_state')
  }
}

/** What follows for the person from an agreed shift that was just called off. */
const calledOffStatements = (
  db: Db,
  { assignmentId, named, operatorId, now }: { assignmentId: string; named: Named; operatorId: string; now: number },
) => [
  endClaimOf(db, { assignmentId, state: 'ended', now }),
  lapseRequestsOf(db, { assignmentId, now }),
  recordAssignment(db, {
    assignmentId,
    kind: 'shift_called_off',
    only: sql`state = 'cancelled_by_shop'`,
    named,
    operatorId,
    at: now,
  }),
]

/** The claim of who just lost or gave up a shift. */
export const endClaimOf = (
  db: Db,
  { assignmentId, state, now }: { assignmentId: string; state: 'ended' | 'withdrawn'; now: number },
) =>
  statement(
    db,
    sql`update shift_claims set state = ${state}, changed_at = ${now}
      from assignments where assignments.id = ${assignmentId} and assignments.opening_id = shift_claims.opening_id
        and assignments.member_id = shift_claims.member_id and shift_claims.state = 'confirmed'`,
  )

/** What nobody needs to answer any more. */
export const lapseRequestsOf = (db: Db, { assignmentId, now }: { assignmentId: string; now: number }) =>
  statement(
    db,
    sql`update assignment_requests set state = 'lapsed', answered_at = ${now}
      where assignment_id = ${assignmentId} and state = 'pending'`,
  )

/** One place less. The last one goes with the opening: nobody is asked for it any more. */
const dropPlaceStatements = (
  db: Db,
  { openingId, operatorId, now }: { openingId: string; operatorId: string; now: number },
) => [
  statement(
    db,
    sql`update shift_claims set state = 'ended', place = null, offer_ends_at = null, changed_at = ${now}
      where opening_id = ${openingId} and state in ('applied', 'standby', 'offered')
        and (select headcount from shift_openings where id = ${openingId}) = 1`,
  ),
  statement(
    db,
    sql`update shift_openings set state = 'closed', closed_because = 'owner', closed_by = ${operatorId}, closed_at = ${now},
        updated_at = max(updated_at + 1, ${now})
      where id = ${openingId} and headcount = 1 and state in ('open', 'closed')`,
  ),
  statement(
    db,
    sql`update shift_openings set headcount = headcount - 1, updated_at = max(updated_at + 1, ${now})
      where id = ${openingId} and headcount > 1`,
  ),
]

/**
 * The statements that call off everybody's agreed shift of an opening and let the line go, for the batch that cancels the
 * opening. Who agreed to an earlier time and is at work already works on. It aborts (`isAborted`) when somebody was confirmed
 * meanwhile: read them anew.
 */
export async function callOffStatements(
  store: Store,
  { openingId, words, operatorId, now }: { openingId: string; words: string; operatorId: string; now: number },
): Promise<readonly Compilable[]> {
  const { db } = store
  const named = await nameOpening(store, { openingId })
  const found = await db
    .selectFrom('assignments')
    .select('id')
    .where('opening_id', '=', openingId)
    .where('state', '=', 'confirmed')
    .where('starts_at', '>', now)
    .execute()
  const agreed = await Promise.all(found.map(({ id }) => findAssignment(store, { assignmentId: id })))
  const owed = agreed.flatMap((one) => (one ? [{ id: one.id, yen: allowanceOf(one) }] : []))
  return [
    statement(
      db,
      sql`select json(iif(count(*) = 0, '1', 'aborted by guard')) from assignments
        where opening_id = ${openingId} and state = 'confirmed' and starts_at > ${now} and id not in ${listOf(owed.map(({ id }) => id))}`,
    ),
    statement(
      db,
      sql`update assignments set state = 'cancelled_by_shop', ended_at = ${now}, ended_by = ${operatorId},
          reason = ${reasonOf(words)}, allowance_yen = one.value ->> 'yen'
        from json_each(${JSON.stringify(owed)}) as one
        where assignments.id = one.value ->> 'id' and assignments.state = 'confirmed'`,
    ),
    ...owed.flatMap(({ id }) => calledOffStatements(db, { assignmentId: id, named, operatorId, now })),
    endClaimsStatement(db, { openingId, now }),
  ]
}

/**
 * Nobody came: noted for the shop alone, from when it began; hours confirmed later undo it. Refusals: not_found,
 * shift_not_in_state.
 */
export async function noteMissed(
  store: Store,
  { assignmentId, storeId = null, operatorId, now }: Acting,
): Promise<void> {
  const { db } = store
  const { assignment, named } = await nameAssignment(store, { assignmentId, storeId })
  await changeOne(store, [
    statement(
      db,
      sql`update assignments set state = 'missed', ended_at = ${now}, ended_by = ${operatorId}
        where id = ${assignmentId} and state = 'confirmed' and starts_at <= ${now}`,
    ),
    mustHaveChangedOne(db),
    lapseRequestsOf(db, { assignmentId, now }),
    recordAssignment(db, {
      assignmentId,
      kind: 'shift_missed',
      only: sql`state = 'missed'`,
      named,
      operatorId,
      at: assignment.startsAt,
    }),
  ])
}

type Saying = { memberId: string; at: number; now: number }

/**
 * How somebody wants the notice of working conditions of a shift, and of later ones: electronic only if they say so
 * (労働基準法施行規則 5条4項). What they said before changes nothing. Refusal not_found.
 */
export async function chooseNotice(
  store: Store,
  { assignmentId, memberId, by, at }: Saying & { assignmentId: string; by: NoticeBy },
): Promise<void> {
  const { db } = store
  const isOwn: RawBuilder<SqlBool> = sql`id = ${assignmentId} and member_id = ${memberId}`
  const [chosen] = await store.batch([
    statement(
      db,
      sql`update assignments set notice_by = ${by}, notice_chosen_at = ${at}
        where ${isOwn} and coalesce(notice_chosen_at, 0) <= ${at}`,
    ),
    statement(
      db,
      sql`update members set notice_by = ${by} where id = ${memberId} and exists (
        select 1 from assignments where ${isOwn} and notice_chosen_at = ${at})`,
    ),
  ])
  if (chosen !== 1 && !(await findAssignment(store, { assignmentId, memberId }))) throw new Refusal('not_found')
}

/** 18歳以上ですか, asked before a night shift; kept with when they said so. What they said before changes nothing. */
export const sayAdult = async ({ db }: Store, { memberId, adult, at }: Saying & { adult: boolean }): Promise<void> =>
  void (await db
    .updateTable('members')
    .set({ said_adult: adult ? 1 : 0, said_adult_at: at })
    .where('id', '=', memberId)
    .where(sql<SqlBool>`coalesce(said_adult_at, 0) <= ${at}`)
    .execute())
