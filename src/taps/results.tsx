import type { BroadcastContent } from '../broadcasts/content.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { letterTexts } from '../texts/letter.ts'
import { tapResultTexts } from '../texts/taps.ts'
import { Card, Progress, Table } from '../web/ui-parts.tsx'
import { CHECK_IN_TARGETS, NAMED_FROM, NAMES_MAX, type TapResult } from './taps.ts'

type Results = {
  lang: Language
  content: BroadcastContent
  results: readonly TapResult[]
  /** How many people have the broadcast: what a bar is full at. */
  people: number
}

/** What people tapped of a broadcast, one line and one bar each. When it shows names, the page notes who looked. */
export const ResultsCard = ({ lang, content, results, people }: Results) => {
  const t = tapResultTexts[lang]
  if (results.length === 0)
    return (
      <Card title={t.title}>
        <p class="muted">{t.empty}</p>
      </Card>
    )
  const most = Math.max(people, ...results.map((result) => result.people))
  return (
    <Card title={t.title}>
      <Table
        caption={t.caption}
        columns={[
          { label: t.what, cell: ({ target }) => <bdi>{targetWords(target, content, lang)}</bdi> },
          {
            label: t.people,
            cell: (result) => (
              <Progress
                label={targetWords(result.target, content, lang)}
                value={result.people}
                max={most}
                text={t.share(formatNumber(result.people), formatNumber(most))}
              />
            ),
          },
          { label: t.taps, number: true, cell: ({ taps }) => t.times(formatNumber(taps)) },
          { label: t.who, cell: (result) => <Who lang={lang} result={result} /> },
        ]}
        rows={results}
      />
      {results.some(({ target }) => target === 'link') && <p class="muted">{t.how}</p>}
    </Card>
  )
}

/** Whether the card shows anybody's name: then who looked is noted. */
export const showsNames = (results: readonly TapResult[]) => results.some(({ names = [] }) => names.length > 0)

const Who = ({ lang, result: { names, named } }: { lang: Language; result: TapResult }) => {
  const t = tapResultTexts[lang]
  if (names === undefined) return <small>{t.few(NAMED_FROM)}</small>
  if (names.length === 0) return <small>{t.noneOfStore}</small>
  return (
    <small>
      {names.map((name, i) => (
        <>
          {i > 0 && t.separator}
          <bdi>{name}</bdi>
        </>
      ))}
      {named > NAMES_MAX && ` ${t.more(named - NAMES_MAX)}`}
    </small>
  )
}

/** A target as it stands on its button. */
function targetWords(target: string, content: BroadcastContent, lang: Language): string {
  const t = tapResultTexts[lang]
  if (target === 'link' || target === 'stop' || target === 'coupon') return t[target]
  const said = CHECK_IN_TARGETS.find((answer) => target === `check_in:${answer}`)
  if (said) return t.answer(letterTexts[lang].checkIn[said])
  const index = Number(target.replace(/^poll:/, ''))
  const answer = content.kind === 'poll' ? content.answers[index] : undefined
  return answer === undefined ? t.pollOther(index + 1) : t.answer(answer)
}
