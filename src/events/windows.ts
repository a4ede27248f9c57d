/** Tokyo has had no daylight saving time since 1951. People are awake from 9:00 to 21:00. */
const TOKYO_OFFSET_MS = 9 * 3_600_000
const WAKING_MS = 9 * 3_600_000
const AWAKE_MS = 12 * 3_600_000
const DAY_MS = 24 * 3_600_000

/** How much of people's waking time they have to confirm offered seats. */
const WINDOW_MS_MAX = 12 * 3_600_000
const WINDOW_MS_MIN = 30 * 60_000
/** When the day is near: this part of what is left, so that the next in the line have their turn too. */
const WINDOW_PART = 1 / 3

/** Of an event: offered seats are confirmed before its deadline, and so before it starts. */
type Deadline = { startsAt: number; closesAt: number }

const lastMoment = ({ startsAt, closesAt }: Deadline) => Math.min(startsAt, closesAt)

/** When to tell somebody of seats offered now: at once by day; in the morning by night, unless that would be too late. */
export function offerToldAt({ now, ...deadline }: Deadline & { now: number }): number {
  const told = wakingFrom(now)
  return awakeBetween(told, lastMoment(deadline)) < WINDOW_MS_MIN ? now : told
}

/**
 * Until when offered seats are held for somebody who was told at `toldAt`: 12 h in which people are awake, fewer when the
 * day is near, at least half an hour; never after the deadline.
 */
export function offerEndsAt({ toldAt, ...deadline }: Deadline & { toldAt: number }): number {
  const last = lastMoment(deadline)
  const part = awakeBetween(toldAt, last) * WINDOW_PART
  const window = Math.round(Math.min(WINDOW_MS_MAX, Math.max(WINDOW_MS_MIN, part)))
  return Math.min(last, afterAwake(toldAt, window))
}

/** The same instant by day; by night the next 9:00. */
function wakingFrom(at: number) {
  const time = timeOfDay(at)
  if (time < 0) return at - time
  return time < AWAKE_MS ? at : at - time + DAY_MS
}

/** The first instant before which people were awake for so long since `from`. */
function afterAwake(from: number, awakeMs: number) {
  const total = awakeUntil(from) + awakeMs
  const day = Math.ceil(total / AWAKE_MS) - 1
  return day * DAY_MS + WAKING_MS - TOKYO_OFFSET_MS + (total - day * AWAKE_MS)
}

const awakeBetween = (from: number, until: number) => Math.max(0, awakeUntil(until) - awakeUntil(from))

/** For how long people were awake before an instant, since the epoch. */
const awakeUntil = (at: number) => dayOf(at) * AWAKE_MS + Math.min(Math.max(timeOfDay(at), 0), AWAKE_MS)

const dayOf = (at: number) => Math.floor((at + TOKYO_OFFSET_MS) / DAY_MS)
/** Since 9:00 of the same day in Tokyo; negative before. */
const timeOfDay = (at: number) => at + TOKYO_OFFSET_MS - dayOf(at) * DAY_MS - WAKING_MS
