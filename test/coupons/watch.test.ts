import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  BY_NAME_MANY,
  OPENS_MANY,
  UNDOS_MANY,
  WATCH_DAYS,
  WRONG_CODES_MANY,
  watchCoupons,
} from '../../src/coupons/report/watch.ts'
import { couponWatchAdmin } from '../../src/coupons/report/watch-admin.tsx'
import type { Store } from '../../src/db/store.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { addMember, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addStaff, conflictOf, useOf } from './report-support.ts'
import { addShops, grantTo } from './support.ts'

const QUIET = { paper: [], pins: [], wrongCodes: [], undos: [], byName: [], devices: [], opens: [] }
const LONG_AGO = NOON - WATCH_DAYS * DAY - 1

async function shop(store: Store) {
  await addShops(store)
  await addMember(store, 'taro', { storeId: 'shinjuku' })
  await addStaff(store, 'mika', '佐藤')
  return grantTo(store, 'hana', { usesMax: 10 })
}

const times = (count: number) => [...Array(count).keys()]

async function onDevice({ db }: Store, device: string, grants: readonly (readonly [string, string])[], at = NOON) {
  for (const [grant_id, member_id] of grants)
    await db
      .insertInto('coupon_devices')
      .values({ device_hash: device, grant_id, member_id, first_at: at, last_at: at })
      .execute()
}

/** Once of each kind, as much as it takes. */
async function oddities(store: Store) {
  const { couponId, grantId } = await shop(store)
  const other = await grantTo(store, 'taro')
  for (const n of times(UNDOS_MANY)) await useOf(store, grantId, { undoneAt: NOON + n, staffId: 'mika' })
  for (const n of times(BY_NAME_MANY))
    await useOf(store, grantId, { at: NOON + n, via: 'name', viaReason: `電池切れ${n}`, staffId: 'mika' })
  await onDevice(store, 'phone', [
    [grantId, 'hana'],
    [other.grantId, 'taro'],
  ])
  await store.db
    .updateTable('coupon_grants')
    .set({ opens: OPENS_MANY, opened_at: NOON })
    .where('id', '=', other.grantId)
    .execute()
  await store.db
    .updateTable('tills')
    .set({ wrong_codes: WRONG_CODES_MANY, wrong_codes_since_at: NOON - HOUR })
    .where('id', '=', 'till-shibuya')
    .execute()
  await store.db
    .insertInto('pin_tries')
    .values({ scope: 'operator', subject_id: 'mika', day: '2026-04-01', wrong_today: 20, blocked_at: NOON })
    .execute()
  await conflictOf(store, grantId)
  return { couponId, grantId, other }
}

