import { type Compilable, type CompiledQuery, sql } from 'kysely'
import type { RedeemedVia } from '../../db/schema-coupons.ts'
import type { Db } from '../../db/store.ts'
import { clocksOf, periodNo } from './windows.ts'

/** One use, as it is asked for. */
export type Insertion = {
  redemptionId: string
  grantId: string
  storeId: string
  tillId: string
  /** Who stands at the till; null: nobody signed in, which only a logged scan may say. */
  operatorId: string | null
  /** The same key is the same use. */
  key: string
  requestSha: string
  /** When the code first could be seen: a use after it was by this code. */
  shownAt: number
  /** Until when it may be asked. */
  expiresAt: number
  via: RedeemedVia
  reason: string | null
  billYen: number | null
  guests: number | null
  at: number
}

/** Living uses of the grant. */
const living = sql`redemptions where grant_id = g.id and voided_at is null`

/** What counts once in a day, a week or a month has its number; else the smallest free one: after an undone first use, a count would collide with the second. */
const useNo = sql`case c.per when 'day' then asked.day_no when 'week' then asked.week_no when 'month' then asked.month_no
  else (select min(n) from (select 1 as n union all select use_no + 1 from ${living})
    where n not in (select use_no from ${living})) end`

/** As `discountOf` reckons. D1 binds every number as one with a fraction. */
const discountSql = sql`case c.kind
  when 'percent' then cast(asked.bill as integer) * c.value / 100
  when 'yen' then min(c.value, coalesce(asked.bill, c.value))
  when 'free_item' then c.value
  else max(0, c.regular_yen - c.value) end`

/** A scan that was logged while the net was down counts as of its time; everything else as of what is known now. */
const since = (column: string) =>
  sql`(${sql.ref(column)} is null or (asked.via = 'paper' and ${sql.ref(column)} > asked.at))`

const billIsEnough = sql`(asked.bill is null or asked.bill >= (c.conditions ->> '$.minimumSpendYen'))`
const partyFits = sql`(asked.guests is null or asked.guests <= coalesce(c.conditions ->> '$.guestsMax', asked.guests))`

/** As `isOpenNow` judges. Clocks are compared as text; 17:00 until 2:00 is until 26:00. */
const openNow = sql`((c.conditions ->> '$.weekdays') is null and (c.conditions ->> '$.hours') is null or exists (
  select 1 from json_each(asked.clocks) as day
  where ((c.conditions ->> '$.weekdays') is null
      or (day.value ->> 0) in (select value from json_each(c.conditions, '$.weekdays')))
    and (day.value ->> 1) >= coalesce(c.conditions ->> '$.hours.from', '05:00')
    and iif(coalesce(c.conditions ->> '$.hours.until', '29:00') > coalesce(c.conditions ->> '$.hours.from', '05:00'),
      (day.value ->> 1), (day.value ->> 2)) < coalesce(c.conditions ->> '$.hours.until', '29:00')))`

const asked = (columns: string) =>
  sql`asked (${sql.raw(columns)}) as (select ${sql.join(columns.split(',').map(() => sql`${''}`))})`

const ASKED =
  'id,grant_id,store_id,till_id,operator_id,key,sha,shown_at,expires_at,via,reason,bill,guests,at,day_no,week_no,month_no,clocks'

