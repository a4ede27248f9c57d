import { AxeBuilder } from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import { doorUrl } from '../../src/events/links.ts'
import { doorTexts } from '../../src/texts/event-door.ts'
import { PlainPage } from '../../src/web/ui.tsx'
import { ScanHead, Scanner } from '../../src/web/ui-scan.tsx'
import { cameraOn } from '../browser/camera.ts'
import { openBrowser, PHONE } from '../browser/chromium.ts'
import { configFor, newDeps } from '../deps.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator, tillOf } from '../web/doors.ts'
import { addEvent, addGuest } from './door-support.ts'

/** The till of the shop, whose camera sees the QR code of 花 all the time. */
let browser: Browser
let context: BrowserContext
let store: Store
let site: string
let close: () => void
let code: string
/** What came for the door's scans; so many of the next are answered with a fault. */
let scans: { code: string | null; scan: string | null }[]
let faults: number
let asked: string[]
const complaints: string[] = []

beforeAll(async () => {
  let app = new Hono()
  const server = serve({ fetch: (request) => app.fetch(request), port: 0, hostname: '127.0.0.1' })
  await new Promise((listening) => server.once('listening', listening))
  const address = server.address()
  site = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
  const config = configFor({ BASE_URL: site, LINE_API_BASE_URL: 'http://127.0.0.1:9' })
  code = await doorUrl(config, { eventId: 'tasting', memberId: 'hana' })
  app = new Hono()
    .use(async (c, next) => {
      asked.push(c.req.path)
      if (c.req.path !== '/till/door/tasting/scans') return next()
      const form = await c.req.raw.clone().formData()
      scans.push({ code: String(form.get('code')), scan: String(form.get('scan')) })
      await next()
      if (faults-- > 0) c.res = new Response('', { status: 500 })
      return
    })
    .get('/till/door/plain', (c) => {
      c.header('permissions-policy', 'camera=(self)')
      return c.html(
        <PlainPage lang="ja" title="ためし" screen="till" head={<ScanHead />}>
          <Scanner action="/till/door/taken" words={doorTexts.ja.scan} />
        </PlainPage>,
      )
    })
    .post('/till/door/taken', async (c) => c.text(`read ${(await c.req.formData()).get('code')}`))
    .all('*', (c) => createApp(newDeps(store, { config })).fetch(c.req.raw))
  close = () => server.close()
  browser = await openBrowser(await cameraOn(code))
})
afterAll(async () => {
  await browser.close()
  close()
})
beforeEach(async () => {
  scans = []
  asked = []
  faults = 0
  complaints.length = 0
  store = newStore()
  await addStore(store)
  await addOperator(store, 'owner')
  await addEvent(store)
  await addGuest(store, 'hana', { name: '佐藤 花', party: 3, drinkers: 2, allergies: 'えび' })
  const { deviceToken } = await tillOf(store, { operatorId: 'owner' })
  context = await browser.newContext({ viewport: PHONE })
  // It is about answers that are faults, not about such as a slow machine gives late.
  await context.addInitScript('AbortSignal.timeout = () => new AbortController().signal')
  await context.addCookies([{ name: 'okaeri-till', value: deviceToken, url: site }])
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
})

async function open(path: string) {
  const tab = await context.newPage()
  tab.on('pageerror', (error) => complaints.push(error.message))
  tab.on('console', (line) => {
    if (/Content Security Policy|Permissions policy/i.test(line.text())) complaints.push(line.text())
  })
  await tab.goto(site + path)
  return tab
}

