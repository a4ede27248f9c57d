import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { aggregationUnit } from '../../src/broadcasts/letters.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { openOwner, openShop, releaseAll } from './rounds.ts'
import { openSink, type Sink } from './sink.ts'
import { openTeam, SPEED } from './team.ts'

export type Kills = {
  kills: number
  /** How many broadcasts run at the same time, and to how many people each. */
  broadcasts: number
  people: number
  senders: number
  faultRate: number
  /** People whom LINE refuses by name. Refused after a request without an answer, a chunk stays open for 23 h: 12 minutes here. */
  poisoned: number
  seed: number
}
export type KillReport = Awaited<ReturnType<typeof runKills>>

/**
 * Sends broadcasts with senders that are killed at random moments and started again, against a LINE that fails often,
 * until there were enough kills and everything is over; as many rounds as that takes.
 */
export async function runKills({ kills, broadcasts, people, senders, faultRate, poisoned, seed }: Kills) {
  const random = seeded(seed)
  const directory = mkdtempSync(join(tmpdir(), 'okaeri-kill-'))
  const path = join(directory, 'okaeri.db')
  const clockFrom = Date.now()
  const now = () => clockFrom + (Date.now() - clockFrom) * SPEED
  const store = openSqlite(path)
  const sink = await openSink({ faultRate, random, now, poisoned })
  const team = await openTeam({ directory, path, url: sink.url, clockFrom, senders, random })
  const owner = openOwner(store, now)
  const ids: string[] = []
  try {
    await openShop(store, people)
    let rounds = 0
    do {
      rounds++
      ids.push(...(await releaseAll(store, { broadcasts, people, now })))
      await team.workUntil(() => owner.isOver(ids), kills)
    } while (team.killed() < kills)
    await team.stop()
    const killed = { kills: team.killed(), rounds, taps: owner.taps() }
    return { ...killed, ...(await compare(store, sink, ids, people)) }
  } finally {
    await team.stop()
    sink.close()
    store.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** What LINE accepted against what was confirmed, and what the ledger says of it. */
async function compare(store: Store, sink: Sink, ids: readonly string[], people: number) {
  const { db } = store
  const addressees = await db
    .selectFrom('line_identities')
    .select('line_user_id')
    .innerJoin('members', 'members.id', 'line_identities.member_id')
    .where('state', '=', 'verified')
    .execute()
  const expected = ids.flatMap((id) =>
    addressees
      .filter(({ line_user_id }) => !sink.isPoisoned(line_user_id))
      .map(({ line_user_id }) => `${aggregationUnit(id)} ${line_user_id}`),
  )
  const { rows: told } = await sql<{ count: number }>`select count(*) as count from interactions
    where kind = 'broadcast_accepted'`.execute(db)
  const done = await db.selectFrom('broadcasts').select('id').where('state', '=', 'done').execute()
  const { rows: integrity } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  return {
    recipients: ids.length * people,
    requests: sink.requests(),
    faults: Object.values(sink.faults).reduce((sum, count) => sum + count, 0),
    fault_kinds: sink.faults,
    twice: [...sink.deliveries.values()].filter((count) => count > 1).length,
    lost: expected.filter((delivery) => !sink.deliveries.has(delivery)).length,
    body_mismatch: [...sink.bodies.values()].filter(({ size }) => size > 1).length,
    not_done: ids.length - done.length,
    /** Difference between whom the ledger, and the people's own timelines, call reached and whom LINE reached. */
    ledger_off: Math.abs((await acceptedIn(store)) - sink.deliveries.size),
    timeline_off: Math.abs((told[0]?.count ?? 0) - sink.deliveries.size),
    integrity: integrity.map(({ integrity_check }) => integrity_check).join(', '),
  }
}

async function acceptedIn({ db }: Store) {
  const { rows } = await sql<{ people: number }>`select count(*) as people from deliveries as d
    join broadcast_chunks as c on c.broadcast_id = d.broadcast_id and c.seq = d.chunk_seq and c.epoch = d.chunk_epoch
    where d.skipped_reason is null and c.state = 'accepted'`.execute(db)
  return rows[0]?.people ?? 0
}

/** Mulberry32: the same seed, the same run, as far as processes allow. */
function seeded(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
