import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { CONSENT_VERSION, currentConsents } from '../../src/consent/consent.ts'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { memberToken } from '../../src/members/links.ts'
import { preferencesOf } from '../../src/members/questions.ts'
import { addTasting } from '../broadcasts/support.ts'
import { configFor, newDeps } from '../deps.ts'
import { memberRow } from '../members/support.ts'
import { addMember, addRole, addStore, HOUR, lineUserId, NOON, newStore } from '../support.ts'
import { addOperator, get, post } from '../web/doors.ts'

let store: Store
let now: number
let woken: Work[]
let app: ReturnType<typeof createApp>
let me: string
beforeEach(async () => {
  store = newStore()
  now = NOON
  woken = []
  app = createApp(newDeps(store, { now: () => now, wake: (work) => woken.push(work) }))
  await addStore(store)
  await addStore(store, 'ueno', '上野店', 2)
  await addRole(store)
  await addMember(store, 'hana', { consents: ['news'] })
  await store.db.updateTable('members').set({ name: '佐藤 花', left_on: '2023-03-31' }).execute()
  me = `/me/${await memberToken(configFor().sessionSecret, { page: 'me', memberId: 'hana', now })}`
})
const read = async (path = '') => (await get(app, `${me}${path}`)).text()
const send = (path: string, fields: Record<string, string> = {}) => post(app, `${me}${path}`, fields)

