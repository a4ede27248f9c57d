import { type Context, Hono } from 'hono'
import { type Compilable, type CompiledQuery, sql } from 'kysely'
import type { Db } from '../db/store.ts'
import { failureFields, type Log } from '../log.ts'
import type { WebEnv } from '../web/env.ts'
import { readCapped } from './body.ts'
import { isSigned } from './signature.ts'

export const WEBHOOK_BYTES_MAX = 1_048_576
/** LINE's signature carries no time, so an old capture is valid for ever: what is older than this waits for a person. */
const EVENT_AGE_MS_MAX = 60 * 86_400_000
/** Ids and type names: printable ASCII, no blanks. */
const TOKEN = /^[\x21-\x7e]{1,100}$/

/** A row of inbox_events, by position: event_id, type, subject, event_at, payload. */
type Row = readonly [string, string, string | null, number, string]

/** POST /webhook: cap, signature over the raw bytes, shape, one statement, 200. What the events mean is read later. */
export const webhook = new Hono<WebEnv>().post('/', async (c) => {
  const { config, store, log, now, wake } = c.var.deps
  const body = await readCapped(c.req.raw, WEBHOOK_BYTES_MAX)
  if (body === 'too_large') return refuse(c, log, 413, body)
  if (body === 'broken') return refuse(c, log, 400, body)

  const { bytes } = body
  const signature = c.req.header('x-line-signature')
  if (!(await isSigned(bytes, signature, config.line.channelSecrets)))
    return refuse(c, log, 401, signature === undefined ? 'unsigned' : 'forged', bytes.byteLength)

  const read = readEvents(bytes)
  if (!read) return refuse(c, log, 400, 'malformed', bytes.byteLength)
  if (read.ignored > 0) log.warn('webhook events ignored', { count: read.ignored, reason: 'no id, type or time' })

  if (read.rows.length > 0) {
    try {
      await store.batch([storeEvents(store.db, read.rows, now())])
      sayQuarantined(log, read.rows, now())
    } catch (error) {
      log.error('webhook not stored', failureFields(error))
      return c.body(null, 500)
    }
    wake('inbox')
  }
  return c.body(null, 200)
})

function sayQuarantined(log: Log, rows: readonly Row[], now: number) {
  const count = rows.filter(([, , , at]) => at < now - EVENT_AGE_MS_MAX).length
  if (count > 0) log.warn('webhook events quarantined', { count, reason: 'older than 60 days: is the clock right?' })
}

function refuse(c: Context, log: Log, status: 400 | 401 | 413, reason: string, bytes?: number) {
  log.warn('webhook refused', { status, reason, ...(bytes === undefined ? {} : { bytes }) })
  return c.body(null, status)
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The events of a body, told from their few common properties; undefined when it is not LINE's shape at all. */
function readEvents(bytes: Uint8Array): { rows: Row[]; ignored: number } | undefined {
  try {
    const body: unknown = JSON.parse(decoder.decode(bytes))
    if (typeof body !== 'object' || body === null || !('events' in body) || !Array.isArray(body.events))
      return undefined
    const rows: Row[] = []
    for (const event of body.events) {
      const row = readEvent(event)
      if (row) rows.push(row)
    }
    return { rows, ignored: body.events.length - rows.length }
  } catch {
    return undefined
  }
}

/** Narrowed by hand: this is the hot path, and what an event means is checked when it is worked on. */
function readEvent(event: unknown): Row | undefined {
  if (typeof event !== 'object' || event === null) return undefined
  if (!('webhookEventId' in event && 'type' in event && 'timestamp' in event)) return undefined
  const { webhookEventId: id, type, timestamp: at } = event
  if (typeof id !== 'string' || !TOKEN.test(id) || typeof type !== 'string' || !TOKEN.test(type)) return undefined
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0) return undefined
  return [id, type, 'source' in event ? personIn(event.source) : null, at, JSON.stringify(event)]
}

/** The person of a one-to-one chat. Groups and rooms have none: an answer there would be read by others. */
function personIn(source: unknown) {
  if (typeof source !== 'object' || source === null || !('type' in source && 'userId' in source)) return null
  const { type, userId } = source
  return type === 'user' && typeof userId === 'string' && TOKEN.test(userId) ? userId : null
}

/** Compiled once: the hot path only exchanges the parameters. */
let insertOne: CompiledQuery | undefined
let insertMany: CompiledQuery | undefined

/** All events in one statement: with their ids as the key, a second delivery of an event changes nothing. */
function storeEvents(db: Db, rows: readonly Row[], now: number): Compilable {
  const oldest = now - EVENT_AGE_MS_MAX
  const [first, ...more] = rows
  if (first && more.length === 0) {
    // What LINE sends nearly always; twice as fast as by way of JSON.
    insertOne ??= sql`
      insert into inbox_events (event_id, type, subject, event_at, payload, received_at, state)
      values (${''}, ${''}, ${''}, ${0}, ${''}, ${0}, ${''})
      on conflict (event_id) do nothing`.compile(db)
    return withParameters(insertOne, [...first, now, first[3] < oldest ? 'quarantined' : 'new'])
  }
  insertMany ??= sql`
    insert into inbox_events (event_id, type, subject, event_at, payload, received_at, state)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ${0},
      case when value ->> 3 < ${0} then 'quarantined' else 'new' end
    from json_each(${''}) where true
    on conflict (event_id) do nothing`.compile(db)
  return withParameters(insertMany, [now, oldest, JSON.stringify(rows)])
}

function withParameters(compiled: CompiledQuery, parameters: readonly unknown[]): Compilable {
  const query = { ...compiled, parameters }
  return { compile: () => query }
}
