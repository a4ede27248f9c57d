import { beforeEach, describe, expect, it } from 'vitest'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import type { BroadcastState, ChunkState } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { owePush } from '../../src/line/outbox.ts'
import { costIn, costOf, type MonthQuota, monthOf, type PLAN_TABLE } from '../../src/sending/cost.ts'
import { readSendingSettings, SendingSettings, saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { addMembers, addOwner, memberId, OWNER, openFakeLine, TEXT } from '../broadcasts/support.ts'
import { DAY, NOON, newStore } from '../support.ts'

const APRIL = Date.parse('2026-04-01T00:00+09:00')
const MAY = Date.parse('2026-05-01T00:00+09:00')
const settings = (more: Partial<SendingSettings> = {}) => SendingSettings.parse(more)
const quota = (more: Partial<MonthQuota> = {}): MonthQuota => ({
  month: monthOf(NOON, NOON),
  limit: 200,
  lineUsed: 0,
  ourUsed: 0,
  owed: 0,
  ...more,
})

describe('what so many messages cost', () => {
  it('takes the higher of both figures as used, and what is owed off as well', () => {
    const cost = (lineUsed: number, ourUsed: number) =>
      costIn(quota({ lineUsed, ourUsed, owed: 10 }), { messages: 24, urgent: false, settings: settings() })
    expect(cost(58, 50)).toMatchObject({ before: 132, after: 108, lineLeft: 142 })
    expect(cost(50, 58)).toMatchObject({ before: 132, after: 108, lineLeft: 150 })
  })

  it('knows no limit where the plan has none', () => {
    const cost = costIn(quota({ limit: null }), { messages: 24, urgent: false, settings: settings() })
    expect(cost).toMatchObject({ before: null, after: null, lineLeft: null, belowReserve: false })
  })

  it.each([
    ['communication', 10_000, 300, 0],
    ['light', 10_000, 6_000, 0],
    ['standard', 29_990, 10, 0],
    ['standard', 29_990, 11, 3],
    ['standard', 30_000, 24, 72],
  ] as const)('on %s with %i used, %i messages cost %i yen on top', (plan, lineUsed, messages, yen) => {
    const cost = costIn(quota({ limit: 100_000, lineUsed }), { messages, urgent: false, settings: settings({ plan }) })
    expect(cost.yen).toEqual({ min: yen, max: yen })
  })

  it('tells between what the price lies when the figures differ, by the price in the settings', () => {
    const known = quota({ limit: 100_000, lineUsed: 29_990, owed: 5 })
    const cost = costIn(known, { messages: 20, urgent: false, settings: settings({ plan: 'standard', extraYen: 2.5 }) })
    expect(cost.yen).toEqual({ min: 25, max: 38 })
  })

  it('sees that the plan in the settings is not the one that LINE has', () => {
    const doubted = (limit: number | null, plan: keyof typeof PLAN_TABLE) =>
      costIn(quota({ limit }), { messages: 1, urgent: false, settings: settings({ plan }) }).planDoubted
    expect([doubted(200, 'communication'), doubted(5_000, 'light'), doubted(50_000, 'standard')]).toEqual(
      Array(3).fill(false),
    )
    expect([doubted(5_000, 'communication'), doubted(null, 'light')]).toEqual([true, true])
  })

  it.each([
    ['leaves the reserve', 150, false, false],
    ['goes below the reserve', 151, false, true],
    ['is urgent', 151, true, false],
    ['does not fit at all', 201, false, false],
  ] as const)('asks about the reserve only when it is touched: %s', (_, messages, urgent, belowReserve) => {
    const cost = costIn(quota(), { messages, urgent, settings: settings({ reserve: 50 }) })
    expect(cost.belowReserve).toBe(belowReserve)
  })

  it.each([
    [APRIL - 1, APRIL - 31 * DAY, APRIL],
    [APRIL, APRIL, MAY],
    [MAY - 1, APRIL, MAY],
    [Date.parse('2027-12-31T23:59+09:00'), Date.parse('2027-12-01T00:00+09:00'), Date.parse('2028-01-01T00:00+09:00')],
  ])('knows the month of %i in Tokyo', (at, start, end) => {
    expect(monthOf(at, at)).toEqual({ start, end, isCurrent: true })
  })
})

describe('what is used and owed of a month', () => {
  let store: Store
  const { line } = openFakeLine()
  beforeEach(async () => {
    store = newStore()
    await addOwner(store)
    await addMembers(store, 2)
  })
  const cost = (more = {}) => costOf({ store, line }, { messages: 1, now: NOON, ...more })
  async function sent(
    sendAt: number,
    chunks: readonly [ChunkState, number, number][],
    state: BroadcastState = 'sending',
  ) {
    const id = await createDraft(store, { draft: TEXT, createdBy: OWNER, now: NOON })
    const people = chunks.reduce((sum, [, recipients]) => sum + recipients, 0)
    await store.db
      .updateTable('broadcasts')
      .set({ state, send_at: sendAt, confirmed_count: people, finished_at: state === 'done' ? NOON : null })
      .where('id', '=', id)
      .execute()
    for (const [seq, [chunk, recipients, at]] of chunks.entries())
      await store.db
        .insertInto('broadcast_chunks')
        .values({ broadcast_id: id, seq, state: chunk, recipients, finished_at: at })
        .execute()
    return id
  }

  it('counts what LINE took this month, also of what began before it, and of the outbox', async () => {
    await sent(APRIL - DAY, [
      ['accepted', 100, APRIL - DAY],
      ['accepted', 7, APRIL],
    ])
    await sent(APRIL, [
      ['accepted', 20, NOON],
      ['rejected', 1, NOON],
    ])
    await sent(APRIL - DAY, [['accepted', 50, APRIL - DAY]], 'done')
    await store.batch([owePush(store.db, { memberId: memberId(0), messages: [], now: NOON })])
    await store.db.updateTable('outbox_messages').set({ state: 'accepted', finished_at: NOON }).execute()
    expect(await cost()).toMatchObject({ ourUsed: 28, owed: 0 })
  })

  it('counts what is confirmed and not yet sent, each in the month in which it leaves', async () => {
    await sent(NOON, [
      ['ready', 5, 0],
      ['inflight', 3, 0],
    ])
    await sent(MAY, [['ready', 11, 0]], 'planned')
    const planning = await sent(NOON, [], 'planning')
    await store.db.updateTable('broadcasts').set({ confirmed_count: 40 }).where('id', '=', planning).execute()
    const board = await sent(NOON, [], 'planning')
    await store.db
      .updateTable('broadcasts')
      .set({ confirmed_count: 9, channel: 'board' })
      .where('id', '=', board)
      .execute()
    await store.batch([owePush(store.db, { memberId: memberId(0), messages: [], now: NOON })])
    expect((await cost()).owed).toBe(49)
    const later = await cost({ sendAt: MAY + DAY })
    expect(later).toMatchObject({ owed: 11, ourUsed: 0, lineUsed: 0, month: { start: MAY, isCurrent: false } })
  })

  it('reads what the owner set, and a default where nothing makes sense', async () => {
    await saveSendingSettings(store, settings({ plan: 'light', quietFrom: 22 }))
    await store.db.updateTable('settings').set({ value: 'x' }).where('key', '=', 'sending.quietTo').execute()
    expect(await readSendingSettings(store)).toMatchObject({ plan: 'light', quietFrom: 22, quietTo: 9 })
  })
})
