import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { sendingSettingsAdmin } from '../../src/broadcasts/settings-admin.tsx'
import { eventAdmin } from '../../src/events/admin.tsx'
import { inboxAdmin } from '../../src/inbox/admin.tsx'
import { fenceAdmin } from '../../src/inbox/fence-admin.tsx'
import { sessionAdmin, signOuts } from '../../src/operators/admin.tsx'
import { operatorAdmin } from '../../src/operators/people-admin.tsx'
import { storeAdmin } from '../../src/stores/admin.tsx'
import { tillStaffAdmin } from '../../src/stores/staff-admin.tsx'
import { createTill } from '../../src/stores/tills.ts'
import { newDeps } from '../deps.ts'
import { addEvent, addGuest } from '../events/door-support.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator, openDoors, signIn, tillOf } from './doors.ts'

/** The least role that each route is for. A route that is not named here fails the test: deny by default. */
const LEAST: Readonly<Record<string, 'owner' | 'manager' | 'staff'>> = {
  'GET /admin/stores/': 'manager',
  'POST /admin/stores/tills': 'manager',
  'GET /admin/stores/tills/:id': 'manager',
  'POST /admin/stores/tills/:id/revocations': 'manager',
  'POST /admin/stores/shop-names': 'owner',
  'POST /admin/stores/stores': 'owner',
  'GET /admin/stores/stores/:id': 'owner',
  'POST /admin/stores/stores/:id/names': 'owner',
  'POST /admin/stores/stores/:id/moves': 'owner',
  'POST /admin/stores/roles': 'owner',
  'GET /admin/stores/roles/:id': 'owner',
  'POST /admin/stores/roles/:id/names': 'owner',
  'POST /admin/stores/roles/:id/moves': 'owner',
  'GET /admin/till-staff/': 'staff',
  'POST /admin/till-staff/own-pins': 'staff',
  'POST /admin/till-staff/people': 'manager',
  'POST /admin/till-staff/store-openings': 'manager',
  'GET /admin/till-staff/:id': 'manager',
  'POST /admin/till-staff/:id/new-pins': 'manager',
  'POST /admin/till-staff/:id/pins': 'manager',
  'POST /admin/till-staff/:id/openings': 'manager',
  'GET /admin/till-staff/:id/removal': 'manager',
  'POST /admin/till-staff/:id/removals': 'manager',
  'GET /admin/operators/': 'owner',
  'POST /admin/operators/invitations': 'owner',
  'POST /admin/operators/invitations/:id/revocations': 'owner',
  'GET /admin/operators/:id': 'owner',
  'POST /admin/operators/:id/revocations': 'owner',
  'GET /admin/inbox/': 'owner',
  'POST /admin/inbox/replays': 'owner',
  'GET /admin/sending-settings/': 'owner',
  'POST /admin/sending-settings/versions': 'owner',
  'GET /admin/fence/': 'owner',
  'POST /admin/fence/resumptions': 'owner',
  'POST /admin/fence/clock-confirmations': 'owner',
  'GET /admin/sessions/': 'staff',
  'GET /admin/sessions/others': 'staff',
  'POST /admin/sessions/revocations': 'staff',
  'POST /admin/sign-outs/': 'staff',
  'GET /admin/events/doors': 'staff',
  'GET /admin/events/:id/door/list': 'staff',
  'GET /admin/events/:id/door': 'staff',
  'GET /admin/events/:id/door/guests': 'staff',
  'POST /admin/events/:id/door/scans': 'staff',
  'POST /admin/events/:id/door/check-ins': 'staff',
  'POST /admin/events/:id/door/check-ins/:checkIn/undoings': 'staff',
  'GET /admin/events/': 'manager',
  'GET /admin/events/new': 'manager',
  'POST /admin/events/': 'manager',
  'POST /admin/events/counts': 'manager',
  'POST /admin/events/:id/counts': 'manager',
  'POST /admin/events/pictures': 'manager',
  'POST /admin/events/:id/pictures': 'manager',
  'GET /admin/events/:id/edit': 'manager',
  'POST /admin/events/:id/versions': 'manager',
  'POST /admin/events/:id/copies': 'manager',
  'GET /admin/events/:id/open': 'manager',
  'POST /admin/events/:id/openings': 'manager',
  'GET /admin/events/:id/close': 'manager',
  'POST /admin/events/:id/closings': 'manager',
  'GET /admin/events/:id/reopen': 'manager',
  'POST /admin/events/:id/reopenings': 'manager',
  'GET /admin/events/:id/cancel': 'manager',
  'POST /admin/events/:id/cancellations': 'manager',
  'GET /admin/events/:id/discard': 'manager',
  'POST /admin/events/:id/discards': 'manager',
  'GET /admin/events/history': 'manager',
  'GET /admin/events/:id': 'manager',
  'GET /admin/events/:id/seats': 'manager',
  'GET /admin/events/:id/guests': 'manager',
  'GET /admin/events/:id/guests.csv': 'manager',
  'GET /admin/events/:id/guests/:memberId': 'manager',
  'GET /admin/events/:id/guests/:memberId/leaving': 'manager',
  'POST /admin/events/:id/answers': 'manager',
}

const ROUTES = [
  ...routesOf('/admin/stores', storeAdmin.routes),
  ...routesOf('/admin/till-staff', tillStaffAdmin.routes),
  ...routesOf('/admin/operators', operatorAdmin.routes),
  ...routesOf('/admin/inbox', inboxAdmin.routes),
  ...routesOf('/admin/sending-settings', sendingSettingsAdmin.routes),
  ...routesOf('/admin/fence', fenceAdmin.routes),
  ...routesOf('/admin/sessions', sessionAdmin.routes),
  ...routesOf('/admin/sign-outs', signOuts.routes),
  ...routesOf('/admin/events', eventAdmin.routes),
]

