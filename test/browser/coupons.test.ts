import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { makeAlumnus } from '../whole-path/guests.ts'
import type { NodeHouse } from '../whole-path/node-house.ts'
import { cameraOn } from './camera.ts'
import { openBrowser, PHONE } from './chromium.ts'
import { addStaff, fill, follow, go, openAsOwner, openTill, press, says, sendAtAnyHour, setUpShop } from './hands.ts'
import { openPhone, type PhoneWindow } from './phone-window.ts'
import { useStage } from './stage.ts'
import { mustBeClean, openWindows, picture, type Windows } from './windows.ts'

const TITLE = '平日のデザート'
const STAFF = '堀 さやか'

let house: NodeHouse
let windows: Windows
let admin: Page
let misaki: PhoneWindow
let guest: Page
let till: Page
let pin: string
let couponPath: string

useStage((stage) => {
  ;({ house, windows } = stage)
})

describe('a coupon from the form to the till, in a browser', () => {
  it('is made by its form, which names the law, and given to everybody without a message', async () => {
    ;({ admin } = await openAsOwner(windows, house))
    await press(admin, 'ログインする')
    await setUpShop(admin)
    await sendAtAnyHour(admin)
    const { id: storeId } = await house.store.db.selectFrom('stores').select('id').executeTakeFirstOrThrow()
    misaki = await openPhone(windows, house, '美咲')
    await misaki.addFriend()
    await misaki.hears('おかえりなさい')
    await makeAlumnus(house, { userId: userOf(misaki), name: '佐藤 美咲', storeId })

    await go(admin, 'クーポン')
    await mustBeClean(admin, 'coupons-empty')
    await admin.goto(`${house.baseUrl}/admin/coupons/new`)
    await fill(admin, 'クーポンの名前', TITLE)
    await admin.getByRole('radio', { name: '1品サービス' }).check()
    await fill(admin, '割引・金額', '400')
    await fill(admin, '品名', 'ほうじ茶プリン')
    await press(admin, 'クーポンを作る')
    await says(admin, '景品の上限を超えています')
    windows.expectStatus(422)
    await mustBeClean(admin, 'coupon-form')
    await fill(admin, '最低のお会計', '2000')
    await press(admin, 'クーポンを作る')
    await admin.getByRole('heading', { name: TITLE }).first().waitFor()
    couponPath = new URL(admin.url()).pathname
    await mustBeClean(admin, 'coupon-new')
    await admin.goto(`${house.baseUrl}${couponPath}/issue`)
    await press(admin, '人数を確かめる')
    await mustBeClean(admin, 'coupon-issue')
    await press(admin, '1人に発行する')
    await says(admin, '1人に発行しました')
  })

  it('stands on the board and among the coupons of the guest, whose page has a code for the till', async () => {
    await misaki.tapMenu('マイクーポン')
    await misaki.hears(TITLE)
    await picture(misaki.page, 'phone-my-coupons')
    guest = await misaki.open('使う')
    await guest.locator('.code').waitFor()
    await says(guest, '佐藤 美咲さんのクーポン')
    await mustBeClean(guest, 'coupon-guest')
  })

  it('is read by the camera of the till, where somebody stands, and takes what was entered off the bill', async () => {
    pin = await addStaff(admin, STAFF)
    await mustBeClean(admin, 'till-pin')
    const door = await openTill(admin, await windows.open(PHONE), { name: 'レジ1', staff: { name: STAFF, pin } })
    await mustBeClean(door, 'till')

    house.stopClock()
    await guest.reload()
    const seeing = await openBrowser(await cameraOn(await qrOf(guest)))
    const seen = openWindows(seeing)
    till = await seen.open(PHONE)
    await till.context().addCookies(await door.context().cookies())
    await till.goto(`${house.baseUrl}/till`)
    const since = performance.now()
    await press(till, 'カメラで読み取る')
    await says(till, '佐藤 美咲さん')
    console.info(`from the camera's button to the preview: ${Math.round(performance.now() - since)} ms`)
    await says(till, 'ほうじ茶プリンを1つサービス')
    await fill(till, 'お会計', '1500')
    await fill(till, '人数', '2')
    await press(till, '確定')
    await says(till, /お会計が2,000円以上のときに使えます/)
    await mustBeClean(till, 'till-preview')
    await fill(till, 'お会計', '4200')
    const pressed = performance.now()
    await press(till, '確定')
    await says(till, '使用できました')
    await says(guest, /渋谷店で使用済み/)
    console.info(`both screens: ${Math.round(performance.now() - pressed)} ms`)
    await says(till, STAFF)
    await mustBeClean(till, 'till-result')
    await mustBeClean(guest, 'coupon-guest-used')
    seen.expectStatus(422)
    expect(seen.complaints()).toEqual([])
    await seeing.close()
    till = door
  })

  it('is taken back with a reason within ten minutes, and then used again by typing, without a camera', async () => {
    await till.goto(`${house.baseUrl}/till`)
    await follow(till.getByRole('link', { name: '使用を取り消す' }))
    await mustBeClean(till, 'till-recent')
    await follow(till.getByRole('link', { name: /取り消す/ }).first())
    await till.getByRole('radio', { name: '押し間違い' }).check()
    await mustBeClean(till, 'till-undo')
    await press(till, 'この使用を取り消す')
    await says(till, '取り消しました')
    await mustBeClean(till, 'till-undone')

    house.stopClock()
    await guest.reload()
    const code = await codeOf(guest)
    await till.goto(`${house.baseUrl}/till`)
    await fill(till, 'お客さまのコード', code.toLowerCase())
    await till.keyboard.press('Enter')
    await says(till, '佐藤 美咲さん')
    await cursorAt(till, '確定')
    // In the order in which it stands there: the fields, the button, the way out below it.
    for (const [key, name] of [
      ['Shift+Tab', '人数'],
      ['Tab', '確定'],
      ['Tab', 'やめる'],
      ['Shift+Tab', '確定'],
    ] as const) {
      await till.keyboard.press(key)
      await cursorAt(till, name)
    }
    const [use, leave] = [await topOf(till, '確定'), await topOf(till, 'やめる')]
    expect(use).toBeLessThan(leave)
    await till.keyboard.press('Enter')
    await says(till, '使用できました')
    await cursorAt(till, '次のお客さまへ')
    await till.keyboard.press('Enter')
    await says(till, 'クーポンの確認')
  })

  it('is reported to the owner, with what it cost and brought', async () => {
    await admin.goto(`${house.baseUrl}${couponPath}`)
    await says(admin, '取り消し')
    await mustBeClean(admin, 'coupon-report')
    await go(admin, 'クーポン')
    await mustBeClean(admin, 'coupons')
    for (const page of ['watch', 'automatic']) {
      await admin.goto(`${house.baseUrl}/admin/coupons/${page}`)
      await mustBeClean(admin, `coupons-${page}`)
    }
    await admin.goto(`${house.baseUrl}/admin/paper`)
    await mustBeClean(admin, 'paper')
    await admin.goto(`${house.baseUrl}${couponPath}/people`)
    await mustBeClean(admin, 'coupon-people')
  })
})

/** What the QR on the guest's page says: a link that fills the till's form. */
const qrOf = async (page: Page) => `${house.baseUrl}/till?code=${(await codeOf(page)).replace('-', '')}`
const codeOf = async (page: Page) =>
  /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await page.locator('.code').textContent()) ?? '')?.[0] ?? ''

/** Waits until that button, link or field has the cursor. */
const cursorAt = (page: Page, name: string) =>
  page
    .getByRole('button', { name })
    .or(page.getByRole('link', { name }))
    .or(page.getByLabel(name))
    .and(page.locator(':focus'))
    .waitFor()
const topOf = async (page: Page, text: string) =>
  (await page.locator('.actions > *', { hasText: text }).boundingBox())?.y ?? Number.NaN

const userOf = ({ page }: PhoneWindow) => new URL(page.url()).searchParams.get('people') ?? ''
