import type { SqlBool } from 'kysely'
import { sql } from 'kysely'
import { listOf, type Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { eraseMember } from './erasing.ts'

/** LINE is asked to take the menu away until so long after the person asked; a call takes 10 s, and all is over within 60. */
const LINE_AWAITED_MS = 35_000
/** While it holds, nobody else works on the person. Long enough for a call to LINE. */
const LEASE_MS = 12_000
const AGAIN_MS = 5_000
/** A reply that is on its way is given time to leave. */
const TALKING_MS = 1_000
/** People who are erased at the same time. */
const CONCURRENCY = 20
/** Tombstones that one statement looks up. */
const LOOKED_UP_MAX = 1_000

type Leaver = { memberId: string; askedAt: number }

/**
 * Erases everybody who left and is due: their menu is taken away at LINE, their random id is written down outside the
 * database, then all that is personal goes in one batch. A minute after they asked it is done, also when LINE is away;
 * killed anywhere, it is done again from the start to the same end. Returns when to look again.
 */
export async function workErasures(deps: Deps): Promise<number | undefined> {
  const { store, now } = deps
  for (;;) {
    const due = await claimDue(store, now())
    if (due.length === 0) return nextAt(store)
    const failures: unknown[] = []
    await Promise.all(due.map((leaver) => letGo(deps, leaver).catch((error) => failures.push(error))))
    await store.sweep?.()
    if (failures.length > 0) throw failures[0]
  }
}

/** One statement: of two processes, one gets a person. */
async function claimDue({ db }: Store, now: number): Promise<readonly Leaver[]> {
  const rows = await db
    .updateTable('erasures')
    .set((eb) => ({ next_at: now + LEASE_MS, attempts: eb('attempts', '+', 1) }))
    .where('member_id', 'in', (eb) =>
      eb
        .selectFrom('erasures')
        .select('member_id')
        .where(isWaiting)
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .limit(CONCURRENCY),
    )
    .returning(['member_id', 'asked_at'])
    .execute()
  return rows.map(({ member_id: memberId, asked_at: askedAt }) => ({ memberId, askedAt }))
}

async function letGo(deps: Deps, leaver: Leaver) {
  const { store, log, now, tombstones, wake } = deps
  const again = await waitsForLine(deps, leaver)
  if (again !== undefined) {
    await putOff(store, leaver, again)
    return
  }
  await tombstones.add(leaver.memberId)
  await eraseMember(deps, { memberId: leaver.memberId, now: now() })
  // Seats and shifts that they held are offered on.
  wake('events')
  wake('shifts')
  log.info('member erased', { member_id: leaver.memberId })
}

/** When to try again; undefined: LINE has done what it can, or was waited for long enough. */
async function waitsForLine({ store, line, log, now }: Deps, { memberId, askedAt }: Leaver) {
  const isLate = () => now() >= askedAt + LINE_AWAITED_MS
  if (isLate()) return undefined
  if (await isTalking(store, { memberId, now: now() })) return now() + TALKING_MS
  const lineUserId = await identityOf(store, memberId)
  if (lineUserId === undefined) return undefined
  const outcome = await line.unlinkRichMenu(lineUserId)
  if (outcome.kind === 'accepted') return undefined
  log.warn('menu not unlinked', { member_id: memberId, outcome: outcome.kind })
  return isLate() ? undefined : now() + AGAIN_MS
}

/** A goodbye that has not left yet, or a menu that LINE may just be giving them. */
async function isTalking({ db }: Store, { memberId, now }: { memberId: string; now: number }) {
  const open = await db
    .selectFrom('outbox_messages')
    .select('id')
    .where('member_id', '=', memberId)
    .where(sql<SqlBool>`((kind = 'reply' and state = 'ready') or (state = 'inflight' and lease_until > ${now}))`)
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}

async function identityOf({ db }: Store, memberId: string) {
  const row = await db
    .selectFrom('line_identities')
    .select('line_user_id')
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row?.line_user_id
}

const putOff = ({ db }: Store, { memberId }: Leaver, nextAt: number) =>
  db
    .updateTable('erasures')
    .set({ next_at: nextAt })
    .where('member_id', '=', memberId)
    .where('done_at', 'is', null)
    .execute()

async function nextAt({ db }: Store) {
  const row = await db
    .selectFrom('erasures')
    .select((eb) => eb.fn.min('next_at').as('at'))
    .where(isWaiting)
    .executeTakeFirst()
  return row?.at ?? undefined
}

/** Written out, not bound: SQLite uses a partial index only where it can see that it applies. */
const isWaiting = sql<SqlBool>`erasures.done_at is null`

/**
 * Erases again whoever was erased and is in the database all the same: a backup of before was restored. Run before Node
 * listens, and by the clock. Returns how many there were.
 */
export async function reapplyTombstones({
  store,
  tombstones,
  files,
  log,
  now,
}: Pick<Deps, 'store' | 'tombstones' | 'files' | 'log' | 'now'>) {
  const erased = await tombstones.list()
  let back = 0
  for (let from = 0; from < erased.length; from += LOOKED_UP_MAX) {
    const found = await store.db
      .selectFrom('members')
      .select('id')
      .where('id', 'in', listOf(erased.slice(from, from + LOOKED_UP_MAX)))
      .where('state', '<>', 'erased')
      .execute()
    for (const { id } of found) await eraseMember({ store, files }, { memberId: id, now: now() })
    back += found.length
  }
  if (back === 0) return back
  await store.sweep?.()
  log.warn('erased members had come back and were erased again', { count: back })
  return back
}
