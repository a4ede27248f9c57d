import type {
  D1Database,
  ExecutionContext,
  KVNamespace,
  MessageBatch,
  Queue,
  R2Bucket,
  ScheduledController,
} from '@cloudflare/workers-types'
import { createApp } from './app.tsx'
import { loadConfig } from './config.ts'
import { openD1 } from './db/d1.ts'
import { instanceInKv } from './db/instance-kv.ts'
import { tombstonesInKv } from './db/tombstones-kv.ts'
import type { Deps, Work } from './deps.ts'
import { filesInR2 } from './images/files-r2.ts'
import { redrawHere } from './images/redrawing-here.ts'
import { runJobs } from './jobs.ts'
import { openLine } from './line/gateway.ts'
import type { LineGateway } from './line/line.ts'
import { openLog } from './log.ts'
import { openWorkshop, works } from './work.ts'

type Bindings = { DB: D1Database; TOMBSTONES: KVNamespace; IMAGES: R2Bucket; SENDING: Queue<{ work: Work }> }

const now = () => Date.now()
const log = openLog((line) => console.log(line), now)
/** Whatever is due later than this, the minute job asks for: messages must not beget messages without end. */
const MINUTE_JOB_SECONDS = 60
/** Kept for its token and its rate limits; whatever must not be lost is in D1. */
let line: LineGateway | undefined

export default {
  fetch: (request: Request, env: Bindings, context: ExecutionContext) =>
    createApp(openDeps(env, context)).fetch(request),

  scheduled: ({ cron, scheduledTime }: ScheduledController, env: Bindings, context: ExecutionContext) =>
    runJobs(openDeps(env, context), { cron, dueAt: scheduledTime }),

  /** Broadcasts are sent here, and people who left are erased. A lost, doubled or late message changes nothing: the minute job asks again. */
  async queue({ messages }: MessageBatch<{ work: Work }>, env: Bindings, context: ExecutionContext) {
    for (const { body } of messages) {
      const deps = openDeps(env, context)
      const at = await works[body.work](deps)
      const delaySeconds = Math.max(0, Math.ceil(((at ?? Number.POSITIVE_INFINITY) - now()) / 1_000))
      if (delaySeconds < MINUTE_JOB_SECONDS) await env.SENDING.send(body, { delaySeconds })
    }
  },
}

function openDeps(env: Bindings, context: ExecutionContext): Deps {
  const config = loadConfig(env)
  line ??= openLine({ config: config.line, log, now })
  const workshop = openWorkshop(
    () => deps,
    () => {},
  )
  const wake = (work: Work) => {
    // What may have to wait goes through the queue: an isolate has no time of its own.
    if (work === 'broadcasts' || work === 'erasures') return context.waitUntil(env.SENDING.send({ work }))
    workshop.wake(work)
    context.waitUntil(workshop.idle())
  }
  const tombstones = tombstonesInKv(env.TOMBSTONES)
  const instance = instanceInKv(env.TOMBSTONES)
  const files = filesInR2(env.IMAGES)
  const deps: Deps = {
    store: openD1(env.DB),
    line,
    tombstones,
    instance,
    files,
    redraw: redrawHere,
    config,
    log,
    now,
    wake,
  }
  return deps
}
