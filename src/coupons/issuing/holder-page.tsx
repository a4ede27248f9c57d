import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { formatDateTimeAsOf, formatDayAsOf, isolated, tokyoDay } from '../../texts/format.ts'
import type { FormErrors, FormValues } from '../../web/form.ts'
import { valueIn } from '../../web/form.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button, FormErrors as Errors, Field, TextArea } from '../../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../../web/ui-parts.tsx'
import type { Coupon } from '../coupons.ts'
import { offerWords } from '../words.ts'
import { EXTENSION_DAYS_MAX, WITHDRAWAL_WORDS_MAX } from './changing.ts'
import type { Holder } from './holders.ts'
import { HolderState } from './holders-page.tsx'
import { PATH, type Signed } from './issue-page.tsx'

const DAY_MS = 86_400_000

type Props = Signed & {
  coupon: Coupon
  holder: Holder
  values: FormValues
  errors: FormErrors
  notice?: Flash | undefined
  now: number
}

/** One person's coupon: how it stands, a later end, and the way to take it back. */
export const HolderPage = (props: Props) => {
  const { lang, operator, coupon, holder, notice, errors, now } = props
  const { one: t, holders: columns, how, extendedOn } = couponIssuingTexts[lang]
  const path = `${PATH}/${coupon.id}/people/${holder.grantId}`
  const isOpen = holder.voidedAt === null && coupon.stoppedAt === null
  const isUsedUp = coupon.per === null && holder.uses.length >= holder.usesMax
  return (
    <Page
      lang={lang}
      title={holder.name === null ? t.titleUnnamed : t.title(isolated(holder.name))}
      operator={operator}
      current="coupons"
      path={path}
      back={{ href: `${PATH}/${coupon.id}/people`, label: columns.title }}
      notice={notice}
    >
      <Errors lang={lang} errors={errors} />
      <Card title={coupon.title}>
        <Definition
          items={[
            { term: columns.state, detail: <HolderState lang={lang} holder={holder} now={now} /> },
            {
              term: columns.given,
              detail: `${formatDateTimeAsOf(holder.givenAt, now, lang)} ${how[holder.how ?? 'broadcast']}`,
            },
            {
              term: columns.until,
              detail: [
                formatDayAsOf(holder.endsAt - 1, now, lang),
                ...(holder.extendedAt === null ? [] : [extendedOn(formatDayAsOf(holder.extendedAt, now, lang))]),
              ].join(' · '),
            },
          ]}
        />
        <p>{offerWords(coupon, lang)}</p>
        <p>
          <a href={`/admin/members/${holder.memberId}`}>{t.toPerson}</a>
        </p>
      </Card>
      {holder.voidedAt !== null && (
        <Notice tone="info">
          {t.wasWithdrawn(formatDateTimeAsOf(holder.voidedAt, now, lang))} <bdi>{holder.voidWords}</bdi>
        </Notice>
      )}
      {holder.voidedAt === null && !isOpen && <Notice tone="info">{t.over}</Notice>}
      {isOpen && <Extension {...props} path={path} />}
      {isOpen && holder.endsAt > now && !isUsedUp && (
        <Card title={t.withdraw}>
          <p>{t.withdrawLead}</p>
          <Button kind="danger" href={`${path}/withdraw`}>
            {t.withdraw}
          </Button>
        </Card>
      )}
    </Page>
  )
}

const Extension = ({ lang, holder, values, errors, path, now }: Props & { path: string }) => {
  const { one: t } = couponIssuingTexts[lang]
  return (
    <Card title={t.extend}>
      <p>{t.extendLead}</p>
      <form method="post" action={`${path}/extensions`}>
        <Field
          lang={lang}
          label={t.until}
          name="until"
          value={valueIn(values, 'until')}
          hint={t.untilHint(formatDayAsOf(holder.endsAt - 1, now, lang))}
          error={errors.until}
          input={{
            type: 'date',
            min: tokyoDay(Math.max(holder.endsAt, now)),
            max: tokyoDay(now + (EXTENSION_DAYS_MAX - 1) * DAY_MS),
          }}
          required
        />
        <Actions still>
          <Button>{t.extendButton}</Button>
        </Actions>
      </form>
    </Card>
  )
}

/** The second, named confirmation, with the words that the person reads. */
export const WithdrawalPage = ({ lang, operator, coupon, holder, values, errors }: Props) => {
  const { withdrawal: t } = couponIssuingTexts[lang]
  const path = `${PATH}/${coupon.id}/people/${holder.grantId}`
  const name = holder.name === null ? undefined : isolated(holder.name)
  return (
    <Page
      lang={lang}
      title={name === undefined ? t.titleUnnamed : t.title(name)}
      operator={operator}
      current="coupons"
      path={`${path}/withdraw`}
      back={{ href: path, label: coupon.title }}
    >
      <Errors lang={lang} errors={errors} />
      <Card title={coupon.title}>
        <p>{offerWords(coupon, lang)}</p>
      </Card>
      <p>{t.lead}</p>
      <form method="post" action={`${path}/withdrawals`}>
        <TextArea
          lang={lang}
          label={t.words}
          name="words"
          value={valueIn(values, 'words')}
          hint={
            <>
              {t.wordsHint(WITHDRAWAL_WORDS_MAX)}
              <br />
              {t.wordsPlaceholder}
            </>
          }
          error={errors.words}
          rows={3}
          maxlength={WITHDRAWAL_WORDS_MAX}
          required
        />
        <Actions>
          <Button kind="quiet" href={path}>
            {t.keep}
          </Button>
          <Button kind="danger">{name === undefined ? t.buttonUnnamed : t.button(name)}</Button>
        </Actions>
      </form>
    </Page>
  )
}
