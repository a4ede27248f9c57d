import { beforeEach, describe, expect, it } from 'vitest'
import {
  claimChunks,
  completeBroadcast,
  expireChunks,
  LEASE_MS,
  nextDue,
  RETRY_WINDOW_MS,
} from '../../src/broadcasts/chunks.ts'
import { backoffMs, finishChunk } from '../../src/broadcasts/finishing.ts'
import { aggregationUnit } from '../../src/broadcasts/letters.ts'
import { progressOf } from '../../src/broadcasts/progress.ts'
import { recipientsOf } from '../../src/broadcasts/recipients.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { uuidV5 } from '../../src/crypto.ts'
import type { Store } from '../../src/db/store.ts'
import { SendingSettings } from '../../src/sending/sending-settings.ts'
import { addStore, DAY, NOON, newStore } from '../support.ts'
import {
  addMembers,
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

let store: Store
let fake: FakeLine
beforeEach(async () => {
  store = newStore()
  fake = openFakeLine({ faults: () => 'before' })
  await addMembers(store, 3)
})

describe('the time of a chunk', () => {
  const sent = async () => {
    const id = await confirmed(store, fake, { people: 3 })
    await workBroadcasts(senderOf(store, fake, openClock()))
    return id
  }
  const claim = (broadcastId: string, now: number) =>
    claimChunks(store, { broadcastId, method: 'multicast', max: 1, now })

  it('for a repetition ends 23 hours after its first request, even if nobody has expired it yet', async () => {
    const id = await sent()
    expect(await claim(id, NOON + RETRY_WINDOW_MS)).toEqual([])
    expect(await claim(id, NOON + RETRY_WINDOW_MS - 1)).toHaveLength(1)
  })

  it('does not end while a claimed request may still be answered', async () => {
    const id = await sent()
    const at = NOON + RETRY_WINDOW_MS - 1
    await claim(id, at)
    await expireChunks(store, { now: at + 1 })
    expect((await ledger(store, id)).states).toEqual(['inflight'])
    await expireChunks(store, { now: at + LEASE_MS })
    expect((await ledger(store, id)).states).toEqual(['unknown'])
  })

  it('is over for good: an answer that comes later than that opens nothing again', async () => {
    const id = await sent()
    const at = NOON + RETRY_WINDOW_MS - 1
    const [late] = await claim(id, at)
    if (!late) throw new Error('no claim')
    await expireChunks(store, { now: at + LEASE_MS })
    const outcome = { kind: 'refused', status: 429, reason: 'rate', message: '' } as const
    await finishChunk(store, { claim: late, outcome, title: '', method: 'multicast', to: [], now: at + LEASE_MS })
    expect((await ledger(store, id)).states).toEqual(['unknown'])
  })

  it('is not over for the broadcast before every chunk is', async () => {
    const id = await sent()
    await completeBroadcast(store, { broadcastId: id, now: NOON })
    expect((await ledger(store, id)).broadcast.state).toBe('sending')
    expect(await nextDue(store, { settings: SendingSettings.parse({}), now: NOON })).toBeGreaterThan(NOON)
  })

  it('doubles from about a second to ten minutes', () => {
    expect(backoffMs(1)).toBeLessThanOrEqual(1_000)
    expect(backoffMs(1)).toBeGreaterThanOrEqual(500)
    expect(backoffMs(4)).toBeGreaterThanOrEqual(4_000)
    expect(backoffMs(99)).toBeLessThanOrEqual(600_000)
    expect(backoffMs(99)).toBeGreaterThanOrEqual(300_000)
  })
})

describe('the name of a request', () => {
  it('follows from the installation, the broadcast and the chunk alone, so that a lost row makes the same key', async () => {
    const id = await confirmed(store, fake, { people: 3 })
    await workBroadcasts(senderOf(store, fake, openClock()))
    const { value } = await store.db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', 'instance_id')
      .executeTakeFirstOrThrow()
    expect((await ledger(store, id)).chunks[0]?.retry_key).toBe(await uuidV5(value, `${id}:0:0`))
  })

  it('fits what LINE allows for its statistics', () => {
    expect(aggregationUnit(crypto.randomUUID())).toMatch(/^bc_[0-9A-Za-z_]{20}$/)
  })
})

describe('the account of a broadcast', () => {
  it('has every confirmed person in exactly one place', async () => {
    const clock = openClock()
    const line = openFakeLine({ faults: (request) => (request === 0 ? 'invalid' : request === 1 ? 'before' : 'ok') })
    await addMembers(store, 3, { from: 3 })
    const id = await confirmed(store, line, { draft: COUPON, people: 6 })
    await withdraw(store, memberId(5), 'coupons')
    await store.db.updateTable('members').set({ name: '花' }).where('id', '=', memberId(0)).execute()
    await workBroadcasts(senderOf(store, line, clock))

    const account = await progressOf(store, { broadcastId: id, confirmedCount: 6 })
    expect(account).toMatchObject({
      accepted: 3,
      waiting: 1,
      unknown: 0,
      rejected: 1,
      cancelled: 0,
      skipped: {},
      gone: 1,
    })
    const people = await recipientsOf(store, { broadcastId: id })
    expect(account.leftOut).toEqual({ no_consent: 1 })
    expect(people).toHaveLength(6)
    expect(people[0]).toMatchObject({ memberId: memberId(0), name: '花' })
    expect(people.map(({ outcome }) => outcome).sort()).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'no_consent',
      'rejected',
      'waiting',
    ])
    expect(await recipientsOf(store, { broadcastId: id, after: memberId(2) })).toHaveLength(3)
    expect(await recipientsOf(store, { broadcastId: id, storeId: 'ueno' })).toEqual([])
    await addStore(store, 'ueno', '上野店', 2)
    await store.db.updateTable('members').set({ store_id: 'ueno' }).where('id', '=', memberId(0)).execute()
    expect(await recipientsOf(store, { broadcastId: id, storeId: 'ueno' })).toMatchObject([{ name: '花' }])

    clock.pass(DAY)
    await workToTheEnd(store, line, clock)
    expect(await progressOf(store, { broadcastId: id, confirmedCount: 6 })).toMatchObject({ waiting: 0, unknown: 1 })
    expect((await ledger(store, id)).broadcast.state).toBe('needs_decision')
  })

  it('names who was left out when the chunk was sealed', async () => {
    const clock = openClock()
    const line = openFakeLine({ faults: (request) => (request === 0 ? 'rate' : 'ok') })
    const id = await confirmed(store, line, { people: 3 })
    await workBroadcasts(senderOf(store, line, clock))
    await withdraw(store, memberId(1), 'news')
    await workToTheEnd(store, line, clock)
    expect(await progressOf(store, { broadcastId: id, confirmedCount: 3 })).toMatchObject({
      accepted: 2,
      skipped: { no_consent: 1 },
      gone: 0,
    })
    expect((await recipientsOf(store, { broadcastId: id })).map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'no_consent',
      'accepted',
    ])
  })
})
