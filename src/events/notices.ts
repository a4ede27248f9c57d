import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { MemberLanguage } from '../db/schema.ts'
import type { EventNoticeKind, RsvpState } from '../db/schema-events.ts'
import type { Db, Store } from '../db/store.ts'
import { owePushesStatement } from '../line/outbox.ts'

/** So many people are written to in one batch: their cards go in as one parameter. */
export const NOTICES_MAX = 50
const EVENTS_MAX = 100
/** Whom a message in the night would still help: the event is about to begin when the morning comes. */
export const NEAR_MS = 2 * 3_600_000

/** What is to be told: to whom, as a condition over `rsvps`, `events`, `members`; `ref` says of which time it is, once each. */
export type Due = { kind: EventNoticeKind; ref: RawBuilder<string>; when: RawBuilder<SqlBool> }

/** One person who is to be told something now, as things stand. */
export type Notice = {
  eventId: string
  memberId: string
  ref: string
  state: RsvpState
  party: number
  seats: number
  offerNo: number
  /** The event's version: what the card says is of it. */
  version: number
  language: MemberLanguage
}

/** A notice with its words. `key`: of the request to LINE; the same for the same notice, also out of a backup. */
export type Worded = Notice & { key: string; body: string; title: string; offerEndsAt?: number }

/** Of the members and their addresses, only those who can be reached. */
export const isReachable = sql<SqlBool>`members.state = 'verified' and line_identities.follow_state = 'following'`

/** Everybody who is to be told and was not yet. Nobody who cannot be reached. From the events on, however many members there are. */
export const dueRows = ({ kind, ref, when }: Due) => sql<Notice>`
  select rsvps.event_id as "eventId", rsvps.member_id as "memberId", ${ref} as ref, rsvps.state, rsvps.party, rsvps.seats,
    rsvps.offer_no as "offerNo", events.updated_at as version, members.language
  from events
  cross join rsvps on rsvps.event_id = events.id
  cross join members on members.id = rsvps.member_id
  cross join line_identities on line_identities.member_id = members.id
  where ${when} and ${isReachable}
    and not exists (select 1 from event_notices as told where told.event_id = rsvps.event_id
      and told.member_id = rsvps.member_id and told.kind = ${kind} and told.ref = ${ref})`

/** The first of those who are due, in the order of the line. */
export const findDue = async ({ db }: Store, due: Due, { limit = NOTICES_MAX } = {}): Promise<readonly Notice[]> =>
  (await sql<Notice>`select * from (${dueRows(due)}) order by "eventId", "memberId" limit ${limit}`.execute(db)).rows

/** The events of which somebody is due. */
export const findEventsDue = async ({ db }: Store, due: Due): Promise<readonly string[]> =>
  (
    await sql<{
      eventId: string
    }>`select distinct "eventId" from (${dueRows(due)}) order by 1 limit ${EVENTS_MAX}`.execute(db)
  ).rows.map(({ eventId }) => eventId)

/** How many are due. */
export async function countDue({ db }: Store, due: Due): Promise<number> {
  const { rows } = await sql<{ people: number }>`select count(*) as people from (${dueRows(due)})`.execute(db)
  return rows[0]?.people ?? 0
}

/** Offers that nobody was told of yet, while they can still be confirmed. */
export const dueOffers = ({ now }: { now: number }): Due => ({
  kind: 'offer',
  ref: sql`cast(rsvps.offer_no as text)`,
  when: sql`rsvps.state = 'offered' and rsvps.offer_ends_at is null and events.state = 'open' and events.closes_at > ${now}`,
})

/** Of who lapsed: whether they knew of the offer, by its own message, or from the chat or the page as they answered. */
const knewOfOffer = sql<SqlBool>`rsvps.offer_ends_at is not null`

/** Who did not confirm an offer that they were told of, and so left the line. */
export const dueLapses = ({ now, quietEnd }: At): Due => ({
  kind: 'lapsed',
  ref: sql`cast(rsvps.offer_no as text)`,
  when: sql`rsvps.state = 'lapsed' and events.state in ('open', 'closed') and ${knewOfOffer}
    and events.ends_at > ${now} and ${mayTell(quietEnd)}`,
})

