import { type QuietHours, quietUntil, startOfTokyoDay } from './quiet.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A reminder later than this before the start helps nobody who is on the way. */
const LATEST_MS = 30 * 60_000

/** Which reminders there are: at this hour of the day before (Tokyo), and so many hours before the start. */
export type ReminderPlan = { dayBeforeAt: number | undefined; hoursBefore: number | undefined }
/** When it goes, and from when on it is too late. */
export type ReminderSpan = { at: number; until: number }

/**
 * When to remind of what starts then. In quiet hours a reminder goes when they end; one that would then come less than 30
 * minutes before the start, or with the next one, is none.
 */
export function reminderTimes(
  startsAt: number,
  { dayBeforeAt, hoursBefore }: ReminderPlan,
  quiet: QuietHours,
): { day: ReminderSpan | undefined; hours: ReminderSpan | undefined } {
  const awake = (at: number) => quietUntil(quiet, at) ?? at
  const tooLate = startsAt - LATEST_MS + 1
  const spanOf = (at: number, until: number) => (at < until ? { at, until } : undefined)
  const hoursAt = hoursBefore === undefined ? undefined : awake(startsAt - hoursBefore * HOUR_MS)
  const hours = hoursAt === undefined ? undefined : spanOf(hoursAt, tooLate)
  if (dayBeforeAt === undefined) return { day: undefined, hours }
  const dayAt = awake(startOfTokyoDay(startsAt) - DAY_MS + dayBeforeAt * HOUR_MS)
  return { day: spanOf(dayAt, Math.min(tooLate, hoursAt ?? tooLate)), hours }
}
