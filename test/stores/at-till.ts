import type { Store } from '../../src/db/store.ts'
import { startTillSession } from '../../src/stores/till-sessions.ts'
import { EARLIER, NOON } from '../support.ts'

type AtTill = { tillId: string; storeId?: string; operatorId?: string; name?: string; now?: number }

/**
 * Somebody of the store stands at a till that exists, without the cost of hashing a PIN: the cookie of the device, to go
 * beside the till's own. They are made when they are not there yet.
 */
export async function standAt(
  store: Store,
  { tillId, storeId = 'shibuya', operatorId = 'staff-sato', name = '佐藤', now = NOON }: AtTill,
) {
  await addTillStaff(store, { storeId, operatorId, name })
  return `okaeri-till-staff=${await startTillSession(store, { tillId, operatorId, now })}`
}

/** Somebody who may stand at the tills of a store; their PIN opens nothing. */
export async function addTillStaff({ db }: Store, { storeId = 'shibuya', operatorId = 'staff-sato', name = '佐藤' }) {
  await db
    .insertInto('operators')
    .values({ id: operatorId, name, role: 'staff', store_id: storeId, created_at: EARLIER })
    .onConflict((clash) => clash.doNothing())
    .execute()
  await db
    .insertInto('operator_pins')
    .values({ operator_id: operatorId, salt: 'salt', hash: 'none', set_at: EARLIER })
    .onConflict((clash) => clash.doNothing())
    .execute()
  return { id: operatorId, name }
}
