import type { BroadcastState } from '../db/schema.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Progress as Bar, Card, Definition, Notice, Table } from '../web/ui-parts.tsx'
import type { Broadcast } from './drafts.ts'
import { PATH, StateBadge } from './pages.tsx'
import type { Progress } from './progress.ts'
import { RECIPIENTS_PAGE, type RecipientLine, type RecipientOutcome } from './recipients.ts'

/** While it is one of these, the page looks again each second. */
const MOVING: readonly BroadcastState[] = ['planning', 'sending']
const RUNNING: readonly BroadcastState[] = [...MOVING, 'paused_owner', 'paused_quota', 'paused_auth', 'paused_error']

export const isMoving = ({ state }: Broadcast) => MOVING.includes(state)
export const isRunning = ({ state }: Broadcast) => RUNNING.includes(state)

type Signed = { lang: Language; operator: Operator }
type DetailProps = Signed & {
  broadcast: Broadcast
  progress: Progress
  recipients: readonly RecipientLine[]
  sentence: string
  notice: Flash | undefined
}

export const DetailPage = ({ lang, operator, broadcast, progress, recipients, sentence, notice }: DetailProps) => {
  const t = broadcastTexts[lang]
  const path = `${PATH}/${broadcast.id}`
  const { confirmedAt, confirmedByName, couponId, content } = broadcast
  return (
    <Page
      lang={lang}
      title={broadcast.title}
      operator={operator}
      current="broadcasts"
      path={path}
      back={{ href: PATH, label: t.back }}
      notice={notice}
    >
      <Card title={t.progress.title}>
        <div {...(isMoving(broadcast) ? { 'data-refresh': `${path}/progress`, 'data-refresh-seconds': '1' } : {})}>
          <ProgressPart lang={lang} broadcast={broadcast} progress={progress} />
        </div>
        <Controls lang={lang} broadcast={broadcast} />
      </Card>
      <Card title={t.compose.what}>
        <Definition
          items={[
            { term: t.confirm.audience, detail: sentence },
            { term: t.compose.purpose, detail: t.purposes[broadcast.purpose] },
            {
              term: content.kind === 'coupon' ? t.compose.greeting : t.compose.text_,
              detail: <span class="lines">{wordsOf(broadcast)}</span>,
            },
            { term: t.compose.from, detail: content.from },
          ]}
        />
        {confirmedAt !== null && confirmedByName && (
          <small>{t.confirmedBy(confirmedByName, formatDateTime(confirmedAt, lang))}</small>
        )}
        {couponId && (
          <p>
            <a href={`/admin/coupons/${couponId}`}>{t.coupon}</a>
          </p>
        )}
      </Card>
      {recipients.length > 0 && (
        <Card title={t.recipients.title} id="recipients">
          <Recipients lang={lang} path={path} recipients={recipients} />
        </Card>
      )}
    </Page>
  )
}

const wordsOf = ({ content }: Broadcast) => (content.kind === 'coupon' ? content.greeting : content.text)

/** What changes while it goes out; also the answer that replaces it each second. */
export const ProgressPart = ({
  lang,
  broadcast,
  progress,
}: {
  lang: Language
  broadcast: Broadcast
  progress: Progress
}) => {
  const { progress: t, ...texts } = broadcastTexts[lang]
  const all = broadcast.confirmedCount ?? 0
  const done = all - progress.waiting - (broadcast.state === 'planning' ? all : 0)
  const skipped = Object.entries(progress.skipped)
  const hint = hintFor(broadcast.state, lang)
  const line = (term: string, count: number, note?: string) =>
    count > 0
      ? [{ term, detail: note ? `${texts.countOf(formatNumber(count))} ${note}` : texts.countOf(formatNumber(count)) }]
      : []
  return (
    <>
      <p>
        <StateBadge lang={lang} state={broadcast.state} />
      </p>
      <Bar
        label={t.title}
        value={Math.max(0, done)}
        max={all}
        text={t.of(formatNumber(Math.max(0, done)), formatNumber(all))}
      />
      {hint && <Notice tone="warn">{hint}</Notice>}
      <Definition
        items={[
          { term: t.accepted, detail: texts.countOf(formatNumber(progress.accepted)) },
          ...line(t.waiting, progress.waiting),
          ...line(t.unknown, progress.unknown, t.unknownHint),
          ...line(t.rejected, progress.rejected, t.rejectedHint),
          ...line(t.cancelled, progress.cancelled),
          ...skipped.flatMap(([reason, count]) => line(`${t.skipped}：${reasonWords(reason, lang)}`, count)),
          ...line(t.gone, progress.gone, t.goneHint),
        ]}
      />
    </>
  )
}

