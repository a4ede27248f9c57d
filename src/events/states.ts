import { type Compilable, type SqlBool, sql } from 'kysely'
import type { EventState } from '../db/schema-events.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { offerStatement } from './line.ts'

export const CANCEL_WORDS_MAX = 300

/** `storeId`: the store that the asker's rights end at; null: all. `updatedAt`: the version that was shown. */
export type Asked = { eventId: string; storeId?: string | null; updatedAt: number; now: number }

/**
 * Opens a draft for answers. Refusals: event_not_in_state; event_changed_meanwhile; event_times_past when its deadline is
 * over already. Tells nobody: invitations are broadcasts.
 */
export async function openEvent(store: Store, { eventId, storeId = null, updatedAt, now }: Asked) {
  const { rows } = await sql`update events
    set state = 'open', opened_at = ${now}, updated_at = max(updated_at + 1, ${now})
    where id = ${eventId} and ${ofStore(storeId)} and state = 'draft' and updated_at = ${updatedAt} and closes_at > ${now}
    returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { eventId, storeId, updatedAt, now, from: ['draft'] }))
}

type Acting = Omit<Asked, 'updatedAt'> & { operatorId: string }

/** Takes no more answers, before the deadline. Who comes still comes. Refusal event_not_in_state: it is not open. */
export async function closeEvent(store: Store, { eventId, storeId = null, operatorId, now }: Acting) {
  const { rows } = await sql`update events
    set state = 'closed', closed_at = ${now}, closed_by = ${operatorId}, updated_at = max(updated_at + 1, ${now})
    where id = ${eventId} and ${ofStore(storeId)} and state = 'open' returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { eventId, storeId, now, from: ['open'] }))
}

/**
 * Takes answers again; free seats are offered to the line at once. Refusals: event_not_in_state; event_times_past when the
 * deadline is over: it has to be moved first.
 */
export async function reopenEvent(store: Store, { eventId, storeId = null, now }: Omit<Asked, 'updatedAt'>) {
  const { db } = store
  const reopen = sql`update events
    set state = 'open', closed_at = null, closed_by = null, updated_at = max(updated_at + 1, ${now})
    where id = ${eventId} and ${ofStore(storeId)} and state = 'closed' and closes_at > ${now}`
  try {
    await store.batch([
      { compile: () => reopen.compile(db) },
      mustHaveChangedOne(db),
      offerStatement(db, { eventId, now }),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    throw new Refusal(await whyNot(store, { eventId, storeId, now, from: ['closed'] }))
  }
}

/**
 * Calls it off until it is over; who comes or waits will be told, once, with these words. The seats stay in the record as
 * they were. Refusal event_not_in_state: it is over, or cancelled already.
 */
export async function cancelEvent(
  store: Store,
  { eventId, storeId = null, operatorId, words, now }: Acting & { words: string },
) {
  const { db } = store
  const statements = [
    sql`insert into event_tellings (event_id, kind, words, created_by, created_at)
      select id, 'cancelled', ${words}, ${operatorId}, ${now} from events
      where id = ${eventId} and state in ('open', 'closed') and exists (
        select 1 from rsvps where event_id = events.id and state in ('going', 'waiting', 'offered'))`,
    sql`update events set state = 'cancelled', cancelled_at = ${now}, cancelled_by = ${operatorId}, cancel_words = ${words},
        updated_at = max(updated_at + 1, ${now})
      where id = ${eventId} and ${ofStore(storeId)} and state in ('draft', 'open', 'closed') and ends_at > ${now}`,
  ]
  const batch: Compilable[] = statements.map((statement) => ({ compile: () => statement.compile(db) }))
  try {
    await store.batch([...batch, mustHaveChangedOne(db)])
  } catch (error) {
    if (!isAborted(error)) throw error
    throw new Refusal(await whyNot(store, { eventId, storeId, now, from: [] }))
  }
}

/** For a `where` over events: those of a store; null: all. */
export const ofStore = (storeId: string | null) => sql<SqlBool>`(${storeId} is null or events.store_id = ${storeId})`

type Failed = Omit<Asked, 'updatedAt'> & { updatedAt?: number; from: readonly EventState[] }

/** Why an event did not change, after it did not. `from`: the states in which it may. */
export async function whyNot({ db }: Store, { eventId, storeId = null, updatedAt, now, from }: Failed) {
  const found = await db
    .selectFrom('events')
    .select(['state', 'updated_at', 'closes_at'])
    .where('id', '=', eventId)
    .where(ofStore(storeId))
    .executeTakeFirst()
  if (!found) return 'not_found'
  if (!from.includes(found.state)) return 'event_not_in_state'
  if (updatedAt !== undefined && found.updated_at !== updatedAt) return 'event_changed_meanwhile'
  return found.closes_at <= now ? 'event_times_past' : 'event_not_in_state'
}
