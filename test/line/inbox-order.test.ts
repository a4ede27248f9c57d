import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { record } from '../../src/interactions/interactions.ts'
import type { ChatHandler } from '../../src/line/chat.ts'
import { type InboxWork, workInbox } from '../../src/line/inbox.ts'
import { addMember, HOUR, lineUserId, MINUTE, NOON, newStore } from '../support.ts'
import { breaking, CRASH_POINTS_MAX } from './breaking-store.ts'
import { committed, identify, PEOPLE, remember, work } from './inbox-support.ts'
import { bodyOf, messageEvent, newDeps, outboxRows, post } from './support.ts'

let store: Store
let { deps, clock } = newDeps(newStore())
const open = async (opened: Store) => {
  store = opened
  ;({ deps, clock } = newDeps(store))
  for (const person of PEOPLE) await addMember(store, person)
}

describe('events that come several times, shuffled and all at once', () => {
  type Sent = { person: string; at: number; copies: number; fails: number }
  const sent: fc.Arbitrary<Sent> = fc.record({
    person: fc.constantFrom(...PEOPLE),
    at: fc.integer({ min: NOON - 20, max: NOON }),
    copies: fc.integer({ min: 1, max: 4 }),
    fails: fc.constantFrom(0, 0, 0, 1, 2),
  })

  it('take effect once each, and each person’s in the order of time, as in the reference model', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(sent, { maxLength: 25 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
        async (list, perRequest, seed) => {
          await open(newStore())
          const events = list.map(({ person, at, ...more }) => ({
            ...more,
            person,
            event: messageEvent(person, 'x', { timestamp: at }),
          }))
          const copies = shuffled(
            events.flatMap(({ event, copies }) => Array(copies).fill(event)),
            seed,
          )
          const requests = Array.from({ length: Math.ceil(copies.length / perRequest) }, (_, i) =>
            copies.slice(i * perRequest, (i + 1) * perRequest),
          )
          await Promise.all(requests.map((events) => post(deps, bodyOf(...events))))

          const left = new Map(events.map(({ event, fails }) => [event.webhookEventId, fails]))
          const work: InboxWork = { identify, handlers: [failing(left)], concurrency: 2 }
          for (let again = true; again; clock.now += HOUR) {
            const looks = await Promise.all([workInbox(deps, work), workInbox(deps, work), workInbox(deps, work)])
            again = looks.some((at) => at !== undefined)
          }

          for (const person of PEOPLE) {
            const model = events
              .filter((one) => one.person === person)
              .map(({ event }) => event)
              .sort((a, b) => a.timestamp - b.timestamp || (a.webhookEventId < b.webhookEventId ? -1 : 1))
              .map(({ webhookEventId }) => webhookEventId)
            expect(await committed(store, person)).toEqual(model)
          }
          expect(await outboxRows(store)).toHaveLength(events.length)
        },
      ),
      { numRuns: 60 },
    ))

  const failing =
    (left: Map<string, number>): ChatHandler =>
    async (chat) => {
      const fails = left.get(chat.event.webhookEventId) ?? 0
      left.set(chat.event.webhookEventId, fails - 1)
      if (fails > 0) throw new Error('again')
      return remember(chat)
    }

  it('are worked on by two processes with one database file, each effect once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'okaeri-inbox-'))
    const [one, two] = [openSqlite(join(folder, 'okaeri.db')), openSqlite(join(folder, 'okaeri.db'))]
    await open(one)
    const other = newDeps(two).deps
    const events = Array.from({ length: 150 }, (_, i) =>
      messageEvent(PEOPLE[i % 3] ?? '', 'x', { timestamp: NOON - ((i * 7919) % 100) }),
    )
    await Promise.all(events.map((event, i) => post(i % 2 ? deps : other, bodyOf(event, event))))
    await Promise.all([workInbox(deps, work), workInbox(other, work), workInbox(deps, work), workInbox(other, work)])
    // Whoever looked while another held a person's last event went home; the next look finds it done.
    await workInbox(deps, work)

    for (const person of PEOPLE) {
      const mine = events.filter(({ source }) => source.userId === lineUserId(person))
      expect(await committed(one, person)).toEqual(
        mine
          .sort((a, b) => a.timestamp - b.timestamp || (a.webhookEventId < b.webhookEventId ? -1 : 1))
          .map((event) => event.webhookEventId),
      )
    }
    expect(await outboxRows(one)).toHaveLength(150)
    one.close()
    two.close()
    rmSync(folder, { recursive: true })
  })
})

describe('two that work at the same time', () => {
  /** A handler that waits in the middle of an event, until it is let go. */
  const held = (ref: string) => {
    const gate = { reached: () => {}, open: () => {} }
    const reached = new Promise<void>((resolve) => {
      gate.reached = resolve
    })
    const opened = new Promise<void>((resolve) => {
      gate.open = resolve
    })
    const handler: ChatHandler = async ({ store: { db }, memberId, now }) => {
      gate.reached()
      await opened
      return { statements: [record(db, { memberId, kind: 'followed', ref, at: now })] }
    }
    return { work: { identify, handlers: [handler] }, reached, letGo: () => gate.open() }
  }

  it('never work on one person at once, not even when something earlier arrives', async () => {
    await open(newStore())
    const [late, early] = [messageEvent('hana', 'x'), messageEvent('hana', 'x', { timestamp: NOON - 5 })]
    await post(deps, bodyOf(late))
    const first = held('late')
    const running = workInbox(deps, first.work)
    await first.reached

    await post(deps, bodyOf(early))
    expect(await workInbox(deps, work)).toBe(NOON + 1_000)
    expect(await committed(store, 'hana')).toEqual([])
    first.letGo()
    await running
    expect((await committed(store, 'hana'))[0]).toBe('late')
  })

  it('let the one decide who holds the claim, when the other was gone for longer than its lease', async () => {
    await open(newStore())
    await post(deps, bodyOf(messageEvent('hana', 'x')))
    const [gone, taker] = [held('gone'), held('taker')]
    const going = workInbox(deps, gone.work)
    await gone.reached
    clock.now += MINUTE
    const taking = workInbox(deps, taker.work)
    await taker.reached

    gone.letGo()
    await going
    expect(await committed(store, 'hana')).toEqual([])
    taker.letGo()
    await taking
    expect(await committed(store, 'hana')).toEqual(['taker'])
  })
})

describe('a crash', () => {
  it('before or after any step leaves no effect half done and none done twice', async () => {
    let crashed = 0
    for (let point = 1; point < CRASH_POINTS_MAX; point++) {
      await open(newStore())
      const events = [
        messageEvent('hana', 'a', { timestamp: 1 + NOON }),
        messageEvent('hana', 'b', { timestamp: NOON }),
        messageEvent('ken', 'c'),
      ]
      await post(deps, bodyOf(...events))

      const broken = breaking(store, point)
      await workInbox({ ...deps, store: broken.store }, work).catch(() => {})
      for (let at: number | undefined = 1; at; at = await workInbox(deps, work)) clock.now += 10 * MINUTE

      expect((await committed(store, 'hana')).concat(await committed(store, 'ken'))).toEqual(
        [events[1], events[0], events[2]].map((event) => event?.webhookEventId),
      )
      expect(await outboxRows(store)).toHaveLength(3)
      if (!broken.happened()) break
      crashed = point
    }
    expect(crashed).toBeGreaterThan(20)
  })
})

function shuffled<T>(list: readonly T[], seed: number): T[] {
  return list
    .map((value, i) => ({ value, key: Math.imul(seed + i * 2_654_435_761, 1_597_334_677) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}
