import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KVNamespace } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { advanceEpoch, isFenced, type Living, mayWork, unfence } from '../../src/db/fence.ts'
import { type Instance, instanceInMemory } from '../../src/db/instance.ts'
import { instanceInFile } from '../../src/db/instance-file.ts'
import { instanceInKv } from '../../src/db/instance-kv.ts'
import { openSqlite, type SqliteStore } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { breaking, CRASH_POINTS_MAX } from '../line/breaking-store.ts'
import { engines, HOUR, MINUTE, NOON, newStore } from '../support.ts'

const living = (store: Store, instance: Instance = instanceInMemory(), at = NOON): Living => ({
  store,
  instance,
  now: () => at,
})
const settings = ({ db }: Store) => db.selectFrom('settings').selectAll().where('key', '=', 'instance_epoch').execute()
/** As when the database, and nothing else, is replaced by an older backup. */
async function restore({ db }: Store, backup: Awaited<ReturnType<typeof settings>>) {
  await db.deleteFrom('settings').where('key', '=', 'instance_epoch').execute()
  if (backup.length > 0) await db.insertInto('settings').values(backup).execute()
}

describe.each(engines)('a database on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  it('works at its first start, goes on working, and is fenced where there is no record or an older backup stands', async () => {
    const store = await stores.openStore()
    const here = living(store)
    expect(await mayWork(here)).toBe('yes')
    const backup = await settings(store)
    await advanceEpoch({ ...here, now: () => NOON + HOUR })
    expect(await mayWork(here)).toBe('yes')
    expect(await mayWork(living(store))).toBe('fenced')

    await restore(store, backup)
    expect(await mayWork(here)).toBe('fenced')
    await advanceEpoch({ ...here, now: () => NOON + 5 * HOUR })
    expect([await mayWork(here), await isFenced(here)]).toEqual(['fenced', true])

    await unfence(here, { decidedBy: 'tanaka' })
    expect([await mayWork(here), await isFenced(here)]).toEqual(['yes', false])
  })
})

describe('the fence', () => {
  it('takes a database of before there were records, once: its backup is fenced from then on', async () => {
    const store = newStore()
    const here = living(store)
    const backup = await settings(store)
    expect(backup).toEqual([])
    await mayWork(here)
    await restore(store, backup)
    expect(await mayWork(here)).toBe('fenced')
  })

  it('stops no living one when several of its processes begin and count on at once', async () => {
    const store = newStore()
    const here = living(store)
    await Promise.all([mayWork(here), mayWork(here), mayWork(here)])
    for (let hour = 1; hour < 5; hour++) {
      const then = { ...here, now: () => NOON + hour * HOUR }
      await Promise.all([advanceEpoch(then), mayWork(then), advanceEpoch(then), advanceEpoch(then)])
      expect(await mayWork(then)).toBe('yes')
    }
  })

  it('stops no living one when a process wakes and writes down what was true an hour ago', async () => {
    const store = newStore()
    const instance = instanceInMemory()
    const here = living(store, instance)
    await mayWork(here)
    const old = (await instance.read()) ?? ''
    await advanceEpoch({ ...here, now: () => NOON + HOUR })
    await instance.write(old)
    expect(await mayWork(here)).toBe('yes')
    await advanceEpoch({ ...here, now: () => NOON + HOUR + 1 })
    expect(await instance.read()).toBe((await settings(store))[0]?.value)
  })

  it('counts on at most once a minute, and writes nothing in between', async () => {
    const store = newStore()
    let writes = 0
    const kept = instanceInMemory()
    const write = (record: string) => {
      writes++
      return kept.write(record)
    }
    const instance = { ...kept, write }
    const at = (ms: number) => advanceEpoch(living(store, instance, NOON + ms))
    await mayWork(living(store, instance))
    writes = 0
    for (const ms of [1, 1_000, 59_999]) await at(ms)
    expect(writes).toBe(0)
    await at(MINUTE)
    expect(writes).toBe(1)
  })

  it('stops no living one that dies at any step of its first start or of counting on', async () => {
    const acts: [string, (living: Living, store: Store) => Promise<unknown>][] = [
      ['first start', (mortal) => mayWork(mortal)],
      ['counting on', (mortal) => advanceEpoch({ ...mortal, now: () => NOON + HOUR })],
    ]
    for (const [what, act] of acts) {
      let deaths = 0
      for (let point = 1; point <= CRASH_POINTS_MAX; point++) {
        const store = newStore()
        const instance = instanceInMemory()
        if (what !== 'first start') await mayWork(living(store, instance))
        const broken = breaking(store, point)
        // Each write of the record is two steps as well: before, and after it is durable.
        const mortal: Instance = {
          read: instance.read,
          write: async (record) => {
            await broken.store.db.selectFrom('settings').select('key').execute()
            await instance.write(record)
            await broken.store.db.selectFrom('settings').select('key').execute()
          },
        }
        await act(living(broken.store, mortal), store).catch(() => {})
        if (!broken.happened()) break
        deaths++
        const after = living(store, instance, NOON + 2 * HOUR)
        expect([what, point, await mayWork(after)]).toEqual([what, point, 'yes'])
        await advanceEpoch(after)
        expect([what, point, await mayWork(after)]).toEqual([what, point, 'yes'])
        expect([what, point, await mayWork(living(store))]).toEqual([what, point, 'fenced'])
      }
      expect(deaths).toBeGreaterThan(8)
    }
  })

  it('is lifted by pressing again when the owner’s press died on the way', async () => {
    for (let point = 1; point <= CRASH_POINTS_MAX; point++) {
      const store = newStore()
      await mayWork(living(store))
      const here = living(store)
      const broken = breaking(store, point)
      await unfence({ ...here, store: broken.store }, { decidedBy: 'tanaka' }).catch(() => {})
      if (!broken.happened()) break
      await unfence(here, { decidedBy: 'tanaka' })
      expect([point, await mayWork(here)]).toEqual([point, 'yes'])
    }
  })

  it('keeps two that were once one apart: neither takes the other’s database', async () => {
    const [mine, copy] = [newStore(), newStore()]
    const [here, there] = [living(mine), living(copy)]
    await mayWork(here)
    await restore(copy, await settings(mine))
    await unfence(there, { decidedBy: 'tanaka' })
    for (let hour = 1; hour < 4; hour++) await advanceEpoch({ ...here, now: () => NOON + hour * HOUR })
    expect([await mayWork(here), await mayWork(there)]).toEqual(['yes', 'yes'])

    await restore(copy, await settings(mine))
    expect(await mayWork(there)).toBe('fenced')
  })
})

