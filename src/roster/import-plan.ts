import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { shopName } from '../stores/stores.ts'
import { dayInTokyo } from './dates.ts'
import { type Draft, type Remark, type RowContext, rowReader, type Wrong } from './import-rows.ts'
import type { FileRow } from './import-table.ts'
import { type RosterImport, readPiece } from './imports.ts'
import { hmacOfDigits, hmacOfStaffNo } from './secrets.ts'

export const ROW_STATES = ['wrong', 'changed', 'new', 'same'] as const
export type RowState = (typeof ROW_STATES)[number]
export const CHANGES = ['name', 'kana', 'role', 'joined', 'left', 'staffNo', 'digits', 'note'] as const
export type Change = (typeof CHANGES)[number]

/** A line as it would stand on the roster. The staff number and the digits are HMACs from here on. */
export type Entry = Omit<Draft, 'staffNo' | 'digits'> & { staffNoHmac: string | null; digitsHmac: string | null }

export type PlannedRow = FileRow &
  (
    | { state: 'wrong'; wrong: Wrong }
    | { state: 'new'; entry: Entry; remarks: readonly Remark[] }
    | { state: 'changed'; entry: Entry; id: string; changes: readonly Change[]; remarks: readonly Remark[] }
    | { state: 'same'; entry: Entry; remarks: readonly Remark[] }
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
    const entries = await withSecrets(sessionSecret, rows)
    const known = await findKnown(store, entries)
    yield rows.map((row, i): PlannedRow => {
      const { line, cells } = row
      const entry = entries[i]
      if ('wrong' in row || !entry)
        return { line, cells, state: 'wrong', wrong: 'wrong' in row ? row.wrong : { code: 'name_missing' } }
      const wrong = namesakes.clash(entry, line, known.get(i) ?? [])
      if (wrong) return { line, cells, state: 'wrong', wrong }
      return { line, cells, remarks: row.remarks, ...compared(entry, known.get(i)?.[0]) }
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

const withSecrets = (sessionSecret: string, rows: readonly ({ draft: Draft } | { wrong: Wrong })[]) =>
  Promise.all(
    rows.map(async (row): Promise<Entry | undefined> => {
      if ('wrong' in row) return undefined
      const { staffNo, digits, ...draft } = row.draft
      return {
        ...draft,
        staffNoHmac: staffNo === null ? null : await hmacOfStaffNo(sessionSecret, draft.storeId, staffNo),
        digitsHmac: digits === null ? null : await hmacOfDigits(sessionSecret, digits),
      }
    }),
  )

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

/** The entries that lines are, by the line's place; those with its staff number first. */
async function findKnown({ db }: Store, entries: readonly (Entry | undefined)[]) {
  const asked = entries.flatMap((entry, i) => {
    if (!entry) return []
    return [[i, entry.storeId, entry.nameFolded, entry.leftOn, entry.staffNoHmac]]
  })
  const found = await sql<Known>`
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
  const known = new Map<number, Known[]>()
  for (const row of found.rows) known.set(row.i, [...(known.get(row.i) ?? []), row])
  return known
}

const KNOWN_COLUMNS = `e.id, e.name, e.name_folded, e.kana, e.role_id, e.joined_on, e.left_on, e.staff_no_hmac,
  e.digits_hmac, e.note`

/** What an empty cell says is nothing: what the roster knows stays. */
function compared(entry: Entry, known: Known | undefined) {
  if (!known) return { state: 'new' as const, entry }
  const pairs: readonly (readonly [Change, string | null, string | null])[] = [
    ['name', entry.name, known.name],
    ['kana', entry.kana, known.kana],
    ['role', entry.roleId, known.role_id],
    ['joined', entry.joinedOn, known.joined_on],
    ['left', entry.leftOn, known.left_on],
    ['staffNo', entry.staffNoHmac, known.staff_no_hmac],
    ['digits', entry.digitsHmac, known.digits_hmac],
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

  const earlier = ({ storeId, nameFolded, leftOn, staffNoHmac }: Entry, line: number) => {
    const before = staffNoHmac === null ? undefined : byStaffNo.get(staffNoHmac)
    if (before !== undefined) return before
    const key = `${storeId} ${leftOn} ${nameFolded}`
    const same = byName.get(key) ?? []
    const twin = same.find(({ staffNo }) => staffNo === null || staffNoHmac === null)
    if (twin) return twin.line
    if (staffNoHmac !== null) byStaffNo.set(staffNoHmac, line)
    byName.set(key, [...same, { line, staffNo: staffNoHmac }])
    return undefined
  }

  return {
    clash(entry: Entry, line: number, known: readonly Known[]): Wrong | undefined {
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
