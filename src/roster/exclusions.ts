import { type SqlBool, sql } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { foldName } from '../members/names.ts'
import { Refusal } from '../refusal.ts'
import { type Inviter, isOpen, isWithin } from './invitations.ts'

type Decision = { entryId: string; operator: Inviter; now: number }

/**
 * 招待しない: the entry is not invited, its open invitation ends, and nobody is matched with it by themselves. Nobody is told.
 * Doing it twice changes nothing. Refusals: not_found, roster_entry_taken.
 */
export async function excludeEntry(store: Store, { entryId, operator, now }: Decision) {
  const { db, batch } = store
  const exclude = db
    .updateTable('roster_entries')
    .set({ excluded_at: now, excluded_by: operator.id, updated_at: now })
    .where('id', '=', entryId)
    .where('excluded_at', 'is', null)
    .where(isWithin(operator.storeId))
    .where(isFree)
  const end = db.updateTable('roster_invitations').set({ revoked_at: now }).where('entry_id', '=', entryId)
  try {
    await batch([exclude, mustHaveChangedOne(db), end.where(isOpen(now))])
  } catch (error) {
    if (!isAborted(error)) throw error
    const { excluded_at, taken } = await getState(db, { entryId, operator })
    if (excluded_at === null && taken) throw new Refusal('roster_entry_taken')
  }
}

/** Takes 招待しない back, a manager only their own; invitations that ended stay ended. Refusal: not_found. */
export async function includeEntry({ db }: Store, { entryId, operator, now }: Decision) {
  const included = await db
    .updateTable('roster_entries')
    .set({ excluded_at: null, excluded_by: null, updated_at: now })
    .where('id', '=', entryId)
    .where('excluded_at', 'is not', null)
    .where(isWithin(operator.storeId))
    .where(isTheirs(operator))
    .returning('id')
    .executeTakeFirst()
  if (!included) await getState(db, { entryId, operator })
}

/**
 * Whether an entry that somebody chose not to invite fits what a person says of themselves: for the owner who decides,
 * and for nobody else. The person, and everybody else, sees an application like any other.
 */
export async function fitsExcluded(
  { db }: Store,
  { name, storeId, leftOn }: { name: string; storeId: string; leftOn: string },
): Promise<boolean> {
  const folded = foldName(name)
  const found = await db
    .selectFrom('roster_entries')
    .select('id')
    .where('excluded_at', 'is not', null)
    .where(sql<SqlBool>`(name_folded = ${folded} or kana_folded = ${folded})`)
    .where('store_id', '=', storeId)
    .where('left_on', '>=', `${leftOn.slice(0, 7)}-01`)
    .where('left_on', '<=', `${leftOn.slice(0, 7)}-31`)
    .executeTakeFirst()
  return found !== undefined
}

const isFree = sql<SqlBool>`not exists (select 1 from members where members.roster_entry_id = roster_entries.id)`

/** Whom somebody else left out is the owner's to know. */
const isTheirs = ({ id, storeId }: Inviter) =>
  storeId === null ? sql<SqlBool>`true` : sql<SqlBool>`(excluded_at is null or excluded_by = ${id})`

async function getState(db: Db, { entryId, operator }: Pick<Decision, 'entryId' | 'operator'>) {
  const entry = await db
    .selectFrom('roster_entries')
    .select(['excluded_at', sql<0 | 1>`not ${isFree}`.as('taken')])
    .where('id', '=', entryId)
    .where(isWithin(operator.storeId))
    .where(isTheirs(operator))
    .executeTakeFirst()
  if (!entry) throw new Refusal('not_found')
  return entry
}
