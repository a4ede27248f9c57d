import type { Store } from '../../src/db/store.ts'
import { DAY, NOON } from '../support.ts'
import type { Canary } from './canaries.ts'

type Of = { id: string; grantId: string; canary: Canary }

/** A grant's code, a use looked up by name and undone, one on paper, a device, and an occasion. */
export async function addTheirCoupons({ db }: Pick<Store, 'db'>, { id, grantId, canary }: Of) {
  await db
    .insertInto('coupon_codes')
    .values({ code_hmac: canary('code'), grant_id: grantId, step: 1, expires_at: NOON + DAY })
    .execute()
  await db
    .insertInto('redemptions')
    .values({
      id: `use-${id}`,
      grant_id: grantId,
      coupon_id: 'c',
      use_no: 1,
      store_id: 's',
      till_id: 't',
      idempotency_key: crypto.randomUUID(),
      request_sha: 'x',
      redeemed_at: NOON,
      via: 'name',
      via_reason: canary('名前で探した理由'),
      bill_yen: 4_321,
      guests: 3,
      discount_yen: 500,
      voided_at: NOON + 1,
      void_reason: canary('使用を取り消した理由'),
    })
    .execute()
  await db
    .insertInto('paper_scans')
    .values({
      id: `scan-${id}`,
      store_id: 's',
      till_id: 't',
      code_hmac: canary('paper code'),
      grant_id: grantId,
      scanned_at: NOON,
      uploaded_at: NOON,
      outcome: 'conflict',
      why: 'used',
      settled_at: NOON,
      settle_words: canary('食い違いの言葉'),
    })
    .execute()
  await db
    .insertInto('coupon_devices')
    .values({ device_hash: canary('device'), grant_id: grantId, member_id: id, first_at: NOON, last_at: NOON })
    .execute()
  await db
    .insertInto('automatic_grants')
    .values({
      occasion: 'worked',
      member_id: id,
      occurrence: canary('occurrence'),
      coupon_id: 'c',
      issue_id: 'issue',
      at: NOON,
    })
    .execute()
}

/** Of who is of the staff too: their PIN, and that they stand at the till. */
export async function addTheirPin(
  { db }: Pick<Store, 'db'>,
  { operatorId, canary }: { operatorId: string; canary: Canary },
) {
  await db
    .insertInto('operator_pins')
    .values({ operator_id: operatorId, salt: canary('pin salt'), hash: canary('pin hash'), set_at: NOON })
    .execute()
  await db
    .insertInto('till_sessions')
    .values({
      token_hash: canary('till session'),
      till_id: 't',
      operator_id: operatorId,
      started_at: NOON,
      expires_at: NOON + DAY,
    })
    .execute()
  await db
    .insertInto('pin_tries')
    .values({ scope: 'operator', subject_id: operatorId, day: canary('pin day') })
    .execute()
}
