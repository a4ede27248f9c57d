import { type RawBuilder, sql } from 'kysely'
import { createCoupon, type NewCoupon } from '../../src/coupons/coupons.ts'
import type { Preview, TillHere } from '../../src/coupons/till/previews.ts'
import type { Store } from '../../src/db/store.ts'
import { EARLIER, LATER, MINUTE, NOON } from '../support.ts'

export const STORES = 8
/** Uses that one of a round's coupons allows: mostly one. */
export const USES_MAX = 5

export type TownTill = TillHere & { staff: { id: string }; storeName: string }
export const tillOf = (no: number): TownTill => ({
  id: `till-${no}`,
  storeId: `store-${no % STORES}`,
  staff: { id: `staff-${no}` },
  storeName: `店${no % STORES}`,
})
export const staffNameOf = (no: number) => `担当${no}`
export const grantOf = (uses: number, no: number) => `grant-${uses}-${no}`

/** Each till presses at an instant of its own. */
export const pressedAt = (no: number) => NOON + no

/** A code that all tills read; as if it had come after all their uses, so that only their number is in the way. */
export const previewOf = (grantId: string, key: string = crypto.randomUUID()): Preview => ({
  ...{ grantId, key, via: 'code', reason: null },
  ...{ shownAt: NOON + MINUTE, expiresAt: NOON + 2 * MINUTE },
})

const run = (store: Store, words: readonly RawBuilder<unknown>[]) =>
  store.batch(words.map((one) => ({ compile: () => one.compile(store.db) })))

const series = (count: number) =>
  sql`(with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ${count}) select i from n)`

/** Stores with so many tills and one of their staff at each, and so many people. */
export async function openTown(store: Store, { tills, people }: { tills: number; people: number }) {
  await run(store, [
    sql`insert into stores (id, name, position, created_at) select 'store-' || i, '店' || i, i, ${EARLIER} from ${series(STORES)}`,
    sql`insert into tills (id, store_id, name, created_at)
      select 'till-' || i, 'store-' || (i % ${sql.lit(STORES)}), 'レジ', ${EARLIER} from ${series(tills)}`,
    sql`insert into operators (id, name, role, store_id, created_at)
      select 'staff-' || i, '担当' || i, 'staff', 'store-' || (i % ${sql.lit(STORES)}), ${EARLIER} from ${series(tills)}`,
    sql`insert into members (id, state, name, name_folded, store_id, created_at)
      select 'person-' || i, 'verified', '客' || i, '客' || i, 'store-0', ${EARLIER} from ${series(people)}`,
  ])
}

/** A coupon that holds in all stores of the town. */
export const addTownCoupon = (store: Store, more: Partial<NewCoupon>) =>
  createCoupon(store, {
    coupon: {
      ...{ title: 'おかえり割', kind: 'percent', value: 10, usesMax: 1, startsAt: EARLIER, endsAt: LATER },
      conditions: { minimumSpendYen: 0, combinable: true },
      storeIds: Array.from({ length: STORES }, (_, i) => `store-${i}`),
      ...more,
    },
    now: EARLIER,
  })

/** Everybody's grant of a new coupon of so many uses. */
export async function giveToAll(store: Store, { uses, people }: { uses: number; people: number }) {
  const couponId = await addTownCoupon(store, { usesMax: uses })
  await run(store, [
    sql`insert into coupon_grants (id, coupon_id, member_id, uses_max, starts_at, ends_at, secret, created_at)
      select 'grant-' || ${String(uses)} || '-' || i, ${couponId}, 'person-' || i, ${uses}, ${EARLIER}, ${LATER},
        lower(hex(randomblob(16))), ${EARLIER} from ${series(people)}`,
  ])
}

export type Counted = { uses: number; excess: number; missing: number; nameless: number }

/** How many uses there are, too many, too few where `tries` asked for each, and such as nobody could answer for. */
export async function countUses({ db }: Store, { tries }: { tries: number }): Promise<Counted> {
  const { rows } = await sql<Counted>`
    with used as (select g.id, min(g.uses_max, ${tries}) as allowed,
        (select count(*) from redemptions where grant_id = g.id and voided_at is null) as uses
      from coupon_grants as g)
    select sum(uses) as uses, sum(max(0, uses - allowed)) as excess, sum(max(0, allowed - uses)) as missing,
      (select count(*) from redemptions as r
        left join tills as t on t.id = r.till_id and t.store_id = r.store_id
        left join operators as o on o.id = r.operator_id and o.store_id = r.store_id
          and o.id = replace(t.id, 'till', 'staff')
        left join coupon_grants as g on g.id = r.grant_id and g.coupon_id = r.coupon_id
        where o.id is null or t.id is null or g.id is null or r.redeemed_at <> ${NOON} + cast(replace(t.id, 'till-', '') as integer)) as nameless
    from used`.execute(db)
  const [found] = rows
  if (!found) throw new Error('There is nothing to count.')
  return found
}

/** Which uses some tills say they made, as `key grant till`, and have not; and which they have made, and do not say so. */
export async function unsaidUses(
  { db }: Store,
  { tills, said }: { tills: readonly number[]; said: readonly string[] },
) {
  const { rows } = await sql<{ value: string }>`
    with made as (select idempotency_key || ' ' || grant_id || ' ' || till_id as value from redemptions
        where till_id in (select 'till-' || value from json_each(${JSON.stringify(tills)}))),
      said as (select value from json_each(${JSON.stringify(said)}))
    select * from (select value from made except select value from said)
    union all select * from (select value from said except select value from made)`.execute(db)
  return rows.map(({ value }) => value)
}

/** Of some answers "already used at …, by …", those that name no use. */
export async function untrueAnswers({ db }: Store, told: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ value: string }>`select value from json_each(${JSON.stringify(told)})
    where value not in (select r.grant_id || ' ' || r.redeemed_at || ' ' || s.name || ' ' || o.name
      from redemptions as r join stores as s on s.id = r.store_id join operators as o on o.id = r.operator_id)`.execute(
    db,
  )
  return rows.map(({ value }) => value)
}
