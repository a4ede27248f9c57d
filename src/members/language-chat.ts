import type { MemberLanguage } from '../db/schema.ts'
import type { Chat, Effect } from '../line/chat.ts'
import { tap, text, withQuickReplies } from '../line/messages.ts'
import { LANGUAGE_NAMES, languageTexts } from '../texts/registration-languages.ts'
import { ask } from './asking-chat.ts'
import { whatToTap } from './card.ts'
import { chooseLanguage, followLanguage, languageOfProfile, MEMBER_LANGUAGES } from './languages.ts'
import { findMember, type Member } from './members.ts'
import { askedQuestionIn } from './questions-chat.ts'
import { findRegistration } from './registration.ts'

/** Typed anywhere, these mean the language. 「にほんご」 in kana asks for the easy one: who reads kanji writes it in kanji. */
const WORDS: Readonly<Record<string, MemberLanguage>> = {
  english: 'en',
  英語: 'en',
  えいご: 'en',
  にほんご: 'plain-ja',
  やさしい日本語: 'plain-ja',
  やさしいにほんご: 'plain-ja',
  'easy japanese': 'plain-ja',
  日本語: 'ja',
  japanese: 'ja',
}
const ASKED = ['ことば', '言葉', '言語', 'language', 'languages']

/** What a word means that was typed; undefined when it is about something else. */
export function languageAsked(word: string): MemberLanguage | 'which' | undefined {
  return ASKED.includes(word) ? 'which' : Object.hasOwn(WORDS, word) ? WORDS[word] : undefined
}

/** `language`, `language:<code>`: what a tap means; undefined when it is about something else. */
export function languageTapped(data: string): MemberLanguage | 'which' | undefined {
  return data === 'language' ? 'which' : MEMBER_LANGUAGES.find((language) => data === `language:${language}`)
}

/** The languages to choose from; or the one that was chosen, in which the open question is put again at once. */
export async function speak(chat: Chat, language: MemberLanguage | 'which'): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const member = await findMember(store, memberId)
  if (language === 'which') return { reply: [whichLanguage(member?.language ?? 'ja')] }
  const open = await findRegistration(store, { memberId, now })
  const asked = open ? undefined : await askedQuestionIn(chat, language)
  const { reply = asked ? [asked] : [] } = open ? await ask(chat, open, { language }) : {}
  const words = text(languageTexts[language].chosen)
  return {
    statements: chooseLanguage(store.db, { memberId, language, at: event.timestamp }),
    reply: reply.length > 0 ? [words, ...reply] : [withQuickReplies(words, whatToTap(member?.state, language))],
  }
}

/** The language of a person who adds the account: what they chose themselves, else what LINE says of them. */
export async function languageAtFollow({ store, line, memberId, event }: Chat, member: Member | undefined) {
  const known = member?.language ?? 'ja'
  const userId = event.source?.userId
  if (userId === undefined || typeof member?.language_chosen_at === 'number') return { language: known, statements: [] }
  const profile = await line.profile(userId)
  // LINE did not answer: what was known before stays.
  if (!profile) return { language: known, statements: [] }
  const language = languageOfProfile(profile.language)
  return { language, statements: [followLanguage(store.db, { memberId, language })] }
}

const whichLanguage = (language: MemberLanguage) =>
  withQuickReplies(
    text(languageTexts[language].ask),
    MEMBER_LANGUAGES.map((code) => tap(LANGUAGE_NAMES[code], `language:${code}`)),
  )
