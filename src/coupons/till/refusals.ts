import { Refusal } from '../../refusal.ts'
import type { Grant } from '../grants.ts'
import { isOpenNow, nextOpen, nextPeriodAt, usesThatCount } from './windows.ts'

/** What staff typed of the visit. */
export type Entered = { billYen?: number | undefined; guests?: number | undefined }

type Attempt = {
  storeId: string
  /** When the code that was shown could first be seen. */
  shownAt: number
  entered?: Entered
  now: number
}

/**
 * Why a grant cannot be used in this store now, with the facts for the wording; undefined when nothing is in the way.
 * The guard itself stands in `redeemCoupon`'s statement: this only explains, and lets a preview say it before the tap.
 */
export function refusalOf(grant: Grant, attempt: Attempt): Refusal | undefined {
  const { offer, storeNames } = grant
  const { storeId, now } = attempt
  const used = usedUp(grant, attempt)
  if (used) return used
  if (grant.voidedAt !== null || grant.stoppedAt !== null) return new Refusal('coupon_stopped')
  if (offer.endsAt <= now) return new Refusal('coupon_expired', { at: offer.endsAt })
  if (offer.startsAt > now) return new Refusal('coupon_not_yet', { at: offer.startsAt })
  if (!grant.storeIds.includes(storeId)) return new Refusal('coupon_not_here', { stores: storeNames.join('、') })
  if (!isOpenNow(offer.conditions, now)) return notNow(grant, now)
  if (grant.isSoldOut) return new Refusal('coupon_sold_out', { total: offer.totalMax ?? 0 })
  return misfit(grant, attempt)
}

/** When, where and by whom; `next` when it can be used again, of one that counts within a day, a week or a month. */
function usedUp({ offer, uses }: Grant, { shownAt, now }: Attempt): Refusal | undefined {
  const counting = usesThatCount(offer, uses, now)
  const isUsed = offer.per === null ? counting.length >= offer.usesMax : counting.length > 0
  const last = (isUsed ? counting : uses).at(-1)
  if (!last || !(isUsed || last.at > shownAt)) return undefined
  const next = offer.per !== null && isUsed ? nextPeriodAt(offer.per, now) : undefined
  return new Refusal('coupon_already_redeemed', {
    at: last.at,
    store: last.storeName,
    ...(last.staffName !== null && { by: last.staffName }),
    ...(next !== undefined && next < offer.endsAt && { next }),
  })
}

/** `at`: when it can be used next, if it can. */
function notNow({ offer }: Grant, now: number) {
  const at = nextOpen(offer.conditions, now)
  return new Refusal('coupon_not_now', at !== undefined && at < offer.endsAt ? { at } : {})
}

function misfit({ offer: { conditions } }: Grant, { entered: { billYen, guests } = {} }: Attempt): Refusal | undefined {
  const { minimumSpendYen: min, guestsMax: max } = conditions
  if (billYen !== undefined && billYen < min) return new Refusal('coupon_bill_too_small', { min })
  if (guests !== undefined && max !== undefined && guests > max) return new Refusal('coupon_too_many_guests', { max })
  return undefined
}
