import { expect, it } from 'vitest'
import { runSeats } from './harness.ts'

/** The small version of `npm run test:seats`. */
it('gives seats to nobody out of turn, and never too many, while three processes do as people do', async () => {
  const seed = Number(process.env.SEED)
  const report = await runSeats({ processes: 3, operations: 400, d1Operations: 0, seed })
  console.log(JSON.stringify({ seed, ...report }))
  expect(report).toMatchObject({
    operations: 1_200,
    over_capacity: 0,
    queue_jumps: 0,
    idle_seats: 0,
    notices_twice: 0,
    notices_missing: 0,
  })
  expect(report.offers).toBeGreaterThan(20)
  expect(report.observations).toBeGreaterThan(0)
})
