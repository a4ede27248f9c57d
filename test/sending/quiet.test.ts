import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextMorning, quietUntil, startOfTokyoDay, startOfTokyoMonth } from '../../src/sending/quiet.ts'
import { DAY, HOUR, MINUTE } from '../support.ts'

const at = (time: string) => Date.parse(`${time}+09:00`)
const hours = fc.integer({ min: 0, max: 24 })
const instant = fc.integer({ min: at('2024-01-01T00:00'), max: at('2030-12-31T23:59') })

describe('the quiet hours', () => {
  it.each([
    ['2026-04-01T20:59:59.999', undefined],
    ['2026-04-01T21:00', '2026-04-02T09:00'],
    ['2026-04-01T23:59', '2026-04-02T09:00'],
    ['2026-04-02T00:00', '2026-04-02T09:00'],
    ['2026-04-02T08:59:59.999', '2026-04-02T09:00'],
    ['2026-04-02T09:00', undefined],
    ['2026-12-31T22:00', '2027-01-01T09:00'],
  ])('by default at %s in Tokyo end at %s', (time, end) => {
    expect(quietUntil({ quietFrom: 21, quietTo: 9 }, at(time))).toBe(end && at(end))
  })

  it('are those hours of the clock in Tokyo that lie between the two, whichever two they are', () => {
    fc.assert(
      fc.property(hours, hours, instant, (quietFrom, quietTo, now) => {
        const end = quietUntil({ quietFrom, quietTo }, now)
        const hour = new Date(now + 9 * HOUR).getUTCHours()
        const quiet = new Set<number>()
        for (let h = quietFrom % 24; h !== quietTo % 24; h = (h + 1) % 24) quiet.add(h)
        expect(end !== undefined).toBe(quiet.has(hour))
        if (end === undefined) return
        expect(end).toBeGreaterThan(now)
        expect(end - now).toBeLessThanOrEqual(quiet.size * HOUR)
        expect(new Date(end + 9 * HOUR).getUTCHours()).toBe(quietTo % 24)
        expect(end % HOUR).toBe(0)
        // It is quiet all the way, and no longer.
        expect(quietUntil({ quietFrom, quietTo }, end - 1)).toBe(end)
        expect(quietUntil({ quietFrom, quietTo }, end)).toBeUndefined()
      }),
    )
  })

  it('leave the next morning for who had the day’s message: outside of them, and the next day in Tokyo', () => {
    expect(nextMorning({ quietFrom: 21, quietTo: 9 }, at('2026-04-01T20:30'))).toBe(at('2026-04-02T09:00'))
    expect(nextMorning({ quietFrom: 0, quietTo: 0 }, at('2026-04-01T00:30'))).toBe(at('2026-04-02T09:00'))
    fc.assert(
      fc.property(hours, hours, instant, (quietFrom, quietTo, now) => {
        const morning = nextMorning({ quietFrom, quietTo }, now)
        expect(quietUntil({ quietFrom, quietTo }, morning)).toBeUndefined()
        expect(startOfTokyoDay(morning)).toBe(startOfTokyoDay(now) + DAY)
      }),
    )
  })
})

describe('a day and a month in Tokyo', () => {
  it('begin at its midnight', () => {
    expect(startOfTokyoDay(at('2026-04-01T23:59'))).toBe(at('2026-04-01T00:00'))
    expect(startOfTokyoDay(at('2026-04-01T00:00'))).toBe(at('2026-04-01T00:00'))
    expect(startOfTokyoMonth(at('2026-04-30T23:59'))).toBe(at('2026-04-01T00:00'))
    expect(startOfTokyoMonth(at('2026-04-01T00:00') - MINUTE)).toBe(at('2026-03-01T00:00'))
    expect(startOfTokyoMonth(at('2026-01-01T08:00'))).toBe(at('2026-01-01T00:00'))
  })
})
