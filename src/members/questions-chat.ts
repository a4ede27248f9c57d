import { renewalCard } from '../consent/card.ts'
import { currentConsents } from '../consent/consent.ts'
import { isRenewable } from '../consent/renewal.ts'
import type { MemberLanguage } from '../db/schema.ts'
import type { Chat, Effect } from '../line/chat.ts'
import { type LineMessage, text, withQuickReplies } from '../line/messages.ts'
import { readDay } from '../roster/dates.ts'
import { listRoles, shopName } from '../stores/stores.ts'
import { tokyoDay } from '../texts/format.ts'
import { questionTexts } from '../texts/registration-questions.ts'
import { whatToTap } from './card.ts'
import { findMember, type Member } from './members.ts'
import {
  answerQuestion,
  askQuestion,
  choose,
  isMany,
  leaveQuestions,
  type Preferences,
  preferencesOf,
  QUESTIONS,
  type Question,
  questionsOf,
  skipQuestion,
} from './questions.ts'
import { type Inquiry, optionalQuestion, readQuestionTap, valueWords, whichToChange } from './questions-card.ts'
import { readAnswer } from './questions-typed.ts'

/** After so long, what a person types is no longer taken for an answer. */
const AWAITED_MS = 12 * 3_600_000
const DAY_MS = 86_400_000

/** もう少し教える: the first question that is open, or which answer to change. */
export async function openQuestions(chat: Chat): Promise<Effect> {
  const asked = await whoIsAsked(chat)
  if ('reply' in asked) return asked
  const { next, begun } = await questionsOf(chat.store, chat.memberId)
  const found = await lookUp(chat, asked)
  const question = next === 'skills' && found.roles.length === 0 ? after('skills', found) : next
  if (!question) return { reply: [whichToChange(found.language, found)] }
  return put(chat, { ...found, question }, begun ? [] : [text(questionTexts[found.language].intro)])
}

/** A tap under one of the questions; undefined when it is none of ours. */
export async function answerQuestionTap(chat: Chat, data: string): Promise<Effect | undefined> {
  const tapped = readQuestionTap(data)
  if (!tapped) return undefined
  const asked = await whoIsAsked(chat)
  if ('reply' in asked) return asked
  const found = await lookUp(chat, asked)
  const { question, word, value } = tapped
  const inquiry = { ...found, question }
  switch (word) {
    case 'ask':
      return put(chat, inquiry)
    case 'page':
      return { reply: [optionalQuestion({ ...inquiry, page: /^\d{1,3}$/.test(value) ? Number(value) : 0 })] }
    case 'on':
    case 'off':
      return toggle(chat, inquiry, value, word === 'on')
    case 'is':
      return keep(chat, inquiry, [value])
    case 'ok':
      return isMany(question) ? keep(chat, inquiry, found.preferences[question]) : put(chat, inquiry)
    case 'later':
      return later(chat, asked)
    case 'skip':
      return skip(chat, inquiry)
    default:
      return keep(chat, inquiry, [word])
  }
}

/** What was typed soon after a question; undefined when none was put lately. */
export async function answerQuestionTyped(chat: Chat): Promise<Effect | undefined> {
  const { store, memberId, event, now } = chat
  const { open } = await questionsOf(store, memberId)
  if (!open || open.at < now - AWAITED_MS) return undefined
  const asked = await whoIsAsked(chat)
  if ('reply' in asked) return undefined
  const found = await lookUp(chat, asked)
  const inquiry = { ...found, question: open.question }
  const typed = event.message?.text
  const read = typed === undefined ? undefined : readAnswer(open.question, typed, { ...found, readDay })
  if (!read) return { reply: [text(questionTexts[found.language].unclear), optionalQuestion(inquiry)] }
  if (read.kind === 'later') return later(chat, asked)
  if (read.kind === 'skip') return skip(chat, inquiry)
  if (read.kind === 'values') return keep(chat, inquiry, read.values)
  return isMany(open.question) ? keep(chat, inquiry, found.preferences[open.question]) : put(chat, inquiry)
}

/** The question that was put lately, in the language that the person has from now on; undefined when none was. */
export async function askedQuestionIn(chat: Chat, language: MemberLanguage): Promise<LineMessage | undefined> {
  const { open } = await questionsOf(chat.store, chat.memberId)
  const member = open && open.at >= chat.now - AWAITED_MS ? await findMember(chat.store, chat.memberId) : undefined
  if (!open || member?.state !== 'verified') return undefined
  return optionalQuestion({ ...(await lookUp(chat, member)), language, question: open.question })
}

