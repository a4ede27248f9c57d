import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RETRY_WINDOW_MS } from '../../src/broadcasts/chunks.ts'
import { resumeBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { engines, HOUR, lineUserId, MINUTE } from '../support.ts'
import {
  addMembers,
  type Clock,
  COUPON,
  confirmed,
  type Fault,
  ledger,
  memberId,
  openClock,
  openFakeLine,
  senderOf,
  withdraw,
  workToTheEnd,
} from './support.ts'

describe.each(engines)('sending a confirmed broadcast on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let clock: Clock
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    clock = openClock()
  })
  const everyone = (count: number) => Array.from({ length: count }, (_, i) => lineUserId(memberId(i)))
  /** The first requests meet these, the others nothing. */
  const line = (...faults: Fault[]) => openFakeLine({ faults: (request) => faults[request] ?? 'ok' })

  it('sends equal messages in multicasts of 500 and is done', async () => {
    const fake = line()
    await addMembers(store, 1_001)
    const id = await confirmed(store, fake, { people: 1_001 })
    await workToTheEnd(store, fake, clock)

    const { broadcast, chunks, states } = await ledger(store, id)
    expect(fake.delivered).toEqual(everyone(1_001))
    expect(chunks.map(({ recipients }) => recipients)).toEqual([500, 500, 1])
    expect(states).toEqual(['accepted', 'accepted', 'accepted'])
    expect(broadcast).toMatchObject({ state: 'done', confirmed_count: 1_001 })
    expect(chunks[0]).toMatchObject({ body: null, line_request_id: 'request-1', accepted_request_id: 'request-1' })
    expect(fake.requests.map(({ method }) => method)).toEqual(['multicast', 'multicast', 'multicast'])
  })

  it('sends a coupon to each person alone, with a grant that the letter leads to, and tells the timeline', async () => {
    const fake = line()
    await addMembers(store, 3)
    const id = await confirmed(store, fake, { draft: COUPON, people: 3 })
    await workToTheEnd(store, fake, clock)

    expect([...fake.delivered].sort()).toEqual(everyone(3).sort())
    expect(fake.requests.map(({ method }) => method)).toEqual(['push', 'push', 'push'])
    const grants = await store.db.selectFrom('coupon_grants').selectAll().execute()
    expect(grants.map(({ member_id }) => member_id).sort()).toEqual([memberId(0), memberId(1), memberId(2)])
    expect(grants.every(({ broadcast_id }) => broadcast_id === id)).toBe(true)
    const kinds = await store.db
      .selectFrom('interactions')
      .select('kind')
      .where('member_id', '=', memberId(0))
      .execute()
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(['broadcast_accepted', 'coupon_granted'])
  })

  it('repeats an unanswered request byte for byte under its key, and takes 409 for success', async () => {
    const fake = line('after', 'before', 'after')
    await addMembers(store, 2)
    const id = await confirmed(store, fake, { people: 2 })
    await workToTheEnd(store, fake, clock)

    const { chunks, attempts } = await ledger(store, id)
    expect(fake.delivered).toEqual(everyone(2))
    expect(new Set(fake.requests.map(({ key }) => key)).size).toBe(1)
    expect(new Set(await Promise.all(fake.requests.map(({ sha }) => sha)))).toEqual(new Set([chunks[0]?.body_sha]))
    expect(attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['unknown', null],
      ['unknown', 500],
      ['accepted', 409],
    ])
    expect(chunks[0]).toMatchObject({ state: 'accepted', accepted_request_id: 'request-1' })
  })

  it('waits longer than the own timeout before it repeats a request without an answer', async () => {
    const fake = line('after')
    await addMembers(store, 1)
    await confirmed(store, fake, { people: 1 })
    const again = await workBroadcasts(senderOf(store, fake, clock))
    expect(again).toBeGreaterThanOrEqual(clock.at + 15_000)
    clock.pass(14_999)
    await workBroadcasts(senderOf(store, fake, clock))
    expect(fake.requests).toHaveLength(1)
  })

  it('slows down when LINE says so, and loses nobody', async () => {
    const fake = line('rate', 'rate')
    await addMembers(store, 501)
    const id = await confirmed(store, fake, { people: 501 })
    await workToTheEnd(store, fake, clock)
    expect([...fake.delivered].sort()).toEqual(everyone(501).sort())
    expect((await ledger(store, id)).broadcast.state).toBe('done')
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('pauses at a refused token with nothing rejected, and goes on with exactly the rest', async () => {
    const fake = line('ok', 'auth')
    await addMembers(store, 1_200)
    const id = await confirmed(store, fake, { people: 1_200 })
    await workToTheEnd(store, fake, clock)
    expect(await ledger(store, id)).toMatchObject({
      broadcast: { state: 'paused_auth' },
      states: ['accepted', 'ready', 'ready'],
    })

    await resumeBroadcast(store, { broadcastId: id, now: clock.at })
    await workToTheEnd(store, fake, clock)
    expect([...fake.delivered].sort()).toEqual(everyone(1_200))
    expect((await ledger(store, id)).broadcast.state).toBe('done')
  })

  it('pauses when the month is used up, with the rest unsent, and goes on next month with exactly the rest', async () => {
    const fake = line()
    await addMembers(store, 1_200)
    const id = await confirmed(store, fake, { people: 1_200 })
    fake.quota.limit = 700
    await workToTheEnd(store, fake, clock)
    expect(await ledger(store, id)).toMatchObject({
      broadcast: { state: 'paused_quota' },
      states: ['accepted', 'ready', 'ready'],
    })
    expect(fake.delivered).toHaveLength(500)

    fake.quota.used = 0
    clock.pass(30 * 24 * HOUR)
    await withdraw(store, memberId(600), 'news', clock.at)
    await resumeBroadcast(store, { broadcastId: id, now: clock.at })
    fake.quota.limit = 10_000
    await workToTheEnd(store, fake, clock)
    expect([...fake.delivered].sort()).toEqual(everyone(1_200).filter((to) => to !== lineUserId(memberId(600))))
    expect((await ledger(store, id)).broadcast.state).toBe('done')
  })

  it('does not believe the first monthly limit while the figure says otherwise, but the second', async () => {
    const doubted = line('quota')
    await addMembers(store, 2)
    const first = await confirmed(store, doubted, { people: 2 })
    const again = await workBroadcasts(senderOf(store, doubted, clock))
    expect(again).toBe(clock.at + MINUTE)
    await workToTheEnd(store, doubted, clock)
    expect((await ledger(store, first)).broadcast.state).toBe('done')

    clock.pass(24 * HOUR)
    const believed = line('quota', 'quota')
    const second = await confirmed(store, believed, { people: 2, now: clock.at })
    await workToTheEnd(store, believed, clock)
    expect((await ledger(store, second)).broadcast.state).toBe('paused_quota')
  })

  it('rejects one person whom LINE calls invalid, and goes on with the others', async () => {
    const fake = line('ok', 'invalid')
    await addMembers(store, 501)
    const id = await confirmed(store, fake, { people: 501 })
    await workToTheEnd(store, fake, clock)
    expect(await ledger(store, id)).toMatchObject({ broadcast: { state: 'done' }, states: ['accepted', 'rejected'] })
    expect(fake.delivered).toEqual(everyone(500))
  })

  it('repeats the sealed bytes, not a new letter, when a refusal follows a request without an answer', async () => {
    const fake = line('after', 'auth')
    await addMembers(store, 2)
    const id = await confirmed(store, fake, { people: 2 })
    await workBroadcasts(senderOf(store, fake, clock))
    fake.accepted.clear() // LINE refuses before it looks at the key
    clock.pass(MINUTE)
    await workBroadcasts(senderOf(store, fake, clock))
    const { chunks, broadcast } = await ledger(store, id)
    expect(broadcast.state).toBe('paused_auth')
    expect(chunks[0]).toMatchObject({ state: 'inflight' })
    expect(chunks[0]?.body).not.toBeNull()
  })

  it('repeats nothing by itself after 23 hours, and leaves it to the owner', async () => {
    const fake = line('before', 'before')
    await addMembers(store, 2)
    const id = await confirmed(store, fake, { people: 2 })
    await workBroadcasts(senderOf(store, fake, clock))
    clock.pass(RETRY_WINDOW_MS - 1)
    await workBroadcasts(senderOf(store, fake, clock))
    expect(fake.requests).toHaveLength(2)

    clock.pass(1)
    await workToTheEnd(store, fake, clock)
    expect(fake.requests).toHaveLength(2)
    expect(await ledger(store, id)).toMatchObject({ broadcast: { state: 'needs_decision' }, states: ['unknown'] })
  })

  it('leaves out, with the reason, who may no longer be written to when the chunk is sealed', async () => {
    const fake = line('rate')
    await addMembers(store, 4)
    const id = await confirmed(store, fake, { people: 4 })
    await workBroadcasts(senderOf(store, fake, clock))
    await withdraw(store, memberId(0), 'news')
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', memberId(1))
      .execute()
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', memberId(2)).execute()
    await workToTheEnd(store, fake, clock)

    expect(fake.delivered).toEqual([lineUserId(memberId(3))])
    const { deliveries, chunks } = await ledger(store, id)
    expect(deliveries.map(({ skipped_reason }) => skipped_reason)).toEqual([
      'no_consent',
      'blocked',
      'not_verified',
      null,
    ])
    expect(chunks[0]).toMatchObject({ recipients: 1 })
  })

  it('closes a chunk without sending when nobody in it may be written to any more', async () => {
    const fake = line('rate')
    await addMembers(store, 1)
    const id = await confirmed(store, fake, { people: 1 })
    await workBroadcasts(senderOf(store, fake, clock))
    await withdraw(store, memberId(0), 'news')
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toEqual([])
    expect(await ledger(store, id)).toMatchObject({ broadcast: { state: 'done' }, states: ['empty'] })
  })

  it('sends nobody a coupon that was stopped meanwhile', async () => {
    const fake = line('rate', 'rate')
    await addMembers(store, 2)
    const id = await confirmed(store, fake, { draft: COUPON, people: 2 })
    await workBroadcasts(senderOf(store, fake, clock))
    await store.db.updateTable('coupons').set({ stopped_at: clock.at }).execute()
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toEqual([])
    expect((await ledger(store, id)).deliveries.map(({ skipped_reason }) => skipped_reason)).toEqual([
      'coupon_ended',
      'coupon_ended',
    ])
  })

  it('sends to everybody once when four workers work at the same time', async () => {
    const fake = openFakeLine({
      faults: (request) => (request % 3 === 1 ? 'after' : request % 3 === 2 ? 'before' : 'ok'),
    })
    await addMembers(store, 24)
    const id = await confirmed(store, fake, { draft: COUPON, people: 24 })
    while ((await ledger(store, id)).broadcast.state !== 'done') {
      await Promise.all(Array.from({ length: 4 }, () => workBroadcasts(senderOf(store, fake, clock))))
      clock.pass(20_000)
    }
    expect([...fake.delivered].sort()).toEqual(everyone(24))
  })
})
