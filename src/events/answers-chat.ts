import type { Chat, Effect } from '../line/chat.ts'
import { type LineMessage, tap, text, withQuickReplies } from '../line/messages.ts'
import { Refusal } from '../refusal.ts'
import { eventChatTexts } from '../texts/event-chat.ts'
import { eventTexts } from '../texts/events.ts'
import { saveDetails } from './answering.ts'
import { eventData } from './card.ts'
import { currentStanding, toldOf, unlessLapsed, viewOf } from './chat-view.ts'
import { isIn, stageOf } from './chat-words.ts'
import { findEvent, type ShopEvent } from './events.ts'
import { isTaster } from './feedback.ts'
import { isInvited } from './invited.ts'
import { eventUrl } from './links.ts'
import { type Guest, photoOf } from './listing.ts'
import { acceptOffer, keepWaiting } from './offers.ts'
import { askDrinkers, askParty, feedbackCard, partyMost } from './questions-chat.ts'
import { type Answered, joinEvent, leaveEvent } from './seats.ts'
import type { Standing } from './standing.ts'
import { detailsCard, stateCard } from './state-card.ts'

/** What a tap on a button of an event asks for. */
export const SAID = ['join', 'decline', 'party', 'accept', 'keep', 'drinkers', 'show', 'feedback'] as const
export type Tapped = { eventId: string; what: (typeof SAID)[number]; number: number | undefined }

/** One person before one event. */
type Scene = { chat: Chat; guest: Guest; event: ShopEvent; number: number | undefined }

/** What a tap comes to. An event that is not for this person is not shown to them. */
export async function answerTap(chat: Chat, guest: Guest, { eventId, what, number }: Tapped): Promise<Effect> {
  const { store, memberId } = chat
  const words = eventChatTexts[guest.language]
  const others = tap(eventTexts[guest.language].buttons.others, 'events')
  const [event, isFor] = await Promise.all([findEvent(store, { eventId }), isInvited(store, { eventId, memberId })])
  if (!event || event.state === 'draft') return say(text(words.gone), [others])
  if (!isFor) return say(text(words.notInvited), [others])
  return ANSWERS[what]({ chat, guest, event, number })
}

const ANSWERS: Record<Tapped['what'], (scene: Scene) => Promise<Effect>> = {
  join: (scene) => (scene.number === undefined ? wish(scene) : join(scene, scene.number)),
  decline: leave,
  party: changeParty,
  accept: (scene) => answerOffer(scene, acceptOffer),
  keep: (scene) => answerOffer(scene, keepWaiting),
  drinkers: keepDrinkers,
  show,
  feedback,
}

/** 参加する: at once when nobody may be brought along; else first how many they are. Who is in already reads how they stand. */
async function wish(scene: Scene) {
  const { event, guest } = scene
  const standing = await standOf(scene)
  if (standing.state === 'offered' && standing.seats === standing.party) return join(scene, standing.party)
  if (isIn(standing.state) || stageOf(event, scene.chat.now) !== 'open') return stand(scene, standing)
  return partyMost(event) === 1 ? join(scene, 1) : { reply: [askParty(event, standing, guest.language)] }
}

async function join(scene: Scene, party: number): Promise<Effect> {
  const { event, guest } = scene
  const most = partyMost(event)
  if (party < 1 || party > most) return tooLarge(scene, most)
  return settle(
    scene,
    (answer) => joinEvent(scene.chat.store, { ...answer, party }),
    ({ outcome, standing }) =>
      outcome === 'no_room' ? [text(eventChatTexts[guest.language].noRoom(standing.party))] : [],
  )
}

async function tooLarge(scene: Scene, most: number): Promise<Effect> {
  const { event, guest } = scene
  const { quickReply } = askParty(event, await standOf(scene), guest.language)
  return { reply: [{ ...text(eventChatTexts[guest.language].tooLarge(most)), ...(quickReply ? { quickReply } : {}) }] }
}

/** 参加しない, 行けなくなった, 見送る, 待つのをやめる: one tap, and nothing is asked. */
async function leave(scene: Scene) {
  const { event, guest, chat } = scene
  const stage = stageOf(event, chat.event.timestamp)
  if (stage === 'begun') return say(text(eventChatTexts[guest.language].tooLate), [])
  if (stage !== 'open' && stage !== 'closed') return stand(scene, await standOf(scene))
  return settle(
    scene,
    (answer) => leaveEvent(chat.store, answer),
    () => [],
  )
}

