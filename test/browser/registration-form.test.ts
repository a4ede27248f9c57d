import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { MemberLanguage } from '../../src/db/schema.ts'
import { memberLink } from '../../src/members/links.ts'
import { ensureMember } from '../../src/members/members.ts'
import { addEntry } from '../roster/support.ts'
import { addRole, addStore } from '../support.ts'
import { type House, SESSION_SECRET } from '../whole-path/house.ts'
import { PHONE } from './chromium.ts'
import { follow } from './hands.ts'
import { openPhone, type PhoneWindow } from './phone-window.ts'
import { useStage } from './stage.ts'
import { mustBeClean, type Windows } from './windows.ts'

const LIFF_ID = '2000000001-AbCdEfGh'

let house: House
let windows: Windows
useStage(
  async (stage) => {
    ;({ house, windows } = stage)
    await addStore(house.store)
    await addStore(house.store, 'ebisu', '恵比寿店', 2)
    await addRole(house.store)
    await addEntry(house.store, { name: '渡邉 花', leftOn: '2023-03-31' })
  },
  { LIFF_ID },
)

/** Somebody who added the account, and the id that the product knows them by. */
async function aFriend(name: string) {
  const phone = await openPhone(windows, house, name)
  await phone.addFriend()
  await phone.hears('おかえりなさい')
  const lineUserId = String(new URL(phone.page.url()).searchParams.get('people'))
  const memberId = await ensureMember(house.store, { lineUserId, now: Date.now() })
  return { phone, memberId }
}

const formFor = async (memberId: string) =>
  memberLink({ baseUrl: house.baseUrl, sessionSecret: SESSION_SECRET }, { page: 'register', memberId, now: Date.now() })

type Fields = readonly [agree: string, yes: string, name: string, day: string, digits: string]
async function fillIn(page: Page, [agree, yes, name, day, digits]: Fields) {
  await page.getByRole('checkbox', { name: agree }).check()
  for (const answer of await page.getByRole('radio', { name: yes }).all()) await answer.check()
  await page.getByRole('textbox', { name }).fill('渡辺　花')
  await page.getByRole('radio', { name: '渋谷店' }).check()
  await page.getByLabel(day).fill('2023-03-05')
  await page.getByRole('textbox', { name: digits }).fill('0123')
}

const JA: Fields = ['同意します', '受け取る', 'お名前', '最後に働いた日', '電話番号の下4桁']
const WORDS: Record<MemberLanguage, { switchTo: string; submit: string; fields: Fields; done: string }> = {
  ja: { switchTo: '日本語', submit: 'この内容で登録する', fields: JA, done: '登録ができました' },
  'plain-ja': {
    switchTo: 'やさしい日本語',
    submit: 'これで 登録する',
    fields: ['わかりました。いいです', '送ってほしい', '名前', '最後に 働いた日', '電話番号の 最後の 数字4つ'],
    done: '登録を うけつけました',
  },
  en: {
    switchTo: 'English',
    submit: 'Register this',
    fields: ['I agree', 'Yes, please', 'Name', 'Your last day', 'Last four digits'],
    done: 'We have your registration',
  },
}

describe('registering on one page', () => {
  let phone: PhoneWindow
  let memberId: string

  it('is for everybody to read and use, in three languages, and stays filled in between them', async () => {
    const friend = await aFriend('はな')
    ;({ phone, memberId } = friend)
    const page = await windows.open(PHONE)
    await page.goto(await formFor(memberId))
    await mustBeClean(page, 'form-ja')
    await page.getByRole('textbox', { name: 'お名前' }).fill('渡辺　花')
    for (const language of ['plain-ja', 'en', 'ja'] as const) {
      await follow(page.getByRole('button', { name: WORDS[language].switchTo, exact: true }))
      await page.getByRole('button', { name: WORDS[language].submit }).last().waitFor()
      await mustBeClean(page, `form-${language}`)
    }
    expect(await page.getByRole('textbox', { name: 'お名前' }).inputValue()).toBe('渡辺　花')
    await page.context().close()
  })

  it('opens from a LIFF link in the chat, without a word of who one is, and changes the menu', async () => {
    await house.store.db
      .insertInto('outbox_messages')
      .values({
        id: crypto.randomUUID(),
        member_id: memberId,
        kind: 'push',
        body: JSON.stringify([cardWithLink()]),
        retry_key: crypto.randomUUID(),
        next_at: Date.now(),
        created_at: Date.now(),
      })
      .execute()
    await house.everyMinute(Date.now())
    await phone.hears('1ページで登録')
    const page = await phone.open('1ページで登録')
    await page.getByRole('heading', { name: '登録', exact: true }).waitFor()
    expect(page.url()).toMatch(new RegExp(`^${house.baseUrl}/register/${memberId}\\.`))

    await page.getByRole('textbox', { name: 'お名前' }).fill('渡辺　花')
    await page.getByRole('radio', { name: '渋谷店' }).check()
    await page.getByLabel('最後に働いた日').fill('2023-03-05')
    await follow(page.getByRole('button', { name: WORDS.ja.submit }).last())
    await page.getByText('まだ登録されていません').waitFor()
    windows.expectStatus(422)
    await mustBeClean(page, 'form-wrong')

    await fillIn(page, WORDS.ja.fields)
    await follow(page.getByRole('button', { name: WORDS.ja.submit }).last())
    await page.getByRole('heading', { name: WORDS.ja.done }).waitFor()
    await mustBeClean(page, 'form-done')
    await phone.menu('マイクーポン')

    expect(await house.store.db.selectFrom('members').select('state').execute()).toEqual([{ state: 'verified' }])
  })

  it.each(['plain-ja', 'en'] as const)('goes without JavaScript, too: %s', async (language) => {
    const { memberId } = await aFriend(`friend ${language}`)
    await house.store.db.updateTable('members').set({ language }).where('id', '=', memberId).execute()
    const page = await windows.open(PHONE, { javaScript: false })
    await page.goto(await formFor(memberId))
    await fillIn(page, WORDS[language].fields)
    await follow(page.getByRole('button', { name: WORDS[language].submit }).last())
    await page.getByRole('heading', { name: WORDS[language].done }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: WORDS[language].done }).waitFor()
  })

  it('says kindly what to do when LINE’s script does not come', async () => {
    const page = await windows.open(PHONE)
    await page.route('**/liff/sdk.js', (route) => route.abort())
    await page.goto(`${house.baseUrl}/liff?page=register`)
    await page.getByText('LINEで確認できませんでした').waitFor()
    windows.expectProblem('net::ERR_FAILED')
    await mustBeClean(page, 'liff-failed')
  })

  it('says how to get a new link when the old one is over', async () => {
    const page = await windows.open(PHONE)
    await page.goto(`${house.baseUrl}/register/${memberId}.1.${'0'.repeat(32)}`)
    await page.getByText('新しいリンクをお送りします').waitFor()
    windows.expectStatus(404)
    await mustBeClean(page, 'form-over')
  })
})

const cardWithLink = () => ({
  type: 'flex',
  altText: '1ページで登録',
  contents: {
    type: 'bubble',
    footer: {
      type: 'box',
      layout: 'vertical',
      contents: [
        {
          type: 'button',
          action: { type: 'uri', label: '1ページで登録', uri: `https://liff.line.me/${LIFF_ID}?page=register` },
        },
      ],
    },
  },
})
