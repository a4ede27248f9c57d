import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { copyOpening } from '../../src/shifts/posting/drafts.ts'
import { keepTemplate } from '../../src/shifts/posting/templates.ts'
import { findWorkplace, saveWorkplace } from '../../src/shifts/posting/workplaces.ts'
import { openFakeLine } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'
import { addCrew, OWNER, stateOf } from './claims-support.ts'
import { acting, EVENING, plan, sendOut, WORKPLACE } from './posting-support.ts'

let store: Store
let app: ReturnType<typeof createApp>
let woken: Work[]
let now: number
let owner: string
let manager: string
beforeEach(async () => {
  store = newStore()
  now = NOON
  woken = []
  const { line, quota } = openFakeLine()
  Object.assign(quota, { limit: 200, used: 58 })
  app = createApp(newDeps(store, { line, now: () => now, wake: (work) => void woken.push(work) }))
  await addCrew(store, ['hana', 'ken'])
  await addStore(store, 'ueno', '上野店', 2)
  await addOperator(store, 'boss')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'ueno' })
  owner = await signIn(store, 'boss')
  manager = await signIn(store, 'manager')
  await saveWorkplace(store, { storeId: 'shibuya', workplace: WORKPLACE, operatorId: OWNER, now })
})

const TYPED = {
  store: 'shibuya',
  day: '2026-04-04',
  from: '17:00',
  until: '22:00',
  breakMinutes: '0',
  headcount: '１',
  closesDay: '2026-04-04',
  closesTime: '12:00',
  roles: 'hall',
  wageYen: '1,300',
  transportYen: '500',
  mode: 'approve',
  shared: 'yes',
  leadMinutes: '15',
  waveSize: '5',
  waveMinutes: '30',
  ...EVENING.terms,
}
const send = (path: string, fields: Record<string, string> = {}, cookie = owner) => post(app, path, fields, { cookie })
const read = async (path: string, cookie = owner) => (await get(app, path, cookie)).text()
const where = (answer: Response) => answer.headers.get('location') ?? ''
const idIn = (answer: Response) => /shifts\/([0-9a-f-]{36})/.exec(where(answer))?.[1] ?? ''

