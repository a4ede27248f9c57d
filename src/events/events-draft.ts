import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { SegmentRule } from '../segments/rule.ts'
import { findEvent } from './events.ts'

export const TITLE_MAX = 40
/** Well under LINE's limit of 5,000: nobody reads more. */
export const WORDS_MAX = 1_000
/** LINE's limit for a URI action. */
export const URL_MAX = 1_000
export const PLACE_MAX = 100
export const CAPACITY_MAX = 1_000
/** Whom one person may bring. */
export const GUESTS_MAX = 5
export const FEE_YEN_MAX = 1_000_000
export const QUESTIONS_MAX = 3
export const QUESTION_MAX = 80
export const DISHES_MAX = 10
export const DISH_NAME_MAX = 40

/** What is planned of an event, before anybody is told of it. Times are UTC epoch ms, money is integer yen. */
export const EventDraft = z
  .object({
    title: z.string().trim().min(1).max(TITLE_MAX),
    words: z.string().trim().min(1).max(WORDS_MAX),
    imageId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .nullable(),
    storeId: z.string().nullable(),
    place: z.string().trim().min(1).max(PLACE_MAX),
    mapUrl: z
      .url({ protocol: /^https$/ })
      .max(URL_MAX)
      .nullable(),
    startsAt: z.int(),
    endsAt: z.int(),
    closesAt: z.int(),
    capacity: z.int().min(1).max(CAPACITY_MAX),
    guestsMax: z.int().min(0).max(GUESTS_MAX),
    feeYen: z.int().min(0).max(FEE_YEN_MAX),
    alcohol: z.boolean(),
    asksAllergies: z.boolean(),
    questions: z.array(z.string().trim().min(1).max(QUESTION_MAX)).max(QUESTIONS_MAX),
    dishes: z.array(z.string().trim().min(1).max(DISH_NAME_MAX)).max(DISHES_MAX),
    rule: SegmentRule,
    /** It is for whom its segment means, also when that changes. */
    segmentId: z.string().nullable(),
    /** The store beyond whose people it is not for: that of a manager who planned it. */
    audienceStoreId: z.string().nullable(),
    listed: z.boolean(),
    remindDay: z.boolean(),
    remindHours: z.boolean(),
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt)
  .refine(({ startsAt, closesAt }) => closesAt <= startsAt)
  .refine(({ dishes }) => new Set(dishes).size === dishes.length)
export type EventDraft = z.output<typeof EventDraft>

type Creating = { event: EventDraft; createdBy: string | null; copiedFrom?: string; now: number }

/** Keeps an event as a draft, which nobody but the shop sees. Answers its id. Throws ZodError when it makes no sense. */
export async function createEvent(store: Store, { event, createdBy, copiedFrom, now }: Creating) {
  const { db } = store
  const eventId = crypto.randomUUID()
  const draft = EventDraft.parse(event)
  await store.batch([
    db.insertInto('events').values({
      id: eventId,
      ...columnsOf(db, draft),
      audience: JSON.stringify({ rule: draft.rule, storeId: draft.audienceStoreId }),
      copied_from: copiedFrom ?? null,
      created_by: createdBy,
      created_at: now,
      updated_at: now,
    }),
    dishesStatement(db, eventId, draft.dishes),
  ])
  return eventId
}

const WEEK_MS = 7 * 86_400_000

/**
 * Plans the same once more, as a new draft: on the same weekday at the same hour, in so many weeks that there is a week at
 * least to answer in. Answers its id. Refusal not_found: there is none, or it is another store's.
 */
export async function copyEvent(
  store: Store,
  {
    eventId,
    storeId = null,
    createdBy,
    now,
  }: { eventId: string; storeId?: string | null; createdBy: string; now: number },
) {
  const event = await findEvent(store, { eventId, storeId })
  if (!event) throw new Refusal('not_found')
  const weeks = Math.max(1, Math.floor((now - event.closesAt) / WEEK_MS) + 2)
  const [startsAt, endsAt, closesAt] = [event.startsAt, event.endsAt, event.closesAt].map((at) => at + weeks * WEEK_MS)
  const dishes = event.dishes.map(({ name }) => name)
  const draft = { ...event, startsAt, endsAt, closesAt, dishes, audienceStoreId: storeId }
  return createEvent(store, { event: EventDraft.parse(draft), createdBy, copiedFrom: eventId, now })
}

export const columnsOf = (db: Db, draft: EventDraft) => ({
  title: draft.title,
  words: draft.words,
  image_id: draft.imageId,
  store_id: draft.storeId,
  place: draft.place,
  map_url: draft.mapUrl,
  starts_at: draft.startsAt,
  ends_at: draft.endsAt,
  closes_at: draft.closesAt,
  capacity: draft.capacity,
  guests_max: draft.guestsMax,
  fee_yen: draft.feeYen,
  alcohol: flag(draft.alcohol),
  asks_allergies: flag(draft.asksAllergies),
  questions: JSON.stringify(draft.questions),
  segment_id:
    draft.segmentId === null ? null : db.selectFrom('segments').select('id').where('id', '=', draft.segmentId),
  listed: flag(draft.listed),
  remind_day: flag(draft.remindDay),
  remind_hours: flag(draft.remindHours),
})

/** A dish that stays keeps what was said of it: its name is what it is known by. */
export const dishesStatement = (db: Db, eventId: string, names: readonly string[]) => {
  const dishes = JSON.stringify(names.map((name) => ({ id: crypto.randomUUID(), name })))
  return {
    compile: () =>
      sql`insert into event_dishes (id, event_id, name, position)
        select value ->> 'id', ${eventId}, value ->> 'name', key from json_each(${dishes}) where true
        on conflict (event_id, name) do update set position = excluded.position`.compile(db),
  }
}

const flag = (said: boolean) => (said ? (1 as const) : (0 as const))