async function changeParty(scene: Scene): Promise<Effect> {
  const { event, guest, chat } = scene
  const standing = await standOf(scene)
  const stage = stageOf(event, chat.now)
  if (standing.state === 'going' && (stage === 'closed' || stage === 'begun'))
    return say(text(eventChatTexts[guest.language].closedParty), [])
  if (stage !== 'open' || partyMost(event) === 1) return stand(scene, standing)
  return { reply: [askParty(event, standing, guest.language)] }
}

async function answerOffer(scene: Scene, answerWith: typeof acceptOffer) {
  const { chat, guest, number = 0 } = scene
  return settle(
    scene,
    (answer) => answerWith(chat.store, { ...answer, offerNo: number }),
    ({ outcome }) => (outcome === 'outdated' ? [text(eventChatTexts[guest.language].stale)] : []),
  )
}

async function keepDrinkers(scene: Scene): Promise<Effect> {
  const { chat, guest, event, number = 0 } = scene
  const { store, memberId, now } = chat
  const details = { eventId: event.id, memberId, drinkers: number, at: chat.event.timestamp, now }
  if (event.alcohol && (await saveDetails(store, details)) === 'saved')
    return say(text(eventChatTexts[guest.language].thanksDrinkers(number)), [
      tap(eventTexts[guest.language].buttons.show, eventData(event.id, 'show')),
    ])
  const standing = await standOf(scene)
  const again = askDrinkers(event, standing, guest)
  return again ? { reply: [again] } : stand(scene, standing)
}

async function show(scene: Scene): Promise<Effect> {
  const { chat, guest, event } = scene
  const view = viewOf({ event, standing: await standOf(scene), language: guest.language, now: chat.now })
  const [url, hero] = await Promise.all([pageOf(scene), photoOf(chat, event.imageId)])
  return { reply: [detailsCard(view, { url, hero })], statements: toldOf(chat, view) }
}

/** What the food was like is asked of who may have tasted it, on their page. */
async function feedback(scene: Scene): Promise<Effect> {
  const { chat, guest, event } = scene
  const { store, memberId, now } = chat
  const mayTell = event.dishes.length > 0 && (await isTaster(store, { eventId: event.id, memberId, now }))
  if (!mayTell) return say(text(eventChatTexts[guest.language].feedbackNot), [])
  return { reply: [feedbackCard(event, { language: guest.language, url: `${await pageOf(scene)}/feedback` })] }
}

type Said = { eventId: string; memberId: string; at: number; now: number }

/**
 * Does what changes seats, and answers with how they stand now; repeated, it is the same answer. What frees seats, or leaves
 * an offer to be told to somebody else, is worked on at once.
 */
async function settle(
  scene: Scene,
  act: (said: Said) => Promise<Answered>,
  before: (answered: Answered) => readonly LineMessage[],
): Promise<Effect> {
  const { chat, guest, event } = scene
  const { memberId, now } = chat
  const answered = await taken(() => act({ eventId: event.id, memberId, at: chat.event.timestamp, now }))
  if (answered === undefined) return stand(scene, await standOf(scene))
  const { outcome } = answered
  const standing = await unlessLapsed(chat, event.id, answered.standing)
  const view = viewOf({ event, standing, language: guest.language, now })
  const isFresh = outcome === 'answered'
  // Of who has a seat: before that there is something else to decide.
  const asks = isFresh && standing.state === 'going' && standing.drinkers === undefined
  const question = asks ? askDrinkers(event, standing, guest) : undefined
  return {
    reply: [
      ...before(answered),
      stateCard(view, { url: await pageOf(scene), fresh: isFresh }),
      ...(question ? [question] : []),
    ],
    statements: toldOf(chat, view, { surely: true }),
    important: true,
    ...(answered.offers > 0 ? { wakes: ['events'] } : {}),
  }
}

/** undefined: the event takes no such answer any more. */
async function taken(act: () => Promise<Answered>) {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'not_found') return undefined
    throw error
  }
}

/** How they stand, when there is nothing to change. */
async function stand(scene: Scene, standing: Standing): Promise<Effect> {
  const { chat, guest, event } = scene
  const view = viewOf({ event, standing, language: guest.language, now: chat.now })
  return { reply: [stateCard(view, { url: await pageOf(scene) })], statements: toldOf(chat, view) }
}

const standOf = ({ chat, event }: Scene) => currentStanding(chat, event.id)

const pageOf = ({ chat: { config, memberId }, event }: Scene) => eventUrl(config, { eventId: event.id, memberId })

const say = (message: LineMessage, actions: Parameters<typeof withQuickReplies>[1]): Effect => ({
  reply: [actions.length > 0 ? withQuickReplies(message, actions) : message],
})
