import { runKills } from './harness.ts'

/** `npm run test:kill`: the last line is one JSON object; the program fails unless nobody got anything twice or not at all. */
const {
  KILLS = '300',
  BROADCASTS = '3',
  RECIPIENTS = '20000',
  SENDERS = '3',
  FAULTS = '0.35',
  POISONED = '0',
} = process.env
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const startedAt = Date.now()
console.log(`${KILLS} kills, ${BROADCASTS} broadcasts to ${RECIPIENTS} people, ${SENDERS} senders, seed ${seed}`)
const report = await runKills({
  kills: Number(KILLS),
  broadcasts: Number(BROADCASTS),
  people: Number(RECIPIENTS),
  senders: Number(SENDERS),
  faultRate: Number(FAULTS),
  poisoned: Number(POISONED),
  seed,
})
const { twice, lost, body_mismatch, not_done, ledger_off, timeline_off, integrity } = report
console.log(JSON.stringify({ ...report, seed, seconds: Math.round((Date.now() - startedAt) / 1_000) }))
if (twice + lost + body_mismatch + not_done + ledger_off + timeline_off > 0 || integrity !== 'ok') process.exitCode = 1
