import type { Occasion } from '../db/schema.ts'
import { addDays, leftOnBefore, tokyoDate } from '../sending/anniversaries.ts'

/** A message whose day was missed, because nothing ran or the month's messages were short, goes so many days late at most. */
export const LATE_DAYS_MAX = 3
/** The first anniversary is left_365. */
const ANNIVERSARY_FROM = 2
const DAY_MS = 86_400_000
/** Tokyo has had no daylight saving time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000

/** Days after the last day of work, by the calendar: 30 days after 31 January is 2 March, in a leap year 1 March. */
const DAYS_AFTER = { left_30: 30, left_180: 180, left_365: 365 } as const

/** Whom an occasion means on some days, in terms of what is known of a person. */
export type Means =
  | { kind: 'left_on'; days: readonly string[] }
  | { kind: 'birth_month'; months: readonly number[] }
  | { kind: 'verified'; from: number; until: number }

/** One time at which a person may get an occasion's message once: the year of those that come again, else ''. */
export type Occurrence = { occurrence: string; means: Means }

/** The hour of the day in Tokyo. */
export const tokyoHour = (at: number) => new Date(at + TOKYO_OFFSET_MS).getUTCHours()

/** Those whose day is today or was in the last days, apart by occurrence. */
export const occurrencesOf = (occasion: Occasion, now: number) => occurrencesOn(occasion, lateDays(tokyoDate(now)))

const lateDays = (today: string) => Array.from({ length: LATE_DAYS_MAX + 1 }, (_, late) => addDays(today, -late))

/** Those whose day is one of these, which follow each other in any order. */
export function occurrencesOn(occasion: Occasion, days: readonly string[]): readonly Occurrence[] {
  switch (occasion) {
    case 'welcome':
      return [{ occurrence: '', means: { kind: 'verified', ...instantsOf(days) } }]
    case 'left_30':
    case 'left_180':
    case 'left_365':
      return [
        { occurrence: '', means: { kind: 'left_on', days: days.map((day) => addDays(day, -DAYS_AFTER[occasion])) } },
      ]
    case 'anniversary':
      return byYear(days).map(([year, ofYear]) => ({
        occurrence: year,
        means: { kind: 'left_on', days: ofYear.flatMap((day) => leftOnBefore(day, ANNIVERSARY_FROM)) },
      }))
    case 'birthday_month':
      return byYear(days.filter((day) => day.endsWith('-01'))).map(([year, ofYear]) => ({
        occurrence: year,
        means: { kind: 'birth_month', months: ofYear.map((day) => Number(day.slice(5, 7))) },
      }))
  }
}

/** From the first instant of the first day to that after the last. */
function instantsOf(days: readonly string[]) {
  const sorted = [...days].sort()
  const startOf = (day: string) => Date.parse(`${day}T00:00:00.000Z`) - TOKYO_OFFSET_MS
  return { from: startOf(sorted[0] ?? ''), until: startOf(sorted.at(-1) ?? '') + DAY_MS }
}

function byYear(days: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const years = [...new Set(days.map((day) => day.slice(0, 4)))].sort()
  return years.map((year) => [year, days.filter((day) => day.startsWith(year))])
}
