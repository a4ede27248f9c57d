import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { openSqlite, type SqliteStore } from '../../src/db/sqlite.ts'
import type { Deps } from '../../src/deps.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import type { Deliveries } from './deliveries.ts'
import { ACCESS_TOKEN, benchDeps } from './deps.ts'
import { series } from './measure.ts'

const PEOPLE = 100_000
/** Memory is compared with the moment so many were delivered. */
const WARM = 10_000
const SAMPLE_EVERY_MS = 20

/** One sending process; prints what it measured as JSON. Ran by deliveries.ts. */
const folder = mkdtempSync(join(tmpdir(), 'okaeri-bench-'))
const port = await freePort()
const url = `http://127.0.0.1:${port}`
const simulator = spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts'], {
  env: {
    ...process.env,
    SIMULATOR_PORT: String(port),
    SIMULATOR_ACCESS_TOKEN: ACCESS_TOKEN,
    SIMULATOR_QUOTA: '1000000',
    SIMULATOR_LEDGER: 'counts',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
})
try {
  await ready()
  const path = join(folder, 'sender.db')
  openSqlite(path).close()
  fill(path)
  await befriend()
  const store = openSqlite(path)
  console.log(JSON.stringify(await sendAll(store, benchDeps(store, url))))
  store.close()
} finally {
  simulator.kill('SIGTERM')
  rmSync(folder, { recursive: true })
}

async function sendAll(store: SqliteStore, deps: Deps): Promise<Deliveries> {
  const broadcastId = await confirmed(deps)
  const samples: { delivered: number; rssMb: number }[] = []
  const sampler = setInterval(async () => {
    samples.push({ delivered: await delivered(store), rssMb: Math.round(process.memoryUsage.rss() / 1_048_576) })
  }, SAMPLE_EVERY_MS)
  const start = performance.now()
  while ((await findBroadcast(store, { broadcastId }))?.state !== 'done') await workBroadcasts(deps)
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

async function confirmed(deps: Deps) {
  const { store, now } = deps
  const broadcastId = await createDraft(store, {
    draft: {
      title: 'bench',
      purpose: 'news',
      content: { kind: 'text', text: '新しいお店ができました。ぜひお立ち寄りください。', from: '店長の田中' },
      rule: EVERYONE,
      segmentId: null,
    },
    createdBy: 'owner',
    now: now(),
  })
  const draft = await findBroadcast(store, { broadcastId })
  await confirmBroadcast(deps, {
    broadcastId,
    people: PEOPLE,
    draftedAt: draft?.updatedAt ?? 0,
    confirmedBy: 'owner',
    now: now(),
  })
  return broadcastId
}

async function delivered({ db }: SqliteStore) {
  const { sent } = await db
    .selectFrom('broadcast_chunks')
    .select(({ fn }) => fn.sum<number | null>('recipients').as('sent'))
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()
  return sent ?? 0
}

function fill(path: string) {
  const sqlite = new Sqlite(path)
  sqlite.exec(`
    insert into operators (id, name, role, created_at) values ('owner', 'owner', 'owner', 0);
    insert into stores values ('store', 'store', 1, 0);
    insert into members (id, state, name, name_folded, store_id, created_at)
      select printf('m%06d', value), 'verified', 'n', 'n', 'store', 0 from ${series(0, PEOPLE - 1)};
    insert into line_identities select printf('U%032x', value), printf('m%06d', value), 'following', 0 from ${series(0, PEOPLE - 1)};
    insert into consents (id, member_id, purpose, granted, text_version, channel, at)
      select purpose || id, id, purpose, 1, '1', 'line', 1 from members join (select 'privacy' as purpose union all select 'news');`)
  sqlite.close()
}

async function befriend() {
  const users = Array.from({ length: PEOPLE }, (_, i) => ({
    id: `U${i.toString(16).padStart(32, '0')}`,
    displayName: 'friend',
    friend: true,
  }))
  for (let i = 0; i < PEOPLE; i += 10_000) {
    const response = await fetch(`${url}/_simulator/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ users: users.slice(i, i + 10_000) }),
    })
    if (!response.ok) throw new Error(`The simulator answered ${response.status}.`)
    await response.arrayBuffer()
  }
}

async function ready() {
  for (let i = 0; i < 300; i++) {
    const response = await fetch(`${url}/_simulator/state`).catch(() => undefined)
    if (response?.ok) return
    await new Promise((later) => setTimeout(later, 100))
  }
  throw new Error('The simulator did not start.')
}

async function freePort() {
  const server = createServer()
  await new Promise<void>((free) => server.listen(0, '127.0.0.1', free))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return address.port
}

function thin<T>(samples: readonly T[]) {
  const every = Math.max(1, Math.floor(samples.length / 12))
  return samples.filter((_, i) => i % every === 0)
}
