import type { PollResults } from '../polls/polls.ts'
import { progressTexts } from '../texts/broadcast-progress.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Progress as Bar, Card, Table } from '../web/ui-parts.tsx'
import type { BroadcastContent } from './content.ts'

/** How many of those who have it on their board have read it. */
export const BoardCard = ({ lang, read, posted }: { lang: Language; read: number; posted: number }) => {
  const t = progressTexts[lang].board
  return (
    <Card title={t.title}>
      <Bar label={t.read} value={read} max={posted} text={t.of(formatNumber(read), formatNumber(posted))} />
    </Card>
  )
}

type PollProps = { lang: Language; content: BroadcastContent; results: PollResults }

/** The votes so far: one bar an answer, in the order of the poll. */
export const PollCard = ({ lang, content, results }: PollProps) => {
  const t = progressTexts[lang].poll
  if (content.kind !== 'poll') return null
  const rows = content.answers.map((answer, n) => ({ answer, people: results.votes.get(n) ?? 0 }))
  return (
    <Card title={t.title} aside={<span>{t.votes(formatNumber(results.people))}</span>}>
      {results.people === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <Table
          caption={t.title}
          rows={rows}
          columns={[
            { label: t.answer, cell: ({ answer }) => <bdi>{answer}</bdi> },
            {
              label: t.people,
              cell: ({ answer, people }) => (
                <Bar
                  label={answer}
                  value={people}
                  max={results.people}
                  text={progressTexts[lang].countOf(formatNumber(people))}
                />
              ),
            },
          ]}
        />
      )}
    </Card>
  )
}
