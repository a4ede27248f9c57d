/**
 * The usual reasons, as they are stored with a use: codes, so that each reader sees them in the own language
 * (src/texts/till-reasons.ts). Own words are stored as they were typed, in the same column.
 */
export const SEARCH_REASONS = ['battery_empty', 'no_phone', 'line_fails', 'no_connection'] as const
export const UNDO_REASONS = ['pressed_by_mistake', 'guest_declined', 'other_coupon', 'wrong_amount'] as const

export type UsualReason = (typeof SEARCH_REASONS | typeof UNDO_REASONS)[number]
