import { beforeEach, describe, expect, it } from 'vitest'
import { WRONG_CODES_MAX } from '../../src/coupons/till/previews.ts'
import { BASE_URL } from '../deps.ts'
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

    for (const words of [
      '花さん',
      '卒業生おかえり割',
      'お会計から20%引き',
      '3,000円以上のお会計で',
      '今使えます',
      '確定',
    ])
      expect(page).toContain(words)
    expect(await redemptions(pages.store)).toEqual([])

    const done = await (await pages.till(cookie, '/redemptions', { preview: previewIn(page) })).text()
    for (const words of [
      '使用できました',
      'お会計から20%引き',
      '花さん',
      '渋谷店 12:00',
      'shibuyaの佐藤さん',
      '次のお客さまへ',
    ])
      expect(done).toContain(words)
    expect(await redemptions(pages.store)).toMatchObject([
      { grant_id: grantId, store_id: 'shibuya', use_no: 1, operator_id: 'staff-shibuya', via: 'code' },
    ])
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
      expect(words).toContain('担当：shibuyaの佐藤さん')
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
    expect(words, 'no camera that reads the same old code again').not.toContain('data-scan')
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

  it('asks who stands there: what looks leads to the names with its code, and nothing is used by nobody', async () => {
    const { grantId } = await pages.given('花')
    const [device, staffed] = [await pages.device('shinjuku'), await pages.enrolled('shibuya')]
    const code = await codeOf(pages.store, grantId)
    const preview = previewIn(await (await pages.till(staffed, '/previews', { code })).text())

    const looked = await pages.get(`/till?code=${code}`, { cookie: device })
    expect([looked.status, looked.headers.get('location')]).toEqual([303, `/till/staff?next=${code}`])
    const typed = await pages.till(device, '/previews', { code: `${BASE_URL}/till?code=${code}` })
    expect(typed.status).toBe(401)
    const words = await typed.text()
    for (const said of ['担当者を選んでください', '使用されていません', `name="next" value="${code}"`])
      expect(words).toContain(said)

    const device1 = staffed.replace(/;.*/, '')
    pages.clock.now += MINUTE
    expect((await pages.till(device1, '/redemptions', { preview })).status).toBe(401)
    expect(await redemptions(pages.store)).toEqual([])
    expect((await pages.till(staffed, '/redemptions', { preview })).status).toBe(200)
  })

  it('is no longer theirs who left the shop, in the middle of a guest', async () => {
    const { grantId } = await pages.given('花')
    const cookie = await pages.enrolled('shibuya')
    const preview = previewIn(
      await (await pages.till(cookie, '/previews', { code: await codeOf(pages.store, grantId) })).text(),
    )
    await pages.store.db.updateTable('operators').set({ revoked_at: NOON }).where('id', '=', 'staff-shibuya').execute()

    expect((await pages.till(cookie, '/redemptions', { preview })).status).toBe(401)
    expect(await redemptions(pages.store)).toEqual([])
  })

  it('leads a code of an event to its door, and nowhere else', async () => {
    const cookie = await pages.enrolled('shibuya')
    const read = async (code: string) => (await pages.till(cookie, '/previews', { code })).headers.get('location')
    expect(await read(`${BASE_URL}/d/abc.def-1`)).toBe('/d/abc.def-1')
    for (const code of ['https://evil.example/x/d/abc', 'https://evil.example//d/..', '/d/abc', `${BASE_URL}/d//evil`])
      expect(await read(code)).toBeNull()
  })

  it('lets its other neighbours under /till alone', async () => {
    expect((await pages.get('/till/enrol/abc')).status).toBe(404)
  })

  it('is worked by the keyboard alone: the cursor waits in the field, then on the button', async () => {
    const { grantId } = await pages.given('花')
    const cookie = await pages.enrolled('shibuya')

    expect(await (await pages.get('/till', { cookie })).text()).toMatch(/<input[^>]* autofocus/)
    const preview = await (await pages.till(cookie, '/previews', { code: await codeOf(pages.store, grantId) })).text()
    expect(preview).toMatch(/<button[^>]* autofocus[^>]*>確定/)
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

describe('the bill at the till', () => {
  const previewed = async (more: Parameters<typeof pages.given>[1] = {}) => {
    const { grantId } = await pages.given('花', more)
    const cookie = await pages.enrolled('shibuya')
    const page = await (await pages.till(cookie, '/previews', { code: await codeOf(pages.store, grantId) })).text()
    const preview = previewIn(page)
    return { page, use: (typed: Record<string, string>) => pages.till(cookie, '/redemptions', { preview, ...typed }) }
  }

  it('says in yen what to take off, and keeps what was typed, however it was typed', async () => {
    const { use } = await previewed()
    const done = await (await use({ bill: '３，４５０円', guests: ' 2人 ' })).text()
    for (const words of ['690円引き', 'お会計 3,450円 → お支払い 2,760円']) expect(done).toContain(words)
    expect(await redemptions(pages.store)).toMatchObject([{ bill_yen: 3_450, guests: 2, discount_yen: 690 }])
  })

  it.each([
    ['yen', { kind: 'yen' as const, value: 500 }, '500円引き', '割引をして'],
    ['a free item', { kind: 'free_item' as const, value: 480, item: '生ビール' }, '生ビール', '品物を出して'],
    [
      'a special price',
      { kind: 'special_price' as const, value: 980, item: 'コース', regularYen: 1_500 },
      '980円',
      '特別価格でお会計ください',
    ],
  ])('needs no bill to say what to do for %s', async (_, more, words, next) => {
    const { use } = await previewed(more)
    const done = await (await use({ bill: '', guests: '' })).text()
    expect(done).toMatch(new RegExp(`class="till-off[^>]*>[^<]*${words}`))
    expect(done).toMatch(new RegExp(`class="till-next">${next}`))
    expect(await redemptions(pages.store)).toMatchObject([{ bill_yen: null, guests: null }])
  })

  it.each([
    ['a bill below the least one', { bill: '2999' }, 'お会計が3,000円以上のときに使えます'],
    ['more guests than it is for', { bill: '9000', guests: '5' }, '4人まで使えるクーポンです'],
    ['what is no number', { bill: 'abc', guests: '2' }, '数字で入力してください'],
    ['nobody', { bill: '9000', guests: '0' }, '1から100まで'],
  ])('shows the preview again, filled, for %s: nothing is used, and it can be put right', async (_, typed, words) => {
    const { use } = await previewed({ conditions: { minimumSpendYen: 3_000, combinable: false, guestsMax: 4 } })
    const answer = await use(typed)
    expect(answer.status).toBe(422)
    const again = await answer.text()
    for (const said of [words, 'まだ使用されていません', '花さん', `value="${typed.bill}"`, 'aria-invalid'])
      expect(again).toContain(said)
    expect(await redemptions(pages.store)).toEqual([])

    expect((await use({ bill: '3000', guests: '4' })).status).toBe(200)
    expect(await redemptions(pages.store)).toHaveLength(1)
  })

  it('names the least bill and the most guests beside their fields', async () => {
    const { page } = await previewed({ conditions: { minimumSpendYen: 3_000, combinable: false, guestsMax: 4 } })
    for (const words of ['割引前・3,000円以上', '4人まで・任意']) expect(page).toContain(words)
  })
})

describe('what a till says of a coupon that is good, but not now', () => {
  it('names the day from which it counts again', async () => {
    const { grantId } = await pages.given('花', { per: 'day' })
    const cookie = await pages.enrolled('shibuya')
    await pages.useAt('shibuya', grantId, cookie)
    pages.clock.now += MINUTE
    const words = await (
      await pages.till(cookie, '/previews', { code: await codeOf(pages.store, grantId, pages.clock.now) })
    ).text()
    for (const said of ['12:00に渋谷店で使用済みです', '次は 4月2日（木） から使えます']) expect(words).toContain(said)
  })

  it.each([
    ['the hours', { hours: { from: '17:00', until: '23:00' } }, '次に使えるのは 4月1日（水） 17:00 からです'],
    ['the days', { weekdays: [5] }, '次に使えるのは 4月3日（金） からです'],
  ])('names %s', async (_, more, words) => {
    const { grantId } = await pages.given('花', { conditions: { minimumSpendYen: 0, combinable: true, ...more } })
    const answer = await pages.till(await pages.enrolled('shibuya'), '/previews', {
      code: await codeOf(pages.store, grantId),
    })
    expect(answer.status).toBe(422)
    const said = await answer.text()
    expect(said).toContain('今は使えません')
    expect(said).toContain(words)
  })
})
