import { Refusal } from '../../refusal.ts'
import type { Grant } from '../grants.ts'

type Attempt = {
  storeId: string
  /** When the code that was shown could first be seen. */
  shownAt: number
  now: number
}

/**
 * Why a grant cannot be used in this store now, with the facts for the wording; undefined when nothing is in the way.
 * The guard itself stands in `redeemCoupon`'s statement: this only explains, and lets a preview say it before the tap.
 */
export function refusalOf(grant: Grant, { storeId, shownAt, now }: Attempt): Refusal | undefined {
  const { offer, uses, storeNames } = grant
  const last = uses.at(-1)
  if (last && (uses.length >= offer.usesMax || last.at > shownAt))
    return new Refusal('coupon_already_redeemed', { at: last.at, store: last.storeName })
  if (grant.voidedAt !== null || grant.stoppedAt !== null) return new Refusal('coupon_stopped')
  if (offer.endsAt <= now) return new Refusal('coupon_expired', { at: offer.endsAt })
  if (offer.startsAt > now) return new Refusal('coupon_not_yet', { at: offer.startsAt })
  if (!grant.storeIds.includes(storeId)) return new Refusal('coupon_not_here', { stores: storeNames.join('、') })
  return undefined
}
