import type { Compilable } from 'kysely'
import type { MemberLanguage } from '../db/schema.ts'
import type { Chat } from '../line/chat.ts'
import { REPLY_WINDOW_MS } from '../line/outbox.ts'
import { stageOf, type View } from './chat-words.ts'
import type { ShopEvent } from './events.ts'
import { lapseOffers, toldStatement } from './offers.ts'
import { type Standing, standingOf } from './standing.ts'
import { offerEndsAt } from './windows.ts'

/** How somebody stands now. */
export const currentStanding = async (chat: Chat, eventId: string) =>
  unlessLapsed(chat, eventId, await standingOf(chat.store, { eventId, memberId: chat.memberId }))

/** An offer whose window is over is none, even before the minute that ends it: it ends now. */
export async function unlessLapsed({ store, memberId, now }: Chat, eventId: string, standing: Standing) {
  if (standing.state !== 'offered' || standing.offerEndsAt === undefined || now < standing.offerEndsAt) return standing
  await lapseOffers(store, { now })
  return standingOf(store, { eventId, memberId })
}

type Seen = { event: ShopEvent; standing: Standing; language: MemberLanguage; now: number }

/** An offer that nobody told them of yet is told by this very answer: its window runs from now. */
export const viewOf = ({ event, standing, language, now }: Seen): View => ({
  event,
  standing,
  language,
  stage: stageOf(event, now),
  heldUntil:
    standing.state === 'offered' ? (standing.offerEndsAt ?? offerEndsAt({ toldAt: now, ...event })) : undefined,
})

/**
 * The statement that keeps that they were told of the offer that they see. `surely`: what cannot leave as a reply goes out
 * as a push. An answer that comes too late for LINE is read by nobody, and tells nothing.
 */
export function toldOf(
  { store, memberId, event: { replyToken, timestamp }, now }: Chat,
  { event, standing, stage, heldUntil }: View,
  { surely = false }: { surely?: boolean } = {},
): readonly Compilable[] {
  const arrives = replyToken !== undefined && (surely || now - timestamp < REPLY_WINDOW_MS)
  if (!arrives || stage !== 'open' || heldUntil === undefined) return []
  return [toldStatement(store.db, { eventId: event.id, memberId, offerNo: standing.offerNo, endsAt: heldUntil })]
}