it('reads the guest’s code, lets them in and says who they are, once for as long as the code is there', async () => {
  await context.addInitScript(`window.looks = 0
    const { getImageData } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.getImageData = function (...of) {
      looks++
      return getImageData.apply(this, of)
    }`)
  const tab = await open('/till/door/tasting')
  await tab.click('text=カメラでQRを読み取る')
  await tab.waitForSelector('.door-result.done >> text=佐藤 花さん 3名')
  for (const words of ['受け付けました', 'アレルギー：えび', 'お酒 2名', '取り消す'])
    expect(await tab.textContent('.door-result')).toContain(words)
  const looks = Number(await tab.evaluate('looks'))
  await expect.poll(() => tab.evaluate('looks')).toBeGreaterThan(looks + 5)
  expect(scans.map((scan) => scan.code)).toEqual([code])
  await tab.waitForSelector('.door-count >> text=3')
  expect(await tab.isVisible('video')).toBe(true)
  expect(
    (await new AxeBuilder({ page: tab }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
  ).toEqual([])

  // Else it goes on after the undoing, and sees the guest again.
  await tab.click('text=カメラを止める')
  await tab.click('.door-result >> text=取り消す')
  await tab.waitForSelector('text=受付を取り消しました')
  expect(await store.db.selectFrom('check_ins').select('undone_till_id').execute()).not.toEqual([
    { undone_till_id: null },
  ])
})

it('sends the same scan again while no answer comes: whoever is in is not told that they were already', async () => {
  faults = 2
  const tab = await open('/till/door/tasting')
  await tab.click('text=カメラでQRを読み取る')
  await tab.waitForSelector('.door-result.done >> text=佐藤 花さん 3名')
  expect(scans).toHaveLength(3)
  expect(new Set(scans.map(({ scan }) => scan)).size).toBe(1)
  expect(await store.db.selectFrom('check_ins').select('people').execute()).toEqual([{ people: 3 }])
})

it('takes the same code for another guest’s once it was away for a while, not where no pictures came for as long', async () => {
  await context.addInitScript(`Object.assign(window, { inSight: ${JSON.stringify(code)}, looks: 0 })
    window.BarcodeDetector = class {
      static async getSupportedFormats() { return ['qr_code'] }
      async detect() { looks++; return inSight ? [{ rawValue: inSight }] : [] }
    }`)
  await context.clock.install({ time: NOON })
  await context.clock.pauseAt(NOON + 1_000)
  const tab = await open('/till/door/tasting')
  const lookUntil = (isSo: () => unknown) =>
    expect.poll(async () => {
      await tab.clock.runFor(150)
      return isSo()
    })
  const lookAgain = async (times: number) => {
    const before = Number(await tab.evaluate('looks'))
    await lookUntil(() => tab.evaluate('looks')).toBeGreaterThanOrEqual(before + times)
  }
  await tab.click('text=カメラでQRを読み取る')
  await lookUntil(() => scans.length).toBe(1)
  await lookUntil(() => tab.isVisible('.door-result.done')).toBe(true)

  await tab.clock.fastForward(10_000)
  await lookAgain(5)
  expect(scans).toHaveLength(1)

  await tab.evaluate('inSight = undefined')
  await lookAgain(10)
  await tab.evaluate(`inSight = ${JSON.stringify(code)}`)
  await lookAgain(5)
  expect(scans).toHaveLength(1)

  await tab.evaluate('inSight = undefined')
  await lookAgain(40)
  await tab.evaluate(`inSight = ${JSON.stringify(code)}`)
  await lookUntil(() => scans.length).toBe(2)
})

it('reads with the browser’s own detector where there is one, and then loads nothing', async () => {
  await context.addInitScript(`window.BarcodeDetector = class {
    static async getSupportedFormats() { return ['qr_code'] }
    async detect() { return [{ rawValue: ${JSON.stringify(code)} }] }
  }`)
  const tab = await open('/till/door/tasting')
  await tab.click('text=カメラでQRを読み取る')
  await tab.waitForSelector('.door-result.done')
  expect(asked.filter((path) => path.includes('qr-reader'))).toEqual([])
})

it('sends its form as by hand where no place for the answer is named', async () => {
  const tab = await open('/till/door/plain')
  await tab.click('text=カメラでQRを読み取る')
  await tab.waitForSelector(`text=read ${code}`)
})

it('says what to do when it may not see', async () => {
  await context.addInitScript(`navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException('Permission denied', 'NotAllowedError')
  }`)
  const tab = await open('/till/door/tasting')
  await tab.click('text=カメラでQRを読み取る')
  await tab.waitForSelector('text=カメラを使う許可がありません')
  expect(await tab.isVisible('video')).toBe(false)
})
