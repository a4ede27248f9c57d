import type { MemberLanguage } from '../db/schema.ts'
import { type Action, type LineMessage, tap, text, withQuickReplies } from '../line/messages.ts'
import { questionTexts } from '../texts/registration-questions.ts'
import {
  DAYPARTS,
  isMany,
  type ManyQuestion,
  MONTHS,
  type Preferences,
  QUESTIONS,
  type Question,
  WEEKDAYS,
  WILLING,
} from './questions.ts'

/** Twelve, またあとで and 答えない are one more than LINE shows. */
const MONTHS_A_PAGE = 6
/** Choices that fit beside これでOK, 答えない, またあとで and the way to further ones. */
const CHOICES_A_PAGE = 9

type Named = { id: string; name: string }

/** What an optional question needs to be put. */
export type Inquiry = {
  question: Question
  language: MemberLanguage
  preferences: Preferences
  roles: readonly Named[]
  page?: number
  /** One of several was just switched: the question itself need not be repeated. */
  choosing?: boolean
}

/** What a button of a question sends. It names what it switches, not what it switches from: a late tap is safe. */
export const questionData = (question: Question, ...answer: readonly string[]) => ['q', question, ...answer].join(':')

/** The question with its buttons, and what is chosen so far. */
export function optionalQuestion(inquiry: Inquiry): LineMessage {
  const { question, language, preferences } = inquiry
  const texts = questionTexts[language]
  const leave = [tap(texts.skip, questionData(question, 'skip')), tap(texts.later, questionData(question, 'later'))]
  if (question === 'birth_year') return withQuickReplies(text(texts.asks[question]), leave)
  if (question === 'birth_month') return withQuickReplies(text(texts.asks[question]), [...monthTaps(inquiry), ...leave])
  if (question === 'main_job')
    return withQuickReplies(text(texts.asks[question]), [
      tap(texts.yes, questionData(question, 'yes')),
      tap(texts.no, questionData(question, 'no')),
      ...leave,
    ])
  const chosen = preferences[question]
  const ok = tap(texts.ok, questionData(question, 'ok'))
  const all = choices(inquiry, question)
  const now = texts.chosen(valueWords(inquiry, chosen))
  const words = inquiry.choosing
    ? `${now}\n\n${texts.choosing}`
    : chosen.length === 0
      ? texts.asks[question]
      : `${texts.asks[question]}\n\n${now}`
  // Once something is chosen the way on comes first: the last of ten buttons stands beyond the edge of the screen.
  return withQuickReplies(text(words), chosen.length > 0 ? [ok, ...all, ...leave] : [...all, ok, ...leave])
}

/** All questions were seen: which answer to change. */
export function whichToChange(language: MemberLanguage, { roles }: { roles: readonly Named[] }): LineMessage {
  const texts = questionTexts[language]
  return withQuickReplies(text(texts.change), [
    ...QUESTIONS.filter((question) => question !== 'skills' || roles.length > 0).map((question) =>
      tap(texts.names[question], questionData(question, 'ask')),
    ),
    tap(texts.later, questionData('willing', 'later')),
  ])
}

/** Values as a person reads them, in the order in which they are offered. */
export function valueWords(
  { question, language, roles }: Pick<Inquiry, 'question' | 'language' | 'roles'>,
  values: readonly string[],
) {
  const texts = questionTexts[language]
  if (question === 'birth_year') return texts.year(values[0] ?? '')
  if (question === 'birth_month') return texts.month(Number(values[0] ?? 0))
  if (question === 'main_job') return values[0] === 'yes' ? texts.yes : texts.no
  const names = offered(question, language, roles)
    .filter(({ id }) => values.includes(id))
    .map(({ name }) => name)
  return names.length === 0 ? texts.none : names.join(texts.separator)
}

/** Half of the year, and the way to the other half. */
function monthTaps({ language, page = 0 }: Inquiry): readonly Action[] {
  const texts = questionTexts[language]
  const half = page % 2
  const from = half * MONTHS_A_PAGE
  const taps = MONTHS.slice(from, from + MONTHS_A_PAGE).map((month) =>
    tap(texts.month(Number(month)), questionData('birth_month', 'is', month)),
  )
  return [
    ...taps,
    tap(half === 0 ? texts.secondHalf : texts.firstHalf, questionData('birth_month', 'page', String(1 - half))),
  ]
}

function choices({ language, preferences, roles, page = 0 }: Inquiry, question: ManyQuestion): readonly Action[] {
  const texts = questionTexts[language]
  const all = offered(question, language, roles)
  const pages = Math.max(Math.ceil(all.length / CHOICES_A_PAGE), 1)
  const from = (page % pages) * CHOICES_A_PAGE
  const switches = all.slice(from, from + CHOICES_A_PAGE).map(({ id, name }) => {
    const on = preferences[question].includes(id)
    return tap(on ? texts.mark(name) : name, questionData(question, on ? 'off' : 'on', id))
  })
  return pages > 1 ? [...switches, tap(texts.more, questionData(question, 'page', String(page + 1)))] : switches
}

/** What may be chosen, as a person reads it, in the order of its buttons. */
export function offered(question: ManyQuestion, language: MemberLanguage, roles: readonly Named[]): readonly Named[] {
  const texts = questionTexts[language]
  switch (question) {
    case 'weekdays':
      return WEEKDAYS.map((id) => ({ id, name: texts.weekdays[id] }))
    case 'dayparts':
      return DAYPARTS.map((id) => ({ id, name: texts.dayparts[id] }))
    case 'willing':
      return WILLING.map((id) => ({ id, name: texts.willing[id] }))
    case 'skills':
      return roles
  }
}

/** Reads `q:<question>:<word>:<value>`; undefined when it is nothing that we ever sent. */
export function readQuestionTap(data: string) {
  const [, said, word = '', value = ''] =
    /^q:([a-z_]+):(ask|on|off|ok|skip|later|yes|no|is|page)(?::(.{1,100}))?$/u.exec(data) ?? []
  const question = QUESTIONS.find((known) => known === said)
  if (!question) return undefined
  const takesValue = ['on', 'off', 'is', 'page'].includes(word)
  return fits(question, word, value) && takesValue === (value !== '') ? { question, word, value } : undefined
}

function fits(question: Question, word: string, value: string) {
  switch (word) {
    case 'yes':
    case 'no':
      return question === 'main_job'
    case 'is':
      return question === 'birth_month' && MONTHS.some((month) => month === value)
    case 'page':
      return question === 'birth_month' || isMany(question)
    case 'on':
    case 'off':
    case 'ok':
      return isMany(question)
    default:
      return true
  }
}
