import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MemberState } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { LIST_PAGE_MAX, LIST_TABS, type ListCursor, listMembers, pageQuery } from '../../src/members/directory.ts'
import { nextWaiting } from '../../src/members/waiting.ts'
import { addEntry } from '../roster/support.ts'
import { addStore, engines, NOON } from '../support.ts'
import { addPerson } from './support.ts'

const STATES: readonly MemberState[] = ['verified', 'applied', 'declined', 'guest', 'left', 'erased']

describe.each(engines)('the directory on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ebisu', '恵比寿店', 2)
  })

  /** People of every state and two stores, several of the same instant. */
  const fill = (count: number) =>
    sql`
    insert into members (id, state, name, name_folded, store_id, created_at, applied_at)
    select printf('m%04d', value), case value % 6 ${sql.join(
      STATES.map((state, i) => sql`when ${sql.lit(i)} then ${sql.lit(state)}`),
      sql` `,
    )} end,
      'n' || value, 'n' || value, iif(value % 4 = 0, 'ebisu', 'shibuya'), ${NOON} - value % 7, ${NOON} - value % 7
    from (with recursive numbers (value) as (values (1) union all select value + 1 from numbers where value < ${count})
      select value from numbers)`.execute(store.db)

  const everyPage = async (asked: Omit<Parameters<typeof listMembers>[1], 'after'>) => {
    const seen: string[] = []
    let after: ListCursor | undefined
    do {
      const page = await listMembers(store, { ...asked, after })
      expect(page.members.length).toBeLessThanOrEqual(LIST_PAGE_MAX)
      seen.push(...page.members.map(({ id }) => id))
      expect(seen.length).toBeLessThanOrEqual(400)
      after = page.next
    } while (after)
    return seen
  }

  it('shows each of a tab exactly once over its pages, in one order, with and without a search or store', async () => {
    await fill(400)
    const all = await store.db.selectFrom('members').selectAll().execute()
    const shown: Record<(typeof LIST_TABS)[number], readonly MemberState[]> = {
      waiting: ['applied'],
      alumni: ['verified'],
      guests: ['guest'],
      declined: ['declined'],
      all: ['applied', 'verified', 'declined', 'guest'],
    }
    for (const tab of LIST_TABS)
      for (const search of ['', 'n1'])
        for (const storeId of [null, 'ebisu']) {
          const expected = all
            .filter(({ state }) => shown[tab].includes(state))
            .filter(({ name }) => name?.includes(search))
            .filter(({ store_id }) => storeId === null || store_id === storeId)
            .sort(
              (a, b) =>
                Number(b.state === 'applied') - Number(a.state === 'applied') ||
                b.created_at - a.created_at ||
                (a.id < b.id ? -1 : 1),
            )
          expect(await everyPage({ tab, search, storeId })).toEqual(expected.map(({ id }) => id))
        }
  })

  it('finds by the kana of the roster, and each person once', async () => {
    const hana = await addPerson(store, 'hana', { name: '佐藤 花', state: 'verified' })
    const entry = await addEntry(store, { name: '佐藤 花', kana: 'サトウ ハナ', leftOn: '2023-03-31' })
    await addEntry(store, { name: '佐藤 健', kana: 'サトウ ケン', leftOn: '2023-03-31' })
    await store.db.updateTable('members').set({ roster_entry_id: entry }).where('id', '=', hana).execute()
    for (const search of ['さとう', 'サトウ', '花', 'ﾊﾅ'])
      expect(await everyPage({ tab: 'all', search, storeId: null })).toEqual([hana])
    expect(await everyPage({ tab: 'all', search: 'けん', storeId: null })).toEqual([])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('takes a forged cursor for the end', async () => {
    await fill(20)
    const after = { waiting: 0, at: 0, id: 'x' } as const
    expect(await listMembers(store, { tab: 'waiting', search: '', storeId: null, after })).toMatchObject({
      members: [],
    })
  })

  it('reads a page from indexes: no table of people is read from end to end', async () => {
    await fill(400)
    const plan = async (search: string, after?: ListCursor) => {
      const { sql: text, parameters } = pageQuery(store.db, { tab: 'all', search, storeId: null, after }).compile()
      const pieces = `explain query plan ${text}`.split('?')
      const query = sql.join(
        pieces.flatMap((piece, i) => [sql.raw(piece), ...(i < parameters.length ? [sql.val(parameters[i])] : [])]),
        sql``,
      )
      return (await sql<{ detail: string }>`${query}`.execute(store.db)).rows.map(({ detail }) => detail)
    }
    const scans = (lines: readonly string[]) => lines.filter((line) => /^SCAN (m|members|roster_entries)\b/.test(line))
    const first = await plan('')
    expect(scans(first)).toEqual([])
    expect(first.filter((line) => /SEARCH m USING (COVERING )?INDEX members_by_state/.test(line))).toHaveLength(4)
    const second = await plan('', { waiting: 0, at: NOON, id: 'm' })
    expect(second.filter((line) => /members_by_state \(state=\? AND created_at<\?\)/.test(line))).toHaveLength(3)
    const searched = scans(await plan('n1'))
    expect(searched.every((line) => line.includes('USING COVERING INDEX'))).toBe(true)
    expect(searched).toHaveLength(2)
  })

  it('leads from one who waits to the next, the longest waiting first, and around', async () => {
    const [first, second, third] = [
      await addPerson(store, 'first', { at: NOON - 3 }),
      await addPerson(store, 'second', { at: NOON - 2 }),
      await addPerson(store, 'third', { at: NOON - 1, storeId: 'ebisu' }),
    ]
    const next = (storeId: string | null, after?: { id: string; applied_at: number }) =>
      nextWaiting(store, { storeId, ...(after ? { after } : {}) })
    expect(await next(null)).toBe(first)
    expect(await next(null, { id: first, applied_at: NOON - 3 })).toBe(second)
    expect(await next(null, { id: third, applied_at: NOON - 1 })).toBe(first)
    expect(await next('ebisu')).toBe(third)
    expect(await next('ebisu', { id: third, applied_at: NOON - 1 })).toBeUndefined()
    await store.db.updateTable('members').set({ state: 'verified' }).where('id', '=', first).execute()
    expect(await next(null)).toBe(second)
  })
})
