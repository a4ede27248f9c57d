import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import { revokeOperator } from '../../src/operators/people.ts'
import { removePin, setPin } from '../../src/stores/pins.ts'
import {
  endTillSession,
  findTillStaff,
  formerTillStaff,
  startTillSession,
  TILL_SESSION_MS,
} from '../../src/stores/till-sessions.ts'
import { revokeTill } from '../../src/stores/tills.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { addStore, EARLIER, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator, signIn, tillOf } from '../web/doors.ts'
import { addTillStaff, standAt } from './at-till.ts'

async function aShop() {
  const store = newStore()
  await addStore(store, 'shibuya', '渋谷店', 1)
  await addStore(store, 'ueno', '上野店', 2)
  await addOperator(store, 'tanaka')
  const till = await tillOf(store)
  return { store, till }
}

describe('who stands at a till', () => {
  let store: Store
  let till: { id: string }
  const standing = (token: string, tillId = till.id, now = NOON) => findTillStaff(store, { token, tillId, now })
  const start = (operatorId = 'staff-sato', tillId = till.id, now = NOON) =>
    startTillSession(store, { tillId, operatorId, now })
  beforeEach(async () => {
    const shop = await aShop()
    store = shop.store
    till = shop.till
    await addTillStaff(store, {})
  })

  it('is known by the token of the device for a shift of 12 hours, and kept by its hash alone', async () => {
    const token = await start()
    expect(await standing(token)).toEqual({ id: 'staff-sato', name: '佐藤' })
    expect(await standing(token, till.id, NOON + TILL_SESSION_MS - 1)).toBeDefined()
    expect(await standing(token, till.id, NOON + TILL_SESSION_MS)).toBeUndefined()
    expect(JSON.stringify(await store.db.selectFrom('till_sessions').selectAll().execute())).not.toContain(token)
    for (const other of ['', 'x', token.toUpperCase(), '0'.repeat(64)]) expect(await standing(other)).toBeUndefined()
  })

  it('stands at that till only, and one at a time', async () => {
    const token = await start()
    const other = await tillOf(store, { name: 'レジ2' })
    expect(await standing(token, other.id)).toBeUndefined()
    await addTillStaff(store, { operatorId: 'mori', name: '森' })
    const next = await start('mori')
    expect(await standing(token)).toBeUndefined()
    expect(await standing(next)).toEqual({ id: 'mori', name: '森' })
  })

  it('may be somebody of before with one tap: the last two within 12 hours, who still may', async () => {
    const former = (operatorId: string, now = NOON + 3 * MINUTE) =>
      formerTillStaff(store, { tillId: till.id, operatorId, now })
    const names = ['abe', 'mori', 'ono']
    for (const [n, who] of [...names, 'staff-sato', ...names].entries()) {
      await addTillStaff(store, { operatorId: who, name: who })
      await start(who, till.id, NOON + n)
    }
    expect((await former('ono')).map(({ name }) => name)).toEqual(['mori', 'abe'])
    await removePin(store, { operatorId: 'abe', by: 'tanaka', storeId: null, now: NOON })
    await revokeOperator(store, { operatorId: 'mori', by: 'tanaka', now: NOON })
    expect(await former('ono')).toEqual([{ id: 'staff-sato', name: '佐藤' }])
    expect(await former('ono', NOON + TILL_SESSION_MS + 2)).toHaveLength(1)
    expect(await former('ono', NOON + TILL_SESSION_MS + 3)).toEqual([])
    const elsewhere = await tillOf(store, { name: 'レジ2' })
    expect(await formerTillStaff(store, { tillId: elsewhere.id, operatorId: 'ono', now: NOON })).toEqual([])
    await store.db.updateTable('operators').set({ store_id: 'ueno' }).where('id', '=', 'staff-sato').execute()
    expect(await former('ono')).toEqual([])
  })

  it('is nobody any more who left, was removed, or whose PIN was changed or taken away', async () => {
    const ends: readonly (() => Promise<unknown>)[] = [
      async () => endTillSession(store, { token, now: NOON }),
      async () => removePin(store, { operatorId: 'staff-sato', by: 'tanaka', storeId: null, now: NOON }),
      async () =>
        store.db
          .updateTable('operator_pins')
          .set({ set_at: NOON + 1 })
          .execute(),
      async () => store.db.updateTable('operators').set({ revoked_at: NOON }).where('id', '=', 'staff-sato').execute(),
      async () => store.db.updateTable('operators').set({ store_id: 'ueno' }).where('id', '=', 'staff-sato').execute(),
      async () => revokeTill(store, { tillId: till.id, storeId: null, now: NOON }),
    ]
    let token = ''
    for (const end of ends) {
      const shop = await aShop()
      store = shop.store
      till = shop.till
      await addTillStaff(store, {})
      token = await start()
      expect(await standing(token)).toBeDefined()
      await end()
      expect(await standing(token), String(end)).toBeUndefined()
    }
  })

  it('loses till and PIN in the moment their rights are taken', async () => {
    const token = await start()
    await revokeOperator(store, { operatorId: 'staff-sato', by: 'tanaka', now: NOON })
    expect(await standing(token)).toBeUndefined()
    expect(await store.db.selectFrom('operator_pins').selectAll().execute()).toEqual([])
  })

  it('is somebody of the store with a PIN, or an owner', async () => {
    await addTillStaff(store, { storeId: 'ueno', operatorId: 'ueno-staff' })
    await addOperator(store, 'without', { role: 'staff', storeId: 'shibuya' })
    for (const who of ['ueno-staff', 'without', 'nobody', 'tanaka'])
      await expect(start(who)).rejects.toThrow('not_found')
    await setPin(store, { operatorId: 'tanaka', pin: '271828', setBy: 'tanaka', storeId: null, pepper: 'x', now: NOON })
    expect(await standing(await start('tanaka'))).toEqual({ id: 'tanaka', name: 'tanaka' })
  })
})

