import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { couponTermsAdmin } from '../../src/coupons/terms/terms-admin.tsx'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { addOwner, OWNER, openFakeLine } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { newStore } from '../support.ts'
import { addShops, grantTo } from './support.ts'

let store: Store
beforeEach(async () => {
  store = newStore()
  await addShops(store)
  await addOwner(store)
})

const appAs = (role: OperatorRole, storeId: string | null) =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, { line: openFakeLine().line }))
      c.set('language', 'ja')
      c.set('operator', { id: OWNER, name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/coupons', couponTermsAdmin)
    .route('/admin/broadcasts', broadcastAdmin)
    .onError((error, c) => c.text(error instanceof Refusal ? error.code : String(error), 403))
const get = async (path: string) => (await appAs('owner', null).request(`/admin${path}`)).text()
const post = (
  path: string,
  form: Record<string, string>,
  role: OperatorRole = 'owner',
  storeId: string | null = null,
) => appAs(role, storeId).request(`/admin${path}`, { method: 'POST', body: new URLSearchParams(form) })

const TYPED = {
  title: '生ビールの日',
  offer: 'free_item',
  value: '180',
  item: '生ビール',
  minimumSpendYen: '0',
  stores: 'shibuya',
  startsOn: '2026-04-01',
  endsOn: '2026-04-30',
}
const coupons = () => store.db.selectFrom('coupons').selectAll().execute()

describe('the page on which a coupon is made', () => {
  it('makes one, which nobody has yet', async () => {
    expect(await get('/coupons/new')).toContain('新しいクーポン')
    const made = await post('/coupons', { ...TYPED, totalMax: '100', uses: 'month' })
    const [coupon] = await coupons()
    expect(made.headers.get('location')).toBe(`/admin/coupons/${coupon?.id}?done=made`)
    expect(coupon).toMatchObject({
      title: '生ビールの日',
      kind: 'free_item',
      per: 'month',
      total_max: 100,
      created_by: OWNER,
    })
    expect(await store.db.selectFrom('coupon_grants').select('id').execute()).toEqual([])
  })

  it('comes back filled, with what is wrong, and with the tick that the law asks for', async () => {
    const wrong = await post('/coupons', {
      ...TYPED,
      title: ' ',
      value: '900',
      note: '宴会は対象外',
      stores: 'no-such',
    })
    expect(wrong.status).toBe(422)
    const page = await wrong.text()
    for (const said of [
      '名前を40文字以内で',
      '景品の上限を超えています',
      '900円',
      '200円',
      '最低のお会計を4,500円以上にする',
      '内容を確かめて、チェックを入れてください。',
      'value="900-200"',
      '宴会は対象外',
    ])
      expect(page).toContain(said)
    expect(await coupons()).toEqual([])

    expect((await post('/coupons', { ...TYPED, value: '900', prizeOk: '900-200' })).status).toBe(303)
    expect((await post('/coupons', { ...TYPED, stores: 'no-such' })).status).toBe(422)
  })

  it('shows the card while it is filled in, and starts like one that there was', async () => {
    const preview = await (
      await post('/coupons/previews', { offer: 'free_item', item: '生ビール', value: '900' })
    ).text()
    expect(preview).toContain('生ビールを1つサービス')
    const { couponId } = await grantTo(store, '花')
    const page = await get(`/coupons/new?like=${couponId}`)
    expect(page).toContain('value="卒業生おかえり割"')
    expect(page).toContain('value="3000"')
  })

  it("is an owner's, and so is what changes a coupon", async () => {
    const { couponId } = await grantTo(store, '花')
    for (const path of [
      '/coupons',
      '/coupons/previews',
      `/coupons/${couponId}/extensions`,
      `/coupons/${couponId}/stops`,
    ])
      expect(await (await post(path, TYPED, 'manager', 'shibuya')).text()).toBe('not_allowed')
    expect(await coupons()).toHaveLength(1)
  })
})

describe('the page on which a coupon is extended', () => {
  it('asks for the day, then names how many and until when', async () => {
    const { couponId } = await grantTo(store, '花', { endsAt: Date.parse('2026-05-01T00:00+09:00') })
    const fresh = await get(`/coupons/${couponId}/extend`)
    expect(fresh).not.toContain('/extensions"')
    expect(fresh).toMatch(/min="2026-05-01" [^>]*value="2026-05-30"/)
    const asked = await get(`/coupons/${couponId}/extend?endsOn=2026-05-31`)
    expect(asked).toContain('1人のクーポンを2026年5月31日まで延ばす')

    const done = await post(`/coupons/${couponId}/extensions`, { endsOn: '2026-05-31' })
    expect(done.headers.get('location')).toBe(`/admin/coupons/${couponId}?done=extended`)
    expect(await coupons()).toMatchObject([{ ends_at: Date.parse('2026-06-01T00:00+09:00') }])
    expect((await post(`/coupons/${couponId}/extensions`, { endsOn: '2026-05-31' })).status).toBe(303)
    for (const endsOn of ['2026-05-30', '2026-02-31', '2030-01-01', '']) {
      const wrong = await post(`/coupons/${couponId}/extensions`, { endsOn })
      expect(wrong.status).toBe(422)
      expect(await wrong.text()).not.toContain('/extensions"')
    }
  })
})

describe('the page on which a coupon is ended', () => {
  it('keeps what its holders are told of why, and is not shown again', async () => {
    const { couponId } = await grantTo(store, '花')
    expect(await get(`/coupons/${couponId}/stop`)).toContain('1人のクーポンを終了する')
    const long = await post(`/coupons/${couponId}/stops`, { words: 'あ'.repeat(101) })
    expect(long.status).toBe(422)
    await post(`/coupons/${couponId}/stops`, { words: '好評につき終了しました' })
    expect(await coupons()).toMatchObject([{ stop_words: '好評につき終了しました', stopped_by: OWNER }])
    expect(await get(`/coupons/${couponId}/stop`)).toBe('')
    expect(await get(`/coupons/${couponId}/extend`)).toBe('coupon_not_changeable')
  })
})

describe('a broadcast with a coupon', () => {
  const WORDS = { from: '店長の田中', greeting: 'どうぞ。', segment: '', senderId: OWNER }
  const content = async () =>
    JSON.parse((await store.db.selectFrom('broadcasts').select('content').executeTakeFirstOrThrow()).content)

  it('carries one that there is already, from its page', async () => {
    const { couponId } = await grantTo(store, '花')
    const page = await get(`/broadcasts/new?kind=coupon&coupon=${couponId}`)
    expect(page).toContain(`name="couponId" value="${couponId}"`)
    expect(page).toContain('value="卒業生おかえり割"')
    expect(page).not.toContain('name="minimumSpendYen"')

    const kept = await post('/broadcasts?kind=coupon', { ...WORDS, title: 'おかえり', couponId })
    expect(kept.status).toBe(303)
    expect(await content()).toMatchObject({ kind: 'coupon', couponId })
    expect(await content()).not.toHaveProperty('coupon')
    expect(await get(`${kept.headers.get('location')?.replace('/admin', '')}/edit`)).toContain(`value="${couponId}"`)
  })

  it('is asked which, where no coupon led to it: one of those that can still be given here, or a new one', async () => {
    expect(await get('/broadcasts/new?kind=coupon')).toContain('name="minimumSpendYen"')
    const { couponId } = await grantTo(store, '花')
    const asked = '/broadcasts/new?kind=coupon&event=tasting&segment=person%3Ahana'
    const link = (coupon: string) => `${asked}&coupon=${coupon}`.replaceAll('&', '&amp;')
    const choice = await get(asked)
    expect(choice).toContain(link(couponId))
    expect(choice).toContain(link('new'))
    expect(choice).toContain('卒業生おかえり割')
    expect(choice).toContain('<p>お会計から20%引き<br/>5月1日（金） 11:59まで</p>')
    await store.db.updateTable('coupons').set({ kind: 'free_item', value: 480, item: '生ビール' }).execute()
    expect(await get(asked)).toContain('<p>生ビールを1つサービス<br/>')
    expect(await get(`${asked}&coupon=new`)).toContain('name="minimumSpendYen"')
    const ueno = await appAs('manager', 'ueno').request(`/admin${asked}`)
    expect(await ueno.text()).toContain('name="minimumSpendYen"')
    await store.db.updateTable('coupons').set({ stopped_at: 1 }).execute()
    expect(await get(asked)).toContain('name="minimumSpendYen"')
  })

  it("carries none that is over, unknown, or of another manager's store", async () => {
    const { couponId } = await grantTo(store, '花')
    const typed = { ...WORDS, title: 'おかえり', couponId }
    expect((await post('/broadcasts?kind=coupon', { ...typed, couponId: 'no-such' })).status).toBe(422)
    expect((await post('/broadcasts?kind=coupon', typed, 'manager', 'ueno')).status).toBe(422)
    expect((await post('/broadcasts?kind=coupon', typed, 'manager', 'shibuya')).status).toBe(303)
    await store.db.updateTable('coupons').set({ stopped_at: 1 }).execute()
    const gone = await post('/broadcasts?kind=coupon', typed)
    expect(gone.status).toBe(422)
    expect(await gone.text()).toContain('もう配れません')
  })

  it('asks for the tick where its words seem to buy a review', async () => {
    const { couponId } = await grantTo(store, '花')
    const typed = { ...WORDS, title: 'おかえり', greeting: '口コミのお礼です', couponId }
    const asked = await post('/broadcasts?kind=coupon', typed)
    expect(asked.status).toBe(422)
    expect(await asked.text()).toContain('name="reviewOk" value="口コミ"')
    expect((await post('/broadcasts?kind=coupon', { ...typed, reviewOk: '口コミ' })).status).toBe(303)
  })
})
