import type { Generated } from 'kysely'
import type { Flag } from './schema.ts'

export type OpeningState = 'draft' | 'open' | 'closed' | 'cancelled' | 'done'
export type ClosedBecause = 'filled' | 'deadline' | 'owner'
/** approve: the shop chooses, and the contract exists from then. first_come: it exists from the tap. */
export type OpeningMode = 'approve' | 'first_come'
/** standby: asked when somebody cancels. offered: asked now, a place is held. passed: 今回は見送る. ended: nobody decided. */
export type ClaimState = 'applied' | 'standby' | 'offered' | 'confirmed' | 'withdrawn' | 'passed' | 'declined' | 'ended'
export type AssignmentState = 'confirmed' | 'cancelled_by_member' | 'cancelled_by_shop' | 'worked' | 'missed'
export type RequestState = 'pending' | 'accepted' | 'declined' | 'taken_back' | 'lapsed'
export type ShiftNoticeKind =
  | 'confirmed'
  | 'declined'
  | 'standby'
  | 'ended'
  | 'offer'
  | 'offer_lapsed'
  | 'cancelled_by_shop'
  | 'cancel_accepted'
  | 'cancel_declined'
  | 'change'
  | 'change_lapsed'
  | 'reminder_evening'
  | 'reminder_hours'
  | 'thanks'
  // To those of the shop who run it.
  | 'shop_applied'
  | 'shop_taken'
  | 'shop_request'
  | 'shop_hole'
  | 'shop_undecided'
  | 'shop_unfilled'
  | 'shop_change_declined'
export type WelcomeTopic = 'menu' | 'register' | 'people' | 'locker' | 'clothes' | 'other'
export type ReturnKind = 'full_time' | 'part_time' | 'seasonal' | 'adviser' | 'project'
export type ReturnStage = 'wished' | 'talking' | 'meeting' | 'offered' | 'returned' | 'closed'
export type NoticeBy = 'electronic' | 'paper'

/** The tables of migrations/0007_shifts.sql. */
export type ShiftTables = {
  workplaces: {
    store_id: string
    prefecture: string
    employer_name: string
    employer_address: string
    address: string
    contact: string
    smoking: Generated<string>
    insurance: Generated<string>
    pay_terms: Generated<string>
    desk: Generated<string>
    leaving_terms: Generated<string>
    updated_by: string | null
    updated_at: number
  }
  wage_floors: {
    id: string
    prefecture: string
    yen: number
    effective_on: string
    source: string
    entered_by: string | null
    entered_at: number
  }
  shift_templates: {
    id: string
    store_id: string
    name: string
    content: string
    used_at: number | null
    created_by: string | null
    created_at: number
    updated_at: number
  }
  shift_openings: {
    id: string
    store_id: string
    starts_at: number
    ends_at: number
    break_minutes: number
    role_ids: string
    headcount: number
    wage_yen: number
    transport_yen: Generated<number>
    terms: string
    closes_at: number
    urgent: Generated<Flag>
    mode: Generated<OpeningMode>
    audience: string
    segment_id: string | null
    shared: Generated<Flag>
    lead_minutes: Generated<number>
    wave_size: Generated<number>
    wave_minutes: Generated<number>
    asks_max: Generated<number>
    next_wave_at: number | null
    waves: Generated<number>
    waves_ended_at: number | null
    waves_ended_because: 'owner' | 'everybody' | 'quota' | 'confirmed' | null
    waves_ended_by: string | null
    balance_reason: string | null
    state: Generated<OpeningState>
    closed_because: ClosedBecause | null
    closed_by: string | null
    floor_yen: number | null
    floor_effective_on: string | null
    floor_source: string | null
    template_id: string | null
    copied_from: string | null
    created_by: string | null
    created_at: number
    updated_at: number
    conditions_at: number | null
    opened_at: number | null
    opened_by: string | null
    closed_at: number | null
    done_at: number | null
    cancelled_at: number | null
    cancelled_by: string | null
    cancel_words: string | null
  }
  shift_asks: {
    opening_id: string
    member_id: string
    posted_at: number
    read_at: number | null
    wave: number | null
    pushed_at: number | null
    run: string | null
  }
  /** A view: open ones alone, to who agrees to hear of shifts now. */
  visible_asks: {
    opening_id: string
    member_id: string
    posted_at: number
    closes_at: number
    read_at: number | null
  }
  shift_claims: {
    opening_id: string
    member_id: string
    state: ClaimState
    place: number | null
    note: string | null
    note_asked_at: number | null
    offer_no: Generated<number>
    offered_at: number | null
    offer_ends_at: number | null
    answered_at: number
    decided_at: number | null
    decided_by: string | null
    decline_words: string | null
    changed_at: number
    created_at: number
  }
  assignments: {
    id: string
    opening_id: string
    member_id: string
    slot: number
    state: Generated<AssignmentState>
    starts_at: number
    ends_at: number
    break_minutes: number
    wage_yen: number
    transport_yen: number
    terms: string
    version: Generated<number>
    confirmed_at: number
    confirmed_by: string | null
    notice_by: NoticeBy | null
    notice_chosen_at: number | null
    ended_at: number | null
    ended_by: string | null
    reason: string | null
    allowance_yen: number | null
    worked_from: number | null
    worked_to: number | null
    worked_break_minutes: number | null
    pay_yen: number | null
    hours_confirmed_at: number | null
    hours_confirmed_by: string | null
    thanks_words: string | null
  }
  assignment_requests: {
    id: string
    assignment_id: string
    kind: 'cancel' | 'change'
    words: string
    proposal: string | null
    state: Generated<RequestState>
    asked_by: string | null
    asked_at: number
    answer_until: number
    answered_at: number | null
    answered_by: string | null
  }
  notice_deliveries: {
    id: string
    assignment_id: string
    version: number
    how: 'opened' | 'printed' | 'handed'
    operator_id: string | null
    at: number
  }
  shift_notices: {
    opening_id: string
    member_id: string
    kind: ShiftNoticeKind
    ref: Generated<string>
    run: string
    at: number
  }
  welcome_items: {
    id: string
    store_id: string
    topic: WelcomeTopic
    words: string
    changed_on: string
    updated_by: string | null
    updated_at: number
  }
  rehire_rules: {
    version: number
    wage: string
    position: string
    tenure: string
    words: Generated<string>
    published_by: string | null
    published_at: number
  }
  return_wishes: {
    id: string
    member_id: string
    kind: ReturnKind
    since_words: Generated<string>
    note: string | null
    store_id: string | null
    rule_version: number | null
    stage: Generated<ReturnStage>
    close_words: string | null
    created_at: number
    stage_at: number
    updated_at: number
  }
  return_steps: {
    id: string
    wish_id: string
    stage: ReturnStage
    words: string | null
    operator_id: string | null
    at: number
  }
}
