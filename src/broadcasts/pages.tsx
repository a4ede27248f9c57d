import type { Child } from 'hono/jsx'
import type { BroadcastState } from '../db/schema.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { formatAgo, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, Definition, Empty, Notice, Table } from '../web/ui-parts.tsx'
import { BROADCASTS_PAGE, type Broadcast, type listBroadcasts } from './drafts.ts'
import { ComposeFields, type ComposeFieldsProps } from './fields.tsx'
import { Preview, type Previewed, PreviewStyle } from './preview.tsx'
import type { QuotaLeft, Reach } from './reach.ts'

export const PATH = '/admin/broadcasts'

const TONES: Record<BroadcastState, BadgeTone> = {
  draft: 'plain',
  planning: 'wait',
  planned: 'wait',
  sending: 'wait',
  paused_owner: 'wait',
  paused_quota: 'stop',
  paused_auth: 'stop',
  paused_error: 'stop',
  needs_decision: 'stop',
  done: 'done',
  cancelled: 'plain',
  missed: 'stop',
}

export const StateBadge = ({ lang, state }: { lang: Language; state: BroadcastState }) => (
  <Badge tone={TONES[state]}>{broadcastTexts[lang].states[state]}</Badge>
)

type Signed = { lang: Language; operator: Operator }
type ListProps = Signed & {
  broadcasts: Awaited<ReturnType<typeof listBroadcasts>>
  notice: Flash | undefined
  now: number
}

export const BroadcastsPage = ({ lang, operator, broadcasts, notice, now }: ListProps) => {
  const t = broadcastTexts[lang]
  const last = broadcasts.length === BROADCASTS_PAGE ? broadcasts.at(-1) : undefined
  return (
    <Page lang={lang} title={t.title} operator={operator} current="broadcasts" path={PATH} notice={notice}>
      {broadcasts.length === 0 ? (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      ) : (
        <Table
          caption={t.caption}
          rows={broadcasts}
          columns={[
            { label: t.name, cell: ({ id, title }) => <a href={`${PATH}/${id}`}>{title}</a> },
            { label: t.state, cell: ({ state }) => <StateBadge lang={lang} state={state} /> },
            {
              label: t.people,
              number: true,
              cell: ({ confirmedCount }) => (confirmedCount === null ? '–' : t.countOf(formatNumber(confirmedCount))),
            },
            { label: t.when, cell: ({ confirmedAt, createdAt }) => formatAgo(confirmedAt ?? createdAt, now, lang) },
          ]}
        />
      )}
      {last && (
        <p>
          <a href={`${PATH}?before=${last.createdAt}&id=${encodeURIComponent(last.id)}`}>{t.next}</a>
        </p>
      )}
      <Actions>
        <Button kind="secondary" href={`${PATH}/new?kind=text`}>
          {t.newText}
        </Button>
        <Button href={`${PATH}/new?kind=coupon`}>{t.newCoupon}</Button>
      </Actions>
    </Page>
  )
}

type ComposeProps = ComposeFieldsProps & {
  operator: Operator
  broadcastId?: string | undefined
  shopName: string
  previewed: Previewed
  nonce: string | undefined
}

export const ComposePage = ({ operator, broadcastId, shopName, previewed, nonce, ...fields }: ComposeProps) => {
  const { lang, kind, errors } = fields
  const t = broadcastTexts[lang]
  const path = broadcastId ? `${PATH}/${broadcastId}/edit` : `${PATH}/new`
  return (
    <Page
      lang={lang}
      title={t.compose[kind]}
      operator={operator}
      current="broadcasts"
      path={`${path}?kind=${kind}`}
      back={broadcastId ? { href: `${PATH}/${broadcastId}`, label: t.back } : { href: PATH, label: t.back }}
      head={<PreviewStyle css={previewed.css} nonce={nonce} />}
      wide
    >
      <FormErrors lang={lang} errors={errors} />
      <div class="split">
        <form
          method="post"
          action={broadcastId ? `${PATH}/${broadcastId}/versions?kind=${kind}` : `${PATH}?kind=${kind}`}
          data-live-form={`${PATH}/previews?kind=${kind}`}
          data-live-target="#preview"
        >
          <ComposeFields {...fields} />
          <Actions>
            <Button
              kind="secondary"
              formaction={`${broadcastId ? `${PATH}/${broadcastId}` : PATH}/rehearsals?kind=${kind}`}
            >
              {t.compose.preview}
            </Button>
            <Button>{t.compose.submit}</Button>
          </Actions>
        </form>
        <aside>
          <Card title={t.compose.previewTitle}>
            <Preview lang={lang} shopName={shopName} previewed={previewed} />
          </Card>
        </aside>
      </div>
    </Page>
  )
}

