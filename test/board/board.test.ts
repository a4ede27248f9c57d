import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countBoardReaders, postStatement, takeDown } from '../../src/board/board.ts'
import { countUnread, noticesFor, readStatements } from '../../src/board/reading.ts'
import { createDraft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { COUPON, OWNER, TEXT, withdraw } from '../broadcasts/support.ts'
import { addMember, engines, MINUTE, NOON, newStore } from '../support.ts'
import { confirmedForBoard, menusOwed, notices, onBoard, planned, shown } from './support.ts'

let store: Store
const addThree = async () => {
  for (const id of ['hana', 'ken', 'yui']) await addMember(store, id)
}
const unread = (memberId: string) => countUnread(store, { memberId, now: NOON })
const found = async (memberId: string) =>
  (await noticesFor(store, { memberId, limit: 9, now: NOON })).map(({ broadcastId }) => broadcastId)
const read = (memberId: string, ids: readonly string[], now = NOON) =>
  store.batch(readStatements(store.db, { memberId, broadcastIds: ids, now }))

describe.each(engines)('the board on $engine', ({ engine, open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    store = await opened.openStore()
    await addThree()
  })

  it('has a copy for whoever follows and agreed to the purpose, and for nobody else', async () => {
    await withdraw(store, 'ken', 'news')
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', 'yui')
      .execute()
    const id = await confirmedForBoard(store)
    await planned(store, id)

    expect(await notices(store, id)).toEqual([{ member_id: 'hana', read_at: null }])
    expect(await countBoardReaders(store, { purpose: 'news', rule: EVERYONE, now: NOON })).toBe(1)
  })

  it('shows nothing before its time; then everybody is owed their menu once, and the broadcast is done', async () => {
    const id = await confirmedForBoard(store)
    await planned(store, id)
    expect([await unread('hana'), await menusOwed(store)]).toEqual([0, []])

    await shown(store, id, NOON + MINUTE)
    await shown(store, id, NOON + 2 * MINUTE)
    expect([await unread('hana'), await menusOwed(store)]).toEqual([1, ['hana', 'ken', 'yui']])
    const { state, finishedAt } = (await findBroadcast(store, { broadcastId: id })) ?? {}
    expect([state, finishedAt]).toEqual(['done', NOON + MINUTE])
  })

  it('is not laid out, nor shown before its time, by a process that read it before it was taken back and confirmed anew', async () => {
    const id = await confirmedForBoard(store)
    const before = await findBroadcast(store, { broadcastId: id })
    if (!before) throw new Error('no broadcast')
    await store.db
      .updateTable('broadcasts')
      .set({ confirmed_at: NOON + 1, confirmed_count: 1, send_at: NOON + MINUTE })
      .where('id', '=', id)
      .execute()
    await store.batch([postStatement(store.db, { broadcast: before, now: NOON + 2 })])
    expect(await notices(store, id)).toEqual([])

    await planned(store, id)
    await shown(store, id, NOON + MINUTE - 1)
    expect([await unread('hana'), await menusOwed(store)]).toEqual([0, []])
    await shown(store, id, NOON + MINUTE)
    expect(await menusOwed(store)).toEqual(['hana'])
  })

  it('lets one menu wait for two notices', async () => {
    await onBoard(store)
    await onBoard(store)
    expect(await menusOwed(store)).toEqual(['hana', 'ken', 'yui'])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('keeps for each person what they read, the first time, and tells it once', async () => {
    const id = await onBoard(store)
    await read('hana', [id])
    await read('hana', [id], NOON + MINUTE)

    expect(await notices(store, id)).toMatchObject([
      { member_id: 'hana', read_at: NOON },
      { member_id: 'ken', read_at: null },
      { member_id: 'yui', read_at: null },
    ])
    const told = await store.db
      .selectFrom('interactions')
      .select(['member_id', 'ref', 'detail'])
      .where('kind', '=', 'board_read')
      .execute()
    expect(told).toEqual([{ member_id: 'hana', ref: id, detail: '{"title":"春のお知らせ"}' }])
  })

  it('hides what was taken down, and gives those who had not read it their menu back', async () => {
    const id = await onBoard(store)
    await read('hana', [id])
    await store.db.deleteFrom('outbox_messages').execute()
    await takeDown(store, { broadcastId: id, now: NOON })

    expect([await found('hana'), await found('ken')]).toEqual([[], []])
    expect(await menusOwed(store)).toEqual(['ken', 'yui'])
    await expect(takeDown(store, { broadcastId: id, now: NOON })).rejects.toThrow(new Refusal('notice_not_on_board'))
    expect(await menusOwed(store)).toEqual(['ken', 'yui'])
  })
})

describe('the board', () => {
  beforeEach(async () => {
    store = newStore()
    await addThree()
  })

  it('has never more copies than people were confirmed, however often it is planned', async () => {
    const id = await confirmedForBoard(store, { people: 2 })
    await planned(store, id)
    await store.db.updateTable('broadcasts').set({ state: 'planning' }).where('id', '=', id).execute()
    await planned(store, id)
    expect(await notices(store, id)).toHaveLength(2)
  })

  it('takes no copy of a broadcast that is not being planned, or is a push', async () => {
    const draft = await createDraft(store, { draft: TEXT, createdBy: null, now: NOON })
    await planned(store, draft)
    const push = await confirmedForBoard(store)
    await store.db.updateTable('broadcasts').set({ channel: 'push' }).where('id', '=', push).execute()
    await planned(store, push)
    expect([await notices(store, draft), await notices(store, push)]).toEqual([[], []])
  })

  it('is not shown by a broadcast that was cancelled meanwhile', async () => {
    const id = await confirmedForBoard(store)
    await planned(store, id)
    await store.db.updateTable('broadcasts').set({ state: 'cancelled' }).where('id', '=', id).execute()
    await shown(store, id)
    expect([await unread('hana'), await menusOwed(store)]).toEqual([0, []])
  })

  it('has unread notices first, each kind newest first', async () => {
    const ids = []
    for (let i = 0; i < 4; i++) ids.push(await onBoard(store, { now: NOON - (10 - i) * MINUTE }))
    await read('hana', [ids[3] ?? '', ids[1] ?? ''])
    expect(await found('hana')).toEqual([ids[2], ids[0], ids[3], ids[1]])
  })

  it('takes nothing down that is not on it', async () => {
    const id = await confirmedForBoard(store)
    await planned(store, id)
    await expect(takeDown(store, { broadcastId: id, now: NOON })).rejects.toThrow('notice_not_on_board')
  })

  it('hides what somebody did not want any more, from the moment they said so', async () => {
    const id = await onBoard(store)
    await withdraw(store, 'hana', 'news')
    expect([await unread('hana'), await unread('ken')]).toEqual([0, 1])
    expect(await found('hana')).toEqual([])
    expect(await found('ken')).toEqual([id])
  })

  it('hides a coupon that is over or was stopped', async () => {
    const coupon = {
      id: 'c',
      title: '一杯',
      kind: 'percent',
      value: 20,
      conditions: '{}',
      starts_at: 0,
      created_by: OWNER,
      created_at: 0,
    } as const
    const id = await confirmedForBoard(store, { draft: COUPON })
    await store.db
      .insertInto('coupons')
      .values({ ...coupon, ends_at: NOON + MINUTE, stopped_at: null, item: null })
      .execute()
    await store.db.updateTable('broadcasts').set({ coupon_id: 'c' }).where('id', '=', id).execute()
    await planned(store, id)
    await shown(store, id)
    expect(await countUnread(store, { memberId: 'hana', now: NOON + MINUTE - 1 })).toBe(1)
    expect(await countUnread(store, { memberId: 'hana', now: NOON + MINUTE })).toBe(0)
    await store.db.updateTable('coupons').set({ stopped_at: NOON }).execute()
    expect(await unread('hana')).toBe(0)
  })

  it('hides a story whose person took it back', async () => {
    await store.db
      .insertInto('stories')
      .values({
        id: 's',
        member_id: 'yui',
        title: 't',
        words: 'w',
        content_sha: 'x',
        agreed_sha: 'x',
        agreed_at: NOON,
        created_at: NOON,
        updated_at: NOON,
      })
      .execute()
    const id = await onBoard(store)
    await store.db.updateTable('broadcasts').set({ story_id: 's' }).where('id', '=', id).execute()
    expect(await unread('hana')).toBe(1)
    await store.db.updateTable('stories').set({ revoked_at: NOON }).execute()
    expect(await unread('hana')).toBe(0)
    await store.db.updateTable('stories').set({ revoked_at: null, content_sha: 'y' }).execute()
    expect(await unread('hana')).toBe(0)
  })
})
