import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'

/** An event that failed so often is put aside, so that the person's later events are heard. */
export const ATTEMPTS_MAX = 8
/** Several times what working on one event can take, a call to LINE with it. */
const LEASE_MS = 60_000
/** When something is due that another process holds. */
const LOOK_AGAIN_MS = 1_000

export type Claimed = {
  event_id: string
  type: string
  subject: string
  payload: string | null
  attempts: number
  claim_id: string
}

/** Written out, not bound: SQLite uses a partial index only where it can see that it applies. */
const isWaiting = sql<SqlBool>`inbox_events.state = 'new'`
/** The first waiting event of its person, while none of theirs is being worked on. Reads (subject, state, event_at, event_id). */
const isHead = sql<SqlBool>`not exists (
    select 1 from inbox_events as earlier
    where earlier.subject = inbox_events.subject and earlier.state = 'new'
      and (earlier.event_at, earlier.event_id) < (inbox_events.event_at, inbox_events.event_id))`
const isFree = (now: number) => sql<SqlBool>`not exists (
    select 1 from inbox_events as held
    where held.subject = inbox_events.subject and held.state = 'new' and held.claim_id is not null
      and held.lease_until > ${now})`

/** Takes the first due event of up to `limit` people. One statement: of two processes, one gets it. */
export const claimHeads = (store: Store, { limit, now }: { limit: number; now: number }): Promise<Claimed[]> =>
  claim(store, { limit, now })

/** Takes the person's next event, if it is due. */
export const claimNext = async (store: Store, { subject, now }: { subject: string; now: number }) =>
  (await claim(store, { limit: 1, now, subject }))[0]

async function claim({ db }: Store, { limit, now, subject }: { limit: number; now: number; subject?: string }) {
  const claim_id = crypto.randomUUID()
  const claimed = await db
    .updateTable('inbox_events')
    .set((eb) => ({ claim_id, lease_until: now + LEASE_MS, attempts: eb('attempts', '+', 1) }))
    .where('event_id', 'in', (eb) =>
      eb
        .selectFrom('inbox_events')
        .select('event_id')
        .where(isWaiting)
        .where('subject', 'is not', null)
        .where('next_at', '<=', now)
        .where('attempts', '<', ATTEMPTS_MAX)
        .where(isHead)
        .where(isFree(now))
        // Of one person there is one head: to order it would make SQLite look through what waits of all the others.
        .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? null))
        .$if(subject === undefined, (query) => query.orderBy('next_at').orderBy('event_at'))
        .limit(limit),
    )
    .returning(['event_id', 'type', 'subject', 'payload', 'attempts'])
    .execute()
  return claimed.flatMap(({ subject, ...event }) => (subject === null ? [] : [{ ...event, subject, claim_id }]))
}

/** What nobody sent (a group's, a room's, the platform's own) has no order to keep and no effect. */
export const finishNameless = ({ db }: Store, { now }: { now: number }) =>
  db
    .updateTable('inbox_events')
    .set({ state: 'done', finished_at: now })
    .where('state', '=', 'new')
    .where('subject', 'is', null)
    .execute()

/** An event whose every attempt ended without a word (the process was killed) is dead too. */
export const buryWornOut = ({ db }: Store, { now }: { now: number }) =>
  db
    .updateTable('inbox_events')
    .set({ state: 'dead', finished_at: now, failure: 'interrupted' })
    .where('state', '=', 'new')
    .where('attempts', '>=', ATTEMPTS_MAX)
    .where('lease_until', '<=', now)
    .execute()

/** When the next waiting event is due; undefined when none waits. */
export async function nextLookAt({ db }: Store, { now }: { now: number }): Promise<number | undefined> {
  const row = await db
    .selectFrom('inbox_events')
    .select(sql<number | null>`min(max(next_at, lease_until))`.as('at'))
    .where(isWaiting)
    .where(isHead)
    .executeTakeFirst()
  return row?.at === null || row?.at === undefined ? undefined : Math.max(row.at, now + LOOK_AGAIN_MS)
}
