import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import type { LineGateway } from '../line/line.ts'
import { startOfTokyoDay } from '../sending/quiet.ts'

/** Requests that are listed one by one; all are counted. */
export const REQUESTS_SHOWN = 20
/** LINE is asked about so many days: a request may have been taken at its first try or at its last one, 23 h later. */
const DAYS_MAX = 2
const DAY_MS = 86_400_000
const TOKYO_OFFSET_MS = 9 * 3_600_000

export type OpenRequest = {
  people: number
  firstAt: number | null
  lastAt: number | null
  /** How often it was tried, and what LINE said last, as far as it said anything. */
  attempts: number
  status: number | null
}

export type Evidence = {
  /** Whom the decision is about, and in how many requests. */
  people: number
  requests: number
  listed: readonly OpenRequest[]
  /** Of the days on which they were tried: what LINE counted, and what we know that it took. */
  days: readonly { day: string; line: number | undefined; ours: number }[]
  /** What that makes likely; undefined: LINE does not tell yet. */
  likely: 'arrived' | 'not_arrived' | 'partly' | undefined
}

type Asked = { broadcastId: string; method: 'push' | 'multicast' }

/** What there is to go by when nobody knows whether requests were taken. LINE's own count is there from the next day on. */
export async function evidenceOf(
  { store, line }: { store: Store; line: LineGateway },
  { broadcastId, method }: Asked,
): Promise<Evidence> {
  const { people, requests, from, until } = await openOf(store, broadcastId)
  const listed = await listOpen(store, broadcastId)
  const days = await Promise.all(
    daysOf(from, until).map(async (startsAt) => {
      const day = new Date(startsAt + TOKYO_OFFSET_MS).toISOString().slice(0, 10)
      const [counted, ours] = [await line.delivered(method, day), await acceptedOn(store, { method, startsAt })]
      return { day, line: counted, ours }
    }),
  )
  return { people, requests, listed, days, likely: likelyOf(days, people) }
}

function likelyOf(days: Evidence['days'], people: number): Evidence['likely'] {
  if (days.length === 0 || days.some(({ line }) => line === undefined)) return undefined
  const more = days.reduce((sum, { line = 0, ours }) => sum + line - ours, 0)
  if (more <= 0) return 'not_arrived'
  return more >= people ? 'arrived' : 'partly'
}

function daysOf(from: number | null, until: number | null): readonly number[] {
  if (from === null) return []
  const [first, last] = [startOfTokyoDay(from), startOfTokyoDay(until ?? from)]
  return Array.from({ length: Math.min(DAYS_MAX, 1 + (last - first) / DAY_MS) }, (_, n) => first + n * DAY_MS)
}

const undecided = (broadcastId: string) =>
  sql`broadcast_chunks.broadcast_id = ${broadcastId} and broadcast_chunks.state = 'unknown' and broadcast_chunks.decision is null`

const lastTry = sql<
  number | null
>`(select max(at) from send_attempts where send_attempts.broadcast_id = broadcast_chunks.broadcast_id
  and send_attempts.seq = broadcast_chunks.seq and send_attempts.epoch = broadcast_chunks.epoch)`

async function openOf({ db }: Store, broadcastId: string) {
  const { rows } = await sql<{ people: number; requests: number; from: number | null; until: number | null }>`
    select coalesce(sum(recipients), 0) as people, count(*) as requests, min(first_attempt_at) as "from",
      max(coalesce(${lastTry}, first_attempt_at)) as until
    from broadcast_chunks where ${undecided(broadcastId)}`.execute(db)
  return rows[0] ?? { people: 0, requests: 0, from: null, until: null }
}

async function listOpen({ db }: Store, broadcastId: string): Promise<readonly OpenRequest[]> {
  const { rows } = await sql<OpenRequest>`
    select recipients as people, first_attempt_at as "firstAt", ${lastTry} as "lastAt",
      attempt - coalesce(sealed_attempt, attempt) + 1 as attempts, last_status as status
    from broadcast_chunks where ${undecided(broadcastId)} order by seq, epoch limit ${REQUESTS_SHOWN}`.execute(db)
  return rows
}

/** What we know that LINE took on a day in Tokyo, of all broadcasts and of the bot's own pushes. */
async function acceptedOn({ db }: Store, { method, startsAt }: { method: 'push' | 'multicast'; startsAt: number }) {
  const within = (column: 'broadcast_chunks.finished_at' | 'outbox_messages.finished_at') =>
    sql`${sql.ref(column)} >= ${startsAt} and ${sql.ref(column)} < ${startsAt + DAY_MS}`
  const { rows } = await sql<{ people: number }>`
    select coalesce((select sum(recipients) from broadcast_chunks
        join broadcasts on broadcasts.id = broadcast_chunks.broadcast_id and broadcasts.method = ${method}
        where broadcast_chunks.state = 'accepted' and ${within('broadcast_chunks.finished_at')}), 0)
      + ${method === 'push' ? sql`(select count(*) from outbox_messages where kind = 'push' and state = 'accepted' and ${within('outbox_messages.finished_at')})` : sql`0`}
      as people`.execute(db)
  return rows[0]?.people ?? 0
}
