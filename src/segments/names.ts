import { sql } from 'kysely'
import { listOf, type Store } from '../db/store.ts'
import { listRoles, listStores } from '../stores/stores.ts'
import { conditionsOf, type SegmentRule } from './rule.ts'

/** The newest coupons and the events that the builder offers. */
const OFFERED_MAX = 30

export type Named = readonly { id: string; name: string }[]
/** What the things that rules speak of are called. */
export type RuleNames = { stores: Named; roles: Named; coupons: Named; events: Named; people: Named }

/**
 * The names that these rules need, and those that a builder offers: all stores and roles, the newest coupons, the events.
 * `storeId`: the store that the reader's rights end at, whose people alone are named; null: none.
 */
export async function namesFor(
  store: Store,
  { rules, storeId }: { rules: readonly SegmentRule[]; storeId: string | null },
): Promise<RuleNames> {
  const conditions = rules.flatMap(conditionsOf)
  const couponIds = conditions.flatMap((condition) => (condition.kind === 'coupon' ? condition.in : []))
  const eventIds = conditions.flatMap((condition) =>
    condition.kind === 'event_attended' || condition.kind === 'event_answer' ? condition.in : [],
  )
  const memberIds = conditions.flatMap((condition) => (condition.kind === 'person' ? condition.in : []))
  return {
    stores: await listStores(store),
    roles: await listRoles(store),
    coupons: await couponNames(store, couponIds),
    events: await eventNames(store, eventIds),
    people: memberIds.length === 0 ? [] : await memberNames(store, memberIds, storeId),
  }
}

/** Whether anybody's shift was written down yet: before that, no question about shifts means anything. */
export async function anyShiftWorked({ db }: Store) {
  const one = await db.selectFrom('interactions').select('id').where(isKind('shift_worked')).limit(1).executeTakeFirst()
  return one !== undefined
}

async function couponNames({ db }: Store, ids: readonly string[]): Promise<Named> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, title as name from coupons where id in ${listOf(ids)}
      or id in (select id from coupons order by created_at desc, id limit ${sql.lit(OFFERED_MAX)})
    order by created_at desc, id`.execute(db)
  return rows
}

/** An event is called what those who attended it were told; each next one is sought in the index, not counted through. */
async function eventNames({ db }: Store, ids: readonly string[]): Promise<Named> {
  const next = sql`select min(ref) from interactions where kind = 'event_attended' and ref`
  const { rows } = await sql<{ id: string; name: string | null }>`
    with recursive refs (ref) as (
      ${next} > '' union all select (${next} > refs.ref) from refs where ref is not null limit ${sql.lit(OFFERED_MAX)})
    select ref as id, coalesce((select title from events where events.id = wanted.ref), (select detail ->> 'title' from interactions
      where kind = 'event_attended' and interactions.ref = wanted.ref limit 1)) as name
    from (select ref from refs where ref is not null union select value from json_each(${JSON.stringify(ids)})) as wanted`.execute(
    db,
  )
  return rows.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }]))
}

async function memberNames({ db }: Store, ids: readonly string[], storeId: string | null): Promise<Named> {
  const rows = await db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('id', 'in', listOf(ids))
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId))
    .execute()
  return rows.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }]))
}

/** Written out, not bound: SQLite uses a partial index only where it can see that it applies. */
const isKind = (kind: 'shift_worked') => sql<boolean>`kind = ${sql.lit(kind)}`
