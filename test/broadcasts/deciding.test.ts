import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decideUnknown } from '../../src/broadcasts/deciding.ts'
import { progressOf } from '../../src/broadcasts/progress.ts'
import { cancelBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { DAY, engines, lineUserId } from '../support.ts'
import {
  addMembers,
  type Clock,
  confirmed,
  type Fault,
  ledger,
  memberId,
  OWNER,
  openClock,
  openFakeLine,
  senderOf,
  withdraw,
  workToTheEnd,
} from './support.ts'

describe.each(engines)('what became of nobody knows whom on $engine', ({ engine, open }) => {
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
    await addMembers(store, 501)
  })
  const decide = (broadcastId: string, decision: 'treated_as_sent' | 'resend', people?: number) =>
    decideUnknown(store, { broadcastId, decision, decidedBy: OWNER, now: clock.at, ...(people && { people }) })

  /** 501 people; of the first 500 LINE got the request, but nothing is known of its answer. */
  const undecided = async (...later: Fault[]) => {
    const faults: Fault[] = ['after', 'ok', ...later]
    const fake = openFakeLine({ faults: (request) => faults[request] ?? 'ok' })
    const id = await confirmed(store, fake, { people: 501, now: clock.at })
    await workBroadcasts(senderOf(store, fake, clock))
    clock.pass(DAY)
    await workToTheEnd(store, fake, clock)
    expect((await ledger(store, id)).broadcast.state).toBe('needs_decision')
    return { fake, id }
  }

  it('is taken as sent when the owner says so, and it is over', async () => {
    const { fake, id } = await undecided()
    await decide(id, 'treated_as_sent', 500)
    await decide(id, 'treated_as_sent', 500)
    await workToTheEnd(store, fake, clock)
    const { broadcast, chunks } = await ledger(store, id)
    expect(broadcast.state).toBe('done')
    expect(chunks[0]).toMatchObject({ state: 'unknown', decision: 'treated_as_sent', decided_by: OWNER })
    expect(fake.delivered).toHaveLength(501)
    expect(await progressOf(store, { broadcastId: id, confirmedCount: 501 })).toMatchObject({
      accepted: 1,
      unknown: 0,
      treatedAsSent: 500,
    })
  })

  it('gets it again under a new key when the owner says so, whoever may still be written to', async () => {
    const { fake, id } = await undecided()
    await withdraw(store, memberId(7), 'news', clock.at)
    await Promise.all([decide(id, 'resend', 500), decide(id, 'resend', 500)])
    expect((await ledger(store, id)).broadcast.state).toBe('sending')
    await workToTheEnd(store, fake, clock)

    const { broadcast, chunks } = await ledger(store, id)
    expect(broadcast.state).toBe('done')
    expect(chunks.map(({ seq, epoch, state, recipients }) => [seq, epoch, state, recipients])).toEqual([
      [0, 0, 'superseded', 500],
      [0, 1, 'accepted', 499],
      [1, 0, 'accepted', 1],
    ])
    expect(new Set(fake.requests.map(({ key }) => key)).size).toBe(3)
    const copies = (i: number) => fake.delivered.filter((to) => to === lineUserId(memberId(i)))
    expect(copies(0)).toHaveLength(2)
    expect(copies(7)).toHaveLength(1)
    expect(copies(500)).toHaveLength(1)
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('is asked about again when the answer is missing again', async () => {
    const { fake, id } = await undecided('after')
    await decide(id, 'resend')
    await workBroadcasts(senderOf(store, fake, clock))
    clock.pass(DAY)
    await workToTheEnd(store, fake, clock)
    expect(await ledger(store, id)).toMatchObject({
      broadcast: { state: 'needs_decision' },
      states: ['superseded', 'unknown', 'accepted'],
    })
    await decide(id, 'treated_as_sent')
    expect((await ledger(store, id)).broadcast.state).toBe('done')
  })

  it('is not decided for others than were shown', async () => {
    const { id } = await undecided()
    await expect(decide(id, 'resend', 499)).rejects.toMatchObject({ code: 'broadcast_reach_changed' })
    expect((await ledger(store, id)).states).toEqual(['unknown', 'accepted'])
  })

  it('of a cancelled broadcast gets nothing again', async () => {
    const fake = openFakeLine({ faults: () => 'after' })
    const id = await confirmed(store, fake, { people: 501, now: clock.at })
    await workBroadcasts(senderOf(store, fake, clock))
    await cancelBroadcast(store, { broadcastId: id, now: clock.at })
    clock.pass(DAY)
    await workToTheEnd(store, fake, clock)
    await expect(decide(id, 'resend')).rejects.toMatchObject({ code: 'broadcast_not_running' })
    await decide(id, 'treated_as_sent')
    expect(await ledger(store, id)).toMatchObject({
      broadcast: { state: 'cancelled' },
      chunks: [{ decision: 'treated_as_sent' }, { decision: 'treated_as_sent' }],
    })
  })
})
