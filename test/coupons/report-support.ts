import type { RedeemedVia } from '../../src/db/schema-coupons.ts'
import type { Store } from '../../src/db/store.ts'
import { NOON } from '../support.ts'

type Used = {
  at?: number
  storeId?: string
  /** Until which instant a use counted. */
  undoneAt?: number
  reason?: string
  via?: RedeemedVia
  viaReason?: string
  billYen?: number
  guests?: number
  discountYen?: number
  staffId?: string
}

/** A use as it stands in the table afterwards, whoever made it. Answers its id. */
export async function useOf({ db }: Store, grantId: string, used: Used = {}) {
  const { at = NOON, storeId = 'shibuya', undoneAt, reason, via = 'code', viaReason, billYen, guests } = used
  const id = crypto.randomUUID()
  const { n } = await db
    .selectFrom('redemptions')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('grant_id', '=', grantId)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('redemptions')
    .values({
      ...{ id, grant_id: grantId, use_no: n + 1, store_id: storeId, till_id: `till-${storeId}` },
      ...{ operator_id: used.staffId ?? null, idempotency_key: id, request_sha: id, redeemed_at: at },
      ...{ voided_at: undoneAt ?? null, void_reason: undoneAt === undefined ? null : (reason ?? '押し間違い') },
      ...{ voided_by: undoneAt === undefined ? null : (used.staffId ?? null), via, via_reason: viaReason ?? null },
      ...{ bill_yen: billYen ?? null, guests: guests ?? null, discount_yen: used.discountYen ?? null },
    })
    .execute()
  return id
}

/** Somebody who stands at that store's till. */
export async function addStaff({ db }: Store, id: string, name: string, storeId = 'shibuya') {
  await db
    .insertInto('operators')
    .values({ id, name, role: 'staff', store_id: storeId, created_at: NOON })
    .onConflict((clash) => clash.doNothing())
    .execute()
  return id
}

/** Two scans of the same code while the net was down, and what came of the second. */
export const conflictOf = ({ db }: Store, grantId: string, { at = NOON, storeId = 'shibuya' } = {}) =>
  db
    .insertInto('paper_scans')
    .values({
      ...{ id: crypto.randomUUID(), store_id: storeId, till_id: `till-${storeId}`, operator_id: null, code_hmac: 'x' },
      ...{
        grant_id: grantId,
        scanned_at: at,
        uploaded_at: at,
        bill_yen: null,
        guests: null,
        outcome: 'conflict' as const,
      },
      ...{ why: 'already_used', redemption_id: null, settled_at: null, settled_by: null, settle_words: null },
    })
    .execute()
