import type { Generated } from 'kysely'
import type {
  BroadcastKind,
  BroadcastPurpose,
  BroadcastState,
  ChunkState,
  CouponKind,
  Flag,
  Occasion,
  SkipReason,
} from './schema.ts'
import type { CouponPer, RedeemedVia } from './schema-coupons.ts'

/** The tables of migrations/0003_broadcasts_and_coupons.sql. */
export type SendingTables = {
  segments: {
    id: string
    name: string
    rule: string
    created_by: string | null
    created_at: number
    updated_at: number
  }
  coupons: {
    id: string
    title: string
    kind: CouponKind
    value: number
    item: string | null
    conditions: string
    uses_max: Generated<number>
    starts_at: number
    ends_at: number
    created_by: string | null
    created_at: number
    stopped_at: number | null
    per: CouponPer | null
    total_max: number | null
    valid_days: number | null
    regular_yen: number | null
    remind_days: Generated<number>
    stopped_by: string | null
    stop_words: string | null
    extended_at: number | null
  }
  coupon_stores: { coupon_id: string; store_id: string }
  coupon_grants: {
    id: string
    coupon_id: string
    member_id: string
    broadcast_id: string | null
    uses_max: number
    starts_at: number
    ends_at: number
    secret: string
    created_at: number
    voided_at: number | null
    issue_id: string | null
    extra_uses: Generated<number>
    voided_by: string | null
    void_words: string | null
    extended_at: number | null
    board_at: number | null
    board_read_at: number | null
    reminded_at: number | null
    looked_at: number | null
    seen_at: number | null
    told_at: number | null
    opens: Generated<number>
    opened_at: number | null
  }
  coupon_codes: { code_hmac: string; grant_id: string; step: number; expires_at: number }
  redemptions: {
    id: string
    grant_id: string
    use_no: number
    store_id: string
    till_id: string
    operator_id: string | null
    idempotency_key: string
    request_sha: string
    redeemed_at: number
    voided_at: number | null
    void_reason: string | null
    /** A trigger fills it in where it is left out. */
    coupon_id: string | null
    via: Generated<RedeemedVia>
    via_reason: string | null
    bill_yen: number | null
    guests: number | null
    discount_yen: number | null
    voided_by: string | null
    voided_till_id: string | null
  }
  broadcasts: {
    id: string
    title: string
    purpose: BroadcastPurpose
    kind: BroadcastKind
    state: BroadcastState
    method: 'multicast' | 'push'
    content: string
    audience: string
    segment_id: string | null
    coupon_id: string | null
    confirmed_count: number | null
    confirmed_by: string | null
    confirmed_at: number | null
    send_at: number | null
    created_by: string | null
    created_at: number
    updated_at: number
    finished_at: number | null
    channel: Generated<'push' | 'board'>
    occasion: Occasion | null
    urgent: Generated<Flag>
    holding: Generated<'morning' | 'skip'>
    story_id: string | null
    event_id: string | null
    confirmed_yen: number | null
    balance_reason: string | null
    approval_asked_by: string | null
    approval_asked_at: number | null
    approval_asked_count: number | null
    planned_at: number | null
    failure: string | null
    taken_down_at: number | null
  }
  deliveries: {
    broadcast_id: string
    member_id: string
    chunk_seq: number
    chunk_epoch: Generated<number>
    skipped_reason: SkipReason | null
  }
  broadcast_chunks: {
    broadcast_id: string
    seq: number
    epoch: Generated<number>
    state: ChunkState
    retry_key: string | null
    body: string | null
    body_sha: string | null
    recipients: number
    attempt: Generated<number>
    sealed_attempt: number | null
    first_attempt_at: number | null
    lease_until: Generated<number>
    claim_id: string | null
    next_at: Generated<number>
    last_status: number | null
    line_request_id: string | null
    accepted_request_id: string | null
    failure: string | null
    finished_at: number | null
    decision: 'treated_as_sent' | 'resent' | null
    decided_by: string | null
    decided_at: number | null
  }
  send_attempts: {
    broadcast_id: string
    seq: number
    epoch: number
    attempt: number
    at: number
    outcome: string
    status: number | null
    request_id: string | null
  }
}
