import type { Compilable } from 'kysely'
import { z } from 'zod'
import type { CouponKind } from '../db/schema.ts'
import type { CouponPer } from '../db/schema-coupons.ts'
import { type Db, listOf, type Store } from '../db/store.ts'

export const COUPON_TITLE_MAX = 40
export const COUPON_USES_MAX = 10
export const COUPON_STORES_MAX = 100
export const COUPON_TOTAL_MAX = 1_000_000
export const COUPON_VALID_DAYS_MAX = 366
export const COUPON_REMIND_DAYS_MAX = 14
export const COUPON_REMIND_DAYS_USUAL = 3
export const COUPON_STOP_WORDS_MAX = 100
const YEN_MAX = 1_000_000

const ClockTime = z.string().regex(/^([01]\d|2[0-9]):[0-5]\d$/)

/** What must be fulfilled at the table; all of it is shown in plain words wherever the coupon is. */
export const CouponConditions = z.object({
  /** 0: none. */
  minimumSpendYen: z.number().int().min(0).max(YEN_MAX),
  /** Whether it goes together with other offers. */
  combinable: z.boolean(),
  /** For a party of at most so many. */
  guestsMax: z.number().int().min(1).max(100).optional(),
  /** 0 is Sunday. Left out: every day. */
  weekdays: z.array(z.number().int().min(0).max(6)).min(1).max(7).optional(),
  /** Business hours, Asia/Tokyo; 26:00 is two at night. */
  hours: z.object({ from: ClockTime, until: ClockTime }).optional(),
  note: z.string().trim().min(1).max(100).optional(),
})
export type CouponConditions = z.output<typeof CouponConditions>

/** What an owner decides. `value`: percent off, yen off, what the free item is worth, or the special price. */
export const NewCoupon = z
  .object({
    title: z.string().trim().min(1).max(COUPON_TITLE_MAX),
    kind: z.enum(['percent', 'yen', 'free_item', 'special_price']),
    value: z.number().int().min(1).max(YEN_MAX),
    item: z.string().trim().min(1).max(COUPON_TITLE_MAX).optional(),
    conditions: CouponConditions,
    usesMax: z.number().int().min(1).max(COUPON_USES_MAX),
    storeIds: z.array(z.string().min(1)).min(1).max(COUPON_STORES_MAX),
    startsAt: z.number().int().nonnegative(),
    /** The first instant at which it no longer holds. */
    endsAt: z.number().int().nonnegative(),
    /** Instead of so many times: once within that time. `usesMax` is 1 then. */
    per: z.enum(['day', 'week', 'month']).optional(),
    /** For all guests together. Uses, not grants. */
    totalMax: z.number().int().min(1).max(COUPON_TOTAL_MAX).optional(),
    /** Each grant ends so many days after it was given, and never after `endsAt`. */
    validDays: z.number().int().min(1).max(COUPON_VALID_DAYS_MAX).optional(),
    /** Of a special price: what it usually costs. */
    regularYen: z.number().int().min(1).max(YEN_MAX).optional(),
    /** So many days before its end its holder reads of it on the board; 0: never. */
    remindDays: z.number().int().min(0).max(COUPON_REMIND_DAYS_MAX).optional(),
  })
  .refine(({ kind, value }) => kind !== 'percent' || value <= 100, { path: ['value'] })
  .refine(({ kind, item }) => item !== undefined || kind === 'percent' || kind === 'yen', { path: ['item'] })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ['endsAt'] })
  .refine(({ conditions: { hours } }) => hours?.from !== hours?.until || !hours, { path: ['conditions'] })
  .refine(({ per, usesMax }) => per === undefined || usesMax === 1, { path: ['usesMax'] })
export type NewCoupon = z.output<typeof NewCoupon>

/** What the coupon gives, and on which terms: all that a card, a page or a till shows of it. */
export type CouponOffer = {
  title: string
  kind: CouponKind
  value: number
  item: string | null
  conditions: CouponConditions
  usesMax: number
  startsAt: number
  endsAt: number
  per: CouponPer | null
  totalMax: number | null
  validDays: number | null
  regularYen: number | null
}
export type Coupon = CouponOffer & {
  id: string
  stoppedAt: number | null
  /** What its holders are told of why. */
  stopWords: string | null
  extendedAt: number | null
  remindDays: number
  stores: readonly { id: string; name: string }[]
}

type Creation = { couponId: string; coupon: NewCoupon; createdBy?: string; now: number }

