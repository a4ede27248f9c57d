import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Browser, Page as Tab } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assets } from '../../src/web/assets.ts'
import { headers } from '../../src/web/headers.ts'
import { Page } from '../../src/web/ui.tsx'
import { Actions, Button, Field } from '../../src/web/ui-forms.tsx'
import { WritingField } from '../../src/web/ui-writing.tsx'
import { openBrowser, PHONE } from '../browser/chromium.ts'

type Answer = { status?: number; html?: string; order?: string; mark?: string }

let browser: Browser
let close: () => void
let url: string
let tab: Tab
/** What the next requests to /fragment are answered with; the last answer stays. */
let answers: Answer[]
let asked: { method: string; typed: string | null }[]
/** Requests to /fragment that left the page. */
let sent: number
/** What each request to /fragment said it shows. */
let had: (string | undefined)[]
let content: Child
/** Whether the page has done its taps: the answer of /slow waits for that. */
let tapped: boolean
const complaints: string[] = []

beforeAll(async () => {
  const app = new Hono()
    .use(headers({ baseUrl: 'http://localhost' }))
    .route('/', assets)
    .get('/', (c) =>
      c.html(
        <Page lang="ja" title="ためし">
          {content}
        </Page>,
      ),
    )
    .all('/fragment', answerFragment)
    .post('/slow', async (c) => {
      asked.push({ method: 'SLOW', typed: null })
      await expect.poll(() => tapped).toBe(true)
      return c.text('done')
    })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((listening) => server.once('listening', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}/`
  close = () => server.close()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  close()
})
beforeEach(async () => {
  answers = []
  asked = []
  had = []
  tapped = false
  complaints.length = 0
  tab = await browser.newPage({ viewport: PHONE })
  sent = 0
  tab.on('request', (request) => {
    if (request.url().endsWith('/fragment')) sent += 1
  })
  tab.on('pageerror', (error) => complaints.push(error.message))
  tab.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) complaints.push(line.text())
  })
})
afterEach(async () => {
  await tab.close()
  expect(complaints).toEqual([])
})

describe('a part that refreshes itself', () => {
  it('shows the newest fragment, and stops when told to', async () => {
    content = <div id="part" data-refresh="/fragment" data-refresh-seconds="0.5" />
    answers = [{ html: '<b>10</b>' }, { html: '<b>24</b>', order: 'stop' }]
    await standStill()
    await tab.goto(url)
    await untilAsked()
    await tab.waitForSelector('#part >> text=10')
    await untilAsked()
    await tab.waitForSelector('#part >> text=24')
    await tab.clock.runFor(5_000)
    expect(asked).toEqual([
      { method: 'GET', typed: '' },
      { method: 'GET', typed: '' },
    ])
  })

  it('says so when the shop cannot be reached, keeps what it showed, and goes on by itself', async () => {
    content = (
      <div id="part" data-refresh="/fragment" data-refresh-seconds="0.5">
        前のまま
      </div>
    )
    answers = [{ status: 500 }, { status: 500 }, { html: 'また来た', order: 'stop' }]
    await standStill()
    await tab.goto(url)
    await untilAsked()
    await untilAsked()
    await tab.waitForSelector('text=最新の状態を読み込めませんでした')
    expect(await tab.textContent('#part')).toContain('前のまま')
    await untilAsked()
    await tab.waitForSelector('#part >> text=また来た')
    expect(await tab.$('.live-failed')).toBeNull()
  })

  it('loads the page anew when told to', async () => {
    content = <div data-refresh="/fragment" data-refresh-seconds="0.5" />
    answers = [{ order: 'reload' }]
    await standStill()
    await tab.goto(url)
    const anew = tab.waitForEvent('load')
    await untilAsked()
    await anew
  })

  it('does not take away a field someone is typing in', async () => {
    content = (
      <div data-refresh="/fragment" data-refresh-seconds="0.5">
        <Field lang="ja" label="名前" name="name" />
      </div>
    )
    answers = [{ html: '消えた' }]
    await standStill()
    await tab.goto(url)
    await tab.fill('[name=name]', '佐藤')
    await untilAsked()
    await untilAsked()
    expect(await tab.inputValue('[name=name]')).toBe('佐藤')
    await tab.locator('[name=name]').blur()
    await untilAsked()
    await tab.waitForSelector('text=消えた')
  })
})

describe('a field to write in', () => {
  beforeEach(async () => {
    content = (
      <form method="post">
        <WritingField
          lang="ja"
          label="本文"
          name="text"
          value="やあ"
          rows={3}
          limit={{ max: 10, unit: 'utf16' }}
          inserts={['{名前}']}
        />
        <WritingField lang="ja" label="答え" name="answer" value="👨‍👩‍👧" limit={{ max: 20, unit: 'grapheme' }} />
        <p data-used="{名前}">代わりの言葉</p>
      </form>
    )
    await tab.goto(url)
  })

  it('counts what is typed as LINE counts it, and says when it is too much, cutting nothing off', async () => {
    expect(await tab.locator('.count').allTextContents()).toEqual(['2 / 10', '1 / 20'])
    await tab.fill('[name=text]', '花'.repeat(11))
    expect(await tab.textContent('.count.over')).toBe('11 / 10')
    expect(await tab.inputValue('[name=text]')).toHaveLength(11)
  })

  it('puts a variable where the cursor is, and then asks what stands for it', async () => {
    expect(await tab.isVisible('text=代わりの言葉')).toBe(false)
    await tab.locator('[name=text]').press('Home')
    await tab.click('text={名前}')
    expect(await tab.inputValue('[name=text]')).toBe('{名前}やあ')
    expect(await tab.isVisible('text=代わりの言葉')).toBe(true)
  })
})

describe('a live form', () => {
  beforeEach(async () => {
    content = (
      <form method="post" data-live-form="/fragment" data-live-target="#count">
        <Field lang="ja" label="タグ" name="tag" />
        <div id="count">24人</div>
      </form>
    )
    await tab.goto(url)
  })

  it('asks once after the typing, and shows the answer to it', async () => {
    answers = [{ html: '7人' }]
    await standStill()
    await tab.locator('[name=tag]').pressSequentially('土日')
    await tab.clock.runFor(2_000)
    await tab.waitForSelector('#count >> text=7人')
    expect(asked).toEqual([{ method: 'POST', typed: '土日' }])
  })

  it('says so when it cannot ask, and keeps what was typed', async () => {
    answers = [{ status: 500 }]
    await tab.fill('[name=tag]', '土日')
    await tab.waitForSelector('text=入力した内容はそのまま残っています')
    expect(await tab.inputValue('[name=tag]')).toBe('土日')
    expect(await tab.textContent('#count')).toBe('24人')
  })
})

it('sends a form once, however often it is tapped', async () => {
  content = (
    <form method="post" action="/slow">
      <Actions>
        <Button>送る</Button>
      </Actions>
    </form>
  )
  await tab.goto(url)
  await tab.evaluate(async () => {
    // Between the taps, and after the last, the browser is still waiting for the first answer.
    for (let i = 0; i < 4; i++) {
      document.querySelector<HTMLButtonElement>('.actions button')?.click()
      await new Promise((later) => setTimeout(later, 100))
    }
  })
  tapped = true
  await tab.waitForURL('**/slow')
  expect(asked).toHaveLength(1)
})

it('sends nothing when the question beside it is answered with no', async () => {
  content = (
    <form method="post" action="/slow">
      <Button kind="danger" confirm="24人への配信を取り消しますか">
        取り消す
      </Button>
    </form>
  )
  await tab.goto(url)
  const questions: string[] = []
  tab.once('dialog', (dialog) => {
    questions.push(dialog.message())
    void dialog.dismiss()
  })
  await tab.click('text=取り消す')
  expect(questions).toEqual(['24人への配信を取り消しますか'])
  expect(asked).toEqual([])
})

describe('a code that lives for a while', () => {
  const CODE = '<p data-gone-after="45"><b>CODE</b></p><p hidden>old</p>'
  const USED = '<div data-told><i aria-hidden="true">○</i><b>使用済み</b></div>'
  const shown = async () => [await tab.isVisible('text=CODE'), await tab.isVisible('text=old')]
  beforeEach(() => standStill())
  const open = async (part: Child) => {
    content = part
    await tab.goto(url)
  }
  const code = () => open(raw(CODE))

  it('counts down and tells the time by its own clock, and stays at zero', async () => {
    await open(
      <>
        <p id="left" data-countdown="1.5" data-countdown-text="あと{}秒">
          あと2秒
        </p>
        <p id="over" data-countdown="-5" />
        <time data-clock>23:59:58</time>
      </>,
    )
    expect(await tab.textContent('#left')).toBe('あと2秒')
    await tab.clock.runFor(3_000)
    expect(await tab.textContent('#left')).toBe('あと0秒')
    expect(await tab.textContent('#over')).toBe('0')
    expect(await tab.textContent('time')).toBe('0:00:01')
  })

  it('is seen until its time, and no longer', async () => {
    await code()
    await tab.clock.runFor(44_500)
    expect(await shown()).toEqual([true, false])
    await tab.clock.runFor(1_000)
    expect(await shown()).toEqual([false, true])
  })

  it('is not seen longer where the clock of the phone is set back', async () => {
    await code()
    await tab.clock.setSystemTime('2026-04-01T02:50:00Z')
    await tab.clock.runFor(44_000)
    expect(await shown()).toEqual([true, false])
    await tab.clock.runFor(2_000)
    expect(await shown()).toEqual([false, true])
  })

  it.each(['visibilitychange', 'pageshow'])('is gone when the phone wakes after ten minutes: %s', async (event) => {
    await code()
    await tab.clock.setSystemTime('2026-04-01T03:10:00Z')
    await tab.evaluate((event) => document.dispatchEvent(new Event(event, { bubbles: true })), event)
    expect(await shown()).toEqual([false, true])
  })

  it('stays in its place while the answer is that nothing changed, and is asked for anew once it is gone', async () => {
    answers = [{ html: CODE, mark: '1' }, { status: 204 }]
    await open(<div id="part" data-refresh="/fragment" data-refresh-seconds="1" data-refresh-now />)
    await tab.waitForSelector('text=CODE')
    await tab.evaluate(() => document.querySelector('b')?.setAttribute('id', 'same'))
    await untilAsked()
    await untilAsked()
    expect(await tab.isVisible('#same')).toBe(true)
    await tab.clock.setSystemTime('2026-04-01T03:10:00Z')
    answers = [
      { html: CODE, mark: '1' },
      { html: CODE.replace('CODE', 'NEXT'), mark: '2' },
    ]
    await untilAsked()
    await untilAsked()
    expect(had).toEqual([undefined, '1', '1', undefined, undefined])
    await tab.waitForSelector('text=NEXT')
  })

  it('is told of only when it was used', async () => {
    const told = () => tab.textContent('body > .hidden[role=status]')
    answers = [{ html: CODE }, { html: USED, order: 'stop' }]
    await open(<div data-refresh="/fragment" data-refresh-seconds="1" data-refresh-now />)
    await tab.waitForSelector('text=CODE')
    expect(await told()).toBe('')
    await tab.clock.runFor(1_000)
    await expect.poll(told).toBe('使用済み')
    await tab.clock.runFor(5_000)
    expect(await told()).toBe('')
  })
})

it('says that the connection is gone, and takes it back', async () => {
  content = <p>…</p>
  await tab.goto(url)
  await tab.context().setOffline(true)
  await tab.waitForSelector('.offline-bar >> text=通信が切れています')
  await tab.context().setOffline(false)
  await tab.waitForSelector('.offline-bar', { state: 'detached' })
})

it('puts the cursor into the first field that was wrong', async () => {
  content = (
    <form method="post">
      <Field lang="ja" label="名前" name="name" />
      <Field lang="ja" label="店" name="store" error="選んでください。" />
    </form>
  )
  await tab.goto(url)
  expect(await tab.evaluate(() => document.activeElement?.id)).toBe('f-store')
})

/** Time stands still in the page, so that a slow machine is no slower to it; `tab.clock` moves it on. */
async function standStill() {
  await tab.clock.install({ time: '2026-04-01T03:00:00Z' })
  await tab.clock.pauseAt('2026-04-01T03:00:01Z')
}

/** Moves the page's time on until it asks again, and shows what it heard before. By less at a time than it waits between two questions: it asks no second one. */
async function untilAsked() {
  const before = sent
  const soon = async () => {
    await tab.clock.runFor(100)
    return sent
  }
  await expect.poll(soon).toBe(before + 1)
  await expect.poll(() => asked.length).toBe(sent)
}

async function answerFragment(c: Context) {
  const typed = c.req.method === 'POST' ? new URLSearchParams(await c.req.text()).get('tag') : ''
  asked.push({ method: c.req.method, typed })
  had.push(c.req.header('x-refresh-have'))
  const { status = 200, html = '', order, mark } = (answers.length > 1 ? answers.shift() : answers[0]) ?? {}
  return new Response(status === 204 ? null : html, {
    status,
    headers: {
      'content-type': 'text/html',
      ...(order ? { 'x-refresh': order } : {}),
      ...(mark ? { 'x-refresh-mark': mark } : {}),
    },
  })
}
