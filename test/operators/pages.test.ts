import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { deviceName } from '../../src/operators/devices.ts'
import { issueLoginLink, LOGIN_LINK_MS } from '../../src/operators/operators.ts'
import { newDeps } from '../deps.ts'
import { HOUR, NOON, newStore } from '../support.ts'
import { addOperator, get, openDoors, post, sessionOf, signIn } from '../web/doors.ts'

async function aShop() {
  const store = newStore()
  await addOperator(store, 'tanaka')
  await addOperator(store, 'suzuki')
  const clock = { now: NOON }
  const lines: string[] = []
  const app = openDoors(newDeps(store, { now: () => clock.now, lines }))
  const changes = async () => (await sql<{ n: number }>`select total_changes() as n`.execute(store.db)).rows[0]?.n
  return { store, clock, app, lines, changes }
}
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const sessionIds = async ({ db }: Awaited<ReturnType<typeof aShop>>['store']) =>
  (await db.selectFrom('sessions').select('id').where('revoked_at', 'is', null).execute()).map(({ id }) => id)

describe('the login', () => {
  it('explains how to get a link', async () => {
    const { app } = await aShop()
    const response = await get(app, '/login')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('お店のLINEで「管理」と送ると、ログイン用のリンクが届きます。')
    expect(await (await get(app, '/login', 'lang=en')).text()).toContain('Send “admin”')
  })

  it('shows one button for a link and uses nothing up, however often it is opened', async () => {
    const { app, store, changes } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const before = await changes()
    for (const method of ['GET', 'HEAD', 'GET']) {
      const response = await app.request(`/login/${link}?openExternalBrowser=1`, { method })
      expect(response.status).toBe(200)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(response.headers.get('cache-control')).toBe('no-store')
      if (method === 'GET') expect((await response.text()).match(/ログインする</g)).toHaveLength(1)
    }
    expect(await changes()).toBe(before)
    expect((await post(app, `/login/${link}`)).status).toBe(303)
  })

  it('shows the same for every link, so that opening one tells nothing', async () => {
    const { app, store } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const body = async (token: string) => (await (await get(app, `/login/${token}`)).text()).replaceAll(token, '')
    expect(await body('0'.repeat(64))).toBe(await body(link))
  })

  it('leads to the admin page, signed in', async () => {
    const { app, store } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const response = await post(app, `/login/${link}`)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/admin'])
    expect(await (await get(app, '/admin', cookieOf(response))).text()).toBe('owner tanaka')
  })

  it('opens one session when the button is pressed twice at the same moment', async () => {
    const { app, store } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const pressed = await Promise.all(Array.from({ length: 8 }, () => post(app, `/login/${link}`)))
    expect(pressed.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410, 410, 410, 410, 410])
    expect(await sessionIds(store)).toHaveLength(1)
  })

  it('says kindly what to do when a link was used, is too old or never was', async () => {
    const { app, store, clock } = await aShop()
    const used = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    await post(app, `/login/${used}`)
    const old = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    clock.now = NOON + LOGIN_LINK_MS
    const pages = await Promise.all(
      [used, old, '0'.repeat(64), 'x', '%00', encodeURIComponent('../../admin')].map(async (token) => {
        const response = await post(app, `/login/${token}`)
        expect(response.status).toBe(410)
        expect(response.headers.getSetCookie()).toEqual([])
        return response.text()
      }),
    )
    expect(new Set(pages).size).toBe(1)
    expect(pages[0]).toContain('お店のLINEでもう一度「管理」と送ってください')
  })

  it('gives a new session with every login, never one that the browser brought', async () => {
    const { app, store } = await aShop()
    const before = await signIn(store, 'suzuki')
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const response = await post(app, `/login/${link}`, {}, { cookie: before })

    expect(cookieOf(response)).not.toBe(before)
    expect((await get(app, '/admin', before)).status).toBe(303)
    expect(await (await get(app, '/admin', cookieOf(response))).text()).toBe('owner tanaka')
  })

  it('does not take a link from another site', async () => {
    const { app, store } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    expect((await post(app, `/login/${link}`, {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(app, `/login/${link}`)).status).toBe(303)
  })

  it('writes no token into the log', async () => {
    const { app, store, lines } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const cookie = cookieOf(await post(app, `/login/${link}`))
    await post(app, `/login/${link}`)
    await get(app, '/admin', cookie)
    expect(lines.join('\n')).not.toMatch(/[0-9a-f]{64}/)
  })
})

describe('the signed-in devices', () => {
  const IPHONE =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1'

  it('are listed with what they are, since when, and which one this is', async () => {
    const { app, store, clock } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const cookie = cookieOf(await post(app, `/login/${link}`, {}, { 'user-agent': IPHONE }))
    await sessionOf(store, 'tanaka')
    await sessionOf(store, 'suzuki')
    clock.now = NOON + HOUR
    const page = await (await get(app, '/admin/sessions', cookie)).text()

    expect(page).toContain('iPhone · Safari')
    expect(page).toContain('この端末')
    expect(page).toContain('4月1日（水） 12:00')
    expect(page.match(/ログアウトさせる</g)).toHaveLength(1)
  })

  it('can be signed out one by one, by their operator only', async () => {
    const { app, store } = await aShop()
    await sessionOf(store, 'tanaka')
    const [other = ''] = await sessionIds(store)
    const theirs = await signIn(store, 'suzuki')
    const own = await signIn(store, 'tanaka')

    expect((await post(app, '/admin/sessions/revocations', { session: other }, { cookie: theirs })).status).toBe(404)
    expect(await sessionIds(store)).toContain(other)
    const response = await post(app, '/admin/sessions/revocations', { session: other }, { cookie: own })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/admin/sessions?done=revoked'])
    expect(await sessionIds(store)).not.toContain(other)
    expect(await (await get(app, '/admin/sessions?done=revoked', own)).text()).toContain('ログアウトさせました。')
  })

  it('can all be signed out but this one, after a page that names how many', async () => {
    const { app, store } = await aShop()
    const tokens = [await signIn(store, 'tanaka'), await signIn(store, 'tanaka')]
    const own = await signIn(store, 'tanaka')
    expect(await (await get(app, '/admin/sessions/others', own)).text()).toContain('ほかの2台をログアウトさせますか')
    await post(app, '/admin/sessions/revocations', { session: 'others' }, { cookie: own })

    for (const cookie of tokens) expect((await get(app, '/admin', cookie)).status).toBe(303)
    expect((await get(app, '/admin', own)).status).toBe(200)
  })

  it('need a name to be signed out', async () => {
    const { app, store } = await aShop()
    const cookie = await signIn(store, 'tanaka')
    for (const fields of [{}, { session: '' }, { session: 'x'.repeat(101) }])
      expect((await post(app, '/admin/sessions/revocations', { ...fields }, { cookie })).status).toBe(422)
    expect(await sessionIds(store)).toHaveLength(1)
  })

  it('show what a browser calls itself as text', async () => {
    const { app, store } = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const cookie = cookieOf(await post(app, `/login/${link}`, {}, { 'user-agent': '<script>alert(1)</script>' }))
    const page = await (await get(app, '/admin/sessions', cookie)).text()
    expect(page).not.toContain('alert(1)')
    expect(page).toContain('不明な端末')
  })
})

it.each([
  [
    'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/146.0.0.0 Mobile Safari/537.36',
    'Android · Chrome',
  ],
  [
    'Mozilla/5.0 (Linux; Android 16; Pixel 9; wv) AppleWebKit/537.36 Version/4.0 Chrome/146.0 Mobile Safari/537.36 Line/15.1/IAB',
    'Android · LINE',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/146.0.0.0 Safari/537.36 Edg/146.0',
    'Windows · Edge',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/146 Mobile/15E148 Safari/604.1',
    'iPad · Chrome',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:145.0) Gecko/20100101 Firefox/145.0', 'Mac · Firefox'],
  ['curl/8', undefined],
  ['', undefined],
  [null, undefined],
])('calls %s %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name))
