import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { listRoles, listStores, shopName } from '../../src/stores/stores.ts'
import { createTill, ENROLMENT_MS } from '../../src/stores/tills.ts'
import { newDeps } from '../deps.ts'
import { addRole, addStore, NOON, newStore } from '../support.ts'
import { addOperator, get, openDoors, post, signIn, tillOf } from '../web/doors.ts'

async function aShop({ empty = false } = {}) {
  const store = newStore()
  if (!empty) {
    await addStore(store, 'shibuya', '渋谷店', 1)
    await addStore(store, 'ueno', '上野店', 2)
    await addRole(store)
    await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  }
  await addOperator(store, 'tanaka')
  const clock = { now: NOON }
  const app = openDoors(newDeps(store, { now: () => clock.now }))
  const cookie = await signIn(store, 'tanaka')
  const send = (path: string, fields: Record<string, string> = {}) =>
    post(app, `/admin/stores${path}`, fields, { cookie })
  const read = async (path = '') => (await get(app, `/admin/stores${path}`, cookie)).text()
  return { store, clock, app, cookie, send, read }
}
const names = (lines: { name: string }[]) => lines.map(({ name }) => name)

describe('the page of stores and tills', () => {
  it('teaches an owner who has nothing yet', async () => {
    const page = await (await aShop({ empty: true })).read()
    for (const words of ['レジがまだありません', '店舗がまだありません', '担当がまだありません', 'レジを追加する前に'])
      expect(page).toContain(words)
  })

  it('shows everything to the owner, and a manager the tills of their store', async () => {
    const { app, store, read } = await aShop()
    await tillOf(store, { name: '渋谷のレジ' })
    await tillOf(store, { name: '上野のレジ', storeId: 'ueno' })
    const page = await read()
    for (const words of ['渋谷のレジ', '上野のレジ', 'ホール', 'お店の名前']) expect(page).toContain(words)

    const theirs = await (await get(app, '/admin/stores', await signIn(store, 'manager'))).text()
    expect(theirs).toContain('渋谷のレジ')
    for (const words of ['上野', 'ホール</a>', 'お店の名前']) expect(theirs).not.toContain(words)
  })

  it('speaks English to who asks for it', async () => {
    const { app, cookie } = await aShop()
    const page = await (await get(app, '/admin/stores', `${cookie}; lang=en`)).text()
    expect(page).toContain('Stores and tills')
    expect(page).toContain('Add a till')
  })

  it('keeps the shop’s name', async () => {
    const { store, send, read } = await aShop()
    const response = await send('/shop-names', { shopName: ' 居酒屋はな\u202e ' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/admin/stores?done=saved'])
    expect(await shopName(store)).toBe('居酒屋はな')
    expect(await read('?done=saved')).toContain('保存しました。')
  })

  it('adds, renames and moves stores and roles', async () => {
    const { store, send } = await aShop()
    expect((await send('/stores', { storeName: '新宿店' })).status).toBe(303)
    expect((await send('/stores/ueno/names', { name: '上野本店' })).status).toBe(303)
    expect((await send('/stores/ueno/moves', { direction: 'up' })).headers.get('location')).toBe(
      '/admin/stores/stores/ueno',
    )
    expect(names(await listStores(store))).toEqual(['上野本店', '渋谷店', '新宿店'])

    expect((await send('/roles', { roleName: 'キッチン' })).status).toBe(303)
    expect((await send('/roles/hall/names', { name: 'フロア' })).status).toBe(303)
    expect((await send('/roles/hall/moves', { direction: 'down' })).status).toBe(303)
    expect(names(await listRoles(store))).toEqual(['キッチン', 'フロア'])
  })

  it.each([
    ['/shop-names', { shopName: '' }, '名前を入力してください。'],
    ['/shop-names', {}, '名前を入力してください。'],
    ['/shop-names', { shopName: 'あ'.repeat(41) }, '40文字以内で入力してください。'],
    ['/shop-names', { shopName: 'あ'.repeat(401) }, '40文字以内で入力してください。'],
    ['/stores', { storeName: '\u200b ' }, '名前を入力してください。'],
    ['/stores', { storeName: '渋谷店' }, '同じ名前がすでにあります。'],
    ['/roles', { roleName: 'ホール' }, '同じ名前がすでにあります。'],
    ['/stores/ueno/names', { name: '渋谷店' }, '同じ名前がすでにあります。'],
    ['/stores/ueno/names', { name: '' }, '名前を入力してください。'],
    ['/roles/hall/names', { name: 'あ'.repeat(41) }, '40文字以内で入力してください。'],
    ['/tills', { storeId: 'shibuya', tillName: '' }, '名前を入力してください。'],
    ['/tills', { storeId: '', tillName: 'レジ"<1>' }, '店舗を選んでください。'],
    ['/tills', { tillName: 'レジ"<1>' }, '店舗を選んでください。'],
  ])('POST %s %j comes back filled, with the message at the field', async (path, fields, message) => {
    const { store, send } = await aShop()
    const before = await sql<{ n: number }>`select total_changes() as n`.execute(store.db)
    const response = await send(path, { ...fields })
    const page = await response.text()

    expect(response.status).toBe(422)
    expect(page).toContain(message)
    for (const typed of Object.values(fields))
      if (typed !== '' && /^[^<\u200b]+$/.test(typed)) expect(page).toContain(typed)
    if ('tillName' in fields && fields.tillName) expect(page).toContain('value="レジ&quot;&lt;1&gt;"')
    expect((await sql<{ n: number }>`select total_changes() as n`.execute(store.db)).rows).toEqual(before.rows)
  })

  it('knows no store or role that there is not', async () => {
    const { app, cookie, send } = await aShop()
    for (const path of ['/stores/nowhere', '/roles/shibuya', '/tills/nothing'])
      expect((await get(app, `/admin/stores${path}`, cookie)).status).toBe(404)
    expect((await send('/stores/nowhere/names', { name: 'x' })).status).toBe(404)
    expect((await send('/tills', { storeId: 'nowhere', tillName: 'x' })).status).toBe(404)
    expect((await send('/stores/ueno/moves', { direction: 'sideways' })).status).toBe(422)
  })
})

describe('a till', () => {
  it('is enrolled on the shop’s device with a link that is shown once', async () => {
    const { app, send, read } = await aShop()
    const response = await send('/tills', { storeId: 'shibuya', tillName: 'レジ1' })
    const page = await response.text()
    const [url = '', token = ''] = /https:\/\/shop\.example\/till\/enrol\/([0-9a-f]{64})/.exec(page) ?? []
    expect(response.status).toBe(201)
    expect(page).toContain('<svg xmlns="http://www.w3.org/2000/svg"')
    expect(await read()).not.toContain(token)
    expect(await read()).toContain('登録待ち')

    const path = new URL(url).pathname
    const opened = await get(app, path)
    expect(await opened.text()).toContain('この端末を、渋谷店の「レジ1」として登録します。')
    const enrolled = await post(app, path)
    expect([enrolled.status, enrolled.headers.get('location')]).toEqual([303, '/till'])
    const device = enrolled.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect(await (await get(app, '/till', device)).text()).toBe('渋谷店 レジ1')
    expect(await read()).toContain('使えます')
  })

  it('is not enrolled by opening the link, which changes nothing', async () => {
    const { app, store } = await aShop()
    const { token } = await createTill(store, { storeId: 'shibuya', name: 'レジ1', operatorId: 'tanaka', now: NOON })
    const before = await sql<{ n: number }>`select total_changes() as n`.execute(store.db)
    for (let times = 0; times < 3; times++)
      expect((await get(app, `/till/enrol/${token}`)).headers.getSetCookie()).toEqual([])
    expect((await sql<{ n: number }>`select total_changes() as n`.execute(store.db)).rows).toEqual(before.rows)
  })

  it('is one device, also when two press the button at the same moment', async () => {
    const { app, store } = await aShop()
    const { token } = await createTill(store, { storeId: 'shibuya', name: 'レジ1', operatorId: 'tanaka', now: NOON })
    const pressed = await Promise.all([1, 2, 3, 4].map(() => post(app, `/till/enrol/${token}`)))
    expect(pressed.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410])
    expect(pressed.flatMap(({ headers }) => headers.getSetCookie())).toHaveLength(1)
  })

  it('is refused kindly when the link is used, too old or not one', async () => {
    const { app, store, clock } = await aShop()
    const { token } = await createTill(store, { storeId: 'shibuya', name: 'レジ1', operatorId: 'tanaka', now: NOON })
    clock.now = NOON + ENROLMENT_MS
    for (const path of [`/till/enrol/${token}`, '/till/enrol/x']) {
      for (const response of [await get(app, path), await post(app, path)]) {
        expect(response.status).toBe(410)
        expect(await response.text()).toContain('このリンクは使えません')
      }
    }
  })

  it('is revoked after a page that names it', async () => {
    const { app, store, send, read } = await aShop()
    const { id, deviceToken } = await tillOf(store)
    expect(await read(`/tills/${id}`)).toContain('「レジ1」を取り消しますか')
    expect((await get(app, '/till', `okaeri-till=${deviceToken}`)).status).toBe(200)

    const response = await send(`/tills/${id}/revocations`)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/admin/stores?done=revoked'])
    expect((await get(app, '/till', `okaeri-till=${deviceToken}`)).status).toBe(403)
    expect((await send(`/tills/${id}/revocations`)).status).toBe(404)
  })

  it('of a store is added and revoked by its manager', async () => {
    const { app, store } = await aShop()
    const cookie = await signIn(store, 'manager')
    expect((await post(app, '/admin/stores/tills', { storeId: 'shibuya', tillName: 'レジ2' }, { cookie })).status).toBe(
      201,
    )
    const till = await store.db.selectFrom('tills').select(['id', 'store_id', 'created_by']).executeTakeFirstOrThrow()
    expect(till).toMatchObject({ store_id: 'shibuya', created_by: 'manager' })
    expect((await post(app, `/admin/stores/tills/${till.id}/revocations`, {}, { cookie })).status).toBe(303)
  })
})
