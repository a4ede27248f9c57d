import type { Store } from '../../src/db/store.ts'
import { createEvent, type EventDraft } from '../../src/events/events-draft.ts'
import { openEvent } from '../../src/events/states.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { DAY, HOUR, NOON } from '../support.ts'

/** A tasting in a week: 18:00 to 20:00 in Tokyo, answers until the evening before, six seats, nobody brought along. */
export const TASTING: EventDraft = {
  title: '新メニューの試食会',
  words: '秋の新メニューを、ひと足早く召し上がってください。',
  imageId: null,
  storeId: null,
  place: '渋谷店',
  mapUrl: 'https://maps.example/shibuya',
  startsAt: NOON + 7 * DAY + 6 * HOUR,
  endsAt: NOON + 7 * DAY + 8 * HOUR,
  closesAt: NOON + 6 * DAY + 9 * HOUR,
  capacity: 6,
  guestsMax: 0,
  feeYen: 0,
  alcohol: false,
  asksAllergies: false,
  questions: [],
  dishes: [],
  rule: EVERYONE,
  segmentId: null,
  audienceStoreId: null,
  listed: false,
  remindDay: true,
  remindHours: true,
}

type Opening = Partial<EventDraft> & {
  /** Whom an invitation on the board is for: they may answer. They must exist. */
  invited?: readonly string[]
  createdBy?: string | null
  now?: number
}

/** A draft that nobody but the shop knows. Answers its id. */
export const planEvent = (store: Store, planned: Partial<EventDraft> = {}, now = NOON) =>
  createEvent(store, { event: { ...TASTING, ...planned }, createdBy: null, now })

/** Somebody who has seats, whichever way they came to them: past every guard. */
export const going = ({ db }: Store, { eventId, memberId, party = 1, at = NOON }: Seated) =>
  db
    .insertInto('rsvps')
    .values({
      ...{ event_id: eventId, member_id: memberId, state: 'going', party, seats: party },
      ...{ answered_at: at, changed_at: at, created_at: at },
    })
    .execute()
/** Somebody at a place of the line, whichever way they came there. */
export const waiting = (
  { db }: Store,
  { eventId, memberId, place, party = 1, at = NOON }: Seated & { place: number },
) =>
  db
    .insertInto('rsvps')
    .values({
      ...{ event_id: eventId, member_id: memberId, state: 'waiting', party, place },
      ...{ answered_at: at, changed_at: at, created_at: at },
    })
    .execute()
type Seated = { eventId: string; memberId: string; party?: number; at?: number }

/** An event that is open for answers, and known to those who are invited. Answers its id. */
export async function openEventFor(
  store: Store,
  { invited = [], createdBy = null, now = NOON, ...planned }: Opening = {},
) {
  const eventId = await createEvent(store, { event: { ...TASTING, ...planned }, createdBy, now })
  await openEvent(store, { eventId, updatedAt: now, now })
  if (invited.length > 0) await inviteTo(store, { eventId, invited, now })
  return eventId
}

/** Puts an invitation on the boards of members who exist. */
export async function inviteTo(
  { db }: Store,
  { eventId, invited, now = NOON }: { eventId: string; invited: readonly string[]; now?: number },
) {
  const broadcastId = crypto.randomUUID()
  await db
    .insertInto('broadcasts')
    .values({
      id: broadcastId,
      title: '試食会のご案内',
      purpose: 'events',
      kind: 'text',
      channel: 'board',
      state: 'done',
      method: 'multicast',
      content: JSON.stringify({ kind: 'text', text: '試食会にどうぞ。', from: '店長の田中' }),
      audience: JSON.stringify({ rule: EVERYONE, storeId: null }),
      confirmed_count: invited.length,
      confirmed_at: now,
      finished_at: now,
      event_id: eventId,
      created_at: now,
      updated_at: now,
    })
    .execute()
  for (const memberId of invited)
    await db
      .insertInto('board_notices')
      .values({ broadcast_id: broadcastId, member_id: memberId, posted_at: now })
      .execute()
  return broadcastId
}