async function openApp() {
  const { store, till } = await aShop()
  const clock = { now: NOON }
  const deps = newDeps(store, { now: () => clock.now })
  const app = createApp(deps)
  const device = `okaeri-till=${till.deviceToken}`
  const get = (path: string, cookie: string) => app.request(path, { headers: { cookie } })
  const post = (path: string, form: Record<string, string>, cookie: string) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: BASE_URL, cookie } })
  const pinFor = (operatorId: string, pin = '271828') =>
    setPin(store, {
      operatorId,
      pin,
      setBy: 'tanaka',
      storeId: null,
      pepper: deps.config.sessionSecret,
      now: clock.now - MINUTE,
    })
  return { store, till, clock, device, get, post, pinFor }
}

describe('the sign-in at a till', () => {
  it('goes from the name to the PIN to the till, and keeps the code that a scan brought', async () => {
    const { store, device, get, post, pinFor } = await openApp()
    await addTillStaff(store, {})
    await pinFor('staff-sato')
    const sent = await get('/till?code=ABCD-EFGH', device)
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/till/staff?next=ABCD-EFGH'])

    const names = await (await get('/till/staff?next=ABCD-EFGH', device)).text()
    expect(names).toMatch(/<button[^>]*name="who"[^>]*value="staff-sato"/)
    const page = await (await get('/till/staff?who=staff-sato&next=ABCD-EFGH', device)).text()
    expect(page).toMatch(/<input[^>]*type="password"[^>]*inputmode="numeric"[^>]*autofocus/)

    const form = { who: 'staff-sato', pin: '271828', next: 'ABCD-EFGH' }
    const answer = await post('/till/staff/sessions', form, device)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/till?code=ABCD-EFGH'])
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/okaeri-till-staff=[0-9a-f]{64}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax/)

    const both = `${device}; ${cookie.split(';')[0]}`
    expect((await get('/till', both)).status).toBe(200)
    expect(await (await get('/till/staff', both)).text()).toContain('今の担当は佐藤さんです')
    expect((await post('/till/staff/endings', {}, both)).status).toBe(303)
    expect((await get('/till', both)).status).toBe(303)
  })

  it('says how many tries are left, then until when it is closed, and what to do', async () => {
    const { store, clock, device, post, pinFor } = await openApp()
    await addTillStaff(store, {})
    await pinFor('staff-sato')
    const wrong = () => post('/till/staff/sessions', { who: 'staff-sato', pin: '314159' }, device)
    const first = await wrong()
    expect(first.status).toBe(422)
    const words = await first.text()
    expect(words).toContain('あと4回')
    expect(words).not.toContain('314159')
    await store.db.updateTable('pin_tries').set({ wrong: 4 }).execute()
    const locked = await wrong()
    expect(locked.status).toBe(429)
    expect(await locked.text()).toContain('12:15まで受け付けません')
    await store.db.updateTable('pin_tries').set({ blocked_at: clock.now }).execute()
    const blocked = await wrong()
    expect(blocked.status).toBe(429)
    expect(await blocked.text()).toContain('tanakaさんが、スマホの管理画面の「ホーム」から')
  })

  it('says before any name is chosen that the store takes no PINs, and who stands there goes on', async () => {
    const { store, till, clock, device, get } = await openApp()
    const both = `${device}; ${await standAt(store, { tillId: till.id })}`
    const closed = { scope: 'store', subject_id: 'shibuya', day: '2026-04-01' } as const
    await store.db
      .insertInto('pin_tries')
      .values({ ...closed, locked_until: clock.now + MINUTE })
      .execute()
    expect(await (await get('/till/staff', device)).text()).toContain('12:01まで受け付けません')
    await store.db.updateTable('pin_tries').set({ blocked_at: clock.now }).execute()
    expect(await (await get('/till/staff', device)).text()).toContain('今レジに立っている人は、そのまま使えます')
    expect((await get('/till', both)).status).toBe(200)
    await store.db.updateTable('pin_tries').set({ blocked_at: null, locked_until: clock.now }).execute()
    expect(await (await get('/till/staff', device)).text()).not.toContain('受け付け')
  })

  it('is handed over with one tap to who stood there before', async () => {
    const { store, till, device, get } = await openApp()
    await standAt(store, { tillId: till.id, operatorId: 'mori', name: '森' })
    const both = `${device}; ${await standAt(store, { tillId: till.id })}`
    expect(await (await get('/till', both)).text()).toMatch(/href="\/till\/staff\?who=mori"[^>]*><bdi>森さんに交代</)
    expect(await (await get('/till/staff?who=mori', both)).text()).toContain('森さんのPIN')
  })

  it('is worth nothing by a PIN that was replaced while it was looked at', async () => {
    const { store, clock, device, get, post, pinFor } = await openApp()
    await addTillStaff(store, {})
    await pinFor('staff-sato')
    const deriveBits = crypto.subtle.deriveBits.bind(crypto.subtle)
    const slow = vi.spyOn(crypto.subtle, 'deriveBits').mockImplementationOnce(async (...asked) => {
      clock.now += MINUTE + 1_000
      await pinFor('staff-sato', '314159')
      clock.now += MINUTE
      return deriveBits(...asked)
    })
    const answer = await post('/till/staff/sessions', { who: 'staff-sato', pin: '271828' }, device)
    slow.mockRestore()
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]
    expect(cookie).toContain('okaeri-till-staff=')
    expect((await get('/till', `${device}; ${cookie}`)).headers.get('location')).toBe('/till/staff')
  })

  it('takes nothing as the next page but a code', async () => {
    const { store, device, get } = await openApp()
    const both = `${device}; ${await standAt(store, { tillId: 'none' }).catch(() => '')}`
    for (const next of ['https://evil.example', '//evil.example', '/admin', 'x"><script>', 'x'.repeat(21)])
      expect(await (await get(`/till/staff?next=${encodeURIComponent(next)}`, both)).text()).not.toContain(
        'name="next"',
      )
    const sent = await get('/till?code=https://evil.example', device)
    expect(sent.headers.get('location')).toBe('/till/staff')
  })

  it('says what to do while nobody has a PIN, and is for enrolled devices only', async () => {
    const { device, get, post } = await openApp()
    expect(await (await get('/till/staff', device)).text()).toContain('まだ誰もPINを決めていません')
    for (const answer of [
      await get('/till/staff', ''),
      await post('/till/staff/sessions', { who: 'tanaka', pin: '271828' }, ''),
      await post('/till/staff/endings', {}, ''),
    ]) {
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('この端末は未登録です')
    }
  })

  it('does not know who is of another store', async () => {
    const { store, device, get, post } = await openApp()
    await addTillStaff(store, {})
    await addTillStaff(store, { storeId: 'ueno', operatorId: 'ueno-staff', name: '上野の人' })
    expect(await (await get('/till/staff', device)).text()).not.toContain('上野の人')
    expect(await (await get('/till/staff?who=ueno-staff', device)).text()).not.toContain('上野の人')
    const answer = await post('/till/staff/sessions', { who: 'ueno-staff', pin: '271828' }, device)
    expect(await answer.text()).not.toContain('上野の人')
    expect(await store.db.selectFrom('pin_tries').selectAll().execute()).toEqual([])
  })
})

