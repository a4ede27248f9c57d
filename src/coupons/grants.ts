import { type Compilable, type CompiledQuery, sql } from 'kysely'
import { z } from 'zod'
import { randomToken, sha256Hex } from '../crypto.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { type Db, listOf, type Store } from '../db/store.ts'
import { type CouponOffer, offerOf } from './coupons.ts'
import { recordOnGrant } from './history.ts'
import { usesThatCount } from './till/windows.ts'

/** How many of a person's coupons are listed. LINE shows at most five messages in a reply. */
export const GRANTS_LISTED_MAX = 50
const DAY_MS = 86_400_000
const TOKYO_MS = 9 * 3_600_000

type NewGrant = {
  grantId: string
  couponId: string
  memberId: string
  /** null: not by a broadcast. */
  broadcastId: string | null
  now: number
}

/**
 * The one id that a person's grant of a coupon can have, so that a link may be built before the grant is stored.
 * It is no secret: a link is signed, see codes.ts.
 */
export const grantIdFor = async ({ couponId, memberId }: { couponId: string; memberId: string }) =>
  (await sha256Hex(`okaeri grant v1:${couponId}:${memberId}`)).slice(0, 32)

/** `grantsStatement` for one person. */
export const grantStatement = (db: Db, { grantId, memberId, ...granted }: NewGrant): Compilable =>
  grantsStatement(db, { ...granted, grants: [{ grantId, memberId }] })

type NewGrants = Omit<NewGrant, 'grantId' | 'memberId'> & { grants: readonly Pick<NewGrant, 'grantId' | 'memberId'>[] }

/**
 * The statement that gives these people a coupon, on the terms it has now. A second one for the same person adds nothing,
 * nor does one of a coupon that is stopped or over.
 */
export const grantsStatement = (db: Db, { couponId, broadcastId, grants, now }: NewGrants): Compilable => ({
  compile: () =>
    sql`insert into coupon_grants
        (id, coupon_id, member_id, broadcast_id, uses_max, starts_at, ends_at, secret, created_at)
      select given.value ->> 0, coupons.id, given.value ->> 1, ${broadcastId}, uses_max, starts_at, ${grantEndsAt(now)},
        given.value ->> 2, ${now}
      from json_each(${JSON.stringify(grants.map(({ grantId, memberId }) => [grantId, memberId, randomToken()]))}) as given
      cross join coupons on coupons.id = ${couponId}
      where stopped_at is null and ends_at > ${now}
      on conflict (coupon_id, member_id) do nothing`.compile(db),
})

/** When a grant given now ends, as SQL over `coupons`: with its coupon, or at the end of its last day in Tokyo if that is sooner. */
export const grantEndsAt = (now: number) =>
  sql<number>`iif(coupons.valid_days is null, coupons.ends_at,
    min(coupons.ends_at, ${endOfDay(now)} + coupons.valid_days * ${DAY_MS}))`

/** The same of a coupon that is at hand. */
export const grantEnd = ({ endsAt, validDays }: Pick<CouponOffer, 'endsAt' | 'validDays'>, now: number) =>
  validDays === null ? endsAt : Math.min(endsAt, endOfDay(now) + validDays * DAY_MS)

/** The first instant of the next day in Tokyo. */
const endOfDay = (now: number) => now + DAY_MS - ((now + TOKYO_MS) % DAY_MS)

/** The statement that tells the timeline of the grant, once; goes after `grantStatement` in its batch. */
export const recordGranted = (db: Db, { grantId, now }: { grantId: string; now: number }): Compilable =>
  recordOnGrant(db, { id: `coupon_granted:${grantId}`, kind: 'coupon_granted', grantId, now })

