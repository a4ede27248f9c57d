import { type Compilable, type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { foldName } from '../members/names.ts'

/** Entries shown beside a waiting person. */
export const CANDIDATES_MAX = 8
/** How far, in days, a day of leaving may be off for an entry of the same store to be shown. */
const NEAR_DAYS = 45

/** What a person says of themselves. */
export type Application = {
  memberId: string
  name: string
  storeId: string
  roleId: string | null
  /** 'YYYY-MM-DD' */
  leftOn: string
}

/**
 * The roster entry that an application fits beyond doubt: exactly one entry has that name (or kana), store and month of
 * leaving, and it is neither excluded nor somebody's already. Whom an operator declined is not matched again by itself.
 */
export async function findMatch({ db }: Store, application: Application): Promise<string | undefined> {
  const { id } = await db.selectNoFrom(theMatch(application).as('id')).executeTakeFirstOrThrow()
  return id ?? undefined
}

/**
 * The statements that hand an application in: verified when `match` is what `findMatch` said, else waiting for a person
 * to decide. Whether that is still so is decided in the first statement itself; if not, it changes no row, so that
 * `mustHaveChangedOne` behind it makes the caller look again.
 */
export function apply(
  db: Db,
  { match, at, ...application }: Application & { match: string | undefined; at: number },
): { decide: Compilable; tell: readonly Compilable[] } {
  const { memberId, name, storeId, roleId, leftOn } = application
  return {
    decide: db
      .updateTable('members')
      .set({
        state: match === undefined ? 'applied' : 'verified',
        name,
        name_folded: foldName(name),
        store_id: storeId,
        role_id: roleId,
        left_on: leftOn,
        roster_entry_id: match ?? null,
        applied_at: at,
        decided_at: match === undefined ? null : at,
        decided_by: null,
      })
      .where('id', '=', memberId)
      .where('state', 'in', ['guest', 'declined'])
      .where(sql<SqlBool>`${theMatch(application)} is ${match ?? null}`),
    tell: [
      record(db, { memberId, kind: 'applied', at }),
      ...(match === undefined ? [] : [record(db, { memberId, kind: 'verified', ref: match, at })]),
    ],
  }
}

/**
 * Entries that a person deciding may want to see: the same name anywhere, and the same store at about that time; never
 * excluded ones, nor those of a store that is not `onlyStoreId`.
 */
export const findCandidates = (
  { db }: Store,
  { name, storeId, leftOn, onlyStoreId }: { name: string; storeId: string; leftOn: string; onlyStoreId: string | null },
) =>
  db
    .selectFrom('roster_entries')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .leftJoin('roles', 'roles.id', 'roster_entries.role_id')
    .leftJoin('members', 'members.roster_entry_id', 'roster_entries.id')
    .select([
      'roster_entries.id',
      'roster_entries.name',
      'roster_entries.kana',
      'roster_entries.left_on',
      'stores.name as store_name',
      'roles.name as role_name',
      'members.id as taken_by',
      sql<0 | 1>`${sameName(name)}`.as('same_name'),
      sql<0 | 1>`roster_entries.store_id = ${storeId}`.as('same_store'),
      sql<0 | 1>`substr(roster_entries.left_on, 1, 7) = ${leftOn.slice(0, 7)}`.as('same_month'),
    ])
    .where('roster_entries.excluded_at', 'is', null)
    .where(
      sql<SqlBool>`(${sameName(name)} or (roster_entries.store_id = ${storeId} and roster_entries.left_on
        between date(${leftOn}, ${`-${NEAR_DAYS} days`}) and date(${leftOn}, ${`+${NEAR_DAYS} days`})))`,
    )
    .$if(onlyStoreId !== null, (query) => query.where('roster_entries.store_id', '=', onlyStoreId ?? ''))
    .orderBy(sql`same_name * 4 + same_store * 2 + same_month`, 'desc')
    .orderBy(sql`abs(julianday(roster_entries.left_on) - julianday(${leftOn}))`)
    .orderBy('roster_entries.id')
    .limit(CANDIDATES_MAX)
    .execute()

/** The entry a member is tied to. */
export const findEntry = ({ db }: Store, entryId: string) =>
  db
    .selectFrom('roster_entries')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .leftJoin('roles', 'roles.id', 'roster_entries.role_id')
    .select([
      'roster_entries.id',
      'roster_entries.name',
      'roster_entries.kana',
      'roster_entries.left_on',
      'stores.name as store_name',
      'roles.name as role_name',
    ])
    .where('roster_entries.id', '=', entryId)
    .executeTakeFirst()

const sameName = (name: string) => {
  const folded = foldName(name)
  return sql<SqlBool>`(roster_entries.name_folded = ${folded} or roster_entries.kana_folded is ${folded})`
}

/** All fitting entries are counted, also excluded and taken ones: a namesake is a doubt whoever they are. */
const theMatch = ({ memberId, name, storeId, leftOn }: Application) => sql<string | null>`(
  select min(roster_entries.id) from roster_entries
  left join members as owner on owner.roster_entry_id = roster_entries.id
  where ${sameName(name)} and roster_entries.store_id = ${storeId}
    and roster_entries.left_on between ${`${leftOn.slice(0, 7)}-01`} and ${`${leftOn.slice(0, 7)}-31`}
    and exists (select 1 from members as asking where asking.id = ${memberId} and asking.state = 'guest')
  having count(*) = 1 and count(roster_entries.excluded_at) = 0 and count(owner.id) = 0)`
