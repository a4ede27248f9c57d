import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quietUntil } from '../../src/sending/quiet.ts'
import { firstWaveAt, nextWaveAt, planWaves, waveTime } from '../../src/shifts/asks/wave-plan.ts'
import { DAY, HOUR, MINUTE, NOON } from '../support.ts'

const QUIET = { quietFrom: 21, quietTo: 9 }
const EIGHT = NOON + 8 * HOUR
const NINE = NOON + 21 * HOUR

const pace = fc.record({
  waveSize: fc.integer({ min: 1, max: 20 }),
  waveMinutes: fc.integer({ min: 5, max: 1_440 }),
  asksMax: fc.integer({ min: 0, max: 60 }),
  closesAt: fc.integer({ min: NOON, max: NOON + 4 * DAY }),
})
const situation = fc.record({
  people: fc.integer({ min: 0, max: 80 }),
  asked: fc.integer({ min: 0, max: 20 }),
  firstAt: fc.integer({ min: NOON, max: NOON + 2 * DAY }),
  quiet: fc.record({ quietFrom: fc.integer({ min: 0, max: 24 }), quietTo: fc.integer({ min: 0, max: 24 }) }),
})

describe('the plan of the waves', () => {
  it('is evening, night and morning: nothing leaves in the quiet hours, and the next one counts from the morning', () => {
    const plan = planWaves(
      { waveSize: 2, waveMinutes: 30, asksMax: 20, closesAt: NOON + DAY + 2 * HOUR },
      { people: 7, firstAt: EIGHT + 15 * MINUTE, quiet: QUIET },
    )
    expect(plan).toEqual({
      waves: [
        { at: EIGHT + 15 * MINUTE, people: 2 },
        { at: EIGHT + 45 * MINUTE, people: 2 },
        { at: NINE, people: 2 },
        { at: NINE + 30 * MINUTE, people: 1 },
      ],
      over: 'everybody',
    })
  })

  it('ends with the messages that were said yes to, or with the deadline', () => {
    const asked = { people: 7, firstAt: EIGHT, quiet: QUIET }
    const slow = { waveSize: 2, waveMinutes: 30, asksMax: 20, closesAt: EIGHT + HOUR }
    expect(planWaves({ ...slow, asksMax: 3 }, asked)).toMatchObject({
      waves: [{ people: 2 }, { people: 1 }],
      over: 'confirmed',
    })
    expect(planWaves(slow, asked)).toMatchObject({
      waves: [{ at: EIGHT }, { at: EIGHT + 30 * MINUTE }],
      over: 'deadline',
    })
    expect(planWaves({ ...slow, asksMax: 0 }, asked)).toEqual({ waves: [], over: 'confirmed' })
  })

  it('never has more people than there are, than were said yes to, or than one wave holds', () => {
    fc.assert(
      fc.property(pace, situation, (pace, situation) => {
        const { waves, over } = planWaves(pace, situation)
        const sum = waves.reduce((total, { people }) => total + people, 0)
        const most = Math.min(situation.people, Math.max(0, pace.asksMax - situation.asked))
        expect(sum).toBeLessThanOrEqual(most)
        expect(sum === most).toBe(over !== 'deadline')
        for (const { people } of waves) expect(people >= 1 && people <= pace.waveSize).toBe(true)
        // Only the last one is smaller.
        for (const { people } of waves.slice(0, -1)) expect(people).toBe(pace.waveSize)
      }),
      { numRuns: 300 },
    )
  })

  it('never wakes anybody, hurries nobody, and asks nobody from the deadline on', () => {
    fc.assert(
      fc.property(pace, situation, (pace, situation) => {
        const { waves } = planWaves(pace, situation)
        for (const [i, { at }] of waves.entries()) {
          expect(quietUntil(situation.quiet, at)).toBeUndefined()
          expect(at).toBeLessThan(pace.closesAt)
          expect(at).toBeGreaterThanOrEqual(situation.firstAt)
          const before = waves[i - 1]
          if (before) expect(at - before.at).toBeGreaterThanOrEqual(pace.waveMinutes * MINUTE)
          if (before) expect(at).toBe(nextWaveAt(situation.quiet, { waveMinutes: pace.waveMinutes, now: before.at }))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('begins after the lead time, or in the morning', () => {
    expect(firstWaveAt(QUIET, { leadMinutes: 15, now: NOON })).toBe(NOON + 15 * MINUTE)
    expect(firstWaveAt(QUIET, { leadMinutes: 15, now: EIGHT + 50 * MINUTE })).toBe(NINE)
    expect(waveTime(QUIET, NINE)).toBe(NINE)
    expect(waveTime(QUIET, NINE - 1)).toBe(NINE)
  })
})
