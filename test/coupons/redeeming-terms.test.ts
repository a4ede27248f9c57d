import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NewCoupon } from '../../src/coupons/coupons.ts'
import { grantIdFor, grantStatement } from '../../src/coupons/grants.ts'
import { discountOf } from '../../src/coupons/till/discount.ts'
import type { Preview } from '../../src/coupons/till/previews.ts'
import { type Redemption, redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { Entered } from '../../src/coupons/till/refusals.ts'
import { undoRedemption } from '../../src/coupons/till/undoing.ts'
import { isOpenNow } from '../../src/coupons/till/windows.ts'
import type { Store } from '../../src/db/store.ts'
import { addMember, DAY, EARLIER, engines, HOUR, LATER, MINUTE, NOON } from '../support.ts'
import { aCoupon, addShops, addStaff, grantTo, interactions, redemptions, SHIBUYA, staffOf } from './support.ts'

/** What a till would hold, whenever: the terms alone decide. */
const previewAt = (grantId: string, now: number): Preview => ({
  ...{ grantId, via: 'code', reason: null },
  ...{ shownAt: now, expiresAt: now + MINUTE, key: crypto.randomUUID() },
})
const conditions = aCoupon.conditions
const FIVE = Date.parse('2026-04-02T05:00+09:00')

describe.each(engines)('the terms of a coupon on $engine', ({ engine, open }) => {
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

  type More = { now?: number; entered?: Entered; staff?: { id: string } }
  const use = (grantId: string, { now = NOON, entered, staff = staffOf(SHIBUYA) }: More = {}) =>
    redeemCoupon(store, { preview: previewAt(grantId, now), till: SHIBUYA, staff, entered, now })
  const refused = (code: string, facts?: object) => ({ code, ...(facts && { facts }) })

  it('let it be used once a day, and again from five in the morning', async () => {
    const { grantId } = await grantTo(store, '花', { per: 'day' })
    await use(grantId)

    await expect(use(grantId, { now: FIVE - 1 })).rejects.toMatchObject(
      refused('coupon_already_redeemed', { at: NOON, store: '渋谷店', by: 'shibuyaの佐藤', next: FIVE }),
    )
    await expect(use(grantId, { now: FIVE })).resolves.toMatchObject({ per: 'day', usesMax: 1 })
    expect(await redemptions(store)).toHaveLength(2)
  })

  it('end when all of them are used, whoever used them', async () => {
    const { grantId, couponId } = await grantTo(store, '花', { totalMax: 2, usesMax: 3 })
    await use(grantId)
    await use(grantId, { now: NOON + 1 })

    await expect(use(grantId, { now: NOON + 2 })).rejects.toMatchObject(refused('coupon_sold_out', { total: 2 }))
    const { count } = await store.db
      .selectFrom('redemptions')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('coupon_id', '=', couponId)
      .executeTakeFirstOrThrow()
    expect(count).toBe(2)
  })

  it('end when all of them are used, however many tills ask for the last at the same moment', async () => {
    const { couponId } = await grantTo(store, 'guest-0', { totalMax: 2 })
    const guests = [...Array(4).keys()].map((no) => `guest-${no}`)
    const grants = await Promise.all(
      guests.map(async (memberId) => {
        if (memberId !== 'guest-0') await addMember(store, memberId)
        const grantId = await grantIdFor({ couponId, memberId })
        await store.batch([grantStatement(store.db, { grantId, couponId, memberId, broadcastId: null, now: EARLIER })])
        return grantId
      }),
    )
    const answers = await Promise.allSettled(grants.map((grantId) => use(grantId)))

    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
    expect(refusals).toHaveLength(2)
    for (const reason of refusals) expect(reason).toMatchObject(refused('coupon_sold_out', { total: 2 }))
    expect(await redemptions(store)).toHaveLength(2)
  })

  it('let it be used at their hours only', async () => {
    const hours = { from: '17:00', until: '26:00' }
    const { grantId } = await grantTo(store, '花', { conditions: { ...conditions, hours } })
    const five = NOON + 5 * HOUR

    await expect(use(grantId)).rejects.toMatchObject(refused('coupon_not_now', { at: five }))
    await expect(use(grantId, { now: five + 8 * HOUR })).resolves.toMatchObject({ useNo: 1 })
  })

  it('take a bill that is large enough, and off it what they say, in whole yen', async () => {
    const { grantId } = await grantTo(store, '花')

    await expect(use(grantId, { entered: { billYen: 2_999 } })).rejects.toMatchObject(
      refused('coupon_bill_too_small', { min: 3_000 }),
    )
    await expect(use(grantId, { entered: { billYen: 3_333, guests: 4 } })).resolves.toMatchObject({
      ...{ billYen: 3_333, guests: 4, discountYen: 666, staffName: 'shibuyaの佐藤', via: 'code' },
    })
    // A bill that was typed wrongly is no use in vain.
    expect((await interactions(store)).map(({ kind }) => kind)).toEqual(['coupon_redeemed'])
  })

  it('are seen to by somebody who may stand at this till, and by nobody else', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 2 })
    const elsewhere = { id: 'staff-shinjuku' }
    await expect(use(grantId, { staff: elsewhere })).rejects.toMatchObject(refused('staff_needed'))
    await expect(use(grantId, { staff: { id: 'nobody' } })).rejects.toMatchObject(refused('staff_needed'))

    await store.db
      .updateTable('operators')
      .set({ role: 'owner', store_id: null })
      .where('id', '=', elsewhere.id)
      .execute()
    await expect(use(grantId, { staff: elsewhere })).resolves.toMatchObject({ useNo: 1 })

    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()
    await expect(use(grantId, { now: NOON + 1 })).rejects.toMatchObject(refused('staff_needed'))
    expect(await redemptions(store)).toMatchObject([{ operator_id: elsewhere.id }])
  })

  if (engine === 'D1') return

  it('let it be used again on the same day when that use was taken back, and once', async () => {
    const { grantId } = await grantTo(store, '花', { per: 'day' })
    const { id: redemptionId } = await use(grantId)
    const by = { till: SHIBUYA, staff: staffOf(SHIBUYA) }
    await undoRedemption(store, { redemptionId, ...by, reason: '打ち間違い', now: NOON + 1 })

    const preview = { ...previewAt(grantId, NOON), key: 'again' }
    const again = { preview, ...by, now: NOON + 2 }
    await expect(redeemCoupon(store, again)).resolves.toMatchObject({ undoneAt: null })
    await expect(use(grantId, { now: NOON + 3 })).rejects.toMatchObject(refused('coupon_already_redeemed'))
    await undoRedemption(store, { redemptionId, ...by, reason: '打ち間違い', now: NOON + 4 })
    await expect(use(grantId, { now: NOON + 5 })).rejects.toMatchObject(refused('coupon_already_redeemed'))
    const kept = await redemptions(store)
    expect(kept.map(({ voided_at }) => voided_at !== null).sort()).toEqual([false, true])
  })

  it('count the uses of a coupon that was given again, and none that were lost', async () => {
    const { grantId } = await grantTo(store, '花')
    await store.db.updateTable('coupon_grants').set({ extra_uses: 11 }).execute()
    for (let no = 1; no <= 12; no++)
      await expect(use(grantId, { now: NOON + no })).resolves.toMatchObject({ useNo: no })

    await expect(use(grantId, { now: NOON + 13 })).rejects.toMatchObject(refused('coupon_already_redeemed'))
  })

  it('are for a party of their size', async () => {
    const { grantId } = await grantTo(store, '花', { conditions: { ...conditions, guestsMax: 4 } })

    await expect(use(grantId, { entered: { guests: 5 } })).rejects.toMatchObject(
      refused('coupon_too_many_guests', { max: 4 }),
    )
    await expect(use(grantId, { entered: { guests: 4 } })).resolves.toMatchObject({ guests: 4 })
  })

  it('are told with every use: of which coupon, how and why', async () => {
    const { grantId, couponId } = await grantTo(store, '花')
    const preview: Preview = { ...previewAt(grantId, NOON), via: 'name', reason: '電池切れ' }
    await redeemCoupon(store, { preview, till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON })

    expect(await redemptions(store)).toMatchObject([
      {
        ...{ coupon_id: couponId, via: 'name', via_reason: '電池切れ', operator_id: 'staff-shibuya' },
        ...{ bill_yen: null, guests: null, discount_yen: null, voided_at: null },
      },
    ])
  })

  it('are the same in the statement and in words, at any hour', async () => {
    const { grantId, couponId } = await grantTo(store, '花', { usesMax: 1, startsAt: EARLIER, endsAt: LATER })
    const clock = (max: number) =>
      fc
        .tuple(fc.integer({ min: 0, max }), fc.constantFrom('00', '30'))
        .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
    const window = fc.record(
      {
        weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
        hours: fc.record({ from: clock(23), until: clock(29) }),
      },
      { requiredKeys: [] },
    )
    const instant = fc.integer({ min: 0, max: 48 * 9 }).map((half) => NOON + half * 30 * MINUTE)
    await fc.assert(
      fc.asyncProperty(window, instant, async (when, now) => {
        await store.db
          .updateTable('coupons')
          .set({ conditions: JSON.stringify({ ...conditions, ...when }) })
          .execute()
        await sql`delete from redemptions where grant_id = ${grantId}`.execute(store.db)
        const answer = await use(grantId, { now }).catch(({ code }) => code)
        expect(answer).toEqual(isOpenNow(when, now) ? expect.objectContaining({ couponId }) : 'coupon_not_now')
      }),
      { numRuns: 150 },
    )
  })

  it('take off the same in the statement and in words', async () => {
    const kind = fc.constantFrom('percent' as const, 'yen' as const, 'free_item' as const, 'special_price' as const)
    const offer = fc.record({
      ...{ kind, value: fc.integer({ min: 1, max: 100 }) },
      regularYen: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
    })
    let people = 0
    await fc.assert(
      fc.asyncProperty(
        offer,
        fc.option(fc.integer({ min: 0, max: 9_999_999 }), { nil: undefined }),
        async (made, billYen) => {
          const { kind, value, regularYen } = made
          const coupon: Partial<NewCoupon> = {
            kind,
            value,
            item: 'お茶',
            conditions: { ...conditions, minimumSpendYen: 0 },
          }
          const { grantId } = await grantTo(store, `客${people++ % 5}`, {
            ...coupon,
            ...(regularYen && { regularYen }),
          })
          const used: Redemption = await use(grantId, { entered: { billYen } })
          expect(used.discountYen).toBe(discountOf({ kind, value, regularYen: regularYen ?? null }, billYen))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('hold of a scan that was logged as of its time', async () => {
    const { insertRedemption } = await import('../../src/coupons/till/statements.ts')
    const { grantId, couponId } = await grantTo(store, '花', { usesMax: 2 })
    await addStaff(store.db, { id: 'was-here', storeId: 'shibuya' })
    await store.db
      .updateTable('operators')
      .set({ revoked_at: NOON + 1 })
      .where('id', '=', 'was-here')
      .execute()
    await store.db
      .updateTable('coupons')
      .set({ stopped_at: NOON + 1 })
      .where('id', '=', couponId)
      .execute()
    const scan = (via: 'paper' | 'code', at: number, operatorId: string | null) =>
      store.batch([
        insertRedemption(store.db, {
          ...{ redemptionId: crypto.randomUUID(), grantId, storeId: 'shibuya', tillId: SHIBUYA.id, operatorId, via },
          ...{ key: crypto.randomUUID(), requestSha: '', shownAt: at, expiresAt: at + DAY, reason: null, at },
          ...{ billYen: null, guests: null },
        }),
      ])

    expect(await scan('code', NOON, 'was-here')).toEqual([0])
    expect(await scan('paper', NOON + 1, 'was-here')).toEqual([0])
    expect(await scan('paper', NOON, 'was-here')).toEqual([1])
    expect(await scan('code', NOON, null)).toEqual([0])
    expect(await scan('paper', NOON, null)).toEqual([1])
  })
})
