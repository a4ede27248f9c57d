/** The roster and how its people are invited: tables of migrations/0001 and 0004. */
export type RosterTables = {
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
    joined_on: string | null
    staff_no_hmac: string | null
    digits_hmac: string | null
    note: string | null
    updated_at: number | null
    excluded_by: string | null
  }
  roster_imports: {
    id: string
    operator_id: string
    reading: string
    created_at: number
    expires_at: number
    applied_at: number | null
  }
  roster_import_pieces: { import_id: string; seq: number; words: string }
  roster_invitations: {
    id: string
    entry_id: string
    code_hmac: string
    created_by: string | null
    created_at: number
    expires_at: number
    used_at: number | null
    used_by: string | null
    revoked_at: number | null
  }
  wrong_codes: { member_id: string; count: number; since_at: number }
}
