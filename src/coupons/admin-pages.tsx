import { couponAdminTexts } from '../texts/coupon-admin.ts'
import { formatDateTime, formatDay, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, Card, Definition, Empty, Stat, Stats, Table } from '../web/ui-parts.tsx'
import type { Coupon } from './coupons.ts'
import { type countCoupon, type listCoupons, type listRedemptions, REDEMPTIONS_LISTED_MAX } from './report/reports.ts'
import { conditionLines, offerWords } from './words.ts'

const PATH = '/admin/coupons'

type Counts = Awaited<ReturnType<typeof countCoupon>>
type Seen = { language: Language; operator: Operator; now: number }

export const CouponListPage = ({
  language,
  operator,
  coupons,
  now,
}: Seen & { coupons: Awaited<ReturnType<typeof listCoupons>> }) => {
  const t = couponAdminTexts[language]
  return (
    <Page lang={language} title={t.title} operator={operator} current="coupons" path={PATH} wide>
      {coupons.length === 0 ? (
        <Empty
          title={t.emptyTitle}
          example={t.emptyExample}
          action={<Button href="/admin/broadcasts">{t.emptyAction}</Button>}
        >
          {t.empty}
        </Empty>
      ) : (
        <Table
          caption={t.caption}
          rows={coupons}
          columns={[
            { label: t.coupon, cell: ({ id, title }) => <a href={`${PATH}/${id}`}>{title}</a> },
            { label: t.state, cell: (coupon) => <State language={language} coupon={coupon} now={now} /> },
            { label: t.until, cell: ({ endsAt }) => formatDay(endsAt - 1, language) },
            { label: t.issued, cell: ({ issued }) => formatNumber(issued), number: true },
            { label: t.opened, cell: ({ opened }) => formatNumber(opened), number: true },
            { label: usedLabel(language, operator), cell: ({ used }) => formatNumber(used), number: true },
          ]}
        />
      )}
    </Page>
  )
}

type Detail = Seen & {
  coupon: Coupon
  counts: Counts
  redemptions: Awaited<ReturnType<typeof listRedemptions>>
  justStopped: boolean
}

export const CouponDetailPage = ({ language, operator, coupon, counts, redemptions, now, justStopped }: Detail) => {
  const t = couponAdminTexts[language]
  return (
    <Page
      lang={language}
      title={coupon.title}
      operator={operator}
      current="coupons"
      path={`${PATH}/${coupon.id}`}
      back={{ href: PATH, label: t.back }}
      notice={justStopped ? { tone: 'success', text: t.wasStopped } : undefined}
    >
      <p>
        <State language={language} coupon={coupon} now={now} />
      </p>
      <Counted language={language} operator={operator} counts={counts} />
      <Card title={t.conditions}>
        <Definition
          items={[
            { term: t.offer, detail: offerWords(coupon, language) },
            ...conditionLines(coupon, {
              storeNames: coupon.stores.map(({ name }) => name),
              now,
              language,
            }).map(({ label, value }) => ({ term: label, detail: value })),
          ]}
        />
      </Card>
      <Uses language={language} redemptions={redemptions} />
      {operator.role === 'owner' && coupon.stoppedAt === null && coupon.endsAt > now && (
        <Actions still>
          <Button kind="danger" href={`${PATH}/${coupon.id}/stop`}>
            {t.stop}
          </Button>
        </Actions>
      )}
    </Page>
  )
}

/** The second, named confirmation. */
export const StopPage = ({ language, operator, coupon, counts }: Detail) => {
  const t = couponAdminTexts[language]
  const path = `${PATH}/${coupon.id}`
  return (
    <Page
      lang={language}
      title={t.stopTitle}
      operator={operator}
      current="coupons"
      path={`${path}/stop`}
      back={{ href: path, label: coupon.title }}
    >
      <Counted language={language} operator={operator} counts={counts} />
      <p>{t.stopAsk(coupon.title, counts.issued)}</p>
      <form method="post" action={`${path}/stops`}>
        <Actions>
          <Button kind="quiet" href={path}>
            {t.keep}
          </Button>
          <Button kind="danger">{t.stopNow(coupon.title)}</Button>
        </Actions>
      </form>
    </Page>
  )
}

const Uses = ({ language, redemptions }: Pick<Detail, 'language' | 'redemptions'>) => {
  const t = couponAdminTexts[language]
  return (
    <Card title={t.uses}>
      {redemptions.length === 0 ? (
        <p>{t.noUses}</p>
      ) : (
        <Table
          caption={t.uses}
          rows={redemptions}
          columns={[
            {
              label: t.who,
              cell: ({ memberId, memberName }) => (
                <a href={`/admin/members/${memberId}`}>
                  <bdi>{memberName ?? t.unnamed}</bdi>
                </a>
              ),
            },
            { label: t.when, cell: ({ at }) => formatDateTime(at, language) },
            { label: t.where, cell: ({ storeName, tillName }) => `${storeName} ${tillName}` },
          ]}
        />
      )}
      {redemptions.length >= REDEMPTIONS_LISTED_MAX && <small>{t.usesLimit(REDEMPTIONS_LISTED_MAX)}</small>}
    </Card>
  )
}

const Counted = ({ language, operator, counts }: { language: Language; operator: Operator; counts: Counts }) => {
  const t = couponAdminTexts[language]
  return (
    <Stats>
      <Stat label={t.issued} value={formatNumber(counts.issued)} unit={t.people} />
      <Stat label={t.opened} value={formatNumber(counts.opened)} unit={t.people} />
      <Stat label={usedLabel(language, operator)} value={formatNumber(counts.used)} unit={t.times} />
    </Stats>
  )
}

const State = ({
  language,
  coupon: { stoppedAt, endsAt },
  now,
}: {
  language: Language
  coupon: { stoppedAt: number | null; endsAt: number }
  now: number
}) => {
  const t = couponAdminTexts[language]
  if (stoppedAt !== null) return <Badge tone="stop">{t.stopped}</Badge>
  return endsAt <= now ? <Badge tone="plain">{t.over}</Badge> : <Badge tone="done">{t.live}</Badge>
}

const usedLabel = (language: Language, { storeId }: Operator) =>
  storeId === null ? couponAdminTexts[language].used : couponAdminTexts[language].usedHere
