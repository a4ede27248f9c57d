import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { spellCode } from '../../src/coupons/codes.ts'
import { endPaperMode } from '../../src/coupons/paper/modes.ts'
import { uploadScans } from '../../src/coupons/paper/scans.ts'
import { revokeTill } from '../../src/stores/tills.ts'
import { fill, press, says } from '../browser/hands.ts'
import { HOUR, NOON } from '../support.ts'
import { sessionOf } from '../web/doors.ts'
import { letNote, type PaperStage, PER_DAY, usePaperStage } from './paper-device.ts'
import { codeOf, grantTo, redemptions, SECRET, SHINJUKU } from './support.ts'

/** The worker does not ask for its page again sooner. */
const KEPT_FOR_MS = 15_000
/** A page that says so has tried to reach the shop, in vain. */
const TRIED = /つながると自動で送ります|つながると、自動でお知らせします/

let stage: PaperStage
usePaperStage((opened) => {
  stage = opened
})

const url = (path: string) => `${stage.shop.url}${path}`
/** The code on the screen of a guest with a coupon of their own. */
const shownTo = async (guest: string) =>
  codeOf(stage.store, (await grantTo(stage.store, guest)).grantId, stage.shop.now())
const scans = () => stage.store.db.selectFrom('paper_scans').selectAll().orderBy('scanned_at').execute()
const listed = (tab: Page) => tab.locator('[data-paper-list] li').allTextContents()

/** Lets the time pass, a little at a time, until this is so: pages try again, and a slow machine is not too late. */
const inTime = <T>(look: () => Promise<T>) =>
  expect.poll(async () => {
    await stage.pass(1_000)
    return look()
  })
const saysInTime = (tab: Page, words: string | RegExp) =>
  inTime(() => tab.getByText(words).first().isVisible()).toBe(true)

async function type(tab: Page, code: string) {
  await fill(tab, 'お客さまのコード', code)
  await tab.keyboard.press('Enter')
}

/** What the device says to a code that is typed while the net is down. */
async function note(tab: Page, code: string) {
  await tab.goto(url('/till'))
  await type(tab, code)
  return tab.locator('.till-word').textContent()
}

/** A till whose net is gone, after it noted a code of each of them. */
async function cutOff(...guests: string[]) {
  const tab = await stage.till.start()
  await stage.netGoes()
  for (const guest of guests) expect(await note(tab, await shownTo(guest))).toBe('控えました')
  await tab.goto(url('/till'))
  await says(tab, TRIED)
  return tab
}

