import { type Compilable, type SqlBool, sql } from 'kysely'
import type { LineUserId, MemberLanguage } from '../db/schema.ts'
import { type Db, listOf, type Store } from '../db/store.ts'

/** Where somebody is who reads on: since when they read, and the last of the notices they had read before. */
export type Place = { since: number; shownAt?: number; id?: string }

export type Notice = { broadcastId: string; readAt: number | null; shownAt: number }
export type Reader = { memberId: string; lineUserId: LineUserId; language: MemberLanguage }

/** Who is reading; undefined: somebody without a registration, for whom there is no board. */
export const findReader = ({ db }: Store, memberId: string): Promise<Reader | undefined> =>
  db
    .selectFrom('members')
    .innerJoin('line_identities', 'line_identities.member_id', 'members.id')
    .select(['members.id as memberId', 'line_identities.line_user_id as lineUserId', 'members.language'])
    .where('members.id', '=', memberId)
    .where('members.state', '=', 'verified')
    .executeTakeFirst()

/**
 * What somebody may read on the board, unread first, each kind newest first. With `place` it goes on there: what was read
 * since then does not come again.
 */
export async function noticesFor(
  { db }: Store,
  { memberId, place, limit, now }: { memberId: string; place?: Place | undefined; limit: number; now: number },
): Promise<readonly Notice[]> {
  const { rows } = await sql<Notice>`select broadcast_id as broadcastId, read_at as readAt, shown_at as shownAt
    from visible_notices
    where member_id = ${memberId} and ${isNotOver(now)} and (read_at is null or ${isBehind(place)})
    order by read_at is not null, shown_at desc, broadcast_id desc
    limit ${limit}`.execute(db)
  return rows
}

/** How many notices somebody has not read. */
export async function countUnread({ db }: Store, { memberId, now }: { memberId: string; now: number }) {
  const { rows } = await sql<{ unread: number }>`select count(*) as unread from visible_notices
    where member_id = ${memberId} and read_at is null and ${isNotOver(now)}`.execute(db)
  return rows[0]?.unread ?? 0
}

/** The statements that keep that somebody read these notices, and tell the timeline; the first reading counts. */
export function readStatements(
  db: Db,
  { memberId, broadcastIds, now }: { memberId: string; broadcastIds: readonly string[]; now: number },
): readonly Compilable[] {
  const line: Compilable = {
    compile: () =>
      sql`insert into interactions (id, member_id, kind, ref, detail, at)
        select 'board_read:' || broadcasts.id || ':' || member_id, member_id, 'board_read', broadcasts.id,
          json_object('title', broadcasts.title), ${now}
        from board_notices join broadcasts on broadcasts.id = board_notices.broadcast_id
        where member_id = ${memberId} and read_at is null and broadcast_id in ${listOf(broadcastIds)}
        on conflict (id) do nothing`.compile(db),
  }
  const read = db
    .updateTable('board_notices')
    .set({ read_at: now })
    .where('member_id', '=', memberId)
    .where('read_at', 'is', null)
    .where('broadcast_id', 'in', listOf(broadcastIds))
  return [line, read]
}

const isNotOver = (now: number) => sql<SqlBool>`(ends_at is null or ends_at > ${now})`

const isBehind = (place: Place | undefined) => {
  if (!place) return sql<SqlBool>`true`
  const { since, shownAt, id } = place
  return shownAt === undefined
    ? sql<SqlBool>`read_at < ${since}`
    : sql<SqlBool>`(read_at < ${since} and (shown_at, broadcast_id) < (${shownAt}, ${id ?? ''}))`
}
