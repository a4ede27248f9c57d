import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breakNeeded } from '../../src/labour/breaks.ts'
import { isNight, nightMinutes } from '../../src/labour/night.ts'
import { leaveAllowance, payOf, savedFee } from '../../src/labour/pay.ts'

/** In Tokyo. */
const at = (said: string) => Date.parse(`${said}:00+09:00`)
const span = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) })
const MINUTE = 60_000
const NOON = at('2026-11-28T12:00')
const ofMinutes = (minutes: number, breakMinutes: number) => ({
  startsAt: NOON,
  endsAt: NOON + minutes * MINUTE,
  breakMinutes,
})

// 労働基準法 37条4項, 61条: 22:00 to 5:00.
describe('the night', () => {
  it.each([
    ['2026-11-28T17:00', '2026-11-28T22:00', 0],
    ['2026-11-28T17:00', '2026-11-28T22:01', 1],
    ['2026-11-28T17:00', '2026-11-28T23:00', 60],
    ['2026-11-28T18:00', '2026-11-29T02:00', 240],
    ['2026-11-28T22:00', '2026-11-29T05:00', 420],
    ['2026-11-28T23:30', '2026-11-29T08:00', 330],
    ['2026-11-28T05:00', '2026-11-28T10:00', 0],
    ['2026-11-28T04:59', '2026-11-28T10:00', 1],
    ['2026-11-28T00:00', '2026-11-28T05:00', 300],
    // Past midnight across the end of a month, of a year, and of a February with 29 days.
    ['2026-11-30T20:00', '2026-12-01T01:00', 180],
    ['2026-12-31T21:00', '2027-01-01T03:00', 300],
    ['2028-02-28T23:00', '2028-02-29T06:00', 360],
  ])('of %s to %s has %i minutes', (from, to, minutes) => {
    expect(nightMinutes(span(from, to))).toBe(minutes)
    expect(isNight(span(from, to))).toBe(minutes > 0)
  })

  it('is counted minute by minute, whatever the shift', () => {
    const isNightly = (ms: number) => {
      const hour = new Date(ms + 9 * 3_600_000).getUTCHours()
      return hour >= 22 || hour < 5
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * 1_440 }), fc.integer({ min: 1, max: 900 }), (from, minutes) => {
        const startsAt = NOON + from * MINUTE
        const counted = Array.from({ length: minutes }, (_, i) => isNightly(startsAt + i * MINUTE)).filter(Boolean)
        expect(nightMinutes({ startsAt, endsAt: startsAt + minutes * MINUTE })).toBe(counted.length)
      }),
      { numRuns: 100 },
    )
  })
})

// 労働基準法 34条: more than six hours of work 45 minutes, more than eight 60.
describe('the break', () => {
  it.each([
    [360, 0, undefined],
    [361, 0, 45],
    [390, 30, undefined],
    [391, 30, 45],
    [405, 45, undefined],
    [480, 45, undefined],
    [525, 45, undefined],
    [526, 45, 60],
    [540, 60, undefined],
    [600, 59, 60],
    [900, 60, undefined],
  ])('of a shift of %i minutes with %i is enough, or needs to be %s', (minutes, breakMinutes, needed) => {
    expect(breakNeeded(ofMinutes(minutes, breakMinutes))).toBe(needed)
  })
})

// 労働基準法 37条: a quarter more at night, and beyond eight hours a day.
describe('the pay of a shift', () => {
  const wage = { wageYen: 1_200, transportYen: 500 }

  it('has no more than the hours by day', () => {
    const pay = payOf({ ...span('2026-11-28T17:00', '2026-11-28T22:00'), breakMinutes: 0, ...wage })
    expect(pay).toMatchObject({ workMinutes: 300, baseYen: 6_000, nightYen: 0, overtimeYen: 0, totalYen: 6_500 })
  })

  it('has a quarter more for the night', () => {
    const pay = payOf({ ...span('2026-11-28T17:00', '2026-11-28T23:30'), breakMinutes: 30, ...wage })
    expect(pay).toMatchObject({ workMinutes: 360, nightMinutes: 90, baseYen: 7_200, nightYen: 450, totalYen: 8_150 })
  })

  it('has a quarter more beyond eight hours, and both beyond them at night', () => {
    const pay = payOf({ ...span('2026-11-28T14:00', '2026-11-29T00:00'), breakMinutes: 60, ...wage })
    expect(pay).toMatchObject({
      workMinutes: 540,
      overtimeMinutes: 60,
      baseYen: 10_800,
      nightYen: 600,
      overtimeYen: 300,
    })
    expect(pay.totalYen).toBe(10_800 + 600 + 300 + 500)
  })

  it('takes the break to be by day, and cuts the night only when it does not fit there', () => {
    const all = payOf({ ...span('2026-11-28T22:00', '2026-11-29T05:00'), breakMinutes: 60, ...wage })
    expect(all).toMatchObject({ workMinutes: 360, nightMinutes: 360 })
  })

  it('is rounded up to a yen, each part for itself', () => {
    const pay = payOf({
      ...span('2026-11-28T21:50', '2026-11-28T22:01'),
      breakMinutes: 0,
      wageYen: 1_001,
      transportYen: 0,
    })
    expect(pay).toMatchObject({ baseYen: 184, nightYen: 5 })
  })

  it('is never less than the hourly wage for every minute, and never less for more minutes', () => {
    const Minutes = fc.integer({ min: 60, max: 900 })
    fc.assert(
      fc.property(
        Minutes,
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 900, max: 5_000 }),
        (minutes, rest, yen) => {
          const pay = payOf({ ...ofMinutes(minutes, rest), wageYen: yen, transportYen: 0 })
          const longer = payOf({ ...ofMinutes(minutes + 1, rest), wageYen: yen, transportYen: 0 })
          expect(pay.totalYen).toBeGreaterThanOrEqual((pay.workMinutes * yen) / 60)
          expect(longer.totalYen).toBeGreaterThanOrEqual(pay.totalYen)
        },
      ),
      { numRuns: 100 },
    )
  })

  // 労働基準法 26条.
  it('is owed to 60 % when the shop calls it off, without the way there', () => {
    expect(leaveAllowance({ totalYen: 6_500, transportYen: 500 })).toBe(3_600)
    expect(leaveAllowance({ totalYen: 10_001, transportYen: 0 })).toBe(6_001)
  })

  it('would have cost an agency 30 % more, rounded down', () => {
    expect([savedFee(10_000), savedFee(10_001), savedFee(9_999)]).toEqual([3_000, 3_000, 2_999])
  })
})
