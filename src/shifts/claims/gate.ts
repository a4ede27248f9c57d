import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import type { RefusalCode } from '../../refusal.ts'

/** What must hold of `shift_openings` for an answer to count, and why not when it does not; in the order it is explained. */
export type Gate = readonly { passes: RawBuilder<SqlBool>; otherwise: RefusalCode }[]

/** Whether all of a gate is passed. */
export const passes = (gate: Gate) =>
  sql<SqlBool>`${sql.join(
    gate.map(({ passes }) => sql`(${passes})`),
    sql` and `,
  )}`

/** The first thing that an answer does not pass; undefined: it passes, or there is no such opening. */
export async function whyNot(store: Store, gate: Gate, openingId: string): Promise<RefusalCode | undefined> {
  return (await failedOf(store, gate, openingId))[0]
}

/** All that an answer does not pass, in the gate's order. */
export async function failedOf({ db }: Store, gate: Gate, openingId: string): Promise<readonly RefusalCode[]> {
  const { rows } = await sql<{ marks: string }>`select ${marksOf(gate)} as marks from shift_openings
    where shift_openings.id = ${openingId}`.execute(db)
  return failedIn(gate, rows[0]?.marks ?? '')
}

/** A mark for each part of a gate: x where it does not pass. */
export const marksOf = (gate: Gate) =>
  sql<string>`${sql.join(
    gate.map(({ passes }) => sql`iif(${passes}, '-', 'x')`),
    sql` || `,
  )}`

/** What the marks mean. */
export const failedIn = (gate: Gate, marks: string): readonly RefusalCode[] =>
  gate.flatMap(({ otherwise }, i) => (marks[i] === 'x' ? [otherwise] : []))
