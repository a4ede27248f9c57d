import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { LIST_PAGE_MAX, type ListCursor, type ListTab, listMembers } from '../../src/members/directory.ts'
import { follow, unfollow } from '../../src/members/following.ts'
import { ensureMember, findMember } from '../../src/members/members.ts'
import { addTag, removeTag, TAGS_MAX, tagsOf } from '../../src/members/tags.ts'
import { countWaiting } from '../../src/members/waiting.ts'
import { addEntry } from '../roster/support.ts'
import { addStore, engines, lineUserId, MINUTE, NOON } from '../support.ts'
import { addManager, addOwner, addPerson, kindsOf } from './support.ts'

describe.each(engines)('members on $engine', ({ engine, open }) => {
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

  describe('meeting a person', () => {
    it('makes one guest of them, however often and concurrently they come', async () => {
      const ids = await Promise.all(
        Array.from({ length: 16 }, () => ensureMember(store, { lineUserId: lineUserId('hana'), now: NOON })),
      )
      expect(new Set(ids).size).toBe(1)
      expect(await store.db.selectFrom('members').select(['id', 'state']).execute()).toEqual([
        { id: ids[0], state: 'guest' },
      ])
    })

    it('tells two persons apart, and knows nobody by a made-up id', async () => {
      const hana = await ensureMember(store, { lineUserId: lineUserId('hana'), now: NOON })
      expect(await ensureMember(store, { lineUserId: lineUserId('kenji'), now: NOON })).not.toBe(hana)
      expect(await findMember(store, hana)).toMatchObject({ state: 'guest', follow_state: 'following' })
      expect(await findMember(store, 'nobody')).toBeUndefined()
    })
  })

  describe('following and blocking', () => {
    const at = (minutes: number) => NOON + minutes * MINUTE
    const orders: [string, [typeof follow, number][], string][] = [
      [
        'the last event decides',
        [
          [follow, 1],
          [unfollow, 2],
        ],
        'blocked',
      ],
      [
        'a late follow changes nothing',
        [
          [unfollow, 2],
          [follow, 1],
        ],
        'blocked',
      ],
      [
        'a late block changes nothing',
        [
          [follow, 2],
          [unfollow, 1],
        ],
        'following',
      ],
      [
        'a block wins at the same instant',
        [
          [unfollow, 1],
          [follow, 1],
        ],
        'blocked',
      ],
      [
        'a block wins at the same instant, in the other order too',
        [
          [follow, 1],
          [unfollow, 1],
        ],
        'blocked',
      ],
      [
        'an unblock counts',
        [
          [unfollow, 1],
          [follow, 2],
        ],
        'following',
      ],
    ]
    it.each(orders)('%s', async (_, events, state) => {
      const memberId = await ensureMember(store, { lineUserId: lineUserId('hana'), now: NOON })
      for (const [change, minutes] of events) await store.batch(change(store.db, { memberId, at: at(minutes) }))
      expect(await findMember(store, memberId)).toMatchObject({ follow_state: state })
      expect(await kindsOf(store, memberId)).toHaveLength(2)
    })
  })

  describe('tags', () => {
    it('are put on and taken off once, and the timeline tells', async () => {
      const operator = await addOwner(store)
      const hana = await addPerson(store, 'hana', { state: 'verified' })
      const tagging = { memberId: hana, tag: 'リーダー', operator, now: NOON }
      expect(await addTag(store, tagging)).toBe(true)
      expect(await addTag(store, tagging)).toBe(false)
      expect(await tagsOf(store, hana)).toEqual(['リーダー'])
      expect(await removeTag(store, tagging)).toBe(true)
      expect(await removeTag(store, tagging)).toBe(false)
      expect((await kindsOf(store, hana)).sort()).toEqual(['tag_added', 'tag_removed'])
    })

    it('end at so many a person', async () => {
      const operator = await addOwner(store)
      const hana = await addPerson(store, 'hana')
      for (let i = 0; i < TAGS_MAX; i++)
        expect(await addTag(store, { memberId: hana, tag: `${i}`, operator, now: NOON })).toBe(true)
      expect(await addTag(store, { memberId: hana, tag: 'one more', operator, now: NOON })).toBe(false)
    })

    it('of another store are out of a manager’s reach', async () => {
      const foreign = await addManager(store, 'ebisu')
      const owner = await addOwner(store)
      const hana = await addPerson(store, 'hana')
      const tagging = { memberId: hana, tag: 'リーダー', now: NOON }
      expect(await addTag(store, { ...tagging, operator: foreign })).toBe(false)
      await addTag(store, { ...tagging, operator: owner })
      expect(await removeTag(store, { ...tagging, operator: foreign })).toBe(false)
      expect(await tagsOf(store, hana)).toEqual(['リーダー'])
    })
  })

  if (engine === 'D1') return

  describe('the list', () => {
    const list = (more: { tab?: ListTab; search?: string; storeId?: string | null; after?: ListCursor } = {}) =>
      listMembers(store, { tab: 'all', search: '', storeId: null, ...more })
    const names = async (more: Parameters<typeof list>[0] = {}) => (await list(more)).members.map(({ name }) => name)

    it('shows those who wait first, then the newest', async () => {
      await addPerson(store, '花', { state: 'verified', at: NOON - 3 })
      await addPerson(store, '健', { at: NOON - 9 })
      await addPerson(store, '葵', { state: 'verified', at: NOON - 1 })
      await addPerson(store, '翔', { at: NOON - 8 })
      expect(await names()).toEqual(['翔', '健', '葵', '花'])
      expect(await names({ tab: 'waiting' })).toEqual(['翔', '健'])
      expect(await names({ tab: 'alumni' })).toEqual(['葵', '花'])
      expect(await countWaiting(store, { storeId: null })).toBe(2)
      expect(await countWaiting(store, { storeId: 'ebisu' })).toBe(0)
    })

    it('shows everybody exactly once over its pages, also those of the same instant', async () => {
      const total = LIST_PAGE_MAX + 5
      for (let i = 0; i < total; i++)
        await addPerson(store, `p${i}`, { state: i % 5 === 0 ? 'applied' : 'verified', at: NOON - (i % 3) })
      const seen: (string | null)[] = []
      let after: ListCursor | undefined
      do {
        const page = await list({ ...(after ? { after } : {}) })
        seen.push(...page.members.map(({ name }) => name))
        after = page.next
      } while (after)
      expect(seen).toHaveLength(total)
      expect(new Set(seen).size).toBe(total)
    })

    it('finds by a part of the name, by kana of the roster, and by any width', async () => {
      const entry = await addEntry(store, { name: '佐藤花', kana: 'サトウハナ', leftOn: '2020-01-31' })
      const hana = await addPerson(store, '佐藤 花', { state: 'verified' })
      await store.db.updateTable('members').set({ roster_entry_id: entry }).where('id', '=', hana).execute()
      await addPerson(store, 'Maria Santos', { state: 'verified' })
      expect(await names({ search: '藤花' })).toEqual(['佐藤 花'])
      expect(await names({ search: 'さとう' })).toEqual(['佐藤 花'])
      expect(await names({ search: 'ｍａｒｉａ' })).toEqual(['Maria Santos'])
      expect(await names({ search: '%' })).toEqual([])
    })

    it('shows a manager only their own store, and nobody who named none', async () => {
      await addPerson(store, '花')
      await addPerson(store, '健', { storeId: 'ebisu' })
      await ensureMember(store, { lineUserId: lineUserId('guest'), now: NOON })
      expect(await names({ storeId: 'ebisu' })).toEqual(['健'])
      expect((await list()).members).toHaveLength(3)
    })

    it('leaves out who left or was erased', async () => {
      await addPerson(store, '花', { state: 'left' })
      await addPerson(store, '健', { state: 'erased' })
      expect(await names()).toEqual([])
    })
  })
})
