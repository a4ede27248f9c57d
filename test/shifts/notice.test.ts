import { beforeEach, describe, expect, it } from 'vitest'
import { chooseNotice } from '../../src/shifts/claims/assignments.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { answerChange, proposeStatement } from '../../src/shifts/claims/requests.ts'
import { type Agreement, agreementWith, noteDelivery } from '../../src/shifts/page/agreement.ts'
import { noticeLacks, noticeRows } from '../../src/shifts/page/notice-words.ts'
import { addStore, HOUR, NOON } from '../support.ts'
import { addOperator, post, signIn } from '../web/doors.ts'
import { AGREED } from './agreed.ts'
import { addShift, OWNER } from './claims-support.ts'
import { openShiftPages } from './page-support.ts'

let pages: Awaited<ReturnType<typeof openShiftPages>>
const openPages = async () => {
  pages = await openShiftPages()
}

async function agree(): Promise<Agreement> {
  const { store } = pages
  await addShift(store, { mode: 'first_come' })
  await claimShift(store, { openingId: 'shift', memberId: 'hana', at: NOON, now: NOON })
  return read()
}
async function read(): Promise<Agreement> {
  const found = await agreementWith(pages.store, { openingId: 'shift', memberId: 'hana' })
  if (!found) throw new Error('Nothing is agreed.')
  return found
}
const said = (agreement: Agreement) =>
  Object.fromEntries(noticeRows(agreement, 'ja').map(({ item, said }) => [item, said.join('\n')]))
const deliveries = () =>
  pages.store.db.selectFrom('notice_deliveries').select(['how', 'version']).orderBy('at').execute()

describe('the notice of working conditions', () => {
  it.each([
    ['period', '期間の定めあり（2026年4月30日から2026年5月1日まで）', '労働基準法施行規則 5条1項1号'],
    ['renewal', '更新なし', '5条1項1号の2'],
    ['place', '雇入れ直後：渋谷店', '5条1項1号の3'],
    ['place', '変更の範囲：変更なし', '5条1項1号の3（2024年4月）'],
    ['duties', '雇入れ直後：ホール（ホールでの接客', '5条1項1号の3'],
    ['hours', '20:00〜翌1:00', '5条1項2号'],
    ['breaks', '45分', '5条1項2号'],
    ['overtime', 'なし', '5条1項2号'],
    ['daysOff', '年次有給休暇', '5条1項2号'],
    ['wage', '時給1,300円', '5条1項3号'],
    ['payment', '月末締め、翌月25日に銀行振込', '5条1項3号'],
    ['leaving', '契約期間の終わり', '5条1項4号'],
    ['extras', '昇給：なし　賞与：なし　退職手当：なし', '短時間・有期雇用労働法施行規則 2条1項1〜3号'],
    ['desk', '店長 田中（03-0000-0000）', '同 2条1項4号'],
  ] as const)('says %s: %s (%s)', (item, words, _source) => {
    const kept = {
      payTerms: '月末締め、翌月25日に銀行振込',
      desk: '店長 田中',
      renewal: '更新なし',
      placeChange: '変更なし',
    }
    expect(said({ ...AGREED, breakMinutes: 45, terms: { ...AGREED.terms, ...kept } })[item]).toContain(words)
  })

  it('names no wrong day when a shift ends at midnight', () => {
    const startsAt = Date.parse('2026-04-30T20:00+09:00')
    const until = (endsAt: number) => said({ ...AGREED, startsAt, endsAt }).period
    expect(until(startsAt + 5 * HOUR)).toContain('2026年4月30日から2026年5月1日まで')
    expect(until(startsAt + 4 * HOUR)).toContain('就労日 2026年4月30日の1日')
  })

  it('tells the hours beyond eight, and says of what nobody entered that the shop tells it', () => {
    const agreement = { ...AGREED, endsAt: AGREED.startsAt + 10 * HOUR, breakMinutes: 60 }
    expect(said(agreement).overtime).toContain('1時間')
    expect(said(agreement).payment).toContain('お店から直接お知らせします')
    expect(noticeLacks(agreement)).toEqual(['payment', 'insurance'])
  })

  it('stays Japanese, with the reader’s language as a help beside it', () => {
    const [first] = noticeRows(AGREED, 'en')
    const help = ['Fixed term: 30 Apr 2026 to 1 May 2026']
    expect(first).toMatchObject({ term: '契約期間', helpTerm: 'Contract period', help })
    expect(noticeRows(AGREED, 'ja').flatMap((row) => row.help)).toEqual([])
  })
})

