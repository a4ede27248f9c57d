import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import { issueInvitations } from '../../src/roster/invitations.ts'
import { GREETING_MAX, setRosterSettings, THANKS_MAX } from '../../src/roster/settings.ts'
import { setShopName } from '../../src/stores/stores.ts'
import { openBrowser } from '../browser/chromium.ts'
import { configFor, newDeps } from '../deps.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'
import { addEntry } from './support.ts'

const PEOPLE = 200
const LONG_NAME = 'フランシスコ・デ・ラ・ロサ・ヒメネス 健太郎'

/** What Chromium puts on paper. The fonts of the machine differ a little from a shop's: there is room for that. */
describe('what is printed', () => {
  let store: Store
  let browser: Browser
  let page: Page
  let base: string
  let close: () => void
  beforeAll(async () => {
    store = newStore()
    await addStore(store)
    await addOperator(store, 'owner')
    const ids = await Promise.all(
      Array.from({ length: PEOPLE }, (_, i) =>
        addEntry(store, { name: i % 2 ? '佐藤 花' : LONG_NAME, leftOn: '2023-03-31' }),
      ),
    )
    const config = configFor({ BASE_URL: 'http://127.0.0.1', LINE_BASIC_ID: '@123abcde' })
    const operator = { id: 'owner', storeId: null }
    const { sessionSecret } = config
    await issueInvitations(store, { entryIds: ids, operator, sessionSecret, days: 60, now: NOON })

    const server = serve({ fetch: createApp(newDeps(store, { config })).fetch, port: 0, hostname: '127.0.0.1' })
    await new Promise<void>((done) => server.once('listening', () => done()))
    const address = server.address()
    base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    close = () => server.close()
    browser = await openBrowser()
    const context = await browser.newContext()
    // As long as a test may take: 200 cards are much for a slow machine.
    context.setDefaultTimeout(0)
    const [, value = ''] = (await signIn(store, 'owner')).split('=')
    await context.addCookies([{ name: 'okaeri', value, url: base }])
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser.close()
    close()
  })

  const open = async (what: string) => {
    await page.goto(`${base}/admin/invitations/batches/${NOON}.owner/${what}`)
    await page.emulateMedia({ media: 'print' })
  }
  const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
  /** How much of the cards is cut off at most, in pixels; a line of the smallest type has ten. */
  const cut = (selector: string) =>
    page
      .locator(`${selector}, ${selector} :is(.greeting, .thanks)`)
      .evaluateAll((all) => Math.max(...all.map((one) => one.scrollHeight - one.clientHeight)))

  it('is eight cards to an A4 page, 25 pages for 200 people, and nothing else', async () => {
    await open('sheet')
    const visible = await page
      .locator('main > :not(.papers)')
      .evaluateAll((all) => all.filter((one) => one.checkVisibility()).length)
    expect(visible).toBe(0)
    expect(await page.locator('.invite').count()).toBe(PEOPLE)
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(PEOPLE / 8)
  })

  it('is one graduation card to a page', async () => {
    await open('graduation-cards')
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(PEOPLE)
  })

  it('loses nothing of the longest words that are taken', async () => {
    await setShopName(store, { name: '炭火焼鳥と季節の小皿おかえり食堂ひなた渋谷道玄坂上本店別館はなれ二階席' })
    const thanks = `${'ありがとう'.repeat(THANKS_MAX / 5)}`.slice(0, THANKS_MAX - 5).replace(/(.{39})/g, '$1\n')
    const words = { greeting: '感'.repeat(GREETING_MAX), thanks, invitationDays: 60, retentionDays: 90 }
    await setRosterSettings(store, words)
    await open('sheet')
    expect(await cut('.invite')).toBeLessThanOrEqual(2)
    await open('graduation-cards')
    expect(await cut('.diploma')).toBeLessThanOrEqual(2)
  })
})
