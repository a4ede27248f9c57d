import type { CouponOffer } from '../coupons.ts'

/** Below this spend the limit is a fixed sum. */
const SMALL_SPEND_YEN = 1_000
const SMALL_LIMIT_YEN = 200
/** Above it, one part in so many. */
const SHARE_OF = 5

/**
 * What a free item may be worth: 200 yen where less than 1,000 yen need be spent, else a fifth of the least that must be. null:
 * a discount in the own shop has no such limit. 景品表示法 4条・一般消費者に対する景品類の提供に関する事項の制限（昭和52年公正取引委員会告示第5号）1項.
 */
export function prizeLimit({
  kind,
  conditions: { minimumSpendYen },
}: Pick<CouponOffer, 'kind'> & { conditions: Pick<CouponOffer['conditions'], 'minimumSpendYen'> }): number | null {
  if (kind !== 'free_item') return null
  return minimumSpendYen < SMALL_SPEND_YEN ? SMALL_LIMIT_YEN : Math.floor(minimumSpendYen / SHARE_OF)
}

/** The least bill with which an item of that worth, which is above the fixed sum, stays within the limit. */
export const spendFor = (itemYen: number) => itemYen * SHARE_OF
