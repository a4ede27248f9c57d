import type { Config } from './config.ts'
import type { Instance } from './db/instance.ts'
import type { Store } from './db/store.ts'
import type { Tombstones } from './db/tombstones.ts'
import type { Files } from './images/files.ts'
import type { Redraw } from './images/pictures.ts'
import type { LineGateway } from './line/line.ts'
import type { Log } from './log.ts'

/** Work that may be waiting in the database. */
export type Work = 'inbox' | 'outbox' | 'broadcasts' | 'erasures' | 'events' | 'shifts'

/** Everything the product needs from outside, opened once by an entry and handed to src/app.tsx and src/jobs.ts. */
export type Deps = {
  store: Store
  line: LineGateway
  tombstones: Tombstones
  instance: Instance
  files: Files
  redraw: Redraw
  config: Config
  log: Log
  now(): number
  /** Asks the runtime to do that work soon. Losing the request is harmless: the minute job does the same work. */
  wake(work: Work): void
}