function routesOf(mount: string, routes: readonly { method: string; path: string }[]) {
  return [
    ...new Set(routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${mount}${path}`)),
  ]
}

async function aShop() {
  const store = newStore()
  await addStore(store, 'shibuya', '渋谷店', 1)
  await addStore(store, 'ueno', '上野店', 2)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
  await addEvent(store, { id: 'shibuya' })
  await addGuest(store, 'hana', { eventId: 'shibuya' })
  const app = openDoors(newDeps(store))
  // Who looks at people is noted, and no change of anything.
  const changes = async () =>
    (await sql<{ n: number }>`select total_changes() - (select count(*) from access_log) as n`.execute(store.db))
      .rows[0]?.n ?? Number.NaN
  const ask = (route: string, cookie: string, more: Record<string, string> = {}) => {
    const [method = '', path = ''] = route
      .replace(':id', 'shibuya')
      .replace(':memberId', 'hana')
      .replace(/\/$/, '')
      .split(' ')
    const body =
      method === 'GET'
        ? null
        : new URLSearchParams({
            name: 'x',
            storeName: 'x',
            roleName: 'x',
            shopName: 'x',
            tillName: 'x',
            storeId: 'shibuya',
            session: 'others',
            event: 'x',
            role: 'staff',
            direction: 'up',
          })
    return app.request(path, { method, body, headers: { origin: 'https://shop.example', cookie, ...more } })
  }
  return { store, app, changes, ask }
}

describe('every route of the doors', () => {
  it('has a policy in this test', () => expect([...ROUTES].sort()).toEqual(Object.keys(LEAST).sort()))

  it.each(ROUTES)('%s refuses who is not signed in, and changes nothing', async (route) => {
    const { store, ask, changes } = await aShop()
    const { deviceToken } = await tillOf(store, { operatorId: 'owner' })
    const before = await changes()
    for (const cookie of ['', 'okaeri=x', `__Host-okaeri=${'0'.repeat(64)}`, `__Host-okaeri=${deviceToken}`])
      expect((await ask(route, cookie)).status).toBe(route.startsWith('GET') ? 303 : 401)
    expect(await changes()).toBe(before)
  })

  it.each(ROUTES)('%s refuses who is signed in as less than it is for', async (route) => {
    const { store, ask, changes } = await aShop()
    const ranks = ['staff', 'manager', 'owner']
    for (const role of ranks) {
      const cookie = await signIn(store, role)
      const before = await changes()
      const { status } = await ask(route, cookie)
      const may = ranks.indexOf(role) >= ranks.indexOf(LEAST[route] ?? 'owner')
      expect([role, status === 403]).toEqual([role, !may])
      if (!may) expect(await changes()).toBe(before)
    }
  })

  it.each(ROUTES.filter((route) => route.startsWith('POST')))('%s refuses foreign origins', async (route) => {
    const { store, ask, changes } = await aShop()
    const cookie = await signIn(store, 'owner')
    const before = await changes()
    for (const origin of ['https://evil.example', 'null', 'http://shop.example'])
      expect((await ask(route, cookie, { origin })).status).toBe(403)
    expect(await changes()).toBe(before)
  })

  it.each(ROUTES.filter((route) => route.startsWith('GET')))('%s changes nothing', async (route) => {
    const { store, ask, changes } = await aShop()
    const cookie = await signIn(store, 'owner')
    const before = await changes()
    await ask(route, cookie)
    expect(await changes()).toBe(before)
  })

  it('keeps managers to their own store, where anything else does not exist', async () => {
    const { store, app } = await aShop()
    const theirs = await createTill(store, { storeId: 'ueno', name: '上野のレジ', operatorId: 'owner', now: NOON })
    const cookie = await signIn(store, 'manager')
    const ask = async (path: string, body?: Record<string, string>) =>
      app.request(`/admin/stores${path}`, {
        method: body ? 'POST' : 'GET',
        body: body ? new URLSearchParams(body) : null,
        headers: { origin: 'https://shop.example', cookie },
      })

    expect(await (await ask('')).text()).not.toContain('上野')
    expect((await ask(`/tills/${theirs.id}`)).status).toBe(404)
    expect((await ask(`/tills/${theirs.id}/revocations`, {})).status).toBe(404)
    expect((await ask('/tills', { storeId: 'ueno', tillName: 'x' })).status).toBe(404)
    const tills = await store.db.selectFrom('tills').select(['name', 'revoked_at']).execute()
    expect(tills).toEqual([{ name: '上野のレジ', revoked_at: null }])
  })

  it('gives nobody a role that they name in a form', async () => {
    const { store, app } = await aShop()
    const cookie = await signIn(store, 'manager')
    const extra = {
      role: 'owner',
      is_owner: '1',
      operator: 'owner',
      operatorId: 'owner',
      'operator[role]': 'owner',
      __proto__: 'x',
    }
    await app.request('/admin/stores/tills', {
      method: 'POST',
      body: new URLSearchParams({ storeId: 'shibuya', tillName: 'x', ...extra }),
      headers: { origin: 'https://shop.example', cookie },
    })
    expect(await (await app.request('/admin', { headers: { cookie } })).text()).toBe('manager manager')
    const roles = await store.db.selectFrom('operators').select(['id', 'role']).orderBy('id').execute()
    expect(roles).toEqual(['manager', 'owner', 'staff'].map((id) => ({ id, role: id })))
  })
})
