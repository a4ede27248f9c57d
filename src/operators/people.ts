import { type SqlBool, sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

const OPERATORS_LISTED_MAX = 200

/** Everybody who may sign in, owners first, then in the order they came; with when they last were seen. */
export const listOperators = ({ db }: Store) =>
  operators({ db })
    .orderBy(sql`case operators.role when 'owner' then 0 when 'manager' then 1 else 2 end`)
    .orderBy('operators.created_at')
    .orderBy('operators.id')
    .limit(OPERATORS_LISTED_MAX)
    .execute()

/** One of those who may sign in. Refusal: not_found. */
export async function getOperator({ db }: Store, { operatorId }: { operatorId: string }) {
  const operator = await operators({ db }).where('operators.id', '=', operatorId).executeTakeFirst()
  if (!operator) throw new Refusal('not_found')
  return operator
}

/**
 * Takes an operator's rights away: their sessions, unused login links and the PIN end in the same moment. Two owners who revoke each
 * other leave one. Refusals: not_found; operator_not_revocable (oneself, or the last owner).
 */
export async function revokeOperator(
  { db, batch }: Store,
  { operatorId, by, now }: { operatorId: string; by: string; now: number },
) {
  try {
    await batch([
      db
        .updateTable('operators')
        .set({ revoked_at: now })
        .where('id', '=', operatorId)
        .where('id', '!=', by)
        .where('revoked_at', 'is', null)
        .where(
          sql<SqlBool>`(role <> 'owner' or exists (
            select 1 from operators as other where other.role = 'owner' and other.revoked_at is null and other.id <> ${operatorId}))`,
        ),
      mustHaveChangedOne(db),
      db
        .updateTable('sessions')
        .set({ revoked_at: now })
        .where('operator_id', '=', operatorId)
        .where('revoked_at', 'is', null),
      db
        .updateTable('login_links')
        .set({ used_at: now })
        .where('operator_id', '=', operatorId)
        .where('used_at', 'is', null),
      db.deleteFrom('operator_pins').where('operator_id', '=', operatorId),
      db
        .updateTable('till_sessions')
        .set({ ended_at: now })
        .where('operator_id', '=', operatorId)
        .where('ended_at', 'is', null),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    await getOperator({ db, batch }, { operatorId })
    throw new Refusal('operator_not_revocable')
  }
}

const operators = ({ db }: Pick<Store, 'db'>) =>
  db
    .selectFrom('operators')
    .leftJoin('stores', 'stores.id', 'operators.store_id')
    .select((eb) => [
      'operators.id',
      'operators.name',
      'operators.role',
      'stores.name as store_name',
      'operators.created_at',
      'operators.face_image_id',
      eb
        .selectFrom('sessions')
        .select((of) => of.fn.max('sessions.last_seen_at').as('at'))
        .whereRef('sessions.operator_id', '=', 'operators.id')
        .as('last_seen_at'),
    ])
    .where('operators.revoked_at', 'is', null)
