import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** Below it, a WAL bug loses commits when two connections write. */
const SQLITE_VERSION_MIN = '3.51.3'
const BUSY_TIMEOUT_MS = 5_000
/** Statements kept prepared; the product has a few hundred, so this only bounds a mistake. */
const PREPARED_MAX = 1_000
/** Batches that may share one transaction: bounds how long a commit blocks the event loop. */
const GROUP_MAX = 500

export type SqliteStore = Store & { close(): void }

/**
 * Opens (and creates, and migrates) the embedded database. Throws when the file, its schema or SQLite itself is not usable.
 * The bytes of a database, instead of a path, are copied and kept in memory.
 */
export function openSqlite(from: string | Buffer, { migrations = 'migrations' } = {}): SqliteStore {
  if (typeof from === 'string' && from !== ':memory:') mkdirSync(dirname(from), { recursive: true })
  const sqlite = new Sqlite(from, { timeout: BUSY_TIMEOUT_MS })
  assertVersion(String(sqlite.prepare('select sqlite_version()').pluck().get()))
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON') // D1 has this on by default
  sqlite.pragma('trusted_schema = OFF')
  sqlite.pragma('secure_delete = ON')
  migrate(sqlite, migrations)

  const prepare = keepPrepared(sqlite)
  return {
    db: new Kysely<Schema>({ dialect: new SqliteDialect({ database: { prepare, close: () => sqlite.close() } }) }),
    batch: groupCommit(sqlite, prepare),
    // secure_delete overwrites the pages; the log keeps older ones until it is written back.
    sweep: async () => void sqlite.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => void sqlite.close(),
  }
}

/** The rows of a query, or how many rows a statement changed. */
type Ran = readonly unknown[] | number

type Prepare = (sql: string) => Sqlite.Statement<unknown[]>

/** Kysely prepares each time; preparing costs more than most of our statements do. */
function keepPrepared(sqlite: Sqlite.Database): Prepare {
  const prepared = new Map<string, Sqlite.Statement<unknown[]>>()
  return (sql) => {
    const known = prepared.get(sql)
    if (known) return known
    if (prepared.size >= PREPARED_MAX) prepared.clear()
    const statement = sqlite.prepare<unknown[]>(plannedOnce(sql))
    prepared.set(sql, statement)
    return statement
  }
}

/**
 * The same statement, so written that SQLite plans it once and not at every run: this build (STAT4) plans a statement anew
 * whenever a bare parameter is bound that it compares with an indexed column, to look at its value. There is nothing to be
 * seen in it, as nothing is analysed; planning takes ten times as long as most of our statements do.
 */
const plannedOnce = (sql: string) => sql.replace(STRING_OR_PARAMETER, (found) => (found === '?' ? '+?' : found))
const STRING_OR_PARAMETER = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g

/** Another process kept the file for as long as we wait for it; nothing of ours ran. */
const isBusy = (error: unknown) => error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')

/**
 * All batches of one tick share a transaction and its one fsync; each is answered after the commit. If any of them fails,
 * the transaction is undone and each runs in its own, so a batch can neither fail nor pass because of its neighbours.
 * A busy file fails them all at once: the wait for it blocks the event loop.
 */
function groupCommit(sqlite: Sqlite.Database, prepare: Prepare): Store['batch'] {
  type Waiting = {
    queries: readonly CompiledQuery[]
    resolve(ran: readonly Ran[]): void
    reject(error: unknown): void
  }
  let waiting: Waiting[] = []

  const run = ({ sql, parameters }: CompiledQuery): Ran => {
    const statement = prepare(sql)
    return statement.reader ? statement.all(...parameters) : statement.run(...parameters).changes
  }
  const runAll = sqlite.transaction((group: readonly Waiting[]) => group.map(({ queries }) => queries.map(run)))

  const runGroup = (group: readonly Waiting[]): (() => void)[] => {
    try {
      const ran = runAll.immediate(group)
      return group.map(
        ({ resolve }, i) =>
          () =>
            resolve(ran[i] ?? []),
      )
    } catch (error) {
      const [first, ...rest] = group
      if (first && rest.length === 0) return [() => first.reject(error)]
      if (isBusy(error))
        return group.map(
          ({ reject }) =>
            () =>
              reject(error),
        )
      return group.flatMap((one) => runGroup([one]))
    }
  }

  const flush = () => {
    const group = waiting.slice(0, GROUP_MAX)
    waiting = waiting.slice(GROUP_MAX)
    if (waiting.length > 0) setImmediate(flush)
    for (const answer of runGroup(group)) answer()
  }

  return async (statements) => {
    const queries = statements.map((statement) => statement.compile())
    if (queries.length === 0) return []
    const results = await new Promise<readonly Ran[]>((resolve, reject) => {
      if (waiting.push({ queries, resolve, reject }) === 1) setImmediate(flush)
    })
    return results.map((ran, i) => {
      if (typeof ran === 'number') return ran
      statements[i]?.hear?.(ran)
      return ran.length
    })
  }
}

/** The same ledger table as Wrangler's, so a database can move between the two runtimes; a file once applied never changes. */
function migrate(sqlite: Sqlite.Database, directory: string) {
  sqlite.exec(`create table if not exists d1_migrations (id integer primary key, name text unique, applied_at text);
    create table if not exists migration_checksums (name text primary key, sha256 text not null) strict`)
  const applied = sqlite.prepare<[string], { sha256: string | null }>(
    'select sha256 from d1_migrations left join migration_checksums using (name) where name = ?',
  )

  for (const name of readdirSync(directory).sort()) {
    const text = readFileSync(join(directory, name), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    sqlite
      .transaction(() => {
        const before = applied.get(name)
        if (before?.sha256 && before.sha256 !== sha256)
          throw new Error(`${name} was changed after this database applied it.`)
        if (!before) {
          sqlite.exec(text)
          sqlite.prepare("insert into d1_migrations (name, applied_at) values (?, datetime('now'))").run(name)
        }
        sqlite.prepare('insert or ignore into migration_checksums (name, sha256) values (?, ?)').run(name, sha256)
      })
      .immediate()
  }
}

/** Throws when this SQLite is one that loses commits. */
export function assertVersion(version: string) {
  if (version.localeCompare(SQLITE_VERSION_MIN, 'en', { numeric: true }) < 0)
    throw new Error(`SQLite ${version} is too old; at least ${SQLITE_VERSION_MIN} is needed.`)
}
