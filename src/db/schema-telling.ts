import type { Generated } from 'kysely'
import type { BroadcastPurpose, Occasion } from './schema.ts'

/** card: as wide as a card is shown; face: a small square. */
export type ImageUse = 'card' | 'face'

/** Pictures, stories, the board, and what people answer to a broadcast: tables of migrations/0005. */
export type TellingTables = {
  images: {
    id: string
    use: Generated<ImageUse>
    media_type: 'image/jpeg' | 'image/png'
    width: number
    height: number
    bytes: number
    sha256: string
    created_by: string | null
    created_at: number
  }
  stories: {
    id: string
    member_id: string
    title: string
    words: string
    image_id: string | null
    content_sha: string
    created_by: string | null
    created_at: number
    updated_at: number
    asked_at: number | null
    asked_sha: string | null
    agreed_at: number | null
    agreed_sha: string | null
    declined_at: number | null
    revoked_at: number | null
  }
  test_sends: { id: string; broadcast_id: string | null; operator_id: string; sent_at: number }
  board_notices: { broadcast_id: string; member_id: string; posted_at: number; read_at: number | null }
  /** A view, see migrations/0005: what somebody may read on the board now, but for the end of its coupon. */
  visible_notices: {
    broadcast_id: string
    member_id: string
    read_at: number | null
    shown_at: number | null
    ends_at: number | null
  }
  poll_votes: { broadcast_id: string; member_id: string; answer: number; voted_at: number }
  broadcast_taps: {
    broadcast_id: string
    member_id: string
    target: string
    taps: Generated<number>
    first_at: number
    last_at: number
  }
  message_templates: {
    id: string
    name: string
    purpose: BroadcastPurpose
    content: string
    created_by: string | null
    created_at: number
    updated_at: number
  }
  automatic_messages: {
    occasion: Occasion
    content: string
    enabled_at: number | null
    enabled_by: string | null
    updated_at: number
  }
  automatic_sends: {
    occasion: Occasion
    member_id: string
    occurrence: Generated<string>
    broadcast_id: string | null
    at: number
  }
}
