import type { Generated } from 'kysely'

/** Once a day, a week or a month. */
export type CouponPer = 'day' | 'week' | 'month'
/** code: the guest's screen. name: looked up by staff. paper: logged while the net was down. */
export type RedeemedVia = 'code' | 'name' | 'paper'
export type IssuedHow = 'segment' | 'person' | 'automatic'
/** On which occasions a coupon is given by itself. */
export type CouponOccasion = 'welcome' | 'anniversary' | 'worked' | 'tasted'
export type PaperOutcome = 'used' | 'conflict' | 'unknown'

/** The tables that migrations/0008_coupons.sql adds; the columns it adds stand with their tables in schema-sending.ts. */
export type CouponTables = {
  coupon_issues: {
    id: string
    coupon_id: string
    how: IssuedHow
    audience: string | null
    segment_id: string | null
    confirmed_count: number
    issued_by: string | null
    at: number
  }
  automatic_coupons: {
    occasion: CouponOccasion
    coupon_id: string
    enabled_at: number | null
    enabled_by: string | null
    updated_at: number
  }
  automatic_grants: {
    occasion: CouponOccasion
    member_id: string
    occurrence: string
    coupon_id: string
    issue_id: string
    at: number
  }
  operator_pins: { operator_id: string; salt: string; hash: string; set_by: string | null; set_at: number }
  pin_tries: {
    scope: 'operator' | 'store'
    subject_id: string
    wrong: Generated<number>
    locked_until: Generated<number>
    day: string
    wrong_today: Generated<number>
    wrong_yesterday: Generated<number>
    blocked_at: number | null
  }
  till_sessions: {
    token_hash: string
    till_id: string
    operator_id: string
    started_at: number
    expires_at: number
    ended_at: number | null
  }
  paper_modes: {
    store_id: string
    per_day_max: number
    value_max_yen: number
    updated_by: string | null
    updated_at: number
  }
  paper_mode_ends: {
    store_id: string
    ended_at: number
    ended_by: string | null
  }
  paper_gaps: { store_id: string; from_at: number; until_at: number }
  paper_scans: {
    id: string
    store_id: string
    till_id: string
    operator_id: string | null
    code_hmac: string | null
    grant_id: string | null
    scanned_at: number
    uploaded_at: number
    bill_yen: number | null
    guests: number | null
    outcome: PaperOutcome
    why: string | null
    redemption_id: string | null
    settled_at: number | null
    settled_by: string | null
    settle_words: string | null
  }
  coupon_devices: { device_hash: string; grant_id: string; member_id: string; first_at: number; last_at: number }
  /** A view: what stands on somebody's board of coupons, but for its end. */
  visible_coupons: {
    grant_id: string
    member_id: string
    board_at: number
    reminded_at: number | null
    ends_at: number
    read_at: number | null
  }
}
