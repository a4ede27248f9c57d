import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lookedStatement } from '../../src/coupons/guest/holding.ts'
import { openingStatements } from '../../src/coupons/guest/openings.ts'
import { byDay, byStore, couponFacts, sumOf } from '../../src/coupons/report/counts.ts'
import { columnsOf, periodOf, queryOf } from '../../src/coupons/report/period.ts'
import { allUses, countUses, listCoupons, listUses } from '../../src/coupons/report/reports.ts'
import { watchCoupons } from '../../src/coupons/report/watch.ts'
import type { Store } from '../../src/db/store.ts'
import { addMember, DAY, EARLIER, engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addStaff, conflictOf, useOf } from './report-support.ts'
import { addShops, grantTo } from './support.ts'

const ALL = periodOf({}, NOON)

describe.each(engines)('what a coupon cost and brought on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
    await addMember(store, 'taro', { storeId: 'shinjuku' })
    await addStaff(store, 'mika', '佐藤')
  })

  const factsOf = (couponId: string, storeId: string | null = null, said = {}) =>
    couponFacts(store, { couponId, storeId, period: periodOf(said, NOON) })

  it('is told by day and by store, and both add up to the whole', async () => {
    const { couponId, grantId } = await grantTo(store, 'hana', { usesMax: 5 })
    const other = await grantTo(store, 'taro')
    await store.db.updateTable('coupon_grants').set({ coupon_id: couponId }).where('id', '=', other.grantId).execute()
    await store.db.updateTable('coupon_grants').set({ seen_at: NOON }).where('id', '=', grantId).execute()
    await useOf(store, grantId, { billYen: 5_000, guests: 2, discountYen: 1_000 })
    await useOf(store, grantId, { at: NOON - DAY, storeId: 'shinjuku', billYen: 4_000, discountYen: 800 })
    await useOf(store, grantId, { at: NOON - DAY })
    await useOf(store, grantId, { undoneAt: NOON + MINUTE, billYen: 9_000, discountYen: 1_800 })
    await conflictOf(store, other.grantId)

    const facts = await factsOf(couponId)
    expect(sumOf(facts)).toEqual({
      ...{ issued: 2, seen: 1, used: 3, undone: 1, conflicts: 1 },
      ...{ discountYen: 1_800, discountUnknown: 1, billYen: 9_000, billed: 2, guests: 2, parties: 1 },
    })
    expect(byDay(facts)).toMatchObject([
      { day: '2026-03-02', issued: 2, used: 0 },
      { day: '2026-03-31', used: 2, discountYen: 800 },
      { day: '2026-04-01', used: 1, undone: 1, conflicts: 1, seen: 1, discountYen: 1_000 },
    ])
    const byShop = byStore(facts, null)
    expect(Object.fromEntries(byShop.map(({ storeName, used, issued }) => [storeName, [used, issued]]))).toEqual({
      渋谷店: [2, 1],
      新宿店: [1, 1],
    })
    expect(sumOf(byShop)).toEqual(sumOf(facts))
    expect((await listCoupons(store, { storeId: null })).lines.find(({ id }) => id === couponId)).toMatchObject({
      ...{ issued: 2, seen: 1, used: 3, discountYen: 1_800 },
    })
    expect(await countUses(store, { couponId, storeId: null, period: ALL })).toBe(4)
    expect(await watchCoupons(store, { storeId: 'shibuya', now: NOON })).toMatchObject({
      paper: [{ count: 1 }],
      undos: [],
    })
  })
  if (engine === 'D1') return

  it('is of the own store alone for a manager, as to uses, conflicts and money', async () => {
    const { couponId, grantId } = await grantTo(store, 'hana', { usesMax: 5 })
    await useOf(store, grantId, { discountYen: 500 })
    await useOf(store, grantId, { storeId: 'shinjuku', discountYen: 800, billYen: 4_000, guests: 4 })
    await useOf(store, grantId, { storeId: 'shinjuku', undoneAt: NOON })
    await conflictOf(store, grantId, { storeId: 'shinjuku' })
    const other = await grantTo(store, 'taro')
    await store.db.updateTable('coupon_grants').set({ coupon_id: couponId }).where('id', '=', other.grantId).execute()

    const facts = await factsOf(couponId, 'shibuya')
    expect(sumOf(facts)).toMatchObject({
      ...{ issued: 2, used: 1, undone: 0, conflicts: 0, discountYen: 500, billYen: 0, guests: 0 },
    })
    expect(byStore(facts, 'shibuya').map(({ storeId }) => storeId)).toEqual(['shibuya'])
    const asked = { couponId, storeId: 'shibuya', period: ALL }
    expect((await listUses(store, { ...asked, limit: 9 })).lines.map(({ storeName }) => storeName)).toEqual(['渋谷店'])
    expect(await countUses(store, asked)).toBe(1)
    expect((await listCoupons(store, { storeId: 'shibuya' })).lines.find(({ id }) => id === couponId)).toMatchObject({
      used: 1,
      usedInAll: 2,
    })
  })

  it('is seen with the first look, in LINE as on the page of its code', async () => {
    const [inLine, onPage] = [await grantTo(store, 'taro'), await grantTo(store, 'hana')]
    const look = (now: number) => [
      lookedStatement(store.db, { memberId: 'taro', grantIds: [inLine.grantId], now }),
      ...openingStatements(store.db, { grantId: onPage.grantId, now }),
    ]
    await store.batch([...look(NOON - DAY), ...look(NOON)])
    for (const { couponId } of [inLine, onPage])
      expect(byDay(await factsOf(couponId))).toMatchObject([{ issued: 1 }, { day: '2026-03-31', seen: 1 }])
  })

  it('counts what was never noted by what a coupon of a fixed sum is worth', async () => {
    const fixed = await grantTo(store, 'hana', { kind: 'yen', value: 500 })
    await useOf(store, fixed.grantId)
    expect(sumOf(await factsOf(fixed.couponId))).toMatchObject({ discountYen: 500, discountUnknown: 0 })
  })

  it('counts one in the morning with the evening before, and five with the new day', async () => {
    const { couponId, grantId } = await grantTo(store, 'hana', { usesMax: 5 })
    const midnight = NOON - 12 * HOUR
    await useOf(store, grantId, { at: midnight + HOUR })
    await useOf(store, grantId, { at: midnight + 5 * HOUR })
    const used = byDay(await factsOf(couponId)).filter((day) => day.used > 0)
    expect(used.map(({ day }) => day)).toEqual(['2026-03-31', '2026-04-01'])
    expect(sumOf(await factsOf(couponId, null, { from: '2026-04-01' })).used).toBe(1)
    expect(sumOf(await factsOf(couponId, null, { until: '2026-03-31', from: '2026-03-31' })).used).toBe(1)
  })

  it('lists its uses by pages, the undone ones among them, each once', async () => {
    const { couponId, grantId } = await grantTo(store, 'hana', { usesMax: 10 })
    for (let n = 0; n < 7; n++)
      await useOf(store, grantId, { at: NOON - Math.floor(n / 2), ...(n % 3 === 0 ? { undoneAt: NOON } : {}) })
    const asked = { couponId, storeId: null, period: ALL }
    const seen: string[] = []
    let before: { at: number; id: string } | undefined
    do {
      const { lines, next } = await listUses(store, { ...asked, limit: 3, before })
      seen.push(...lines.map(({ id }) => id))
      before = next
    } while (before)
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
    const all: string[] = []
    for await (const { id } of allUses(store, asked)) all.push(id)
    expect(all).toEqual(seen)
  })
})

