import { endD1Stores } from '../d1/d1-stores.ts'
import { runClaims } from './harness.ts'

/** `npm run test:claims`: the last line is one JSON object; the program fails if a place was given wrongly, or a message came late. */
const { CLAIMS_ROUNDS = '1000', CLAIMS_TAPS = '200', CLAIMS_PROCESSES = '4' } = process.env
const { CLAIMS_D1_ROUNDS = '200', CLAIMS_HISTORIES = '10000' } = process.env
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const startedAt = Date.now()
console.log(
  `${CLAIMS_TAPS} taps on one place, ${CLAIMS_ROUNDS} rounds on one file by ${CLAIMS_PROCESSES} processes, ${CLAIMS_D1_ROUNDS} on D1; ${CLAIMS_HISTORIES} histories, seed ${seed}`,
)
const { examples, ...report } = await runClaims({
  rounds: Number(CLAIMS_ROUNDS),
  taps: Number(CLAIMS_TAPS),
  processes: Number(CLAIMS_PROCESSES),
  d1Rounds: Number(CLAIMS_D1_ROUNDS),
  histories: Number(CLAIMS_HISTORIES),
  walkers: 2,
  seed,
})
for (const example of examples) console.log(example)
console.log(JSON.stringify({ ...report, seed, seconds: Math.round((Date.now() - startedAt) / 1_000) }))
if (report.wrong + report.over_headcount + report.late_messages > 0) process.exitCode = 1
await endD1Stores()
