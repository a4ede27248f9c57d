import type { MemberLanguage } from '../../db/schema.ts'
import type { OpeningMode } from '../../db/schema-shifts.ts'
import type { Pay } from '../../labour/pay.ts'
import {
  formatDateTime,
  formatDay,
  formatFullDay,
  formatNumber,
  formatTime,
  formatYen,
  tokyoDay,
} from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'

const DAY_MS = 86_400_000

type Span = { startsAt: number; endsAt: number }
type Roles = readonly { name: string }[]
/** One line of what an ad or a pay estimate says: what, and how much. */
export type Row = readonly [term: string, said: string]
/** 11月28日（土） 17:00〜23:00 ホール · Sat 28 Nov, 17:00–23:00, ホール: what a shift is called wherever it is named. */
export const shiftTitle = (language: MemberLanguage, opening: Span & { roles: Roles }) =>
  shiftCardTexts[language].titled(
    formatDay(opening.startsAt, htmlLang(language)),
    hoursWords(language, opening),
    rolesWords(language, opening.roles),
  )

/** 17:00〜23:00 · 17:00〜翌1:00; with its day when it ends later than that. */
export function hoursWords(language: MemberLanguage, { startsAt, endsAt }: Span) {
  const t = shiftCardTexts[language]
  return t.hours(formatTime(startsAt), endWords(language, { startsAt, endsAt }))
}

function endWords(language: MemberLanguage, { startsAt, endsAt }: Span) {
  if (tokyoDay(endsAt) === tokyoDay(startsAt)) return formatTime(endsAt)
  // Midnight itself belongs to the evening before it: 24:00 is what a shop says, but 翌0:00 is what nobody reads wrongly.
  return tokyoDay(endsAt) === tokyoDay(startsAt + DAY_MS)
    ? shiftCardTexts[language].nextDay(formatTime(endsAt))
    : formatDateTime(endsAt, htmlLang(language))
}

/** 2026年11月28日（土） 17:00〜23:00 · Sat 28 Nov 2026, 17:00–23:00: with its year, as an ad and a contract say it. */
export function whenWords(language: MemberLanguage, span: Span) {
  const lang = htmlLang(language)
  const day = formatDay(span.startsAt, lang)
  const year = tokyoDay(span.startsAt).slice(0, 4)
  const hours = hoursWords(language, span)
  return lang === 'ja' ? `${year}年${day} ${hours}` : `${day} ${year}, ${hours}`
}

/** ホール・レジ */
export const rolesWords = (language: MemberLanguage, roles: Roles) =>
  roles.map(({ name }) => name).join(shiftCardTexts[language].separator)

/** 45分 · 6時間 · 6時間30分 */
export function minutesWords(language: MemberLanguage, minutes: number) {
  const t = shiftCardTexts[language]
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return t.minutes(String(rest))
  return rest === 0 ? t.wholeHours(formatNumber(hours)) : t.hoursAndMinutes(formatNumber(hours), String(rest))
}

/** The estimate in one line, with what it includes beside the wage: 約8,450円（深夜の割増325円・交通費500円を含む）. */
export function paySummary(language: MemberLanguage, pay: Pay) {
  const { pay: t, separator } = shiftCardTexts[language]
  const lang = htmlLang(language)
  const extras: (readonly [string, number])[] = [
    [t.night, pay.nightYen],
    [t.overtime, pay.overtimeYen],
    [t.transport, pay.transportYen],
  ]
  const parts = extras.filter(([, yen]) => yen > 0).map(([name, yen]) => t.part(name, formatYen(yen, lang)))
  return t.summary(formatYen(pay.totalYen, lang), parts.join(separator))
}

/** The estimate line by line, with how each came about: the same to owner and member. `payNote` belongs below. */
export function payLines(language: MemberLanguage, pay: Pay & { wageYen: number }): readonly Row[] {
  const { pay: t } = shiftCardTexts[language]
  const yen = (amount: number) => formatYen(amount, htmlLang(language))
  const hours = (minutes: number) => minutesWords(language, minutes)
  const extra = (name: string, minutes: number, amount: number): readonly Row[] =>
    amount > 0 ? [[name, t.extraFormula(hours(minutes), '25%', yen(amount))]] : []
  return [
    [t.base, t.baseFormula(yen(pay.wageYen), hours(pay.workMinutes), yen(pay.baseYen))],
    ...extra(t.night, pay.nightMinutes, pay.nightYen),
    ...extra(t.overtime, pay.overtimeMinutes, pay.overtimeYen),
    ...(pay.transportYen > 0 ? [[t.transport, yen(pay.transportYen)] as const] : []),
    [t.total, yen(pay.totalYen)],
  ]
}

/** That the estimate is one. */
export const payNote = (language: MemberLanguage) => shiftCardTexts[language].pay.note

/** When the contract exists: it stands on every ad. */
export const modeWords = (language: MemberLanguage, mode: OpeningMode) => shiftCardTexts[language].modes[mode]

/** 2026年11月21日現在の内容です。 */
export const asOfWords = (language: MemberLanguage, updatedAt: number) =>
  shiftCardTexts[language].asOf(formatFullDay(updatedAt, htmlLang(language)))
