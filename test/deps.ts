import { type Config, loadConfig } from '../src/config.ts'
import type { Store } from '../src/db/store.ts'
import { tombstonesInMemory } from '../src/db/tombstones.ts'
import type { Deps, Work } from '../src/deps.ts'
import { filesInMemory } from '../src/images/files.ts'
import { redrawHere } from '../src/images/redrawing-here.ts'
import { openLine } from '../src/line/gateway.ts'
import type { LineGateway } from '../src/line/line.ts'
import { openLog } from '../src/log.ts'
import { instanceOf, NOON } from './support.ts'

export const CHANNEL_SECRET = '8c570fa6dd201bb328f1c1eac23a96d8'
export const ACCESS_TOKEN = 'a-long-lived-token'
export const BASE_URL = 'https://shop.example'

export const configFor = (more: Record<string, string> = {}): Config =>
  loadConfig({
    BASE_URL,
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: ACCESS_TOKEN,
    SESSION_SECRET: 'a secret of more than thirty-two characters',
    ...more,
  })

type Parts = Partial<{
  config: Config
  line: LineGateway
  now: () => number
  wake: (work: Work) => void
  /** Collects what is logged. */
  lines: string[]
}>

/** The product's dependencies for a test: noon, nothing is woken by itself, nobody answers at LINE. */
export function newDeps(store: Store, parts: Parts = {}): Deps {
  const now = parts.now ?? (() => NOON)
  const config = parts.config ?? configFor({ LINE_API_BASE_URL: 'http://127.0.0.1:9' })
  const log = openLog((line) => parts.lines?.push(line), now)
  return {
    store,
    config,
    log,
    now,
    tombstones: tombstonesInMemory(),
    instance: instanceOf(store),
    files: filesInMemory(),
    redraw: redrawHere,
    line: parts.line ?? openLine({ config: config.line, log, now }),
    wake: parts.wake ?? (() => {}),
  }
}
