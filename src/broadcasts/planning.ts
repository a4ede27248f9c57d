import { type Compilable, type SqlBool, sql } from 'kysely'
import { postStatement } from '../board/board.ts'
import type { Store } from '../db/store.ts'
import { audienceOf, reasonLeftOut } from '../sending/reach.ts'
import { readSendingSettings, type SendingSettings } from '../sending/sending-settings.ts'
import { NO_CHUNK } from './chunks.ts'
import type { Broadcast } from './drafts.ts'

/** Recipients of one request: LINE's limit for equal messages, and one for personal ones. */
const CHUNK_SIZE = { multicast: 500, push: 1 } as const

/**
 * Writes down every recipient and every request of a confirmed broadcast; from then on it waits for its time. Never more
 * recipients than were confirmed: those above are kept as skipped, over_confirmed, and whoever is meant but left out with
 * the reason. All in one batch that does nothing when it was done before, or the confirmation was taken back meanwhile.
 */
export async function planBroadcast(store: Store, { broadcast, now }: { broadcast: Broadcast; now: number }) {
  const { db, batch } = store
  const planned = db
    .updateTable('broadcasts')
    .set({ state: 'planned', planned_at: now, updated_at: now })
    .where('id', '=', broadcast.id)
    .where(isPlanning(broadcast))
  if (broadcast.channel === 'board') return batch([postStatement(db, { broadcast, now }), planned])

  const settings = await readSendingSettings(store)
  const { recipients, requests } = statements(store, { broadcast, settings, now })
  return batch([recipients, requests, planned])
}

/** The very confirmation that was read, still to be planned. */
const isPlanning = ({ id, confirmedAt }: Broadcast) =>
  sql<SqlBool>`exists (select 1 from broadcasts where id = ${id} and state = 'planning' and confirmed_at is ${confirmedAt})`

type Planning = { broadcast: Broadcast; settings: SendingSettings; now: number }

function statements({ db }: Store, { broadcast, settings, now }: Planning) {
  const { id, rule, storeId, method } = broadcast
  const asked = { ...broadcast, broadcastId: id, settings, now }
  const confirmed = sql.lit(broadcast.confirmedCount ?? 0)
  const none = sql.lit(NO_CHUNK)
  const meant = audienceOf(db, { rule, storeId, now }).select((eb) => [
    'members.id as member_id',
    reasonLeftOut(asked, eb.ref('members.id')).as('reason'),
  ])
  const recipients: Compilable = {
    compile: () =>
      sql`with meant as materialized ${meant},
          counted as (select member_id, reason,
            sum(reason is null) over (order by member_id rows unbounded preceding) - 1 as n from meant)
        insert into deliveries (broadcast_id, member_id, chunk_seq, chunk_epoch, skipped_reason)
        select ${id}, member_id, iif(reason is null and n < ${confirmed}, n / ${sql.lit(CHUNK_SIZE[method])}, ${none}), 0,
          coalesce(reason, iif(n < ${confirmed}, null, 'over_confirmed'))
        from counted where ${isPlanning(broadcast)}
        on conflict (broadcast_id, member_id) do nothing`.compile(db),
  }
  const requests: Compilable = {
    compile: () =>
      sql`insert into broadcast_chunks (broadcast_id, seq, epoch, state, recipients)
        select broadcast_id, chunk_seq, chunk_epoch, 'ready', count(*)
        from deliveries where broadcast_id = ${id} and skipped_reason is null and ${isPlanning(broadcast)}
        group by broadcast_id, chunk_seq, chunk_epoch
        on conflict (broadcast_id, seq, epoch) do nothing`.compile(db),
  }
  return { recipients, requests }
}
