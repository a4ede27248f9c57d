import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import {
  countEntries,
  deleteEntry,
  ENTRY_TABS,
  type EntryCursor,
  type EntryTab,
  getEntry,
  listEntries,
} from '../../src/roster/entries.ts'
import { addPerson } from '../members/support.ts'
import { DAY, EARLIER, engines, NOON } from '../support.ts'
import { aShop, rosterApp, rosterSize } from './import-support.ts'
import { addEntry } from './support.ts'

const OWNER = { id: 'tanaka', storeId: null }
const SHIBUYA = { id: 'manager-shibuya', storeId: 'shibuya' }

async function invite(
  { db }: Store,
  entryId: string,
  more: { expires_at?: number; revoked_at?: number; used_at?: number } = {},
) {
  await db
    .insertInto('roster_invitations')
    .values({
      id: `i-${entryId}`,
      entry_id: entryId,
      code_hmac: entryId,
      created_at: EARLIER,
      expires_at: NOON + DAY,
      ...more,
    })
    .execute()
}

/** One entry of each state, and some whose invitation is over. */
async function anyRoster(store: Store) {
  await addEntry(store, { id: 'new', name: '山田 花子', kana: 'ヤマダ ハナコ', leftOn: '2023-03-31' })
  await addEntry(store, { id: 'invited', name: '佐藤 太郎', leftOn: '2022-03-31' })
  await invite(store, 'invited')
  await addEntry(store, { id: 'expired', name: '鈴木 一', leftOn: '2021-03-31' })
  await invite(store, 'expired', { expires_at: NOON })
  await addEntry(store, { id: 'revoked', name: '鈴木 二', leftOn: '2021-02-28' })
  await invite(store, 'revoked', { revoked_at: NOON - DAY })
  await addEntry(store, { id: 'matched', name: '髙橋 彩香', storeId: 'ebisu', leftOn: '2020-03-31' })
  const memberId = await addPerson(store, 'ayaka', { name: '高橋 彩香', state: 'verified' })
  await store.db.updateTable('members').set({ roster_entry_id: 'matched' }).where('id', '=', memberId).execute()
  await addEntry(store, { id: 'excluded', name: '田村 健太', leftOn: '2019-03-31', excluded: true })
}

describe.each(engines)('the roster on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
    store = await aShop(await stores.openStore())
    await anyRoster(store)
  })
  afterAll(() => stores.close())
  const list = async (asked: { tab?: EntryTab; search?: string; operator?: typeof OWNER | typeof SHIBUYA } = {}) =>
    (await listEntries(store, { tab: 'all', search: '', operator: OWNER, now: NOON, ...asked })).entries.map(
      ({ id }) => id,
    )

  it('has who left last first, each in a state', async () => {
    expect(await list()).toEqual(['new', 'invited', 'expired', 'revoked', 'matched', 'excluded'])
    const tabs = ['not_invited', 'invited', 'matched', 'excluded'] as const
    expect(await Promise.all(tabs.map((tab) => list({ tab })))).toEqual([
      ['new', 'expired', 'revoked'],
      ['invited'],
      ['matched'],
      ['excluded'],
    ])
    const counts = await countEntries(store, { operator: OWNER, now: NOON })
    expect(counts).toEqual({ all: 6, not_invited: 3, invited: 1, matched: 1, excluded: 1 })
    expect(Object.keys(counts).sort()).toEqual([...ENTRY_TABS].sort())
  })

  it.each([
    ['花子', ['new']],
    ['やまだ', ['new']],
    ['ﾊﾅｺ', ['new']],
    ['高橋', ['matched']],
    ['鈴木', ['expired', 'revoked']],
    ['だれも', []],
    ["'; drop table roster_entries --", []],
  ])('finds %s', async (search, ids) => expect(await list({ search })).toEqual(ids))

  it('shows a manager their own store, without those whom somebody else left out', async () => {
    expect(await list({ operator: SHIBUYA })).toEqual(['new', 'invited', 'expired', 'revoked'])
    for (const entryId of ['matched', 'excluded', 'nobody']) {
      await expect(getEntry(store, { entryId, operator: SHIBUYA, now: NOON })).rejects.toThrow('not_found')
      await expect(deleteEntry(store, { entryId, operator: SHIBUYA, now: NOON })).rejects.toThrow('not_found')
    }
    expect(await getEntry(store, { entryId: 'new', operator: SHIBUYA, now: NOON })).toMatchObject({
      name: '山田 花子',
      state: 'not_invited',
      has_staff_no: 0,
    })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('goes on where a page ended, with nobody twice', async () => {
    const large = await aShop(await stores.openStore())
    for (let i = 0; i < 75; i++)
      await addEntry(large, { name: `人 ${i}`, leftOn: `2023-03-${String(1 + (i % 9)).padStart(2, '0')}` })
    const seen: string[] = []
    let after: EntryCursor | undefined
    do {
      const page = await listEntries(large, { tab: 'all', search: '', operator: OWNER, now: NOON, after })
      seen.push(...page.entries.map(({ id }) => id))
      after = page.next
    } while (after)
    expect([seen.length, new Set(seen).size]).toEqual([75, 75])
  })

  it('loses an entry with its invitations, but none that somebody registered for', async () => {
    const other = await aShop(await stores.openStore())
    await anyRoster(other)
    await deleteEntry(other, { entryId: 'invited', operator: OWNER, now: NOON })
    expect(
      await other.db.selectFrom('roster_invitations').select('id').where('entry_id', '=', 'invited').execute(),
    ).toEqual([])
    await expect(deleteEntry(other, { entryId: 'matched', operator: OWNER, now: NOON })).rejects.toThrow(
      'roster_entry_taken',
    )
    expect(await rosterSize(other)).toBe(5)
  })
})

