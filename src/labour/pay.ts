import { MINUTE_MS } from './days.ts'
import { nightMinutes } from './night.ts'
import type { Hours, Wage } from './terms.ts'

/** 労働基準法 32条2項: more than eight hours a day are overtime. */
export const DAY_MINUTES_MAX = 480
const MINUTES_AN_HOUR = 60
/** Of the wage: a quarter more for the night, and for overtime (労働基準法 37条1項・4項, 割増賃金令). */
const PREMIUM = 0.25
/** 労働基準法 26条: at least 60 % of the average wage when the shop calls a shift off. */
const LEAVE_SHARE = 0.6
/** What agencies for spot work usually take of the wage. */
const AGENCY_SHARE = 0.3

/** What a shift is worth, in integer yen, each part rounded up; minutes are minutes of work, without the break. */
export type Pay = {
  workMinutes: number
  nightMinutes: number
  overtimeMinutes: number
  /** The hourly wage for every minute of work. */
  baseYen: number
  /** On top: a quarter for the night, a quarter for overtime. Both for overtime at night. */
  nightYen: number
  overtimeYen: number
  transportYen: number
  totalYen: number
}

/**
 * The pay of a shift before taxes, an estimate: nobody knows yet when the break is. It is taken to lie outside of the night
 * as far as it fits there, so that the night is never counted too short.
 */
export function payOf({ startsAt, endsAt, breakMinutes, wageYen, transportYen }: Hours & Wage): Pay {
  const span = Math.floor((endsAt - startsAt) / MINUTE_MS)
  const workMinutes = Math.max(0, span - breakMinutes)
  const night = Math.min(nightMinutes({ startsAt, endsAt }), workMinutes)
  const overtimeMinutes = Math.max(0, workMinutes - DAY_MINUTES_MAX)
  const yenFor = (minutes: number, share: number) => ceilYen((minutes * wageYen * share) / MINUTES_AN_HOUR)
  const baseYen = yenFor(workMinutes, 1)
  const nightYen = yenFor(night, PREMIUM)
  const overtimeYen = yenFor(overtimeMinutes, PREMIUM)
  return {
    workMinutes,
    nightMinutes: night,
    overtimeMinutes,
    baseYen,
    nightYen,
    overtimeYen,
    transportYen,
    totalYen: baseYen + nightYen + overtimeYen + transportYen,
  }
}

/**
 * What the shop owes at least for a confirmed shift that it calls off (休業手当, 労働基準法 26条): 60 % of the shift's pay
 * without the way there. An estimate: the law reckons by the average wage (平均賃金, 12条).
 */
export const leaveAllowance = ({ totalYen, transportYen }: Pick<Pay, 'totalYen' | 'transportYen'>) =>
  ceilYen((totalYen - transportYen) * LEAVE_SHARE)

/** What an agency would have taken for shifts of so much pay: 30 %, rounded down so that nobody boasts. */
export const savedFee = (payYen: number) => Math.floor(payYen * AGENCY_SHARE)

/** Rounded up to a yen. What binary fractions add behind the point (0.1 + 0.2) is no yen. */
const ceilYen = (yen: number) => Math.ceil(Math.round(yen * 1_000) / 1_000)
