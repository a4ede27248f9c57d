import { type Compilable, type CompiledQuery, sql } from 'kysely'
import { z } from 'zod'
import type { CouponPer, RedeemedVia } from '../../db/schema-coupons.ts'
import type { Db, Statement, Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { findGrant } from '../grants.ts'
import type { Preview, TillHere } from './previews.ts'
import { type Entered, refusalOf } from './refusals.ts'
import { type Insertion, insertRedemption, recordOutcome } from './statements.ts'

/** How long a use can be undone, at its own store. */
export const UNDO_MS = 10 * 60_000
/** What is in the way may be gone when it is asked for, and something else in the way then. */
const TRIES_MAX = 5
/** Of the list of recent uses at a till. */
const RECENT_MAX = 50

type Attempt = {
  preview: Preview
  till: TillHere
  /** Who stands at the till. */
  staff: { id: string }
  /** As staff typed them; left out: not known. */
  entered?: Entered | undefined
  now: number
}

export type Redemption = {
  id: string
  grantId: string
  couponId: string | null
  /** The first, second, third … use; of one that counts within a day, a week or a month, its number. */
  useNo: number
  usesMax: number
  per: CouponPer | null
  title: string
  memberName: string | null
  storeName: string
  /** Who did it at the till. */
  staffName: string | null
  at: number
  via: RedeemedVia
  billYen: number | null
  guests: number | null
  /** What it takes off the bill; null where that cannot be told. */
  discountYen: number | null
  /** Until this instant, and not at it. */
  undoableUntil: number
  undoneAt: number | null
}

/**
 * Uses a coupon up, once. The guards and the write are one statement: of any number of tills at the same moment only as
 * many succeed as there are uses left, and a code that was on the screen before a use is not good for the next one.
 * The same preview asked again, however late, gets the same answer; it throws redemption_key_reused when it comes from
 * another till, and redemption_differs with another bill or other guests: they were not kept, and whoever typed them has to
 * know. Otherwise throws why not; coupon_already_redeemed says when, where and by whom.
 */
export async function redeemCoupon(store: Store, attempt: Attempt): Promise<Redemption> {
  const { preview, till, staff, entered = {}, now } = attempt
  const { db } = store
  const use = {
    redemptionId: crypto.randomUUID(),
    ...{ grantId: preview.grantId, storeId: till.storeId, tillId: till.id, operatorId: staff.id },
    ...{ key: preview.key, requestSha: requestOf(preview.grantId, till) },
    ...{ shownAt: preview.shownAt, expiresAt: preview.expiresAt, via: preview.via, reason: preview.reason },
    ...{ billYen: entered.billYen ?? null, guests: entered.guests ?? null, at: now },
  }
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const made = await useAndAsk(store, use)
    // The reason before the key: the same form, sent twice, must not be told of its own use as of another's.
    const refusal = made ? undefined : await whyNot(store, attempt)
    const answered = made ?? (await db.executeQuery(answerToKey(db, preview.key).compile())).rows[0]
    const isOurs = answered?.grantId === use.grantId && answered.tillId === till.id && answered.storeId === till.storeId
    if (answered && isOurs) return sameAs(use, answered)
    if (answered) throw new Refusal('redemption_key_reused')
    if (refusal) throw refusal
    // What was in the way is gone meanwhile: somebody undid a use.
  }
  throw new Error('Nothing is in the way of this use, and yet it is refused.')
}

/** The answer to a repeated form, if it says what the first one said. */
function sameAs({ billYen, guests }: Insertion, answered: Row): Redemption {
  if (answered.billYen === billYen && answered.guests === guests) return redemptionOf(answered)
  throw new Refusal('redemption_differs', { at: answered.at })
}

/** What a key was used for; no secret, and short enough to stand as it is. */
export const requestOf = (grantId: string, till: TillHere) => `${grantId}:${till.id}:${till.storeId}`

