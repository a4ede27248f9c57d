import { type SqlBool, sql } from 'kysely'
import { type Cursor, pageOf } from '../../db/pages.ts'
import type { PaperOutcome } from '../../db/schema-coupons.ts'
import type { Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'

/** A page of the list. */
export const SCANS_PAGE_MAX = 50
export const SETTLE_WORDS_MAX = 300

/** A scan as the owner looks at it. */
export type ScanLine = {
  id: string
  storeName: string
  tillName: string
  staffName: string | null
  couponId: string | null
  couponTitle: string | null
  memberId: string | null
  memberName: string | null
  /** By the device's clock. */
  scannedAt: number
  uploadedAt: number
  billYen: number | null
  guests: number | null
  outcome: PaperOutcome
  why: string | null
  settledAt: number | null
  settledBy: string | null
  settleWords: string | null
}
/** A use of the same coupon by the same person: of a conflict, what was first. */
export type OtherUse = { at: number; storeName: string; tillName: string | null; staffName: string | null }

type Scope = {
  /** null: of all stores. */
  storeId: string | null
}

/** What nobody has settled of what went wrong, as its index has it. */
const isOpen = sql<SqlBool>`paper_scans.settled_at is null and (paper_scans.outcome <> 'used' or paper_scans.why is not null)`

/** How many scans wait for somebody in charge to look at them. */
export async function countOpenScans({ db }: Store, { storeId }: Scope) {
  const { scans } = await db
    .selectFrom('paper_scans')
    .select(sql<number>`count(*)`.as('scans'))
    .where(isOpen)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .executeTakeFirstOrThrow()
  return scans
}

/** A page of what was logged, last come first: what waits to be looked at, or all of it. `next`: where the next page begins. */
export async function listScans(
  store: Store,
  { storeId, all, before }: Scope & { all: boolean; before?: Cursor | undefined },
) {
  const rows = await scanRows(store, storeId)
    .$if(!all, (query) => query.where(isOpen))
    .$if(before !== undefined, (query) =>
      query.where(sql<SqlBool>`(paper_scans.uploaded_at, paper_scans.id) < (${before?.at ?? 0}, ${before?.id ?? ''})`),
    )
    .orderBy('paper_scans.uploaded_at', 'desc')
    .orderBy('paper_scans.id', 'desc')
    .limit(SCANS_PAGE_MAX + 1)
    .execute()
  const { lines, next } = pageOf(rows, SCANS_PAGE_MAX, ({ uploadedAt, id }) => ({ at: uploadedAt, id }))
  return { scans: lines, next }
}

/** One scan, and of one whose coupon had been used, the use that was first. Refusal: not_found, also for another store's. */
export async function getScan(
  store: Store,
  { scanId, storeId }: Scope & { scanId: string },
): Promise<{ scan: ScanLine; other: OtherUse | undefined }> {
  const scan = await scanRows(store, storeId).where('paper_scans.id', '=', scanId).executeTakeFirst()
  if (!scan) throw new Refusal('not_found')
  return { scan, other: scan.why === 'already_used' ? await findOther(store, scan) : undefined }
}

type Settling = Scope & { scanId: string; words: string | undefined; operatorId: string; now: number }

/**
 * Somebody in charge has looked at a scan, and may say what was done. Repeating keeps the first. Refusal: not_found (none,
 * another store's, or one with nothing to settle).
 */
export async function settleScan({ db }: Store, { scanId, storeId, words, operatorId, now }: Settling) {
  const settled = await db
    .updateTable('paper_scans')
    .set({
      settled_at: sql<number>`coalesce(settled_at, ${now})`,
      settled_by: sql<string>`iif(settled_at is null, ${operatorId}, settled_by)`,
      settle_words: sql<string | null>`iif(settled_at is null, ${words ?? null}, settle_words)`,
    })
    .where('id', '=', scanId)
    .where(sql<SqlBool>`(outcome <> 'used' or why is not null)`)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .returning('id')
    .executeTakeFirst()
  if (!settled) throw new Refusal('not_found')
}

const scanRows = ({ db }: Store, storeId: string | null) =>
  db
    .selectFrom('paper_scans')
    .innerJoin('stores', 'stores.id', 'paper_scans.store_id')
    .innerJoin('tills', 'tills.id', 'paper_scans.till_id')
    .leftJoin('operators as staff', 'staff.id', 'paper_scans.operator_id')
    .leftJoin('operators as settler', 'settler.id', 'paper_scans.settled_by')
    .leftJoin('coupon_grants', 'coupon_grants.id', 'paper_scans.grant_id')
    .leftJoin('coupons', 'coupons.id', 'coupon_grants.coupon_id')
    .leftJoin('members', 'members.id', 'coupon_grants.member_id')
    .select([
      'paper_scans.id',
      'stores.name as storeName',
      'tills.name as tillName',
      'staff.name as staffName',
      'coupons.id as couponId',
      'coupons.title as couponTitle',
      'members.id as memberId',
      'members.name as memberName',
      'paper_scans.scanned_at as scannedAt',
      'paper_scans.uploaded_at as uploadedAt',
      'paper_scans.bill_yen as billYen',
      'paper_scans.guests',
      'paper_scans.outcome',
      'paper_scans.why',
      'paper_scans.settled_at as settledAt',
      'settler.name as settledBy',
      'paper_scans.settle_words as settleWords',
    ])
    .$if(storeId !== null, (query) => query.where('paper_scans.store_id', '=', storeId ?? ''))

/** Of the living uses of that grant the one nearest in time. */
const findOther = ({ db }: Store, { id, scannedAt }: ScanLine): Promise<OtherUse | undefined> =>
  db
    .selectFrom('paper_scans')
    .innerJoin('redemptions', 'redemptions.grant_id', 'paper_scans.grant_id')
    .innerJoin('stores', 'stores.id', 'redemptions.store_id')
    .leftJoin('tills', 'tills.id', 'redemptions.till_id')
    .leftJoin('operators', 'operators.id', 'redemptions.operator_id')
    .select([
      'redemptions.redeemed_at as at',
      'stores.name as storeName',
      'tills.name as tillName',
      'operators.name as staffName',
    ])
    .where('paper_scans.id', '=', id)
    .where('redemptions.voided_at', 'is', null)
    .orderBy(sql`abs(redeemed_at - ${scannedAt})`)
    .limit(1)
    .executeTakeFirst()
