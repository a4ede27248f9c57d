import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { invitedTo } from './invited.ts'

/** Events beside each other: as many as a phone shows at a glance. */
export const HISTORY_PAGE = 12

/** An event that has begun, in people: each of a number is in those before it, too. */
export type PastEvent = {
  id: string
  title: string
  startsAt: number
  capacity: number
  /** Whom an invitation reached, or who answered without one. */
  invited: number
  answered: number
  /** Who was checked in; null: nobody was at all, so that nothing is known. */
  came: number | null
  /** Persons in the house, their company and walk-ins included. */
  people: number
}

export type HistoryCursor = { at: number; id: string }
type Asked = { storeId?: string | null; now: number; before?: HistoryCursor | undefined }

/** What became of the events so far, newest first, by pages; neither drafts nor cancelled ones. Of one store only, if asked. */
export async function pastEvents({ db }: Store, { storeId = null, now, before }: Asked) {
  const inside = sql`check_ins where event_id = past.id and undone_at is null`
  const knownByDoor = sql`select member_id from ${inside} and member_id is not null`
  const answered = sql`select member_id from rsvps where event_id = past.id union ${knownByDoor}`
  const { rows } = await sql<Omit<PastEvent, 'came'> & { came: number; isDoorUsed: 0 | 1 }>`
    with past as materialized (select id, title, starts_at, capacity from events
      where starts_at <= ${now} and state not in ('draft', 'cancelled')
        and ${storeId === null ? sql`1` : sql`store_id = ${storeId}`} and ${before ? below(before) : sql`1`}
      order by starts_at desc, id limit ${HISTORY_PAGE + 1})
    select id, title, starts_at as "startsAt", capacity,
      (select count(*) from (select * from (${invitedTo(sql`past.id`)}) union ${answered})) as invited,
      (select count(*) from (${answered})) as answered,
      (select count(*) from (${knownByDoor})) as came,
      exists (select 1 from ${inside}) as "isDoorUsed",
      (select coalesce(sum(people), 0) from ${inside}) as people
    from past order by starts_at desc, id`.execute(db)
  const events = rows
    .slice(0, HISTORY_PAGE)
    .map(({ came, isDoorUsed, ...event }): PastEvent => ({ ...event, came: isDoorUsed === 1 ? came : null }))
  const last = rows.length > HISTORY_PAGE ? events.at(-1) : undefined
  return { events, next: last && ({ at: last.startsAt, id: last.id } satisfies HistoryCursor) }
}

const below = ({ at, id }: HistoryCursor) => sql<SqlBool>`starts_at <= ${at} and (starts_at < ${at} or id > ${id})`
