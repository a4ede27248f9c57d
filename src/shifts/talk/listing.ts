import { type Compilable, type SqlBool, sql } from 'kysely'
import { hasConsent } from '../../consent/consent.ts'
import type { MemberLanguage, MemberState } from '../../db/schema.ts'
import { type Db, listOf, type Store } from '../../db/store.ts'

/** Who asks, as far as an answer about shifts depends on it. */
export type Worker = { language: MemberLanguage; state: MemberState; wantsShifts: boolean }

export async function findWorker({ db }: Store, memberId: string): Promise<Worker | undefined> {
  const row = await db
    .selectFrom('members')
    .select(['language', 'state'])
    .select(sql<0 | 1>`iif(${hasConsent('shifts', sql.ref('members.id'))}, 1, 0)`.as('wants'))
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row && { language: row.language, state: row.state, wantsShifts: row.wants === 1 }
}

/** Whether an opening was ever meant for somebody: they were asked, or answered. Of any other they learn nothing. */
export async function isMeantFor(
  { db }: Store,
  { openingId, memberId }: { openingId: string; memberId: string },
): Promise<boolean> {
  const { rows } = await sql<{ one: 1 }>`select 1 as one where exists (select 1 from shift_asks
      where opening_id = ${openingId} and member_id = ${memberId})
    or exists (select 1 from shift_claims where opening_id = ${openingId} and member_id = ${memberId})`.execute(db)
  return rows.length > 0
}

export type Listed = { openingId: string; isUnread: boolean }

/**
 * The shifts that stand on somebody's board: what they have or wait for, and what they may still apply for, if they want job
 * ads; what they said no to comes last. Those that were called off are told to who had counted on them.
 */
export async function shiftsFor(
  { db }: Store,
  { memberId, limit, now }: { memberId: string; limit: number; now: number },
): Promise<readonly Listed[]> {
  const isOpen = sql<SqlBool>`opening.state = 'open' and opening.closes_at > ${now}`
  const isOwn = sql<SqlBool>`(own.state in ('applied', 'standby', 'offered') or exists (select 1 from assignments
    where assignments.opening_id = opening.id and assignments.member_id = ${memberId}
      and (assignments.state = 'confirmed' or (assignments.state = 'cancelled_by_shop' and own.state = 'ended'))))`
  const { rows } = await sql<{ openingId: string; unread: 0 | 1 }>`
    select opening.id as "openingId", iif(asked.member_id is not null and asked.read_at is null, 1, 0) as unread
    from shift_openings as opening
      left join shift_asks as asked on asked.opening_id = opening.id and asked.member_id = ${memberId}
      left join shift_claims as own on own.opening_id = opening.id and own.member_id = ${memberId}
    where opening.state in ('open', 'closed', 'cancelled') and opening.ends_at > ${now}
      and (${isOwn} or (${isOpen} and (asked.member_id is not null or own.member_id is not null)
        and ${hasConsent('shifts', sql`${memberId}`)}))
    order by case when ${isOwn} then 0 when own.state is null then 1 else 2 end, opening.starts_at, opening.id
    limit ${limit}`.execute(db)
  return rows.map(({ openingId, unread }) => ({ openingId, isUnread: unread === 1 }))
}

/** The statement that keeps that somebody read these ads; the first reading counts. */
export const readStatement = (
  db: Db,
  { memberId, openingIds, now }: { memberId: string; openingIds: readonly string[]; now: number },
): Compilable =>
  db
    .updateTable('shift_asks')
    .set({ read_at: now })
    .where('member_id', '=', memberId)
    .where('read_at', 'is', null)
    .where('opening_id', 'in', listOf(openingIds))

/** The statement by which the next words that somebody types go with their application, while it waits for an answer. */
export const askNoteStatement = (
  db: Db,
  { openingId, memberId, now }: { openingId: string; memberId: string; now: number },
): Compilable =>
  db
    .updateTable('shift_claims')
    .set({ note_asked_at: now })
    .where('opening_id', '=', openingId)
    .where('member_id', '=', memberId)
    .where('state', 'in', ['applied', 'standby', 'offered'])

/** For which application a note is waited for, since `since` at the earliest: the one asked for last. */
export const noteAwaited = async ({ db }: Store, { memberId, since }: { memberId: string; since: number }) =>
  (
    await db
      .selectFrom('shift_claims')
      .select('opening_id')
      .where('member_id', '=', memberId)
      .where('note_asked_at', '>=', since)
      .orderBy('note_asked_at', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.opening_id

/** The statement after which no note is waited for. */
export const noteHeardStatement = (db: Db, { memberId }: { memberId: string }): Compilable =>
  db
    .updateTable('shift_claims')
    .set({ note_asked_at: null })
    .where('member_id', '=', memberId)
    .where('note_asked_at', 'is not', null)
