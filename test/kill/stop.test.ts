import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import { openOwner, openShop, releaseAll } from './rounds.ts'
import { openSink } from './sink.ts'
import { openTeam, SPEED } from './team.ts'

const PEOPLE = 100
/** Most of a test's own time, so that its failure says what was missing. */
const TRIED_MS = 200_000
/** Two leases of 60 s. */
const STOPPED_MS = 120_000 / SPEED

it('sends to everybody once while a sender is stopped for two leases, again and again, and another goes on', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'okaeri-stop-'))
  const path = join(directory, 'okaeri.db')
  const clockFrom = Date.now()
  const now = () => clockFrom + (Date.now() - clockFrom) * SPEED
  const store = openSqlite(path)
  const sink = await openSink({ faultRate: 0.2, random: Math.random, now, poisoned: 0 })
  const team = await openTeam({ directory, path, url: sink.url, clockFrom, senders: 2, random: Math.random })
  const owner = openOwner(store, now)
  try {
    await openShop(store, PEOPLE)
    const ids = await releaseAll(store, { broadcasts: 2, people: PEOPLE, now })
    const [stopped] = await Promise.all([team.start(), team.start()])
    let stops = 0
    for (
      const endsAt = Date.now() + TRIED_MS;
      (stops < 4 || !(await owner.isOver(ids))) && Date.now() < endsAt;
      stops++
    ) {
      await sleep(60)
      stopped.kill('SIGSTOP')
      await sleep(STOPPED_MS)
      stopped.kill('SIGCONT')
      await owner.isOver(ids)
    }
    expect(await owner.isOver(ids)).toBe(true)
    const counts = [...sink.deliveries.values()]
    expect([counts.length, Math.max(...counts)]).toEqual([2 * PEOPLE, 1])
    expect([...sink.bodies.values()].filter(({ size }) => size > 1)).toEqual([])
    const states = await store.db.selectFrom('broadcasts').select('state').where('id', 'in', ids).execute()
    expect(states).toEqual([{ state: 'done' }, { state: 'done' }])
  } finally {
    await team.stop()
    sink.close()
    store.close()
    rmSync(directory, { recursive: true, force: true })
  }
})
