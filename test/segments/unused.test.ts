import { beforeEach, describe, expect, it } from 'vitest'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import { countSegment } from '../../src/segments/segments.ts'
import { addShops, grantTo } from '../coupons/support.ts'
import { LATER, NOON, newStore } from '../support.ts'

let store: SqliteStore
beforeEach(async () => {
  store = newStore()
  await addShops(store)
})

const holders = (couponId: string, now = NOON) =>
  countSegment(store, {
    rule: { match: 'all', conditions: [{ kind: 'coupon', did: 'unused', in: [couponId] }] },
    now,
  })

const use = (grantId: string, voidedAt: number | null = null) =>
  store.db
    .insertInto('redemptions')
    .values({
      ...{ id: grantId, grant_id: grantId, use_no: 1, store_id: 'shibuya', till_id: 'till-shibuya' },
      ...{ operator_id: null, idempotency_key: grantId, request_sha: grantId, redeemed_at: NOON },
      ...{ voided_at: voidedAt, void_reason: voidedAt === null ? null : '押し間違い' },
    })
    .execute()

describe('who has a coupon and has not used it', () => {
  it('is meant until it is used, and again when that use is undone', async () => {
    const { couponId, grantId } = await grantTo(store, 'hana')
    expect(await holders(couponId)).toBe(1)
    await use(grantId)
    expect(await holders(couponId)).toBe(0)
    await store.db.updateTable('redemptions').set({ voided_at: NOON }).execute()
    expect(await holders(couponId)).toBe(1)
  })

  it('is not meant once it is over, withdrawn or stopped', async () => {
    const { couponId, grantId } = await grantTo(store, 'hana')
    expect(await holders(couponId, LATER - 1)).toBe(1)
    expect(await holders(couponId, LATER)).toBe(0)
    await store.db.updateTable('coupons').set({ stopped_at: NOON }).execute()
    expect(await holders(couponId)).toBe(0)
    await store.db.updateTable('coupons').set({ stopped_at: null }).execute()
    await store.db.updateTable('coupon_grants').set({ voided_at: NOON }).where('id', '=', grantId).execute()
    expect(await holders(couponId)).toBe(0)
  })

  it('is not meant once all of a limited number are gone', async () => {
    const { couponId } = await grantTo(store, 'hana', { totalMax: 1 })
    const other = await grantTo(store, 'taro')
    await store.db.updateTable('coupon_grants').set({ coupon_id: couponId }).where('id', '=', other.grantId).execute()
    expect(await holders(couponId)).toBe(2)
    await use(other.grantId)
    expect(await holders(couponId)).toBe(0)
  })
})
