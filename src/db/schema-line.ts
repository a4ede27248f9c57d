import type { Generated } from 'kysely'
import type { Flag, InboxState } from './schema.ts'

/** The tables of migrations/0002_line.sql. */
export type LineTables = {
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
    topic: string | null
  }
  job_runs: { job: string; slot_at: number; started_at: number; finished_at: number | null; failure: string | null }
}
