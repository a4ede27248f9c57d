import { clockOffBy, noteLineTime, trustClock } from '../db/clock.ts'
import type { Deps } from '../deps.ts'

/** Free of charge, and answered with LINE's time whatever LINE thinks of it. */
const QUESTION = [{ type: 'text', text: '?' }] as const

/** While the clock is off, LINE is asked for the time; when the two agree again, work goes on by itself. */
export async function askLineTheTime({ store, line, now }: Pick<Deps, 'store' | 'line' | 'now'>) {
  if ((await clockOffBy(store, { now })) === undefined) return
  const from = now()
  const { at } = await line.validatePush(QUESTION)
  const until = now()
  if (at !== undefined && (await noteLineTime(store, { at, from, until })) === 'yes') await trustClock(store, { now })
}
