import { couponAdminTexts } from '../texts/coupon-admin.ts'
import { couponMakingTexts } from '../texts/coupon-making.ts'
import { couponReportTexts } from '../texts/coupon-report.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import { PATH, State } from './admin-pages.tsx'
import type { Coupon } from './coupons.ts'
import { UsesChart } from './report/chart.tsx'
import { byDay, byStore, type Fact, sumOf } from './report/counts.ts'
import { DayTable, FigureTiles, PeriodChoice, StoreTable } from './report/figures.tsx'
import { columnsOf, type Period, queryOf } from './report/period.ts'
import type { CouponUse } from './report/reports.ts'
import { UsesTable } from './report/uses-page.tsx'
import { asItems, conditionLines, offerWords } from './words.ts'

type Props = {
  language: Language
  operator: Operator
  coupon: Coupon
  period: Period
  facts: readonly Fact[]
  uses: readonly CouponUse[]
  /** There are more uses than are shown. */
  isMore: boolean
  now: number
  justStopped: boolean
  justDone: 'made' | 'extended' | undefined
}

/** One coupon: what it is, what it cost and brought, who used it, and what can be done with it. */
export const CouponDetailPage = ({ uses, isMore, justStopped, justDone, ...props }: Props) => {
  const { language, operator, coupon, period, facts, now } = props
  const t = couponAdminTexts[language]
  const { made, extend } = couponMakingTexts[language]
  const said = justStopped ? t.wasStopped : justDone && (justDone === 'made' ? made : extend.done)
  const path = `${PATH}/${coupon.id}`
  const isLiving = coupon.stoppedAt === null && coupon.endsAt > now
  const give = isLiving && operator.role === 'owner' && <Giving language={language} coupon={coupon} />
  const isNew = sumOf(facts).issued === 0 && period.name === 'all'
  return (
    <Page
      lang={language}
      title={coupon.title}
      operator={operator}
      current="coupons"
      path={`${path}${queryOf(period)}`}
      back={{ href: PATH, label: t.back }}
      notice={said ? { tone: 'success', text: said } : undefined}
      wide
    >
      <p>
        <State language={language} coupon={coupon} now={now} /> {offerWords(coupon, language)}
      </p>
      {isNew && give}
      <Report {...props} />
      <UsesCard {...{ language, operator, coupon, period, uses, isMore, now }} />
      <Card title={t.conditions}>
        <Definition items={terms(coupon, { now, language })} />
      </Card>
      {!isNew && give}
      {isLiving && !isNew && <Holders language={language} operator={operator} coupon={coupon} />}
      {operator.role === 'owner' && (
        <Actions still>
          {isLiving && (
            <Button kind="secondary" href={`${path}/extend`}>
              {t.extend}
            </Button>
          )}
          <Button kind="secondary" href={`${PATH}/new?like=${coupon.id}`}>
            {t.like}
          </Button>
          {isLiving && (
            <Button kind="danger" href={`${path}/stop`}>
              {t.stop}
            </Button>
          )}
        </Actions>
      )}
    </Page>
  )
}

const terms = (coupon: Coupon, { now, language }: { now: number; language: Language }) => [
  { term: couponAdminTexts[language].offer, detail: offerWords(coupon, language) },
  ...asItems(conditionLines(coupon, { storeNames: coupon.stores.map(({ name }) => name), now, language })),
]

/** The numbers of the chosen days: in all, by day and by store, and as files. */
const Report = ({
  language,
  operator,
  coupon,
  period,
  facts,
}: Omit<Props, 'uses' | 'isMore' | 'justStopped' | 'justDone'>) => {
  const t = couponReportTexts[language]
  const days = byDay(facts)
  const stores = byStore(facts, operator.storeId)
  const { unit, columns } = columnsOf(days, period)
  const path = `${PATH}/${coupon.id}`
  return (
    <>
      <h2>{t.title}</h2>
      <PeriodChoice lang={language} path={path} period={period} />
      <FigureTiles lang={language} facts={facts} isOwnStore={operator.storeId !== null} />
      <Card title={t.chart[unit]}>
        <UsesChart lang={language} unit={unit} columns={columns} />
        {days.length > 0 && (
          <details class="figures">
            <summary>{t.chart.table}</summary>
            <DayTable lang={language} days={days} />
          </details>
        )}
      </Card>
      {stores.length > 1 && <StoreTable lang={language} stores={stores} />}
      <p class="chips">
        <Button kind="quiet" href={`${path}/uses.csv${queryOf(period)}`}>
          {`${t.files.title}：${t.files.uses}`}
        </Button>
        <Button kind="quiet" href={`${path}/days.csv${queryOf(period)}`}>
          {`${t.files.title}：${t.files.days}`}
        </Button>
      </p>
    </>
  )
}

const UsesCard = ({
  language,
  operator,
  coupon,
  period,
  uses,
  isMore,
  now,
}: Pick<Props, 'language' | 'operator' | 'coupon' | 'period' | 'uses' | 'isMore' | 'now'>) => {
  const t = couponReportTexts[language].uses
  return (
    <Card title={t.title}>
      {uses.length === 0 ? (
        <p>{period.name === 'all' ? t.none : t.noneInPeriod}</p>
      ) : (
        <UsesTable {...{ language, operator, uses, now }} />
      )}
      {isMore && (
        <p>
          <a href={`${PATH}/${coupon.id}/uses${queryOf(period)}`}>{t.all}</a>
        </p>
      )}
    </Card>
  )
}

/** The ways to give it. */
const Giving = ({ language, coupon }: Pick<Props, 'language' | 'coupon'>) => {
  const { give: t } = couponAdminTexts[language]
  const ways = [
    { href: `${PATH}/${coupon.id}/issue`, label: t.segment, hint: t.segmentHint },
    { href: `/admin/broadcasts/new?kind=coupon&coupon=${coupon.id}`, label: t.broadcast, hint: t.broadcastHint },
    { href: `${PATH}/${coupon.id}/people/new`, label: t.person, hint: t.personHint },
  ]
  return (
    <Card title={t.title}>
      <ul class="links">
        {ways.map(({ href, label, hint }) => (
          <li>
            <a href={href}>{label}</a>
            <div>
              <small>{hint}</small>
            </div>
          </li>
        ))}
      </ul>
      <small>{t.lead}</small>
    </Card>
  )
}

const Holders = ({ language, operator, coupon }: Pick<Props, 'language' | 'operator' | 'coupon'>) => {
  const { hold: t } = couponAdminTexts[language]
  const remind = `/admin/broadcasts/new?kind=coupon&coupon=${coupon.id}&segment=unused%3A${coupon.id}`
  return (
    <Card title={t.title}>
      <p class="chips">
        <Button kind="secondary" href={`${PATH}/${coupon.id}/people`}>
          {t.people}
        </Button>
        {operator.role === 'owner' && (
          <Button kind="quiet" href={remind}>
            {t.remind}
          </Button>
        )}
      </p>
      <small>{t.remindNote}</small>
    </Card>
  )
}
