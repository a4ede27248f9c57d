import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { doorUrl, eventToken } from '../../src/events/links.ts'
import { configFor, newDeps } from '../deps.ts'
import { addStore, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn, tillOf } from '../web/doors.ts'
import { addEvent, addGuest } from './door-support.ts'

const config = configFor({ LINE_API_BASE_URL: 'http://127.0.0.1:9' })
const ADMIN = '/admin/events/tasting/door'
const TILL = '/till/door/tasting'

let store: ReturnType<typeof newStore>
let now: number
let app: ReturnType<typeof createApp>
/** The cookies of a signed-in manager of the store, and of its till. */
let manager: string
let till: string
let code: string

beforeEach(async () => {
  store = newStore()
  now = NOON
  app = createApp(newDeps(store, { config, now: () => now }))
  await addStore(store)
  await addOperator(store, 'owner')
  await addOperator(store, '田中店長', { role: 'manager', storeId: 'shibuya' })
  await addEvent(store)
  await addGuest(store, 'hana', { name: '佐藤花', party: 3, drinkers: 2, allergies: 'えび' })
  await addGuest(store, 'ken', { name: '上田健', party: 2, state: 'waiting' })
  manager = await signIn(store, '田中店長')
  till = `okaeri-till=${(await tillOf(store, { operatorId: 'owner' })).deviceToken}`
  code = await doorUrl(config, { eventId: 'tasting', memberId: 'hana' })
})

describe('a door', () => {
  it.each([
    ['of a till', TILL, () => till],
    ['of who is signed in', ADMIN, () => manager],
  ])('%s lets a guest in by one tap, says so large, and takes it back', async (_, door, cookieOf) => {
    const cookie = cookieOf()
    const page = await text(door, cookie)
    for (const words of ['佐藤花さん', 'アレルギー：えび', 'お酒 2名', 'キャンセル待ち', '予定 3名'])
      expect(page).toContain(words)
    for (const apart of ['これから来る方（1組）', 'キャンセル待ち・ご案内中（1組）']) expect(page).toContain(apart)

    const done = await post(app, `${door}/check-ins`, { ...formOf(page, 'hana'), people: '2' }, { cookie })
    expect(done.status).toBe(303)
    const after = await text(done.headers.get('location') ?? '', cookie)
    expect(after).toContain('受け付けました')
    expect(after).toContain('2名・12:00')
    expect(await people()).toBe(2)

    const undone = await post(app, undoingIn(after), {}, { cookie })
    expect(await text(undone.headers.get('location') ?? '', cookie)).toContain('受付を取り消しました')
    expect(await people()).toBe(0)
  })

  it('counts a form that is sent again once, and says the same', async () => {
    const form = { ...formOf(await text(TILL, till), 'hana'), people: '3' }
    const [first, again] = [
      await post(app, `${TILL}/check-ins`, form, { cookie: till }),
      await post(app, `${TILL}/check-ins`, form, { cookie: till }),
    ]
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect(await people()).toBe(3)
  })

  it('tells the second of two doors when and where the guest came in', async () => {
    const [here, there] = [formOf(await text(TILL, till), 'hana'), formOf(await text(ADMIN, manager), 'hana')]
    await post(app, `${TILL}/check-ins`, { ...here, people: '3' }, { cookie: till })
    now += MINUTE
    const second = await post(app, `${ADMIN}/check-ins`, { ...there, people: '3' }, { cookie: manager })
    const words = await text(second.headers.get('location') ?? '', manager)
    expect(words).toContain('12:00に受付済みです（レジ1）')
    expect(words).toContain('二重には数えていません')
    expect(await people()).toBe(3)
    expect(await text(`${ADMIN}/guests?page=12345678`, manager)).toContain('3名・12:00（レジ1）')
  })

  it('lets somebody who only waits in by hand, and asks first when their code is read', async () => {
    const theirs = await doorUrl(config, { eventId: 'tasting', memberId: 'ken' })
    const asked = await post(app, `${TILL}/scans`, { code: theirs, scan: 'nonce-12345' }, { cookie: till })
    const fragment = await asked.text()
    expect(fragment).toContain('まだ受け付けていません')
    expect(await people()).toBe(0)
    await post(app, `${TILL}/check-ins`, { ...formOf(fragment, 'ken'), people: '2' }, { cookie: till })
    expect(await people()).toBe(2)
  })

  it('counts a walk-in once, and gives back what was typed wrong', async () => {
    const page = await text(TILL, till)
    const [, scan = ''] = /name="scan" value="([\w-]{36})"/.exec(page) ?? []
    const wrong = await post(
      app,
      `${TILL}/check-ins`,
      { scan, name: '鈴木', people: '0', drinkers: '0' },
      { cookie: till },
    )
    expect(wrong.status).toBe(422)
    const back = await wrong.text()
    for (const words of ['1から20まで', 'value="鈴木"']) expect(back).toContain(words)

    const form = { scan, name: ' 鈴木 ', people: '2', drinkers: '1' }
    for (let i = 0; i < 2; i++) {
      const done = await post(app, `${TILL}/check-ins`, form, { cookie: till })
      expect(await text(done.headers.get('location') ?? '', till)).toContain('鈴木さん')
    }
    expect(await people()).toBe(2)
  })

  it('finds by name, also who said no, without JavaScript', async () => {
    await addGuest(store, 'no', { name: '断太郎', state: 'declined' })
    expect(await text(TILL, till)).not.toContain('断太郎')
    const found = await text(`${TILL}?q=${encodeURIComponent('太郎')}`, till)
    for (const words of ['断太郎', '不参加の返事', '参加の返事がない方（1組）', 'このまま通す'])
      expect(found).toContain(words)
    expect(found).not.toContain('佐藤花')
    expect(await text(`${TILL}?q=nobody`, till)).toContain('お名前が見つかりません')
  })

  it('shows the list only while it is closed, says from when, and lets nobody in', async () => {
    const form = { ...formOf(await text(TILL, till), 'hana'), people: '3' }
    now = NOON - 3 * HOUR
    const page = await text(TILL, till)
    expect(page).toContain('受付は 4月1日（水） 10:00 から')
    for (const words of ['data-scan=', '/check-ins"']) expect(page).not.toContain(words)
    const late = await post(app, `${TILL}/check-ins`, form, { cookie: till })
    expect(late.status).toBe(422)
    expect(await late.text()).toContain('何も変わっていません')
    expect((await post(app, `${TILL}/scans`, { code, scan: 'nonce-12345' }, { cookie: till })).status).toBe(422)
    expect(await people()).toBe(0)
  })
})

