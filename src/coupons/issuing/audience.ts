import { type SqlBool, sql } from 'kysely'
import { hasConsent } from '../../consent/consent.ts'
import type { Db, Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import type { Meant } from '../../segments/rule.ts'
import { audienceOf } from '../../sending/reach.ts'

/** Whom a coupon is given to. `storeId`: where the giver's rights end; null: nowhere. */
export type IssueAudience = Omit<Meant, 'now' | 'storeId'> & { couponId: string; storeId: string | null; now: number }
export type IssueCount = {
  /** Who would get it. It costs no message. */
  people: number
  /** Who is meant, but left out: they have it, did not agree to coupons, or do not follow the account. */
  have: number
  withoutConsent: number
  withoutLine: number
}

/** Of a coupon that can still be given: it is not stopped, not over, and holds in the giver's store. */
export const isGivable = ({ storeId, now }: { storeId: string | null; now: number }) =>
  sql<SqlBool>`coupons.stopped_at is null and coupons.ends_at > ${now} and ${isOfStore(storeId)}`

/** Whether a coupon is the giver's to give: an owner's every one, a manager's what holds in the own store. */
export const isOfStore = (storeId: string | null) =>
  storeId === null
    ? sql<SqlBool>`1`
    : sql<SqlBool>`exists (select 1 from coupon_stores where coupon_stores.coupon_id = coupons.id
        and coupon_stores.store_id = ${storeId})`

/** Whether somebody may be given coupons: verified, a follower, and both consents. For a `where` over members. */
export const mayReceive = sql<SqlBool>`members.state = 'verified'
  and exists (select 1 from line_identities where line_identities.member_id = members.id and follow_state = 'following')
  and ${hasConsent('coupons', sql.ref('members.id'))}`

/** Who is meant and would get the coupon: they may, and have none of it, not even one that was withdrawn. */
export const newHolders = (db: Db, { couponId, ...meant }: IssueAudience) =>
  audienceOf(db, meant)
    .where(mayReceive)
    .where(sql<SqlBool>`not ${hasGrant(couponId)}`)

const hasGrant = (couponId: string) =>
  sql<SqlBool>`exists (select 1 from coupon_grants where coupon_grants.member_id = members.id
    and coupon_grants.coupon_id = ${couponId})`

/** How many people would get a coupon now, and who is left out. Reads only. Refusal not_found when it is not the giver's to give. */
export async function countIssue(store: Store, audience: IssueAudience): Promise<IssueCount> {
  await findGivable(store, audience)
  const reason = sql<keyof IssueCount>`case when ${hasGrant(audience.couponId)} then 'have'
    when not (${hasConsent('coupons', sql.ref('members.id'))}) then 'withoutConsent'
    when line_identities.follow_state is not 'following' then 'withoutLine' else 'people' end`
  const rows = await audienceOf(store.db, audience)
    .select((eb) => [reason.as('reason'), eb.fn.countAll<number>().as('count')])
    .groupBy('reason')
    .execute()
  const countOf = (wanted: keyof IssueCount) => rows.find(({ reason }) => reason === wanted)?.count ?? 0
  return {
    people: countOf('people'),
    have: countOf('have'),
    withoutConsent: countOf('withoutConsent'),
    withoutLine: countOf('withoutLine'),
  }
}

/** The coupon, if it can be given. Refusal not_found, coupon_stopped, coupon_expired. */
export async function findGivable(
  { db }: Store,
  { couponId, storeId, now }: { couponId: string; storeId: string | null; now: number },
) {
  const coupon = await db
    .selectFrom('coupons')
    .select(['title', 'stopped_at', 'ends_at'])
    .where('id', '=', couponId)
    .where(isOfStore(storeId))
    .executeTakeFirst()
  if (!coupon) throw new Refusal('not_found')
  if (coupon.stopped_at !== null) throw new Refusal('coupon_stopped')
  if (coupon.ends_at <= now) throw new Refusal('coupon_expired')
  return coupon
}
