import type { Deps } from '../deps.ts'

/**
 * Everything about events that is due: ends offers that nobody confirmed and offers the seats to who is next, tells people
 * what they are to know, closes what is over. Any number of these may run at once. Returns when to look again.
 */
export async function workEvents(_deps: Deps): Promise<number | undefined> {
  return undefined
}
