import type { ColumnType, Generated } from 'kysely'
import type { z } from 'zod'
import type { CouponTables } from './schema-coupons.ts'
import type { EventTables } from './schema-events.ts'
import type { LineTables } from './schema-line.ts'
import type { RightsTables } from './schema-rights.ts'
import type { RosterTables } from './schema-roster.ts'
import type { SendingTables } from './schema-sending.ts'
import type { NoticeBy, ShiftTables } from './schema-shifts.ts'
import type { TellingTables } from './schema-telling.ts'

/** The tables as TypeScript sees them. Mirrors migrations/; column names stay snake_case everywhere. Times are UTC epoch ms. */
export type Schema = PeopleTables &
  RosterTables &
  RightsTables &
  LineTables &
  SendingTables &
  TellingTables &
  EventTables &
  ShiftTables &
  CouponTables

type PeopleTables = {
  settings: { key: string; value: string }
  stores: { id: string; name: string; position: number; created_at: number }
  roles: { id: string; name: string; position: number }
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
    joined_on: string | null
    digits_hmac: string | null
    birth_year: number | null
    birth_month: number | null
    has_main_job: Flag | null
    last_seen_at: number | null
    language_chosen_at: number | null
    consent_asked_at: number | null
    erased_at: number | null
    /** Hours a week at another employer, and the most they want here. */
    main_job_hours: number | null
    shift_hours_max: number | null
    said_adult: Flag | null
    said_adult_at: number | null
    notice_by: NoticeBy | null
  }
  line_identities: {
    line_user_id: ColumnType<LineUserId, string, string>
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
    picked_up_at: number | null
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
    face_image_id: string | null
  }
  operator_invitations: {
    id: string
    code_hmac: string
    name: string
    role: InvitedRole
    store_id: string
    created_by: string
    created_at: number
    expires_at: number
    accepted_at: number | null
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
}

/**
 * Whom a message can be sent to. No function makes one: it is only ever read from line_identities, where somebody is who
 * added the account by themselves. A roster entry, a name or any other text cannot become a recipient.
 */
export type LineUserId = string & z.core.$brand<'LineUserId'>
/** SQLite has no booleans. */
export type Flag = 0 | 1
export type MemberState = 'guest' | 'applied' | 'verified' | 'declined' | 'left' | 'erased'
export type MemberLanguage = 'ja' | 'plain-ja' | 'en'
export type OperatorRole = 'owner' | 'manager' | 'staff'
/** The owner comes in by the claim code, everybody else by an invitation. */
export type InvitedRole = 'manager' | 'staff'
export type BroadcastPurpose = 'news' | 'coupons' | 'events' | 'shifts'
/** The base privacy notice is agreed to once, before anything is stored; the four others each have their own stop button. */
export type ConsentPurpose = 'privacy' | BroadcastPurpose
/** What a person may tell of themselves, each of several values (migrations/0004). */
export type PreferenceKind = 'weekday' | 'daypart' | 'skill' | 'willing'
export type InboxState = 'new' | 'done' | 'dead' | 'quarantined'
export type CouponKind = 'percent' | 'yen' | 'free_item' | 'special_price'
export type BroadcastKind = 'text' | 'coupon' | 'news' | 'story' | 'poll' | 'check_in' | 'event'
/** When something is sent by itself. left_30: 30 days after the last day. */
export type Occasion = 'welcome' | 'left_30' | 'left_180' | 'left_365' | 'anniversary' | 'birthday_month'
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
export type SkipReason =
  | 'no_consent'
  | 'blocked'
  | 'not_verified'
  | 'over_confirmed'
  | 'coupon_ended'
  | 'story_withdrawn'
  | 'event_over'
  | 'cap_day'
  | 'cap_month'
  | 'refused_by_line'
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
  | 'coupon_undone'
  | 'coupon_withdrawn'
  | 'coupon_extended'
  | 'message_received'
  | 'registration_resumed'
  | 'invitation_used'
  | 'language_changed'
  | 'question_answered'
  | 'question_skipped'
  | 'note_added'
  | 'note_removed'
  | 'correction_asked'
  | 'correction_accepted'
  | 'correction_declined'
  | 'data_downloaded'
  | 'event_joined'
  | 'event_waited'
  | 'event_offered'
  | 'event_declined'
  | 'event_cancelled'
  | 'event_attended'
  | 'event_missed'
  | 'dish_rated'
  | 'shift_asked'
  | 'shift_applied'
  | 'shift_passed'
  | 'shift_withdrawn'
  | 'shift_declined'
  | 'shift_offered'
  | 'shift_confirmed'
  | 'shift_changed'
  | 'shift_cancelled'
  | 'shift_called_off'
  | 'shift_worked'
  | 'shift_missed'
  | 'return_wished'
  | 'return_moved'
  | 'board_read'
  | 'link_tapped'
  | 'poll_answered'
  | 'check_in_answered'
  | 'talk_settled'
  | 'story_asked'
  | 'story_agreed'
  | 'story_declined'
  | 'story_revoked'
