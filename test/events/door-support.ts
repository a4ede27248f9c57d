import type { EventState, RsvpState } from '../../src/db/schema-events.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { addMember, EARLIER, HOUR, NOON } from '../support.ts'

/** A tasting in Shibuya that begins in an hour and is poured at. */
export async function addEvent(
  { db }: Store,
  more: { id?: string; storeId?: string | null; state?: EventState; startsAt?: number; capacity?: number } = {},
) {
  const id = more.id ?? 'tasting'
  const startsAt = more.startsAt ?? NOON + HOUR
  await db
    .insertInto('events')
    .values({
      id,
      title: '秋の試食会',
      words: '新しい献立を、ひと足先に。',
      store_id: more.storeId === undefined ? 'shibuya' : more.storeId,
      place: '渋谷店 2階',
      starts_at: startsAt,
      ends_at: startsAt + 2 * HOUR,
      closes_at: startsAt - HOUR,
      capacity: more.capacity ?? 20,
      guests_max: 5,
      alcohol: 1,
      asks_allergies: 1,
      audience: JSON.stringify({ rule: EVERYONE }),
      state: more.state ?? 'open',
      created_at: EARLIER,
      updated_at: EARLIER,
    })
    .execute()
  return id
}

type Answer = {
  state?: RsvpState
  party?: number
  drinkers?: number
  allergies?: string
  eventId?: string
  name?: string
}

/** A verified member who answered. */
export async function addGuest(store: Store, id: string, more: Answer = {}) {
  const { state = 'going', party = 1, eventId = 'tasting' } = more
  await addMember(store, id)
  if (more.name)
    await store.db
      .updateTable('members')
      .set({ name: more.name, name_folded: more.name })
      .where('id', '=', id)
      .execute()
  await store.db
    .insertInto('rsvps')
    .values({
      event_id: eventId,
      member_id: id,
      state,
      party,
      seats: state === 'going' || state === 'offered' ? party : 0,
      place: state === 'waiting' || state === 'offered' ? 1 : null,
      drinkers: more.drinkers ?? null,
      allergies: more.allergies ?? null,
      answered_at: EARLIER,
      changed_at: EARLIER,
      created_at: EARLIER,
    })
    .execute()
  return id
}
