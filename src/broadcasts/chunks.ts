import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ChunkState } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { type QuietHours, quietUntil } from '../sending/quiet.ts'

/** Six times the gateway's timeout: while it holds, nobody else sends the chunk. */
export const LEASE_MS = 60_000
/** LINE keeps a retry key for 24 h from the first attempt; an hour before its end nothing is repeated by itself any more. */
export const RETRY_WINDOW_MS = 23 * 3_600_000
/**
 * Requests in flight for the whole channel: parallel multicasts can raise false monthly-limit errors; of pushes so many
 * that LINE's 2,000 a second are reached with an answer after a tenth of a second.
 */
export const IN_FLIGHT_MAX = { multicast: 1, push: 256 } as const
/** So many are claimed and sealed at a time, while the others are under way. */
export const GROUP_MAX = { multicast: 1, push: 128 } as const

/** The chunk of those who are meant but left out when the recipients are written down: it is never sent. */
export const NO_CHUNK = -1
/** Chunks from here on hold people back until the morning: the chunk that they come from has its own number less this. */
export const HELD_FROM = 1_000_000_000

/** After a monthly-limit answer nothing of the broadcast is sent for so long: parallel sends can raise a false one. */
export const QUOTA_AGAIN_MS = 60_000
/** What a chunk that met a monthly limit remembers: the second time it is believed. */
export const QUOTA_DOUBTED = 'quota'

export type ChunkKey = { broadcastId: string; seq: number; epoch: number }
/** The right to send a chunk until the lease ends. `attempt` is the fence: a later claim has a higher one. */
export type Claim = ChunkKey & {
  attempt: number
  leaseUntil: number
  state: ChunkState
  /** What was sealed by an earlier attempt. */
  body: string | null
  retryKey: string | null
  failure: string | null
}

/** Written out, not bound: SQLite uses a partial index only where it can see that it applies. */
const isOpen = sql<SqlBool>`broadcast_chunks.state in ('ready', 'inflight')`

/** A monthly-limit answer that is not to be looked into yet. The range keeps out what is held until the morning. */
const isDoubted = (now: number) => sql<SqlBool>`${isOpen} and broadcast_chunks.next_at > ${now}
  and broadcast_chunks.next_at <= ${now + QUOTA_AGAIN_MS} and broadcast_chunks.failure = ${QUOTA_DOUBTED}`

/**
 * Takes up to `max` chunks of a broadcast that are due, never more than may be in flight, and none unless it is sending.
 * One statement: of two processes, one gets a chunk. A claim whose answer was lost ends with its lease.
 */
export async function claimChunks(
  { db }: Store,
  { broadcastId, method, max, now }: { broadcastId: string; method: 'multicast' | 'push'; max: number; now: number },
): Promise<readonly Claim[]> {
  const held = sql`select count(*) from broadcast_chunks as held
    join broadcasts as of on of.id = held.broadcast_id and of.method = ${method}
    where held.lease_until > 0 and held.lease_until > ${now}`
  const { rows } = await sql<Row>`update broadcast_chunks
    set attempt = attempt + 1, lease_until = ${now + LEASE_MS}, claim_id = ${crypto.randomUUID()}
    where (broadcast_id, seq, epoch) in (
      select broadcast_id, seq, epoch from broadcast_chunks
      where broadcast_id = ${broadcastId} and ${isOpen} and next_at <= ${now} and lease_until <= ${now}
        and (state = 'ready' or first_attempt_at > ${now - RETRY_WINDOW_MS})
        and exists (select 1 from broadcasts where id = ${broadcastId} and state = 'sending')
        and not exists (select 1 from broadcast_chunks where broadcast_id = ${broadcastId} and ${isDoubted(now)})
      order by next_at, seq
      limit max(0, min(${max}, ${IN_FLIGHT_MAX[method]} - (${held}))))
    returning seq, epoch, attempt, lease_until, state, body, retry_key, failure`.execute(db)
  return rows.map(({ lease_until: leaseUntil, retry_key: retryKey, ...row }) => ({
    broadcastId,
    leaseUntil,
    retryKey,
    ...row,
  }))
}

