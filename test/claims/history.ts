import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { workShifts } from '../../src/shifts/working.ts'
import { openFakeLine } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { type Model, openModel, workOn } from '../shifts/claims-model.ts'
import { act, actOnPaper, anyStep, NAMES, unlessRefused } from '../shifts/claims-steps.ts'
import { addCrew, addShift } from '../shifts/claims-support.ts'
import { DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
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

/** Goes through a history step by step, beside the same on paper. */
export async function runHistory({ mode, faulty, steps }: History): Promise<Found> {
  const noon = nextNoon()
  const store = await shopWith(mode, noon)
  const model = openModel(mode, HEADCOUNT)
  const clock = { at: noon }
  const fake = openFakeLine({ faults: (request) => (faulty && request % 3 === 0 ? 'before' : 'ok') })
  const deps = newDeps(store, { line: fake.line, now: () => clock.at })
  for (const [i, step] of steps.entries()) {
    clock.at = noon + (i + 1) * MINUTE
    if (step.step === 'work') {
      await workShifts(deps)
      workOn(model)
    } else if (step.step === 'send') await workOutbox(deps)
    else {
      await unlessRefused(act(store, step, clock.at))
      actOnPaper(model, step)
    }
    const [is, shouldBe] = [await standings(store), onPaper(model)]
    if (!isDeepStrictEqual(is, shouldBe)) return { differs: JSON.stringify({ after: i, is, shouldBe }), ...NOTHING }
  }
  clock.at += MINUTE
  await workShifts(deps)
  await workOutbox(deps)
  return { differs: undefined, ...(await judged(store)) }
}

const NOTHING = { over: 0, late: 0, told: 0, asked: 0 }

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

let days = 0
/** A clock that went back would stop the shop's work. */
const nextNoon = () => NOON + DAY * days++

let shop: Promise<Store> | undefined
/** One database for all histories, emptied of the last: its statements are prepared once. */
async function shopWith(mode: History['mode'], noon: number): Promise<Store> {
  shop ??= openShop()
  const store = await shop
  const { db } = store
  const all = [...LEFT_BEHIND].map((table) => sql`delete from ${sql.table(table)}`)
  const emptied = [...all, sql`update line_identities set follow_state = 'following'`]
  await store.batch(emptied.map((words) => ({ compile: () => words.compile(db) })))
  const waves = { asks_max: NAMES.length, wave_size: 2, wave_minutes: 5, next_wave_at: noon }
  const when = { starts_at: noon + 3 * DAY, ends_at: noon + 3 * DAY + HOUR, closes_at: noon + 2 * DAY }
  await addShift(store, { mode, headcount: HEADCOUNT, ...waves, ...when })
  return store
}
const LEFT_BEHIND = [
  ...['assignment_requests', 'assignments', 'shift_claims', 'shift_asks', 'shift_notices', 'shift_openings'],
  ...['outbox_messages', 'interactions', 'oracle_violations'],
]

async function openShop() {
  const store = newStore()
  await addCrew(store, NAMES)
  await openOracle(store)
  return store
}
