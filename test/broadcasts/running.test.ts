import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBroadcast } from '../../src/broadcasts/drafts.ts'
import { planBroadcast } from '../../src/broadcasts/planning.ts'
import { progressOf } from '../../src/broadcasts/progress.ts'
import {
  cancelBroadcast,
  pauseBroadcast,
  releaseBroadcast,
  resumeBroadcast,
  UNDO_MS,
  undoConfirmation,
} from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { DAY, engines, HOUR, MINUTE, NOON } from '../support.ts'
import {
  addMembers,
  type Clock,
  COUPON,
  confirmed,
  type FakeLine,
  ledger,
  openClock,
  openFakeLine,
  senderOf,
  withdraw,
} from './support.ts'

const tokyo = (time: string) => Date.parse(`${time}+09:00`)

describe.each(engines)('a confirmed broadcast on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let fake: FakeLine
  let clock: Clock
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    fake = openFakeLine()
    clock = openClock()
    await addMembers(store, 3)
  })
  const work = () => workBroadcasts(senderOf(store, fake, clock))
  const state = async (id: string) => (await ledger(store, id)).broadcast.state
  /** Confirmed now, to leave then. */
  const scheduled = async (sendAt: number, more: object = {}) => {
    const id = await confirmed(store, fake, { people: 3, now: clock.at, ...more })
    await store.db.updateTable('broadcasts').set({ send_at: sendAt }).where('id', '=', id).execute()
    return id
  }
  const count = async (table: 'deliveries' | 'broadcast_chunks' | 'coupons') =>
    (await store.db.selectFrom(table).selectAll().execute()).length

  it('is planned at once, and leaves at its time, not a moment before', async () => {
    const id = await scheduled(NOON + UNDO_MS)
    expect(await work()).toBe(NOON + UNDO_MS)
    expect(await ledger(store, id)).toMatchObject({
      broadcast: { state: 'planned', planned_at: NOON },
      states: ['ready'],
    })
    clock.at = NOON + UNDO_MS - 1
    await work()
    expect(fake.requests).toEqual([])
    clock.pass(1)
    await work()
    expect(fake.delivered).toHaveLength(3)
    expect(await state(id)).toBe('done')
  })

  it('can be taken back while it waits: a draft as before, without anything that came with the confirmation', async () => {
    const id = await scheduled(NOON + UNDO_MS, { draft: COUPON })
    await work()
    await undoConfirmation(store, { broadcastId: id, now: clock.at })
    await undoConfirmation(store, { broadcastId: id, now: clock.at })
    expect((await ledger(store, id)).broadcast).toMatchObject({
      state: 'draft',
      confirmed_count: null,
      confirmed_by: null,
      confirmed_at: null,
      coupon_id: null,
      send_at: null,
    })
    expect([await count('deliveries'), await count('broadcast_chunks'), await count('coupons')]).toEqual([0, 0, 0])
    clock.pass(HOUR)
    expect(await work()).toBeUndefined()
    expect(fake.requests).toEqual([])
  })

  it('cannot be taken back once something was sealed', async () => {
    const id = await scheduled(NOON)
    await work()
    const undo = undoConfirmation(store, { broadcastId: id, now: clock.at })
    await expect(undo).rejects.toMatchObject({ code: 'broadcast_not_undoable' })
    expect(await state(id)).toBe('done')
    // Whatever its state should say.
    await store.db.updateTable('broadcasts').set({ state: 'planned' }).where('id', '=', id).execute()
    await expect(undoConfirmation(store, { broadcastId: id, now: clock.at })).rejects.toMatchObject({
      code: 'broadcast_not_undoable',
    })
  })

  // The statements are the same from here on, and D1 takes its time.
  if (engine === 'D1') return

  it('is not planned by a process that read it before it was taken back and confirmed anew', async () => {
    const id = await scheduled(NOON + UNDO_MS)
    const before = await findBroadcast(store, { broadcastId: id })
    await undoConfirmation(store, { broadcastId: id, now: clock.at })
    await store.db
      .updateTable('broadcasts')
      .set({ state: 'planning', confirmed_at: NOON + 1, confirmed_count: 1 })
      .where('id', '=', id)
      .execute()
    if (before) await planBroadcast(store, { broadcast: before, now: clock.at })
    expect(await state(id)).toBe('planning')
    expect(await count('deliveries')).toBe(0)
  })

  it('leaves at once when the owner does not want to wait, and never later than it would have', async () => {
    const id = await scheduled(NOON + HOUR)
    await work()
    await releaseBroadcast(store, { broadcastId: id, now: clock.at })
    clock.pass(1)
    await releaseBroadcast(store, { broadcastId: id, now: clock.at })
    expect((await ledger(store, id)).broadcast.send_at).toBe(NOON)
    await work()
    expect(fake.delivered).toHaveLength(3)
    await releaseBroadcast(store, { broadcastId: id, now: clock.at })
  })

  it.each([
    [15 * MINUTE, 'done'],
    [15 * MINUTE + 1, 'missed'],
  ])('%i ms late is %s', async (late, expected) => {
    const id = await scheduled(NOON + HOUR)
    await work()
    clock.at = NOON + HOUR + late
    await work()
    expect(await state(id)).toBe(expected)
    expect(fake.delivered).toHaveLength(expected === 'done' ? 3 : 0)
  })

  it('that was missed goes when the owner says so, or is a draft again, or is over', async () => {
    const [go, undo, cancel] = [await scheduled(NOON), await scheduled(NOON), await scheduled(NOON)]
    clock.pass(HOUR)
    await work()
    for (const id of [go, undo, cancel]) expect(await state(id)).toBe('missed')
    await undoConfirmation(store, { broadcastId: undo, now: clock.at })
    await cancelBroadcast(store, { broadcastId: cancel, now: clock.at })
    await releaseBroadcast(store, { broadcastId: go, now: clock.at })
    await work()
    expect([await state(go), await state(undo), await state(cancel)]).toEqual(['done', 'draft', 'cancelled'])
    expect(fake.delivered).toHaveLength(3)
    const release = releaseBroadcast(store, { broadcastId: cancel, now: clock.at })
    await expect(release).rejects.toMatchObject({ code: 'broadcast_not_running' })
  })

  it('waits for the end of the quiet hours, and is late only after that', async () => {
    clock.at = tokyo('2026-04-01T22:00')
    const id = await scheduled(clock.at)
    expect(await work()).toBe(tokyo('2026-04-02T09:00'))
    clock.at = tokyo('2026-04-02T09:15')
    await work()
    expect(await state(id)).toBe('done')
  })

  it('stops when the quiet hours begin, repeats nothing in them, and goes on after them', async () => {
    clock.at = tokyo('2026-04-01T20:59:59')
    fake = openFakeLine({ faults: (request) => (request === 0 ? 'after' : 'ok') })
    const id = await scheduled(clock.at)
    await work()
    expect(fake.requests).toHaveLength(1)
    clock.at = tokyo('2026-04-01T21:01')
    expect(await work()).toBe(tokyo('2026-04-02T09:00'))
    clock.at = tokyo('2026-04-02T09:00') - 1
    await work()
    expect(fake.requests).toHaveLength(1)
    clock.pass(1)
    await work()
    expect(await state(id)).toBe('done')
    expect(fake.delivered).toHaveLength(3)
  })

  it('that nobody can repeat any more, as the quiet hours find, is for the owner to decide after them', async () => {
    clock.at = tokyo('2026-04-01T20:59:59')
    fake = openFakeLine({ faults: () => 'before' })
    const id = await scheduled(clock.at)
    await work()
    clock.at = tokyo('2026-04-02T21:00')
    expect(await work()).toBe(tokyo('2026-04-03T09:00'))
    clock.at = tokyo('2026-04-03T09:00')
    expect(await work()).toBeUndefined()
    expect(await state(id)).toBe('needs_decision')
  })

  it('claims nothing more the moment the quiet hours begin', async () => {
    await addMembers(store, 998, { from: 3 })
    clock.at = tokyo('2026-04-01T20:59:59')
    const id = await confirmed(store, fake, { people: 1_001, now: clock.at })
    const multicast = fake.line.multicast
    fake.line.multicast = async (body, key) => {
      clock.pass(1_000)
      return multicast(body, key)
    }
    await work()
    expect((await ledger(store, id)).states).toEqual(['accepted', 'ready', 'ready'])
  })

  it('that waits can be paused, and goes at its time or at once when resumed', async () => {
    const [early, late] = [await scheduled(NOON + HOUR), await scheduled(NOON + HOUR)]
    await work()
    for (const id of [early, late]) await pauseBroadcast(store, { broadcastId: id, now: clock.at })
    await resumeBroadcast(store, { broadcastId: early, now: clock.at })
    expect(await state(early)).toBe('planned')
    clock.pass(2 * HOUR)
    await resumeBroadcast(store, { broadcastId: late, now: clock.at })
    expect(await state(late)).toBe('sending')
  })

  it('has exact counts when it is cancelled in the middle, at whichever request', async () => {
    await addMembers(store, 1_997, { from: 3 })
    await store.db.insertInto('settings').values({ key: 'sending.capDay', value: '20' }).execute()
    for (const at of [0, 1, 2, 3]) {
      fake = openFakeLine()
      const id = await confirmed(store, fake, { people: 2_000, now: clock.at })
      const multicast = fake.line.multicast
      fake.line.multicast = async (body, key) => {
        if (fake.requests.length === at) await cancelBroadcast(store, { broadcastId: id, now: clock.at })
        return multicast(body, key)
      }
      await work()
      // The one that was under way may arrive, and no other.
      expect(fake.delivered).toHaveLength(500 * (at + 1))
      expect(await progressOf(store, { broadcastId: id, confirmedCount: 2_000 })).toMatchObject({
        accepted: 500 * (at + 1),
        cancelled: 2_000 - 500 * (at + 1),
        waiting: 0,
        unknown: 0,
        gone: 0,
      })
    }
  })

  it.each([
    0, 1, 499, 500, 501, 750, 1_499,
  ])('never sends more than %i when so much of the month is left', async (left) => {
    await addMembers(store, 1_497, { from: 3 })
    const id = await confirmed(store, fake, { people: 1_500, now: clock.at })
    fake.quota.limit = left
    for (let turn = 0; turn < 9; turn++) clock.at = (await work()) ?? clock.at
    expect(fake.delivered).toHaveLength(Math.floor(left / 500) * 500)
    expect(await state(id)).toBe('paused_quota')
    await resumeBroadcast(store, { broadcastId: id, now: clock.at })
    await work()
    expect(await state(id)).toBe('paused_quota')

    fake.quota.limit = 10_000
    await withdraw(store, 'm1499', 'news', clock.at)
    clock.pass(30 * DAY)
    await resumeBroadcast(store, { broadcastId: id, now: clock.at })
    for (let turn = 0; turn < 9; turn++) clock.at = (await work()) ?? clock.at
    expect(await state(id)).toBe('done')
    expect(new Set(fake.delivered).size).toBe(1_499)
    expect(fake.delivered).toHaveLength(1_499)
  })
})
