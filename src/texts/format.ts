import type { Language } from './language.ts'

/** Tokyo has had no daylight saving time since 1951: fixed arithmetic is right on every runtime. */
const TOKYO_OFFSET_MS = 9 * 3_600_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

const BIDI_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const WEEKDAYS = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** 11月21日（土） 19:42 · Sat 21 Nov, 19:42 */
export const formatDateTime = (atMs: number, language: Language) => atTime(formatDay(atMs, language), atMs, language)

/** 11月21日（土） · Sat 21 Nov */
export function formatDay(atMs: number, language: Language) {
  const { month, day, weekday } = inTokyo(atMs)
  return language === 'ja'
    ? `${month}月${day}日（${WEEKDAYS.ja[weekday]}）`
    : `${WEEKDAYS.en[weekday]} ${day} ${MONTHS[month - 1]}`
}

/** As `formatDay`; with its year where that is not the one of now: 2027年1月3日（日） · Sun 3 Jan 2027 */
export function formatDayAsOf(atMs: number, nowMs: number, language: Language) {
  const { year } = inTokyo(atMs)
  const day = formatDay(atMs, language)
  if (year === inTokyo(nowMs).year) return day
  return language === 'ja' ? `${year}年${day}` : `${day} ${year}`
}

/** As `formatDateTime`; with its year where that is not the one of now: 2027年1月3日（日） 19:42 · Sun 3 Jan 2027, 19:42 */
export const formatDateTimeAsOf = (atMs: number, nowMs: number, language: Language) =>
  atTime(formatDayAsOf(atMs, nowMs, language), atMs, language)

/** 19:42 */
export function formatTime(atMs: number) {
  const { hour, minute } = inTokyo(atMs)
  return `${hour}:${two(minute)}`
}

/** '2023-03-31' as 2023年3月31日 · 31 Mar 2023. Anything that is not such a day comes back as it is. */
export function formatDate(on: string, language: Language) {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(on) ?? []
  if (!year) return on
  return language === 'ja'
    ? `${year}年${Number(month)}月${Number(day)}日`
    : `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`
}

/** 2026年11月21日 · 21 Nov 2026 */
export const formatFullDay = (atMs: number, language: Language) => formatDate(tokyoDay(atMs), language)

/** たった今, 5分前, 3時間前, 2日前; after a week the day, with its year. */
export function formatAgo(atMs: number, nowMs: number, language: Language) {
  const passed = nowMs - atMs
  const ja = language === 'ja'
  if (passed < MINUTE_MS) return ja ? 'たった今' : 'just now'
  if (passed < HOUR_MS) return counted(Math.floor(passed / MINUTE_MS), ja ? '分前' : 'min ago', ja)
  if (passed < DAY_MS) return counted(Math.floor(passed / HOUR_MS), ja ? '時間前' : 'h ago', ja)
  if (passed < 7 * DAY_MS) return counted(Math.floor(passed / DAY_MS), ja ? '日前' : 'd ago', ja)
  return formatFullDay(atMs, language)
}

/** 1,234 */
export const formatNumber = (count: number) => String(Math.trunc(count)).replace(/\B(?=(\d{3})+$)/g, ',')

/** 1,200円 · ¥1,200 */
export const formatYen = (yen: number, language: Language) =>
  language === 'ja' ? `${formatNumber(yen)}円` : `${yen < 0 ? '-' : ''}¥${formatNumber(Math.abs(yen))}`

/** A name inside a sentence that is one string: it cannot turn the words around it, whatever it is written in. */
export const isolated = (name: string) =>
  RIGHT_TO_LEFT.test(name) ? `\u2068${name.replace(BIDI_MARKS, '')}\u2069` : name.replace(BIDI_MARKS, '')

/** The calendar day in Tokyo, 'YYYY-MM-DD': the value of a date field. */
export function tokyoDay(atMs: number) {
  const { year, month, day } = inTokyo(atMs)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** 'YYYY-MM-DDTHH:mm' in Tokyo: the value of a datetime-local field. */
export function tokyoDateTime(atMs: number) {
  const { hour, minute } = inTokyo(atMs)
  return `${tokyoDay(atMs)}T${two(hour)}:${two(minute)}`
}

/** The instant that a date ('YYYY-MM-DD', its first minute) or datetime-local field means in Tokyo; undefined if none. */
export function fromTokyo(typed: string): number | undefined {
  const [, day = '', hour = '00', minute = '00'] =
    /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::\d{2})?)?$/.exec(typed) ?? []
  const atMs = Date.parse(`${day}T${hour}:${minute}:00.000Z`) - TOKYO_OFFSET_MS
  // A 31 February must not slide into March.
  return Number.isNaN(atMs) || tokyoDay(atMs) !== day ? undefined : atMs
}

function inTokyo(atMs: number) {
  const shifted = new Date(atMs + TOKYO_OFFSET_MS)
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  }
}

const atTime = (day: string, atMs: number, language: Language) =>
  `${day}${language === 'ja' ? ' ' : ', '}${formatTime(atMs)}`
const two = (value: number) => String(value).padStart(2, '0')
const counted = (count: number, unit: string, ja: boolean) => (ja ? `${count}${unit}` : `${count} ${unit}`)
