import { streamSSE } from 'hono/streaming'
import type { Store } from '../db/store.ts'
import { failureFields } from '../log.ts'
import { findSession } from '../operators/sessions.ts'
import { sessionTokenOf } from '../web/session.ts'
import type { Admin } from './asked.tsx'
import { ProgressPart, type Standing } from './detail-progress.tsx'
import { situationKey } from './situation.ts'
import { standingOf } from './views.tsx'

/** How often it is looked, and how often in all: five minutes, after which a browser that still listens asks anew. */
const LOOK_EVERY_MS = 1_000
const LOOKS_MAX = 300
/** So often it is asked whether whoever listens may still. */
const SESSION_EVERY_LOOKS = 30
/** A line that says nothing keeps the connection from being taken for a dead one. */
const BREATH_EVERY_LOOKS = 20
/** However many listen, the ledger is read once in this time. */
const SHARED_MS = 900
const SHARED_MAX = 100

type Look = { at: number; standing: Standing | undefined }
const looks = new WeakMap<Store, Map<string, Look>>()

/**
 * The progress as it goes, as server-sent events: each is the part of the page that changed; 'reload' when the page is
 * another one now, 'stop' when nothing moves by itself any more. `seen`: what the page showed when it was opened.
 */
export function streamProgress(c: Admin, { broadcastId, seen }: { broadcastId: string; seen: string | undefined }) {
  const answer = streamSSE(c, async (stream) => {
    let last = ''
    try {
      for (let look = 0; look < LOOKS_MAX && !stream.aborted; look++) {
        if (look > 0 && look % SESSION_EVERY_LOOKS === 0 && !(await isSignedIn(c))) return
        const standing = await sharedStanding(c, broadcastId)
        if (!standing || (seen !== undefined && situationKey(standing.situation) !== seen))
          return void (await stream.writeSSE({ event: 'reload', data: '' }))
        const html = await (<ProgressPart lang={c.var.language} {...standing} />).toString()
        if (html !== last) await stream.writeSSE({ data: html })
        else if (look % BREATH_EVERY_LOOKS === 0) await stream.write(':\n\n')
        last = html
        if (!standing.situation.live) return void (await stream.writeSSE({ event: 'stop', data: '' }))
        await stream.sleep(LOOK_EVERY_MS)
      }
    } catch (error) {
      // Who listens then asks by the second, and is told there.
      c.var.deps.log.error('progress stream broke', failureFields(error))
    }
  })
  answer.headers.set('cache-control', 'no-store')
  answer.headers.set('x-accel-buffering', 'no')
  return answer
}

/** A signed-out or revoked operator, or one whose rights changed, hears nothing more. */
async function isSignedIn(c: Admin) {
  const { deps, operator } = c.var
  const found = await findSession(deps.store, { token: sessionTokenOf(c) ?? '', now: deps.now() })
  return found?.operator.id === operator.id && found.operator.storeId === operator.storeId
}

/** Values, never promises: on Workers one request may not wait for what another one began. */
async function sharedStanding(c: Admin, broadcastId: string): Promise<Standing | undefined> {
  const { store, now } = c.var.deps
  const known = looks.get(store) ?? new Map<string, Look>()
  looks.set(store, known)
  const look = known.get(broadcastId)
  if (look && now() - look.at < SHARED_MS && now() >= look.at) return look.standing
  const standing = await standingOf(c.var.deps, broadcastId)
  if (known.size >= SHARED_MAX) known.clear()
  known.set(broadcastId, { at: now(), standing })
  return standing
}
