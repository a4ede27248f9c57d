import { closeOpenRequests } from './open-requests.ts'
import type { Db, Store } from './store.ts'

/** A clock that differs by more is wrong: LINE forgets retry keys by its own. */
export const SKEW_MAX_MS = 2 * 60_000
/** How exactly it is known which time was seen. */
const SEEN_EVERY_MS = 60_000
const SEEN_KEY = 'clock_seen_at'
const SKEW_KEY = 'clock_skew'

/**
 * Whether the clock can be gone by: it did not go back since it was last looked at, and LINE's did not differ. When it
 * went back, nothing that is open can be repeated: nobody knows how old it is. Keeps the latest time seen. The time is
 * asked for after that was read: a process that was stopped in between is not behind what another one saw meanwhile.
 */
export async function checkClock(store: Store, { now }: { now(): number }): Promise<'yes' | 'clock'> {
  const { seen, skew } = await readClock(store)
  const at = now()
  if (wentBack(seen, at)) {
    await store.batch(closeOpenRequests(store.db, at))
    return 'clock'
  }
  if (seen === undefined || at >= seen + SEEN_EVERY_MS) await keep(store.db, SEEN_KEY, at).execute()
  return skew === undefined ? 'yes' : 'clock'
}

/** For a page: by how many ms the clock is off, as far as is known; undefined when it is right. Reads only. */
export async function clockOffBy(store: Store, { now }: { now(): number }): Promise<number | undefined> {
  const { seen, skew } = await readClock(store)
  const at = now()
  return skew ?? (seen !== undefined && wentBack(seen, at) ? at - seen : undefined)
}

/**
 * Compares with LINE's clock, which answered at `at` a request that we made between `from` and `until`. 'clock' when they
 * differ: from then on nothing is sent until they agree again. Both times of ours, because a process may be stopped in between.
 */
export async function noteLineTime(
  store: Store,
  { at, from, until }: { at: number | undefined; from: number; until: number },
): Promise<'yes' | 'clock'> {
  const skew = at === undefined ? 0 : skewOf(at, from, until)
  if (Math.abs(skew) <= SKEW_MAX_MS) return 'yes'
  const { seen = until } = await readClock(store)
  await store.batch([keep(store.db, SEEN_KEY, Math.max(seen, until)), keep(store.db, SKEW_KEY, skew)])
  return 'clock'
}

/** LINE, or the owner, says that the clock is right as it is now. What was open under another one is not repeated. */
export async function trustClock(store: Store, { now }: { now(): number }) {
  const { db, batch } = store
  const { seen } = await readClock(store)
  const at = now()
  await batch([
    ...(wentBack(seen, at) ? closeOpenRequests(db, at) : []),
    db.deleteFrom('settings').where('key', '=', SKEW_KEY),
    keep(db, SEEN_KEY, at),
  ])
}

/** Ours less LINE's, as little as it may be. */
function skewOf(at: number, from: number, until: number) {
  if (from > at) return from - at
  return until < at ? until - at : 0
}

const wentBack = (seen: number | undefined, now: number) => seen !== undefined && now < seen - SKEW_MAX_MS

async function readClock({ db }: Store) {
  const rows = await db.selectFrom('settings').selectAll().where('key', 'in', [SEEN_KEY, SKEW_KEY]).execute()
  const read = (name: string) => rows.flatMap(({ key, value }) => (key === name ? [Number(value)] : []))[0]
  return { seen: read(SEEN_KEY), skew: read(SKEW_KEY) }
}

const keep = (db: Db, key: string, value: number) =>
  db
    .insertInto('settings')
    .values({ key, value: String(value) })
    .onConflict((clash) => clash.column('key').doUpdateSet({ value: String(value) }))
