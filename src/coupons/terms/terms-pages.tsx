import type { Child } from 'hono/jsx'
import { couponMakingTexts } from '../../texts/coupon-making.ts'
import { formatFullDay, formatNumber, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Page } from '../../web/ui.tsx'
import { CouponTermsFields } from '../../web/ui-coupon-terms.tsx'
import { Actions, Button, FormErrors as Errors, Field, TextArea, typedIn } from '../../web/ui-forms.tsx'
import { Notice, Stat, Stats } from '../../web/ui-parts.tsx'
import { Preview, type Previewed, PreviewStyle } from '../../web/ui-preview.tsx'
import { WritingField } from '../../web/ui-writing.tsx'
import { COUPON_STOP_WORDS_MAX, COUPON_TITLE_MAX, type Coupon } from '../coupons.ts'
import type { TermsWarning } from './warnings.ts'

export const PATH = '/admin/coupons'

type Seen = { lang: Language; operator: Operator; values: FormValues; errors: FormErrors }
type NewProps = Seen & {
  stores: readonly { id: string; name: string }[]
  warnings: readonly TermsWarning[]
  shopName: string
  previewed: Previewed
  nonce: string | undefined
}

/** The terms, beside the card as it will look in LINE. */
export const NewCouponPage = ({ operator, shopName, previewed, nonce, ...fields }: NewProps) => {
  const { lang, errors } = fields
  const t = couponMakingTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="coupons"
      path={`${PATH}/new`}
      back={{ href: PATH, label: t.back }}
      head={<PreviewStyle css={previewed.css} nonce={nonce} />}
      wide
    >
      <Errors lang={lang} errors={errors} />
      <p>{t.lead}</p>
      <div class="split">
        <form method="post" action={PATH} data-live-form={`${PATH}/previews`} data-live-target="#preview">
          <WritingField
            {...typedIn(fields).text('title')}
            label={t.name}
            hint={t.nameHint}
            limit={{ max: COUPON_TITLE_MAX, unit: 'utf16' }}
            required
          />
          <CouponTermsFields {...fields} />
          <Actions>
            <Button kind="secondary" formaction={`${PATH}/rehearsals`}>
              {t.preview}
            </Button>
            <Button>{t.submit}</Button>
          </Actions>
        </form>
        <Preview lang={lang} shopName={shopName} previewed={previewed} />
      </div>
    </Page>
  )
}

type ChangeProps = Seen & { coupon: Coupon; holders: number }

const ChangePage = ({ props, page, children }: { props: ChangeProps; page: 'extend' | 'stop'; children: Child }) => {
  const { lang, operator, coupon, holders } = props
  const t = couponMakingTexts[lang]
  const path = `${PATH}/${coupon.id}`
  return (
    <Page
      lang={lang}
      title={t[page].title}
      operator={operator}
      current="coupons"
      path={`${path}/${page}`}
      back={{ href: path, label: coupon.title }}
    >
      <Stats>
        <Stat label={t.holders} value={formatNumber(holders)} unit={t.people} />
        <Stat label={t.extend.now} value={formatFullDay(coupon.endsAt - 1, lang)} />
      </Stats>
      {children}
    </Page>
  )
}

/** First the day, then the named confirmation. `until`: the day that was chosen. */
export const ExtendPage = (props: ChangeProps & { until: number | undefined }) => {
  const { lang, values, coupon, holders, until } = props
  const { extend: t, ...common } = couponMakingTexts[lang]
  const path = `${PATH}/${coupon.id}`
  const day = until === undefined ? '' : formatFullDay(until, lang)
  return (
    <ChangePage props={props} page="extend">
      <form method="get" action={`${path}/extend`}>
        <Field
          {...typedIn(props).text('endsOn')}
          label={t.endsOn}
          hint={t.follow}
          input={{ type: 'date', min: tokyoDay(coupon.endsAt) }}
          required
        />
        <Actions still={until !== undefined}>
          <Button kind={until === undefined ? 'primary' : 'secondary'}>{t.check}</Button>
        </Actions>
      </form>
      {until !== undefined && (
        <form method="post" action={`${path}/extensions`}>
          <input type="hidden" name="endsOn" value={valueIn(values, 'endsOn')} />
          <Notice tone="info">
            <p>{t.ask(coupon.title, day)}</p>
            <p>{common.nobodyTold}</p>
          </Notice>
          <Actions>
            <Button kind="quiet" href={path}>
              {common.keep}
            </Button>
            <Button>{holders > 0 ? t.submit(formatNumber(holders), day) : t.submitNobody(day)}</Button>
          </Actions>
        </form>
      )}
    </ChangePage>
  )
}

/** The second, named confirmation, with what the holders are told of why. */
export const StopPage = (props: ChangeProps) => {
  const { lang, coupon, holders } = props
  const { stop: t, ...common } = couponMakingTexts[lang]
  const path = `${PATH}/${coupon.id}`
  return (
    <ChangePage props={props} page="stop">
      <Notice tone="warn">
        <p>{t.ask(coupon.title)}</p>
        <p>{common.nobodyTold}</p>
      </Notice>
      <form method="post" action={`${path}/stops`}>
        <TextArea
          {...typedIn(props).text('words')}
          label={t.words}
          hint={t.wordsHint}
          rows={3}
          maxlength={COUPON_STOP_WORDS_MAX}
        />
        <Actions>
          <Button kind="quiet" href={path}>
            {common.keep}
          </Button>
          <Button kind="danger">{holders > 0 ? t.submit(formatNumber(holders)) : t.submitNobody(coupon.title)}</Button>
        </Actions>
      </form>
    </ChangePage>
  )
}
