import { serve } from '@hono/node-server'
import { schedule } from 'node-cron'
import { createApp } from './app.tsx'
import { loadConfig } from './config.ts'
import { reapplyTombstones } from './consent/erasures.ts'
import { advanceEpoch, mayWork } from './db/fence.ts'
import { instanceInFile } from './db/instance-file.ts'
import { openSqlite } from './db/sqlite.ts'
import { tombstonesInFile } from './db/tombstones-file.ts'
import type { Deps } from './deps.ts'
import { filesOnDisk } from './images/files-disk.ts'
import { redrawApart } from './images/redrawing-apart.ts'
import { jobs, runJobs } from './jobs.ts'
import { openLine } from './line/gateway.ts'
import { openPost } from './line/post-node.ts'
import { failureFields, openLog } from './log.ts'
import { refoldNames } from './members/refolding.ts'
import { hasOwner, ownerClaimCode } from './operators/operators.ts'
import { openWorkshop } from './work.ts'

/** How long a stop waits for requests, and then for work: together less than what process managers allow. */
const STOP_WAITED_MS = 3_000

const pause = (ms: number) => new Promise<void>((over) => setTimeout(over, ms))

/** Serves the product on Node until SIGINT or SIGTERM. Throws ConfigError, or when the database or the port is not usable. */
export async function startNode(env: NodeJS.ProcessEnv) {
  const now = () => Date.now()
  const config = loadConfig(env)
  const log = openLog((line) => console.log(line), now)
  const store = openSqlite(config.databasePath)
  const line = openLine({ config: config.line, log, now, post: openPost() })
  const workshop = openWorkshop(
    () => deps,
    (run, delayMs) => void setTimeout(run, delayMs).unref(),
  )
  const tombstones = tombstonesInFile(`${config.databasePath}.erased`)
  const instance = instanceInFile(`${config.databasePath}.instance`)
  const files = filesOnDisk(`${config.databasePath}.images`)
  const deps: Deps = {
    store,
    line,
    tombstones,
    instance,
    files,
    redraw: redrawApart,
    config,
    log,
    now,
    wake: workshop.wake,
  }

  // Before anything can be asked or sent: the database may be a backup of before somebody left.
  await reapplyTombstones(deps)
  // Nor is anybody compared with names that an earlier version folded.
  await refoldNames(store, { chunksMax: Number.POSITIVE_INFINITY })
  // Whatever was copied before this start is known as a copy from here on.
  await comeAlive(deps).catch((error) => log.error('nothing is sent: the record fails', failureFields(error)))
  const server = serve({ fetch: createApp(deps).fetch, hostname: config.host, port: config.port })
  await new Promise<void>((listening, failed) => void server.once('listening', listening).once('error', failed))
  const clock = [...new Set(jobs.map(({ cron }) => cron))].map((cron) =>
    schedule(cron, () => runJobs(deps, { cron, dueAt: now() }), { timezone: 'UTC', noOverlap: true }),
  )
  // Before a word is said: whoever reads it may stop us at once.
  const stop = async () => {
    for (const task of clock) await task.stop()
    // What is being answered is answered; a broadcast under way goes on from its ledger at the next start.
    await Promise.race([new Promise((answered) => server.close(answered)), pause(STOP_WAITED_MS)])
    await Promise.race([workshop.idle(), pause(STOP_WAITED_MS)])
    store.close()
    process.exit(0)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  await runJobs(deps, { cron: '* * * * *', dueAt: now() })
  console.log(`Okaeri: ${config.baseUrl} (listening on ${config.host}:${config.port})`)
  if (!(await hasOwner(store)))
    console.log(`No owner yet. Send this code to the bot in LINE: ${await ownerClaimCode(config.sessionSecret)}`)
}

/** Chat and coupons work without the record; what is sent waits until it can be read and written. */
async function comeAlive(deps: Deps) {
  const may = await mayWork(deps)
  if (may === 'yes') await advanceEpoch(deps, { every: 0 })
  else deps.log.warn('nothing is sent', { reason: may })
}
