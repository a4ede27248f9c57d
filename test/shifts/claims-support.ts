import { type Insertable, sql } from 'kysely'
import type { ShiftTables } from '../../src/db/schema-shifts.ts'
import type { Store } from '../../src/db/store.ts'
import { Terms } from '../../src/labour/terms.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { addMember, addRole, addStore, DAY, EARLIER, HOUR, NOON } from '../support.ts'

export const OWNER = 'owner'
/** In three days from 17:00 to 22:00, by day; applications until the noon before. */
export const STARTS = NOON + 3 * DAY + 5 * HOUR
export const ENDS = STARTS + 5 * HOUR
export const CLOSES = NOON + 2 * DAY

export const TERMS = Terms.parse({
  ...Object.fromEntries(Object.keys(Terms.shape).map((field) => [field, ''])),
  employerName: '株式会社おかえり',
  employerAddress: '東京都渋谷区神南1-1-1',
  contact: '03-0000-0000',
  duties: 'ホールでの接客',
  place: '渋谷店（東京都渋谷区神南1-1-1）',
  prefecture: '東京',
})

/** A store, an owner, and verified members of these names who agreed to be asked about shifts. */
export async function addCrew(store: Store, names: readonly string[]) {
  const { db } = store
  await addStore(store)
  await addRole(store)
  await db.insertInto('operators').values({ id: OWNER, name: '店長', role: 'owner', created_at: EARLIER }).execute()
  for (const name of names) await addMember(store, name, { consents: ['shifts'] })
}

/** An open shift of one place, for which everybody is asked. */
export async function addShift(store: Store, more: Partial<Insertable<ShiftTables['shift_openings']>> = {}) {
  const { db } = store
  const id = more.id ?? 'shift'
  await db
    .insertInto('shift_openings')
    .values({
      store_id: 'shibuya',
      starts_at: STARTS,
      ends_at: ENDS,
      break_minutes: 0,
      role_ids: JSON.stringify(['hall']),
      headcount: 1,
      wage_yen: 1300,
      terms: JSON.stringify(TERMS),
      closes_at: CLOSES,
      audience: JSON.stringify({ rule: EVERYONE, storeId: null }),
      segment_id: null,
      next_wave_at: null,
      waves_ended_at: null,
      waves_ended_because: null,
      waves_ended_by: null,
      balance_reason: null,
      state: 'open',
      closed_because: null,
      closed_by: null,
      floor_yen: null,
      floor_effective_on: null,
      floor_source: null,
      template_id: null,
      copied_from: null,
      created_by: OWNER,
      created_at: EARLIER,
      updated_at: EARLIER,
      opened_at: EARLIER,
      opened_by: OWNER,
      closed_at: null,
      done_at: null,
      cancelled_at: null,
      cancelled_by: null,
      cancel_words: null,
      ...more,
      id,
    })
    .execute()
  await sql`insert into shift_asks (opening_id, member_id, posted_at) select ${id}, id, ${EARLIER} from members`.execute(
    db,
  )
  return id
}

/** Every answer in few words, the line in its order: "hana confirmed", "ken offered 1", "yui standby". */
export async function claimsOf({ db }: Store, openingId = 'shift') {
  const { rows } = await sql<{
    words: string
  }>`select member_id || ' ' || state || iif(state = 'offered', ' ' || offer_no, '') as words
    from shift_claims where opening_id = ${openingId} order by place is not null, place, created_at, member_id`.execute(
    db,
  )
  return rows.map(({ words }) => words)
}

/** Who has a place, or lost it: "1 hana confirmed", "2 ken cancelled_by_member". */
export async function placesOf({ db }: Store, openingId = 'shift') {
  const { rows } = await sql<{ words: string }>`select slot || ' ' || member_id || ' ' || state as words
    from assignments where opening_id = ${openingId} order by confirmed_at, slot, member_id`.execute(db)
  return rows.map(({ words }) => words)
}

/** "open" or "closed filled". */
export async function stateOf({ db }: Store, openingId = 'shift') {
  const row = await db
    .selectFrom('shift_openings')
    .select(['state', 'closed_because'])
    .where('id', '=', openingId)
    .executeTakeFirstOrThrow()
  return row.closed_because ? `${row.state} ${row.closed_because}` : row.state
}

/** The agreed shift of somebody. */
export const assignmentIdOf = async ({ db }: Store, memberId: string, openingId = 'shift') =>
  (
    await db
      .selectFrom('assignments')
      .select('id')
      .where('opening_id', '=', openingId)
      .where('member_id', '=', memberId)
      .where('state', 'in', ['confirmed', 'worked', 'missed'])
      .executeTakeFirstOrThrow()
  ).id

/** The kinds in somebody's timeline, oldest first. */
export const kindsOf = async ({ db }: Store, memberId: string) =>
  (
    await db
      .selectFrom('interactions')
      .select('kind')
      .where('member_id', '=', memberId)
      .where(sql<string>`kind`, 'like', 'shift_%')
      .orderBy('at')
      .execute()
  ).map(({ kind }) => kind)

export const block = ({ db }: Store, memberId: string, follow_state: 'following' | 'blocked' = 'blocked') =>
  db.updateTable('line_identities').set({ follow_state }).where('member_id', '=', memberId).execute()
