import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { text } from '../../src/line/messages.ts'
import { owePush, oweReply } from '../../src/line/outbox.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { addMember, HOUR, lineUserId, MINUTE, NOON, newStore } from '../support.ts'
import { breaking, CRASH_POINTS_MAX } from './breaking-store.ts'
import { startPlatform } from './platform.ts'
import { type Called, lineThatAnswers, newDeps, outboxRows } from './support.ts'

const PEOPLE = ['hana', 'ken', 'mai']
const owe = (store: Store, kind: 'reply' | 'push', memberId: string, words: string, replyToken = words) =>
  store.batch([
    kind === 'push'
      ? owePush(store.db, { memberId, messages: [text(words)], now: NOON })
      : oweReply(store.db, { memberId, replyToken, messages: [text(words)], important: true, now: NOON }),
  ])

/** A store in which something happens as soon as a message was claimed. */
const afterClaim = (store: Store, happen: () => Promise<void>): Store => ({
  ...store,
  db: store.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (result.rows.some((row) => 'retry_key' in row)) await happen()
      return result
    },
  }),
})

describe('two senders', () => {
  it('with one database send each message once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'okaeri-outbox-'))
    const [one, two] = [openSqlite(join(folder, 'okaeri.db')), openSqlite(join(folder, 'okaeri.db'))]
    for (const person of PEOPLE) await addMember(one, person)
    for (let i = 0; i < 90; i++) await owe(one, i % 2 ? 'reply' : 'push', PEOPLE[i % 3] ?? '', String(i))
    const line = lineThatAnswers(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return { kind: 'accepted', status: 200 }
    })
    const [a, b] = [newDeps(one, { line }).deps, newDeps(two, { line }).deps]
    await Promise.all([workOutbox(a), workOutbox(b), workOutbox(a), workOutbox(b)])
    await workOutbox(a)

    const words = line.calls.map(wordsOf)
    expect(words.toSorted()).toEqual(Array.from({ length: 90 }, (_, i) => String(i)).sort())
    for (const person of [0, 1, 2]) {
      const mine = words.map(Number).filter((i) => i % 3 === person)
      expect(mine).toEqual(mine.toSorted((x, y) => x - y))
    }
    one.close()
    two.close()
    rmSync(folder, { recursive: true })
  })

  it('do not both send when one of them slept through its claim', async () => {
    const store = newStore()
    await addMember(store, 'hana')
    await owe(store, 'push', 'hana', 'x')
    const [sleeping, awake] = [lineThatAnswers(), lineThatAnswers()]
    const { deps, clock } = newDeps(store, { line: awake })
    const slept = afterClaim(store, async () => {
      clock.now = NOON + 2 * MINUTE
      await workOutbox(deps)
      clock.now = NOON + HOUR
    })
    await workOutbox({ ...deps, store: slept, line: sleeping })
    expect(sleeping.calls).toEqual([])
    expect(awake.calls).toHaveLength(1)
    expect(await outboxRows(store)).toMatchObject([{ state: 'accepted' }])
  })
})

describe('a sender', () => {
  it('lets one slow answer hold up nobody else, however many are owed one', async () => {
    const store = newStore()
    const people = Array.from({ length: 100 }, (_, i) => `person-${i}`)
    for (const person of people) await addMember(store, person)
    for (const person of people) await owe(store, 'reply', person, person)
    let answer = () => {}
    const slow = new Promise<void>((answered) => {
      answer = answered
    })
    const line = lineThatAnswers(async (call) => {
      if (wordsOf(call) === 'person-0') await slow
      return { kind: 'accepted', status: 200 }
    })
    const working = workOutbox(newDeps(store, { line }).deps)
    await expect
      .poll(async () => (await outboxRows(store)).filter(({ state }) => state === 'accepted').length)
      .toBe(people.length - 1)
    answer()
    await working
    expect((await outboxRows(store)).filter(({ state }) => state !== 'accepted')).toEqual([])
  })

  it('ends what else is under way before it throws what it could not write', async () => {
    const store = newStore()
    for (const person of PEOPLE) await addMember(store, person)
    for (const person of PEOPLE) await owe(store, 'reply', person, person)
    let batches = 0
    const broken: Store = {
      ...store,
      batch: async (statements) => {
        batches += 1
        // The first ends what is overdue; the second writes what LINE said to the first reply.
        if (batches === 2) throw new Error('the database is away')
        return store.batch(statements)
      },
    }
    const { deps } = newDeps(store, { line: lineThatAnswers() })
    await expect(workOutbox({ ...deps, store: broken })).rejects.toThrow('the database is away')
    expect((await outboxRows(store)).map(({ state }) => state).sort()).toEqual(['accepted', 'accepted', 'inflight'])
  })
})

