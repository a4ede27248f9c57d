import { z } from 'zod'
import { NewCoupon } from '../coupons/coupons.ts'

export const TITLE_MAX = 40
/** Well under LINE's limit of 5,000: nobody reads more. */
export const WORDS_MAX = 1_000
export const FROM_MAX = 30

const Words = z.string().trim().min(1).max(WORDS_MAX)
/** Who of the shop signs: 店長の田中 */
const From = z.string().trim().min(1).max(FROM_MAX)

/** What a broadcast says. A coupon is created when it is confirmed; from then on broadcasts.coupon_id names it. */
export const BroadcastContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: Words, from: From }),
  z.object({ kind: z.literal('coupon'), greeting: Words, from: From, coupon: NewCoupon.optional() }),
])
export type BroadcastContent = z.output<typeof BroadcastContent>

/** Equal messages go to 500 people a request; a personal one goes alone. The owner never has to know. */
export const methodFor = ({ kind }: BroadcastContent): 'multicast' | 'push' =>
  kind === 'coupon' ? 'push' : 'multicast'
