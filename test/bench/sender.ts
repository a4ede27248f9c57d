import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, type SqliteStore } from '../../src/db/sqlite.ts'
import type { Deps } from '../../src/deps.ts'
import { confirmToAll, fillCrowd, sendToTheEnd, TEXT } from './crowd.ts'
import type { Deliveries } from './deliveries.ts'
import { benchDeps } from './deps.ts'
import { startPlatform } from './platform.ts'

const PEOPLE = 100_000
/** Memory is compared with the moment so many were delivered. */
const WARM = 10_000
const SAMPLE_EVERY_MS = 20

/** One sending process; prints what it measured as JSON. Ran by deliveries.ts. */
const folder = mkdtempSync(join(tmpdir(), 'okaeri-bench-'))
const platform = await startPlatform(PEOPLE)
try {
  const path = join(folder, 'sender.db')
  fillCrowd(path, PEOPLE)
  const store = openSqlite(path)
  console.log(JSON.stringify(await sendAll(store, benchDeps(store, platform.url))))
  store.close()
} finally {
  platform.stop()
  rmSync(folder, { recursive: true })
}

async function sendAll(store: SqliteStore, deps: Deps): Promise<Deliveries> {
  const broadcastId = await confirmToAll(deps, TEXT, PEOPLE)
  const samples: { delivered: number; rssMb: number }[] = []
  const sampler = setInterval(async () => {
    samples.push({ delivered: await delivered(store), rssMb: Math.round(process.memoryUsage.rss() / 1_048_576) })
  }, SAMPLE_EVERY_MS)
  const start = performance.now()
  await sendToTheEnd(deps, broadcastId)
  const seconds = (performance.now() - start) / 1_000
  clearInterval(sampler)

  const count = await delivered(store)
  const warm = samples.filter((sample) => sample.delivered >= WARM)
  const first = warm[0]?.rssMb ?? Number.NaN
  // The middle of the last tenth: one sample may fall on a collection of garbage.
  const last = warm.slice(-Math.max(3, Math.ceil(warm.length / 10))).map(({ rssMb }) => rssMb)
  const end = last.sort((a, b) => a - b)[Math.floor(last.length / 2)] ?? Number.NaN
  return { delivered: count, seconds, rssGrowth: end / first, samples: thin(samples) }
}

async function delivered({ db }: SqliteStore) {
  const { sent } = await db
    .selectFrom('broadcast_chunks')
    .select(({ fn }) => fn.sum<number | null>('recipients').as('sent'))
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()
  return sent ?? 0
}

function thin<T>(samples: readonly T[]) {
  const every = Math.max(1, Math.floor(samples.length / 12))
  return samples.filter((_, i) => i % every === 0)
}
