import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { setPaperMode } from '../../src/coupons/paper/modes.ts'
import { uploadScans } from '../../src/coupons/paper/scans.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { HOUR, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'
import { addShops, codeOf, grantTo, previewOf, SECRET, SHIBUYA, staffOf } from './support.ts'

/** A name that stands nowhere but with the person. */
const NAME = '金糸雀'

/** The least role of each route of the coupons, and whether it is of one store. A route that is not named here fails the test. */
const POLICY: Readonly<Record<string, 'owner' | 'manager' | 'own store'>> = {
  'GET /admin/coupons': 'manager',
  'GET /admin/coupons/watch': 'manager',
  'GET /admin/coupons/:couponId': 'manager',
  'GET /admin/coupons/:couponId/uses': 'manager',
  'GET /admin/coupons/:couponId/uses.csv': 'manager',
  'GET /admin/coupons/:couponId/days.csv': 'manager',
  'GET /admin/coupons/automatic': 'owner',
  'POST /admin/coupons/automatic/:occasion/starts': 'owner',
  'POST /admin/coupons/automatic/:occasion/stops': 'owner',
  'GET /admin/coupons/new': 'owner',
  'POST /admin/coupons': 'owner',
  'POST /admin/coupons/previews': 'owner',
  'POST /admin/coupons/rehearsals': 'owner',
  'GET /admin/coupons/:couponId/extend': 'owner',
  'POST /admin/coupons/:couponId/extensions': 'owner',
  'GET /admin/coupons/:couponId/stop': 'owner',
  'POST /admin/coupons/:couponId/stops': 'owner',
  'GET /admin/coupons/:couponId/issue': 'own store',
  'POST /admin/coupons/:couponId/issues': 'own store',
  'GET /admin/coupons/gifts/:memberId': 'own store',
  'POST /admin/coupons/gifts/:memberId': 'own store',
  'GET /admin/coupons/:couponId/people': 'own store',
  'GET /admin/coupons/:couponId/people/new': 'own store',
  'GET /admin/coupons/:couponId/people/:grantId': 'own store',
  'GET /admin/coupons/:couponId/people/:grantId/withdraw': 'own store',
  'POST /admin/coupons/:couponId/people/:grantId/extensions': 'own store',
  'POST /admin/coupons/:couponId/people/:grantId/withdrawals': 'own store',
  'GET /admin/paper': 'manager',
  'GET /admin/paper/stores/:storeId': 'owner',
  'POST /admin/paper/stores/:storeId/modes': 'owner',
  'POST /admin/paper/stores/:storeId/removals': 'owner',
  'GET /admin/paper/scans/:scanId': 'own store',
  'POST /admin/paper/scans/:scanId/settlements': 'own store',
}

const store = newStore()
const now = () => NOON + HOUR
const line = { ...lineThatAnswers(), quota: async () => ({ limit: 200, used: 0 }) }
const app = createApp(newDeps(store, { now, line }))
const ROUTES = [
  ...new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && /^\/admin\/(coupons|paper)/.test(path))
      .map(({ method, path }) => `${method} ${path}`),
  ),
]
const cookies = new Map<string, string>()
let ids: Readonly<Record<string, string>> = {}

/** A coupon of Shibuya and Shinjuku, used there by somebody of Shibuya; a scan of it came later and is a conflict. */
beforeAll(async () => {
  await addShops(store)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'foreign', { role: 'manager', storeId: 'ueno' })
  await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
  for (const who of ['owner', 'manager', 'foreign', 'staff']) cookies.set(who, await signIn(store, who, now()))
  const { couponId, grantId } = await grantTo(store, 'hana')
  await store.db
    .updateTable('members')
    .set({ name: NAME, name_folded: NAME, store_id: 'shibuya' })
    .where('id', '=', 'hana')
    .execute()
  await setPaperMode(store, {
    storeId: 'shibuya',
    mode: { perDayMax: 9, valueMaxYen: 9_000 },
    operatorId: 'owner',
    now: NOON,
  })
  const use = { preview: await previewOf(store, grantId), till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON + 1 }
  const { id: redemption } = await redeemCoupon(store, use)
  expect(redemption).toBeTruthy()
  const scan = { id: 'scan-0123456789abcdef', code: await codeOf(store, grantId), scannedAt: NOON + 1 }
  await uploadScans(store, { sessionSecret: SECRET, till: SHIBUYA, scans: [scan], now: NOON + HOUR })
  ids = { couponId, grantId, memberId: 'hana', storeId: 'shibuya', scanId: scan.id, occasion: 'welcome' }
})

