import { awakeTime } from '../sending/awake.ts'

/** People are awake from 9:00 to 21:00. */
const { wakingFrom, awakeBetween, afterAwake } = awakeTime({ from: 9, until: 21 })

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
