import { isDeepStrictEqual } from 'node:util'
import { type Redemption, redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { NOON } from '../support.ts'
import { previewOf, staffNameOf, tillOf } from './town.ts'

/** Of so many answers of the server one in a hundred does not arrive; the till asks again with the same key. */
export const LOST_OF_100 = 30
const AGAIN_MAX = 20

export type Tapped = {
  tries: number
  /** Answers "used", each of another use. */
  wins: number
  lost: number
  /** Asked again with the same key, and answered otherwise. */
  unlike: number
  /** Neither used nor "already used". */
  odd: string[]
  /** Who was told that it is used already: where and by whom. */
  told: Set<string>
  busy: number
}

export const nothing = (): Tapped => ({
  ...{ tries: 0, wins: 0, lost: 0, unlike: 0, busy: 0 },
  ...{ odd: [], told: new Set() },
})

type Answer = { used: Redemption } | { refused: Refusal }

/** Some tills read one guest's code at the same moment, and all of them press 確定. */
export async function tapAll(
  store: Store,
  { grantId, tills, random, sum }: { grantId: string; tills: readonly number[]; random: () => number; sum: Tapped },
) {
  const answers = await Promise.all(tills.map((no) => tapOnce(store, { grantId, no, random, sum })))
  for (const [i, answer] of answers.entries()) {
    sum.tries++
    if ('used' in answer) {
      const { storeName, staffName, at } = answer.used
      const no = tills[i] ?? -1
      const isTrue = storeName === tillOf(no).storeName && staffName === staffNameOf(no) && at === NOON
      if (isTrue) sum.wins++
      else sum.odd.push(`${grantId}: used by ${staffName} in ${storeName}, not at till ${no}`)
    } else if (answer.refused.code === 'coupon_already_redeemed') {
      const { at, store, by } = answer.refused.facts
      sum.told.add(`${grantId} ${at} ${store} ${by}`)
    } else sum.odd.push(`${grantId}: ${answer.refused.code}`)
  }
}

async function tapOnce(
  store: Store,
  { grantId, no, random, sum }: { grantId: string; no: number; random: () => number; sum: Tapped },
): Promise<Answer> {
  const { staff, ...till } = tillOf(no)
  const preview = previewOf(grantId)
  const ask = () => patiently(() => redeemCoupon(store, { preview, till, staff, now: NOON }), sum)
  let answer = await ask()
  while (random() * 100 < LOST_OF_100) {
    sum.lost++
    const again = await ask()
    if (!isAlike(answer, again)) sum.unlike++
    answer = again
  }
  return answer
}

/** Which of its uses a full coupon names may differ between two looks; that it was used or not may not. */
const isAlike = (one: Answer, other: Answer) =>
  'used' in one && 'used' in other
    ? isDeepStrictEqual(one.used, other.used)
    : 'refused' in one && 'refused' in other && one.refused.code === other.refused.code

/** A file that others keep for too long is tried again, as a till would, with the same key. */
async function patiently(redeem: () => Promise<Redemption>, sum: Tapped): Promise<Answer> {
  for (let again = 0; ; again++)
    try {
      return { used: await redeem() }
    } catch (error) {
      if (error instanceof Refusal) return { refused: error }
      if (!isBusy(error) || again === AGAIN_MAX) throw error
      sum.busy++
    }
}

export const isBusy = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

/** Numbers in [0, 1) that a seed decides. */
export function seeded(seed: number) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