describe('the page of the staff at the tills', () => {
  const operators = ({ db }: Store) =>
    db
      .selectFrom('operators')
      .select(['name', 'role', 'store_id', 'revoked_at'])
      .where('member_id', 'is', null)
      .execute()

  it('adds somebody with just a name and shows a PIN once, which opens the till', async () => {
    const { store, device, get, post } = await openApp()
    const cookie = await signIn(store, 'tanaka')
    const page = await post('/admin/till-staff/people', { name: ' 森 ', storeId: 'shibuya' }, cookie)
    expect(page.status).toBe(201)
    const pin = /<p class="code">(\d{3} \d{3})</.exec(await page.text())?.[1] ?? ''
    const names = await (await get('/till/staff', device)).text()
    const who = /value="([^"]+)"[^>]*><bdi>森</.exec(names)?.[1] ?? ''
    expect((await post('/till/staff/sessions', { who, pin }, device)).headers.get('location')).toBe('/till')
    expect(await (await get('/admin/till-staff', cookie)).text()).not.toContain(pin)

    // They sign in nowhere, and the operators' page copes with them.
    expect(await (await get('/admin/operators', cookie)).text()).toContain('森')
    expect((await get(`/admin/till-staff/${who}/removal`, cookie)).status).toBe(200)
    expect((await post(`/admin/till-staff/${who}/removals`, {}, cookie)).status).toBe(303)
    expect(await operators(store)).toContainEqual({ name: '森', role: 'staff', store_id: 'shibuya', revoked_at: NOON })
    expect(await (await get('/till/staff', device)).text()).not.toContain('森')
  })

  it("keeps a manager to their own store's staff, where anybody else does not exist", async () => {
    const { store, get, post } = await openApp()
    await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
    await addTillStaff(store, {})
    await addTillStaff(store, { storeId: 'ueno', operatorId: 'ueno-staff', name: '上野の人' })
    const cookie = await signIn(store, 'manager')
    const page = await (await get('/admin/till-staff', cookie)).text()
    expect(page).toContain('佐藤')
    expect(page).not.toContain('上野')
    for (const id of ['ueno-staff', 'tanaka', 'nobody']) {
      expect((await get(`/admin/till-staff/${id}`, cookie)).status).toBe(404)
      for (const act of ['pins', 'new-pins', 'openings', 'removals'])
        expect((await post(`/admin/till-staff/${id}/${act}`, { pin: '271828' }, cookie)).status).toBe(404)
    }
    expect((await post('/admin/till-staff/people', { name: 'x', storeId: 'ueno' }, cookie)).status).toBe(404)
    expect((await operators(store)).map(({ name }) => name)).not.toContain('x')
    expect((await post('/admin/till-staff/store-openings', { storeId: 'ueno' }, cookie)).status).toBe(404)
    expect((await post('/admin/till-staff/staff-sato/pins', { pin: '271828' }, cookie)).status).toBe(303)
  })

  it('lets everybody set their own PIN, and staff nothing else', async () => {
    const { store, get, post } = await openApp()
    await addOperator(store, 'mori', { role: 'staff', storeId: 'shibuya' })
    await addTillStaff(store, {})
    const cookie = await signIn(store, 'mori')
    const weak = await post('/admin/till-staff/own-pins', { pin: '123456' }, cookie)
    expect(weak.status).toBe(422)
    expect(await weak.text()).toContain('PINは6桁の数字です')
    expect((await post('/admin/till-staff/own-pins', { pin: '271828' }, cookie)).status).toBe(303)
    expect(await (await get('/admin/till-staff', cookie)).text()).not.toContain('佐藤')
    expect((await post('/admin/till-staff/staff-sato/new-pins', {}, cookie)).status).toBe(403)
    expect((await post('/admin/till-staff/people', { name: 'x', storeId: 'shibuya' }, cookie)).status).toBe(403)
  })

  it('opens a person and a whole store again, and says so', async () => {
    const { store, clock, get, post } = await openApp()
    await addTillStaff(store, {})
    const blocked = { day: '2026-04-01', wrong_today: 20, blocked_at: clock.now }
    await store.db
      .insertInto('pin_tries')
      .values([
        { ...blocked, scope: 'operator', subject_id: 'staff-sato' },
        { ...blocked, scope: 'store', subject_id: 'shibuya' },
      ])
      .execute()
    const cookie = await signIn(store, 'tanaka')
    const ofStore = '渋谷店では、PINの間違いがとても多かった'
    const ofPerson = '佐藤さんのPINは、間違いがとても多かったため止まっています'
    expect(await (await get('/admin', cookie)).text()).toMatch(new RegExp(`${ofStore}.*href="/admin/till-staff"`))
    const page = await (await get('/admin/till-staff', cookie)).text()
    for (const words of [ofStore, ofPerson, 'action="/admin/till-staff/staff-sato/openings"'])
      expect(page).toContain(words)
    expect(await (await get('/admin/till-staff/staff-sato', cookie)).text()).toContain(ofPerson)
    await addOperator(store, 'elsewhere', { role: 'manager', storeId: 'ueno' })
    const other = await signIn(store, 'elsewhere')
    for (const path of ['/admin', '/admin/till-staff'])
      expect(await (await get(path, other)).text()).not.toContain('間違い')
    expect((await post('/admin/till-staff/store-openings', { storeId: 'shibuya' }, cookie)).status).toBe(303)
    expect((await post('/admin/till-staff/staff-sato/openings', {}, cookie)).status).toBe(303)
    expect(await store.db.selectFrom('pin_tries').selectAll().execute()).toEqual([])
  })

  it("opens an owner's own PIN with one tap, as the till says; a manager's own is opened by who is above", async () => {
    const { store, clock, post } = await openApp()
    await addOperator(store, 'own', { role: 'manager', storeId: 'shibuya' })
    const closed = { scope: 'operator', day: '2026-04-01', blocked_at: clock.now } as const
    const people = ['own', 'tanaka'].map((subject_id) => ({ ...closed, subject_id }))
    await store.db.insertInto('pin_tries').values(people).execute()
    const manager = await signIn(store, 'own')
    for (const { subject_id } of people)
      expect((await post(`/admin/till-staff/${subject_id}/openings`, {}, manager)).status).toBe(404)
    const owner = await signIn(store, 'tanaka')
    for (const { subject_id } of people)
      expect((await post(`/admin/till-staff/${subject_id}/openings`, {}, owner)).status).toBe(303)
    expect(await store.db.selectFrom('pin_tries').selectAll().execute()).toEqual([])
  })

  it('says until when a store or a person is closed for a while, and no longer', async () => {
    const { store, clock, get } = await openApp()
    await addTillStaff(store, {})
    await addTillStaff(store, { operatorId: 'gone', name: 'gone' })
    await store.db.updateTable('operators').set({ revoked_at: EARLIER }).where('id', '=', 'gone').execute()
    await addOperator(store, 'own', { role: 'manager', storeId: 'shibuya' })
    const until = clock.now + MINUTE
    await store.db
      .insertInto('pin_tries')
      .values(
        ['staff-sato', 'own', 'tanaka', 'gone', 'nobody', 'shibuya'].map((id) => ({
          ...{ scope: id === 'shibuya' ? ('store' as const) : ('operator' as const), subject_id: id },
          ...{ day: '2026-04-01', locked_until: until },
        })),
      )
      .execute()
    const cookie = await signIn(store, 'tanaka')
    const home = async (who = cookie) => (await get('/admin', who)).text()
    expect(await home()).toMatch(/12:01までどのPINも受け付けていません.*佐藤さんのPINは、間違いが続いたため12:01まで/)
    expect(await home()).toContain('ownさんのPINは')
    const seenByManager = await home(await signIn(store, 'own'))
    expect(seenByManager).toContain('佐藤さんのPINは')
    for (const none of ['ownさんのPINは', 'goneさん', 'tanakaさんのPINは', 'nullさん'])
      expect(seenByManager).not.toContain(none)
    expect(await home()).toContain('tanakaさんのPINは')
    for (const none of ['goneさん', 'nullさん']) expect(await home()).not.toContain(none)
    clock.now = until
    expect(await home()).not.toContain('間違い')
  })
})
