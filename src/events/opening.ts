import type { MemberLanguage } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import type { Picture } from '../images/images.ts'
import { Refusal } from '../refusal.ts'
import { shopName } from '../stores/stores.ts'
import { type Stage, stageOf } from './chat-words.ts'
import { findEvent, type ShopEvent } from './events.ts'
import { FEEDBACK_OPEN_MS, isTaster } from './feedback.ts'
import { isInvited } from './invited.ts'
import { type Standing, standingOf } from './standing.ts'

/** A guest's page is closed so long after the event, when what they told for it is forgotten too. */
const PAGE_OPEN_MS = 7 * 86_400_000

/** An event as one guest sees it now. */
export type Opened = {
  event: ShopEvent
  member: { id: string; language: MemberLanguage; birthYear: number | null }
  standing: Standing
  stage: Stage
  /** Of the shop. */
  shop: string
  picture: Picture | undefined
  /** They were let in at the door. */
  arrived: boolean
  /** Seats were offered to them for longer than they had to answer, and nothing has ended that yet. */
  isOverdue: boolean
  /** They may say now what the food was like. */
  tastes: boolean
  now: number
}

/**
 * What stands behind a guest's link. Refusal event_link_unusable when there is nothing for them (any more); `over` and
 * `language` among its facts when there was.
 */
export async function openGuest(
  store: Store,
  { eventId, memberId, now, isFeedback }: { eventId: string; memberId: string; now: number; isFeedback: boolean },
): Promise<Opened> {
  const who = { eventId, memberId }
  const [event, member] = await Promise.all([findEvent(store, { eventId }), findPerson(store, memberId)])
  if (!event || !member) throw new Refusal('event_link_unusable')
  const { language } = member
  const [kept, shop, tastes, picture, mayAnswer, arrived] = await Promise.all([
    standingOf(store, who),
    shopName(store),
    isTaster(store, { ...who, now }),
    event.imageId === null ? undefined : findPicture(store, event.imageId),
    isInvited(store, who),
    isIn(store, who),
  ])
  // Neither is anybody of a draft, nor who has left.
  if (!mayAnswer && !tastes) throw new Refusal('event_link_unusable', { language })
  if (now >= event.endsAt + (isFeedback ? FEEDBACK_OPEN_MS : PAGE_OPEN_MS))
    throw new Refusal('event_link_unusable', { language, over: 1 })
  const standing = asOf(kept, now)
  const isOverdue = standing !== kept
  return { event, member, standing, isOverdue, stage: stageOf(event, now), shop, picture, arrived, tastes, now }
}

/** An offer whose window is over is none, even before it is ended: who was offered all has left the line, others wait on. */
function asOf(standing: Standing, now: number): Standing {
  const { state, seats, party, offerEndsAt } = standing
  if (state !== 'offered' || offerEndsAt === undefined || now < offerEndsAt) return standing
  const over = { ...standing, seats: 0, offerEndsAt: undefined }
  return seats < party
    ? { ...over, state: 'waiting', refusedSeats: seats }
    : { ...over, state: 'lapsed', nth: undefined }
}

async function isIn({ db }: Store, { eventId, memberId }: { eventId: string; memberId: string }) {
  const found = await db
    .selectFrom('check_ins')
    .select('id')
    .where('event_id', '=', eventId)
    .where('member_id', '=', memberId)
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

const findPerson = ({ db }: Store, memberId: string) =>
  db
    .selectFrom('members')
    .select(['id', 'language', 'birth_year as birthYear'])
    .where('id', '=', memberId)
    .executeTakeFirst()

const findPicture = ({ db }: Store, imageId: string): Promise<Picture | undefined> =>
  db.selectFrom('images').select(['id', 'width', 'height']).where('id', '=', imageId).executeTakeFirst()
