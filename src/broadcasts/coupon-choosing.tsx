import { listGivable } from '../coupons/issuing/holders.ts'
import { lastMoment, offerWords } from '../coupons/words.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { composeTexts } from '../texts/compose.ts'
import { couponTexts } from '../texts/coupons.ts'
import { kindTexts } from '../texts/kinds.ts'
import { Page } from '../web/ui.tsx'
import type { Admin } from './asked.tsx'
import { PATH } from './pages.tsx'

/** How the address says that a new one is to be written. */
const NEW = 'new'

/** Which coupon a message is to carry, where no coupon's page led here; undefined: there is nothing to choose from. */
export async function chooseCoupon(c: Admin) {
  const { deps, language: lang, operator } = c.var
  if (c.req.query('coupon') !== undefined) return undefined
  const coupons = await listGivable(deps.store, { storeId: operator.storeId, now: deps.now() })
  if (coupons.length === 0) return undefined
  const t = composeTexts[lang].compose
  const asked = (coupon: Record<string, string>) =>
    `${PATH}/new?${new URLSearchParams({ ...c.req.query(), kind: 'coupon', ...coupon })}`
  return c.html(
    <Page
      lang={lang}
      title={kindTexts[lang].compose.coupon}
      operator={operator}
      current="broadcasts"
      path={asked({})}
      back={{ href: `${PATH}/new`, label: broadcastTexts[lang].back }}
    >
      <h2>{t.couponChoose}</h2>
      <ul class="kinds">
        <li>
          <a href={asked({ coupon: NEW })}>{t.couponNew}</a>
          <p>{t.couponNewHint}</p>
        </li>
        {coupons.map((coupon) => (
          <li>
            <a href={asked({ coupon: coupon.id })}>{coupon.title}</a>
            <p>
              {offerWords(coupon, lang)}
              <br />
              {couponTexts[lang].untilDay(lastMoment(coupon.endsAt, deps.now(), lang))}
            </p>
          </li>
        ))}
      </ul>
    </Page>,
  )
}
