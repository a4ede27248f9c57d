import { endD1Stores } from '../d1/d1-stores.ts'
import { runTills, wrongOf } from './harness.ts'

/** `npm run test:tills`: the last line is one JSON object; the program fails if a coupon was used too often, or in vain. */
const { TILLS = '64', TILLS_COUPONS = '10000', TILLS_MANY_USE = '500', TILLS_PROCESSES = '4' } = process.env
const {
  TILLS_D1 = '200',
  TILLS_HISTORIES = '1000',
  TILLS_ACTS = '200',
  TILLS_D1_HISTORIES = '3',
  TILLS_PIN_GUESSES = '100000',
  TILLS_GUESSES = '1000000',
  TILLS_CODES = '10000',
  TILLS_SCANS = '10000',
} = process.env
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const startedAt = Date.now()
console.log(
  `${TILLS} tills, ${TILLS_COUPONS} coupons of one use and ${TILLS_MANY_USE} each of 2 to 5, ${TILLS_PROCESSES} processes; ${TILLS_D1} tills on D1; ${TILLS_HISTORIES} histories of ${TILLS_ACTS} acts and ${TILLS_D1_HISTORIES} on D1, ${TILLS_GUESSES} codes and ${TILLS_PIN_GUESSES} PINs guessed, ${TILLS_CODES} codes copied, ${TILLS_SCANS} scans noted, seed ${seed}`,
)
const report = await runTills(
  {
    tills: Number(TILLS),
    coupons: Number(TILLS_COUPONS),
    manyUse: Number(TILLS_MANY_USE),
    processes: Number(TILLS_PROCESSES),
    d1Tills: Number(TILLS_D1),
    histories: Number(TILLS_HISTORIES),
    acts: Number(TILLS_ACTS),
    d1Histories: Number(TILLS_D1_HISTORIES),
    pinGuesses: Number(TILLS_PIN_GUESSES),
    guesses: Number(TILLS_GUESSES),
    codes: Number(TILLS_CODES),
    scans: Number(TILLS_SCANS),
    walkers: 2,
    seed,
  },
  (what) => console.log(`${Math.round((Date.now() - startedAt) / 1_000)} s: ${what}`),
)
const { examples, ...figures } = report
for (const example of examples) console.log(example)
console.log(JSON.stringify({ ...figures, seed, seconds: Math.round((Date.now() - startedAt) / 1_000) }))
if (wrongOf(report) > 0 || (Number(TILLS_D1) > 0 && report.d1_winners !== 1)) process.exitCode = 1
await endD1Stores()
