import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { OFFER_LEAD_MS, offerToldAt } from '../claims/windows.ts'
import { type Due, isReachable, type Notice } from './notices.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Whom a message in the night would still help: the shift is near when the morning comes. */
const NEAR_MS = 3 * HOUR_MS
/** What nobody could tell for so long after the hours were confirmed, or after a shift began, is of no use any more. */
export const TOLD_LATE_MS = 3 * DAY_MS
/** Hours are confirmed long before this. */
export const WORKED_LATELY_MS = 60 * DAY_MS

export type At = {
  now: number
  /** When the quiet hours end that it is now; undefined: it is in none. */
  quietEnd: number | undefined
}

/** In quiet hours it waits for the morning, unless the shift would be about to begin by then. */
export const mayTell = ({ quietEnd }: At) =>
  quietEnd === undefined ? sql<SqlBool>`1` : sql<SqlBool>`shift_openings.starts_at < ${quietEnd + NEAR_MS}`

const NONE = sql`null`
type Rows = {
  ref: RawBuilder<unknown>
  when: RawBuilder<SqlBool>
  words?: RawBuilder<unknown>
}

/** About somebody's own answer, whatever their consents say: they asked for it. */
const ofClaims = ({ ref, when, words = NONE }: Rows) => sql<Notice>`
  select shift_openings.id as "openingId", shift_claims.member_id as "memberId", cast(${ref} as text) as ref,
    members.language, shift_claims.state || ' ' || shift_claims.changed_at || ' ' || shift_openings.updated_at as version,
    null as "assignmentId", ${words} as words, null as person, null as proposal, null as "answerUntil"
  from shift_openings
  cross join shift_claims on shift_claims.opening_id = shift_openings.id
  cross join members on members.id = shift_claims.member_id
  cross join line_identities on line_identities.member_id = members.id
  where ${when} and ${isReachable}`

/** About somebody's own shift. */
export const ofAssignments = ({ ref, when, words = NONE }: Rows) => sql<Notice>`
  select shift_openings.id as "openingId", assignments.member_id as "memberId", cast(${ref} as text) as ref,
    members.language, ${VERSION} as version,
    assignments.id as "assignmentId", ${words} as words, null as person, null as proposal, null as "answerUntil"
  from assignments
  cross join shift_openings on shift_openings.id = assignments.opening_id
  cross join members on members.id = assignments.member_id
  cross join line_identities on line_identities.member_id = members.id
  where ${when} and ${isReachable}`

const VERSION = sql`assignments.state || ' ' || assignments.version || ' ' || coalesce(assignments.notice_by, '')
  || ' ' || shift_openings.updated_at`

const ofRequests = ({ ref, when }: Rows) => sql<Notice>`
  select shift_openings.id as "openingId", assignments.member_id as "memberId", cast(${ref} as text) as ref,
    members.language, assignment_requests.state || ' ' || ${VERSION} as version,
    assignments.id as "assignmentId", assignment_requests.words as words, null as person,
    assignment_requests.proposal as proposal, assignment_requests.answer_until as "answerUntil"
  from assignment_requests
  cross join assignments on assignments.id = assignment_requests.assignment_id
  cross join shift_openings on shift_openings.id = assignments.opening_id
  cross join members on members.id = assignments.member_id
  cross join line_identities on line_identities.member_id = members.id
  where ${when} and ${isReachable}`

/** Who has a shift now. At once where their own tap made it so: they are awake. Once for each assignment. */
export const dueConfirmed = (at: At): Due => ({
  kind: 'confirmed',
  rows: ofAssignments({
    ref: sql`assignments.id`,
    when: sql`assignments.state = 'confirmed' and assignments.starts_at > ${at.now - HOUR_MS}
      and (assignments.confirmed_by is null or ${mayTell(at)})`,
  }),
})

/** A kind no, in the shop's words. */
export const dueDeclined = (at: At): Due => ({
  kind: 'declined',
  rows: ofClaims({
    ref: sql`shift_claims.decided_at`,
    when: sql`shift_claims.state = 'declined' and shift_openings.starts_at > ${at.now} and ${mayTell(at)}`,
    words: sql`shift_claims.decline_words`,
  }),
})

/** Who was not chosen when it was filled, and is asked when somebody cancels. Once for each time they applied. */
export const dueStandby = (at: At): Due => ({
  kind: 'standby',
  rows: ofClaims({
    ref: sql`shift_claims.answered_at`,
    when: sql`shift_claims.state = 'standby' and shift_openings.state in ('open', 'closed')
      and shift_openings.starts_at > ${at.now} and ${mayTell(at)}`,
  }),
})

const isCancelled = sql<SqlBool>`shift_openings.state = 'cancelled'`
/** They had a shift of it: what became of that is told by itself. */
const wasCalledOff = sql<SqlBool>`exists (select 1 from assignments as had where had.opening_id = shift_openings.id
  and had.member_id = shift_claims.member_id and had.state = 'cancelled_by_shop')`

