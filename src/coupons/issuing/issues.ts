import { type Compilable, sql } from 'kysely'
import { oweMenus } from '../../board/board.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { countIssue, type IssueAudience, isGivable, newHolders } from './audience.ts'
import { grantsOfIssue, holdersOfIssue, recordIssue } from './statements.ts'

type SegmentIssue = IssueAudience & {
  /** Known before: repeating an issue is the same issue. */
  issueId: string
  segmentId?: string | undefined
  /** How many were shown to whoever confirms: exactly so many, or nobody. */
  confirmedCount: number
  operatorId: string
}

/**
 * Gives a coupon to all whom a rule means, in one batch and without a message: it stands on their board and in マイクーポン.
 * Nobody gets two; repeating it, or several at once, is one issue. Answers how many got it. Refusal coupon_reach_changed when
 * they are not as many as were confirmed, broadcast_reach_empty when there is nobody, coupon_stopped, coupon_expired, not_found.
 */
export async function issueToSegment(store: Store, issue: SegmentIssue): Promise<{ issueId: string; given: number }> {
  const { db, batch } = store
  const { issueId, confirmedCount, now } = issue
  if (!Number.isInteger(confirmedCount) || confirmedCount < 1) throw new Refusal('broadcast_reach_empty')
  const people = newHolders(db, issue)
    .select([sql<string>`lower(hex(randomblob(16)))`.as('id'), 'members.id as member_id'])
    .limit(confirmedCount)
  try {
    await batch([
      issueStatement(db, issue),
      mustHaveChangedOne(db),
      grantsOfIssue(db, { issueId, people: sql`${people}`, now }),
      recordIssue(db, { issueId, now }),
      oweMenus(db, holdersOfIssue(issueId), now),
    ])
    return { issueId, given: confirmedCount }
  } catch (error) {
    if (!isAborted(error)) throw error
    return whatStands(store, issue)
  }
}

/** The issue, if the coupon can be given and exactly as many people as were confirmed would get it. */
const issueStatement = (db: Db, issue: SegmentIssue): Compilable => {
  const { issueId, couponId, rule, storeId, segmentId, confirmedCount, operatorId, now } = issue
  const people = newHolders(db, issue).select((eb) => eb.fn.countAll<number>().as('count'))
  return {
    compile: () =>
      sql`insert into coupon_issues (id, coupon_id, how, audience, segment_id, confirmed_count, issued_by, at)
        select ${issueId}, coupons.id, 'segment', ${JSON.stringify({ rule, storeId })},
          (select id from segments where id = ${segmentId ?? null}), ${confirmedCount}, ${operatorId}, ${now}
        from coupons
        where coupons.id = ${couponId} and ${isGivable({ storeId, now })} and (${people}) = ${confirmedCount}
        on conflict (id) do nothing`.compile(db),
  }
}

/** Of an issue that was not made now: what the same one did before, or why it cannot be. */
async function whatStands(store: Store, issue: SegmentIssue) {
  const { issueId, couponId, operatorId } = issue
  const made = await store.db
    .selectFrom('coupon_issues')
    .select('confirmed_count')
    .where('id', '=', issueId)
    .where('coupon_id', '=', couponId)
    .where('issued_by', '=', operatorId)
    .executeTakeFirst()
  if (made) return { issueId, given: made.confirmed_count }
  const { people } = await countIssue(store, issue)
  throw new Refusal(people === 0 ? 'broadcast_reach_empty' : 'coupon_reach_changed', { people })
}
