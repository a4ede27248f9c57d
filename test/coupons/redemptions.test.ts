import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eraseMember } from '../../src/consent/erasing.ts'
import { stopCoupon } from '../../src/coupons/coupons.ts'
import type { Preview, TillHere } from '../../src/coupons/till/previews.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { Store } from '../../src/db/store.ts'
import { filesInMemory } from '../../src/images/files.ts'
import { engines, LATER, MINUTE, NOON } from '../support.ts'
import {
  addShops,
  grantTo,
  interactions,
  previewOf,
  redemptions,
  SHIBUYA,
  SHINJUKU,
  staffOf,
  tillStatement,
  UENO,
} from './support.ts'

const TILLS = 64

describe.each(engines)('redeeming a coupon on $engine', ({ open, engine }) => {
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

  const redeem = (preview: Preview, till: TillHere = SHIBUYA, now = NOON) =>
    redeemCoupon(store, { preview, till, staff: staffOf(till), now })
  /** Another till's reading of the same code. */
  const again = (preview: Preview, more: Partial<Preview> = {}): Preview => ({
    ...preview,
    key: crypto.randomUUID(),
    ...more,
  })

  it('says who used what, where and when', async () => {
    const { grantId } = await grantTo(store, '花')

    expect(await redeem(await previewOf(store, grantId))).toMatchObject({
      grantId,
      title: '卒業生おかえり割',
      memberName: '花',
      storeName: '渋谷店',
      useNo: 1,
      usesMax: 1,
      at: NOON,
    })
  })

  it('is granted to exactly one of 64 tills at the same moment', async () => {
    const { grantId } = await grantTo(store, '花')
    const preview = await previewOf(store, grantId)
    const tills = Array.from({ length: TILLS }, (_, i) => ({ id: `till-${i}`, storeId: 'shibuya' }))
    await store.batch(tills.map((till) => tillStatement(store.db, till)))

    const answers = await Promise.allSettled(tills.map((till) => redeem(again(preview), till)))

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(reasons(answers)).toEqual(
      Array(TILLS - 1).fill({
        code: 'coupon_already_redeemed',
        facts: { at: NOON, store: '渋谷店', by: 'shibuyaの佐藤' },
      }),
    )
    expect(await redemptions(store)).toHaveLength(1)
  })

  it.each(
    engine === 'D1' ? [3] : [1, 2, 3, 4, 5],
  )('is granted exactly %i times of many when it has so many uses', async (usesMax) => {
    const { grantId } = await grantTo(store, '花', { usesMax })
    const preview = await previewOf(store, grantId)

    const answers = await Promise.allSettled(Array.from({ length: 16 }, () => redeem(again(preview))))

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(usesMax)
    expect((await redemptions(store)).map(({ use_no }) => use_no)).toEqual(
      Array.from({ length: usesMax }, (_, i) => i + 1),
    )
  })

  it('takes the number of an undone use again', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 2 })
    const preview = await previewOf(store, grantId)
    await redeem(again(preview))
    await redeem(again(preview))
    await store.db
      .updateTable('redemptions')
      .set({ voided_at: NOON, void_reason: '誤操作' })
      .where('use_no', '=', 1)
      .execute()

    expect(await redeem(again(preview))).toMatchObject({ useNo: 1 })
    await expect(redeem(again(preview))).rejects.toMatchObject({ code: 'coupon_already_redeemed' })
  })

  it('gives a repeated request the same answer, however late, and writes nothing more', async () => {
    const { grantId } = await grantTo(store, '花')
    const preview = await previewOf(store, grantId)
    const first = await redeem(preview)
    const before = [await redemptions(store), await interactions(store)]

    expect(await redeem(preview, SHIBUYA, NOON + MINUTE)).toEqual(first)
    expect(await redeem(preview, SHIBUYA, LATER + MINUTE)).toEqual(first)
    expect([await redemptions(store), await interactions(store)]).toEqual(before)
  })

  it('answers many copies of one request alike', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 5 })
    const preview = await previewOf(store, grantId)

    const answers = await Promise.all(Array.from({ length: 16 }, () => redeem(preview)))

    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await redemptions(store)).toHaveLength(1)
  })

  if (engine === 'D1') return

  it('does not hand the answer to another till that has the same key', async () => {
    const { grantId } = await grantTo(store, '花')
    const preview = await previewOf(store, grantId)
    await redeem(preview)

    await expect(redeem(preview, SHINJUKU)).rejects.toMatchObject({ code: 'redemption_key_reused' })
  })

  it('tells a repeated request that says another bill or other guests that they were not kept', async () => {
    const { grantId } = await grantTo(store, '花')
    const preview = await previewOf(store, grantId)
    const use = (billYen: number, guests: number) =>
      redeemCoupon(store, { preview, till: SHIBUYA, staff: staffOf(SHIBUYA), entered: { billYen, guests }, now: NOON })
    const first = await use(3_000, 2)

    for (const [bill, guests] of [
      [5_000, 2],
      [3_000, 3],
    ] as const)
      await expect(use(bill, guests)).rejects.toMatchObject({ code: 'redemption_differs', facts: { at: NOON } })
    expect(await use(3_000, 2)).toEqual(first)
    expect(await redemptions(store)).toMatchObject([{ bill_yen: 3_000, guests: 2 }])
  })

  it('tells another till when and where it was used', async () => {
    const { grantId } = await grantTo(store, '花')
    const [here, there] = [await previewOf(store, grantId), await previewOf(store, grantId, SHINJUKU)]
    await redeem(here)

    await expect(redeem(there, SHINJUKU, NOON + MINUTE)).rejects.toMatchObject({
      code: 'coupon_already_redeemed',
      facts: { at: NOON, store: '渋谷店', by: 'shibuyaの佐藤' },
    })
  })

  it('takes one code for one use, though more uses are left', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 3 })
    const preview = await previewOf(store, grantId)
    await redeem(preview, SHIBUYA, NOON + 1)

    await expect(redeem(again(preview), SHIBUYA, NOON + 2)).rejects.toMatchObject({ code: 'coupon_already_redeemed' })
    expect(await redeem(await previewOf(store, grantId, SHIBUYA, NOON + MINUTE), SHIBUYA, NOON + MINUTE)).toMatchObject(
      {
        useNo: 2,
      },
    )
  })

  it('refuses one whose preview is over', async () => {
    const { grantId } = await grantTo(store, '花')
    const preview = await previewOf(store, grantId)

    await expect(redeem(preview, SHIBUYA, preview.expiresAt)).rejects.toMatchObject({ code: 'preview_expired' })
    await expect(redeem(preview, SHIBUYA, preview.expiresAt - 1)).resolves.toMatchObject({ useNo: 1 })
  })

  describe('refuses, whatever the preview had said,', () => {
    /** A preview from before the thing happened. */
    const late = { expiresAt: LATER + MINUTE }

    it('on the instant it ends, and not before', async () => {
      const { grantId } = await grantTo(store, '花')
      const preview = await previewOf(store, grantId)

      await expect(redeem(again(preview, late), SHIBUYA, LATER)).rejects.toMatchObject({
        code: 'coupon_expired',
        facts: { at: LATER },
      })
      await expect(redeem(again(preview, late), SHIBUYA, LATER - 1)).resolves.toMatchObject({ useNo: 1 })
    })

    it('before it starts', async () => {
      const { grantId } = await grantTo(store, '花')
      const preview = await previewOf(store, grantId)
      await store.db
        .updateTable('coupon_grants')
        .set({ starts_at: NOON + 1 })
        .execute()

      await expect(redeem(again(preview))).rejects.toMatchObject({ code: 'coupon_not_yet' })
      await expect(redeem(again(preview), SHIBUYA, NOON + 1)).resolves.toMatchObject({ useNo: 1 })
    })

    it('when the coupon was stopped', async () => {
      const { grantId, couponId } = await grantTo(store, '花')
      const preview = await previewOf(store, grantId)
      await stopCoupon(store, { couponId, now: NOON })

      await expect(redeem(preview)).rejects.toMatchObject({ code: 'coupon_stopped' })
    })

    it('when the grant was withdrawn', async () => {
      const { grantId } = await grantTo(store, '花')
      const preview = await previewOf(store, grantId)
      await store.db.updateTable('coupon_grants').set({ voided_at: NOON }).execute()

      await expect(redeem(preview)).rejects.toMatchObject({ code: 'coupon_stopped' })
    })

    it('when its person was erased', async () => {
      const { grantId } = await grantTo(store, '花')
      const preview = await previewOf(store, grantId)
      await eraseMember({ store, files: filesInMemory() }, { memberId: '花', now: NOON })

      await expect(redeem(preview)).rejects.toMatchObject({ code: 'coupon_stopped' })
    })

    it('in a store where it does not hold', async () => {
      const { grantId } = await grantTo(store, '花')
      const preview = await previewOf(store, grantId)

      await expect(redeem(preview, UENO)).rejects.toMatchObject({ code: 'coupon_not_here' })
    })

    it('at a till that was revoked, or stands in another store than it says', async () => {
      const { grantId } = await grantTo(store, '花')
      const preview = await previewOf(store, grantId)

      await expect(redeem(preview, { ...SHIBUYA, storeId: 'shinjuku' })).rejects.toMatchObject({
        code: 'till_not_enrolled',
      })
      await store.db.updateTable('tills').set({ revoked_at: NOON }).execute()
      await expect(redeem(again(preview))).rejects.toMatchObject({ code: 'till_not_enrolled' })
      expect(await redemptions(store)).toEqual([])
    })
  })

  it('stands in the timeline once, as does the attempt in vain', async () => {
    const { grantId } = await grantTo(store, '花')
    const [here, there] = [await previewOf(store, grantId), await previewOf(store, grantId, SHINJUKU)]
    await redeem(here)
    await redeem(here)
    await redeem(there, SHINJUKU, NOON + 1).catch(() => {})
    await redeem(there, SHINJUKU, NOON + 2).catch(() => {})

    expect(await interactions(store)).toMatchObject([
      { kind: 'coupon_opened', member_id: '花', ref: grantId, at: NOON },
      { kind: 'coupon_redeemed', member_id: '花', ref: grantId, store_id: 'shibuya', at: NOON },
      { kind: 'coupon_refused', member_id: '花', ref: grantId, store_id: 'shinjuku', at: NOON + 1 },
    ])
  })
})

const reasons = (answers: readonly PromiseSettledResult<unknown>[]) =>
  answers.flatMap((answer) =>
    answer.status === 'rejected' ? [{ code: answer.reason.code, facts: answer.reason.facts }] : [],
  )
