import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { couponToken } from '../../src/coupons/links.ts'
import type { Store } from '../../src/db/store.ts'
import { readMemberToken } from '../../src/members/links.ts'
import { ensureMember } from '../../src/members/members.ts'
import { IdTokenRequest, mintIdToken } from '../../src/simulator/login-api.ts'
import { addUser } from '../../src/simulator/people.ts'
import { createSimulator } from '../../src/simulator/simulator.ts'
import { addShops, grantTo } from '../coupons/support.ts'
import { BASE_URL, configFor, newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { lineUserId, NOON, newStore } from '../support.ts'

const LIFF_ID = '2000000001-AbCdEfGh'
const SDK = 'https://static.line-scdn.net'

let store: Store
let app: ReturnType<typeof createApp>
let lines: string[]
let mint: (more?: Record<string, unknown>) => Promise<string>
beforeEach(() => {
  store = newStore()
  lines = []
  const simulator = createSimulator({ now: () => NOON, channelId: '2000000001' })
  const hana = addUser(simulator.world, { id: lineUserId('hana'), displayName: '花' })
  mint = (more = {}) => mintIdToken(simulator.world, hana, IdTokenRequest.parse(more))
  const certs = async () => (await simulator.app.request('/oauth2/v2.1/certs')).json()
  const config = configFor({ LIFF_ID, LINE_BASIC_ID: '@okaeri' })
  app = createApp(newDeps(store, { config, lines, line: { ...lineThatAnswers(), certs } }))
})

const enter = (id_token: string, { page = 'register', origin = BASE_URL } = {}) =>
  app.request(`/liff/sessions?page=${page}`, {
    method: 'POST',
    body: new URLSearchParams({ id_token }),
    headers: { origin },
  })
const members = () => store.db.selectFrom('members').selectAll().execute()

describe('coming through LIFF', () => {
  it.each(['register', 'me'] as const)('leads to the person’s own page: %s', async (page) => {
    const response = await enter(await mint(), { page })
    const { location } = await response.json()
    const [, token = ''] = location.split(`${BASE_URL}/${page}/`)
    const { sessionSecret } = configFor()
    const hana = await ensureMember(store, { lineUserId: lineUserId('hana'), now: NOON })
    expect(await readMemberToken(sessionSecret, page, token, NOON)).toBe(hana)
    expect(await members()).toHaveLength(1)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('leads nowhere else, whatever the link says', async () => {
    const { location } = await (await enter(await mint(), { page: '//evil.example' })).json()
    expect(location).toMatch(new RegExp(`^${BASE_URL}/register/`))
  })

  it('is once for a token', async () => {
    const token = await mint()
    expect((await enter(token)).status).toBe(200)
    expect((await enter(token)).status).toBe(403)
  })

  it('is refused in the same words, whatever is wrong, and nothing of the token is noted', async () => {
    const tokens = await Promise.all([
      '',
      'token',
      mint({ alg: 'HS256' }),
      mint({ clientId: '2000000002' }),
      mint({ issuer: 'https://evil.example' }),
      mint({ expiresInSeconds: -1 }),
    ])
    const answers = await Promise.all(
      tokens.map(async (token) => [(await enter(token)).status, await (await enter(token)).text()]),
    )
    expect(new Set(answers.map((answer) => answer.join(' '))).size).toBe(1)
    expect(answers[0]?.[0]).toBe(403)
    expect(answers[0]?.[1]).toContain('LINEで確認できませんでした')
    expect(await members()).toEqual([])
    for (const token of tokens.filter((token) => token.length > 10))
      expect(lines.join()).not.toContain(token.slice(0, 30))
    expect(lines).toEqual([])
  })

  it('is not for other sites’ pages', async () => {
    expect((await enter(await mint(), { origin: 'https://evil.example' })).status).toBe(403)
    expect(await members()).toEqual([])
    expect(await store.db.selectFrom('used_tokens').selectAll().execute()).toEqual([])
  })
})

describe('a coupon through LIFF', () => {
  const given = async (memberId: string) => {
    await addShops(store)
    const { grantId } = await grantTo(store, memberId)
    return couponToken(configFor().sessionSecret, grantId)
  }
  const enterCoupon = async (coupon: string, id_token?: string) =>
    app.request(`/liff/sessions?coupon=${coupon}`, {
      method: 'POST',
      body: new URLSearchParams({ id_token: id_token ?? (await mint()) }),
      headers: { origin: BASE_URL },
    })
  const send = (method: string, path: string, cookie = '') =>
    app.request(path, { method, headers: { origin: BASE_URL, cookie } })
  const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0]

  it('shows its person the code, in the browser that LINE vouched for', async () => {
    const token = await given('hana')
    const response = await enterCoupon(token)
    expect(await response.json()).toEqual({ location: `${BASE_URL}/coupon/${token}` })
    expect(response.headers.get('set-cookie')).toMatch(/Path=\/coupon; HttpOnly; .*SameSite=Lax/)
    const cookie = cookieOf(response)
    expect(await (await send('GET', `/coupon/${token}`, cookie)).text()).toContain('data-refresh=')
    expect(await (await send('POST', `/coupon/${token}/codes`, cookie)).text()).toContain('<svg')
  })

  it('shows nobody else a code, nor whose it is, and says how it opens', async () => {
    const token = await given('ken')
    const own = await another('hana')
    const response = await enterCoupon(token)
    expect(await response.json()).toEqual({ location: `${BASE_URL}/coupon/${token}` })
    expect(response.headers.get('set-cookie')).toBeNull()
    const others = cookieOf(await enterCoupon(own, await mint({ expiresInSeconds: 600 })))
    expect(others).toContain('okaeri-coupon=')
    for (const cookie of ['', others]) {
      for (const method of ['GET', 'POST']) {
        const page = await (await send(method, `/coupon/${token}`, cookie)).text()
        expect(page).toContain('LINEからお開きください')
        expect(page).toContain(`https://liff.line.me/${LIFF_ID}?coupon=${token}`)
        expect(page).not.toMatch(/ken|卒業生おかえり割|data-refresh=/)
      }
      const fragment = await send('POST', `/coupon/${token}/codes`, cookie)
      expect([await fragment.text(), fragment.headers.get('x-refresh')]).toEqual(['', 'reload'])
    }
    expect(await store.db.selectFrom('coupon_codes').selectAll().execute()).toEqual([])
  })

  it('is refused like anything else that LINE or we did not sign, once for a token', async () => {
    const token = await given('hana')
    const idToken = await mint()
    expect((await enterCoupon(`${token}0`, idToken)).status).toBe(403)
    expect((await enterCoupon(token, idToken)).status).toBe(403)
    expect((await enterCoupon(token, await mint({ clientId: '2000000002' }))).status).toBe(403)
  })

  it('is what the page of LIFF asks for when the link says so', async () => {
    for (const path of ['/liff?coupon=a.b', '/liff?liff.state=%3Fcoupon%3Da.b'])
      expect(await (await app.request(path)).text()).toContain('data-sessions="/liff/sessions?coupon=a.b"')
  })

  const another = async (memberId: string) =>
    couponToken(configFor().sessionSecret, (await grantTo(store, memberId)).grantId)
})

describe('the page that LIFF opens', () => {
  const open = (path: string) => app.request(path)

  it('runs LINE’s SDK and our script, and nothing else', async () => {
    const response = await open('/liff?page=me')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`script-src 'self' ${SDK};`)
    expect(policy).toContain(`connect-src 'self' ${SDK} https://*.line.me`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const html = await response.text()
    expect(html).toContain(`<script src="${SDK}/liff/edge/2/sdk.js" defer=""`)
    expect(html).toContain(`data-liff-id="${LIFF_ID}"`)
    expect(html).toContain('data-page="me"')
  })

  it.each([
    ['/liff', 'register'],
    ['/liff?liff.state=%3Fpage%3Dme', 'me'],
    ['/liff?page=%22%3E%3Cscript%3E', 'register'],
  ])('knows at %s which page is meant', async (path, page) => {
    expect(await (await open(path)).text()).toContain(`data-page="${page}"`)
  })

  it('alone may: other pages keep the strict policy', async () => {
    for (const path of ['/login', '/liff/client.js', '/liffy'])
      expect((await open(path)).headers.get('content-security-policy')).toContain("script-src 'self';")
  })

  it('says what to do where no script runs', async () => {
    const html = await (await open('/liff')).text()
    const [, without = ''] = /<noscript>(.*)<\/noscript>/s.exec(html) ?? []
    expect(without).toContain('トークに戻って')
    expect(without).toContain('go back to the chat')
    expect(without).toContain('https://line.me/R/ti/p/%40okaeri')
  })

  it('is not there without LIFF', async () => {
    const plain = createApp(newDeps(store))
    expect((await plain.request('/liff')).status).toBe(404)
    expect((await plain.request('/liff/client.js')).status).toBe(404)
    const post = { method: 'POST', body: new URLSearchParams({ id_token: 'x' }), headers: { origin: BASE_URL } }
    expect((await plain.request('/liff/sessions', post)).status).toBe(404)
  })
})
