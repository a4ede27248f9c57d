import { afterEach, describe, expect, it } from 'vitest'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { trustClock } from '../../src/db/clock.ts'
import { mayWork } from '../../src/db/fence.ts'
import { askLineTheTime } from '../../src/line/clock.ts'
import type { LineGateway } from '../../src/line/line.ts'
import { DAY, HOUR, lineUserId, MINUTE, NOON, newStore } from '../support.ts'
import {
  addMembers,
  confirmed,
  type FakeLine,
  type Fault,
  ledger,
  memberId,
  openClock,
  openFakeLine,
  senderOf,
  workToTheEnd,
} from './support.ts'

const PEOPLE = 1_001
/** More of each on demand: OUTAGE_SEEDS=500 npx vitest run … */
const SEEDS = Array.from({ length: Number(process.env.OUTAGE_SEEDS ?? 8) }, (_, seed) => seed + 1)
const LINE_REMEMBERS_MS = 24 * HOUR

/** LINE by the true time: it forgets a key a day after it took it. */
function forgetful(fake: FakeLine, time: { at: number }): LineGateway {
  const taken = new Map<string, number>()
  const send = (method: 'push' | 'multicast') => async (body: string, key: string) => {
    if (time.at - (taken.get(key) ?? time.at) >= LINE_REMEMBERS_MS) fake.accepted.delete(key)
    const outcome = await fake.line[method](body, key)
    if (fake.accepted.has(key) && !taken.has(key)) taken.set(key, time.at)
    return outcome
  }
  return { ...fake.line, push: send('push'), multicast: send('multicast') }
}

function seeded(seed: number) {
  let state = seed * 2_654_435_761
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
}
const FAULTS: readonly Fault[] = ['after', 'before', 'after', 'ok']
const twice = (fake: FakeLine) => fake.delivered.length - new Set(fake.delivered).size

describe('an outage in the middle of a broadcast', () => {
  it.each([
    { what: '22 h 59 min', ms: 23 * HOUR - MINUTE, repeats: true },
    { what: '23 h 01 min', ms: 23 * HOUR + MINUTE, repeats: false },
    { what: '24 h 01 min', ms: 24 * HOUR + MINUTE, repeats: false },
    { what: '30 days', ms: 30 * DAY, repeats: false },
  ])('of $what: nobody gets anything twice, and whoever may have got it is shown', async ({ ms, repeats }) => {
    for (const seed of SEEDS) {
      const random = seeded(seed)
      const store = newStore()
      const clock = openClock()
      const fake = openFakeLine({ faults: (request) => (request < 3 ? (FAULTS[random(FAULTS.length)] ?? 'ok') : 'ok') })
      const line = forgetful(fake, clock)
      await addMembers(store, PEOPLE)
      const id = await confirmed(store, fake, { people: PEOPLE })
      await workBroadcasts({ ...senderOf(store, fake, clock), line })
      const before = await ledger(store, id)
      const open = before.chunks.filter(({ state }) => state === 'inflight')
      clock.pass(ms)
      // Long after its time nothing starts by itself; this one was under way.
      for (let at = await workBroadcasts({ ...senderOf(store, fake, clock), line }); at !== undefined; ) {
        clock.at = Math.max(clock.at, at)
        at = await workBroadcasts({ ...senderOf(store, fake, clock), line })
      }
      const after = await ledger(store, id)
      const unknown = after.chunks.filter(({ state }) => state === 'unknown')
      expect([seed, twice(fake)]).toEqual([seed, 0])
      if (repeats) expect([seed, after.broadcast.state, fake.delivered.length]).toEqual([seed, 'done', PEOPLE])
      else {
        expect([seed, unknown.map(({ seq }) => seq)]).toEqual([seed, open.map(({ seq }) => seq)])
        const shown = unknown.reduce((sum, { recipients }) => sum + recipients, 0)
        expect(PEOPLE - new Set(fake.delivered).size).toBeLessThanOrEqual(shown)
        expect(after.broadcast.state).toBe(unknown.length > 0 ? 'needs_decision' : 'done')
      }
    }
  })
})

