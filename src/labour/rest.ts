import { DAY_MS, startOfDay } from './days.ts'
import { DAY_MINUTES_MAX } from './pay.ts'

/** Between two shifts of one person here: the house's own rule (労働時間等設定改善法 2条 asks for an interval, without a figure). */
export const REST_MINUTES_MIN = 480
/** 労働基準法 32条1項. */
export const WEEK_MINUTES_MAX = 2_400
const SUNDAY = 0
const WEEK_DAYS = 7
/** Of the epoch's first day, a Thursday. */
const EPOCH_WEEKDAY = 4
const TOKYO_OFFSET_MS = 9 * 3_600_000

/** The week of an instant, from Sunday 0:00 in Tokyo to the next (昭和63年基発1号: a week is Sunday to Saturday unless agreed). */
export function weekOf(at: number): { start: number; end: number } {
  const midnight = startOfDay(at)
  const days = Math.floor((midnight + TOKYO_OFFSET_MS) / DAY_MS)
  const weekday = (days + EPOCH_WEEKDAY) % WEEK_DAYS
  const start = midnight - (weekday - SUNDAY) * DAY_MS
  return { start, end: start + WEEK_DAYS * DAY_MS }
}

export type HoursWarning =
  /** With the other employer's hours more than 40 a week, so many minutes over: who hired later pays the overtime. */
  | { kind: 'over_week'; overMinutes: number }
  /** More than eight hours here on one day. */
  | { kind: 'over_day'; overMinutes: number }
  /** They have a main job and did not say for how many hours. */
  | { kind: 'unknown_hours' }

/**
 * What an owner is to know before they say yes; never a block. Working hours at several employers are added up (労働基準法
 * 38条1項; 副業・兼業の促進に関するガイドライン). `weekMinutes`: already agreed here in that week, without this shift.
 */
export function hoursWarning({
  hasMainJob,
  mainJobHours,
  weekMinutes,
  shiftMinutes,
}: {
  hasMainJob: boolean | null
  mainJobHours: number | null
  weekMinutes: number
  shiftMinutes: number
}): HoursWarning | undefined {
  const over = (mainJobHours ?? 0) * 60 + weekMinutes + shiftMinutes - WEEK_MINUTES_MAX
  if (over > 0) return { kind: 'over_week', overMinutes: over }
  if (hasMainJob === true && mainJobHours === null) return { kind: 'unknown_hours' }
  if (shiftMinutes > DAY_MINUTES_MAX) return { kind: 'over_day', overMinutes: shiftMinutes - DAY_MINUTES_MAX }
  return undefined
}
