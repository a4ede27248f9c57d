import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { sql } from 'kysely'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import { aggregationUnit } from '../../src/broadcasts/letters.ts'
import { SendingSettings, saveSendingSettings } from '../../src/broadcasts/sending-settings.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { addMembers, addOwner, CONFIG, COUPON, OWNER, openFakeLine, TEXT } from '../broadcasts/support.ts'
import { openSink, type Sink } from './sink.ts'

/** A lease of 60 s, which a killed sender leaves behind, is over in half a second. */
const SPEED = 120
/** Between the first work of a sender and its death. */
const LIFE_MS_MAX = 500
const ROUND_MS_MAX = 10 * 60_000
const ANY_TIME = { quietFrom: 0, quietTo: 0, capDay: 1_000, capMonth: 10_000 }

export type Kills = { kills: number; recipients: number; senders: number; faultRate: number; seed: number }
export type KillReport = {
  kills: number
  rounds: number
  recipients: number
  requests: number
  faults: number
  twice: number
  lost: number
  body_mismatch: number
  not_done: number
  integrity: string
}

/**
 * Sends rounds of a text and a coupon to that many people, with senders that are killed at random moments and started
 * again, against a LINE that fails often, until there were enough kills and the last round is over.
 */
export async function runKills({ kills, recipients, senders, faultRate, seed }: Kills): Promise<KillReport> {
  const random = seeded(seed)
  const directory = mkdtempSync(join(tmpdir(), 'okaeri-kill-'))
  const path = join(directory, 'okaeri.db')
  const [store, sink] = [openSqlite(path), await openSink({ faultRate, random })]
  const broadcasts: string[] = []
  const team = openTeam({ program: await bundleSender(directory), path, url: sink.url, senders, random })
  try {
    await addOwner(store)
    // At any hour, and round after round to the same people.
    await saveSendingSettings(store, { ...SendingSettings.parse({}), ...ANY_TIME })
    await addMembers(store, recipients)
    let rounds = 0
    do {
      rounds++
      for (const draft of [COUPON, TEXT]) broadcasts.push(await release(store, draft, recipients))
      await team.workUntil(() => isOver(store, broadcasts), kills)
    } while (team.killed() < kills)
    await team.stop()
    return await report(store, sink, { broadcasts, recipients, rounds, killed: team.killed() })
  } finally {
    await team.stop()
    sink.close()
    store.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function release(store: Store, draft: typeof TEXT, people: number) {
  const now = Date.now()
  const content =
    draft.content.kind === 'coupon' && draft.content.coupon
      ? { ...draft.content, coupon: { ...draft.content.coupon, endsAt: now + 365 * 86_400_000 } }
      : draft.content
  const broadcastId = await createDraft(store, { draft: { ...draft, content }, createdBy: OWNER, now })
  await confirmBroadcast(
    { store, line: openFakeLine().line, config: CONFIG },
    { broadcastId, people, draftedAt: now, confirmedBy: OWNER, typedPeople: people, now },
  )
  return broadcastId
}

const isOver = async ({ db }: Store, ids: readonly string[]) =>
  (
    await db
      .selectFrom('broadcasts')
      .select('id')
      .where('id', 'in', ids)
      .where('state', 'in', ['planning', 'sending'])
      .execute()
  ).length === 0

/** One file starts several times faster than a tree of modules, and a killed sender starts often. */
async function bundleSender(directory: string) {
  const outfile = join(directory, 'sender.mjs')
  await build({
    entryPoints: ['test/kill/sender.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    logLevel: 'error',
  })
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'))
  return outfile
}

/** The senders: each is replaced when it dies. */
function openTeam({
  program,
  path,
  url,
  senders,
  random,
}: {
  program: string
  path: string
  url: string
  senders: number
  random: () => number
}) {
  const env = { ...process.env, DATABASE: path, LINE_URL: url, SPEED: String(SPEED), CLOCK_FROM: String(Date.now()) }
  let killed = 0
  let members: ChildProcess[] = []

  const start = async () => {
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    members.push(child)
    await new Promise<void>((ready, failed) => {
      child.stdout.once('data', () => ready())
      child.once('exit', () => failed(new Error('A sender ended by itself.')))
    })
    return child
  }
  const kill = async (child: ChildProcess) => {
    members = members.filter((member) => member !== child)
    if (child.exitCode !== null || child.signalCode !== null) return
    child.removeAllListeners('exit')
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
    child.kill('SIGKILL')
    await gone
  }
  const live = async (isOver: () => Promise<boolean>, kills: number) => {
    const endsAt = Date.now() + ROUND_MS_MAX
    while (!(await isOver())) {
      if (Date.now() > endsAt) throw new Error('A round did not end.')
      const child = await start()
      const lifeMs = random() * LIFE_MS_MAX
      const mayDie = killed < kills
      await sleep(lifeMs)
      while (!mayDie && !(await isOver()) && Date.now() < endsAt) await sleep(50)
      if (mayDie) killed++
      await kill(child)
    }
  }
  return {
    killed: () => killed,
    workUntil: (isOver: () => Promise<boolean>, kills: number) =>
      Promise.all(Array.from({ length: senders }, () => live(isOver, kills))),
    stop: async () => void (await Promise.all(members.map(kill))),
  }
}

type Ended = { broadcasts: readonly string[]; recipients: number; rounds: number; killed: number }

async function report(
  { db }: Store,
  sink: Sink,
  { broadcasts, recipients, rounds, killed }: Ended,
): Promise<KillReport> {
  const people = await db
    .selectFrom('line_identities')
    .select('line_user_id')
    .innerJoin('members', 'members.id', 'line_identities.member_id')
    .where('state', '=', 'verified')
    .execute()
  const expected = broadcasts.flatMap((id) =>
    people.map(({ line_user_id }) => `${aggregationUnit(id)} ${line_user_id}`),
  )
  const told = await db
    .selectFrom('interactions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('kind', '=', 'broadcast_accepted')
    .executeTakeFirstOrThrow()
  const done = await db.selectFrom('broadcasts').select('id').where('state', '=', 'done').execute()
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  return {
    kills: killed,
    rounds,
    recipients: broadcasts.length * recipients,
    requests: sink.bodies.size,
    faults: Object.values(sink.faults).reduce((sum, count) => sum + count, 0),
    twice: [...sink.deliveries.values()].filter((count) => count > 1).length,
    lost: expected.filter((delivery) => !sink.deliveries.has(delivery)).length + (expected.length - told.count),
    body_mismatch: [...sink.bodies.values()].filter(({ size }) => size > 1).length,
    not_done: broadcasts.length - done.length,
    integrity: rows.map(({ integrity_check }) => integrity_check).join(', '),
  }
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
