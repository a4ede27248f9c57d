import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { onTestFinished } from 'vitest'
import { createTestHarness, unstable_splitSqlQuery as split } from 'wrangler'
import { openD1 } from '../../src/db/d1.ts'
import type { Store } from '../../src/db/store.ts'
import { openOverHttp } from './d1-over-http.ts'

/** Databases that are open at the same time in one of vitest's processes. */
const DATABASES = 60
const ROUSED_MAX = 3

type D1Pool = { take(): Promise<D1Database>; give(database: D1Database): void; end(): Promise<void> }
/** One workerd for all files that a process of vitest runs, one after the other: starting it takes longer than most tests. */
let pool: Promise<D1Pool> | undefined

/**
 * Empty D1 databases in workerd. `openStore` takes the next and migrates it with the product's own files; one that was
 * given back, by a finished test or a file that closed its own, is emptied instead, which is faster.
 */
export async function openD1Stores(): Promise<{ openStore(): Promise<Store>; close(): Promise<void> }> {
  pool ??= startPool()
  const { take, give } = await pool
  const ours = new Set<D1Database>()
  const giveBack = (database: D1Database) => {
    if (ours.delete(database)) give(database)
  }
  return {
    async openStore() {
      const database = await take()
      ours.add(database)
      whenTestIsOver(() => giveBack(database))
      return openD1(database)
    },
    close: async () => {
      for (const database of ours) giveBack(database)
    },
  }
}

/** For a program that would otherwise not end. */
export async function endD1Stores() {
  await (await pool)?.end()
  pool = undefined
}

/** Lives as long as the process, unless it is ended: miniflare ends its workerd with it. */
async function startPool(): Promise<D1Pool> {
  // In a program of its own, as under vitest: else miniflare asks the network where on earth it would be.
  process.env.NODE_ENV ??= 'test'
  const names = Array.from({ length: DATABASES }, (_, i) => `DB${i}`)
  const harness = createTestHarness({
    workers: [
      {
        config: {
          name: 'd1-stores',
          main: 'test/d1/d1-worker.ts',
          compatibility_date: '2026-10-01',
          d1_databases: names.map((name) => ({ binding: name, database_name: name, database_id: name })),
        },
      },
    ],
  })
  const { url } = await harness.listen()
  // In one round trip; test/whole-path applies the same files as Wrangler does, one by one.
  const migrations = readdirSync('migrations')
    .sort()
    .flatMap((file) => split(readFileSync(join('migrations', file), 'utf8')))

  const free: D1Database[] = []
  const migrated = async () => {
    const name = names.shift()
    if (!name) throw new Error(`No more than ${DATABASES} D1 databases may be open at a time.`)
    const database = openOverHttp(url, name)
    await rouse(database)
    await database.batch(migrations.map((statement) => database.prepare(statement)))
    return database
  }
  return {
    async take() {
      const used = free.pop()
      if (!used) return migrated()
      await rouse(used)
      await empty(used)
      return used
    },
    give: (database) => void free.push(database),
    end: () => harness.close(),
  }
}

/** Between two files workerd may have closed a connection that was idle: the first request then meets its end. */
async function rouse(database: D1Database) {
  for (let attempt = 1; ; attempt++)
    try {
      await database.prepare('select 1').all()
      return
    } catch (error) {
      if (attempt === ROUSED_MAX) throw error
    }
}

/** As it was after the migrations: no row but the installation's own id. What forbids deletions steps aside meanwhile. */
async function empty(database: D1Database) {
  const { results } = await database
    .prepare("select type, name, sql from sqlite_master where name not glob 'sqlite_*' and name not glob '_cf_*'")
    .all<{ type: string; name: string; sql: string }>()
  const triggers = results.filter(({ type, sql }) => type === 'trigger' && / delete on /i.test(sql))
  const statements = [
    'pragma defer_foreign_keys = on',
    ...triggers.map(({ name }) => `drop trigger ${name}`),
    ...results.filter(({ type }) => type === 'table').map(({ name }) => `delete from ${name}`),
    "insert into settings (key, value) values ('instance_id', lower(hex(randomblob(16))))",
    ...triggers.map(({ sql }) => sql),
  ]
  await database.batch(statements.map((statement) => database.prepare(statement)))
}

/** What is opened before all tests of a file is theirs to the end: there is no test then, and the hook throws. */
function whenTestIsOver(done: () => void) {
  try {
    onTestFinished(done)
  } catch {}
}
