import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyHistory, runHistory } from '../claims/history.ts'

/** The small version of `npm run test:claims`, which ends with the shortest history that goes wrong. */
it('leaves the places of a shift after any history as one would keep them on paper, and tells nobody of what is over', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ minLength: 5, maxLength: 40 }), async (history) => {
      expect(await runHistory(history)).toMatchObject({ differs: undefined, over: 0, late: 0 })
    }),
    { numRuns: Number(process.env.RUNS ?? 25) },
  )
})
