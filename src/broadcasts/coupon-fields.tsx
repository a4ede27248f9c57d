import { reviewIn, warningsIn } from '../coupons/terms/warnings.ts'
import { asItems, conditionLines, offerWords } from '../coupons/words.ts'
import { composeTexts } from '../texts/compose.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import { valueIn } from '../web/form.ts'
import { CouponTermsFields, CouponWarnings } from '../web/ui-coupon-terms.tsx'
import { Card, Definition, Notice } from '../web/ui-parts.tsx'
import type { ComposeFieldsProps } from './compose-fields.tsx'
import { TheEvent } from './event-fields.tsx'
import { WordsField } from './words-field.tsx'

/** The coupon, and the words that come with it. */
export const CouponFields = (props: ComposeFieldsProps) => {
  const { lang, values, event, coupon, now } = props
  const t = composeTexts[lang].compose
  const isGone = !coupon && valueIn(values, 'couponId') !== ''
  return (
    <>
      {event && <TheEvent lang={lang} event={event} />}
      {event && event.dishes.length > 0 && <Notice tone="info">{composeEventTexts[lang].feedbackGoesWith}</Notice>}
      {isGone && <Notice tone="warn">{t.couponGone}</Notice>}
      {coupon ? (
        <>
          <TheCoupon {...{ lang, coupon, now }} />
          <CouponWarnings {...props} warnings={reviewIn(values)} />
        </>
      ) : (
        <CouponTermsFields {...props} warnings={warningsIn(values)} />
      )}
      <WordsField {...props} name="greeting" label={t.greeting} hint={t.greetingHint} rows={4} />
    </>
  )
}

/** What there is already, and is not decided here. */
const TheCoupon = ({ lang, coupon, now }: Pick<ComposeFieldsProps, 'lang' | 'now'> & { coupon: CouponOfDraft }) => {
  const t = composeTexts[lang].compose
  const lines = conditionLines(coupon, { storeNames: coupon.stores.map(({ name }) => name), now, language: lang })
  return (
    <Card title={t.coupon}>
      <input type="hidden" name="couponId" value={coupon.id} />
      <Definition
        items={[
          { term: t.coupon, detail: <a href={`/admin/coupons/${coupon.id}`}>{coupon.title}</a> },
          { term: t.offer, detail: offerWords(coupon, lang) },
          ...asItems(lines),
        ]}
      />
      <p class="muted">{t.couponOnce}</p>
    </Card>
  )
}

type CouponOfDraft = NonNullable<ComposeFieldsProps['coupon']>
