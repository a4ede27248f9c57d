/** Nobody is on a roster who left before. */
const YEAR_MIN = 1950
const DAY_MS = 86_400_000
/** Tokyo has had no daylight saving time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000

/** The calendar day in Tokyo, 'YYYY-MM-DD'. */
export const tokyoDate = (at: number) => new Date(at + TOKYO_OFFSET_MS).toISOString().slice(0, 10)

/** So many days after a day; negative: before. */
export const addDays = (day: string, count: number) =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + count * DAY_MS).toISOString().slice(0, 10)

/**
 * The last days of work of which this day is an anniversary, from that year on: 1 is the first. Whoever left on 29 February
 * has theirs on the 28th in other years.
 */
export function leftOnBefore(day: string, fromYear: number): readonly string[] {
  const year = Number(day.slice(0, 4))
  const years = Array.from({ length: Math.max(0, year - fromYear - YEAR_MIN + 1) }, (_, i) => YEAR_MIN + i)
  const same = years.map((past) => `${past}${day.slice(4)}`)
  const leapling = day.endsWith('-02-28') && !isLeap(year)
  return leapling ? [...same, ...years.filter(isLeap).map((past) => `${past}-02-29`)] : same
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
