import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { automaticCouponAdmin } from '../../src/coupons/issuing/automatic-admin.tsx'
import { couponIssuingAdmin } from '../../src/coupons/issuing/issuing-admin.tsx'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import type { LineGateway } from '../../src/line/line.ts'
import { memberAdmin } from '../../src/members/admin.tsx'
import { Refusal } from '../../src/refusal.ts'
import { createSegment } from '../../src/segments/segments.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { addMember, LATER, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addShops, grantTo } from './support.ts'

let store: SqliteStore
let granted: Awaited<ReturnType<typeof grantTo>>
let path: string
/** Left out: nobody answers at LINE. */
let line: LineGateway | undefined
beforeEach(async () => {
  store = newStore()
  line = undefined
  await addShops(store)
  await addOperator(store, 'op')
  await addMember(store, '花')
  await addMember(store, '次郎', { storeId: 'ueno' })
  granted = await grantTo(store, '花')
  path = `/coupons/${granted.couponId}`
})

type As = { role?: OperatorRole; storeId?: string | null; language?: 'ja' | 'en' }
const MANAGER: As = { role: 'manager', storeId: 'shibuya' }

function appAs({ role = 'owner', storeId = null, language = 'ja' }: As) {
  return new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, line ? { line } : {}))
      c.set('language', language)
      c.set('operator', { id: 'op', name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/coupons/automatic', automaticCouponAdmin)
    .route('/admin/coupons', couponIssuingAdmin)
    .route('/admin/members', memberAdmin)
    .onError((error, c) => c.text(error instanceof Refusal ? error.code : String(error), 404))
}
const get = (to: string, as: As = {}) => appAs(as).request(`/admin${to}`)
const textOf = async (to: string, as: As = {}) => (await get(to, as)).text()
const post = (to: string, form: Record<string, string>, as: As = {}) =>
  appAs(as).request(`/admin${to}`, { method: 'POST', body: new URLSearchParams(form) })
const hidden = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )
const holders = async () =>
  (await store.db.selectFrom('coupon_grants').select('member_id').execute()).map(({ member_id }) => member_id).sort()
const pushes = async () =>
  (await store.db.selectFrom('outbox_messages').selectAll().where('kind', '=', 'push').execute()).length

describe('giving a coupon to a segment', () => {
  it('shows the numbers before the button that names them, and gives once', async () => {
    expect(await textOf(`${path}/issue`)).not.toContain('人に発行する')
    const page = await textOf(`${path}/issue?audience=all`)
    for (const words of ['1人に発行する', '0通・無料', 'すでに持っている人']) expect(page).toContain(words)

    const [first, second] = [await post(`${path}/issues`, hidden(page)), await post(`${path}/issues`, hidden(page))]
    expect([first.status, second.status]).toEqual([303, 303])
    expect(first.headers.get('location')).toBe(`/admin${path}/people?issued=1`)
    expect(await textOf(`${path}/people?issued=1`)).toContain('1人に発行しました')
    expect([await holders(), await pushes()]).toEqual([['次郎', '花'], 0])
    expect(await textOf(`${path}/issue?audience=all`)).toContain('新しく発行できる方はいません')
  })

  it('gives nothing when the number or the segment changed, and shows how it is now', async () => {
    const rule = { match: 'all' as const, conditions: [] }
    const segmentId = await createSegment(store, { name: 'みんな', rule, createdBy: 'op', now: NOON })
    const form = hidden(await textOf(`${path}/issue?audience=${segmentId}`))
    for (const changed of [{ count: '5' }, { version: '1' }]) {
      const answer = await post(`${path}/issues`, { ...form, ...changed })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      for (const words of ['まだ発行していません', '1人に発行する']) expect(page).toContain(words)
    }
    expect(await holders()).toEqual(['花'])
    expect((await post(`${path}/issues`, form)).status).toBe(303)
    expect(await holders()).toEqual(['次郎', '花'])
  })

  it("is a manager's for the own store only, and nobody's of staff", async () => {
    const elsewhere = await grantTo(store, '花', { storeIds: ['ueno'] })
    expect(await textOf(`${path}/issue?audience=all`, MANAGER)).toContain('新しく発行できる方はいません')
    expect(await textOf(`/coupons/${elsewhere.couponId}/issue`, MANAGER)).toBe('not_found')
    expect(await textOf(`/coupons/${elsewhere.couponId}/people`, MANAGER)).toBe('not_found')
    for (const to of [`${path}/issue`, `${path}/people`, `${path}/people/new`, '/coupons/gifts/花'])
      expect(await textOf(to, { role: 'staff', storeId: 'shibuya' })).toBe('not_allowed')
  })
})

