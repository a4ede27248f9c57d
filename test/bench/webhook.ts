import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.tsx'
import { openSqlite } from '../../src/db/sqlite.ts'
import { benchDeps, CHANNEL_SECRET } from './deps.ts'
import { openFloor } from './floor.ts'
import { byTurns, inParallel, type Prepared } from './measure.ts'

const REQUESTS = 4_000
const IN_FLIGHT = 64
const ROUNDS = 9

/**
 * Webhook intake of the whole app against the least that any server has to do (floor.ts). Both with synchronous=FULL, one
 * event a request, 64 in flight, no sockets. Requests per second, and ours as a part of the floor.
 */
export async function benchWebhook() {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-bench-'))
  const store = openSqlite(join(folder, 'ours.db'))
  const app = createApp(benchDeps(store))
  const floor = openFloor(join(folder, 'floor.db'), CHANNEL_SECRET)

  const { ours, theirs } = await byTurns(
    ROUNDS,
    bursts((request) => app.fetch(request)),
    bursts((request) => floor.app.fetch(request)),
  )
  store.close()
  floor.close()
  rmSync(folder, { recursive: true })
  return { ours: (REQUESTS / ours) * 1_000, floor: (REQUESTS / theirs) * 1_000, ratio: theirs / ours }
}

/** Bursts of signed requests, never the same event twice. */
const bursts =
  (answer: (request: Request) => Response | Promise<Response>): Prepared =>
  async () => {
    const requests = await Promise.all(Array.from({ length: REQUESTS }, signedRequest))
    return () =>
      inParallel(REQUESTS, IN_FLIGHT, async (i) => {
        const request = requests[i]
        const response = request && (await answer(request))
        if (response?.status !== 200) throw new Error(`The webhook answered ${response?.status}.`)
      })
  }

let key: Promise<CryptoKey> | undefined

async function signedRequest() {
  const body = JSON.stringify({
    destination: 'U8e742f61d673b39c7fff3cecb7536ef0',
    events: [
      {
        type: 'message',
        mode: 'active',
        webhookEventId: crypto.randomUUID(),
        timestamp: 1_770_000_000_000,
        deliveryContext: { isRedelivery: false },
        source: { type: 'user', userId: `U${crypto.randomUUID().replaceAll('-', '')}` },
        replyToken: crypto.randomUUID(),
        message: { id: '444573844083572737', type: 'text', quoteToken: 'q3Plxr4AgKd', text: 'こんにちは' },
      },
    ],
  })
  const bytes = new TextEncoder().encode(body)
  key ??= crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(CHANNEL_SECRET),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const signature = Buffer.from(await crypto.subtle.sign('HMAC', await key, bytes)).toString('base64')
  return new Request('http://127.0.0.1/webhook', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(bytes.byteLength),
      'x-line-signature': signature,
    },
  })
}
