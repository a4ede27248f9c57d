import { endD1Stores } from '../d1/d1-stores.ts'
import { runSeats } from './harness.ts'

/** `npm run test:seats`: the last line is one JSON object; the program fails if any seat was given wrongly, or nobody told. */
const { SEATS_PROCESSES = '8', SEATS_OPERATIONS = '100000', SEATS_D1_OPERATIONS = '1500' } = process.env
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const startedAt = Date.now()
console.log(
  `${SEATS_PROCESSES} processes, ${SEATS_OPERATIONS} operations each, ${SEATS_D1_OPERATIONS} on D1, seed ${seed}`,
)
const { examples, ...report } = await runSeats({
  processes: Number(SEATS_PROCESSES),
  operations: Number(SEATS_OPERATIONS),
  d1Operations: Number(SEATS_D1_OPERATIONS),
  seed,
})
for (const example of examples) console.log(example)
console.log(JSON.stringify({ ...report, seed, seconds: Math.round((Date.now() - startedAt) / 1_000) }))
const { over_capacity, queue_jumps, idle_seats, notices_twice, notices_missing } = report
if (over_capacity + queue_jumps + idle_seats + notices_twice + notices_missing > 0) process.exitCode = 1
await endD1Stores()
