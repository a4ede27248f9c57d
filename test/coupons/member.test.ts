import { beforeEach, describe, expect, it } from 'vitest'
import { eraseMember } from '../../src/consent/erasing.ts'
import { spellCode } from '../../src/coupons/codes.ts'
import { type NewCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import { couponToken } from '../../src/coupons/links.ts'
import { filesInMemory } from '../../src/images/files.ts'
import { DAY, MINUTE, NOON } from '../support.ts'
import { openPages } from './pages.ts'
import { codeOf, interactions, SECRET } from './support.ts'

/** Every condition there is, in many words. */
const MUCH: Partial<NewCoupon> = {
  ...{ title: '春の感謝祭・卒業生とご家族のみなさまへの特別ご招待デザートクーポン', kind: 'free_item', value: 400 },
  ...{ item: '季節のくだものと自家製ほうじ茶プリンの盛り合わせ', usesMax: 3, totalMax: 100 },
  conditions: {
    ...{ minimumSpendYen: 2_000, combinable: false, guestsMax: 4, weekdays: [1, 2, 3, 4, 5] },
    ...{ hours: { from: '11:00', until: '26:00' }, note: '「卒業生クーポン」とお伝えください。'.repeat(5) },
  },
}

let pages: Awaited<ReturnType<typeof openPages>>
beforeEach(async () => {
  pages = await openPages()
})

describe('the guest page', () => {
  it('shows what, for whom and on which terms, and changes nothing by being opened', async () => {
    const { path } = await pages.given('花')

    const page = await (await pages.get(path)).text()

    for (const words of [
      '卒業生おかえり割',
      '花さんのクーポン',
      'お会計から20%引き',
      '3,000円以上のお会計で',
      '渋谷店、新宿店',
    ])
      expect(page).toContain(words)
    expect(page).toContain('ほかの割引とは併用できません')
    expect(await pages.codesKept()).toBe(0)
    expect(await interactions(pages.store)).toEqual([])
  })

  it('has a code, a QR and a clock that change every half minute', async () => {
    const { path, grantId } = await pages.given('花')
    const code = await codeOf(pages.store, grantId, NOON)
    const first = await pages.post(`${path}/codes`)
    const fragment = await first.text()

    expect(fragment).toContain(spellCode(code))
    expect(fragment).toContain('<svg')
    expect(fragment).toContain('12:00:00')
    expect(first.headers.get('x-refresh')).toBeNull()
    pages.clock.now = NOON + MINUTE
    expect(await (await pages.post(`${path}/codes`)).text()).not.toContain(spellCode(code))
  })

  it('is told that nothing changed while nothing did, and at once what did', async () => {
    const { path, grantId } = await pages.given('花', { usesMax: 3 })
    const mark = (await pages.post(`${path}/codes`)).headers.get('x-refresh-mark') ?? ''
    const again = () => pages.post(`${path}/codes`, {}, { 'x-refresh-have': mark })

    expect([(await again()).status, await (await again()).text()]).toEqual([204, ''])
    await pages.useAt('shibuya', grantId)
    expect(await (await again()).text()).toContain('12:00 渋谷店で1回使いました')
    await pages.store.db.updateTable('redemptions').set({ voided_at: NOON, void_reason: '' }).execute()
    pages.clock.now = NOON + MINUTE
    expect((await again()).status).toBe(200)
  })

  it('works without JavaScript: a button asks for the code', async () => {
    const { path, grantId } = await pages.given('花')
    expect(await (await pages.get(path)).text()).toContain(`<form method="post" action="${path}">`)

    expect(await (await pages.post(path)).text()).toContain((await codeOf(pages.store, grantId)).slice(4))
  })

  it('tells within a second where and when it was used, and then stops asking', async () => {
    const { path, grantId } = await pages.given('花')
    pages.clock.now = Date.parse('2026-04-01T19:42+09:00')
    await pages.useAt('shibuya', grantId)

    const fragment = await pages.post(`${path}/codes`)
    expect(fragment.headers.get('x-refresh')).toBe('stop')
    expect(await fragment.text()).toContain('19:42 渋谷店で使用済み')
    const page = await (await pages.get(path)).text()
    expect(page).toContain('19:42 渋谷店で使用済み')
    expect(page).not.toContain('data-refresh=')
    pages.clock.now += DAY
    expect(await (await pages.get(path)).text()).toContain('4月1日（水） 19:42 渋谷店で使用済み')
  })

  it('shows a spent code of a coupon with more uses no longer, and the next one soon', async () => {
    const { path, grantId } = await pages.given('花', { usesMax: 3 })
    const code = await codeOf(pages.store, grantId)
    await pages.useAt('shibuya', grantId)

    const spent = await pages.post(`${path}/codes`)
    expect(spent.headers.get('x-refresh')).toBeNull()
    const words = await spent.text()
    expect(words).toContain('12:00 渋谷店で1回使いました')
    expect(words).toContain('あと2回使えます')
    expect(words).not.toContain(spellCode(code))
    pages.clock.now += MINUTE
    expect(await (await pages.post(`${path}/codes`)).text()).toContain('<svg')
  })

  it('says so when it is over, not yet begun or stopped, and shows no code', async () => {
    const over = await pages.given('花', { endsAt: NOON })
    const early = await pages.given('健', { startsAt: NOON + DAY })
    const stopped = await pages.given('優')
    await stopCoupon(pages.store, { couponId: stopped.couponId, now: NOON })

    for (const [{ path }, words] of [
      [over, '4月1日（水） 11:59に期限が切れました'],
      [early, '4月2日（木） 12:00からお使いいただけます'],
      [stopped, 'このクーポンは終了しました'],
    ] as const) {
      expect(await (await pages.get(path)).text()).toContain(words)
      const fragment = await pages.post(`${path}/codes`)
      expect(fragment.headers.get('x-refresh')).toBe('stop')
      expect(await fragment.text()).not.toContain('<svg')
    }
    expect(await pages.codesKept()).toBe(0)
  })

  it('speaks the language of its person', async () => {
    const { path } = await pages.given('Hana')
    await pages.store.db.updateTable('members').set({ language: 'en' }).execute()

    const page = await (await pages.get(path)).text()
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('Hana&#39;s coupon')
    expect(page).toContain('20% off the bill')
  })

  it('is the same friendly page for every link that is not ours', async () => {
    const { grantId, path } = await pages.given('花')
    const forged = [`/coupon/${grantId}`, `${path}0`, `/coupon/${await couponToken('another secret', grantId)}`]
    const unknown = `/coupon/${await couponToken(SECRET, 'no-such-grant')}`
    const erased = await pages.given('健')
    await eraseMember({ store: pages.store, files: filesInMemory() }, { memberId: '健', now: NOON })

    const answers = await Promise.all([...forged, unknown, erased.path].map((link) => pages.get(link)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    const [first, ...others] = await Promise.all(answers.map((answer) => answer.text()))
    expect(first).toContain('このページは開けません')
    for (const other of others) expect(other).toBe(first)
    expect((await pages.post(`/coupon/${grantId}/codes`)).status).toBe(404)
  })

  it.each([
    'ja',
    'plain-ja',
    'en',
  ] as const)('is kept nowhere and needs under 40 KB, however much it says: %s', async (language) => {
    const { path } = await pages.given('花', MUCH)
    await pages.store.db.updateTable('members').set({ language }).execute()
    const page = await pages.get(path)
    const assets = [...(await page.clone().text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
      ([, url = '']) => url,
    )

    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
    const sizes = await Promise.all(
      [path, ...new Set(assets)].map(async (url) => (await (await pages.get(url)).arrayBuffer()).byteLength),
    )
    const shown = await (await pages.post(`${path}/codes`)).text()
    expect(shown).toContain('<svg')
    const fragment = new TextEncoder().encode(shown).byteLength
    expect(assets.length).toBeGreaterThan(1)
    expect(sizes.reduce((sum, size) => sum + size, fragment)).toBeLessThan(40_000)
    expect(fragment).toBeLessThan(6_000)
  })

  it('says in easy words too that the net is gone, and for how long the code is good', async () => {
    const { path } = await pages.given('花')
    await pages.store.db.updateTable('members').set({ language: 'plain-ja' }).execute()
    const page = await (await pages.post(path)).text()
    for (const words of [
      'data-offline="インターネットに つながって いません。つながると、また 動きます。"',
      'data-refresh-failed="新しい 画面を 出せませんでした。今 もう一度 やって います。"',
      'data-countdown-text="あと {}秒"',
    ])
      expect(page).toContain(words)
  })

  it('has no inline style or script, and shows a hostile name as text', async () => {
    const { path } = await pages.given('花')
    await pages.store.db.updateTable('members').set({ name: '<img src=x onerror=alert(1)>' }).execute()

    const page = (await (await pages.get(path)).text()) + (await (await pages.post(`${path}/codes`)).text())
    expect(page).not.toContain('<img src=x')
    expect(page).not.toMatch(/ style=|<style|<script(?! src=)/)
  })
})
