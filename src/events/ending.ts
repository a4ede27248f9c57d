import { type Compilable, type SqlBool, sql } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { compiled } from './notices.ts'

const HOUR_MS = 3_600_000
/** The door takes people in for so long after the end: whoever is written in late from the paper list did not miss it. */
const DOOR_OPEN_MS = 12 * HOUR_MS
/** How long what guests told for the kitchen, and to the shop's questions, is kept after the end. */
const TOLD_KEPT_MS = 7 * 24 * HOUR_MS

/** Takes no more answers where the deadline is over. Returns how many events that closed. */
export const closeDue = async ({ db }: Store, { now }: { now: number }) =>
  (
    await sql`update events set state = 'closed', closed_at = ${now}, closed_by = null
      where state = 'open' and closes_at <= ${now} returning id`.execute(db)
  ).rows.length

/** Says of what is over that it was. Returns how many events that are. */
export const finishDue = async ({ db }: Store, { now }: { now: number }) =>
  (
    await sql`update events set state = 'done', done_at = ${now}, closed_at = coalesce(closed_at, ${now})
      where state in ('open', 'closed') and ends_at <= ${now} returning id`.execute(db)
  ).rows.length

/**
 * Notes privately who was to come and did not, once the door is closed for good: only where anybody was checked in at all,
 * for otherwise nobody stood at the door. An event is gone through once; who answered that they cannot come is never noted.
 */
export async function noteMissed(store: Store, { now }: { now: number }) {
  const due = await store.db
    .selectFrom('events')
    .select('id')
    .where('state', '=', 'done')
    .where('missed_noted_at', 'is', null)
    .where('ends_at', '<=', now - DOOR_OPEN_MS)
    .execute()
  for (const { id } of due) await noteMissedAt(store, { eventId: id, now })
}

async function noteMissedAt({ db, batch }: Store, { eventId, now }: { eventId: string; now: number }) {
  try {
    await batch([
      db
        .updateTable('events')
        .set({ missed_noted_at: now })
        .where('id', '=', eventId)
        .where('state', '=', 'done')
        .where('missed_noted_at', 'is', null),
      mustHaveChangedOne(db),
      missedStatement(db, eventId),
    ])
  } catch (error) {
    // Another process was before.
    if (!isAborted(error)) throw error
  }
}

const missedStatement = (db: Db, eventId: string): Compilable =>
  compiled(
    db,
    sql`insert into interactions (id, member_id, kind, ref, detail, store_id, at)
      select 'event_missed:' || events.id || ':' || rsvps.member_id, rsvps.member_id, 'event_missed', events.id,
        json_object('title', events.title), events.store_id, events.ends_at
      from rsvps join events on events.id = rsvps.event_id
      where rsvps.event_id = ${eventId} and rsvps.state = 'going'
        and exists (select 1 from check_ins where event_id = events.id and undone_at is null)
        and not exists (select 1 from check_ins where event_id = events.id and member_id = rsvps.member_id and undone_at is null)
      on conflict do nothing`,
  )

/** Forgets allergies, answers to the shop's questions and the names of walk-ins a week after the end, whatever became of it. */
export async function forgetEventAnswers({ db, batch }: Store, { now }: { now: number }) {
  const isLongOver = sql<SqlBool>`event_id in (select id from events where ends_at <= ${now - TOLD_KEPT_MS})`
  await batch([
    db
      .updateTable('rsvps')
      .set({ allergies: null, answers: null })
      .where((eb) => eb.or([eb('allergies', 'is not', null), eb('answers', 'is not', null)]))
      .where(isLongOver),
    db.updateTable('check_ins').set({ name: null }).where('name', 'is not', null).where(isLongOver),
  ])
}

/** Whether there is anything at all that happens to events by the clock, or is to be told of them. */
export async function isAnythingOpen({ db }: Store) {
  const { rows } = await sql<{ some: 0 | 1 }>`select
    exists (select 1 from events where state in ('open', 'closed') or (state = 'done' and missed_noted_at is null))
    or exists (select 1 from event_tellings where finished_at is null) as some`.execute(db)
  return rows[0]?.some === 1
}

/** When something of an event begins or ends next by the clock; undefined: nothing is open. */
export async function nextMoment({ db }: Store): Promise<number | undefined> {
  const { rows } = await sql<{ at: number | null }>`select min(at) as at from (
    select min(closes_at) as at from events where state = 'open'
    union all select min(ends_at) from events where state in ('open', 'closed')
    union all select min(ends_at) + ${DOOR_OPEN_MS} from events where state = 'done' and missed_noted_at is null)`.execute(
    db,
  )
  return rows[0]?.at ?? undefined
}
