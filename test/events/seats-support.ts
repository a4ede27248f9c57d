import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import type { EventTables } from '../../src/db/schema-events.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { addMember, DAY, EARLIER, HOUR, NOON } from '../support.ts'

/** In the evening in ten days; the deadline the day before at noon. */
export const STARTS = NOON + 10 * DAY + 6 * HOUR
export const CLOSES = NOON + 9 * DAY

/** An open event that every member may come to. */
export async function addEvent({ db }: Store, more: Partial<Insertable<EventTables['events']>> = {}) {
  const id = more.id ?? 'tasting'
  await db
    .insertInto('events')
    .values({
      title: '秋の試食会',
      words: 'お待ちしています。',
      place: '渋谷店',
      starts_at: STARTS,
      ends_at: STARTS + 2 * HOUR,
      closes_at: CLOSES,
      capacity: 6,
      guests_max: 5,
      audience: JSON.stringify({ rule: EVERYONE, storeId: null }),
      listed: 1,
      state: 'open',
      created_at: EARLIER,
      updated_at: EARLIER,
      opened_at: EARLIER,
      ...more,
      id,
    })
    .execute()
  return id
}

/** Members of these names, who all can be reached. */
export async function addPeople(store: Store, names: readonly string[]) {
  for (const name of names) await addMember(store, name)
}

/** Every answer to an event in few words, the line in its order: "hana going 2", "ken offered 1/3", "yui waiting 4". */
export async function seatsOf({ db }: Store, eventId = 'tasting') {
  const { rows } = await sql<{ words: string }>`select member_id || ' ' || state || ' ' ||
      iif(state = 'offered', seats || '/' || party, party) as words
    from rsvps where event_id = ${eventId} order by place is not null, place, created_at, member_id`.execute(db)
  return rows.map(({ words }) => words)
}

/** Seats that are held, by those who come and by offers. */
export async function heldSeats({ db }: Store, eventId = 'tasting') {
  const { rows } = await sql<{ held: number }>`select coalesce(sum(seats), 0) as held from rsvps
    where event_id = ${eventId}`.execute(db)
  return rows[0]?.held ?? 0
}

export const block = ({ db }: Store, memberId: string, follow_state: 'following' | 'blocked' = 'blocked') =>
  db.updateTable('line_identities').set({ follow_state }).where('member_id', '=', memberId).execute()
