import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { takenPlaces } from '../openings.ts'
import type { Due, Notice } from './notices.ts'
import { type At, mayTell } from './outcomes.ts'

const HOUR_MS = 3_600_000
/** What follows on the first application is told together. */
const NEWS_MS = HOUR_MS
/** With free places so shortly before it begins, the shop is told. */
export const UNFILLED_MS = 2 * HOUR_MS
/** Who was told of the hole so shortly before the start knows that a place is free. */
const HOLE_KNOWN_MS = 3 * HOUR_MS

/**
 * Whom of the shop it is told: who opened it; where they cannot be reached, the managers of its store; or else the owners.
 * Never staff, and no manager of another store.
 */
const TIER = sql`case when operators.id = shift_openings.opened_by then 1 when operators.role = 'manager' then 2 else 3 end`
const runsIt = sql<SqlBool>`operators.revoked_at is null and line_identities.follow_state = 'following'
  and (operators.role = 'owner' or (operators.role = 'manager' and operators.store_id = shift_openings.store_id))`
const isFirstTier = sql<SqlBool>`${TIER} = (select min(${TIER}) from operators
  join line_identities on line_identities.member_id = operators.member_id where ${runsIt})`

type Rows = {
  from: RawBuilder<unknown>
  ref: RawBuilder<unknown>
  when: RawBuilder<SqlBool>
  version?: RawBuilder<unknown>
  words?: RawBuilder<unknown>
  answerUntil?: RawBuilder<unknown>
  /** Whom it is about. */
  person?: RawBuilder<unknown>
}

const NONE = sql`null`

const toTheShop = ({ from, ref, when, version = sql`''`, words = NONE, answerUntil = NONE, person = NONE }: Rows) =>
  sql<Notice>`
  select shift_openings.id as "openingId", operators.member_id as "memberId", cast(${ref} as text) as ref,
    members.language, cast(${version} as text) as version, null as "assignmentId", ${words} as words, ${person} as person,
    null as proposal, ${answerUntil} as "answerUntil"
  from ${from}
  cross join operators
  cross join members on members.id = operators.member_id
  cross join line_identities on line_identities.member_id = operators.member_id
  where ${when} and ${runsIt} and ${isFirstTier}`

const OPENINGS = sql`shift_openings`
const ASSIGNMENTS = sql`assignments cross join shift_openings on shift_openings.id = assignments.opening_id`
const REQUESTS = sql`assignment_requests
  cross join assignments on assignments.id = assignment_requests.assignment_id
  cross join shift_openings on shift_openings.id = assignments.opening_id`
const personOf = sql`(select who.name from members as who where who.id = assignments.member_id)`
const isAhead = (now: number) =>
  sql<SqlBool>`shift_openings.state in ('open', 'closed') and shift_openings.starts_at > ${now}`
const hasHole = sql<SqlBool>`${takenPlaces} < shift_openings.headcount`
const someone = (states: RawBuilder<unknown>) => sql<SqlBool>`exists (select 1 from shift_claims
  where shift_claims.opening_id = shift_openings.id and shift_claims.state in (${states}))`

type News = { kind: 'shop_applied' | 'shop_taken'; of: RawBuilder<unknown>; since: RawBuilder<number>; at: At }

/**
 * What came of `of` since the shop was told last: the first at once, what follows together, an hour later. The ref is the
 * newest; who is told of it, of how many it is in all.
 */
const dueNews = ({ kind, of, since, at }: News): Due => {
  const toldLast = sql`(select max(last.at) from shift_notices as last where last.opening_id = shift_openings.id
    and last.member_id = operators.member_id and last.kind = ${kind})`
  return {
    kind,
    rows: toTheShop({
      from: OPENINGS,
      ref: sql`(select max(${since}) from ${of})`,
      when: sql`${isAhead(at.now)} and ${mayTell(at)} and exists (select 1 from ${of} and ${since} > coalesce(${toldLast}, 0))
        and coalesce(${toldLast}, 0) <= ${at.now - NEWS_MS}`,
      version: sql`(select count(*) from ${of})`,
      words: sql`(select count(*) from ${of})`,
    }),
  }
}