describe('planning a shift', () => {
  it('asks which store it is at, and knows the employer from then on', async () => {
    expect(await read('/admin/shifts/new')).toContain('/admin/shifts/new?store=shibuya')
    const page = await read('/admin/shifts/new?store=shibuya')
    expect(page).toContain('株式会社おかえり')
    expect(page).toContain('東京都渋谷区道玄坂2-3-4')
    expect(await read('/admin/shifts/new?store=ueno')).toContain('/admin/employers/ueno')
  })

  it('keeps what was typed as a draft and goes on to what it costs', async () => {
    const answer = await send('/admin/shifts', TYPED)
    expect(answer.status).toBe(303)
    expect(where(answer)).toMatch(/\/open$/)
    const page = await read(where(answer))
    for (const said of ['2人の掲示板に出ます', '多くて2通', '142通 → 140通', '03-0000-0000', 'この内容で募集する'])
      expect(page).toContain(said)
  })

  it('loses nothing that was typed when something cannot be kept', async () => {
    const answer = await send('/admin/shifts', { ...TYPED, wageYen: 'たくさん', message: '手を貸してください' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const said of ['たくさん', '手を貸してください', '1〜100,000の数字']) expect(page).toContain(said)
  })

  it('names at its field what the law asks for, in plain words, and does not offer to send it out', async () => {
    const answer = await send('/admin/shifts', { ...TYPED, wageYen: '1225', contact: '' })
    const page = await read(where(answer))
    expect(page).toContain('東京の最低賃金は、この日は時給1,226円です')
    expect(page).not.toContain('この内容で募集する')
    expect(await read(`/admin/shifts/${idIn(answer)}/edit`)).toContain('id="f-contact-error"')
    const sent = await send(`/admin/shifts/${idIn(answer)}/openings`, { version: String(NOON), asksMax: '2' })
    expect(sent.status).toBe(422)
    expect(await stateOf(store, idIn(answer))).toBe('draft')
  })

  it('shows the pay, the people and what is missing while it is being typed', async () => {
    const live = await (await send('/admin/shifts/counts', { ...TYPED, breakMinutes: '0', until: '01:00' })).text()
    for (const said of ['深夜', '2人の掲示板に出ます', '休憩を45分以上']) expect(live).toContain(said)
  })

  it('after the end of the table says that the minimum wage has to be looked up, and where to enter it', async () => {
    now = Date.parse('2026-11-21T12:00+09:00')
    owner = await signIn(store, 'boss', now)
    const on = { ...TYPED, day: '2026-11-28', closesDay: '2026-11-27' }
    const page = await read(where(await send('/admin/shifts', on)))
    expect(page).toContain('最低賃金がわかりません')
    expect(page).toContain('/admin/employers#floors')
  })

  it('goes out once with the number of messages that was said yes to', async () => {
    const id = idIn(await send('/admin/shifts', TYPED))
    const answer = await send(`/admin/shifts/${id}/openings`, { version: String(NOON), asksMax: '1' })
    expect(where(answer)).toBe(`/admin/shifts/${id}?done=opened`)
    expect(woken).toContain('shifts')
    const row = await store.db.selectFrom('shift_openings').select(['state', 'asks_max']).executeTakeFirstOrThrow()
    expect(row).toEqual({ state: 'open', asks_max: 1 })
  })

  it('is three taps from the list with a template: the day, a look, and yes', async () => {
    await keepTemplate(store, { name: '金曜ホール', draft: EVENING, operatorId: OWNER, now })
    const list = await read('/admin/shifts')
    expect(list).toContain('金曜ホール')
    const use = /\/admin\/shifts\/templates\/[0-9a-f-]+\/openings/.exec(list)?.[0] ?? ''
    const confirm = where(await send(use, { on: 'tomorrow' }))
    expect(await read(confirm)).toContain('4月2日（木） 17:00〜22:00')
    await send(confirm.replace('/open', '/openings'), { version: String(NOON), asksMax: '2' })
    expect(await stateOf(store, /shifts\/([0-9a-f-]{36})/.exec(confirm)?.[1])).toBe('open')
  })

  it('keeps a template beside the draft when it was given a name', async () => {
    await send('/admin/shifts', { ...TYPED, templateName: '土曜ホール' })
    expect(await read('/admin/shifts/templates')).toContain('土曜ホール')
  })

  it('shows whom a change would have to be asked of, and wants a reason for it', async () => {
    const id = await sendOut(store)
    await claimShift(store, { openingId: id, memberId: 'hana', at: NOON, now: NOON })
    await approveClaims(store, { ...acting(id), memberIds: ['hana'] })
    const page = await read(`/admin/shifts/${id}/edit`)
    expect(page).toContain('hana')
    const log = await store.db.selectFrom('access_log').select('action').execute()
    expect(log).toContainEqual({ action: 'members_listed' })
    const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? ''
    const silent = await send(`/admin/shifts/${id}/versions`, { ...TYPED, version, until: '21:00' })
    expect(silent.status).toBe(422)
    const told = { ...TYPED, version, until: '21:00', told: 'ご予約が変わりました' }
    expect((await send(`/admin/shifts/${id}/versions`, told)).status).toBe(303)
    const asked = await store.db.selectFrom('assignment_requests').select('words').execute()
    expect(asked).toEqual([{ words: 'ご予約が変わりました' }])
  })

  it('shows what calling it off costs before it goes through, and wants a reason', async () => {
    const id = await sendOut(store)
    await claimShift(store, { openingId: id, memberId: 'hana', at: NOON, now: NOON })
    await approveClaims(store, { ...acting(id), memberIds: ['hana'] })
    expect(await read(`/admin/shifts/${id}/cancel`)).toContain('3,900円')
    expect((await send(`/admin/shifts/${id}/cancellations`, { words: '' })).status).toBe(422)
    await send(`/admin/shifts/${id}/cancellations`, { words: '台風のため' })
    expect(await stateOf(store, id)).toContain('cancelled')
  })

  it('is repeated on several days from one page', async () => {
    const id = await plan(store)
    const form = new URLSearchParams([
      ['days', '2026-04-10'],
      ['days', '2026-04-11'],
      ['days', ''],
    ])
    const answer = await app.request(`/admin/shifts/${id}/copies`, {
      method: 'POST',
      body: form,
      headers: { origin: 'https://shop.example', cookie: owner },
    })
    expect(where(answer)).toBe(`/admin/shifts/${id}/copies?done=copied`)
    expect((await send(`/admin/shifts/${id}/copies`, { days: '' })).status).toBe(422)
  })

  it('sends out several days together, each as it was shown, and only those that were chosen', async () => {
    const first = await plan(store)
    const [second = '', third = ''] = await copyOpening(store, {
      openingId: first,
      days: ['2026-04-10', '2026-04-11'],
      createdBy: OWNER,
      now,
    })
    const path = `/admin/shifts/${first}/copies`
    const page = await read(path)
    const hidden = [...page.matchAll(/name="((?:version|asks)-[^"]+)" value="(\d+)"/g)]
    expect(hidden.map(([, name, value]) => `${name} ${value}`)).toContain(`asks-${third} 2`)
    expect(page).toContain('142通 → 136通')
    expect(await read(`/admin/shifts/${first}/open`)).toContain('応募のあとのお知らせ')
    const shown = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
    expect((await send(`${path}/openings`, shown)).status).toBe(422)
    await store.db
      .updateTable('shift_openings')
      .set({ updated_at: now + 1 })
      .where('id', '=', third)
      .execute()
    const fields = new URLSearchParams({ ...shown, opening: second })
    fields.append('opening', third)
    const answer = await app.request(`${path}/openings`, {
      method: 'POST',
      body: fields,
      headers: { origin: 'https://shop.example', cookie: owner },
    })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('募集できませんでした')
    expect(await Promise.all([first, second, third].map((id) => stateOf(store, id)))).toEqual([
      'draft',
      'open',
      'draft',
    ])
    expect(where(await send(`${path}/openings`, { ...shown, opening: first }))).toBe('/admin/shifts?done=opened')
    expect((await get(app, path, manager)).status).toBe(404)
  })

  it('teaches on the empty list, and shows every page and its steps to a manager of the own store alone', async () => {
    expect(await read('/admin/shifts', manager)).toContain('シフトの募集は、まだありません')
    const [draft, out] = [await plan(store), await sendOut(store)]
    for (const path of [
      `${draft}/open`,
      `${draft}/edit`,
      `${draft}/copy`,
      `${draft}/cancel`,
      `${out}/close`,
      `${out}/extend`,
    ])
      expect([
        (await get(app, `/admin/shifts/${path}`, owner)).status,
        (await get(app, `/admin/shifts/${path}`, manager)).status,
      ]).toEqual([200, 404])
    expect(await read('/admin/shifts', manager)).not.toContain(draft)
    expect((await send('/admin/shifts', TYPED, manager)).status).toBe(404)
  })
})

describe('the workplaces', () => {
  const FACTS = { ...WORKPLACE }

  it('are entered per store, by its own manager too, and start from what another store said', async () => {
    expect(await read('/admin/employers/ueno', manager)).toContain('株式会社おかえり')
    expect((await send('/admin/employers/ueno/versions', { ...FACTS, employerAddress: '' }, manager)).status).toBe(422)
    await send('/admin/employers/ueno/versions', { ...FACTS, address: '東京都台東区上野1-1' }, manager)
    expect((await findWorkplace(store, 'ueno'))?.address).toBe('東京都台東区上野1-1')
    expect((await get(app, '/admin/employers/shibuya', manager)).status).toBe(404)
    expect((await send('/admin/employers/shibuya/versions', FACTS, manager)).status).toBe(404)
  })

  it('take the minimum wage from an owner alone, with where it was read, and never a lower one than the table', async () => {
    const floor = { prefecture: '東京', yen: '１２９０', effectiveOn: '2026-10-01', source: '東京労働局' }
    expect((await send('/admin/employers/floors', floor, manager)).status).toBe(403)
    for (const wrong of [{ source: '' }, { yen: '1000' }, { effectiveOn: '2026-13-01' }, { prefecture: '江戸' }])
      expect((await send('/admin/employers/floors', { ...floor, ...wrong })).status).toBe(422)
    expect((await send('/admin/employers/floors', floor)).status).toBe(303)
    expect(await read('/admin/employers')).toContain('東京労働局')
  })

  it('say when the table is old, and that the figure has to be entered', async () => {
    now = Date.parse('2026-11-21T12:00+09:00')
    owner = await signIn(store, 'boss', now)
    const page = await read('/admin/employers')
    expect(page).toContain('2026年9月30日まで')
    expect(page).toContain('登録が必要です')
  })
})
