import { sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

type Change = { broadcastId: string; now: number }

/** Stops a running broadcast from taking another chunk; what is in flight ends. */
export async function pauseBroadcast({ db }: Store, { broadcastId, now }: Change) {
  await db
    .updateTable('broadcasts')
    .set({ state: 'paused_owner', updated_at: now })
    .where('id', '=', broadcastId)
    .where('state', '=', 'sending')
    .execute()
}

/** Goes on with exactly the rest. */
export async function resumeBroadcast({ db }: Store, { broadcastId, now }: Change) {
  await db
    .updateTable('broadcasts')
    .set({ state: 'sending', updated_at: now })
    .where('id', '=', broadcastId)
    .where('state', 'in', ['paused_owner', 'paused_quota', 'paused_auth', 'paused_error'])
    .execute()
}

/**
 * Ends a broadcast for good. From the commit on no chunk is sealed; one that was sealed may still arrive. Refusal
 * broadcast_not_running when it is over already; repeating it changes nothing.
 */
export async function cancelBroadcast({ db, batch }: Store, { broadcastId, now }: Change) {
  const cancel = db
    .updateTable('broadcasts')
    .set({ state: 'cancelled', updated_at: now, finished_at: now })
    .where('id', '=', broadcastId)
    .where('state', 'in', [
      'planning',
      'sending',
      'paused_owner',
      'paused_quota',
      'paused_auth',
      'paused_error',
      'cancelled',
    ])
  const chunks = {
    compile: () =>
      sql`update broadcast_chunks set state = 'cancelled', lease_until = 0, claim_id = null, finished_at = ${now}
        where broadcast_id = ${broadcastId} and state = 'ready'`.compile(db),
  }
  try {
    await batch([cancel, mustHaveChangedOne(db), chunks])
  } catch (error) {
    throw isAborted(error) ? new Refusal('broadcast_not_running') : error
  }
}
