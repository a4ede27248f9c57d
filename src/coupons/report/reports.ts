import { sql } from 'kysely'
import { type Cursor, pageOf } from '../../db/pages.ts'
import type { RedeemedVia } from '../../db/schema-coupons.ts'
import type { Store } from '../../db/store.ts'
import { tookOff } from './counts.ts'
import type { Period } from './period.ts'

/** A page of the list. */
export const COUPONS_PAGE_MAX = 50
/** Uses on the coupon's own page; and on a page of all. */
export const USES_NEWEST = 10
export const USES_PAGE_MAX = 50
/** Lines that are read for a file at a time, and all of one. */
const LINES_AT_A_TIME = 200
const LINES_MAX = 1_000_000

/** Whose uses are counted: one store's, or (null) all. */
type Scope = { storeId: string | null }

export type CouponLine = {
  id: string
  title: string
  createdAt: number
  startsAt: number
  endsAt: number
  stoppedAt: number | null
  totalMax: number | null
  issued: number
  /** Who saw it, in LINE or on its page. */
  seen: number
  used: number
  usedInAll: number
  discountYen: number
}

/** The newest coupons: to how many they were given, how many looked, how often they were used and what that took off. */
export async function listCoupons({ db }: Store, { storeId, before }: Scope & { before?: Cursor | undefined }) {
  const here = storeId === null ? sql`true` : sql`store_id = ${storeId}`
  const { rows } = await sql<CouponLine>`
    with page as (select * from coupons where ${before ? sql`(created_at, id) < (${before.at}, ${before.id})` : sql`true`}
      order by created_at desc, id desc limit ${COUPONS_PAGE_MAX + 1}),
    given as (select coupon_id, count(*) as issued, count(seen_at) as seen
      from coupon_grants where coupon_id in (select id from page) group by coupon_id),
    taken as (select coupon_id, count(*) as in_all, count(*) filter (where ${here}) as used,
        sum(${tookOff}) filter (where ${here}) as yen
      from redemptions join page as coupons on coupons.id = redemptions.coupon_id
      where voided_at is null group by coupon_id)
    select id, title, created_at as "createdAt", starts_at as "startsAt", ends_at as "endsAt", stopped_at as "stoppedAt",
      total_max as "totalMax", coalesce(issued, 0) as issued, coalesce(seen, 0) as seen, coalesce(used, 0) as used,
      coalesce(in_all, 0) as "usedInAll", coalesce(yen, 0) as "discountYen"
    from page left join given on given.coupon_id = page.id left join taken on taken.coupon_id = page.id
    order by created_at desc, id desc`.execute(db)
  return pageOf(rows, COUPONS_PAGE_MAX, ({ createdAt, id }) => ({ at: createdAt, id }))
}

/** One use at a till, also one that was undone. */
export type CouponUse = {
  id: string
  at: number
  memberId: string
  memberName: string | null
  /** Of which store they are alumni. */
  memberStoreId: string | null
  storeName: string
  tillName: string
  staffName: string | null
  via: RedeemedVia
  viaReason: string | null
  billYen: number | null
  guests: number | null
  discountYen: number | null
  voidedAt: number | null
  voidedBy: string | null
  voidReason: string | null
}
type AskedUses = Scope & { couponId: string; period: Pick<Period, 'from' | 'until'> }

/** Who used a coupon, where and when, the newest first; those that were undone as well. */
export async function listUses(
  store: Store,
  { limit, before, ...asked }: AskedUses & { limit: number; before?: Cursor | undefined },
) {
  const rows = await newest(store, { ...asked, before, limit: limit + 1 })
  return pageOf(rows, limit, ({ at, id }) => ({ at, id }))
}

/** The same, as many as there are, for a file. */
export async function* allUses(store: Store, asked: AskedUses): AsyncGenerator<CouponUse> {
  let before: Cursor | undefined
  for (let read = 0; read < LINES_MAX; read += LINES_AT_A_TIME) {
    const uses = await newest(store, { ...asked, before, limit: LINES_AT_A_TIME })
    yield* uses
    const last = uses.at(-1)
    if (!last || uses.length < LINES_AT_A_TIME) return
    before = last
  }
}

/** How many lines that file has. */
export async function countUses({ db }: Store, asked: AskedUses) {
  const count = (undone: boolean) => sql<number>`(select count(*) from redemptions where ${usesOf(asked, undone)})`
  const { rows } = await sql<{ n: number }>`select ${count(false)} + ${count(true)} as n`.execute(db)
  return rows[0]?.n ?? 0
}

type Asking = AskedUses & { before: Cursor | undefined; limit: number }

/** Those that count and those that were undone lie in an index each. */
async function newest(store: Store, asked: Asking) {
  const both = await Promise.all([newestOf(store, asked, false), newestOf(store, asked, true)])
  return both
    .flat()
    .sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1))
    .slice(0, asked.limit)
}

async function newestOf({ db }: Store, { before, limit, ...asked }: Asking, undone: boolean) {
  const { rows } = await sql<CouponUse>`select redemptions.id, redeemed_at as at, members.id as "memberId",
      members.name as "memberName", members.store_id as "memberStoreId", stores.name as "storeName",
      tills.name as "tillName", operators.name as "staffName", via, via_reason as "viaReason", bill_yen as "billYen", guests,
      ${tookOff} as "discountYen", redemptions.voided_at as "voidedAt", voiders.name as "voidedBy",
      void_reason as "voidReason"
    from redemptions join coupons on coupons.id = redemptions.coupon_id
      join coupon_grants on coupon_grants.id = redemptions.grant_id
      join members on members.id = coupon_grants.member_id
      join stores on stores.id = redemptions.store_id
      join tills on tills.id = redemptions.till_id
      left join operators on operators.id = redemptions.operator_id
      left join operators as voiders on voiders.id = redemptions.voided_by
    where ${usesOf(asked, undone)}
      and ${before ? sql`(redeemed_at, redemptions.id) < (${before.at}, ${before.id})` : sql`true`}
    order by redeemed_at desc, redemptions.id desc limit ${limit}`.execute(db)
  return rows
}

const usesOf = ({ couponId, storeId, period }: AskedUses, undone: boolean) =>
  sql`redemptions.coupon_id = ${couponId} and redemptions.voided_at ${undone ? sql`is not null` : sql`is null`}
    and redeemed_at >= ${period.from} and redeemed_at < ${period.until}
    and ${storeId === null ? sql`true` : sql`redemptions.store_id = ${storeId}`}`
