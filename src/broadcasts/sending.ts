import { z } from 'zod'
import { noteLineTime, SKEW_MAX_MS } from '../db/clock.ts'
import { advanceEpoch, mayWork } from '../db/fence.ts'
import type { BroadcastState } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import type { LineGateway, Outcome } from '../line/line.ts'
import {
  type Claim,
  claimChunks,
  completeBroadcast,
  expireChunks,
  IN_FLIGHT_MAX,
  LEASE_MS,
  nextDue,
  releaseChunk,
} from './chunks.ts'
import { type Broadcast, findBroadcast } from './drafts.ts'
import { finishChunk } from './finishing.ts'
import { openDesk } from './letters.ts'
import { planBroadcast } from './planning.ts'
import { quietUntil } from './quiet.ts'
import { sealChunk } from './sealing.ts'
import { readSendingSettings, type SendingSettings } from './sending-settings.ts'
import { startDue } from './starting.ts'

/** How long one call works before it lets its runtime breathe: a queue consumer on Workers may not run for ever. */
const WORK_MAX_MS = 20_000
/** When something is due that another process holds. */
const LOOK_AGAIN_MS = 1_000
/** A request must leave so long before its lease ends, or not at all. */
const DEADLINE_MS = 15_000

const Addressed = z.object({ to: z.union([z.string(), z.array(z.string())]) })

type Sender = Pick<Deps, 'store' | 'line' | 'instance' | 'config' | 'log' | 'now'>
type Sending = Sender & { broadcast: Broadcast; settings: SendingSettings; instanceId: string; until: number }

/**
 * Plans what was confirmed and sends what is due, in as many processes as there are. Killed anywhere, it goes on from the
 * ledger: a request whose answer is not known is repeated byte for byte under its key, or not at all. Returns when to look
 * again, UTC epoch ms.
 */
