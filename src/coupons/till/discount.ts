import type { CouponOffer } from '../coupons.ts'

/**
 * How many yen a coupon takes off a bill; null where that cannot be told: a percentage without the bill, a special price
 * without the usual one. Never more than the bill, where the bill is what it is taken off. `discountSql` says the same.
 */
export function discountOf(
  { kind, value, regularYen }: Pick<CouponOffer, 'kind' | 'value' | 'regularYen'>,
  billYen: number | null | undefined,
): number | null {
  const bill = billYen ?? null
  if (kind === 'percent') return bill === null ? null : Math.floor((bill * value) / 100)
  if (kind === 'yen') return bill === null ? value : Math.min(value, bill)
  if (kind === 'free_item') return value
  return regularYen === null ? null : Math.max(0, regularYen - value)
}
