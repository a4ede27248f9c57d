import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addUser, findUser } from '../../src/simulator/people.ts'
import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { WebhookEvent } from '../../src/simulator/webhooks.ts'
import { DESK, openBrowser, PHONE } from '../browser/chromium.ts'
import { MINUTE, NOON, TOKEN, text, userId } from './support.ts'

const HANA = userId(1)
const KEN = userId(2)

let browser: Browser
let simulator: RunningSimulator
let page: Page
let events: WebhookEvent[]
let problems: string[]
/** What a test does on purpose, and the browser complains of. */
let tolerated: RegExp | undefined

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

beforeEach(() => {
  events = []
  problems = []
  tolerated = undefined
  return async () => {
    await page?.context().close()
    await simulator?.close()
    expect(problems.filter((problem) => !tolerated?.test(problem))).toEqual([])
  }
})

/** Hana is a friend, Ken is not; the bot hears everything and says nothing by itself. `still`: no time passes in the page. */
async function open(people: readonly string[] = [HANA], { viewport = PHONE, still = false } = {}) {
  const deliver = async (request: Request) => {
    const body: { events: WebhookEvent[] } = await request.json()
    events.push(...body.events)
    return new Response('')
  }
  const bot = { webhookUrl: 'http://bot.local', webhookTimeoutMs: MINUTE, deliver }
  simulator = await startSimulator({ accessToken: TOKEN, ...bot })
  addUser(simulator.world, { id: HANA, displayName: '花', friend: true })
  addUser(simulator.world, { id: KEN, displayName: '健' })
  page = await (await browser.newContext({ viewport })).newPage()
  if (still) {
    await page.clock.install({ time: NOON })
    await page.clock.pauseAt(NOON + MINUTE)
  }
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
  await page.goto(`${simulator.url}/?people=${people.join(',')}`)
}

const phone = (id = HANA) => page.getByTestId(`phone-${id}`)

async function push(messages: object[], to = HANA) {
  const response = await fetch(`${simulator.url}/v2/bot/message/push`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to, messages }),
  })
  expect(response.status).toBe(200)
}

const withQuickReply = (action: object) => ({
  ...text('選んでください'),
  quickReply: { items: [{ type: 'action', action }] },
})

/** Resolves when the page has noticed it. */
const scrolled = (scroll: (log: Element) => void) =>
  phone()
    .getByTestId('chat-log')
    .evaluate(scroll)
    .then(() => page.evaluate(() => new Promise((noticed) => requestAnimationFrame(noticed))))

const heard = async (count: number) => {
  await expect.poll(() => events.length).toBe(count)
  return events.at(-1)
}

