import { sql } from 'kysely'
import type { SkipReason } from '../db/schema.ts'
import type { Store } from '../db/store.ts'

/** A page of the list of recipients. */
export const RECIPIENTS_PAGE = 50

/** What became of the recipients so far; every planned one is in exactly one of these. */
export type Progress = {
  accepted: number
  waiting: number
  unknown: number
  rejected: number
  cancelled: number
  skipped: Partial<Record<SkipReason, number>>
  /** Confirmed, but no longer reachable when the recipients were written down. */
  gone: number
}

export async function progressOf(
  { db }: Store,
  { broadcastId, confirmedCount }: { broadcastId: string; confirmedCount: number },
): Promise<Progress> {
  const chunks = await db
    .selectFrom('broadcast_chunks')
    .select(['state', (eb) => eb.fn.sum<number>('recipients').as('people')])
    .where('broadcast_id', '=', broadcastId)
    .groupBy('state')
    .execute()
  const skips = await db
    .selectFrom('deliveries')
    .select(['skipped_reason as reason', (eb) => eb.fn.countAll<number>().as('people')])
    .where('broadcast_id', '=', broadcastId)
    .where('skipped_reason', 'is not', null)
    .groupBy('skipped_reason')
    .execute()

  const inState = (...states: string[]) =>
    chunks.filter(({ state }) => states.includes(state)).reduce((sum, { people }) => sum + people, 0)
  const skipped: Progress['skipped'] = {}
  for (const { reason, people } of skips) if (reason !== null) skipped[reason] = people
  const { over_confirmed: _, ...among } = skipped
  const planned = inState('ready', 'inflight', 'accepted', 'rejected', 'unknown', 'cancelled')
  const leftOut = Object.values(among).reduce((sum, people) => sum + people, 0)
  return {
    accepted: inState('accepted'),
    waiting: inState('ready', 'inflight'),
    unknown: inState('unknown'),
    rejected: inState('rejected'),
    cancelled: inState('cancelled'),
    skipped,
    gone: chunks.length === 0 ? 0 : Math.max(0, confirmedCount - planned - leftOut),
  }
}

export type RecipientOutcome = SkipReason | 'accepted' | 'waiting' | 'unknown' | 'rejected' | 'cancelled'
export type RecipientLine = { memberId: string; name: string | null; outcome: RecipientOutcome }

/**
 * Each recipient with what became of them, by pages: `after` is the last memberId of the page before. `storeId`: the store
 * that the reader's rights end at, whose people alone are listed, also when an owner sent it further; null: none.
 */
export async function recipientsOf(
  { db }: Store,
  { broadcastId, storeId = null, after = '' }: { broadcastId: string; storeId?: string | null; after?: string },
): Promise<readonly RecipientLine[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('members', 'members.id', 'deliveries.member_id')
    .leftJoin('broadcast_chunks', (join) =>
      join
        .onRef('broadcast_chunks.broadcast_id', '=', 'deliveries.broadcast_id')
        .onRef('broadcast_chunks.seq', '=', 'deliveries.chunk_seq')
        .onRef('broadcast_chunks.epoch', '=', 'deliveries.chunk_epoch'),
    )
    .select([
      'deliveries.member_id as memberId',
      'members.name',
      sql<RecipientOutcome>`coalesce(deliveries.skipped_reason,
        case broadcast_chunks.state when 'ready' then 'waiting' when 'inflight' then 'waiting' else broadcast_chunks.state end)`.as(
        'outcome',
      ),
    ])
    .where('deliveries.broadcast_id', '=', broadcastId)
    .where('deliveries.member_id', '>', after)
    .$if(storeId !== null, (query) => query.where('members.store_id', '=', storeId))
    .orderBy('deliveries.member_id')
    .limit(RECIPIENTS_PAGE)
    .execute()
  return rows
}