describe('a clock that jumps', () => {
  it('never makes anybody get anything twice, by up to 25 hours either way and back, at any moment', async () => {
    for (const seed of SEEDS.flatMap((seed) => [seed, seed + 1_000, seed + 2_000])) {
      const random = seeded(seed)
      const store = newStore()
      const time = { at: NOON }
      let off = 0
      const now = () => time.at + off
      const fake = openFakeLine({ faults: () => (random(3) === 0 ? 'ok' : (FAULTS[random(FAULTS.length)] ?? 'ok')) })
      const line = forgetful(fake, time)
      await addMembers(store, 501)
      await confirmed(store, fake, { people: 501 })
      for (let step = 0; step < 30; step++) {
        if (random(3) === 0) off = (random(51) - 25) * HOUR
        if (random(4) === 0) off = 0
        await workBroadcasts({ ...senderOf(store, fake, openClock()), line, now })
        // Sometimes the owner says that the clock is right, whatever it says.
        if (random(6) === 0) await trustClock(store, { now })
        time.at += random(4) * HOUR + random(60) * MINUTE
      }
      expect([seed, twice(fake)]).toEqual([seed, 0])
    }
  })

  it('back: nothing is sent, what was open is shown as unknown, and it goes on when the time has come again', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine({ faults: (request) => (request === 0 ? 'after' : 'ok') })
    await addMembers(store, 501)
    const id = await confirmed(store, fake, { people: 501 })
    await workBroadcasts(senderOf(store, fake, clock))
    expect((await ledger(store, id)).states).toContain('inflight')
    const sent = fake.requests.length
    clock.pass(-HOUR)
    expect(await workBroadcasts(senderOf(store, fake, clock))).toBeUndefined()
    expect([fake.requests.length, (await ledger(store, id)).states.sort()]).toEqual([sent, ['accepted', 'unknown']])
    clock.pass(2 * HOUR)
    await workToTheEnd(store, fake, clock)
    expect((await ledger(store, id)).broadcast.state).toBe('needs_decision')
    expect(twice(fake)).toBe(0)
  })

  it('is noticed by LINE’s: the broadcast pauses, nothing is repeated, and the next good answer mends it', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine()
    await addMembers(store, 1_001)
    const id = await confirmed(store, fake, { people: 1_001 })
    const answers = { at: NOON - 26 * HOUR }
    const line: LineGateway = {
      ...fake.line,
      multicast: async (body, key) => ({ ...(await fake.line.multicast(body, key)), at: answers.at }),
      validatePush: async () => ({ kind: 'accepted', status: 200, at: answers.at }),
    }
    const sender = { ...senderOf(store, fake, clock), line }
    await workBroadcasts(sender)
    expect((await ledger(store, id)).broadcast).toMatchObject({ state: 'paused_error', failure: 'clock' })
    expect(fake.requests).toHaveLength(1)
    expect(await mayWork(sender)).toBe('clock')
    await askLineTheTime(sender)
    expect(await mayWork(sender)).toBe('clock')

    clock.at = answers.at
    await askLineTheTime(sender)
    expect(await mayWork(sender)).toBe('yes')
  })

  it('is not suspected when only the process was stopped while LINE answered', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine()
    await addMembers(store, 1)
    const id = await confirmed(store, fake, { people: 1 })
    const line: LineGateway = {
      ...fake.line,
      multicast: async (body, key) => {
        const outcome = { ...(await fake.line.multicast(body, key)), at: clock.at }
        clock.pass(10 * MINUTE)
        return outcome
      },
    }
    await workBroadcasts({ ...senderOf(store, fake, clock), line })
    clock.pass(2 * MINUTE)
    await workToTheEnd(store, fake, clock)
    expect((await ledger(store, id)).broadcast.state).toBe('done')
    expect(fake.delivered).toEqual([lineUserId(memberId(0))])
  })
})

it('is not suspected to have gone back where another process went on while this one was stopped', async () => {
  const clock = openClock()
  const sender = senderOf(newStore(), openFakeLine(), clock)
  const { instance } = sender
  const read = async () => {
    clock.pass(10 * MINUTE)
    expect(await mayWork(sender)).toBe('yes')
    return instance.read()
  }
  expect(await mayWork(sender)).toBe('yes')
  expect(await mayWork({ ...sender, instance: { ...instance, read } })).toBe('yes')
})

describe('the time zone of the machine', () => {
  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it('changes nothing: a month’s edge, quiet hours and the result are Tokyo’s everywhere', async () => {
    const results: unknown[] = []
    for (const name of ['UTC', 'Asia/Tokyo', 'America/St_Johns']) {
      process.env.TZ = name
      // The last minute of March in Tokyo, with nothing to send until nine, and the month’s cap anew from midnight on.
      const clock = openClock(Date.parse('2026-03-31T23:59:30+09:00'))
      const store = newStore()
      const fake = openFakeLine({ faults: (request) => (request === 0 ? 'after' : 'ok') })
      await addMembers(store, 501)
      const id = await confirmed(store, fake, { people: 501, now: clock.at })
      const turns: number[] = []
      for (let at = await workBroadcasts(senderOf(store, fake, clock)); at !== undefined; ) {
        turns.push(Math.round(at / HOUR))
        clock.at = Math.max(clock.at, at)
        at = await workBroadcasts(senderOf(store, fake, clock))
      }
      const { broadcast, states } = await ledger(store, id)
      results.push({ turns, state: broadcast.state, states, delivered: fake.delivered })
    }
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
    expect(results[0]).toMatchObject({ state: 'done', states: ['accepted', 'accepted'] })
    expect(results[0]).toMatchObject({ turns: [Date.parse('2026-04-01T09:00+09:00') / HOUR, expect.anything()] })
  })
})
