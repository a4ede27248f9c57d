import { sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import { type PlannedRow, planImport } from './import-plan.ts'
import type { Draft } from './import-rows.ts'
import { findImport } from './imports.ts'
import { sealDigits, sealStaffNos } from './sealing.ts'

type Applying = {
  id: string
  operator: { id: string; storeId: string | null }
  sessionSecret: string
  now: number
}

/**
 * Puts an import on the roster, in batches of at most 1,000 lines. Asked again, by a second tap or after a crash
 * half-way, it does what is left and counts it once: each line is looked for again in the statement that adds it.
 * Excluded entries stay excluded. Refusal: import_over.
 */
export async function applyImport(store: Store, { id, operator, sessionSecret, now }: Applying) {
  const file = await findImport(store, { id, operatorId: operator.id, now })
  if (file.appliedAt !== null) return
  let wrong = 0
  for await (const rows of planImport(store, { file, onlyStoreId: operator.storeId, sessionSecret, now })) {
    await applyRows(store, { importId: id, rows, sessionSecret, now })
    wrong += rows.filter(({ state }) => state === 'wrong').length
  }
  await finish(store, id, wrong, now)
}

const finish = ({ db }: Store, id: string, wrong: number, now: number) =>
  db
    .updateTable('roster_imports')
    .set({
      applied_at: now,
      reading: sql<string>`json_set(reading, '$.wrong', ${wrong}, '$.same', (reading ->> '$.rows') - ${wrong}
        - coalesce(reading ->> '$.added', 0) - coalesce(reading ->> '$.changed', 0))`,
    })
    .where('id', '=', id)
    .where('applied_at', 'is', null)
    .execute()

async function applyRows(
  { db, batch }: Store,
  {
    importId,
    rows,
    sessionSecret,
    now,
  }: { importId: string; rows: readonly PlannedRow[]; sessionSecret: string; now: number },
) {
  const added = await sealed(
    sessionSecret,
    rows.flatMap((row) => (row.state === 'new' ? [{ ...row.entry, id: crypto.randomUUID() }] : [])),
  )
  const changed = await sealed(
    sessionSecret,
    rows.flatMap((row) => (row.state === 'changed' ? [{ ...row.entry, id: row.id }] : [])),
  )
  await batch([
    ...(added.length > 0 ? [insertion(db, added, now), counted(db, importId, 'added')] : []),
    ...(changed.length > 0 ? [change(db, changed, now), counted(db, importId, 'changed')] : []),
  ])
}

type Identified = Omit<Draft, 'staffNo' | 'digits'> & {
  id: string
  staffNoHmac: string | null
  digitsHmac: string | null
}

/** Of numbers only HMACs reach the database. */
async function sealed(sessionSecret: string, drafts: readonly (Draft & { id: string })[]): Promise<Identified[]> {
  const staffNos = await sealStaffNos(sessionSecret, drafts)
  const digits = await sealDigits(sessionSecret, drafts)
  return drafts.map(({ staffNo: _, digits: __, ...draft }, i) => ({
    ...draft,
    staffNoHmac: staffNos[i] ?? null,
    digitsHmac: digits[i] ?? null,
  }))
}

const entriesIn = (entries: readonly Identified[]) => sql`(
  select value ->> '$.id' as id, value ->> '$.name' as name, value ->> '$.nameFolded' as name_folded, value ->> '$.kana' as kana,
    value ->> '$.kanaFolded' as kana_folded, value ->> '$.storeId' as store_id, value ->> '$.roleId' as role_id,
    value ->> '$.leftOn' as left_on, value ->> '$.joinedOn' as joined_on, value ->> '$.staffNoHmac' as staff_no_hmac,
    value ->> '$.digitsHmac' as digits_hmac, value ->> '$.note' as note
  from json_each(${JSON.stringify(entries)}))`

/** Whoever is on the roster already, by now, is not added: the same question as when it was planned. */
const insertion = (db: Db, entries: readonly Identified[], now: number) => ({
  compile: () =>
    sql`insert into roster_entries (id, name, name_folded, kana, kana_folded, store_id, role_id, left_on, joined_on,
        staff_no_hmac, digits_hmac, note, created_at)
      select line.*, ${now} from (select id, name, name_folded, kana, kana_folded, store_id, role_id, left_on, joined_on,
        staff_no_hmac, digits_hmac, note from ${entriesIn(entries)}) as line
      where not exists (select 1 from roster_entries as e
          where e.store_id = line.store_id and e.staff_no_hmac = line.staff_no_hmac and e.staff_no_hmac is not null)
        and not exists (select 1 from roster_entries as e
          where e.name_folded = line.name_folded and e.store_id = line.store_id and e.left_on = line.left_on
            and (e.staff_no_hmac is null or line.staff_no_hmac is null))`.compile(db),
})

const change = (db: Db, entries: readonly Identified[], now: number) => ({
  compile: () =>
    sql`update roster_entries set name = line.name, name_folded = line.name_folded, left_on = line.left_on,
        kana = coalesce(line.kana, roster_entries.kana),
        kana_folded = coalesce(line.kana_folded, roster_entries.kana_folded),
        role_id = coalesce(line.role_id, roster_entries.role_id),
        joined_on = coalesce(line.joined_on, roster_entries.joined_on),
        staff_no_hmac = coalesce(line.staff_no_hmac, roster_entries.staff_no_hmac),
        digits_hmac = coalesce(line.digits_hmac, roster_entries.digits_hmac),
        note = coalesce(line.note, roster_entries.note), updated_at = ${now}
      from ${entriesIn(entries)} as line
      where line.id = roster_entries.id and (${differs})`.compile(db),
})

/** So that a second tap at the same moment changes, and counts, nothing. */
const differs = sql.raw(
  [
    'line.name is not roster_entries.name',
    'line.left_on is not roster_entries.left_on',
    ...['kana', 'role_id', 'joined_on', 'staff_no_hmac', 'digits_hmac', 'note'].map(
      (column) => `coalesce(line.${column}, roster_entries.${column}) is not roster_entries.${column}`,
    ),
  ].join(' or '),
)

/** Counts what the statement before it changed, in the same batch: a batch that is lost is not counted. */
const counted = (db: Db, importId: string, what: 'added' | 'changed') => ({
  compile: () =>
    sql`update roster_imports set reading = json_set(reading, ${`$.${what}`},
        coalesce(reading ->> ${`$.${what}`}, 0) + changes()) where id = ${importId}`.compile(db),
})
