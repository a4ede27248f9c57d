import { describe, expect, it } from 'vitest'
import type { Work } from '../../src/deps.ts'
import { works } from '../../src/work.ts'
import { newDeps } from '../deps.ts'
import { MINUTE, newStore } from '../support.ts'
import { addMembers, COUPON, confirmed, ledger, openClock, openFakeLine, TEXT } from './support.ts'

/** As the queue of src/worker.ts, at its worst. */
type Badness = { lost: number; doubled: number; reordered: boolean; atOnce: number }
const GOOD: Badness = { lost: 0, doubled: 0, reordered: false, atOnce: 1 }
const BAD: Badness = { lost: 0.3, doubled: 0.4, reordered: true, atOnce: 3 }

describe('a queue that loses, doubles and reorders what wakes the senders', () => {
  it.each([
    { what: 'equal letters', draft: TEXT, people: 1_501 },
    { what: 'personal letters', draft: COUPON, people: 11 },
  ])('makes no difference in the result: $what', async ({ draft, people }) => {
    const good = await run({ draft, people, badness: GOOD, seed: 1 })
    for (let seed = 2; seed < 6; seed++) {
      const bad = await run({ draft, people, badness: BAD, seed })
      expect([seed, bad]).toEqual([seed, good])
    }
    expect(good).toMatchObject({ state: 'done' })
    expect(good.delivered).toHaveLength(people)
  })
})

async function run({
  draft,
  people,
  badness,
  seed,
}: {
  draft: typeof TEXT
  people: number
  badness: Badness
  seed: number
}) {
  const random = seeded(seed)
  const [store, clock] = [newStore(), openClock()]
  const fake = openFakeLine({ faults: (request) => (request % 4 === 1 ? 'after' : request % 5 === 2 ? 'rate' : 'ok') })
  await addMembers(store, people)
  const queue: { work: Work; at: number }[] = []
  const send = (work: Work, at: number) => {
    if (random() < badness.lost) return
    queue.push({ work, at })
    if (random() < badness.doubled) queue.push({ work, at: at + Math.round(random() * MINUTE) })
  }
  const deps = newDeps(store, { line: fake.line, now: clock.now, wake: (work) => send(work, clock.at) })
  const id = await confirmed(store, fake, { draft, people })
  deps.wake('broadcasts')

  const consume = async ({ work }: { work: Work }) => {
    const at = await works[work](deps)
    if (at !== undefined && at - clock.at < MINUTE) send(work, at)
  }
  for (let minute = 0; minute < 240; minute++) {
    // The minute job, which asks anew whatever was lost.
    deps.wake('broadcasts')
    const end = clock.at + MINUTE
    for (;;) {
      const due = queue.filter(({ at }) => at <= end)
      if (due.length === 0) break
      if (badness.reordered) due.sort(() => random() - 0.5)
      else due.sort((a, b) => a.at - b.at)
      const taken = due.slice(0, badness.atOnce)
      for (const message of taken) queue.splice(queue.indexOf(message), 1)
      clock.at = Math.max(clock.at, ...taken.map(({ at }) => at))
      await Promise.all(taken.map(consume))
    }
    clock.at = Math.max(clock.at, end)
    if ((await ledger(store, id)).broadcast.state === 'done') break
  }
  const { broadcast, states, deliveries } = await ledger(store, id)
  return {
    state: broadcast.state,
    states,
    skipped: deliveries.filter(({ skipped_reason }) => skipped_reason !== null).length,
    delivered: [...fake.delivered].sort(),
  }
}

function seeded(seed: number) {
  let state = seed * 1_103_515_245
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296
  }
}
