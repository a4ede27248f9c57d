import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { createTestHarness, unstable_splitSqlQuery as split } from 'wrangler'
import { openD1 } from '../../src/db/d1.ts'
import type { Store } from '../../src/db/store.ts'

/** Fresh databases that one test file may open. */
const DATABASES = 60

/** Starts workerd with empty D1 databases; each `openStore` takes the next and migrates it with the product's own files. */
export async function openD1Stores(): Promise<{ openStore(): Promise<Store>; close(): Promise<void> }> {
  const names = Array.from({ length: DATABASES }, (_, i) => `DB${i}`)
  const harness = createTestHarness({
    workers: [
      {
        config: {
          name: 'd1-stores',
          main: 'test/workers/empty-worker.ts',
          compatibility_date: '2026-10-01',
          d1_databases: names.map((name) => ({ binding: name, database_name: name, database_id: name })),
        },
      },
    ],
  })
  await harness.listen()
  const env = await harness.getWorker<Record<string, D1Database>>().getEnv()
  // In one round trip; test/whole-path applies the same files as Wrangler does, one by one.
  const migrations = readdirSync('migrations')
    .sort()
    .flatMap((file) => split(readFileSync(join('migrations', file), 'utf8')))

  return {
    async openStore() {
      const name = names.shift()
      if (!name) throw new Error(`A test file may open ${DATABASES} D1 databases.`)
      const database = env[name]
      if (!database) throw new Error(`${name} is not bound.`)
      await database.batch(migrations.map((statement) => database.prepare(statement)))
      return openD1(database)
    },
    close: () => harness.close(),
  }
}
