import { isLeaveWord, isStopWord } from '../consent/consent.ts'
import type { MemberLanguage } from '../db/schema.ts'
import type { Chat, ChatHandler, Effect } from '../line/chat.ts'
import { link, tap, text, withQuickReplies } from '../line/messages.ts'
import { shopName } from '../stores/stores.ts'
import { registrationTexts } from '../texts/registration.ts'
import { registrationHelpTexts } from '../texts/registration-help.ts'
import { questionTexts } from '../texts/registration-questions.ts'
import { SILENCE_MS, wrote } from './asking-chat.ts'
import { greetingCard, meCard, whatToTap } from './card.ts'
import { follow, unfollow } from './following.ts'
import { answerInvitation } from './invitation-chat.ts'
import { languageAsked, languageAtFollow, languageTapped, speak } from './language-chat.ts'
import { memberLink } from './links.ts'
import { findMember, type Member } from './members.ts'
import { answerQuestionTap, answerQuestionTyped, openQuestions } from './questions-chat.ts'
import { findRegistration, greetAgain, knowsTheWay } from './registration.ts'
import { answerTapInside, answerTyped, begin } from './registration-chat.ts'

/** Typed, these do what the menu's buttons do. */
const REGISTER_WORDS = ['登録', '登録する', '登録をはじめる', '登録を はじめる', 'register']
const ME_WORDS = ['マイページ', 'my page', 'mypage']
const MORE_WORDS = Object.values(questionTexts).flatMap(({ open }) => {
  const words = open.toLowerCase().replace('(任意)', '').replace('（任意）', '')
  return [words, words.replaceAll(' ', '')]
})

/** Adding and blocking the account, the registration, languages, invitations, マイページ and the optional questions. */
export const memberChat: ChatHandler = async (chat) => {
  const { event } = chat
  if (event.source?.type !== 'user') return undefined
  if (event.type === 'follow') return greet(chat)
  if (event.type === 'unfollow')
    return { statements: unfollow(chat.store.db, { memberId: chat.memberId, at: event.timestamp }) }
  if (event.type === 'postback') return answerTap(chat, event.postback?.data ?? '')
  if (event.type === 'message') return answerMessage(chat, event.message?.text)
  return undefined
}

/** Whatever nobody else had an answer to: kind, short, and with what can be tapped. The words themselves are not kept. */
export const fallbackChat: ChatHandler = async (chat) => {
  const { event } = chat
  if (event.source?.type !== 'user' || event.replyToken === undefined) return {}
  return (await greetAfterSilence(chat)) ?? { ...(await offer(chat)), statements: wrote(chat) }
}

async function answerTap(chat: Chat, data: string): Promise<Effect | undefined> {
  const language = languageTapped(data)
  if (language) return speak(chat, language)
  if (data === 'register') return (await showMeWhenRegistered(chat)) ?? begin(chat)
  if (data === 'me') return showMe(chat)
  if (data === 'questions') return openQuestions(chat)
  if (data === 'later') return seeYou(chat)
  if (data.startsWith('q:')) return answerQuestionTap(chat, data)
  if (!data.startsWith('reg:')) return undefined
  const answer = await answerTapInside(chat, data)
  return answer === 'over' ? ((await showMeWhenRegistered(chat)) ?? over(chat)) : answer
}

async function answerMessage(chat: Chat, typed: string | undefined): Promise<Effect | undefined> {
  // What means something else everywhere is no answer here.
  if (typed !== undefined && (isStopWord(typed) || isLeaveWord(typed))) return undefined
  const word = typed?.normalize('NFKC').trim().toLowerCase() ?? ''
  const language = languageAsked(word)
  if (language) return speak(chat, language)
  if (ME_WORDS.includes(word)) return showMe(chat)
  if (MORE_WORDS.includes(word)) return openQuestions(chat)
  const invited = typed === undefined ? undefined : await answerInvitation(chat, typed)
  if (invited) return invited
  const answer = await answerTyped(chat)
  if (answer) return answer
  if (REGISTER_WORDS.includes(word)) return answerTap(chat, 'register')
  return answerQuestionTyped(chat)
}

