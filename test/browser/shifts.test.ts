import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { tokyoDay } from '../../src/texts/format.ts'
import { DAY } from '../support.ts'
import { alumnus, makeAlumnus } from '../whole-path/guests.ts'
import { eventually, type House } from '../whole-path/house.ts'
import type { Phone } from '../whole-path/phone.ts'
import { PHONE } from './chromium.ts'
import { box, follow, go, openAsOwner, press, says, sendAtAnyHour, setUpShop } from './hands.ts'
import { openPhone, type PhoneWindow } from './phone-window.ts'
import { useStage } from './stage.ts'
import { mustBeClean, picture, type Windows } from './windows.ts'

const A4_PX = { width: 794, height: 1123 }

let house: House
let windows: Windows
let admin: Page
let misaki: PhoneWindow
let daisuke: Phone
let shift: Page
let opening: string

useStage((stage) => {
  ;({ house, windows } = stage)
})

describe('a hand for an evening, in a browser', () => {
  it('needs the workplace and the minimum wage once', async () => {
    ;({ admin } = await openAsOwner(windows, house))
    await press(admin, 'ログインする')
    await setUpShop(admin)
    await sendAtAnyHour(admin)
    await go(admin, 'シフト')
    await mustBeClean(admin, 'shifts-empty')
    await admin.goto(`${house.baseUrl}/admin/employers`)
    await follow(admin.getByRole('link', { name: /渋谷店/ }).first())
    await enterWorkplace()
    await mustBeClean(admin, 'workplace')
    await press(admin, '勤務先情報を保存する')
    await says(admin, '勤務先情報を保存しました')
    await admin.locator('[name=yen]').fill('1226')
    await admin.locator('[name=effectiveOn]').fill('2025-10-03')
    await admin.locator('[name=source]').fill('東京労働局のページ')
    await admin.locator('select[name=prefecture]').selectOption('東京')
    await follow(admin.getByRole('button', { name: /登録/ }).last())
    await mustBeClean(admin, 'workplaces')
  })

  it('is planned with its pay in sight, names at its field what the law misses, and goes out with its cost in sight', async () => {
    await gather()
    await go(admin, 'シフト')
    await follow(admin.getByRole('link', { name: '新しく募集する' }).first())
    await planEvening()
    await press(admin, /確認/)
    await says(admin, 'このままでは募集できません')
    await mustBeClean(admin, 'shift-unlawful')
    await follow(admin.getByRole('link', { name: '直す', exact: true }).first())
    await admin.locator('[name=wageYen]').fill('1500')
    await unfold()
    await admin.locator('[name=templateName]').fill('夜のホール')
    await says(admin, /9,375|9,875/)
    await mustBeClean(admin, 'shift-form')
    await press(admin, /確認/)
    await says(admin, 'この内容で募集しますか')
    await mustBeClean(admin, 'shift-confirm')
    await press(admin, 'この内容で募集する')
    await says(admin, '募集を始めました')
    opening = /shifts\/([0-9a-f-]{36})/.exec(admin.url())?.[1] ?? ''
    await mustBeClean(admin, 'shift-open')
  })

  it('is applied for with one tap and the answer to one question', async () => {
    await misaki.hears('株式会社あかり')
    await picture(misaki.page, 'phone-shift-ad')
    await misaki.tap('応募する')
    await misaki.answer('はい、18歳以上です')
    await misaki.hears(/1番目/)
    await picture(misaki.page, 'phone-shift-applied')
    await eventually(() => daisuke.tap('応募する'), 'the ad')
    await daisuke.tap('はい、18歳以上です')
  })

  it('is given to one of them, who reads every condition and keeps the notice of A4', async () => {
    await admin.goto(`${house.baseUrl}/admin/shifts/${opening}`)
    await mustBeClean(admin, 'shift-candidates')
    await box(admin, '美咲さんを選ぶ').check()
    await press(admin, '選んだ方を確定する')
    await says(admin, '1名を確定しました')
    await misaki.hears(/シフトが決まりました|確定/)
    await picture(misaki.page, 'phone-shift-confirmed')
    shift = await openShift()
    await mustBeClean(shift, 'shift-page')
    await press(shift, '画面で受け取る')
    await press(shift, '労働条件通知書を開く')
    await says(shift, '労働条件通知書')
    await mustBeClean(shift, 'shift-notice', [PHONE, A4_PX])
  })

  it('passes to who stands by when she cannot come, and is called off only with a reason and the allowance in sight', async () => {
    await shift.goto(shift.url().replace(/\/notice.*$/, ''))
    await shift.locator('[name=words]').fill('体調が悪いため')
    await press(shift, '取り消しをお願いする')
    await says(shift, 'お店に伝えました')
    await mustBeClean(shift, 'shift-page-asked')
    await admin.reload()
    await mustBeClean(admin, 'shift-request')
    await press(admin, '取り消しを受ける')
    await says(admin, '取り消しを受けました')
    await eventually(async () => (await daisuke.post(`shift:${opening}:show`)).includes('引き受ける'), 'the free place')
    await daisuke.tap('引き受ける')

    await admin.goto(`${house.baseUrl}/admin/shifts/${opening}`)
    await follow(admin.locator('a[href$="/cancel"][href*=assignments]').first())
    await says(admin, /休業手当の目安/)
    await mustBeClean(admin, 'shift-call-off')
    await admin.locator('[name=words]').fill('台風のため、当日は18時で閉店します。申し訳ありません。')
    await admin.locator('[name=sure]').check()
    await press(admin, /取り消す$/)
    await says(admin, /取り消しました/)
    await mustBeClean(admin, 'shift-called-off')
  })

  it('is posted again from the phone in three taps', async () => {
    const owner = await windows.open(PHONE)
    await owner.context().addCookies(await admin.context().cookies())
    await owner.goto(`${house.baseUrl}/admin/shifts`)
    await mustBeClean(owner, 'shifts-list')
    await press(owner, '明日')
    await says(owner, 'この内容で募集しますか')
    await mustBeClean(owner, 'shift-again')
    if (await owner.locator('[name=balanceReason]').isVisible())
      await owner.locator('[name=balanceReason]').fill('明日の団体のご予約のため')
    await press(owner, 'この内容で募集する')
    await says(owner, '募集を始めました')
    await owner.close()
  })

  it('has a page for anybody, and the rooms around it', async () => {
    for (const [path, name] of [
      ['/openings', 'work'],
      ['/admin/shifts/hours', 'payroll'],
      ['/admin/shifts/savings', 'savings'],
      ['/admin/welcome-packs', 'welcome-packs'],
      ['/admin/returns', 'returns'],
      ['/admin/returns/rules', 'rehire-rules'],
    ] as const) {
      await admin.goto(`${house.baseUrl}${path}`)
      await mustBeClean(admin, name)
    }
    await admin.goto(`${house.baseUrl}/openings`)
    await follow(admin.getByRole('link', { name: 'くわしく見る' }))
    await says(admin, '株式会社あかり')
    await mustBeClean(admin, 'public-ad')
  })
})

