import { type Compilable, type SqlBool, sql } from 'kysely'
import type { BroadcastState } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import type { Outcome } from '../line/line.ts'
import { type Claim, isChunk, isMine } from './chunks.ts'

const BACKOFF_MAX_MS = 10 * 60_000
/** A request that got no answer may still be under way at LINE: its repetition waits longer than our own timeout. */
const NO_ANSWER_MS = 15_000
/** Parallel sends can make LINE say that the month is used up when it is not. */
const QUOTA_AGAIN_MS = 60_000
/** What a chunk that met a false monthly limit remembers: the second time it is believed. */
const QUOTA_DOUBTED = 'quota'

type Finish = {
  claim: Claim
  outcome: Outcome
  /** For the timeline. */
  title: string
  /** LINE's own figure still covers the chunk: the first monthly-limit answer is not believed. */
  quotaLeft: boolean
  now: number
}

/**
 * Writes down what became of a request, if the claim is still ours. Accepted: the people's timelines say so. Known not to
 * have been taken: back to ready, key unburnt, to be decided and sealed anew; unless an earlier request of the same
 * bytes is still open, then these are repeated. Unknown: the same bytes under the same key, later. Of a broadcast that was
 * cancelled meanwhile nothing goes back to ready.
 */
export async function finishChunk({ db, batch }: Store, finish: Finish) {
  const { claim, outcome, now } = finish
  const pause = pauseFor(finish)
  await batch([
    outcome.kind === 'accepted' || reasonOf(outcome) === 'invalid'
      ? closeStatement(db, finish)
      : reopenStatement(db, finish),
    attemptStatement(db, claim, outcome, now),
    ...(outcome.kind === 'accepted' ? [timelineStatement(db, finish)] : []),
    ...(pause ? [pauseStatement(db, { broadcastId: claim.broadcastId, state: pause, now })] : []),
  ])
}

const reasonOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.reason : undefined)

function pauseFor({ claim, outcome, quotaLeft }: Finish): BroadcastState | undefined {
  const reason = reasonOf(outcome)
  if (reason === 'auth') return 'paused_auth'
  return reason === 'quota' && (!quotaLeft || claim.failure === QUOTA_DOUBTED) ? 'paused_quota' : undefined
}

function closeStatement(db: Db, { claim, outcome, now }: Finish): Compilable {
  const accepted = outcome.kind === 'accepted'
  return {
    compile: () =>
      sql`update broadcast_chunks set state = ${accepted ? 'accepted' : 'rejected'}, body = null, lease_until = 0, claim_id = null,
          last_status = ${outcome.status ?? null}, line_request_id = ${outcome.requestId ?? null},
          accepted_request_id = ${accepted ? (outcome.acceptedRequestId ?? outcome.requestId ?? null) : null},
          failure = ${accepted ? null : outcome.message}, finished_at = ${now}
        where ${isMine(claim)} and state = 'inflight'`.compile(db),
  }
}

/** Every request since the seal, but this one, is known to have been refused: LINE has never taken the key. */
const unburnt = (claim: Claim) =>
  sql<SqlBool>`(select count(*) from send_attempts where ${isChunk(claim)} and attempt >= broadcast_chunks.sealed_attempt
    and attempt < ${claim.attempt} and outcome like 'refused%') = ${claim.attempt} - sealed_attempt`

function reopenStatement(db: Db, finish: Finish): Compilable {
  const { claim, outcome } = finish
  const open = outcome.kind === 'refused' ? sql<SqlBool>`not (${unburnt(claim)})` : sql<SqlBool>`true`
  const cancelled = sql<SqlBool>`exists (select 1 from broadcasts where id = ${claim.broadcastId} and state = 'cancelled')`
  return {
    compile: () =>
      sql`update broadcast_chunks set
          state = iif(${open}, 'inflight', iif(${cancelled}, 'cancelled', 'ready')), body = iif(${open}, body, null), body_sha = iif(${open}, body_sha, null),
          first_attempt_at = iif(${open}, first_attempt_at, null), sealed_attempt = iif(${open}, sealed_attempt, null),
          lease_until = 0, claim_id = null, next_at = ${nextAt(finish)},
          last_status = ${outcome.status ?? null}, line_request_id = ${outcome.requestId ?? null},
          failure = ${reasonOf(outcome) === 'quota' && !pauseFor(finish) ? QUOTA_DOUBTED : null}
        where ${isMine(claim)} and state = 'inflight'`.compile(db),
  }
}

function nextAt(finish: Finish) {
  const { claim, outcome, now } = finish
  if (pauseFor(finish)) return now
  if (reasonOf(outcome) === 'quota') return now + QUOTA_AGAIN_MS
  const wait = backoffMs(claim.attempt)
  const answered = outcome.kind === 'refused' || outcome.status !== undefined
  return now + (answered ? wait : Math.max(wait, NO_ANSWER_MS))
}

/** Doubles from one second to ten minutes, less up to half of it, so that processes don't knock in step. */
export function backoffMs(attempt: number) {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return Math.round(Math.min(1_000 * 2 ** Math.min(attempt - 1, 20), BACKOFF_MAX_MS) * (1 - random / 2 ** 33))
}

const attemptStatement = (db: Db, { broadcastId, seq, epoch, attempt }: Claim, outcome: Outcome, now: number) =>
  db
    .insertInto('send_attempts')
    .values({
      broadcast_id: broadcastId,
      seq,
      epoch,
      attempt,
      at: now,
      outcome: outcome.kind === 'refused' ? `refused_${outcome.reason}` : outcome.kind,
      status: outcome.status ?? null,
      request_id: outcome.requestId ?? null,
    })
    .onConflict((clash) => clash.doNothing())

const timelineStatement = (db: Db, { claim, title, now }: Finish): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, at)
      select 'broadcast_accepted:' || broadcast_id || ':' || member_id, member_id, 'broadcast_accepted', broadcast_id,
        json_object('title', ${title}), ${now}
      from deliveries where broadcast_id = ${claim.broadcastId} and chunk_seq = ${claim.seq} and chunk_epoch = ${claim.epoch}
        and skipped_reason is null and exists (select 1 from broadcast_chunks where ${isChunk(claim)} and state = 'accepted')
      on conflict (id) do nothing`.compile(db),
})

const pauseStatement = (
  db: Db,
  { broadcastId, state, now }: { broadcastId: string; state: BroadcastState; now: number },
) =>
  db
    .updateTable('broadcasts')
    .set({ state, updated_at: now })
    .where('id', '=', broadcastId)
    .where('state', '=', 'sending')