describe('my data', () => {
  it('shows a person everything that is kept of them, in their own language, and is kept by no browser', async () => {
    await store.db.insertInto('member_tags').values({ member_id: 'hana', tag: '常連', created_at: NOON }).execute()
    await store.db
      .insertInto('member_notes')
      .values({ id: 'n', member_id: 'hana', body: '<b>春に</b>また来たいそうです', operator_id: null, at: NOON })
      .execute()
    const response = await get(app, me)
    const html = await response.text()
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    for (const shown of ['佐藤 花', '渋谷店', '2023年3月31日', lineUserId('hana'), '常連', '春に', '近況・お知らせ'])
      expect(html).toContain(shown)
    expect(html).not.toContain('<b>春に')
    expect(response.headers.get('set-cookie')).toBeNull()
  })

  it('shows what they answered to events, when they came, and what they said of the dishes', async () => {
    await addTasting(store, {
      title: '秋の試食会',
      questions: JSON.stringify(['お帰りは', '飲みたいもの']),
    })
    expect(await read()).not.toContain('イベントの7日後に消えます')
    const mine = { event_id: 'tasting', member_id: 'hana' }
    await store.db
      .insertInto('rsvps')
      .values({
        ...mine,
        state: 'going',
        party: 2,
        seats: 2,
        drinkers: 1,
        allergies: 'えび',
        answers: JSON.stringify([
          ['お座敷でもよいですか', ''],
          ['飲みたいもの', '梅酒'],
        ]),
        answered_at: NOON,
        changed_at: NOON,
        created_at: NOON,
      })
      .execute()
    await store.db
      .insertInto('check_ins')
      .values({ id: 'in', ...mine, people: 2, checked_in_at: NOON })
      .execute()
    await store.db
      .insertInto('dish_feedback')
      .values({ dish_id: 'rice-tasting', member_id: 'hana', score: 4, words: '香りがよかった', said_at: NOON })
      .execute()
    const html = await read()
    for (const said of [
      '秋の試食会',
      '2名',
      'お酒を飲む方 1名',
      'えび',
      '飲みたいもの 梅酒',
      '受付',
      '栗ごはん',
      '5点中4点',
    ])
      expect(html).toContain(said)
    expect(html).not.toContain('お座敷でも')
  })

  it.each<[MemberLanguage, string]>([
    ['plain-ja', '店が もっている'],
    ['en', 'This is everything the shop keeps about you.'],
  ])('speaks %s to who reads that, whatever the browser says', async (language, words) => {
    await store.db.updateTable('members').set({ language }).execute()
    for (const path of ['', '/preferences', '/corrections', '/leaving'])
      expect((await get(app, `${me}${path}`)).status).toBe(200)
    expect(await read()).toContain(words)
  })

  it.each([
    ['somebody else', (path: string) => path.replace('hana', 'kenji')],
    ['a later end', (path: string) => path.replace(/\.(\d+)\./, (_, at) => `.${Number(at) + 1}.`)],
    ['another page', (path: string) => path.replace('/me/', '/me/x')],
  ])('is closed to a link that was made to name %s', async (_, forge) => {
    await addMember(store, 'kenji')
    const response = await get(app, forge(me))
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('このページは閉じました')
  })

  it('is closed after half an hour, for looking as for doing', async () => {
    now += HOUR / 2
    expect((await get(app, me)).status).toBe(404)
    expect((await send('/consents', { purpose: 'news', to: 'off' })).status).toBe(404)
    expect((await send('/leavings')).status).toBe(404)
    expect((await currentConsents(store, 'hana')).news?.granted).toBe(true)
  })

  it('switches each kind of message, and says so', async () => {
    const response = await send('/consents', { purpose: 'news', to: 'off' })
    expect([response.status, response.headers.get('location')]).toEqual([303, `${me}?done=consents#consents`])
    await send('/consents', { purpose: 'events', to: 'on' })
    const { news, events } = await currentConsents(store, 'hana')
    expect([news?.granted, events?.granted]).toEqual([false, true])
    const rows = await store.db.selectFrom('consents').select('channel').where('at', '=', NOON).execute()
    expect(rows).toEqual([{ channel: 'web' }, { channel: 'web' }])
    expect(await read('?done=consents')).toContain('お知らせの設定を変えました')
  })

  it('switches nothing on before the notice is agreed to, and nothing that there is not', async () => {
    await store.db.deleteFrom('current_consents').execute()
    expect((await send('/consents', { purpose: 'news', to: 'on' })).status).toBe(422)
    expect((await send('/consents', { purpose: 'privacy', to: 'off' })).status).toBe(422)
    expect(await currentConsents(store, 'hana')).toEqual({})
  })

  it('keeps what is told, and forgets what is emptied', async () => {
    const told = { birth_year: '２００６', birth_month: '11', main_job: 'yes', weekdays: '6', willing: 'tasting' }
    expect((await send('/preferences', told)).status).toBe(303)
    expect(await preferencesOf(store, 'hana')).toMatchObject({
      birthYear: 2006,
      birthMonth: 11,
      hasMainJob: true,
      weekdays: ['6'],
      willing: ['tasting'],
    })
    expect(await read('/preferences')).toContain('value="2006"')
    expect(await read('/preferences')).toContain('<option value="11" selected="">11月</option>')
    await send('/preferences', { birth_year: '', birth_month: '13', main_job: '' })
    expect(await preferencesOf(store, 'hana')).toMatchObject({
      birthYear: null,
      birthMonth: null,
      hasMainJob: null,
      weekdays: [],
    })
  })

  it('comes back with what was typed when a year is none', async () => {
    const response = await send('/preferences', { birth_year: '平成', weekdays: '1' })
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toContain('value="平成"')
    expect(html).toContain('西暦4桁')
    expect(await preferencesOf(store, 'hana')).toMatchObject({ birthYear: null, weekdays: [] })
  })

  it('asks for what differs to be corrected, and shows how that stands', async () => {
    const facts = { name: '佐藤 花', store: 'ueno', role: 'none', left_on: '2023-03-30' }
    expect((await send('/corrections', facts)).status).toBe(303)
    const asked = await store.db.selectFrom('corrections').select(['field', 'value']).orderBy('field').execute()
    expect(asked).toEqual([
      { field: 'left_on', value: '2023-03-30' },
      { field: 'store', value: 'ueno' },
    ])
    const html = await read()
    expect(html).toContain('お店が確認しています')
    expect(html).toContain('上野店')
  })

  it.each([
    ['nothing is different', {}, '変わったところがありません'],
    ['there is no such store', { store: 'nowhere' }, 'もう一度選んでください'],
    ['there is no such role', { role: 'nobody' }, 'もう一度選んでください'],
    ['the day is to come', { left_on: '2030-01-01' }, '今日より先の日'],
    ['the day is none', { left_on: '2023-02-31' }, '今日より先の日'],
    ['the name is gone', { name: ' ' }, 'お名前を入力してください'],
  ])('says so at the field when %s', async (_, wrong, words) => {
    const response = await send('/corrections', {
      name: '佐藤 花',
      store: 'shibuya',
      role: 'none',
      left_on: '2023-03-31',
      ...wrong,
    })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(words)
    expect(await store.db.selectFrom('corrections').select('id').execute()).toEqual([])
  })

  it('gives the data along as a file, and notes that it did', async () => {
    const { headers } = await send('/downloads')
    expect(headers.get('location')).toBe(`${me}/data.json`)
    const file = await get(app, `${me}/data.json`)
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(await file.json()).toMatchObject({ person: { name: '佐藤 花' }, line: { line_user_id: lineUserId('hana') } })
    const lines = await store.db.selectFrom('interactions').select('kind').execute()
    expect(lines).toEqual([{ kind: 'data_downloaded' }])
  })

  it('takes agreement to a new text', async () => {
    await store.db.updateTable('current_consents').set({ text_version: '1' }).execute()
    expect(await read()).toContain('新しい説明に同意する')
    await send('/renewals')
    expect((await currentConsents(store, 'hana')).privacy?.version).toBe(CONSENT_VERSION)
    expect(await read()).not.toContain('新しい説明に同意する')
  })

  it('keeps no answer to the optional questions of who agreed to nothing', async () => {
    await store.db.updateTable('current_consents').set({ granted: 0 }).where('purpose', '=', 'privacy').execute()
    expect((await send('/preferences', { birth_year: '2006' })).status).toBe(422)
    expect(await preferencesOf(store, 'hana')).toMatchObject({ birthYear: null })
  })

  it('asks the optional questions under the new text only', async () => {
    await store.db.updateTable('current_consents').set({ text_version: '1' }).execute()
    expect((await send('/preferences', { birth_year: '2006' })).status).toBe(422)
    expect(await preferencesOf(store, 'hana')).toMatchObject({ birthYear: null })
  })
})

