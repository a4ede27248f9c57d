import type { Deps } from '../deps.ts'

/** Everything about shifts that is due. Returns when to look again. */
export async function workShifts(_deps: Deps): Promise<number | undefined> {
  return undefined
}