describe('who has a coupon', () => {
  it('is listed, noted in the access log, with a page for each', async () => {
    const list = await textOf(`${path}/people`)
    for (const words of ['花', '未表示', '配信']) expect(list).toContain(words)
    expect(await textOf(`${path}/people?show=used`)).toContain('当てはまる方はいません')
    const log = await store.db.selectFrom('access_log').select(['action', 'detail']).execute()
    expect(log).toEqual([{ action: 'members_listed', detail: '{"page":"couponPeople","count":1}' }])
    expect(await textOf(`${path}/people/${granted.grantId}`)).toContain('取り下げる')
  })

  it('may lose it after a confirmation that names them, with words that they read', async () => {
    const one = `${path}/people/${granted.grantId}`
    expect(await textOf(`${one}/withdraw`)).toContain('花さんのクーポンを取り下げる')
    const empty = await post(`${one}/withdrawals`, { words: ' ' })
    expect([empty.status, (await empty.text()).includes('理由を100文字まで')]).toEqual([422, true])

    const done = await post(`${one}/withdrawals`, { words: '入れ替えます' })
    expect(done.headers.get('location')).toBe(`/admin${one}?done=withdrawn`)
    const page = await textOf(`${one}?done=withdrawn`)
    for (const words of ['取り下げました', '入れ替えます']) expect(page).toContain(words)
    expect(page).not.toContain(`${one}/withdraw"`)
  })

  it('may have it longer, until the end of a day', async () => {
    const one = `${path}/people/${granted.grantId}`
    const early = await post(`${one}/extensions`, { until: '2026-04-10' })
    expect(early.status).toBe(422)
    expect(await early.text()).toContain('value="2026-04-10"')
    expect((await post(`${one}/extensions`, { until: '2026-05-31' })).status).toBe(303)
    const grant = await store.db.selectFrom('coupon_grants').select('ends_at').executeTakeFirst()
    expect(grant?.ends_at).toBe(Date.parse('2026-06-01T00:00+09:00'))
    expect(await textOf(`${one}?done=extended`)).toContain('期限を延ばしました')
  })
})