/** Somebody applied, and waits for a yes or no. */
export const dueApplied = (at: At): Due =>
  dueNews({
    kind: 'shop_applied',
    of: sql`shift_claims where shift_claims.opening_id = shift_openings.id and shift_claims.state = 'applied'
      and shift_openings.state = 'open'`,
    since: sql`max(shift_claims.created_at, shift_claims.answered_at)`,
    at,
  })

/** Somebody took a place by their own tap: first come, or a yes to an offer. Nobody of the shop knows yet. */
export const dueTaken = (at: At): Due =>
  dueNews({
    kind: 'shop_taken',
    of: sql`assignments where assignments.opening_id = shift_openings.id and assignments.state = 'confirmed'
      and assignments.confirmed_by is null`,
    since: sql`assignments.confirmed_at`,
    at,
  })

/** Somebody asks to be let off: at once, for it waits for the answer an hour only. */
export const dueRequests = ({ now }: At): Due => ({
  kind: 'shop_request',
  rows: toTheShop({
    from: REQUESTS,
    ref: sql`assignment_requests.id`,
    when: sql`assignment_requests.state = 'pending' and assignment_requests.kind = 'cancel' and ${isAhead(now)}`,
    version: sql`assignment_requests.state`,
    words: sql`assignment_requests.words`,
    answerUntil: sql`assignment_requests.answer_until`,
    person: personOf,
  }),
})

/** Somebody cancelled, and nobody stands by who can be asked: else the place is held for them already. */
export const dueHoles = (at: At): Due => ({
  kind: 'shop_hole',
  rows: toTheShop({
    from: ASSIGNMENTS,
    ref: sql`assignments.id`,
    when: sql`assignments.state = 'cancelled_by_member' and ${isAhead(at.now)} and ${hasHole} and ${mayTell(at)}`,
    words: sql`assignments.reason`,
    person: personOf,
  }),
})

/** The deadline is over, and people wait for a yes or no. Anew when it was open once more. */
export const dueUndecided = (at: At): Due => ({
  kind: 'shop_undecided',
  rows: toTheShop({
    from: OPENINGS,
    ref: sql`shift_openings.closes_at`,
    when: sql`shift_openings.state = 'closed' and shift_openings.closed_because = 'deadline' and ${isAhead(at.now)}
      and ${someone(sql`'applied'`)} and ${mayTell(at)}`,
    words: sql`(select count(*) from shift_claims where shift_claims.opening_id = shift_openings.id
      and shift_claims.state = 'applied')`,
  }),
})

/** It begins soon, and a place is free; unless the shop closed it so, or was told of that hole just now. */
export const dueUnfilled = ({ now }: At): Due => ({
  kind: 'shop_unfilled',
  rows: toTheShop({
    from: OPENINGS,
    ref: sql`shift_openings.starts_at`,
    when: sql`${isAhead(now)} and shift_openings.starts_at <= ${now + UNFILLED_MS} and ${hasHole}
      and coalesce(shift_openings.closed_because, '') <> 'owner'
      and not exists (select 1 from shift_notices as hole where hole.opening_id = shift_openings.id
        and hole.kind = 'shop_hole' and hole.at > shift_openings.starts_at - ${HOLE_KNOWN_MS})`,
  }),
})

/** Somebody said no to a change, or nothing in time: what was agreed stays, and who planned otherwise must know. */
export const dueChangesDeclined = (at: At): Due => ({
  kind: 'shop_change_declined',
  rows: toTheShop({
    from: REQUESTS,
    ref: sql`assignment_requests.id`,
    when: sql`assignment_requests.state in ('declined', 'lapsed') and assignment_requests.kind = 'change'
      and assignments.state = 'confirmed' and ${isAhead(at.now)} and ${mayTell(at)}`,
    version: sql`assignment_requests.state`,
    words: sql`assignment_requests.state`,
    person: personOf,
  }),
})