/** Each line after the first `where` is a guard with a test of its own. */
const insertion = sql`insert into redemptions (id, grant_id, use_no, store_id, till_id, operator_id, idempotency_key,
    request_sha, redeemed_at, coupon_id, via, via_reason, bill_yen, guests, discount_yen)
  with ${asked(ASKED)}
  select asked.id, g.id, ${useNo}, t.store_id, t.id, asked.operator_id, asked.key,
    asked.sha, asked.at, c.id, asked.via, asked.reason, asked.bill, asked.guests, ${discountSql}
  from asked
  cross join coupon_grants as g on g.id = asked.grant_id
  cross join coupons as c on c.id = g.coupon_id
  cross join coupon_stores as s on s.coupon_id = c.id and s.store_id = asked.store_id
  cross join tills as t on t.id = asked.till_id and t.store_id = s.store_id
  where ${since('t.revoked_at')}
    and (asked.operator_id is null and asked.via = 'paper' or exists (
      select 1 from operators as o where o.id = asked.operator_id and ${since('o.revoked_at')}
        and (o.role = 'owner' or o.store_id = asked.store_id)))
    and ${since('g.voided_at')}
    and ${since('c.stopped_at')}
    and g.starts_at <= asked.at
    and g.ends_at > asked.at
    and asked.at < asked.expires_at
    and iif(c.per is null, (select count(*) from ${living}) < g.uses_max + g.extra_uses,
      not exists (select 1 from ${living} and use_no = ${useNo}))
    and (c.total_max is null
      or (select count(*) from redemptions where coupon_id = c.id and voided_at is null) < c.total_max)
    and not exists (select 1 from ${living} and redeemed_at > asked.shown_at
      and (asked.via <> 'paper' or redeemed_at < asked.expires_at))
    and ${openNow}
    and ${billIsEnough}
    and ${partyFits}
  on conflict (idempotency_key) do nothing`

/** One line in the person's timeline: used, or tried in vain; a bill that was typed wrongly is no such try. */
const outcome = sql`insert into interactions (id, member_id, kind, ref, detail, operator_id, store_id, at)
  with ${asked('id,grant_id,store_id,operator_id,key,bill,guests,at')}
  select iif(r.id is null, 'coupon_refused:' || asked.key, 'coupon_redeemed:' || r.id), g.member_id,
    iif(r.id is null, 'coupon_refused', 'coupon_redeemed'), g.id,
    json_object('coupon_id', c.id, 'title', c.title), o.id, asked.store_id, asked.at
  from asked
  cross join coupon_grants as g on g.id = asked.grant_id
  cross join coupons as c on c.id = g.coupon_id
  left join redemptions as r on r.idempotency_key = asked.key
  left join operators as o on o.id = asked.operator_id
  where r.id is not null or (${billIsEnough} and ${partyFits})
  on conflict (id) do nothing`

/** Compiled once: the hot path only exchanges the parameters. */
let compiledInsertion: CompiledQuery | undefined
let compiledOutcome: CompiledQuery | undefined

/**
 * The statement that uses a grant once, if every guard of it holds. A key that is known adds
 * nothing.
 */
export const insertRedemption = (db: Db, use: Insertion): Compilable => ({
  compile: () => {
    compiledInsertion ??= insertion.compile(db)
    const { redemptionId, grantId, storeId, tillId, operatorId, key, requestSha, shownAt, expiresAt, at } = use
    const whose = [redemptionId, grantId, storeId, tillId, operatorId, key, requestSha, shownAt, expiresAt]
    const what = [use.via, use.reason, use.billYen, use.guests, at]
    const when = [periodNo('day', at), periodNo('week', at), periodNo('month', at), JSON.stringify(clocksOf(at))]
    return { ...compiledInsertion, parameters: [...whose, ...what, ...when] }
  },
})

/** The statement that tells the timeline what came of it; goes after `insertRedemption` in its batch. A repeated attempt adds nothing. */
export const recordOutcome = (
  db: Db,
  use: Pick<Insertion, 'redemptionId' | 'grantId' | 'storeId' | 'operatorId' | 'key' | 'billYen' | 'guests' | 'at'>,
): Compilable => ({
  compile: () => {
    compiledOutcome ??= outcome.compile(db)
    const { redemptionId, grantId, storeId, operatorId, key, billYen, guests, at } = use
    return {
      ...compiledOutcome,
      parameters: [redemptionId, grantId, storeId, operatorId, key, billYen, guests, at],
    }
  },
})
