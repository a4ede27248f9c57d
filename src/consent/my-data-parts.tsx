import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { BroadcastPurpose, MemberLanguage } from '../db/schema.ts'
import { isMany, type Preferences, QUESTIONS, type Question } from '../members/questions.ts'
import { valueWords } from '../members/questions-card.ts'
import { consentTexts } from '../texts/consent.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { timelineEn, timelineJa, timelinePlain } from '../texts/timeline.ts'
import { Card, type TimelineItem } from '../web/ui-parts.tsx'
import { PURPOSES } from './consent.ts'
import type { Export } from './export.ts'

/** Lines of a history that stand on the page; all of them are in the file. */
export const LINES_SHOWN = 50

const Detail = z.object({ tag: z.string().catch(''), title: z.string().catch('') })

type Named = { id: string; name: string }

/** What a person told of themselves, in words; a question without an answer is missing. */
export function answersOf(preferences: Preferences, roles: readonly Named[], language: MemberLanguage) {
  const answers: Partial<Record<Question, string>> = {}
  for (const question of QUESTIONS) {
    const values = valuesOf(preferences, question)
    if (values.length > 0) answers[question] = valueWords({ question, language, roles }, values)
  }
  return answers
}

/** The values of an answer as a form and `answerQuestion` have them. */
export function valuesOf(preferences: Preferences, question: Question): readonly string[] {
  if (isMany(question)) return preferences[question]
  if (question === 'birth_year') return preferences.birthYear === null ? [] : [String(preferences.birthYear)]
  if (question === 'birth_month') return preferences.birthMonth === null ? [] : [String(preferences.birthMonth)]
  return preferences.hasMainJob === null ? [] : [preferences.hasMainJob ? 'yes' : 'no']
}

const TOLD = { ja: timelineJa, 'plain-ja': timelinePlain, en: timelineEn } as const

/** The timeline in the person's own words; who of the shop did something is not named. */
export const linesOf = (timeline: Export['timeline'], language: MemberLanguage): readonly TimelineItem[] =>
  timeline.slice(0, LINES_SHOWN).map(({ kind, at, ref, detail, operator_id, store_name }) => {
    const told = TOLD[language]
    const operator = operator_id === null ? undefined : '—'
    const facts = { purpose: purposeName(ref, language), operator, store: store_name ?? undefined }
    return { at, text: <bdi>{told[kind]({ ...facts, ...Detail.parse(JSON.parse(detail)) })}</bdi> }
  })

export function purposeName(ref: string | null, language: MemberLanguage) {
  if (ref === 'privacy') return myDataTexts[language].privacyName
  const purpose: BroadcastPurpose | undefined = PURPOSES.find((known) => known === ref)
  return purpose === undefined ? '' : consentTexts[language].names[purpose]
}

/** A list of what there is, or that there is nothing. */
export const Lines = ({ title, nothing, lines }: { title: string; nothing: string; lines: readonly Child[] }) => (
  <Card title={title}>
    {lines.length === 0 ? (
      <p class="muted">{nothing}</p>
    ) : (
      <ul>
        {lines.slice(0, LINES_SHOWN).map((line) => (
          <li>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    )}
  </Card>
)
