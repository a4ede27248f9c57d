import type { Deps } from '../deps.ts'

/** Erases everybody who left and is due. Returns when to look again. */
export const workErasures = async (_deps: Deps): Promise<number | undefined> => undefined
