import type { CouponOccasion } from '../../db/schema-coupons.ts'
import { couponAutomaticTexts } from '../../texts/coupon-automatic.ts'
import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { formatFullDay, formatNumber, formatYen } from '../../texts/format.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button, Select } from '../../web/ui-forms.tsx'
import { Badge, Card, Notice, Stat, Stats } from '../../web/ui-parts.tsx'
import type { AutomaticCoupon } from './automatic.ts'
import type { listGivable } from './holders.ts'
import { PATH as COUPONS_PATH, type Signed } from './issue-page.tsx'
import { COUPON_OCCASIONS } from './occasions.ts'

export const PATH = '/admin/coupons/automatic'

type Props = Signed & {
  lines: readonly AutomaticCoupon[]
  givable: Awaited<ReturnType<typeof listGivable>>
  /** Which occasion's form came back, and what is wrong with it. */
  wrong: { occasion: CouponOccasion; error: string } | undefined
  notice: Flash | undefined
  now: number
}

/** Each occasion as a card: when, which coupon, how many had it, what it may cost, and the switch. */
export const AutomaticCouponsPage = (props: Props) => {
  const { lang, operator, givable, lines, notice } = props
  const t = couponAutomaticTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="coupons"
      path={PATH}
      back={{ href: COUPONS_PATH, label: couponIssuingTexts[lang].back }}
      notice={notice}
    >
      <p>{t.lead}</p>
      {givable.length === 0 && (
        <Notice tone="info">
          {t.none} <a href={`${COUPONS_PATH}/new`}>{t.make}</a>
        </Notice>
      )}
      {COUPON_OCCASIONS.map((occasion) => (
        <OccasionCard {...props} occasion={occasion} line={lines.find((line) => line.occasion === occasion)} />
      ))}
      <p class="muted">
        {t.rules} {t.again} {t.validHint}
      </p>
    </Page>
  )
}

type CardProps = Props & { occasion: CouponOccasion; line: AutomaticCoupon | undefined }

const OccasionCard = (props: CardProps) => {
  const { lang, occasion, line } = props
  const t = couponAutomaticTexts[lang]
  const since = line?.enabledAt ?? null
  const state = since === null ? t.off : `${t.on} ${t.since(formatFullDay(since, lang))}`
  return (
    <Card
      id={occasion}
      title={t.names[occasion]}
      aside={<Badge tone={since === null ? 'plain' : 'done'}>{state}</Badge>}
    >
      <p>{t.when[occasion]}</p>
      {line && <Figures {...props} line={line} />}
      <Switch {...props} />
    </Card>
  )
}

const Figures = ({ lang, line, now }: CardProps & { line: AutomaticCoupon }) => {
  const t = couponAutomaticTexts[lang]
  const { coupon, given, discountYen, enabledAt } = line
  const isOver = coupon.stoppedAt !== null || coupon.endsAt <= now
  const each = yenOfUse(coupon)
  return (
    <>
      {enabledAt !== null &&
        (isOver ? (
          <Notice tone="warn">{t.couponOver}</Notice>
        ) : (
          <p class="muted">{t.ends(formatFullDay(coupon.endsAt - 1, lang))}</p>
        ))}
      <Stats>
        <Stat label={t.given} value={formatNumber(given)} unit={t.times} />
        <Stat label={t.perUse} value={each === undefined ? t.byBill : formatYen(each, lang)} />
        {each !== undefined && given > 0 && (
          <Stat label={t.most} value={formatYen(each * coupon.usesMax * given, lang)} hint={t.mostHint} />
        )}
        <Stat label={t.taken} value={formatYen(discountYen, lang)} hint={t.takenHint} />
      </Stats>
    </>
  )
}

const Switch = ({ lang, occasion, line, givable, wrong }: CardProps) => {
  const t = couponAutomaticTexts[lang]
  const isOn = line !== undefined && line.enabledAt !== null
  if (givable.length === 0 && !isOn) return null
  return (
    <>
      <form method="post" action={`${PATH}/${occasion}/starts`}>
        <Select
          lang={lang}
          label={t.coupon}
          name={`coupon-${occasion}`}
          value={line?.coupon.id}
          error={wrong?.occasion === occasion ? wrong.error : undefined}
          empty={t.choose}
          choices={givable.map(({ id, title }) => ({ value: id, label: title }))}
        />
        <Actions still>
          <Button kind="secondary">{isOn ? t.change : t.start}</Button>
        </Actions>
      </form>
      {isOn && (
        <form method="post" action={`${PATH}/${occasion}/stops`}>
          <Button kind="quiet">{t.stop}</Button>
        </form>
      )}
    </>
  )
}

/** What one use takes off; undefined where only the bill tells. */
export function yenOfUse({ kind, value, regularYen }: AutomaticCoupon['coupon']): number | undefined {
  if (kind === 'yen' || kind === 'free_item') return value
  if (kind === 'special_price' && regularYen !== null) return Math.max(0, regularYen - value)
  return undefined
}
