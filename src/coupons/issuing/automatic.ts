import { sql } from 'kysely'
import type { CouponKind } from '../../db/schema.ts'
import type { CouponOccasion } from '../../db/schema-coupons.ts'
import type { Store } from '../../db/store.ts'
import { findGivable, isGivable } from './audience.ts'
import { COUPON_OCCASIONS } from './occasions.ts'

/** So far back it is told how many were given, and what they cost. */
export const LOOKED_BACK_DAYS = 30
const DAY_MS = 86_400_000

export type AutomaticCoupon = {
  occasion: CouponOccasion
  /** null: it is switched off. */
  enabledAt: number | null
  coupon: {
    id: string
    title: string
    kind: CouponKind
    value: number
    regularYen: number | null
    usesMax: number
    validDays: number | null
    endsAt: number
    stoppedAt: number | null
  }
  /** In the last 30 days: to how many, and what was taken off with this coupon where that is known. */
  given: number
  discountYen: number
}

/** Every occasion that ever had a coupon, in the order of a person's time with the shop. */
export async function automaticCoupons({ db }: Store, { now }: { now: number }): Promise<readonly AutomaticCoupon[]> {
  const since = now - LOOKED_BACK_DAYS * DAY_MS
  const rows = await db
    .selectFrom('automatic_coupons')
    .innerJoin('coupons', 'coupons.id', 'automatic_coupons.coupon_id')
    .select([
      'occasion',
      'enabled_at as enabledAt',
      'coupons.id',
      'title',
      'kind',
      'value',
      'regular_yen as regularYen',
      'uses_max as usesMax',
      'valid_days as validDays',
      'ends_at as endsAt',
      'stopped_at as stoppedAt',
      sql<number>`(select count(*) from automatic_grants
        where automatic_grants.occasion = automatic_coupons.occasion and automatic_grants.at >= ${since})`.as('given'),
      sql<number>`coalesce((select sum(discount_yen) from redemptions where redemptions.coupon_id = coupons.id
        and redemptions.redeemed_at >= ${since} and redemptions.voided_at is null), 0)`.as('discountYen'),
    ])
    .execute()
  return COUPON_OCCASIONS.flatMap((occasion) =>
    rows
      .filter((row) => row.occasion === occasion)
      .map(({ enabledAt, given, discountYen, occasion: _, ...coupon }) => ({
        occasion,
        enabledAt,
        coupon,
        given,
        discountYen,
      })),
  )
}

type Start = { occasion: CouponOccasion; couponId: string; operatorId: string; now: number }

/**
 * From now on an occasion gives this coupon. Where it is on already, since when stays, and only the coupon changes.
 * Refusal not_found, coupon_stopped, coupon_expired.
 */
export async function startAutomaticCoupon(store: Store, { occasion, couponId, operatorId, now }: Start) {
  const { rows } = await sql`insert into automatic_coupons (occasion, coupon_id, enabled_at, enabled_by, updated_at)
    select ${occasion}, coupons.id, ${now}, ${operatorId}, ${now} from coupons
    where coupons.id = ${couponId} and ${isGivable({ storeId: null, now })}
    on conflict (occasion) do update set coupon_id = excluded.coupon_id,
      enabled_at = coalesce(automatic_coupons.enabled_at, excluded.enabled_at),
      enabled_by = excluded.enabled_by, updated_at = excluded.updated_at
    returning occasion`.execute(store.db)
  if (rows.length === 0) await findGivable(store, { couponId, storeId: null, now })
}

/** Gives nothing on an occasion any more; what was given stays. Repeating it changes nothing. */
export const stopAutomaticCoupon = ({ db }: Store, { occasion, now }: { occasion: CouponOccasion; now: number }) =>
  db
    .updateTable('automatic_coupons')
    .set({ enabled_at: null, updated_at: now })
    .where('occasion', '=', occasion)
    .where('enabled_at', 'is not', null)
    .execute()
