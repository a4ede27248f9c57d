import type { Store } from './store.ts'

/** A clock that differs by more is wrong: LINE forgets retry keys by its own. */
export const SKEW_MAX_MS = 2 * 60_000
const SEEN_KEY = 'clock_seen_at'
const SEEN_EVERY_MS = 60_000

/** 'clock' when time went back since it was last looked at. Keeps the latest time seen, at most once a minute. */
export async function readClock({ db }: Store, { now }: { now: number }): Promise<'yes' | 'clock'> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', SEEN_KEY).executeTakeFirst()
  const seen = row === undefined ? Number.NEGATIVE_INFINITY : Number(row.value)
  if (now < seen - SKEW_MAX_MS) return 'clock'
  if (now >= seen + SEEN_EVERY_MS)
    await db
      .insertInto('settings')
      .values({ key: SEEN_KEY, value: String(now) })
      .onConflict((clash) => clash.column('key').doUpdateSet({ value: String(now) }))
      .execute()
  return 'yes'
}
