import { expect, it } from 'vitest'
import { runKills } from './harness.ts'

const {
  KILLS = '30',
  RECIPIENTS = '1500',
  SENDERS = '2',
  FAULTS = '0.35',
  SEED = String(Date.now() % 1_000_000),
} = process.env
const MINUTES_MAX = Number(KILLS) > 100 ? 120 : 3

it(
  `sends to everybody once while senders are killed ${KILLS} times`,
  async () => {
    const report = await runKills({
      kills: Number(KILLS),
      recipients: Number(RECIPIENTS),
      senders: Number(SENDERS),
      faultRate: Number(FAULTS),
      seed: Number(SEED),
    })
    console.log(JSON.stringify({ seed: Number(SEED), ...report }))
    expect(report).toMatchObject({ twice: 0, lost: 0, body_mismatch: 0, not_done: 0, integrity: 'ok' })
    expect(report.kills).toBeGreaterThanOrEqual(Number(KILLS))
    expect(report.faults).toBeGreaterThan(0)
  },
  MINUTES_MAX * 60_000,
)
