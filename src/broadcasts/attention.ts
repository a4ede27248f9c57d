import { sql } from 'kysely'
import type { BroadcastState } from '../db/schema.ts'
import { listOf, type Store } from '../db/store.ts'
import { ofStore } from './drafts.ts'

/** More than so many are not listed at once: one is dealt with after the other. */
const ATTENTION_MAX = 10

/** What goes on only when somebody says how. Most urgent first. */
const WAITING_FOR_SOMEBODY = [
  'missed',
  'needs_decision',
  'paused_auth',
  'paused_error',
  'paused_quota',
  'paused_owner',
] as const satisfies readonly BroadcastState[]

export type Attention = { id: string; title: string; state: (typeof WAITING_FOR_SOMEBODY)[number] }

/** The broadcasts that wait for a decision; a manager's own store's. */
export async function attentionOf(
  { db }: Store,
  { storeId }: { storeId: string | null },
): Promise<readonly Attention[]> {
  const rows = await ofStore(db, storeId)
    .select(['broadcasts.id', 'broadcasts.title', 'broadcasts.state'])
    .where('broadcasts.state', 'in', WAITING_FOR_SOMEBODY)
    .orderBy('broadcasts.created_at', 'desc')
    .orderBy('broadcasts.id')
    .limit(ATTENTION_MAX)
    .execute()
  return WAITING_FOR_SOMEBODY.flatMap((state) =>
    rows.filter((row) => row.state === state).map(({ id, title }) => ({ id, title, state })),
  )
}

/** How many people of each broadcast still wait for their message; of those that are over, nobody is looked for. */
export async function waitingIn(
  { db }: Store,
  broadcasts: readonly { id: string; state: BroadcastState }[],
): Promise<ReadonlyMap<string, number>> {
  const ids = broadcasts.filter(({ state }) => state === 'sending' || state.startsWith('paused_')).map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; people: number }>`select broadcast_id as id, sum(recipients) as people
    from broadcast_chunks where broadcast_id in ${listOf(ids)} and state in ('ready', 'inflight')
    group by broadcast_id`.execute(db)
  return new Map([...ids.map((id) => [id, 0] as const), ...rows.map(({ id, people }) => [id, people] as const)])
}
