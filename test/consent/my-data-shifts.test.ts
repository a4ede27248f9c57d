import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import { memberToken } from '../../src/members/links.ts'
import { configFor, newDeps } from '../deps.ts'
import { addMember, NOON, newStore } from '../support.ts'
import { get, post } from '../web/doors.ts'
import { addPersonWithPast, openShop } from './canaries.ts'

let store: Store
let app: ReturnType<typeof createApp>
const pageOf = async (memberId: string) =>
  `/me/${await memberToken(configFor().sessionSecret, { page: 'me', memberId, now: NOON })}`
beforeEach(async () => {
  store = newStore()
  app = createApp(newDeps(store))
})

describe('the shifts on a person’s own page', () => {
  it('are there with what was said and paid, and what will stay of them', async () => {
    await openShop(store)
    const { canaries } = await addPersonWithPast(store, 'hana')
    await store.db.updateTable('members').set({ language: 'ja' }).execute()
    const html = await (await get(app, await pageOf('hana'))).text()
    for (const said of ['応募のメモ', '見送りの言葉', 'お店からのお礼'])
      expect(html).toContain(canaries.find((canary) => canary.startsWith(said)))
    for (const words of [
      '勤務済み',
      '8,300円',
      '13時間',
      '37時間',
      '画面で受け取る',
      '退会されると、応募とひとことは消え',
    ])
      expect(html).toContain(words)
  })

  it('are not spoken of to who has none; their hours and また働きたい are', async () => {
    await addMember(store, 'hana')
    const html = await (await get(app, await pageOf('hana'))).text()
    expect(html).not.toContain('退会されると、応募とひとことは消え')
    expect(html).toContain('また働きたい')
    const [, link] = /href="(\/return\/[^"]+)"/.exec(html) ?? []
    expect((await get(app, link ?? '')).status).toBe(200)
  })

  it.each(['plain-ja', 'en'] as const)('speak %s', async (language) => {
    await addMember(store, 'hana')
    await store.db.updateTable('members').set({ language }).execute()
    const page = await pageOf('hana')
    expect(await (await get(app, page)).text()).toContain(
      { 'plain-ja': '働く 時間を かえる', en: 'Change my hours' }[language],
    )
    expect((await get(app, `${page}/hours`)).status).toBe(200)
  })
})

describe('a person’s own hours', () => {
  const hours = () =>
    store.db.selectFrom('members').select(['has_main_job', 'main_job_hours', 'shift_hours_max']).executeTakeFirst()

  it('are kept as they say them, and come back filled when they are no hours', async () => {
    await addMember(store, 'hana')
    const page = await pageOf('hana')
    const wrong = await post(app, `${page}/hours`, { shiftHoursMax: '12', mainJobHours: '99', mainJob: 'yes' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('value="99"')
    expect(await hours()).toEqual({ has_main_job: null, main_job_hours: null, shift_hours_max: null })
    const kept = await post(app, `${page}/hours`, { shiftHoursMax: '１２', mainJobHours: '30', mainJob: '' })
    expect(kept.status).toBe(303)
    expect(await hours()).toEqual({ has_main_job: 1, main_job_hours: 30, shift_hours_max: 12 })
  })

  it('are not asked under a text that they have not agreed to', async () => {
    await addMember(store, 'hana')
    await store.db.deleteFrom('current_consents').execute()
    const response = await post(app, `${await pageOf('hana')}/hours`, { shiftHoursMax: '12' })
    expect(response.status).toBe(422)
    expect(await hours()).toMatchObject({ shift_hours_max: null })
  })
})
