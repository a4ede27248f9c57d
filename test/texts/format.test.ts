import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatDate,
  formatDateTime,
  formatDateTimeAsOf,
  formatDay,
  formatDayAsOf,
  formatFullDay,
  formatNumber,
  formatTime,
  formatYen,
  fromTokyo,
  tokyoDateTime,
  tokyoDay,
} from '../../src/texts/format.ts'

const EVENING = Date.parse('2026-11-21T19:42:00+09:00')
const MINUTE = 60_000
const DAY = 86_400_000

describe('times and days', () => {
  it('are said as people in a shop say them', () => {
    expect(formatDateTime(EVENING, 'ja')).toBe('11月21日（土） 19:42')
    expect(formatDateTime(EVENING, 'en')).toBe('Sat 21 Nov, 19:42')
    expect(formatDay(EVENING, 'ja')).toBe('11月21日（土）')
    expect(formatFullDay(EVENING, 'ja')).toBe('2026年11月21日')
    expect(formatTime(Date.parse('2026-11-21T09:05:00+09:00'))).toBe('9:05')
  })

  it('are those of Tokyo, whatever the machine', () => {
    expect(formatDateTime(Date.parse('2026-12-31T15:00:00Z'), 'ja')).toBe('1月1日（金） 0:00')
    expect(tokyoDay(Date.parse('2026-12-31T14:59:59Z'))).toBe('2026-12-31')
  })

  it('show a calendar day with its year, and anything else as it is', () => {
    expect(formatDate('2023-03-31', 'ja')).toBe('2023年3月31日')
    expect(formatDate('2023-03-31', 'en')).toBe('31 Mar 2023')
    expect(formatDate('そのころ', 'ja')).toBe('そのころ')
  })

  it('carry their year where it is not the present one in Tokyo, and only there', () => {
    const [lastMinute, nextYear] = [Date.parse('2026-12-31T23:59:00+09:00'), Date.parse('2027-01-01T00:00:00+09:00')]
    expect(formatDayAsOf(lastMinute, EVENING, 'ja')).toBe('12月31日（木）')
    expect(formatDayAsOf(nextYear, EVENING, 'ja')).toBe('2027年1月1日（金）')
    expect(formatDayAsOf(EVENING, nextYear, 'en')).toBe('Sat 21 Nov 2026')
    expect(formatDateTimeAsOf(nextYear, EVENING, 'ja')).toBe('2027年1月1日（金） 0:00')
    expect(formatDateTimeAsOf(nextYear, EVENING, 'en')).toBe('Fri 1 Jan 2027, 0:00')
    expect(formatDateTimeAsOf(lastMinute, EVENING, 'en')).toBe('Thu 31 Dec, 23:59')
  })

  it('are told by how long ago while that says more', () => {
    expect(formatAgo(EVENING, EVENING + 30_000, 'ja')).toBe('たった今')
    expect(formatAgo(EVENING, EVENING + 5 * MINUTE, 'ja')).toBe('5分前')
    expect(formatAgo(EVENING, EVENING + 180 * MINUTE, 'en')).toBe('3 h ago')
    expect(formatAgo(EVENING, EVENING + 2 * DAY, 'ja')).toBe('2日前')
    expect(formatAgo(EVENING, EVENING + 8 * DAY, 'ja')).toBe('2026年11月21日')
  })
})

describe('a date field', () => {
  it('gives back any minute it was filled with', () => {
    const minutes = fc.integer({ min: 0, max: 4_000_000_000 }).map((minute) => minute * 1_000)
    fc.assert(fc.property(minutes, (at) => fromTokyo(tokyoDateTime(at)) === at - (at % MINUTE)))
  })

  it('means the first minute of its day in Tokyo', () => {
    expect(fromTokyo('2026-11-21')).toBe(Date.parse('2026-11-20T15:00:00Z'))
  })

  it.each([
    '',
    '2026-02-31',
    '2026-13-01',
    '2026-11-21T25:00',
    '21.11.2026',
    '2026-11-21T19:42Z',
  ])('does not take %j for a time', (typed) => expect(fromTokyo(typed)).toBeUndefined())
})

describe('numbers', () => {
  it('have a comma every three digits', () => {
    expect([0, 999, 1_000, 1_234_567, -12_345].map(formatNumber)).toEqual(['0', '999', '1,000', '1,234,567', '-12,345'])
  })

  it('of money have their unit where the language has it', () => {
    expect(formatYen(1_200, 'ja')).toBe('1,200円')
    expect(formatYen(1_200, 'en')).toBe('¥1,200')
    expect(formatYen(-1_200, 'en')).toBe('-¥1,200')
  })
})
