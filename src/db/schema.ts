import type { Generated } from 'kysely'

/** The tables as TypeScript sees them. Mirrors migrations/; column names stay snake_case everywhere. Times are UTC epoch ms. */
export type Schema = {
  settings: { key: string; value: string }
  stores: { id: string; name: string; position: number; created_at: number }
  roles: { id: string; name: string; position: number }
  roster_entries: {
    id: string
    name: string
    name_folded: string
    kana: string | null
    kana_folded: string | null
    store_id: string
    role_id: string | null
    left_on: string
    excluded_at: number | null
    created_at: number
  }
  members: {
    id: string
    state: MemberState
    name: string | null
    name_folded: string | null
    store_id: string | null
    role_id: string | null
    left_on: string | null
    roster_entry_id: string | null
    language: Generated<MemberLanguage>
    created_at: number
    applied_at: number | null
    decided_at: number | null
    decided_by: string | null
  }
  line_identities: {
    line_user_id: string
    member_id: string
    follow_state: 'following' | 'blocked'
    follow_changed_at: number
  }
  member_tags: { member_id: string; tag: string; created_at: number }
  registrations: {
    member_id: string
    step: string
    rev: number
    answers: string
    started_at: number
    updated_at: number
    expires_at: number
  }
  consents: {
    id: string
    member_id: string
    purpose: ConsentPurpose
    granted: Flag
    text_version: string
    channel: 'line' | 'web' | 'admin'
    source_event_id: string | null
    at: number
  }
  current_consents: {
    purpose: ConsentPurpose
    member_id: string
    granted: Flag
    text_version: string
    changed_at: number
  }
  interactions: {
    id: string
    member_id: string
    kind: InteractionKind
    ref: string | null
    detail: Generated<string>
    operator_id: string | null
    store_id: string | null
    at: number
  }
  operators: {
    id: string
    member_id: string | null
    name: string
    role: OperatorRole
    store_id: string | null
    created_at: number
    revoked_at: number | null
  }
  login_links: {
    token_hash: string
    operator_id: string
    created_at: number
    expires_at: number
    used_at: number | null
  }
  sessions: {
    id: string
    token_hash: string
    operator_id: string
    user_agent: string | null
    created_at: number
    last_seen_at: number
    expires_at: number
    revoked_at: number | null
  }
  tills: {
    id: string
    store_id: string
    name: string
    token_hash: string | null
    enrolment_hash: string | null
    enrolment_expires_at: number | null
    enrolled_at: number | null
    created_at: number
    created_by: string | null
    last_seen_at: number | null
    revoked_at: number | null
    wrong_codes: Generated<number>
    wrong_codes_since_at: Generated<number>
  }
  inbox_events: {
    event_id: string
    type: string
    subject: string | null
    event_at: number
    received_at: number
    payload: string | null
    state: Generated<InboxState>
    attempts: Generated<number>
    next_at: Generated<number>
    lease_until: Generated<number>
    claim_id: string | null
    failure: string | null
    finished_at: number | null
  }
  outbox_messages: {
    id: string
    member_id: string
    kind: 'reply' | 'push' | 'rich_menu'
    important: Generated<Flag>
    reply_token: string | null
    rich_menu: string | null
    body: string | null
    retry_key: string
    state: Generated<'ready' | 'inflight' | 'accepted' | 'refused' | 'unknown'>
    attempts: Generated<number>
    first_attempt_at: number | null
    next_at: number
    lease_until: Generated<number>
    last_status: number | null
    line_request_id: string | null
    failure: string | null
    created_at: number
    finished_at: number | null
  }
  job_runs: { job: string; slot_at: number; started_at: number; finished_at: number | null; failure: string | null }
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

/** SQLite has no booleans. */
export type Flag = 0 | 1
export type MemberState = 'guest' | 'applied' | 'verified' | 'declined' | 'left' | 'erased'
export type MemberLanguage = 'ja' | 'plain-ja' | 'en'
export type OperatorRole = 'owner' | 'manager' | 'staff'
export type BroadcastPurpose = 'news' | 'coupons' | 'events' | 'shifts'
/** The base privacy notice is agreed to once, before anything is stored; the four others each have their own stop button. */
export type ConsentPurpose = 'privacy' | BroadcastPurpose
export type InboxState = 'new' | 'done' | 'dead' | 'quarantined'
export type CouponKind = 'percent' | 'yen' | 'free_item' | 'special_price'
export type BroadcastKind = 'text' | 'coupon'
export type BroadcastState =
  | 'draft'
  | 'planning'
  | 'planned'
  | 'sending'
  | 'paused_owner'
  | 'paused_quota'
  | 'paused_auth'
  | 'paused_error'
  | 'needs_decision'
  | 'done'
  | 'cancelled'
  | 'missed'
export type ChunkState =
  | 'ready'
  | 'inflight'
  | 'accepted'
  | 'rejected'
  | 'unknown'
  | 'empty'
  | 'superseded'
  | 'cancelled'
/** Why a recipient of a confirmed broadcast was left out when the chunk was sealed. */
export type SkipReason = 'no_consent' | 'blocked' | 'not_verified' | 'over_confirmed' | 'coupon_ended'
export type InteractionKind =
  | 'followed'
  | 'blocked'
  | 'consent_granted'
  | 'consent_withdrawn'
  | 'registration_started'
  | 'registration_cancelled'
  | 'applied'
  | 'verified'
  | 'declined'
  | 'tag_added'
  | 'tag_removed'
  | 'broadcast_accepted'
  | 'coupon_granted'
  | 'coupon_opened'
  | 'coupon_redeemed'
  | 'coupon_refused'
  | 'message_received'
