import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimChunks, LEASE_MS } from '../../src/broadcasts/chunks.ts'
import { finishChunk } from '../../src/broadcasts/finishing.ts'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../src/broadcasts/running.ts'
import { sealChunks } from '../../src/broadcasts/sealing.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { SendingSettings } from '../../src/sending/sending-settings.ts'
import { engines, HOUR, lineUserId, NOON } from '../support.ts'
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
  withdraw,
  workToTheEnd,
} from './support.ts'

describe.each(engines)('a chunk on $engine', ({ engine, open }) => {
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
  const work = (over: Partial<ReturnType<typeof senderOf>> = {}) =>
    workBroadcasts({ ...senderOf(store, fake, clock), ...over })
  /** The store, with something happening between the n-th batch being decided and its commit. */
  const withSurprise = (surprise: () => Promise<unknown>, at: number): Store => {
    let batches = 0
    return {
      db: store.db,
      batch: async (statements) => {
        if (batches++ === at) await surprise()
        return store.batch(statements)
      },
    }
  }
  /** Batch 0 plans, batch 1 is the first seal: of all chunks of a group at once. */
  const FIRST_SEAL = 1

  it.each([
    ['withdraws consent', () => withdraw(store, memberId(1), 'news')],
    [
      'blocks the account',
      () =>
        store.db
          .updateTable('line_identities')
          .set({ follow_state: 'blocked' })
          .where('member_id', '=', memberId(1))
          .execute(),
    ],
    ['leaves', () => store.db.updateTable('members').set({ state: 'left' }).where('id', '=', memberId(1)).execute()],
  ])('has nobody in it who %s in the instant before the seal', async (_, surprise) => {
    await confirmed(store, fake, { people: 3 })
    await work({ store: withSurprise(surprise, FIRST_SEAL) })
    expect(fake.delivered).toEqual([])
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toEqual([lineUserId(memberId(0)), lineUserId(memberId(2))])
  })

  it('is not sealed when its coupon is stopped in the instant before', async () => {
    const id = await confirmed(store, fake, { draft: COUPON, people: 3 })
    const stop = () => store.db.updateTable('coupons').set({ stopped_at: NOON }).execute()
    await work({ store: withSurprise(stop, FIRST_SEAL) })
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toEqual([])
    expect((await ledger(store, id)).states).toEqual(['empty', 'empty', 'empty'])
  })

  it.each([
    ['paused', pauseBroadcast],
    ['cancelled', cancelBroadcast],
  ])('is not sent when the broadcast is %s in the instant before the seal', async (_, change) => {
    const broadcastId = await confirmed(store, fake, { people: 3 })
    await work({ store: withSurprise(() => change(store, { broadcastId, now: NOON }), FIRST_SEAL) })
    expect(fake.requests).toEqual([])
  })

  it('goes on with exactly the rest when the broadcast is resumed', async () => {
    const broadcastId = await confirmed(store, fake, { people: 3 })
    await work({ store: withSurprise(() => pauseBroadcast(store, { broadcastId, now: NOON }), FIRST_SEAL) })
    clock.pass(LEASE_MS)
    await work()
    expect(fake.requests).toEqual([])
    await resumeBroadcast(store, { broadcastId, now: clock.at })
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toHaveLength(3)
  })

  it('is never sent after a cancellation; what was under way without an answer is unknown', async () => {
    fake = openFakeLine({ faults: () => 'before' })
    const broadcastId = await confirmed(store, fake, { people: 3 })
    await work()
    await cancelBroadcast(store, { broadcastId, now: clock.at })
    await cancelBroadcast(store, { broadcastId, now: clock.at })
    clock.pass(HOUR)
    await work()
    expect(fake.requests).toHaveLength(1)
    expect(await ledger(store, broadcastId)).toMatchObject({ broadcast: { state: 'cancelled' }, states: ['unknown'] })
    await expect(resumeBroadcast(store, { broadcastId, now: clock.at })).resolves.toBeUndefined()
    expect((await ledger(store, broadcastId)).broadcast.state).toBe('cancelled')
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('is cancelled with its broadcast when LINE refuses the request that was under way', async () => {
    fake = openFakeLine({ faults: () => 'rate' })
    const broadcastId = await confirmed(store, fake, { people: 3 })
    const push = fake.line.multicast
    fake.line.multicast = async (body, key) => {
      await cancelBroadcast(store, { broadcastId, now: clock.at })
      return push(body, key)
    }
    await work()
    expect(fake.requests).toHaveLength(1)
    expect(await ledger(store, broadcastId)).toMatchObject({ broadcast: { state: 'cancelled' }, states: ['cancelled'] })
  })

  it('refuses to cancel what is over', async () => {
    const broadcastId = await confirmed(store, fake, { people: 3 })
    await workToTheEnd(store, fake, clock)
    await expect(cancelBroadcast(store, { broadcastId, now: NOON })).rejects.toMatchObject({
      code: 'broadcast_not_running',
    })
  })

  it('goes to one of two claims at a time, and to the next when the lease is over', async () => {
    const broadcastId = await confirmed(store, fake, { people: 3 })
    await work({ store: withSurprise(() => Promise.reject(new Error('killed')), FIRST_SEAL) }).catch(() => {})
    const claim = (now: number) => claimChunks(store, { broadcastId, method: 'multicast', max: 1, now })
    expect(await claim(clock.at)).toEqual([])
    clock.pass(LEASE_MS)
    const [one, two] = await Promise.all([claim(clock.at), claim(clock.at)])
    expect([one.length, two.length].sort()).toEqual([0, 1])
    expect([...one, ...two]).toMatchObject([{ attempt: 2, state: 'ready' }])
  })

  it('leaves room for at most 256 personal requests of the whole channel', async () => {
    await addMembers(store, 397, { from: 3 })
    const broadcastId = await confirmed(store, fake, { draft: COUPON, people: 400 })
    await work({ store: withSurprise(() => Promise.reject(new Error('killed')), FIRST_SEAL) }).catch(() => {})
    clock.pass(LEASE_MS)
    const claim = () => claimChunks(store, { broadcastId, method: 'push', max: 100, now: clock.at })
    const claims = await Promise.all([claim(), claim(), claim()])
    expect(claims.map(({ length }) => length).sort()).toEqual([100, 100, 56])
  })

  it('cannot be sealed or finished by a process that lost it', async () => {
    const broadcastId = await confirmed(store, fake, { people: 3 })
    await work({ store: withSurprise(() => Promise.reject(new Error('killed')), FIRST_SEAL) }).catch(() => {})
    const claim = async () => {
      clock.pass(LEASE_MS)
      return (await claimChunks(store, { broadcastId, method: 'multicast', max: 1, now: clock.at }))[0]
    }
    const [late, current] = [await claim(), await claim()]
    if (!late || !current) throw new Error('no claim')
    const seal = async (claim: typeof late) =>
      (
        await sealChunks(store, {
          claims: [claim],
          purpose: 'news',
          settings: SendingSettings.parse({}),
          instanceId: 'ab',
          write: async () => ({ body: '{}' }),
          now: clock.at,
        })
      ).get(claim)
    expect(await seal(late)).toBe('lost')
    expect(await seal(current)).toMatchObject({ body: '{}' })
    const outcome = { kind: 'accepted', status: 200 } as const
    await finishChunk(store, { claim: late, outcome, title: '', method: 'multicast', to: [], now: clock.at })
    expect((await ledger(store, broadcastId)).states).toEqual(['inflight'])
    expect(await store.db.selectFrom('interactions').select('id').execute()).toEqual([])
    await finishChunk(store, { claim: current, outcome, title: '', method: 'multicast', to: [], now: clock.at })
    expect((await ledger(store, broadcastId)).states).toEqual(['accepted'])
  })

  it('is not sent when the lease is nearly over', async () => {
    await confirmed(store, fake, { people: 3 })
    await work({ store: withSurprise(async () => clock.pass(LEASE_MS - 14_999), FIRST_SEAL) })
    expect(fake.requests).toEqual([])
    clock.pass(LEASE_MS)
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toHaveLength(3)
  })
})
