import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import type { RefusalCode } from '../refusal.ts'

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
  const tried = gate.map(
    ({ passes }, i) => sql`select ${sql.lit(i)} as n from shift_openings
    where shift_openings.id = ${openingId} and not (${passes})`,
  )
  const { rows } = await sql<{ n: number }>`${sql.join(tried, sql` union all `)} order by 1`.execute(db)
  return rows.flatMap(({ n }) => gate[n]?.otherwise ?? [])
}