describe('what is worth a look', () => {
  let store: Store
  beforeEach(() => {
    store = newStore()
  })
  const watch = (storeId: string | null = null, now = NOON) => watchCoupons(store, { storeId, now })

  it('is each kind with where, who and how often', async () => {
    const { other } = await oddities(store)
    const till = { storeName: '渋谷店', tillName: 'レジ1' }
    expect(await watch()).toEqual({
      paper: [{ storeName: '渋谷店', count: 1 }],
      pins: [{ staffName: '佐藤', storeName: '渋谷店', wrong: 20 }],
      wrongCodes: [{ ...till, wrong: WRONG_CODES_MANY, at: NOON - HOUR }],
      undos: [{ ...till, staffName: '佐藤', count: UNDOS_MANY, used: UNDOS_MANY + BY_NAME_MANY }],
      byName: [
        {
          ...till,
          staffName: '佐藤',
          count: BY_NAME_MANY,
          used: BY_NAME_MANY,
          reasons: ['電池切れ2', '電池切れ1', '電池切れ0'],
        },
      ],
      devices: [
        {
          at: NOON,
          count: 2,
          named: [
            { memberId: 'hana', name: 'hana' },
            { memberId: 'taro', name: 'taro' },
          ],
          others: 0,
        },
      ],
      opens: [
        {
          memberId: 'taro',
          name: 'taro',
          couponId: other.couponId,
          title: '卒業生おかえり割',
          opens: OPENS_MANY,
          at: NOON,
        },
      ],
    })
  })

  it('is nothing where coupons are used as they are meant', async () => {
    const { grantId } = await shop(store)
    await useOf(store, grantId, { billYen: 3_000, staffId: 'mika' })
    for (const _ of times(UNDOS_MANY - 1)) await useOf(store, grantId, { undoneAt: NOON + MINUTE, staffId: 'mika' })
    for (const _ of times(BY_NAME_MANY - 1)) await useOf(store, grantId, { via: 'name', staffId: 'mika' })
    await store.db.updateTable('coupon_grants').set({ opens: OPENS_MANY, opened_at: NOON }).execute()
    await store.db
      .updateTable('tills')
      .set({ wrong_codes: WRONG_CODES_MANY - 1, wrong_codes_since_at: NOON })
      .execute()
    await onDevice(store, 'phone', [[grantId, 'hana']])
    const second = await grantTo(store, 'hana')
    await onDevice(store, 'phone', [[second.grantId, 'hana']])
    expect(await watch()).toEqual(QUIET)
  })

  it('is what happened lately, but for conflicts, which wait until somebody settles them', async () => {
    const { grantId } = await oddities(store)
    const { paper, ...rest } = await watch(null, NOON + (WATCH_DAYS + 1) * DAY)
    expect(paper).toHaveLength(1)
    const { pins, ...others } = rest
    // Nobody can stand at the till with it until it is opened again.
    expect(pins).toHaveLength(1)
    expect(Object.values(others).flat()).toEqual([])

    await store.db.updateTable('paper_scans').set({ settled_at: NOON }).execute()
    expect((await watch()).paper).toEqual([])
    expect(grantId).toBeTruthy()
  })

  it('leaves out who used the coupon in the end, or whose was withdrawn', async () => {
    const { other } = await oddities(store)
    const isOpens = async () => (await watch()).opens.length
    await useOf(store, other.grantId, { at: LONG_AGO, undoneAt: LONG_AGO })
    expect(await isOpens()).toBe(1)
    await useOf(store, other.grantId, { at: LONG_AGO })
    expect(await isOpens()).toBe(0)
    await store.db.updateTable('redemptions').set({ voided_at: NOON }).where('grant_id', '=', other.grantId).execute()
    await store.db.updateTable('coupon_grants').set({ voided_at: NOON }).where('id', '=', other.grantId).execute()
    expect(await isOpens()).toBe(0)
  })

  it("ends for a manager at the own store: no other store's tills, staff, people or names", async () => {
    await oddities(store)
    const shinjuku = await watch('shinjuku')
    expect(shinjuku).toMatchObject({ ...QUIET, devices: [{}], opens: [{ memberId: 'taro' }] })
    expect(shinjuku.devices).toEqual([{ at: NOON, count: 2, named: [{ memberId: 'taro', name: 'taro' }], others: 1 }])
    expect(await watch('ueno')).toEqual(QUIET)
    expect((await watch('shibuya')).opens).toEqual([])
  })
})

describe('the page of what is worth a look', () => {
  const get = (store: Store, as: { role?: 'manager' | 'staff'; storeId?: string; language?: 'en' } = {}) =>
    new Hono<WebEnv>()
      .use(async (c, next) => {
        const { role = 'owner', storeId = null, language = 'ja' } = as
        c.set('deps', newDeps(store))
        c.set('language', language)
        c.set('operator', { id: 'op', name: '田中', role, storeId, sessionId: 's' })
        await next()
      })
      .route('/', couponWatchAdmin)
      .onError((error, c) => c.text(error.message, 422))
      .request('/')

  it('teaches what it is for while there is nothing', async () => {
    const store = newStore()
    expect(await (await get(store)).text()).toContain('気になる動きはありません')
  })

  it('says of each what it may be and what helps, and notes whose names were shown', async () => {
    const store = newStore()
    await oddities(store)
    await addOperator(store, 'op')
    const page = await (await get(store)).text()
    for (const words of [
      '控えの食い違い',
      '考えられること',
      'できること',
      '電池切れ2／電池切れ1',
      '使用6回のうち',
      '/admin/paper',
    ])
      expect(page).toContain(words)
    const noted = await store.db.selectFrom('access_log').selectAll().execute()
    expect(noted).toMatchObject([{ action: 'members_listed', detail: '{"page":"couponWatch","count":3}' }])
    expect(await (await get(store, { language: 'en' })).text()).toContain('What helps')
  })

  it('is not for staff', async () => {
    expect((await get(newStore(), { role: 'staff', storeId: 'shibuya' })).status).toBe(422)
  })
})