const ask = (route: string, who: string) => {
  const [method = '', path = ''] = route.split(' ')
  const address = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? 'nowhere')
  // Of what each form asks for the least that its rule would take.
  const fields = {
    words: '閉店のため',
    until: '2026-09-01',
    coupon: ids.couponId ?? '',
    audience: 'everybody',
    count: '1',
    version: '0',
  }
  const body =
    method === 'GET' ? null : new URLSearchParams({ ...fields, issueId: crypto.randomUUID(), perDay: '1', value: '1' })
  return app.request(address, { method, body, headers: { cookie: cookies.get(who) ?? '', origin: BASE_URL } })
}
const count = async (table: string) =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(store.db)).rows[0]?.n ?? Number.NaN
/** Who looked at people is noted, and no change of anything. */
const changes = async () => {
  const { rows } = await sql<{ n: number }>`select total_changes() as n`.execute(store.db)
  return (rows[0]?.n ?? Number.NaN) - (await count('access_log'))
}

describe('every route of the coupons', () => {
  it('has a policy in this test', () => expect([...ROUTES].sort()).toEqual(Object.keys(POLICY).sort()))

  it('is for nobody less than it says, and of another store it does not exist; then nothing changes', async () => {
    const before = await changes()
    for (const route of ROUTES) {
      expect([route, (await ask(route, 'staff')).status]).toEqual([route, 403])
      if (POLICY[route] === 'owner') expect([route, (await ask(route, 'manager')).status]).toEqual([route, 403])
      if (POLICY[route] === 'own store') expect([route, (await ask(route, 'foreign')).status]).toEqual([route, 404])
    }
    expect(await changes()).toBe(before)
  })

  it('shows a manager of another store nobody, as list, as figures or as a file', async () => {
    for (const route of ROUTES.filter((one) => one.startsWith('GET') && POLICY[one] === 'manager')) {
      const response = await ask(route, 'foreign')
      expect([route, response.status, (await response.text()).includes(NAME)]).toEqual([route, 200, false])
    }
  })

  it('changes nothing by being looked at, and whoever sees a name there is noted before', async () => {
    const shown: string[] = []
    for (const route of ROUTES.filter((one) => one.startsWith('GET')))
      for (const who of POLICY[route] === 'owner' ? ['owner'] : ['owner', 'manager']) {
        const [before, noted] = [await changes(), await count('access_log')]
        const response = await ask(route, who)
        const html = await response.text()
        expect([route, response.status]).toEqual([route, 200])
        expect([route, await changes()]).toEqual([route, before])
        if (!html.includes(NAME)) continue
        expect([route, await count('access_log')]).toEqual([route, noted + 1])
        if (who === 'manager') shown.push(route)
      }
    expect(shown.sort()).toEqual(
      [
        'GET /admin/coupons/:couponId',
        'GET /admin/coupons/:couponId/uses',
        'GET /admin/coupons/:couponId/uses.csv',
        'GET /admin/coupons/gifts/:memberId',
        'GET /admin/coupons/:couponId/people',
        'GET /admin/coupons/:couponId/people/new',
        'GET /admin/coupons/:couponId/people/:grantId',
        'GET /admin/coupons/:couponId/people/:grantId/withdraw',
        'GET /admin/paper',
        'GET /admin/paper/scans/:scanId',
      ].sort(),
    )
  })
})
