import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { isMinor } from './answering.ts'
import { wasInvited } from './invited.ts'

const HOUR_MS = 3_600_000
/** The door opens so long before an event begins, for who is early and who prepares … */
const OPENS_BEFORE_MS = 3 * HOUR_MS
/** … and what was forgotten at a long table can be put right so long after its end. */
const CLOSES_AFTER_MS = 12 * HOUR_MS
/** Who only keeps the door sees from the day before who comes. */
const NEAR_MS = 24 * HOUR_MS
export const WALK_IN_PEOPLE_MAX = 20

/** Who keeps the door: somebody signed in, or an enrolled device. */
export type Keeper = { operatorId: string } | { tillId: string }
type Times = { state: string; startsAt: number; endsAt: number }

export type CheckIn = {
  id: string
  memberId: string | null
  /** null: a walk-in without a name, or somebody who never gave one. */
  name: string | null
  people: number
  drinkers: number
  at: number
  /** The operator's or the till's name. */
  by: string | null
  undone: boolean
}
/** not_going: they did not say that they would come; whoever keeps the door may let them in anyway. */
export type CheckedIn =
  | { outcome: 'in' | 'same_scan' | 'already' | 'undone'; checkIn: CheckIn }
  | { outcome: 'not_going' }

type At = {
  /** The scan's own (a nonce): the same one is never counted twice. */
  id: string
  eventId: string
  /** Where the keeper's rights end; null: nowhere. */
  storeId: string | null
  by: Keeper
  now: number
}
type OfGuest = At & {
  memberId: string
  /** How many really came, if not as many as they had said. */
  people?: number | undefined
  /** Lets in also who only waits, declined or never answered. */
  anyway?: boolean
}
type OfWalkIn = At & { name: string | null; people: number; drinkers: number }

export const doorOpensAt = ({ startsAt }: Times) => startsAt - OPENS_BEFORE_MS
export const isDoorOpen = (event: Times, now: number) =>
  ['open', 'closed', 'done'].includes(event.state) && now >= doorOpensAt(event) && now < event.endsAt + CLOSES_AFTER_MS
/** Whether those who only keep its door may look at it. */
export const isDoorNear = ({ state, startsAt, endsAt }: Times, now: number) =>
  state !== 'draft' && now >= startsAt - NEAR_MS && now < endsAt + CLOSES_AFTER_MS

/**
 * Lets a guest in, once: of two doors at the same moment one does, and the other is told when and by whom (already). The
 * same scan again is recognised (same_scan; undone, if it was taken back meanwhile). Refusals: not_found (no such event of
 * that store), door_closed, door_code_unknown (somebody who was never asked to it).
 */
export async function checkIn(store: Store, guest: OfGuest): Promise<CheckedIn> {
  const { db } = store
  const [entered] = await store.batch([
    enterGuest(db, guest),
    attended(db, guest),
    // They came after all: late, after those who had not come were noted.
    db
      .deleteFrom('interactions')
      .where('member_id', '=', guest.memberId)
      .where('kind', '=', 'event_missed')
      .where('ref', '=', guest.eventId)
      .where(isIn(guest)),
  ])
  const known = await outcomeOf(store, guest, { entered: entered === 1, memberId: guest.memberId })
  if (known) return known
  const standing = await db
    .selectFrom('rsvps')
    .select('state')
    .where('event_id', '=', guest.eventId)
    .where('member_id', '=', guest.memberId)
    .executeTakeFirst()
  const { rows } = await sql<{ invited: 0 | 1 }>`select ${wasInvited(guest)} as invited`.execute(db)
  if (standing || rows[0]?.invited === 1) return { outcome: 'not_going' }
  throw new Refusal('door_code_unknown')
}

/** Counts somebody in who was not expected, once a scan. Refusals: not_found, door_closed. */
export async function walkIn(store: Store, guest: OfWalkIn): Promise<CheckedIn> {
  const { id, name, people, drinkers, eventId, storeId, by, now } = guest
  const row = sql`${id}, events.id, null, ${name}, ${people}, min(${drinkers}, ${people}), ${now}, ${operatorOf(by)}, ${tillOf(by)}`
  const [entered] = await store.batch([
    enter(store.db, sql`select ${row} from events where events.id = ${eventId} and ${doorIsOpen({ storeId, now })}`),
  ])
  const known = await outcomeOf(store, guest, { entered: entered === 1, memberId: null })
  if (!known) throw new Refusal('form_invalid')
  return known
}

/**
 * Takes a check-in back, also off the person's timeline; taking it back again changes nothing. Refusals: not_found,
 * door_closed.
 */
export async function undoCheckIn(store: Store, { id, eventId, storeId, by, now }: At): Promise<CheckIn> {
  const { db } = store
  await store.batch([
    db
      .updateTable('check_ins')
      .set({ undone_at: now, undone_by: operatorOf(by), undone_till_id: tillOf(by) })
      .where('id', '=', id)
      .where('event_id', '=', eventId)
      .where('undone_at', 'is', null)
      .where(sql<SqlBool>`exists (select 1 from events where id = ${eventId} and ${doorIsOpen({ storeId, now })})`),
    db
      .deleteFrom('interactions')
      .where('id', '=', attendedId(id))
      .where(({ not }) => not(isLiving(id))),
  ])
  const checkIn = await findCheckIn(store, { id, eventId })
  if (!checkIn) throw new Refusal('not_found')
  if (!checkIn.undone) await refuse(store, { eventId, storeId, now })
  return checkIn
}