/** Who still waited when the answers closed, or was offered seats too late to be told. Anew when it was open once more. */
export const dueUnseated = ({ now, quietEnd }: At): Due => ({
  kind: 'not_seated',
  ref: sql`cast(events.closed_at as text)`,
  when: sql`events.state = 'closed' and events.closed_at is not null and events.ends_at > ${now} and ${mayTell(quietEnd)}
    and (rsvps.state = 'waiting' or (rsvps.state = 'lapsed' and not ${knewOfOffer}))`,
})

export type At = {
  now: number
  /** When the quiet hours end that it is now; undefined: it is in none. */
  quietEnd: number | undefined
}

/** In quiet hours it waits for the morning, unless the event would be about to begin by then. */
export const mayTell = (quietEnd: number | undefined) =>
  quietEnd === undefined ? sql<SqlBool>`1` : sql<SqlBool>`events.starts_at < ${quietEnd + NEAR_MS}`

type Telling = { due: Due; notices: readonly Worded[]; run: string; now: number; only?: RawBuilder<SqlBool> }

/**
 * The statements that owe these people their messages: each once, whoever else is at it, and only to whom all of it still
 * applies. An offer's window begins with it. One batch, all or none; the first answers how many were told.
 */
export function tellStatements(db: Db, { due, notices, run, now, only = sql`1` }: Telling): readonly Compilable[] {
  const list = JSON.stringify(notices.map((notice) => ({ ...notice, id: crypto.randomUUID() })))
  const told = (columns: RawBuilder<unknown>) => sql`select ${columns}
    from event_notices as told join json_each(${list}) as one
      on one.value ->> 'eventId' = told.event_id and one.value ->> 'memberId' = told.member_id
    where told.run = ${run}`
  return [
    compiled(
      db,
      sql`insert into event_notices (event_id, member_id, kind, ref, run, at)
        select due."eventId", due."memberId", ${due.kind}, due.ref, ${run}, ${now}
        from (${dueRows(due)}) as due join json_each(${list}) as one
          on one.value ->> 'eventId' = due."eventId" and one.value ->> 'memberId' = due."memberId"
          and one.value ->> 'ref' = due.ref and one.value ->> 'version' = due.version
          and one.value ->> 'state' = due.state and one.value ->> 'party' = due.party and one.value ->> 'seats' = due.seats
        where ${only}`,
    ),
    owePushesStatement(db, {
      owed: told(sql`one.value ->> 'id' as id, told.member_id, one.value ->> 'body' as body,
        one.value ->> 'key' as retry_key`),
      now,
    }),
    ...(due.kind === 'offer' ? offerStatements(db, told) : []),
  ]
}

const WINDOW = sql`told.event_id, told.member_id, told.ref, one.value ->> 'offerEndsAt' as ends_at`
const LINE = sql`'event_offered:' || told.event_id || ':' || told.member_id || ':' || told.ref, told.member_id,
  'event_offered', told.event_id, json_object('title', one.value ->> 'title', 'seats', one.value ->> 'seats'), told.at`

/** From now on the window runs; the timeline says so. */
const offerStatements = (db: Db, told: (columns: RawBuilder<unknown>) => RawBuilder<unknown>) => [
  compiled(
    db,
    sql`update rsvps set offer_ends_at = offer.ends_at from (${told(WINDOW)}) as offer
      where rsvps.event_id = offer.event_id and rsvps.member_id = offer.member_id
        and rsvps.state = 'offered' and rsvps.offer_no = cast(offer.ref as integer) and rsvps.offer_ends_at is null`,
  ),
  compiled(
    db,
    sql`insert into interactions (id, member_id, kind, ref, detail, at) ${told(LINE)} on conflict do nothing`,
  ),
]

export const compiled = (db: Db, query: RawBuilder<unknown>): Compilable => ({ compile: () => query.compile(db) })
