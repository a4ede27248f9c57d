import { type Compilable, sql } from 'kysely'
import type { MemberLanguage } from '../../db/schema.ts'
import type { Chat } from '../../line/chat.ts'
import { REPLY_WINDOW_MS } from '../../line/outbox.ts'
import { shiftTitle } from '../ad/shift-words.ts'
import { lapseOffers, offerEndsAt, toldStatement } from '../claims/standby.ts'
import { type Standing, standingOf } from '../claims/standing.ts'
import { knownStatement } from '../notices/notices.ts'
import type { Opening } from '../openings.ts'
import { stageOf, type View } from './standing-words.ts'

/** How somebody stands now. */
export const currentStanding = async (chat: Chat, openingId: string) =>
  unlessLapsed(chat, openingId, await standingOf(chat.store, { openingId, memberId: chat.memberId }))

/** An offer whose window is over is none, even before the minute that ends it: it ends now. */
export async function unlessLapsed({ store, memberId, now }: Chat, openingId: string, standing: Standing) {
  const { claim, offerEndsAt: endsAt } = standing
  if (claim?.state !== 'offered' || endsAt === undefined || now < endsAt) return standing
  await lapseOffers(store, { now })
  return standingOf(store, { openingId, memberId })
}

type Seen = { opening: Opening; standing: Standing; language: MemberLanguage; now: number }

/** An offer that nobody told them of yet is told by this very answer: its window runs from now. */
export const viewOf = ({ opening, standing, language, now }: Seen): View => ({
  opening,
  standing,
  language,
  stage: stageOf(opening, now),
  heldUntil:
    standing.claim?.state === 'offered'
      ? (standing.offerEndsAt ?? offerEndsAt({ toldAt: now, startsAt: opening.startsAt }))
      : undefined,
})

/** A reply that comes too late for LINE is read by nobody: it tells nothing, and marks nothing as read. */
export const isInTime = ({ event: { replyToken, timestamp }, now }: Chat) =>
  replyToken !== undefined && now - timestamp < REPLY_WINDOW_MS

/**
 * The statements that keep that they were told of the offer that they see, as its own message would have. `surely`: what
 * cannot leave as a reply goes out as a push.
 */
export function toldOf(chat: Chat, view: View, { surely = false }: { surely?: boolean } = {}): readonly Compilable[] {
  const { store, memberId, event, now } = chat
  const { opening, standing, heldUntil } = view
  const arrives = surely ? event.replyToken !== undefined : isInTime(chat)
  if (!arrives || heldUntil === undefined || standing.offerEndsAt !== undefined) return []
  const { id: openingId, storeId, storeName } = opening
  const ref = String(standing.offerNo)
  const detail = JSON.stringify({ title: shiftTitle('ja', opening), store: storeName })
  return [
    toldStatement(store.db, { openingId, memberId, offerNo: standing.offerNo, endsAt: heldUntil }),
    knownStatement(store.db, { openingId, memberId, kind: 'offer', ref, now }),
    {
      compile: () =>
        sql`insert into interactions (id, member_id, kind, ref, detail, store_id, at)
        values (${`shift_offered:${openingId}:${memberId}:${ref}`}, ${memberId}, 'shift_offered', ${openingId},
          ${detail}, ${storeId}, ${now}) on conflict (id) do nothing`.compile(store.db),
    },
  ]
}
