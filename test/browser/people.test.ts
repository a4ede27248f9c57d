import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { MemberLanguage } from '../../src/db/schema.ts'
import { consentTexts } from '../../src/texts/consent.ts'
import { leavingTexts } from '../../src/texts/leaving.ts'
import { myDataTexts } from '../../src/texts/my-data.ts'
import { registrationTexts } from '../../src/texts/registration.ts'
import { formTexts } from '../../src/texts/registration-form.ts'
import { registrationHelpTexts } from '../../src/texts/registration-help.ts'
import { questionTexts } from '../../src/texts/registration-questions.ts'
import { shiftJis } from '../fixtures/bytes.ts'
import { eventually, type House } from '../whole-path/house.ts'
import { DESK, PHONE } from './chromium.ts'
import { fill, follow, go, openAsOwner, press, says, setUpShop } from './hands.ts'
import { openPhone, type PhoneWindow } from './phone-window.ts'
import { useStage } from './stage.ts'
import { mustBeClean, picture, type Windows } from './windows.ts'

/** As a shop has it: in Shift_JIS, with a row too many and a day that never was. */
const LIST = '氏名,フリガナ,店舗,職種,入社日,退職日\r\n'
const PEOPLE = [
  '髙橋 彩香,タカハシ アヤカ,渋谷店,ホール,R2.4.1,令和5年3月31日',
  'グエン ミン,,渋谷店,ホール,2021/4/1,2024/3/31',
  'Anna Smith,,渋谷店,ホール,2022-04-01,2024-06-30',
  '山田 一郎,,渋谷店,ホール,2020/4/1,令和5年2月30日',
]

let house: House
let windows: Windows
let ayaka: PhoneWindow
let minh: PhoneWindow
let anna: PhoneWindow
let admin: Page
const codes = new Map<string, string>()

useStage((stage) => {
  ;({ house, windows } = stage)
})

