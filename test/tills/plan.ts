import { DAY, HOUR, MINUTE, NOON } from '../support.ts'
import type { Terms } from './model.ts'
import { seeded } from './tapping.ts'

export const PEOPLE = ['hana', 'ken', 'mei'] as const
export const COUPONS = ['A', 'B'] as const
const CLIENTS = 8
/** Two tills in each of two stores, as `tillOf` numbers them. */
const TILLS = [0, 8, 1, 9] as const
/** So many acts in a row are mostly about the same grant. */
const HOT = 30

/** What becomes of an act: its answer arrives, is lost, the server dies after some journey to its database, or it is given up and goes on. */
export type Fate = { is: 'answered' | 'lost' | 'late' } | { is: 'cut'; journeys: number }
export type Wish =
  | { do: 'redeem'; grant: string; key: string; till: number; shownAgo: number; keeps: number }
  /** One of the newest uses that stand there when it is asked; `till` is null: in its own store. */
  | { do: 'undo'; grant: string; nth: number; till: number | null }
  | { do: 'extend'; grant: string; endsAt: number }
  | { do: 'withdraw' | 'look' | 'audit'; grant: string }
  | { do: 'stop'; coupon: string }
  | { do: 'erase'; person: string }
/** `wait`: how far the clock goes before it is asked. */
export type Step = { client: number; wait: number; fate: Fate; pace: number; wish: Wish }
export type CouponTerms = Terms & { endsAt: number }
export type Plan = { terms: Readonly<Record<string, CouponTerms>>; steps: readonly Step[] }

export const couponOf = (grant: string) => grant.slice(0, grant.indexOf('/'))
export const personOf = (grant: string) => grant.slice(grant.indexOf('/') + 1)
export const GRANTS = COUPONS.flatMap((coupon) => PEOPLE.map((person) => `${coupon}/${person}`))

/** All grants of a coupon of which there is a total have to do with each other; else each stands for itself. */
export const partOf = (grant: string, { terms }: Pick<Plan, 'terms'>) =>
  terms[couponOf(grant)]?.total === null ? grant : couponOf(grant)

/** What eight clients will do to three people's two coupons; decided by the seed alone. */
export function planOf(seed: number, acts: number): Plan {
  const random = seeded(seed)
  const one = <T>(all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0]
  const happens = (share: number) => random() < share
  const couponTerms = () => ({
    ...{ uses: one([1, 2, 3, 4, 5]), perDay: happens(0.2), total: happens(0.4) ? one([2, 4, 8]) : null },
    endsAt: NOON + one([9 * HOUR, DAY, 3 * DAY, 3 * DAY]),
  })
  const terms = Object.fromEntries(COUPONS.map((coupon) => [coupon, couponTerms()]))
  // Every other history is a quarter of an hour in which much is undone, in one of three cases at a single store.
  const isRush = happens(0.5)
  const [undos, stores] = isRush ? [45, one([2, 4, 4])] : [16, 4]
  const keys: { key: string; grant: string; till: number }[] = []
  let [hot = ''] = GRANTS

  const till = () => TILLS[Math.floor(random() * stores)] ?? 0
  const redeem = (grant: string, no: number): Wish => {
    const known = keys.slice(-12).filter((asked) => partOf(asked.grant, { terms }) === partOf(grant, { terms }))
    const again = happens(0.25) ? known[Math.floor(random() * known.length)] : undefined
    const asked = again ?? { key: `k${no}`, grant, till: till() }
    if (!again) keys.push(asked)
    const where = happens(0.1) ? { grant, till: till() } : asked
    return {
      ...{ do: 'redeem', key: asked.key, grant: where.grant, till: where.till },
      ...{ shownAgo: one([0, 0, 0, 30_000]), keeps: happens(0.05) ? 0 : 2 * MINUTE },
    }
  }
  // A night lies in between: to one o'clock, which is the same day of the shop, or to six.
  const night = isRush ? one([0, 0, 13 * HOUR, 18 * HOUR]) : 0
  const waitAt = (no: number) => {
    if (night > 0 && no === acts >> 1) return night
    if (isRush || happens(0.93)) return random() * 8_000
    return one([4 * MINUTE, 11 * MINUTE, 11 * MINUTE, (3 + random() * 12) * HOUR])
  }
  const wishOf = (no: number): Wish => {
    const grant = happens(0.6) ? hot : (GRANTS[Math.floor(random() * GRANTS.length)] ?? hot)
    let left = random() * (70 + undos)
    const is = (weight: number) => {
      left -= weight
      return left < 0
    }
    // What ends a coupon comes late enough that there is something to end.
    const mayEnd = no > acts * (isRush ? 0.7 : 0.3)
    if (is(undos)) return { do: 'undo', grant, nth: one([0, 0, 1, 2]), till: happens(0.1) ? till() : null }
    if (is(12)) return { do: 'look', grant }
    if (is(4)) return { do: 'audit', grant }
    if (is(3)) return { do: 'extend', grant, endsAt: NOON + one([6, 30, 54]) * HOUR }
    if (mayEnd && is(2)) return { do: 'withdraw', grant }
    if (mayEnd && is(1.5)) return { do: 'stop', coupon: one(COUPONS) }
    if (mayEnd && is(1)) return { do: 'erase', person: one(PEOPLE) }
    return redeem(grant, no)
  }
  const fateOf = (): Fate => {
    const share = random()
    if (share < 0.04) return { is: 'lost' }
    if (share < 0.07) return { is: 'late' }
    return share < 0.1 ? { is: 'cut', journeys: one([0, 1, 2, 3]) } : { is: 'answered' }
  }
  return {
    terms,
    steps: Array.from({ length: acts }, (_, no) => {
      if (no % HOT === 0) hot = GRANTS[Math.floor(random() * GRANTS.length)] ?? hot
      const wait = waitAt(no)
      const [client, pace] = [Math.floor(random() * CLIENTS), Math.floor(random() * 2 ** 32)]
      return { client, wait: Math.floor(wait), fate: fateOf(), pace, wish: wishOf(no) }
    }),
  }
}
