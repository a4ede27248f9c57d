import { couponReportTexts } from '../../texts/coupon-report.ts'
import { formatDate, formatNumber, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { Button, Field } from '../../web/ui-forms.tsx'
import { Card, type Column, Stat, Stats, Table } from '../../web/ui-parts.tsx'
import { type byDay, type byStore, type Fact, type Figures, sumOf } from './counts.ts'
import { type Period, SPANS } from './period.ts'

type Props = { lang: Language; facts: readonly Fact[]; isOwnStore: boolean }

/** What became of it in numbers: what was given and seen, what was used, and what it cost and brought. */
export const FigureTiles = ({ lang, facts, isOwnStore }: Props) => {
  const { figures: t, ...texts } = couponReportTexts[lang]
  const sum = sumOf(facts)
  const { issued, seen, discountUnknown, billYen, billed, guests, parties } = sum
  const share = issued > 0 ? Math.round((100 * seen) / issued) : 0
  const average = formatYen(billed > 0 ? Math.round(billYen / billed) : 0, lang)
  return (
    <>
      <Stats tiles>
        <Stat label={t.issued} value={formatNumber(issued)} unit={texts.people} />
        <Stat
          label={t.seen}
          value={formatNumber(seen)}
          unit={texts.people}
          hint={issued > 0 && seen <= issued && texts.seenOf(share)}
        />
        <Stat label={isOwnStore ? t.usedHere : t.used} value={formatNumber(sum.used)} unit={texts.times} />
        <Stat label={t.undone} value={formatNumber(sum.undone)} unit={texts.times} />
        <Stat
          label={t.conflicts}
          value={formatNumber(sum.conflicts)}
          unit={texts.cases}
          hint={sum.conflicts > 0 && <a href="/admin/paper">{texts.conflictsNote}</a>}
        />
      </Stats>
      <Stats tiles>
        <Stat
          label={t.discount}
          value={formatYen(sum.discountYen, lang)}
          hint={discountUnknown > 0 && texts.unknown(formatNumber(discountUnknown))}
        />
        <Stat
          label={t.bill}
          value={billed > 0 ? formatYen(billYen, lang) : '–'}
          hint={billed > 0 ? texts.billed(formatNumber(billed), average) : texts.notEntered}
        />
        <Stat
          label={t.guests}
          value={parties > 0 ? formatNumber(guests) : '–'}
          {...(parties > 0 ? { unit: texts.people } : {})}
          hint={parties > 0 ? texts.parties(formatNumber(parties)) : texts.notEntered}
        />
      </Stats>
      <small>{texts.note}</small>
    </>
  )
}

type PeriodProps = { lang: Language; path: string; period: Period }

/** Of which days: the last so many, all, or two dates. */
export const PeriodChoice = ({ lang, path, period }: PeriodProps) => {
  const { period: t } = couponReportTexts[lang]
  const link = (name: 'all' | (typeof SPANS)[number]) => (
    <Button kind={period.name === name ? 'secondary' : 'quiet'} href={name === 'all' ? path : `${path}?period=${name}`}>
      {t.names[name]}
    </Button>
  )
  return (
    <>
      <nav class="chips" aria-label={t.label}>
        {link('all')}
        {SPANS.map(link)}
      </nav>
      <details class="figures" open={period.name === 'own'}>
        <summary>{t.own}</summary>
        <form method="get" action={path} class="days-chosen">
          <Field lang={lang} label={t.from} name="from" value={dayIn(period, 'first')} input={{ type: 'date' }} />
          <Field lang={lang} label={t.until} name="until" value={dayIn(period, 'last')} input={{ type: 'date' }} />
          <Button kind="secondary">{t.show}</Button>
        </form>
      </details>
    </>
  )
}

const dayIn = (period: Period, end: 'first' | 'last') => (period.name === 'all' ? '' : period[end])

type DaysProps = { lang: Language; days: ReturnType<typeof byDay> }

/** The table behind the chart, the newest day first. */
export const DayTable = ({ lang, days }: DaysProps) => {
  const { days: t } = couponReportTexts[lang]
  return (
    <Table
      caption={t.caption}
      rows={days.toReversed()}
      columns={[{ label: t.day, cell: ({ day }) => formatDate(day, lang) }, ...columnsOfFigures(lang)]}
    />
  )
}

type StoresProps = { lang: Language; stores: ReturnType<typeof byStore> }

export const StoreTable = ({ lang, stores }: StoresProps) => {
  const { stores: t } = couponReportTexts[lang]
  return (
    <Card title={t.title}>
      <Table
        caption={t.title}
        rows={stores}
        columns={[{ label: t.store, cell: ({ storeName }) => storeName ?? t.none }, ...columnsOfFigures(lang)]}
      />
      <small>{t.note}</small>
    </Card>
  )
}

function columnsOfFigures(lang: Language): readonly Column<Figures>[] {
  const { figures: t } = couponReportTexts[lang]
  const number = (label: string, of: 'issued' | 'seen' | 'used' | 'undone' | 'conflicts'): Column<Figures> => ({
    label,
    number: true,
    cell: (row) => formatNumber(row[of]),
  })
  return [
    number(t.issued, 'issued'),
    number(t.seen, 'seen'),
    number(t.used, 'used'),
    number(t.undone, 'undone'),
    number(t.conflicts, 'conflicts'),
    {
      label: t.discount,
      number: true,
      cell: (row) => (row.used > row.discountUnknown ? formatYen(row.discountYen, lang) : '–'),
    },
    { label: t.bill, number: true, cell: ({ billed, billYen }) => (billed > 0 ? formatYen(billYen, lang) : '–') },
    { label: t.guests, number: true, cell: ({ parties, guests }) => (parties > 0 ? formatNumber(guests) : '–') },
  ]
}
