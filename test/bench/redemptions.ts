import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { NOON } from '../support.ts'
import { giveToAll, grantOf, openTown, previewOf, STORES, tillOf } from '../tills/town.ts'
import { inParallel, median } from './measure.ts'

const TILLS = 64
const USES = 4_000
const ROUNDS = 5

/**
 * A use of a coupon, by 64 tills at once on a file, against the least that it could be: one guarded INSERT by hand, into
 * the same table with the same indexes, with one commit for all that came in the same tick. By turns, each round on its own
 * coupons; uses a second, and the 99th percentile of what a till waits, in ms.
 */
export async function benchRedemptions() {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-redemptions-'))
  const path = join(folder, 'okaeri.db')
  const store = openSqlite(path)
  try {
    await openTown(store, { tills: TILLS, people: 2 * USES * (ROUNDS + 1) })
    await giveToAll(store, { uses: 1, people: 2 * USES * (ROUNDS + 1) })
    const bare = openBare(path)
    const ours = (no: number, lane: number) => {
      const { staff, ...till } = tillOf(lane)
      return redeemCoupon(store, { preview: previewOf(grantOf(1, no)), till, staff, now: NOON })
    }
    const all = { ours: [] as Measured[], bare: [] as Measured[] }
    for (let round = 0; round <= ROUNDS; round++) {
      const from = round * 2 * USES
      const [first, second] = [await measure(from, ours), await measure(from + USES, bare.use)]
      if (round === 0) continue // the first round only warms up
      all.ours.push(first)
      all.bare.push(second)
    }
    bare.close()
    const of = (name: keyof typeof all, what: keyof Measured) => median(all[name].map((one) => one[what]))
    return {
      ...{ ours: of('ours', 'perSecond'), bare: of('bare', 'perSecond') },
      ratio: of('ours', 'perSecond') / of('bare', 'perSecond'),
      ...{ p99: of('ours', 'p99'), bareP99: of('bare', 'p99') },
    }
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Measured = { perSecond: number; p99: number }

async function measure(from: number, use: (no: number, lane: number) => Promise<unknown>): Promise<Measured> {
  const waits: number[] = []
  const startedAt = performance.now()
  await inParallel(USES, TILLS, async (i) => {
    const askedAt = performance.now()
    await use(from + i, i % TILLS)
    waits.push(performance.now() - askedAt)
  })
  const seconds = (performance.now() - startedAt) / 1_000
  waits.sort((a, b) => a - b)
  return { perSecond: USES / seconds, p99: waits[Math.floor(USES * 0.99)] ?? Number.NaN }
}

/** One statement and its commit; nobody asks whether the coupon is valid here and now, and nothing is told of it. */
function openBare(path: string) {
  const sqlite = new Sqlite(path)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  const insert = sqlite.prepare(
    `insert into redemptions (id, grant_id, coupon_id, use_no, store_id, till_id, operator_id, idempotency_key, request_sha, redeemed_at)
      select ?, id, coupon_id, 1, ?, ?, ?, ?, '', ? from coupon_grants where id = ? and voided_at is null
        and (select count(*) from redemptions where grant_id = coupon_grants.id and voided_at is null) < uses_max
      on conflict (idempotency_key) do nothing`,
  )
  type Waiting = { row: unknown[]; answer: () => void }
  let waiting: Waiting[] = []
  const flush = sqlite.transaction((group: Waiting[]) => {
    for (const { row } of group) if (insert.run(...row).changes !== 1) throw new Error('The coupon was not used.')
  })
  const commit = () => {
    const group = waiting
    waiting = []
    flush.immediate(group)
    for (const { answer } of group) answer()
  }
  return {
    use: (no: number, lane: number) =>
      new Promise<void>((answer) => {
        const keys = [
          crypto.randomUUID(),
          `store-${lane % STORES}`,
          `till-${lane}`,
          `staff-${lane}`,
          crypto.randomUUID(),
        ]
        if (waiting.push({ row: [...keys, NOON, grantOf(1, no)], answer }) === 1) setImmediate(commit)
      }),
    close: () => sqlite.close(),
  }
}
