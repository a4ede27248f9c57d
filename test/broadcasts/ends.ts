import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect } from 'vitest'
import { decideUnknown } from '../../src/broadcasts/deciding.ts'
import type { Draft } from '../../src/broadcasts/drafts.ts'
import { progressOf } from '../../src/broadcasts/progress.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { HOUR, lineUserId, NOON } from '../support.ts'
import {
  addMembers,
  confirmed,
  type FakeLine,
  type Fault,
  ledger,
  memberId,
  OWNER,
  openClock,
  openFakeLine,
  TEXT,
  workToTheEnd,
} from './support.ts'

/** A broadcast to m0000, m0001, ... and how each of them ends. */
export type Plot = {
  what: string
  draft: Draft
  people: number
  /** What LINE does with the second request. */
  fault?: Fault
  /** LINE refuses m0001, and names them or not. */
  refuses?: 'named' | 'unnamed'
  /** m0000 and m0001 had their message of the day already. */
  held?: true
  /** LINE takes nothing and answers nothing, until the owner decides to send it again. */
  isSilent?: true
}

const REFUSED = 1
const HELD = 2

/** The moment before it is confirmed. */
export async function prepare(store: Store, { people, held }: Plot) {
  await addMembers(store, people)
  if (!held) return
  const [fake, clock] = [openFakeLine(), openClock(NOON - HOUR)]
  const some = Array.from({ length: HELD }, (_, i) => memberId(i))
  const rule = { match: 'all' as const, conditions: [{ kind: 'person' as const, in: some }] }
  await confirmed(store, fake, { draft: { ...TEXT, rule }, people: HELD, now: clock.at })
  await workToTheEnd(store, fake, clock)
  expect(fake.delivered).toHaveLength(HELD)
}

/** The bytes of a database in which something was done, to open copies of that may send. */
export async function bytesAfter(work: (store: Store) => Promise<unknown>) {
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-plot-')), 'okaeri.db')
  const store = openSqlite(path)
  await work(store)
  // A copy has no record beside it: it begins as at a first start.
  await store.db.deleteFrom('settings').where('key', '=', 'instance_epoch').execute()
  store.close()
  const sqlite = new Sqlite(path)
  sqlite.pragma('journal_mode = delete')
  const bytes = sqlite.serialize()
  sqlite.close()
  rmSync(join(path, '..'), { recursive: true })
  return bytes
}

/** LINE as it is in a plot, and what its owner decides. `more`: what else LINE does with a request. */
export function begin(plot: Plot, more: () => Fault = () => 'ok') {
  /** How many people the owner is deciding about: the same button is pressed again when it did not answer. */
  let asked: number | undefined
  let isDecided = false
  const { fault = 'ok', isSilent, refuses } = plot
  const fake = openFakeLine({
    faults: (request) => (isSilent && !isDecided ? 'before' : request === 1 && fault !== 'ok' ? fault : more()),
    refuses: (to) => {
      const index = refuses ? to.indexOf(lineUserId(memberId(REFUSED))) : -1
      if (index < 0) return undefined
      return refuses === 'named' ? `The property, to[${index}], in the request body is invalid` : 'Invalid'
    },
  })
  /** Sends again what is unknown. */
  const decide = async (store: Store, broadcastId: string, now: number) => {
    asked ??= (await progressOf(store, { broadcastId, confirmedCount: plot.people })).unknown
    const decision = { broadcastId, decision: 'resend', decidedBy: OWNER, people: asked, now } as const
    if (asked > 0) await decideUnknown(store, decision)
    isDecided ||= asked > 0
    asked = undefined
  }
  return { fake, decide }
}

/** Whom it was meant for is in exactly one outcome, and has exactly the copies that are theirs: nobody two, nobody none. */
export async function expectEnds(store: Store, broadcastId: string, plot: Plot, { fake, told }: Told) {
  const { draft, people, refuses } = plot
  const everyone = Array.from({ length: people }, (_, i) => memberId(i))
  const refused = draft === TEXT && refuses === 'named' ? 'refused_by_line' : 'rejected'
  const isRefused = (id: string) => refuses !== undefined && id === memberId(REFUSED)

  const { broadcast, chunks, deliveries } = await ledger(store, broadcastId)
  const states = new Map(chunks.map(({ seq, epoch, state }) => [`${seq}:${epoch}`, state]))
  const outcomes = deliveries.map(({ member_id, skipped_reason, chunk_seq, chunk_epoch }) => [
    member_id,
    skipped_reason ?? states.get(`${chunk_seq}:${chunk_epoch}`),
  ])
  const { accepted, waiting, gone } = await progressOf(store, { broadcastId, confirmedCount: people })
  const bodies = await bodiesPerKey(fake)
  expect({
    ...told,
    state: broadcast.state,
    delivered: [...fake.delivered].sort(),
    outcomes: outcomes.sort(([a = ''], [b = '']) => a.localeCompare(b)),
    account: { accepted, waiting, gone },
    keysOfTwoBodies: [...bodies].filter(([, shas]) => shas.size !== 1),
    unsent: [...fake.accepted.keys()].filter((key) => !bodies.has(key)),
  }).toEqual({
    ...told,
    state: 'done',
    delivered: everyone.filter((id) => !isRefused(id)).map(lineUserId),
    outcomes: everyone.map((id) => [id, isRefused(id) ? refused : 'accepted']),
    account: { accepted: refuses ? people - 1 : people, waiting: 0, gone: 0 },
    keysOfTwoBodies: [],
    unsent: [],
  })
}

/** `told`: what says which run it was. */
type Told = { fake: FakeLine; told: Record<string, unknown> }

async function bodiesPerKey({ requests }: FakeLine) {
  const bodies = new Map<string, Set<string>>()
  for (const { key, sha } of requests) bodies.set(key, (bodies.get(key) ?? new Set()).add(await sha))
  return bodies
}
