import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'

/** How many people wait for a decision; a manager's own store's. */
export async function countWaiting({ db }: Store, { storeId }: { storeId: string | null }): Promise<number> {
  const { waiting } = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('state', '=', 'applied')
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId))
    .executeTakeFirstOrThrow()
  return waiting
}

/**
 * Whom to decide about next: who has waited longest; `after` somebody, to come back to them later, who waits next. undefined
 * when nobody else does.
 */
export async function nextWaiting(
  { db }: Store,
  { storeId, after }: { storeId: string | null; after?: { id: string; applied_at: number | null } },
): Promise<string | undefined> {
  const later = sql<SqlBool>`(applied_at, id) > (${after?.applied_at ?? 0}, ${after?.id ?? ''})`
  const next = await db
    .selectFrom('members')
    .select('id')
    .where('state', '=', 'applied')
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId))
    .$if(after !== undefined, (query) => query.where('id', '<>', after?.id ?? ''))
    .orderBy(later, 'desc')
    .orderBy('applied_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return next?.id
}
