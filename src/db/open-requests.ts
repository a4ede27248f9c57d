import { type Compilable, type SqlBool, sql } from 'kysely'
import type { Db } from './store.ts'

/** Longer than any lease: one that reaches further was taken by another clock. */
const LEASE_MAX_MS = 10 * 60_000

/**
 * Requests that LINE may have taken, and of which nobody can tell any more for how long LINE knows their keys: they are
 * never repeated by themselves, but shown as unknown. What was claimed only, is free again.
 */
export const closeOpenRequests = (db: Db, now: number): readonly Compilable[] => [
  chunksUnknown(db, ['inflight'], now),
  pushesUnknown(db, 'clock', now).where('first_attempt_at', 'is not', null),
  db
    .updateTable('broadcast_chunks')
    .set({ lease_until: 0, claim_id: null })
    .where('state', '=', 'ready')
    .where('lease_until', '>', now + LEASE_MAX_MS),
]

/**
 * Everything that a backup still holds to be sent: the living database may have sent it since. Of what had its recipients
 * already the owner decides; what had none yet, or has none left, is over. Drafts stay, and the board, which costs nothing; menus can be given again.
 */
export const closeEverything = (db: Db, now: number): readonly Compilable[] => [
  db
    .updateTable('broadcasts')
    .set({
      failure: 'restored',
      updated_at: now,
      finished_at: sql`iif(state = 'planning' or not ${hasOpen}, ${now}, finished_at)`,
      state: sql`case when state = 'planning' then 'cancelled' when ${hasOpen} then 'needs_decision' else 'done' end`,
    })
    .where('id', 'in', openBroadcasts(db).select('id')),
  chunksUnknown(db, ['ready', 'inflight'], now),
  pushesUnknown(db, 'restored', now),
]

/** There is something for the owner to decide about: without it, the broadcast would wait for a decision for ever. */
const hasOpen = sql<SqlBool>`exists (select 1 from broadcast_chunks where broadcast_chunks.broadcast_id = broadcasts.id
  and (broadcast_chunks.state in ('ready', 'inflight') or (broadcast_chunks.state = 'unknown' and decision is null)))`

/** What was confirmed, costs something, and is not over. */
export const openBroadcasts = (db: Db) =>
  db
    .selectFrom('broadcasts')
    .where('channel', '=', 'push')
    .where('state', 'in', [
      'planning',
      'planned',
      'missed',
      'sending',
      'paused_owner',
      'paused_quota',
      'paused_auth',
      'paused_error',
    ])

/** The body goes, with what LINE calls its people: nothing needs it any more. */
const chunksUnknown = (db: Db, states: readonly ('ready' | 'inflight')[], now: number) =>
  db
    .updateTable('broadcast_chunks')
    .set({ state: 'unknown', body: null, lease_until: 0, claim_id: null, finished_at: now })
    .where('state', 'in', states)
    .where('broadcast_id', 'in', (eb) => eb.selectFrom('broadcasts').select('id').where('channel', '=', 'push'))

const pushesUnknown = (db: Db, failure: string, now: number) =>
  db
    .updateTable('outbox_messages')
    .set({ state: 'unknown', failure, lease_until: 0, finished_at: now, body: '[]' })
    .where('kind', '=', 'push')
    .where('state', 'in', ['ready', 'inflight'])
