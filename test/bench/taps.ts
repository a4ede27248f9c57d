import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { fillCrowd } from './crowd.ts'
import { ACCESS_TOKEN, CHANNEL_SECRET } from './deps.ts'
import { series } from './measure.ts'
import { freePort, startPlatform, userId } from './platform.ts'

/** More people than seats: the later ones line up, and every cancellation offers a seat on. */
const PEOPLE = 3_000
const CAPACITY = 300
const TAPS_A_SECOND = 100
const SECONDS = 30
const WARMING_UP = 200
/** Who gives something back tapped so many taps ago: one who came, not one who gave back. */
const BEFORE = 501
const DAY_MS = 86_400_000

/**
 * From the tap on 参加する to the reply on the phone, at 100 taps a second for half a minute: the product as `npm start` runs
 * it, in a process of its own on a file, and the local LINE platform in another. The phone's tap, the webhook, the seat, the
 * answer and LINE's reply are all in it. One tap in ten gives back what somebody got five seconds before. Milliseconds.
 */
export async function benchTaps() {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-taps-'))
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const platform = await startPlatform(PEOPLE, `${baseUrl}/webhook`)
  const product = startProduct({ port, path: fillEvent(join(folder, 'okaeri.db')), lineUrl: platform.url })
  try {
    await answers(`${baseUrl}/healthz`)
    const phones = await openPhones(platform.url)
    const all = await tapAtRate(platform.url, phones)
    phones.close()
    const waits = all.slice(WARMING_UP).sort((a, b) => a - b)
    const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN
    return { taps: waits.length, median: at(0.5), p99: at(0.99), slowest: at(1) }
  } finally {
    product.kill('SIGTERM')
    platform.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function fillEvent(path: string) {
  fillCrowd(path, PEOPLE)
  const now = Date.now()
  const sqlite = new Sqlite(path)
  sqlite.exec(`insert into consents (id, member_id, purpose, granted, text_version, channel, at)
    select 'events' || printf('m%06d', value), printf('m%06d', value), 'events', 1, '1', 'line', 1 from ${series(0, PEOPLE - 1)}`)
  sqlite
    .prepare(
      `insert into events (id, title, words, store_id, place, starts_at, ends_at, closes_at, capacity, audience, listed,
        state, created_at, updated_at, opened_at)
      values ('tasting', '試食会', '新しいお料理を。', 'store', '渋谷店', ?, ?, ?, ?, ?, 1, 'open', ?, ?, ?)`,
    )
    .run(
      now + 10 * DAY_MS,
      now + 10 * DAY_MS + 7_200_000,
      now + 9 * DAY_MS,
      CAPACITY,
      JSON.stringify({ rule: { match: 'all', conditions: [] }, storeId: null }),
      now,
      now,
      now,
    )
  sqlite.close()
  return path
}

const startProduct = ({ port, path, lineUrl }: { port: number; path: string; lineUrl: string }) =>
  spawn(process.execPath, ['--max-semi-space-size=8', '--import', 'tsx', 'src/cli.ts', 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_PATH: path,
      BASE_URL: `http://127.0.0.1:${port}`,
      LINE_CHANNEL_SECRET: CHANNEL_SECRET,
      LINE_CHANNEL_ACCESS_TOKEN: ACCESS_TOKEN,
      LINE_API_BASE_URL: lineUrl,
      LINE_DATA_API_BASE_URL: lineUrl,
      SESSION_SECRET: 'bench'.repeat(8),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** Who waits for a reply, told by the platform the moment that it stands in their chat. */
async function openPhones(platformUrl: string) {
  /** What each person taps is answered in order. */
  const waiting = new Map<string, (() => void)[]>()
  const leaving = new AbortController()
  const stream = await fetch(`${platformUrl}/_simulator/events`, { signal: leaving.signal })
  const read = async () => {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of stream.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [, whose] = /"type":"chat","userId":"(U[0-9a-f]{32})"/.exec(line) ?? []
        if (whose !== undefined) waiting.get(whose)?.shift()?.()
      }
    }
  }
  read().catch(() => {})
  return { waiting, close: () => leaving.abort() }
}

type Phones = Awaited<ReturnType<typeof openPhones>>

/** Taps when it is time to, however long the answers take. */
async function tapAtRate(platformUrl: string, { waiting }: Phones) {
  const answered: Promise<number>[] = []
  const startedAt = performance.now()
  for (let tap = 0; tap < TAPS_A_SECOND * SECONDS; tap++) {
    const dueAt = startedAt + (tap * 1_000) / TAPS_A_SECOND
    const early = dueAt - performance.now()
    if (early > 0) await new Promise((due) => setTimeout(due, early))
    const leaves = tap % 10 === 9 && tap > BEFORE
    answered.push(tapOnce(platformUrl, waiting, userId(leaves ? tap - BEFORE : tap), leaves ? 'decline' : 'join'))
  }
  return Promise.all(answered)
}

async function tapOnce(platformUrl: string, waiting: Phones['waiting'], user: string, answer: 'join' | 'decline') {
  const reply = new Promise<void>((heard) => waiting.set(user, [...(waiting.get(user) ?? []), heard]))
  const startedAt = performance.now()
  const response = await fetch(`${platformUrl}/_simulator/users/${user}/postbacks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: `event:tasting:${answer}` }),
  })
  if (!response.ok) throw new Error(`The platform answered ${response.status}.`)
  await response.arrayBuffer()
  await Promise.race([reply, tooLong(user)])
  return performance.now() - startedAt
}

/** Fails loudly: a reply that never comes is no slow reply. */
const tooLong = (user: string) =>
  new Promise<never>((_, fail) => setTimeout(() => fail(new Error(`No reply to ${user}.`)), 30_000).unref())

async function answers(url: string) {
  for (let i = 0; i < 300; i++) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
    await new Promise((later) => setTimeout(later, 100))
  }
  throw new Error('The product did not start.')
}
