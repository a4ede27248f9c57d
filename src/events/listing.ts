import { type SqlBool, sql } from 'kysely'
import type { Config } from '../config.ts'
import type { MemberLanguage, MemberState } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { imageUrl } from '../images/images.ts'
import { photo, photoRatio } from '../line/letter-parts.ts'
import type { FlexImage } from '../line/messages.ts'
import { FEEDBACK_OPEN_MS, isTaster } from './feedback.ts'
import { mayAnswer } from './invited.ts'

/** So many events are asked about at once. */
const TASTED_MAX = 3

/** Who asks, as far as an answer about events depends on it. */
export type Guest = { language: MemberLanguage; state: MemberState; birthYear: number | null }

export const findGuest = ({ db }: Store, memberId: string): Promise<Guest | undefined> =>
  db
    .selectFrom('members')
    .select(['language', 'state', 'birth_year as birthYear'])
    .where('id', '=', memberId)
    .executeTakeFirst()

/**
 * What somebody may come to, or is coming to, soonest first: what takes answers; once it is closed, for those with a seat;
 * when it is called off, for everybody who had counted on it.
 */
export async function eventsFor(
  { db }: Store,
  { memberId, limit, now }: { memberId: string; limit: number; now: number },
): Promise<readonly string[]> {
  const isOpen = sql<SqlBool>`shown.state = 'open' and shown.closes_at > ${now}`
  const answered = sql<SqlBool>`own.state = 'going' or (shown.state = 'cancelled' and own.state in ('waiting', 'offered'))`
  const { rows } = await sql<{ id: string }>`select shown.id from events as shown
    left join rsvps as own on own.event_id = shown.id and own.member_id = ${memberId}
    where shown.state in ('open', 'closed', 'cancelled') and shown.ends_at > ${now} and ((${isOpen}) or (${answered}))
      and ${mayAnswer({ eventId: sql`shown.id`, memberId })}
    order by shown.starts_at, shown.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Of which events somebody may say what the food was like, and has not yet: the latest first. */
export async function tastedBy(store: Store, { memberId, now }: { memberId: string; now: number }) {
  const { rows } = await sql<{ id: string; title: string }>`select id, title from events
    where starts_at <= ${now} and ends_at > ${now - FEEDBACK_OPEN_MS} and state <> 'cancelled'
      and (exists (select 1 from rsvps where rsvps.event_id = events.id and rsvps.member_id = ${memberId})
        or exists (select 1 from check_ins where check_ins.event_id = events.id and check_ins.member_id = ${memberId}))
      and exists (select 1 from event_dishes where event_dishes.event_id = events.id)
      and not exists (select 1 from dish_feedback join event_dishes on event_dishes.id = dish_feedback.dish_id
        where event_dishes.event_id = events.id and dish_feedback.member_id = ${memberId})
    order by starts_at desc, id limit ${TASTED_MAX}`.execute(store.db)
  const may = await Promise.all(rows.map(({ id }) => isTaster(store, { eventId: id, memberId, now })))
  return rows.filter((_, nth) => may[nth])
}

/** The photo of an event, in its own shape; undefined when there is none that LINE shows. */
export async function photoOf(
  { store: { db }, config }: { store: Store; config: Pick<Config, 'baseUrl'> },
  imageId: string | null,
): Promise<FlexImage | undefined> {
  if (imageId === null) return undefined
  const image = await db.selectFrom('images').select(['width', 'height']).where('id', '=', imageId).executeTakeFirst()
  return image && photo(imageUrl(config, imageId), photoRatio(image))
}