describe('the pages of the roster', () => {
  const open = async () => {
    const store = await aShop()
    const ask = (path: string, method = 'GET', as = {}) =>
      rosterApp(store, as).request(`/admin/roster${path}`, { method })
    const html = async (path: string, as = {}) => (await ask(path, 'GET', as)).text()
    return { store, ask, html }
  }

  it('teach when there is nobody yet', async () => {
    const { html } = await open()
    const page = await html('')
    for (const words of ['名簿はまだありません', 'CSVファイルを読み込む', '記入例']) expect(page).toContain(words)
    expect(await html('', { language: 'en' })).toContain('The roster is empty')
  })

  it('list, find and show, and note who looked', async () => {
    const { store, html } = await open()
    await anyRoster(store)
    expect(await html('')).toContain('未招待（3）')
    expect(await html('?q=%E3%82%84%E3%81%BE%E3%81%A0')).toContain('山田 花子')
    expect(await html('?q=nobody')).toContain('見つかりませんでした')
    expect(await html('/new')).toContain('ヤマダ ハナコ')
    expect(await html('/matched')).toContain('/admin/members/')
    const noted = await store.db.selectFrom('access_log').select('action').execute()
    expect(noted.map(({ action }) => action)).toEqual([
      'roster_listed',
      'roster_listed',
      'roster_listed',
      'roster_viewed',
      'roster_viewed',
    ])
  })

  it('show names harmlessly', async () => {
    const { store, html } = await open()
    await addEntry(store, { id: 'x', name: '<script>alert(1)</script>', leftOn: '2023-03-31' })
    for (const path of ['', '/x', '/x/deletion']) expect(await html(path)).not.toContain('<script>alert')
  })

  it('delete after a question that names the person', async () => {
    const { store, ask, html } = await open()
    await anyRoster(store)
    expect(await html('/new/deletion')).toContain('山田 花子さんを名簿から削除する')
    expect(await rosterSize(store)).toBe(6)
    const gone = await ask('/new/deletions', 'POST')
    expect([gone.status, gone.headers.get('location')]).toEqual([303, '/admin/roster?done=deleted'])
    expect(await html('?done=deleted')).toContain('名簿から削除しました')
    expect(await rosterSize(store)).toBe(5)
    expect((await ask('/new')).status).toBe(404)
  })

  it('are not for another store’s manager, nor for staff', async () => {
    const { store, ask } = await open()
    await anyRoster(store)
    const manager = { role: 'manager', storeId: 'ebisu' }
    for (const [path, method] of [
      ['/new', 'GET'],
      ['/new/deletion', 'GET'],
      ['/new/deletions', 'POST'],
    ] as const) {
      expect((await ask(path, method, manager)).status).toBe(404)
      expect((await ask(path, method, { role: 'staff', storeId: 'shibuya' })).status).toBe(403)
    }
    expect(await rosterSize(store)).toBe(6)
  })

  it.each([
    'tab=x',
    'after=1',
    'after=2023-03-31.',
    `q=${'あ'.repeat(200)}`,
  ])('do not stumble over %s', async (query) => {
    const { store, ask } = await open()
    await anyRoster(store)
    expect((await ask(`?${query}`)).status).toBe(200)
  })
})
