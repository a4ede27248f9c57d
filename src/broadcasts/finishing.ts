import { type Compilable, type SqlBool, sql } from 'kysely'
import type { BroadcastState } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import type { Outcome } from '../line/line.ts'
import { finishAccepted } from './accepting.ts'
import { type Claim, isMine, QUOTA_AGAIN_MS, QUOTA_DOUBTED } from './chunks.ts'
import { refusedIn, splitStatements, unburnt } from './splitting.ts'

const BACKOFF_MAX_MS = 10 * 60_000
/** A request that got no answer may still be under way at LINE: its repetition waits longer than our own timeout. */
const NO_ANSWER_MS = 15_000
const FAILURE_MAX = 300

export type Finish = {
  claim: Claim
  outcome: Outcome
  /** For the timeline. */
  title: string
  method: 'multicast' | 'push'
  /** What LINE calls the people in the body. */
  to: readonly string[]
  now: number
}

/**
 * Writes down what became of a request, if the claim is still ours. Accepted: the people's timelines say so. Known not to
 * have been taken: back to ready, key unburnt, to be decided and sealed anew, or, when LINE calls it invalid, without whom
 * it refuses; unless an earlier request of the same bytes is still open, then these are repeated. Unknown: the same bytes
 * under the same key, later. Of a broadcast that was cancelled meanwhile nothing goes back to ready.
 */
export async function finishChunk(store: Store, finish: Finish): Promise<void> {
  const { claim, outcome, now } = finish
  if (outcome.kind === 'accepted') return finishAccepted(store, [finish])
  const { db, batch } = store
  const pause = pauseFor(finish)
  const attempt = attemptStatement(db, claim, outcome, now)
  if (reasonOf(outcome) === 'invalid' && !pause) {
    const { to } = finish
    await batch([
      closeStatement(db, finish),
      ...splitStatements(db, { claim, to, message: messageOf(outcome), now }),
      attempt,
    ])
    return
  }
  await batch([
    reopenStatement(db, finish),
    attempt,
    ...(pause ? [pauseStatement(db, claim.broadcastId, pause, now)] : []),
  ])
}

const reasonOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.reason : undefined)
const messageOf = (outcome: Outcome) => (outcome.kind === 'accepted' ? '' : outcome.message)

type Pause = { state: BroadcastState; failure?: string }

function pauseFor({ claim, outcome, method }: Finish): Pause | undefined {
  const reason = reasonOf(outcome)
  if (reason === 'auth') return { state: 'paused_auth' }
  if (reason === 'quota') return claim.failure === QUOTA_DOUBTED ? { state: 'paused_quota' } : undefined
  // It is the message that LINE does not take, or the account: going on would spoil it for everybody.
  const isForAll = reason === 'invalid' && (outcome.status !== 400 || (method === 'multicast' && namesMessage(outcome)))
  return isForAll ? { state: 'paused_error', failure: failureOf(outcome) } : undefined
}

const namesMessage = (outcome: Outcome) => /\bmessages\[\d+\]/.test(messageOf(outcome))
const failureOf = (outcome: Outcome) => `line: ${outcome.status} ${messageOf(outcome)}`.slice(0, FAILURE_MAX)

/** Invalid: nobody in it gets this body. One person is rejected, of several the chunk is superseded by what is left of it. */
function closeStatement(db: Db, finish: Finish): Compilable {
  const { claim, outcome, to, now } = finish
  const isOver =
    to.length === 1 && refusedIn({ to, message: messageOf(outcome) }).length === 0 ? 'rejected' : 'superseded'
  return {
    compile: () =>
      sql`update broadcast_chunks set state = iif(${unburnt(claim)}, ${isOver}, 'inflight'),
          body = iif(${unburnt(claim)}, null, body), finished_at = iif(${unburnt(claim)}, ${now}, null),
          lease_until = 0, claim_id = null, next_at = ${nextAt(finish)}, last_status = ${outcome.status ?? null},
          line_request_id = ${outcome.requestId ?? null}, failure = ${messageOf(outcome)}
        where ${isMine(claim)} and state = 'inflight'`.compile(db),
  }
}

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
          failure = ${reasonOf(outcome) === 'quota' ? QUOTA_DOUBTED : null}
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

/** Stops what is being sent, and says why. */
export const pauseStatement = (db: Db, broadcastId: string, { state, failure }: Pause, now: number) =>
  db
    .updateTable('broadcasts')
    .set({ state, failure: failure ?? null, updated_at: now })
    .where('id', '=', broadcastId)
    .where('state', '=', 'sending')
