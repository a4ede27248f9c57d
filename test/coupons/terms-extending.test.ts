import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCoupon, findCoupon, type NewCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import { grantStatement } from '../../src/coupons/grants.ts'
import { countHolders, extendCoupon } from '../../src/coupons/terms/extending.ts'
import type { Store } from '../../src/db/store.ts'
import { addMember, DAY, EARLIER, engines, LATER, NOON } from '../support.ts'
import { aCoupon, addShops, interactions } from './support.ts'

const FAR = LATER + 30 * DAY

describe.each(engines)('moving the end of a coupon later on $engine', ({ engine, open }) => {
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

  const create = (more: Partial<NewCoupon> = {}) =>
    createCoupon(store, { coupon: { ...aCoupon, ...more }, now: EARLIER })
  const give = async (couponId: string, memberId: string, now = EARLIER) => {
    await addMember(store, memberId)
    await store.batch([grantStatement(store.db, { grantId: memberId, couponId, memberId, broadcastId: null, now })])
  }
  const extend = (couponId: string, endsAt = FAR, now = NOON) => extendCoupon(store, { couponId, endsAt, now })
  const change = (id: string, set: { ends_at?: number; voided_at?: number }) =>
    store.db.updateTable('coupon_grants').set(set).where('id', '=', id).execute()
  const ends = async () =>
    Object.fromEntries(
      (await store.db.selectFrom('coupon_grants').select(['id', 'ends_at']).orderBy('id').execute()).map(
        ({ id, ends_at }) => [id, ends_at],
      ),
    )

  it('moves the grants that ended with it, and no other', async () => {
    const couponId = await create()
    for (const id of ['花', '森', '林', '谷']) await give(couponId, id)
    await change('森', { voided_at: NOON })
    await change('林', { ends_at: NOON - 1 })
    await change('谷', { ends_at: NOON + DAY })
    const other = await create()
    await give(other, '他')

    expect(await countHolders(store, { couponId, now: NOON })).toBe(2)
    await extend(couponId)
    expect(await ends()).toEqual({ 花: FAR, 森: LATER, 林: NOON - 1, 谷: NOON + DAY, 他: LATER })
    expect(await findCoupon(store, couponId)).toMatchObject({ endsAt: FAR, extendedAt: NOON })
    expect((await interactions(store)).filter(({ kind }) => kind === 'coupon_extended')).toMatchObject([
      { member_id: '花', ref: '花', at: NOON },
    ])
  })

  it('lets everybody be reminded again, of the new end', async () => {
    const couponId = await create()
    await give(couponId, '花')
    await store.db.updateTable('coupon_grants').set({ reminded_at: EARLIER }).execute()
    await extend(couponId)
    expect(await store.db.selectFrom('coupon_grants').select('reminded_at').execute()).toEqual([{ reminded_at: null }])
  })

  it('lets own days go as far as they reach, and nothing end sooner', async () => {
    const couponId = await create({ validDays: 45 })
    await give(couponId, '花', NOON)
    await give(couponId, '森', LATER - DAY)
    await give(couponId, '林', EARLIER)
    const own = (given: number) => Math.floor((given + 9 * 3_600_000) / DAY) * DAY - 9 * 3_600_000 + 46 * DAY
    expect(await ends()).toEqual({ 花: LATER, 森: LATER, 林: own(EARLIER) })

    // Given again or extended on its own: longer already than its days from the first time.
    await give(couponId, '谷', EARLIER)
    await change('谷', { ends_at: LATER + DAY })
    await extend(couponId)
    expect(await ends()).toEqual({ 花: own(NOON), 森: FAR, 林: own(EARLIER), 谷: LATER + DAY })
  })

  it('is refused of one that was stopped, is over or unknown, or to a day that is not later', async () => {
    const [stopped, over, living] = [await create(), await create({ endsAt: NOON }), await create()]
    await give(living, '花')
    await stopCoupon(store, { couponId: stopped, words: '  好評につき  ', now: NOON })
    await stopCoupon(store, { couponId: stopped, words: '二度目', now: LATER })
    expect(await findCoupon(store, stopped)).toMatchObject({ stoppedAt: NOON, stopWords: '好評につき' })

    for (const couponId of [stopped, over])
      await expect(extend(couponId)).rejects.toMatchObject({ code: 'coupon_not_changeable' })
    await expect(extend(living, LATER - 1)).rejects.toMatchObject({ code: 'coupon_not_changeable' })
    await expect(extend('no-such')).rejects.toMatchObject({ code: 'not_found' })
    expect(await ends()).toEqual({ 花: LATER })
  })

  if (engine === 'D1') return

  it('changes nothing when it is repeated', async () => {
    const couponId = await create()
    await give(couponId, '花')
    await extend(couponId)
    await extend(couponId, FAR, NOON + 1)
    expect(await findCoupon(store, couponId)).toMatchObject({ extendedAt: NOON })
    expect((await interactions(store)).filter(({ kind }) => kind === 'coupon_extended')).toHaveLength(1)
  })
})
