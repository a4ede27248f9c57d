import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** `storeId`: the store that the asker's rights end at; null: all. `updatedAt`: the version that was shown. */
export type Asked = { eventId: string; storeId?: string | null; updatedAt: number; now: number }

/**
 * Opens a draft for answers. Refusals: event_not_in_state; event_changed_meanwhile; event_times_past when its deadline is
 * over already. Tells nobody: invitations are broadcasts.
 */
export async function openEvent(store: Store, { eventId, storeId = null, updatedAt, now }: Asked) {
  const { rows } = await sql`update events
    set state = 'open', opened_at = ${now}, updated_at = max(updated_at + 1, ${now})
    where id = ${eventId} and (${storeId} is null or store_id = ${storeId})
      and state = 'draft' and updated_at = ${updatedAt} and closes_at > ${now}
    returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { eventId, storeId, updatedAt, now, from: 'draft' }))
}

type Failed = Required<Asked> & { from: 'draft' | 'closed' }

/** Why an event could not be opened, after it was not. */
async function whyNot({ db }: Store, { eventId, storeId, updatedAt, now, from }: Failed) {
  const found = await db
    .selectFrom('events')
    .select(['state', 'updated_at', 'closes_at'])
    .where('id', '=', eventId)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId))
    .executeTakeFirst()
  if (!found) return 'not_found'
  if (found.state !== from) return 'event_not_in_state'
  return found.updated_at === updatedAt && found.closes_at <= now ? 'event_times_past' : 'event_changed_meanwhile'
}
