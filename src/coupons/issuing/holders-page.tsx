import type { Cursor } from '../../db/pages.ts'
import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { formatDateTimeAsOf, formatDayAsOf, isolated } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { cursorSaid } from '../../web/cursor.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Badge, Empty, Table } from '../../web/ui-parts.tsx'
import type { Coupon } from '../coupons.ts'
import { HOLDER_TABS, type Holder, type HolderTab } from './holders.ts'
import { PATH, type Signed } from './issue-page.tsx'

type Props = Signed & {
  coupon: Coupon
  holders: readonly Holder[]
  tab: HolderTab
  next: Cursor | undefined
  /** Whether the list begins further down. */
  later: boolean
  notice: Flash | undefined
  now: number
}

/** Who has a coupon, and how it stands with each. */
export const HoldersPage = (props: Props) => {
  const { lang, operator, coupon, holders, tab, later, notice, now } = props
  const t = couponIssuingTexts[lang].holders
  const path = `${PATH}/${coupon.id}`
  const isLive = coupon.stoppedAt === null && coupon.endsAt > now
  const isFresh = holders.length === 0 && tab === 'all' && !later
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="coupons"
      path={`${path}/people`}
      back={{ href: path, label: coupon.title }}
      notice={notice}
      wide
    >
      {isFresh ? (
        <Empty title={t.none} example={t.noneExample} action={isLive && <Give lang={lang} path={path} />}>
          {t.noneLead}
        </Empty>
      ) : (
        <>
          <Tabs lang={lang} path={path} tab={tab} />
          {holders.length === 0 ? <p class="muted">{t.empty}</p> : <Holders {...props} />}
          <Onward {...props} path={path} />
          {isLive && <Give lang={lang} path={path} />}
        </>
      )}
    </Page>
  )
}

const Give = ({ lang, path }: { lang: Language; path: string }) => {
  const t = couponIssuingTexts[lang].holders
  return (
    <Actions still>
      <Button kind="secondary" href={`${path}/people/new`}>
        {t.toOne}
      </Button>
      <Button kind="secondary" href={`${path}/issue`}>
        {t.toMany}
      </Button>
    </Actions>
  )
}

const Tabs = ({ lang, path, tab }: { lang: Language; path: string; tab: HolderTab }) => {
  const t = couponIssuingTexts[lang].holders
  return (
    <nav class="filters chips" aria-label={t.filter}>
      {HOLDER_TABS.map((one) => (
        <a
          class={one === tab ? 'button primary small' : 'button secondary small'}
          href={one === 'all' ? `${path}/people` : `${path}/people?show=${one}`}
          {...(one === tab ? { 'aria-current': 'true' as const } : {})}
        >
          {t.tabs[one]}
        </a>
      ))}
    </nav>
  )
}

const Holders = ({ lang, coupon, holders, now }: Props) => {
  const { holders: t, unnamed, how } = couponIssuingTexts[lang]
  return (
    <Table
      caption={t.caption}
      rows={holders}
      columns={[
        {
          label: t.person,
          cell: ({ grantId, name }) => (
            <a
              href={`${PATH}/${coupon.id}/people/${grantId}`}
              aria-label={t.changeOf(name === null ? unnamed : isolated(name))}
            >
              <bdi>{name ?? unnamed}</bdi>
            </a>
          ),
        },
        { label: t.state, cell: (holder) => <HolderState lang={lang} holder={holder} now={now} /> },
        {
          label: t.given,
          cell: (holder) => `${formatDayAsOf(holder.givenAt, now, lang)} ${how[holder.how ?? 'broadcast']}`,
        },
        { label: t.until, cell: ({ endsAt }) => formatDayAsOf(endsAt - 1, now, lang) },
      ]}
    />
  )
}

type Standing = Pick<Holder, 'voidedAt' | 'endsAt' | 'seen' | 'uses' | 'usesMax'>

/** How it stands with one person's coupon, with where and when it was used last. */
export const HolderState = ({ lang, holder, now }: { lang: Language; holder: Standing; now: number }) => {
  const { states: t, usedAt } = couponIssuingTexts[lang]
  const { voidedAt, endsAt, seen, uses, usesMax } = holder
  const last = uses.at(-1)
  const used = usesMax === 1 ? t.used : t.usedSome(uses.length, usesMax)
  return (
    <>
      {voidedAt !== null && <Badge tone="stop">{t.withdrawn}</Badge>}
      {voidedAt === null && last && <Badge tone="done">{used}</Badge>}
      {voidedAt === null && endsAt <= now && !last && <Badge tone="plain">{t.over}</Badge>}
      {voidedAt === null && endsAt > now && !last && (
        <Badge tone={seen ? 'info' : 'plain'}>{seen ? t.seen : t.unseen}</Badge>
      )}
      {last && (
        <>
          {' '}
          <small>{usedAt(formatDateTimeAsOf(last.at, now, lang), last.storeName)}</small>
        </>
      )}
    </>
  )
}

const Onward = ({ lang, tab, next, later, path }: Props & { path: string }) => {
  const { holders: t } = couponIssuingTexts[lang]
  const href = (after?: Cursor) => {
    const query = new URLSearchParams({
      ...(tab === 'all' ? {} : { show: tab }),
      ...(after ? { after: cursorSaid(after) } : {}),
    }).toString()
    return `${path}/people${query === '' ? '' : `?${query}`}`
  }
  return (
    <p class="chips">
      {next && (
        <Button kind="secondary" href={href(next)}>
          {couponIssuingTexts[lang].more}
        </Button>
      )}
      {later && (
        <Button kind="quiet" href={href()}>
          {t.newest}
        </Button>
      )}
    </p>
  )
}
