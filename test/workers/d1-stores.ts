import type { D1Database } from '@cloudflare/workers-types'
import { createTestHarness } from 'wrangler'
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
          d1_databases: names.map((binding) => ({
            binding,
            database_name: binding,
            database_id: binding,
            migrations_dir: 'migrations',
          })),
        },
      },
    ],
  })
  await harness.listen()
  const worker = harness.getWorker<Record<string, D1Database>>()

  return {
    async openStore() {
      const name = names.shift()
      if (!name) throw new Error(`A test file may open ${DATABASES} D1 databases.`)
      await worker.applyD1Migrations(name)
      const database = (await worker.getEnv())[name]
      if (!database) throw new Error(`${name} is not bound.`)
      return openD1(database)
    },
    close: () => harness.close(),
  }
}
