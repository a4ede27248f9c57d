import type { PollResults } from '../polls/polls.ts'
import { ResultsCard } from '../taps/results.tsx'
import type { TapResult } from '../taps/taps.ts'
import { progressTexts } from '../texts/broadcast-progress.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import { confirmTexts } from '../texts/confirm.ts'
import { formatDateTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Badge, Card, Definition } from '../web/ui-parts.tsx'
import { eventOf, wordsOf } from './content.ts'
import { Controls } from './detail-controls.tsx'
import { ProgressPart, type Standing } from './detail-progress.tsx'
import { SearchCard } from './detail-recipients.tsx'
import { BoardCard, PollCard } from './detail-results.tsx'
import { PATH } from './pages.tsx'
import { situationKey } from './situation.ts'

export type Results = AnswersSoFar & { taps: readonly TapResult[] }
type AnswersSoFar = {
  poll: PollResults | undefined
  /** How many people read it on the board. */
  read: number
}

type DetailProps = Standing & {
  lang: Language
  operator: Operator
  results: Results
  sentence: string
  notice: Flash | undefined
  now: number
}

export const DetailPage = (props: DetailProps) => {
  const { lang, operator, broadcast, notice } = props
  const t = broadcastTexts[lang]
  return (
    <Page
      lang={lang}
      title={broadcast.title}
      operator={operator}
      current="broadcasts"
      path={`${PATH}/${broadcast.id}`}
      back={{ href: PATH, label: t.back }}
      notice={notice}
    >
      <Card title={progressTexts[lang].title}>
        <Live {...props} />
        <Controls {...props} />
      </Card>
      <Answers {...props} />
      <SearchCard lang={lang} broadcast={broadcast} />
      <Said {...props} />
    </Page>
  )
}

/** Told by the server as it goes; asked for every second where a browser cannot listen; and a link where it runs no script. */
const Live = ({ lang, broadcast, progress, situation }: DetailProps) => {
  const path = `${PATH}/${broadcast.id}`
  const part = <ProgressPart lang={lang} broadcast={broadcast} progress={progress} situation={situation} />
  if (!situation.live) return <div>{part}</div>
  const seen = encodeURIComponent(situationKey(situation))
  return (
    <>
      <div
        data-stream={`${path}/progress/stream?seen=${seen}`}
        data-refresh={`${path}/progress?seen=${seen}`}
        data-refresh-seconds="1"
      >
        {part}
      </div>
      <noscript>
        <p>
          <a href={path}>{progressTexts[lang].look}</a>
        </p>
      </noscript>
    </>
  )
}

/** What people did with it, as far as anybody can have it. Who reads and votes is counted while somebody looks. */
const Answers = (props: DetailProps) => {
  const { lang, broadcast, progress, results } = props
  const people = reachedSoFar(progress)
  const goesOn = broadcast.channel === 'board' || broadcast.content.kind === 'poll'
  return (
    <>
      {goesOn && (
        <div data-refresh={`${PATH}/${broadcast.id}/answers`} data-refresh-seconds="3">
          <AnswersPart {...props} />
        </div>
      )}
      {people > 0 && <ResultsCard lang={lang} content={broadcast.content} results={results.taps} people={people} />}
    </>
  )
}

type AnswersProps = Pick<DetailProps, 'lang' | 'broadcast' | 'progress'> & { results: AnswersSoFar }

/** Also the answer that replaces it every few seconds. */
export const AnswersPart = ({ lang, broadcast, progress, results }: AnswersProps) => {
  const reached = reachedSoFar(progress) > 0
  return (
    <>
      {reached && broadcast.channel === 'board' && (
        <BoardCard lang={lang} read={results.read} posted={progress.accepted} />
      )}
      {reached && results.poll && <PollCard lang={lang} content={broadcast.content} results={results.poll} />}
    </>
  )
}

const reachedSoFar = ({ accepted, treatedAsSent, unknown, inflight }: DetailProps['progress']) =>
  accepted + treatedAsSent + unknown + inflight

const Said = ({ lang, broadcast, sentence }: DetailProps) => {
  const t = broadcastTexts[lang]
  const { content, confirmedAt, confirmedByName, couponId, occasion } = broadcast
  const eventId = eventOf(content)
  return (
    <Card
      title={t.compose.what}
      aside={occasion !== null && <Badge tone="info">{progressTexts[lang].automatic}</Badge>}
    >
      <Definition
        items={[
          { term: confirmTexts[lang].audience, detail: sentence },
          { term: t.compose.purpose, detail: t.purposes[broadcast.purpose] },
          {
            term: content.kind === 'coupon' ? t.compose.greeting : t.compose.text_,
            detail: <span class="lines">{wordsOf(content)}</span>,
          },
          { term: t.compose.from, detail: content.from },
        ]}
      />
      {confirmedAt !== null && confirmedByName && (
        <small>{t.confirmedBy(confirmedByName, formatDateTime(confirmedAt, lang))}</small>
      )}
      {eventId && (
        <p>
          <a href={`/admin/events/${eventId}`}>{composeEventTexts[lang].toEvent}</a>
        </p>
      )}
      {couponId && (
        <p>
          <a href={`/admin/coupons/${couponId}`}>{t.coupon}</a>
        </p>
      )}
    </Card>
  )
}
