import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LEASE_MS } from '../../src/broadcasts/chunks.ts'
import { progressOf } from '../../src/broadcasts/progress.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { reachOf, reachOfAll } from '../../src/sending/reach.ts'
import { SendingSettings, saveSendingSettings } from '../../src/sending/sending-settings.ts'
import {
  addMembers,
  type Clock,
  COUPON,
  confirmed,
  type FakeLine,
  ledger,
  memberId,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
  workToTheEnd,
} from '../broadcasts/support.ts'
import { DAY, engines, HOUR, lineUserId, MINUTE, NOON } from '../support.ts'

const NINE_NEXT_DAY = Date.parse('2026-04-02T09:00+09:00')
const only = (...ids: string[]) => ({ match: 'all' as const, conditions: [{ kind: 'person' as const, in: ids }] })

describe.each(engines)('how many messages one person gets on $engine', ({ engine, open }) => {
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
    await addMembers(store, 4)
  })
  const send = async (more: object = {}, people = 4) => {
    const id = await confirmed(store, fake, { draft: { ...TEXT, ...more }, people, now: clock.at })
    await workToTheEnd(store, fake, clock)
    return id
  }
  const reach = (more: object = {}) => reachOf(store, { purpose: 'news', rule: EVERYONE, now: clock.at, ...more })
  const copies = () => [0, 1, 2, 3].map((i) => fake.delivered.filter((to) => to === lineUserId(memberId(i))).length)
  const skips = async (id: string) => (await ledger(store, id)).deliveries.map(({ skipped_reason }) => skipped_reason)
  const set = (settings: Partial<SendingSettings>) =>
    saveSendingSettings(store, { ...SendingSettings.parse({}), ...settings })

  it('is one a day: the second is held until the next morning, and counted as such before', async () => {
    await send({ rule: only(memberId(0), memberId(1)) }, 2)
    expect(await reach()).toEqual({ people: 4, heldToday: 2, excluded: {} })
    clock.pass(HOUR)
    const id = await confirmed(store, fake, { people: 4, now: clock.at })
    const next = await workBroadcasts(senderOf(store, fake, clock))
    expect(copies()).toEqual([1, 1, 1, 1])
    expect(next).toBe(NINE_NEXT_DAY)
    expect(await progressOf(store, { broadcastId: id, confirmedCount: 4 })).toMatchObject({
      accepted: 2,
      waiting: 2,
      held: 2,
      heldUntil: NINE_NEXT_DAY,
    })

    clock.at = NINE_NEXT_DAY - 1
    await workBroadcasts(senderOf(store, fake, clock))
    expect(copies()).toEqual([1, 1, 1, 1])
    clock.pass(1)
    await workToTheEnd(store, fake, clock)
    expect(copies()).toEqual([2, 2, 1, 1])
    expect((await ledger(store, id)).broadcast.state).toBe('done')
  })

  it('is one a day also when each message is personal', async () => {
    await send({ rule: only(memberId(0)) }, 1)
    const id = await confirmed(store, fake, { draft: COUPON, people: 4, now: clock.at })
    await workBroadcasts(senderOf(store, fake, clock))
    expect(copies()).toEqual([1, 1, 1, 1])
    const grants = await store.db.selectFrom('coupon_grants').select('member_id').execute()
    expect(grants).toHaveLength(3)
    await workToTheEnd(store, fake, clock)
    expect(copies()).toEqual([2, 1, 1, 1])
    expect((await ledger(store, id)).states.sort()).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'empty'])
  })

  it('is one even of two broadcasts that are sealed at the same moment', async () => {
    const ids = [
      await confirmed(store, fake, { draft: COUPON, people: 4 }),
      await confirmed(store, fake, { people: 4, now: ++clock.at }),
    ]
    let isFirst = true
    const meanwhile: Store = {
      db: store.db,
      // Just before the first seal, another process does all there is to do.
      batch: async (statements) => {
        const seals = statements.some((statement) => statement.compile().sql.includes("set state = 'inflight'"))
        if (seals && isFirst) {
          isFirst = false
          await workBroadcasts(senderOf(store, fake, clock))
          expect(copies()).toEqual([1, 1, 1, 1])
        }
        return store.batch(statements)
      },
    }
    await workBroadcasts({ ...senderOf(store, fake, clock), store: meanwhile })
    clock.pass(LEASE_MS + MINUTE)
    await workBroadcasts(senderOf(store, fake, clock))
    expect(copies()).toEqual([1, 1, 1, 1])
    clock.at = NINE_NEXT_DAY
    await workToTheEnd(store, fake, clock)
    expect(copies()).toEqual([2, 2, 2, 2])
    for (const id of ids) expect((await ledger(store, id)).broadcast.state).toBe('done')
  })

  // The statements are the same from here on, and D1 takes its time.
  if (engine === 'D1') return

  it('is one a day with the rest left out at once, when the owner wants it so', async () => {
    await send({ rule: only(memberId(0)) }, 1)
    expect(await reach({ holding: 'skip' })).toEqual({ people: 3, heldToday: 0, excluded: { cap_day: 1 } })
    const id = await send({ holding: 'skip' }, 3)
    expect(copies()).toEqual([1, 1, 1, 1])
    expect(await skips(id)).toEqual(['cap_day', null, null, null])
    expect((await ledger(store, id)).deliveries[0]).toMatchObject({ chunk_seq: -1 })
  })

  it('is held once: whom the next day’s message reached before it comes is left out', async () => {
    await send({ rule: only(memberId(0)) }, 1)
    const id = await confirmed(store, fake, { people: 4, now: clock.at })
    await workBroadcasts(senderOf(store, fake, clock))
    await set({ quietFrom: 0, quietTo: 0 })
    clock.at = NINE_NEXT_DAY - HOUR
    await confirmed(store, fake, { draft: { ...TEXT, rule: only(memberId(0)) }, people: 1, now: clock.at })
    await workToTheEnd(store, fake, clock)
    expect(copies()).toEqual([2, 1, 1, 1])
    expect(await skips(id)).toEqual(['cap_day', null, null, null])
    expect(await ledger(store, id)).toMatchObject({ broadcast: { state: 'done' }, states: ['accepted', 'empty'] })
  })

  it('is six a month; from the first of the next in Tokyo it is counted anew', async () => {
    for (let i = 0; i < 6; i++) {
      await send({ rule: only(memberId(0)) }, 1)
      clock.pass(DAY)
    }
    expect(await reach()).toEqual({ people: 3, heldToday: 0, excluded: { cap_month: 1 } })
    const all = await reachOfAll(store, { rule: EVERYONE, now: clock.at })
    expect(all.byPurpose.map(({ people }) => people)).toEqual([3, 3, 0, 0])
    const id = await send({}, 3)
    expect(await skips(id)).toEqual(['cap_month', null, null, null])

    clock.at = Date.parse('2026-05-01T00:00+09:00') - 1
    expect((await reach()).excluded).toEqual({ cap_month: 1 })
    clock.pass(1)
    expect((await reach()).excluded).toEqual({})
    // One that ends only now was sent before.
    await store.db.updateTable('broadcasts').set({ finished_at: clock.at }).execute()
    expect((await reach()).excluded).toEqual({})
  })

  it('has a second cap for a shift opening that is urgent', async () => {
    for (const i of [0, 1, 2, 3])
      await store.db
        .insertInto('consents')
        .values({
          id: `shifts-${i}`,
          member_id: memberId(i),
          purpose: 'shifts',
          granted: 1,
          text_version: '1',
          channel: 'line',
          at: NOON - DAY,
        })
        .execute()
    await send()
    expect(await reach({ purpose: 'shifts' })).toMatchObject({ people: 4, heldToday: 4 })
    expect(await reach({ purpose: 'shifts', urgent: true })).toEqual({ people: 4, heldToday: 0, excluded: {} })
    await send({ purpose: 'shifts', urgent: true })
    expect(copies()).toEqual([2, 2, 2, 2])
    expect(await reach({ purpose: 'shifts', urgent: true })).toMatchObject({ heldToday: 4 })
  })

  it('counts what LINE may have taken, and not what it refused', async () => {
    fake = openFakeLine({ faults: (request) => (request === 0 ? 'before' : request === 1 ? 'invalid' : 'ok') })
    await confirmed(store, fake, { draft: { ...TEXT, rule: only(memberId(0)) }, people: 1 })
    await workBroadcasts(senderOf(store, fake, clock))
    await confirmed(store, fake, { draft: { ...TEXT, rule: only(memberId(1)) }, people: 1 })
    await workBroadcasts(senderOf(store, fake, clock))
    expect(await reach()).toEqual({ people: 4, heldToday: 1, excluded: {} })
  })
})
