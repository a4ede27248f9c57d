import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import type { Finish } from './finishing.ts'

/**
 * Writes down that LINE has the requests of one broadcast, each if the claim is still ours: the chunk, the attempt, and the
 * timelines of the people in it. Three statements, however many. The index is named: SQLite takes the primary key for
 * as good, and would read all recipients of the broadcast for each chunk.
 */
export async function finishAccepted({ db, batch }: Store, finishes: readonly Finish[]): Promise<void> {
  const [first] = finishes
  if (!first) return
  const { broadcastId } = first.claim
  const mine = sql`with mine as materialized (select value ->> 0 as seq, value ->> 1 as epoch, value ->> 2 as attempt,
      value ->> 3 as at, value ->> 4 as status, value ->> 5 as request_id, value ->> 6 as accepted_id
    from json_each(${JSON.stringify(finishes.map(rowOf))}))`
  const isOurs = sql`broadcast_chunks.broadcast_id = ${broadcastId} and broadcast_chunks.seq = mine.seq
    and broadcast_chunks.epoch = mine.epoch and broadcast_chunks.attempt = mine.attempt`
  const run = (statement: RawBuilder<unknown>) => ({ compile: () => statement.compile(db) })
  await batch([
    run(sql`${mine} update broadcast_chunks set state = 'accepted', body = null, lease_until = 0, claim_id = null,
        last_status = mine.status, line_request_id = mine.request_id, accepted_request_id = mine.accepted_id,
        failure = null, finished_at = mine.at
      from mine where ${isOurs} and state = 'inflight'`),
    run(sql`${mine} insert into send_attempts (broadcast_id, seq, epoch, attempt, at, outcome, status, request_id)
      select ${broadcastId}, seq, epoch, attempt, at, 'accepted', status, request_id from mine where true
      on conflict do nothing`),
    run(sql`${mine} insert into interactions (id, member_id, kind, ref, detail, at)
      select 'broadcast_accepted:' || deliveries.broadcast_id || ':' || deliveries.member_id, deliveries.member_id,
        'broadcast_accepted', deliveries.broadcast_id, json_object('title', ${first.title}), mine.at
      from mine cross join broadcast_chunks on ${isOurs} and broadcast_chunks.state = 'accepted'
      cross join deliveries indexed by deliveries_by_chunk on deliveries.broadcast_id = ${broadcastId}
        and deliveries.chunk_seq = mine.seq and deliveries.chunk_epoch = mine.epoch and deliveries.skipped_reason is null
      where true on conflict (id) do nothing`),
  ])
}

const rowOf = ({ claim: { seq, epoch, attempt }, outcome, now }: Finish) => [
  seq,
  epoch,
  attempt,
  now,
  outcome.status ?? null,
  outcome.requestId ?? null,
  outcome.kind === 'accepted' ? (outcome.acceptedRequestId ?? outcome.requestId ?? null) : null,
]