/** In the night nobody is woken for what began already. */
const sinceWhen = ({ now, quietEnd }: At) => (quietEnd === undefined ? now - DAY_MS : now)

/** Who still waited when it began or was called off. */
export const dueEnded = (at: At): Due => ({
  kind: 'ended',
  rows: ofClaims({
    ref: sql`shift_claims.answered_at`,
    when: sql`shift_claims.state = 'ended' and (shift_claims.offer_ends_at is null or ${isCancelled})
      and not ${wasCalledOff} and shift_openings.starts_at > ${sinceWhen(at)} and ${mayTell(at)}`,
    words: sql`iif(${isCancelled}, shift_openings.cancel_words, null)`,
  }),
})

/** Who did not answer an offer that they were told of, and so left the line. */
export const dueOffersLapsed = (at: At): Due => ({
  kind: 'offer_lapsed',
  rows: ofClaims({
    ref: sql`shift_claims.offer_no`,
    when: sql`shift_claims.state = 'ended' and shift_claims.offer_ends_at is not null and not ${isCancelled}
      and shift_openings.starts_at > ${at.now} and ${mayTell(at)}`,
  }),
})

/** Offers that nobody was told of yet, as long as they can be answered. In the night they wait for the morning, and their window with them. */
export const dueOffers = ({ now }: At): Due => ({
  kind: 'offer',
  rows: ofClaims({
    ref: sql`shift_claims.offer_no`,
    when: sql`shift_claims.state = 'offered' and shift_claims.offer_ends_at is null
      and shift_openings.starts_at > ${now + OFFER_LEAD_MS} and ${isTimeToOffer(now)}`,
  }),
})

const isTimeToOffer = (now: number) => {
  const morning = offerToldAt({ now, startsAt: Number.POSITIVE_INFINITY })
  return morning === now ? sql`1` : sql`shift_openings.starts_at < ${morning + OFFER_LEAD_MS}`
}

/** The shop called it off: told at once, at any hour. */
export const dueCancelledByShop = ({ now }: At): Due => ({
  kind: 'cancelled_by_shop',
  rows: ofAssignments({
    ref: sql`assignments.id`,
    when: sql`assignments.state = 'cancelled_by_shop' and assignments.ends_at > ${now}`,
    words: sql`assignments.reason`,
  }),
})

/** Whoever asked to be let off, and is. */
export const dueCancelAccepted = (at: At): Due => ({
  kind: 'cancel_accepted',
  rows: ofRequests({
    ref: sql`assignment_requests.id`,
    when: sql`assignment_requests.kind = 'cancel' and assignment_requests.state = 'accepted'
      and assignments.ends_at > ${at.now} and ${mayTell(at)}`,
  }),
})

/** Whoever asked to be let off, and is not: they talked, and it stays agreed. */
export const dueCancelDeclined = (at: At): Due => ({
  kind: 'cancel_declined',
  rows: ofRequests({
    ref: sql`assignment_requests.id`,
    when: sql`assignment_requests.kind = 'cancel' and assignment_requests.state = 'declined'
      and assignments.state = 'confirmed' and assignments.starts_at > ${at.now} and ${mayTell(at)}`,
  }),
})

/** The shop asks for other hours or conditions. */
export const dueChanges = (at: At): Due => ({
  kind: 'change',
  rows: ofRequests({
    ref: sql`assignment_requests.id`,
    when: sql`assignment_requests.kind = 'change' and assignment_requests.state = 'pending'
      and assignments.state = 'confirmed' and assignments.starts_at > ${at.now}
      and assignment_requests.answer_until > ${at.now} and ${mayTell(at)}`,
  }),
})

/** A change that they were told of and did not answer: what was agreed stays. */
export const dueChangesLapsed = (at: At): Due => ({
  kind: 'change_lapsed',
  rows: ofRequests({
    ref: sql`assignment_requests.id`,
    when: sql`assignment_requests.kind = 'change' and assignment_requests.state in ('lapsed', 'taken_back')
      and assignments.state = 'confirmed' and assignments.ends_at > ${at.now} and ${mayTell(at)}
      and exists (select 1 from shift_notices as asked where asked.opening_id = shift_openings.id
        and asked.member_id = assignments.member_id and asked.kind = 'change' and asked.ref = assignment_requests.id)`,
  }),
})

/** Thanks that the shop wrote with the hours. */
export const dueThanks = ({ now, quietEnd }: At): Due => ({
  kind: 'thanks',
  rows: ofAssignments({
    ref: sql`assignments.id`,
    when: sql`${quietEnd === undefined ? sql`1` : sql`0`} and assignments.state = 'worked'
      and assignments.starts_at > ${now - WORKED_LATELY_MS}
      and assignments.thanks_words is not null and assignments.hours_confirmed_at > ${now - TOLD_LATE_MS}`,
    words: sql`assignments.thanks_words`,
  }),
})
