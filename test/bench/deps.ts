import { loadConfig } from '../../src/config.ts'
import { instanceInMemory } from '../../src/db/instance.ts'
import type { Store } from '../../src/db/store.ts'
import { tombstonesInMemory } from '../../src/db/tombstones.ts'
import type { Deps } from '../../src/deps.ts'
import { filesInMemory } from '../../src/images/files.ts'
import { redrawHere } from '../../src/images/redrawing-here.ts'
import { openLine } from '../../src/line/gateway.ts'
import { openPost } from '../../src/line/post-node.ts'
import { openLog } from '../../src/log.ts'

export const CHANNEL_SECRET = '8c570fa6dd201bb328f1c1eac23a96d8'
export const ACCESS_TOKEN = 'bench-token'

/** The product's dependencies as on Node, but nothing is woken: the bench runs the work it measures by itself. */
export function benchDeps(store: Store, lineUrl = 'http://127.0.0.1:9'): Deps {
  const now = () => Date.now()
  const log = openLog(() => {}, now)
  const config = loadConfig({
    BASE_URL: 'http://127.0.0.1',
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: ACCESS_TOKEN,
    LINE_API_BASE_URL: lineUrl,
    LINE_DATA_API_BASE_URL: lineUrl,
    SESSION_SECRET: 'bench'.repeat(8),
  })
  return {
    store,
    config,
    log,
    now,
    line: openLine({ config: config.line, log, now, post: openPost() }),
    wake: () => {},
    tombstones: tombstonesInMemory(),
    instance: instanceInMemory(),
    files: filesInMemory(),
    redraw: redrawHere,
  }
}
