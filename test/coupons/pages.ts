import { Hono } from 'hono'
import { couponPages } from '../../src/coupons/guest/member.tsx'
import { couponToken } from '../../src/coupons/links.ts'
import { tillPages } from '../../src/coupons/till/till.tsx'
import { sha256Hex } from '../../src/crypto.ts'
import { enrolTill } from '../../src/stores/tills.ts'
import { assets } from '../../src/web/assets.ts'
import { requireOwnOrigin } from '../../src/web/csrf.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { headers } from '../../src/web/headers.ts'
import { chooseLanguage } from '../../src/web/language.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { standAt } from '../stores/at-till.ts'
import { DAY, NOON, newStore } from '../support.ts'
import { addShops, codeOf, grantTo, SECRET } from './support.ts'

/** The guest's and the till's pages behind the same doors as in the product, with a clock that a test moves. */
export async function openPages() {
  const store = newStore()
  await addShops(store)
  const clock = { now: NOON }
  const deps = newDeps(store, { now: () => clock.now })
  const app = new Hono<WebEnv>()
    .use(headers(deps.config))
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .use(chooseLanguage(), requireOwnOrigin())
    .route('/', assets)
    .route('/coupon', couponPages)
    .route('/till', tillPages)

  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })
  const post = (path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: BASE_URL, ...headers } })
  const till = (cookie: string, path: string, form: Record<string, string>) => post(`/till${path}`, form, { cookie })

  async function given(memberId: string, more: Parameters<typeof grantTo>[2] = {}) {
    const granted = await grantTo(store, memberId, more)
    return { ...granted, path: `/coupon/${await couponToken(SECRET, granted.grantId)}` }
  }

  /** The cookie of a device that was enrolled as that store's till; nobody stands there yet. */
  async function device(storeId: string) {
    const token = storeId.padEnd(64, '0').replace(/[^0-9a-f]/g, 'a')
    await store.db
      .updateTable('tills')
      .set({ enrolment_hash: await sha256Hex(token), enrolment_expires_at: clock.now + DAY })
      .where('store_id', '=', storeId)
      .execute()
    return `okaeri-till=${await enrolTill(store, { token, now: clock.now })}`
  }

  /** The same with somebody of the store who entered their PIN there. */
  async function enrolled(storeId: string) {
    const [tillId, operatorId] = [`till-${storeId}`, `staff-${storeId}`]
    return `${await device(storeId)}; ${await standAt(store, { tillId, storeId, operatorId, now: clock.now })}`
  }

  async function useAt(storeId: string, grantId: string, cookie?: string) {
    const here = cookie ?? (await enrolled(storeId))
    const page = await (await till(here, '/previews', { code: await codeOf(store, grantId, clock.now) })).text()
    await till(here, '/redemptions', { preview: previewIn(page) })
  }

  const codesKept = async () => (await store.db.selectFrom('coupon_codes').selectAll().execute()).length

  return { store, clock, get, post, till, given, device, enrolled, useAt, codesKept }
}

/** The signed preview in a till's form. */
export const previewIn = (page: string) => /name="preview" value="([^"]+)"/.exec(page)?.[1] ?? ''
