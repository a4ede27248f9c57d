import { sql } from 'kysely'
import { z } from 'zod'
import type { EventState } from '../db/schema-events.ts'
import type { Store } from '../db/store.ts'
import type { SegmentRule } from '../segments/rule.ts'
import { parseRule } from '../segments/segments.ts'

export type Dish = { id: string; name: string }

/** A tasting, an anniversary, a study evening, as everybody reads it. Times are UTC epoch ms, money is integer yen. */
export type ShopEvent = {
  id: string
  state: EventState
  title: string
  words: string
  imageId: string | null
  /** The store that holds it, whose manager may run it; null: the company as a whole. */
  storeId: string | null
  storeName: string | null
  place: string
  mapUrl: string | null
  startsAt: number
  endsAt: number
  /** Until when people may answer. */
  closesAt: number
  /** Persons, not parties. */
  capacity: number
  guestsMax: number
  /** Paid at the shop; 0: free of charge. */
  feeYen: number
  alcohol: boolean
  asksAllergies: boolean
  questions: readonly string[]
  /** Whom it is for, as it stands now: of its segment, while there is one. */
  rule: SegmentRule
  segmentId: string | null
  /** Every member may see it and come; otherwise only who was invited. */
  listed: boolean
  remindDay: boolean
  remindHours: boolean
  dishes: readonly Dish[]
  cancelWords: string | null
  createdBy: string | null
  /** Names its version: what was shown holds until it changes. */
  updatedAt: number
}

const Questions = z.array(z.string())
const Dishes = z.array(z.tuple([z.string(), z.string()]))
const Audience = z.object({ rule: z.unknown() })

const dishesOf = sql<string>`(select json_group_array(json_array(id, name)) from (
  select id, name from event_dishes where event_id = events.id order by position, id))`

/** `storeId`: the store that the asker's rights end at, whose own events alone are found; null: all. */
export async function findEvent(
  { db }: Store,
  { eventId, storeId = null }: { eventId: string; storeId?: string | null },
): Promise<ShopEvent | undefined> {
  const row = await db
    .selectFrom('events')
    .leftJoin('stores', 'stores.id', 'events.store_id')
    .leftJoin('segments', 'segments.id', 'events.segment_id')
    .selectAll('events')
    .select(['stores.name as store_name', 'segments.rule as segment_rule', dishesOf.as('dishes')])
    .where('events.id', '=', eventId)
    .$if(storeId !== null, (query) => query.where('events.store_id', '=', storeId))
    .executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id,
    state: row.state,
    title: row.title,
    words: row.words,
    imageId: row.image_id,
    storeId: row.store_id,
    storeName: row.store_name,
    place: row.place,
    mapUrl: row.map_url,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    closesAt: row.closes_at,
    capacity: row.capacity,
    guestsMax: row.guests_max,
    feeYen: row.fee_yen,
    alcohol: row.alcohol === 1,
    asksAllergies: row.asks_allergies === 1,
    questions: Questions.parse(JSON.parse(row.questions)),
    rule: parseRule(row.segment_rule ?? JSON.stringify(Audience.parse(JSON.parse(row.audience)).rule)),
    segmentId: row.segment_id,
    listed: row.listed === 1,
    remindDay: row.remind_day === 1,
    remindHours: row.remind_hours === 1,
    dishes: Dishes.parse(JSON.parse(row.dishes)).map(([id, name]) => ({ id, name })),
    cancelWords: row.cancel_words,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
  }
}
