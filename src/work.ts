import { boardChat } from './board/chat.ts'
import { workBroadcasts } from './broadcasts/sending.ts'
import { consentChat, leavingChat } from './consent/chat.ts'
import { workErasures } from './consent/erasures.ts'
import { withRenewal } from './consent/renewal.ts'
import { couponChat } from './coupons/chat.ts'
import type { Deps, Work } from './deps.ts'
import { eventChat } from './events/chat.ts'
import { workEvents } from './events/working.ts'
import type { ChatHandler } from './line/chat.ts'
import { workInbox } from './line/inbox.ts'
import { workOutbox } from './line/outbox-sender.ts'
import { failureFields } from './log.ts'
import { fallbackChat, memberChat } from './members/chat.ts'
import { ensureMember } from './members/members.ts'
import { operatorChat } from './operators/chat.ts'
import { pollChat } from './polls/chat.ts'
import { returnChat } from './returns/chat.ts'
import { shiftChat } from './shifts/chat.ts'
import { workShifts } from './shifts/working.ts'
import { storyChat } from './stories/chat.ts'

/**
 * Who is asked about a person's event, in this order; the last one always has an answer. Those that know a few words come
 * before the registration, which would take any word for the name it asked for.
 */
export const chatHandlers: readonly ChatHandler[] = [
  leavingChat,
  operatorChat,
  ...[
    consentChat,
    couponChat,
    eventChat,
    shiftChat,
    returnChat,
    boardChat,
    pollChat,
    storyChat,
    memberChat,
    fallbackChat,
  ].map(withRenewal),
]

/** Does everything of a kind that is due, and returns when to look again (UTC epoch ms), or undefined: when woken. */
export const works: Record<Work, (deps: Deps) => Promise<number | undefined>> = {
  inbox: (deps) => workInbox(deps, { handlers: chatHandlers, identify: ensureMember }),
  outbox: workOutbox,
  broadcasts: workBroadcasts,
  erasures: workErasures,
  events: workEvents,
  shifts: workShifts,
}

type Timer = (run: () => void, delayMs: number) => void

/** How soon a kind of work that threw is looked at again. */
const AFTER_FAILURE_MS = 5_000
/** setTimeout's limit is 2^31; the minute job looks again anyway. */
const DELAY_MAX_MS = 60_000

/**
 * Wakes work in this process: one run of a kind at a time, however often it is woken; a wake during a run leads to one
 * more. A failure is logged and the work looked at again. `idle` resolves when nothing runs any more.
 */
export function openWorkshop(deps: () => Deps, setTimer: Timer) {
  const running = new Map<Work, Promise<void>>()
  const again = new Set<Work>()
  /** When each kind is looked at again by itself: the earliest time only, or every wake would leave a timer of its own. */
  const alarms = new Map<Work, number>()

  const lookAgain = (work: Work, at: number) => {
    const now = deps().now()
    const due = Math.min(Math.max(at, now), now + DELAY_MAX_MS)
    if ((alarms.get(work) ?? Number.POSITIVE_INFINITY) <= due) return
    alarms.set(work, due)
    setTimer(() => {
      if (alarms.get(work) !== due) return
      alarms.delete(work)
      wake(work)
    }, due - now)
  }
  const runOnce = async (work: Work) => {
    try {
      const at = await works[work](deps())
      if (at !== undefined) lookAgain(work, at)
    } catch (error) {
      deps().log.error('work failed', { job: work, ...failureFields(error) })
      lookAgain(work, deps().now() + AFTER_FAILURE_MS)
    }
  }
  const run = async (work: Work) => {
    do {
      again.delete(work)
      await runOnce(work)
    } while (again.has(work))
    running.delete(work)
  }
  const wake = (work: Work) => {
    again.add(work)
    if (!running.has(work))
      running.set(
        work,
        Promise.resolve().then(() => run(work)),
      )
  }
  const idle = async () => {
    while (running.size > 0) await Promise.all(running.values())
  }
  return { wake, idle }
}
