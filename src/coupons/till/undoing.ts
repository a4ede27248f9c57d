import { sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { recordOnGrant } from '../history.ts'
import type { TillHere } from './previews.ts'
import { findRedemption, type Redemption, UNDO_MS } from './redemptions.ts'
import { startOfShopDay } from './windows.ts'

export const UNDOS_A_DAY_MAX = 20
export const UNDO_REASON_MAX = 100

type Undoing = {
  redemptionId: string
  till: TillHere
  /** Who stands at the till. */
  staff: { id: string }
  reason: string
  now: number
}

/**
 * Takes a use back: at its own store, within ten minutes, with a reason, and at most 20 times a store and day. The coupon
 * can be used again then. The guards and the write are one statement; repeating it changes nothing and answers the same.
 * Throws coupon_reason_needed, not_found, redemption_not_undoable, undos_too_many, staff_needed.
 */
export async function undoRedemption(store: Store, undoing: Undoing): Promise<Redemption> {
  const { redemptionId, till, staff, now } = undoing
  const reason = undoing.reason.trim()
  if (reason === '' || reason.length > UNDO_REASON_MAX) throw new Refusal('coupon_reason_needed')
  const found = await findRedemption(store, redemptionId)
  if (!found) throw new Refusal('not_found')

  const { grantId } = found
  await store.batch([
    undoStatement(store, { ...undoing, reason }),
    recordOnGrant(
      store.db,
      {
        ...{ id: `coupon_undone:${redemptionId}`, kind: 'coupon_undone', grantId },
        ...{ storeId: till.storeId, operatorId: staff.id, now },
      },
      ({ exists, selectFrom }) =>
        exists(
          selectFrom('redemptions').select('use_no').where('id', '=', redemptionId).where('voided_at', 'is not', null),
        ),
    ),
  ])
  const after = await findRedemption(store, redemptionId)
  if (after && after.undoneAt !== null && (await isOfStore(store, undoing))) return after
  throw await whyNot(store, found, undoing)
}

const livingStaff = ({ staff, till }: Pick<Undoing, 'staff' | 'till'>) =>
  sql<boolean>`exists (select 1 from operators where id = ${staff.id} and revoked_at is null
    and (role = 'owner' or store_id = ${till.storeId}))`

const livingTill = ({ till }: Pick<Undoing, 'till'>) =>
  sql<boolean>`exists (select 1 from tills where id = ${till.id} and store_id = ${till.storeId} and revoked_at is null)`

const undosToday = ({ till, now }: Pick<Undoing, 'till' | 'now'>) =>
  sql<number>`(select count(*) from redemptions where store_id = ${till.storeId} and voided_at >= ${startOfShopDay(now)})`

/** Each `where` is a guard with a test of its own. */
const undoStatement = ({ db }: Store, undoing: Undoing) => {
  const { redemptionId, till, staff, reason, now } = undoing
  return db
    .updateTable('redemptions')
    .set({ voided_at: now, voided_by: staff.id, voided_till_id: till.id, void_reason: reason })
    .where('id', '=', redemptionId)
    .where('store_id', '=', till.storeId)
    .where('voided_at', 'is', null)
    .where('redeemed_at', '>', now - UNDO_MS)
    .where(livingTill(undoing))
    .where(livingStaff(undoing))
    .where(sql<boolean>`${undosToday(undoing)} < ${UNDOS_A_DAY_MAX}`)
}

const isOfStore = async ({ db }: Store, { redemptionId, till }: Undoing) =>
  (await db
    .selectFrom('redemptions')
    .select('id')
    .where('id', '=', redemptionId)
    .where('store_id', '=', till.storeId)
    .executeTakeFirst()) !== undefined

async function whyNot(store: Store, found: Redemption, undoing: Undoing) {
  const { rows } = await sql<{ staff: number; till: number; undos: number }>`select ${livingStaff(undoing)} as staff,
    ${livingTill(undoing)} as till, ${undosToday(undoing)} as undos`.execute(store.db)
  const [is] = rows
  if (found.undoableUntil <= undoing.now || !(await isOfStore(store, undoing)))
    return new Refusal('redemption_not_undoable')
  if (!is?.till) return new Refusal('till_not_enrolled')
  return new Refusal(is.staff ? 'undos_too_many' : 'staff_needed', is.staff ? { max: UNDOS_A_DAY_MAX } : {})
}
