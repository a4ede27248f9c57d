import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import { LEASE_MS } from '../../src/broadcasts/chunks.ts'
import type { Draft } from '../../src/broadcasts/drafts.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import type { LineGateway } from '../../src/line/line.ts'
import { lineUserId, newStore } from '../support.ts'
import {
  addMembers,
  COUPON,
  confirmed,
  type Fault,
  ledger,
  memberId,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
  workToTheEnd,
} from './support.ts'

describe('a process that dies once, before or after any statement or request of a broadcast', () => {
  const cases: { what: string; draft: Draft; people: number; fault: Fault }[] = [
    { what: 'three personal letters', draft: COUPON, people: 3, fault: 'ok' },
    { what: 'three personal letters, one answer lost', draft: COUPON, people: 3, fault: 'after' },
    { what: 'three personal letters, one server error', draft: COUPON, people: 3, fault: 'before' },
    { what: 'three personal letters, one told to slow down', draft: COUPON, people: 3, fault: 'rate' },
    { what: 'three personal letters, one monthly limit that is none', draft: COUPON, people: 3, fault: 'quota' },
    { what: 'three multicasts', draft: TEXT, people: 1_001, fault: 'ok' },
    { what: 'three multicasts, one answer lost', draft: TEXT, people: 1_001, fault: 'after' },
  ]

  it.each(cases)('sends to everybody once: $what', async ({ draft, people, fault }) => {
    let deaths = 0
    for (let point = 0; ; point++) {
      const died = await dieAt(point, { draft, people, fault })
      if (!died) break
      deaths++
    }
    expect(deaths).toBeGreaterThan(40)
  })
})

/** Runs a broadcast in a process that dies at that point, then in one that lives. False when the point was never reached. */
async function dieAt(point: number, { draft, people, fault }: { draft: Draft; people: number; fault: Fault }) {
  const [store, clock] = [newStore(), openClock()]
  const fake = openFakeLine({ faults: (request) => (request === 1 ? fault : 'ok') })
  await addMembers(store, people)
  const id = await confirmed(store, fake, { draft, people })

  const mortal = openMortal(store, fake.line, point)
  await workBroadcasts({ ...senderOf(store, fake, clock), store: mortal.store, line: mortal.line }).catch(() => {})
  clock.pass(LEASE_MS)
  await workToTheEnd(store, fake, clock)

  const { broadcast, states, deliveries } = await ledger(store, id)
  const everyone = Array.from({ length: people }, (_, i) => lineUserId(memberId(i)))
  expect({ point, delivered: [...fake.delivered].sort() }).toEqual({ point, delivered: everyone })
  expect({ point, state: broadcast.state, states }).toEqual({
    point,
    state: 'done',
    states: states.map(() => 'accepted'),
  })
  expect(deliveries.filter(({ skipped_reason }) => skipped_reason !== null)).toEqual([])
  expect(await bodiesPerKey(fake.requests)).toEqual(new Map([...fake.accepted.keys()].map((key) => [key, 1])))
  store.close()
  return mortal.isDead()
}

/** A store and a gateway of one process: at the n-th step it dies, before or after the step took effect, and stays dead. */
function openMortal(store: Store, line: LineGateway, point: number) {
  let steps = 0
  let dead = false
  const step = () => {
    dead ||= steps++ === point
    if (dead) throw new Error('killed')
  }
  const around = async <T>(work: () => Promise<T>) => {
    step()
    const result = await work()
    step()
    return result
  }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      step()
      return node
    },
    transformResult: async ({ result }) => {
      step()
      return result
    },
  }
  return {
    store: {
      db: store.db.withPlugin(plugin),
      batch: (statements) => around(() => store.batch(statements)),
    } satisfies Store,
    line: {
      ...line,
      push: (body, key) => around(() => line.push(body, key)),
      multicast: (body, key) => around(() => line.multicast(body, key)),
      quota: () => around(() => line.quota()),
    } satisfies LineGateway,
    isDead: () => dead,
  }
}

async function bodiesPerKey(requests: readonly { key: string; sha: Promise<string> }[]) {
  const bodies = new Map<string, Set<string>>()
  for (const { key, sha } of requests) bodies.set(key, (bodies.get(key) ?? new Set()).add(await sha))
  return new Map([...bodies].map(([key, { size }]) => [key, size]))
}
