import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'

type Id = RawBuilder<string> | string

/**
 * Who may answer an event: a verified member who was invited (LINE took an invitation, or may have, or it is on their board),
 * who answered before, or anybody verified when it is listed; of one that a manager planned, anybody of that store. Of drafts
 * nobody.
 */
export const mayAnswer = ({ eventId, memberId }: { eventId: Id; memberId: Id }) =>
  sql<SqlBool>`exists (select 1 from events cross join members on members.id = ${memberId} and members.state = 'verified'
    where events.id = ${eventId} and events.state <> 'draft' and (
      (events.listed = 1 and coalesce(events.audience ->> '$.storeId', members.store_id) = members.store_id)
      or exists (select 1 from rsvps where rsvps.event_id = events.id and rsvps.member_id = members.id)
      or ${wasInvited({ eventId: sql`events.id`, memberId: sql`members.id` })}))`

/** Whether an invitation to an event reached somebody, by a push or on the board. */
export const wasInvited = ({ eventId, memberId }: { eventId: Id; memberId: Id }) =>
  sql<SqlBool>`(exists (select 1 from broadcasts
      join deliveries on deliveries.broadcast_id = broadcasts.id and deliveries.member_id = ${memberId}
      join broadcast_chunks as chunk on chunk.broadcast_id = deliveries.broadcast_id
        and chunk.seq = deliveries.chunk_seq and chunk.epoch = deliveries.chunk_epoch
      where broadcasts.event_id = ${eventId} and deliveries.skipped_reason is null
        and chunk.state in ('accepted', 'unknown', 'inflight'))
    or exists (select 1 from broadcasts
      join board_notices on board_notices.broadcast_id = broadcasts.id and board_notices.member_id = ${memberId}
      where broadcasts.event_id = ${eventId} and broadcasts.state = 'done' and broadcasts.taken_down_at is null))`

/** Whether somebody's answer to an event would count. */
export async function isInvited({ db }: Store, asked: { eventId: string; memberId: string }) {
  const { rows } = await sql<{ may: 0 | 1 }>`select ${mayAnswer(asked)} as may`.execute(db)
  return rows[0]?.may === 1
}

/** Everybody whom an invitation to an event reached, as a set: the ids of those of whom `wasInvited` is true. */
export const invitedTo = (eventId: Id) =>
  sql<string>`select deliveries.member_id from broadcasts
      join deliveries on deliveries.broadcast_id = broadcasts.id and deliveries.skipped_reason is null
      join broadcast_chunks as chunk on chunk.broadcast_id = deliveries.broadcast_id
        and chunk.seq = deliveries.chunk_seq and chunk.epoch = deliveries.chunk_epoch
        and chunk.state in ('accepted', 'unknown', 'inflight')
      where broadcasts.event_id = ${eventId}
    union select board_notices.member_id from broadcasts
      join board_notices on board_notices.broadcast_id = broadcasts.id
      where broadcasts.event_id = ${eventId} and broadcasts.state = 'done' and broadcasts.taken_down_at is null`