describe('the days of a report', () => {
  it('are the last so many, all, or two that were typed, in whichever order', () => {
    expect(periodOf({ period: '7' }, NOON)).toMatchObject({ first: '2026-03-26', last: '2026-04-01' })
    expect(periodOf({ from: '2026-04-03', until: '2026-03-01' }, NOON)).toMatchObject({
      ...{ first: '2026-03-01', last: '2026-04-03' },
    })
    for (const said of [{ period: 'ever' }, { from: '2026-02-31' }, { from: 'x', until: '' }])
      expect(periodOf(said, NOON)).toEqual(ALL)
    expect(ALL.from).toBeLessThan(EARLIER)
  })

  it('come back from the address that names them', () => {
    for (const said of [{}, { period: '30' }, { from: '2026-03-01', until: '2026-03-05' }]) {
      const period = periodOf(said, NOON)
      expect(periodOf(Object.fromEntries(new URLSearchParams(queryOf(period))), NOON)).toEqual(period)
    }
  })

  it('are drawn with their empty ones, by week or month where they are many', () => {
    const on = (day: string, used = 1) => ({ day, used })
    expect(columnsOf([on('2026-04-01', 3)], periodOf({ period: '7' }, NOON)).columns).toEqual([
      ...['2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'].map((day) => on(day, 0)),
      on('2026-04-01', 3),
    ])
    const weeks = columnsOf([on('2026-01-01'), on('2026-01-04'), on('2026-03-31')], ALL)
    expect(weeks.unit).toBe('week')
    expect(weeks.columns[0]).toEqual({ day: '2025-12-29', used: 2 })
    expect(weeks.columns).toHaveLength(14)
    const months = columnsOf([on('2025-01-31'), on('2026-03-01')], ALL)
    expect(months).toMatchObject({ unit: 'month', columns: { length: 15 } })
    expect(columnsOf([], ALL).columns).toEqual([])
  })
})