describe('a crash', () => {
  it('before or after any step repeats no reply, and no push under another key', async () => {
    let crashed = 0
    for (let point = 1; point < CRASH_POINTS_MAX; point++) {
      const store = newStore()
      for (const person of PEOPLE) await addMember(store, person)
      await owe(store, 'reply', 'hana', 'reply')
      await owe(store, 'push', 'hana', 'push')
      await owe(store, 'reply', 'ken', 'refused')
      const line = lineThatAnswers((called) =>
        called.what === 'reply' && wordsOf(called) === 'refused'
          ? { kind: 'refused', status: 400, reason: 'invalid', message: 'Invalid reply token' }
          : { kind: 'accepted', status: 200 },
      )
      const { deps, clock } = newDeps(store, { line })

      const broken = breaking(store, point)
      await workOutbox({ ...deps, store: broken.store }).catch(() => {})
      for (let at: number | undefined = 1; at; at = await workOutbox(deps)) clock.now += 10 * MINUTE

      for (const words of ['reply', 'refused'])
        expect(
          line.calls.filter((call) => call.what === 'reply' && wordsOf(call) === words).length,
        ).toBeLessThanOrEqual(1)
      for (const words of ['push', 'refused']) {
        const pushed = line.calls.filter((call) => call.what === 'push' && wordsOf(call) === words)
        expect(new Set(pushed.map((call) => JSON.stringify(call))).size).toBeLessThanOrEqual(1)
      }
      expect(line.calls.filter((call) => call.what === 'push' && wordsOf(call) === 'push').length).toBeGreaterThan(0)
      const states = (await outboxRows(store)).map(({ state }) => state)
      expect(states.filter((state) => state === 'ready' || state === 'inflight')).toEqual([])
      if (!broken.happened()) break
      crashed = point
    }
    expect(crashed).toBeGreaterThan(10)
  })
})

describe('against a platform that fails a third of the time, before and after it acted', () => {
  it('every push arrives once, and no answer twice', async () => {
    const platform = await startPlatform({ quota: null })
    const store = newStore()
    const { deps, clock } = newDeps(store, { line: platform.line })
    for (const person of PEOPLE) {
      await addMember(store, person)
      platform.addPerson(person)
    }
    platform.fail({ kind: 'reset', when: 'after', probability: 0.1, seed: 1 })
    platform.fail({ status: 500, when: 'before', probability: 0.1, seed: 2 })
    platform.fail({ status: 500, when: 'after', probability: 0.1, seed: 3 })
    platform.fail({ kind: 'garbage', when: 'after', probability: 0.1, seed: 4 })
    platform.fail({ status: 429, when: 'before', probability: 0.1, seed: 5 })
    for (let i = 0; i < 60; i++) {
      const person = PEOPLE[i % 3] ?? ''
      await owe(store, i % 2 ? 'reply' : 'push', person, String(i), platform.replyTokenOf(person))
    }
    for (let at: number | undefined = clock.now; at !== undefined; at = await workOutbox(deps)) {
      platform.clock.now += Math.max(0, at - clock.now)
      clock.now = Math.max(clock.now, at)
    }

    const received = PEOPLE.flatMap((person) => platform.received(person).map(Number))
    const twice = received.filter((word, at) => received.indexOf(word) !== at)
    const pushes = Array.from({ length: 30 }, (_, i) => i * 2)
    expect(twice).toEqual([])
    expect(pushes.filter((word) => !received.includes(word))).toEqual([])
    expect(platform.asked().filter((one) => one === 'push 409').length).toBeGreaterThan(0)
    expect(platform.world.users.get(lineUserId('hana'))?.received.requests).toBeGreaterThan(10)
    await platform.close()
  })
})

const wordsOf = (call: Called) =>
  (call.what === 'push' ? call.body : call.what === 'reply' ? call.messages : '').match(/"text":"(.*?)"/)?.[1] ?? ''
