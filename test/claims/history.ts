import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { sql } from 'kysely'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { workShifts } from '../../src/shifts/working.ts'
import { openFakeLine } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { type Model, openModel, workOn } from '../shifts/claims-model.ts'
import { act, actOnPaper, anyStep, NAMES, unlessRefused } from '../shifts/claims-steps.ts'
import { addCrew, addShift } from '../shifts/claims-support.ts'
import { MINUTE, NOON } from '../support.ts'
import { openOracle, violations } from './oracle.ts'

/** Beside what people and the shop do: the clock's work, and messages that leave, some of them only at the second try. */
const clockStep = fc.oneof(
  fc.record({ step: fc.constant('work' as const) }),
  fc.record({ step: fc.constant('send' as const) }),
)
export const anyHistory = (steps: { minLength: number; maxLength: number }) =>
  fc.record({
    mode: fc.constantFrom('approve' as const, 'approve' as const, 'first_come' as const),
    faulty: fc.boolean(),
    steps: fc.array(fc.oneof({ weight: 9, arbitrary: anyStep }, { weight: 2, arbitrary: clockStep }), steps),
  })
export type History = ReturnType<typeof anyHistory> extends fc.Arbitrary<infer H> ? H : never

const HEADCOUNT = 2

/** What was found after it: nothing, if all went as one would keep it on paper and nobody heard of what was over. */
export type Found = { differs: string | undefined; over: number; late: number; told: number; asked: number }

/** Goes through a history in a database of its own, step by step, beside the same on paper. */
export async function runHistory({ mode, faulty, steps }: History): Promise<Found> {
  const store = openSqlite(await shopWith(mode))
  const model = openModel(mode, HEADCOUNT)
  const clock = { at: NOON }
  const fake = openFakeLine({ faults: (request) => (faulty && request % 3 === 0 ? 'before' : 'ok') })
  const deps = newDeps(store, { line: fake.line, now: () => clock.at })
  let differs: string | undefined
  try {
    for (const [i, step] of steps.entries()) {
      clock.at = NOON + (i + 1) * MINUTE
      if (step.step === 'work') {
        await workShifts(deps)
        workOn(model)
      } else if (step.step === 'send') await workOutbox(deps)
      else {
        await unlessRefused(act(store, step, clock.at))
        actOnPaper(model, step)
      }
      const [is, shouldBe] = [await standings(store), onPaper(model)]
      if (isDeepStrictEqual(is, shouldBe)) continue
      differs = JSON.stringify({ after: i, is, shouldBe })
      break
    }
    clock.at += MINUTE
    await workShifts(deps)
    await workOutbox(deps)
    return { differs, ...(await judged(store)) }
  } finally {
    store.close()
  }
}

async function judged(store: Store) {
  const found = await violations(store)
  const count = async (table: 'shift_notices' | 'outbox_messages', where = sql`1`) =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where ${where}`.execute(store.db)).rows[0]
      ?.n ?? 0
  return {
    over: found.filter(({ kind }) => kind === 'over').length,
    late: found.filter(({ kind }) => kind === 'late').length,
    told: await count('shift_notices'),
    asked: await count('outbox_messages', sql`topic is not null and first_attempt_at is not null`),
  }
}

async function standings(store: Store) {
  const { rows } = await sql<{ line: string }>`select json_object('state', state || coalesce(' ' || closed_because, ''),
      'claims', json((select json_group_array(json_array(member_id, state, offer_no,
          iif(state = 'offered' and offer_ends_at is not null, 1, 0),
          (select count(*) from shift_claims as line where line.place <= claims.place)))
        from (select * from shift_claims order by member_id) as claims)),
      'places', json((select json_group_array(json_array(slot, member_id))
        from (select * from assignments where state = 'confirmed' order by slot)))) as line
    from shift_openings`.execute(store.db)
  const [row] = rows
  return row && JSON.parse(row.line)
}

const onPaper = ({ state, claims, line, places }: Model) => ({
  state,
  claims: [...claims]
    .map(([name, { state, offerNo, told }]) => [name, state, offerNo, told ? 1 : 0, line.indexOf(name) + 1] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
  places: [...places].sort(([a], [b]) => a - b),
})

const templates = new Map<string, Promise<Buffer>>()
/** A copy of one that was filled once: a shop, its people, the shift that asks two of them at a time, and the judge. */
function shopWith(mode: History['mode']): Promise<Buffer> {
  const known = templates.get(mode) ?? filled(mode)
  templates.set(mode, known)
  return known
}

async function filled(mode: History['mode']): Promise<Buffer> {
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-claims-')), 'okaeri.db')
  const store = openSqlite(path)
  await addCrew(store, NAMES)
  const waves = { asks_max: NAMES.length, wave_size: 2, wave_minutes: 5, next_wave_at: NOON }
  await addShift(store, { mode, headcount: HEADCOUNT, ...waves })
  await openOracle(store)
  store.close()
  const sqlite = new Sqlite(path)
  // What is kept in memory has no write-ahead log.
  sqlite.pragma('journal_mode = delete')
  const bytes = sqlite.serialize()
  sqlite.close()
  rmSync(dirname(path), { recursive: true })
  return bytes
}
