import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { exportMembers } from '../../src/members/exporting.ts'
import { addNote } from '../../src/members/notes.ts'
import { addTag } from '../../src/members/tags.ts'
import { newDeps } from '../deps.ts'
import { addEntry } from '../roster/support.ts'
import { addMember, addStore, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'
import { addPerson } from './support.ts'

/** What people, or a roster file of long ago, may have put where a name belongs. */
const NASTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '花\u202eabc\u2066',
  'محمد علي',
  '👩‍👩‍👧‍👦 さくら',
  '=HYPERLINK("http://evil.example")',
  '＝1+1',
  '-2+3',
  "O'Brien & Sons",
  '名前\t改行\r\n=1',
  'Ａ\u0301'.repeat(30),
]

let store: ReturnType<typeof newStore>
let cookie: string
beforeEach(async () => {
  store = newStore()
  await addStore(store)
  await addOperator(store, 'owner')
  cookie = await signIn(store, 'owner')
})

const ask = (path: string, as = cookie) => createApp(newDeps(store)).request(path, { headers: { cookie: as } })

async function exported() {
  const bytes = new Uint8Array(await (await ask('/admin/members/export.csv')).arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const rows: string[][] = parse(new TextDecoder().decode(bytes), { bom: true })
  return rows
}

describe('the file of alumni', () => {
  it('has a line for each who registered, with what they agreed to, in the reader’s words', async () => {
    await addMember(store, 'hana', { consents: ['news'] })
    await addTag(store, { memberId: 'hana', tag: 'リーダー', operator: { id: 'owner', storeId: null }, now: NOON })
    await addPerson(store, 'guest', { state: 'guest' })
    await addPerson(store, 'gone', { state: 'left' })
    await addPerson(store, 'waits', { name: '佐藤 花' })
    const [header = [], ...people] = await exported()
    expect(header.slice(0, 7)).toEqual(['状態', '名前', 'フリガナ', '店舗', '担当', '入社日', '退職日'])
    const hana = people.find((line) => line.includes('hana')) ?? []
    const fact = (column: string) => hana[header.indexOf(column)]
    expect([fact('状態'), fact('店舗'), fact('タグ'), fact('LINE')]).toEqual([
      '卒業生',
      '渋谷店',
      'リーダー',
      'つながっている',
    ])
    expect([fact('同意：近況・お知らせ'), fact('同意：クーポン')]).toEqual(['同意あり', '未回答'])
    expect(people.map((line) => line[1]).sort()).toEqual(['hana', '佐藤 花'])
    expect(people.every((line) => line.length === header.length)).toBe(true)
  })

  it('is noted with how many people it holds, before it is made', async () => {
    await addMember(store, 'hana')
    await addMember(store, 'ken')
    await exported()
    const noted = await store.db.selectFrom('access_log').select(['operator_id', 'action', 'detail']).execute()
    expect(noted).toEqual([
      { operator_id: 'owner', action: 'members_exported', detail: '{"page":"members","count":2}' },
    ])
  })

  it('is for owners only', async () => {
    await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
    expect((await ask('/admin/members/export.csv', await signIn(store, 'manager'))).status).toBe(403)
    expect(await store.db.selectFrom('access_log').select('id').execute()).toEqual([])
  })

  it('keeps years of birth where they are', async () => {
    await addMember(store, 'hana')
    await store.db.updateTable('members').set({ birth_year: 1987 }).execute()
    expect((await exported()).flat().join()).not.toContain('1987')
  })

  it('is read by pages: everybody once, however many there are', async () => {
    for (let i = 0; i < 30; i++)
      await store.db
        .insertInto('members')
        .values(
          Array.from({ length: 80 }, (_, j) => ({
            id: `m${i}-${j}`,
            state: 'verified' as const,
            name: `${i}-${j}`,
            store_id: 'shibuya',
            created_at: NOON,
          })),
        )
        .execute()
    const names = new Set<string | null>()
    for await (const { name } of exportMembers(store)) names.add(name)
    expect(names.size).toBe(2_400)
  })
})

describe.each(NASTY)('the name %j', (name) => {
  let id: string
  beforeEach(async () => {
    id = await addPerson(store, 'nasty', { name })
    const entry = await addEntry(store, { name, kana: name, leftOn: '2023-03-31' })
    await addNote(store, { memberId: id, body: name, operator: { id: 'owner', storeId: null }, now: NOON })
    await addTag(store, { memberId: id, tag: name.slice(0, 30), operator: { id: 'owner', storeId: null }, now: NOON })
    const other = await addPerson(store, 'other', { name: '田中', state: 'verified' })
    await store.db.updateTable('members').set({ roster_entry_id: entry }).where('id', '=', other).execute()
  })

  it('is shown harmlessly wherever a member’s name stands', async () => {
    const paths = [
      '/admin/members',
      `/admin/members?tab=all&q=${encodeURIComponent(name)}`,
      `/admin/members/${id}`,
      `/admin/members/${id}?show=notes`,
      `/admin/members/${id}/decline`,
      '/admin/access-log',
    ]
    for (const path of paths) {
      const response = await ask(path)
      expect([path, response.status]).toEqual([path, 200])
      const html = await response.text()
      expect(html).not.toMatch(/<script>|<img src=x/)
      const body = html.slice(html.indexOf('<main'))
      // Marks that turn the text around them stand inside <bdi> or an attribute only.
      const outside = body.replace(/<bdi>[^<]*<\/bdi>/g, '').replace(/<[^>]*>/g, '')
      expect(outside).not.toMatch(/[\u202a-\u202e\u2066\u2067]/)
    }
  })

  it('is text in the file, whatever it begins with', async () => {
    const [, line = []] = await exported()
    const cells = (await exported()).flat()
    expect(line.length).toBeGreaterThan(0)
    for (const cell of cells) expect(cell).not.toMatch(/^[\s\p{Cf}]*[=+\-@＝＋－＠]/u)
  })
})