type Found = Omit<Inquiry, 'question'> & { today: string }

async function toggle(chat: Chat, inquiry: Inquiry, value: string, on: boolean): Promise<Effect> {
  const { store, memberId, event } = chat
  const { question, preferences, roles } = inquiry
  if (!isMany(question)) return put(chat, inquiry)
  const others = preferences[question].filter((chosen) => chosen !== value)
  const chosen: Preferences = { ...preferences, [question]: on ? [...others, value] : others }
  const page = question === 'skills' ? Math.max(0, Math.floor(roles.findIndex(({ id }) => id === value) / 9)) : 0
  return {
    statements: [
      choose(store.db, { memberId, question, value, on }),
      askQuestion(store.db, { memberId, question, at: event.timestamp }),
    ],
    reply: [optionalQuestion({ ...inquiry, preferences: chosen, page, choosing: true })],
  }
}

async function keep(chat: Chat, inquiry: Inquiry, values: readonly string[]): Promise<Effect> {
  const { store, memberId, event } = chat
  const { question, language } = inquiry
  const { heard, thanks } = questionTexts[language]
  const plain = values.length === 0 || question === 'main_job'
  const lead = text(plain ? thanks : heard(valueWords(inquiry, values)))
  const next = await goOn(chat, inquiry, [lead])
  const answer = answerQuestion(store.db, { memberId, question, values, at: event.timestamp })
  return { ...next, statements: [...answer, ...(next.statements ?? [])] }
}

async function skip(chat: Chat, inquiry: Inquiry): Promise<Effect> {
  const { store, memberId, event } = chat
  const next = await goOn(chat, inquiry, [])
  const skipped = skipQuestion(store.db, { memberId, question: inquiry.question, at: event.timestamp })
  return { ...next, statements: [...skipped, ...(next.statements ?? [])] }
}

/** The question after this one that was neither answered nor skipped; at the end thanks. */
async function goOn(chat: Chat, inquiry: Inquiry, lead: readonly LineMessage[]): Promise<Effect> {
  const { done } = await questionsOf(chat.store, chat.memberId)
  const next = after(inquiry.question, inquiry, done)
  if (next) return put(chat, { ...inquiry, question: next }, lead)
  const end = text(questionTexts[inquiry.language].done)
  return { reply: [...lead, withQuickReplies(end, whatToTap('verified', inquiry.language))] }
}

function after(question: Question, { roles }: Pick<Inquiry, 'roles'>, done: ReadonlySet<string> = new Set()) {
  return QUESTIONS.slice(QUESTIONS.indexOf(question) + 1).find(
    (next) => !done.has(next) && (next !== 'skills' || roles.length > 0),
  )
}

const put = ({ store, memberId, event }: Chat, inquiry: Inquiry, lead: readonly LineMessage[] = []): Effect => ({
  statements: [askQuestion(store.db, { memberId, question: inquiry.question, at: event.timestamp })],
  reply: [...lead, optionalQuestion(inquiry)],
})

/** Only those are asked who are registered and agreed to the text that names these questions. */
async function whoIsAsked({ store, memberId, config, now }: Chat): Promise<Member | { reply: readonly LineMessage[] }> {
  const member = await findMember(store, memberId)
  const language = member?.language ?? 'ja'
  const { registerFirst, agreeFirst } = questionTexts[language]
  if (member?.state !== 'verified')
    return { reply: [withQuickReplies(text(registerFirst), whatToTap(member?.state, language))] }
  if (!isRenewable(await currentConsents(store, memberId))) return member
  // Whoever was not asked to agree to it today is asked below this answer anyway: src/consent/renewal.ts.
  const askedToday = now - (member.consent_asked_at ?? 0) < DAY_MS
  const asks = renewalCard({ shopName: await shopName(store), baseUrl: config.baseUrl, language })
  return { reply: [text(agreeFirst), ...(askedToday ? [asks] : [])] }
}

const later = ({ store, memberId }: Chat, { language }: Member): Effect => ({
  statements: [leaveQuestions(store.db, { memberId })],
  reply: [withQuickReplies(text(questionTexts[language].seeYou), whatToTap('verified', language))],
})

async function lookUp({ store, memberId, now }: Chat, { language }: Member): Promise<Found> {
  const [preferences, roles] = await Promise.all([preferencesOf(store, memberId), listRoles(store)])
  return { language, preferences, roles, today: tokyoDay(now) }
}
