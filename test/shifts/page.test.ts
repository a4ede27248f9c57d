import { beforeEach, describe, expect, it } from 'vitest'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { proposeStatement } from '../../src/shifts/claims/requests.ts'
import { readShiftToken, shiftToken } from '../../src/shifts/links.ts'
import { DAY, HOUR, NOON } from '../support.ts'
import { addShift, assignmentIdOf, CLOSES, ENDS, OWNER, STARTS, stateOf } from './claims-support.ts'
import { openShiftPages, SECRET, wordsOf } from './page-support.ts'

let pages: Awaited<ReturnType<typeof openShiftPages>>
beforeEach(async () => {
  pages = await openShiftPages()
})

/** An open shift, and the page of somebody who was asked. */
async function ask(more: Parameters<typeof addShift>[1] = {}, memberId = 'hana') {
  await addShift(pages.store, more)
  return pages.pathOf(memberId)
}
const claimOf = (memberId: string) =>
  pages.store.db.selectFrom('shift_claims').selectAll().where('member_id', '=', memberId).executeTakeFirst()
const memberOf = (id: string) =>
  pages.store.db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const approve = (...memberIds: string[]) =>
  approveClaims(pages.store, { openingId: 'shift', memberIds, storeId: null, operatorId: OWNER, now: pages.clock.now })

