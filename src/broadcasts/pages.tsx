import type { Cursor } from '../db/pages.ts'
import type { BroadcastState } from '../db/schema.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { imageTexts } from '../texts/images.ts'
import type { Language } from '../texts/language.ts'
import { sendingSettingsTexts } from '../texts/sending-settings.ts'
import { storyAdminTexts } from '../texts/stories.ts'
import { cursorSaid } from '../web/cursor.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Empty, Pager, Table } from '../web/ui-parts.tsx'
import { type Approvals, ApprovalsWaiting } from './approvals-waiting.tsx'
import type { Attention } from './attention.ts'
import { AttentionNeeded, type Listed, listColumns } from './list-parts.tsx'

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
  broadcasts: readonly Listed[]
  next: Cursor | undefined
  notice: Flash | undefined
  /** What somebody asked who looks to approve. */
  approvals: Approvals
  /** What goes on only when somebody says how. */
  attention: readonly Attention[]
  /** How many people of a running broadcast still wait for theirs. */
  waiting: ReadonlyMap<string, number>
  now: number
}

export const BroadcastsPage = (props: ListProps) => {
  const { lang, operator, broadcasts, next, notice, approvals, attention, waiting, now } = props
  const t = broadcastTexts[lang]
  return (
    <Page lang={lang} title={t.title} operator={operator} current="broadcasts" path={PATH} notice={notice}>
      <AttentionNeeded lang={lang} attention={attention} />
      <ApprovalsWaiting lang={lang} approvals={approvals} />
      {broadcasts.length === 0 ? (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      ) : (
        <Table caption={t.caption} rows={broadcasts} columns={listColumns({ lang, now, waiting })} />
      )}
      {next && <Pager lang={lang} next={`${PATH}?before=${cursorSaid(next)}`} />}
      <p>
        <a href="/admin/stories">{storyAdminTexts[lang].title}</a>
        {' ・ '}
        <a href="/admin/images">{imageTexts[lang].page.title}</a>
      </p>
      {operator.role === 'owner' && (
        <p>
          <a href="/admin/automatic-messages">{t.automaticMessages}</a>
          {' ・ '}
          <a href="/admin/sending-settings">{sendingSettingsTexts[lang].title}</a>
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
