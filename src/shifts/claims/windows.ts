import { awakeTime } from '../../sending/awake.ts'

const MINUTE_MS = 60_000
/** A shift is filled between services: people are asked from 7 in the morning to 10 at night. */
const { wakingFrom, awakeBetween, afterAwake } = awakeTime({ from: 7, until: 22 })

/** How much of their waking time somebody who stands by has to say yes. */
const WINDOW_MS_MAX = 120 * MINUTE_MS
const WINDOW_MS_MIN = 20 * MINUTE_MS
/** When the shift is near: this part of what is left, so that the next in the line have their turn too. */
const WINDOW_PART = 1 / 3
/** Nobody says yes later than this before the start: the shop must know, and they must get there. */
export const LAST_MS = 60 * MINUTE_MS

/** Later than this before the start nobody is asked any more. */
export const OFFER_LEAD_MS = LAST_MS + WINDOW_MS_MIN

/** When to tell somebody of a place offered now: at once by day; in the morning by night, unless that would be too late. */
export function offerToldAt({ now, startsAt }: { now: number; startsAt: number }): number {
  const told = wakingFrom(now)
  return told + OFFER_LEAD_MS > startsAt ? now : told
}

/**
 * Until when a place is held for somebody who was told at `toldAt`: 2 h in which people are awake, fewer when the start is
 * near, at least 20 minutes; never later than an hour before the start.
 */
export function offerEndsAt({ toldAt, startsAt }: { toldAt: number; startsAt: number }): number {
  const last = startsAt - LAST_MS
  const window = Math.round(Math.min(WINDOW_MS_MAX, Math.max(WINDOW_MS_MIN, awakeBetween(toldAt, last) * WINDOW_PART)))
  return Math.min(last, afterAwake(toldAt, window))
}
