import { sql } from 'kysely'
import type { Db, Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'

export const COUPONS_LISTED_MAX = 100
export const REDEMPTIONS_LISTED_MAX = 100

/** Whose uses are counted: one store's, or (null) all. */
type Scope = { storeId: string | null }

/** The newest coupons: to how many people they were given, how many had the code shown, how often they were used. */
export const listCoupons = ({ db }: Store, scope: Scope) =>
  counted(db, scope).orderBy('coupons.created_at', 'desc').orderBy('coupons.id').limit(COUPONS_LISTED_MAX).execute()

/** The same of one coupon. Refusal: not_found. */
export async function countCoupon({ db }: Store, { couponId, ...scope }: Scope & { couponId: string }) {
  const counts = await counted(db, scope).where('coupons.id', '=', couponId).executeTakeFirst()
  if (!counts) throw new Refusal('not_found')
  return counts
}

/** Who used a coupon, where and when, newest first. */
export const listRedemptions = ({ db }: Store, { couponId, storeId }: Scope & { couponId: string }) =>
  db
    .selectFrom('redemptions')
    .innerJoin('coupon_grants', 'coupon_grants.id', 'redemptions.grant_id')
    .innerJoin('members', 'members.id', 'coupon_grants.member_id')
    .innerJoin('stores', 'stores.id', 'redemptions.store_id')
    .innerJoin('tills', 'tills.id', 'redemptions.till_id')
    .select([
      'redemptions.id',
      'redemptions.redeemed_at as at',
      'members.id as memberId',
      'members.name as memberName',
      'stores.name as storeName',
      'tills.name as tillName',
    ])
    .where('coupon_grants.coupon_id', '=', couponId)
    .where('redemptions.voided_at', 'is', null)
    .$if(storeId !== null, (query) => query.where('redemptions.store_id', '=', storeId ?? ''))
    .orderBy('redemptions.redeemed_at', 'desc')
    .orderBy('redemptions.id')
    .limit(REDEMPTIONS_LISTED_MAX)
    .execute()

const counted = (db: Db, { storeId }: Scope) =>
  db.selectFrom('coupons').select([
    'coupons.id',
    'coupons.title',
    'coupons.ends_at as endsAt',
    'coupons.stopped_at as stoppedAt',
    sql<number>`(select count(*) from coupon_grants where coupon_id = coupons.id)`.as('issued'),
    sql<number>`(select count(*) from coupon_grants
      where coupon_id = coupons.id
        and exists (select 1 from interactions where interactions.id = 'coupon_opened:' || coupon_grants.id))`.as(
      'opened',
    ),
    sql<number>`(select count(*) from redemptions join coupon_grants on coupon_grants.id = redemptions.grant_id
      where coupon_grants.coupon_id = coupons.id and redemptions.voided_at is null
        and (${storeId} is null or redemptions.store_id = ${storeId}))`.as('used'),
  ])
