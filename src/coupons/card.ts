import type { MemberLanguage } from '../db/schema.ts'
import { type Action, card, type FlexMessage, link, tap } from '../line/messages.ts'
import { couponTexts } from '../texts/coupons.ts'
import { formatDayAsOf } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import type { CouponOffer } from './coupons.ts'
import { conditionLines, offerWords } from './words.ts'

type CouponCard = {
  coupon: CouponOffer
  shopName: string
  storeNames: readonly string[]
  /** The person's own page, see couponLink; undefined in a preview, where 使う leads to マイクーポン. */
  url: string | undefined
  /** At most two more actions, such as the stop button of the purpose. */
  more?: readonly Action[]
  /** How it stands for its holder, where that is not plain: あと2回使えます. */
  state?: string
  now: number
  language?: MemberLanguage
}

/** The coupon as it arrives in LINE: what, on which terms, where, until when, and 使う. */
export function couponCard({
  coupon,
  shopName,
  storeNames,
  url,
  more,
  state,
  now,
  language = 'ja',
}: CouponCard): FlexMessage {
  const texts = couponTexts[language].card
  const offer = offerWords(coupon, language)
  return card({
    altText: texts.alt(shopName, coupon.title, offer, formatDayAsOf(coupon.endsAt - 1, now, htmlLang(language))),
    from: shopName,
    title: coupon.title,
    lines: [...(state === undefined ? [] : [state]), offer, ...conditionLines(coupon, { storeNames, now, language })],
    note: texts.note,
    main: url === undefined ? tap(texts.use, 'coupons') : link(texts.use, url),
    ...(more ? { more } : {}),
  })
}
