import { type SqlBool, sql } from 'kysely'
import type { EventState } from '../db/schema-events.ts'
import type { Store } from '../db/store.ts'
import { ofStore } from './states.ts'

/** A page of the list. */
export const EVENTS_PAGE = 30

export type EventLine = {
  id: string
  title: string
  state: EventState
  startsAt: number
  endsAt: number
  capacity: number
  storeName: string | null
  /** Persons who hold seats: who come, and to whom seats are offered. */
  taken: number
  /** Persons in the line. */
  waiting: number
}

/** Where a page ended. */
export type EventCursor = { startsAt: number; id: string }

type Asked = {
  when: 'coming' | 'past'
  storeId?: string | null
  after?: EventCursor | undefined
  /** Only what begins from then on. */
  from?: number
  max?: number
  now: number
}

/**
 * The events of a store, or all, by pages: those that are still to come or to be finished, the next one first; or those that
 * are over or called off, the last one first.
 */
export async function listEvents(
  { db }: Store,
  { when, storeId = null, after, from, max = EVENTS_PAGE, now }: Asked,
): Promise<EventLine[]> {
  const isPast = sql<SqlBool>`(events.state in ('done', 'cancelled') or events.ends_at <= ${now})`
  const way = when === 'coming' ? ('asc' as const) : ('desc' as const)
  const seats = sql<number>`(select coalesce(sum(seats), 0) from rsvps where event_id = events.id and seats > 0)`
  const line = sql<number>`(select coalesce(sum(party), 0) from rsvps where event_id = events.id and state = 'waiting')`
  return db
    .selectFrom('events')
    .leftJoin('stores', 'stores.id', 'events.store_id')
    .select(['events.id', 'events.title', 'events.state', 'events.capacity'])
    .select(['events.starts_at as startsAt', 'events.ends_at as endsAt', 'stores.name as storeName'])
    .select([seats.as('taken'), line.as('waiting')])
    .where(ofStore(storeId))
    .where(when === 'past' ? isPast : sql<SqlBool>`not ${isPast}`)
    .$if(from !== undefined, (query) => query.where('events.starts_at', '>', from ?? 0))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('events.starts_at', 'events.id'),
          when === 'coming' ? '>' : '<',
          tuple(after?.startsAt ?? 0, after?.id ?? ''),
        ),
      ),
    )
    .orderBy('events.starts_at', way)
    .orderBy('events.id', way)
    .limit(max)
    .execute()
}

/** The one that begins next, also as a draft that is still to be opened; of a store, or of all. */
export async function nextEvent(store: Store, { storeId = null, now }: { storeId?: string | null; now: number }) {
  const [next] = await listEvents(store, { when: 'coming', storeId, now, from: now, max: 1 })
  return next
}
