import { expect, it } from 'vitest'
import { spellCode } from '../../src/coupons/codes.ts'
import { fill, press, says } from '../browser/hands.ts'
import { type PaperStage, usePaperStage } from './paper-device.ts'
import { codeOf, grantTo, redemptions } from './support.ts'

/** How long the worker waits for an answer, and how long once it waited in vain; the page for an upload, and before a note. */
const WORKER_MS = 8_000
const WORKER_LATER_MS = 1_500
const UPLOAD_MS = 8_000
const ASK_MS = 3_000

let stage: PaperStage
usePaperStage((opened) => {
  stage = opened
})

const shownToHana = async () => codeOf(stage.store, (await grantTo(stage.store, '花')).grantId)
const scans = () => stage.store.db.selectFrom('paper_scans').selectAll().execute()

it.each(['gone', 502] as const)('counts as down, and the code is handed on: %s', async (line) => {
  const { shop, till } = stage
  const tab = await till.start()
  shop.line(line)
  const code = await shownToHana()
  await fill(tab, 'お客さまのコード', code)
  await tab.keyboard.press('Enter')
  await says(tab, '通信が切れています。つながると、自動でお知らせします。')
  expect(await tab.inputValue('[data-paper-form] [name=code]')).toBe(spellCode(code))
  await press(tab, '控える')
  await says(tab, '控えました')
  expect(shop.uploads).toEqual([])
})

it('counts as down when nothing is answered, and then waits less long', async () => {
  const { shop, till, pass } = stage
  const tab = await till.start()
  shop.line('hangs')
  await fill(tab, 'お客さまのコード', await shownToHana())
  await tab.keyboard.press('Enter')
  await shop.untilHanging('POST /till/previews')
  await till.passInWorker(WORKER_MS)
  await shop.untilHanging('GET /till/paper')
  await till.passInWorker(WORKER_LATER_MS)
  await shop.untilHanging('POST /till/paper/uploads')
  await pass(UPLOAD_MS)
  await says(tab, '通信が切れています。つながると、自動でお知らせします。')

  shop.line('hangs')
  await press(tab, '控える')
  await shop.untilHanging('POST /till/paper/uploads')
  await pass(ASK_MS)
  await says(tab, '控えました')
})

it('asks the shop as long as it can be reached, and notes nothing', async () => {
  const { till } = stage
  await till.start()
  const tab = await till.open('/till/paper')
  await says(tab, '通信はつながっています')
  await fill(tab, 'お客さまのコード', await shownToHana())
  await press(tab, '控える')
  await says(tab, '花さん')
  expect(await tab.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('okaeri-paper:')))).toEqual(
    [],
  )
})

it('hands on a use whose answer was lost: sent again it is the same use, and no note', async () => {
  const { store, shop, till } = stage
  const inVain = (pressed: Promise<void>, ms: number) =>
    Promise.all([pressed, shop.untilHanging('POST /till/redemptions').then(() => till.passInWorker(ms))])
  const tab = await till.start()
  const handedOn = () => tab.locator('[data-paper-again] [name=preview]').waitFor({ state: 'attached' })
  await fill(tab, 'お客さまのコード', await shownToHana())
  await tab.keyboard.press('Enter')
  await fill(tab, 'お会計', '5000')
  shop.line('loses')
  await inVain(press(tab, '確定'), WORKER_MS)
  await says(tab, '使用されたかどうか、まだわかりません')
  await handedOn()
  expect(await redemptions(store)).toMatchObject([{ bill_yen: 5_000 }])

  shop.line('hangs')
  await inVain(press(tab, 'もう一度送る'), WORKER_LATER_MS)
  await says(tab, '使用されたかどうか、まだわかりません')
  await tab.reload()
  await handedOn()

  shop.line('there')
  await press(tab, 'もう一度送る')
  await says(tab, '使用できました')
  expect(await redemptions(store)).toHaveLength(1)
  expect(await scans()).toEqual([])
})

it('says of no till that it is none, though its page could not be kept', async () => {
  const { shop, till } = stage
  shop.faults.add('/till/paper')
  const tab = await till.start()
  shop.line('gone')
  await expect(tab.goto(`${shop.url}/till`)).rejects.toThrow(/ERR_/)
})
