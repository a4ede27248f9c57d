import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../../db/store.ts'
import { DAY_MS } from '../../labour/days.ts'

/** How far back is looked. */
export const WATCH_DAYS = 30
/** From how many on something is worth a look; one slip a week is how people are. */
export const OPENS_MANY = 5
export const UNDOS_MANY = 3
export const BY_NAME_MANY = 3
export const DEVICE_PEOPLE_MANY = 2
export const WRONG_CODES_MANY = 10
/** Of each kind, those that stand out most. */
const LISTED_MAX = 20
const REASONS_MAX = 3

/** `storeId`: the store that a manager's rights end at; null: all. */
type Asked = { storeId: string | null; now: number }
type Person = { memberId: string; name: string | null }

/** Everything that an owner might want to look at, by kind; who uses coupons as they are meant is in none of it. */
export async function watchCoupons(store: Store, asked: Asked) {
  const [paper, pins, wrongCodes, undos, byName, devices, opens] = await Promise.all([
    openPaper(store, asked),
    closedPins(store, asked),
    manyWrongCodes(store, asked),
    manyUndos(store, asked),
    manyByName(store, asked),
    sharedDevices(store, asked),
    manyOpens(store, asked),
  ])
  return { paper, pins, wrongCodes, undos, byName, devices, opens }
}
export type Watched = Awaited<ReturnType<typeof watchCoupons>>

const since = (now: number) => now - WATCH_DAYS * DAY_MS
const here = (column: string, storeId: string | null): RawBuilder<unknown> =>
  storeId === null ? sql`true` : sql`${sql.ref(column)} = ${storeId}`

/** What was logged while the net was down, does not add up, and nobody has settled: however long ago. */
async function openPaper({ db }: Store, { storeId }: Asked) {
  const { rows } = await sql<{ storeName: string; count: number }>`
    select stores.name as "storeName", count(*) as count
    from paper_scans join stores on stores.id = paper_scans.store_id
    where settled_at is null and (outcome <> 'used' or why is not null) and ${here('paper_scans.store_id', storeId)}
    group by stores.id order by stores.position, stores.id`.execute(db)
  return rows
}

/** Whose PIN, or at which store all of them, is closed after too many wrong ones. */
async function closedPins({ db }: Store, { storeId, now }: Asked) {
  const { rows } = await sql<{ staffName: string | null; storeName: string | null; wrong: number }>`
    select operators.name as "staffName", stores.name as "storeName", wrong_today as wrong
    from pin_tries
      left join operators on scope = 'operator' and operators.id = subject_id
      left join stores on stores.id = iif(scope = 'store', subject_id, operators.store_id)
    where (blocked_at is not null or locked_until > ${now}) and ${here('stores.id', storeId)}
    order by wrong_today desc, subject_id limit ${LISTED_MAX}`.execute(db)
  return rows
}

/** Tills at which many codes were no good, in the hour that is counted last. */
async function manyWrongCodes({ db }: Store, { storeId, now }: Asked) {
  const { rows } = await sql<{ storeName: string; tillName: string; wrong: number; at: number }>`
    select stores.name as "storeName", tills.name as "tillName", wrong_codes as wrong, wrong_codes_since_at as at
    from tills join stores on stores.id = tills.store_id
    where revoked_at is null and wrong_codes >= ${WRONG_CODES_MANY} and wrong_codes_since_at >= ${since(now)}
      and ${here('tills.store_id', storeId)}
    order by wrong_codes_since_at desc, tills.id limit ${LISTED_MAX}`.execute(db)
  return rows
}

type AtTill = { storeName: string; tillName: string; staffName: string | null; count: number; used: number }

/** Who took back many uses, at which till, beside how many uses they made there. */
async function manyUndos({ db }: Store, { storeId, now }: Asked) {
  const { rows } = await sql<AtTill>`
    with undone as (
      select coalesce(voided_till_id, till_id) as till_id, coalesce(voided_by, operator_id) as staff_id, count(*) as count
      from redemptions where voided_at is not null and voided_at >= ${since(now)} and ${here('store_id', storeId)}
      group by 1, 2 having count(*) >= ${UNDOS_MANY})
    select stores.name as "storeName", tills.name as "tillName", operators.name as "staffName", undone.count,
      (select count(*) from redemptions where redemptions.till_id = undone.till_id
        and operator_id is undone.staff_id and redeemed_at >= ${since(now)}) as used
    from undone join tills on tills.id = undone.till_id join stores on stores.id = tills.store_id
      left join operators on operators.id = undone.staff_id
    order by undone.count desc, tills.id limit ${LISTED_MAX}`.execute(db)
  return rows
}

