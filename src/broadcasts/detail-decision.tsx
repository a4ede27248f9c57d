import { decisionTexts } from '../texts/broadcast-decision.ts'
import { progressTexts } from '../texts/broadcast-progress.ts'
import { formatDate, formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, type Column, Notice, Table } from '../web/ui-parts.tsx'
import { Asked } from './detail-controls.tsx'
import type { Broadcast } from './drafts.ts'
import type { Evidence, OpenRequest } from './evidence.ts'
import { PATH } from './pages.tsx'

type Props = { lang: Language; operator: Operator; broadcast: Broadcast; evidence: Evidence }

/** What is known of requests without an answer, and the two things that can be done. */
export const DecisionPage = (props: Props) => {
  const { lang, operator, broadcast, evidence } = props
  const t = decisionTexts[lang]
  const people = formatNumber(evidence.people)
  return (
    <Asked lang={lang} operator={operator} broadcast={broadcast} title={t.title(people)} of="decision">
      {evidence.people === 0 ? (
        <Notice tone="info">{t.nothing}</Notice>
      ) : (
        <>
          <p>{t.lead}</p>
          <Requests {...props} />
          <Counted {...props} />
          <p>{t.treatHint}</p>
          <form method="post" action={`${PATH}/${broadcast.id}/decisions`}>
            <input type="hidden" name="people" value={evidence.people} />
            <Actions>
              {broadcast.state === 'needs_decision' && (
                <Button kind="danger" href={`${PATH}/${broadcast.id}/decision/resend`}>
                  {t.resend(people)}
                </Button>
              )}
              <Button name="decision" value="treated_as_sent">
                {t.treat(people)}
              </Button>
            </Actions>
          </form>
        </>
      )}
    </Asked>
  )
}

const Requests = ({ lang, evidence }: Props) => {
  const t = decisionTexts[lang]
  const time = (at: number | null) => (at === null ? '–' : formatDateTime(at, lang))
  const columns: readonly Column<OpenRequest>[] = [
    { label: t.people, cell: ({ people }) => progressTexts[lang].countOf(formatNumber(people)) },
    { label: t.firstAt, cell: ({ firstAt }) => time(firstAt) },
    { label: t.lastAt, cell: ({ lastAt }) => time(lastAt) },
    { label: t.attempts, number: true, cell: ({ attempts }) => t.times(formatNumber(attempts)) },
    { label: t.answer, cell: ({ status }) => (status === null ? t.noAnswer : t.status(String(status))) },
  ]
  const more = evidence.requests - evidence.listed.length
  return (
    <Card title={t.requests}>
      <Table caption={t.requests} rows={evidence.listed} columns={columns} />
      {more > 0 && <p>{t.more(formatNumber(more))}</p>}
    </Card>
  )
}

const Counted = ({ lang, evidence }: Props) => {
  const t = decisionTexts[lang]
  return (
    <Card title={t.counted}>
      <Table
        caption={t.counted}
        rows={evidence.days}
        columns={[
          { label: t.day, cell: ({ day }) => formatDate(day, lang) },
          {
            label: t.line,
            number: true,
            cell: ({ line }) => (line === undefined ? t.untold : t.messages(formatNumber(line))),
          },
          { label: t.ours, number: true, cell: ({ ours }) => t.messages(formatNumber(ours)) },
        ]}
      />
      <p>{evidence.likely === undefined ? t.notYet : t.likely[evidence.likely]}</p>
      <small>{t.approximate}</small>
    </Card>
  )
}

/** Costs messages and may reach people twice: asked once more, by name. */
export const ResendPage = ({ lang, operator, broadcast, evidence }: Props) => {
  const t = decisionTexts[lang].resending
  const people = formatNumber(evidence.people)
  return (
    <Asked lang={lang} operator={operator} broadcast={broadcast} title={t.title(people)} of="decision/resend">
      <Notice tone="warn">{t.twice}</Notice>
      <p>{t.cost(people)}</p>
      <form method="post" action={`${PATH}/${broadcast.id}/decisions`}>
        <input type="hidden" name="people" value={evidence.people} />
        <Actions>
          <Button kind="danger" name="decision" value="resend">
            {t.submit(people)}
          </Button>
          <Button kind="secondary" href={`${PATH}/${broadcast.id}/decision`}>
            {t.keep}
          </Button>
        </Actions>
      </form>
    </Asked>
  )
}
