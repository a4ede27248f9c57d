import { couponTermsTexts } from '../texts/coupon-terms.ts'
import { couponTexts } from '../texts/coupons.ts'
import { formatYen } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from './form.ts'
import { Fold } from './ui-fold.tsx'
import { Check, CheckGroup, Field, RadioGroup, Select, typedIn } from './ui-forms.tsx'
import { Notice } from './ui-parts.tsx'

type Warning =
  | { field: 'prizeOk'; token: string; itemYen: number; limitYen: number; spendYen: number }
  | { field: 'reviewOk'; token: string; words: string }

export type CouponTermsProps = {
  lang: Language
  values: FormValues
  errors: FormErrors
  stores: readonly { id: string; name: string }[]
  /** What has to be ticked, as things were typed. */
  warnings: readonly Warning[]
}

const KINDS = ['percent', 'yen', 'free_item', 'special_price'] as const
const TIMES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const
const PERS = ['day', 'week', 'month'] as const
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const
const REMIND_DAYS = ['1', '2', '3', '5', '7', '10', '14'] as const
const YEN_MAX = 1_000_000
/** What stands in the fold; anything said or wrong there opens it. */
const MORE = ['guestsMax', 'weekdays', 'hoursFrom', 'hoursUntil', 'totalMax', 'validDays', 'note'] as const

/** All that is asked about a coupon but its name: the same wherever one is made. */
export const CouponTermsFields = (props: CouponTermsProps) => (
  <div class="coupon-terms">
    <What {...props} />
    <Where {...props} />
    <More {...props} />
    <CouponWarnings {...props} warnings={props.warnings.filter((warning) => !isPrize(warning))} />
  </div>
)

const number = (max: number, min = 1) => ({ type: 'number', inputmode: 'numeric', min, max }) as const
/** What stands beside the fields that it is about, and what is about words anywhere. */
const isPrize = ({ field }: Warning) => field === 'prizeOk'

const What = (props: CouponTermsProps) => {
  const t = couponTermsTexts[props.lang]
  const { text, tick } = typedIn(props)
  return (
    <>
      <RadioGroup
        {...text('offer')}
        label={t.offer}
        choices={KINDS.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
      />
      <Field
        {...text('value')}
        label={t.value}
        hint={KINDS.map((kind) => <span class={`of-${kind}`}>{t.valueHints[kind]}</span>)}
        unit={[<span class="of-percent">%</span>, <span class="of-sum">{t.yen}</span>]}
        input={number(YEN_MAX)}
        required
      />
      <div class="of-item">
        <Field {...text('item')} label={t.item} hint={t.itemHint} input={{ maxlength: 40 }} />
      </div>
      <div class="of-price">
        <Field {...text('regularYen')} label={t.regular} hint={t.regularHint} unit={t.yen} input={number(YEN_MAX)} />
      </div>
      <Field
        {...text('minimumSpendYen')}
        label={t.minimum}
        hint={t.minimumHint}
        unit={t.yen}
        input={number(YEN_MAX, 0)}
        required
      />
      <CouponWarnings {...props} warnings={props.warnings.filter(isPrize)} />
      <Check {...tick('combinable')} label={t.combinable} />
    </>
  )
}

const Where = (props: CouponTermsProps) => {
  const { lang, stores } = props
  const t = couponTermsTexts[lang]
  const { text, list } = typedIn(props)
  return (
    <>
      <Select
        {...text('uses')}
        label={t.uses}
        choices={[
          ...TIMES.map((times) => ({ value: times, label: t.times(times) })),
          ...PERS.map((per) => ({ value: per, label: t.pers[per] })),
        ]}
      />
      <CheckGroup
        {...list('stores')}
        label={t.stores}
        choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
        required
      />
      <Field {...text('startsOn')} label={t.startsOn} input={{ type: 'date' }} required />
      <Field {...text('endsOn')} label={t.endsOn} input={{ type: 'date' }} required />
    </>
  )
}

const More = (props: CouponTermsProps) => {
  const { lang, values, errors } = props
  const t = couponTermsTexts[lang]
  const { text, list } = typedIn(props)
  return (
    <Fold title={t.more} said={t.moreSaid} open={MORE.some((name) => valueIn(values, name) !== '' || errors[name])}>
      <Field {...text('guestsMax')} label={t.guests} hint={t.guestsHint} unit={t.people} input={number(100)} />
      <CheckGroup
        {...list('weekdays')}
        label={t.weekdays}
        hint={t.weekdaysHint}
        choices={WEEKDAYS.map((day) => ({ value: String(day), label: couponTexts[lang].weekdays[day] ?? '' }))}
      />
      <Field {...text('hoursFrom')} label={t.hoursFrom} hint={t.hoursHint} input={{ type: 'time' }} />
      <Field {...text('hoursUntil')} label={t.hoursUntil} input={{ type: 'time' }} />
      <Field {...text('totalMax')} label={t.total} hint={t.totalHint} unit={t.usesUnit} input={number(YEN_MAX)} />
      <Field {...text('validDays')} label={t.validDays} hint={t.validDaysHint} unit={t.days} input={number(366)} />
      <Select
        {...text('remindDays')}
        label={t.remind}
        hint={t.remindHint}
        choices={[
          ...REMIND_DAYS.map((days) => ({ value: days, label: t.remindDays(days) })),
          { value: '0', label: t.remindNever },
        ]}
      />
      <Field {...text('note')} label={t.note} hint={t.noteHint} input={{ maxlength: 100 }} />
    </Fold>
  )
}

/** What the law is about, with the tick that says it was read. */
export const CouponWarnings = ({
  lang,
  values,
  errors,
  warnings,
}: Pick<CouponTermsProps, 'lang' | 'values' | 'errors' | 'warnings'>) => {
  const t = couponTermsTexts[lang]
  const worded = (warning: Warning) => {
    if (warning.field === 'reviewOk')
      return { title: t.review.title, body: t.review.body(warning.words), tick: t.review.tick }
    const { itemYen, limitYen, spendYen } = warning
    const [item, limit, spend] = [formatYen(itemYen, lang), formatYen(limitYen, lang), formatYen(spendYen, lang)]
    return { title: t.prize.title, body: t.prize.body(item, limit, spend), tick: t.prize.tick(item, limit) }
  }
  return (
    <>
      {warnings.map((warning) => {
        const { title, body, tick } = worded(warning)
        const { field, token } = warning
        return (
          <Notice tone="warn" title={title}>
            <p>{body}</p>
            <Check
              label={tick}
              name={field}
              value={token}
              checked={valueIn(values, field) === token}
              error={errors[field]}
            />
          </Notice>
        )
      })}
    </>
  )
}