describe('giving a coupon to one person', () => {
  it('begins on their page, tells what they have, and costs nothing unless a message is asked for', async () => {
    expect(await textOf('/members/次郎')).toContain('/admin/coupons/gifts/')
    expect(await textOf('/members/花')).toContain('卒業生おかえり割')
    const page = await textOf(`/coupons/gifts/次郎?coupon=${granted.couponId}`)
    for (const words of ['次郎さんにクーポンを渡す', 'LINEのメッセージでも知らせる', '知らせる場合は1通'])
      expect(page).toContain(words)

    expect((await post('/coupons/gifts/次郎', { coupon: '' })).status).toBe(422)
    const given = await post('/coupons/gifts/次郎', { coupon: granted.couponId })
    expect(decodeURI(given.headers.get('location') ?? '')).toBe('/admin/members/次郎?coupon=given#coupons')
    const again = await post('/coupons/gifts/次郎', { coupon: granted.couponId })
    expect(again.headers.get('location')).toContain('coupon=had')
    expect(await textOf('/members/次郎?coupon=given')).toContain('クーポンを渡しました')
    expect([await holders(), await pushes()]).toEqual([['次郎', '花'], 0])
  })

  it('tells them with a message once, and then only gives on a day that already had one', async () => {
    line = { ...lineThatAnswers(), quota: async () => ({ limit: 200, used: 10 }) }
    const told = await post('/coupons/gifts/次郎', { coupon: granted.couponId, tell: 'yes' })
    expect(told.headers.get('location')).toContain('coupon=told')
    const [push] = await store.db.selectFrom('outbox_messages').selectAll().where('kind', '=', 'push').execute()
    for (const words of ['次郎さん、いつもありがとうございます', '卒業生おかえり割', 'consent:coupons:off'])
      expect(push?.body).toContain(words)

    const { couponId: coupon } = await grantTo(store, '花')
    const page = await textOf('/coupons/gifts/次郎')
    expect(page).toContain('今日はもうメッセージが届いています')
    expect(page).not.toContain('name="tell"')
    const refused = await post('/coupons/gifts/次郎', { coupon, tell: 'yes' })
    expect([refused.status, (await refused.text()).includes('メッセージなしでなら渡せます')]).toEqual([422, true])
    expect((await post('/coupons/gifts/次郎', { coupon })).headers.get('location')).toContain('coupon=given')
    expect(await pushes()).toBe(1)
  })

  it('gives nothing when the message cannot be paid for surely, and keeps what was chosen', async () => {
    const answer = await post('/coupons/gifts/次郎', { coupon: granted.couponId, tell: 'yes' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const words of ['LINEにつながりませんでした', 'クーポンはまだ渡していません']) expect(page).toContain(words)
    expect(page).toMatch(/name="tell"[^>]*checked/)
    expect(await holders()).toEqual(['花'])
  })

  it('says why not, before anything is chosen', async () => {
    await addMember(store, '同意なし', { consents: [] })
    expect(await textOf('/coupons/gifts/同意なし')).toContain('同意していません')
    const { couponId } = granted
    expect(await (await post('/coupons/gifts/同意なし', { coupon: couponId })).text()).toContain('同意')
    await store.db.updateTable('line_identities').set({ follow_state: 'blocked' }).execute()
    expect(await textOf('/coupons/gifts/次郎')).toContain('ブロック')
    expect(await textOf('/coupons/gifts/次郎', MANAGER)).toBe('not_found')
    expect(await holders()).toEqual(['花'])
  })
})

describe('the coupons given by themselves', () => {
  it("are switched on with a coupon, changed and switched off; the owner's alone", async () => {
    const wrong = await post('/coupons/automatic/welcome/starts', { 'coupon-welcome': '' })
    expect([wrong.status, (await wrong.text()).includes('クーポンを選んでください')]).toEqual([422, true])
    const started = await post('/coupons/automatic/welcome/starts', { 'coupon-welcome': granted.couponId })
    expect(started.headers.get('location')).toBe('/admin/coupons/automatic?done=started#welcome')
    const page = await textOf('/coupons/automatic?done=started')
    for (const words of ['オンにしました', '2026年4月1日から', 'お会計による']) expect(page).toContain(words)
    await post('/coupons/automatic/welcome/stops', {})
    expect(await textOf('/coupons/automatic')).not.toContain('オフにする')
    expect(await textOf('/coupons/automatic', MANAGER)).toBe('not_allowed')
    expect(await (await post('/coupons/automatic/other/starts', {})).text()).toBe('not_found')
  })

  it('speak English, and say when the coupon is over', async () => {
    const occasion = 'worked'
    await post(`/coupons/automatic/${occasion}/starts`, { 'coupon-worked': granted.couponId })
    await store.db.updateTable('coupons').set({ stopped_at: NOON }).execute()
    expect(LATER).toBeGreaterThan(NOON)
    expect(await textOf('/coupons/automatic', { language: 'en' })).toContain('This coupon has ended')
  })
})
