import { type RawBuilder, sql } from 'kysely'

/**
 * What came with their coupons: the devices that showed them, the occasions they were given on, when they looked (that
 * they did still counts), and every word that anybody wrote of it. Uses stay under the random id as yen, with the store and
 * the time, for the books. Who of the staff is erased can stand at no till any more.
 */
export const whatTheyUsed = ({ memberId, now }: { memberId: string; now: number }): readonly RawBuilder<unknown>[] => [
  sql`delete from coupon_codes where grant_id in ${grantsOf(memberId)}`,
  sql`delete from coupon_devices where member_id = ${memberId}`,
  sql`delete from automatic_grants where member_id = ${memberId}`,
  sql`update coupon_grants set secret = '', voided_at = coalesce(voided_at, ${now}), void_words = null, board_at = null,
      board_read_at = null, looked_at = null, told_at = null,
      seen_at = iif(seen_at is null, null, created_at)
    where member_id = ${memberId}`,
  sql`update redemptions set via_reason = null, void_reason = null where grant_id in ${grantsOf(memberId)}`,
  sql`update paper_scans set code_hmac = null, settle_words = null where grant_id in ${grantsOf(memberId)}`,
  sql`delete from operator_pins where operator_id in ${asOperator(memberId)}`,
  sql`delete from till_sessions where operator_id in ${asOperator(memberId)}`,
  sql`delete from pin_tries where scope = 'operator' and subject_id in ${asOperator(memberId)}`,
]

const grantsOf = (memberId: string) => sql`(select id from coupon_grants where member_id = ${memberId})`
const asOperator = (memberId: string) => sql`(select id from operators where member_id = ${memberId})`
