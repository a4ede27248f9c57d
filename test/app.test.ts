import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../src/app.tsx'
import type { Store } from '../src/db/store.ts'
import { BASE_URL, newDeps } from './deps.ts'
import { lineThatAnswers } from './line/support.ts'
import { addMember, addStore, newStore } from './support.ts'
import { addOperator, signIn } from './web/doors.ts'

/** What may be reached without signing in: each of these checks its own signed link, token, cookie or signature. */
const PUBLIC = [
  /^\/webhook/,
  /^\/healthz$/,
  /^\/assets\//,
  /^\/images\//,
  /^\/language/,
  /^\/privacy/,
  /^\/me\//,
  /^\/join\//,
  /^\/coupon\//,
  /^\/event\//,
  /^\/d\//,
  /^\/shift\//,
  // What a shop would hang in its window.
  /^\/openings(\/|$)/,
  /^\/return\//,
  /^\/l\//,
  /^\/register\//,
  /^\/liff/,
  /^\/till/,
  /^\/login/,
  /^\/$/,
]

const open = (store: Store, lines: string[] = []) =>
  createApp(newDeps(store, { lines, line: { ...lineThatAnswers(), quota: async () => ({ limit: 200, used: 0 }) } }))

const routes = [
  ...new Set(
    open(newStore())
      .routes.filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
  ),
].map((route) => {
  const [method = '', path = ''] = route.split(' ')
  return { route, method, path: path.replace(/:file\{.*\}/, 'x').replace(/:\w+/g, 'nowhere') }
})

describe('every route', () => {
  const closed = open(newStore())
  const store = newStore()
  const shop = open(store)
  let cookie = ''
  beforeAll(async () => {
    await addMember(store, 'nowhere')
    await addOperator(store, 'owner')
    cookie = await signIn(store, 'owner')
  })

  it('is there to be checked', () => {
    expect(routes.length).toBeGreaterThan(50)
  })

  it.each(
    routes.filter(({ path }) => !PUBLIC.some((door) => door.test(path))),
  )('$route is closed to whoever is not signed in', async ({ method, path }) => {
    const response = await closed.request(path, { method, headers: { origin: BASE_URL } })
    if (method === 'GET') expect([response.status, response.headers.get('location')]).toEqual([303, '/login'])
    else expect(response.status).toBe(401)
  })

  it.each(
    routes.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/webhook')),
  )('$route changes nothing for another site, even with the session', async ({ method, path }) => {
    const before = await changes(store)
    const response = await shop.request(path, { method, headers: { cookie, origin: 'https://evil.example' } })
    expect(response.status).toBe(403)
    expect(await changes(store)).toBe(before)
  })

  it.each(routes.filter(({ method }) => method === 'GET'))('$route writes nothing but who looked', async ({ path }) => {
    const before = await changes(store)
    const response = await shop.request(path, { headers: { cookie } })
    expect(response.status).toBeLessThan(500)
    expect(await changes(store)).toBe(before)
  })
})

describe('when something is wrong', () => {
  it('says so at /healthz when the database is away', async () => {
    const store = newStore()
    const app = open(store)
    expect((await app.request('/healthz')).status).toBe(200)
    store.close()
    expect((await app.request('/healthz')).status).toBe(503)
  })

  it('shows a page with a number that the log has too, and no word of what went wrong', async () => {
    const store = newStore()
    await addOperator(store, 'owner')
    const cookie = await signIn(store, 'owner')
    const lines: string[] = []
    await sql`drop table segments`.execute(store.db)

    const response = await open(store, lines).request('/admin/segments', { headers: { cookie } })
    const html = await response.text()
    expect(response.status).toBe(500)
    const [, reference = ''] = /<code>([0-9a-f]{8})<\/code>/.exec(html) ?? []
    expect(lines.filter((line) => line.includes(`"reference":"${reference}"`))).toHaveLength(1)
    expect(html).not.toContain('segments')
  })

  it('takes a body that is no form for a form that is wrong, not for a fault', async () => {
    const store = newStore()
    await addOperator(store, 'owner')
    const headers = { cookie: await signIn(store, 'owner'), origin: BASE_URL, 'content-type': 'application/json' }
    const lines: string[] = []
    const response = await open(store, lines).request('/admin/segments', { method: 'POST', headers, body: '{}' })
    expect(response.status).toBe(422)
    expect(lines).toEqual([])
  })

  it('shows the home page without LINE’s figure when LINE keeps us waiting', async () => {
    const store = newStore()
    await addStore(store)
    await addOperator(store, 'owner')
    const line = { ...lineThatAnswers(), quota: () => new Promise<never>(() => {}) }
    const response = await createApp(newDeps(store, { line })).request('/admin', {
      headers: { cookie: await signIn(store, 'owner') },
    })
    expect(await response.text()).toContain('LINEにつながらず、確認できません')
  })

  it('answers an unknown page with a kind 404, in the language that was chosen', async () => {
    const app = open(newStore())
    const [ja, en] = [await app.request('/nowhere'), await app.request('/nowhere', { headers: { cookie: 'lang=en' } })]
    expect([ja.status, en.status]).toEqual([404, 404])
    expect(await ja.text()).toContain('見つかりませんでした')
    expect(await en.text()).toContain('Not found')
  })

  it('reads no form that is larger than a form can be, announced or not', async () => {
    const app = open(newStore())
    const headers = { origin: BASE_URL, 'content-type': 'application/x-www-form-urlencoded' }
    const large = `lang=en&back=${'x'.repeat(300_000)}`
    const announced = { ...headers, 'content-length': String(large.length) }
    const streamed = { method: 'POST', headers, body: new Blob([large]).stream(), duplex: 'half' }
    const requests = [
      new Request(`${BASE_URL}/language`, { method: 'POST', headers: announced, body: large }),
      new Request(`${BASE_URL}/language`, streamed),
    ]
    for (const request of requests) expect((await app.request(request)).status).toBe(422)
    const small = { method: 'POST', headers, body: 'lang=en' }
    expect((await app.request('/language', small)).status).toBe(303)
  })

  it('is laid out by today’s rules', async () => {
    expect(await (await open(newStore()).request('/login')).text()).toMatch(/^<!DOCTYPE html><html lang="ja">/)
  })

  it('gives every page the strict policy', async () => {
    const policy = (await open(newStore()).request('/login')).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
  })
})

/** What was written, but for the access log: each of its lines is one change, and it is only ever added to here. */
const changes = async ({ db }: Store) =>
  (await sql<{ n: number }>`select total_changes() - (select count(*) from access_log) as n`.execute(db)).rows[0]?.n
