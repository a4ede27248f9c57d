import type { Store } from '../db/store.ts'

/** What they answered to events, what they were told of them, when they were let in, and what they said of the dishes. */
export async function eventsOf({ db }: Store, memberId: string) {
  const [events, notices, checkIns, feedback] = await Promise.all([
    db
      .selectFrom('rsvps')
      .innerJoin('events', 'events.id', 'rsvps.event_id')
      .select(['event_id', 'events.title', 'events.starts_at', 'events.place', 'rsvps.state', 'party', 'seats'])
      .select(['rsvps.place as place_in_line', 'refused_seats', 'offer_no', 'offered_at', 'offer_ends_at'])
      .select(['drinkers', 'allergies', 'answers', 'answered_at', 'changed_at', 'rsvps.created_at'])
      .where('member_id', '=', memberId)
      .orderBy('events.starts_at', 'desc')
      .execute(),
    db
      .selectFrom('event_notices')
      .innerJoin('events', 'events.id', 'event_notices.event_id')
      .select(['event_id', 'events.title', 'kind', 'ref', 'at'])
      .where('member_id', '=', memberId)
      .orderBy('at', 'desc')
      .execute(),
    db
      .selectFrom('check_ins')
      .innerJoin('events', 'events.id', 'check_ins.event_id')
      .select(['check_ins.id', 'event_id', 'events.title', 'check_ins.name', 'people', 'drinkers', 'checked_in_at'])
      .select('undone_at')
      .where('member_id', '=', memberId)
      .orderBy('checked_in_at', 'desc')
      .execute(),
    db
      .selectFrom('dish_feedback')
      .innerJoin('event_dishes', 'event_dishes.id', 'dish_feedback.dish_id')
      .innerJoin('events', 'events.id', 'event_dishes.event_id')
      .select(['dish_id', 'event_dishes.name as dish', 'events.title', 'score', 'dish_feedback.words', 'said_at'])
      .where('member_id', '=', memberId)
      .orderBy('said_at', 'desc')
      .execute(),
  ])
  return { events, event_notices: notices, check_ins: checkIns, dish_feedback: feedback }
}
