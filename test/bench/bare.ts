import Sqlite from 'better-sqlite3'
import { Pool } from 'undici'
import { openBucket } from '../../src/line/rate-limit.ts'
import { ACCESS_TOKEN } from './deps.ts'
import { inParallel } from './measure.ts'

const CHUNK = 500
/** LINE's limit of pushes a second, which the simulator enforces. */
const PUSHES_A_SECOND = 2_000
/** Less than a whole bucket at once: on the way requests catch up with each other. */
const BURST = 1_500
const CONNECTIONS = 32

export type Request = { body: string; key: string }
export type Row = { memberId: string; lineUserId: string }

/**
 * The least that sending equal messages can be, written by hand: for each 500 people one transaction that writes their
 * rows and the sealed request, one POST, and one transaction that writes what became of it. The same rows, the same
 * database, the same bytes as the product's; no claims, no second look at who may be written to.
 */
export async function sendEqualBare(path: string, url: string, { words, people }: { words: string; people: number }) {
  const sqlite = new Sqlite(path)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  const id = crypto.randomUUID()
  sqlite
    .prepare(
      `insert into broadcasts (id, title, purpose, kind, state, method, content, audience, created_at, updated_at)
        values (?, 'bare', 'news', 'text', 'sending', 'multicast', '{}', '{}', 0, 0)`,
    )
    .run(id)
  const rows = sqlite
    .prepare<[], Row>(
      'select member_id as memberId, line_user_id as lineUserId from line_identities order by member_id',
    )
    .all()
  const delivery = sqlite.prepare('insert into deliveries (broadcast_id, member_id, chunk_seq) values (?, ?, ?)')
  const chunk = sqlite.prepare(
    `insert into broadcast_chunks (broadcast_id, seq, state, retry_key, body, recipients, first_attempt_at)
      values (?, ?, 'inflight', ?, ?, ?, ?)`,
  )
  const seal = sqlite.transaction((seq: number, part: readonly Row[], { key, body }: Request) => {
    for (const { memberId } of part) delivery.run(id, memberId, seq)
    chunk.run(id, seq, key, body, part.length, Date.now())
  })
  const accepted = sqlite.prepare(
    `update broadcast_chunks set state = 'accepted', body = null, finished_at = ? where broadcast_id = ? and seq = ?`,
  )
  const attempt = sqlite.prepare(
    `insert into send_attempts (broadcast_id, seq, epoch, attempt, at, outcome, status) values (?, ?, 0, 1, ?, 'accepted', 200)`,
  )
  const told = sqlite.prepare(
    `insert into interactions (id, member_id, kind, ref, detail, at) values (?, ?, 'broadcast_accepted', ?, '{"title":"bare"}', ?)`,
  )
  const finish = sqlite.transaction((seq: number, part: readonly Row[]) => {
    const now = Date.now()
    accepted.run(now, id, seq)
    attempt.run(id, seq, now)
    for (const { memberId } of part) told.run(`broadcast_accepted:${id}:${memberId}`, memberId, id, now)
  })

  const pool = new Pool(url)
  for (let seq = 0; seq * CHUNK < people; seq++) {
    const part = rows.slice(seq * CHUNK, (seq + 1) * CHUNK)
    const to = part.map(({ lineUserId }) => lineUserId)
    const request = { key: crypto.randomUUID(), body: `{"to":${JSON.stringify(to)},${words.slice(1)}` }
    seal.immediate(seq, part, request)
    await post(pool, '/v2/bot/message/multicast', request)
    finish.immediate(seq, part)
  }
  sqlite.prepare(`update broadcasts set state = 'done' where id = ?`).run(id)
  await pool.close()
  sqlite.close()
}

/** Posts personal messages with nothing but undici, as fast as LINE's rate allows. */
export async function sendPersonalBare(url: string, requests: readonly Request[]) {
  const pool = new Pool(url, { connections: CONNECTIONS })
  const sleep = (ms: number) => new Promise<void>((over) => setTimeout(over, ms))
  const takeTurn = openBucket({ perHour: PUSHES_A_SECOND * 3_600, burst: BURST }, { now: () => Date.now(), sleep })
  await inParallel(requests.length, CONNECTIONS, async (i) => {
    const request = requests[i]
    if (!request) return
    await takeTurn()
    await post(pool, '/v2/bot/message/push', request)
  })
  await pool.close()
}

async function post(pool: Pool, path: string, { key, body }: Request) {
  const { statusCode, body: answer } = await pool.request({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ACCESS_TOKEN}`, 'x-line-retry-key': key },
    body,
  })
  await answer.dump()
  if (statusCode !== 200) throw new Error(`The simulator answered ${statusCode}.`)
}
