import { type Compilable, type SqlBool, sql } from 'kysely'
import { type Db, listOf, type Store } from '../../db/store.ts'
import { findGrants, type Grant } from '../grants.ts'
import { firstSeen } from './openings.ts'

/** Where somebody is who reads on: behind the one that ends then. */
export type After = { endsAt: number; grantId: string }

/** So many of the past are looked at: nobody is told of more at a time. */
const PAST_MAX = 30
/** So long after its end a used coupon is still told of. */
const ENDED_SHOWN_MS = 30 * 86_400_000

/** Whether a grant has uses left, for a statement over coupon_grants and coupons. Once a day, a week or a month is always left. */
export const hasUsesLeft = sql<SqlBool>`(coupons.per is not null or (select count(*) from redemptions
  where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null)
    < coupon_grants.uses_max + coupon_grants.extra_uses)`

/** What somebody has and can use, now or later, soonest to end first, and how many there are behind `after`. */
export async function listHeld(
  store: Store,
  { memberId, after, limit, now }: { memberId: string; after?: After | undefined; limit: number; now: number },
): Promise<{ grants: readonly Grant[]; total: number }> {
  const held = sql`from coupon_grants join coupons on coupons.id = coupon_grants.coupon_id
    where coupon_grants.member_id = ${memberId} and coupon_grants.voided_at is null and coupons.stopped_at is null
      and coupon_grants.ends_at > ${now} and ${hasUsesLeft}
      and (coupon_grants.ends_at, coupon_grants.id) > (${after?.endsAt ?? 0}, ${after?.grantId ?? ''})`
  const { rows } = await sql<{ id: string; total: number }>`select coupon_grants.id, (select count(*) ${held}) as total
    ${held} order by coupon_grants.ends_at, coupon_grants.id limit ${limit}`.execute(store.db)
  return { grants: await inOrder(store, rows), total: rows[0]?.total ?? 0 }
}

/** What somebody used, until 30 days after its end, and what was withdrawn, stopped or extended since they last looked. */
export async function listPast(store: Store, { memberId, now }: { memberId: string; now: number }) {
  const { rows } = await sql<{ id: string }>`select coupon_grants.id
    from coupon_grants join coupons on coupons.id = coupon_grants.coupon_id
    where coupon_grants.member_id = ${memberId} and coupon_grants.ends_at > ${now - ENDED_SHOWN_MS}
      and (exists (select 1 from redemptions where grant_id = coupon_grants.id and redemptions.voided_at is null)
        or max(coalesce(coupon_grants.voided_at, 0), coalesce(coupons.stopped_at, 0), coalesce(coupon_grants.extended_at, 0))
          > coalesce(coupon_grants.looked_at, -1) and (coupon_grants.voided_at is not null
            or coupons.stopped_at is not null or coupon_grants.extended_at is not null))
    order by coupon_grants.ends_at desc, coupon_grants.id limit ${PAST_MAX}`.execute(store.db)
  return inOrder(store, rows)
}

/** The statement that keeps that somebody saw these grants, as they are now; those on the board are read. */
export const lookedStatement = (
  db: Db,
  { memberId, grantIds, now }: { memberId: string; grantIds: readonly string[]; now: number },
): Compilable =>
  db
    .updateTable('coupon_grants')
    .set({ looked_at: now, seen_at: firstSeen(now), board_read_at: sql`iif(board_at is null, null, ${now})` })
    .where('member_id', '=', memberId)
    .where('id', 'in', listOf(grantIds))

async function inOrder(store: Store, rows: readonly { id: string }[]): Promise<readonly Grant[]> {
  const grants = await findGrants(
    store,
    rows.map(({ id }) => id),
  )
  return rows.flatMap(({ id }) => grants.get(id) ?? [])
}

/** What the shop did with a grant since its holder last looked; undefined: nothing that they would miss. */
export type Change =
  | { kind: 'withdrawn' | 'stopped'; title: string; words: string | null }
  | { kind: 'extended'; title: string; endsAt: number }

/** Of one that was over or used up anyway nothing is said. */
export function changeOf(grant: Grant, now: number): Change | undefined {
  const { offer, voidedAt, voidWords, stoppedAt, stopWords, extendedAt, lookedAt, uses } = grant
  const { title, endsAt } = offer
  if (offer.per === null && uses.length >= offer.usesMax) return undefined
  const isNews = (at: number | null): at is number => at !== null && at > (lookedAt ?? -1) && at < endsAt
  if (isNews(voidedAt)) return { kind: 'withdrawn', title, words: voidWords }
  if (isNews(stoppedAt)) return { kind: 'stopped', title, words: stopWords }
  const isOver = voidedAt !== null || stoppedAt !== null || endsAt <= now
  return isNews(extendedAt) && !isOver ? { kind: 'extended', title, endsAt } : undefined
}
