import type { Store } from '../../src/db/store.ts'

/** More steps than any run in these tests takes. */
export const CRASH_POINTS_MAX = 500

/**
 * A store whose n-th step fails, and every step after it: as when the process dies there. Each query and each batch is two
 * steps: before it ran, and after it was committed but before the answer arrived.
 */
export function breaking(store: Store, failsAt: number): { store: Store; happened(): boolean } {
  let steps = 0
  const step = () => {
    if (++steps >= failsAt) throw new Error('crash')
  }
  const db = store.db.withPlugin({
    transformQuery: ({ node }) => {
      step()
      return node
    },
    transformResult: async ({ result }) => {
      step()
      return result
    },
  })
  const batch: Store['batch'] = async (statements) => {
    step()
    const changes = await store.batch(statements)
    step()
    return changes
  }
  return { store: { db, batch }, happened: () => steps >= failsAt }
}
