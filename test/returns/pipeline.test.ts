import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { text } from '../../src/line/messages.ts'
import { countNewWishes, endedWishes, findWish, moveWish, openWishes, stepsOf } from '../../src/returns/pipeline.ts'
import { takeBackWish, wishOf, wishReturn } from '../../src/returns/wishes.ts'
import { addMember, addStore, engines, HOUR, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addWish } from './support.ts'

const OWNER = { id: 'owner', storeId: null }

describe.each(engines)('the way back on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let id: string
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addMember(store, 'hana')
    await addOperator(store, 'owner')
    id = await addWish(store, 'hana')
  })
  const move = (more: Partial<Parameters<typeof moveWish>[1]> = {}) =>
    moveWish(store, {
      wishId: id,
      from: 'wished',
      to: 'talking',
      words: null,
      operator: OWNER,
      now: NOON + HOUR,
      ...more,
    })
  const pushes = () => store.db.selectFrom('outbox_messages').select('member_id').where('kind', '=', 'push').execute()

  it('goes one step at a time: of two who move somebody at once one is refused, and one message at most is owed', async () => {
    const messages = [text('お話ししましょう')]
    const both = await Promise.allSettled([move({ messages }), move({ to: 'meeting', messages })])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'return_not_in_stage' } })
    expect(await pushes()).toEqual([{ member_id: 'hana' }])
    expect(await stepsOf(store, id)).toHaveLength(2)
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('keeps who moved it and when, and tells nobody unless that was asked for', async () => {
    await move({ words: '一度お話ししましょう' })
    expect((await stepsOf(store, id))[0]).toEqual({
      stage: 'talking',
      words: '一度お話ししましょう',
      at: NOON + HOUR,
      operatorId: 'owner',
      operatorName: 'owner',
    })
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'talking', stepWords: '一度お話ししましょう' })
    expect(await pushes()).toEqual([])
    const told = await store.db.selectFrom('interactions').selectAll().where('kind', '=', 'return_moved').execute()
    expect(told).toMatchObject([{ operator_id: 'owner', ref: id }])
  })

  it('ends with kind words or not at all, and may be taken up again by the shop', async () => {
    await expect(move({ to: 'closed' })).rejects.toMatchObject({ code: 'shift_reason_needed' })
    await move({ to: 'closed', words: 'ありがとうございました' })
    expect(await wishOf(store, 'hana')).toMatchObject({
      stage: 'closed',
      closeWords: 'ありがとうございました',
      isTakenBack: false,
    })
    await move({ from: 'closed', to: 'talking', now: NOON + 2 * HOUR })
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'talking', closeWords: null })
  })

  it('is not taken up again over the person’s own no, nor beside a newer wish of theirs', async () => {
    await takeBackWish(store, { memberId: 'hana', at: NOON + 1 })
    await expect(move({ from: 'closed' })).rejects.toMatchObject({ code: 'return_not_in_stage' })
    const again = await addWish(store, 'hana', { at: NOON + 2 })
    await move({ wishId: again, to: 'closed', words: 'またいつか' })
    const wish = { kind: 'project', sinceWords: '', storeId: null, note: null } as const
    await wishReturn(store, { memberId: 'hana', wish, rulesSeen: null, at: NOON + 2 * HOUR })
    await expect(move({ wishId: again, from: 'closed', now: NOON + 3 * HOUR })).rejects.toMatchObject({
      code: 'return_not_in_stage',
    })
  })

  it('moves nothing when the person has blocked the account and was to be told', async () => {
    await store.db.updateTable('line_identities').set({ follow_state: 'blocked' }).execute()
    await expect(move({ messages: [text('x')] })).rejects.toMatchObject({ code: 'person_blocked_us' })
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'wished' })
    await move()
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'talking' })
  })

  it('is a manager’s only at the own store: the one that was wished for, else the former one', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    const elsewhere = { id: 'owner', storeId: 'ueno' }
    await expect(findWish(store, { wishId: id, storeId: 'ueno' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(move({ operator: elsewhere })).rejects.toMatchObject({ code: 'not_found' })
    await addMember(store, 'kenji')
    const wished = await addWish(store, 'kenji', { storeId: 'ueno' })
    expect((await openWishes(store, { storeId: 'ueno' })).map((wish) => wish.id)).toEqual([wished])
    expect((await openWishes(store, { storeId: null, filter: 'shibuya' })).map((wish) => wish.id)).toEqual([id])
    expect(await countNewWishes(store, { storeId: null })).toBe(2)
  })

  it('lists what is over by pages, and nobody who has left', async () => {
    await move({ to: 'returned' })
    await addMember(store, 'kenji')
    const closed = await addWish(store, 'kenji')
    await move({ wishId: closed, to: 'closed', words: 'またいつか', now: NOON + 2 * HOUR })
    const list = async (asked: Partial<Parameters<typeof endedWishes>[1]> = {}) => {
      const { lines, next } = await endedWishes(store, { storeId: null, ...asked })
      return { ids: lines.map((wish) => wish.id), next }
    }
    const first = await list({ limit: 1 })
    expect(first).toEqual({ ids: [closed], next: { at: NOON + 2 * HOUR, id: closed } })
    expect(await list({ limit: 1, before: first.next })).toEqual({ ids: [id], next: undefined })
    expect(await list({ limit: 2 })).toEqual({ ids: [closed, id], next: undefined })
    expect((await list({ stage: 'returned' })).ids).toEqual([id])
    await store.db.updateTable('members').set({ state: 'left' }).execute()
    expect(await list()).toEqual({ ids: [], next: undefined })
  })
})