describe('the record on Workers', () => {
  /** Cloudflare’s store as another place sees it: what it read is what it reads, for a minute. */
  function openKv() {
    let kept: string | null = null
    const place = (clock: { at: number }) => {
      let seen: { value: string | null; until: number } | undefined
      const get = async () => {
        if (!seen || seen.until <= clock.at) seen = { value: kept, until: clock.at + MINUTE }
        return seen.value
      }
      const put = async (_: string, value: string) => {
        kept = value
      }
      return instanceInKv(Kv.parse({ get, put }))
    }
    return { place }
  }
  const Kv = z.custom<KVNamespace>((kv) => typeof kv === 'object')

  it('never stops the living database, from wherever it is read', async () => {
    const store = newStore()
    const clock = { at: NOON }
    const places = [openKv()].flatMap(({ place }) => [place(clock), place(clock), place(clock)])
    for (const instance of places) await instance.read()
    for (let round = 0; round < 40; round++) {
      for (const instance of places) {
        const here = { store, instance, now: () => clock.at }
        expect([round, await mayWork(here)]).toEqual([round, 'yes'])
        await advanceEpoch(here)
      }
      clock.at += 17_000
    }
  })

  it('stops a restored one a minute later at the latest', async () => {
    const store = newStore()
    const clock = { at: NOON }
    const instance = openKv().place(clock)
    const here = { store, instance, now: () => clock.at }
    await mayWork(here)
    clock.at += HOUR
    await advanceEpoch(here)
    const backup = await settings(store)
    clock.at += HOUR
    await advanceEpoch(here)
    await restore(store, backup)
    clock.at += MINUTE
    expect(await mayWork(here)).toBe('fenced')
  })
})

describe('the record in a file', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'okaeri-fence-'))
  const openIn = (path: string) => {
    const store = openSqlite(join(path, 'okaeri.db'))
    return { ...living(store, instanceInFile(join(path, 'okaeri.db.instance'))), store }
  }
  const close = ({ store }: { store: SqliteStore }) => store.close()

  it('knows itself again, and not in a copy of the folder, nor in one unpacked in its place', async () => {
    const [path, other] = [folder(), join(folder(), 'copy')]
    const first = openIn(path)
    await mayWork(first)
    await advanceEpoch({ ...first, now: () => NOON + HOUR })
    expect(await mayWork(first)).toBe('yes')
    expect(readFileSync(join(path, 'okaeri.db.instance'), 'utf8')).toHaveLength(512)
    close(first)
    cpSync(path, other, { recursive: true, preserveTimestamps: true })
    const copy = openIn(other)
    expect(await mayWork(copy)).toBe('fenced')
    close(copy)

    const again = openIn(path)
    expect(await mayWork(again)).toBe('yes')
    close(again)
    rmSync(path, { recursive: true })
    cpSync(other, path, { recursive: true, preserveTimestamps: true })
    const unpacked = openIn(path)
    expect(await mayWork(unpacked)).toBe('fenced')
    close(unpacked)
  })

  it('moves with its folder', async () => {
    const [path, moved] = [folder(), join(folder(), 'moved')]
    const first = openIn(path)
    await mayWork(first)
    close(first)
    renameSync(path, moved)
    const second = openIn(moved)
    expect(await mayWork(second)).toBe('yes')
    close(second)
  })

  it('is none when the database alone was copied, or the file is empty or torn', async () => {
    const [path, other] = [folder(), folder()]
    const first = openIn(path)
    await mayWork(first)
    close(first)
    copyFileSync(join(path, 'okaeri.db'), join(other, 'okaeri.db'))
    const copy = openIn(other)
    expect(await mayWork(copy)).toBe('fenced')
    expect(existsSync(join(other, 'okaeri.db.instance'))).toBe(false)
    for (const torn of ['', '{"ino":"1', 'x'.repeat(512)]) {
      writeFileSync(join(other, 'okaeri.db.instance'), torn)
      expect(await mayWork(copy)).toBe('fenced')
    }
    await unfence(copy, { decidedBy: 'tanaka' })
    expect(await mayWork(copy)).toBe('yes')
    close(copy)
  })
})
