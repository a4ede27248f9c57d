import { type Compilable, type SqlBool, sql } from 'kysely'
import type { InteractionKind } from '../../db/schema.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { recordOnGrant } from '../history.ts'

/** What a person is told of why a coupon was withdrawn, in UTF-16 code units. */
export const WITHDRAWAL_WORDS_MAX = 100
/** So far ahead one person's coupon may be extended. */
export const EXTENSION_DAYS_MAX = 366
const DAY_MS = 86_400_000

type Change = {
  grantId: string
  operatorId: string
  /** Where the operator's rights end, for the person as for the coupon; null: nowhere. */
  storeId: string | null
  now: number
}

/**
 * Takes one person's coupon back; with the next look they read why. Who used it before has used it. Repeating it keeps the
 * first time and words. Refusal coupon_reason_needed without words, coupon_not_changeable when it is over, not_found.
 */
export async function withdrawGrant(store: Store, { words, ...change }: Change & { words: string }) {
  const { grantId, operatorId, now } = change
  const told = words.trim()
  if (told === '' || told.length > WITHDRAWAL_WORDS_MAX) throw new Refusal('coupon_reason_needed')
  const withdrawal = changing(store.db, change)
    .set({ voided_at: now, voided_by: operatorId, void_words: told })
    .where('ends_at', '>', now)
  const line = { id: `coupon_withdrawn:${grantId}`, kind: 'coupon_withdrawn' } as const
  if (await isChanged(store, withdrawal, { ...change, ...line })) return
  const grant = await findOwn(store, change)
  if (grant.voided_at === null) throw new Refusal('coupon_not_changeable')
}

/**
 * Moves the end of one person's coupon later, also of one that just ran out; they are reminded of the new end, and read of it
 * with the next look. Repeating it changes nothing. Refusal coupon_not_changeable for an end that is not later than the one
 * it has, past or over a year ahead, and for a coupon that was withdrawn or stopped; not_found.
 */
export async function extendGrant(store: Store, { endsAt, ...change }: Change & { endsAt: number }) {
  const { grantId, now } = change
  const extension = changing(store.db, change)
    .set({ ends_at: endsAt, extended_at: now, reminded_at: null })
    .where('ends_at', '<', endsAt)
    .where(sql<SqlBool>`${endsAt} > ${now} and ${endsAt} <= ${now + EXTENSION_DAYS_MAX * DAY_MS}`)
  const line = { id: `coupon_extended:${grantId}:${endsAt}`, kind: 'coupon_extended' } as const
  if (await isChanged(store, extension, { ...change, ...line })) return
  const grant = await findOwn(store, change)
  if (grant.ends_at !== endsAt || grant.voided_at !== null) throw new Refusal('coupon_not_changeable')
}

/** The operator's own living grant, to be changed. */
const changing = (db: Db, change: Change) =>
  db.updateTable('coupon_grants').where('id', '=', change.grantId).where(isOwn(change)).where(isLiving)

type Line = Change & { id: string; kind: InteractionKind }

/** Makes the change with its line in the timeline, or neither; whether there was something to change. */
async function isChanged({ db, batch }: Store, change: Compilable, { storeId: _, ...line }: Line) {
  try {
    await batch([change, mustHaveChangedOne(db), recordOnGrant(db, line)])
    return true
  } catch (error) {
    if (isAborted(error)) return false
    throw error
  }
}

const isLiving = sql<SqlBool>`coupon_grants.voided_at is null
  and not exists (select 1 from coupons where coupons.id = coupon_grants.coupon_id and coupons.stopped_at is not null)`

/** An owner's every one; a manager's those of the own store's people, of coupons that hold there. */
export const isOwn = ({ storeId }: { storeId: string | null }) => sql<SqlBool>`exists (select 1 from members
  where members.id = coupon_grants.member_id and members.state = 'verified'
    and (${storeId} is null or members.store_id = ${storeId}))
  and (${storeId} is null or exists (select 1 from coupon_stores
    where coupon_stores.coupon_id = coupon_grants.coupon_id and coupon_stores.store_id = ${storeId}))`

async function findOwn({ db }: Store, change: Change) {
  const grant = await db
    .selectFrom('coupon_grants')
    .select(['voided_at', 'ends_at'])
    .where('id', '=', change.grantId)
    .where(isOwn(change))
    .executeTakeFirst()
  if (!grant) throw new Refusal('not_found')
  return grant
}
