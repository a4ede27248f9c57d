import type { MemberLanguage } from '../db/schema.ts'
import { couponTexts } from '../texts/coupons.ts'
import { formatDateTimeAsOf, formatDayAsOf, formatNumber, formatTime, formatYen } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import type { CouponConditions, CouponOffer } from './coupons.ts'
import { startOfShopDay } from './till/windows.ts'

export type Condition = { label: string; value: string }
type Given = Pick<CouponOffer, 'kind' | 'value' | 'item' | 'regularYen'>

/** The same as the lists of pages have them. */
export const asItems = (conditions: readonly Condition[]) =>
  conditions.map(({ label, value }) => ({ term: label, detail: value }))

/** What one gets, in plain words: お会計から20%引き. */
export function offerWords({ kind, value, item, regularYen }: Given, language: MemberLanguage): string {
  const { offer } = couponTexts[language]
  if (kind === 'percent') return offer.percent(value)
  const yen = formatYen(value, htmlLang(language))
  if (kind === 'yen') return offer.yen(yen)
  if (kind === 'free_item') return offer.free_item(item ?? '')
  return regularYen === null
    ? offer.special_price(item ?? '', yen)
    : offer.special_price_from(item ?? '', yen, formatYen(regularYen, htmlLang(language)))
}

/** The last instant of a coupon, in words: one that ends at midnight is good until 23:59 of the day before. */
export const lastMoment = (endsAt: number, now: number, language: MemberLanguage) =>
  formatDateTimeAsOf(endsAt - 1, now, htmlLang(language))

/** From when on, in words: the day alone where it is good from the beginning of that day, midnight's or the shop's. */
export function firstMoment(at: number, now: number, language: MemberLanguage) {
  const isWholeDay = at === startOfShopDay(at) || formatTime(at) === '0:00'
  return (isWholeDay ? formatDayAsOf : formatDateTimeAsOf)(at, now, htmlLang(language))
}

/**
 * Every condition, the required ones always (where, until when, how often, from what bill, with what else, on which days):
 * those that name no limit say so. `from` only while it is ahead.
 */
export function conditionLines(
  offer: CouponOffer,
  { storeNames, now, language }: { storeNames: readonly string[]; now: number; language: MemberLanguage },
): readonly Condition[] {
  const texts = couponTexts[language]
  const { startsAt, totalMax } = offer
  const from = startsAt > now ? texts.fromDay(firstMoment(startsAt, now, language)) : undefined
  return [
    ...line(texts.conditions.stores, storeNames.join(texts.storeSeparator)),
    ...line(texts.conditions.from, from),
    ...line(texts.conditions.until, untilWords(offer, now, language)),
    ...line(texts.conditions.uses, usesWords(offer, language)),
    ...line(texts.conditions.total, totalMax === null ? undefined : texts.totalMax(formatNumber(totalMax))),
    ...termLines(offer, language),
  ]
}

/** The terms of the visit itself: what is looked at when the coupon is shown. */
export function termLines({ conditions }: CouponOffer, language: MemberLanguage): readonly Condition[] {
  const texts = couponTexts[language]
  const { minimumSpendYen, combinable, guestsMax, note } = conditions
  const yen = formatYen(minimumSpendYen, htmlLang(language))
  return [
    ...line(texts.conditions.minimumSpend, minimumSpendYen > 0 ? texts.minimumSpend(yen) : texts.noMinimumSpend),
    ...line(texts.conditions.combining, combinable ? texts.combinable : texts.notCombinable),
    ...line(texts.conditions.guests, guestsMax === undefined ? undefined : texts.guestsMax(guestsMax)),
    ...line(texts.conditions.hours, hoursWords(conditions, language)),
    ...line(texts.conditions.note, note),
  ]
}

/** On which days and at what hours: 月・火 17:00〜翌2:00. */
export function hoursWords({ weekdays, hours }: CouponConditions, language: MemberLanguage): string {
  const texts = couponTexts[language]
  const days = weekdays?.map((weekday) => texts.weekdays[weekday] ?? '').join(texts.weekdaySeparator) ?? texts.everyDay
  const time = hours
    ? texts.hoursBetween(clockWords(hours.from, language), clockWords(hours.until, language))
    : texts.allHours
  return `${days} ${time}`
}

/** 26:00 is two at night. */
function clockWords(clock: string, language: MemberLanguage) {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  const time = `${hour % 24}:${String(minute).padStart(2, '0')}`
  return hour < 24 ? time : couponTexts[language].nextDay(time)
}

/** A coupon that ends so many days after it is given says so; a grant has its own end. */
function untilWords({ validDays, endsAt }: CouponOffer, now: number, language: MemberLanguage) {
  const texts = couponTexts[language]
  return validDays === null
    ? texts.untilDay(lastMoment(endsAt, now, language))
    : texts.untilDays(validDays, formatDayAsOf(endsAt - 1, now, htmlLang(language)))
}

function usesWords({ per, usesMax }: CouponOffer, language: MemberLanguage) {
  const texts = couponTexts[language]
  if (per !== null) return texts.usesPer[per]
  return usesMax === 1 ? texts.usesOnce : texts.usesTimes(usesMax)
}

const line = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }])
