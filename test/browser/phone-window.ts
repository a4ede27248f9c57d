import type { Page } from 'playwright-core'
import type { House } from '../whole-path/house.ts'
import { PHONE } from './chromium.ts'
import type { Windows } from './windows.ts'

/** A person with LINE, on the simulator's phone page: what is done here is done with fingers. */
export async function openPhone(windows: Windows, { simulator }: House, displayName: string) {
  const page = await windows.open(PHONE)
  await page.goto(`${simulator.url}/`)
  await page.getByTestId('choose-people').click()
  const chooser = page.getByRole('banner').first()
  await chooser.getByTestId('new-person-name').fill(displayName)
  await chooser.getByTestId('new-person-add').click()
  await page.waitForURL(/#U/)
  await page.goto(`${simulator.url}/?people=${new URL(page.url()).hash.slice(1)}`)

  const log = page.getByTestId('chat-log')
  /** A page of its own, as in LINE. */
  const opened = async (act: () => Promise<void>) => {
    const [opening] = await Promise.all([page.context().waitForEvent('page'), act()])
    await opening.waitForLoadState()
    return opening
  }
  /** Until LINE has told the bot: what is done next comes after it. */
  const told = async (act: () => Promise<void>) => {
    await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'), act()])
  }
  return {
    page,
    addFriend: () => told(() => page.getByTestId('add-friend').click()),
    /** The newest button of that name in a card. */
    tap: (label: string) => told(() => log.getByRole('button', { name: label, exact: true }).last().click()),
    answer: (label: string) => told(() => page.getByTestId('quick-reply').filter({ hasText: label }).first().click()),
    tapMenu: (label: string) =>
      told(() => page.getByTestId('rich-menu').getByRole('button', { name: label, exact: true }).click()),
    async say(words: string) {
      await page.getByTestId('chat-input').fill(words)
      await told(() => page.getByTestId('send').click())
    },
    async pickDate(label: string, day: string) {
      await page.getByTestId('quick-reply').filter({ hasText: label }).click()
      await page.getByTestId('date-input').fill(day)
      await told(() => page.getByTestId('date-ok').click())
    },
    /** Waits for words of the bot. */
    hears: (words: string | RegExp) => log.getByTestId('item-bot').getByText(words).last().waitFor(),
    /** Follows the newest link of that name. */
    open: (label: string): Promise<Page> =>
      opened(() => log.getByRole('link', { name: label, exact: true }).last().click()),
    /** The same, whether it is in a card or offered under it. */
    openAnywhere: (label: string): Promise<Page> => opened(() => page.getByText(label, { exact: true }).last().click()),
    linkOf: async (label: string) =>
      (await log.getByRole('link', { name: label, exact: true }).last().getAttribute('href')) ?? '',
    /** By the menu, into the settings: no more news from now on. */
    async stopsNews() {
      await told(() => page.getByTestId('rich-menu').getByRole('button', { name: 'お知らせの設定' }).click())
      const card = log.getByTestId('item-bot').last()
      await card.getByText('お知らせの設定').first().waitFor()
      await told(() => card.getByRole('button', { name: '止める', exact: true }).first().click())
      await log
        .getByTestId('item-bot')
        .getByText(/止めました/)
        .last()
        .waitFor()
    },
    /** Which picture the menu shows. */
    menuPicture: async () => (await page.getByTestId('rich-menu').locator('img').getAttribute('src')) ?? '',
    /** What the menu offers, and whether its picture is there. */
    async menu(first: string) {
      const menu = page.getByTestId('rich-menu')
      await menu.getByRole('button', { name: first }).waitFor()
      const areas = await menu.locator('[data-testid^=rich-menu-area]').all()
      return {
        labels: await Promise.all(areas.map((area) => area.getAttribute('aria-label'))),
        picture: await menu.locator('img').evaluate(async (image) => {
          if (!(image instanceof HTMLImageElement)) return 'none'
          await image.decode()
          return `${image.naturalWidth}×${image.naturalHeight}`
        }),
      }
    },
  }
}

export type PhoneWindow = Awaited<ReturnType<typeof openPhone>>

/** From the first tap to the registration's end, as on the phone: agree, purpose by purpose, name, store, role, day. */
export async function register(phone: PhoneWindow, { name, lastDay }: { name: string; lastDay: string }) {
  await phone.tap('登録をはじめる')
  await phone.tap('同意してはじめる')
  for (const count of [1, 2, 3, 4]) {
    await phone.hears(new RegExp(`${count}/4`))
    await phone.answer('受け取る')
  }
  await phone.hears(/お名前を教えて/)
  await phone.say(name)
  await phone.answer('渋谷店')
  await phone.answer('ホール')
  await phone.pickDate('日付を選ぶ', lastDay)
  await phone.tap('この内容で登録する')
}
