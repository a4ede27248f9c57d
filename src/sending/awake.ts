/** Tokyo has had no daylight saving time since 1951. */
const HOUR_MS = 3_600_000
const TOKYO_OFFSET_MS = 9 * HOUR_MS
const DAY_MS = 24 * HOUR_MS

/** From when to when people are awake, as hours of the day in Tokyo. */
export type Waking = { from: number; until: number }

/** Time as it counts for people who sleep at night. */
export function awakeTime({ from, until }: Waking) {
  const awakeMs = (until - from) * HOUR_MS
  const dayOf = (at: number) => Math.floor((at + TOKYO_OFFSET_MS) / DAY_MS)
  /** Since they woke on the same day; negative before. */
  const timeOfDay = (at: number) => at + TOKYO_OFFSET_MS - dayOf(at) * DAY_MS - from * HOUR_MS
  /** For how long they were awake before an instant, since the epoch. */
  const awakeUntil = (at: number) => dayOf(at) * awakeMs + Math.min(Math.max(timeOfDay(at), 0), awakeMs)

  /** The same instant by day; by night the next time that they wake. */
  const wakingFrom = (at: number) => {
    const time = timeOfDay(at)
    if (time < 0) return at - time
    return time < awakeMs ? at : at - time + DAY_MS
  }
  const awakeBetween = (start: number, end: number) => Math.max(0, awakeUntil(end) - awakeUntil(start))
  /** The first instant before which they were awake for so long since `start`. */
  const afterAwake = (start: number, ms: number) => {
    const total = awakeUntil(start) + ms
    const day = Math.ceil(total / awakeMs) - 1
    return day * DAY_MS + from * HOUR_MS - TOKYO_OFFSET_MS + (total - day * awakeMs)
  }
  return { wakingFrom, awakeBetween, afterAwake }
}
