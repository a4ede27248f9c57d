import type { BroadcastState } from '../db/schema.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { formatAgo, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Empty, Table } from '../web/ui-parts.tsx'
import { BROADCASTS_PAGE, type listBroadcasts } from './drafts.ts'

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
      {operator.role === 'owner' && (
        <p>
          <a href="/admin/automatic-messages">{t.automaticMessages}</a>
        </p>
      )}
      <Actions>
        <Button kind="secondary" href={`${PATH}/templates`}>
          {t.templates}
        </Button>
        <Button href={`${PATH}/new`}>{t.compose.title}</Button>
      </Actions>
    </Page>
  )
}