export type Obstacle = 'quotaShort' | 'empty' | 'changed' | 'unreachable' | 'couponExpired'

type ConfirmProps = Signed & {
  broadcast: Broadcast
  reach: Reach
  /** undefined: LINE did not tell. */
  quota: QuotaLeft | undefined
  /** What keeps it from being sent as it stands. */
  obstacle: Obstacle | undefined
  /** The numbers were others a moment ago. */
  changed: boolean
  sentence: string
  shopName: string
  previewed: Previewed
  nonce: string | undefined
}

/** People, messages and what is left stand above the one filled button that spends them. */
export const ConfirmPage = (props: ConfirmProps) => {
  const { lang, operator, broadcast, reach, obstacle, changed, sentence, shopName, previewed, nonce } = props
  const t = broadcastTexts[lang]
  const people = formatNumber(reach.people)
  const path = `${PATH}/${broadcast.id}`
  return (
    <Page
      lang={lang}
      title={broadcast.title}
      operator={operator}
      current="broadcasts"
      path={path}
      back={{ href: PATH, label: t.back }}
      head={<PreviewStyle css={previewed.css} nonce={nonce} />}
      wide
    >
      {changed && <Notice tone="warn">{t.confirm.changed}</Notice>}
      <div class="split">
        <div>
          <Card title={costLine(props)}>
            <Definition
              items={[
                { term: t.confirm.audience, detail: sentence },
                { term: t.compose.purpose, detail: t.purposes[broadcast.purpose] },
                { term: t.confirm.excluded, detail: <Excluded lang={lang} reach={reach} /> },
              ]}
            />
            <small>{t.confirm.approximate}</small>
          </Card>
          {obstacle ? (
            <Notice tone="error">{obstacleWords(props, obstacle)}</Notice>
          ) : (
            <form method="post" action={`${path}/confirmations`}>
              <input type="hidden" name="people" value={reach.people} />
              <input type="hidden" name="draftedAt" value={broadcast.updatedAt} />
              <Actions>
                <Button>{t.confirm.submit(people)}</Button>
              </Actions>
            </form>
          )}
          <form method="post" action={`${path}/discards`}>
            <Actions still>
              <Button kind="secondary" href={`${path}/edit`}>
                {t.confirm.edit}
              </Button>
              <Button kind="quiet">{t.confirm.discard}</Button>
            </Actions>
          </form>
        </div>
        <aside>
          <Card title={t.compose.previewTitle}>
            <Preview lang={lang} shopName={shopName} previewed={previewed} />
          </Card>
        </aside>
      </div>
    </Page>
  )
}

/** 24人に配信・24通・今月の残り 142→118 */
function costLine({ lang, reach, quota }: Pick<ConfirmProps, 'lang' | 'reach' | 'quota'>) {
  const t = broadcastTexts[lang].confirm
  const line = t.line(formatNumber(reach.people))
  if (!quota) return line
  if (quota.before === null || quota.after === null) return `${line}${t.noLimit}`
  return `${line}${t.quota(formatNumber(quota.before), formatNumber(Math.max(0, quota.after)))}`
}

function obstacleWords({ lang, reach, quota }: ConfirmProps, obstacle: Obstacle): Child {
  const t = broadcastTexts[lang].confirm
  return obstacle === 'quotaShort'
    ? t.quotaShort(formatNumber(quota?.before ?? 0), formatNumber(reach.people))
    : t[obstacle]
}

const Excluded = ({ lang, reach: { excluded } }: { lang: Language; reach: Reach }) => {
  const t = broadcastTexts[lang]
  const reasons = (['no_consent', 'blocked'] as const).filter((reason) => (excluded[reason] ?? 0) > 0)
  return reasons.length === 0 ? (
    <span>{t.confirm.nobodyExcluded}</span>
  ) : (
    <div>
      {reasons.map((reason) => (
        <div>
          {t.confirm.reasons[reason]} {t.countOf(formatNumber(excluded[reason] ?? 0))}
        </div>
      ))}
    </div>
  )
}
