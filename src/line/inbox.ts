import { type Compilable, type SqlBool, sql } from 'kysely'
import type { InboxState } from '../db/schema.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { failureFields } from '../log.ts'
import { Refusal } from '../refusal.ts'
import {
  ATTEMPTS_MAX,
  buryWornOut,
  type Claimed,
  claimHeads,
  claimNext,
  finishNameless,
  nextLookAt,
} from './inbox-claims.ts'
import { type Deciders, decide } from './inbox-effects.ts'

/** People whose events are worked on at the same time. */
const CONCURRENCY = 8
/** Events of one person before others get their turn. */
const TURN_MAX = 20
const BACKOFF_MS = 1_000
const BACKOFF_MS_MAX = 10 * 60_000
/** An effect that met another change at the same moment is decided again at once, so often. */
const ABORTED_AT_ONCE_MAX = 3
const DAY_MS = 86_400_000
/** What a person wrote is kept no longer than this once it took effect. */
const PAYLOAD_KEPT_DAYS = 7
/** What needs a person (dead, quarantined) keeps its payload this long, so that it can be replayed. */
const UNSETTLED_KEPT_DAYS = 30
/** Longer than the age from which an event is quarantined: so no replayed capture can take effect again. */
const IDS_KEPT_DAYS = 90
/** Dead events that a page shows. */
const DEAD_SHOWN_MAX = 100
export type InboxWork = Deciders & { concurrency?: number }

/**
 * Works through the events that are due: each person's strictly in order of time, each event's effect exactly once, state
 * and owed messages in one batch with its "done". Any number of these may run at once. Returns when to look again.
 */
export async function workInbox(deps: Deps, work: InboxWork): Promise<number | undefined> {
  const { store, now } = deps
  await finishNameless(store, { now: now() })
  await buryWornOut(store, { now: now() })
  for (;;) {
    const heads = await claimHeads(store, { limit: work.concurrency ?? CONCURRENCY, now: now() })
    if (heads.length === 0) return nextLookAt(store, { now: now() })
    await Promise.all(heads.map((head) => giveTurn(deps, work, head)))
  }
}

async function giveTurn(deps: Deps, work: InboxWork, head: Claimed) {
  let next: Claimed | undefined = head
  for (let done = 0; next && done < TURN_MAX; done++) {
    await workOn(deps, work, next)
    next = done + 1 < TURN_MAX ? await claimNext(deps.store, { subject: head.subject, now: deps.now() }) : undefined
  }
}

async function workOn(deps: Deps, work: InboxWork, claimed: Claimed) {
  const { store, log, now } = deps
  try {
    const { statements, wakes } = await decide(deps, work, claimed)
    await store.batch([...markDone(store, claimed, now()), ...statements])
    for (const work of wakes) deps.wake(work)
  } catch (error) {
    const failed = { event_id: claimed.event_id, event_type: claimed.type, attempt: claimed.attempts }
    log.warn('event failed', { ...failed, ...failureFields(error), ...(isAborted(error) ? { reason: 'aborted' } : {}) })
    await putOff(store, claimed, error, now())
  }
}

/** The event's end, and the guard of all that follows in the batch: only who still holds the claim writes anything. */
const markDone = ({ db }: Store, { event_id, claim_id }: Claimed, now: number): Compilable[] => [
  db
    .updateTable('inbox_events')
    .set({ state: 'done', finished_at: now, failure: null })
    .where('event_id', '=', event_id)
    .where('claim_id', '=', claim_id)
    .where('state', '=', 'new'),
  mustHaveChangedOne(db),
]

/** A failed event waits, and holds back what the person did after it; after the last attempt it is put aside as dead. */
async function putOff({ db }: Store, { event_id, claim_id, attempts }: Claimed, error: unknown, now: number) {
  const dead = attempts >= ATTEMPTS_MAX
  const atOnce = isAborted(error) && attempts <= ABORTED_AT_ONCE_MAX
  const wait = atOnce ? 0 : Math.min(BACKOFF_MS * 2 ** (attempts - 1), BACKOFF_MS_MAX)
  await db
    .updateTable('inbox_events')
    .set({
      state: dead ? 'dead' : 'new',
      finished_at: dead ? now : null,
      next_at: now + wait,
      lease_until: 0,
      claim_id: null,
      failure: failureKind(error),
    })
    .where('event_id', '=', event_id)
    .where('claim_id', '=', claim_id)
    .where('state', '=', 'new')
    .execute()
}

/** The kind of a failure only: a message may quote what a person wrote. */
function failureKind(error: unknown) {
  if (error instanceof Refusal) return error.code
  if (isAborted(error)) return 'aborted'
  return error instanceof Error ? error.name : typeof error
}

/** Written out, not bound: SQLite uses a partial index only where it can see that it applies. */
const isFinished = sql<SqlBool>`inbox_events.state <> 'new'`

/** The events that were given up, newest first. Nothing of what a person wrote is in it. */
export const deadEvents = ({ db }: Store) =>
  db
    .selectFrom('inbox_events')
    .leftJoin('line_identities', 'line_identities.line_user_id', 'inbox_events.subject')
    .select(({ eb }) => [
      'event_id',
      'type',
      'line_identities.member_id',
      'event_at',
      'received_at',
      'attempts',
      'failure',
      'finished_at',
      eb('payload', 'is not', null).as('replayable'),
    ])
    .where(isFinished)
    .where('state', '=', 'dead')
    .orderBy('received_at', 'desc')
    .limit(DEAD_SHOWN_MAX)
    .execute()

/** Gives a dead event all its attempts again; wake the inbox afterwards. Refusal not_found when it is not, or no longer, dead. */
export async function replayEvent({ db }: Store, { eventId, now }: { eventId: string; now: number }) {
  const replayed = await db
    .updateTable('inbox_events')
    .set({ state: 'new', attempts: 0, next_at: now, lease_until: 0, claim_id: null, failure: null, finished_at: null })
    .where('event_id', '=', eventId)
    .where('state', '=', 'dead')
    .where('payload', 'is not', null)
    .returning('event_id')
    .executeTakeFirst()
  if (!replayed) throw new Refusal('not_found')
}

/** Forgets what people wrote when its time is over, and the events themselves after 90 days. */
export async function forgetOldEvents({ batch, db }: Store, { now }: { now: number }) {
  const forget = (states: readonly InboxState[], days: number) =>
    db
      .updateTable('inbox_events')
      .set({ payload: null })
      .where(isFinished)
      .where('state', 'in', states)
      .where('received_at', '<', now - days * DAY_MS)
      .where('payload', 'is not', null)
  await batch([
    forget(['done'], PAYLOAD_KEPT_DAYS),
    forget(['dead', 'quarantined'], UNSETTLED_KEPT_DAYS),
    db
      .deleteFrom('inbox_events')
      .where(isFinished)
      .where('received_at', '<', now - IDS_KEPT_DAYS * DAY_MS),
  ])
}
