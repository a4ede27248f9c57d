import { sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { FIELDS, type Mapping } from './headers.ts'
import type { Encoding } from './import-file.ts'
import type { FileRow, Table } from './import-table.ts'

/** How long a file that was read is kept to be looked at. */
export const IMPORT_KEPT_MS = 3_600_000
/** Files that one operator may have open; the oldest makes room. */
const OPEN_MAX = 3

const Reading = z.object({
  headings: z.array(z.object({ label: z.string(), example: z.string() })),
  mapping: z.array(z.enum(FIELDS).nullable()),
  rows: z.number(),
  encoding: z.enum(['utf-8', 'utf-16', 'shift_jis']),
  pieces: z.number(),
  /** What the import did so far, counted by its statements themselves. */
  added: z.number().default(0),
  changed: z.number().default(0),
  same: z.number().default(0),
  wrong: z.number().default(0),
})
const Piece = z.array(z.tuple([z.number()], z.string()))

export type RosterImport = z.output<typeof Reading> & { id: string; appliedAt: number | null; expiresAt: number }

/** Keeps what was read of a file for an hour, for this operator alone. Nothing of it is on the roster yet. */
export async function keepImport(
  { db, batch }: Store,
  { table, encoding, operatorId, now }: { table: Table; encoding: Encoding; operatorId: string; now: number },
): Promise<string> {
  const id = crypto.randomUUID()
  const { pieces, ...known } = table
  const reading = JSON.stringify({ ...known, encoding, pieces: pieces.length })
  const newest = db
    .selectFrom('roster_imports')
    .select('id')
    .where('operator_id', '=', operatorId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(OPEN_MAX - 1)
  await batch([
    db.deleteFrom('roster_imports').where('operator_id', '=', operatorId).where('id', 'not in', newest),
    db
      .insertInto('roster_imports')
      .values({ id, operator_id: operatorId, reading, created_at: now, expires_at: now + IMPORT_KEPT_MS }),
    ...pieces.map((words, seq) => db.insertInto('roster_import_pieces').values({ import_id: id, seq, words })),
  ])
  return id
}

type Whose = { id: string; operatorId: string; now: number }

/** A file that this operator uploaded within the hour. Refusal: import_over. */
export async function findImport({ db }: Pick<Store, 'db'>, { id, operatorId, now }: Whose): Promise<RosterImport> {
  const found = await db
    .selectFrom('roster_imports')
    .select(['reading', 'applied_at', 'expires_at'])
    .where('id', '=', id)
    .where('operator_id', '=', operatorId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!found) throw new Refusal('import_over')
  return { ...Reading.parse(JSON.parse(found.reading)), id, appliedAt: found.applied_at, expiresAt: found.expires_at }
}

/** Says which column means what. One that was applied already keeps its meaning. Refusal: import_over. */
export async function mapColumns({ db }: Store, { id, operatorId, mapping, now }: Whose & { mapping: Mapping }) {
  const mapped = await db
    .updateTable('roster_imports')
    .set({ reading: sql<string>`json_set(reading, '$.mapping', json(${JSON.stringify(mapping)}))` })
    .where('id', '=', id)
    .where('operator_id', '=', operatorId)
    .where('expires_at', '>', now)
    .where('applied_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!mapped) await findImport({ db }, { id, operatorId, now })
}

/** One piece of the file: at most 1,000 rows. */
export async function readPiece({ db }: Pick<Store, 'db'>, id: string, seq: number): Promise<readonly FileRow[]> {
  const piece = await db
    .selectFrom('roster_import_pieces')
    .select('words')
    .where('import_id', '=', id)
    .where('seq', '=', seq)
    .executeTakeFirst()
  if (!piece) throw new Refusal('import_over')
  return Piece.parse(JSON.parse(piece.words)).map(([line, ...cells]) => ({ line, cells }))
}

/** What nobody looks at any more is gone within the hour, or at the next run of the clock. */
export const forgetExpiredImports = ({ db }: Store, { now }: { now: number }) =>
  db.deleteFrom('roster_imports').where('expires_at', '<=', now).execute()
