import type { Store } from '../../src/db/store.ts'
import { openRichMenuApi } from '../../src/line/gateway.ts'
import { readRichMenus } from '../../src/line/rich-menu-files.ts'
import { syncRichMenus } from '../../src/line/rich-menus.ts'
import { openLog } from '../../src/log.ts'
import type { RunningSimulator } from '../../src/simulator/simulator.ts'
import { configFor } from '../deps.ts'

/** The product as it runs for real on one engine, with a local LINE platform beside it. */
export type House = {
  engine: string
  baseUrl: string
  store: Store
  simulator: RunningSimulator
  /** A request to the product; `path` begins with a slash. Redirects are not followed. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** What the runtime's clock does each minute. */
  everyMinute(at: number): Promise<void>
  close(): Promise<void>
}

export const CHANNEL_SECRET = '8c570fa6dd201bb328f1c1eac23a96d8'
export const ACCESS_TOKEN = 'whole-path-token'
export const SESSION_SECRET = 'a secret of more than thirty-two characters'
/** What LINE knows of the account. It waits for the bot as long as a slow machine needs. */
export const ACCOUNT = {
  ...{ channelSecret: CHANNEL_SECRET, accessToken: ACCESS_TOKEN, webhookTimeoutMs: 60_000 },
  ...{ quota: 200, quotaUsed: 58 },
}

/** What `npm run rich-menus:sync` does. */
export async function syncMenus(simulator: RunningSimulator, baseUrl: string) {
  const { line } = configFor({
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: ACCESS_TOKEN,
    LINE_API_BASE_URL: simulator.url,
    LINE_DATA_API_BASE_URL: simulator.url,
  })
  const now = () => Date.now()
  const api = openRichMenuApi({ config: line, log: openLog(() => {}, now), now })
  await syncRichMenus({ menus: await readRichMenus(), api, baseUrl })
}

/** Waits until what is looked for is there; the product works in the background. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  what: string,
  withinMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await new Promise((later) => setTimeout(later, 30))
  }
  throw new Error(`Not there within ${withinMs} ms: ${what}`)
}
