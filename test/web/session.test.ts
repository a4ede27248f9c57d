import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { OperatorRole } from '../../src/db/schema.ts'
import { issueLoginLink } from '../../src/operators/operators.ts'
import { createTill, revokeTill } from '../../src/stores/tills.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { allow, requireSession, requireTill } from '../../src/web/session.ts'
import { configFor, newDeps } from '../deps.ts'
import { addStore, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator, get, openDoors, post, sessionOf, signIn, tillOf } from './doors.ts'

async function aShop({ baseUrl = 'https://shop.example' } = {}) {
  const store = newStore()
  await addStore(store)
  await addOperator(store, 'tanaka')
  await addOperator(store, 'sato', { role: 'staff', storeId: 'shibuya' })
  const clock = { now: NOON }
  const lines: string[] = []
  const deps = newDeps(store, { now: () => clock.now, lines, config: configFor({ BASE_URL: baseUrl }) })
  return { store, clock, lines, deps, app: openDoors(deps) }
}

describe('behind the session', () => {
  it('stands who is signed in', async () => {
    const { app, store } = await aShop()
    const response = await get(app, '/admin', await signIn(store, 'tanaka'))
    expect(await response.text()).toBe('owner tanaka')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('nobody else gets in: a reader is led to the login, a change is refused', async () => {
    const { app, store } = await aShop()
    const token = await sessionOf(store, 'tanaka')
    const cookies = [
      '',
      `okaeri=${token}`,
      `__Secure-okaeri=${token}`,
      `__Host-okaeri=${token}x`,
      `__Host-okaeri=${token.toUpperCase()}`,
      '__Host-okaeri=',
      `okaeri-till=${token}`,
      `x__Host-okaeri=${token}`,
    ]
    for (const cookie of cookies) {
      const read = await get(app, '/admin', cookie)
      expect([cookie, read.status, read.headers.get('location')]).toEqual([cookie, 303, '/login'])
      expect(await read.text()).toBe('')
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE2']) {
        const change = await app.request('/admin', { method, headers: { cookie, origin: 'https://shop.example' } })
        expect([method, change.status]).toEqual([method, 401])
      }
    }
  })

  it('a session that ended is no session', async () => {
    const { app, store, clock } = await aShop()
    const cookie = await signIn(store, 'tanaka')
    clock.now = NOON + 12 * HOUR
    expect((await get(app, '/admin', cookie)).status).toBe(303)
  })

  it('use is noted at most once a minute, and keeps the session alive', async () => {
    const { app, store, clock } = await aShop()
    const cookie = await signIn(store, 'tanaka')
    const seenAt = async () =>
      (await store.db.selectFrom('sessions').select('last_seen_at').executeTakeFirst())?.last_seen_at

    clock.now = NOON + MINUTE - 1
    await get(app, '/admin', cookie)
    expect(await seenAt()).toBe(NOON)
    clock.now = NOON + 11 * HOUR
    await get(app, '/admin', cookie)
    expect(await seenAt()).toBe(NOON + 11 * HOUR)
    clock.now = NOON + 22 * HOUR
    expect((await get(app, '/admin', cookie)).status).toBe(200)
  })

  it('an answer is not lost because its time could not be noted', async () => {
    const { deps, lines } = await aShop()
    const operator = { id: 'a', name: 'a', role: 'owner', storeId: null, sessionId: 'a' } as const
    const app = new Hono<WebEnv>()
      .use(async (c, next) => {
        c.set('deps', deps)
        await next()
      })
      .use(
        requireSession({
          find: async () => ({ operator, lastSeenAt: 0 }),
          touch: async () => Promise.reject(new Error('away')),
        }),
      )
      .get('/', (c) => c.text('still here'))
    expect(await (await app.request('/')).text()).toBe('still here')
    expect(lines.join()).toContain('could not note the last use')
  })
})

describe('a role', () => {
  const ROLES: readonly OperatorRole[] = ['staff', 'manager', 'owner']

  it('may do what the roles below it may, and nothing above', async () => {
    for (const [rank, role] of ROLES.entries()) {
      for (const [needed, least] of ROLES.entries()) {
        const app = new Hono<WebEnv>()
          .use(async (c, next) => {
            c.set('operator', { id: 'a', name: 'a', role, storeId: null, sessionId: 'a' })
            await next()
          })
          .get('/', allow(least), (c) => c.text('in'))
          .onError((error, c) => c.text(error.message, 403))
        expect([role, least, await (await app.request('/')).text()]).toEqual([
          role,
          least,
          rank >= needed ? 'in' : 'not_allowed',
        ])
      }
    }
  })
})

describe('the cookies', () => {
  it.each([
    [
      'https://shop.example',
      'tanaka',
      /^__Host-okaeri=[0-9a-f]{64}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    ],
    [
      'https://shop.example',
      'sato',
      /^__Host-okaeri=[0-9a-f]{64}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    ],
    ['http://localhost:3000', 'tanaka', /^okaeri=[0-9a-f]{64}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/],
  ])('of a session at %s of %s are exactly these', async (baseUrl, operatorId, cookie) => {
    const { app, store } = await aShop({ baseUrl })
    const link = await issueLoginLink(store, { operatorId, now: NOON })
    const response = await post(app, `/login/${link}`, {}, { origin: baseUrl })
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(cookie)])
  })

  it.each([
    ['https://shop.example', /^okaeri-till=[0-9a-f]{64}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/],
    ['http://localhost:3000', /^okaeri-till=[0-9a-f]{64}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/],
  ])('of a till at %s are exactly these', async (baseUrl, cookie) => {
    const { app, store } = await aShop({ baseUrl })
    const { token } = await createTill(store, { storeId: 'shibuya', name: 'レジ1', operatorId: 'tanaka', now: NOON })
    const response = await post(app, `/till/enrol/${token}`, {}, { origin: baseUrl })
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(cookie)])
  })

  it('are taken back when signing out', async () => {
    const { app, store } = await aShop()
    const cookie = await signIn(store, 'tanaka')
    const response = await post(app, '/admin/sign-outs', {}, { cookie })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/login?done=signed-out'])
    expect(response.headers.getSetCookie()).toEqual([
      '__Host-okaeri=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
    expect((await get(app, '/admin', cookie)).status).toBe(303)
  })
})

