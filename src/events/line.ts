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
 * Whether somebody in the line, of `waits`, would take some of so many free seats: who waits, and who was asked whether fewer
 * would do and has not answered. Not who said of as many that they would rather wait, nor whom LINE does not reach.
 */
const wouldTake = (free: Sql<number>) => sql<SqlBool>`waits.seats < waits.party
  and waits.refused_seats < waits.seats + ${free} and ${canBeTold(sql`waits.member_id`)}`

/** Whether somebody before `place` would take some of so many free seats; they are not passed. */
export const wouldBePassed = (asked: { eventId: Sql<string>; memberId: Id; place: Sql<number>; free: Sql<number> }) =>
  sql<SqlBool>`exists (select 1 from rsvps as waits
    where waits.event_id = ${asked.eventId} and waits.place < ${asked.place} and waits.member_id <> ${asked.memberId}
      and ${wouldTake(asked.free)})`

/** The place after everybody in the line of an event. */
export const endOfLine = (eventId: Sql<string>) => sql<number>`(select coalesce(max(last.place), 0) + 1
  from rsvps as last where last.event_id = ${eventId} and last.place is not null)`

/**
 * Offers the free seats of an event down its line: the first who would take any gets as many as they want, then the next of
 * what is left. A party that does not fit is asked whether fewer would do, unless it refused as many before; more for
 * somebody who was asked already makes a newer offer, of which they are not told yet. Goes last into every batch that may
 * free seats.
 */
export const offerStatement = (db: Db, { eventId, now }: { eventId: string; now: number }): Compilable => ({
  compile: () =>
    sql`with recursive
      free as (select ${freeSeats} as seats from events where id = ${eventId} and ${takesAnswers(now)}),
      walk (place, gets, remain) as (
        select 0, 0, seats from free where seats > 0
        union all
        select heads.place, min(heads.party - heads.seats, remain), remain - min(heads.party - heads.seats, remain)
        from walk cross join rsvps as heads on heads.event_id = ${eventId} and heads.place = (
          select waits.place from rsvps as waits
          where waits.event_id = ${eventId} and waits.place > walk.place and ${wouldTake(sql`walk.remain`)}
          order by waits.place limit 1)
        where remain > 0)
      update rsvps set state = 'offered', seats = seats + walk.gets, offer_no = offer_no + 1, offered_at = ${now},
        offer_ends_at = null, changed_at = ${now}
      from walk where rsvps.event_id = ${eventId} and rsvps.place = walk.place`.compile(db),
})
