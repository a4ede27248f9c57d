import { freshTerms, termsValues } from '../coupons/terms/terms-values.ts'
import { reviewIn, ticksFor } from '../coupons/terms/warnings.ts'
import { composeTexts } from '../texts/compose.ts'
import { fromTokyo, tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { FormValues } from '../web/form.ts'
import { choiceOf } from './addressee.ts'
import type { BroadcastContent } from './content.ts'
import { unusedChoiceOf } from './coupon-audience.ts'
import type { Draft } from './drafts.ts'
import { eventChoiceOf } from './event-audience.ts'
import type { Kind } from './kinds.ts'

type Fresh = {
  kind: Kind
  lang: Language
  storeIds: readonly string[]
  /** Who is writing: they sign, unless they choose somebody else. */
  operator: { id: string; name: string }
  segment: string
  now: number
}

/** What an empty form starts with. */
export const freshValues = ({ kind, lang, storeIds, operator, segment, now }: Fresh): FormValues => ({
  ...freshTerms({ storeIds, now }),
  purpose: 'news',
  holding: 'morning',
  from: operator.name,
  senderId: operator.id,
  segment,
  ...(kind === 'check_in' && {
    title: composeTexts[lang].compose.checkInTitle,
    text: composeTexts[lang].compose.checkInWords,
  }),
})

/** A draft as the values it was composed with. */
export const valuesOf = ({ title, purpose, content, segmentId, rule, holding }: Draft): FormValues => ({
  title,
  purpose,
  segment: segmentId ?? choiceOf(rule) ?? unusedChoiceOf(rule) ?? eventChoiceOf(rule, content) ?? '',
  holding: holding ?? 'morning',
  ...contentValues(content),
})

/** What a broadcast says, as the values of the form: of a draft, or of a template. */
export function contentValues(content: BroadcastContent): FormValues {
  const { from, senderId, fallbacks } = content
  const signed = {
    from,
    senderId: senderId ?? '',
    nameFallback: fallbacks?.name ?? '',
    storeFallback: fallbacks?.store ?? '',
  }
  switch (content.kind) {
    case 'coupon':
      return {
        ...signed,
        greeting: content.greeting,
        eventId: content.eventId ?? '',
        ...couponValues(content),
      }
    case 'event':
      return { ...signed, text: content.text, eventId: content.eventId, moment: content.moment }
    case 'news': {
      const { heading, text, imageId, link } = content
      return {
        ...signed,
        heading,
        text,
        imageId: imageId ?? '',
        linkLabel: link?.label ?? '',
        linkUrl: link?.url ?? '',
      }
    }
    case 'poll':
      return {
        ...signed,
        text: content.text,
        ...Object.fromEntries(content.answers.map((answer, n) => [`answer${n + 1}`, answer])),
      }
    case 'story':
      return { ...signed, text: content.text, storyId: content.storyId }
    default:
      return { ...signed, text: content.text }
  }
}

/** What was warned of was read: it could not have been kept without. */
function couponValues({ coupon, couponId, greeting }: Extract<BroadcastContent, { kind: 'coupon' }>): FormValues {
  if (couponId) return { couponId, ...ticksFor(reviewIn({ greeting })) }
  return coupon
    ? { ...termsValues(coupon), ...ticksFor(reviewIn({ ...termsValues(coupon), title: coupon.title, greeting })) }
    : {}
}

/** A coupon that is used again runs as long as it did, from today. */
export function contentAnew(content: BroadcastContent, now: number): BroadcastContent {
  if (content.kind !== 'coupon' || !content.coupon) return content
  const { startsAt, endsAt } = content.coupon
  const today = fromTokyo(tokyoDay(now)) ?? now
  return { ...content, coupon: { ...content.coupon, startsAt: today, endsAt: today + (endsAt - startsAt) } }
}
