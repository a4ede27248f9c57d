import { createAdaptorServer } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { setPaperMode } from '../../src/coupons/paper/modes.ts'
import type { Store } from '../../src/db/store.ts'
import { openBrowser, PHONE } from '../browser/chromium.ts'
import { configFor, newDeps } from '../deps.ts'
import { standAt } from '../stores/at-till.ts'
import { NOON, newStore } from '../support.ts'
import { addOperator, tillOf } from '../web/doors.ts'
import { addShops } from './support.ts'

export const PER_DAY = 3

/**
 * gone: no connection holds. hangs: nothing is ever answered. loses: what is asked is done, and its answer never arrives.
 * A number: something on the way answers with that status.
 */
type Line = 'there' | 'gone' | 'hangs' | 'loses' | number

/** In the worker time passes only by `pass(ms)`: a slow machine is not taken for a line that hangs. */
const WORKER_CLOCK = `
let time = 1e12, timers = []
Date.now = () => time
self.setTimeout = (run, ms) => { timers.push({ run, at: time + ms }) }
self.pass = (ms) => {
  time += ms
  const due = timers.filter(({ at }) => at <= time)
  timers = timers.filter(({ at }) => at > time)
  due.forEach(({ run }) => run())
}
`
/** In pages it passes by the clock of their browser, which does not know of this timer. */
const PAGE_TIMEOUT = `AbortSignal.timeout = (ms) => {
  const over = new AbortController()
  setTimeout(() => over.abort(), ms)
  return over.signal
}`

export type PaperStage = {
  store: Store
  shop: Shop
  till: Till
  /** Lets the time pass, for the shop and in every page. */
  pass(ms: number): Promise<void>
  /** The net is gone, as the device itself sees; cut at the shop too, for a page that just loads may still get through. */
  netGoes(): Promise<void>
  netComes(line?: Line): Promise<void>
}

/** A browser and, for each test, a new shop and a till of 渋谷店, where the owner lets three codes a day be noted. */
export function usePaperStage(begin: (stage: PaperStage) => void) {
  let browser: Browser
  let shop: Shop
  let till: Till
  beforeAll(async () => {
    shop = await openShop()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await shop.close()
  })
  beforeEach(async () => {
    const store = newStore()
    await addShops(store)
    await addOperator(store, 'owner')
    await letNote(store, 'shibuya')
    shop.open(store, NOON)
    till = await openTill(browser, { url: shop.url, store })
    const pass = async (ms: number) => {
      shop.pass(ms)
      await till.context.clock.runFor(ms)
    }
    const setNet = async (line: Line) => {
      shop.line(line)
      await till.context.setOffline(line === 'gone')
    }
    begin({ store, shop, till, pass, netGoes: () => setNet('gone'), netComes: (line = 'there') => setNet(line) })
  })
  afterEach(async () => {
    await till.context.close()
    expect(till.complaints).toEqual([])
  })
}

export const letNote = (store: Store, storeId: string) =>
  setPaperMode(store, { storeId, mode: { perDayMax: PER_DAY, valueMaxYen: 2_000 }, operatorId: 'owner', now: NOON })

type Shop = Awaited<ReturnType<typeof openShop>>

/** A shop on a port of its own, where the time stands still, and the line to it. */
async function openShop() {
  let app: ReturnType<typeof createApp>
  let now = NOON
  let line: Line = 'there'
  /** What hangs, since the line is as it is; and how all that ever hung is let go. Not before: a browser would ask again. */
  let hanging: string[] = []
  const held: (() => void)[] = []
  /** How many notes each upload brought, of those that brought any. */
  const uploads: number[] = []
  /** What fails, by a fault of the shop's own. */
  const faults = new Set<string>()

  async function answer(request: Request) {
    const { pathname } = new URL(request.url)
    if (pathname === '/till/paper/uploads')
      uploads.push(...[await notesIn(request.clone())].filter((notes) => notes > 0))
    if (faults.has(pathname)) return new Response(null, { status: 500 })
    const answered = await app.fetch(request)
    if (pathname !== '/till/paper/worker.js') return answered
    return new Response(WORKER_CLOCK + (await answered.text()), answered)
  }

  const server = createAdaptorServer({
    async fetch(request, { outgoing }) {
      const end = () => void outgoing.destroy()
      if (typeof line === 'number') return new Response(null, { status: line })
      if (line === 'there') return answer(request)
      if (line === 'loses') await answer(request)
      if (line !== 'gone') {
        hanging.push(`${request.method} ${new URL(request.url).pathname}`)
        held.push(end)
        return new Promise<never>(() => {})
      }
      end()
      return RESPONSE_ALREADY_SENT
    },
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}`
  const setLine = (is: Line) => {
    line = is
    hanging = []
  }

  return {
    url,
    uploads,
    faults,
    /** Opens with this database, at that time. */
    open(store: Store, at: number) {
      now = at
      app = createApp(newDeps(store, { config: configFor({ BASE_URL: url }), now: () => now }))
      uploads.length = 0
      faults.clear()
      setLine('there')
    },
    now: () => now,
    pass(ms: number) {
      now += ms
    },
    line: setLine,
    /** Until somebody asks this, and waits. */
    untilHanging: (asked: string) => expect.poll(() => hanging).toContain(asked),
    get: (path: string, cookie: string) => app.request(path, { headers: { cookie } }),
    async close() {
      for (const end of held) end()
      await new Promise((closed) => server.close(closed))
    },
  }
}

async function notesIn(request: Request) {
  const notes: unknown = JSON.parse(new URLSearchParams(await request.text()).get('scans') ?? '')
  return Array.isArray(notes) ? notes.length : Number.NaN
}

type Till = Awaited<ReturnType<typeof openTill>>

/** A browser's window with the cookies of a till where somebody stands; in its pages time stands still. */
async function openTill(browser: Browser, { url, store }: { url: string; store: Store }) {
  const context = await browser.newContext({ viewport: PHONE, locale: 'ja-JP' })
  await context.addInitScript(PAGE_TIMEOUT)
  await context.clock.install({ time: NOON - 1_000 })
  await context.clock.pauseAt(NOON)
  const complaints: string[] = []
  context.on('page', (tab: Page) => {
    tab.on('pageerror', (error) => complaints.push(error.message))
    tab.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) complaints.push(line.text())
    })
  })
  /** It becomes a till of the store; its id. */
  const enrol = async (storeId = 'shibuya') => {
    const { id, deviceToken } = await tillOf(store, { storeId, operatorId: 'owner' })
    const staff = await standAt(store, { tillId: id, storeId, operatorId: `staff-${storeId}` })
    const cookies = `okaeri-till=${deviceToken}; ${staff}`.split('; ').map((cookie) => cookie.split('='))
    await context.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url })))
    return id
  }
  const open = async (path: string) => {
    const tab = await context.newPage()
    await tab.goto(`${url}${path}`)
    return tab
  }
  return {
    context,
    complaints,
    enrol,
    id: await enrol(),
    open,
    /** The till's page as it stands there all day: from here on its worker answers too. */
    async start() {
      const tab = await open('/till')
      await tab.waitForFunction(() => navigator.serviceWorker.controller !== null)
      return tab
    },
    async passInWorker(ms: number) {
      const [worker = expect.fail('there is no worker')] = context.serviceWorkers()
      await worker.evaluate(`pass(${ms})`)
    },
  }
}
