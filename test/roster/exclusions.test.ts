import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { excludeEntry, fitsExcluded, includeEntry } from '../../src/roster/exclusions.ts'
import { codeOf, findInvitation, issueInvitations } from '../../src/roster/invitations.ts'
import { findMatch } from '../../src/roster/roster.ts'
import { configFor } from '../deps.ts'
import { addOwner, addPerson } from '../members/support.ts'
import { addStore, engines, NOON } from '../support.ts'
import { addEntry } from './support.ts'

const { sessionSecret } = configFor()

describe.each(engines)('who is quietly not invited on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let hana: string
  let entryId: string
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addOwner(store)
    hana = await addPerson(store, 'hana', { state: 'guest' })
    entryId = await addEntry(store, { name: '佐藤花', kana: 'サトウハナ', leftOn: '2023-03-31' })
  })

  const operator = { id: 'tanaka', storeId: null as string | null }
  const exclude = (by = operator, now = NOON) => excludeEntry(store, { entryId, operator: by, now })
  const include = (by = operator) => includeEntry(store, { entryId, operator: by, now: NOON + 2 })
  const row = () =>
    store.db.selectFrom('roster_entries').selectAll().where('id', '=', entryId).executeTakeFirstOrThrow()
  const said = { name: '佐藤 花', storeId: 'shibuya', leftOn: '2023-03-01' }
  const matchOf = () => findMatch(store, { memberId: hana, roleId: null, ...said, now: NOON })

  it('is known with who decided it and when, once', async () => {
    await exclude()
    await exclude(operator, NOON + 1)
    expect(await row()).toMatchObject({ excluded_at: NOON, excluded_by: 'tanaka' })
    await include()
    await include()
    expect(await row()).toMatchObject({ excluded_at: null, excluded_by: null })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('loses an open invitation and gets no other, until it is taken back', async () => {
    const issue = () => issueInvitations(store, { entryIds: [entryId], operator, sessionSecret, days: 60, now: NOON })
    await issue()
    const { id } = await store.db.selectFrom('roster_invitations').select('id').executeTakeFirstOrThrow()
    const typed = await codeOf(sessionSecret, id)
    const find = () => findInvitation(store, { sessionSecret, typed, memberId: hana, now: NOON })
    await exclude()
    expect(await find()).toEqual({ kind: 'unusable' })
    expect(await issue()).toMatchObject({ issued: 0, excluded: 1 })
    await include()
    expect(await find()).toEqual({ kind: 'unusable' })
    expect(await issue()).toMatchObject({ issued: 1, excluded: 0 })
  })

  it('is matched with nobody by itself, and only the owner’s question tells that it fits', async () => {
    expect(await matchOf()).toBe(entryId)
    expect(await fitsExcluded(store, said)).toBe(false)
    await exclude()
    expect(await matchOf()).toBeUndefined()
    expect(await fitsExcluded(store, said)).toBe(true)
    expect(await fitsExcluded(store, { ...said, name: 'さとうはな' })).toBe(true)
    for (const other of [{ name: '佐藤華' }, { storeId: 'ueno' }, { leftOn: '2023-04-01' }, { leftOn: '2023-02-28' }])
      expect(await fitsExcluded(store, { ...said, ...other })).toBe(false)
  })

  it('is of one’s own store, and somebody who did not register', async () => {
    const elsewhere = { id: 'tanaka', storeId: 'ueno' }
    await expect(exclude(elsewhere)).rejects.toThrow('not_found')
    await expect(include(elsewhere)).rejects.toThrow('not_found')
    await exclude()
    const manager = { id: 'manager', storeId: 'shibuya' }
    await expect(include(manager)).rejects.toThrow('not_found')
    expect(await row()).toMatchObject({ excluded_by: 'tanaka' })
    await include()
    await store.db.updateTable('members').set({ roster_entry_id: entryId }).where('id', '=', hana).execute()
    await expect(exclude()).rejects.toThrow('roster_entry_taken')
    expect(await row()).toMatchObject({ excluded_at: null })
  })
})