/** The statements that create a coupon with its stores, for a batch that does more. Repeating them changes nothing. */
export const couponStatements = (db: Db, { couponId, coupon, createdBy, now }: Creation): readonly Compilable[] => [
  db
    .insertInto('coupons')
    .values({
      id: couponId,
      title: coupon.title,
      kind: coupon.kind,
      value: coupon.value,
      item: coupon.item ?? null,
      conditions: JSON.stringify(coupon.conditions),
      uses_max: coupon.usesMax,
      starts_at: coupon.startsAt,
      ends_at: coupon.endsAt,
      created_by: createdBy ?? null,
      created_at: now,
      per: coupon.per ?? null,
      total_max: coupon.totalMax ?? null,
      valid_days: coupon.validDays ?? null,
      regular_yen: coupon.regularYen ?? null,
      remind_days: coupon.remindDays ?? COUPON_REMIND_DAYS_USUAL,
    })
    .onConflict((clash) => clash.column('id').doNothing()),
  db
    .insertInto('coupon_stores')
    .columns(['coupon_id', 'store_id'])
    .expression((eb) =>
      eb
        .selectFrom('stores')
        .select([eb.val(couponId).as('coupon_id'), 'id as store_id'])
        .where('id', 'in', listOf(coupon.storeIds)),
    )
    .onConflict((clash) => clash.columns(['coupon_id', 'store_id']).doNothing()),
]

/** Creates a coupon, to be used at the named stores only. Answers its id. Throws ZodError when the coupon makes no sense. */
export async function createCoupon(
  { db, batch }: Store,
  { coupon, createdBy, now }: { coupon: NewCoupon; createdBy?: string; now: number },
) {
  const couponId = crypto.randomUUID()
  await batch(
    couponStatements(db, { couponId, coupon: NewCoupon.parse(coupon), ...(createdBy ? { createdBy } : {}), now }),
  )
  return couponId
}

type Stop = { couponId: string; words?: string | undefined; operatorId?: string | undefined; now: number }

/**
 * Ends a coupon for everybody, from this instant on: no more grants, no more uses. `words`: what its holders read of why, on
 * their next view. Repeating keeps the first instant and its words.
 */
export async function stopCoupon({ db }: Store, { couponId, words, operatorId, now }: Stop) {
  await db
    .updateTable('coupons')
    .set({
      stopped_at: now,
      stopped_by: operatorId ?? null,
      stop_words: words?.trim().slice(0, COUPON_STOP_WORDS_MAX) || null,
    })
    .where('id', '=', couponId)
    .where('stopped_at', 'is', null)
    .execute()
}

export async function findCoupon({ db }: Store, couponId: string): Promise<Coupon | undefined> {
  const row = await db.selectFrom('coupons').selectAll().where('id', '=', couponId).executeTakeFirst()
  if (!row) return undefined

  const stores = await db
    .selectFrom('coupon_stores')
    .innerJoin('stores', 'stores.id', 'coupon_stores.store_id')
    .select(['stores.id', 'stores.name'])
    .where('coupon_id', '=', couponId)
    .orderBy('stores.position')
    .orderBy('stores.id')
    .execute()
  return {
    id: row.id,
    stoppedAt: row.stopped_at,
    stopWords: row.stop_words,
    extendedAt: row.extended_at,
    remindDays: row.remind_days,
    stores,
    ...offerOf(row),
  }
}

type OfferRow = {
  title: string
  kind: CouponKind
  value: number
  item: string | null
  conditions: string
  uses_max: number
  starts_at: number
  ends_at: number
  per: CouponPer | null
  total_max: number | null
  valid_days: number | null
  regular_yen: number | null
  /** Of a grant that was given again. */
  extra_uses?: number
}

/** What a coupon that is not created yet will offer. */
export const offerOfNew = ({ storeIds: _, remindDays: __, ...coupon }: NewCoupon): CouponOffer => ({
  ...coupon,
  item: coupon.item ?? null,
  per: coupon.per ?? null,
  totalMax: coupon.totalMax ?? null,
  validDays: coupon.validDays ?? null,
  regularYen: coupon.regularYen ?? null,
})

/** The stored form as the offer. Dates and uses are a grant's own where the row is a grant's. */
export const offerOf = (row: OfferRow): CouponOffer => ({
  title: row.title,
  kind: row.kind,
  value: row.value,
  item: row.item,
  conditions: CouponConditions.parse(JSON.parse(row.conditions)),
  usesMax: row.uses_max + (row.extra_uses ?? 0),
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  per: row.per,
  totalMax: row.total_max,
  validDays: row.valid_days,
  regularYen: row.regular_yen,
})
