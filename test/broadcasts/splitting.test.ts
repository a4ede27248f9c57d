import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { progressOf } from '../../src/broadcasts/progress.ts'
import { cancelBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { refusedIn } from '../../src/broadcasts/splitting.ts'
import type { Store } from '../../src/db/store.ts'
import type { Outcome } from '../../src/line/line.ts'
import { engines, lineUserId, MINUTE, newStore } from '../support.ts'
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
  TEXT,
  workToTheEnd,
} from './support.ts'

type Words = (indexes: readonly number[]) => string
const named: Words = (indexes) => indexes.map((i) => `The property, to[${i}], in the request body is invalid`).join(' ')
const inDetails: Words = (indexes) =>
  `The request body has 1 error(s) ${JSON.stringify(indexes.map((i) => ({ message: 'invalid', property: `to[${i}]` })))}`
const unnamed: Words = () => 'The request body has 1 error(s)'

/** A LINE that does not take these people, and says so in these words. */
function withPoison(bad: ReadonlySet<string>, words: Words): FakeLine {
  const fake = openFakeLine()
  const refuse = (body: string): Outcome | undefined => {
    const to: string[] = [JSON.parse(body).to].flat()
    const indexes = to.flatMap((id, i) => (bad.has(id) ? [i] : []))
    return indexes.length === 0
      ? undefined
      : { kind: 'refused', status: 400, reason: 'invalid', message: words(indexes), requestId: 'refused' }
  }
  const { push, multicast } = fake.line
  fake.line.push = async (body, key) => refuse(body) ?? push(body, key)
  fake.line.multicast = async (body, key) => refuse(body) ?? multicast(body, key)
  return fake
}
const who = (...indexes: number[]) => new Set(indexes.map((i) => lineUserId(memberId(i))))
const everyoneBut = (people: number, bad: ReadonlySet<string>) =>
  Array.from({ length: people }, (_, i) => lineUserId(memberId(i))).filter((id) => !bad.has(id))

async function sendAll(store: Store, people: number, fake: FakeLine, draft = TEXT) {
  await addMembers(store, people)
  const id = await confirmed(store, fake, { people, draft })
  await workToTheEnd(store, fake, openClock(), { turns: 2_000 })
  return {
    id,
    account: await progressOf(store, { broadcastId: id, confirmedCount: people }),
    ...(await ledger(store, id)),
  }
}

describe.each(engines)('a person whom LINE does not take on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
  })

  it.each([
    ['in a sentence', named],
    ['in the details', inDetails],
  ])('is dropped when named %s, and the others get it under a new key', async (_, words) => {
    const bad = who(1, 6)
    const fake = withPoison(bad, words)
    const { account, broadcast, chunks, deliveries } = await sendAll(store, 7, fake)
    expect(fake.delivered).toEqual(everyoneBut(7, bad))
    expect(chunks.map(({ seq, epoch, state, recipients }) => [seq, epoch, state, recipients])).toEqual([
      [0, 0, 'superseded', 7],
      [0, 1, 'accepted', 5],
    ])
    expect(chunks[0]?.failure).toContain('to[1]')
    expect(deliveries.filter(({ skipped_reason }) => skipped_reason === 'refused_by_line')).toHaveLength(2)
    expect(account).toMatchObject({ accepted: 5, skipped: { refused_by_line: 2 }, gone: 0 })
    expect(broadcast.state).toBe('done')
  })

  it('is found by halves when not named, and rejected alone', async () => {
    const bad = who(5)
    const fake = withPoison(bad, unnamed)
    const { account, broadcast, chunks } = await sendAll(store, 8, fake)
    expect([...fake.delivered].sort()).toEqual(everyoneBut(8, bad))
    expect(account).toMatchObject({ accepted: 7, rejected: 1, gone: 0, waiting: 0 })
    expect(chunks.filter(({ state }) => state === 'rejected')).toMatchObject([{ recipients: 1, epoch: 3 }])
    expect(broadcast.state).toBe('done')
  })
})