describe('behind the till', () => {
  it('stands the device that was enrolled', async () => {
    const { app, store } = await aShop()
    const { deviceToken } = await tillOf(store)
    const response = await get(app, '/till', `okaeri-till=${deviceToken}`)
    expect(await response.text()).toBe('渋谷店 レジ1')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('no other device gets in, nor a person who is signed in', async () => {
    const { app, store } = await aShop()
    const { id, deviceToken } = await tillOf(store)
    const session = await sessionOf(store, 'tanaka')
    for (const cookie of ['', `okaeri-till=${deviceToken}0`, `okaeri-till=${session}`, `__Host-okaeri=${session}`])
      expect((await get(app, '/till', cookie)).status).toBe(403)

    await revokeTill(store, { tillId: id, storeId: null, now: NOON })
    expect((await get(app, '/till', `okaeri-till=${deviceToken}`)).status).toBe(403)
  })

  it('use is noted, and the cookie given another 400 days', async () => {
    const { app, store, clock } = await aShop()
    const { deviceToken } = await tillOf(store)
    clock.now = NOON + MINUTE
    const response = await get(app, '/till', `okaeri-till=${deviceToken}`)
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringContaining(`okaeri-till=${deviceToken}; Max-Age=34560000`),
    ])
    expect((await store.db.selectFrom('tills').select('last_seen_at').executeTakeFirst())?.last_seen_at).toBe(clock.now)
  })

  it('a till cannot reach the admin side', async () => {
    const { app, store } = await aShop()
    const { deviceToken } = await tillOf(store)
    for (const name of ['okaeri-till', '__Host-okaeri', 'okaeri'])
      expect((await get(app, '/admin', `${name}=${deviceToken}`)).status).toBe(303)
  })

  it('is checked on every path, whatever it asks for', async () => {
    const { deps } = await aShop()
    const app = new Hono<WebEnv>()
      .use(async (c, next) => {
        c.set('deps', deps)
        await next()
      })
      .use(requireTill({ find: async () => undefined, was: async () => false, touch: async () => {} }))
      .all('*', (c) => c.text('in'))
      .onError((error, c) => c.text(error.message, 403))
    for (const method of ['GET', 'POST', 'PUT']) expect((await app.request('/x', { method })).status).toBe(403)
  })
})