/** A late or repeated hello changes nothing that is known by now, and is answered all the same. */
async function greet(chat: Chat): Promise<Effect> {
  const { store, config, memberId, event } = chat
  const member = await findMember(store, memberId)
  const spoken = await languageAtFollow(chat, member)
  const { language } = spoken
  const texts = registrationTexts[language]
  const statements = [...spoken.statements, ...follow(store.db, { memberId, at: event.timestamp })]
  const name = member?.name ?? ''
  if (member?.state === 'verified') return { statements, reply: [text(texts.welcomeBack(name))], richMenu: 'member' }
  if (member?.state === 'applied') return { statements, reply: [text(texts.waitingBack(name))], richMenu: 'guest' }
  const hello = greetingCard({
    shopName: await shopName(store),
    language,
    privacyUrl: `${config.baseUrl}/privacy`,
  })
  return { statements, reply: [withQuickReplies(hello, [tap(texts.begin, 'register')])], richMenu: 'guest' }
}

async function showMeWhenRegistered(chat: Chat): Promise<Effect | undefined> {
  const member = await findMember(chat.store, chat.memberId)
  return member?.state === 'applied' || member?.state === 'verified' ? me(chat, member, member.state) : undefined
}

async function showMe(chat: Chat): Promise<Effect> {
  const { store, memberId, now } = chat
  const member = await findMember(store, memberId)
  const state = member?.state
  if (member && (state === 'applied' || state === 'verified' || state === 'declined')) return me(chat, member, state)
  const texts = registrationTexts[member?.language ?? 'ja']
  const open = await findRegistration(store, { memberId, now })
  return { reply: [withQuickReplies(text(texts.card.notYet), [tap(open ? texts.goOn : texts.begin, 'register')])] }
}

async function me(
  { store, config, memberId, now }: Chat,
  member: Member,
  state: 'applied' | 'verified' | 'declined',
): Promise<Effect> {
  const card = meCard({
    shopName: await shopName(store),
    dataUrl: await memberLink(config, { page: 'me', memberId, now }),
    language: member.language,
    state,
    name: member.name ?? '',
    storeName: member.store_name ?? '',
    roleName: member.role_name,
    leftOn: member.left_on,
  })
  return { reply: [card] }
}

/** Once for who followed days ago and never began. */
async function greetAfterSilence(chat: Chat): Promise<Effect | undefined> {
  const { store, config, memberId, event, now } = chat
  const member = await findMember(store, memberId)
  if (member?.state !== 'guest' || now - member.created_at < SILENCE_MS || (await knowsTheWay(store, memberId)))
    return undefined
  const { begin } = registrationTexts[member.language]
  const { form, never } = registrationHelpTexts[member.language]
  const url = await memberLink(config, { page: 'register', memberId, now })
  return {
    statements: [...greetAgain(store.db, { memberId, at: event.timestamp }), ...wrote(chat)],
    reply: [withQuickReplies(text(never.words), [tap(begin, 'register'), link(form, url), tap(never.later, 'later')])],
  }
}

async function offer({ store, memberId }: Chat): Promise<Effect> {
  const member = await findMember(store, memberId)
  const language = member?.language ?? 'ja'
  const { fallback } = registrationTexts[language]
  const words =
    member?.state === 'verified' ? fallback.member : member?.state === 'applied' ? fallback.waiting : fallback.guest
  return { reply: [withQuickReplies(text(words), whatToTap(member?.state, language))] }
}

const seeYou = async (chat: Chat): Promise<Effect> => ({
  reply: [text(registrationHelpTexts[await languageOf(chat)].never.seeYou)],
})

async function over(chat: Chat): Promise<Effect> {
  const texts = registrationTexts[await languageOf(chat)]
  return { reply: [withQuickReplies(text(texts.over), [tap(texts.begin, 'register')])] }
}

const languageOf = async ({ store, memberId }: Chat): Promise<MemberLanguage> =>
  (await findMember(store, memberId))?.language ?? 'ja'
