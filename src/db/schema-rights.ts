import type { Generated } from 'kysely'
import type { Flag, PreferenceKind } from './schema.ts'

/** What people tell of themselves, and what they may ask of the shop: tables of migrations/0004. */
export type RightsTables = {
  member_preferences: { member_id: string; kind: PreferenceKind; value: string }
  profile_questions: { member_id: string; question: string; state: 'asked' | 'answered' | 'skipped'; at: number }
  member_notes: { id: string; member_id: string; body: string; operator_id: string | null; at: number }
  corrections: {
    id: string
    member_id: string
    field: CorrectionField
    value: string
    asked_at: number
    decided_at: number | null
    decided_by: string | null
    accepted: Flag | null
  }
  erasures: {
    member_id: string
    asked_at: number
    next_at: number
    attempts: Generated<number>
    done_at: number | null
  }
  access_log: {
    id: string
    operator_id: string
    member_id: string | null
    action: AccessAction
    detail: Generated<string>
    at: number
  }
  used_tokens: { token_hash: string; expires_at: number }
}

export type CorrectionField = 'name' | 'store' | 'role' | 'left_on'
/** Of one person: viewed. Of many: listed, exported, printed. */
export type AccessAction =
  | 'member_viewed'
  | 'members_listed'
  | 'members_exported'
  | 'roster_listed'
  | 'roster_viewed'
  | 'roster_exported'
  | 'invitations_printed'
