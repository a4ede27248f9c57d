import { stopAction } from '../consent/card.ts'
import { couponCard } from '../coupons/card.ts'
import type { CouponOffer } from '../coupons/coupons.ts'
import type { BroadcastPurpose, MemberLanguage } from '../db/schema.ts'
import { cut, type LineMessage, QUICK_REPLY_LABEL_MAX, text, withQuickReplies } from '../line/messages.ts'
import type { BroadcastContent } from './content.ts'

type Letter = {
  content: BroadcastContent
  purpose: BroadcastPurpose
  shopName: string
  /** Of a coupon broadcast. */
  offer?: { coupon: CouponOffer; storeNames: readonly string[] } | undefined
  /** The person's own coupon page; undefined in a preview. */
  url?: string | undefined
  language?: MemberLanguage
}

/** What one person gets, in one push: the words, signed, with the coupon if there is one, and the one-tap stop at its end. */
export function messagesFor({
  content,
  purpose,
  shopName,
  offer,
  url,
  language = 'ja',
}: Letter): readonly LineMessage[] {
  const stop = stopAction(purpose, language)
  if (content.kind === 'coupon' && offer)
    return [signed(content.greeting, content.from), couponCard({ ...offer, shopName, url, more: [stop], language })]

  const words = content.kind === 'coupon' ? content.greeting : content.text
  return [withQuickReplies(signed(words, content.from), [{ ...stop, label: cut(stop.label, QUICK_REPLY_LABEL_MAX) }])]
}

const signed = (words: string, from: string) => text(`${words}\n\n${from}`)
