import { type Grant, grantState } from '../coupons/grants.ts'
import { couponGiftAdminTexts } from '../texts/coupon-gifts.ts'
import { couponIssuingTexts } from '../texts/coupon-issuing.ts'
import { formatDateTime, formatFullDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, Card } from '../web/ui-parts.tsx'
import type { PersonPageProps } from './person-page.tsx'

const COUPONS_PATH = '/admin/coupons'

/** What a person was given, how it stands, and the way to give something more. */
export const Coupons = ({ lang, operator, member, coupons, now }: PersonPageProps) => {
  const { personCard: t } = couponGiftAdminTexts[lang]
  return (
    <Card title={t.title} id="coupons">
      {coupons.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <ul>
          {coupons.map((grant) => {
            const isOwn = operator.storeId === null || grant.storeIds.includes(operator.storeId)
            return (
              <li>
                {isOwn ? (
                  <a href={`${COUPONS_PATH}/${grant.couponId}/people/${grant.id}`}>{grant.offer.title}</a>
                ) : (
                  grant.offer.title
                )}{' '}
                <State lang={lang} grant={grant} now={now} />
              </li>
            )
          })}
        </ul>
      )}
      {member.state === 'verified' && (
        <Actions still>
          <Button kind="secondary" href={`${COUPONS_PATH}/gifts/${member.id}`}>
            {t.give}
          </Button>
        </Actions>
      )}
    </Card>
  )
}

const State = ({ lang, grant, now }: { lang: Language; grant: Grant; now: number }) => {
  const { states, usedAt } = couponIssuingTexts[lang]
  const { personCard: t } = couponGiftAdminTexts[lang]
  const { offer, uses, voidedAt, stoppedAt } = grant
  const last = uses.at(-1)
  const until = t.until(formatFullDay(offer.endsAt - 1, lang))
  const state = grantState(grant, now)
  return (
    <>
      {voidedAt !== null && <Badge tone="stop">{states.withdrawn}</Badge>}
      {voidedAt === null && stoppedAt !== null && <Badge tone="stop">{states.stopped}</Badge>}
      {state === 'used' && voidedAt === null && <Badge tone="done">{states.used}</Badge>}
      {state === 'expired' && <Badge tone="plain">{states.over}</Badge>}
      {['usable', 'not_yet'].includes(state) && <small>{until}</small>}
      {last && <small> {usedAt(formatDateTime(last.at, lang), last.storeName)}</small>}
    </>
  )
}
