import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { operate, seeded, workOnce } from './operations.ts'
import { judged, observe, openOracle, verdict } from './oracle.ts'
import { CONFIG, openTown } from './town.ts'

/** Twelve hours to confirm are a second or two. */
const SPEED = 60_000
const OBSERVED_EVERY_MS = 20
const TELLERS = 2

export type Crowd = { processes: number; operations: number; d1Operations: number; seed: number }

/** Random operations of many processes on one SQLite file, and of many at a time on D1: what their judges found. */
export async function runSeats({ processes, operations, d1Operations, seed }: Crowd) {
  const onFile = await crowdOnFile({ processes, operations, seed })
  const onD1 = d1Operations > 0 ? await crowdOnD1({ operations: d1Operations, seed }) : undefined
  const sum = (name: 'over_capacity' | 'queue_jumps' | 'idle_seats' | 'notices_twice' | 'notices_missing') =>
    onFile[name] + (onD1?.[name] ?? 0)
  return {
    operations: processes * operations,
    over_capacity: sum('over_capacity'),
    queue_jumps: sum('queue_jumps'),
    idle_seats: sum('idle_seats'),
    notices_twice: sum('notices_twice'),
    notices_missing: sum('notices_missing'),
    d1_operations: d1Operations,
    examples: [...onFile.examples, ...(onD1?.examples ?? [])],
    offers: onFile.offers + (onD1?.offers ?? 0),
    told: onFile.told + (onD1?.told ?? 0),
    lapsed: onFile.lapsed,
    observations: onFile.observations,
    busy: onFile.busy,
  }
}

async function crowdOnFile({ processes, operations, seed }: { processes: number; operations: number; seed: number }) {
  const directory = mkdtempSync(join(tmpdir(), 'okaeri-seats-'))
  const path = join(directory, 'okaeri.db')
  const clockFrom = Date.now()
  const file = openSqlite(path)
  await openTown(file, { now: clockFrom })
  await openOracle(file)
  const crowd = await openCrowd({ directory, path, clockFrom })
  const watch = openWatch(file)
  try {
    const tellers = Array.from({ length: TELLERS }, () => crowd.start({}))
    const busy = await Promise.all(
      Array.from({ length: processes }, (_, i) => crowd.done(crowd.start({ OPERATIONS: operations, SEED: seed + i }))),
    )
    await watch.stop()
    for (const teller of tellers) await crowd.end(teller)
    await workOnce(judged(file), { config: CONFIG, now: clockFrom + (Date.now() - clockFrom) * SPEED })
    const found = await verdict(file)
    const seen = watch.seen()
    return {
      ...found,
      over_capacity: found.over_capacity + seen.over,
      idle_seats: found.idle_seats + seen.idle,
      observations: seen.times,
      busy: busy.reduce((sum, n) => sum + n, 0),
    }
  } finally {
    crowd.endAll()
    file.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Looks at everything, again and again, while it changes. */
function openWatch(store: Store) {
  const seen = { over: 0, idle: 0, times: 0 }
  let on = true
  const watching = (async () => {
    while (on) {
      const { over, idle } = await observe(store)
      seen.over += over
      seen.idle += idle
      seen.times++
      await sleep(OBSERVED_EVERY_MS)
    }
  })()
  return {
    seen: () => seen,
    stop: () => {
      on = false
      return watching
    },
  }
}

/** One file starts faster than a tree of modules. */
async function openCrowd({ directory, path, clockFrom }: { directory: string; path: string; clockFrom: number }) {
  const program = join(directory, 'crowd.mjs')
  await build({
    entryPoints: ['test/seats/crowd.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    logLevel: 'error',
  })
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'))
  const all: ChildProcess[] = []
  const start = (what: { OPERATIONS?: number; SEED?: number }) => {
    const given = Object.fromEntries(Object.entries(what).map(([name, value]) => [name, String(value)]))
    const env = { ...process.env, DATABASE: path, SPEED: String(SPEED), CLOCK_FROM: String(clockFrom), ...given }
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    all.push(child)
    return child
  }
  /** How often the file was kept from it for too long. */
  const done = (child: ChildProcess) =>
    new Promise<number>((resolve, reject) => {
      let said = ''
      child.stdout?.on('data', (words) => {
        said += String(words)
      })
      child.once('close', (code) =>
        code === 0 ? resolve(Number(JSON.parse(said).busy)) : reject(new Error(`A process ended with ${code}.`)),
      )
    })
  const end = async (child: ChildProcess) => {
    if (child.exitCode !== null) throw new Error('Who tells of offers ended by itself.')
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
    child.kill('SIGKILL')
    await gone
  }
  return { start, done, end, endAll: () => all.forEach((child) => void child.kill('SIGKILL')) }
}

const D1_LANES = 50
const TOLD_EVERY_MS = 500

/** Each batch of D1 is a transaction of its own there; as many are on their way as would be on a busy evening. */
async function crowdOnD1({ operations, seed }: { operations: number; seed: number }) {
  const { openD1Stores } = await import('../d1/d1-stores.ts')
  const stores = await openD1Stores()
  const clockFrom = Date.now()
  const now = () => clockFrom + (Date.now() - clockFrom) * SPEED
  try {
    const plain = await stores.openStore()
    await openTown(plain, { now: clockFrom })
    await openOracle(plain)
    const store = judged(plain)
    const random = seeded(seed)
    let left = operations
    const lane = async () => {
      while (left-- > 0) await operate({ store, random, now })
    }
    const tell = async () => {
      while (left > 0) {
        await workOnce(store, { config: CONFIG, now: now() })
        await sleep(TOLD_EVERY_MS)
      }
    }
    await Promise.all([...Array.from({ length: D1_LANES }, lane), tell()])
    await workOnce(store, { config: CONFIG, now: now() })
    return await verdict(plain)
  } finally {
    await stores.close()
  }
}
