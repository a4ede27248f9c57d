import { z } from 'zod'
import type { BroadcastPurpose, MemberLanguage } from '../db/schema.ts'
import type { Chat, ChatHandler, Effect } from '../line/chat.ts'
import { type Action, type LineMessage, link, tap, text, withQuickReplies } from '../line/messages.ts'
import { memberLink } from '../members/links.ts'
import { findMember } from '../members/members.ts'
import { shopName } from '../stores/stores.ts'
import { tapStatement } from '../taps/taps.ts'
import { consentTexts } from '../texts/consent.ts'
import { languageTexts } from '../texts/registration-languages.ts'
import { consentCard, consentData } from './card.ts'
import {
  CONSENT_VERSION,
  type CurrentConsent,
  currentConsents,
  isLeaveWord,
  isStopWord,
  noCountsFrom,
  PURPOSES,
  recordConsent,
} from './consent.ts'
import { renewalStatements } from './renewal.ts'

const Tap = z.tuple([
  z.literal('consent'),
  z.enum(['news', 'coupons', 'events', 'shifts', 'all']),
  z.enum(['on', 'off']),
  /** The broadcast whose stop button it was. */
  z.string().max(64).optional(),
])

const RenewalTap = z.tuple([z.literal('renewal'), z.string(), z.enum(['yes', 'later'])])

/** 「退会」 typed anywhere. Comes first: whoever is leaving is asked nothing any more, and nothing is done for them. */
export const leavingChat: ChatHandler = async (chat) => {
  const { event, store, memberId } = chat
  const member = await store.db
    .selectFrom('members')
    .select(['state', 'language'])
    .where('id', '=', memberId)
    .executeTakeFirst()
  const { leaving } = consentTexts[member?.language ?? 'ja']
  if (member?.state === 'left') return event.replyToken === undefined ? {} : say(leaving.under, [])
  return event.type === 'message' && isLeaveWord(event.message?.text ?? '') ? explainLeaving(chat) : undefined
}

/** The consent centre, the stop button of every card, 「停止」 typed anywhere, and agreeing to a new text. */
export const consentChat: ChatHandler = async (chat) => {
  const { event } = chat
  if (event.type === 'message')
    return event.message?.text !== undefined && isStopWord(event.message.text) ? offerStop(chat) : undefined
  if (event.type !== 'postback') return undefined
  if (event.postback?.data === 'consents') return showCentre(chat)

  const renewed = RenewalTap.safeParse(event.postback?.data.split(':'))
  if (renewed.success) return renew(chat, renewed.data)
  const tapped = Tap.safeParse(event.postback?.data.split(':'))
  if (!tapped.success) return undefined
  const [, purpose, to, broadcastId] = tapped.data
  if (purpose !== 'all') return turn(chat, purpose, to, broadcastId)
  return to === 'off' ? turnAllOff(chat) : showCentre(chat)
}

async function showCentre(chat: Chat): Promise<Effect> {
  const { store, config } = chat
  const { texts, language, current } = await look(chat)
  if (!current.privacy?.granted) return registerFirst(language)
  const card = consentCard({ shopName: await shopName(store), current, language })
  return {
    reply: [
      withQuickReplies(card, [
        tap(languageTexts[language].open, 'language'),
        link(texts.centre.privacy, `${config.baseUrl}/privacy?language=${language}`),
      ]),
    ],
  }
}

/** Every answer is recorded, also one that changes nothing now: what was said last is decided by its time, not by its arrival. */
async function turn(
  chat: Chat,
  purpose: BroadcastPurpose,
  to: 'on' | 'off',
  broadcastId: string | undefined,
): Promise<Effect> {
  const { texts, language, current } = await look(chat)
  if (to === 'on' && !current.privacy?.granted) return registerFirst(language)
  const before = current[purpose]
  const said = chat.event.timestamp
  const at = to === 'on' ? said : await noCountsFrom(chat.store, { memberId: chat.memberId, purpose, saidAt: said })
  const on = holdsAfter(at, to, before)
  const changed = on !== (before?.granted === true)
  const name = texts.names[purpose]
  const words = on ? (changed ? texts.turnedOn : texts.alreadyOn) : changed ? texts.turnedOff : texts.alreadyOff
  const undo = changed && !on ? [tap(texts.undo, consentData(purpose, 'on'))] : []
  return {
    ...say(words(name), [...undo, tap(texts.open, 'consents')]),
    statements: [
      ...answer(chat, { purpose, granted: to === 'on', at }),
      ...(broadcastId && to === 'off' ? [stopTapped(chat, broadcastId)] : []),
    ],
  }
}

const stopTapped = ({ store, memberId, now }: Chat, broadcastId: string) =>
  tapStatement(store.db, { broadcastId, memberId, target: 'stop', now })

/** As the database will decide it: the later answer counts, and at the same instant a "no". */
function holdsAfter(at: number, to: 'on' | 'off', before: CurrentConsent | undefined) {
  if (!before || before.changedAt < at) return to === 'on'
  if (before.changedAt > at) return before.granted
  return before.granted && to === 'on'
}

async function turnAllOff(chat: Chat): Promise<Effect> {
  const { texts } = await look(chat)
  const { store, memberId, event } = chat
  const statements = await Promise.all(
    PURPOSES.map(async (purpose) => {
      const at = await noCountsFrom(store, { memberId, purpose, saidAt: event.timestamp })
      return answer(chat, { purpose, granted: false, at })
    }),
  )
  return { ...say(texts.allOff, [tap(texts.open, 'consents')]), statements: statements.flat() }
}

/** A question of an older text is put again, not taken for the present one. */
async function renew(chat: Chat, [, version, answered]: z.output<typeof RenewalTap>): Promise<Effect> {
  const { store, memberId, event } = chat
  const { texts } = await look(chat)
  const { agreed, kept, nothingNew } = texts.renewal
  if (answered === 'later') return say(kept, [tap(texts.open, 'consents')])
  if (version !== CONSENT_VERSION) return showCentre(chat)
  const statements = await renewalStatements(store, {
    memberId,
    channel: 'line',
    eventId: event.webhookEventId,
    at: event.timestamp,
  })
  return { ...say(statements.length > 0 ? agreed : nothingNew, [tap(texts.open, 'consents')]), statements }
}

/** What leaving means, the page on which it is done, and the smaller step that is often meant. */
async function explainLeaving(chat: Chat): Promise<Effect> {
  const { config, memberId, now } = chat
  const { texts } = await look(chat)
  const { explain, go, stopOnly } = texts.leaving
  const url = await memberLink(config, { page: 'me', memberId, now })
  return say(explain, [link(go, config.liff ? url : `${url}/leaving`), tap(stopOnly, 'consents')])
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

const answer = (
  { store: { db }, memberId, event }: Chat,
  said: { purpose: BroadcastPurpose; granted: boolean; at: number },
) => recordConsent(db, { memberId, channel: 'line', eventId: event.webhookEventId, ...said })

const registerFirst = (language: MemberLanguage): Effect =>
  say(consentTexts[language].registerFirst, [tap(consentTexts[language].register, 'register')])

const say = (words: string, actions: readonly Action[]): Effect => {
  const message: LineMessage = text(words)
  return { reply: [actions.length > 0 ? withQuickReplies(message, actions) : message] }
}
