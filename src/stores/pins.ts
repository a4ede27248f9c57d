import { type SqlBool, sql } from 'kysely'
import { equalBytes, toHex } from '../crypto.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { isUsablePin, type PinHash, readPin, slowPinHash } from './pin-hash.ts'
import { countTry, type PinTry, takeBack } from './pin-tries.ts'

type Rights = {
  /** Whose rights: a manager's store, or null for an owner. */
  storeId: string | null
}
type NewPin = Rights & {
  operatorId: string
  pin: string
  setBy: string
  pepper: string
  hash?: PinHash
  now: number
}

const encoder = new TextEncoder()

/**
 * Sets somebody's PIN; they no longer stand at any till by the one before. Everybody may set their own; an owner those of
 * staff and managers, a manager those of their store's staff. Set by another, it may be tried at once; one's own opens
 * nothing, but an owner's, whom nobody else could let in again. Refusals: pin_unusable, not_found (also for whom one has no right to).
 */
export async function setPin(store: Store, { operatorId, pin: typed, setBy, storeId, pepper, now, ...more }: NewPin) {
  const { db, batch } = store
  const pin = readPin(typed)
  if (pin === undefined || !isUsablePin(pin)) throw new Refusal('pin_unusable')
  const salt = toHex(crypto.getRandomValues(new Uint8Array(16)))
  const hash = await (more.hash ?? slowPinHash)({ operatorId, pin, salt, pepper })
  const set = db
    .insertInto('operator_pins')
    .columns(['operator_id', 'salt', 'hash', 'set_by', 'set_at'])
    .expression((eb) =>
      eb
        .selectFrom('operators')
        .select([
          'operators.id as operator_id',
          eb.val(salt).as('salt'),
          eb.val(hash).as('hash'),
          eb.val(setBy).as('set_by'),
          sql<number>`${now}`.as('set_at'),
        ])
        .where('operators.id', '=', operatorId)
        .where(isTheirs({ by: setBy, storeId })),
    )
    .onConflict((clash) =>
      clash.column('operator_id').doUpdateSet((eb) => ({
        salt: eb.ref('excluded.salt'),
        hash: eb.ref('excluded.hash'),
        set_by: eb.ref('excluded.set_by'),
        set_at: eb.ref('excluded.set_at'),
      })),
    )
  const opened = db
    .deleteFrom('pin_tries')
    .where('scope', '=', 'operator')
    .where('subject_id', '=', operatorId)
    .where(sql<SqlBool>`(${operatorId} <> ${setBy} or exists (select 1 from operators
      where operators.id = ${setBy} and operators.role = 'owner'))`)
  await oneOrNotFound(() => batch([set, mustHaveChangedOne(db), opened, sessionsEnd(store, { operatorId, now })]))
}

/** Takes a PIN away: they stand at no till any more. Whose, as in `setPin`. Refusal: not_found. */
export async function removePin(
  store: Store,
  { operatorId, by, storeId, now }: Rights & { operatorId: string; by: string; now: number },
) {
  const { db, batch } = store
  const removed = db
    .deleteFrom('operator_pins')
    .where('operator_id', '=', operatorId)
    .where(
      sql<SqlBool>`exists (select 1 from operators where operators.id = ${operatorId} and ${isTheirs({ by, storeId })})`,
    )
  await oneOrNotFound(() => batch([removed, mustHaveChangedOne(db), sessionsEnd(store, { operatorId, now })]))
}

/**
 * Whether this is that person's PIN. It is counted as wrong before it is looked at, and taken back when it is right: however
 * many come at the same moment, no more are looked at than may be wrong. Refusals: pin_wrong { left }, pin_locked { until },
 * pin_blocked; not_found (nobody of this store, or without a PIN).
 */
export async function checkPin(
  store: Store,
  { pin, pepper, hash = slowPinHash, ...tried }: PinTry & { pin: string; pepper: string; hash?: PinHash },
) {
  const counted = await countTry(store, tried)
  const typed = await hash({ operatorId: tried.operatorId, pin: readPin(pin) ?? '', salt: counted.salt, pepper })
  if (!equalBytes(encoder.encode(typed), encoder.encode(counted.hash))) throw counted.refusal
  await takeBack(store, tried)
}

/** Whose PIN one may set or take away: one's own, and those below oneself, a manager's in their store. On `operators`. */
const isTheirs = ({ by, storeId }: Rights & { by: string }) => sql<SqlBool>`operators.revoked_at is null and (
  operators.id = ${by} or (operators.role = 'staff' and (${storeId} is null or operators.store_id = ${storeId}))
  or (operators.role = 'manager' and ${storeId} is null))`

const sessionsEnd = ({ db }: Store, { operatorId, now }: { operatorId: string; now: number }) =>
  db
    .updateTable('till_sessions')
    .set({ ended_at: now })
    .where('operator_id', '=', operatorId)
    .where('ended_at', 'is', null)

async function oneOrNotFound(act: () => Promise<unknown>) {
  try {
    await act()
  } catch (error) {
    throw isAborted(error) ? new Refusal('not_found') : error
  }
}
