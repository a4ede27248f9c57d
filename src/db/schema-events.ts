import type { Generated } from 'kysely'
import type { Flag } from './schema.ts'

export type EventState = 'draft' | 'open' | 'closed' | 'done' | 'cancelled'
/** offered: seats are held until they confirm. lapsed: they did not. */
export type RsvpState = 'going' | 'waiting' | 'offered' | 'declined' | 'cancelled' | 'lapsed'
export type EventNoticeKind =
  | 'offer'
  | 'lapsed'
  | 'not_seated'
  | 'reminder_day'
  | 'reminder_hours'
  | 'changed'
  | 'cancelled'

/** The tables of migrations/0006_events.sql. */
export type EventTables = {
  events: {
    id: string
    title: string
    words: string
    image_id: string | null
    store_id: string | null
    place: string
    map_url: string | null
    starts_at: number
    ends_at: number
    closes_at: number
    capacity: number
    guests_max: Generated<number>
    fee_yen: Generated<number>
    alcohol: Generated<Flag>
    asks_allergies: Generated<Flag>
    questions: Generated<string>
    audience: string
    segment_id: string | null
    listed: Generated<Flag>
    remind_day: Generated<Flag>
    remind_hours: Generated<Flag>
    state: Generated<EventState>
    copied_from: string | null
    created_by: string | null
    created_at: number
    updated_at: number
    opened_at: number | null
    closed_at: number | null
    closed_by: string | null
    done_at: number | null
    cancelled_at: number | null
    cancelled_by: string | null
    cancel_words: string | null
    missed_noted_at: number | null
  }
  rsvps: {
    event_id: string
    member_id: string
    state: RsvpState
    party: number
    seats: Generated<number>
    place: number | null
    refused_seats: Generated<number>
    offer_no: Generated<number>
    offered_at: number | null
    offer_ends_at: number | null
    drinkers: number | null
    allergies: string | null
    answers: string | null
    answered_at: number
    changed_at: number
    created_at: number
  }
  event_notices: {
    event_id: string
    member_id: string
    kind: EventNoticeKind
    ref: Generated<string>
    run: string
    at: number
  }
  event_tellings: {
    event_id: string
    kind: 'changed' | 'cancelled'
    ref: Generated<string>
    words: string
    created_by: string | null
    created_at: number
    finished_at: number | null
  }
  check_ins: {
    id: string
    event_id: string
    member_id: string | null
    name: string | null
    people: number
    drinkers: Generated<number>
    checked_in_at: number
    operator_id: string | null
    till_id: string | null
    undone_at: number | null
    undone_by: string | null
    undone_till_id: string | null
  }
  event_dishes: { id: string; event_id: string; name: string; position: number }
  dish_feedback: { dish_id: string; member_id: string; score: number; words: string | null; said_at: number }
}
