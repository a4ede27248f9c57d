import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { couponAdmin } from '../../src/coupons/admin.tsx'
import { couponTermsAdmin } from '../../src/coupons/terms/terms-admin.tsx'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import { Refusal } from '../../src/refusal.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addShops, grantTo, previewOf, SHIBUYA, staffOf } from './support.ts'

let store: SqliteStore
beforeEach(async () => {
  store = newStore()
  await addShops(store)
  await addOperator(store, 'op')
})

describe('the coupons of the admin side', () => {
  it('teach what they are for while there are none', async () => {
    expect(await (await get('/')).text()).toContain('まだクーポンはありません')
  })

  it('say to how many they were given, how many looked and how many came', async () => {
    const { couponId, grantId } = await grantTo(store, '花')
    await use(grantId)

    expect(cells(await (await get('/')).text())).toEqual(['1', '1', '1'])
    const detail = await (await get(`/${couponId}`)).text()
    for (const words of ['お会計から20%引き', '渋谷店、新宿店', '花', '4月1日（水） 12:00', '渋谷店 レジ1'])
      expect(detail).toContain(words)
  })

  it("show a manager their own store's uses only", async () => {
    const { couponId, grantId } = await grantTo(store, '花')
    await use(grantId)

    expect(cells(await (await get('/', { role: 'manager', storeId: 'shinjuku' })).text())).toEqual(['1', '1', '0'])
    expect(await (await get(`/${couponId}`, { role: 'manager', storeId: 'shinjuku' })).text()).toContain(
      'まだ使われていません',
    )
    expect(await (await get(`/${couponId}`, { role: 'manager', storeId: 'shibuya' })).text()).toContain('渋谷店 レジ1')
  })

  it('are not for staff, and an unknown one is not found', async () => {
    expect(await (await get('/', { role: 'staff', storeId: 'shibuya' })).text()).toBe('not_allowed')
    expect(await (await get('/no-such-coupon')).text()).toBe('not_found')
  })

  it('are stopped by an owner, after a confirmation that names the coupon and how many lose it', async () => {
    const { couponId, grantId } = await grantTo(store, '花')
    const preview = await previewOf(store, grantId)
    const confirmation = await (await get(`/${couponId}/stop`)).text()
    expect(confirmation).toContain('「卒業生おかえり割」を今すぐ終了します')
    expect(confirmation).toContain('1人のクーポンを終了する')

    const stopped = await post(`/${couponId}/stops`)
    expect(stopped.headers.get('location')).toBe(`/admin/coupons/${couponId}?stopped=1`)
    const page = await (await get(`/${couponId}?stopped=1`)).text()
    expect(page).toContain('クーポンを終了しました')
    expect(page).toContain(`/new?like=${couponId}`)
    expect(page).not.toContain('/extend"')
    await expect(
      redeemCoupon(store, { preview, till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON }),
    ).rejects.toMatchObject({
      code: 'coupon_stopped',
    })
  })

  it('are not stopped by a manager', async () => {
    const { couponId, grantId } = await grantTo(store, '花')
    const manager = { role: 'manager', storeId: 'shibuya' } as const

    expect(await (await post(`/${couponId}/stops`, manager)).text()).toBe('not_allowed')
    expect(await (await get(`/${couponId}/stop`, manager)).text()).toBe('not_allowed')
    expect(await (await get(`/${couponId}`, manager)).text()).not.toContain('/stop"')
    await use(grantId)
  })

  it('speak English', async () => {
    const { couponId } = await grantTo(store, '花')
    expect(await (await get(`/${couponId}`, { language: 'en' })).text()).toContain('20% off the bill')
  })
})

type As = { role?: OperatorRole; storeId?: string | null; language?: 'ja' | 'en' }

const get = (path: string, as: As = {}) => appAs(as).request(`/admin/coupons${path === '/' ? '' : path}`)
const post = (path: string, as: As = {}) =>
  appAs(as).request(`/admin/coupons${path}`, { method: 'POST', body: new URLSearchParams() })

function appAs({ role = 'owner', storeId = null, language = 'ja' }: As) {
  return new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store))
      c.set('language', language)
      c.set('operator', { id: 'op', name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/coupons', couponTermsAdmin)
    .route('/admin/coupons', couponAdmin)
    .onError((error, c) => c.text(error instanceof Refusal ? error.code : String(error), 422))
}

const use = async (grantId: string) =>
  redeemCoupon(store, { preview: await previewOf(store, grantId), till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON })

/** The numbers of the one line of the list. */
const cells = (page: string) => [...page.matchAll(/class="number">(\d+)</g)].map(([, number]) => number)
