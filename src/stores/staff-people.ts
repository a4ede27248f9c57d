import { type SqlBool, sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

const STAFF_LISTED_MAX = 200
const CLOSED_LISTED_MAX = 20

export type TillPerson = Awaited<ReturnType<typeof listTillStaff>>[number]

/** Who may stand at the tills of a store, or (null) of any: staff first, then managers, then owners. */
export const listTillStaff = ({ db }: Store, { storeId }: { storeId: string | null }) =>
  people({ db })
    .$if(storeId !== null, (query) =>
      query.where(({ eb, or }) => or([eb('operators.store_id', '=', storeId), eb('operators.role', '=', 'owner')])),
    )
    .orderBy(sql`case operators.role when 'staff' then 0 when 'manager' then 1 else 2 end`)
    .orderBy('operators.name')
    .orderBy('operators.id')
    .limit(STAFF_LISTED_MAX)
    .execute()

/** One of them, or undefined when they may not stand there. */
export const findTillPerson = (
  { db }: Store,
  { operatorId, storeId }: { operatorId: string; storeId: string | null },
) =>
  people({ db })
    .where('operators.id', '=', operatorId)
    .$if(storeId !== null, (query) =>
      query.where(({ eb, or }) => or([eb('operators.store_id', '=', storeId), eb('operators.role', '=', 'owner')])),
    )
    .executeTakeFirst()

/** Somebody with just a name: they can stand at the tills of a store and sign in nowhere. Refusal: not_found (store). */
export async function addTillPerson(
  { db }: Store,
  { name, storeId, now }: { name: string; storeId: string; now: number },
): Promise<{ id: string }> {
  const added = await db
    .insertInto('operators')
    .columns(['id', 'name', 'role', 'store_id', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('stores')
        .select([
          eb.val(crypto.randomUUID()).as('id'),
          eb.val(name).as('name'),
          sql<'staff'>`'staff'`.as('role'),
          'stores.id as store_id',
          sql<number>`${now}`.as('created_at'),
        ])
        .where('stores.id', '=', storeId),
    )
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Refusal('not_found')
  return added
}

/** Takes the rights of somebody who has just a name, with their PIN. Refusal: not_found (also another store's). */
export async function removeTillPerson(
  { db, batch }: Store,
  { operatorId, storeId, now }: { operatorId: string; storeId: string | null; now: number },
) {
  const revoked = db
    .updateTable('operators')
    .set({ revoked_at: now })
    .where('id', '=', operatorId)
    .where('member_id', 'is', null)
    .where('role', '=', 'staff')
    .where('revoked_at', 'is', null)
    .where(sql<SqlBool>`(${storeId} is null or store_id = ${storeId})`)
  try {
    await batch([
      revoked,
      mustHaveChangedOne(db),
      db.deleteFrom('operator_pins').where('operator_id', '=', operatorId),
      db
        .updateTable('till_sessions')
        .set({ ended_at: now })
        .where('operator_id', '=', operatorId)
        .where('ended_at', 'is', null),
    ])
  } catch (error) {
    throw isAborted(error) ? new Refusal('not_found') : error
  }
}

export type ClosedPins = Awaited<ReturnType<typeof closedPins>>[number]

/**
 * What wrong PINs closed, for a while or until somebody opens it, of what one may open: a store's tries (null: of any
 * store), then those of single people.
 */
export const closedPins = ({ db }: Store, { storeId, now }: { storeId: string | null; now: number }) =>
  db
    .selectFrom('pin_tries')
    .leftJoin('stores', (join) =>
      join.onRef('stores.id', '=', 'pin_tries.subject_id').on('pin_tries.scope', '=', 'store'),
    )
    .leftJoin('operators', (join) =>
      join
        .onRef('operators.id', '=', 'pin_tries.subject_id')
        .on('pin_tries.scope', '=', 'operator')
        .on('operators.revoked_at', 'is', null)
        .on('operators.role', 'in', storeId === null ? ['staff', 'manager', 'owner'] : ['staff']),
    )
    .select([
      'pin_tries.scope',
      'pin_tries.subject_id as id',
      sql<string>`coalesce(stores.name, operators.name)`.as('name'),
      'pin_tries.blocked_at',
      'pin_tries.locked_until',
    ])
    .where(({ eb, or }) => or([eb('pin_tries.blocked_at', 'is not', null), eb('pin_tries.locked_until', '>', now)]))
    .where(({ eb, or }) => or([eb('stores.id', 'is not', null), eb('operators.id', 'is not', null)]))
    .$if(storeId !== null, (query) =>
      query.where(({ eb, or }) => or([eb('stores.id', '=', storeId), eb('operators.store_id', '=', storeId)])),
    )
    .orderBy('pin_tries.scope', 'desc')
    .orderBy('name')
    .limit(CLOSED_LISTED_MAX)
    .execute()

const people = ({ db }: Pick<Store, 'db'>) =>
  db
    .selectFrom('operators')
    .leftJoin('stores', 'stores.id', 'operators.store_id')
    .leftJoin('operator_pins', 'operator_pins.operator_id', 'operators.id')
    .leftJoin('pin_tries', (join) =>
      join.onRef('pin_tries.subject_id', '=', 'operators.id').on('pin_tries.scope', '=', 'operator'),
    )
    .select([
      'operators.id',
      'operators.name',
      'operators.role',
      'operators.member_id',
      'operators.store_id',
      'stores.name as store_name',
      'operator_pins.set_at as pin_set_at',
      'pin_tries.locked_until',
      'pin_tries.blocked_at',
    ])
    .where('operators.revoked_at', 'is', null)
