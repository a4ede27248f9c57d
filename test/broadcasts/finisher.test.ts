import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Claim } from '../../src/broadcasts/chunks.ts'
import { openFinisher } from '../../src/broadcasts/finisher.ts'
import type { Store } from '../../src/db/store.ts'
import type { Outcome } from '../../src/line/line.ts'
import { NOON, newStore } from '../support.ts'

const ACCEPTED = { kind: 'accepted', status: 200 } as const
let store: ReturnType<typeof newStore>
let commits: number
beforeEach(() => {
  store = newStore()
  commits = 0
})
afterEach(() => store.close())

/** So many requests under way, to be answered one after the other by `answer`. */
function start(requests: number) {
  const counted: Store = {
    ...store,
    batch: (statements) => {
      commits++
      return store.batch(statements)
    },
  }
  const finisher = openFinisher(counted)
  const answers: (() => void)[] = []
  const written = Array.from({ length: requests }, async (_, seq) => {
    const outcome = await finisher.watch(new Promise<Outcome>((told) => answers.push(() => told(ACCEPTED))))
    const claim: Claim = {
      ...{ broadcastId: 'b', seq, epoch: 0, attempt: 1, leaseUntil: NOON },
      ...{ state: 'ready', body: null, retryKey: null, failure: null },
    }
    await finisher.finish({ claim, outcome, title: '', method: 'push', to: [], now: NOON })
    return seq
  })
  const attempts = async () => (await store.db.selectFrom('send_attempts').select('seq').execute()).length
  return { written, attempts, answer: (count: number) => answers.splice(0, count).forEach((answer) => void answer()) }
}

it('answers that come together are written down together', async () => {
  const { written, attempts, answer } = start(100)
  answer(100)
  await Promise.all(written)
  expect(await attempts()).toBe(100)
  expect(commits).toBeLessThan(4)
})

it('answers that come one by one gather until most are there', async () => {
  const { written, attempts, answer } = start(100)
  for (let i = 0; i < 100; i++) {
    answer(1)
    await new Promise((next) => setImmediate(next))
  }
  await Promise.all(written)
  expect(await attempts()).toBe(100)
  expect(commits).toBeLessThan(25)
})

it('a few requests without an answer keep nobody else’s waiting', async () => {
  const { written, attempts, answer } = start(50)
  answer(40)
  await Promise.all(written.slice(0, 40))
  expect(await attempts()).toBe(40)
  answer(10)
  await Promise.all(written)
  expect(await attempts()).toBe(50)
})
