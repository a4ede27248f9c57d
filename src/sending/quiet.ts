import type { SendingSettings } from './sending-settings.ts'

/** Tokyo has had no daylight saving time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** When the morning begins for a shop without quiet hours. */
const MORNING = 9

export type QuietHours = Pick<SendingSettings, 'quietFrom' | 'quietTo'>

/** When the quiet hours end that an instant lies in, UTC epoch ms; undefined: it lies in none. The end itself is not quiet. */
export function quietUntil({ quietFrom, quietTo }: QuietHours, at: number): number | undefined {
  const [from, to] = [(quietFrom % 24) * HOUR_MS, (quietTo % 24) * HOUR_MS]
  const midnight = startOfTokyoDay(at)
  const time = at - midnight
  if (from === to) return undefined
  const isQuiet = from < to ? time >= from && time < to : time >= from || time < to
  if (!isQuiet) return undefined
  return time < to ? midnight + to : midnight + DAY_MS + to
}

/** When whom today's messages reached already is written to next: the next day in Tokyo, at the end of the quiet hours. */
export const nextMorning = ({ quietFrom, quietTo }: QuietHours, at: number) =>
  startOfTokyoDay(at) + DAY_MS + (quietFrom % 24 === quietTo % 24 ? MORNING : quietTo % 24) * HOUR_MS

export const startOfTokyoDay = (at: number) => Math.floor((at + TOKYO_OFFSET_MS) / DAY_MS) * DAY_MS - TOKYO_OFFSET_MS

export function startOfTokyoMonth(at: number) {
  const day = new Date(at + TOKYO_OFFSET_MS)
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) - TOKYO_OFFSET_MS
}
