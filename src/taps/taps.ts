import { type Compilable, sql } from 'kysely'
import { z } from 'zod'
import type { Db, Store } from '../db/store.ts'

/** From so many people on a target's names are shown: of fewer, each would feel watched. */
export const NAMED_FROM = 5
/** Names that are shown of one target. */
export const NAMES_MAX = 100
/** Somebody who taps more often than this is counted no further. */
const TAPS_MAX = 1_000

const Names = z.array(z.string())

/** What can be tapped: 'link', 'poll:0' to 'poll:4', 'check_in:fine', 'check_in:visit', 'check_in:talk', 'stop', 'coupon'. */
export type TapTarget = 'link' | 'stop' | 'coupon' | `poll:${number}` | `check_in:${CheckInTarget}`
export const CHECK_IN_TARGETS = ['fine', 'visit', 'talk'] as const
type CheckInTarget = (typeof CHECK_IN_TARGETS)[number]

export type Tap = { broadcastId: string; memberId: string; target: TapTarget; now: number }

/**
 * The statement that counts a tap. Only of who was sent the broadcast, or has it on their board; a second tap of the same
 * person raises the taps, not the people. Nothing is kept of who has left.
 */
export const tapStatement = (db: Db, { broadcastId, memberId, target, now }: Tap): Compilable => ({
  compile: () =>
    sql`insert into broadcast_taps (broadcast_id, member_id, target, first_at, last_at)
      select ${broadcastId}, members.id, ${target}, ${now}, ${now} from members
      where members.id = ${memberId} and members.state not in ('left', 'erased') and ${wasSent(broadcastId, memberId)}
      on conflict (broadcast_id, member_id, target) do update
        set taps = min(taps + 1, ${TAPS_MAX}), first_at = min(first_at, excluded.first_at),
          last_at = max(last_at, excluded.last_at)`.compile(db),
})

/** The line on the timeline for the first tap on a broadcast's link; goes after its `tapStatement`. */
export const linkTappedStatement = (db: Db, { broadcastId, memberId, now }: Omit<Tap, 'target'>): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, at)
      select ${`link_tapped:${broadcastId}:${memberId}`}, member_id, 'link_tapped', broadcast_id,
        json_object('title', (select title from broadcasts where id = broadcast_id)), ${now}
      from broadcast_taps
      where broadcast_id = ${broadcastId} and member_id = ${memberId} and target = 'link'
      on conflict (id) do nothing`.compile(db),
})

const wasSent = (broadcastId: string, memberId: string) =>
  sql`(exists (select 1 from deliveries where broadcast_id = ${broadcastId} and member_id = ${memberId}
      and skipped_reason is null)
    or exists (select 1 from board_notices where broadcast_id = ${broadcastId} and member_id = ${memberId}))`

export type TapResult = {
  target: string
  people: number
  taps: number
  /** Undefined while fewer than NAMED_FROM people tapped it; of a manager's own store only. */
  names: readonly string[] | undefined
  /** How many of them there are, also beyond those that are listed. */
  named: number
}

/**
 * How many people tapped what of a broadcast, and how often; names only of what at least 5 people tapped, and for a
 * manager (`storeId`) only those of the own store. That somebody looked at a coupon is what the coupon's page recorded.
 */
export async function tapResults(
  { db }: Store,
  { broadcastId, storeId = null }: { broadcastId: string; storeId?: string | null },
): Promise<readonly TapResult[]> {
  const tapped = sql`select target, member_id, taps from broadcast_taps where broadcast_id = ${broadcastId}
    union all
    select 'coupon', coupon_grants.member_id, 1 from coupon_grants
    join interactions on interactions.id = 'coupon_opened:' || coupon_grants.id
    where coupon_grants.broadcast_id = ${broadcastId}`
  const ofReader = sql`members.name is not null and (${storeId} is null or members.store_id = ${storeId})`
  const { rows } = await sql<{ target: string; people: number; taps: number; named: number; names: string }>`
    with tapped as (${tapped})
    select target, count(*) as people, sum(taps) as taps, count(iif(${ofReader}, 1, null)) as named,
      iif(count(*) < ${NAMED_FROM}, '[]', (select json_group_array(name) from (
        select members.name from tapped as these join members on members.id = these.member_id
        where these.target = tapped.target and ${ofReader}
        order by members.name limit ${NAMES_MAX}))) as names
    from tapped join members on members.id = tapped.member_id group by target order by target`.execute(db)
  return rows.map(({ names, ...counted }) => ({
    ...counted,
    names: counted.people < NAMED_FROM ? undefined : Names.parse(JSON.parse(names)),
  }))
}
