import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offerEndsAt, offerToldAt } from '../../src/events/windows.ts'
import { DAY, HOUR, MINUTE } from '../support.ts'

const at = (time: string) => Date.parse(`2026-11-${time}+09:00`)
const deadline = (closesAt: number) => ({ closesAt, startsAt: closesAt + DAY })
const far = deadline(at('28T12:00'))

const hourIn = (instant: number) => new Date(instant + 9 * HOUR).getUTCHours()
const isAwake = (instant: number) => hourIn(instant) >= 9 && hourIn(instant) < 21
/** Minute by minute, as one would count on a clock. */
function awakeMinutes(from: number, until: number) {
  let minutes = 0
  for (let instant = from; instant < until; instant += MINUTE) minutes += isAwake(instant) ? 1 : 0
  return minutes
}

const MINUTES_OF_3_DAYS = 3 * 24 * 60
const anyMinute = fc.integer({ min: 0, max: MINUTES_OF_3_DAYS }).map((minutes) => at('02T00:00') + minutes * MINUTE)
const anyWait = fc.integer({ min: 0, max: 2 * MINUTES_OF_3_DAYS }).map((minutes) => minutes * MINUTE)

describe('when somebody is told of offered seats', () => {
  it('is at once by day, and at nine in the morning by night', () => {
    expect(offerToldAt({ now: at('02T09:00'), ...far })).toBe(at('02T09:00'))
    expect(offerToldAt({ now: at('02T20:59'), ...far })).toBe(at('02T20:59'))
    expect(offerToldAt({ now: at('02T21:00'), ...far })).toBe(at('03T09:00'))
    expect(offerToldAt({ now: at('03T02:10'), ...far })).toBe(at('03T09:00'))
    expect(offerToldAt({ now: at('03T08:59'), ...far })).toBe(at('03T09:00'))
  })

  it('is at once even by night when half an hour of the morning would not be left', () => {
    expect(offerToldAt({ now: at('02T23:00'), ...deadline(at('03T09:29')) })).toBe(at('02T23:00'))
    expect(offerToldAt({ now: at('02T23:00'), ...deadline(at('03T09:30')) })).toBe(at('03T09:00'))
    expect(offerToldAt({ now: at('02T23:00'), ...deadline(at('03T01:00')) })).toBe(at('02T23:00'))
  })

  it('is never in the past, never at night without need', () => {
    fc.assert(
      fc.property(anyMinute, anyWait, (now, wait) => {
        const told = offerToldAt({ now, ...deadline(now + wait) })
        expect(told).toBeGreaterThanOrEqual(now)
        if (told > now) expect([hourIn(told), awakeMinutes(now, told)]).toEqual([9, 0])
        if (!isAwake(told)) expect(awakeMinutes(now, now + wait)).toBeLessThan(30)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the window to confirm offered seats', () => {
  it('is twelve hours in which people are awake', () => {
    expect(offerEndsAt({ toldAt: at('02T09:00'), ...far })).toBe(at('02T21:00'))
    expect(offerEndsAt({ toldAt: at('02T15:30'), ...far })).toBe(at('03T15:30'))
    expect(offerEndsAt({ toldAt: at('02T23:00'), ...far })).toBe(at('03T21:00'))
  })

  it('is a third of what is left when the day is near, at least half an hour', () => {
    expect(offerEndsAt({ toldAt: at('02T10:00'), ...deadline(at('02T16:00')) })).toBe(at('02T12:00'))
    expect(offerEndsAt({ toldAt: at('02T10:00'), ...deadline(at('02T11:00')) })).toBe(at('02T10:30'))
    expect(offerEndsAt({ toldAt: at('02T20:45'), ...deadline(at('03T10:00')) })).toBe(at('03T09:15'))
  })

  it('ends with the deadline, and before the event begins', () => {
    expect(offerEndsAt({ toldAt: at('02T10:00'), ...deadline(at('02T10:20')) })).toBe(at('02T10:20'))
    expect(offerEndsAt({ toldAt: at('02T23:00'), ...deadline(at('03T08:00')) })).toBe(at('03T08:00'))
    expect(offerEndsAt({ toldAt: at('02T10:00'), startsAt: at('02T10:10'), closesAt: at('02T10:20') })).toBe(
      at('02T10:10'),
    )
  })

  it('holds over every night and deadline, counted minute by minute', () => {
    fc.assert(
      fc.property(anyMinute, anyWait, (toldAt, wait) => {
        const closesAt = toldAt + wait
        const endsAt = offerEndsAt({ toldAt, ...deadline(closesAt) })
        const wanted = Math.min(12 * 60, Math.max(30, awakeMinutes(toldAt, closesAt) / 3))
        expect(endsAt).toBeLessThanOrEqual(closesAt)
        expect(endsAt).toBeGreaterThanOrEqual(Math.min(toldAt + 30 * MINUTE, closesAt))
        if (endsAt < closesAt) expect(Math.abs(awakeMinutes(toldAt, endsAt) - wanted)).toBeLessThan(1)
        // It runs out while people are awake: at nine in the evening at the latest.
        if (endsAt < closesAt) expect(isAwake(endsAt - 1)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
