import { z } from 'zod'
import type { BroadcastPurpose, MemberLanguage } from '../db/schema.ts'
import type { Chat, ChatHandler, Effect } from '../line/chat.ts'
import { type Action, type LineMessage, link, tap, text, withQuickReplies } from '../line/messages.ts'
import { findMember } from '../members/members.ts'
import { shopName } from '../stores/stores.ts'
import { consentTexts } from '../texts/consent.ts'
import { consentCard, consentData } from './card.ts'
import { type CurrentConsent, currentConsents, isStopWord, PURPOSES, recordConsent } from './consent.ts'

const Tap = z.tuple([
  z.literal('consent'),
  z.enum(['news', 'coupons', 'events', 'shifts', 'all']),
  z.enum(['on', 'off']),
])

/** The consent centre, the stop button of every card, and 「停止」 typed anywhere. */
export const consentChat: ChatHandler = async (chat) => {
  const { event } = chat
  if (event.type === 'message')
    return event.message?.text !== undefined && isStopWord(event.message.text) ? offerStop(chat) : undefined
  if (event.type !== 'postback') return undefined
  if (event.postback?.data === 'consents') return showCentre(chat)

  const tapped = Tap.safeParse(event.postback?.data.split(':'))
  if (!tapped.success) return undefined
  const [, purpose, to] = tapped.data
  if (purpose !== 'all') return turn(chat, purpose, to)
  return to === 'off' ? turnAllOff(chat) : showCentre(chat)
}

async function showCentre(chat: Chat): Promise<Effect> {
  const { store, config } = chat
  const { texts, language, current } = await look(chat)
  if (!current.privacy?.granted) return registerFirst(language)
  const card = consentCard({ shopName: await shopName(store), current, language })
  return { reply: [withQuickReplies(card, [link(texts.centre.privacy, `${config.baseUrl}/privacy`)])] }
}

/** Every answer is recorded, also one that changes nothing now: what was said last is decided by its time, not by its arrival. */
async function turn(chat: Chat, purpose: BroadcastPurpose, to: 'on' | 'off'): Promise<Effect> {
  const { texts, language, current } = await look(chat)
  if (to === 'on' && !current.privacy?.granted) return registerFirst(language)
  const before = current[purpose]
  const on = holdsAfter(chat.event.timestamp, to, before)
  const changed = on !== (before?.granted === true)
  const name = texts.names[purpose]
  const words = on ? (changed ? texts.turnedOn : texts.alreadyOn) : changed ? texts.turnedOff : texts.alreadyOff
  const undo = changed && !on ? [tap(texts.undo, consentData(purpose, 'on'))] : []
  return { ...say(words(name), [...undo, tap(texts.open, 'consents')]), ...record(chat, [purpose], to === 'on') }
}

/** As the database will decide it: the later answer counts, and at the same instant a "no". */
function holdsAfter(at: number, to: 'on' | 'off', before: CurrentConsent | undefined) {
  if (!before || before.changedAt < at) return to === 'on'
  if (before.changedAt > at) return before.granted
  return before.granted && to === 'on'
}

async function turnAllOff(chat: Chat): Promise<Effect> {
  const { texts } = await look(chat)
  return { ...say(texts.allOff, [tap(texts.open, 'consents')]), ...record(chat, PURPOSES, false) }
}

async function offerStop(chat: Chat): Promise<Effect> {
  const { texts, current } = await look(chat)
  const granted = PURPOSES.filter((purpose) => current[purpose]?.granted)
  if (granted.length === 0) return say(texts.nothingToStop, [])
  return say(texts.stopWhich, [
    ...granted.map((purpose) => tap(texts.names[purpose], consentData(purpose, 'off'))),
    ...(granted.length > 1 ? [tap(texts.stopAll, consentData('all', 'off'))] : []),
    tap(texts.stopNot, 'consents'),
  ])
}

async function look({ store, memberId }: Chat) {
  const [member, current] = await Promise.all([findMember(store, memberId), currentConsents(store, memberId)])
  const language = member?.language ?? 'ja'
  return { texts: consentTexts[language], language, current }
}

const record = ({ store: { db }, memberId, event }: Chat, purposes: readonly BroadcastPurpose[], granted: boolean) => ({
  statements: purposes.flatMap((purpose) =>
    recordConsent(db, {
      memberId,
      purpose,
      granted,
      channel: 'line',
      eventId: event.webhookEventId,
      at: event.timestamp,
    }),
  ),
})

const registerFirst = (language: MemberLanguage): Effect =>
  say(consentTexts[language].registerFirst, [tap(consentTexts[language].register, 'register')])

const say = (words: string, actions: readonly Action[]): Effect => {
  const message: LineMessage = text(words)
  return { reply: [actions.length > 0 ? withQuickReplies(message, actions) : message] }
}
