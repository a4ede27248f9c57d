import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { foldName } from '../../src/members/names.ts'
import type { NodeHouse } from '../whole-path/node-house.ts'
import { DESK, PHONE } from './chromium.ts'
import {
  addStaff,
  box,
  fill,
  follow,
  go,
  openAsOwner,
  openTill,
  press,
  says,
  sendAtAnyHour,
  setUpShop,
} from './hands.ts'
import { openPhone, type PhoneWindow, register } from './phone-window.ts'
import { useStage } from './stage.ts'
import { mustBeClean, picture, type Windows } from './windows.ts'

let house: NodeHouse
let windows: Windows
let owner: PhoneWindow
let misaki: PhoneWindow
let ken: PhoneWindow
let admin: Page
let guest: Page
let menuBefore: string

useStage((stage) => {
  ;({ house, windows } = stage)
})

describe('the whole path in a browser', () => {
  it('lets the first owner in: the code of the first start in the chat, the one-time link on the PC', async () => {
    ;({ owner, admin } = await openAsOwner(windows, house))
    await mustBeClean(admin, 'login')
    await press(admin, 'ログインする')
    await says(admin, '田中 誠さん')
  })

  it('sets up the shop by its forms', async () => {
    await setUpShop(admin)
    await mustBeClean(admin, 'stores')
    await sendAtAnyHour(admin)
    await mustBeClean(admin, 'sending-settings')
    await putOnRoster('佐藤 美咲', '2023-03-31')
  })

  it('tells a new friend what is kept, before anything is asked', async () => {
    misaki = await openPhone(windows, house, 'みさき')
    await misaki.addFriend()
    await misaki.hears('おかえりなさい')
    expect(await misaki.menu('登録する')).toEqual({
      labels: ['登録する', 'お店とプライバシー', 'ことば・Language'],
      picture: '2500×843',
    })
    await picture(misaki.page, 'phone-greeting')
    const privacy = await misaki.open('プライバシーについて')
    await says(privacy, 'お預かりする情報')
    await mustBeClean(privacy, 'privacy')
    await privacy.close()
  })

  it('registers somebody who is on the roster, purpose by purpose, and changes the menu', async () => {
    await register(misaki, { name: '佐藤　美咲', lastDay: '2023-03-05' })
    await misaki.hears(/登録ができました/)
    const { labels, picture: size } = await misaki.menu('マイクーポン')
    expect(labels).toEqual(['お知らせ', 'シフト', 'イベント', 'マイクーポン', 'マイページ', 'お知らせの設定'])
    expect(size).toBe('2500×1686')
    menuBefore = await misaki.menuPicture()
    await picture(misaki.page, 'phone-member')
  })

  it('lets somebody who is not on the roster wait, until the owner approves with a few taps on the phone', async () => {
    ken = await openPhone(windows, house, 'けん')
    await ken.addFriend()
    await register(ken, { name: '山田 健', lastDay: '2022-10-01' })
    await ken.hears(/お店で確認して/)

    await owner.say('管理')
    await expect.poll(() => owner.page.getByRole('link', { name: '管理画面を開く' }).count()).toBe(2)
    const pocket = await owner.open('管理画面を開く')
    await press(pocket, 'ログインする')
    await mustBeClean(pocket, 'home-waiting')
    await go(pocket, '卒業生')
    await mustBeClean(pocket, 'members-waiting')
    await follow(pocket.getByRole('link', { name: '山田 健' }))
    await mustBeClean(pocket, 'approval')
    await press(pocket, '名簿と結び付けずに承認する')
    await says(pocket, '承認されました')
    await pocket.close()
    await ken.hears(/登録が完了しました/)
    await ken.menu('マイクーポン')
  })

  it('shows a person with everything that has happened', async () => {
    await go(admin, '卒業生')
    await follow(admin.getByRole('link', { name: '卒業生', exact: true }).last())
    await mustBeClean(admin, 'members')
    await follow(admin.getByRole('link', { name: '佐藤 美咲' }))
    for (const step of ['友だちになりました', '登録をはじめました', '名簿と一致し、自動で承認されました'])
      await says(admin, step)
    await mustBeClean(admin, 'member')
  })

  it('counts a segment while its conditions are ticked', async () => {
    await ken.stopsNews()
    await go(admin, 'セグメント')
    await follow(admin.getByRole('link', { name: 'セグメントを作る' }))
    await fill(admin, '名前', '渋谷のみなさん')
    const people = admin.locator('#people')
    const count = people.locator('.big')
    await count.getByText('2人').waitFor()
    await box(admin, '渋谷店').check()
    await people.getByText('渋谷店の卒業生').waitFor()
    await count.getByText('2人').waitFor()
    await admin.getByText('条件を足す').click()
    await press(admin, '受け取るお知らせ')
    await admin.locator('#added select').selectOption({ label: '近況・お知らせ' })
    await count.getByText('1人').waitFor()
    await mustBeClean(admin, 'segment')
    await admin.setViewportSize(PHONE)
    await box(admin, '渋谷店').scrollIntoViewIfNeeded()
    const top = async () => (await people.boundingBox())?.y
    await expect.poll(top, { message: 'the count, seen while ticking on a phone' }).toBeLessThan(PHONE.height)
    await admin.setViewportSize(DESK)
    await admin.locator('#added select').selectOption('')
    await count.getByText('2人').waitFor()
    await press(admin, '保存する')
    await admin.getByRole('heading', { name: '渋谷のみなさん' }).waitFor()
  })

  it('composes a coupon beside its preview, and says what it costs before the button', async () => {
    await go(admin, '配信')
    await mustBeClean(admin, 'broadcasts-empty')
    await follow(admin.getByRole('link', { name: '新しい配信' }))
    await mustBeClean(admin, 'kinds')
    await follow(admin.getByRole('link', { name: /クーポン/ }).last())
    await fill(admin, '件名', COUPON.title)
    await admin.getByRole('radio', { name: '値引き（円）' }).check()
    await fill(admin, '割引・金額', '500')
    await fill(admin, 'ひとこと', COUPON.greeting)
    await fill(admin, '差出人', '店長の田中')
    const preview = admin.locator('#preview')
    for (const words of [COUPON.title, 'お会計から500円引き', COUPON.greeting])
      await preview.getByText(words).first().waitFor()
    await mustBeClean(admin, 'compose')
    await press(admin, '確認へ進む')
    await admin.getByRole('heading', { name: '2人に配信・2通・今月の残り 141→139' }).waitFor()
    await mustBeClean(admin, 'confirm')
  })

  it('can be taken back for a minute, and then nobody got it', async () => {
    house.stopClock()
    await press(admin, '2人に配信する')
    await says(admin, 'まもなく送り始めます')
    await mustBeClean(admin, 'undo')
    await press(admin, '取り消して下書きに戻す')
    await admin.getByRole('heading', { name: '2人に配信・2通・今月の残り 141→139' }).waitFor()
    expect(await misaki.page.getByTestId('chat-log').getByText(COUPON.title).count()).toBe(0)
  })

  it('goes out under the owner’s eyes, and arrives by itself', async () => {
    await press(admin, '2人に配信する')
    await press(admin, '待たずに送る')
    await says(admin, '完了')
    await says(admin, '2人のうち2人が済み')
    await mustBeClean(admin, 'broadcast')
    for (const { page } of [misaki, ken]) await page.getByTestId('chat-log').getByText(COUPON.title).first().waitFor()
    await picture(misaki.page, 'phone-coupon')
  })

  it('opens the coupon from its card: a code and a QR, and how long they are good', async () => {
    guest = await misaki.open('使う')
    await guest.locator('.code').waitFor()
    await guest.getByRole('img', { name: 'レジで読み取るQRコード' }).locator('svg').waitFor()
    await says(guest, '佐藤 美咲さんのクーポン')
    await mustBeClean(guest, 'coupon')
    const left = guest.locator('.countdown').getByText(/\d+秒/)
    const before = await left.textContent()
    await expect.poll(() => left.textContent(), { interval: 200 }).not.toBe(before)
  })

  it('redeems it at the till once, and turns both screens', async () => {
    const staff = { name: '堀 さやか', pin: await addStaff(admin, '堀 さやか') }
    const first = await openTill(admin, await windows.open(PHONE), { name: 'レジ1', staff })
    const second = await openTill(admin, await windows.open(PHONE), { name: 'レジ2', staff })
    await mustBeClean(first, 'till-entry')
    house.stopClock()
    await guest.reload()
    const [code = ''] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await guest.locator('.code').textContent()) ?? '') ?? []
    for (const till of [first, second]) {
      await fill(till, 'お客さまのコード', code.toLowerCase())
      await press(till, '確認する')
      await says(till, '佐藤 美咲さん')
      await says(till, 'お会計から500円引き')
    }
    await mustBeClean(first, 'till-preview')

    await useCoupon(first)
    await mustBeClean(first, 'till-done')
    await mustBeClean(guest, 'coupon-used')
    expect(await guest.getByText('使用済みになりません').count()).toBe(0)

    await press(second, '確定')
    await says(second, /\d{1,2}:\d{2}に渋谷店で使用済みです/)
    windows.expectStatus(422)
    await mustBeClean(second, 'till-refused')
  })

  it('goes all the way to sending without JavaScript', async () => {
    const plain = await windows.open(PHONE, { javaScript: false })
    await owner.say('管理')
    await expect.poll(() => owner.page.getByRole('link', { name: '管理画面を開く' }).count()).toBe(3)
    await plain.goto(await owner.linkOf('管理画面を開く'))
    await press(plain, 'ログインする')
    await plain.goto(`${house.baseUrl}/admin/broadcasts/new?kind=text`)
    await fill(plain, '件名', '10周年のごあいさつ')
    await fill(plain, '本文', 'おかげさまで、10周年を迎えます。')
    await fill(plain, '差出人', '店長の田中')
    await press(plain, '確認へ進む')
    await says(plain, '1人に配信・1通・今月の残り 139→138')
    await press(plain, '1人に配信する')
    await says(plain, 'まもなく送り始めます')
    await press(plain, '待たずに送る')
    await misaki.hears(/10周年を迎えます/)
  })

  it('puts news with a photo on the board for nothing; the menu says so, and one tap reads it', async () => {
    await go(admin, '配信')
    await follow(admin.getByRole('link', { name: '新しい配信' }))
    await follow(admin.getByRole('link', { name: /写真つきのお知らせ/ }).first())
    await fill(admin, '件名', '秋のメニュー')
    await fill(admin, '見出し', NEWS.heading)
    await fill(admin, '本文', NEWS.text)
    await fill(admin, 'ボタンの言葉', 'メニューを見る')
    await fill(admin, 'ボタンの行き先', 'https://shop.example/menu')
    await admin.locator('#preview').getByText(NEWS.heading).first().waitFor()
    await mustBeClean(admin, 'compose-news')
    await press(admin, '確認へ進む')
    await mustBeClean(admin, 'confirm-board')
    await press(admin, 'お知らせに載せる')
    await press(admin, '待たずに')
    await says(admin, 'お知らせに載っています')
    await mustBeClean(admin, 'board-detail')

    await expect.poll(() => misaki.menuPicture()).not.toBe(menuBefore)
    await picture(misaki.page, 'phone-menu-new')
    await misaki.tapMenu('お知らせ')
    await misaki.hears(NEWS.heading)
    await picture(misaki.page, 'phone-board')
    await expect.poll(() => misaki.menuPicture()).toBe(menuBefore)
  })

  it('asks in a poll, and the answers come in while the owner looks', async () => {
    await go(admin, '配信')
    await follow(admin.getByRole('link', { name: '新しい配信' }))
    await follow(admin.getByRole('link', { name: /アンケート/ }).first())
    await fill(admin, '件名', '次の集まり')
    await fill(admin, '質問', '次の集まりは、いつがいいですか。')
    await fill(admin, '答え 1', '平日の夜')
    await fill(admin, '答え 2', '日曜の昼')
    await press(admin, '確認へ進む')
    await press(admin, '1人に配信する')
    await press(admin, '待たずに送る')
    await misaki.hears('次の集まりは、いつがいいですか。')
    await picture(misaki.page, 'phone-poll')
    await misaki.tap('日曜の昼')
    await misaki.hears(/ありがとうございます/)
    await says(admin, '1人が回答')
    await mustBeClean(admin, 'poll-results')
  })
})

const NEWS = { heading: '秋の献立が決まりました', text: '土鍋のさんまごはんを、はじめました。' }
const COUPON = { title: '卒業生の最初の一杯', greeting: 'お久しぶりです。近くに来たら、まずは一杯どうぞ。' }

/** From the press at the till to what each of the two screens shows; how long that takes is only told. */
async function useCoupon(till: Page) {
  const since = performance.now()
  const [, result, flip] = await Promise.all([
    press(till, '確定'),
    says(till, '使用できました').then(() => Math.round(performance.now() - since)),
    says(guest, /渋谷店で使用済み/).then(() => Math.round(performance.now() - since)),
  ])
  console.info(`both screens: the till after ${result} ms, the guest's page after ${flip} ms`)
}

async function putOnRoster(name: string, leftOn: string) {
  const { db } = house.store
  const { id } = await db.selectFrom('stores').select('id').executeTakeFirstOrThrow()
  const entry = { id: crypto.randomUUID(), name, name_folded: foldName(name), store_id: id, left_on: leftOn }
  await db
    .insertInto('roster_entries')
    .values({ ...entry, created_at: 1 })
    .execute()
}
