import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { Redraw, Redrawn } from './pictures.ts'

/** Twenty times what the largest picture takes. */
const TIME_MAX_MS = 20_000

const Answer = z.custom<Redrawn>((said) => typeof said === 'object' && said !== null && 'bytes' in said)

let last: Promise<unknown> = Promise.resolve()

/**
 * On a thread of its own, one picture at a time: a webhook that comes meanwhile is answered, and what the decoder took
 * (150 MB for the largest picture) is given back with the thread.
 */
export const redrawApart: Redraw = (header, use) => {
  const drawn = last.then(() => onThread(header, use))
  // A thread that could not even begin must not keep the next picture from being drawn.
  last = drawn.catch(() => undefined)
  return drawn
}

function onThread(...asked: Parameters<Redraw>): ReturnType<Redraw> {
  const thread = new Worker(new URL('./redrawing-thread.ts', import.meta.url), { workerData: asked })
  const late = AbortSignal.timeout(TIME_MAX_MS)
  return new Promise<Redrawn | undefined>((done) => {
    late.addEventListener('abort', () => done(undefined), { once: true })
    thread.once('message', (said) => done(Answer.safeParse(said).data))
    thread.once('error', () => done(undefined))
    thread.once('exit', () => done(undefined))
  }).finally(() => thread.terminate())
}
