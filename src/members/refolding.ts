import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { foldName, NAME_FOLD_VERSION } from './names.ts'

/** Rows folded by one statement. */
const ROWS_MAX = 500
/** Statements of one run; the next minute's goes on. Keeps a run short where each statement is a request of its own (D1). */
const CHUNKS_MAX = 100
const SETTING = 'name_fold_version'

/** How far it is: the column, and the id it stopped at. */
type Place = { column: Column; after: string }

const COLUMNS = [
  { table: 'members', from: 'name', to: 'name_folded' },
  { table: 'roster_entries', from: 'name', to: 'name_folded' },
  { table: 'roster_entries', from: 'kana', to: 'kana_folded' },
] as const
type Column = (typeof COLUMNS)[number]

/**
 * Folds the stored names again when the rules of folding have changed since; nothing otherwise. Goes on where it stopped;
 * two at once do the same work twice, with the same result. A name that changes meanwhile is left as it was folded then.
 */
export async function refoldNames(store: Store, { chunksMax = CHUNKS_MAX }: { chunksMax?: number } = {}) {
  let place = await findPlace(store)
  for (let chunk = 0; place && chunk < chunksMax; chunk++) {
    place = await refoldSome(store, place)
    await keepPlace(store, place)
  }
}

/** Where to go on; undefined when all is folded by today's rules. */
async function findPlace({ db }: Store): Promise<Place | undefined> {
  const kept = await db.selectFrom('settings').select('value').where('key', '=', SETTING).executeTakeFirst()
  if (kept?.value === NAME_FOLD_VERSION) return undefined
  const [version, at, after = ''] = kept?.value.split(' ') ?? []
  const column = version === NAME_FOLD_VERSION ? COLUMNS[Number(at)] : undefined
  return column ? { column, after } : { column: COLUMNS[0], after: '' }
}

async function keepPlace({ db }: Store, place: Place | undefined) {
  const value = place ? `${NAME_FOLD_VERSION} ${COLUMNS.indexOf(place.column)} ${place.after}` : NAME_FOLD_VERSION
  await db
    .insertInto('settings')
    .values({ key: SETTING, value })
    .onConflict((clash) => clash.column('key').doUpdateSet({ value }))
    .execute()
}

/** One chunk; returns where the next begins. */
async function refoldSome({ db }: Store, { column, after }: Place): Promise<Place | undefined> {
  const { table, from, to } = column
  const { rows } = await sql<{ id: string; said: string | null; folded: string | null }>`
    select id, ${sql.ref(from)} as said, ${sql.ref(to)} as folded from ${sql.table(table)}
    where id > ${after} order by id limit ${ROWS_MAX}`.execute(db)
  const changed = rows.flatMap(({ id, said, folded }) =>
    said === null || foldName(said) === folded ? [] : [{ id, said, folded: foldName(said) }],
  )
  if (changed.length > 0)
    await sql`
      update ${sql.table(table)} set ${sql.ref(to)} = new.folded
      from (select value ->> 'id' as id, value ->> 'said' as said, value ->> 'folded' as folded
        from json_each(${JSON.stringify(changed)})) as new
      where ${sql.table(table)}.id = new.id and ${sql.ref(`${table}.${from}`)} = new.said`.execute(db)

  const last = rows.length === ROWS_MAX ? rows.at(-1) : undefined
  if (last) return { column, after: last.id }
  const following = COLUMNS[COLUMNS.indexOf(column) + 1]
  return following && { column: following, after: '' }
}
