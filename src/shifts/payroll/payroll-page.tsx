import { formatNumber, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { savingsTexts } from '../../texts/savings.ts'
import { shiftHoursTexts } from '../../texts/shift-hours.ts'
import type { Operator } from '../../web/env.ts'
import { Page } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'
import { Card, Empty, Notice, Stat, Stats, Table } from '../../web/ui-parts.tsx'
import { minutesWords } from '../ad/shift-words.ts'
import { openingPath, PATH, PersonLink, spanWords } from '../view/view-parts.tsx'
import { monthAfter, type PayMonth, type Unconfirmed, type WorkedPerson } from './payroll.ts'

export const HOURS_PATH = `${PATH}/hours`
export const SAVINGS_PATH = `${PATH}/savings`

type MonthProps = {
  lang: Language
  operator: Operator
  month: PayMonth
  people: readonly WorkedPerson[]
  unconfirmed: readonly Unconfirmed[]
  now: number
}

/** A month's hours by person, to be taken along for the payroll; what is not confirmed yet stands above. */
export const MonthPage = ({ lang, operator, month, people, unconfirmed, now }: MonthProps) => {
  const t = shiftHoursTexts[lang].month
  return (
    <Page
      lang={lang}
      title={t.title(monthWords(lang, month.name))}
      operator={operator}
      current="shifts"
      path={`${HOURS_PATH}?month=${month.name}`}
      back={{ href: PATH, label: t.back }}
    >
      <p>{t.lead}</p>
      <UnconfirmedNotice lang={lang} unconfirmed={unconfirmed} />
      {people.length === 0 ? (
        <Empty title={t.none} action={<Button href={PATH}>{t.open}</Button>}>
          {t.noneBody}
        </Empty>
      ) : (
        <People lang={lang} month={month} people={people} />
      )}
      <p class="chips">
        <Button kind="quiet" href={hrefOf(monthAfter(month.name, -1))}>
          {t.previous}
        </Button>
        {month.end <= now && (
          <Button kind="quiet" href={hrefOf(monthAfter(month.name, 1))}>
            {t.next}
          </Button>
        )}
        <Button kind="quiet" href={SAVINGS_PATH}>
          {t.savings}
        </Button>
      </p>
    </Page>
  )
}

const hrefOf = (month: string) => `${HOURS_PATH}?month=${month}`

const UnconfirmedNotice = ({ lang, unconfirmed }: Pick<MonthProps, 'lang' | 'unconfirmed'>) => {
  const t = shiftHoursTexts[lang].month
  if (unconfirmed.length === 0) return null
  return (
    <Notice tone="warn" title={t.unconfirmed(formatNumber(unconfirmed.length))}>
      <p>{t.unconfirmedNote}</p>
      <ul>
        {unconfirmed.map((shift) => (
          <li>
            <a href={`${openingPath(shift.openingId)}/hours`}>
              {t.unconfirmedLine(spanWords(lang, shift), shift.storeName, formatNumber(shift.people))}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

const People = ({ lang, month, people }: Pick<MonthProps, 'lang' | 'month' | 'people'>) => {
  const t = shiftHoursTexts[lang].month
  const sum = (of: 'shifts' | 'minutes' | 'payYen') => people.reduce((total, person) => total + person[of], 0)
  return (
    <>
      <Stats>
        <Stat label={t.hours} value={minutesWords(lang, sum('minutes'))} hint={t.times(formatNumber(sum('shifts')))} />
        <Stat label={t.pay} value={formatYen(sum('payYen'), lang)} />
      </Stats>
      <Card>
        <Table
          caption={t.caption}
          rows={people}
          columns={[
            { label: t.person, cell: ({ memberId, name }) => <PersonLink {...{ lang, memberId, name }} /> },
            { label: t.shifts, number: true, cell: ({ shifts }) => t.times(formatNumber(shifts)) },
            { label: t.hours, number: true, cell: ({ minutes }) => minutesWords(lang, minutes) },
            { label: t.pay, number: true, cell: ({ payYen }) => formatYen(payYen, lang) },
          ]}
        />
        <p>
          <Button href={`${PATH}/hours.csv?month=${month.name}`}>{t.csv}</Button>
        </p>
        <small>{t.csvNote}</small>
      </Card>
    </>
  )
}

/** 2026年11月 */
export function monthWords(lang: Language, name: string) {
  const [year = '', month = ''] = name.split('-')
  return savingsTexts[lang].monthName(year, lang === 'ja' ? String(Number(month)) : month)
}
