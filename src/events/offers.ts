import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import { drinkersLeft } from './answering.ts'
import { canBeTold, offerStatement } from './line.ts'
import { recordAnswer } from './seat-statements.ts'
import type { Answered } from './seats.ts'
import { standingOf } from './standing.ts'

type Offer = { eventId: string; memberId: string; offerNo: number }
type Answer = Offer & { at: number; now: number }

const isOffer = ({ eventId, memberId, offerNo }: Offer) =>
  sql<SqlBool>`event_id = ${eventId} and member_id = ${memberId} and state = 'offered' and offer_no = ${offerNo}`

/** The person is told of an offer: from now on its window runs. Changes nothing when they were told before, or it is over. */
export const toldStatement = (db: Db, { endsAt, ...offer }: Offer & { endsAt: number }): Compilable => ({
  compile: () =>
    sql`update rsvps set offer_ends_at = ${endsAt} where ${isOffer(offer)} and offer_ends_at is null`.compile(db),
})

/** They come with as many as were offered. A stale offer changes nothing. */
export const acceptOffer = (store: Store, answer: Answer): Promise<Answered> =>
  answerOffer(store, answer, {
    becomes: sql`state = 'going', party = seats, place = null, refused_seats = 0, drinkers = ${drinkersLeft(sql`seats`)}`,
    only: sql`true`,
  })

/** They would rather wait for all of their seats: they keep the place, and the seats go to the next. */
export const keepWaiting = (store: Store, answer: Answer): Promise<Answered> =>
  answerOffer(store, answer, {
    becomes: sql`state = 'waiting', refused_seats = seats, seats = 0`,
    only: sql`seats < party`,
  })

async function answerOffer(
  store: Store,
  answer: Answer,
  { becomes, only }: { becomes: RawBuilder<unknown>; only: RawBuilder<SqlBool> },
): Promise<Answered> {
  const { db } = store
  const { eventId, at, now } = answer
  const accepted: Compilable = {
    compile: () =>
      sql`update rsvps set ${becomes}, offer_ends_at = null, answered_at = ${at}, changed_at = ${now}
        where ${isOffer(answer)} and ${only} and answered_at <= ${at}
          and exists (select 1 from events where events.id = ${eventId} and events.state = 'open'
            and ${at} < min(events.closes_at, coalesce(rsvps.offer_ends_at, events.closes_at)))`.compile(db),
  }
  const [changed, , offers = 0] = await store.batch([accepted, recordAnswer(db, answer), offerStatement(db, answer)])
  const standing = await standingOf(store, answer)
  const isRepeated = standing.answeredAt === at && standing.state !== 'offered'
  return { outcome: changed === 1 || isRepeated ? 'answered' : 'outdated', standing, offers }
}

/**
 * Ends every offer whose window is over or whose event takes no more answers, and offers the seats on. Whoever was offered
 * all they want leaves the line; who was asked whether fewer would do waits on, and so does who cannot be told any more.
 * Returns how many ended, and when the next window does.
 */
export async function lapseOffers(store: Store, { now }: { now: number }) {
  const { db } = store
  const due = await db
    .selectFrom('rsvps')
    .innerJoin('events', 'events.id', 'rsvps.event_id')
    .select('rsvps.event_id')
    .distinct()
    .where(isOffered)
    .where(isOver(now))
    .execute()
  let lapsed = 0
  for (const { event_id: eventId } of due) {
    const [ended = 0] = await store.batch([lapseStatement(db, { eventId, now }), offerStatement(db, { eventId, now })])
    lapsed += ended
  }
  return { lapsed, nextAt: await nextEnd(store) }
}

/** Written out, not bound: so SQLite sees that the index of the offers applies. */
const isOffered = sql<SqlBool>`rsvps.state = 'offered'`
/** Of an offer in `rsvps` and its `events`. */
const isClosed = (now: number) => sql<SqlBool>`(events.state = 'closed' or ${now} >= events.closes_at)`
/** They blocked us, or left, before they were told. */
const isLost = sql<SqlBool>`(rsvps.offer_ends_at is null and not ${canBeTold(sql`rsvps.member_id`)})`
const isOver = (now: number) => sql<SqlBool>`(events.state in ('open', 'closed')
  and (${isClosed(now)} or ${now} >= rsvps.offer_ends_at or ${isLost}))`

/** Of who lapsed, offer_ends_at says that they had been told. */
const lapseStatement = (db: Db, { eventId, now }: { eventId: string; now: number }): Compilable => ({
  compile: () =>
    sql`with ended as materialized (
        select rsvps.member_id, rsvps.seats < rsvps.party or ${isLost} as waits_on,
          not ${isClosed(now)} and not ${isLost} as refused
        from rsvps join events on events.id = rsvps.event_id
        where rsvps.event_id = ${eventId} and rsvps.state = 'offered' and ${isOver(now)})
      update rsvps set state = iif(waits_on, 'waiting', 'lapsed'), place = iif(waits_on, place, null),
        offer_ends_at = iif(waits_on, null, offer_ends_at), seats = 0,
        refused_seats = case when not waits_on then 0 when refused then seats else refused_seats end, changed_at = ${now}
      from ended where rsvps.event_id = ${eventId} and rsvps.member_id = ended.member_id`.compile(db),
})

async function nextEnd({ db }: Store) {
  const next = await db
    .selectFrom('rsvps')
    .innerJoin('events', 'events.id', 'rsvps.event_id')
    .select(sql<number | null>`min(min(coalesce(rsvps.offer_ends_at, events.closes_at), events.closes_at))`.as('at'))
    .where(isOffered)
    .where('events.state', '=', 'open')
    .executeTakeFirst()
  return next?.at ?? undefined
}
