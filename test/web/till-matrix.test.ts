import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { tillPages } from '../../src/coupons/till/till.tsx'
import { revokeTill } from '../../src/stores/tills.ts'
import { openPages, previewIn } from '../coupons/pages.ts'
import { codeOf } from '../coupons/support.ts'
import { MINUTE } from '../support.ts'

/** Every route of the till's own pages. One that is not named here fails the test: deny by default. */
const ROUTES = [
  'GET /',
  'GET /guests',
  'GET /recent',
  'GET /undos/:id',
  'POST /name-previews',
  'POST /previews',
  'POST /redemptions',
  'POST /undos',
]
/** Says only whether this device is a till, to whoever asks. */
const OPEN = 'GET /standing'

async function aTill() {
  const pages = await openPages()
  const { grantId } = await pages.given('花')
  const staffed = await pages.enrolled('shibuya')
  const code = await codeOf(pages.store, grantId)
  const preview = previewIn(await (await pages.till(staffed, '/previews', { code })).text())
  const form = { preview, code, grant: grantId, q: '花花', why: 'battery_empty', redemption: 'x', words: '' }
  const ask = (route: string, cookie: string) => {
    const [method = '', path = ''] = route.replace(':id', 'x').replace(/\/$/, '').split(' ')
    return method === 'GET' ? pages.get(`/till${path}`, { cookie }) : pages.post(`/till${path}`, form, { cookie })
  }
  // Who looks at people is noted, and no change of anything.
  const changes = async () =>
    (await sql<{ n: number }>`select total_changes() - (select count(*) from access_log) as n`.execute(pages.store.db))
      .rows[0]?.n ?? Number.NaN
  return { ...pages, staffed, ask, changes }
}

describe('every route of the till', () => {
  it('is named in this test', () => {
    const routes = tillPages.routes.map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(routes)].sort()).toEqual([...ROUTES, OPEN].sort())
  })

  it.each(ROUTES)('%s is for an enrolled device with somebody at it, and changes nothing for others', async (route) => {
    const { ask, changes, staffed, device } = await aTill()
    const [tillCookie, staffCookie = ''] = staffed.split('; ')
    const other = await device('shinjuku')
    const before = await changes()
    for (const cookie of ['', staffCookie, `okaeri-till=x; ${staffCookie}`])
      expect((await ask(route, cookie)).status).toBe(403)
    // Somebody's shift is of one till: carried to another device it opens nothing.
    for (const cookie of [tillCookie ?? '', `${tillCookie}; okaeri-till-staff=x`, `${other}; ${staffCookie}`]) {
      const answer = await ask(route, cookie)
      expect(answer.status).toBe(route.startsWith('GET') ? 303 : 401)
      if (route.startsWith('GET')) expect(answer.headers.get('location')).toBe('/till/staff')
    }
    expect(await changes()).toBe(before)
  })

  it.each([...ROUTES, OPEN].filter((route) => route.startsWith('GET')))('%s changes nothing', async (route) => {
    const { ask, changes, staffed } = await aTill()
    const before = await changes()
    await ask(route, staffed)
    expect(await changes()).toBe(before)
  })
})

describe('a till', () => {
  it('is only for an enrolled device, and no longer for a revoked one', async () => {
    const pages = await openPages()
    const cookie = await pages.enrolled('shibuya')
    expect((await pages.get('/till', { cookie })).status).toBe(200)
    await revokeTill(pages.store, { tillId: 'till-shibuya', storeId: null, now: pages.clock.now })

    for (const [answer, words] of [
      [await pages.get('/till'), 'この端末は未登録です'],
      // What we never gave out says nothing of any till.
      [await pages.get('/till', { cookie: 'okaeri-till=x' }), 'この端末は未登録です'],
      [await pages.get('/till', { cookie: `okaeri-till=${'0'.repeat(64)}` }), 'この端末は未登録です'],
      [await pages.get('/till', { cookie }), 'レジの登録が解除されました'],
      [await pages.till(cookie, '/previews', { code: 'WRONG123' }), 'レジの登録が解除されました'],
      [await pages.till(cookie, '/redemptions', { preview: 'x' }), 'レジの登録が解除されました'],
    ] as const) {
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain(words)
    }
  })

  it('tells its open page by itself once it is revoked, which is no use of the till', async () => {
    const pages = await openPages()
    const cookie = await pages.enrolled('shibuya')
    expect(await (await pages.get('/till', { cookie })).text()).toContain('data-refresh="/till/standing"')
    const standing = async (headers = {}) => {
      const answer = await pages.get('/till/standing', headers)
      return [answer.status, answer.headers.get('x-refresh'), answer.headers.get('cache-control')]
    }
    const seenAt = async () =>
      (await pages.store.db.selectFrom('tills').select('last_seen_at').where('id', '=', 'till-shibuya').execute())[0]
    const seen = await seenAt()
    pages.clock.now += 5 * MINUTE
    expect(await standing({ cookie })).toEqual([204, null, 'no-store'])
    expect(await seenAt()).toEqual(seen)
    await revokeTill(pages.store, { tillId: 'till-shibuya', storeId: null, now: pages.clock.now })
    for (const device of [{ cookie }, {}, { cookie: 'okaeri-till=x' }])
      expect(await standing(device)).toEqual([204, 'reload', 'no-store'])
  })
})
