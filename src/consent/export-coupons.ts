import type { Store } from '../db/store.ts'

/** Which coupons they were given and how, how they used them, and on which devices their codes were shown. */
export async function couponsOf(store: Store, memberId: string) {
  const [given, used, stood] = await Promise.all([
    givenTo(store, memberId),
    usedBy(store, memberId),
    stoodAtTills(store, memberId),
  ])
  return { ...given, ...used, ...stood }
}

async function givenTo({ db }: Store, memberId: string) {
  const [coupons, occasions, devices] = await Promise.all([
    db
      .selectFrom('coupon_grants')
      .innerJoin('coupons', 'coupons.id', 'coupon_grants.coupon_id')
      .leftJoin('coupon_issues', 'coupon_issues.id', 'coupon_grants.issue_id')
      .select(['coupon_grants.id', 'coupon_grants.coupon_id', 'coupons.title', 'broadcast_id', 'issue_id'])
      .select(['coupon_issues.how as issued_how', 'coupon_grants.uses_max', 'extra_uses', 'coupon_grants.starts_at'])
      .select(['coupon_grants.ends_at', 'coupon_grants.extended_at', 'coupon_grants.created_at', 'voided_at'])
      .select(['void_words', 'board_at', 'board_read_at', 'reminded_at', 'told_at'])
      .select(['looked_at', 'seen_at', 'opens', 'opened_at'])
      .where('member_id', '=', memberId)
      .orderBy('coupon_grants.created_at', 'desc')
      .execute(),
    db
      .selectFrom('automatic_grants')
      .select(['occasion', 'occurrence', 'coupon_id', 'issue_id', 'at'])
      .where('member_id', '=', memberId)
      .orderBy('at', 'desc')
      .execute(),
    db
      .selectFrom('coupon_devices')
      .select(['grant_id', 'first_at', 'last_at'])
      .where('member_id', '=', memberId)
      .orderBy('last_at', 'desc')
      .execute(),
  ])
  return { coupons, coupon_occasions: occasions, coupon_devices: devices }
}

async function usedBy({ db }: Store, memberId: string) {
  const [redemptions, paper] = await Promise.all([
    db
      .selectFrom('redemptions')
      .innerJoin('coupon_grants', 'coupon_grants.id', 'redemptions.grant_id')
      .innerJoin('stores', 'stores.id', 'redemptions.store_id')
      .select(['redemptions.id', 'grant_id', 'redemptions.coupon_id', 'use_no', 'redemptions.store_id'])
      .select(['stores.name as store_name', 'redeemed_at', 'via', 'via_reason', 'bill_yen', 'guests', 'discount_yen'])
      .select(['redemptions.voided_at', 'void_reason'])
      .where('coupon_grants.member_id', '=', memberId)
      .orderBy('redeemed_at', 'desc')
      .execute(),
    db
      .selectFrom('paper_scans')
      .innerJoin('coupon_grants', 'coupon_grants.id', 'paper_scans.grant_id')
      .innerJoin('stores', 'stores.id', 'paper_scans.store_id')
      .select(['paper_scans.id', 'grant_id', 'paper_scans.store_id', 'stores.name as store_name', 'scanned_at'])
      .select(['uploaded_at', 'bill_yen', 'guests', 'outcome', 'why', 'redemption_id', 'settled_at', 'settle_words'])
      .where('coupon_grants.member_id', '=', memberId)
      .orderBy('scanned_at', 'desc')
      .execute(),
  ])
  return { redemptions, paper_scans: paper }
}

/** Of who is of the staff too: since when they have a PIN, and when they stood at a till. */
async function stoodAtTills({ db }: Store, memberId: string) {
  const [pin, sessions] = await Promise.all([
    db
      .selectFrom('operator_pins')
      .innerJoin('operators', 'operators.id', 'operator_pins.operator_id')
      .select('operator_pins.set_at')
      .where('operators.member_id', '=', memberId)
      .executeTakeFirst(),
    db
      .selectFrom('till_sessions')
      .innerJoin('operators', 'operators.id', 'till_sessions.operator_id')
      .select(['started_at', 'expires_at', 'ended_at'])
      .where('operators.member_id', '=', memberId)
      .orderBy('started_at', 'desc')
      .execute(),
  ])
  return { till_pin: pin, till_sessions: sessions }
}
