import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAborted, listOf, mustHaveChangedOne, type Store } from '../../src/db/store.ts'
import { addMember, addStore, engines, NOON } from '../support.ts'

describe.each(engines)('a batch on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  const fresh = async () => {
    store = await stores.openStore()
    return store
  }
  const row = (id: string = crypto.randomUUID()) => ({ id, name: id, position: 1, created_at: NOON })

  it('commits all of its statements or none', async () => {
    const { db, batch } = await fresh()
    const insert = (id?: string) => db.insertInto('stores').values(row(id))
    await expect(batch([insert(), insert('x'), insert('x')])).rejects.toThrow(/UNIQUE/)
    expect(await db.selectFrom('stores').selectAll().execute()).toEqual([])
  })

  it('says how many rows each statement changed or returned', async () => {
    const { db, batch } = await fresh()
    await addStore(store)
    const rename = (id: string) => db.updateTable('stores').set({ name: id }).where('id', '=', id)
    expect(await batch([rename('shibuya'), rename('nowhere'), rename('shibuya').returning('id')])).toEqual([1, 0, 1])
  })

  it('is undone when its guarded statement changed nothing', async () => {
    const { db, batch } = await fresh()
    const guarded = db.updateTable('stores').set({ position: 2 }).where('id', '=', 'nowhere')
    const error = await batch([db.insertInto('stores').values(row()), guarded, mustHaveChangedOne(db)]).catch((e) => e)
    expect(isAborted(error)).toBe(true)
    expect(await db.selectFrom('stores').selectAll().execute()).toEqual([])
  })

  it('takes a list of 5,000 as one parameter', async () => {
    const { db } = await fresh()
    await addStore(store)
    const ids = ['shibuya', ...Array.from({ length: 5_000 }, (_, i) => `store-${i}`)]
    expect(await db.selectFrom('stores').select('id').where('id', 'in', listOf(ids)).execute()).toHaveLength(1)
  })

  it('keeps consents append-only, and adds them up with the latest winning and a tie withdrawn', async () => {
    const { db } = await fresh()
    await addMember(store, 'hana', { consents: [] })
    const say = (granted: 0 | 1, at: number) =>
      db
        .insertInto('consents')
        .values({
          id: crypto.randomUUID(),
          member_id: 'hana',
          purpose: 'news',
          granted,
          text_version: '1',
          channel: 'line',
          at,
        })
        .execute()
    const state = async () =>
      (await db.selectFrom('current_consents').select('granted').where('purpose', '=', 'news').executeTakeFirst())
        ?.granted

    await say(1, NOON)
    expect(await state()).toBe(1)
    await say(0, NOON - 1)
    expect(await state()).toBe(1)
    await say(0, NOON)
    expect(await state()).toBe(0)
    await say(1, NOON)
    expect(await state()).toBe(0)
    await expect(db.updateTable('consents').set({ granted: 1 }).execute()).rejects.toThrow(/append-only/)
    await expect(db.deleteFrom('consents').execute()).rejects.toThrow(/append-only/)
  })
})