describe('people whom LINE does not take', () => {
  it('among 500 are found in no more than nine steps, and everybody else gets it once', async () => {
    const bad = who(0, 137, 138, 499, 731)
    const fake = withPoison(bad, unnamed)
    const { account, chunks } = await sendAll(newStore(), 1_000, fake)
    expect([...fake.delivered].sort()).toEqual(everyoneBut(1_000, bad))
    expect(account).toMatchObject({ accepted: 995, rejected: 5 })
    expect(Math.max(...chunks.map(({ epoch }) => epoch))).toBeLessThanOrEqual(9)
    expect(new Set(chunks.map(({ retry_key }) => retry_key)).size).toBe(chunks.length)
  })

  it('may be a whole request', async () => {
    const bad = who(...Array.from({ length: 500 }, (_, i) => i))
    const fake = withPoison(bad, named)
    const { account, broadcast } = await sendAll(newStore(), 501, fake)
    expect(fake.delivered).toEqual([lineUserId(memberId(500))])
    expect(account).toMatchObject({ accepted: 1, skipped: { refused_by_line: 500 } })
    expect(broadcast.state).toBe('done')
  })

  it('are rejected one by one when each message is personal', async () => {
    const bad = who(1)
    const fake = withPoison(bad, unnamed)
    const { account } = await sendAll(newStore(), 3, fake, COUPON)
    expect([...fake.delivered].sort()).toEqual(everyoneBut(3, bad))
    expect(account).toMatchObject({ accepted: 2, rejected: 1 })
  })

  it('may be any, named or not: everybody is in one place, and nobody gets it twice', async () => {
    const words = fc.constantFrom(named, inDetails, unnamed)
    const people = fc.integer({ min: 1, max: 12 })
    await fc.assert(
      fc.asyncProperty(people, fc.uniqueArray(fc.nat(11)), words, async (count, indexes, words) => {
        const bad = who(...indexes.filter((i) => i < count))
        const fake = withPoison(bad, words)
        const store = newStore()
        const { account, broadcast } = await sendAll(store, count, fake)
        store.close()
        expect([...fake.delivered].sort()).toEqual(everyoneBut(count, bad))
        expect(account.rejected + (account.skipped.refused_by_line ?? 0)).toBe(bad.size)
        expect(account).toMatchObject({ accepted: count - bad.size, waiting: 0, gone: 0 })
        expect(broadcast.state).toBe('done')
      }),
      { numRuns: 25 },
    )
  })

  it('are not looked for while an earlier request may have reached the others: those bytes are repeated', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine({ faults: (request) => (request === 0 ? 'after' : request === 1 ? 'invalid' : 'ok') })
    await addMembers(store, 4)
    const id = await confirmed(store, fake, { people: 4 })
    await workBroadcasts(senderOf(store, fake, clock))
    fake.accepted.clear() // LINE refuses before it looks at the key
    clock.pass(MINUTE)
    await workBroadcasts(senderOf(store, fake, clock))
    expect((await ledger(store, id)).chunks).toMatchObject([{ state: 'inflight', epoch: 0 }])
    expect((await ledger(store, id)).chunks[0]?.body).not.toBeNull()
  })

  it('are not looked for when it is the message that LINE does not take: the broadcast pauses with its words', async () => {
    const store = newStore()
    const fake = openFakeLine()
    const message = 'The request body has 1 error(s) [{"property":"messages[0].altText"}]'
    fake.line.multicast = async () => ({ kind: 'refused', status: 400, reason: 'invalid', message })
    await addMembers(store, 4)
    const id = await confirmed(store, fake, { people: 4 })
    await workToTheEnd(store, fake, openClock())
    const { broadcast, states } = await ledger(store, id)
    expect(broadcast).toMatchObject({ state: 'paused_error', failure: `line: 400 ${message}` })
    expect(states).toEqual(['ready'])
  })

  it('are not looked for once the broadcast was cancelled', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = withPoison(who(1), unnamed)
    await addMembers(store, 4)
    const id = await confirmed(store, fake, { people: 4 })
    const multicast = fake.line.multicast
    fake.line.multicast = async (body, key) => {
      await cancelBroadcast(store, { broadcastId: id, now: clock.at })
      return multicast(body, key)
    }
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toEqual([])
    expect((await ledger(store, id)).states.sort()).toEqual(['cancelled', 'cancelled', 'superseded'])
    expect(await progressOf(store, { broadcastId: id, confirmedCount: 4 })).toMatchObject({ cancelled: 4, gone: 0 })
  })

  it('are those with LINE’s index in the body, and nobody else', () => {
    const to = ['a', 'b', 'c']
    expect(refusedIn({ to, message: 'to[1] and to[1] and to[7], to[2' })).toEqual(['b'])
    expect(refusedIn({ to, message: 'The property, to, is invalid; photo[0]' })).toEqual([])
  })
})
