import { isStopWord, recordConsent } from '../consent/consent.ts'
import type { ConsentPurpose, MemberLanguage } from '../db/schema.ts'
import { mustHaveChangedOne } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import type { Chat, ChatHandler, Effect } from '../line/chat.ts'
import { type Action, type LineMessage, tap, text, withQuickReplies } from '../line/messages.ts'
import { apply, findMatch } from '../roster/roster.ts'
import { listRoles, listStores, shopName } from '../stores/stores.ts'
import { tokyoDay } from '../texts/format.ts'
import { registrationTexts } from '../texts/registration.ts'
import { type Asking, askWhatToFix, greetingCard, meCard, question } from './card.ts'
import { follow, unfollow } from './following.ts'
import { findMember, type Member } from './members.ts'
import { cleanName } from './names.ts'
import {
  endRegistration,
  findRegistration,
  firstRev,
  keepAnswer,
  type Registration,
  startRegistration,
} from './registration.ts'
import { type Answer, advance, agreedTo, complete, FIRST } from './steps.ts'
import { readTap } from './taps.ts'

/** After so long, what a person writes is no longer taken for the name that was asked for. */
const NAME_AWAITED_MS = 12 * 3_600_000
/** Typed, these do what the menu's buttons do. */
const REGISTER_WORDS = ['登録', '登録する', '登録をはじめる', 'register']
const ME_WORDS = ['マイページ', 'my page']

/** Adding and blocking the account, the registration, and マイページ. */
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
  const { store, memberId, event } = chat
  if (event.source?.type !== 'user' || event.replyToken === undefined) return {}
  const wrote = event.type === 'message'
  const statements = wrote ? [record(store.db, { memberId, kind: 'message_received', at: event.timestamp })] : []
  return { ...((wrote ? await askAgain(chat) : undefined) ?? (await offer(chat))), statements }
}

async function answerTap(chat: Chat, data: string): Promise<Effect | undefined> {
  if (data === 'register') return (await showMeWhenRegistered(chat)) ?? begin(chat)
  if (data === 'me') return showMe(chat)
  if (!data.startsWith('reg:')) return undefined
  return answerTapInside(chat, data)
}

async function answerMessage(chat: Chat, typed: string | undefined): Promise<Effect | undefined> {
  const word = typed?.normalize('NFKC').trim().toLowerCase() ?? ''
  if (REGISTER_WORDS.includes(word)) return answerTap(chat, 'register')
  if (ME_WORDS.includes(word)) return answerTap(chat, 'me')
  return answerName(chat, typed)
}

/** A late or repeated hello changes nothing that is known by now, and is answered all the same. */
async function greet({ store, config, memberId, event }: Chat): Promise<Effect> {
  const member = await findMember(store, memberId)
  const language = member?.language ?? 'ja'
  const texts = registrationTexts[language]
  const statements = follow(store.db, { memberId, at: event.timestamp })
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
  const member = await findMember(chat.store, chat.memberId)
  const state = member?.state
  if (member && (state === 'applied' || state === 'verified' || state === 'declined')) return me(chat, member, state)
  const texts = registrationTexts[member?.language ?? 'ja']
  return { reply: [withQuickReplies(text(texts.card.notYet), [tap(texts.begin, 'register')])] }
}

async function me({ store }: Chat, member: Member, state: 'applied' | 'verified' | 'declined'): Promise<Effect> {
  const card = meCard({
    shopName: await shopName(store),
    language: member.language,
    state,
    name: member.name ?? '',
    storeName: member.store_name ?? '',
    roleName: member.role_name,
    leftOn: member.left_on,
  })
  return { reply: [card] }
}

async function offer({ store, memberId }: Chat): Promise<Effect> {
  const member = await findMember(store, memberId)
  const language = member?.language ?? 'ja'
  const { fallback } = registrationTexts[language]
  const words =
    member?.state === 'verified' ? fallback.member : member?.state === 'applied' ? fallback.waiting : fallback.guest
  return { reply: [withQuickReplies(text(words), whatToTap(member?.state, language))] }
}

function whatToTap(state: Member['state'] | undefined, language: MemberLanguage): readonly Action[] {
  const { begin, coupons, consents, me } = registrationTexts[language]
  if (state === 'verified') return [tap(coupons, 'coupons'), tap(consents, 'consents'), tap(me, 'me')]
  if (state === 'applied') return [tap(consents, 'consents'), tap(me, 'me')]
  return [tap(begin, 'register')]
}

/** Begins, or goes on where the person stopped. */
async function begin(chat: Chat): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const open = await findRegistration(store, { memberId, now })
  if (open) return ask(chat, open, ({ onTheWay }) => onTheWay)
  const asking = await lookUp(chat, { ...FIRST, rev: firstRev(now), updatedAt: now })
  if (asking.stores.length === 0) return { reply: [text(registrationTexts[asking.language].notReady)] }
  return { statements: startRegistration(store.db, { memberId, at: event.timestamp, now }), reply: [question(asking)] }
}

/** A tap inside a registration. One that names an older revision is late or doubled: the open question is put again. */
async function answerTapInside(chat: Chat, data: string): Promise<Effect | undefined> {
  const { store, memberId, event, now } = chat
  const tapped = readTap(data, event.postback?.params?.date)
  if (!tapped) return undefined
  const open = await findRegistration(store, { memberId, now })
  if (!open) return (await showMeWhenRegistered(chat)) ?? sayAndBegin(chat, ({ over }) => over)
  if (tapped.rev !== open.rev) return ask(chat, open, ({ stale }) => stale)
  const { asks } = tapped
  switch (asks.kind) {
    case 'answer':
      return take(chat, open, asks.answer)
    case 'page':
      return { reply: [question({ ...(await lookUp(chat, open)), page: asks.page })] }
    case 'fix':
      return { reply: [askWhatToFix(await lookUp(chat, open))] }
    case 'stay':
      return ask(chat, open)
    case 'cancel':
      return giveUp(chat, open)
    case 'done':
      return finish(chat, open)
  }
}

