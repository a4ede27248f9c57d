import { type Compilable, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import type { Broadcast } from './drafts.ts'
import { audienceOf, reasonLeftOut } from './reach.ts'

/** Recipients of one request: LINE's limit for equal messages, and one for personal ones. */
const CHUNK_SIZE = { multicast: 500, push: 1 } as const
/** The chunk of those that the confirmed number did not cover: it is never sent. */
const NO_CHUNK = -1

/**
 * Writes down every recipient and every request of a confirmed broadcast, and starts it. Never more recipients than were
 * confirmed: those above are kept as skipped, over_confirmed. All in one batch that does nothing when it was done before.
 */
export const planBroadcast = ({ db, batch }: Store, { broadcast, now }: { broadcast: Broadcast; now: number }) => {
  const isPlanning = sql<boolean>`exists (select 1 from broadcasts where id = ${broadcast.id} and state = 'planning')`
  const confirmed = sql.lit(broadcast.confirmedCount ?? 0)
  const size = sql.lit(CHUNK_SIZE[broadcast.method])
  const reached = audienceOf(db, { rule: broadcast.rule, storeId: broadcast.storeId, now })
    .where((eb) => eb(reasonLeftOut(broadcast.purpose, eb.ref('members.id')), 'is', null))
    .select(['members.id as member_id', sql<number>`row_number() over (order by members.id) - 1`.as('n')])

  const recipients: Compilable = {
    compile: () =>
      sql`insert into deliveries (broadcast_id, member_id, chunk_seq, chunk_epoch, skipped_reason)
        select ${broadcast.id}, member_id, iif(n < ${confirmed}, n / ${size}, ${sql.lit(NO_CHUNK)}), 0,
          iif(n < ${confirmed}, null, 'over_confirmed')
        from (${reached}) where ${isPlanning}
        on conflict (broadcast_id, member_id) do nothing`.compile(db),
  }
  const chunks: Compilable = {
    compile: () =>
      sql`insert into broadcast_chunks (broadcast_id, seq, epoch, state, recipients)
        select broadcast_id, chunk_seq, chunk_epoch, 'ready', count(*)
        from deliveries where broadcast_id = ${broadcast.id} and skipped_reason is null and ${isPlanning}
        group by broadcast_id, chunk_seq, chunk_epoch
        on conflict (broadcast_id, seq, epoch) do nothing`.compile(db),
  }
  const start = db
    .updateTable('broadcasts')
    .set({ state: 'sending', updated_at: now })
    .where('id', '=', broadcast.id)
    .where('state', '=', 'planning')
  return batch([recipients, chunks, start])
}
