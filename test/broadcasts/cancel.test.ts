import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { newStore } from '../support.ts'
import { addMembers, confirmed, ledger, openClock, openFakeLine, senderOf, workToTheEnd } from './support.ts'

const PEOPLE = 1_501
const CHUNK = 500

describe('a broadcast that is stopped at any moment', () => {
  it('has at most one more chunk accepted once the cancel is committed', async () => {
    let interrupted = 0
    for (let point = 3; point < 160; point += 7) {
      const { store, fake, id, reached, over, sentBefore } = await interrupt(point, cancelBroadcast)
      if (!reached) break
      if (over) continue
      interrupted++
      const { broadcast, chunks } = await ledger(store, id)
      expect([point, broadcast.state]).toEqual([point, 'cancelled'])
      expect(fake.delivered.length - sentBefore).toBeLessThanOrEqual(CHUNK)
      const accepted = chunks
        .filter(({ state }) => state === 'accepted')
        .reduce((sum, { recipients }) => sum + recipients, 0)
      const unknown = chunks
        .filter(({ state }) => state === 'unknown')
        .reduce((sum, { recipients }) => sum + recipients, 0)
      expect(accepted).toBeLessThanOrEqual(fake.delivered.length)
      expect(accepted + unknown).toBeGreaterThanOrEqual(fake.delivered.length)
      expect(chunks.filter(({ state }) => state === 'ready' || state === 'inflight')).toEqual([])
    }
    expect(interrupted).toBeGreaterThan(4)
  })

  it('goes on with exactly the rest after a pause', async () => {
    let interrupted = 0
    for (let point = 5; point < 160; point += 17) {
      const { store, fake, clock, id, reached, over, sentBefore } = await interrupt(point, pauseBroadcast)
      if (!reached) break
      if (over) continue
      interrupted++
      expect(fake.delivered.length - sentBefore).toBeLessThanOrEqual(CHUNK)
      await resumeBroadcast(store, { broadcastId: id, now: clock.at })
      await workToTheEnd(store, fake, clock)
      expect([point, fake.delivered.length, new Set(fake.delivered).size]).toEqual([point, PEOPLE, PEOPLE])
      expect((await ledger(store, id)).broadcast.state).toBe('done')
    }
    expect(interrupted).toBeGreaterThan(0)
  })
})

/** Somebody taps at that point of the sender's work: between any two of its statements. */
async function interrupt(point: number, tap: typeof cancelBroadcast) {
  const [store, clock] = [newStore(), openClock()]
  const fake = openFakeLine()
  await addMembers(store, PEOPLE)
  const id = await confirmed(store, fake, { people: PEOPLE })
  let [reached, sentBefore] = [false, 0]
  const watched = watch(store, point, async () => {
    reached = true
    await tap(store, { broadcastId: id, now: clock.at }).catch(() => {})
    sentBefore = fake.delivered.length
  })
  await workBroadcasts({ ...senderOf(store, fake, clock), store: watched })
  const over = (await ledger(store, id)).broadcast.state === 'done'
  return { store, fake, clock, id, reached, over, sentBefore }
}

function watch({ db, batch }: Store, point: number, then: () => Promise<void>): Store {
  let steps = 0
  const step = async () => {
    if (++steps === point) await then()
  }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      await step()
      return result
    },
  }
  return {
    db: db.withPlugin(plugin),
    batch: async (statements) => {
      await step()
      const changes = await batch(statements)
      await step()
      return changes
    },
  }
}
