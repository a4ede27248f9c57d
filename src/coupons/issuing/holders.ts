import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { type Cursor, pageOf } from '../../db/pages.ts'
import type { IssuedHow } from '../../db/schema-coupons.ts'
import type { Db, Store } from '../../db/store.ts'
import { isOfStore } from './audience.ts'
import { isOwn } from './changing.ts'

/** Rows of a page of who has a coupon. */
export const HOLDERS_PAGE_MAX = 30
/** Coupons that are offered to be given; newest first. */
const GIVABLE_MAX = 100

/** all: with those that were withdrawn. */
export const HOLDER_TABS = ['all', 'unseen', 'unused', 'used', 'withdrawn'] as const
export type HolderTab = (typeof HOLDER_TABS)[number]
export type Holder = {
  grantId: string
  couponId: string
  memberId: string
  name: string | null
  /** null: by a broadcast. */
  how: IssuedHow | null
  givenAt: number
  endsAt: number
  voidedAt: number | null
  voidWords: string | null
  extendedAt: number | null
  /** Whether the person ever looked at it, in LINE or on its page. */
  seen: boolean
  uses: readonly { at: number; storeName: string }[]
  usesMax: number
}
type Listing = { couponId: string; storeId: string | null; tab: HolderTab; after?: Cursor | undefined }

/** Who has a coupon, newest first, by pages. A manager's list is of the own store's people. `next`: where the next page begins. */
export async function listHolders(store: Store, { couponId, storeId, tab, after }: Listing) {
  const rows = await holderRows(store.db)
    .where('coupon_grants.coupon_id', '=', couponId)
    .where('members.state', '=', 'verified')
    .$if(storeId !== null, (query) => query.where('members.store_id', '=', storeId))
    .where(TABS[tab])
    .$if(after !== undefined, (query) =>
      query.where(
        sql<SqlBool>`(coupon_grants.created_at, coupon_grants.member_id) < (${after?.at ?? 0}, ${after?.id ?? ''})`,
      ),
    )
    .orderBy('coupon_grants.created_at', 'desc')
    .orderBy('coupon_grants.member_id', 'desc')
    .limit(HOLDERS_PAGE_MAX + 1)
    .execute()
  const { lines, next } = pageOf(rows, HOLDERS_PAGE_MAX, ({ givenAt, memberId }) => ({ at: givenAt, id: memberId }))
  return { holders: lines.map(holderOf), next }
}

/** One person's grant, if it is the operator's to change; else undefined. */
export async function findHolder(
  store: Store,
  { couponId, grantId, storeId }: { couponId: string; grantId: string; storeId: string | null },
): Promise<Holder | undefined> {
  const row = await holderRows(store.db)
    .where('coupon_grants.id', '=', grantId)
    .where('coupon_grants.coupon_id', '=', couponId)
    .where(isOwn({ storeId }))
    .executeTakeFirst()
  return row && holderOf(row)
}

/** The coupons that the operator may give now, newest first. */
export const listGivable = ({ db }: Store, { storeId, now }: { storeId: string | null; now: number }) =>
  db
    .selectFrom('coupons')
    .select(['id', 'title', 'kind', 'value', 'item', 'regular_yen as regularYen'])
    .select(['uses_max as usesMax', 'ends_at as endsAt'])
    .where('stopped_at', 'is', null)
    .where('ends_at', '>', now)
    .where(isOfStore(storeId))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(GIVABLE_MAX)
    .execute()

/** Which coupons a person was given at some time, those that were withdrawn included: of these there is no second one. */
export async function couponsHeldBy({ db }: Store, memberId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('coupon_grants').select('coupon_id').where('member_id', '=', memberId).execute()
  return rows.map(({ coupon_id }) => coupon_id)
}

const living = sql`select 1 from redemptions
  where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null`

const TABS: Record<HolderTab, ReturnType<typeof sql<SqlBool>>> = {
  all: sql<SqlBool>`1`,
  unseen: sql<SqlBool>`coupon_grants.seen_at is null and coupon_grants.voided_at is null and not exists (${living})`,
  unused: sql<SqlBool>`coupon_grants.voided_at is null and not exists (${living})`,
  used: sql<SqlBool>`exists (${living})`,
  withdrawn: sql<SqlBool>`coupon_grants.voided_at is not null`,
}

const holderRows = (db: Db) =>
  db
    .selectFrom('coupon_grants')
    .innerJoin('members', 'members.id', 'coupon_grants.member_id')
    .leftJoin('coupon_issues', 'coupon_issues.id', 'coupon_grants.issue_id')
    .select([
      'coupon_grants.id as grantId',
      'coupon_grants.coupon_id as couponId',
      'coupon_grants.member_id as memberId',
      'members.name',
      'coupon_issues.how',
      'coupon_grants.created_at as givenAt',
      'coupon_grants.ends_at as endsAt',
      'coupon_grants.voided_at as voidedAt',
      'coupon_grants.void_words as voidWords',
      'coupon_grants.extended_at as extendedAt',
      sql<0 | 1>`coupon_grants.seen_at is not null`.as('seen'),
      sql<number>`coupon_grants.uses_max + coupon_grants.extra_uses`.as('usesMax'),
      sql<string>`(select json_group_array(json_array(redeemed_at, stores.name)) from redemptions
        join stores on stores.id = redemptions.store_id
        where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null)`.as('uses'),
    ])

const Uses = z.array(z.tuple([z.number(), z.string()]))
type Row = Omit<Holder, 'seen' | 'uses'> & { seen: 0 | 1; uses: string }

const holderOf = ({ seen, uses, ...row }: Row): Holder => ({
  ...row,
  seen: seen === 1 || uses !== '[]',
  uses: Uses.parse(JSON.parse(uses))
    .sort(([a], [b]) => a - b)
    .map(([at, storeName]) => ({ at, storeName })),
})
