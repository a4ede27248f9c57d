import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LEASE_MS } from '../../src/broadcasts/chunks.ts'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { SendingSettings, saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { instanceOf, lineUserId, NOON } from '../support.ts'
import { bytesAfter } from './ends.ts'
import {
  addMembers,
  addOwner,
  CONFIG,
  COUPON,
  confirmed,
  type FakeLine,
  ledger,
  memberId,
  OWNER,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
} from './support.ts'

const NINE_NEXT_DAY = Date.parse('2026-04-02T09:00+09:00')

describe('two workers at once on one file', () => {
  let bytes: Buffer
  beforeAll(async () => {
    bytes = await bytesAfter((store) => addMembers(store, people.length))
  })
  const people = [0, 1, 2, 3]
  const directory = mkdtempSync(join(tmpdir(), 'okaeri-two-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  /** Two connections to one file, each of whose steps takes as many turns of the event loop as it likes. */
  function openTwo(ticks: Iterator<number>) {
    const path = join(directory, `${crypto.randomUUID()}.db`)
    writeFileSync(path, bytes)
    const files = [openSqlite(path), openSqlite(path)] as const
    const dawdle = async () => {
      for (let left = ticks.next().value; left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
    }
    return {
      files,
      dawdle,
      stores: files.map((store) => dawdling(store, dawdle)),
      close: () => files.map((s) => s.close()),
    }
  }
  const ticks = fc.infiniteStream(fc.nat(4))

  it('send nobody two messages a day, whichever of two broadcasts is sealed first', async () => {
    await fc.assert(
      fc.asyncProperty(
        ticks,
        fc.constantFrom([TEXT, COUPON], [COUPON, TEXT], [COUPON, COUPON]),
        async (ticks, drafts) => {
          const { files, stores, dawdle, close } = openTwo(ticks)
          const [store] = files
          const [fake, clock] = [openFakeLine(), openClock()]
          const ids = []
          for (const draft of drafts)
            ids.push(await confirmed(store, fake, { draft, people: people.length, now: clock.at++ }))
          const bothWork = workers({ stores, fake: dawdlingLine(fake, dawdle), first: store, now: clock.now })
          const copies = () => people.map((i) => fake.delivered.filter((to) => to === lineUserId(memberId(i))).length)

          for (let round = 0; round < 3; round++) {
            await bothWork()
            expect(Math.max(...copies())).toBeLessThanOrEqual(1)
            clock.pass(LEASE_MS)
          }
          expect(copies()).toEqual([1, 1, 1, 1])
          clock.at = NINE_NEXT_DAY
          for (let round = 0; round < 3; round++) {
            await bothWork()
            clock.pass(LEASE_MS)
          }
          expect(copies()).toEqual([2, 2, 2, 2])
          for (const id of ids) expect((await ledger(store, id)).broadcast.state).toBe('done')
          close()
        },
      ),
      { numRuns: 12, endOnFailure: true },
    )
  })

  it('never confirm more than is left of the month, whatever is sent meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(ticks, fc.integer({ min: 4, max: 13 }), async (ticks, limit) => {
        const { files, stores, dawdle, close } = openTwo(ticks)
        const [store] = files
        const [fake, clock] = [openFakeLine(), openClock()]
        fake.quota.limit = limit
        await addOwner(store)
        await saveSendingSettings(store, { ...SendingSettings.parse({}), capDay: 9 })
        const drafts = await Promise.all(
          [TEXT, COUPON, TEXT, COUPON].map((draft) => createDraft(store, { draft, createdBy: OWNER, now: NOON })),
        )
        const line = dawdlingLine(fake, dawdle)
        const bothWork = workers({ stores, fake: line, first: store, now: clock.now })
        const confirm = async (broadcastId: string, i: number) => {
          const shown = { broadcastId, people: people.length, draftedAt: NOON, confirmedBy: OWNER, now: NOON }
          const deps = { store: stores[i % 2] ?? store, line: line.line, config: CONFIG }
          await confirmBroadcast(deps, shown).catch((error: unknown) => {
            if (!(error instanceof Refusal && error.code === 'quota_too_small')) throw error
          })
        }
        await Promise.all([...drafts.map(confirm), bothWork()])
        for (let round = 0; round < 3; round++) {
          clock.pass(LEASE_MS)
          await bothWork()
        }
        const states = await store.db.selectFrom('broadcasts').select('state').orderBy('state', 'desc').execute()
        const sent = states.filter(({ state }) => state === 'done').length
        expect(states.filter(({ state }) => state !== 'draft' && state !== 'done')).toEqual([])
        expect(sent).toBeGreaterThan(0)
        expect(sent * people.length).toBeLessThanOrEqual(limit)
        expect(fake.delivered).toHaveLength(sent * people.length)
        close()
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })
})

type Two = { stores: readonly Store[]; fake: FakeLine; first: Store; now(): number }

/** Both work until nothing more is to be done now; they share the record beside the file. */
const workers =
  ({ stores, fake, first, now }: Two) =>
  () =>
    Promise.all(
      stores.map((store) =>
        workBroadcasts({ ...senderOf(store, fake, { ...openClock(), now }), instance: instanceOf(first) }),
      ),
    )

function dawdling(store: Store, dawdle: () => Promise<void>): Store {
  return {
    db: store.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        await dawdle()
        return result
      },
    }),
    batch: async (statements) => {
      await dawdle()
      const changes = await store.batch(statements)
      await dawdle()
      return changes
    },
  }
}

function dawdlingLine(fake: FakeLine, dawdle: () => Promise<void>): FakeLine {
  const { push, multicast, quota } = fake.line
  const slow =
    <A extends readonly unknown[], T>(ask: (...asked: A) => Promise<T>) =>
    async (...asked: A) => {
      await dawdle()
      const answer = await ask(...asked)
      await dawdle()
      return answer
    }
  return { ...fake, line: { ...fake.line, push: slow(push), multicast: slow(multicast), quota: slow(quota) } }
}
