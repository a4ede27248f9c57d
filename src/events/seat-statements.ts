import { type Compilable, sql } from 'kysely'
import type { Db } from '../db/store.ts'
import { drinkersLeft } from './answering.ts'
import { type Gate, leavingGate, passes } from './gates.ts'
import { endOfLine, freeSeats, takesAnswers, wouldBePassed } from './line.ts'

type Answer = { eventId: string; memberId: string; at: number; now: number }

/** Where somebody stands who is not in the line: everybody in it is before them. */
const AFTER_ALL = 1_000_000_000

/**
 * Somebody comes with a party. What it makes of them: seated: all have seats. no_room: they come with as many as before.
 * asked: their smaller offer stands. keeps, joins: the place in the line. It is decided once, from what stands before.
 */
export const joinStatement = (
  db: Db,
  { eventId, memberId, party, at, now, gate }: Answer & { party: number; gate: Gate },
): Compilable => ({
  compile: () =>
    sql`with
      stands as materialized (
        select events.id as event_id, ${takesAnswers(now)} as is_open, ${freeSeats} as free, coalesce(own.state, '') as state,
          coalesce(own.party, 0) as party, coalesce(own.seats, 0) as seats, own.place, iif(own.place is null, 0, own.refused_seats) as refused
        from events left join rsvps as own on own.event_id = events.id and own.member_id = ${memberId}
        where events.id = ${eventId} and ${passes(gate)}),
      decided as materialized (
        select *, case
          when ${party} <= seats then 'seated'
          when ${party} - seats <= free and not (is_open and ${wouldBePassed({
            eventId: sql`stands.event_id`,
            memberId,
            place: sql`coalesce(stands.place, ${AFTER_ALL})`,
            free: sql`stands.free`,
          })}) then 'seated'
          when state = 'going' then 'no_room'
          when not is_open then 'refused'
          when state = 'offered' and ${party} <= party then 'asked'
          when state = 'waiting' and ${party} <= party then 'keeps'
          else 'joins' end as verdict
        from stands)
      insert into rsvps (event_id, member_id, state, party, seats, place, refused_seats, answered_at, changed_at, created_at)
      select event_id, ${memberId},
        case when verdict in ('seated', 'no_room') then 'going' when verdict = 'asked' then 'offered' else 'waiting' end,
        iif(verdict = 'no_room', party, ${party}),
        case when verdict = 'seated' then ${party} when verdict in ('no_room', 'asked') then seats else 0 end,
        case when verdict in ('asked', 'keeps') then place when verdict = 'joins' then ${endOfLine(sql`decided.event_id`)} end,
        iif(verdict in ('asked', 'keeps', 'joins') and refused < ${party}, refused, 0),
        ${at}, ${now}, ${now}
      from decided where verdict <> 'refused'
      on conflict (event_id, member_id) do update set
        state = excluded.state, party = excluded.party, seats = excluded.seats, place = excluded.place,
        refused_seats = excluded.refused_seats, drinkers = ${drinkersLeft(sql`excluded.party`)},
        offer_ends_at = iif(excluded.state = 'offered', offer_ends_at, null), answered_at = excluded.answered_at,
        changed_at = iif(state = excluded.state and party = excluded.party, changed_at, excluded.changed_at)
      where rsvps.answered_at < excluded.answered_at`.compile(db),
})

/** Somebody does not come, and holds nothing any more. */
export const leaveStatement = (db: Db, answer: Answer): Compilable => ({
  compile: () =>
    sql`insert into rsvps (event_id, member_id, state, party, answered_at, changed_at, created_at)
      select events.id, ${answer.memberId}, 'declined', 1, ${answer.at}, ${answer.now}, ${answer.now}
      from events where events.id = ${answer.eventId} and ${passes(leavingGate(answer))}
      on conflict (event_id, member_id) do update set
        state = iif(state in ('going', 'waiting', 'offered', 'cancelled'), 'cancelled', 'declined'),
        seats = 0, place = null, refused_seats = 0, offer_ends_at = null, answered_at = excluded.answered_at,
        changed_at = iif(state in ('cancelled', 'declined'), changed_at, excluded.changed_at)
      where rsvps.answered_at < excluded.answered_at`.compile(db),
})

/** The line of the person's timeline for what they just said, if it changed anything; goes before the seats are offered on. */
export const recordAnswer = (
  db: Db,
  { eventId, memberId, at, now, operatorId }: Answer & { operatorId?: string },
): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, operator_id, at)
      select ${`event_answer:${eventId}:${memberId}:${at}`}, rsvps.member_id,
        case rsvps.state when 'going' then 'event_joined' when 'declined' then 'event_declined'
          when 'cancelled' then 'event_cancelled' else 'event_waited' end,
        events.id, json_object('title', events.title, 'party', rsvps.party), ${operatorId ?? null}, ${at}
      from rsvps join events on events.id = rsvps.event_id
      where rsvps.event_id = ${eventId} and rsvps.member_id = ${memberId}
        and rsvps.answered_at = ${at} and rsvps.changed_at = ${now}
      on conflict (id) do nothing`.compile(db),
})
