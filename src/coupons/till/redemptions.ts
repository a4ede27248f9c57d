import { type Compilable, sql } from 'kysely'
import { sha256Hex } from '../../crypto.ts'
import type { Db, Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { COUPON_USES_MAX } from '../coupons.ts'
import { findGrant } from '../grants.ts'
import { recordOnGrant } from '../history.ts'
import type { Preview, TillHere } from './previews.ts'
import { refusalOf } from './refusals.ts'

type Attempt = { preview: Preview; till: TillHere; operatorId?: string; now: number }

const USE_NUMBERS = JSON.stringify(Array.from({ length: COUPON_USES_MAX }, (_, i) => i + 1))

export type Redemption = {
  id: string
  grantId: string
  useNo: number
  usesMax: number
  title: string
  memberName: string | null
  storeName: string
  at: number
}

/**
 * Uses a coupon up, once. The guards and the write are one statement: of any number of tills at the same moment only as
 * many succeed as there are uses left, and a code that was on the screen before a use is not good for the next one.
 * The same preview asked again, however late, gets the same answer; it throws redemption_key_reused when it comes from
 * another till. Otherwise throws why not; coupon_already_redeemed says when and where.
 */
export async function redeemCoupon(store: Store, attempt: Attempt): Promise<Redemption> {
  const { preview, till, now } = attempt
  const redemptionId = crypto.randomUUID()
  const requestSha = await sha256Hex(`${preview.grantId}:${till.id}:${till.storeId}`)
  await store.batch([
    insertRedemption(store.db, { ...attempt, redemptionId, requestSha }),
    ...recordOutcome(store.db, { ...attempt, redemptionId }),
  ])

  const answered = await findRedemption(store, preview.key)
  if (answered?.requestSha === requestSha) return answered.redemption
  if (answered) throw new Refusal('redemption_key_reused')
  return refuseRedemption(store, { preview, till, now })
}

type Insertion = Attempt & { redemptionId: string; requestSha: string }

const living = sql`redemptions where grant_id = coupon_grants.id and voided_at is null`

/** Each `where` is a guard with a test of its own. */
const insertRedemption = (
  db: Db,
  { redemptionId, requestSha, preview, till, operatorId, now }: Insertion,
): Compilable =>
  db
    .insertInto('redemptions')
    .columns([
      'id',
      'grant_id',
      'use_no',
      'store_id',
      'till_id',
      'operator_id',
      'idempotency_key',
      'request_sha',
      'redeemed_at',
    ])
    .expression((eb) =>
      eb
        .selectFrom('coupon_grants')
        .innerJoin('coupons', 'coupons.id', 'coupon_grants.coupon_id')
        .innerJoin('coupon_stores', 'coupon_stores.coupon_id', 'coupons.id')
        .innerJoin('tills', 'tills.store_id', 'coupon_stores.store_id')
        .select((eb) => [
          eb.val(redemptionId).as('id'),
          'coupon_grants.id as grant_id',
          // The smallest free number: after an undone first use, a count would collide with the second.
          sql<number>`(select min(value) from json_each(${USE_NUMBERS}) where value not in (select use_no from ${living}))`.as(
            'use_no',
          ),
          'tills.store_id',
          'tills.id as till_id',
          eb.val(operatorId ?? null).as('operator_id'),
          eb.val(preview.key).as('idempotency_key'),
          eb.val(requestSha).as('request_sha'),
          eb.val(now).as('redeemed_at'),
        ])
        .where('coupon_grants.id', '=', preview.grantId)
        .where('tills.id', '=', till.id)
        .where('tills.store_id', '=', till.storeId)
        .where('tills.revoked_at', 'is', null)
        .where('coupon_grants.voided_at', 'is', null)
        .where('coupons.stopped_at', 'is', null)
        .where('coupon_grants.starts_at', '<=', now)
        .where('coupon_grants.ends_at', '>', now)
        .where(sql<boolean>`${now} < ${preview.expiresAt}`)
        .where(sql<boolean>`(select count(*) from ${living}) < coupon_grants.uses_max`)
        .where(sql<boolean>`not exists (select 1 from ${living} and redeemed_at > ${preview.shownAt})`),
    )
    .onConflict((clash) => clash.column('idempotency_key').doNothing())
    .returning('id')

/** What the person's timeline says of the attempt: used, or tried in vain. A repeated attempt adds nothing. */
const recordOutcome = (
  db: Db,
  { redemptionId, preview, till, operatorId, now }: Attempt & { redemptionId: string },
): readonly Compilable[] => {
  const where = { grantId: preview.grantId, storeId: till.storeId, now, ...(operatorId ? { operatorId } : {}) }
  return [
    recordOnGrant(
      db,
      { ...where, id: `coupon_redeemed:${redemptionId}`, kind: 'coupon_redeemed' },
      ({ exists, selectFrom }) => exists(selectFrom('redemptions').select('use_no').where('id', '=', redemptionId)),
    ),
    recordOnGrant(
      db,
      { ...where, id: `coupon_refused:${preview.key}`, kind: 'coupon_refused' },
      ({ not, exists, selectFrom }) =>
        not(exists(selectFrom('redemptions').select('use_no').where('idempotency_key', '=', preview.key))),
    ),
  ]
}

async function findRedemption({ db }: Store, idempotencyKey: string) {
  const row = await db
    .selectFrom('redemptions')
    .innerJoin('coupon_grants', 'coupon_grants.id', 'redemptions.grant_id')
    .innerJoin('coupons', 'coupons.id', 'coupon_grants.coupon_id')
    .innerJoin('members', 'members.id', 'coupon_grants.member_id')
    .innerJoin('stores', 'stores.id', 'redemptions.store_id')
    .select([
      'redemptions.id',
      'redemptions.grant_id',
      'redemptions.use_no',
      'redemptions.request_sha',
      'redemptions.redeemed_at',
      'coupon_grants.uses_max',
      'coupons.title',
      'members.name as member_name',
      'stores.name as store_name',
    ])
    .where('redemptions.idempotency_key', '=', idempotencyKey)
    .executeTakeFirst()
  if (!row) return undefined

  const redemption: Redemption = {
    id: row.id,
    grantId: row.grant_id,
    useNo: row.use_no,
    usesMax: row.uses_max,
    title: row.title,
    memberName: row.member_name,
    storeName: row.store_name,
    at: row.redeemed_at,
  }
  return { redemption, requestSha: row.request_sha }
}

async function refuseRedemption(
  store: Store,
  { preview, till, now }: { preview: Preview; till: TillHere; now: number },
): Promise<never> {
  const grant = await findGrant(store, preview.grantId)
  const refusal = grant && refusalOf(grant, { storeId: till.storeId, shownAt: preview.shownAt, now })
  if (refusal) throw refusal
  throw new Refusal(preview.expiresAt <= now ? 'preview_expired' : 'till_not_enrolled')
}
