import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  askCorrection,
  correctionsOf,
  decideCorrection,
  NO_ROLE,
  openCorrections,
} from '../../src/consent/corrections.ts'
import { leave } from '../../src/consent/leaving.ts'
import type { CorrectionField } from '../../src/db/schema-rights.ts'
import type { Store } from '../../src/db/store.ts'
import { foldName } from '../../src/members/names.ts'
import { addManager, addOwner, kindsOf, memberRow } from '../members/support.ts'
import { addMember, addRole, addStore, engines, HOUR, NOON } from '../support.ts'

describe.each(engines)('corrections on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let owner: { id: string; storeId: string | null }
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ueno', '上野店', 2)
    await addRole(store)
    await addMember(store, 'hana')
    owner = await addOwner(store)
  })

  const ask = (field: CorrectionField, value: string, now = NOON) =>
    askCorrection(store, { memberId: 'hana', field, value, now })
  const open1 = async () => {
    const [first] = await openCorrections(store, { storeId: null })
    if (!first) throw new Error('Nothing is open.')
    return first.id
  }
  const decide = async (correctionId: string, accepted: boolean, operator = owner, seen?: string) => {
    const { value } = await store.db
      .selectFrom('corrections')
      .select('value')
      .where('id', '=', correctionId)
      .executeTakeFirstOrThrow()
    const said = { correctionId, value: seen ?? value, operator, accepted, foldName, now: NOON + HOUR }
    return decideCorrection(store, said)
  }

  it('change nothing before the shop confirms them, and then the fact and the timeline with it', async () => {
    await ask('name', '髙橋 花')
    expect((await memberRow(store, 'hana')).name).toBe('hana')
    await decide(await open1(), true)
    expect(await memberRow(store, 'hana')).toMatchObject({ name: '髙橋 花', name_folded: foldName('髙橋 花') })
    expect(await kindsOf(store, 'hana')).toEqual(['correction_asked', 'correction_accepted'])
    expect(await openCorrections(store, { storeId: null })).toEqual([])
    expect(await correctionsOf(store, 'hana')).toMatchObject([{ field: 'name', accepted: 1 }])
    expect(await store.db.selectFrom('outbox_messages').select('id').execute()).toEqual([])
  })

  it('put right the store, the role and the last day', async () => {
    await store.db.updateTable('members').set({ role_id: 'hall' }).execute()
    for (const [field, value] of [
      ['store', 'ueno'],
      ['role', NO_ROLE],
      ['left_on', '2022-12-31'],
    ] as const) {
      await ask(field, value)
      await decide(await open1(), true)
    }
    expect(await memberRow(store, 'hana')).toMatchObject({ store_id: 'ueno', role_id: null, left_on: '2022-12-31' })
  })

  it('are decided as they were seen: what was asked for since is not accepted with it', async () => {
    await ask('name', '佐藤 花')
    await ask('name', '鈴木 花', NOON + 1)
    const refused = decide(await open1(), true, owner, '佐藤 花')
    await expect(refused).rejects.toMatchObject({ code: 'correction_decided' })
    expect((await memberRow(store, 'hana')).name).toBe('hana')
    expect(await openCorrections(store, { storeId: null })).toMatchObject([{ value: '鈴木 花' }])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('are one per fact: asking again replaces what was asked', async () => {
    await ask('name', '佐藤 花')
    await ask('name', '鈴木 花', NOON + 1)
    await ask('store', 'ueno')
    expect(await openCorrections(store, { storeId: null })).toMatchObject([
      { field: 'store', value: 'ueno', store_name: '上野店' },
      { field: 'name', value: '鈴木 花' },
    ])
  })

  it('declined leave the fact as it was, and the person free to ask again', async () => {
    await ask('name', '佐藤 花')
    await decide(await open1(), false)
    expect((await memberRow(store, 'hana')).name).toBe('hana')
    await ask('name', '佐藤 花子')
    expect(await correctionsOf(store, 'hana')).toHaveLength(2)
  })

  it('are decided once', async () => {
    await ask('name', '佐藤 花')
    const id = await open1()
    const decided = await Promise.allSettled([decide(id, true), decide(id, false), decide(id, true)])
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(decide(id, false)).rejects.toMatchObject({ code: 'correction_decided' })
    expect((await kindsOf(store, 'hana')).filter((kind) => kind !== 'correction_asked')).toHaveLength(1)
  })

  it('are for who has a say at the person’s store', async () => {
    await ask('name', '佐藤 花')
    const id = await open1()
    const theirs = await addManager(store, 'ueno')
    await expect(decide(id, true, theirs)).rejects.toMatchObject({ code: 'not_found' })
    expect(await openCorrections(store, { storeId: 'ueno' })).toEqual([])
    expect(await openCorrections(store, { storeId: 'shibuya' })).toHaveLength(1)
    await decide(id, true, await addManager(store, 'shibuya'))
  })

  it('are not asked by who is not registered, nor made for who is leaving', async () => {
    await ask('name', '佐藤 花')
    const id = await open1()
    await leave(store, { memberId: 'hana', now: NOON })
    await expect(decide(id, true)).rejects.toMatchObject({ code: 'correction_decided' })
    expect((await memberRow(store, 'hana')).name).toBe('hana')
    await expect(ask('store', 'ueno')).rejects.toMatchObject({ code: 'not_found' })
  })
})
