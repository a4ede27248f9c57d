import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/store.ts'
import { grantEndsAt } from '../grants.ts'

type Issue = { issueId: string; now: number }

/**
 * The statement that gives the people of an issue its coupon, on the terms that it has now, and puts it on their board. `people`
 * is a query of `id, member_id`. Whoever has the coupon gets no second one.
 */
export const grantsOfIssue = (
  db: Db,
  { issueId, people, now }: Issue & { people: RawBuilder<unknown> },
): Compilable => ({
  compile: () =>
    sql`insert into coupon_grants
        (id, coupon_id, member_id, issue_id, uses_max, starts_at, ends_at, secret, created_at, board_at)
      select given.id, coupons.id, given.member_id, coupon_issues.id, coupons.uses_max, coupons.starts_at,
        ${grantEndsAt(now)}, lower(hex(randomblob(32))), ${now}, ${now}
      from coupon_issues cross join coupons on coupons.id = coupon_issues.coupon_id
      cross join (${people}) as given
      where coupon_issues.id = ${issueId}
      on conflict (coupon_id, member_id) do nothing`.compile(db),
})

/** The statement that tells the timeline of each grant of an issue, once. */
export const recordIssue = (db: Db, { issueId, now }: Issue): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, operator_id, at)
      select 'coupon_granted:' || coupon_grants.id, coupon_grants.member_id, 'coupon_granted', coupon_grants.id,
        json_object('coupon_id', coupons.id, 'title', coupons.title), coupon_issues.issued_by, ${now}
      from coupon_issues cross join coupon_grants on coupon_grants.issue_id = coupon_issues.id
      cross join coupons on coupons.id = coupon_grants.coupon_id
      where coupon_issues.id = ${issueId} on conflict (id) do nothing`.compile(db),
})

/** Whose menu says that there is something new, after an issue. */
export const holdersOfIssue = (issueId: string) =>
  sql`select member_id from coupon_grants where issue_id = ${issueId} and voided_at is null`
