import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../db/store.ts'

type Sql<T> = RawBuilder<T>
type Id = RawBuilder<string> | string

/** The seats of an event that nobody holds: of `events`, as it stands in the query around it. */
export const freeSeats = sql<number>`max(0, events.capacity
  - (select coalesce(sum(held.seats), 0) from rsvps as held where held.event_id = events.id and held.seats > 0))`

/** Whether people may answer now, and offered seats are offered on: of `events`. */
export const takesAnswers = (now: number) => sql<SqlBool>`events.state = 'open' and ${now} < events.closes_at`

/** Whether LINE can tell somebody of an offer. Who blocked us keeps the place, and others go ahead meanwhile. */
export const canBeTold = (memberId: Sql<string>) => sql<SqlBool>`exists (select 1 from members
  join line_identities on line_identities.member_id = members.id
  where members.id = ${memberId} and members.state = 'verified' and line_identities.follow_state = 'following')`

/**
 * Who in the line would have more seats than they hold, of `waits`: those who wait, and those who were asked whether fewer
 * would do and have not answered.
 */
const wantsMore = sql<SqlBool>`waits.place is not null and waits.seats < waits.party`

/** Whether somebody before `place` would take some of so many free seats; they are not passed. */
export const wouldBePassed = (asked: { eventId: Sql<string>; memberId: Id; place: Sql<number>; free: Sql<number> }) =>
  sql<SqlBool>`exists (select 1 from rsvps as waits
    where waits.event_id = ${asked.eventId} and ${wantsMore} and waits.place < ${asked.place}
      and waits.member_id <> ${asked.memberId} and waits.refused_seats < waits.seats + ${asked.free}
      and ${canBeTold(sql`waits.member_id`)})`

/** The place after everybody in the line of an event. */
export const endOfLine = (eventId: Sql<string>) => sql<number>`(select coalesce(max(last.place), 0) + 1
  from rsvps as last where last.event_id = ${eventId} and last.place is not null)`

/**
 * Offers the free seats of an event down its line: each gets what they want of what those before them left. A party that
 * does not fit is asked whether fewer would do, unless it refused as many before. Goes last into every batch that may free
 * seats. The same person's newer offer, with more seats, takes the place of an older one; nobody has been told of it yet.
 */
export const offerStatement = (db: Db, { eventId, now }: { eventId: string; now: number }): Compilable => ({
  compile: () =>
    sql`with recursive
      line as (
        select member_id, party - seats as wants, refused_seats - seats as too_few, row_number() over (order by place) as nth
        from rsvps as waits where event_id = ${eventId} and ${wantsMore} and ${canBeTold(sql`waits.member_id`)}),
      walk (nth, member_id, gets, remain) as (
        select 0, null, 0, ${freeSeats} from events where id = ${eventId} and ${takesAnswers(now)}
        union all
        select line.nth, line.member_id, iif(too_few < remain, min(wants, remain), 0),
          remain - iif(too_few < remain, min(wants, remain), 0)
        from walk join line on line.nth = walk.nth + 1 where remain > 0)
      update rsvps set state = 'offered', seats = seats + walk.gets, offer_no = offer_no + 1, offered_at = ${now},
        offer_ends_at = null, changed_at = ${now}
      from walk where rsvps.event_id = ${eventId} and rsvps.member_id = walk.member_id and walk.gets > 0`.compile(db),
})
