import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discountOf } from '../../src/coupons/till/discount.ts'
import {
  isOpenNow,
  nextOpen,
  nextPeriodAt,
  periodNo,
  startOfShopDay,
  usesThatCount,
} from '../../src/coupons/till/windows.ts'
import { DAY, HOUR, MINUTE } from '../support.ts'

/** 2026-04-03 is a Friday. */
const tokyo = (words: string) => Date.parse(`${words}:00+09:00`)
const FRIDAY = 5
const evenings = { weekdays: [FRIDAY], hours: { from: '17:00', until: '26:00' } }

describe('the hours of a coupon', () => {
  it('let it be used at any time when they name none', () => {
    expect(isOpenNow({}, tokyo('2026-04-03T03:33'))).toBe(true)
  })

  it.each([
    ['2026-04-03T16:59', false],
    ['2026-04-03T17:00', true],
    ['2026-04-04T00:00', true],
    ['2026-04-04T01:59', true],
    ['2026-04-04T02:00', false],
    ['2026-04-03T01:00', false],
    ['2026-04-04T18:00', false],
  ])('count two at night to the evening before: %s', (at, isOpen) => {
    expect(isOpenNow(evenings, tokyo(at))).toBe(isOpen)
    expect(isOpenNow({ ...evenings, hours: { from: '17:00', until: '02:00' } }, tokyo(at))).toBe(isOpen)
  })

  it.each([
    ['2026-04-03T04:59', false],
    ['2026-04-03T05:00', true],
    ['2026-04-04T04:59', true],
    ['2026-04-04T05:00', false],
  ])('of a weekday alone last until five the next morning: %s', (at, isOpen) => {
    expect(isOpenNow({ weekdays: [FRIDAY] }, tokyo(at))).toBe(isOpen)
  })

  it('tell when they begin again, and the end is no part of them', () => {
    expect(nextOpen(evenings, tokyo('2026-04-04T02:00'))).toBe(tokyo('2026-04-10T17:00'))
    expect(nextOpen({ hours: { from: '11:00', until: '15:00' } }, tokyo('2026-04-03T15:00'))).toBe(
      tokyo('2026-04-04T11:00'),
    )
  })

  it('begin at an instant that is open, with none open before it', () => {
    const clock = (from: number, to: number) =>
      fc
        .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 0, max: 59 }))
        .map((both) => both.map((part) => String(part).padStart(2, '0')).join(':'))
    const window = fc.record({
      weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
      hours: fc.record({ from: clock(0, 23), until: clock(0, 29) }),
    })
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 20 })
    fc.assert(
      fc.property(window, minutes, (conditions, after) => {
        const now = tokyo('2026-04-01T00:00') + after * MINUTE
        const next = nextOpen(conditions, now) ?? expect.fail('it opens on some day')
        expect(isOpenNow(conditions, next)).toBe(true)
        for (let at = now; at < next; at += 97 * MINUTE) expect(isOpenNow(conditions, at)).toBe(false)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a day, a week and a month of a shop', () => {
  it.each([
    ['day', '2026-04-03T05:00'],
    ['week', '2026-04-06T05:00'],
    ['month', '2026-05-01T05:00'],
    ['month', '2027-01-01T05:00'],
  ] as const)('begin at five in the morning: %s at %s', (per, begins) => {
    const at = tokyo(begins)
    expect(periodNo(per, at)).toBe(periodNo(per, at - 1) + 1)
    expect(nextPeriodAt(per, at - 1)).toBe(at)
    expect(periodNo(per, at + 23 * HOUR)).toBe(periodNo(per, at))
  })

  it('follow each other without a gap', () => {
    const per = fc.constantFrom('day' as const, 'week' as const, 'month' as const)
    fc.assert(
      fc.property(per, fc.integer({ min: 0, max: 20_000 }), (per, days) => {
        const at = days * DAY + 7 * HOUR
        const next = nextPeriodAt(per, at)
        expect(next).toBeGreaterThan(at)
        expect([periodNo(per, next - 1), periodNo(per, next)]).toEqual([periodNo(per, at), periodNo(per, at) + 1])
      }),
      { numRuns: 200 },
    )
  })

  it('hold only their own uses', () => {
    const uses = ['2026-04-02T22:00', '2026-04-03T04:00', '2026-04-03T06:00'].map((at) => ({ at: tokyo(at) }))
    const now = tokyo('2026-04-03T12:00')
    expect(usesThatCount({ per: 'day' }, uses, now)).toEqual(uses.slice(2))
    expect(usesThatCount({ per: null }, uses, now)).toEqual(uses)
  })

  it('tell when the day began', () => {
    expect(startOfShopDay(tokyo('2026-04-03T04:59'))).toBe(tokyo('2026-04-02T05:00'))
    expect(startOfShopDay(tokyo('2026-04-03T05:00'))).toBe(tokyo('2026-04-03T05:00'))
  })
})

describe('what a coupon takes off', () => {
  it.each([
    [{ kind: 'percent', value: 20, regularYen: null }, 2_999, 599],
    [{ kind: 'percent', value: 20, regularYen: null }, undefined, null],
    [{ kind: 'yen', value: 500, regularYen: null }, undefined, 500],
    [{ kind: 'yen', value: 500, regularYen: null }, 300, 300],
    [{ kind: 'free_item', value: 480, regularYen: null }, 300, 480],
    [{ kind: 'special_price', value: 980, regularYen: 1_480 }, undefined, 500],
    [{ kind: 'special_price', value: 980, regularYen: null }, 3_000, null],
    [{ kind: 'special_price', value: 980, regularYen: 900 }, 3_000, 0],
  ] as const)('%o of %s yen: %s', (offer, bill, yen) => {
    expect(discountOf(offer, bill)).toBe(yen)
  })
})
