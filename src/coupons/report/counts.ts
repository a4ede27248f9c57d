import { type Expression, sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import type { Period } from './period.ts'

/** What happened with a coupon, in numbers. Sums of yen and guests are of the uses at which they were entered or are known. */
export type Figures = {
  issued: number
  /** Who saw it for the first time, in LINE or on its page. */
  seen: number
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
export async function couponFacts({ db }: Store, asked: Asked): Promise<readonly Fact[]> {
  const { from, until } = asked.period
  const { rows } = await sql<Fact>`
    with granted as (${granted(asked)}),
    facts (what, day_no, store_id, count, took_off, bill_yen, guests) as (
      select 'issued', issued_on, store_id, people, null, null, null from granted
      union all
      select 'seen', seen_on, store_id, people, null, null, null from granted
      union all
      ${happened(asked)})
    select date(day_no * 86400, 'unixepoch') as day, store_id as "storeId", stores.name as "storeName",
      ${countOf('issued')} as issued, ${countOf('seen')} as seen, ${countOf('used')} as used,
      ${countOf('undone')} as undone, ${countOf('conflict')} as conflicts,
      coalesce(sum(took_off), 0) as "discountYen", sum(what = 'used' and took_off is null) as "discountUnknown",
      coalesce(sum(bill_yen), 0) as "billYen", count(bill_yen) as billed,
      coalesce(sum(guests), 0) as guests, count(guests) as parties
    from facts left join stores on stores.id = facts.store_id
    where day_no >= ${shopDayNo(sql`${from}`)} and day_no < ${shopDayNo(sql`${until}`)}
    group by day_no, store_id order by day_no, stores.position, stores.id`.execute(db)
  return rows
}

/** Who was given it or saw it in the period: how many people of each store, by both days. */
const granted = ({ couponId, period: { from, until } }: Asked) => sql`
  select ${shopDayNo(sql.ref('coupon_grants.created_at'))} as issued_on, ${shopDayNo(sql.ref('seen_at'))} as seen_on,
    members.store_id, count(*) as people
  from coupon_grants join members on members.id = coupon_grants.member_id
  where coupon_id = ${couponId} and (coupon_grants.created_at >= ${from} and coupon_grants.created_at < ${until}
    or seen_at >= ${from} and seen_at < ${until})
  group by 1, 2, 3`

/** What happened at the tills, a line each. */
const happened = ({ couponId, storeId, period: { from, until } }: Asked) => sql`
  select 'used', ${shopDayNo(sql.ref('redeemed_at'))}, store_id, 1, ${tookOff}, bill_yen, guests
  from redemptions join coupons on coupons.id = redemptions.coupon_id
  where redemptions.coupon_id = ${couponId} and voided_at is null and ${here('store_id', storeId)}
    and redeemed_at >= ${from} and redeemed_at < ${until}
  union all
  select 'undone', ${shopDayNo(sql.ref('redeemed_at'))}, store_id, 1, null, null, null
  from redemptions where coupon_id = ${couponId} and voided_at is not null and ${here('store_id', storeId)}
  union all
  select 'conflict', ${shopDayNo(sql.ref('scanned_at'))}, paper_scans.store_id, 1, null, null, null
  from paper_scans cross join coupon_grants on coupon_grants.id = paper_scans.grant_id
  where coupon_id = ${couponId} and outcome = 'conflict' and ${here('paper_scans.store_id', storeId)}`

const countOf = (what: string) => sql`sum(iif(what = ${sql.lit(what)}, count, 0))`

const here = (column: string, storeId: string | null) =>
  storeId === null ? sql`true` : sql`${sql.ref(column)} = ${storeId}`

/** The number of the day as `shopDay` has it: Tokyo's clock, less the five hours before a shop's day begins. */
const shopDayNo = (at: Expression<unknown>) => sql`(${at} + 4 * 3600000) / 86400000`

const NOTHING: Figures = {
  issued: 0,
  seen: 0,
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
  seen: sum.seen + more.seen,
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
