import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openBucket, openRateLimits } from '../../src/line/rate-limit.ts'
import { DAY, HOUR, NOON } from '../support.ts'

/** A clock that stands still but for sleeping. */
const newClock = () => {
  const clock = {
    at: NOON,
    now: () => clock.at,
    sleep: async (ms: number) => {
      clock.at += ms
    },
  }
  return clock
}
const leaving = async (take: () => Promise<void>, clock: { at: number }, calls: number) => {
  const left: number[] = []
  for (let i = 0; i < calls; i++) {
    await take()
    left.push(clock.at - NOON)
  }
  return left
}

describe('a token bucket', () => {
  it('lets a burst leave at once, and the rest at the rate', async () => {
    const clock = newClock()
    const take = openBucket({ perHour: 3_600, burst: 3 }, clock)
    expect(await leaving(take, clock, 6)).toEqual([0, 0, 0, 1_000, 2_000, 3_000])
  })

  it('is full again after a quiet time, and never fuller', async () => {
    const clock = newClock()
    const take = openBucket({ perHour: 3_600, burst: 2 }, clock)
    await leaving(take, clock, 2)
    clock.at += DAY
    expect((await leaving(take, clock, 4)).map((at) => at - DAY)).toEqual([0, 0, 1_000, 2_000])
  })

  it('spreads those who ask at the same time', async () => {
    const waits: number[] = []
    const take = openBucket({ perHour: 3_600, burst: 1 }, { now: () => NOON, sleep: async (ms) => void waits.push(ms) })
    await Promise.all([take(), take(), take()])
    expect(waits).toEqual([1_000, 2_000])
  })

  it('does not wait for a clock that was set back to catch up', async () => {
    const clock = newClock()
    const take = openBucket({ perHour: 3_600, burst: 1 }, clock)
    await take()
    clock.at -= 25 * HOUR
    const before = clock.at
    await take()
    expect(clock.at - before).toBeLessThanOrEqual(1_000)
  })

  it('never lets more leave in any span than LINE’s own bucket of the same size would take', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(500), { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        async (pauses, burst) => {
          const clock = newClock()
          const take = openBucket({ perHour: 36_000, burst }, clock)
          let tokens = burst
          let seenAt = clock.at
          for (const pause of pauses) {
            clock.at += pause
            await take()
            tokens = Math.min(burst, tokens + (clock.at - seenAt) / 100) - 1
            seenAt = clock.at
            expect(tokens).toBeGreaterThanOrEqual(-1e-9)
          }
        },
      ),
    ))
})

describe('the limits of LINE', () => {
  it('are counted for each endpoint alone', async () => {
    const clock = newClock()
    const take = openRateLimits(clock)
    for (let i = 0; i < 200; i++) await take('multicast')
    expect(clock.at).toBe(NOON)
    for (let i = 0; i < 2_000; i++) await take('push')
    expect(clock.at).toBe(NOON)
    await take('multicast')
    expect(clock.at - NOON).toBe(5)
  })
})
