import type { Cursor } from '../../db/pages.ts'
import { couponReportTexts } from '../../texts/coupon-report.ts'
import { formatDate, formatDateTimeAsOf, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { reasonWords } from '../../texts/till-reasons.ts'
import { cursorSaid } from '../../web/cursor.ts'
import type { Operator } from '../../web/env.ts'
import { Page } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'
import { Badge, Empty, Table } from '../../web/ui-parts.tsx'
import type { Coupon } from '../coupons.ts'
import { type Period, queryOf } from './period.ts'
import type { CouponUse } from './reports.ts'

const PATH = '/admin/coupons'

type Props = {
  language: Language
  operator: Operator
  coupon: Coupon
  period: Period
  uses: readonly CouponUse[]
  next: Cursor | undefined
  later: boolean
  now: number
}

/** All uses of a coupon, by pages. */
export const UsesPage = ({ language, operator, coupon, period, uses, next, later, now }: Props) => {
  const { uses: t, period: words } = couponReportTexts[language]
  const back = `${PATH}/${coupon.id}${queryOf(period)}`
  const path = `${PATH}/${coupon.id}/uses${queryOf(period)}`
  const and = path.includes('?') ? '&' : '?'
  return (
    <Page
      lang={language}
      title={`${t.title}：${coupon.title}`}
      operator={operator}
      current="coupons"
      path={path}
      back={{ href: back, label: t.back }}
      wide
    >
      {period.name !== 'all' && (
        <p>{words.between(formatDate(period.first, language), formatDate(period.last, language))}</p>
      )}
      {uses.length === 0 ? <Empty title={t.noneInPeriod} /> : <UsesTable {...{ language, operator, uses, now }} />}
      <p class="chips">
        {next && (
          <Button kind="secondary" href={`${path}${and}before=${cursorSaid(next)}`}>
            {t.older}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={path}>
            {t.newest}
          </Button>
        )}
      </p>
    </Page>
  )
}

/** Who, when, where, by whom, and what of the bill is known; one that was undone says by whom and why. */
export const UsesTable = ({ language, operator, uses, now }: Pick<Props, 'language' | 'operator' | 'uses' | 'now'>) => {
  const { uses: t } = couponReportTexts[language]
  return (
    <Table
      caption={t.title}
      rows={uses}
      columns={[
        { label: t.who, cell: (use) => <Who {...{ language, operator, use }} /> },
        { label: t.when, cell: ({ at }) => formatDateTimeAsOf(at, now, language) },
        { label: t.where, cell: ({ storeName, tillName }) => `${storeName} ${tillName}` },
        { label: t.staff, cell: ({ staffName }) => staffName && <bdi>{staffName}</bdi> },
        { label: t.bill, cell: (use) => billWords(use, language) },
        { label: t.remarks, cell: (use) => <Marks {...{ language, use, now }} /> },
      ]}
    />
  )
}

type OneUse = { language: Language; use: CouponUse }

/** A manager's pages of people end at the own store. */
const Who = ({ language, operator, use }: OneUse & { operator: Operator }) => {
  const name = <bdi>{use.memberName ?? couponReportTexts[language].uses.unnamed}</bdi>
  const isTheirs = operator.storeId === null || operator.storeId === use.memberStoreId
  return isTheirs ? <a href={`/admin/members/${use.memberId}`}>{name}</a> : name
}

function billWords({ billYen, guests, discountYen }: CouponUse, language: Language) {
  const { uses: t } = couponReportTexts[language]
  return [
    ...(billYen === null ? [] : [formatYen(billYen, language)]),
    ...(discountYen === null ? [] : [t.took(formatYen(discountYen, language))]),
    ...(guests === null ? [] : [t.guests(guests)]),
  ].join('・')
}

/** Nothing at all where there is nothing to say: a phone's card leaves an empty cell out. */
const Marks = ({ language, use, now }: OneUse & { now: number }) => {
  const { uses: t } = couponReportTexts[language]
  if (use.via === 'code' && use.voidedAt === null) return null
  return (
    <div>
      {use.via !== 'code' && <Badge tone="info">{t.via[use.via]}</Badge>}
      {use.viaReason && (
        <div>
          <small>{t.reason(reasonWords(language, use.viaReason))}</small>
        </div>
      )}
      {use.voidedAt !== null && (
        <>
          <Badge tone="stop">{t.undone}</Badge>{' '}
          <small>{t.undoneBy(formatDateTimeAsOf(use.voidedAt, now, language), use.voidedBy ?? '')}</small>
          {use.voidReason && (
            <div>
              <small>{t.reason(reasonWords(language, use.voidReason))}</small>
            </div>
          )}
        </>
      )}
    </div>
  )
}
