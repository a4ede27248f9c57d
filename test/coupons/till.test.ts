import { beforeEach, describe, expect, it } from 'vitest'
import { WRONG_CODES_MAX } from '../../src/coupons/till/previews.ts'
import { revokeTill } from '../../src/stores/tills.ts'
import { MINUTE, NOON } from '../support.ts'
import { openPages, previewIn } from './pages.ts'
import { codeOf, redemptions } from './support.ts'

let pages: Awaited<ReturnType<typeof openPages>>
beforeEach(async () => {
  pages = await openPages()
})

describe('the till', () => {
  it('goes from the code to the result: look, confirm, done', async () => {
    const { grantId } = await pages.given('花')
    const cookie = await pages.enrolled('shibuya')
    const page = await (
      await pages.till(cookie, '/previews', { code: (await codeOf(pages.store, grantId)).toLowerCase() })
    ).text()

    for (const words of ['花さん', '卒業生おかえり割', 'お会計から20%引き', '3,000円以上のお会計で', '使用する'])
      expect(page).toContain(words)
    expect(await redemptions(pages.store)).toEqual([])

    const done = await (await pages.till(cookie, '/redemptions', { preview: previewIn(page) })).text()
    for (const words of ['使用できました', '花さん', '渋谷店 12:00', '次のお客さまへ']) expect(done).toContain(words)
    expect(await redemptions(pages.store)).toMatchObject([{ grant_id: grantId, store_id: 'shibuya', use_no: 1 }])
  })

  it('fills in the code of a scanned QR, and looks nothing up by a link: thirty wrong ones lock no till', async () => {
    const { grantId } = await pages.given('花')
    const cookie = await pages.enrolled('shibuya')
    for (let i = 0; i < 30; i++) expect((await pages.get('/till?code=ABCDEFGH', { cookie })).status).toBe(200)

    const code = await codeOf(pages.store, grantId)
    const page = await pages.get(`/till?code=${code}`, { cookie })
    expect(await page.text()).toContain(`value="${code}"`)
    expect(await (await pages.till(cookie, '/previews', { code })).text()).toContain('花さん')
    expect(await redemptions(pages.store)).toEqual([])
  })

  it('gives the same result page when the answer got lost and the form is sent again', async () => {
    const { grantId } = await pages.given('花')
    const cookie = await pages.enrolled('shibuya')
    const preview = previewIn(
      await (await pages.till(cookie, '/previews', { code: await codeOf(pages.store, grantId) })).text(),
    )
    const first = await (await pages.till(cookie, '/redemptions', { preview })).text()
    pages.clock.now += MINUTE

    const second = await pages.till(cookie, '/redemptions', { preview })
    expect(second.status).toBe(200)
    expect(await second.text()).toBe(first)
    expect(await redemptions(pages.store)).toHaveLength(1)
  })

  it('tells a second till when and where it was used, both at the code and at the confirmation', async () => {
    const { grantId } = await pages.given('花')
    const [here, there] = [await pages.enrolled('shibuya'), await pages.enrolled('shinjuku')]
    pages.clock.now = Date.parse('2026-04-01T19:42+09:00')
    const code = await codeOf(pages.store, grantId, pages.clock.now)
    const seen = previewIn(await (await pages.till(there, '/previews', { code })).text())
    await pages.useAt('shibuya', grantId, here)
    pages.clock.now += 5_000

    for (const answer of [
      await pages.till(there, '/previews', { code }),
      await pages.till(there, '/redemptions', { preview: seen }),
    ]) {
      expect(answer.status).toBe(422)
      const words = await answer.text()
      expect(words).toContain('19:42に渋谷店で使用済みです')
      expect(words).toContain('till-stop')
    }
  })

  it('takes a preview only at the till that made it, and none that it did not make', async () => {
    const { grantId } = await pages.given('花')
    const [here, there] = [await pages.enrolled('shibuya'), await pages.enrolled('shinjuku')]
    const preview = previewIn(
      await (await pages.till(here, '/previews', { code: await codeOf(pages.store, grantId) })).text(),
    )
    const forged = [preview.replace(/^[^.]+/, 'another-grant'), preview.replace(/.$/, 'x'), grantId, '']

    for (const [cookie, token] of [[there, preview] as const, ...forged.map((token) => [here, token] as const)])
      expect((await pages.till(cookie, '/redemptions', { preview: token })).status).toBe(422)
    expect(await redemptions(pages.store)).toEqual([])
  })

  it('lets a wrong code be tried again at once, and says until when it is locked', async () => {
    const cookie = await pages.enrolled('shibuya')
    const wrong = await pages.till(cookie, '/previews', { code: 'WRONG123' })
    expect(wrong.status).toBe(422)
    const words = await wrong.text()
    expect(words).toContain('till-wait')
    expect(words).toContain('name="code"')
    for (let i = 1; i < WRONG_CODES_MAX; i++) await pages.till(cookie, '/previews', { code: 'WRONG123' })

    const locked = await pages.till(cookie, '/previews', { code: 'WRONG123' })
    expect(locked.status).toBe(429)
    expect(await locked.text()).toContain('13:00まで受け付けません')
  })

  it.each([
    ['an expired coupon', { endsAt: NOON + 1 }, '期限切れです'],
    ['another store', { storeIds: ['ueno'] }, '使える店舗：上野店'],
  ])('says no to %s', async (_, more, words) => {
    const { grantId } = await pages.given('花', more)
    const code = await codeOf(pages.store, grantId)
    pages.clock.now = NOON + 1

    const answer = await pages.till(await pages.enrolled('shibuya'), '/previews', { code })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
  })

  it('is only for an enrolled device, and no longer for a revoked one', async () => {
    const cookie = await pages.enrolled('shibuya')
    expect((await pages.get('/till', { cookie })).status).toBe(200)
    await revokeTill(pages.store, { tillId: 'till-shibuya', storeId: null, now: pages.clock.now })

    for (const answer of [
      await pages.get('/till'),
      await pages.get('/till', { cookie }),
      await pages.till(cookie, '/previews', { code: 'WRONG123' }),
      await pages.till(cookie, '/redemptions', { preview: 'x' }),
    ]) {
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('この端末は未登録です')
    }
  })

  it('lets its other neighbours under /till alone', async () => {
    expect((await pages.get('/till/enrol/abc')).status).toBe(404)
  })

  it('is worked by the keyboard alone: the cursor waits in the field, then on the button', async () => {
    const { grantId } = await pages.given('花')
    const cookie = await pages.enrolled('shibuya')

    expect(await (await pages.get('/till', { cookie })).text()).toMatch(/<input[^>]* autofocus/)
    const preview = await (await pages.till(cookie, '/previews', { code: await codeOf(pages.store, grantId) })).text()
    expect(preview).toMatch(/<button[^>]* autofocus[^>]*>使用する/)
  })

  it('speaks English', async () => {
    const { grantId } = await pages.given('花')
    const cookie = `${await pages.enrolled('shibuya')}; lang=en`
    const page = await (await pages.till(cookie, '/previews', { code: await codeOf(pages.store, grantId) })).text()
    expect(page).toContain('Use coupon')
    expect(page).toContain('¥3,000 or more')
    expect(await (await pages.till(cookie, '/redemptions', { preview: previewIn(page) })).text()).toContain(
      'Next guest',
    )
  })
})
