import { DAY_MS, MINUTE_MS, startOfDay } from './days.ts'

const HOUR_MS = 3_600_000
/** 22:00 to 5:00 (労働基準法 37条4項, 61条), as the hours of one day in Tokyo. */
const NIGHT_HOURS = [
  [0, 5],
  [22, 24],
] as const

type Span = { startsAt: number; endsAt: number }

/** Whole minutes of a span that lie between 22:00 and 5:00 in Tokyo. */
export function nightMinutes({ startsAt, endsAt }: Span): number {
  let ms = 0
  for (let midnight = startOfDay(startsAt); midnight < endsAt; midnight += DAY_MS)
    for (const [from, to] of NIGHT_HOURS)
      ms += Math.max(0, Math.min(endsAt, midnight + to * HOUR_MS) - Math.max(startsAt, midnight + from * HOUR_MS))
  return Math.floor(ms / MINUTE_MS)
}

/** Whether any of it lies between 22:00 and 5:00: nobody under 18 works then (労働基準法 61条). */
export const isNight = (span: Span) => nightMinutes(span) > 0
