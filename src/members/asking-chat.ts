import { CONSENT_VERSION } from '../consent/consent.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { record } from '../interactions/interactions.ts'
import type { Chat, Effect } from '../line/chat.ts'
import { type LineMessage, tap, text, withQuickReplies } from '../line/messages.ts'
import { listRoles, listStores, shopName } from '../stores/stores.ts'
import { agreedTexts } from '../texts/consent.ts'
import { tokyoDay } from '../texts/format.ts'
import { registrationTexts } from '../texts/registration.ts'
import { registrationHelpTexts } from '../texts/registration-help.ts'
import { type Asking, answerData, question } from './card.ts'
import { memberLink } from './links.ts'
import { findMember } from './members.ts'
import { askedAgain, pickUp, type Registration } from './registration.ts'
import { isPurpose } from './steps.ts'

/** After so long, a person is welcomed back and asked whether to go on. */
export const SILENCE_MS = 3 * 86_400_000

/** Once after days of silence: welcome back, and whether to go on. Undefined when there was no silence, or that was done. */
export async function resume(chat: Chat, open: Registration): Promise<Effect | undefined> {
  const { store, memberId, event, now } = chat
  if (open.pickedUpAt !== null || now - open.updatedAt < SILENCE_MS) return undefined
  const { pickUp: texts } = registrationHelpTexts[(await findMember(store, memberId))?.language ?? 'ja']
  return {
    statements: [...pickUp(store.db, { memberId, rev: open.rev, at: event.timestamp, now }), ...wrote(chat)],
    reply: [
      withQuickReplies(text(texts.words(open.answers.name ?? '')), [
        tap(texts.goOn, answerData(open.rev, 'stay')),
        tap(texts.restart, answerData(open.rev, 'restart')),
        tap(texts.cancel, answerData(open.rev, 'cancel')),
      ]),
    ],
  }
}

/** What could not be taken for an answer: thanks or an excuse, how to answer, and the question with its buttons. */
export async function hint(chat: Chat, open: Registration, media?: Media): Promise<Effect> {
  const { store, memberId, now } = chat
  const asking = await lookUp(chat, open)
  const { sorry, received, hints } = registrationHelpTexts[asking.language]
  const unclearName = open.step === 'name' && media === undefined
  const lead = `${media ? received[media] : sorry}\n${hints[isPurpose(open.step) ? 'purpose' : open.step]}`
  return {
    statements: [askedAgain(store.db, { memberId, rev: open.rev, now }), ...wrote(chat)],
    reply: unclearName ? [question({ ...asking, unclear: true })] : [text(lead), question(asking)],
  }
}

/** The open question again, so that what the person writes next is an answer to it. */
export async function askAgain(chat: Chat, open: Registration, { silently = false } = {}): Promise<Effect> {
  const { store, memberId, now } = chat
  return {
    ...(await ask(chat, open, silently ? {} : { lead: ({ onTheWay }) => onTheWay })),
    statements: [askedAgain(store.db, { memberId, rev: open.rev, now }), ...(silently ? [] : wrote(chat))],
  }
}

type Manner = {
  /** Said before the question. */
  lead?: (texts: (typeof registrationTexts)[MemberLanguage]) => string
  /** The language from now on, where it is about to change. */
  language?: MemberLanguage
}

/** The question that is open. */
export async function ask(chat: Chat, open: Registration, { lead, language }: Manner = {}): Promise<Effect> {
  const found = await lookUp(chat, open)
  const asking = { ...found, language: language ?? found.language }
  const first: readonly LineMessage[] = lead ? [text(lead(registrationTexts[asking.language]))] : []
  return { reply: [...first, question(asking)] }
}

/** What a question needs to be put. */
export async function lookUp({ store, memberId, config, now }: Chat, registration: Registration): Promise<Asking> {
  const [member, stores, roles, shop] = await Promise.all([
    findMember(store, memberId),
    listStores(store),
    listRoles(store),
    shopName(store),
  ])
  const language = member?.language ?? 'ja'
  const privacyUrl = `${config.baseUrl}/privacy`
  const form =
    registration.step === 'privacy' ? await memberLink(config, { page: 'register', memberId, now }) : undefined
  const agreed = agreedTexts[CONSENT_VERSION]
  const found = { registration, agreed, stores, roles, language, shopName: shop, privacyUrl, today: tokyoDay(now) }
  return form === undefined ? found : { ...found, formUrl: form }
}

export type Media = keyof (typeof registrationHelpTexts)['ja']['received']
const MEDIA: readonly Media[] = ['sticker', 'image', 'video', 'audio', 'location', 'file']
/** The kind of a message that is no text. */
export const mediaOf = (type: string | undefined): Media => MEDIA.find((known) => known === type) ?? 'other'

/** That somebody wrote is noted; what they wrote is not. */
export const wrote = ({ store: { db }, memberId, event }: Chat) =>
  event.type === 'message' ? [record(db, { memberId, kind: 'message_received', at: event.timestamp })] : []