describe('on a phone', () => {
  it('makes friends with one tap', async () => {
    await open([KEN])
    await phone(KEN).getByTestId('add-friend').click()
    await phone(KEN).getByTestId('chat-input').waitFor()
    expect(await heard(1)).toMatchObject({ type: 'follow', source: { userId: KEN } })
  })

  it('can be dark, and stays so: a card keeps its own colours', async () => {
    await open()
    await push([text('こんばんは')])
    await page.getByTestId('dark').check()
    await page.reload()
    const balloon = phone().locator('.lf-balloon').first()
    await expect.poll(() => balloon.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe('rgb(44, 49, 58)')
    expect(await page.getByTestId('dark').isChecked()).toBe(true)
  })

  it('blocks and unblocks', async () => {
    await open()
    await phone().getByTestId('phone-menu').click()
    await phone().getByTestId('block').click()
    await phone().getByText('ブロックしています').waitFor()
    await phone().getByTestId('phone-menu').click()
    await phone().getByTestId('unblock').click()
    await phone().getByTestId('chat-input').waitFor()
    expect((await heard(2))?.follow).toEqual({ isUnblocked: true })
  })

  it('sends with Enter, makes a new line with Shift and Enter, and leaves Enter to the kana conversion', async () => {
    await open()
    const input = phone().getByTestId('chat-input')
    await input.fill('たなか')
    await input.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    await input.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true })
    expect(await input.inputValue()).toBe('たなか')
    await input.press('Shift+Enter')
    await input.pressSequentially('です')
    await input.press('Enter')
    expect((await heard(1))?.message).toMatchObject({ type: 'text', text: 'たなか\nです' })
    expect(await input.inputValue()).toBe('')
    await phone().getByTestId('item-user').getByText('たなか').waitFor()
  })

  it('sends nothing when there is nothing to send', async () => {
    await open()
    await phone().getByTestId('chat-input').fill(' \n ')
    await phone().getByTestId('send').click()
    await phone().getByTestId('send-sticker').click()
    await heard(1)
    await phone().getByTestId('send-photo').click()
    await heard(2)
    expect(events.map(({ message }) => message)).toMatchObject([{ type: 'sticker' }, { type: 'image' }])
  })

  it('shows what the bot sends without being asked, at the end of the chat', async () => {
    await open()
    for (let n = 0; n < 12; n++) await push([text(`${n}番目の知らせ`)])
    await push([withQuickReply({ type: 'message', label: 'はい', text: 'はい' })])
    await phone().getByTestId('quick-reply').waitFor()
    await expect
      .poll(() =>
        phone()
          .getByTestId('chat-log')
          .evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight),
      )
      .toBeLessThan(2)
  })

  it('stays where the person reads, when something comes in', async () => {
    await open()
    for (let n = 0; n < 20; n++) await push([text(`${n}番目の知らせ`)])
    const log = phone().getByTestId('chat-log')
    await log.getByText('19番目').waitFor()
    await scrolled((element) => element.scrollTo(0, element.scrollHeight))
    await scrolled((element) => element.scrollTo(0, 0))
    await push([text('新しい知らせ')])
    await log.getByText('新しい知らせ').waitFor()
    expect(await log.evaluate((element) => element.scrollTop)).toBe(0)
  })

  it('taps a quick reply once: they go, the words stay', async () => {
    await open()
    await push([withQuickReply({ type: 'postback', label: '渋谷店', data: 'store=1', displayText: '渋谷店です' })])
    await phone().getByTestId('quick-reply').click()
    await phone().getByTestId('item-user').getByText('渋谷店です').waitFor()
    expect((await heard(1))?.postback).toEqual({ data: 'store=1' })
    expect(await phone().getByTestId('quick-reply').count()).toBe(0)
  })

  it('picks a date between the first and the last that are allowed', async () => {
    await open()
    await push([
      withQuickReply({
        type: 'datetimepicker',
        label: '退職日',
        data: 'left',
        mode: 'date',
        initial: '2025-03-31',
        min: '2015-01-01',
        max: '2026-04-01',
      }),
    ])
    await phone().getByTestId('quick-reply').click()
    const input = page.getByTestId('date-input')
    expect(await input.inputValue()).toBe('2025-03-31')
    await input.fill('2026-04-02')
    await page.getByTestId('date-ok').click()
    expect(await page.getByTestId('date-dialog').isVisible()).toBe(true)
    await input.fill('2024-12-31')
    await page.getByTestId('date-ok').click()
    expect((await heard(1))?.postback).toEqual({ data: 'left', params: { date: '2024-12-31' } })
  })

  it('sends nothing, and asks again, when picking a date is cancelled', async () => {
    await open()
    await push([withQuickReply({ type: 'datetimepicker', label: '退職日', data: 'left', mode: 'date' })])
    await phone().getByTestId('quick-reply').click()
    await page.getByTestId('date-cancel').click()
    await phone().getByTestId('quick-reply').click()
    await page.getByTestId('date-ok').click()
    await heard(1)
  })

  it('offers the same choices again under the next message, also when that comes before it saw them taken', async () => {
    await open()
    const choices = withQuickReply({ type: 'postback', label: 'はい', data: 'yes' })
    await push([choices])
    await phone().getByTestId('quick-reply').waitFor()
    const late = async (route: Route) => {
      await heard(1)
      await push([choices])
      await route.continue()
    }
    await page.route('**/phone', late, { times: 1 })
    await phone().getByTestId('quick-reply').click()
    await phone().getByTestId('item-bot').nth(1).waitFor()
    await phone().getByTestId('quick-reply').click()
    await heard(2)
  })

  it('calls nobody', async () => {
    await open([HANA], { still: true })
    await push([withQuickReply({ type: 'uri', label: '電話', uri: 'tel:0312345678' })])
    await phone().getByTestId('quick-reply').click()
    await expect.poll(() => phone().getByTestId('notice').textContent()).toBe('電話：0312345678')
  })

  it('puts words into the input for a button that asks for it', async () => {
    await open()
    await push([
      withQuickReply({ type: 'postback', label: '書く', data: 'd', inputOption: 'openKeyboard', fillInText: '名前：' }),
    ])
    await phone().getByTestId('quick-reply').click()
    await expect.poll(() => phone().getByTestId('chat-input').inputValue()).toBe('名前：')
  })

  it('says so when the bot does not answer', async () => {
    await open([HANA], { still: true })
    simulator.world.switches.webhookUrl = null
    await phone().getByTestId('send-sticker').click()
    await expect.poll(() => phone().getByTestId('notice').textContent()).toContain('Webhook URL')
  })

  it('shows one person at a time, and marks who got something', async () => {
    await open([HANA, KEN])
    await push([text('いつもの知らせ')])
    await phone(HANA).getByText('いつもの知らせ').waitFor()
    expect(await phone(KEN).isVisible()).toBe(false)
    await page.getByTestId(`tab-${KEN}`).click()
    expect(await phone(HANA).isVisible()).toBe(false)
    await push([text('花さんへ')])
    await expect.poll(() => page.getByTestId(`tab-${HANA}`).getAttribute('data-unread')).toBe('')
    await page.getByTestId(`tab-${HANA}`).click()
    expect(await page.getByTestId(`tab-${HANA}`).getAttribute('data-unread')).toBeNull()
  })

  it('opens a new person’s phone', async () => {
    await open()
    await page.getByTestId('choose-people').click()
    await page.getByTestId('new-person-name').fill('新人')
    await page.getByTestId('new-person-add').click()
    await page.waitForURL(/#U/)
    const added = [...simulator.world.users.keys()].at(-1) ?? ''
    expect(await phone(added).isVisible()).toBe(true)
    expect(findUser(simulator.world, added).displayName).toBe('新人')
  })

  it('is as wide as the screen', async () => {
    await open()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
    expect(await phone().boundingBox()).toMatchObject({ x: 0, width: PHONE.width })
  })
})

describe('on a desk', () => {
  it('shows phones side by side, each with its own chat', async () => {
    await open([HANA, KEN], { viewport: DESK })
    await push([text('花さんだけに')])
    await phone(HANA).getByText('花さんだけに').waitFor()
    expect(await phone(KEN).isVisible()).toBe(true)
    expect(await phone(KEN).getByText('花さんだけに').count()).toBe(0)
  })

  it('goes on when the live connection cannot be had', async () => {
    await open([HANA], { viewport: DESK })
    tolerated = /ERR_FAILED/
    await page.route('**/_simulator/events', (route) => route.abort())
    await page.reload()
    await phone().getByTestId('chat-input').waitFor()
    await push([text('それでも届く')])
    await phone().getByText('それでも届く').waitFor()
  })

  it('can be used without seeing or without a mouse', async () => {
    await open([HANA, KEN], { viewport: DESK })
    await push([withQuickReply({ type: 'message', label: 'はい', text: 'はい' })])
    await phone().getByTestId('quick-reply').waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})
