import { type SqlBool, sql } from 'kysely'
import type { EventState, RsvpState } from '../db/schema-events.ts'
import type { Store } from '../db/store.ts'
import { foldName } from '../members/names.ts'
import { invitedTo, wasInvited } from './invited.ts'

/** So many are shown at once; who is not among them is searched for. */
export const DOOR_GUESTS_MAX = 150
/** Of those who never answered, a search finds so many. */
const SILENT_FOUND_MAX = 20
const DOORS_MAX = 20
const HOUR_MS = 3_600_000

/** Somebody at the door, or still expected there. */
export type DoorGuest = {
  /** null: a walk-in. */
  memberId: string | null
  name: string | null
  kana: string | null
  /** null: invited, and never answered; or a walk-in. */
  state: RsvpState | null
  party: number
  drinkers: number
  allergies: string | null
  /** How often they were checked in, also in vain: with the page it names the next attempt. */
  attempts: number
  checkIn: { id: string; people: number; drinkers: number; at: number; by: string | null } | null
}

export type DoorCounts = { people: number; drinkers: number; expected: number; expectedDrinkers: number }
export type OpenDoor = {
  id: string
  title: string
  startsAt: number
  endsAt: number
  state: EventState
  storeName: string | null
}

/**
 * Who is expected and who is there. Without a search: those going, offered or waiting, and everybody who is in. With one,
 * everybody who answered or was invited and is called so, whatever they said. In the order of their names, those who are
 * in by when they came, newest first.
 */
export async function listDoor({ db }: Store, { eventId, search }: { eventId: string; search: string }) {
  const folded = foldName(search)
  const named = sql<SqlBool>`(instr(coalesce(m.name_folded, ''), ${folded}) > 0 or instr(coalesce(r.kana_folded, ''), ${folded}) > 0)`
  // From who was invited on, however many members there are: an open search asks again every few seconds.
  const silent = sql`union select id from (select m.id from (${invitedTo(eventId)}) as invited
    cross join members as m on m.id = invited.member_id
    left join roster_entries as r on r.id = m.roster_entry_id
    where m.state = 'verified' and ${named} limit ${sql.lit(SILENT_FOUND_MAX)})`
  const { rows } = await sql<Row>`select * from (
    select ${guestOfEvent(eventId)}, ${checkInOf}
    from (select member_id as id from rsvps where event_id = ${eventId}
        union select member_id from check_ins where event_id = ${eventId} and member_id is not null
        ${folded === '' ? sql`` : silent}) as person
      join members as m on m.id = person.id
      left join roster_entries as r on r.id = m.roster_entry_id
      left join rsvps as a on a.event_id = ${eventId} and a.member_id = m.id
      left join check_ins as i on i.event_id = ${eventId} and i.member_id = m.id and i.undone_at is null ${namesOfKeeper}
    where ${folded === '' ? sql`(i.id is not null or a.state in ('going', 'offered', 'waiting'))` : named}
    union all
    select null, i.name, null, null, i.people, i.drinkers, null, 1, ${checkInOf}
    from check_ins as i ${namesOfKeeper}
    where i.event_id = ${eventId} and i.member_id is null and i.undone_at is null ${folded === '' ? sql`` : sql`and instr(coalesce(i.name, ''), ${search.trim()}) > 0`})
    order by checkInAt is null, checkInAt desc, state is null or state <> 'going', coalesce(kana, name), memberId
    limit ${sql.lit(DOOR_GUESTS_MAX * 4)}`.execute(db)
  const guests = rows.map(guestOf)
  const expected = guests.filter((guest) => guest.checkIn === null)
  const arrived = guests.filter((guest) => guest.checkIn !== null)
  return {
    expected: expected.slice(0, DOOR_GUESTS_MAX),
    arrived: arrived.slice(0, DOOR_GUESTS_MAX),
    hidden: Math.max(0, expected.length - DOOR_GUESTS_MAX) + Math.max(0, arrived.length - DOOR_GUESTS_MAX),
  }
}

