import { expect, it } from 'vitest'
import { runClaims } from './harness.ts'

/** The small version of `npm run test:claims`; histories: test/shifts/histories.test.ts. In half of them nobody is told of anything. */
it('gives the last place once, while two processes tap for as many people as there are', async () => {
  const sizes = { rounds: 8, taps: 40, processes: 2, d1Rounds: 0, histories: 40, walkers: 1 }
  const report = await runClaims({ ...sizes, seed: Number(process.env.SEED) })
  expect(report).toMatchObject({
    ...{ rounds: 8, taps: 320, wrong: 0, histories: 40, over_headcount: 0, late_messages: 0, examples: [] },
  })
  expect(report.asked).toBeGreaterThan(0)
  expect(report.told).toBeGreaterThan(0)
})