function hintFor(state: BroadcastState, lang: Language) {
  const t = broadcastTexts[lang].progress
  if (state === 'paused_quota') return t.quotaHint
  if (state === 'paused_auth') return t.authHint
  return state === 'paused_owner' || state === 'paused_error' ? t.pausedHint : undefined
}

/** Each is a form of its own: the page works without JavaScript. Cancelling asks once more. */
const Controls = ({ lang, broadcast }: { lang: Language; broadcast: Broadcast }) => {
  if (!isRunning(broadcast)) return null
  const t = broadcastTexts[lang].progress
  const path = `${PATH}/${broadcast.id}`
  const moving = isMoving(broadcast)
  return (
    <form method="post" action={`${path}/${moving ? 'pauses' : 'resumptions'}`}>
      <Actions still>
        {moving ? <Button kind="secondary">{t.pause}</Button> : <Button>{t.resume}</Button>}
        <Button kind="danger" href={`${path}/cancellation`}>
          {t.cancel}
        </Button>
      </Actions>
    </form>
  )
}

const OUTCOME_TONES: Partial<Record<RecipientOutcome, BadgeTone>> = {
  accepted: 'done',
  waiting: 'wait',
  unknown: 'stop',
  rejected: 'stop',
}

const Recipients = ({
  lang,
  path,
  recipients,
}: {
  lang: Language
  path: string
  recipients: readonly RecipientLine[]
}) => {
  const t = broadcastTexts[lang]
  const last = recipients.length === RECIPIENTS_PAGE ? recipients.at(-1) : undefined
  return (
    <>
      <Table
        caption={t.recipients.title}
        rows={recipients}
        columns={[
          {
            label: t.recipients.name,
            cell: ({ memberId, name }) => <a href={`/admin/members/${memberId}`}>{name ?? t.recipients.unnamed}</a>,
          },
          {
            label: t.recipients.outcome,
            cell: ({ outcome }) => <Badge tone={OUTCOME_TONES[outcome] ?? 'plain'}>{reasonWords(outcome, lang)}</Badge>,
          },
        ]}
      />
      {last && (
        <p>
          <a href={`${path}?after=${encodeURIComponent(last.memberId)}#recipients`}>{t.next}</a>
        </p>
      )}
    </>
  )
}

function reasonWords(outcome: string, lang: Language): string {
  const { confirm, recipients } = broadcastTexts[lang]
  const words: Readonly<Record<string, string>> = { ...confirm.reasons, ...recipients }
  return words[outcome] ?? outcome
}

export const CancellationPage = ({ lang, operator, broadcast }: Signed & { broadcast: Broadcast }) => {
  const t = broadcastTexts[lang].cancellation
  const people = formatNumber(broadcast.confirmedCount ?? 0)
  const path = `${PATH}/${broadcast.id}`
  return (
    <Page
      lang={lang}
      title={t.title(people)}
      operator={operator}
      current="broadcasts"
      path={`${path}/cancellation`}
      back={{ href: path, label: broadcast.title }}
    >
      <p>{t.body}</p>
      <form method="post" action={`${path}/cancellations`}>
        <Actions>
          <Button kind="danger">{t.submit(people)}</Button>
          <Button kind="secondary" href={path}>
            {t.keep}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}
