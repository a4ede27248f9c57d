import type { Cursor } from '../db/pages.ts'
import { couponAdminTexts } from '../texts/coupon-admin.ts'
import { formatDayAsOf, formatNumber, formatYen } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { paperAdminTexts } from '../texts/paper-admin.ts'
import { cursorSaid } from '../web/cursor.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Badge, Empty, Table } from '../web/ui-parts.tsx'
import type { CouponLine } from './report/reports.ts'

export const PATH = '/admin/coupons'

type Seen = { language: Language; operator: Operator; now: number }
type ListProps = Seen & { coupons: readonly CouponLine[]; next: Cursor | undefined; later: boolean }

/** All coupons, the newest first, each with what it cost so far. */
export const CouponListPage = ({ language, operator, coupons, next, later, now }: ListProps) => {
  const t = couponAdminTexts[language]
  const isOwner = operator.role === 'owner'
  return (
    <Page lang={language} title={t.title} operator={operator} current="coupons" path={PATH} wide>
      {coupons.length === 0 && !later ? (
        <Empty
          title={t.emptyTitle}
          example={t.emptyExample}
          action={isOwner && <Button href={`${PATH}/new`}>{t.make}</Button>}
        >
          {isOwner ? t.empty : t.emptyManager}
        </Empty>
      ) : (
        <>
          {isOwner && (
            <p class="chips">
              <Button href={`${PATH}/new`}>{t.make}</Button>
            </p>
          )}
          <Lines {...{ language, operator, coupons, now }} />
        </>
      )}
      <p class="chips">
        {next && (
          <Button kind="secondary" href={`${PATH}?before=${cursorSaid(next)}`}>
            {t.older}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={PATH}>
            {t.newest}
          </Button>
        )}
        {isOwner && (
          <Button kind="quiet" href={`${PATH}/automatic`}>
            {t.automatic}
          </Button>
        )}
        <Button kind="quiet" href={`${PATH}/watch`}>
          {t.watch}
        </Button>
        <Button kind="quiet" href="/admin/paper">
          {paperAdminTexts[language].title}
        </Button>
      </p>
    </Page>
  )
}

const Lines = ({ language, operator, coupons, now }: Omit<ListProps, 'next' | 'later'>) => {
  const t = couponAdminTexts[language]
  return (
    <Table
      caption={t.caption}
      rows={coupons}
      columns={[
        { label: t.coupon, cell: ({ id, title }) => <a href={`${PATH}/${id}`}>{title}</a> },
        {
          label: t.state,
          cell: (coupon) => <State {...{ language, coupon, now }} isSoldOut={isSoldOut(coupon)} />,
        },
        { label: t.until, cell: ({ endsAt }) => formatDayAsOf(endsAt - 1, now, language) },
        { label: t.issued, cell: ({ issued }) => formatNumber(issued), number: true },
        { label: t.seen, cell: ({ seen }) => formatNumber(seen), number: true },
        {
          label: operator.storeId === null ? t.used : t.usedHere,
          cell: ({ used }) => formatNumber(used),
          number: true,
        },
        { label: t.discount, cell: ({ discountYen }) => formatYen(discountYen, language), number: true },
      ]}
    />
  )
}

const isSoldOut = ({ totalMax, usedInAll }: CouponLine) => totalMax !== null && usedInAll >= totalMax

type StateProps = {
  language: Language
  coupon: { stoppedAt: number | null; startsAt: number; endsAt: number }
  isSoldOut?: boolean
  now: number
}

/** Whether it can be used, for everybody. */
export const State = ({ language, coupon: { stoppedAt, startsAt, endsAt }, isSoldOut, now }: StateProps) => {
  const t = couponAdminTexts[language]
  if (stoppedAt !== null) return <Badge tone="stop">{t.stopped}</Badge>
  if (endsAt <= now) return <Badge tone="plain">{t.over}</Badge>
  if (isSoldOut) return <Badge tone="wait">{t.soldOut}</Badge>
  return startsAt > now ? <Badge tone="info">{t.notYet}</Badge> : <Badge tone="done">{t.live}</Badge>
}
