import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { decideUnknown } from '../../src/broadcasts/deciding.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { isFenced, unfence } from '../../src/db/fence.ts'
import { instanceInMemory } from '../../src/db/instance.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { HOUR, instanceOf, MINUTE, newStore } from '../support.ts'
import {
  addMembers,
  COUPON,
  confirmed,
  ledger,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
  withdraw,
  workToTheEnd,
} from './support.ts'

describe('a copy of a database in the middle of a broadcast', () => {
  it.each([
    { what: 'equal letters', draft: TEXT, people: 1_501 },
    { what: 'personal letters', draft: COUPON, people: 12 },
  ])('sends nothing by itself, at any of the moments it can be taken: $what', async ({ draft, people }) => {
    const copies: Buffer[] = []
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine({ faults: (request) => (request % 3 === 1 ? 'after' : 'ok') })
    await addMembers(store, people)
    const id = await confirmed(store, fake, { draft, people })
    const copy = async () => void copies.push(await bytesOf(store))
    const watch = (method: 'push' | 'multicast') => async (body: string, key: string) => {
      await copy()
      const outcome = await fake.line[method](body, key)
      await copy()
      return outcome
    }
    const watched = { ...fake.line, push: watch('push'), multicast: watch('multicast') }
    for (let turn = 0; turn < 40; turn++) {
      const at = await workBroadcasts({ ...senderOf(store, fake, clock), line: watched })
      await copy()
      if (at === undefined) break
      clock.at = Math.max(clock.at, at)
    }
    expect((await ledger(store, id)).broadcast.state).toBe('done')
    expect(copies.length).toBeGreaterThan(8)
    for (const bytes of copies) {
      const clone = openSqlite(bytes)
      const theirs = openFakeLine()
      for (const minutes of [0, 1, 24 * 60]) {
        const sender = {
          ...senderOf(clone, theirs, openClock(clock.at + minutes * MINUTE)),
          instance: instanceInMemory(),
        }
        expect(await workBroadcasts(sender)).toBeUndefined()
      }
      expect(theirs.requests).toEqual([])
      clone.close()
    }
  })
})

describe('a backup that was restored where the living one worked', () => {
  it('sends nothing, and leaves every open request to the owner who takes it back', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine({ faults: (request) => (request === 1 ? 'before' : 'ok') })
    await addMembers(store, 1_200)
    const id = await confirmed(store, fake, { people: 1_200 })
    await workBroadcasts(senderOf(store, fake, clock))
    clock.pass(2 * MINUTE)
    const before = await ledger(store, id)
    const backup = await bytesOf(store)
    clock.pass(MINUTE)
    await workToTheEnd(store, fake, clock)
    expect(fake.delivered).toHaveLength(1_200)

    const restored = openSqlite(backup)
    const sender = { ...senderOf(restored, fake, clock), instance: instanceOf(store) }
    const sent = fake.requests.length
    clock.pass(HOUR)
    expect(await workBroadcasts(sender)).toBeUndefined()
    expect([await isFenced(sender), fake.requests.length]).toEqual([true, sent])

    await unfence(sender, { decidedBy: 'tanaka' })
    expect(await workBroadcasts(sender)).toBeUndefined()
    const after = await ledger(restored, id)
    expect(before.states).toContain('inflight')
    expect(after.states).toEqual(before.states.map((state) => (state === 'accepted' ? 'accepted' : 'unknown')))
    expect(after.broadcast).toMatchObject({ state: 'needs_decision', failure: 'restored' })
    expect(fake.requests).toHaveLength(sent)
  })

  it('sends what was planned for later at its time, once the owner has said that it was not sent', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine()
    await addMembers(store, 2)
    const id = await confirmed(store, fake, { people: 2 })
    await store.db
      .updateTable('broadcasts')
      .set({ send_at: clock.at + HOUR })
      .execute()
    await workBroadcasts(senderOf(store, fake, clock))
    const restored = { ...senderOf(store, fake, clock), instance: instanceInMemory() }
    await unfence(restored, { decidedBy: 'tanaka' })
    await decideUnknown(store, {
      broadcastId: id,
      decision: 'resend',
      people: 2,
      decidedBy: 'tanaka',
      now: clock.at,
    })
    expect([await workBroadcasts(restored), fake.delivered]).toEqual([clock.at + HOUR, []])
    clock.pass(HOUR)
    await workBroadcasts(restored)
    expect([fake.delivered.length, (await ledger(store, id)).broadcast.state]).toEqual([2, 'done'])
  })

  it('leaves the owner nothing to decide where every request had its answer, or nobody was to get it', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine()
    await addMembers(store, 2)
    const ended = await confirmed(store, fake, { people: 2 })
    await workToTheEnd(store, fake, clock)
    await store.db.updateTable('broadcasts').set({ state: 'sending' }).where('id', '=', ended).execute()
    const empty = await confirmed(store, fake, { people: 2, now: clock.at })
    await store.db.updateTable('broadcasts').set({ state: 'planned' }).where('id', '=', empty).execute()

    await unfence({ ...senderOf(store, fake, clock), instance: instanceInMemory() }, { decidedBy: 'tanaka' })
    for (const id of [ended, empty])
      expect((await ledger(store, id)).broadcast).toMatchObject({ state: 'done', finished_at: clock.at })
    expect(fake.delivered).toHaveLength(2)
  })

  it('is no obstacle to what is confirmed after that', async () => {
    const store = newStore()
    const clock = openClock()
    const fake = openFakeLine()
    await addMembers(store, 2)
    await workBroadcasts(senderOf(store, fake, clock))
    const moved = { ...senderOf(store, fake, clock), instance: instanceInMemory() }
    await unfence(moved, { decidedBy: 'tanaka' })
    await withdraw(store, 'm0001', 'news')
    const id = await confirmed(store, fake, { people: 1 })
    for (let at = await workBroadcasts(moved); at !== undefined; at = await workBroadcasts(moved)) clock.at = at
    expect(fake.delivered).toHaveLength(1)
    expect((await ledger(store, id)).broadcast.state).toBe('done')
  })
})

/** What a copy of the file would hold at this moment. */
async function bytesOf({ db }: Store) {
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-copy-')), 'okaeri.db')
  await sql`vacuum into ${path}`.execute(db)
  const bytes = readFileSync(path)
  rmSync(dirname(path), { recursive: true })
  return bytes
}
