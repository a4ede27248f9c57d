import { expect, it } from 'vitest'
import { runKills } from './harness.ts'

/** The small version of `npm run test:kill`. */
it('sends to everybody once while senders are killed 30 times and LINE fails in 35 of 100 requests', async () => {
  const seed = Number(process.env.SEED)
  const report = await runKills({
    kills: 30,
    broadcasts: 3,
    people: 300,
    senders: 2,
    faultRate: 0.35,
    poisoned: 0,
    seed,
  })
  console.log(JSON.stringify({ seed, ...report }))
  expect(report).toMatchObject({
    twice: 0,
    lost: 0,
    body_mismatch: 0,
    not_done: 0,
    ledger_off: 0,
    timeline_off: 0,
    integrity: 'ok',
  })
  expect(report.kills).toBeGreaterThanOrEqual(30)
  expect(report.faults).toBeGreaterThan(0)
})
