import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import {
  ACCESSES_PAGE_MAX,
  accessesOf,
  forgetOldAccesses,
  listAccesses,
  noteAccess,
} from '../../src/interactions/access-log.ts'
import { addManager, addOwner } from '../members/support.ts'
import { addMember, DAY, engines, NOON } from '../support.ts'

describe.each(engines)('the access log on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addMember(store, 'hana')
    await addMember(store, 'ken')
    await addOwner(store)
    await addManager(store, 'shibuya')
  })

  const view = (operatorId: string, memberId: string, now: number) =>
    noteAccess(store, { operatorId, action: 'member_viewed', memberId, now })

  it('tells who saw a person’s record, newest first, and nobody else’s', async () => {
    await view('tanaka', 'hana', NOON)
    await view('manager-shibuya', 'hana', NOON + 1)
    await view('tanaka', 'ken', NOON + 2)
    expect(await accessesOf(store, { memberId: 'hana', limit: 2 })).toMatchObject([
      { operator_name: '店長', action: 'member_viewed', at: NOON + 1 },
      { operator_name: '田中', action: 'member_viewed', at: NOON },
    ])
    expect(await accessesOf(store, { memberId: 'hana', limit: 1 })).toMatchObject([{ at: NOON + 1 }])
  })

  it('lists by operator and by what was done, with counts but no names of its own', async () => {
    await view('tanaka', 'hana', NOON)
    await noteAccess(store, { operatorId: 'tanaka', action: 'members_exported', detail: { count: 2 }, now: NOON + 1 })
    await view('manager-shibuya', 'ken', NOON + 2)
    const all = await listAccesses(store, {})
    expect(all.lines.map(({ action, member_name }) => [action, member_name])).toEqual([
      ['member_viewed', 'ken'],
      ['members_exported', null],
      ['member_viewed', 'hana'],
    ])
    expect((await listAccesses(store, { operatorId: 'tanaka' })).lines).toHaveLength(2)
    expect((await listAccesses(store, { operatorId: 'tanaka', action: 'members_exported' })).lines).toMatchObject([
      { detail: '{"count":2}', member_id: null },
    ])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('turns its pages without losing or repeating a line, also of the same instant', async () => {
    const count = ACCESSES_PAGE_MAX + 10
    for (let i = 0; i < count; i++) await view('tanaka', 'hana', NOON + Math.floor(i / 20))
    const { lines: first, next } = await listAccesses(store, {})
    const { lines: second, next: none } = await listAccesses(store, { before: next })
    expect([first.length, second.length, none]).toEqual([ACCESSES_PAGE_MAX, 10, undefined])
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(count)
  })

  it('fails loudly rather than not noting', async () => {
    await expect(view('nobody', 'hana', NOON)).rejects.toThrow()
    await expect(view('tanaka', 'nobody', NOON)).rejects.toThrow()
  })

  it('keeps thirteen months', async () => {
    await view('tanaka', 'hana', NOON - 397 * DAY)
    await view('tanaka', 'hana', NOON - 395 * DAY)
    await forgetOldAccesses(store, { now: NOON })
    expect((await listAccesses(store, {})).lines.map(({ at }) => at)).toEqual([NOON - 395 * DAY])
  })
})