const Reasons = z.array(z.string())

/** Who looked many guests up by name instead of reading a code, and what they gave as the reason last. */
async function manyByName({ db }: Store, { storeId, now }: Asked) {
  const { rows } = await sql<AtTill & { reasons: string }>`
    with looked as (
      select till_id, operator_id, count(*) as count, json_group_array(via_reason) filter (where newest <= ${REASONS_MAX}) as reasons
      from (select till_id, operator_id, coalesce(via_reason, '') as via_reason,
          row_number() over (partition by till_id, operator_id order by redeemed_at desc) as newest
        from redemptions where via = 'name' and voided_at is null and redeemed_at >= ${since(now)}
          and ${here('store_id', storeId)} order by redeemed_at desc)
      group by till_id, operator_id having count(*) >= ${BY_NAME_MANY})
    select stores.name as "storeName", tills.name as "tillName", operators.name as "staffName", looked.count, looked.reasons,
      (select count(*) from redemptions where redemptions.till_id = looked.till_id
        and operator_id is looked.operator_id and voided_at is null and redeemed_at >= ${since(now)}) as used
    from looked join tills on tills.id = looked.till_id join stores on stores.id = tills.store_id
      left join operators on operators.id = looked.operator_id
    order by looked.count desc, tills.id limit ${LISTED_MAX}`.execute(db)
  return rows.map(({ reasons, ...row }) => ({ ...row, reasons: Reasons.parse(JSON.parse(reasons)).filter(Boolean) }))
}

const People = z.array(z.tuple([z.string(), z.string().nullable(), z.string().nullable()]))

/** Devices on which coupons of several people were shown. A manager's: those with one of the own store, who alone is named. */
async function sharedDevices({ db }: Store, { storeId, now }: Asked) {
  const { rows } = await sql<{ people: string; at: number }>`
    select json_group_array(json_array(member_id, name, store_id)) as people, max(at) as at
    from (select device_hash, members.id as member_id, members.name, members.store_id, max(last_at) as at
      from coupon_devices join members on members.id = coupon_devices.member_id
      where last_at >= ${since(now)} and device_hash in (select device_hash from coupon_devices
        where last_at >= ${since(now)} group by device_hash having count(distinct member_id) >= ${DEVICE_PEOPLE_MANY})
      group by device_hash, members.id order by members.name, members.id)
    group by device_hash
    having ${storeId === null ? sql`true` : sql`sum(store_id = ${storeId}) > 0`}
    order by count(*) desc, at desc, device_hash limit ${LISTED_MAX}`.execute(db)
  return rows.map(({ people, at }) => {
    const all = People.parse(JSON.parse(people))
    const own = all.filter(([, , theirs]) => storeId === null || theirs === storeId)
    const named: readonly Person[] = own.map(([memberId, name]) => ({ memberId, name }))
    return { at, count: all.length, named, others: all.length - own.length }
  })
}

type Opened = Person & { couponId: string; title: string; opens: number; at: number }

/** Whose coupon was opened many times, on different occasions, and never used. */
async function manyOpens({ db }: Store, { storeId, now }: Asked) {
  const { rows } = await sql<Opened>`
    select members.id as "memberId", members.name, coupons.id as "couponId", coupons.title, opens, opened_at as at
    from coupon_grants cross join members on members.id = coupon_grants.member_id
      join coupons on coupons.id = coupon_grants.coupon_id
    where opens >= ${sql.lit(OPENS_MANY)} and opened_at >= ${since(now)} and voided_at is null
      and ${here('members.store_id', storeId)}
      and not exists (select 1 from redemptions where grant_id = coupon_grants.id and redemptions.voided_at is null)
    order by opens desc, coupon_grants.id limit ${LISTED_MAX}`.execute(db)
  return rows
}
