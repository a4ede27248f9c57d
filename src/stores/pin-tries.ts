import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { dayOf } from '../labour/days.ts'
import { Refusal } from '../refusal.ts'

/** So many wrong ones in a row close for a while. */
export const WRONG_PINS_MAX = 5
export const PIN_LOCK_MS = 15 * 60_000
/** So many within today and yesterday close until somebody in charge opens again: midnight gives no second helping. */
export const WRONG_PINS_DAY_MAX = 20
const DAY_MS = 86_400_000

/** Whose PIN is tried, at a till of which store. */
export type PinTry = { operatorId: string; storeId: string; now: number }
type Counted = { hash: string; salt: string; refusal: Refusal }
type Row = { wrong: number; locked_until: number; blocked_at: number | null; hash: string; salt: string }

/**
 * Counts a try as a wrong one, for the person and for the store, in one statement that no try passes when either of them
 * is closed; returns what to compare with, and what to say when it is wrong indeed.
 */
export async function countTry(store: Store, tried: PinTry): Promise<Counted> {
  const { operatorId, storeId, now } = tried
  const [today, yesterday] = [dayOf(now), dayOf(now - DAY_MS)]
  const inARow = sql<number>`iif(locked_until > 0, 0, wrong) + 1`
  const ofToday = sql<number>`iif(day = ${today}, wrong_today, 0) + 1`
  const ofYesterday = sql<number>`case day when ${today} then wrong_yesterday when ${yesterday} then wrong_today else 0 end`
  const { rows } = await sql<Row>`
    insert into pin_tries (scope, subject_id, wrong, locked_until, day, wrong_today, wrong_yesterday, blocked_at)
    select subject.scope, subject.id, 1, 0, ${today}, 1, 0, null
    from operators join operator_pins on operator_pins.operator_id = operators.id
    join (select 'operator' as scope, ${operatorId} as id union all select 'store', ${storeId}) as subject
    where operators.id = ${operatorId} and operators.revoked_at is null
      and (operators.role = 'owner' or operators.store_id = ${storeId})
      and not exists (select 1 from pin_tries as closed where ${areOf('closed', tried)}
        and (closed.locked_until > ${now} or closed.blocked_at is not null))
    on conflict (scope, subject_id) do update set
      wrong = ${inARow},
      locked_until = iif(${inARow} >= ${WRONG_PINS_MAX}, ${now + PIN_LOCK_MS}, 0),
      day = ${today}, wrong_today = ${ofToday}, wrong_yesterday = ${ofYesterday},
      blocked_at = iif(${ofToday} + ${ofYesterday} >= ${WRONG_PINS_DAY_MAX}, ${now}, null)
    returning wrong, locked_until, blocked_at,
      (select hash from operator_pins where operator_id = ${operatorId}) as hash,
      (select salt from operator_pins where operator_id = ${operatorId}) as salt`.execute(store.db)
  const [first] = rows
  if (!first) throw (await whyClosed(store, tried)) ?? new Refusal('not_found')
  return { hash: first.hash, salt: first.salt, refusal: refusalOf(rows) }
}

/** The try was right: it does not count, and those before it are no row of wrong ones any more. */
export const takeBack = async ({ db }: Store, tried: PinTry) =>
  void (await sql`
    update pin_tries set wrong = 0, locked_until = 0, wrong_today = max(wrong_today - 1, 0),
      blocked_at = iif(wrong_today + wrong_yesterday > ${WRONG_PINS_DAY_MAX}, blocked_at, null)
    where ${areOf('pin_tries', tried)}`.execute(db))

/**
 * Opens again what wrong PINs closed: one person's, or a whole store's tries. An owner everywhere, a manager for their
 * store and its staff and for nobody else. Refusal: not_found.
 */
export async function openPins(
  { db }: Store,
  opening: { scope: 'operator' | 'store'; subjectId: string; storeId: string | null },
) {
  const { scope, subjectId, storeId } = opening
  const theirs =
    scope === 'store'
      ? sql<SqlBool>`(${storeId} is null or subject_id = ${storeId})`
      : sql<SqlBool>`(${storeId} is null or exists (select 1 from operators
          where operators.id = subject_id and operators.store_id = ${storeId} and operators.role = 'staff'))`
  const opened = await db
    .deleteFrom('pin_tries')
    .where('scope', '=', scope)
    .where('subject_id', '=', subjectId)
    .where(theirs)
    .returning('subject_id')
    .executeTakeFirst()
  if (!opened) throw new Refusal('not_found')
}

/** Why no PIN at all is taken at a store: pin_blocked, pin_locked { until }; undefined when they are taken. */
export const storeClosure = (store: Store, { storeId, now }: Omit<PinTry, 'operatorId'>) =>
  whyClosed(store, { operatorId: '', storeId, now })

async function whyClosed({ db }: Store, tried: PinTry) {
  const closed = await db
    .selectFrom('pin_tries')
    .select(['locked_until', 'blocked_at'])
    .where(areOf('pin_tries', tried))
    .execute()
  if (closed.some(({ blocked_at }) => blocked_at !== null)) return new Refusal('pin_blocked')
  const until = Math.max(0, ...closed.map(({ locked_until }) => locked_until))
  return until > tried.now ? new Refusal('pin_locked', { until }) : undefined
}

function refusalOf(rows: readonly Row[]) {
  if (rows.some(({ blocked_at }) => blocked_at !== null)) return new Refusal('pin_blocked')
  const until = Math.max(...rows.map(({ locked_until }) => locked_until))
  if (until > 0) return new Refusal('pin_locked', { until })
  return new Refusal('pin_wrong', { left: WRONG_PINS_MAX - Math.max(...rows.map(({ wrong }) => wrong)) })
}

const areOf = (table: string, { operatorId, storeId }: PinTry) => {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  return sql<SqlBool>`((${column('scope')} = 'operator' and ${column('subject_id')} = ${operatorId})
    or (${column('scope')} = 'store' and ${column('subject_id')} = ${storeId}))`
}
