import type { MemberLanguage } from '../db/schema.ts'
import { couponTexts } from '../texts/coupons.ts'
import { formatDateTime, formatYen } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import type { CouponOffer } from './coupons.ts'

export type Condition = { label: string; value: string }

/** What one gets, in plain words: お会計から20%引き. */
export function offerWords({ kind, value, item }: CouponOffer, language: MemberLanguage): string {
  const { offer } = couponTexts[language]
  if (kind === 'percent') return offer.percent(value)
  const yen = formatYen(value, htmlLang(language))
  if (kind === 'yen') return offer.yen(yen)
  return kind === 'free_item' ? offer.free_item(item ?? '') : offer.special_price(item ?? '', yen)
}

/** The last instant of a coupon, in words: one that ends at midnight is good until 23:59 of the day before. */
export const lastMoment = (endsAt: number, language: MemberLanguage) => formatDateTime(endsAt - 1, htmlLang(language))

/** Every condition, required ones always: where, until when, how often, and the terms. `from` only while it is ahead. */
export function conditionLines(
  offer: CouponOffer,
  { storeNames, now, language }: { storeNames: readonly string[]; now?: number; language: MemberLanguage },
): readonly Condition[] {
  const texts = couponTexts[language]
  const from =
    now !== undefined && offer.startsAt > now
      ? texts.fromDay(formatDateTime(offer.startsAt, htmlLang(language)))
      : undefined
  return [
    ...line(texts.conditions.stores, storeNames.join(texts.storeSeparator)),
    ...line(texts.conditions.from, from),
    ...line(texts.conditions.until, texts.untilDay(lastMoment(offer.endsAt, language))),
    ...line(texts.conditions.uses, offer.usesMax === 1 ? texts.usesOnce : texts.usesTimes(offer.usesMax)),
    ...termLines(offer, language),
  ]
}

/** The terms that only a person at the table can check. */
export function termLines({ conditions }: CouponOffer, language: MemberLanguage): readonly Condition[] {
  const texts = couponTexts[language]
  const { minimumSpendYen, combinable, guestsMax, weekdays, hours, note } = conditions
  const yen = formatYen(minimumSpendYen, htmlLang(language))
  return [
    ...line(texts.conditions.minimumSpend, minimumSpendYen > 0 ? texts.minimumSpend(yen) : texts.noMinimumSpend),
    ...line(texts.conditions.combining, combinable ? texts.combinable : texts.notCombinable),
    ...line(texts.conditions.guests, guestsMax === undefined ? undefined : texts.guestsMax(guestsMax)),
    ...line(
      texts.conditions.days,
      weekdays?.map((weekday) => texts.weekdays[weekday] ?? '').join(texts.weekdaySeparator),
    ),
    ...line(texts.conditions.hours, hours && texts.hoursBetween(hours.from, hours.until)),
    ...line(texts.conditions.note, note),
  ]
}

const line = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }])
