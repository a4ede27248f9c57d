import { STEP_MS, showCode } from '../../src/coupons/codes.ts'
import { findGrant } from '../../src/coupons/grants.ts'
import { getScan } from '../../src/coupons/paper/conflicts.ts'
import { setPaperMode } from '../../src/coupons/paper/modes.ts'
import { type PaperScan, type ScanResult, uploadScans } from '../../src/coupons/paper/scans.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { configFor } from '../deps.ts'
import { HOUR, NOON, newStore } from '../support.ts'
import { seeded } from './tapping.ts'
import { giveToAll, grantOf, openTown, tillOf } from './town.ts'

const { sessionSecret } = configFor()
const TILLS = 3
/** One guest in so many is read at a second till too. */
const DOUBLE_EVERY = 20
const UPLOAD_MAX = 50
const ENOUGH = { perDayMax: 200, valueMaxYen: 100_000 }

/**
 * Three tills that note scans while the net is down, one guest in twenty at two of them; then all of them upload at once,
 * every part twice and out of order, as devices do that got no answer.
 */
export async function uploadNotes({ scans, seed }: { scans: number; seed: number }) {
  const guests = Math.round((scans * DOUBLE_EVERY) / (DOUBLE_EVERY + 1))
  const store = newStore()
  const random = seeded(seed)
  await openTown(store, { tills: TILLS, people: guests })
  await giveToAll(store, { uses: 1, people: guests })
  for (let i = 0; i < TILLS; i++)
    await setPaperMode(store, { storeId: tillOf(i).storeId, mode: ENOUGH, operatorId: 'staff-0', now: NOON })

  const logs = await note(store, guests)
  const parts = logs.flatMap((log, i) => chunks(log).flatMap((part) => [part, part].map((scans) => ({ i, scans }))))
  const shuffled = parts.map((part) => ({ part, at: random() })).sort((a, b) => a.at - b.at)
  const now = NOON + 2 * HOUR
  const told: Told[] = []
  for (let from = 0; from < shuffled.length; from += TILLS)
    await Promise.all(
      shuffled.slice(from, from + TILLS).map(async ({ part: { i, scans } }) => {
        const uploading = uploadScans(store, { sessionSecret, till: tillOf(i), scans, now })
        told.push({ asked: scans, results: await uploading.catch(nothingToRefused) })
      }),
    )
  const settled = await settle(store, { logs, guests, told })
  store.close()
  return settled
}

/** A device that is refused keeps all that it sent. */
function nothingToRefused(error: unknown): readonly ScanResult[] {
  if (error instanceof Refusal) return []
  throw error
}

/** What a device sent, and was answered. */
type Told = { asked: readonly PaperScan[]; results: readonly ScanResult[] }

async function note(store: Store, guests: number) {
  const logs: PaperScan[][] = Array.from({ length: TILLS }, () => [])
  for (let no = 0; no < guests; no++) {
    const at = NOON + (no % 60) * STEP_MS
    const grant = await findGrant(store, grantOf(1, no))
    const shown = grant && (await showCode(store, { sessionSecret, grant, now: at }))
    const scan = (scannedAt: number) => ({ id: crypto.randomUUID(), code: shown?.code ?? '', scannedAt })
    logs[no % TILLS]?.push(scan(at + 1_000))
    if (no % DOUBLE_EVERY === 0) logs[(no + 1) % TILLS]?.push(scan(at + 9_000))
  }
  return logs
}

type Settling = { logs: readonly (readonly PaperScan[])[]; guests: number; told: readonly Told[] }

/** How many are kept as what, and what does not add up. */
async function settle(store: Store, { logs, guests, told }: Settling) {
  const kept = await store.db
    .selectFrom('paper_scans')
    .leftJoin('redemptions', 'redemptions.id', 'redemption_id')
    .select(['paper_scans.id', 'outcome', 'paper_scans.till_id', 'paper_scans.grant_id', 'redeemed_at'])
    .execute()
  const uses = await store.db.selectFrom('redemptions').select(['grant_id', 'till_id']).execute()
  const outcomes = new Map(kept.map(({ id, outcome }) => [id, outcome]))
  const winner = new Map(uses.map(({ grant_id, till_id }) => [grant_id, till_id]))
  const conflicts = kept.filter(({ outcome }) => outcome === 'conflict')
  const used = kept.filter(({ outcome }) => outcome === 'used')
  const noted = new Map(
    logs.flatMap((log, i) => log.map(({ id, scannedAt }) => [id, { till: tillOf(i).id, scannedAt }])),
  )
  // A device forgets what it is told of, and shows what came of it.
  const isTold = ({ asked, results }: Told) =>
    results.length === asked.length &&
    asked.every(({ id }) => results.some((one) => one.id === id && one.outcome === outcomes.get(id)))
  let untold = told.filter((one) => !isTold(one)).length
  for (const { id, till_id } of conflicts) {
    const { other } = await getScan(store, { scanId: id, storeId: null })
    if (!other || other.storeName === storeOf(till_id)) untold++
  }
  return {
    notes: noted.size,
    notes_used: used.length,
    notes_conflicts: conflicts.length,
    notes_dropped: [...noted.keys()].filter((id) => !outcomes.has(id)).length,
    /** Used twice or never, at another time, kept as another till's, or a conflict whose other till is not known. */
    notes_wrong:
      uses.length -
      winner.size +
      Math.abs(uses.length - guests) +
      used.filter(({ id, redeemed_at }) => redeemed_at !== noted.get(id)?.scannedAt).length +
      kept.filter(({ id, till_id }) => till_id !== noted.get(id)?.till).length +
      conflicts.filter(({ grant_id, till_id }) => (winner.get(grant_id ?? '') ?? till_id) === till_id).length +
      Math.abs(kept.length - uses.length - conflicts.length),
    /** Answers to a device that do not say what stands there; conflicts of which the owner is not told where it was used. */
    notes_untold: untold,
  }
}

const storeOf = (tillId: string) => tillOf(Number(tillId.replace('till-', ''))).storeName

const chunks = (log: readonly PaperScan[]) =>
  Array.from({ length: Math.ceil(log.length / UPLOAD_MAX) }, (_, i) => log.slice(i * UPLOAD_MAX, (i + 1) * UPLOAD_MAX))
