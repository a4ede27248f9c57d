import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setPaperMode } from '../../src/coupons/paper/modes.ts'
import { type PaperScan, UNKNOWN_SCANS_MAX, uploadScans } from '../../src/coupons/paper/scans.ts'
import type { Store } from '../../src/db/store.ts'
import { engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addShops, codeOf, grantTo, interactions, redemptions, SECRET, SHIBUYA, SHINJUKU } from './support.ts'

const EVENING = NOON + 8 * HOUR

describe.each(engines)('scans that were logged while the net was down, on $engine', ({ open, engine }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
    await addOperator(store, 'owner')
    for (const storeId of ['shibuya', 'shinjuku']) await allow(storeId)
  })

  const allow = (storeId: string, mode = { perDayMax: 30, valueMaxYen: 2_000 }) =>
    setPaperMode(store, { storeId, mode, operatorId: 'owner', now: NOON })
  const upload = (scans: readonly PaperScan[], till = SHIBUYA, now = EVENING) =>
    uploadScans(store, { sessionSecret: SECRET, till, scans, now })
  const scanOf = async (grantId: string, scannedAt = NOON, more: Partial<PaperScan> = {}): Promise<PaperScan> => ({
    id: crypto.randomUUID(),
    code: await codeOf(store, grantId, scannedAt),
    scannedAt,
    ...more,
  })
  const kept = () => store.db.selectFrom('paper_scans').selectAll().orderBy('uploaded_at').execute()

  it('become uses of the time they were made, once, however often they are sent', async () => {
    const { grantId } = await grantTo(store, '花')
    const scan = await scanOf(grantId, NOON, { billYen: 5_000, guests: 2 })

    const answers = await Promise.all([upload([scan]), upload([scan]), upload([scan, scan])])
    expect(answers).toEqual([1, 2, 3].map(() => [{ id: scan.id, outcome: 'used', why: null }]))
    expect(await upload([scan], SHIBUYA, EVENING + HOUR)).toEqual(answers[0])

    const uses = await redemptions(store)
    expect(uses).toMatchObject([
      { grant_id: grantId, via: 'paper', till_id: 'till-shibuya', bill_yen: 5_000, guests: 2, discount_yen: 1_000 },
    ])
    expect(uses[0]?.redeemed_at).toBe(NOON + 1)
    expect(await kept()).toMatchObject([{ id: scan.id, redemption_id: uses[0]?.id, outcome: 'used', settled_at: null }])
    expect((await interactions(store)).filter(({ kind }) => kind === 'coupon_redeemed')).toHaveLength(1)
  })

  it('are a conflict when another till was first to tell us, and are never dropped', async () => {
    const { grantId } = await grantTo(store, '花')
    const [here, there] = [await scanOf(grantId, NOON + MINUTE), await scanOf(grantId, NOON)]

    expect(await upload([here])).toMatchObject([{ outcome: 'used' }])
    expect(await upload([there], SHINJUKU)).toEqual([{ id: there.id, outcome: 'conflict', why: 'already_used' }])
    expect(await redemptions(store)).toHaveLength(1)
    expect((await kept()).map(({ till_id }) => till_id).sort()).toEqual(['till-shibuya', 'till-shinjuku'])
  })

  it('of three tills at the same moment give one use and two conflicts', async () => {
    const { grantId } = await grantTo(store, '花')
    const scan = await scanOf(grantId)
    const answers = await Promise.all(
      [SHIBUYA, SHINJUKU, SHIBUYA].map((till) => upload([{ ...scan, id: crypto.randomUUID() }], till)),
    )
    expect(
      answers
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['conflict', 'conflict', 'used'])
    expect(await redemptions(store)).toHaveLength(1)
  })

  it('are refused an answer after 200 unknown codes in an hour, a right one too', async () => {
    if (engine === 'D1') return
    const { grantId } = await grantTo(store, '花')
    const wrong = (i: number): PaperScan => ({
      id: crypto.randomUUID(),
      code: `0000${String(i).padStart(4, '0')}`,
      scannedAt: NOON,
    })
    const calls = Array.from({ length: 6 }, (_, call) => Array.from({ length: 50 }, (_, i) => wrong(call * 50 + i)))
    const answers = await Promise.allSettled(calls.map((scans) => upload(scans)))
    const taken = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    expect(taken).toHaveLength(UNKNOWN_SCANS_MAX)
    expect(await kept()).toHaveLength(UNKNOWN_SCANS_MAX)

    const right = await scanOf(grantId)
    await expect(upload([right])).rejects.toMatchObject({ code: 'till_locked' })
    expect(await upload([right], SHIBUYA, EVENING + HOUR)).toMatchObject([{ outcome: 'used' }])
  })
})
