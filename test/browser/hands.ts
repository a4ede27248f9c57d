import type { Locator, Page } from 'playwright-core'
import { ownerClaimCode } from '../../src/operators/operators.ts'
import { type House, SESSION_SECRET } from '../whole-path/house.ts'
import { DESK } from './chromium.ts'
import { openPhone } from './phone-window.ts'
import type { Windows } from './windows.ts'

/** What a person does on a page with eyes and fingers. The page that comes of it is there with its styles and scripts. */
export async function follow(link: Locator) {
  await link.click()
  await link.page().waitForLoadState()
}
export const press = (page: Page, name: string | RegExp) => follow(page.getByRole('button', { name }).first())
/** A label may end in 必須. */
export const fill = (page: Page, label: string, value: string) => {
  const name = new RegExp(`^${label}`)
  const written = page.getByRole('textbox', { name }).or(page.getByRole('spinbutton', { name }))
  return written
    .or(page.getByLabel(name).and(page.locator('input[type=date]')))
    .first()
    .fill(value)
}
export const box = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
export const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor()

/** By the menu, which on a phone has some of its rooms under "more". */
export async function go(page: Page, room: string) {
  const link = page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: room, exact: true })
  await page.waitForLoadState()
  if (!(await link.isVisible())) await press(page, 'その他')
  await follow(link)
}

/** The first owner: the code of the first start in the chat, the one-time link on the PC, not yet pressed. */
export async function openAsOwner(windows: Windows, house: House) {
  const owner = await openPhone(windows, house, '田中 誠')
  await owner.addFriend()
  await owner.say(await ownerClaimCode(SESSION_SECRET))
  await owner.hears('管理画面')
  const admin = await windows.open(DESK)
  await admin.goto(await owner.linkOf('管理画面を開く'))
  return { owner, admin }
}

/** The shop's name, one store and one role, by their forms. */
export async function setUpShop(admin: Page) {
  await go(admin, '店舗とレジ')
  await fill(admin, 'お店の名前', '炉ばた あかり')
  await press(admin, '保存する')
  await fill(admin, '店舗の名前', '渋谷店')
  await press(admin, '店舗を追加する')
  await fill(admin, '担当の名前', 'ホール')
  await press(admin, '担当を追加する')
  await admin.getByRole('cell', { name: 'ホール' }).waitFor()
}

/** Tests run at night too, and send the same person more than one message a day. */
export async function sendAtAnyHour(admin: Page) {
  await go(admin, '配信')
  await follow(admin.getByRole('link', { name: '配信の設定' }))
  await admin.getByLabel('この時刻から').selectOption('0')
  await admin.getByLabel('この時刻まで').selectOption('0')
  await admin
    .getByLabel(/^1日に/)
    .first()
    .fill('20')
  await admin
    .getByLabel(/^ひと月に/)
    .first()
    .fill('100')
  await admin.getByLabel(/^急ぎのシフト募集：1日に/).fill('20')
  await admin.getByLabel(/^急ぎのシフト募集：ひと月に/).fill('100')
  await press(admin, '保存する')
  await says(admin, '配信の設定を保存しました')
}

/** Who stands at the tills, by their page: the PIN that it shows once. */
export async function addStaff(admin: Page, name: string) {
  await go(admin, '店舗とレジ')
  await follow(admin.getByRole('link', { name: 'レジの担当者とPIN' }))
  await fill(admin, 'お名前', name)
  await press(admin, '追加してPINを作る')
  const shown = await admin.locator('.code').first().textContent()
  return (shown ?? '').replace(/\D/g, '')
}

/** A device becomes a till of the shop, and somebody stands there. */
export async function openTill(admin: Page, till: Page, { name, staff }: { name: string; staff: Staff }) {
  await go(admin, '店舗とレジ')
  await fill(admin, 'レジの名前', name)
  await press(admin, 'レジを追加する')
  await till.goto((await admin.getByRole('link', { name: /till\/enrol/ }).getAttribute('href')) ?? '')
  await press(till, 'この端末をレジとして登録する')
  await standAt(till, staff)
  return till
}

type Staff = { name: string; pin: string }

/** Picking a name and entering a PIN, once a shift. */
export async function standAt(till: Page, { name, pin }: Staff) {
  await follow(till.getByRole('button', { name }).or(till.getByRole('link', { name })).first())
  await fill(till, 'PIN', pin)
  await press(till, 'このレジに立つ')
  await says(till, 'クーポンの確認')
}
