import { showCode } from '../../src/coupons/codes.ts'
import { createCoupon, type NewCoupon } from '../../src/coupons/coupons.ts'
import { findGrant, grantIdFor, grantStatement } from '../../src/coupons/grants.ts'
import { type Preview, previewCode, type TillHere } from '../../src/coupons/till/previews.ts'
import type { Db, Store } from '../../src/db/store.ts'
import { configFor } from '../deps.ts'
import { addMember, EARLIER, LATER, NOON } from '../support.ts'

export const SECRET = configFor().sessionSecret

export const aCoupon: NewCoupon = {
  title: '卒業生おかえり割',
  kind: 'percent',
  value: 20,
  conditions: { minimumSpendYen: 3_000, combinable: false },
  usesMax: 1,
  storeIds: ['shibuya', 'shinjuku'],
  startsAt: EARLIER,
  endsAt: LATER,
}

/** Three stores with a till each; the coupon of the tests is for the first two. */
export async function addShops({ db }: Store) {
  const stores = [
    { id: 'shibuya', name: '渋谷店' },
    { id: 'shinjuku', name: '新宿店' },
    { id: 'ueno', name: '上野店' },
  ]
  for (const [position, store] of stores.entries()) {
    await db
      .insertInto('stores')
      .values({ ...store, position, created_at: EARLIER })
      .execute()
    await addTill(db, { id: `till-${store.id}`, storeId: store.id })
    await addStaff(db, { id: `staff-${store.id}`, storeId: store.id })
  }
}

/** Who stands at a till. */
export async function addStaff(db: Db, { id, storeId }: { id: string; storeId: string }) {
  await db
    .insertInto('operators')
    .values({ id, name: `${storeId}の佐藤`, role: 'staff', store_id: storeId, created_at: EARLIER })
    .execute()
}

/** The one of a store that `addShops` opened. */
export const staffOf = ({ storeId }: TillHere) => ({ id: `staff-${storeId}` })

export const tillStatement = (db: Db, { id, storeId }: TillHere) =>
  db.insertInto('tills').values({ id, store_id: storeId, name: 'レジ1', created_at: EARLIER })

export async function addTill(db: Db, till: TillHere): Promise<TillHere> {
  await tillStatement(db, till).execute()
  return till
}

export const SHIBUYA: TillHere = { id: 'till-shibuya', storeId: 'shibuya' }
export const SHINJUKU: TillHere = { id: 'till-shinjuku', storeId: 'shinjuku' }
export const UENO: TillHere = { id: 'till-ueno', storeId: 'ueno' }

/** A person with a grant of a new coupon; stores exist. */
export async function grantTo(store: Store, memberId: string, more: Partial<NewCoupon> = {}) {
  const known = await store.db.selectFrom('members').select('id').where('id', '=', memberId).executeTakeFirst()
  if (!known) await addMember(store, memberId)
  const couponId = await createCoupon(store, { coupon: { ...aCoupon, ...more }, now: EARLIER })
  const grantId = await grantIdFor({ couponId, memberId })
  await store.batch([grantStatement(store.db, { grantId, couponId, memberId, broadcastId: null, now: EARLIER })])
  return { couponId, grantId }
}

export async function codeOf(store: Store, grantId: string, now = NOON) {
  const grant = await findGrant(store, grantId)
  const shown = grant && (await showCode(store, { sessionSecret: SECRET, grant, now }))
  return shown?.code ?? ''
}

/** What a till holds after it read the person's code. */
export const previewOf = async (store: Store, grantId: string, till = SHIBUYA, now = NOON): Promise<Preview> => {
  const code = await codeOf(store, grantId, now)
  return (await previewCode(store, { sessionSecret: SECRET, code, till, now })).preview
}

export const interactions = ({ db }: Store) =>
  db
    .selectFrom('interactions')
    .select(['kind', 'member_id', 'ref', 'store_id', 'at'])
    .orderBy('at')
    .orderBy('id')
    .execute()

export const redemptions = ({ db }: Store) => db.selectFrom('redemptions').selectAll().orderBy('use_no').execute()
