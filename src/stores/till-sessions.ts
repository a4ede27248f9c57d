import { type SqlBool, sql } from 'kysely'
import { randomToken, sha256Hex } from '../crypto.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** Who else stood at a till within a shift, on its one line. */
const FORMER_MAX = 2
/** A shift: whoever stands there longer enters the PIN again. */
export const TILL_SESSION_MS = 12 * 3_600_000

/** What opens a door: 256 random bits in hex. Anything else is not looked up. */
const TOKEN = /^[0-9a-f]{64}$/

/** Staff and managers stand at the tills of their store, owners at all; on `operators` and `tills`. */
const mayStandThere = sql<SqlBool>`operators.revoked_at is null and tills.revoked_at is null
  and (operators.role = 'owner' or operators.store_id = tills.store_id)`

/**
 * Who entered their PIN now stands at that till, until they leave or for 12 hours; whoever stood there before no longer
 * does. Returns the device's token; only its SHA-256 is kept. Refusal: not_found (not of this store, revoked, or no PIN).
 */
export async function startTillSession(
  { db, batch }: Store,
  { tillId, operatorId, now }: { tillId: string; operatorId: string; now: number },
): Promise<string> {
  const token = randomToken()
  const tokenHash = await sha256Hex(token)
  const session = db
    .insertInto('till_sessions')
    .columns(['token_hash', 'till_id', 'operator_id', 'started_at', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom(['tills', 'operators'])
        .innerJoin('operator_pins', 'operator_pins.operator_id', 'operators.id')
        .select([
          eb.val(tokenHash).as('token_hash'),
          'tills.id as till_id',
          'operators.id as operator_id',
          sql<number>`${now}`.as('started_at'),
          sql<number>`${now + TILL_SESSION_MS}`.as('expires_at'),
        ])
        .where('tills.id', '=', tillId)
        .where('operators.id', '=', operatorId)
        .where(mayStandThere),
    )
  const others = db
    .updateTable('till_sessions')
    .set({ ended_at: now })
    .where('till_id', '=', tillId)
    .where('token_hash', '!=', tokenHash)
    .where('ended_at', 'is', null)
  try {
    await batch([session, mustHaveChangedOne(db), others])
  } catch (error) {
    throw isAborted(error) ? new Refusal('not_found') : error
  }
  return token
}

/**
 * Who stands at this till by the device's token, with their name of right now. Undefined when that is over: they left,
 * another came, the shift is over, they were revoked, or their PIN was changed or taken away.
 */
export async function findTillStaff(
  { db }: Store,
  { token, tillId, now }: { token: string; tillId: string; now: number },
): Promise<{ id: string; name: string } | undefined> {
  if (!TOKEN.test(token)) return undefined
  return db
    .selectFrom('till_sessions')
    .innerJoin('tills', 'tills.id', 'till_sessions.till_id')
    .innerJoin('operators', 'operators.id', 'till_sessions.operator_id')
    .innerJoin('operator_pins', 'operator_pins.operator_id', 'till_sessions.operator_id')
    .select(['operators.id', 'operators.name'])
    .where('till_sessions.token_hash', '=', await sha256Hex(token))
    .where('till_sessions.till_id', '=', tillId)
    .where('till_sessions.ended_at', 'is', null)
    .where('till_sessions.expires_at', '>', now)
    .whereRef('operator_pins.set_at', '<=', 'till_sessions.started_at')
    .where(mayStandThere)
    .executeTakeFirst()
}

/** Who else stood at this till within the last 12 hours and may again, the last one first: two people take turns at it. */
export const formerTillStaff = (
  { db }: Store,
  { tillId, operatorId, now }: { tillId: string; operatorId: string; now: number },
): Promise<readonly { id: string; name: string }[]> =>
  db
    .selectFrom('till_sessions')
    .innerJoin('tills', 'tills.id', 'till_sessions.till_id')
    .innerJoin('operators', 'operators.id', 'till_sessions.operator_id')
    .innerJoin('operator_pins', 'operator_pins.operator_id', 'till_sessions.operator_id')
    .select(['operators.id', 'operators.name'])
    .where('till_sessions.till_id', '=', tillId)
    .where('till_sessions.expires_at', '>', now)
    .where('operators.id', '!=', operatorId)
    .where(mayStandThere)
    .groupBy('operators.id')
    .orderBy(sql`max(till_sessions.started_at)`, 'desc')
    .limit(FORMER_MAX)
    .execute()

/** They leave the till. Safe to repeat, and with any token. */
export async function endTillSession({ db }: Store, { token, now }: { token: string; now: number }) {
  if (!TOKEN.test(token)) return
  await db
    .updateTable('till_sessions')
    .set({ ended_at: now })
    .where('token_hash', '=', await sha256Hex(token))
    .where('ended_at', 'is', null)
    .execute()
}
