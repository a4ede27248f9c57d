import { advanceEpoch, mayWork } from '../db/fence.ts'
import type { BroadcastState } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { quietUntil } from '../sending/quiet.ts'
import { readSendingSettings, type SendingSettings } from '../sending/sending-settings.ts'
import {
  type Claim,
  claimChunks,
  completeBroadcast,
  expireChunks,
  GROUP_MAX,
  IN_FLIGHT_MAX,
  nextDue,
} from './chunks.ts'
import { type Broadcast, findBroadcast } from './drafts.ts'
import { openFinisher } from './finisher.ts'
import { openDesk } from './letters.ts'
import { planBroadcast } from './planning.ts'
import { isOutOfTime, isUsedUp, postChunk } from './posting.ts'
import { type SealOutcome, sealChunks } from './sealing.ts'
import { startDue } from './starting.ts'

/** How long one call works before it lets its runtime breathe: a queue consumer on Workers may not run for ever. */
const WORK_MAX_MS = 20_000
/** When something is due that another process holds. */
const LOOK_AGAIN_MS = 1_000

type Sender = Pick<Deps, 'store' | 'line' | 'instance' | 'config' | 'log' | 'now'> & Partial<Pick<Deps, 'wake'>>
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
  const { shown } = await startDue(store, { settings, now: now() })
  if (shown > 0) deps.wake?.('outbox')

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
  if (!broadcast || (await isUsedUp(sending, broadcastId))) return
  await sendChunks({ ...sending, broadcast })
  await completeBroadcast(store, { broadcastId, now: now() })
}

/**
 * Keeps as many requests in flight as the method allows, claimed and sealed in groups. After a failure of ours nothing new
 * starts, what runs ends.
 */
async function sendChunks(sending: Sending) {
  const { store, broadcast } = sending
  const [room, group] = [IN_FLIGHT_MAX[broadcast.method], GROUP_MAX[broadcast.method]]
  const inFlight = new Set<Promise<unknown>>()
  const failures: unknown[] = []
  const posting = { ...sending, finisher: openFinisher(store) }
  const start = (claims: readonly Claim[]) => {
    const sealing = sealAll(sending, claims)
    for (const claim of claims) {
      const running: Promise<unknown> = sealing
        .then((sealed) => postChunk(posting, claim, sealed.get(claim) ?? 'lost'))
        .catch((error) => failures.push(error))
        .finally(() => inFlight.delete(running))
      inFlight.add(running)
    }
  }
  for (;;) {
    const claims = failures.length === 0 && mayGoOn(sending) ? await claimChunks(store, claimOf(sending, group)) : []
    start(claims)
    if (inFlight.size === 0) break
    // The tail is waited for: asking again after each answer would find nothing.
    while (inFlight.size > (claims.length === 0 ? 0 : room - group)) await Promise.race(inFlight)
  }
  if (failures.length > 0) throw failures[0]
}

const mayGoOn = ({ settings, until, now }: Sending) => now() < until && quietUntil(settings, now()) === undefined

const claimOf = ({ broadcast: { id, method }, now }: Sending, max: number) => ({
  broadcastId: id,
  method,
  max,
  now: now(),
})

/** What was sealed by an earlier attempt is sent as it is; the others are sealed now. */
async function sealAll(sending: Sending, claims: readonly Claim[]): Promise<ReadonlyMap<Claim, SealOutcome>> {
  const { store, now, broadcast, settings, instanceId } = sending
  const outcomes = new Map<Claim, SealOutcome>()
  for (const claim of claims) {
    const { state, body, retryKey } = claim
    if (state === 'inflight' && body !== null && retryKey !== null) outcomes.set(claim, { body, retryKey })
  }
  const open = claims.filter((claim) => !outcomes.has(claim) && !isOutOfTime(claim, now()))
  if (open.length === 0) return outcomes
  const desk = await openDesk(sending, broadcast, now())
  const { purpose, urgent, holding, couponId } = broadcast
  const sealing = { claims: open, purpose, urgent, holding, couponId, settings, instanceId, ...desk, now: now() }
  return new Map([...outcomes, ...(await sealChunks(store, sealing))])
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