describe('leaving', () => {
  it('says by name what goes, what stays and why, and does nothing by being looked at', async () => {
    const html = await read('/leaving')
    for (const said of ['佐藤 花さんの情報をすべて消して、退会する', '残るもの', '会計', '新しい登録'])
      expect(html).toContain(said)
    expect((await memberRow(store, 'hana')).state).toBe('verified')
  })

  it('is one POST, after which there is nothing but a goodbye, however often it comes', async () => {
    expect((await send('/leavings')).status).toBe(303)
    expect((await memberRow(store, 'hana')).state).toBe('left')
    expect(woken).toEqual(['erasures'])
    for (const path of ['', '/data.json', '/corrections', '/leaving']) {
      const html = await read(path)
      expect(html).toContain('これまで、ありがとうございました')
      expect(html).not.toContain('佐藤')
    }
    expect((await send('/leavings')).status).toBe(200)
    expect((await send('/consents', { purpose: 'events', to: 'on' })).status).toBe(200)
    expect((await currentConsents(store, 'hana')).events).toBeUndefined()
  })

  it('is not for who runs the account, who is told whom to ask', async () => {
    await addOperator(store, 'tanaka', { memberId: 'hana' })
    const response = await send('/leavings')
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('オーナーから担当者の登録を外して')
    expect((await memberRow(store, 'hana')).state).toBe('verified')
  })

  it('is not done for another site', async () => {
    expect((await post(app, `${me}/leavings`, {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await memberRow(store, 'hana')).state).toBe('verified')
  })
})

describe('the privacy notice', () => {
  it.each([
    '/privacy',
    '/privacy/1',
    '/privacy/2',
    '/privacy/3',
    '/privacy/4',
    '/privacy/5',
    '/privacy/changes',
  ])('can be read at %s in three languages', async (path) => {
    for (const language of ['ja', 'plain-ja', 'en'])
      expect((await get(app, `${path}?language=${language}`)).status).toBe(200)
  })
  it('of a version that there never was is not found', async () => {
    expect((await get(app, '/privacy/6')).status).toBe(404)
  })
})