/** One guest as the door sees them: who answered or was invited; undefined for anybody else. */
export async function findDoorGuest({ db }: Store, { eventId, memberId }: { eventId: string; memberId: string }) {
  const { rows } = await sql<Row>`
    select ${guestOfEvent(eventId)}, ${checkInOf}
    from members as m
      left join roster_entries as r on r.id = m.roster_entry_id
      left join rsvps as a on a.event_id = ${eventId} and a.member_id = m.id
      left join check_ins as i on i.event_id = ${eventId} and i.member_id = m.id and i.undone_at is null ${namesOfKeeper}
    where m.id = ${memberId} and m.state <> 'erased'
      and (a.state is not null or i.id is not null or ${wasInvited({ eventId, memberId })})`.execute(db)
  return rows[0] && guestOf(rows[0])
}

/** Persons, not parties: who is in, and who said that they would come. */
export async function countDoor({ db }: Store, eventId: string): Promise<DoorCounts> {
  const { rows } = await sql<DoorCounts>`
    select i.people, i.drinkers, a.expected, a.expectedDrinkers from
      (select coalesce(sum(people), 0) as people, coalesce(sum(drinkers), 0) as drinkers
        from check_ins where event_id = ${eventId} and undone_at is null) as i,
      (select coalesce(sum(party), 0) as expected, coalesce(sum(drinkers), 0) as expectedDrinkers
        from rsvps where event_id = ${eventId} and state = 'going') as a`.execute(db)
  return rows[0] ?? { people: 0, drinkers: 0, expected: 0, expectedDrinkers: 0 }
}

/** The events of today's doors: of that store, or (null) of all; those that begin within a day, and those just over. */
export const listDoors = (
  { db }: Store,
  { storeId, now }: { storeId: string | null; now: number },
): Promise<OpenDoor[]> =>
  db
    .selectFrom('events')
    .leftJoin('stores', 'stores.id', 'events.store_id')
    .select(['events.id', 'events.title', 'events.starts_at as startsAt', 'events.ends_at as endsAt', 'events.state'])
    .select('stores.name as storeName')
    .where('events.state', 'in', ['open', 'closed', 'done'])
    .where('events.starts_at', '<', now + 24 * HOUR_MS)
    .where('events.ends_at', '>', now - 12 * HOUR_MS)
    .$if(storeId !== null, (query) => query.where('events.store_id', '=', storeId))
    .orderBy('events.starts_at')
    .orderBy('events.id')
    .limit(DOORS_MAX)
    .execute()

type Row = Omit<DoorGuest, 'checkIn'> & {
  checkInId: string | null
  checkInPeople: number | null
  checkInDrinkers: number | null
  checkInAt: number | null
  checkInBy: string | null
}

const guestOfEvent = (eventId: string) => sql`m.id as memberId, m.name, r.kana, a.state,
  coalesce(a.party, 1) as party, coalesce(a.drinkers, 0) as drinkers, a.allergies,
  (select count(*) from check_ins as c where c.event_id = ${eventId} and c.member_id = m.id) as attempts`
const checkInOf = sql`i.id as checkInId, i.people as checkInPeople, i.drinkers as checkInDrinkers,
  i.checked_in_at as checkInAt, coalesce(o.name, t.name) as checkInBy`
const namesOfKeeper = sql`left join operators as o on o.id = i.operator_id left join tills as t on t.id = i.till_id`

const guestOf = ({ checkInId, checkInPeople, checkInDrinkers, checkInAt, checkInBy, ...guest }: Row): DoorGuest => ({
  ...guest,
  checkIn:
    checkInId === null
      ? null
      : {
          id: checkInId,
          people: checkInPeople ?? 1,
          drinkers: checkInDrinkers ?? 0,
          at: checkInAt ?? 0,
          by: checkInBy,
        },
})
