import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCoupon, findCoupon, NewCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import {
  findGrant,
  grantIdFor,
  grantState,
  grantStatement,
  listGrants,
  recordGranted,
} from '../../src/coupons/grants.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { Store } from '../../src/db/store.ts'
import { addMember, DAY, EARLIER, engines, LATER, NOON } from '../support.ts'
import { aCoupon, addShops, grantTo, interactions, previewOf, SHIBUYA, staffOf } from './support.ts'

describe.each(engines)('giving a coupon on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
    await addMember(store, '花')
  })

  const create = (more: Partial<NewCoupon> = {}) =>
    createCoupon(store, { coupon: { ...aCoupon, ...more }, now: EARLIER })
  const give = async (couponId: string, more: { grantId?: string; now?: number } = {}) => {
    const grant = { grantId: 'grant-1', couponId, memberId: '花', broadcastId: null, now: NOON, ...more }
    await store.batch([grantStatement(store.db, grant), recordGranted(store.db, grant)])
  }
  const grants = () => store.db.selectFrom('coupon_grants').selectAll().execute()

  it('takes over its terms, with a secret of its own', async () => {
    const couponId = await create({ usesMax: 3 })
    await give(couponId)

    expect(await grants()).toMatchObject([
      { id: 'grant-1', coupon_id: couponId, uses_max: 3, starts_at: EARLIER, ends_at: LATER, created_at: NOON },
    ])
    expect((await grants())[0]?.secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await findGrant(store, 'grant-1')).toMatchObject({ memberName: '花', storeIds: ['shibuya', 'shinjuku'] })
  })

  it('twice gives nobody two, and one line in the timeline', async () => {
    const couponId = await create()
    await give(couponId)
    await give(couponId)
    await give(couponId, { grantId: 'grant-2' })

    expect(await grants()).toHaveLength(1)
    expect(await interactions(store)).toMatchObject([{ kind: 'coupon_granted', member_id: '花', ref: 'grant-1' }])
  })

  it('gives nothing of a coupon that was stopped, is over or unknown', async () => {
    const [stopped, over] = [await create(), await create({ endsAt: NOON })]
    await stopCoupon(store, { couponId: stopped, now: NOON })
    for (const couponId of [stopped, over, 'unknown']) await give(couponId)

    expect(await grants()).toEqual([])
    expect(await interactions(store)).toEqual([])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('keeps the first instant at which it was stopped', async () => {
    const couponId = await create()
    await stopCoupon(store, { couponId, now: NOON })
    await stopCoupon(store, { couponId, now: LATER })

    expect(await findCoupon(store, couponId)).toMatchObject({ stoppedAt: NOON })
  })

  it('has one id for a person and a coupon, known beforehand', async () => {
    const id = await grantIdFor({ couponId: 'c', memberId: 'm' })

    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(await grantIdFor({ couponId: 'c', memberId: 'm' })).toBe(id)
    expect(await grantIdFor({ couponId: 'c', memberId: 'n' })).not.toBe(id)
  })

  it('lists what can be used soonest to expire first, then the rest', async () => {
    const titled = (title: string, more: Partial<NewCoupon> = {}) => grantTo(store, '花', { title, ...more })
    await titled('あとの', { endsAt: NOON + 3 * DAY })
    await titled('先の', { endsAt: NOON + 2 * DAY })
    const used = await titled('使った', { endsAt: NOON + DAY })
    await titled('終わった', { endsAt: NOON - DAY })
    await titled('ずっと前', { startsAt: EARLIER - DAY, endsAt: EARLIER + 1 })
    await redeemCoupon(store, {
      preview: await previewOf(store, used.grantId),
      till: SHIBUYA,
      staff: staffOf(SHIBUYA),
      now: NOON,
    })

    const listed = await listGrants(store, { memberId: '花', endedSince: NOON - 7 * DAY, now: NOON })

    expect(listed.map((grant) => [grant.offer.title, grantState(grant, NOON)])).toEqual([
      ['先の', 'usable'],
      ['あとの', 'usable'],
      ['終わった', 'expired'],
      ['使った', 'used'],
    ])
    expect(listed[3]?.uses).toMatchObject([{ at: NOON, storeName: '渋谷店' }])
  })
})

describe('a coupon', () => {
  it.each([
    ['over 100 percent', { kind: 'percent', value: 101 }],
    ['nothing off', { value: 0 }],
    ['a free item without the item', { kind: 'free_item', value: 500 }],
    ['no store', { storeIds: [] }],
    ['an end before its start', { endsAt: EARLIER }],
    ['eleven uses', { usesMax: 11 }],
    ['no title', { title: ' ' }],
  ])('is not accepted with %s', (_, wrong) => {
    expect(NewCoupon.safeParse(aCoupon).success).toBe(true)
    expect(NewCoupon.safeParse({ ...aCoupon, ...wrong }).success).toBe(false)
  })
})