/** The same for many grants. */
export const recordAllGranted = (
  db: Db,
  { grantIds, now }: { grantIds: readonly string[]; now: number },
): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, at)
      select 'coupon_granted:' || coupon_grants.id, member_id, 'coupon_granted', coupon_grants.id,
        json_object('coupon_id', coupons.id, 'title', coupons.title), ${now}
      from json_each(${JSON.stringify(grantIds)}) as given
      cross join coupon_grants on coupon_grants.id = given.value
      cross join coupons on coupons.id = coupon_grants.coupon_id
      where true on conflict (id) do nothing`.compile(db),
})

export type Use = { at: number; storeName: string; staffName: string | null }

/** One person's right to a coupon, with all that a page or a card shows of it. */
export type Grant = {
  id: string
  couponId: string
  memberId: string
  memberName: string | null
  memberLanguage: MemberLanguage
  /** The part of the codes that only this grant has. Never leaves the server. */
  secret: string
  offer: CouponOffer
  storeIds: readonly string[]
  storeNames: readonly string[]
  createdAt: number
  voidedAt: number | null
  /** What the person is told of why it was withdrawn, or stopped for everybody. */
  voidWords: string | null
  stoppedAt: number | null
  stopWords: string | null
  extendedAt: number | null
  /** When the person last saw it. */
  lookedAt: number | null
  /** When it was put on the person's board, and read there. */
  boardAt: number | null
  boardReadAt: number | null
  remindedAt: number | null
  /** All that there were for everybody together are used. */
  isSoldOut: boolean
  /** Oldest first; undone ones are left out. */
  uses: readonly Use[]
}

export type GrantState = 'usable' | 'not_yet' | 'expired' | 'used' | 'stopped'

/**
 * What may be done with a grant at an instant. Used up comes first: that is what its holder needs to know. One that may be
 * used once a day, week or month is used up until the next one begins.
 */
export function grantState({ offer, uses, voidedAt, stoppedAt }: Grant, now: number): GrantState {
  if (usesThatCount(offer, uses, now).length >= offer.usesMax) return 'used'
  if (voidedAt !== null || stoppedAt !== null) return 'stopped'
  if (offer.endsAt <= now) return 'expired'
  return offer.startsAt > now ? 'not_yet' : 'usable'
}

/** Compiled once: it is part of every look at a coupon, at the till and on the guest's screen. */
let grantById: CompiledQuery<GrantRow> | undefined

export const findGrant = async ({ db }: Store, grantId: string): Promise<Grant | undefined> => {
  grantById ??= grantRows(db).where('coupon_grants.id', '=', grantId).compile()
  const { rows } = await db.executeQuery<GrantRow>({ ...grantById, parameters: [grantId] })
  return rows[0] && grantOf(rows[0])
}

/** Those of some grants that there are, by their ids. */
export async function findGrants({ db }: Store, grantIds: readonly string[]): Promise<ReadonlyMap<string, Grant>> {
  const rows = await grantRows(db).where('coupon_grants.id', 'in', listOf(grantIds)).execute()
  return new Map(rows.map((row) => [row.id, grantOf(row)]))
}

/** A person's coupons: what can be used soonest to expire first, then what was used or came to its end after `endedSince`. */
export async function listGrants(
  { db }: Store,
  { memberId, endedSince, now }: { memberId: string; endedSince: number; now: number },
) {
  const rows = await grantRows(db)
    .where('coupon_grants.member_id', '=', memberId)
    .where('coupon_grants.ends_at', '>', endedSince)
    .orderBy('coupon_grants.ends_at')
    .orderBy('coupon_grants.id')
    .limit(GRANTS_LISTED_MAX)
    .execute()
  const grants = rows.map(grantOf)
  const isLive = (grant: Grant) => ['usable', 'not_yet'].includes(grantState(grant, now))
  return [...grants.filter(isLive), ...grants.filter((grant) => !isLive(grant))]
}

const grantRows = (db: Db) =>
  db
    .selectFrom('coupon_grants')
    .innerJoin('coupons', 'coupons.id', 'coupon_grants.coupon_id')
    .innerJoin('members', 'members.id', 'coupon_grants.member_id')
    .select([
      'coupon_grants.id',
      'coupon_grants.coupon_id',
      'coupon_grants.member_id',
      'coupon_grants.uses_max',
      'coupon_grants.starts_at',
      'coupon_grants.ends_at',
      'coupon_grants.secret',
      'coupon_grants.created_at',
      'coupon_grants.voided_at',
      'coupons.title',
      'coupons.kind',
      'coupons.value',
      'coupons.item',
      'coupons.conditions',
      'coupons.stopped_at',
      'coupons.stop_words',
      'coupons.per',
      'coupons.total_max',
      'coupons.valid_days',
      'coupons.regular_yen',
      'coupon_grants.extra_uses',
      'coupon_grants.void_words',
      'coupon_grants.extended_at',
      'coupon_grants.looked_at',
      'coupon_grants.board_at',
      'coupon_grants.board_read_at',
      'coupon_grants.reminded_at',
      'members.name as member_name',
      'members.language as member_language',
      storesOfGrant.as('stores'),
      usesOfGrant.as('uses'),
      soldOut.as('sold_out'),
    ])

const storesOfGrant = sql<string>`(select json_group_array(json_array(id, name)) from (
  select stores.id, stores.name from coupon_stores join stores on stores.id = coupon_stores.store_id
  where coupon_stores.coupon_id = coupon_grants.coupon_id order by stores.position, stores.id))`

const usesOfGrant = sql<string>`(select json_group_array(json_array(redeemed_at, name, staff)) from (
  select redeemed_at, stores.name, operators.name as staff from redemptions join stores on stores.id = redemptions.store_id
  left join operators on operators.id = redemptions.operator_id
  where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null order by redeemed_at, use_no))`

/** Counted only where there is a total. */
const soldOut = sql<0 | 1>`iif(coupons.total_max is null, 0, (select count(*) from redemptions
  where redemptions.coupon_id = coupons.id and voided_at is null) >= coupons.total_max)`

const StorePairs = z.array(z.tuple([z.string(), z.string()]))
const UsesStored = z.array(z.tuple([z.number(), z.string(), z.string().nullable()]))

type GrantRow = Awaited<ReturnType<ReturnType<typeof grantRows>['executeTakeFirstOrThrow']>>

function grantOf(row: GrantRow): Grant {
  const stores = StorePairs.parse(JSON.parse(row.stores))
  return {
    id: row.id,
    couponId: row.coupon_id,
    memberId: row.member_id,
    memberName: row.member_name,
    memberLanguage: row.member_language,
    secret: row.secret,
    // Its end is its own: how the coupon would reckon one says nothing more.
    offer: { ...offerOf(row), validDays: null },
    storeIds: stores.map(([id]) => id),
    storeNames: stores.map(([, name]) => name),
    createdAt: row.created_at,
    voidedAt: row.voided_at,
    voidWords: row.void_words,
    stoppedAt: row.stopped_at,
    stopWords: row.stop_words,
    extendedAt: row.extended_at,
    lookedAt: row.looked_at,
    boardAt: row.board_at,
    boardReadAt: row.board_read_at,
    remindedAt: row.reminded_at,
    isSoldOut: row.sold_out === 1,
    uses: UsesStored.parse(JSON.parse(row.uses)).map(([at, storeName, staffName]) => ({ at, storeName, staffName })),
  }
}
