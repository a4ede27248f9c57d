import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { MemberLanguage } from '../../db/schema.ts'
import type { ShiftNoticeKind } from '../../db/schema-shifts.ts'
import type { Db, Store } from '../../db/store.ts'
import { owePushesStatement } from '../../line/outbox.ts'
import { statement } from '../claims/places.ts'

/** So many people are written to in one batch: their cards, of up to 20 kB each, go in as one parameter. */
export const NOTICES_MAX = 20
const OPENINGS_MAX = 100

/** What is to be told, and to whom: a query of the columns of `Notice`, one row each, told already or not. */
export type Due = { kind: ShiftNoticeKind; rows: RawBuilder<Notice> }

/** One person who is to be told something now, as things stand. */
export type Notice = {
  openingId: string
  /** Who is told: the person, or one of the shop. */
  memberId: string
  /** Of which time it is: the number of the offer, the request …; told once each. */
  ref: string
  language: MemberLanguage
  /** What the words are of. Where it changed since they were chosen, they are chosen anew. */
  version: string
  assignmentId: string | null
  /** What somebody wrote with it. */
  words: string | null
  /** For the shop: whom it is about. */
  person: string | null
  /** Of a change: what would be agreed instead, and until when it waits for the answer. */
  proposal: string | null
  answerUntil: number | null
}

/** A notice with its words. `key`: of the request to LINE; the same for the same notice, also out of a backup. */
export type Worded = Notice & { key: string; body: string; title: string; offerEndsAt?: number }

/** Of the members and their addresses, only those who can be reached. */
export const isReachable = sql<SqlBool>`members.state = 'verified' and line_identities.follow_state = 'following'`

/** Everybody who is to be told and was not yet. */
const dueRows = ({ kind, rows }: Due) => sql<Notice>`select due.* from (${rows}) as due
  where not exists (select 1 from shift_notices as told where told.opening_id = due."openingId"
    and told.member_id = due."memberId" and told.kind = ${kind} and told.ref = due.ref)`

/** The first of those who are due of an opening. */
export const findDue = async ({ db }: Store, due: Due, openingId: string): Promise<readonly Notice[]> =>
  (
    await sql<Notice>`select * from (${dueRows(due)}) where "openingId" = ${openingId}
      order by "memberId", ref limit ${NOTICES_MAX}`.execute(db)
  ).rows

/** The openings of which somebody is due. */
export const findOpeningsDue = async ({ db }: Store, due: Due): Promise<readonly string[]> =>
  (
    await sql<{ openingId: string }>`select distinct "openingId" from (${dueRows(due)})
      order by 1 limit ${OPENINGS_MAX}`.execute(db)
  ).rows.map(({ openingId }) => openingId)

type Telling = { due: Due; notices: readonly Worded[]; run: string; now: number }

/**
 * The statements that owe these people their messages: each once, whoever else is at it, and only to whom all of it still
 * applies. An offer's window begins with it. One batch, all or none; the first answers how many were told.
 */
export function tellStatements(db: Db, { due, notices, run, now }: Telling): readonly Compilable[] {
  const list = JSON.stringify(notices.map((notice) => ({ ...notice, id: crypto.randomUUID() })))
  const told = (columns: RawBuilder<unknown>) => sql`select ${columns}
    from shift_notices as told join json_each(${list}) as one
      on one.value ->> 'openingId' = told.opening_id and one.value ->> 'memberId' = told.member_id
      and one.value ->> 'ref' = told.ref
    where told.run = ${run}`
  return [
    statement(
      db,
      sql`insert into shift_notices (opening_id, member_id, kind, ref, run, at)
        select due."openingId", due."memberId", ${due.kind}, due.ref, ${run}, ${now}
        from (${dueRows(due)}) as due join json_each(${list}) as one
          on one.value ->> 'openingId' = due."openingId" and one.value ->> 'memberId' = due."memberId"
          and one.value ->> 'ref' = due.ref and one.value ->> 'version' = due.version
        where true on conflict do nothing`,
    ),
    owePushesStatement(db, {
      owed: told(sql`one.value ->> 'id' as id, told.member_id, one.value ->> 'body' as body,
        one.value ->> 'key' as retry_key`),
      now,
    }),
    ...(due.kind === 'offer' ? offerStatements(db, told) : []),
  ]
}

const WINDOW = sql`told.opening_id, told.member_id, told.ref, one.value ->> 'offerEndsAt' as ends_at`
const LINE = sql`'shift_offered:' || told.opening_id || ':' || told.member_id || ':' || told.ref, told.member_id,
  'shift_offered', told.opening_id,
  json_object('title', one.value ->> 'title',
    'store', (select stores.name from shift_openings join stores on stores.id = shift_openings.store_id
      where shift_openings.id = told.opening_id)),
  (select store_id from shift_openings where id = told.opening_id), told.at`

/** From now on the window runs; the timeline says so. */
const offerStatements = (db: Db, told: (columns: RawBuilder<unknown>) => RawBuilder<unknown>) => [
  statement(
    db,
    sql`update shift_claims set offer_ends_at = offer.ends_at from (${told(WINDOW)}) as offer
      where shift_claims.opening_id = offer.opening_id and shift_claims.member_id = offer.member_id`,
  ),
  statement(
    db,
    sql`insert into interactions (id, member_id, kind, ref, detail, store_id, at) ${told(LINE)} on conflict do nothing`,
  ),
]

type Known = { openingId: string; memberId: string; kind: ShiftNoticeKind; ref: string; now: number }

/**
 * The statement that notes somebody as told: a reply or a page of theirs has just said all of it, so that no message need be
 * spent. Put it into the batch of the change, with the same `ref` as the notice has (src/shifts/outcomes.ts).
 */
export const knownStatement = (db: Db, { openingId, memberId, kind, ref, now }: Known): Compilable =>
  db
    .insertInto('shift_notices')
    .values({ opening_id: openingId, member_id: memberId, kind, ref, run: 'known', at: now })
    .onConflict((clash) => clash.doNothing())
