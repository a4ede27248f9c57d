import type { Config } from '../config.ts'
import { type Coupon, findCoupon } from '../coupons/coupons.ts'
import { grantIdFor } from '../coupons/grants.ts'
import { couponLink } from '../coupons/links.ts'
import type { SkipReason } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { shopName } from '../stores/stores.ts'
import { messagesFor } from './card.ts'
import type { Broadcast } from './drafts.ts'
import type { Letter, Recipient } from './sealing.ts'

export type Desk = {
  /** Why nobody may get it any more. */
  closed: SkipReason | undefined
  write(recipients: readonly Recipient[]): Promise<Letter>
}

/** Opens what is needed to write the letters of a broadcast, as things stand at this moment. */
export async function openDesk(
  { store, config }: { store: Store; config: Pick<Config, 'sessionSecret' | 'baseUrl'> },
  broadcast: Broadcast,
  now: number,
): Promise<Desk> {
  const shop = await shopName(store)
  const coupon = broadcast.couponId === null ? undefined : await findCoupon(store, broadcast.couponId)
  const isOver = coupon && (coupon.stoppedAt !== null || coupon.endsAt <= now)
  return {
    closed: isOver ? 'coupon_ended' : undefined,
    write: async (recipients) => {
      const [only] = recipients
      if (!coupon || !only)
        return { body: bodyFor(broadcast, recipients, messagesFor({ ...broadcast, shopName: shop })) }

      const grantId = await grantIdOf(store, coupon, only.memberId)
      const messages = messagesFor({
        ...broadcast,
        shopName: shop,
        offer: { coupon, storeNames: coupon.stores.map(({ name }) => name) },
        url: await couponLink(config, grantId),
        language: only.language,
      })
      return { body: bodyFor(broadcast, recipients, messages), grant: { grantId, couponId: coupon.id } }
    },
  }
}

/** The grant that the person has already, or the one that the seal will store. */
async function grantIdOf({ db }: Store, { id: couponId }: Coupon, memberId: string) {
  const known = await db
    .selectFrom('coupon_grants')
    .select('id')
    .where('coupon_id', '=', couponId)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return known?.id ?? grantIdFor({ couponId, memberId })
}

function bodyFor({ id, method }: Broadcast, recipients: readonly Recipient[], messages: readonly unknown[]) {
  const to = recipients.map(({ lineUserId }) => lineUserId)
  return JSON.stringify({
    to: method === 'push' ? to[0] : to,
    messages,
    customAggregationUnits: [aggregationUnit(id)],
  })
}

/** LINE's statistics under a name of ours: later evidence for requests without an answer. At most 30 of A-Z a-z 0-9 _. */
export const aggregationUnit = (broadcastId: string) => `bc_${broadcastId.replace(/[^0-9a-zA-Z]/g, '').slice(0, 20)}`
