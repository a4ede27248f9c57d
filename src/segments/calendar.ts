const DAY_MS = 86_400_000
/** Tokyo has had no daylight saving time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000

/** The calendar day in Tokyo so many months before; 31 May less three months is the last day of February. */
export function monthsBefore(now: number, months: number) {
  const today = new Date(now + TOKYO_OFFSET_MS)
  const lastOfMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months + 1, 0))
  lastOfMonth.setUTCDate(Math.min(today.getUTCDate(), lastOfMonth.getUTCDate()))
  return lastOfMonth.toISOString().slice(0, 10)
}

/** The same time of the day, so many days before. */
export const daysBefore = (now: number, days: number) => now - days * DAY_MS

/** The first instant of a day in Tokyo. */
export const startOfDay = (day: string) => Date.parse(`${day}T00:00:00.000Z`) - TOKYO_OFFSET_MS

/** Days are compared as texts: no day of a month is greater than its 31st. */
export const lastDay = (dayOrMonth: string) => (dayOrMonth.length === 7 ? `${dayOrMonth}-31` : dayOrMonth)