async function enterWorkplace() {
  const put = (name: string, value: string) => admin.locator(`[name=${name}]`).first().fill(value)
  await admin.locator('select[name=prefecture]').selectOption('東京')
  await put('employerName', '株式会社あかり')
  await put('employerAddress', '東京都渋谷区道玄坂9-9-9')
  await put('address', '東京都渋谷区道玄坂9-9-9')
  await put('contact', '03-0000-0000')
  await put('payTerms', '月末締め、翌月25日に銀行振込')
  await put('desk', '店長')
}

/** In nine days, an hour of it at night, and for less than the minimum wage. */
async function planEvening() {
  const day = tokyoDay(Date.now() + 9 * DAY)
  const put = (name: string, value: string) => admin.locator(`[name=${name}]`).first().fill(value)
  await put('day', day)
  await put('from', '17:00')
  await put('until', '23:00')
  await put('breakMinutes', '0')
  await put('headcount', '1')
  await put('closesDay', day)
  await put('closesTime', '12:00')
  await box(admin, 'ホール').check()
  await put('duties', 'ホールでの接客、配膳、片付け')
  await put('wageYen', '1000')
  await put('transportYen', '500')
  await unfold()
  await put('leadMinutes', '0')
}

async function unfold() {
  const folded = admin.locator('form details:not([open]) > summary')
  while ((await folded.count()) > 0) await folded.first().click()
}

/** Two alumni: one with a phone to look at, the other over the wire. */
async function gather() {
  const { id: storeId } = await house.store.db.selectFrom('stores').select('id').executeTakeFirstOrThrow()
  daisuke = await alumnus(house, '大輔', storeId)
  misaki = await openPhone(windows, house, 'みさき')
  await misaki.addFriend()
  await misaki.hears('おかえりなさい')
  const userId = new URL(misaki.page.url()).searchParams.get('people') ?? ''
  await makeAlumnus(house, { userId, name: '美咲', storeId })
}

const openShift = () => misaki.open('カレンダー・おかえりパック')
