import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { stopCoupon } from '../../src/coupons/coupons.ts'
import { couponToken } from '../../src/coupons/links.ts'
import { couponPages } from '../../src/coupons/member.tsx'
import { WRONG_CODES_MAX } from '../../src/coupons/previews.ts'
import { tillPages } from '../../src/coupons/till.tsx'
import { sha256Hex } from '../../src/crypto.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import { enrolTill, revokeTill } from '../../src/stores/tills.ts'
import { assets } from '../../src/web/assets.ts'
import { requireOwnOrigin } from '../../src/web/csrf.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { headers } from '../../src/web/headers.ts'
import { chooseLanguage } from '../../src/web/language.ts'
import { BASE_URL, configFor, newDeps } from '../deps.ts'
import { DAY, MINUTE, NOON, newStore } from '../support.ts'
import { addShops, codeOf, grantTo, interactions, redemptions } from './support.ts'

let store: SqliteStore
let now: number
let app: Hono<WebEnv>
beforeEach(async () => {
  store = newStore()
  now = NOON
  app = appOf(store, () => now)
  await addShops(store)
})

describe('the guest page', () => {
  it('shows what, for whom and on which terms, and changes nothing by being opened', async () => {
    const { path } = await given('花')

    const page = await (await get(path)).text()

    for (const words of [
      '卒業生おかえり割',
      '花さんのクーポン',
      'お会計から20%引き',
      '3,000円以上のお会計で',
      '渋谷店、新宿店',
    ])
      expect(page).toContain(words)
    expect(page).toContain('ほかの割引とは併用できません')
    expect(await rows('coupon_codes')).toBe(0)
    expect(await interactions(store)).toEqual([])
  })

  it('has a code, a QR and a clock that change every half minute', async () => {
    const { path, grantId } = await given('花')
    const code = await codeOf(store, grantId, NOON)
    const first = await post(`${path}/codes`)
    const fragment = await first.text()

    expect(fragment).toContain(`${code.slice(0, 4)}-${code.slice(4)}`)
    expect(fragment).toContain('<svg')
    expect(fragment).toContain('12:00:00')
    expect(first.headers.get('x-refresh')).toBeNull()
    now = NOON + MINUTE
    expect(await (await post(`${path}/codes`)).text()).not.toContain(code.slice(4))
  })

  it('works without JavaScript: a button asks for the code', async () => {
    const { path, grantId } = await given('花')
    expect(await (await get(path)).text()).toContain(`<form method="post" action="${path}">`)

    expect(await (await post(path)).text()).toContain((await codeOf(store, grantId)).slice(4))
  })

  it('tells within a second where and when it was used, and then stops asking', async () => {
    const { path, grantId } = await given('花')
    now = Date.parse('2026-04-01T19:42+09:00')
    await useAt('shibuya', grantId)

    const fragment = await post(`${path}/codes`)
    expect(fragment.headers.get('x-refresh')).toBe('stop')
    expect(await fragment.text()).toContain('19:42 渋谷店で使用済み')
    const page = await (await get(path)).text()
    expect(page).toContain('19:42 渋谷店で使用済み')
    expect(page).not.toContain('data-refresh=')
    now += DAY
    expect(await (await get(path)).text()).toContain('4月1日（水） 19:42 渋谷店で使用済み')
  })

  it('shows a spent code of a coupon with more uses no longer, and the next one soon', async () => {
    const { path, grantId } = await given('花', { usesMax: 3 })
    const code = await codeOf(store, grantId)
    await useAt('shibuya', grantId)

    const spent = await post(`${path}/codes`)
    expect(spent.headers.get('x-refresh')).toBeNull()
    const words = await spent.text()
    expect(words).toContain('12:00 渋谷店で1回使いました')
    expect(words).toContain('あと2回使えます')
    expect(words).not.toContain(code.slice(4))
    now += MINUTE
    expect(await (await post(`${path}/codes`)).text()).toContain('<svg')
  })

  it('says so when it is over, not yet begun or stopped, and shows no code', async () => {
    const over = await given('花', { endsAt: NOON })
    const early = await given('健', { startsAt: NOON + DAY })
    const stopped = await given('優')
    await stopCoupon(store, { couponId: stopped.couponId, now: NOON })

    for (const [{ path }, words] of [
      [over, '4月1日（水） 11:59に期限が切れました'],
      [early, '4月2日（木） 12:00からお使いいただけます'],
      [stopped, 'このクーポンは終了しました'],
    ] as const) {
      expect(await (await get(path)).text()).toContain(words)
      const fragment = await post(`${path}/codes`)
      expect(fragment.headers.get('x-refresh')).toBe('stop')
      expect(await fragment.text()).not.toContain('<svg')
    }
    expect(await rows('coupon_codes')).toBe(0)
  })

  it('speaks the language of its person', async () => {
    const { path } = await given('Hana')
    await store.db.updateTable('members').set({ language: 'en' }).execute()

    const page = await (await get(path)).text()
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('Hana&#39;s coupon')
    expect(page).toContain('20% off the bill')
  })

  it('is the same friendly page for every link that is not ours', async () => {
    const { grantId, path } = await given('花')
    const forged = [`/coupon/${grantId}`, `${path}0`, `/coupon/${await couponToken('another secret', grantId)}`]
    const unknown = `/coupon/${await couponToken(configFor().sessionSecret, 'no-such-grant')}`

    const pages = await Promise.all([...forged, unknown].map((link) => get(link)))
    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    const [first, ...others] = await Promise.all(pages.map((page) => page.text()))
    expect(first).toContain('このページは開けません')
    for (const other of others) expect(other).toBe(first)
    expect((await post(`/coupon/${grantId}/codes`)).status).toBe(404)
  })

  it('keeps its address to itself, is stored nowhere and needs under 40 KB', async () => {
    const { path } = await given('花')
    const page = await get(path)
    const assets = [...(await page.clone().text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
      ([, url = '']) => url,
    )

    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
    const sizes = await Promise.all(
      [path, ...new Set(assets)].map(async (url) => (await (await get(url)).arrayBuffer()).byteLength),
    )
    const fragment = (await (await post(`${path}/codes`)).arrayBuffer()).byteLength
    expect(assets.length).toBeGreaterThan(1)
    expect(sizes.reduce((sum, size) => sum + size, fragment)).toBeLessThan(40_000)
    expect(fragment).toBeLessThan(6_000)
  })

  it('has no inline style or script, and shows a hostile name as text', async () => {
    const { path } = await given('花')
    await store.db.updateTable('members').set({ name: '<img src=x onerror=alert(1)>' }).execute()

    const page = (await (await get(path)).text()) + (await (await post(`${path}/codes`)).text())
    expect(page).not.toContain('<img src=x')
    expect(page).not.toMatch(/ style=|<style|<script(?! src=)/)
  })
})

describe('the till', () => {
  it('goes from the code to the result: look, confirm, done', async () => {
    const { grantId } = await given('花')
    const cookie = await enrolled('shibuya')
    const page = await (await till(cookie, '/previews', { code: (await codeOf(store, grantId)).toLowerCase() })).text()

    for (const words of ['花さん', '卒業生おかえり割', 'お会計から20%引き', '3,000円以上のお会計で', '使用する'])
      expect(page).toContain(words)
    expect(await redemptions(store)).toEqual([])

    const done = await (await till(cookie, '/redemptions', { preview: previewIn(page) })).text()
    for (const words of ['使用できました', '花さん', '渋谷店 12:00', '次のお客さまへ']) expect(done).toContain(words)
    expect(await redemptions(store)).toMatchObject([{ grant_id: grantId, store_id: 'shibuya', use_no: 1 }])
  })

  it('previews a scanned QR, and uses nothing by it', async () => {
    const { grantId } = await given('花')
    const cookie = await enrolled('shibuya')

    const page = await get(`/till?code=${await codeOf(store, grantId)}`, { cookie })

    expect(await page.text()).toContain('花さん')
    expect(await redemptions(store)).toEqual([])
  })

  it('gives the same result page when the answer got lost and the form is sent again', async () => {
    const { grantId } = await given('花')
    const cookie = await enrolled('shibuya')
    const preview = previewIn(await (await till(cookie, '/previews', { code: await codeOf(store, grantId) })).text())
    const first = await (await till(cookie, '/redemptions', { preview })).text()
    now += MINUTE

    const second = await till(cookie, '/redemptions', { preview })
    expect(second.status).toBe(200)
    expect(await second.text()).toBe(first)
    expect(await redemptions(store)).toHaveLength(1)
  })

  it('tells a second till when and where it was used, both at the code and at the confirmation', async () => {
    const { grantId } = await given('花')
    const [here, there] = [await enrolled('shibuya'), await enrolled('shinjuku')]
    now = Date.parse('2026-04-01T19:42+09:00')
    const code = await codeOf(store, grantId, now)
    const seen = previewIn(await (await till(there, '/previews', { code })).text())
    await useAt('shibuya', grantId, here)
    now += 5_000

    for (const answer of [
      await till(there, '/previews', { code }),
      await till(there, '/redemptions', { preview: seen }),
    ]) {
      expect(answer.status).toBe(422)
      const words = await answer.text()
      expect(words).toContain('19:42に渋谷店で使用済みです')
      expect(words).toContain('till-stop')
    }
  })

  it('takes a preview only at the till that made it, and none that it did not make', async () => {
    const { grantId } = await given('花')
    const [here, there] = [await enrolled('shibuya'), await enrolled('shinjuku')]
    const preview = previewIn(await (await till(here, '/previews', { code: await codeOf(store, grantId) })).text())
    const forged = [preview.replace(/^[^.]+/, 'another-grant'), preview.replace(/.$/, 'x'), grantId, '']

    for (const [cookie, token] of [[there, preview] as const, ...forged.map((token) => [here, token] as const)])
      expect((await till(cookie, '/redemptions', { preview: token })).status).toBe(422)
    expect(await redemptions(store)).toEqual([])
  })

  it('lets a wrong code be tried again at once, and says until when it is locked', async () => {
    const cookie = await enrolled('shibuya')
    const wrong = await till(cookie, '/previews', { code: 'WRONG123' })
    expect(wrong.status).toBe(422)
    const words = await wrong.text()
    expect(words).toContain('till-wait')
    expect(words).toContain('name="code"')
    for (let i = 1; i < WRONG_CODES_MAX; i++) await till(cookie, '/previews', { code: 'WRONG123' })

    const locked = await till(cookie, '/previews', { code: 'WRONG123' })
    expect(locked.status).toBe(429)
    expect(await locked.text()).toContain('13:00まで受け付けません')
  })

  it.each([
    ['an expired coupon', { endsAt: NOON + 1 }, '期限切れです'],
    ['another store', { storeIds: ['ueno'] }, '使える店舗：上野店'],
  ])('says no to %s', async (_, more, words) => {
    const { grantId } = await given('花', more)
    const code = await codeOf(store, grantId)
    now = NOON + 1

    const answer = await till(await enrolled('shibuya'), '/previews', { code })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
  })

  it('is only for an enrolled device, and no longer for a revoked one', async () => {
    const cookie = await enrolled('shibuya')
    expect((await get('/till', { cookie })).status).toBe(200)
    await revokeTill(store, { tillId: 'till-shibuya', storeId: null, now })

    for (const answer of [
      await get('/till'),
      await get('/till', { cookie }),
      await till(cookie, '/previews', { code: 'WRONG123' }),
      await till(cookie, '/redemptions', { preview: 'x' }),
    ]) {
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('この端末は未登録です')
    }
  })

  it('lets its other neighbours under /till alone', async () => {
    expect((await get('/till/enrol/abc')).status).toBe(404)
  })

  it('is worked by the keyboard alone: the cursor waits in the field, then on the button', async () => {
    const { grantId } = await given('花')
    const cookie = await enrolled('shibuya')

    expect(await (await get('/till', { cookie })).text()).toMatch(/<input[^>]* autofocus/)
    const preview = await (await till(cookie, '/previews', { code: await codeOf(store, grantId) })).text()
    expect(preview).toMatch(/<button[^>]* autofocus[^>]*>使用する/)
  })

  it('speaks English', async () => {
    const { grantId } = await given('花')
    const cookie = `${await enrolled('shibuya')}; lang=en`
    const page = await (await till(cookie, '/previews', { code: await codeOf(store, grantId) })).text()
    expect(page).toContain('Use coupon')
    expect(page).toContain('¥3,000 or more')
    expect(await (await till(cookie, '/redemptions', { preview: previewIn(page) })).text()).toContain('Next guest')
  })
})

const { sessionSecret } = configFor()

function appOf(store: SqliteStore, now: () => number) {
  const deps = newDeps(store, { now })
  return new Hono<WebEnv>()
    .use(headers(deps.config))
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .use(chooseLanguage(), requireOwnOrigin())
    .route('/', assets)
    .route('/coupon', couponPages)
    .route('/till', tillPages)
}

async function given(memberId: string, more: Parameters<typeof grantTo>[2] = {}) {
  const granted = await grantTo(store, memberId, more)
  return { ...granted, path: `/coupon/${await couponToken(sessionSecret, granted.grantId)}` }
}

/** The cookie of a device that was enrolled as that store's till. */
async function enrolled(storeId: string) {
  const token = storeId.padEnd(64, '0').replace(/[^0-9a-f]/g, 'a')
  await store.db
    .updateTable('tills')
    .set({ enrolment_hash: await sha256Hex(token), enrolment_expires_at: now + DAY })
    .where('store_id', '=', storeId)
    .execute()
  return `okaeri-till=${await enrolTill(store, { token, now })}`
}

async function useAt(storeId: string, grantId: string, cookie?: string) {
  const device = cookie ?? (await enrolled(storeId))
  const page = await (await till(device, '/previews', { code: await codeOf(store, grantId, now) })).text()
  await till(device, '/redemptions', { preview: previewIn(page) })
}

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })
const post = (path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: BASE_URL, ...headers } })
const till = (cookie: string, path: string, form: Record<string, string>) => post(`/till${path}`, form, { cookie })
const previewIn = (page: string) => /name="preview" value="([^"]+)"/.exec(page)?.[1] ?? ''
const rows = async (table: 'coupon_codes') => (await store.db.selectFrom(table).selectAll().execute()).length
