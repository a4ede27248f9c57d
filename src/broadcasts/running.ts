import { type Compilable, sql } from 'kysely'
import type { BroadcastState } from '../db/schema.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** How long after a confirmation nothing leaves, so that it can be taken back. */
export const UNDO_MS = 60_000

type Change = { broadcastId: string; now: number }

const PAUSED: readonly BroadcastState[] = ['paused_owner', 'paused_quota', 'paused_auth', 'paused_error']
const RUNNING: readonly BroadcastState[] = ['planning', 'planned', 'missed', 'sending', ...PAUSED]

/**
 * Takes a confirmation back while nothing was sealed: the broadcast is a draft again, without recipients, requests, notices
 * and the coupon that came into being with it, unless somebody was given it some other way. Refusal broadcast_not_undoable otherwise. Repeating it changes nothing.
 */
export async function undoConfirmation({ db, batch }: Store, { broadcastId, now }: Change) {
  const before = await db
    .selectFrom('broadcasts')
    .select(['state', 'coupon_id', sql<string | null>`content ->> '$.couponId'`.as('existing')])
    .where('id', '=', broadcastId)
    .executeTakeFirst()
  if (before?.state === 'draft') return
  const undo = db
    .updateTable('broadcasts')
    .set({
      state: 'draft',
      coupon_id: null,
      confirmed_count: null,
      confirmed_yen: null,
      confirmed_by: null,
      confirmed_at: null,
      balance_reason: null,
      send_at: null,
      planned_at: null,
      updated_at: now,
    })
    .where('id', '=', broadcastId)
    .where('state', 'in', ['planning', 'planned', 'missed'])
    // What is sent by itself was confirmed by nobody for this one time.
    .where('occasion', 'is', null)
    .where('coupon_id', 'is', before?.coupon_id ?? null)
    .where((eb) => eb.not(eb.exists(sealedOf(db, broadcastId))))
  const forget = (['deliveries', 'broadcast_chunks', 'board_notices'] as const).map((table) =>
    db.deleteFrom(table).where('broadcast_id', '=', broadcastId),
  )
  const isOwn = before?.coupon_id && before.existing === null
  const coupon = isOwn ? [deleteUngiven(db, before.coupon_id)] : []
  await orRefuse('broadcast_not_undoable', () => batch([undo, mustHaveChangedOne(db), ...forget, ...coupon]))
}

/** A coupon that nobody has or is about to get: its own page may have given it meanwhile. */
const deleteUngiven = (db: Db, couponId: string | null): Compilable => ({
  compile: () =>
    sql`delete from coupons where id = ${couponId}
      and not exists (select 1 from coupon_grants where coupon_id = coupons.id)
      and not exists (select 1 from coupon_issues where coupon_id = coupons.id)
      and not exists (select 1 from automatic_coupons where coupon_id = coupons.id)
      and not exists (select 1 from broadcasts where coupon_id = coupons.id)`.compile(db),
})

const sealedOf = (db: Db, broadcastId: string) =>
  db.selectFrom('broadcast_chunks').select('seq').where('broadcast_id', '=', broadcastId).where('state', '<>', 'ready')

/**
 * Sends without waiting any longer; one that was missed may go now after all. Never later than it would have. Refusal
 * broadcast_not_running when there is nothing that waits; repeating it changes nothing.
 */
export async function releaseBroadcast({ db }: Store, { broadcastId, now }: Change) {
  const released = await db
    .updateTable('broadcasts')
    .set({
      send_at: sql<number>`iif(state = 'missed', ${now}, min(coalesce(send_at, ${now}), ${now}))`,
      state: sql<BroadcastState>`iif(state = 'missed', 'planned', state)`,
      updated_at: now,
    })
    .where('id', '=', broadcastId)
    .where('state', 'in', ['planning', 'planned', 'missed'])
    .returning('id')
    .executeTakeFirst()
  if (released) return
  const current = await db.selectFrom('broadcasts').select('state').where('id', '=', broadcastId).executeTakeFirst()
  if (current?.state !== 'sending' && current?.state !== 'done') throw new Refusal('broadcast_not_running')
}

/** Stops a broadcast from taking another chunk; what is in flight ends. One that waits for its time does not start. */
export async function pauseBroadcast({ db }: Store, { broadcastId, now }: Change) {
  await db
    .updateTable('broadcasts')
    .set({ state: 'paused_owner', updated_at: now })
    .where('id', '=', broadcastId)
    .where('state', 'in', ['planned', 'sending'])
    .execute()
}

/** Goes on with exactly the rest; one whose time has not come yet waits for it. */
export async function resumeBroadcast({ db }: Store, { broadcastId, now }: Change) {
  await db
    .updateTable('broadcasts')
    .set({
      state: sql<BroadcastState>`iif(channel = 'board' or send_at > ${now}, 'planned', 'sending')`,
      failure: null,
      send_at: sql<number>`iif(channel = 'board', max(send_at, ${now}), send_at)`,
      updated_at: now,
    })
    .where('id', '=', broadcastId)
    .where('state', 'in', PAUSED)
    .execute()
}

/**
 * Ends a broadcast for good, also one that waits for its time. From the commit on no chunk is sealed; one that was sealed
 * may still arrive. Refusal broadcast_not_running when it is over already; repeating it changes nothing.
 */
export async function cancelBroadcast({ db, batch }: Store, { broadcastId, now }: Change) {
  const cancel = db
    .updateTable('broadcasts')
    .set({ state: 'cancelled', updated_at: now, finished_at: now })
    .where('id', '=', broadcastId)
    .where('state', 'in', [...RUNNING, 'cancelled'])
  const chunks: Compilable = {
    compile: () =>
      sql`update broadcast_chunks set state = 'cancelled', lease_until = 0, claim_id = null, finished_at = ${now}
        where broadcast_id = ${broadcastId} and state = 'ready'`.compile(db),
  }
  await orRefuse('broadcast_not_running', () => batch([cancel, mustHaveChangedOne(db), chunks]))
}

async function orRefuse(code: 'broadcast_not_running' | 'broadcast_not_undoable', run: () => Promise<unknown>) {
  try {
    await run()
  } catch (error) {
    throw isAborted(error) ? new Refusal(code) : error
  }
}
