import { setTimeout as sleep } from 'node:timers/promises'
import { isBusy, openPatiently } from '../patience.ts'
import { operate, seeded, workOnce } from './operations.ts'
import { judged } from './oracle.ts'
import { CONFIG } from './town.ts'

/** A process that does so many random operations, several at a time; or, with none to do, tells of offers until it is ended. */
const { DATABASE = '', OPERATIONS = '0', LANES = '48', SEED = '1', SPEED = '1', CLOCK_FROM = '0' } = process.env
const random = seeded(Number(SEED))
const now = () => Number(CLOCK_FROM) + Math.round((Date.now() - Number(CLOCK_FROM)) * Number(SPEED))

const store = judged(await openPatiently(DATABASE))
let left = Number(OPERATIONS)
let busy = 0
/** Nothing of it happened when the others kept the file for too long. */
const isDone = (once: Promise<unknown>) =>
  once.then(
    () => true,
    (error: unknown) => {
      if (!isBusy(error)) throw error
      busy++
      return false
    },
  )
async function lane() {
  while (left-- > 0) while (!(await isDone(operate({ store, random, now }))));
}

if (left > 0) {
  await Promise.all(Array.from({ length: Number(LANES) }, lane))
  process.stdout.write(`${JSON.stringify({ busy })}\n`)
  process.exit(0)
}
for (;;) {
  await isDone(workOnce(store, { config: CONFIG, now: now() }))
  await sleep(20)
}
