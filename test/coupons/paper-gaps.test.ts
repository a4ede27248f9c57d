import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endPaperMode, setPaperMode } from '../../src/coupons/paper/modes.ts'
import { uploadScans } from '../../src/coupons/paper/scans.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { DAY, EARLIER, engines, HOUR, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addShops, codeOf, grantTo, SECRET, SHIBUYA } from './support.ts'

let store: Store
const begin = (now: number, storeId = 'shibuya') =>
  setPaperMode(store, { storeId, mode: { perDayMax: 30, valueMaxYen: 2_000 }, operatorId: 'owner', now })
const end = (now: number, storeId = 'shibuya') => endPaperMode(store, { storeId, operatorId: 'owner', now })
const gaps = async () =>
  (await store.db.selectFrom('paper_gaps').selectAll().orderBy('from_at').execute()).map(
    ({ store_id, from_at, until_at }) => [store_id, from_at, until_at],
  )

/** What comes of a scan that was noted then, of a coupon of its own. */
async function notedAt(scannedAt: number, now = NOON + 8 * HOUR) {
  const { grantId } = await grantTo(store, crypto.randomUUID())
  const scan = { id: crypto.randomUUID(), code: await codeOf(store, grantId, scannedAt), scannedAt }
  const [result] = await uploadScans(store, { sessionSecret: SECRET, till: SHIBUYA, scans: [scan], now })
  return result?.why ?? result?.outcome
}

describe.each(engines)('when a store noted, on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
    await addOperator(store, 'owner')
  })

  it('is what counts: not before it first did, nor between an end and the next beginning', async () => {
    await begin(NOON)
    await end(NOON + HOUR)
    await begin(NOON + 2 * HOUR)
    await end(NOON + 3 * HOUR)
    await begin(NOON + 4 * HOUR)
    const outcomes = []
    for (const halfHours of [-1, 0, 1, 2, 3, 4, 7, 8]) outcomes.push(await notedAt(NOON + (halfHours * HOUR) / 2))
    const off = 'mode_was_off'
    expect(outcomes).toEqual([off, 'used', 'used', off, off, 'used', off, 'used'])
  })

  it('does not change by other limits, by a repeated end, or by another store', async () => {
    await begin(NOON)
    await begin(NOON + HOUR)
    await end(NOON + 2 * HOUR)
    await end(NOON + 3 * HOUR)
    await begin(NOON + 3 * HOUR, 'ueno')
    await begin(NOON + 4 * HOUR)
    await begin(NOON + 5 * HOUR)
    expect(await gaps()).toEqual([
      ['shibuya', 0, NOON],
      ['ueno', 0, NOON + 3 * HOUR],
      ['shibuya', NOON + 2 * HOUR, NOON + 4 * HOUR],
    ])
    expect([await notedAt(NOON + HOUR / 2), await notedAt(NOON + 3 * HOUR)]).toEqual(['used', 'mode_was_off'])
  })

  it('has no gap where an end is taken back in the same moment, and the later end closes it', async () => {
    await begin(EARLIER)
    await end(NOON)
    await begin(NOON)
    await end(NOON)
    await begin(NOON + HOUR)
    expect([await notedAt(NOON - HOUR), await notedAt(NOON), await notedAt(NOON + HOUR)]).toEqual([
      'used',
      'mode_was_off',
      'used',
    ])
  })

  it('is of a store that there is', async () => {
    await expect(begin(NOON, 'nowhere')).rejects.toMatchObject({ code: 'not_found' })
    expect(await gaps()).toEqual([])
  })
})

describe('a database of the version before', () => {
  it('counts what its stores noted until its last end, and knows every gap from now on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'okaeri-upgrade-'))
    const former = join(folder, 'migrations')
    mkdirSync(former)
    for (const file of readdirSync('migrations').filter((name) => name < '0011'))
      copyFileSync(join('migrations', file), join(former, file))
    const path = join(folder, 'okaeri.db')
    const before = openSqlite(path, { migrations: former })
    await addShops(before)
    await addOperator(before, 'owner')
    const limits = { per_day_max: 30, value_max_yen: 2_000, updated_by: 'owner', updated_at: NOON }
    await before.db
      .insertInto('paper_modes')
      .values({ store_id: 'shinjuku', ...limits })
      .execute()
    const ended = ['shibuya', 'shinjuku'].map((store_id) => ({ store_id, ended_at: NOON, ended_by: 'owner' }))
    await before.db.insertInto('paper_mode_ends').values(ended).execute()
    before.close()

    const after = openSqlite(path)
    store = after
    // It counts, and the owner is told that it came after the end.
    expect([await notedAt(NOON - DAY), await notedAt(NOON)]).toEqual(['mode_off', 'mode_was_off'])
    await begin(NOON + HOUR)
    await begin(NOON + HOUR, 'shinjuku')
    expect(await gaps()).toEqual([['shibuya', NOON, NOON + HOUR]])
    expect([await notedAt(NOON - DAY), await notedAt(NOON), await notedAt(NOON + HOUR)]).toEqual([
      'used',
      'mode_was_off',
      'used',
    ])
    after.close()
    rmSync(folder, { recursive: true })
  })
})
