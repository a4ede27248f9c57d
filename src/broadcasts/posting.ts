import { z } from 'zod'
import { noteLineTime, SKEW_MAX_MS } from '../db/clock.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import type { Outcome } from '../line/line.ts'
import { type Claim, doubtedChunk, LEASE_MS, releaseChunk } from './chunks.ts'
import type { Broadcast } from './drafts.ts'
import type { Finisher } from './finisher.ts'
import { pauseStatement } from './finishing.ts'
import type { Sealed, SealOutcome } from './sealing.ts'

/** When what changed under us is looked at again. */
const LOOK_AGAIN_MS = 1_000
/** A request must leave so long before its lease ends, or not at all. */
const DEADLINE_MS = 15_000

type Posting = Pick<Deps, 'store' | 'line' | 'log' | 'now'> & {
  broadcast: Pick<Broadcast, 'id' | 'title' | 'method'>
  finisher: Finisher
}

/** Our own bodies. */
const Addressed = z.object({ to: z.union([z.string(), z.array(z.string())]) })

/** Sends a sealed chunk while its lease lasts, and writes down what became of it. */
export async function postChunk(posting: Posting, claim: Claim, sealed: SealOutcome): Promise<void> {
  const { store, now, broadcast } = posting
  if (sealed === 'nobody') return
  if (sealed === 'lost') {
    await releaseChunk(store, claim, { nextAt: now() + LOOK_AGAIN_MS })
    return
  }
  const from = now()
  if (isOutOfTime(claim, from)) return
  const outcome = await posting.finisher.watch(post(posting, claim, sealed))
  const until = now()
  const { title, method } = broadcast
  const to = outcome.kind === 'refused' ? addressedIn(sealed.body) : []
  await posting.finisher.finish({ claim, outcome, title, method, to, now: until })
  if ((await noteLineTime(store, { at: outcome.at, from, until })) === 'clock')
    await pauseSending(store, { broadcastId: broadcast.id, state: 'paused_error', failure: 'clock', now: until })
}

async function post({ line, log, broadcast: { id, method } }: Posting, claim: Claim, sealed: Sealed): Promise<Outcome> {
  const outcome = await line[method](sealed.body, sealed.retryKey)
  const { seq, attempt } = claim
  if (outcome.kind !== 'accepted')
    log.warn('chunk not accepted', { broadcast_id: id, seq, attempt, outcome: outcome.kind })
  return outcome
}

/** Too late for a request to leave under its lease; or the clock went back since the claim, and nothing can be said of time. */
export const isOutOfTime = ({ leaseUntil }: Claim, now: number) =>
  now > leaseUntil - DEADLINE_MS || now < leaseUntil - LEASE_MS - SKEW_MAX_MS

const addressedIn = (body: string) => [Addressed.parse(JSON.parse(body)).to].flat()

/**
 * After a monthly-limit answer LINE is asked for its own figure, before anything else of the broadcast is sent. When that
 * does not cover the chunk, or is not told, the broadcast is paused.
 */
export async function isUsedUp({ store, line, now }: Pick<Deps, 'store' | 'line' | 'now'>, broadcastId: string) {
  const people = await doubtedChunk(store, { broadcastId, now: now() })
  if (people === undefined) return false
  const quota = await line.quota().catch(() => undefined)
  if (quota && (quota.limit === null || quota.limit - quota.used >= people)) return false
  await pauseSending(store, { broadcastId, state: 'paused_quota', now: now() })
  return true
}

const pauseSending = (
  { db }: Store,
  { broadcastId, now, ...pause }: Parameters<typeof pauseStatement>[2] & { broadcastId: string; now: number },
) => pauseStatement(db, broadcastId, pause, now).execute()
