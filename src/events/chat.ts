import type { Chat, ChatHandler, Effect, LineEvent } from '../line/chat.ts'
import { tap, text, withQuickReplies } from '../line/messages.ts'
import { eventChatTexts } from '../texts/event-chat.ts'
import { eventTexts } from '../texts/events.ts'
import { answerTap, SAID, type Tapped } from './answers-chat.ts'
import { currentStanding, toldOf, viewOf } from './chat-view.ts'
import { findEvent } from './events.ts'
import { eventsFor, findGuest, type Guest, photoOf, tastedBy } from './listing.ts'
import { askTasters } from './questions-chat.ts'
import { listMessage } from './state-card.ts'

/** So many cards side by side: more are not swiped through. */
const CARDS_MAX = 5
/** Beyond them events are only counted, up to so many. */
const COUNTED_MAX = 25
const ASKED = /^(イベント|イベントを見る|events?)$/i
/** event:<id>:<what> · event:<id>:<what>:<number> */
const TAPPED = /^event:([0-9a-zA-Z-]{1,64}):([a-z]{1,16})(?::(\d{1,6}))?$/

/** Answers to invitations, and イベント: what there is. Free replies, each with how the person stands and every way on. */
export const eventChat: ChatHandler = async (chat) => {
  const tapped = readTap(chat.event)
  if (!tapped && !isListAsked(chat.event)) return undefined
  const guest = await findGuest(chat.store, chat.memberId)
  if (guest?.state !== 'verified') return registerFirst(guest)
  return tapped ? answerTap(chat, guest, tapped) : showEvents(chat, guest)
}

const isListAsked = ({ type, postback, message }: LineEvent) =>
  type === 'postback'
    ? postback?.data === 'events'
    : type === 'message' && ASKED.test(message?.text?.normalize('NFKC').trim() ?? '')

function readTap({ type, postback }: LineEvent): Tapped | undefined {
  const [, eventId, said, number] = (type === 'postback' && TAPPED.exec(postback?.data ?? '')) || []
  const what = SAID.find((known) => known === said)
  if (eventId === undefined || what === undefined) return undefined
  return { eventId, what, number: number === undefined ? undefined : Number(number) }
}

function registerFirst(guest: Guest | undefined): Effect {
  const language = guest?.language ?? 'ja'
  const register = tap(eventTexts[language].buttons.register, 'register')
  return { reply: [withQuickReplies(text(eventChatTexts[language].registerFirst), [register])] }
}

async function showEvents(chat: Chat, guest: Guest): Promise<Effect> {
  const { store, memberId, now } = chat
  const words = eventChatTexts[guest.language]
  const ids = await eventsFor(store, { memberId, limit: COUNTED_MAX, now })
  const shown = (await Promise.all(ids.slice(0, CARDS_MAX).map((eventId) => look(chat, guest, eventId)))).flat()
  const tasted = await tastedBy(store, { memberId, now })
  const reply = [
    ...(shown.length > 0 ? [listMessage(shown)] : [text(words.list.none)]),
    ...(ids.length > CARDS_MAX ? [text(words.list.more(ids.length - CARDS_MAX))] : []),
    ...(tasted.length > 0 ? [askTasters(tasted, guest.language)] : []),
  ]
  return { reply, statements: shown.flatMap(({ view }) => toldOf(chat, view)) }
}

async function look(chat: Chat, { language }: Guest, eventId: string) {
  const [event, standing] = await Promise.all([findEvent(chat.store, { eventId }), currentStanding(chat, eventId)])
  if (!event) return []
  return [{ view: viewOf({ event, standing, language, now: chat.now }), hero: await photoOf(chat, event.imageId) }]
}
