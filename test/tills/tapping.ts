import { isDeepStrictEqual } from 'node:util'
import { type Redemption, redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { isBusy } from '../patience.ts'
import { MINUTE } from '../support.ts'
import { pressedAt, previewOf, staffNameOf, tillOf } from './town.ts'

/** Of a hundred answers so many do not arrive; the till asks again with the same key, each time so much later. */
export const LOST_OF_100 = 30
const LATER_MS = MINUTE
const AGAIN_MAX = 20

export type Tapped = {
  tries: number
  /** Answers "used": key, coupon and till of each. */
  wins: Set<string>
  lost: number
  /** Asked at another till and with a new key, when the answer to the one that used it had been lost. */
  elsewhere: number
  /** Asked again with the same key, and answered otherwise. */
  unlike: number
  /** Neither used nor "already used". */
  odd: string[]
  /** Who was told that it is used already: where and by whom. */
  told: Set<string>
  busy: number
}

export const nothing = (): Tapped => ({
  ...{ tries: 0, lost: 0, elsewhere: 0, unlike: 0, busy: 0 },
  ...{ wins: new Set(), odd: [], told: new Set() },
})

type Answer = { used: Redemption } | { refused: Refusal }
type Tapping = { grantId: string; random: () => number; sum: Tapped }

/** Some tills read one guest's code at the same moment, and all of them press 確定; where nothing was heard of that, the guest is sent to the next till. */
export async function tapAll(store: Store, { tills, ...tapping }: Tapping & { tills: readonly number[] }) {
  const { grantId, sum } = tapping
  const lostUses = await Promise.all(tills.map((no) => tapOnce(store, { ...tapping, no })))
  const [lost = -1] = lostUses.filter((no) => no !== undefined)
  const other = tills.find((no) => no !== lost)
  if (lost < 0 || other === undefined) return
  sum.elsewhere++
  const asking = { grantId, key: crypto.randomUUID(), no: other, now: pressedAt(other), sum }
  const answer = await askPatiently(store, asking)
  if ('used' in answer) sum.odd.push(`${grantId}: used again at till ${other}`)
  else note(answer.refused, { grantId, sum })
}

/** The till, if it used the coupon and was not told so at first. */
async function tapOnce(store: Store, { no, ...tapping }: Tapping & { no: number }): Promise<number | undefined> {
  const { grantId, random, sum } = tapping
  const key = crypto.randomUUID()
  const ask = (now: number) => askPatiently(store, { grantId, key, no, now, sum })
  let [answer, now] = [await ask(pressedAt(no)), pressedAt(no)]
  while (random() * 100 < LOST_OF_100) {
    sum.lost++
    now += LATER_MS
    const again = await ask(now)
    if (!isAlike(answer, again)) sum.unlike++
    answer = again
  }
  sum.tries++
  if ('refused' in answer) {
    note(answer.refused, { grantId, sum })
    return undefined
  }
  const { storeName, staffName, at } = answer.used
  const isTrue = storeName === tillOf(no).storeName && staffName === staffNameOf(no) && at === pressedAt(no)
  if (isTrue) sum.wins.add(`${key} ${grantId} till-${no}`)
  else sum.odd.push(`${grantId}: used by ${staffName} in ${storeName}, not at till ${no}`)
  return now > pressedAt(no) ? no : undefined
}

/** Whoever comes too late is told when it was used, where and by whom. */
function note({ code, facts: { at, store, by } }: Refusal, { grantId, sum }: Pick<Tapping, 'grantId' | 'sum'>) {
  if (code === 'coupon_already_redeemed') sum.told.add(`${grantId} ${at} ${store} ${by}`)
  else sum.odd.push(`${grantId}: ${code}`)
}

/** Which of its uses a full coupon names may differ between two looks; that it was used or not may not. */
const isAlike = (one: Answer, other: Answer) =>
  'used' in one && 'used' in other
    ? isDeepStrictEqual(one.used, other.used)
    : 'refused' in one && 'refused' in other && one.refused.code === other.refused.code

type Asking = { grantId: string; key: string; no: number; now: number; sum: Tapped }

/** A file that others keep for too long is tried again, as a till would, with the same key. */
async function askPatiently(store: Store, { grantId, key, no, now, sum }: Asking): Promise<Answer> {
  const { staff, ...till } = tillOf(no)
  const preview = previewOf(grantId, key)
  for (let again = 0; ; again++)
    try {
      return { used: await redeemCoupon(store, { preview, till, staff, now }) }
    } catch (error) {
      if (error instanceof Refusal) return { refused: error }
      if (!isBusy(error) || again === AGAIN_MAX) throw error
      sum.busy++
    }
}

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