describe('how the notice reached somebody', () => {
  beforeEach(openPages)

  it('is kept once a version each way, nothing of a version that is over, and no opening of who wants paper', async () => {
    const { store } = pages
    const { id: assignmentId } = await agree()
    const note = (how: 'opened' | 'printed' | 'handed', version = 1, now = NOON) =>
      noteDelivery(store, how, { assignmentId, version, now })
    await note('opened')
    await note('printed', 2)
    expect(await deliveries()).toEqual([])
    await chooseNotice(store, { assignmentId, memberId: 'hana', by: 'electronic', at: NOON, now: NOON })
    for (const at of [NOON, NOON + 1]) await note('opened', 1, at)
    await note('handed', 1, NOON + 2)
    expect(await deliveries()).toEqual([
      { how: 'opened', version: 1 },
      { how: 'handed', version: 1 },
    ])
    expect(await read()).toMatchObject({ openedAt: NOON, handedAt: NOON + 2, printedAt: null })
  })

  it('is given anew when a change was agreed to', async () => {
    const { store } = pages
    const { id: assignmentId } = await agree()
    await noteDelivery(store, 'handed', { assignmentId, version: 1, now: NOON })
    const now = NOON + HOUR
    await store.batch([
      proposeStatement(store.db, {
        openingId: 'shift',
        proposal: { wageYen: 1_500 },
        words: '忙しい日',
        operatorId: OWNER,
        now,
      }),
    ])
    const { id: requestId } = await store.db.selectFrom('assignment_requests').select('id').executeTakeFirstOrThrow()
    await answerChange(store, { requestId, memberId: 'hana', accept: true, at: now + 1, now: now + 1 })
    expect(await read()).toMatchObject({ version: 2, wageYen: 1_500, agreedAt: now + 1, handedAt: null })
  })
})

describe('the notice as the shop prints it', () => {
  beforeEach(openPages)

  async function doors() {
    const { store } = pages
    const agreement = await agree()
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'tanaka', { role: 'manager', storeId: 'shibuya' })
    await addOperator(store, 'ueno', { role: 'manager', storeId: 'ueno' })
    const cookies = { own: await signIn(store, 'tanaka'), other: await signIn(store, 'ueno') }
    return { path: `/admin/shifts/assignments/${agreement.id}`, cookies, app: pages.app }
  }

  it('notes who looked, and who handed it over', async () => {
    const { path, cookies, app } = await doors()
    const page = await app.request(`${path}/notice`, { headers: { cookie: cookies.own } })
    expect(await page.text()).toContain('まだ受け取り方を選んでいません')
    const log = await pages.store.db.selectFrom('access_log').select(['operator_id', 'member_id', 'action']).execute()
    expect(log).toEqual([{ operator_id: 'tanaka', member_id: 'hana', action: 'member_viewed' }])
    const handed = await post(
      app,
      `${path}/notice-deliveries`,
      { how: 'handed', version: '1' },
      { cookie: cookies.own },
    )
    expect(handed.status).toBe(303)
    expect(await deliveries()).toEqual([{ how: 'handed', version: 1 }])
    expect((await read()).handedAt).toBe(NOON)
  })

  it('is not there for a manager of another store', async () => {
    const { path, cookies, app } = await doors()
    expect((await app.request(`${path}/notice`, { headers: { cookie: cookies.other } })).status).toBe(404)
    const tried = await post(
      app,
      `${path}/notice-deliveries`,
      { how: 'handed', version: '1' },
      { cookie: cookies.other },
    )
    expect(tried.status).toBe(404)
    expect(await deliveries()).toEqual([])
  })
})
