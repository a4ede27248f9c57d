import type { Compilable } from 'kysely'
import { z } from 'zod'
import { advanceEpoch, mayWork } from '../db/fence.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { failureFields } from '../log.ts'
import { menuIn, type Outcome, type PushBody } from './line.ts'
import type { LineMessage } from './messages.ts'
import { owePush, REPLY_WINDOW_MS } from './outbox.ts'
import { claimOwed, endOverdue, nextSendAt, type Owed } from './outbox-claims.ts'
import { judge, type Verdict } from './verdict.ts'

/** Calls to LINE at the same time: a hundred replies a second at a third of a second each. */
const CONCURRENCY = 32
/** So many are claimed together, or all that are left: to claim is dear, and to wait for all of a group would be dearer. */
const ROOM_MIN = 8
/** A process that slept longer than this after its claim (stopped, swapped) does not send: another may be about to. */
const CLAIM_FRESH_MS = 15_000
/** What is over is looked for no oftener while there is something to send: with many menus owed it is a long look. */
const OVERDUE_EVERY_MS = 1_000
const FAILURE_MAX = 200
const DAY_MS = 86_400_000
/** How long a message is kept that left or was refused; what is unknown is kept longer, for the person who asks. */
const ENDED_KEPT_DAYS = 7
const UNKNOWN_KEPT_DAYS = 30

const Messages = z.custom<readonly LineMessage[]>(Array.isArray)
const Menu = z.enum(['guest', 'member'])
const refused = (message: string): Outcome => ({ kind: 'refused', status: 0, reason: 'invalid', message })
/** Nothing left: it is tried again a little later. */
const PUT_OFF: Outcome = { kind: 'refused', status: 0, reason: 'rate', message: 'not counted' }

/**
 * Sends what is owed and due: replies once, pushes and menus under one key until LINE's answer is known. Each attempt is
 * durable before it leaves. Any number of these may run at once. Of a copy or a restored backup, and where nobody can tell
 * because the record cannot be read or written, only replies leave. Returns when to look again.
 */
export async function workOutbox(deps: Deps): Promise<number | undefined> {
  const { store, now } = deps
  const underWay = openLanes()
  let endedAt: number | undefined
  for (;;) {
    const may = await asked(deps)
    if (endedAt === undefined || now() - endedAt >= OVERDUE_EVERY_MS) {
      endedAt = now()
      await endOverdue(store, { now: endedAt })
    }
    const claimedAt = now()
    const claimed = await claimDue(store, { may, limit: CONCURRENCY - underWay.count(), now: claimedAt })
    if (claimed.length === 0 && underWay.count() === 0)
      return may === 'yes' ? nextSendAt(store, { now: now() }) : undefined
    const counted = claimed.every(({ kind }) => kind === 'reply') || (await isCounted(deps))
    for (const owed of claimed) underWay.add(sendOwed(deps, owed, { claimedAt, counted }))
    do await underWay.next()
    while (underWay.count() > CONCURRENCY - ROOM_MIN)
  }
}

/** What is under way at the same time. `next` resolves when one of it is over; the first failure is thrown when all are. */
function openLanes() {
  const lanes = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  return {
    count: () => lanes.size,
    add(task: Promise<void>) {
      const lane: Promise<void> = task
        .catch((error: unknown) => {
          failure ??= { error }
        })
        .then(() => void lanes.delete(lane))
      lanes.add(lane)
    },
    async next() {
      await Promise.race(lanes)
      if (!failure) return
      await Promise.all(lanes)
      throw failure.error
    },
  }
}

/** Somebody waits for each reply: what keeps us from knowing whether this is the living database stops no reply. */
const asked = (deps: Deps) =>
  mayWork(deps).catch((error: unknown) => {
    deps.log.error('whether this may send cannot be told', failureFields(error))
    return 'unknown' as const
  })

const isCounted = (deps: Deps) =>
  advanceEpoch(deps).then(
    () => true,
    (error: unknown) => {
      deps.log.error('what is sent cannot be counted', failureFields(error))
      return false
    },
  )

async function claimDue(
  store: Store,
  { may, ...due }: { may: Awaited<ReturnType<typeof asked>>; limit: number; now: number },
) {
  const claim = (only: 'words' | 'menus' | 'replies') => claimOwed(store, { ...due, only })
  if (may !== 'yes') return claim('replies')
  const words = await claim('words')
  return words.length > 0 ? words : claim('menus')
}