describe('a code that is read', () => {
  const scan = async (read: string, nonce = 'nonce-12345') =>
    post(app, `${TILL}/scans`, { code: read, scan: nonce }, { cookie: till })

  it('lets its guest in with their party, once', async () => {
    for (let i = 0; i < 2; i++) {
      const fragment = await (await scan(code)).text()
      for (const words of ['佐藤花さん', '3名', 'えび', '受け付けました']) expect(fragment).toContain(words)
    }
    expect(await (await scan(code, 'nonce-another')).text()).toContain('12:00に受付済みです')
    expect(await people()).toBe(3)
  })

  it('is refused when it is another event’s, a page’s, changed or nothing of ours', async () => {
    await addEvent(store, { id: 'party' })
    await addGuest(store, 'aya', { eventId: 'party' })
    const other = await scan(await doorUrl(config, { eventId: 'party', memberId: 'aya' }))
    expect([other.status, await other.text()]).toEqual([422, expect.stringContaining('「秋の試食会」のQRコードです')])
    const page = await eventToken(config.sessionSecret, { eventId: 'tasting', memberId: 'hana' })
    for (const wrong of [
      `https://shop.example/d/${page}`,
      code.replace(/.$/, code.endsWith('0') ? '1' : '0'),
      'https://evil.example',
      '',
    ]) {
      const no = await scan(wrong)
      expect([no.status, await no.text()]).toEqual([
        422,
        expect.stringContaining('このイベントのQRコードではありません'),
      ])
    }
    expect(await people()).toBe(0)
  })

  it('leads whoever keeps the door there, and shows the guest before anything happens', async () => {
    const path = new URL(code).pathname
    for (const [cookie, door] of [
      [manager, ADMIN],
      [till, TILL],
      [`${manager}; ${till}`, ADMIN],
    ] as const) {
      const led = await get(app, path, cookie)
      expect([led.status, led.headers.get('location')?.split('?')[0]]).toEqual([303, door])
      const page = await text(led.headers.get('location') ?? '', cookie)
      expect(page).toContain('この方ですか？')
      await post(app, `${door}/check-ins`, { ...formOf(page, 'hana'), people: '3' }, { cookie })
      expect(await text(led.headers.get('location') ?? '', cookie)).toContain('12:00に受付済みです')
      await post(app, undoingIn(await text(door, cookie)), {}, { cookie })
    }
  })

  it('says to anybody else what it is for, and nothing of whose it is', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'ueno', { role: 'manager', storeId: 'ueno' })
    for (const cookie of ['', await signIn(store, 'ueno')]) {
      const page = await get(app, new URL(code).pathname, cookie)
      expect(page.status).toBe(200)
      const words = await page.text()
      expect(words).toContain('受付でお見せください')
      for (const secret of ['佐藤', '試食会', 'えび']) expect(words).not.toContain(secret)
    }
    expect((await get(app, '/d/tasting.hana.00000000000000000000000000000000')).status).toBe(404)
  })
})