/** A check-in of that event, also one that was taken back. */
export async function findCheckIn({ db }: Store, { id, eventId }: { id: string; eventId: string }) {
  const row = await read(db).where('check_ins.id', '=', id).where('check_ins.event_id', '=', eventId).executeTakeFirst()
  return row && { ...row, undone: row.undone_at !== null }
}

/** The guards and the write in one statement; those of uniqueness stand in the indexes. */
const enterGuest = (db: Db, { id, eventId, storeId, memberId, people, anyway = false, by, now }: OfGuest) => {
  const count = sql`coalesce(${people ?? null}, rsvps.party, 1)`
  const row = sql`${id}, events.id, members.id, null, ${count}, min(coalesce(rsvps.drinkers, 0), ${count} - ${isMinor}), ${now}, ${operatorOf(by)}, ${tillOf(by)}`
  return enter(
    db,
    sql`select ${row} from events cross join members on members.id = ${memberId}
      left join rsvps on rsvps.event_id = events.id and rsvps.member_id = members.id
      where events.id = ${eventId} and ${doorIsOpen({ storeId, now })} and (rsvps.state = 'going'
        or (${anyway ? 1 : 0} = 1 and (rsvps.state is not null or ${wasInvited({ eventId, memberId })})))`,
  )
}

const enter = (db: Db, rows: RawBuilder<unknown>): Compilable => ({
  compile: () =>
    sql`insert into check_ins
      (id, event_id, member_id, name, people, drinkers, checked_in_at, operator_id, till_id)
      ${rows} on conflict do nothing returning id`.compile(db),
})

/** On the person's timeline, if this very scan let them in. */
const attended = (db: Db, { id, by }: OfGuest): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, operator_id, store_id, at)
      select ${attendedId(id)}, check_ins.member_id, 'event_attended', events.id, json_object('title', events.title),
        ${operatorOf(by)}, events.store_id, check_ins.checked_in_at
      from check_ins join events on events.id = check_ins.event_id
      where check_ins.id = ${id} and check_ins.undone_at is null and check_ins.member_id is not null
      on conflict (id) do nothing`.compile(db),
})

const doorIsOpen = ({ storeId, now }: { storeId: string | null; now: number }) =>
  sql<SqlBool>`(${storeId} is null or events.store_id = ${storeId}) and events.state in ('open', 'closed', 'done')
    and ${now} >= events.starts_at - ${sql.lit(OPENS_BEFORE_MS)} and ${now} < events.ends_at + ${sql.lit(CLOSES_AFTER_MS)}`

const isLiving = (id: string) => sql<SqlBool>`exists (select 1 from check_ins where id = ${id} and undone_at is null)`
const isIn = ({ id, eventId }: Pick<At, 'id' | 'eventId'>) =>
  sql<SqlBool>`exists (select 1 from check_ins where id = ${id} and event_id = ${eventId} and undone_at is null)`
const attendedId = (checkInId: string) => `event_attended:${checkInId}`
const operatorOf = (by: Keeper) => ('operatorId' in by ? by.operatorId : null)
const tillOf = (by: Keeper) => ('tillId' in by ? by.tillId : null)

async function outcomeOf(
  store: Store,
  { id, eventId, storeId, now }: At,
  { entered, memberId }: { entered: boolean; memberId: string | null },
): Promise<CheckedIn | undefined> {
  const same = await findCheckIn(store, { id, eventId })
  if (same && same.memberId === memberId) {
    if (entered) return { outcome: 'in', checkIn: same }
    return { outcome: same.undone ? 'undone' : 'same_scan', checkIn: same }
  }
  await refuse(store, { eventId, storeId, now })
  if (memberId === null) return undefined
  const living = await read(store.db)
    .where('check_ins.event_id', '=', eventId)
    .where('check_ins.member_id', '=', memberId)
    .where('check_ins.undone_at', 'is', null)
    .executeTakeFirst()
  return living && { outcome: 'already', checkIn: { ...living, undone: false } }
}

/** Says why nothing can be done at this door, if so. */
async function refuse({ db }: Store, { eventId, storeId, now }: Pick<At, 'eventId' | 'storeId' | 'now'>) {
  const event = await db
    .selectFrom('events')
    .select(['state', 'starts_at as startsAt', 'ends_at as endsAt'])
    .where('id', '=', eventId)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId))
    .executeTakeFirst()
  if (!event) throw new Refusal('not_found')
  if (!isDoorOpen(event, now)) throw new Refusal('door_closed')
}

const read = (db: Db) =>
  db
    .selectFrom('check_ins')
    .leftJoin('members', 'members.id', 'check_ins.member_id')
    .leftJoin('operators', 'operators.id', 'check_ins.operator_id')
    .leftJoin('tills', 'tills.id', 'check_ins.till_id')
    .select(({ fn }) => [
      'check_ins.id',
      'check_ins.member_id as memberId',
      fn.coalesce('members.name', 'check_ins.name').as('name'),
      'check_ins.people',
      'check_ins.drinkers',
      'check_ins.checked_in_at as at',
      'check_ins.undone_at',
      fn.coalesce('operators.name', 'tills.name').as('by'),
    ])