/** The uses of the last ten minutes at a store, newest first, undone ones too: what a till may still take back. */
export async function recentRedemptions(
  { db }: Store,
  { storeId, now }: { storeId: string; now: number },
): Promise<readonly Redemption[]> {
  const { rows } = await sql<Row>`${redemptionRows} where r.store_id = ${storeId} and r.redeemed_at > ${now - UNDO_MS}
    order by r.redeemed_at desc, r.id limit ${sql.lit(RECENT_MAX)}`.execute(db)
  return rows.map(redemptionOf)
}

/** A use as the till tells of it. */
export async function findRedemption({ db }: Store, redemptionId: string): Promise<Redemption | undefined> {
  const { rows } = await sql<Row>`${redemptionRows} where r.id = ${redemptionId}`.execute(db)
  return rows[0] && redemptionOf(rows[0])
}

const Row = z.object({
  ...{ id: z.string(), grantId: z.string(), couponId: z.string().nullable() },
  ...{ tillId: z.string(), storeId: z.string(), at: z.number(), via: z.enum(['code', 'name', 'paper']) },
  ...{ useNo: z.number(), usesMax: z.number(), per: z.enum(['day', 'week', 'month']).nullable(), title: z.string() },
  ...{ billYen: z.number().nullable(), guests: z.number().nullable(), discountYen: z.number().nullable() },
  ...{ memberName: z.string().nullable(), storeName: z.string(), staffName: z.string().nullable() },
  undoneAt: z.number().nullable(),
})
type Row = z.output<typeof Row>
const Rows = z.array(Row)

const redemptionRows = sql`select r.id, r.grant_id as grantId, r.coupon_id as couponId, r.use_no as useNo,
    r.till_id as tillId, r.store_id as storeId, r.redeemed_at as at, r.via, r.bill_yen as billYen, r.guests,
    r.discount_yen as discountYen, r.voided_at as undoneAt, g.uses_max + g.extra_uses as usesMax, c.per, c.title,
    m.name as memberName, s.name as storeName, o.name as staffName
  from redemptions as r
  cross join coupon_grants as g on g.id = r.grant_id
  cross join coupons as c on c.id = g.coupon_id
  cross join members as m on m.id = g.member_id
  cross join stores as s on s.id = r.store_id
  left join operators as o on o.id = r.operator_id`

/** Compiled once, as it is part of every use. */
let byKey: CompiledQuery<Row> | undefined

/** The question what a key was used for. */
const answerToKey = (db: Db, key: string): Compilable<Row> => ({
  compile: () => {
    byKey ??= sql<Row>`${redemptionRows} where r.idempotency_key = ${key}`.compile(db)
    return { ...byKey, parameters: [key] }
  },
})

/** In one journey the use, if every guard holds, its line in the timeline, and what the key was used for by then. */
async function useAndAsk({ db, batch }: Store, use: Insertion): Promise<Row | undefined> {
  let rows: readonly Row[] = []
  const answer: Statement = {
    ...answerToKey(db, use.key),
    hear: (found) => {
      rows = Rows.parse(found)
    },
  }
  await batch([insertRedemption(db, use), recordOutcome(db, use), answer])
  return rows[0]
}

const redemptionOf = ({ tillId: _, storeId: __, ...row }: Row): Redemption => ({
  ...row,
  undoableUntil: row.at + UNDO_MS,
})

/** Undefined: nothing is in the way, by now. */
async function whyNot(store: Store, { preview, till, staff, entered, now }: Attempt): Promise<Refusal | undefined> {
  const grant = await findGrant(store, preview.grantId)
  if (!grant) return new Refusal('not_found')
  const { storeId } = till
  const refusal = refusalOf(grant, { storeId, shownAt: preview.shownAt, now, ...(entered && { entered }) })
  if (refusal) return refusal
  if (preview.expiresAt <= now) return new Refusal('preview_expired')
  const { rows } = await sql<{ staff: number; till: number }>`select
    exists (select 1 from operators where id = ${staff.id} and revoked_at is null
      and (role = 'owner' or store_id = ${storeId})) as staff,
    exists (select 1 from tills where id = ${till.id} and store_id = ${storeId} and revoked_at is null) as till`.execute(
    store.db,
  )
  if (!rows[0]?.staff) return new Refusal('staff_needed')
  return rows[0].till ? undefined : new Refusal('till_not_enrolled')
}
