import type { InteractionKind } from '../db/schema.ts'

/** What a timeline can be narrowed to, in the order it is offered. */
export const TIMELINE_CATEGORIES = [
  'consents',
  'messages',
  'coupons',
  'events',
  'shifts',
  'chat',
  'registration',
  'notes',
] as const
export type TimelineCategory = (typeof TIMELINE_CATEGORIES)[number]

/** Every kind has its place: a new one does not compile without. */
const CATEGORY_OF: Record<InteractionKind, TimelineCategory> = {
  consent_granted: 'consents',
  consent_withdrawn: 'consents',
  broadcast_accepted: 'messages',
  board_read: 'messages',
  link_tapped: 'messages',
  poll_answered: 'messages',
  check_in_answered: 'messages',
  talk_settled: 'messages',
  story_asked: 'messages',
  story_agreed: 'consents',
  story_declined: 'consents',
  story_revoked: 'consents',
  coupon_granted: 'coupons',
  coupon_opened: 'coupons',
  coupon_redeemed: 'coupons',
  coupon_refused: 'coupons',
  event_joined: 'events',
  event_waited: 'events',
  event_offered: 'events',
  event_declined: 'events',
  event_cancelled: 'events',
  event_attended: 'events',
  event_missed: 'notes',
  dish_rated: 'events',
  shift_worked: 'shifts',
  followed: 'chat',
  blocked: 'chat',
  message_received: 'chat',
  language_changed: 'chat',
  question_answered: 'chat',
  question_skipped: 'chat',
  registration_started: 'registration',
  registration_resumed: 'registration',
  registration_cancelled: 'registration',
  invitation_used: 'registration',
  applied: 'registration',
  verified: 'registration',
  declined: 'registration',
  correction_asked: 'registration',
  correction_accepted: 'registration',
  correction_declined: 'registration',
  data_downloaded: 'registration',
  tag_added: 'notes',
  tag_removed: 'notes',
  note_added: 'notes',
  note_removed: 'notes',
}

/** The kinds of a category. */
export const kindsOf = (category: TimelineCategory): readonly string[] =>
  Object.entries(CATEGORY_OF).flatMap(([kind, of]) => (of === category ? [kind] : []))