describe('a till whose net is gone', () => {
  it('says so, and notes on the device: a code once, so many a day', async () => {
    const tab = await stage.till.start()
    await stage.netGoes()
    await says(tab, '通信が切れています')
    const code = await shownTo('花')
    await type(tab, code.toLowerCase())
    await says(tab, TRIED)
    await says(tab, '割引は1回2,000円までにしてください')
    expect(await tab.inputValue('[data-paper-form] [name=code]')).toBe(spellCode(code))
    await fill(tab, 'お会計', '４,０００')
    await press(tab, '控える')
    await says(tab, '12:00の控えがこの端末に残りました')

    expect(await note(tab, code)).toBe('控え済みのコードです')
    expect(await note(tab, 'ABC')).toBe('もう一度お試しください')
    for (const guest of ['健太', '美咲']) expect(await note(tab, await shownTo(guest))).toBe('控えました')
    expect(await note(tab, await shownTo('翔'))).toBe('今日の上限です')

    await tab.goto(url('/till'))
    expect((await listed(tab)).join()).toContain('4,000')

    // At five the shop's next day begins.
    await stage.till.context.clock.fastForward(17 * HOUR - 1)
    expect(await note(tab, await shownTo('翔'))).toBe('今日の上限です')
    await stage.till.context.clock.fastForward(1)
    expect(await note(tab, await shownTo('大輔'))).toBe('控えました')
  })

  it('still knows what it noted after its page was closed', async () => {
    const tab = await cutOff('花')
    const [line] = await listed(tab)
    // What the page needs is kept by its worker, not by luck.
    await (await stage.till.context.newCDPSession(tab)).send('Network.clearBrowserCache')
    await tab.close()
    const again = await stage.till.open('/till')
    await says(again, '1件の控えがこの端末にあります')
    expect(line).toMatch(/^4\/1 12:00 [0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect(await listed(again)).toEqual([line])
    await says(again, `今日この端末で控えた数：1 / ${PER_DAY}件`)
    expect(stage.shop.uploads).toEqual([])
  })

  it('sends them when it is back, each once though the answer is lost; what was used elsewhere comes to the owner', async () => {
    const { store, shop, till, netComes } = stage
    await letNote(store, 'shinjuku')
    const tab = await cutOff('花', '健太')
    const elsewhere = { id: crypto.randomUUID(), code: await codeOf(store, await grantOf('花')), scannedAt: NOON }
    await uploadScans(store, { sessionSecret: SECRET, till: SHINJUKU, scans: [elsewhere], now: NOON })

    await netComes('loses')
    await inTime(scans).toHaveLength(3)
    await saysInTime(tab, '2件の控えがこの端末にあります')
    expect(await listed(tab)).toHaveLength(2)

    shop.line('there')
    await saysInTime(tab, '2件の控えを送りました')
    expect(await listed(tab)).toEqual([])
    expect(shop.uploads.slice(0, 2)).toEqual([2, 2])
    const kept = (await scans()).map(({ till_id, outcome, why }) => [till_id === till.id, outcome, why])
    expect(kept.sort()).toEqual([
      [false, 'used', null],
      [true, 'conflict', 'already_used'],
      [true, 'used', null],
    ])
    expect(await redemptions(store)).toHaveLength(2)
    const page = await (await shop.get('/admin/paper', `okaeri=${await sessionOf(store, 'owner')}`)).text()
    for (const words of ['食い違い', 'もう使われていました', '花']) expect(page).toContain(words)
  })

  it('sends many in parts, and what two of its pages send at the same moment once', async () => {
    const { shop, till, netComes } = stage
    const tab = await cutOff()
    await tab.evaluate(() => {
      for (let i = 0; i < 25; i++) {
        const note = { id: crypto.randomUUID(), code: '0000000A', place: 'レジ1', scannedAt: Date.now() + i }
        localStorage.setItem(`okaeri-paper:shibuya:${note.id}`, JSON.stringify(note))
      }
    })
    const other = await till.open('/till')
    await says(other, TRIED)
    expect(await listed(other)).toHaveLength(25)
    await netComes()
    for (const page of [tab, other]) await inTime(() => listed(page)).toEqual([])
    expect(await scans()).toHaveLength(25)
    expect(Math.max(...shop.uploads)).toBe(10)
  })

  it('notes the right time though its clock is an hour fast', async () => {
    const { till, netComes } = stage
    await till.context.clock.fastForward(HOUR)
    const tab = await cutOff('花')
    await netComes()
    await saysInTime(tab, '1件の控えを送りました')
    expect(await scans()).toMatchObject([{ outcome: 'used', scanned_at: NOON }])
  })

  it('says before a guest comes that it cannot write', async () => {
    const { till } = stage
    await till.context.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    const tab = await till.start()
    await stage.netGoes()
    await tab.goto(url('/till'))
    await says(tab, '控えられません')
    expect(await tab.locator('form').count()).toBe(0)
  })
})

describe('notes that are refused', () => {
  it.each([
    [429, '1時間後に自動で送ります'],
    [422, 'まだ送れていません'],
  ])('stay on the device: %i', async (status, words) => {
    const { shop, netComes } = stage
    const tab = await cutOff('花')
    await netComes(status)
    await saysInTime(tab, words)
    expect(await listed(tab)).toHaveLength(1)
    shop.line('there')
    await saysInTime(tab, '1件の控えを送りました')
    expect(await scans()).toHaveLength(1)
  })

  it('stay on a device that is no till any more, also without the net, and are sent when it is one again', async () => {
    const { store, till, netGoes, netComes } = stage
    const tab = await cutOff('花')
    await revokeTill(store, { tillId: till.id, storeId: null, now: NOON })
    await netComes()
    await saysInTime(tab, 'レジの登録が解除されました')
    const left = tab.locator('[data-paper-left] li')
    await expect.poll(() => left.allTextContents()).toEqual([expect.stringMatching(/^渋谷店 レジ1 4\/1 12:00 /)])

    await expect
      .poll(() => tab.evaluate(() => caches.match('/till/paper').then((page) => page === undefined)))
      .toBe(true)
    await netGoes()
    await tab.goto(url('/till'))
    await says(tab, 'この端末は、レジとして登録されていません')
    expect(await left.count()).toBe(1)
    expect(await tab.locator('form').count()).toBe(0)
    expect(await scans()).toEqual([])

    await netComes()
    await till.enrol()
    await tab.goto(url('/till'))
    await inTime(async () => (await scans()).map(({ outcome }) => outcome)).toEqual(['used'])
  })
})

describe('a till whose store notes nothing', () => {
  it('says that coupons wait, and goes back to its usual page by itself', async () => {
    const { store, till, netGoes, netComes } = stage
    await endPaperMode(store, { storeId: 'shibuya', operatorId: 'owner', now: NOON })
    const tab = await till.start()
    await netGoes()
    await type(tab, await shownTo('花'))
    await says(tab, 'このお店では、通信が切れている間はクーポンを使えません')
    expect(await tab.locator('form').count()).toBe(0)
    expect(
      await tab.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('okaeri-paper:'))),
    ).toEqual([])
    await netComes()
    await saysInTime(tab, 'クーポンの確認')

    // Also where the net came back just when the page did.
    await tab.goto(url('/till/paper'))
    await says(tab, '通信はつながっています')
    await saysInTime(tab, 'クーポンの確認')
  })

  it('hears of it while the net is there, and still sends what it had noted', async () => {
    const { store, till, pass, netGoes, netComes } = stage
    const tab = await cutOff('花')
    await pass(1_000)
    await endPaperMode(store, { storeId: 'shibuya', operatorId: 'owner', now: stage.shop.now() })
    await netComes()
    await saysInTime(tab, '1件の控えを送りました')
    expect(await scans()).toMatchObject([{ outcome: 'used', why: 'mode_off' }])

    await till.passInWorker(KEPT_FOR_MS + 1)
    await tab.goto(url('/till'))
    const kept = () => tab.evaluate(() => caches.match('/till/paper').then((page) => page?.text()))
    await expect.poll(kept).not.toContain('data-cap')
    await netGoes()
    await tab.goto(url('/till'))
    await says(tab, 'このお店では、通信が切れている間はクーポンを使えません')
  })
})

/** The coupon of a guest, who has one. */
const grantOf = async (guest: string) =>
  (
    await stage.store.db
      .selectFrom('coupon_grants')
      .select('id')
      .where('member_id', '=', guest)
      .executeTakeFirstOrThrow()
  ).id
