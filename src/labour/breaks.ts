import { MINUTE_MS } from './days.ts'
import { DAY_MINUTES_MAX } from './pay.ts'
import type { Hours } from './terms.ts'

const SHORT_DAY_MINUTES = 360

/**
 * The break that so long a shift needs, minutes; undefined: the one it has is enough. 労働基準法 34条: more than six hours of
 * work 45 minutes, more than eight 60; the break itself is no work.
 */
export function breakNeeded({ startsAt, endsAt, breakMinutes }: Hours): number | undefined {
  const work = Math.floor((endsAt - startsAt) / MINUTE_MS) - breakMinutes
  if (work > DAY_MINUTES_MAX) return breakMinutes < 60 ? 60 : undefined
  return work > SHORT_DAY_MINUTES && breakMinutes < 45 ? 45 : undefined
}
