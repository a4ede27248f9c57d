import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { remindEnding, remindOfCoupons } from '../../src/coupons/reminders.ts'
import type { Store } from '../../src/db/store.ts'
import { menusOwed } from '../board/support.ts'
import { withdraw } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { DAY, EARLIER, engines, HOUR, NOON } from '../support.ts'
import { addShops, grantTo } from './support.ts'
import { addUse } from './uses.ts'

describe.each(engines)('the reminder of a coupon that ends on $engine', ({ engine, open }) => {
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

  const ending = (memberId: string, more: Parameters<typeof grantTo>[2] = {}) =>
    grantTo(store, memberId, { endsAt: NOON + 2 * DAY, ...more })
  const onBoard = async () =>
    (
      await store.db
        .selectFrom('visible_coupons')
        .select(['member_id', 'board_at', 'reminded_at'])
        .orderBy('member_id')
        .execute()
    ).map(({ member_id }) => member_id)

  it('stands on the board once, within the days that the coupon says, and owes the menu', async () => {
    await ending('花')
    await ending('健', { endsAt: NOON + 4 * DAY })

    expect(await remindEnding(store, { now: NOON })).toBe(1)
    expect(await remindEnding(store, { now: NOON + HOUR })).toBe(0)
    expect(await onBoard()).toEqual(['花'])
    expect(await menusOwed(store)).toEqual(['花'])
    expect(await remindEnding(store, { now: NOON + DAY })).toBe(1)
    expect(await menusOwed(store)).toEqual(['健', '花'])
  })

  if (engine === 'D1') return

  it.each([
    ['is used up', ({ grantId }: Given) => addUse(store, grantId)],
    ['was withdrawn', ({ grantId }: Given) => change(grantId, { voided_at: NOON })],
    ['is over', ({ grantId }: Given) => change(grantId, { ends_at: NOON })],
    ['has not begun', ({ grantId }: Given) => change(grantId, { starts_at: NOON + 1 })],
    ['was given within the last day', ({ grantId }: Given) => change(grantId, { created_at: NOON - DAY + 1 })],
    ['was stopped', ({ couponId }: Given) => stop(couponId)],
    ['is meant to go without one', ({ couponId }: Given) => changeCoupon(couponId, { remind_days: 0 })],
    ['is sold out', ({ couponId }: Given) => soldOut(couponId)],
    ['belongs to who does not want coupons', () => withdraw(store, '花', 'coupons')],
    ['belongs to who left', () => store.db.updateTable('members').set({ state: 'left' }).execute()],
  ])('does not come when it %s', async (_, prepare) => {
    await prepare(await ending('花'))

    expect(await remindEnding(store, { now: NOON })).toBe(0)
    expect(await menusOwed(store)).toEqual([])
  })

  it('comes for one with uses left, and for one that can be used every day', async () => {
    await addUse(store, (await ending('花', { usesMax: 2 })).grantId)
    await addUse(store, (await ending('健', { per: 'day' })).grantId)

    expect(await remindEnding(store, { now: NOON })).toBe(2)
  })

  it('is one menu for who has two that end', async () => {
    await ending('花')
    await ending('花', { title: 'もう1枚' })

    expect(await remindEnding(store, { now: NOON })).toBe(2)
    expect(await menusOwed(store)).toEqual(['花'])
  })

  it('wakes the sender, and only when there is one', async () => {
    const woken: string[] = []
    const deps = newDeps(store, { wake: (work) => woken.push(work) })
    await remindOfCoupons(deps, NOON)
    expect(woken).toEqual([])
    await ending('花')
    await remindOfCoupons(deps, NOON)
    expect(woken).toEqual(['outbox'])
  })

  it('does not come out of a backup', async () => {
    await ending('花')
    const deps = newDeps(store)
    const fenced = { ...deps, instance: { ...deps.instance, read: async () => '{"line":"another","n":9,"at":0}' } }
    await remindOfCoupons(fenced, NOON)
    expect(await onBoard()).toEqual([])
  })

  type Given = Awaited<ReturnType<typeof grantTo>>
  const change = (id: string, values: object) =>
    store.db.updateTable('coupon_grants').set(values).where('id', '=', id).execute()
  const changeCoupon = (id: string, values: object) =>
    store.db.updateTable('coupons').set(values).where('id', '=', id).execute()
  const stop = (couponId: string) => changeCoupon(couponId, { stopped_at: EARLIER })
  async function soldOut(couponId: string) {
    await changeCoupon(couponId, { total_max: 1 })
    const { grantId } = await grantTo(store, '健', { endsAt: NOON + 9 * DAY })
    await addUse(store, grantId)
    await store.db.updateTable('redemptions').set({ coupon_id: couponId }).execute()
  }
})
