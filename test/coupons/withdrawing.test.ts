import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stopCoupon } from '../../src/coupons/coupons.ts'
import { findGrant } from '../../src/coupons/grants.ts'
import { extendGrant, withdrawGrant } from '../../src/coupons/issuing/changing.ts'
import { findHolder, HOLDERS_PAGE_MAX, type HolderTab, listHolders } from '../../src/coupons/issuing/holders.ts'
import type { Store } from '../../src/db/store.ts'
import { addMember, DAY, EARLIER, engines, HOUR, LATER, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addShops, grantTo, interactions } from './support.ts'

describe.each(engines)("changing one person's coupon on $engine", ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let granted: Awaited<ReturnType<typeof grantTo>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
    await addOperator(store, 'op')
    await addMember(store, '花')
    granted = await grantTo(store, '花')
  })

  type More = { storeId?: string | null; now?: number; grantId?: string }
  const scope = (more: More) => ({ grantId: granted.grantId, operatorId: 'op', storeId: null, now: NOON, ...more })
  const withdraw = (more: More & { words?: string } = {}) =>
    withdrawGrant(store, { ...scope(more), words: more.words ?? ' 入れ替えます ' })
  const extend = (endsAt: number, more: More = {}) => extendGrant(store, { ...scope(more), endsAt })
  const row = () =>
    store.db.selectFrom('coupon_grants').selectAll().where('id', '=', granted.grantId).executeTakeFirstOrThrow()
  const CHANGELESS = { code: 'coupon_not_changeable' }

  it('withdraws it once, with the words that its person reads', async () => {
    await withdraw()
    await withdraw({ now: NOON + HOUR, words: '別の言葉' })
    expect(await row()).toMatchObject({ voided_at: NOON, voided_by: 'op', void_words: '入れ替えます' })
    expect(await findGrant(store, granted.grantId)).toMatchObject({ voidedAt: NOON, voidWords: '入れ替えます' })
    expect(await interactions(store)).toMatchObject([{ kind: 'coupon_withdrawn', member_id: '花', at: NOON }])
  })

  it('moves its end later once, and reminds of the new one', async () => {
    await store.db.updateTable('coupon_grants').set({ reminded_at: NOON }).execute()
    await extend(LATER + DAY)
    await extend(LATER + DAY, { now: NOON + HOUR })
    expect(await row()).toMatchObject({ ends_at: LATER + DAY, extended_at: NOON, reminded_at: null })
    expect(await interactions(store)).toMatchObject([{ kind: 'coupon_extended', member_id: '花', at: NOON }])
    for (const endsAt of [LATER, NOON + 400 * DAY]) await expect(extend(endsAt)).rejects.toMatchObject(CHANGELESS)
    expect(await row()).toMatchObject({ ends_at: LATER + DAY })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('withdraws nothing without words, or with too many', async () => {
    for (const words of ['', '  ', 'あ'.repeat(101)])
      await expect(withdraw({ words })).rejects.toMatchObject({ code: 'coupon_reason_needed' })
    expect((await row()).voided_at).toBeNull()
  })

  it('withdraws nothing that is over', async () => {
    await expect(withdraw({ now: LATER })).rejects.toMatchObject(CHANGELESS)
    expect((await row()).voided_at).toBeNull()
  })

  it('extends what ran out, but not to a time that is past', async () => {
    await expect(extend(LATER + HOUR, { now: LATER + DAY })).rejects.toMatchObject(CHANGELESS)
    await extend(LATER + 2 * DAY, { now: LATER + DAY })
    expect(await row()).toMatchObject({ ends_at: LATER + 2 * DAY })
  })

  it('changes nothing of what was withdrawn or stopped', async () => {
    await withdraw()
    await expect(extend(LATER + DAY)).rejects.toMatchObject(CHANGELESS)
    await expect(extend(LATER)).rejects.toMatchObject(CHANGELESS)
    const other = await grantTo(store, '花', { title: '中止' })
    await stopCoupon(store, { couponId: other.couponId, now: NOON })
    await expect(extend(LATER + DAY, { grantId: other.grantId })).rejects.toMatchObject(CHANGELESS)
    await expect(withdraw({ grantId: other.grantId })).rejects.toMatchObject(CHANGELESS)
  })

  it("ends a manager's rights at the own store, for the person as for the coupon", async () => {
    await addMember(store, '次郎', { storeId: 'ueno' })
    const theirs = await grantTo(store, '次郎')
    const elsewhere = await grantTo(store, '花', { storeIds: ['ueno'] })
    for (const { grantId, couponId } of [theirs, elsewhere]) {
      const more = { grantId, storeId: 'shibuya' }
      await expect(withdraw(more)).rejects.toMatchObject({ code: 'not_found' })
      await expect(extend(LATER + DAY, more)).rejects.toMatchObject({ code: 'not_found' })
      expect(await findHolder(store, { couponId, ...more })).toBeUndefined()
    }
    await withdraw({ storeId: 'shibuya' })
    expect((await row()).voided_at).toBe(NOON)
  })

  it('is not asked for of who left', async () => {
    await store.db.updateTable('members').set({ state: 'left' }).execute()
    await expect(withdraw()).rejects.toMatchObject({ code: 'not_found' })
    await expect(extend(LATER + DAY)).rejects.toMatchObject({ code: 'not_found' })
  })

  const listed = async (tab: HolderTab, storeId: string | null = null) =>
    (await listHolders(store, { couponId: granted.couponId, storeId, tab })).holders.map(({ name }) => name)
  const alsoFor = async (
    memberId: string,
    storeId = 'shibuya',
    columns: { seen_at?: number; voided_at?: number } = {},
  ) => {
    await addMember(store, memberId, { storeId })
    const { id: _, ...terms } = await row()
    const more = {
      id: `grant-${memberId}`,
      member_id: memberId,
      secret: memberId,
      voided_at: null,
      ...columns,
    }
    await store.db
      .insertInto('coupon_grants')
      .values({ ...terms, ...more })
      .execute()
  }

  it('lists who has it by how it stands, and to a manager the own people only', async () => {
    await alsoFor('上野', 'ueno', { seen_at: NOON })
    await alsoFor('取下', 'shibuya', { voided_at: NOON })
    await store.db
      .insertInto('redemptions')
      .values({
        ...{ id: 'use', grant_id: granted.grantId, use_no: 1, store_id: 'shibuya', till_id: 'till-shibuya' },
        ...{ idempotency_key: 'key', request_sha: 'sha', redeemed_at: NOON },
      })
      .execute()
    const sorted = async (tab: HolderTab, storeId?: string) => (await listed(tab, storeId)).sort()
    expect(await sorted('all')).toEqual(['上野', '取下', '花'])
    expect(await sorted('all', 'shibuya')).toEqual(['取下', '花'])
    expect([await sorted('used'), await sorted('unused')]).toEqual([['花'], ['上野']])
    expect([await sorted('unseen'), await sorted('withdrawn')]).toEqual([[], ['取下']])
    const found = await findHolder(store, { ...granted, storeId: null })
    expect(found).toMatchObject({ seen: true, usesMax: 1, uses: [{ at: NOON, storeName: '渋谷店' }] })
  })

  it('lists by pages, each once', async () => {
    for (let n = 0; n < HOLDERS_PAGE_MAX + 1; n += 1) await alsoFor(`人${n}`)
    const first = await listHolders(store, { couponId: granted.couponId, storeId: null, tab: 'all' })
    const second = await listHolders(store, {
      couponId: granted.couponId,
      storeId: null,
      tab: 'all',
      after: first.next,
    })
    expect([first.holders.length, second.holders.length, second.next]).toEqual([HOLDERS_PAGE_MAX, 2, undefined])
    const ids = [...first.holders, ...second.holders].map(({ grantId }) => grantId)
    expect(new Set(ids).size).toBe(HOLDERS_PAGE_MAX + 2)
    expect(EARLIER).toBe(first.holders[0]?.givenAt)
  })
})
