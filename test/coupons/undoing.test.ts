import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TillHere } from '../../src/coupons/till/previews.ts'
import { recentRedemptions, redeemCoupon, UNDO_MS } from '../../src/coupons/till/redemptions.ts'
import { previewGrant } from '../../src/coupons/till/searching.ts'
import { UNDOS_A_DAY_MAX, undoRedemption } from '../../src/coupons/till/undoing.ts'
import type { Store } from '../../src/db/store.ts'
import { engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addShops, grantTo, interactions, previewOf, redemptions, SHIBUYA, SHINJUKU, staffOf } from './support.ts'

describe.each(engines)('undoing a use on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
  })

  const use = async (grantId: string, now = NOON) => {
    const till = SHIBUYA
    const { preview } = await previewGrant(store, { grantId, till, reason: '電池切れ', now })
    return redeemCoupon(store, { preview, till, staff: staffOf(till), now })
  }
  type More = { now?: number; reason?: string; till?: TillHere; staff?: { id: string } }
  const undo = (redemptionId: string, { now = NOON + MINUTE, reason = '別の人', till = SHIBUYA, staff }: More = {}) =>
    undoRedemption(store, { redemptionId, till, staff: staff ?? staffOf(till), reason, now })

  it('lets the coupon be used again, and says who took it back, when, where and why', async () => {
    const { grantId } = await grantTo(store, '花')
    const { id } = await use(grantId)
    expect(await undo(id)).toMatchObject({ id, memberName: '花', undoneAt: NOON + MINUTE })

    expect(await redemptions(store)).toMatchObject([
      {
        ...{ voided_at: NOON + MINUTE, void_reason: '別の人' },
        ...{ voided_by: 'staff-shibuya', voided_till_id: 'till-shibuya' },
      },
    ])
    expect((await use(grantId, NOON + 2 * MINUTE)).id).not.toBe(id)
    expect((await interactions(store)).map(({ kind }) => kind)).toEqual([
      ...['coupon_redeemed', 'coupon_undone', 'coupon_redeemed'],
    ])
  })

  it('is possible at its own store only, also for who asks again', async () => {
    const { id } = await use((await grantTo(store, '花')).grantId)

    await expect(undo(id, { till: SHINJUKU })).rejects.toMatchObject({ code: 'redemption_not_undoable' })
    expect(await redemptions(store)).toMatchObject([{ voided_at: null }])
    await undo(id)
    await expect(undo(id, { till: SHINJUKU })).rejects.toMatchObject({ code: 'redemption_not_undoable' })
  })

  if (engine === 'D1') return

  it('is possible so many times a store and day, for the next day begins at five', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 2 })
    for (let i = 0; i < UNDOS_A_DAY_MAX; i++) await undo((await use(grantId, NOON + i * 10)).id)
    const { id } = await use(grantId, NOON + HOUR)
    await expect(undo(id, { now: NOON + HOUR })).rejects.toMatchObject({ code: 'undos_too_many' })

    const five = Date.parse('2026-04-02T05:00+09:00')
    const late = await use(grantId, five - MINUTE)
    await expect(undo(late.id, { now: five - 1 })).rejects.toMatchObject({ code: 'undos_too_many' })
    await expect(undo(late.id, { now: five })).resolves.toMatchObject({ undoneAt: five })
  })

  it('changes nothing when it is asked again, and answers the same', async () => {
    const { id } = await use((await grantTo(store, '花')).grantId)
    const first = await undo(id)
    const before = [await redemptions(store), await interactions(store)]

    for (const now of [NOON + 2 * MINUTE, NOON + HOUR])
      expect(await undo(id, { now, reason: 'もう一度' })).toEqual(first)
    expect([await redemptions(store), await interactions(store)]).toEqual(before)
  })

  it('is possible for ten minutes', async () => {
    const { id } = await use((await grantTo(store, '花')).grantId)

    await expect(undo(id, { now: NOON + UNDO_MS })).rejects.toMatchObject({ code: 'redemption_not_undoable' })
    await expect(undo(id, { now: NOON + UNDO_MS - 1 })).resolves.toMatchObject({ id })
  })

  it('asks for who may stand at the till, a till that is enrolled, and a reason', async () => {
    const { id } = await use((await grantTo(store, '花')).grantId)

    await expect(undo(id, { reason: ' 　' })).rejects.toMatchObject({ code: 'coupon_reason_needed' })
    await expect(undo(id, { reason: 'あ'.repeat(101) })).rejects.toMatchObject({ code: 'coupon_reason_needed' })
    await expect(undo(id, { staff: staffOf(SHINJUKU) })).rejects.toMatchObject({ code: 'staff_needed' })
    await expect(undo('nothing')).rejects.toMatchObject({ code: 'not_found' })
    await store.db.updateTable('tills').set({ revoked_at: NOON }).execute()
    await expect(undo(id)).rejects.toMatchObject({ code: 'till_not_enrolled' })
    expect(await redemptions(store)).toMatchObject([{ voided_at: null }])
  })

  it('is offered for what was used here in the last ten minutes', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 3 })
    await use(grantId)
    const second = await use(grantId, NOON + MINUTE)
    const third = await use(grantId, NOON + 2 * MINUTE)
    await undo(second.id, { now: NOON + 3 * MINUTE })

    const recent = await recentRedemptions(store, { storeId: 'shibuya', now: NOON + UNDO_MS })
    expect(recent.map(({ id, undoneAt }) => [id, undoneAt])).toEqual([
      [third.id, null],
      [second.id, NOON + 3 * MINUTE],
    ])
    expect(await recentRedemptions(store, { storeId: 'shinjuku', now: NOON + UNDO_MS })).toEqual([])
  })

  it('takes the repeated answer of the use with it', async () => {
    const { grantId } = await grantTo(store, '花')
    const preview = await previewOf(store, grantId)
    const again = () => redeemCoupon(store, { preview, till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON })
    const { id } = await again()
    await undo(id)

    expect(await again()).toMatchObject({ id, undoneAt: NOON + MINUTE })
    expect(await redemptions(store)).toHaveLength(1)
  })
})