type Row = {
  seq: number
  epoch: number
  attempt: number
  lease_until: number
  state: ChunkState
  body: string | null
  retry_key: string | null
  failure: string | null
}

/** The smallest chunk whose monthly-limit answer is to be looked into now; undefined: there is none. */
export async function doubtedChunk({ db }: Store, { broadcastId, now }: { broadcastId: string; now: number }) {
  const { rows } = await sql<{ people: number | null }>`select min(recipients) as people from broadcast_chunks
    where broadcast_id = ${broadcastId} and ${isOpen} and failure = ${QUOTA_DOUBTED} and next_at <= ${now}`.execute(db)
  return rows[0]?.people ?? undefined
}

/** Gives a chunk back unsent. */
export const releaseChunk = ({ db }: Store, claim: Claim, { nextAt }: { nextAt: number }) =>
  sql`update broadcast_chunks set lease_until = 0, claim_id = null, next_at = ${nextAt}
    where ${isMine(claim)} and state = 'ready'`.execute(db)

/**
 * Whatever was sent, got no answer and may not be repeated any more becomes unknown, for the owner to decide: after 23 h,
 * or at once when the broadcast was cancelled. Its body goes, with what LINE calls its people: nothing needs it any more.
 */
export const expireChunks = ({ db }: Store, { now }: { now: number }) =>
  sql`update broadcast_chunks set state = 'unknown', body = null, lease_until = 0, claim_id = null, finished_at = ${now}
    where ${isOpen} and state = 'inflight' and lease_until <= ${now}
      and (first_attempt_at <= ${now - RETRY_WINDOW_MS}
        or exists (select 1 from broadcasts where id = broadcast_id and state = 'cancelled'))`.execute(db)

/** A broadcast without open chunks is over: done, or for the owner to decide when it is unknown whether some were sent. */
export const completeBroadcast = ({ db }: Store, { broadcastId, now }: { broadcastId: string; now: number }) =>
  sql`update broadcasts set updated_at = ${now}, finished_at = ${now}, state = iif(
      exists (select 1 from broadcast_chunks where broadcast_id = ${broadcastId} and state = 'unknown' and decision is null), 'needs_decision', 'done')
    where id = ${broadcastId} and state = 'sending'
      and not exists (select 1 from broadcast_chunks where broadcast_id = ${broadcastId} and ${isOpen})`.execute(db)

/** When the first broadcast is due, be it to be planned, to start, to go on or to end; a push not in the quiet hours. undefined: none. */
export async function nextDue({ db }: Store, { settings, now }: { settings: QuietHours; now: number }) {
  const { rows } = await sql<{ push: number | null; board: number | null }>`select
      min(at) filter (where channel = 'push') as push, min(at) filter (where channel = 'board') as board
    from (select channel, case state when 'planning' then 0 when 'planned' then coalesce(send_at, 0) else max(coalesce((
          select next_at from broadcast_chunks where broadcast_id = broadcasts.id and ${isOpen} order by next_at limit 1
        ), 0), coalesce((select min(next_at) from broadcast_chunks where broadcast_id = broadcasts.id and ${isDoubted(now)}), 0)
      ) end as at from broadcasts where state in ('planning', 'planned', 'sending'))`.execute(db)
  const { push = null, board = null } = rows[0] ?? {}
  const audible = push === null ? null : (quietUntil(settings, Math.max(push, now)) ?? push)
  const dues = [audible, board].filter((at) => at !== null)
  return dues.length === 0 ? undefined : Math.min(...dues)
}

/** For a guard: the chunk is still held by this very claim. */
export const isMine = ({ broadcastId, seq, epoch, attempt }: Claim): RawBuilder<SqlBool> =>
  sql<SqlBool>`${isChunk({ broadcastId, seq, epoch })} and attempt = ${attempt}`

export const isChunk = ({ broadcastId, seq, epoch }: ChunkKey): RawBuilder<SqlBool> =>
  sql<SqlBool>`broadcast_id = ${broadcastId} and seq = ${seq} and epoch = ${epoch}`
