import type { Config } from '../config.ts'
import { findCoupon, type NewCoupon, offerOfNew } from '../coupons/coupons.ts'
import type { BroadcastPurpose, SkipReason } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { findEvent, type ShopEvent } from '../events/events.ts'
import { imageUrl } from '../images/images.ts'
import { photoRatio } from '../line/letter-parts.ts'
import type { Sender } from '../line/messages.ts'
import { listStores, shopName } from '../stores/stores.ts'
import { storyFor } from '../stories/stories.ts'
import type { Letter } from './card.ts'
import { type BroadcastContent, eventOf } from './content.ts'

/** A letter without whom it is to. `closed`: why nobody may get it any more. */
export type Material = Omit<Letter, 'language' | 'person' | 'url' | 'tapUrl'> & { closed?: SkipReason | undefined }

type Asked = {
  content: BroadcastContent
  purpose: BroadcastPurpose
  /** Once it is confirmed: what a draft says of its coupon holds no longer. */
  couponId?: string | null | undefined
  /** What its buttons name; undefined while it is composed for the first time. */
  broadcastId?: string | undefined
  now: number
}

type Deps = { store: Store; config: Pick<Config, 'baseUrl'> }

/**
 * What a broadcast's messages are made of, as things stand at this moment. With a person's own name, store and links it is
 * all that messagesFor asks for: the preview, the test send, the board and the seal begin with this.
 */
export async function materialFor({ store, config }: Deps, asked: Asked): Promise<Material> {
  const { content, purpose, broadcastId } = asked
  const [shop, sender, extra] = await Promise.all([
    shopName(store),
    senderOf({ store, config }, content),
    extraOf({ store, config }, asked),
  ])
  return { content, purpose, shopName: shop, sender, broadcastId, ...extra }
}

async function extraOf(deps: Deps, { content, couponId, now }: Asked): Promise<Partial<Material>> {
  if (content.kind === 'coupon') {
    const ofEvent = content.eventId === undefined ? {} : await eventMaterial(deps, content, now)
    return { ...ofEvent, ...(await couponOf(deps.store, couponId ?? content.couponId, content.coupon, now)) }
  }
  if (content.kind === 'event') return eventMaterial(deps, content, now)
  if (content.kind === 'story') return storyOf(deps, content.storyId)
  return content.kind === 'news' ? pictureOf(deps, content.imageId) : Promise.resolve({})
}

async function couponOf(
  store: Store,
  couponId: string | null | undefined,
  drafted: NewCoupon | undefined,
  now: number,
): Promise<Partial<Material>> {
  if (couponId) {
    const coupon = await findCoupon(store, couponId)
    if (!coupon) return {}
    const isOver = coupon.stoppedAt !== null || coupon.endsAt <= now
    return {
      offer: { coupon, storeNames: coupon.stores.map(({ name }) => name), now },
      ...(isOver && { closed: 'coupon_ended' as const }),
    }
  }
  if (!drafted) return {}
  const stores = await listStores(store)
  const storeNames = stores.filter(({ id }) => drafted.storeIds.includes(id)).map(({ name }) => name)
  return { offer: { coupon: offerOfNew(drafted), storeNames, now } }
}

async function storyOf(deps: Deps, storyId: string): Promise<Partial<Material>> {
  const story = await storyFor(deps.store, storyId)
  if (!story?.usable) return { closed: 'story_withdrawn' }
  const { title, words, name, imageId } = story
  return { story: { title, words, name, ...(await pictureOf(deps, imageId)) } }
}

/** An event that was called off is neither invited to nor thanked for; one that takes no more answers is not invited to. */
async function eventMaterial(deps: Deps, content: BroadcastContent, now: number): Promise<Partial<Material>> {
  const event = await findEvent(deps.store, { eventId: eventOf(content) ?? '' })
  if (!event) return { closed: 'event_over' }
  const picture = content.kind === 'event' ? await pictureOf(deps, event.imageId) : {}
  return { event, ...picture, ...(isOver(event, content, now) && { closed: 'event_over' as const }) }
}

const isOver = ({ state, closesAt }: ShopEvent, content: BroadcastContent, now: number) =>
  content.kind === 'event' && content.moment === 'invite' ? state !== 'open' || closesAt <= now : state === 'cancelled'

/** A picture that was uploaded once, in its own shape. */
async function pictureOf({ store, config }: Deps, imageId: string | null | undefined) {
  if (!imageId) return {}
  const image = await store.db
    .selectFrom('images')
    .select(['width', 'height'])
    .where('id', '=', imageId)
    .executeTakeFirst()
  return image ? { imageUrl: imageUrl(config, imageId), imageRatio: photoRatio(image) } : {}
}

/** The operator who signs, with their face; nobody once they are none any more: then the account speaks. */
async function senderOf({ store, config }: Deps, { senderId, from }: BroadcastContent): Promise<Sender | undefined> {
  if (!senderId) return undefined
  const operator = await store.db
    .selectFrom('operators')
    .select('face_image_id')
    .where('id', '=', senderId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (!operator) return undefined
  const { face_image_id: face } = operator
  return { name: from, ...(face === null ? {} : { iconUrl: imageUrl(config, face) }) }
}
