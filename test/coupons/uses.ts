import type { Store } from '../../src/db/store.ts'
import { NOON } from '../support.ts'

/** A use as the till stores it, without the till: for what is told of uses. */
export async function addUse(
  { db }: Store,
  grantId: string,
  { at = NOON, storeId = 'shibuya', useNo = 1 }: { at?: number; storeId?: string; useNo?: number } = {},
) {
  await db
    .insertInto('redemptions')
    .values({
      ...{ id: crypto.randomUUID(), grant_id: grantId, use_no: useNo, store_id: storeId, till_id: `till-${storeId}` },
      ...{ idempotency_key: crypto.randomUUID(), request_sha: 'x', redeemed_at: at },
    })
    .execute()
}
