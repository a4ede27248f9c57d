import type { Insertable } from 'kysely'
import type { ShiftTables } from '../../src/db/schema-shifts.ts'
import type { Store } from '../../src/db/store.ts'
import { Terms } from '../../src/labour/terms.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { postStatements } from '../../src/shifts/asks/asks.ts'
import { workWaves } from '../../src/shifts/asks/waves.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import { openClock, openFakeLine } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { addMember, addRole, EARLIER, HOUR, NOON } from '../support.ts'

/** The evening of tomorrow: 17:00 to 23:00 in Tokyo, whoever applies until 15:00. */
export const STARTS = NOON + 29 * HOUR
export const CLOSES = NOON + 27 * HOUR

const TERMS = Terms.parse(
  Object.fromEntries(Object.keys(Terms.shape).map((name) => [name, name === 'prefecture' ? '東京' : `${name}の説明`])),
)

type Columns = Partial<Insertable<ShiftTables['shift_openings']>>

/** An opening as it stands after the shop opened it at noon, on everybody's board; first wave due at once. Answers its id. */
export async function openingOf(store: Store, changed: Columns = {}) {
  const id = changed.id ?? 'opening'
  await addRole(store, 'hall', 'ホール').catch(() => undefined)
  await store.db
    .insertInto('shift_openings')
    .values({
      ...{ id, store_id: 'shibuya', starts_at: STARTS, ends_at: STARTS + 4 * HOUR, break_minutes: 0, headcount: 1 },
      ...{ role_ids: JSON.stringify(['hall']), wage_yen: 1_300, terms: JSON.stringify(TERMS), closes_at: CLOSES },
      ...{
        audience: JSON.stringify({ rule: EVERYONE, storeId: null }),
        lead_minutes: 0,
        wave_size: 2,
        wave_minutes: 30,
      },
      ...{ asks_max: 100, next_wave_at: NOON, state: 'open', opened_at: NOON, created_at: NOON, updated_at: NOON },
      ...changed,
    })
    .execute()
  await post(store, id)
  return id
}

/** Puts it on the board of everybody it is for now. */
export async function post(store: Store, id: string, now = NOON) {
  const opening = await findOpening(store, { openingId: id })
  if (opening) await store.batch(postStatements(store.db, { opening, now }))
}

/** So many members of the shop who agreed to hear of shifts: p00, p01 … */
export async function addPeople(store: Store, count: number) {
  const ids = Array.from({ length: count }, (_, i) => `p${String(i).padStart(2, '0')}`)
  for (const id of ids) await addMember(store, id, { consents: ['shifts', 'news'] })
  return ids
}

/** Somebody's agreed shift of an opening, past every guard. */
export const agreed = (
  { db }: Store,
  changed: Partial<Insertable<ShiftTables['assignments']>> & { member_id: string },
) =>
  db
    .insertInto('assignments')
    .values({
      ...{ id: crypto.randomUUID(), opening_id: 'opening', slot: 1, starts_at: STARTS, ends_at: STARTS + 4 * HOUR },
      ...{ break_minutes: 0, wage_yen: 1_300, transport_yen: 0, terms: JSON.stringify(TERMS), confirmed_at: EARLIER },
      ...changed,
    })
    .execute()

/** It is full: closed at once, as whoever takes the last place leaves it. */
export async function fill(store: Store, openingId: string, memberId: string, at: number) {
  await agreed(store, { opening_id: openingId, member_id: memberId })
  await store.db
    .updateTable('shift_openings')
    .set({ state: 'closed', closed_because: 'filled', closed_at: at, updated_at: at })
    .where('id', '=', openingId)
    .execute()
}

/** A shop whose clock is turned by hand. `until` works on at each moment that was named, and each whole hour. */
export function openShop(store: Store, { at = NOON, fake = openFakeLine() } = {}) {
  const clock = openClock(at)
  const lines: string[] = []
  const deps = newDeps(store, { line: fake.line, now: clock.now, lines })
  const waves = async (now = clock.at) => {
    clock.at = now
    return workWaves(deps, { now })
  }
  const work = async (now = clock.at) => {
    const { nextAt } = await waves(now)
    await workOutbox(deps)
    return nextAt
  }
  /** When each push reached LINE, in order. */
  const arrivals: number[] = []
  const until = async (end: number, each: (now: number) => Promise<void> = async () => {}) => {
    while (clock.at < end) {
      await each(clock.at)
      const before = fake.delivered.length
      const nextAt = await work()
      for (let i = before; i < fake.delivered.length; i++) arrivals.push(clock.at)
      clock.at = Math.min(nextAt ?? end, clock.at + HOUR)
    }
  }
  return { clock, fake, lines, deps, waves, work, until, arrivals }
}

/** Whom an opening asked by a push, by wave. */
export const pushed = async ({ db }: Store, openingId = 'opening') =>
  (
    await db
      .selectFrom('shift_asks')
      .select(['member_id', 'wave', 'pushed_at'])
      .where('opening_id', '=', openingId)
      .where('pushed_at', 'is not', null)
      .orderBy('wave')
      .orderBy('member_id')
      .execute()
  ).map(({ member_id, wave }) => `${wave}:${member_id}`)

/** What the row of an opening says of its waves. */
export const wavesOf = ({ db }: Store, openingId = 'opening') =>
  db
    .selectFrom('shift_openings')
    .select(['waves', 'next_wave_at as nextAt', 'waves_ended_because as ended'])
    .where('id', '=', openingId)
    .executeTakeFirstOrThrow()

/** The messages that ask, as the outbox has them. */
export const owed = ({ db }: Store) =>
  db
    .selectFrom('outbox_messages')
    .select(['id', 'member_id', 'state', 'topic', 'body', 'failure', 'retry_key'])
    .where('kind', '=', 'push')
    .orderBy('id')
    .execute()