export async function workBroadcasts(deps: Sender): Promise<number | undefined> {
  const { store, now } = deps
  const until = now() + WORK_MAX_MS
  // A copy or a restored backup sends nothing by itself, and nothing goes by a clock that is off.
  if ((await mayWork(deps)) !== 'yes') return undefined
  await expireChunks(store, { now: now() })
  const settings = await readSendingSettings(store)
  const failures: unknown[] = []
  for (const broadcastId of await idsIn(store, 'planning'))
    await plan(store, { broadcastId, now: now() }).catch((error) => failures.push(error))
  await startDue(store, { settings, now: now() })

  const sending = { ...deps, settings, instanceId: await readInstanceId(store), until }
  const broadcastIds = quietUntil(settings, now()) === undefined ? await idsIn(store, 'sending') : []
  if (broadcastIds.length > 0) await advanceEpoch(deps)
  for (const broadcastId of broadcastIds) {
    if (now() >= until) break
    await sendBroadcast(sending, broadcastId).catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
  if (now() >= until) return now()

  const at = await nextDue(store, { settings, now: now() })
  return at === undefined ? undefined : Math.max(at, now() + LOOK_AGAIN_MS)
}

async function plan(store: Store, { broadcastId, now }: { broadcastId: string; now: number }) {
  const broadcast = await findBroadcast(store, { broadcastId })
  if (broadcast) await planBroadcast(store, { broadcast, now })
}

async function sendBroadcast(sending: Omit<Sending, 'broadcast'>, broadcastId: string) {
  const { store, now } = sending
  const broadcast = await findBroadcast(store, { broadcastId })
  if (!broadcast) return
  await sendChunks({ ...sending, broadcast })
  await completeBroadcast(store, { broadcastId, now: now() })
}

/** Keeps as many requests in flight as the method allows. After a failure of ours nothing new starts, what runs ends. */
async function sendChunks(sending: Sending) {
  const { store, now, broadcast, settings, until } = sending
  const inFlight = new Set<Promise<unknown>>()
  const failures: unknown[] = []
  const start = (claim: Claim) => {
    const running = sendChunk(sending, claim)
      .catch((error) => failures.push(error))
      .finally(() => inFlight.delete(running))
    inFlight.add(running)
  }
  for (;;) {
    const max = IN_FLIGHT_MAX[broadcast.method] - inFlight.size
    const claims =
      failures.length > 0 || now() >= until || quietUntil(settings, now()) !== undefined
        ? []
        : await claimChunks(store, { broadcastId: broadcast.id, method: broadcast.method, max, now: now() })
    for (const claim of claims) start(claim)
    if (inFlight.size === 0) break
    await Promise.race(inFlight)
  }
  if (failures.length > 0) throw failures[0]
}

async function sendChunk(sending: Sending, claim: Claim): Promise<void> {
  const { store, line, log, now, broadcast, instanceId } = sending
  if (isOutOfTime(claim, now())) return
  const sealed = await sealedBefore(claim, () => seal(sending, claim, instanceId))
  if (sealed === 'nobody') return
  if (sealed === 'lost') {
    await releaseChunk(store, claim, { nextAt: now() + LOOK_AGAIN_MS })
    return
  }
  const from = now()
  if (isOutOfTime(claim, from)) return

  const outcome = await line[broadcast.method](sealed.body, sealed.retryKey)
  const until = now()
  if (outcome.kind !== 'accepted')
    log.warn('chunk not accepted', {
      broadcast_id: broadcast.id,
      seq: claim.seq,
      attempt: claim.attempt,
      outcome: outcome.kind,
    })
  await finishChunk(store, {
    claim,
    outcome,
    title: broadcast.title,
    quotaLeft: await coversStill(line, outcome, sealed.body),
    now: now(),
  })
  if ((await noteLineTime(store, { at: outcome.at, from, until })) === 'clock')
    await pauseForClock(store, { broadcastId: broadcast.id, now: until })
}

/** Too late for a request to leave under its lease; or the clock went back since the claim, and nothing can be said of time. */
const isOutOfTime = ({ leaseUntil }: Claim, now: number) =>
  now > leaseUntil - DEADLINE_MS || now < leaseUntil - LEASE_MS - SKEW_MAX_MS

/** Our clock and LINE's differ: for how long LINE knows our keys cannot be told. */
const pauseForClock = ({ db }: Store, { broadcastId, now }: { broadcastId: string; now: number }) =>
  db
    .updateTable('broadcasts')
    .set({ state: 'paused_error', failure: 'clock', updated_at: now })
    .where('id', '=', broadcastId)
    .where('state', '=', 'sending')
    .execute()

const sealedBefore = async ({ state, body, retryKey }: Claim, sealNow: () => ReturnType<typeof sealChunk>) =>
  state === 'inflight' && body !== null && retryKey !== null ? { body, retryKey } : sealNow()

async function seal(sending: Sending, claim: Claim, instanceId: string) {
  const { store, now, broadcast, settings } = sending
  const desk = await openDesk(sending, broadcast, now())
  return sealChunk(store, { ...broadcast, claim, settings, instanceId, ...desk, now: now() })
}

/** After a monthly-limit answer LINE is asked once for its own figure. No answer counts as used up. */
async function coversStill(line: LineGateway, outcome: Outcome, body: string) {
  if (outcome.kind !== 'refused' || outcome.reason !== 'quota') return true
  const { to } = Addressed.parse(JSON.parse(body))
  const quota = await line.quota().catch(() => undefined)
  return quota !== undefined && (quota.limit === null || quota.limit - quota.used >= [to].flat().length)
}

async function idsIn({ db }: Store, state: BroadcastState) {
  const rows = await db
    .selectFrom('broadcasts')
    .select('id')
    .where('state', '=', state)
    .orderBy('confirmed_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

const readInstanceId = async ({ db }: Store) =>
  (await db.selectFrom('settings').select('value').where('key', '=', 'instance_id').executeTakeFirstOrThrow()).value
