import type { D1Database } from '@cloudflare/workers-types'
import { createTestHarness } from 'wrangler'
import { openD1 } from '../../src/db/d1.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { ACCESS_TOKEN, ACCOUNT, CHANNEL_SECRET, type House, SESSION_SECRET, syncMenus } from './house.ts'

const BASE_URL = 'http://okaeri.example'

/** The product as a Worker inside workerd: D1, the queue, waitUntil; bundled from src/worker.ts by Wrangler. */
export async function openWorkerHouse(): Promise<House> {
  const simulator = await startSimulator(ACCOUNT)
  await syncMenus(simulator, BASE_URL)
  const harness = createTestHarness({
    workers: [
      {
        configPath: './wrangler.toml',
        vars: { BASE_URL, LINE_API_BASE_URL: simulator.url, LINE_DATA_API_BASE_URL: simulator.url },
        secrets: { LINE_CHANNEL_SECRET: CHANNEL_SECRET, LINE_CHANNEL_ACCESS_TOKEN: ACCESS_TOKEN, SESSION_SECRET },
      },
    ],
  })
  const { url } = await harness.listen()
  simulator.world.switches.webhookUrl = new URL('/webhook', url).href
  const worker = harness.getWorker<{ DB: D1Database }>()
  await worker.applyD1Migrations('DB')

  return {
    engine: 'D1 in workerd',
    baseUrl: BASE_URL,
    store: openD1((await worker.getEnv()).DB),
    simulator,
    async request(path, init = {}) {
      const { method = 'GET', headers = {}, body = null } = init
      const answer = await worker.fetch(`${BASE_URL}${path}`, {
        redirect: 'manual',
        method,
        headers: [...new Headers(headers)],
        body: body === null || body instanceof ArrayBuffer ? body : String(body),
      })
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] })
    },
    async everyMinute(at) {
      const { outcome } = await worker.scheduled({ cron: '* * * * *', scheduledTime: new Date(at) })
      if (outcome !== 'ok') throw new Error(`The cron trigger ended with ${outcome}.`)
    },
    async close() {
      await harness.close()
      await simulator.close()
    },
  }
}
