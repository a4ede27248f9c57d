import { formatFullDay, formatYen } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { myDataCouponTexts } from '../texts/my-data-coupons.ts'
import { reasonWords } from '../texts/till-reasons.ts'
import type { MyData } from './my-data-pages.tsx'
import { Lines } from './my-data-parts.tsx'

type Of = MyData['data']
type Language = Of['person']['language']

/** Each coupon with how it came, and each use with what the shop noted of it. */
export const TheirCoupons = ({ data }: Pick<MyData, 'data'>) => {
  const { person, coupons } = data
  const t = myDataTexts[person.language]
  return (
    <Lines
      title={t.coupons}
      nothing={t.nothing}
      lines={coupons.map((coupon) => (
        <>
          <strong>{coupon.title}</strong>
          <ul>
            {[...givenOf(coupon, person.language), ...usesOf(data, coupon.id), ...screensOf(data, coupon)].map(
              (line) => (
                <li>{line}</li>
              ),
            )}
          </ul>
        </>
      ))}
    />
  )
}

function givenOf({ ends_at, issued_how, voided_at, void_words }: Of['coupons'][number], language: Language) {
  const t = myDataCouponTexts[language]
  return [
    myDataTexts[language].couponUntil(formatFullDay(ends_at - 1, htmlLang(language))),
    issued_how ? t.how[issued_how] : '',
    voided_at === null ? '' : t.withdrawn(void_words ?? ''),
  ].filter(Boolean)
}

function usesOf({ person, redemptions, paper_scans }: Of, grantId: string) {
  const t = myDataCouponTexts[person.language]
  const lang = htmlLang(person.language)
  const uses = redemptions
    .filter(({ grant_id }) => grant_id === grantId)
    .map((use) =>
      [
        t.used(formatFullDay(use.redeemed_at, lang), use.store_name),
        use.bill_yen === null ? '' : t.bill(formatYen(use.bill_yen, lang)),
        use.guests === null ? '' : t.guests(use.guests),
        use.discount_yen === null ? '' : t.off(formatYen(use.discount_yen, lang)),
        use.via === 'name'
          ? t.byName(reasonWords(person.language, use.via_reason ?? ''))
          : use.via === 'paper'
            ? t.onPaper
            : '',
        use.voided_at === null ? '' : t.undone(reasonWords(person.language, use.void_reason ?? '')),
      ]
        .filter(Boolean)
        .join(t.separator),
    )
  const notes = paper_scans
    .filter(({ grant_id, outcome }) => grant_id === grantId && outcome !== 'used')
    .map(({ scanned_at, store_name }) => t.noted(formatFullDay(scanned_at, lang), store_name))
  return [...uses, ...notes]
}

function screensOf({ person, coupon_devices }: Of, { id, opens, opened_at }: Of['coupons'][number]) {
  const t = myDataCouponTexts[person.language]
  const devices = coupon_devices.filter(({ grant_id }) => grant_id === id).length
  return [
    opened_at === null || opens === 0 ? '' : t.opened(opens, formatFullDay(opened_at, htmlLang(person.language))),
    devices === 0 ? '' : t.screens(devices),
  ].filter(Boolean)
}
