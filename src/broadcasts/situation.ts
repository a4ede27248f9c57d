import type { BroadcastState } from '../db/schema.ts'
import { type QuietHours, quietUntil } from '../sending/quiet.ts'
import type { Broadcast } from './drafts.ts'
import type { Progress } from './progress.ts'
import { UNDO_MS } from './running.ts'

/** A page that waits for something longer away than this does not keep asking. */
const SOON_MS = 10 * 60_000

/** Where a confirmed broadcast stands, as its page says it. Each has one line of what to do next. */
export type Situation = {
  is:
    | 'planning'
    | 'undo'
    | 'scheduled'
    | 'starting'
    | 'quiet'
    | 'sending'
    | 'held'
    | 'paused_owner'
    | 'paused_quota'
    | 'paused_auth'
    | 'paused_error'
    | 'needs_decision'
    | 'done'
    | 'onBoard'
    | 'takenDown'
    | 'cancelled'
    | 'missed'
  /** When the next thing happens by itself, UTC epoch ms. */
  until: number | null
  /** Whether it can still become a draft again. */
  undoable: boolean
  /** Whether anything changes soon by itself, so that a page looks again. */
  live: boolean
}

type Asked = { broadcast: Broadcast; progress: Progress; settings: QuietHours; now: number }

/** What an owner has to know of a broadcast at this moment. */
export function situationOf({ broadcast, progress, settings, now }: Asked): Situation {
  const { state, channel, occasion, takenDownAt } = broadcast
  const still = { until: null, undoable: false, live: false }
  if (state === 'planning' || state === 'planned') {
    const waits = startOf({ broadcast, settings, now })
    return { ...waits, undoable: occasion === null, live: waits.until === null || waits.until - now <= SOON_MS }
  }
  if (state === 'sending') return { ...still, ...goingOn({ broadcast, progress, settings, now }) }
  if (state === 'missed') return { ...still, is: 'missed', undoable: occasion === null }
  if (state === 'done' && channel === 'board') return { ...still, is: takenDownAt === null ? 'onBoard' : 'takenDown' }
  return { ...still, is: isOver(state) ? state : 'done' }
}

type Waits = Pick<Situation, 'is' | 'until'>

function startOf({ broadcast, settings, now }: Omit<Asked, 'progress'>): Waits {
  const { sendAt, confirmedAt, state, channel } = broadcast
  const at = sendAt ?? now
  const quiet = channel === 'board' ? undefined : quietUntil(settings, Math.max(at, now))
  const isScheduled = at - (confirmedAt ?? now) > UNDO_MS
  if (at > now && isScheduled) return { is: 'scheduled', until: quiet ?? at }
  if (quiet !== undefined) return { is: 'quiet', until: quiet }
  if (at > now) return { is: 'undo', until: at }
  return { is: state === 'planning' ? 'planning' : 'starting', until: null }
}

function goingOn({ progress, settings, now }: Asked): Waits & { live: boolean } {
  const quiet = quietUntil(settings, now)
  if (progress.waiting > 0 && progress.waiting === progress.held && progress.heldUntil !== null)
    return { is: 'held', until: Math.max(progress.heldUntil, now), live: progress.heldUntil - now <= SOON_MS }
  if (quiet !== undefined && progress.waiting > 0) return { is: 'quiet', until: quiet, live: quiet - now <= SOON_MS }
  return { is: 'sending', until: null, live: true }
}

type Over = Extract<BroadcastState, Situation['is']>
const isOver = (state: BroadcastState): state is Over =>
  ['paused_owner', 'paused_quota', 'paused_auth', 'paused_error', 'needs_decision', 'cancelled', 'done'].includes(state)

/** Names what a page shows apart from its numbers: when it is another one, the whole page is. */
export const situationKey = ({ is, undoable }: Situation) => (undoable ? `${is}-undoable` : is)
