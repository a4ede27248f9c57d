import { raw } from 'hono/html'
import type { CouponOffer, NewCoupon } from '../coupons/coupons.ts'
import { BASE_CSS } from '../flex/base-css.ts'
import { renderMessages } from '../flex/messages.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { type FormValues, valuesIn } from '../web/form.ts'
import { PhoneFrame } from '../web/ui-parts.tsx'
import { messagesFor } from './card.ts'
import type { Draft } from './drafts.ts'
import { ComposeForm, type Kind } from './fields.tsx'

const DAY_MS = 86_400_000
/** Each round replaces what was wrong with a sample; a rule over two fields shows only after both make sense. */
const ROUNDS_MAX = 3

export type Previewed = { html: string; css: string }
type Shop = { shopName: string; stores: readonly { id: string; name: string }[] }

/** What one person will see in LINE. Members read it in Japanese until they choose another language. */
export function previewOf(
  { content, purpose }: Pick<Draft, 'content' | 'purpose'>,
  { shopName, stores }: Shop,
): Previewed {
  const coupon = content.kind === 'coupon' ? content.coupon : undefined
  const storeNames = stores.filter(({ id }) => coupon?.storeIds.includes(id)).map(({ name }) => name)
  const offer = coupon && { coupon: offerOf(coupon), storeNames }
  const messages = messagesFor({ content, purpose, shopName, offer })
  return renderMessages(messages, { preview: true, sender: { name: shopName } })
}

/** The same while it is being composed: what is missing or wrong is replaced by a sample. */
export function previewWhileTyping(
  kind: Kind,
  typed: FormValues,
  { lang, now, ...shop }: Shop & { lang: Language; now: number },
) {
  const t = broadcastTexts[lang].compose
  const samples: FormValues = {
    title: t.sampleTitle,
    from: t.sampleFrom,
    greeting: t.sampleWords,
    text: t.sampleWords,
    value: '10',
    minimumSpendYen: '0',
    note: '',
    stores: shop.stores.map(({ id }) => id),
    startsOn: tokyoDay(now),
    endsOn: tokyoDay(now + 30 * DAY_MS),
    offer: 'percent',
    purpose: 'news',
  }
  let values: FormValues = { ...typed, ...(valuesIn(typed, 'stores').length === 0 && { stores: samples.stores }) }
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const parsed = ComposeForm(kind, lang, now).safeParse(values)
    if (parsed.success) return previewOf(parsed.data, shop)
    const wrong = parsed.error.issues.map(({ path }) => String(path[0]))
    values = { ...values, ...Object.fromEntries(wrong.map((name) => [name, samples[name]])) }
  }
  return { html: '', css: '' }
}

export const Preview = ({ lang, shopName, previewed }: { lang: Language; shopName: string; previewed: Previewed }) => (
  <PhoneFrame label={broadcastTexts[lang].compose.previewTitle} from={shopName}>
    <div id="preview">{raw(previewed.html)}</div>
  </PhoneFrame>
)

/** Goes into a page's head: the one stylesheet that a page may carry in itself. */
export const PreviewStyle = ({ css, nonce }: { css: string; nonce: string | undefined }) => (
  // Our own rules, made of checked values only; contains no less-than sign.
  <style nonce={nonce}>{raw(`${BASE_CSS}\n${css}`)}</style>
)

const offerOf = ({ title, kind, value, item, conditions, usesMax, startsAt, endsAt }: NewCoupon): CouponOffer => ({
  title,
  kind,
  value,
  item: item ?? null,
  conditions,
  usesMax,
  startsAt,
  endsAt,
})