describe('the people of a shop, in a browser', () => {
  it('lets the owner in and sets up the shop', async () => {
    admin = (await openAsOwner(windows, house)).admin
    await press(admin, 'ログインする')
    await setUpShop(admin)
  })

  it('reads the list that Excel saved, shows line by line what will happen, and puts on the roster what is right', async () => {
    await go(admin, '名簿')
    await mustBeClean(admin, 'roster-empty')
    await follow(admin.getByRole('link', { name: 'CSVファイルを読み込む' }).first())
    await mustBeClean(admin, 'roster-upload')
    await admin.locator('input[type=file]').setInputFiles(shiftJisFile(LIST + PEOPLE.join('\r\n')))
    await press(admin, '読み込んで確認する')
    await says(admin, 'まだ名簿には入っていません')
    await says(admin, '令和5年2月30日')
    await mustBeClean(admin, 'roster-preview')
    await press(admin, '3人を名簿に入れる')
    await go(admin, '名簿')
    for (const name of ['髙橋 彩香', 'グエン ミン', 'Anna Smith'])
      await admin.getByRole('link', { name }).first().waitFor()
    await mustBeClean(admin, 'roster')
  })

  it('changes nothing when the same list is read again', async () => {
    await admin.goto(`${house.baseUrl}/admin/roster/imports`)
    await admin.locator('input[type=file]').setInputFiles(shiftJisFile(LIST + PEOPLE.slice(0, 3).join('\r\n')))
    await press(admin, '読み込んで確認する')
    await says(admin, '名簿に入れる行はありません')
  })

  it('makes an invitation for each, and prints them on a sheet', async () => {
    await admin.goto(`${house.baseUrl}/admin/invitations`)
    await mustBeClean(admin, 'invitations')
    await press(admin, '招待状を作る')
    await says(admin, '3人の招待状ができました')
    await mustBeClean(admin, 'invitation-batch')
    await follow(admin.getByRole('link', { name: /招待状を印刷する/ }))
    const sheet = await admin.locator('main').innerText()
    for (const name of ['髙橋 彩香', 'グエン ミン', 'Anna Smith']) {
      const [, code = ''] = new RegExp(`${name}[\\s\\S]*?([0-9A-Z]{4}-[0-9A-Z]{4})`).exec(sheet) ?? []
      expect(code, name).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
      codes.set(name, code)
    }
    expect(new Set(codes.values()).size).toBe(3)
    await mustBeClean(admin, 'invitation-sheet', [DESK])
  })

  it('registers the one with the code in Japanese: nothing to type but the code', async () => {
    const page = await windows.open(PHONE)
    await page.goto(`${house.baseUrl}/join/${codes.get('髙橋 彩香')}`)
    await mustBeClean(page, 'join')
    await page.close()

    ayaka = await openPhone(windows, house, 'あやか')
    await ayaka.addFriend()
    await ayaka.say(`招待コード ${codes.get('髙橋 彩香')}`)
    await ayaka.hears(/お待ちしていました/)
    await consents(ayaka, 'ja')
    await ayaka.hears('髙橋 彩香')
    await picture(ayaka.page, 'phone-confirm-ja')
    await ayaka.tap(registrationTexts.ja.confirm.register)
    await ayaka.hears(/登録ができました/)
    await ayaka.menu('マイクーポン')
  })

  it('registers somebody in やさしい日本語 who types every answer', async () => {
    const texts = registrationTexts['plain-ja']
    minh = await openPhone(windows, house, 'Minh')
    await minh.addFriend()
    await minh.say('にほんご')
    await minh.say('登録')
    await minh.hears(texts.privacy.title)
    await minh.say('はい')
    for (const [at, answer] of ['はい', 'はい', 'いいえ', 'はい'].entries()) {
      await minh.hears(new RegExp(`${at + 1}/4`))
      await minh.say(answer)
    }
    await minh.hears(firstLine(texts.name))
    await minh.say('グエン ミン')
    await minh.hears(firstLine(texts.store('グエン ミン')))
    await minh.say('渋谷店です')
    await minh.hears(firstLine(texts.role))
    await minh.say('ホール')
    await minh.hears(firstLine(texts.lastDay))
    await minh.say('2024年3月')
    await minh.hears(texts.confirm.title)
    await picture(minh.page, 'phone-confirm-plain-ja')
    await minh.say('はい')
    await minh.hears(firstLine(texts.verified('グエン ミン')))
    await picture(minh.page, 'phone-member-plain-ja')
  })

  it('registers somebody in English on one page', async () => {
    const texts = formTexts.en
    anna = await openPhone(windows, house, 'Anna')
    await anna.addFriend()
    await anna.say('English')
    await anna.say('register')
    await anna.hears(registrationTexts.en.privacy.title)
    const form = await anna.openAnywhere(registrationHelpTexts.en.form)
    await mustBeClean(form, 'form-en')
    await form.getByLabel(texts.privacy.agree).check()
    for (const name of ['news', 'coupons', 'events', 'shifts'])
      await form.locator(`input[name="${name}"]`).first().check()
    await fill(form, texts.name.label, 'Anna Smith')
    await form.getByRole('radio', { name: '渋谷店' }).check()
    await fill(form, texts.lastDay.label, '2024-06-15')
    await form.getByRole('button', { name: texts.submit }).last().click()
    await says(form, texts.done.verified)
    await mustBeClean(form, 'form-en-done')
    await form.close()
    await anna.menu(await menuName(anna))
    await picture(anna.page, 'phone-member-en')
  })

  it('asks more only of who wants to be asked, one question at a time, each to be skipped', async () => {
    const texts = questionTexts.en
    await anna.say('my page')
    await anna.hears(registrationTexts.en.card.title)
    await anna.tap(texts.open)
    await anna.hears(firstLine(texts.asks.birth_year))
    await anna.say('1998')
    await anna.hears(firstLine(texts.asks.birth_month))
    await anna.answer(texts.month(5))
    await anna.hears(firstLine(texts.asks.main_job))
    await anna.answer(texts.skip)
    await anna.hears(firstLine(texts.asks.weekdays))
    await picture(anna.page, 'phone-question-en')
    await anna.answer(texts.later)
  })

  it('offers the choice when somebody writes stop', async () => {
    await anna.say('stop')
    await anna.hears(consentTexts.en.stopWhich)
    await anna.answer(consentTexts.en.names.shifts)
    await anna.hears(consentTexts.en.turnedOff(consentTexts.en.names.shifts))
  })

  it('shows the owner who came, counts them by what they like, and keeps who looked', async () => {
    await go(admin, '卒業生')
    await follow(admin.getByRole('link', { name: 'Anna Smith' }))
    await fill(admin, 'メモを書く', '英語の接客が上手')
    await press(admin, '書く')
    await says(admin, '英語の接客が上手')
    await mustBeClean(admin, 'person')
    await go(admin, 'アクセス記録')
    await says(admin, 'Anna Smith')
    await mustBeClean(admin, 'access-log')
  })

  it('shows a person all that is kept of them, in their language, and takes corrections', async () => {
    await ayaka.say('マイページ')
    const page = await ayaka.openAnywhere(registrationTexts.ja.card.mine)
    await says(page, myDataTexts.ja.lead)
    await mustBeClean(page, 'my-data')
    await follow(page.getByRole('link', { name: myDataTexts.ja.correctionsAsk }))
    await mustBeClean(page, 'my-corrections')
    await fill(page, 'お名前', '高橋 綾香')
    await press(page, myDataTexts.ja.correctionsSend)
    await says(page, myDataTexts.ja.correctionOpen)
    await page.close()

    await admin.goto(`${house.baseUrl}/admin/members`)
    await admin.goto(`${house.baseUrl}/admin`)
    await mustBeClean(admin, 'home-with-correction')
  })

  it('forgets a person within a minute of leaving', async () => {
    const page = await openData(anna, 'en')
    await follow(page.getByRole('link', { name: myDataTexts.en.leave }))
    await mustBeClean(page, 'leaving-en')
    await press(page, leavingTexts.en.confirm('Anna Smith'))
    await says(page, leavingTexts.en.goodbyeTitle)
    await page.close()
    const left = () =>
      house.store.db.selectFrom('members').select('id').where('name', '=', 'Anna Smith').executeTakeFirst()
    await eventually(async () => (await left()) === undefined, 'nothing of the person', 60_000)
    await go(admin, '卒業生')
    await admin.getByRole('link', { name: '髙橋 彩香' }).first().waitFor()
    expect(await admin.getByText('Anna Smith').count()).toBe(0)
  })
})

const firstLine = (words: string) => words.split('\n')[0] ?? words

async function consents(phone: PhoneWindow, language: MemberLanguage) {
  const texts = registrationTexts[language]
  await phone.tap(texts.privacy.agree)
  for (const count of [1, 2, 3, 4]) {
    await phone.hears(new RegExp(`${count}/4`))
    await phone.answer(texts.yes)
  }
}

async function openData(phone: PhoneWindow, language: MemberLanguage) {
  await phone.say(language === 'en' ? 'my page' : 'マイページ')
  await phone.hears(registrationTexts[language].card.title)
  return phone.openAnywhere(registrationTexts[language].card.mine)
}

const menuName = async (phone: PhoneWindow) => {
  const areas = phone.page.getByTestId('rich-menu').getByRole('button')
  await areas.first().waitFor()
  return (await areas.first().getAttribute('aria-label')) ?? ''
}

/** The list as a file on the owner's disk. */
function shiftJisFile(words: string) {
  const path = join(tmpdir(), `okaeri-list-${process.pid}.csv`)
  writeFileSync(path, shiftJis(words))
  return path
}
