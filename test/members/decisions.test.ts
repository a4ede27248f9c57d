import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { approveMember, declineMember } from '../../src/members/decisions.ts'
import { addEntry } from '../roster/support.ts'
import { addStore, engines, NOON } from '../support.ts'
import { addManager, addOwner, addPerson, HELLO, kindsOf, memberRow, owedTo } from './support.ts'

describe.each(engines)('deciding about a waiting person on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let hana: string
  let owner: { id: string; storeId: string | null }
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ebisu', '恵比寿店', 2)
    owner = await addOwner(store)
    hana = await addPerson(store, 'hana')
  })

  const approve = (memberId: string, rosterEntryId?: string, operator = owner) =>
    approveMember(store, { memberId, rosterEntryId, operator, messages: HELLO, now: NOON })
  const decline = (memberId: string, operator = owner) =>
    declineMember(store, { memberId, operator, messages: HELLO, now: NOON })

  it('approves without the roster: state, timeline, menu and one push together', async () => {
    await approve(hana)
    expect(await memberRow(store, hana)).toMatchObject({
      state: 'verified',
      roster_entry_id: null,
      decided_at: NOON,
      decided_by: 'tanaka',
    })
    expect(await kindsOf(store, hana)).toEqual(['verified'])
    expect(await owedTo(store, hana)).toEqual(['push', 'member'])
  })

  it('approves with the roster entry that is theirs', async () => {
    const entry = await addEntry(store, { name: '佐藤花', leftOn: '2020-01-31' })
    await approve(hana, entry)
    expect(await memberRow(store, hana)).toMatchObject({ state: 'verified', roster_entry_id: entry })
  })

  it('takes the day of joining from the entry; one that is not known there stays as it was', async () => {
    const entry = await addEntry(store, { name: '佐藤花', leftOn: '2020-01-31' })
    await store.db.updateTable('roster_entries').set({ joined_on: '2018-04-01' }).where('id', '=', entry).execute()
    await approve(hana, entry)
    expect(await memberRow(store, hana)).toMatchObject({ joined_on: '2018-04-01' })

    const other = await addPerson(store, 'other')
    await store.db.updateTable('members').set({ joined_on: '2017-04-01' }).where('id', '=', other).execute()
    await approve(other, await addEntry(store, { name: '他', leftOn: '2020-01-31' }))
    expect(await memberRow(store, other)).toMatchObject({ joined_on: '2017-04-01' })
  })

  it('takes no day of joining from an entry that it could not match', async () => {
    const entry = await addEntry(store, { name: '佐藤花', leftOn: '2020-01-31', excluded: true })
    await store.db.updateTable('roster_entries').set({ joined_on: '2018-04-01' }).where('id', '=', entry).execute()
    await expect(approve(hana, entry)).rejects.toMatchObject({ code: 'not_found' })
    expect(await memberRow(store, hana)).toMatchObject({ joined_on: null })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('declines: state, timeline, menu and one push together', async () => {
    await decline(hana)
    expect(await memberRow(store, hana)).toMatchObject({ state: 'declined', decided_by: 'tanaka' })
    expect(await kindsOf(store, hana)).toEqual(['declined'])
    expect(await owedTo(store, hana)).toEqual(['push', 'guest'])
  })

  it('lets one of two decisions at the same moment count', async () => {
    const decisions = await Promise.allSettled([approve(hana), decline(hana), approve(hana)])
    expect(decisions.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const decision of decisions)
      if (decision.status === 'rejected') expect(decision.reason).toMatchObject({ code: 'member_already_decided' })
    expect(await kindsOf(store, hana)).toHaveLength(1)
    expect(await owedTo(store, hana)).toHaveLength(2)
  })

  it('matches a roster entry with one person only', async () => {
    const entry = await addEntry(store, { name: '佐藤花', leftOn: '2020-01-31' })
    const other = await addPerson(store, 'hanako')
    await approve(hana, entry)
    await expect(approve(other, entry)).rejects.toMatchObject({ code: 'roster_entry_taken' })
    expect(await memberRow(store, other)).toMatchObject({ state: 'applied', roster_entry_id: null })
    expect(await owedTo(store, other)).toEqual([])
  })

  it.each([
    ['an unknown entry', async () => 'nothing'],
    ['an excluded entry', () => addEntry(store, { name: '佐藤花', leftOn: '2020-01-31', excluded: true })],
  ])('matches nobody with %s', async (_, entry) => {
    await expect(approve(hana, await entry())).rejects.toMatchObject({ code: 'not_found' })
    expect((await memberRow(store, hana)).state).toBe('applied')
  })

  it('lets a manager decide about their own store only', async () => {
    const here = await addManager(store, 'shibuya')
    const there = await addManager(store, 'ebisu')
    await expect(approve(hana, undefined, there)).rejects.toMatchObject({ code: 'not_found' })
    await expect(decline(hana, there)).rejects.toMatchObject({ code: 'not_found' })
    expect((await memberRow(store, hana)).state).toBe('applied')
    await approve(hana, undefined, here)
    expect((await memberRow(store, hana)).state).toBe('verified')
  })

  it('lets a manager match with entries of their own store only', async () => {
    const here = await addManager(store, 'shibuya')
    const foreign = await addEntry(store, { name: '佐藤花', storeId: 'ebisu', leftOn: '2020-01-31' })
    await expect(approve(hana, foreign, here)).rejects.toMatchObject({ code: 'not_found' })
    await approve(hana, foreign)
  })

  it('decides about nobody who does not wait', async () => {
    await expect(approve('nobody')).rejects.toMatchObject({ code: 'not_found' })
    const guest = await addPerson(store, 'kenji', { state: 'guest' })
    await expect(decline(guest)).rejects.toMatchObject({ code: 'not_found' })
  })
})
