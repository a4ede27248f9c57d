import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../../db/store.ts'
import { takenPlaces } from '../openings.ts'
import { isFreeFor } from './conflicts.ts'
import { OFFER_LEAD_MS } from './windows.ts'

type Places = { openingId: string; now: number }

/** More than a shop has at one time. */
const OPENINGS_MAX = 500

/** Of `shift_openings`: places that nobody has and that are held for nobody. */
export const freePlaces = sql<number>`max(0, shift_openings.headcount - ${takenPlaces})`

/** A statement of raw words. */
export const statement = (db: Db, words: RawBuilder<unknown>): Compilable => ({ compile: () => words.compile(db) })

/** Whether LINE can tell somebody: who blocked us keeps the place in the line, and others go ahead meanwhile. */
export const canBeTold = (memberId: RawBuilder<string>) => sql<SqlBool>`exists (select 1 from members
  join line_identities on line_identities.member_id = members.id
  where members.id = ${memberId} and members.state = 'verified' and line_identities.follow_state = 'following')`

/** Of `shift_openings` and `waits`: somebody stands by who can be asked, and to whom nothing else came. */
const mayBeOffered = (now: number) => sql<SqlBool>`shift_openings.state = 'closed'
  and shift_openings.starts_at > ${now + OFFER_LEAD_MS} and waits.state = 'standby'
  and ${canBeTold(sql`waits.member_id`)} and ${isFreeFor(sql`waits.member_id`)}`

/** Free places of an opening that takes no applications are held for those who stand by, the first in the line first. */
const offerStatement = (db: Db, { openingId, now }: Places) =>
  statement(
    db,
    sql`update shift_claims set state = 'offered', offer_no = offer_no + 1, offered_at = ${now}, offer_ends_at = null,
        changed_at = ${now}
      where opening_id = ${openingId} and member_id in (
        select waits.member_id from shift_openings join shift_claims as waits on waits.opening_id = shift_openings.id
        where shift_openings.id = ${openingId} and ${mayBeOffered(now)}
        order by waits.place limit (select ${freePlaces} from shift_openings where shift_openings.id = ${openingId}))`,
  )

/** What was closed because it was full, and is not full any more, takes applications again until its deadline. */
const reopenStatement = (db: Db, { openingId, now }: Places) =>
  statement(
    db,
    sql`update shift_openings set state = 'open', closed_because = null, closed_by = null, closed_at = null,
        next_wave_at = iif(asks_max > 0 and waves_ended_at is null, ${now}, null), updated_at = max(updated_at + 1, ${now})
      where id = ${openingId} and state = 'closed' and closed_because = 'filled' and closes_at > ${now}
        and ${takenPlaces} < headcount`,
  )

/** What was offered is not what it would be any more: they wait as before, and are asked anew, so that an old yes says nothing. */
export const takeBackOffers = (db: Db, { openingId, now }: Places): Compilable =>
  statement(
    db,
    sql`update shift_claims set state = 'standby', offer_ends_at = null, changed_at = ${now}
      where opening_id = ${openingId} and state = 'offered'`,
  )

/**
 * Offers free places to who stands by, in their order; if nobody can be asked and it was closed because it was full, it is
 * open again. Belongs into every batch that may free a place.
 */
export const offerPlaces = (db: Db, places: Places): readonly Compilable[] => [
  offerStatement(db, places),
  reopenStatement(db, places),
]

/** Without a place left, an opening is closed at once: nobody else is given one, and nothing more is sent. */
export const fillStatement = (db: Db, { openingId, now }: Places): Compilable =>
  statement(
    db,
    sql`update shift_openings set state = 'closed', closed_because = 'filled', closed_by = null, closed_at = ${now},
        updated_at = max(updated_at + 1, ${now})
      where id = ${openingId} and state = 'open' and ${takenPlaces} >= headcount`,
  )

/** Who was not chosen when it was filled stands by; while it is open, everybody in the line has applied. */
const standStatement = (db: Db, { openingId, now }: Places) =>
  statement(
    db,
    sql`update shift_claims set state = iif(shift_claims.state = 'applied', 'standby', 'applied'), changed_at = ${now}
      from shift_openings
      where shift_claims.opening_id = ${openingId} and shift_openings.id = shift_claims.opening_id
        and ((shift_claims.state = 'standby' and shift_openings.state = 'open')
          or (shift_claims.state = 'applied' and shift_openings.state = 'closed' and ${takenPlaces} >= shift_openings.headcount))`,
  )

/**
 * What must hold of an opening's places after any change of who has them or how many there are; goes last in each such
 * batch: free ones are offered on or open again, and when there are none left it is closed and the rest stands by.
 */
export const settlePlaces = (db: Db, places: Places): readonly Compilable[] => [
  ...offerPlaces(db, places),
  fillStatement(db, places),
  standStatement(db, places),
]

/**
 * The same of every opening ahead where it may have come about otherwise: somebody was erased, or can be told again. Returns
 * how many offers it made.
 */
export async function offerFreePlaces(store: Store, { now }: { now: number }): Promise<number> {
  const { db } = store
  const { rows } = await sql<{ id: string }>`select shift_openings.id from shift_openings
    where shift_openings.state in ('open', 'closed') and shift_openings.starts_at > ${now} and (
      (shift_openings.state = 'open' and ${takenPlaces} >= shift_openings.headcount)
      or (shift_openings.state = 'closed' and ${takenPlaces} < shift_openings.headcount and (
        (shift_openings.closed_because = 'filled' and shift_openings.closes_at > ${now})
        or exists (select 1 from shift_claims as waits where waits.opening_id = shift_openings.id and ${mayBeOffered(now)}))))
    limit ${OPENINGS_MAX}`.execute(db)
  let offered = 0
  for (const { id: openingId } of rows) {
    const [offers = 0] = await store.batch(settlePlaces(db, { openingId, now }))
    offered += offers
  }
  return offered
}
