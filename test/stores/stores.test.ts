import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { cleanLabel, isTooLong, LABEL_MAX } from '../../src/stores/labels.ts'
import {
  addRole,
  addStore,
  listRoles,
  listStores,
  moveRole,
  moveStore,
  ROLES_MAX,
  renameRole,
  renameStore,
  setShopName,
  shopName,
} from '../../src/stores/stores.ts'
import { engines, NOON } from '../support.ts'

describe('a label', () => {
  it.each([
    ['  渋谷店 ', '渋谷店'],
    ['渋谷\n店\t2', '渋谷 店 2'],
    ['渋谷\u202e店\u200b', '渋谷店'],
    ['\u0000', ''],
    ['2号店', '2号店'],
    ['か\u3099', 'が'],
    ['👩‍🍳', '👩‍🍳'],
  ])('%j is kept as %j', (typed, kept) => expect(cleanLabel(typed)).toBe(kept))

  it('is measured as people count characters', () => {
    expect(isTooLong('👩‍🍳'.repeat(LABEL_MAX))).toBe(false)
    expect(isTooLong('店'.repeat(LABEL_MAX + 1))).toBe(true)
  })
})

describe.each(engines)('the shop on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  const names = async (store: Store) => (await listStores(store)).map(({ name }) => name)

  it('has a name from the start, and the one the owner gives it', async () => {
    const store = await stores.openStore()
    expect(await shopName(store)).toBe('おかえり')
    await setShopName(store, { name: '酒場はな' })
    await setShopName(store, { name: '居酒屋はな' })
    expect(await shopName(store)).toBe('居酒屋はな')
  })

  it('adds stores at the end, and no name twice', async () => {
    const store = await stores.openStore()
    const shibuya = await addStore(store, { name: '渋谷店', now: NOON })
    await addStore(store, { name: '新宿店', now: NOON })

    expect(shibuya).toMatch(/^[0-9a-f-]{36}$/)
    expect(await addStore(store, { name: '渋谷店', now: NOON })).toBeUndefined()
    expect(await listStores(store)).toEqual([
      { id: shibuya, name: '渋谷店' },
      { id: expect.any(String), name: '新宿店' },
    ])
  })

  it('adds a store once when two people add it at the same moment', async () => {
    const store = await stores.openStore()
    const added = await Promise.all([1, 2, 3].map(() => addStore(store, { name: '渋谷店', now: NOON })))
    expect(added.filter(Boolean)).toHaveLength(1)
    expect(await names(store)).toEqual(['渋谷店'])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('renames stores and roles, never to a name that another has', async () => {
    const store = await stores.openStore()
    const id = (await addStore(store, { name: '渋谷店', now: NOON })) ?? ''
    await addStore(store, { name: '新宿店', now: NOON })
    expect(await renameStore(store, { id, name: '渋谷本店' })).toBe(true)
    expect(await renameStore(store, { id, name: '渋谷本店' })).toBe(true)
    expect(await renameStore(store, { id, name: '新宿店' })).toBe(false)
    expect(await names(store)).toEqual(['渋谷本店', '新宿店'])
    await expect(renameStore(store, { id: 'nowhere', name: '上野店' })).rejects.toThrow('not_found')
    await expect(renameRole(store, { id, name: '上野店' })).rejects.toThrow('not_found')
  })

  it('puts stores in the order that the owner wants, also when their positions were equal', async () => {
    const store = await stores.openStore()
    for (const name of ['a', 'b', 'c'])
      await store.db.insertInto('stores').values({ id: name, name, position: 1, created_at: NOON }).execute()

    await moveStore(store, { id: 'c', direction: 'up' })
    expect(await names(store)).toEqual(['a', 'c', 'b'])
    await moveStore(store, { id: 'a', direction: 'down' })
    expect(await names(store)).toEqual(['c', 'a', 'b'])
    await moveStore(store, { id: 'c', direction: 'up' })
    await moveStore(store, { id: 'b', direction: 'down' })
    await moveStore(store, { id: 'nowhere', direction: 'down' })
    expect(await names(store)).toEqual(['c', 'a', 'b'])
    await addStore(store, { name: 'd', now: NOON })
    expect(await names(store)).toEqual(['c', 'a', 'b', 'd'])
  })

  it('keeps the roles in the same way, and not without end', async () => {
    const store = await stores.openStore()
    const hall = (await addRole(store, { name: 'ホール' })) ?? ''
    await addRole(store, { name: 'キッチン' })
    expect(await addRole(store, { name: 'ホール' })).toBeUndefined()
    expect(await renameRole(store, { id: hall, name: 'キッチン' })).toBe(false)
    expect(await renameRole(store, { id: hall, name: 'フロア' })).toBe(true)
    await moveRole(store, { id: hall, direction: 'down' })
    expect((await listRoles(store)).map(({ name }) => name)).toEqual(['キッチン', 'フロア'])

    for (let i = 2; i < ROLES_MAX; i++) await addRole(store, { name: `role ${i}` })
    expect(await addRole(store, { name: 'one too many' })).toBeUndefined()
    expect(await listRoles(store)).toHaveLength(ROLES_MAX)
  })
})
