import { type Compilable, type SqlBool, sql } from 'kysely'
import { hasConsent } from '../consent/consent.ts'
import type { BroadcastPurpose } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { type Meant, membersOf } from '../segments/rule.ts'

type Posted = Omit<Meant, 'now'> & {
  id: string
  purpose: BroadcastPurpose
  confirmedCount: number | null
  confirmedAt: number | null
}

/** Whom the board can tell: they follow and agreed to the purpose. It costs nothing and wakes nobody, so no caps. */
export const boardReaders = (db: Db, { purpose, ...meant }: Meant & { purpose: BroadcastPurpose }) =>
  membersOf(db, meant)
    .innerJoin('line_identities', 'line_identities.member_id', 'members.id')
    .where('line_identities.follow_state', '=', 'following')
    .where((eb) => hasConsent(purpose, eb.ref('members.id')))

/** How many people a notice on the board would be for. */
export const countBoardReaders = async ({ db }: Store, audience: Meant & { purpose: BroadcastPurpose }) =>
  (
    await boardReaders(db, audience)
      .select((eb) => eb.fn.countAll<number>().as('people'))
      .executeTakeFirstOrThrow()
  ).people

/**
 * The statement that lays everybody's copy of a confirmed broadcast on the board, while it is planning; nobody sees it
 * before `showStatements`. Never for more people than were confirmed, nor for those of a confirmation that was taken back;
 * repeating it changes nothing.
 */
export const postStatement = (db: Db, { broadcast, now }: { broadcast: Posted; now: number }): Compilable => {
  const { id, rule, storeId, purpose, confirmedCount, confirmedAt } = broadcast
  const readers = boardReaders(db, { rule, storeId: storeId ?? null, purpose, now })
    .select('members.id as member_id')
    .orderBy('members.id')
    .limit(confirmedCount ?? 0)
  return {
    compile: () =>
      sql`insert into board_notices (broadcast_id, member_id, posted_at, read_at)
        select ${id}, member_id, ${now}, null from (${readers})
        where exists (select 1 from broadcasts
          where id = ${id} and channel = 'board' and state = 'planning' and confirmed_at is ${confirmedAt})
        on conflict (broadcast_id, member_id) do nothing`.compile(db),
  }
}

/**
 * The statements by which a planned notice whose time has come is there to be read: those it is for are owed their menu, which is the one with
 * 新着あり when it leaves, and the broadcast is done. Repeating them changes nothing.
 */
export const showStatements = (
  db: Db,
  { broadcastId, now }: { broadcastId: string; now: number },
): readonly Compilable[] => [
  oweMenus(
    db,
    sql`select member_id from board_notices where broadcast_id = ${broadcastId} and read_at is null
      and exists (select 1 from broadcasts where id = ${broadcastId} and ${isDueOnBoard(now)})`,
    now,
  ),
  db
    .updateTable('broadcasts')
    .set({ state: 'done', finished_at: now, updated_at: now })
    .where('id', '=', broadcastId)
    .where(isDueOnBoard(now)),
]

/** Asked again where it is shown: it may have been taken back and planned for another time meanwhile. */
const isDueOnBoard = (now: number) =>
  sql<SqlBool>`channel = 'board' and state = 'planned' and (send_at is null or send_at <= ${now})`

/** Takes a notice off the board: nobody sees it any more. Refusal notice_not_on_board when it is not, or no longer, there. */
export async function takeDown({ db, batch }: Store, { broadcastId, now }: { broadcastId: string; now: number }) {
  const unread = sql`select member_id from board_notices where broadcast_id = ${broadcastId} and read_at is null
    and exists (select 1 from broadcasts
      where id = ${broadcastId} and channel = 'board' and state = 'done' and taken_down_at is null)`
  const [, taken] = await batch([
    oweMenus(db, unread, now),
    db
      .updateTable('broadcasts')
      .set({ taken_down_at: now, updated_at: now })
      .where('id', '=', broadcastId)
      .where('channel', '=', 'board')
      .where('state', '=', 'done')
      .where('taken_down_at', 'is', null),
  ])
  if (taken !== 1) throw new Refusal('notice_not_on_board')
}

/** One statement however many people: which menu it is, is decided when it leaves. Nobody waits for two. */
export const oweMenus = (db: Db, memberIds: ReturnType<typeof sql>, now: number): Compilable => ({
  compile: () =>
    sql`insert into outbox_messages (id, member_id, kind, rich_menu, retry_key, next_at, created_at)
      select lower(hex(randomblob(16))), member_id, 'rich_menu', 'member', lower(hex(randomblob(16))), ${now}, ${now}
      from (${memberIds}) as of_whom
      where not exists (select 1 from outbox_messages as waiting
        where waiting.member_id = of_whom.member_id and waiting.kind = 'rich_menu' and waiting.rich_menu = 'member'
          and waiting.state = 'ready')`.compile(db),
})
