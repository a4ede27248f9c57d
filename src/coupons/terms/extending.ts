import { type Compilable, sql } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { DAY_MS } from '../../labour/days.ts'
import { Refusal } from '../../refusal.ts'

type Extension = { couponId: string; endsAt: number; operatorId?: string | undefined; now: number }

/**
 * Moves the end of a coupon later, for everybody: the grants that ended with it follow, as far as their own days reach; each
 * holder reads of it on the next view and is reminded of the new end, and nobody is messaged. Refusal coupon_not_changeable when
 * it was stopped, is over, or does not end before that. Repeating it changes nothing.
 */
export async function extendCoupon({ db, batch }: Store, extension: Extension): Promise<void> {
  const { couponId, endsAt, now } = extension
  try {
    await batch([
      extendGrants(db, extension),
      recordExtended(db, extension),
      db
        .updateTable('coupons')
        .set({ ends_at: endsAt, extended_at: now })
        .where('id', '=', couponId)
        .where('stopped_at', 'is', null)
        .where('ends_at', '>', now)
        .where('ends_at', '<', endsAt),
      mustHaveChangedOne(db),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    const current = await db
      .selectFrom('coupons')
      .select(['ends_at', 'stopped_at'])
      .where('id', '=', couponId)
      .executeTakeFirst()
    if (!current) throw new Refusal('not_found')
    if (current.ends_at !== endsAt || current.stopped_at !== null) throw new Refusal('coupon_not_changeable')
  }
}

const TOKYO_MS = 9 * 3_600_000
/** The first instant of the day after a grant was given, as grantEndsAt has it. */
const endOfDay = sql<number>`(coupon_grants.created_at + ${sql.lit(DAY_MS)}
  - (coupon_grants.created_at + ${sql.lit(TOKYO_MS)}) % ${sql.lit(DAY_MS)})`

/** Before the coupon's own end moves: that is how those are known that ended with it. */
const extendGrants = (db: Db, { couponId, endsAt, now }: Extension): Compilable => ({
  compile: () =>
    sql`update coupon_grants set ends_at = later.ends_at, extended_at = ${now}, reminded_at = null
      from (select coupon_grants.id, iif(coupons.valid_days is null, ${endsAt},
            min(${endsAt}, ${endOfDay} + coupons.valid_days * ${sql.lit(DAY_MS)}))
            as ends_at
          from coupons join coupon_grants on coupon_grants.coupon_id = coupons.id
          where coupons.id = ${couponId} and coupon_grants.ends_at >= coupons.ends_at and ${isLiving(now)}) as later
      where coupon_grants.id = later.id and later.ends_at > coupon_grants.ends_at`.compile(db),
})

const recordExtended = (db: Db, { couponId, operatorId, now }: Extension): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, operator_id, at)
      select 'coupon_extended:' || coupon_grants.id || ':' || ${now}, coupon_grants.member_id, 'coupon_extended', coupon_grants.id,
        json_object('coupon_id', coupons.id, 'title', coupons.title), ${operatorId ?? null}, ${now}
      from coupons join coupon_grants on coupon_grants.coupon_id = coupons.id
      where coupons.id = ${couponId} and coupon_grants.extended_at = ${now}
      on conflict (id) do nothing`.compile(db),
})

/** How many people hold a coupon that they could still use. */
export async function countHolders({ db }: Store, { couponId, now }: { couponId: string; now: number }) {
  const { count } = await db
    .selectFrom('coupon_grants')
    .innerJoin('coupons', 'coupons.id', 'coupon_grants.coupon_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('coupons.id', '=', couponId)
    .where(isLiving(now))
    .executeTakeFirstOrThrow()
  return count
}

/** Not withdrawn, over or used up. */
const isLiving = (now: number) => sql<boolean>`(coupon_grants.voided_at is null and coupon_grants.ends_at > ${now}
  and (coupons.per is not null or coupon_grants.uses_max + coupon_grants.extra_uses > (
    select count(*) from redemptions where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null)))`
