/** Why the product may say no to a correct request. Each face words these for its own reader. */
export type RefusalCode =
  | 'form_invalid'
  | 'not_found'
  | 'not_allowed'
  | 'session_needed'
  | 'origin_foreign'
  | 'login_link_unusable'
  | 'operator_not_revocable'
  | 'operator_cannot_leave'
  | 'member_already_decided'
  | 'correction_decided'
  | 'roster_entry_taken'
  | 'person_without_consent'
  | 'person_blocked_us'
  | 'import_over'
  | 'segment_rule_unknown'
  | 'segment_name_taken'
  | 'segment_in_use'
  | 'segments_full'
  | 'event_not_open'
  | 'event_not_invited'
  | 'event_party_too_large'
  | 'event_changed_meanwhile'
  | 'event_not_in_state'
  | 'event_times_past'
  | 'event_no_seats'
  | 'event_link_unusable'
  | 'door_code_unknown'
  | 'door_closed'
  | 'broadcast_not_draft'
  | 'broadcast_not_running'
  | 'broadcast_not_undoable'
  | 'broadcast_reach_changed'
  | 'broadcast_reach_empty'
  | 'broadcast_number_not_typed'
  | 'broadcast_approval_needed'
  | 'broadcast_reserve_touched'
  | 'broadcast_reason_needed'
  | 'broadcast_schedule_far'
  | 'broadcast_schedule_quiet'
  | 'broadcast_invalid'
  | 'broadcast_story_not_agreed'
  | 'test_without_line'
  | 'tests_too_many'
  | 'notice_not_on_board'
  | 'quota_too_small'
  | 'line_unreachable'
  | 'record_unwritable'
  | 'till_not_enrolled'
  | 'till_locked'
  | 'enrolment_unusable'
  | 'coupon_link_unusable'
  | 'coupon_code_unknown'
  | 'preview_expired'
  | 'coupon_already_redeemed'
  | 'coupon_expired'
  | 'coupon_not_yet'
  | 'coupon_stopped'
  | 'coupon_not_here'
  | 'redemption_key_reused'
  | 'picture_unusable'
  | 'picture_in_use'
  | 'story_not_askable'
  | 'story_in_use'

export type RefusalFacts = Readonly<Record<string, string | number>>

/**
 * An expected "no". Thrown by capabilities, worded once per face, never logged as a fault. `facts` are what the wording
 * may need (when and where a coupon was used), never secrets. Anything else that is thrown is a bug or an outage.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: RefusalFacts

  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
  }
}
