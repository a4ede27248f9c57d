import { formatNumber, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { savingsTexts } from '../../texts/savings.ts'
import type { Operator } from '../../web/env.ts'
import { Page } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'
import { Card, Empty, Stat, Stats, Table } from '../../web/ui-parts.tsx'
import { PATH } from '../view/view-parts.tsx'
import { HOURS_PATH, monthWords, SAVINGS_PATH } from './payroll-page.tsx'
import type { SavingsMonth } from './savings.ts'

/** A bar is drawn in thousandths, so that every share is a whole number. */
const WIDTH = 1_000
const BAR = 14
const GAP = 2

type Props = { lang: Language; operator: Operator; months: readonly SavingsMonth[] }

/** The saved-fee meter: what an agency would have taken, with the formula, beside what coupons cost. */
export const SavingsPage = ({ lang, operator, months }: Props) => {
  const t = savingsTexts[lang]
  const isEmpty = months.every(({ shifts, couponUses }) => shifts === 0 && couponUses === 0)
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="shifts"
      path={SAVINGS_PATH}
      back={{ href: PATH, label: t.back }}
    >
      {isEmpty ? (
        <Empty title={t.none} example={t.noneExample} action={<Button href={`${PATH}/new`}>{t.make}</Button>}>
          {t.noneBody}
        </Empty>
      ) : (
        <>
          <Meter lang={lang} months={months} />
          <Card title={t.chart}>
            <Chart lang={lang} months={months} />
            <details class="figures">
              <summary>{t.table}</summary>
              <Figures lang={lang} months={months} />
            </details>
          </Card>
          <p class="muted">{t.purpose}</p>
        </>
      )}
      <p>
        <a href={HOURS_PATH}>{t.hours}</a>
      </p>
    </Page>
  )
}

type Months = Pick<Props, 'lang' | 'months'>
type Summed = Exclude<keyof SavingsMonth, 'month'>

const Meter = ({ lang, months }: Months) => {
  const t = savingsTexts[lang]
  const sum = (of: Summed) => months.reduce((total, month) => total + month[of], 0)
  const [saved, unknown] = [formatYen(sum('savedYen'), lang), sum('couponUnknown')]
  return (
    <>
      <h2>{t.thisYear}</h2>
      <Stats tiles>
        <Stat label={t.saved} value={saved} hint={t.shifts(formatNumber(sum('shifts')))} />
        <Stat
          label={t.coupons}
          value={formatYen(sum('couponYen'), lang)}
          hint={t.uses(formatNumber(sum('couponUses')))}
        />
      </Stats>
      <p>{t.formula(formatYen(sum('payYen'), lang), saved)}</p>
      {unknown > 0 && <p>{t.unknown(formatNumber(unknown))}</p>}
      <p class="muted">
        {t.lead} {t.counted}
      </p>
    </>
  )
}

/** Two bars a month, all to one scale, with their sums beside them; months without anything are not drawn. */
const Chart = ({ lang, months }: Months) => {
  const t = savingsTexts[lang]
  const drawn = months.filter(({ savedYen, couponYen }) => savedYen > 0 || couponYen > 0)
  const most = Math.max(1, ...drawn.flatMap(({ savedYen, couponYen }) => [savedYen, couponYen]))
  const widthOf = (yen: number) => Math.round((yen * WIDTH) / most)
  return (
    <ul class="funnels savings">
      {drawn.map(({ month, savedYen, couponYen }) => (
        <li>
          <div class="funnel-head">
            <b>{monthWords(lang, month)}</b>
          </div>
          <svg
            viewBox={`0 0 ${WIDTH} ${2 * BAR + GAP}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
          >
            <rect class="of-came" x="0" y="0" width={widthOf(savedYen)} height={BAR} />
            <rect class="of-answered" x="0" y={BAR + GAP} width={widthOf(couponYen)} height={BAR} />
          </svg>
          <p class="funnel-words">
            <span class="of-came">
              {t.savedShort} {formatYen(savedYen, lang)}
            </span>{' '}
            <span class="of-answered">
              {t.couponShort} {formatYen(couponYen, lang)}
            </span>
          </p>
        </li>
      ))}
    </ul>
  )
}

const Figures = ({ lang, months }: Months) => {
  const t = savingsTexts[lang]
  return (
    <Table
      caption={t.chart}
      rows={months.toReversed()}
      columns={[
        { label: t.month, cell: ({ month }) => monthWords(lang, month) },
        { label: t.shiftsLabel, number: true, cell: ({ shifts }) => t.times(formatNumber(shifts)) },
        { label: t.pay, number: true, cell: ({ payYen }) => formatYen(payYen, lang) },
        { label: t.saved, number: true, cell: ({ savedYen }) => formatYen(savedYen, lang) },
        { label: t.couponUses, number: true, cell: ({ couponUses }) => t.times(formatNumber(couponUses)) },
        { label: t.coupons, number: true, cell: ({ couponYen }) => formatYen(couponYen, lang) },
      ]}
    />
  )
}