describe("a person's page of a shift", () => {
  it('says every condition, what it pays, and when the contract exists, and changes nothing by being opened', async () => {
    const page = wordsOf(await pages.text(await ask({ transport_yen: 500 })))
    for (const words of [
      '4月4日（土） 17:00〜22:00 ホール',
      '1,300円',
      '500円（1回）',
      '株式会社おかえり',
      '03-0000-0000',
    ])
      expect(page).toContain(words)
    expect(page).toContain('東京都渋谷区神南1-1-1')
    expect(page).toContain('応募だけでは決まりません')
    expect(page).toContain('約7,000円')
    expect(await claimOf('hana')).toBeUndefined()
    expect(pages.woken).toEqual([])
  })

  it('opens for nobody by a forged link, by a draft, or for who was never asked', async () => {
    const path = await ask()
    expect((await pages.get(`${path.slice(0, -1)}${path.endsWith('0') ? '1' : '0'}`)).status).toBe(404)
    await pages.store.db.deleteFrom('shift_asks').where('member_id', '=', 'ken').execute()
    const other = await pages.get(await pages.pathOf('ken'))
    expect(other.status).toBe(404)
    expect(await other.text()).not.toContain('株式会社おかえり')
    await pages.store.db.updateTable('shift_openings').set({ state: 'draft', closed_because: null }).execute()
    expect((await pages.get(path)).status).toBe(404)
  })

  it('is closed a week after the shift to who did not work, and months later to who did', async () => {
    const path = await ask({ headcount: 2 })
    await pages.send(`${path}/claims`)
    await approve('hana')
    pages.clock.now = ENDS + 8 * DAY
    expect((await pages.get(await pages.pathOf('ken'))).status).toBe(404)
    expect((await pages.get(path)).status).toBe(200)
    pages.clock.now = ENDS + 91 * DAY
    expect((await pages.get(path)).status).toBe(404)
  })

  it('takes no application to conditions that were others when it was opened, and keeps what was typed', async () => {
    const path = await ask()
    await pages.store.db
      .updateTable('shift_openings')
      .set({ wage_yen: 1250, conditions_at: NOON - HOUR })
      .execute()
    const answered = await pages.post(`${path}/claims`, { note: '入れます', conditions: '' })
    expect(answered.status).toBe(422)
    const page = await answered.text()
    for (const words of ['募集の条件が変わりました', '入れます', `value="${NOON - HOUR}"`])
      expect(page).toContain(words)
    expect(await claimOf('hana')).toBeUndefined()
    await pages.send(`${path}/claims`, { note: '入れます', conditions: String(NOON - HOUR) })
    expect(await claimOf('hana')).toMatchObject({ state: 'applied', note: '入れます' })
  })

  it('takes an application with a word, shows the place in line, and lets it be withdrawn', async () => {
    const path = await ask()
    const page = wordsOf(await pages.send(`${path}/claims`, { note: '18時から入れます' }))
    expect(page).toContain('応募中（1番目）')
    expect(page).toContain('応募を受け付けました')
    expect(await claimOf('hana')).toMatchObject({ state: 'applied', note: '18時から入れます' })
    expect(pages.woken).toContain('shifts')
    await pages.send(`${path}/notes`, { note: '17時からでも' })
    expect(await claimOf('hana')).toMatchObject({ note: '17時からでも' })
    expect(wordsOf(await pages.send(`${path}/withdrawals`))).toContain('取り下げました')
    expect(await claimOf('hana')).toMatchObject({ state: 'withdrawn' })
  })

  it('loses nothing that was typed when it is too long', async () => {
    const note = 'あ'.repeat(201)
    const answered = await pages.post(`${await ask()}/claims`, { note })
    expect(answered.status).toBe(422)
    expect(await answered.text()).toContain(note)
    expect(await claimOf('hana')).toBeUndefined()
  })

  it('answers kindly to who comes too late, and keeps their words', async () => {
    const path = await ask()
    pages.clock.now = CLOSES
    const answered = await pages.post(`${path}/claims`, { note: '入れます' })
    expect(answered.status).toBe(422)
    const page = await answered.text()
    expect(wordsOf(page)).toContain('募集が終了しました')
    expect(page).not.toContain('action="/shift/claims"')
  })

  it('gives the last place at the tap once, and says so to who comes second', async () => {
    const path = await ask({ mode: 'first_come' })
    expect(wordsOf(await pages.send(`${path}/claims`))).toContain('シフトが確定しました')
    expect(await stateOf(pages.store)).toBe('closed filled')
    const second = await pages.post(`${await pages.pathOf('ken')}/claims`)
    expect(second.status).toBe(422)
    expect(wordsOf(await second.text())).toContain('募集終了')
  })

  it('asks whether they are 18 before a shift at night, keeps the answer, and takes no application without one', async () => {
    const path = await ask({ ends_at: ENDS + HOUR })
    await pages.store.db.updateTable('members').set({ birth_year: null }).execute()
    expect(await pages.text(path)).toContain('name="adult"')
    const unsaid = await pages.post(`${path}/claims`)
    expect(unsaid.status).toBe(422)
    expect(await unsaid.text()).toContain('18歳以上かどうかを選んでください')
    expect(await claimOf('hana')).toBeUndefined()
    await pages.send(`${path}/claims`, { adult: 'yes' })
    expect(await memberOf('hana')).toMatchObject({ said_adult: 1 })
    expect(await claimOf('hana')).toMatchObject({ state: 'applied' })
    const ken = await pages.pathOf('ken')
    expect(wordsOf(await pages.send(`${ken}/claims`, { adult: 'no' }))).toContain('18歳になってから')
    expect(await memberOf('ken')).toMatchObject({ said_adult: 0 })
    expect(await claimOf('ken')).toBeUndefined()
  })

  it('keeps no age that nobody asked for', async () => {
    await pages.send(`${await ask()}/claims`, { adult: 'no' })
    expect(await memberOf('hana')).toMatchObject({ said_adult: null })
    expect(await claimOf('hana')).toMatchObject({ state: 'applied' })
  })

  it('explains a conflict, and how to lift it oneself', async () => {
    const path = await ask()
    await pages.send(`${path}/limits`, { shiftHoursMax: '４' })
    const page = await pages.text(path)
    expect(page).toContain('1週間の時間を超える')
    expect(page).not.toContain(`action="${path}/claims"`)
    await pages.send(`${path}/limits`, { shiftHoursMax: '', mainJob: 'yes', mainJobHours: '38' })
    expect(await memberOf('hana')).toMatchObject({ shift_hours_max: null, main_job_hours: 38, has_main_job: 1 })
    expect(await pages.text(path)).toContain(`action="${path}/claims"`)
    await pages.send(`${path}/limits`, { mainJob: 'no', mainJobHours: '38' })
    expect(await memberOf('hana')).toMatchObject({ main_job_hours: null, has_main_job: 0 })
    await pages.send(`${path}/claims`, { note: '18時から' })
    const wrong = await pages.post(`${path}/limits`, { shiftHoursMax: '99' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toMatch(/>18時から<\/textarea>/)
  })

  it('speaks the language of the person, whatever the browser says', async () => {
    const path = await ask()
    await pages.speaks('hana', 'en')
    expect(wordsOf(await pages.text(path))).toContain('Applying alone decides nothing')
    await pages.speaks('hana', 'plain-ja')
    expect(wordsOf(await pages.text(path))).toContain('応募だけでは まだ 決まりません')
  })
})

describe('an agreed shift on the page', () => {
  const confirm = async (more: Parameters<typeof addShift>[1] = {}) => {
    const path = await ask(more)
    await pages.send(`${path}/claims`)
    await approve('hana')
    return path
  }

  it('is asked to be let off with a reason only, and the request can be taken back', async () => {
    const path = await confirm()
    expect((await pages.post(`${path}/cancellations`, { words: '  ' })).status).toBe(422)
    expect(wordsOf(await pages.send(`${path}/cancellations`, { words: '熱が出たため' }))).toContain(
      '取り消しのお願い中',
    )
    expect(wordsOf(await pages.send(`${path}/cancellation-withdrawals`))).toContain('そのままです')
    const states = await pages.store.db.selectFrom('assignment_requests').select('state').execute()
    expect(states).toEqual([{ state: 'taken_back' }])
  })

  it('shows what a change would change, and changes only with a yes', async () => {
    const path = await confirm()
    const proposal = { startsAt: STARTS + HOUR }
    const changing = { openingId: 'shift', proposal, words: '貸切のため', operatorId: OWNER, now: pages.clock.now }
    await pages.store.batch([proposeStatement(pages.store.db, changing)])
    const page = await pages.text(path)
    expect(wordsOf(page)).toMatch(/17:00〜22:00 → 2026年4月4日（土） 18:00〜22:00/)
    const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? ''
    expect(wordsOf(await pages.send(`${path}/change-answers`, { request, answer: 'no' }))).toContain('元の内容のまま')
    const kept = () => pages.store.db.selectFrom('assignments').select('starts_at').executeTakeFirstOrThrow()
    expect(await kept()).toEqual({ starts_at: STARTS })
    await pages.store.batch([proposeStatement(pages.store.db, { ...changing, now: pages.clock.now })])
    const anew = /name="request" value="([^"]+)"/.exec(await pages.text(path))?.[1] ?? ''
    await pages.send(`${path}/change-answers`, { request: anew, answer: 'yes' })
    expect(await kept()).toEqual({ starts_at: STARTS + HOUR })
  })

  it('can have its notice on the screen only by who chose so, and its opening is kept once', async () => {
    const path = await confirm()
    const deliveries = () => pages.store.db.selectFrom('notice_deliveries').select(['how', 'version']).execute()
    await pages.post(`${path}/notice-openings`)
    expect(await deliveries()).toEqual([])
    expect(await pages.text(`${path}/notice`)).not.toContain('<table')
    await pages.send(`${path}/notice-choices`, { by: 'electronic' })
    expect(await pages.text(`${path}/notice`)).not.toContain('<table')
    expect(await deliveries()).toEqual([])
    const page = await pages.send(`${path}/notice-openings`)
    await pages.post(`${path}/notice-openings`)
    expect(page).toContain('労働条件通知書')
    expect(page).toContain('<table')
    expect(await deliveries()).toEqual([{ how: 'opened', version: 1 }])
    await pages.send(`${path}/notice-choices`, { by: 'paper' })
    expect(await pages.text(`${path}/notice`)).not.toContain('<table')
  })

  it('stands in a calendar, and is taken out of it when it is called off', async () => {
    const path = await confirm()
    const file = await pages.get(`${path}/calendar.ics`)
    expect(file.headers.get('content-type')).toContain('text/calendar')
    expect(await file.text()).toContain('DTSTART;TZID=Asia/Tokyo:20260404T170000')
    expect((await pages.get(`${await pages.pathOf('ken')}/calendar.ics`)).status).toBe(303)
    const { store, clock } = pages
    const gone = { state: 'cancelled_by_shop', ended_at: clock.now, reason: '設備の故障', allowance_yen: 3900 } as const
    await store.db
      .updateTable('assignments')
      .set(gone)
      .where('id', '=', await assignmentIdOf(store, 'hana'))
      .execute()
    const page = wordsOf(await pages.text(path))
    expect(page).toContain('設備の故障')
    expect(page).toContain('休業手当の目安：3,900円')
    expect(await pages.text(`${path}/calendar.ics`)).toContain('STATUS:CANCELLED')
  })

  it('brings what changed at the store since they left, and nothing of it before', async () => {
    const add = (id: string, words: string, changed_on: string) =>
      pages.store.db
        .insertInto('welcome_items')
        .values({ id, store_id: 'shibuya', topic: 'register', words, changed_on, updated_by: OWNER, updated_at: NOON })
        .execute()
    const path = await ask()
    await pages.store.db.updateTable('members').set({ left_on: '2025-06-30' }).execute()
    await add('a', '新しいレジです', '2026-01-10')
    await add('b', '更衣室は2階です', '2024-01-10')
    expect(await pages.text(path)).not.toContain('新しいレジです')
    await pages.send(`${path}/claims`)
    await approve('hana')
    expect(wordsOf(await pages.text(path))).toMatch(
      /離れてから変わったこと.*新しいレジです.*前からのこと.*更衣室は2階です/,
    )
  })
})

describe('the link of a page', () => {
  it('names who was asked about what, and nothing when it was changed', async () => {
    const asked = { openingId: 'shift', memberId: 'hana' }
    const token = await shiftToken(SECRET, asked)
    expect(await readShiftToken(SECRET, token)).toEqual(asked)
    expect(await readShiftToken(SECRET, token.replace('hana', 'ken'))).toBeUndefined()
    expect(await readShiftToken('another secret', token)).toBeUndefined()
  })
})
