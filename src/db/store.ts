import { type Compilable, type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

export type Db = Kysely<Schema>

/** `hear` gets the rows of a query before its batch resolves: what would else be asked in a second journey. */
export type Statement = Compilable & { hear?(rows: readonly unknown[]): void }

/** All the storage a capability may use. Opened by src/db/sqlite.ts on Node and src/db/d1.ts on Workers. */
export type Store = {
  db: Db
  /**
   * Runs the statements in order, all or none. This is the only grouping there is: D1 has no transactions.
   * Returns per statement the number of rows it returned, or else changed; one that listens hears the rows themselves.
   * Durable when the promise resolves.
   */
  batch(statements: readonly Statement[]): Promise<readonly number[]>
  /** After erasing: what is gone from the tables is gone from the bytes on disk too, where the engine leaves that to us. */
  sweep?(): Promise<void>
}

/**
 * A statement that aborts its whole batch unless the statement before it changed exactly one row:
 * the guard for "all of this, or none, if the row is still as I believe". The batch then throws `isAborted` errors.
 */
export const mustHaveChangedOne = (db: Db): Compilable => ({
  compile: () => sql`select json(case when changes() = 1 then '1' else 'aborted by guard' end)`.compile(db),
})

/** The same for a statement about so many rows. */
export const mustHaveChanged = (db: Db, count: number): Compilable => ({
  compile: () => sql`select json(case when changes() = ${count} then '1' else 'aborted by guard' end)`.compile(db),
})

/** Whether a batch failed because of `mustHaveChangedOne` or `mustHaveChanged`, and so changed nothing. */
export const isAborted = (error: unknown) => error instanceof Error && /malformed JSON/.test(error.message)

/** A list as one parameter (D1 allows 100 parameters a statement): `where('id', 'in', listOf(ids))`. */
export const listOf = <T extends string>(values: readonly T[]) =>
  sql<T>`(select value from json_each(${JSON.stringify(values)}))`