/** The name, which alone is typed. What is typed under another question is left to others. */
async function answerName(chat: Chat, typed: string | undefined): Promise<Effect | undefined> {
  const { store, memberId, now } = chat
  if (typed !== undefined && isStopWord(typed)) return undefined
  const open = await findRegistration(store, { memberId, now })
  if (open?.step !== 'name' || open.updatedAt < now - NAME_AWAITED_MS) return undefined
  const asking = await lookUp(chat, open)
  const texts = registrationTexts[asking.language]
  if (typed?.trim() === texts.cancel) return giveUp(chat, open)
  if (typed?.trim() === texts.back) return take(chat, open, { kind: 'back' })
  const name = cleanName(typed ?? '')
  return name === undefined
    ? { reply: [question({ ...asking, unclear: true })] }
    : take(chat, open, { kind: 'name', name })
}

async function take(chat: Chat, open: Registration, answer: Answer): Promise<Effect> {
  const { store, memberId, now } = chat
  const asking = await lookUp(chat, open)
  const { stores, roles, today } = asking
  const choices = { storeIds: stores.map(({ id }) => id), roleIds: roles.map(({ id }) => id), today }
  const next = advance(open, answer, choices)
  if (!next) return { reply: [question({ ...asking, unclear: true })] }
  const { consent, step, answers } = next
  return {
    statements: [
      ...keepAnswer(store.db, { memberId, rev: open.rev, step, answers, now }),
      ...(consent ? answered(chat, [consent.purpose], consent.granted) : []),
    ],
    reply: [question({ ...asking, registration: { step, answers, rev: open.rev + 1, updatedAt: now } })],
  }
}

/** Hands the registration in. Whether it verifies is decided by the statement; if it says otherwise than we read, all of this is done again. */
async function finish(chat: Chat, open: Registration): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const facts = complete(open)
  if (open.step !== 'confirm' || !facts) return ask(chat, open)
  const match = await findMatch(store, { memberId, ...facts })
  const { decide, tell } = apply(store.db, { memberId, ...facts, match, at: event.timestamp })
  const language = (await findMember(store, memberId))?.language ?? 'ja'
  const { verified, waiting } = registrationTexts[language]
  const state = match === undefined ? 'applied' : 'verified'
  const words = match === undefined ? waiting(facts.name) : verified(facts.name)
  return {
    statements: [
      ...endRegistration(store.db, { memberId, rev: open.rev, now }),
      decide,
      mustHaveChangedOne(store.db),
      ...tell,
    ],
    reply: [withQuickReplies(text(words), whatToTap(state, language))],
    important: true,
    richMenu: match === undefined ? 'guest' : 'member',
  }
}

/** Stops half-way: the answers go, and what was agreed to on the way is taken back. */
async function giveUp(chat: Chat, open: Registration): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const { reply = [] } = await sayAndBegin(chat, ({ cancelled }) => cancelled)
  return {
    statements: [
      ...endRegistration(store.db, { memberId, rev: open.rev, now }),
      ...answered(chat, agreedTo(open), false),
      record(store.db, { memberId, kind: 'registration_cancelled', at: event.timestamp }),
    ],
    reply,
  }
}

/** Someone who writes instead of tapping is told kindly, and asked again. */
async function askAgain(chat: Chat): Promise<Effect | undefined> {
  const open = await findRegistration(chat.store, { memberId: chat.memberId, now: chat.now })
  return open && ask(chat, open, open.step === 'name' ? ({ onTheWay }) => onTheWay : ({ useButtons }) => useButtons)
}

type Texts = (typeof registrationTexts)[MemberLanguage]

async function ask(chat: Chat, open: Registration, lead?: (texts: Texts) => string): Promise<Effect> {
  const asking = await lookUp(chat, open)
  const first: readonly LineMessage[] = lead ? [text(lead(registrationTexts[asking.language]))] : []
  return { reply: [...first, question(asking)] }
}

async function sayAndBegin({ store, memberId }: Chat, say: (texts: Texts) => string): Promise<Effect> {
  const texts = registrationTexts[(await findMember(store, memberId))?.language ?? 'ja']
  return { reply: [withQuickReplies(text(say(texts)), [tap(texts.begin, 'register')])] }
}

async function lookUp({ store, memberId, config, now }: Chat, registration: Registration): Promise<Asking> {
  const [member, stores, roles, shop] = await Promise.all([
    findMember(store, memberId),
    listStores(store),
    listRoles(store),
    shopName(store),
  ])
  const language = member?.language ?? 'ja'
  const privacyUrl = `${config.baseUrl}/privacy`
  return { registration, stores, roles, language, shopName: shop, privacyUrl, today: tokyoDay(now) }
}

const answered = ({ store, memberId, event }: Chat, purposes: readonly ConsentPurpose[], granted: boolean) =>
  purposes.flatMap((purpose) =>
    recordConsent(store.db, {
      memberId,
      purpose,
      granted,
      channel: 'line',
      eventId: event.webhookEventId,
      at: event.timestamp,
    }),
  )
