import { sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import type { Period } from './period.ts'

/** What happened with a coupon, in numbers. Sums of yen and guests are of the uses at which they were entered or are known. */
export type Figures = {
  issued: number
  opened: number
  used: number
  undone: number
  conflicts: number
  discountYen: number
  /** Uses of which nobody knows what they took off: a share of a bill that was not entered. */
  discountUnknown: number
  billYen: number
  /** Uses with a bill. */
  billed: number
  guests: number
  /** Uses with a number of guests. */
  parties: number
}
/** The figures of one day and one store: of a use the one where it was, of who was given it the one where they worked. */
export type Fact = Figures & { day: string; storeId: string | null; storeName: string | null }
/** `storeId`: whose uses are counted, or (null) all. */
type Asked = { couponId: string; storeId: string | null; period: Pick<Period, 'from' | 'until'> }

/** What a use took off, as SQL over `redemptions` and `coupons`; null where only the bill would tell, and was not entered. */
export const tookOff = sql<number | null>`coalesce(redemptions.discount_yen,
  iif(coupons.kind in ('yen', 'free_item'), coupons.value, null))`

/** By day and store, the oldest first; everything else that a report says is a sum of these. */
export async function couponFacts({ db }: Store, { couponId, storeId, period }: Asked): Promise<readonly Fact[]> {
  const { rows } = await sql<Fact>`
    with facts (what, at, store_id, took_off, bill_yen, guests) as (
      select 'issued', coupon_grants.created_at, members.store_id, null, null, null
      from coupon_grants join members on members.id = coupon_grants.member_id where coupon_id = ${couponId}
      union all
      select 'opened', coalesce(interactions.at, opened_at, coupon_grants.created_at), members.store_id, null, null, null
      from coupon_grants join members on members.id = coupon_grants.member_id
        left join interactions on interactions.id = 'coupon_opened:' || coupon_grants.id
      where coupon_id = ${couponId} and (opens > 0 or interactions.id is not null)
      union all
      select 'used', redeemed_at, store_id, ${tookOff}, bill_yen, guests
      from redemptions join coupons on coupons.id = redemptions.coupon_id
      where redemptions.coupon_id = ${couponId} and voided_at is null and ${here('store_id', storeId)}
      union all
      select 'undone', redeemed_at, store_id, null, null, null
      from redemptions where coupon_id = ${couponId} and voided_at is not null and ${here('store_id', storeId)}
      union all
      select 'conflict', scanned_at, paper_scans.store_id, null, null, null
      from coupon_grants cross join paper_scans on paper_scans.grant_id = coupon_grants.id
      where coupon_id = ${couponId} and outcome = 'conflict' and ${here('paper_scans.store_id', storeId)})
    select ${shopDayOf} as day, store_id as "storeId", stores.name as "storeName",
      sum(what = 'issued') as issued, sum(what = 'opened') as opened, sum(what = 'used') as used,
      sum(what = 'undone') as undone, sum(what = 'conflict') as conflicts,
      coalesce(sum(took_off), 0) as "discountYen", sum(what = 'used' and took_off is null) as "discountUnknown",
      coalesce(sum(bill_yen), 0) as "billYen", count(bill_yen) as billed,
      coalesce(sum(guests), 0) as guests, count(guests) as parties
    from facts left join stores on stores.id = facts.store_id
    where at >= ${period.from} and at < ${period.until}
    group by day, store_id order by day, stores.position, stores.id`.execute(db)
  return rows
}

const here = (column: string, storeId: string | null) =>
  storeId === null ? sql`true` : sql`${sql.ref(column)} = ${storeId}`

/** As `shopDay` has it: Tokyo's clock, less the five hours before a shop's day begins. */
const shopDayOf = sql<string>`date(at / 1000, 'unixepoch', '+4 hours')`

const NOTHING: Figures = {
  issued: 0,
  opened: 0,
  used: 0,
  undone: 0,
  conflicts: 0,
  discountYen: 0,
  discountUnknown: 0,
  billYen: 0,
  billed: 0,
  guests: 0,
  parties: 0,
}

/** All of them together. */
export const sumOf = (facts: readonly Figures[]): Figures => facts.reduce(plus, NOTHING)

/** By day, the oldest first; days without anything are left out. */
export const byDay = (facts: readonly Fact[]) =>
  [...grouped(facts, ({ day }) => day)].map(([day, ofDay]) => ({ day, ...sumOf(ofDay) }))

/** By store; null: alumni of none. A manager's: the own store alone. */
export const byStore = (facts: readonly Fact[], storeId: string | null) =>
  [...grouped(facts, (fact) => fact.storeId)]
    .filter(([id]) => storeId === null || id === storeId)
    .map(([id, ofStore]) => ({ storeId: id, storeName: ofStore[0]?.storeName ?? null, ...sumOf(ofStore) }))

const grouped = <K>(facts: readonly Fact[], keyOf: (fact: Fact) => K) => {
  const groups = new Map<K, Fact[]>()
  for (const fact of facts) groups.set(keyOf(fact), [...(groups.get(keyOf(fact)) ?? []), fact])
  return groups
}

const plus = (sum: Figures, more: Figures): Figures => ({
  issued: sum.issued + more.issued,
  opened: sum.opened + more.opened,
  used: sum.used + more.used,
  undone: sum.undone + more.undone,
  conflicts: sum.conflicts + more.conflicts,
  discountYen: sum.discountYen + more.discountYen,
  discountUnknown: sum.discountUnknown + more.discountUnknown,
  billYen: sum.billYen + more.billYen,
  billed: sum.billed + more.billed,
  guests: sum.guests + more.guests,
  parties: sum.parties + more.parties,
})
