import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

export const STORES_MAX = 200
export const ROLES_MAX = 50
const SHOP_NAME_DEFAULT = 'おかえり'
const SHOP_NAME_KEY = 'shop_name'

/** Which way a line of a list goes. */
export type Direction = 'up' | 'down'

/** The name the shop speaks under. */
export async function shopName({ db }: Store): Promise<string> {
  const set = await db.selectFrom('settings').select('value').where('key', '=', SHOP_NAME_KEY).executeTakeFirst()
  return set?.value ?? SHOP_NAME_DEFAULT
}

export const setShopName = async ({ db }: Store, { name }: { name: string }) =>
  void (await db
    .insertInto('settings')
    .values({ key: SHOP_NAME_KEY, value: name })
    .onConflict((clash) => clash.column('key').doUpdateSet({ value: name }))
    .execute())

/** All stores in the shop's order. */
export const listStores = ({ db }: Store) =>
  db.selectFrom('stores').select(['id', 'name']).orderBy('position').orderBy('name').limit(STORES_MAX).execute()

/** All roles of former staff in the shop's order: ホール, キッチン, ... */
export const listRoles = ({ db }: Store) =>
  db.selectFrom('roles').select(['id', 'name']).orderBy('position').orderBy('name').limit(ROLES_MAX).execute()

/** Adds a store at the end and returns its id; undefined when the name is taken, or when there are 200. */
export async function addStore({ db }: Store, { name, now }: { name: string; now: number }) {
  const added = await db
    .insertInto('stores')
    .columns(['id', 'name', 'position', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('stores')
        .select([
          eb.val(crypto.randomUUID()).as('id'),
          eb.val(name).as('name'),
          sql<number>`coalesce(max(position), 0) + 1`.as('position'),
          sql<number>`${now}`.as('created_at'),
        ])
        .having(sql<number>`count(*)`, '<', STORES_MAX),
    )
    .onConflict((clash) => clash.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added?.id
}

/** Adds a role at the end and returns its id; undefined when the name is taken, or when there are 50. */
export async function addRole({ db }: Store, { name }: { name: string }) {
  const added = await db
    .insertInto('roles')
    .columns(['id', 'name', 'position'])
    .expression((eb) =>
      eb
        .selectFrom('roles')
        .select([
          eb.val(crypto.randomUUID()).as('id'),
          eb.val(name).as('name'),
          sql<number>`coalesce(max(position), 0) + 1`.as('position'),
        ])
        .having(sql<number>`count(*)`, '<', ROLES_MAX),
    )
    .onConflict((clash) => clash.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added?.id
}

type Renaming = { id: string; name: string }

/** Renames a store; false when another one has that name. Refusal: not_found. */
export const renameStore = (store: Store, renaming: Renaming) => rename(store, 'stores', renaming)
/** Renames a role; false when another one has that name. Refusal: not_found. */
export const renameRole = (store: Store, renaming: Renaming) => rename(store, 'roles', renaming)

async function rename({ db }: Store, table: 'stores' | 'roles', { id, name }: Renaming) {
  const renamed = await sql<{ id: string }>`
    update ${sql.table(table)} set name = ${name}
    where id = ${id} and not exists (select 1 from ${sql.table(table)} as other where other.name = ${name} and other.id <> ${id})
    returning id`.execute(db)
  if (renamed.rows.length > 0) return true
  const known = await db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()
  if (!known) throw new Refusal('not_found')
  return false
}

type Moving = { id: string; direction: Direction }

/** Moves a store one place; at the end of the list, or unknown, nothing moves. */
export const moveStore = (store: Store, moving: Moving) => move(store, 'stores', moving)
/** Moves a role one place; at the end of the list, or unknown, nothing moves. */
export const moveRole = (store: Store, moving: Moving) => move(store, 'roles', moving)

/** Numbers the list anew with the one line a place and a half further, so that equal positions do no harm. */
async function move({ db }: Store, table: 'stores' | 'roles', { id, direction }: Moving) {
  const places = direction === 'up' ? -1.5 : 1.5
  await sql`
    update ${sql.table(table)} set position = wanted.place
    from (
      select id, row_number() over (order by place + case when id = ${id} then ${places} else 0 end) as place
      from (select id, row_number() over (order by position, name) as place from ${sql.table(table)})
    ) as wanted
    where wanted.id = ${sql.table(table)}.id and ${sql.table(table)}.position <> wanted.place`.execute(db)
}
