import type { Cost } from '../../sending/cost.ts'
import { couponGiftAdminTexts } from '../../texts/coupon-gifts.ts'
import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { formatDateTimeAsOf, formatDayAsOf, formatNumber, formatYen, isolated } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Page } from '../../web/ui.tsx'
import { Actions, Button, Check, FormErrors as Errors, Select } from '../../web/ui-forms.tsx'
import { Empty, Notice, Stat, Stats } from '../../web/ui-parts.tsx'
import { PATH, type Signed } from './issue-page.tsx'

/** Why a person cannot be given anything now. */
export type NotNow = 'state' | 'blocked' | 'consent'

type Props = Signed & {
  person: { id: string; name: string | null }
  notNow: NotNow | undefined
  coupons: readonly { id: string; title: string; endsAt: number; held: boolean }[]
  /** The limit of one person's messages that is reached: then it can be given without one only. */
  cap: 'cap_day' | 'cap_month' | null
  /** Of one message; undefined: LINE does not tell. */
  cost: Cost | undefined
  /** When the quiet hours end that it is now. */
  quietUntil: number | undefined
  values: FormValues
  errors: FormErrors
  now: number
}

/** One person, one coupon; a message only if it is asked for, with what it costs above the button. */
export const GiftPage = (props: Props) => {
  const { lang, operator, person, notNow, coupons, errors } = props
  const { gift: t } = couponGiftAdminTexts[lang]
  return (
    <Page
      lang={lang}
      title={person.name === null ? t.titleUnnamed : t.title(isolated(person.name))}
      operator={operator}
      current="coupons"
      path={`${PATH}/gifts/${person.id}`}
      back={{ href: `/admin/members/${person.id}`, label: t.back }}
    >
      <Errors lang={lang} errors={errors} />
      {notNow && <Notice tone="info">{t.notNow[notNow]}</Notice>}
      {!notNow && coupons.length === 0 && <NoCoupons lang={lang} operator={operator} />}
      {!notNow && coupons.length > 0 && <GiftForm {...props} />}
    </Page>
  )
}

const NoCoupons = ({ lang, operator }: Signed) => {
  const { gift: t } = couponGiftAdminTexts[lang]
  const isOwner = operator.role === 'owner'
  return (
    <Empty title={t.none} action={<Button href={isOwner ? `${PATH}/new` : PATH}>{isOwner ? t.make : t.list}</Button>}>
      {t.noneLead}
    </Empty>
  )
}

const GiftForm = (props: Props) => {
  const { lang, person, coupons, values, errors, now } = props
  const { gift: t, personCard } = couponGiftAdminTexts[lang]
  return (
    <form method="post" action={`${PATH}/gifts/${person.id}`}>
      <Select
        lang={lang}
        label={t.coupon}
        name="coupon"
        value={valueIn(values, 'coupon')}
        error={errors.coupon}
        empty={t.choose}
        choices={coupons.map(({ id, title, endsAt, held }) => ({
          value: id,
          label: `${title}（${held ? t.has : personCard.until(formatDayAsOf(endsAt - 1, now, lang))}）`,
          disabled: held,
        }))}
        required
      />
      <Telling {...props} />
      <Actions>
        <Button>{person.name === null ? t.buttonUnnamed : t.button(isolated(person.name))}</Button>
      </Actions>
    </form>
  )
}

/** Whether a message is to tell of it, with what it costs; not to who has had as many as one person gets. */
const Telling = ({ lang, cap, cost, quietUntil, values, now }: Props) => {
  const { gift: t } = couponGiftAdminTexts[lang]
  if (cap !== null) return <Notice tone="info">{t.capped[cap]}</Notice>
  return (
    <>
      <Check label={t.tell} name="tell" checked={valueIn(values, 'tell') === 'yes'} hint={t.tellHint} />
      {quietUntil !== undefined && <Notice tone="info">{t.quiet(formatDateTimeAsOf(quietUntil, now, lang))}</Notice>}
      <Stats>
        <Stat label={t.cost} value="0" unit={couponIssuingTexts[lang].issue.messages} hint={t.ifTold} />
        <Left lang={lang} cost={cost} />
        {cost && cost.yen.max > 0 && <Stat label={t.extra} value={formatYen(cost.yen.max, lang)} />}
      </Stats>
    </>
  )
}

const Left = ({ lang, cost }: { lang: Language; cost: Cost | undefined }) => {
  const { gift: t } = couponGiftAdminTexts[lang]
  const unit = couponIssuingTexts[lang].issue.messages
  if (!cost) return <Stat label={t.left} value={t.leftUnknown} />
  return cost.before === null ? (
    <Stat label={t.left} value={t.unlimited} />
  ) : (
    <Stat label={t.left} value={formatNumber(cost.before)} unit={unit} />
  )
}
