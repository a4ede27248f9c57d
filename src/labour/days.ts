/** Tokyo has had no daylight saving time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000
export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** The calendar day in Tokyo of an instant: 2026-11-28. */
export const dayOf = (at: number) => new Date(at + TOKYO_OFFSET_MS).toISOString().slice(0, 10)

/** The instant at which the day of an instant began in Tokyo. */
export const startOfDay = (at: number) => Math.floor((at + TOKYO_OFFSET_MS) / DAY_MS) * DAY_MS - TOKYO_OFFSET_MS