describe('who may keep a door', () => {
  it('is who works at the store, staff too; of another store’s event, and the company’s, there is none', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, '新人', { role: 'staff', storeId: 'shibuya' })
    await addOperator(store, 'ueno', { role: 'manager', storeId: 'ueno' })
    await addEvent(store, { id: 'company', storeId: null })
    const [staff, ueno] = [await signIn(store, '新人'), await signIn(store, 'ueno')]
    const uenoTill = `okaeri-till=${(await tillOf(store, { storeId: 'ueno', operatorId: 'owner' })).deviceToken}`
    expect(await text('/admin/events/doors', staff)).toContain('秋の試食会')
    expect((await get(app, ADMIN, staff)).status).toBe(200)
    expect((await get(app, '/admin/events/company/door', await signIn(store, 'owner'))).status).toBe(200)

    const form = { ...formOf(await text(ADMIN, manager), 'hana'), people: '3' }
    for (const [door, cookie] of [
      [ADMIN, ueno],
      [TILL, uenoTill],
      ['/admin/events/company/door', manager],
      ['/till/door/company', till],
    ] as const) {
      for (const path of ['', '/guests']) expect((await get(app, door + path, cookie)).status).toBe(404)
      expect((await post(app, `${door}/check-ins`, form, { cookie })).status).toBe(404)
      expect((await post(app, `${door}/scans`, { code, scan: 'nonce-12345' }, { cookie })).status).toBe(404)
    }
    expect((await get(app, `${ADMIN}/list`, ueno)).status).toBe(404)
    expect((await get(app, TILL)).status).toBe(403)
    expect((await post(app, `${TILL}/check-ins`, form)).status).toBe(403)
    expect(await people()).toBe(0)
    expect(await text('/till/door', uenoTill)).toContain('受付できるイベントはありません')
    expect(await text('/till/door', till)).toContain(`href="${TILL}"`)
  })

  it('is noted with whose names they saw, once in ten minutes while the page keeps itself up to date', async () => {
    for (let i = 0; i < 3; i++) await text(`${ADMIN}/guests?page=12345678`, manager)
    await text(ADMIN, manager)
    now += 11 * MINUTE
    await text(`${ADMIN}/guests?page=12345678`, manager)
    await text(`${ADMIN}/list`, manager)
    const noted = await store.db
      .selectFrom('access_log')
      .select(['operator_id', 'detail'])
      .orderBy('at')
      .orderBy('detail')
      .execute()
    expect(noted.map(({ detail }) => JSON.parse(detail))).toEqual([
      { page: 'door', event: 'tasting', count: 2 },
      { page: 'door', event: 'tasting', count: 2 },
      { page: 'doorList', event: 'tasting', count: 2 },
    ])
  })

  it('may use the camera on the page of a door, and nowhere else', async () => {
    const policy = async (path: string, cookie: string) =>
      (await get(app, path, cookie)).headers.get('permissions-policy')
    expect(await policy(TILL, till)).toContain('camera=(self)')
    expect(await policy(ADMIN, manager)).toContain('camera=(self)')
    for (const [path, cookie] of [
      ['/till/door', till],
      [`${ADMIN}/list`, manager],
      ['/admin/events/tasting', manager],
      [new URL(code).pathname, ''],
    ] as const)
      expect(await policy(path, cookie)).toContain('camera=()')
  })
})

it('stands on paper for an evening without a connection: who comes, who waits, and room for others', async () => {
  const page = await text(`${ADMIN}/list`, manager)
  for (const words of [
    '佐藤花さん',
    'えび',
    '上田健さん',
    'キャンセル待ち（早い順）',
    '飛び入りの方',
    '通信できないとき',
  ])
    expect(page).toContain(words)
  expect(page.indexOf('佐藤花さん')).toBeLessThan(page.indexOf('上田健さん'))
  expect(page.match(/☐/g)).toHaveLength(2 + 8)
})

const text = async (path: string, cookie: string) => (await get(app, path, cookie)).text()

/** The hidden fields of the form that lets somebody in. */
function formOf(page: string, memberId: string) {
  const form = page.split('<form').find((part) => part.includes(`name="member" value="${memberId}"`)) ?? ''
  return Object.fromEntries(
    [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

const undoingIn = (page: string) => /action="([^"]+\/undoings)"/.exec(page)?.[1] ?? 'no undoing'

async function people() {
  const rows = await store.db.selectFrom('check_ins').select('people').where('undone_at', 'is', null).execute()
  return rows.reduce((sum, row) => sum + row.people, 0)
}