async function sendOwed(deps: Deps, owed: Owed, { claimedAt, counted }: { claimedAt: number; counted: boolean }) {
  const { store, now } = deps
  if (now() - claimedAt > CLAIM_FRESH_MS) return
  const outcome = counted || owed.kind === 'reply' ? await outcomeOf(deps, owed) : PUT_OFF
  try {
    await store.batch(
      conclude(store, { owed, claimedAt, outcome, verdict: judgeOwed(owed, claimedAt, outcome, now()), now: now() }),
    )
  } catch (error) {
    // Taken over by another process: what it finds out counts.
    if (!isAborted(error)) throw error
  }
}

const outcomeOf = (deps: Deps, owed: Owed) =>
  callLine(deps, owed).catch((error: unknown): Outcome => {
    deps.log.error('outbox message broke', { member_id: owed.member_id, ...failureFields(error) })
    return { kind: 'unknown', message: error instanceof Error ? error.name : typeof error }
  })

async function callLine({ line, now }: Deps, owed: Owed): Promise<Outcome> {
  if (owed.kind === 'rich_menu') {
    return owed.line_user_id === null ? refused('no identity') : line.linkRichMenu(owed.line_user_id, menuOf(owed))
  }
  const messages = Messages.parse(JSON.parse(owed.body ?? ''))
  if (owed.kind === 'reply') {
    const late = owed.reply_token === null || now() - owed.created_at >= REPLY_WINDOW_MS
    return late ? refused('too late') : line.reply(owed.reply_token ?? '', messages)
  }
  if (owed.line_user_id === null || owed.follow_state !== 'following') return refused('not following')
  const body: PushBody = { to: owed.line_user_id, messages }
  return line.push(JSON.stringify(body), owed.retry_key)
}

/** The menu as it is to be now: in the person's language, and with 新着あり when there is something to read. */
function menuOf({ rich_menu, language, has_news }: Owed) {
  const menu = Menu.parse(rich_menu)
  return menuIn(menu === 'member' && has_news === 1 ? 'member-new' : menu, language ?? 'ja')
}

/** A refusal of ours (status 0) says nothing of an earlier attempt that LINE may have accepted. */
function judgeOwed(owed: Owed, claimedAt: number, outcome: Outcome, now: number): Verdict {
  const verdict = judge(owed, outcome, now)
  const triedBefore = owed.first_attempt_at !== claimedAt
  return verdict.kind === 'over' && verdict.state === 'refused' && outcome.status === 0 && triedBefore
    ? { ...verdict, state: 'unknown' }
    : verdict
}

type Conclusion = { owed: Owed; claimedAt: number; outcome: Outcome; verdict: Verdict; now: number }

/** Writes what became of an attempt, if it is still the latest; an important reply that was refused becomes a push with it. */
/** What remains of a message that left: it may have held a login link or a name. */
const SENT = '[]'

function conclude({ db }: Store, { owed, claimedAt, outcome, verdict, now }: Conclusion): Compilable[] {
  const failure = verdict.failure?.slice(0, FAILURE_MAX) ?? null
  const seen = {
    failure,
    lease_until: 0,
    last_status: outcome.status ?? null,
    line_request_id: outcome.requestId ?? null,
    // Surely not accepted: the key's 24 hours have not begun.
    ...(verdict.kind === 'again' && !verdict.burnt && owed.first_attempt_at === claimedAt
      ? { first_attempt_at: null }
      : {}),
  }
  const becomes =
    verdict.kind === 'over'
      ? { ...seen, state: verdict.state, finished_at: now, body: owed.body && SENT }
      : { ...seen, state: 'ready' as const, next_at: Math.ceil(verdict.at) }
  const concluded = [
    db
      .updateTable('outbox_messages')
      .set(becomes)
      .where('id', '=', owed.id)
      .where('attempts', '=', owed.attempts)
      .where('state', '=', 'inflight'),
    mustHaveChangedOne(db),
  ]
  const pushInstead =
    owed.kind === 'reply' && owed.important === 1 && verdict.kind === 'over' && verdict.state === 'refused'
  if (!pushInstead) return concluded
  const messages = Messages.parse(JSON.parse(owed.body ?? ''))
  return [...concluded, owePush(db, { memberId: owed.member_id, messages, now })]
}

/** Forgets messages that are over: they quote names and answers. */
export async function forgetOldMessages({ batch, db }: Store, { now }: { now: number }) {
  const over = (days: number) => db.deleteFrom('outbox_messages').where('finished_at', '<', now - days * DAY_MS)
  await batch([over(ENDED_KEPT_DAYS).where('state', '<>', 'unknown'), over(UNKNOWN_KEPT_DAYS)])
}
