/**
 * When a coupon may be used: on which days, at what hours, and within which day, week or month a use counts. A shop's day
 * begins at 5:00 in Tokyo, its week on Monday; two at night belongs to the evening before. Pure.
 */
import type { CouponPer } from '../../db/schema-coupons.ts'
import { startOfDay } from '../../labour/days.ts'
import type { CouponConditions, CouponOffer } from '../coupons.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const TOKYO_MS = 9 * HOUR_MS
/** When the shop's day begins. */
export const DAY_BEGINS_MS = 5 * HOUR_MS
/** 1970-01-01 was a Thursday. */
const THURSDAY = 4
/** From that Thursday back to its Monday. */
const SINCE_MONDAY = 3
const DAYS_AHEAD = 8

type Window = Pick<CouponConditions, 'weekdays' | 'hours'>

/** Whether the hours and weekdays of a coupon allow a use at this instant. */
export const isOpenNow = (conditions: Window, now: number) => nextOpen(conditions, now) === now

/** When it may be used next: `now` itself when it may now; undefined: on no day at all. */
export function nextOpen({ weekdays, hours }: Window, now: number): number | undefined {
  if (!weekdays && !hours) return now
  const [from, until] = [hours ? clockMs(hours.from) : DAY_BEGINS_MS, hours ? clockMs(hours.until) : DAY_BEGINS_MS]
  const length = until > from ? until - from : until + DAY_MS - from
  // Last night's hours may go on past midnight, and past the whole of the day that follows.
  for (let day = -1; day <= DAYS_AHEAD; day++) {
    const midnight = startOfDay(now) + day * DAY_MS
    if (weekdays && !weekdays.includes(weekdayOf(midnight))) continue
    if (midnight + from + length > now) return Math.max(now, midnight + from)
  }
  return undefined
}

/** Which day, week or month an instant lies in, as a number that grows by one with each. */
export function periodNo(per: CouponPer, at: number): number {
  const day = Math.floor((at + TOKYO_MS - DAY_BEGINS_MS) / DAY_MS)
  if (per === 'day') return day
  if (per === 'week') return Math.floor((day + SINCE_MONDAY) / 7)
  const date = new Date(day * DAY_MS)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** The first instant of the next day, week or month. */
export function nextPeriodAt(per: CouponPer, at: number): number {
  const number = periodNo(per, at) + 1
  const day =
    per === 'day'
      ? number
      : per === 'week'
        ? number * 7 - SINCE_MONDAY
        : Date.UTC(Math.floor(number / 12), number % 12, 1) / DAY_MS
  return day * DAY_MS - TOKYO_MS + DAY_BEGINS_MS
}

/** When the shop's day began that an instant lies in. */
export const startOfShopDay = (at: number) => startOfDay(at - DAY_BEGINS_MS) + DAY_BEGINS_MS

/** Of some uses those that count against what is left now: all of them, or those of this day, week or month. */
export const usesThatCount = <U extends { at: number }>(
  { per }: Pick<CouponOffer, 'per'>,
  uses: readonly U[],
  now: number,
): readonly U[] => (per === null ? uses : uses.filter(({ at }) => periodNo(per, at) === periodNo(per, now)))

/**
 * An instant as the days that it may belong to, for a statement that compares texts: [weekday, clock, clock less a day],
 * today's and that of the day before: 1:30 is also yesterday's 25:30.
 */
export function clocksOf(now: number): readonly (readonly [weekday: number, clock: string, wrapped: string])[] {
  const midnight = startOfDay(now)
  const minutes = Math.floor((now - midnight) / MINUTE_MS)
  const clock = clockOf(minutes)
  return [
    [weekdayOf(midnight), clock, ''],
    [weekdayOf(midnight - DAY_MS), clockOf(minutes + 24 * 60), clock],
  ]
}

const weekdayOf = (midnight: number) => (Math.round((midnight + TOKYO_MS) / DAY_MS) + THURSDAY) % 7

const clockOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** 26:00 is two at night. */
function clockMs(clock: string) {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * HOUR_MS + minutes * MINUTE_MS
}
