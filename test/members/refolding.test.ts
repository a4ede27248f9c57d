import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { NAME_FOLD_VERSION } from '../../src/members/names.ts'
import { refoldNames } from '../../src/members/refolding.ts'
import { addEntry } from '../roster/support.ts'
import { addStore, engines } from '../support.ts'
import { addPerson, memberRow } from './support.ts'

describe.each(engines)('names folded by the rules of before, on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
  })

  const entries = () => store.db.selectFrom('roster_entries').select(['name_folded', 'kana_folded']).execute()
  const version = async () =>
    (await store.db.selectFrom('settings').select('value').where('key', '=', 'name_fold_version').executeTakeFirst())
      ?.value
  const foldAsBefore = async () => {
    await store.db.updateTable('members').set({ name_folded: 'before' }).execute()
    await store.db.updateTable('roster_entries').set({ name_folded: 'before', kana_folded: 'before' }).execute()
  }

  it('are folded again, once', async () => {
    const hana = await addPerson(store, 'hana', { name: '渡邉 花' })
    await addEntry(store, { name: '渡邉 花', kana: 'ﾜﾀﾅﾍﾞ ﾊﾅ', leftOn: '2023-03-31' })
    await foldAsBefore()

    await refoldNames(store)
    expect((await memberRow(store, hana)).name_folded).toBe('渡辺花')
    expect(await entries()).toEqual([{ name_folded: '渡辺花', kana_folded: 'ワタナベハナ' }])
    expect(await version()).toBe(NAME_FOLD_VERSION)

    await foldAsBefore()
    await refoldNames(store)
    expect(await entries()).toEqual([{ name_folded: 'before', kana_folded: 'before' }])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('are folded again after every change of the rules', async () => {
    await addEntry(store, { name: '渡邉 花', kana: 'わたなべ はな', leftOn: '2023-03-31' })
    await foldAsBefore()
    await store.db.insertInto('settings').values({ key: 'name_fold_version', value: '1' }).execute()
    await refoldNames(store)
    expect(await entries()).toEqual([{ name_folded: '渡辺花', kana_folded: 'ワタナベハナ' }])
  })

  it('are folded in pieces, each run going on where the last one stopped', async () => {
    await sql`insert into roster_entries (id, name, name_folded, store_id, left_on, created_at)
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1100)
      select printf('%05d', n), '髙田', 'before', 'shibuya', '2023-03-31', 1 from numbers`.execute(store.db)
    const folded = async () => (await entries()).filter(({ name_folded }) => name_folded === '高田').length

    await refoldNames(store, { chunksMax: 2 })
    expect(await folded()).toBe(500)
    await refoldNames(store, { chunksMax: 2 })
    expect(await folded()).toBe(1_100)
    expect(await version()).not.toBe(NAME_FOLD_VERSION)
    await refoldNames(store)
    expect(await version()).toBe(NAME_FOLD_VERSION)
  })

  it('leave a person without a name alone', async () => {
    const guest = await addPerson(store, 'guest', { state: 'guest' })
    await store.db.updateTable('members').set({ name: null, name_folded: null }).where('id', '=', guest).execute()
    await refoldNames(store)
    expect((await memberRow(store, guest)).name_folded).toBeNull()
  })
})
