import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from '../../src/app.tsx'
import { openSqlite } from '../../src/db/sqlite.ts'
import { runJobs } from '../../src/jobs.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { openWorkshop } from '../../src/work.ts'
import { configFor, newDeps } from '../deps.ts'
import { ACCESS_TOKEN, ACCOUNT, CHANNEL_SECRET, type House, SESSION_SECRET, syncMenus } from './house.ts'

export type NodeHouse = House & {
  /** While no time passes for the product, what is good for a while stays good, however slow the machine. */
  stopClock(): void
  startClock(): void
}

/** The product on Node: better-sqlite3 in a file, a real port. `more`: of its environment. */
export async function openNodeHouse(more: Record<string, string> = {}): Promise<NodeHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-house-'))
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const simulator = await startSimulator({ ...ACCOUNT, webhookUrl: `${baseUrl}/webhook` })
  await syncMenus(simulator, baseUrl)
  const config = configFor({
    BASE_URL: baseUrl,
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: ACCESS_TOKEN,
    LINE_API_BASE_URL: simulator.url,
    LINE_DATA_API_BASE_URL: simulator.url,
    SESSION_SECRET,
    LIFF_SDK_URL: `${simulator.url}/liff/sdk.js`,
    ...more,
  })
  const store = openSqlite(join(folder, 'okaeri.db'))
  const lines: string[] = []
  const workshop = openWorkshop(
    () => deps,
    (run, delayMs) => void setTimeout(run, delayMs).unref(),
  )
  let stoppedAt: number | undefined
  const now = () => stoppedAt ?? Date.now()
  const deps = newDeps(store, { config, now, wake: (work) => workshop.wake(work), lines })
  const server = createAdaptorServer({ fetch: createApp(deps).fetch })
  // Else a process that stood still ends a connection that is in use again.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 0
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))

  return {
    engine: 'better-sqlite3',
    baseUrl,
    store,
    simulator,
    request: (path, init) => fetch(`${baseUrl}${path}`, { redirect: 'manual', ...init }),
    everyMinute: (at) => runJobs(deps, { cron: '* * * * *', dueAt: at }),
    stopClock() {
      stoppedAt = now()
    },
    startClock() {
      stoppedAt = undefined
    },
    async close() {
      await new Promise((closed) => server.close(closed))
      await workshop.idle()
      await simulator.close()
      store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Below the ports that are given out to whoever asks for any, each process has a row of its own. */
let port = 10_000 + ((process.pid * 40) % 20_000)

/** A port that nobody uses and nobody will be given, and that will be known before anybody listens on it. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const isFree = await new Promise<boolean>((told) =>
    server.once('error', () => told(false)).listen(++port, '127.0.0.1', () => told(true)),
  )
  if (!isFree) return freePort()
  await new Promise((closed) => server.close(closed))
  return port
}
