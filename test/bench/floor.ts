import { readFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Hono } from 'hono'

/**
 * The least that a webhook server on this stack has to do, written by hand: verify with WebCrypto and an imported key,
 * parse, and insert the same row; all requests of a tick share one transaction and are answered after its commit.
 */
export function openFloor(path: string, secret: string) {
  const sqlite = new Sqlite(path)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.exec(readFileSync('migrations/0002_line.sql', 'utf8')) // the same table with the same indexes
  const insert = sqlite.prepare(
    `insert into inbox_events (event_id, type, subject, event_at, payload, received_at) values (?, ?, ?, ?, ?, ?)
     on conflict (event_id) do nothing`,
  )

  type Waiting = { row: unknown[]; answer: () => void }
  let waiting: Waiting[] = []
  const flush = sqlite.transaction((group: Waiting[]) => {
    for (const { row } of group) insert.run(...row)
  })
  const commit = () => {
    const group = waiting
    waiting = []
    flush.immediate(group)
    for (const { answer } of group) answer()
  }

  const key = crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const app = new Hono().post('/webhook', async (c) => {
    const bytes = await c.req.arrayBuffer()
    const signature = Buffer.from(c.req.header('x-line-signature') ?? '', 'base64')
    if (!(await crypto.subtle.verify('HMAC', await key, signature, bytes))) return c.body(null, 401)
    const { events } = JSON.parse(new TextDecoder().decode(bytes))
    for (const event of events) {
      const row = [
        event.webhookEventId,
        event.type,
        event.source.userId,
        event.timestamp,
        JSON.stringify(event),
        Date.now(),
      ]
      await new Promise<void>((answer) => {
        if (waiting.push({ row, answer }) === 1) setImmediate(commit)
      })
    }
    return c.body(null, 200)
  })
  return { app, close: () => sqlite.close() }
}
