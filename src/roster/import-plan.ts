import { sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import { shopName } from '../stores/stores.ts'
import { dayInTokyo } from './dates.ts'
import { type Draft, type ReadRow, type Remark, type RowContext, rowReader, type Wrong } from './import-rows.ts'
import type { FileRow } from './import-table.ts'
import { type RosterImport, readPiece } from './imports.ts'
import { sealDigits, sealStaffNos } from './sealing.ts'
import { foldStaffNo } from './secrets.ts'

export const ROW_STATES = ['wrong', 'changed', 'new', 'same'] as const
export type RowState = (typeof ROW_STATES)[number]
export const CHANGES = ['name', 'kana', 'role', 'joined', 'left', 'staffNo', 'digits', 'note'] as const
export type Change = (typeof CHANGES)[number]

export type PlannedRow = FileRow &
  (
    | { state: 'wrong'; wrong: Wrong }
    | { state: 'new'; entry: Draft; remarks: readonly Remark[] }
    | { state: 'changed'; entry: Draft; id: string; changes: readonly Change[]; remarks: readonly Remark[] }
    | { state: 'same'; entry: Draft; remarks: readonly Remark[] }
  )

type Planning = { file: RosterImport; onlyStoreId: string | null; sessionSecret: string; now: number }

/**
 * What an import would do, line by line and in pieces of at most 1,000, compared with the roster as it is now. Nothing
 * is written. A line is an entry when both have the same staff number in the same store, else the same name, store and
 * day of leaving.
 */
export async function* planImport(store: Store, { file, onlyStoreId, sessionSecret, now }: Planning) {
  const read = rowReader(await contextOf(store, { file, onlyStoreId, now }))
  const namesakes = namesakeFinder()
  for (let seq = 0; seq < file.pieces; seq++) {
    const rows = (await readPiece(store, file.id, seq)).map((row) => ({ ...row, ...read(row.cells) }))
    const known = await findKnown(store, rows, sessionSecret)
    yield rows.map((row, i): PlannedRow => {
      const { line, cells } = row
      if ('wrong' in row) return { line, cells, state: 'wrong', wrong: row.wrong }
      const { draft: entry, remarks } = row
      const wrong = namesakes.clash(entry, line, known[i]?.entries ?? [])
      if (wrong) return { line, cells, state: 'wrong', wrong }
      return { line, cells, remarks, ...compared(entry, known[i]) }
    })
  }
}

async function contextOf(
  store: Store,
  { file, onlyStoreId, now }: Omit<Planning, 'sessionSecret'>,
): Promise<RowContext> {
  const [stores, roles, shop] = await Promise.all([
    store.db.selectFrom('stores').select(['id', 'name']).execute(),
    store.db.selectFrom('roles').select(['id', 'name']).execute(),
    shopName(store),
  ])
  const { mapping } = file
  return { mapping, width: file.headings.length, stores, roles, shopName: shop, onlyStoreId, today: dayInTokyo(now) }
}

type Known = {
  i: number
  by_staff_no: 0 | 1
  id: string
  name: string
  name_folded: string
  kana: string | null
  role_id: string | null
  joined_on: string | null
  left_on: string
  staff_no_hmac: string | null
  digits_hmac: string | null
  note: string | null
}

/** The entries that a line may be, those with its staff number first, and its numbers as they are compared with them. */
type KnownBefore = { entries: readonly Known[]; staffNoHmac: string | null; digitsHmac: string | null }

/** HMACs are dear: of staff numbers they are made when the roster has some, of digits when the line's own entry has. */
async function findKnown({ db }: Store, rows: readonly ReadRow[], sessionSecret: string): Promise<KnownBefore[]> {
  const numbered = await db
    .selectFrom('roster_entries')
    .select('id')
    .where('staff_no_hmac', 'is not', null)
    .limit(1)
    .execute()
  const staffNos = numbered.length === 0 ? [] : await sealStaffNos(sessionSecret, rows.map(draftOf))
  const found = new Map<number, Known[]>()
  for (const one of await lookUp(db, rows, staffNos)) found.set(one.i, [...(found.get(one.i) ?? []), one])
  const entries = rows.map((_, i) => found.get(i) ?? [])
  const asked = rows.map((row, i) => (entries[i]?.[0]?.digits_hmac ? draftOf(row) : undefined))
  const digits = await sealDigits(sessionSecret, asked)
  return rows.map((_, i) => ({
    entries: entries[i] ?? [],
    staffNoHmac: staffNos[i] ?? null,
    digitsHmac: digits[i] ?? null,
  }))
}

const draftOf = (row: ReadRow) => ('draft' in row ? row.draft : undefined)

async function lookUp(db: Db, rows: readonly ReadRow[], staffNos: readonly (string | null)[]) {
  const asked = rows.flatMap((row, i) =>
    'draft' in row ? [[i, row.draft.storeId, row.draft.nameFolded, row.draft.leftOn, staffNos[i] ?? null]] : [],
  )
  const { rows: found } = await sql<Known>`
    with asked as materialized (
      select json_extract(value, '$[0]') as i, json_extract(value, '$[1]') as store_id, json_extract(value, '$[2]') as name_folded,
        json_extract(value, '$[3]') as left_on, json_extract(value, '$[4]') as staff_no_hmac
      from json_each(${JSON.stringify(asked)}))
    select asked.i, 1 as by_staff_no, ${sql.raw(KNOWN_COLUMNS)}
    from asked cross join roster_entries as e
      on e.store_id = asked.store_id and e.staff_no_hmac = asked.staff_no_hmac and e.staff_no_hmac is not null
    union all
    select asked.i, 0 as by_staff_no, ${sql.raw(KNOWN_COLUMNS)}
    from asked cross join roster_entries as e
      on e.name_folded = asked.name_folded and e.store_id = asked.store_id and e.left_on = asked.left_on
      and (e.staff_no_hmac is null or asked.staff_no_hmac is null)
    order by 1, 2 desc, 3`.execute(db)
  return found
}

const KNOWN_COLUMNS = `e.id, e.name, e.name_folded, e.kana, e.role_id, e.joined_on, e.left_on, e.staff_no_hmac,
  e.digits_hmac, e.note`

/** What an empty cell says is nothing: what the roster knows stays. */
function compared(entry: Draft, before: KnownBefore | undefined) {
  const known = before?.entries[0]
  if (!known) return { state: 'new' as const, entry }
  // A number that no HMAC was made of has none to be compared with.
  const sealed = (said: string | null, hmac: string | null) => (said === null ? null : (hmac ?? ''))
  const pairs: readonly (readonly [Change, string | null, string | null])[] = [
    ['name', entry.name, known.name],
    ['kana', entry.kana, known.kana],
    ['role', entry.roleId, known.role_id],
    ['joined', entry.joinedOn, known.joined_on],
    ['left', entry.leftOn, known.left_on],
    ['staffNo', sealed(entry.staffNo, before.staffNoHmac), known.staff_no_hmac],
    ['digits', sealed(entry.digits, before.digitsHmac), known.digits_hmac],
    ['note', entry.note, known.note],
  ]
  const changes = pairs.filter(([, said, was]) => said !== null && said !== was).map(([field]) => field)
  return changes.length === 0
    ? { state: 'same' as const, entry }
    : { state: 'changed' as const, entry, id: known.id, changes }
}

/** Lines that are somebody's twice, or that nobody can tell apart. The first of two is taken. */
function namesakeFinder() {
  const byStaffNo = new Map<string, number>()
  const byName = new Map<string, { line: number; staffNo: string | null }[]>()
  const byEntry = new Map<string, number>()

  const earlier = ({ storeId, nameFolded, leftOn, staffNo: said }: Draft, line: number) => {
    const staffNo = said === null ? null : `${storeId} ${foldStaffNo(said)}`
    const before = staffNo === null ? undefined : byStaffNo.get(staffNo)
    if (before !== undefined) return before
    const key = `${storeId} ${leftOn} ${nameFolded}`
    const same = byName.get(key) ?? []
    const twin = same.find((other) => other.staffNo === null || staffNo === null)
    if (twin) return twin.line
    if (staffNo !== null) byStaffNo.set(staffNo, line)
    byName.set(key, [...same, { line, staffNo }])
    return undefined
  }

  return {
    clash(entry: Draft, line: number, known: readonly Known[]): Wrong | undefined {
      const before = earlier(entry, line)
      if (before !== undefined) return { code: 'repeated', line: before }
      const [first, second] = known
      if (!first) return undefined
      if (first.by_staff_no === 0 && second) return { code: 'ambiguous' }
      if (first.name_folded !== entry.nameFolded && first.left_on !== entry.leftOn)
        return { code: 'staff_no_other', field: 'staffNo' }
      const taken = byEntry.get(first.id)
      if (taken !== undefined) return { code: 'repeated', line: taken }
      byEntry.set(first.id, line)
      return undefined
    },
  }
}
