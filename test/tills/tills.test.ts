import { expect, it } from 'vitest'
import { runTills, wrongOf } from './harness.ts'

/** The small version of `npm run test:tills`; histories: test/coupons/histories.test.ts. D1: test/coupons/redemptions.test.ts. */
it('gives each coupon as often as it has uses, to whom all tills of two processes turn at once, and no code to a guess', async () => {
  const sizes = {
    tills: 16,
    coupons: 20,
    manyUse: 3,
    processes: 2,
    d1Tills: 0,
    histories: 1,
    acts: 60,
    d1Histories: 0,
    guesses: 1_600,
    pinGuesses: 400,
    codes: 40,
    scans: 21,
  }
  const report = await runTills({ ...sizes, walkers: 1, seed: Number(process.env.SEED) })
  expect(report).toMatchObject({
    ...{ tills: 16, coupons: 32, tries: 32 * 16, uses: 20 + 3 * (2 + 3 + 4 + 5), excess: 0, missing: 0, nameless: 0 },
    ...{ untrue: 0, unlike: 0, not_linearizable: 0, hits: 0, late_codes: 0, two_uses: 0, wrongly_refused: 0 },
    ...{ unlocked: 0, deaf: 0, unsaid_uses: 0, pins_opened: 0, pins_over: 0, pins_shut: 0 },
    ...{ guesses: 1_600, evaluated: 2 * 20 * 24, pin_guesses: 400, pin_looks: 2 * 20, examples: [] },
    ...{ notes: 21, notes_used: 20, notes_conflicts: 1, notes_dropped: 0, notes_wrong: 0, notes_untold: 0 },
  })
  expect(wrongOf(report)).toBe(0)
  expect(report.lost_answers).toBeGreaterThan(0)
  expect(report.accepted).toBeGreaterThan(0)
  expect(report.asked_elsewhere).toBeGreaterThan(0)
})
