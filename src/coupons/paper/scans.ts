import { type Compilable, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { sha256Hex } from '../../crypto.ts'
import type { PaperOutcome } from '../../db/schema-coupons.ts'
import { type Db, isAborted, listOf, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { typedCodeHmac } from '../codes.ts'
import { findGrant } from '../grants.ts'
import { codeIn, type TillHere } from '../till/previews.ts'
import { refusalOf } from '../till/refusals.ts'
import { type Insertion, insertRedemption, recordOutcome } from '../till/statements.ts'
import { startOfShopDay } from '../till/windows.ts'
import { type Judged, judgeScan, type KnownCode, whyOf } from './judging.ts'
import { notedAt } from './modes.ts'

/** Of one call; the device sends the rest after the answer. */
export const SCANS_PER_CALL_MAX = 50
/** So many codes that we know nothing of a till may upload in an hour: guessing finds nothing, and is seen. */
export const UNKNOWN_SCANS_MAX = 200
export const UNKNOWN_WINDOW_MS = 3_600_000
const DAY_MS = 86_400_000

const Yen = z.number().int().min(0).max(10_000_000)
const Guests = z.number().int().min(1).max(100)

/** As a device logged it. What does not make sense beside the code is left away: the scan itself counts. */
export const PaperScan = z.object({
  id: z.string().regex(/^[0-9a-zA-Z-]{16,64}$/),
  code: z.string().max(500),
  /** By the device's clock, set right by ours when it last heard of us. */
  scannedAt: z.number().int().nonnegative(),
  billYen: Yen.optional().catch(undefined),
  guests: Guests.optional().catch(undefined),
})
export type PaperScan = z.output<typeof PaperScan>

/** What came of a scan; for a device, that it need not keep it any longer. */
export type ScanResult = { id: string; outcome: PaperOutcome; why: string | null }

type Uploading = { sessionSecret: string; till: TillHere; now: number }

/**
 * Takes what a till logged while the net was down; every scan once, however often it is sent. The first that arrives here
 * is the use, by the same guards as at the till as of the time of the scan. What the coupon does not allow any more is kept
 * as a conflict, and so is what was noted when the store noted nothing; what we never showed is unknown. When the code was
 * on the screen decides, not the device's clock. Above the store's limits it counts, and the owner is told.
 * Refusal: till_locked (after 200 unknown codes in an hour): those without an answer stay on the device.
 */
export async function uploadScans(
  store: Store,
  { scans, ...uploading }: Uploading & { scans: readonly PaperScan[] },
): Promise<readonly ScanResult[]> {
  const codes = await hmacsOf(uploading.sessionSecret, scans)
  const known = await findCodes(store, [...codes.values()])
  const before = await findResults(store, scans, uploading.till)
  const mayNote = await notedAt(store, { storeId: uploading.till.storeId, now: uploading.now })
  const results: ScanResult[] = []
  for (const scan of scans) {
    const done = before.get(scan.id) ?? results.find(({ id }) => id === scan.id)
    const codeHmac = codes.get(scan.id)
    const code = codeHmac === undefined ? undefined : known.get(codeHmac)
    const result = done ?? (await takeScan(store, { ...uploading, mayNote, scan, codeHmac, code }))
    if (!result) return answered(before, results, uploading.now)
    if (!done) results.push(result)
  }
  return [...before.values(), ...results]
}

/** What was taken before the till was locked is still confirmed. */
function answered(before: ReadonlyMap<string, ScanResult>, results: readonly ScanResult[], now: number) {
  const taken = [...before.values(), ...results]
  if (taken.length === 0) throw new Refusal('till_locked', { until: now + UNKNOWN_WINDOW_MS })
  return taken
}

type Taking = Uploading & {
  mayNote: (at: number) => boolean
  scan: PaperScan
  codeHmac: string | undefined
  code: KnownCode | undefined
}

/** Undefined: not taken, since this till sent too many unknown ones. */
async function takeScan(store: Store, taking: Taking): Promise<ScanResult | undefined> {
  const { scan, till, code, codeHmac, mayNote, now } = taking
  const judged = judgeScan({ isCode: codeHmac !== undefined, code, scannedAt: scan.scannedAt, now })
  const operatorId = await whoStoodThere(store, { till, at: judged.known ? judged.at : scan.scannedAt })
  const mayCount = judged.known && mayNote(judged.at)
  const why = judged.known ? (mayCount ? await whyNot(store, { judged, scan, till }) : 'mode_was_off') : judged.why
  const claim = [claimScan(store.db, { ...taking, operatorId, judged, why }), mustHaveChangedOne(store.db)]
  try {
    await store.batch(
      mayCount ? [...claim, ...(await useStatements(store.db, { ...taking, judged, operatorId }))] : claim,
    )
  } catch (error) {
    if (!isAborted(error)) throw error
  }
  return (await findResults(store, [scan], till)).get(scan.id)
}

/** The row of the scan, as what it is unless it becomes a use; its id makes that it is there once. */
const claimScan = (
  db: Db,
  {
    scan,
    till,
    codeHmac,
    now,
    operatorId,
    judged,
    why,
  }: Taking & { operatorId: string | null; judged: Judged; why: string },
): Compilable => ({
  compile: () =>
    sql`insert into paper_scans (id, store_id, till_id, operator_id, code_hmac, grant_id, scanned_at, uploaded_at,
        bill_yen, guests, outcome, why)
      select ${scan.id}, ${till.storeId}, ${till.id}, ${operatorId}, ${codeHmac ?? null}, ${judged.grantId},
        ${scan.scannedAt}, ${now}, ${scan.billYen ?? null}, ${scan.guests ?? null},
        ${judged.known ? 'conflict' : 'unknown'}, ${why}
      where (select count(*) from paper_scans where till_id = ${till.id} and outcome = 'unknown'
        and uploaded_at > ${now - UNKNOWN_WINDOW_MS}) < ${UNKNOWN_SCANS_MAX}
      on conflict (id) do nothing`.compile(db),
})

type Using = Taking & { judged: Extract<Judged, { known: true }>; operatorId: string | null }

/** The use, if the coupon allows it; the timeline; and the scan as what it came to be. */
async function useStatements(db: Db, { scan, till, judged, operatorId }: Using): Promise<readonly Compilable[]> {
  const use: Insertion = {
    redemptionId: crypto.randomUUID(),
    grantId: judged.grantId,
    storeId: till.storeId,
    tillId: till.id,
    operatorId,
    key: `paper:${scan.id}`,
    requestSha: await sha256Hex(`paper:${scan.id}:${till.id}:${till.storeId}`),
    shownAt: judged.shownAt,
    expiresAt: judged.expiresAt,
    via: 'paper',
    reason: null,
    billYen: scan.billYen ?? null,
    guests: scan.guests ?? null,
    at: judged.at,
  }
  return [insertRedemption(db, use), recordOutcome(db, use), settleOutcome(db, use, scan.id)]
}

/** Above what the store allows a day, or for one use: it counts, and the owner is told. */
const settleOutcome = (db: Db, { redemptionId, storeId, at }: Insertion, scanId: string): Compilable => {
  const from = startOfShopDay(at)
  const mode = (column: string) => sql`(select ${sql.ref(column)} from paper_modes where store_id = ${storeId})`
  return {
    compile: () =>
      sql`update paper_scans set outcome = 'used', redemption_id = ${redemptionId},
          why = case
            when ${mode('per_day_max')} is null then 'mode_off'
            when (select count(*) from redemptions where store_id = ${storeId} and via = 'paper' and voided_at is null
              and redeemed_at >= ${from} and redeemed_at < ${from + DAY_MS}) > ${mode('per_day_max')} then 'over_cap'
            when (select discount_yen from redemptions where id = ${redemptionId}) > ${mode('value_max_yen')} then 'over_value'
          end
        where id = ${scanId} and exists (select 1 from redemptions where id = ${redemptionId})`.compile(db),
  }
}

/** What would be in the way, as far as can be told beforehand; the statement decides. */
async function whyNot(
  store: Store,
  { judged, scan, till }: { judged: Extract<Judged, { known: true }>; scan: PaperScan; till: TillHere },
) {
  const grant = await findGrant(store, judged.grantId)
  const asOf = (at: number | null) => (at !== null && at > judged.at ? null : at)
  const refusal =
    grant &&
    refusalOf(
      { ...grant, voidedAt: asOf(grant.voidedAt), stoppedAt: asOf(grant.stoppedAt) },
      { storeId: till.storeId, shownAt: judged.shownAt, entered: scan, now: judged.at },
    )
  return whyOf(refusal?.code)
}

/** Who was signed in at that till then, if they may stand there; nobody can sign in while the net is down. */
async function whoStoodThere({ db }: Store, { till, at }: { till: TillHere; at: number }) {
  const row = await db
    .selectFrom('till_sessions')
    .innerJoin('operators', 'operators.id', 'till_sessions.operator_id')
    .select('operators.id')
    .where('till_id', '=', till.id)
    .where('started_at', '<=', at)
    .where('expires_at', '>', at)
    .where(sql<SqlBool>`(ended_at is null or ended_at > ${at})`)
    .where(sql<SqlBool>`(operators.revoked_at is null or operators.revoked_at > ${at})`)
    .where(({ or, eb }) => or([eb('operators.role', '=', 'owner'), eb('operators.store_id', '=', till.storeId)]))
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

async function hmacsOf(sessionSecret: string, scans: readonly PaperScan[]) {
  const hmacs = new Map<string, string>()
  for (const { id, code } of scans) {
    const hmac = await typedCodeHmac(sessionSecret, codeIn(code))
    if (hmac !== undefined) hmacs.set(id, hmac)
  }
  return hmacs
}

async function findCodes({ db }: Store, hmacs: readonly string[]) {
  const rows = await db.selectFrom('coupon_codes').selectAll().where('code_hmac', 'in', listOf(hmacs)).execute()
  return new Map<string, KnownCode>(
    rows.map(({ code_hmac, grant_id, step, expires_at }) => [
      code_hmac,
      { grantId: grant_id, step, expiresAt: expires_at },
    ]),
  )
}

/** What came of those that are here already; of this store, for a device may have been enrolled anew meanwhile. */
async function findResults({ db }: Store, scans: readonly PaperScan[], { storeId }: TillHere) {
  const rows = await db
    .selectFrom('paper_scans')
    .select(['id', 'outcome', 'why'])
    .where('id', 'in', listOf(scans.map(({ id }) => id)))
    .where('store_id', '=', storeId)
    .execute()
  return new Map<string, ScanResult>(rows.map((row) => [row.id, row]))
}
