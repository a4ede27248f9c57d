import { sql } from 'kysely'
import type { RsvpState } from '../db/schema-events.ts'
import type { Store } from '../db/store.ts'
import { type Answer, parseAnswers } from './answering.ts'
import { freeSeats } from './line.ts'

/** How somebody stands to an event. */
export type Standing = {
  /** undefined: they have not answered. */
  state: RsvpState | undefined
  party: number
  /** What they hold: all of the party when going; when offered, perhaps fewer. */
  seats: number
  /** Their place among those in the line, from 1; undefined: not in it. */
  nth: number | undefined
  /** Names the newest offer they had. */
  offerNo: number
  /** undefined: not told yet, or no offer. */
  offerEndsAt: number | undefined
  /** They would rather wait than come with so many. */
  refusedSeats: number
  drinkers: number | undefined
  allergies: string | undefined
  answers: readonly Answer[]
  answeredAt: number | undefined
  /** Seats of the event that nobody holds. */
  free: number
}

/** The standing of one person, answered or not. */
export async function standingOf(
  { db }: Store,
  { eventId, memberId }: { eventId: string; memberId: string },
): Promise<Standing> {
  const row = await db
    .selectFrom('events')
    .leftJoin('rsvps as own', (join) => join.onRef('own.event_id', '=', 'events.id').on('own.member_id', '=', memberId))
    .selectAll('own')
    .select([
      freeSeats.as('free'),
      sql<number>`(select count(*) from rsvps as line where line.event_id = events.id and line.place <= own.place)`.as(
        'nth',
      ),
    ])
    .where('events.id', '=', eventId)
    .executeTakeFirst()
  return {
    state: row?.state ?? undefined,
    party: row?.party ?? 0,
    seats: row?.seats ?? 0,
    nth: row?.nth || undefined,
    offerNo: row?.offer_no ?? 0,
    offerEndsAt: row?.offer_ends_at ?? undefined,
    refusedSeats: row?.refused_seats ?? 0,
    drinkers: row?.drinkers ?? undefined,
    allergies: row?.allergies ?? undefined,
    answers: parseAnswers(row?.answers ?? null),
    answeredAt: row?.answered_at ?? undefined,
    free: row?.free ?? 0,
  }
}

/** An event's seats as they are now, in persons; how many answers they come from, and how many said no. */
export type SeatCount = {
  capacity: number
  going: number
  /** Held until they confirm. */
  offered: number
  /** Persons that would come; of an offer that is smaller than the party, the rest is not among them. */
  waiting: number
  parties: { going: number; offered: number; waiting: number }
  /** People who will not come: they said so at once, cancelled later, or let an offer pass. */
  declined: number
  cancelled: number
  lapsed: number
  free: number
  /** Declared among those going. */
  drinkers: number
}

export async function countSeats({ db }: Store, eventId: string): Promise<SeatCount> {
  const { rows } = await sql<Omit<SeatCount, 'parties'> & { goings: number; offers: number; waits: number }>`select
      events.capacity, ${freeSeats} as free,
      coalesce(sum(seats) filter (where rsvps.state = 'going'), 0) as going,
      coalesce(sum(seats) filter (where rsvps.state = 'offered'), 0) as offered,
      coalesce(sum(party) filter (where rsvps.state = 'waiting'), 0) as waiting,
      coalesce(sum(drinkers) filter (where rsvps.state = 'going'), 0) as drinkers,
      count(*) filter (where rsvps.state = 'going') as goings,
      count(*) filter (where rsvps.state = 'offered') as offers,
      count(*) filter (where rsvps.state = 'waiting') as waits,
      count(*) filter (where rsvps.state = 'declined') as declined,
      count(*) filter (where rsvps.state = 'cancelled') as cancelled,
      count(*) filter (where rsvps.state = 'lapsed') as lapsed
    from events left join rsvps on rsvps.event_id = events.id where events.id = ${eventId} group by events.id`.execute(
    db,
  )
  const row = rows[0]
  if (!row) return EMPTY
  const { goings, offers, waits, ...seats } = row
  return { ...seats, parties: { going: goings, offered: offers, waiting: waits } }
}

const EMPTY: SeatCount = {
  capacity: 0,
  going: 0,
  offered: 0,
  waiting: 0,
  parties: { going: 0, offered: 0, waiting: 0 },
  declined: 0,
  cancelled: 0,
  lapsed: 0,
  free: 0,
  drinkers: 0,
}
