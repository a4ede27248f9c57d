import { describe, expect, it } from 'vitest'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { undoRedemption } from '../../src/coupons/till/undoing.ts'
import type { Store } from '../../src/db/store.ts'
import { NOON, newStore } from '../support.ts'
import { type History, openHistories } from '../tills/history.ts'
import { judgeHistory, judgeOf } from '../tills/judging.ts'
import type { Act } from '../tills/model.ts'
import { type Call, findMisfit } from '../tills/order.ts'
import { type Plan, planOf } from '../tills/plan.ts'
import { addShops, grantTo, previewOf, SHIBUYA, staffOf } from './support.ts'

const HISTORIES = 6
const ACTS = 100

describe('using, undoing, extending, withdrawing, stopping and erasing at the same moment', () => {
  it('goes as one after the other would, in an order that fits every answer and every one that was lost', async () => {
    const seed = Number(process.env.SEED)
    const run = await openHistories(newStore())
    for (let i = 0; i < HISTORIES; i++) {
      const plan = planOf(seed + i, ACTS)
      const history = await run(plan)
      expect(judgeHistory(plan, history), `SEED=${seed + i}`).toBeUndefined()
      if (i === 0) await expectUnlikeToBeFound(plan, history)
    }
  })

  it('refuses nothing because of what is gone when it looks for the reason', async () => {
    const store = newStore()
    await addShops(store)
    const { grantId } = await grantTo(store, '花')
    const [first, second] = [await previewOf(store, grantId), await previewOf(store, grantId)]
    const used = await redeemCoupon(store, { preview: first, till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON })
    const undoing = { redemptionId: used.id, till: SHIBUYA, staff: staffOf(SHIBUYA), reason: '別の人', now: NOON }
    const undoneMeanwhile = afterFirstBatch(store, () => undoRedemption(store, undoing))
    const attempt = { preview: second, till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON }
    expect(await redeemCoupon(undoneMeanwhile, attempt)).toMatchObject({ useNo: 1, undoneAt: null })
  })

  it('tells a form that was sent twice of its use, and not of its own as of that of another', async () => {
    const store = newStore()
    await addShops(store)
    const { grantId } = await grantTo(store, '花')
    const attempt = { preview: await previewOf(store, grantId), till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON }
    const late = { ...attempt, now: attempt.preview.expiresAt }
    const sentAgain = afterFirstBatch(store, () => redeemCoupon(store, attempt))
    expect(await redeemCoupon(sentAgain, late)).toMatchObject({ useNo: 1, at: NOON })
  })
})

describe('the judge of a history', () => {
  const plan: Plan = { terms: { A: terms(1, null), B: terms(2, 2) }, steps: [] }
  const judged = (calls: readonly Call<Act>[]) => findMisfit(calls, judgeOf(plan))?.call
  const use = (key: string, grant = 'A/hana') => ({
    ...{ do: 'redeem' as const, grant, key, till: 'till-0', store: 'store-0', by: '店0 担当0' },
    ...{ shownAt: NOON, expiresAt: NOON + 1, now: NOON },
  })
  const undo = (key: string) => ({ do: 'undo' as const, grant: 'A/hana', key, store: 'store-0', now: NOON })
  const stop = { do: 'stop' as const, coupon: 'A', now: NOON }
  const call = (act: Act, from: number, to: number | null, said: string | null, parts = ['A/hana']) => ({
    act,
    parts,
    from,
    to,
    said,
  })
  const [used, already] = ['used no 1 04-01T12:00:00.000 店0 担当0', 'already 04-01T12:00:00.000 店0 担当0']

  it('knows that one of two at the same moment wins, and that somebody does', () => {
    expect(judged([call(use('a'), 0, 2, used), call(use('b'), 1, 3, already)])).toBeUndefined()
    expect(judged([call(use('a'), 0, 2, used), call(use('b'), 1, 3, used)])?.act).toMatchObject({ key: 'b' })
    expect(judged([call(use('a'), 0, 2, already), call(use('b'), 1, 3, already)])?.act).toMatchObject({ key: 'a' })
  })

  it('knows what came before what, once the first was answered', () => {
    expect(judged([call(use('a'), 0, 3, already), call(use('b'), 1, 2, used)])).toBeUndefined()
    expect(judged([call(use('a'), 0, 1, already), call(use('b'), 2, 3, used)])?.from).toBe(0)
  })

  it('lets what was not answered take place late, once, or never', () => {
    const lost = call(use('a'), 0, null, null)
    expect(judged([lost, call(use('b'), 1, 2, used)])).toBeUndefined()
    expect(judged([lost, call(use('b'), 1, 2, already)])).toBeUndefined()
    const again = [call(use('b'), 1, 2, used), call(undo('b'), 3, 4, 'undone'), call(use('c'), 5, 6, already)]
    expect(judged([lost, ...again])).toBeUndefined()
    const undone = [call(undo('a'), 7, 8, 'undone'), call(use('d'), 9, 10, already)]
    expect(judged([lost, ...again, ...undone])?.from).toBe(9)
  })

  it('knows that a coupon is stopped for all at the same instant', () => {
    const stopping = call(stop, 0, 9, 'done', ['A/hana', 'A/ken'])
    const refused = call(use('a'), 1, 2, 'coupon_stopped')
    const after = call(use('b', 'A/ken'), 3, 4, used, ['A/ken'])
    expect(judged([stopping, after, { ...refused, from: 5, to: 6 }])).toBeUndefined()
    expect(judged([stopping, refused, { ...after, from: 1, to: 3 }])).toBeUndefined()
    expect(judged([stopping, refused, after])?.from).toBe(3)
  })

  it('counts what there is for everybody over all who hold it', () => {
    const calls = ['hana', 'ken', 'mei'].map((who, i) => call(use(who, `B/${who}`), i, i + 3, used, ['B']))
    expect(judged(calls)?.from).toBe(2)
    expect(judged([...calls.slice(0, 2), call(use('mei', 'B/mei'), 2, 5, 'coupon_sold_out', ['B'])])).toBeUndefined()
  })
})

function terms(uses: number, total: number | null) {
  return { uses, perDay: false, total, endsAt: NOON + 1_000 }
}

/** What it says of a right history in which one answer is another's: a judge that finds nothing is none. */
async function expectUnlikeToBeFound(plan: Plan, history: History) {
  const [last] = history.calls.filter(({ act }) => act.do === 'audit').slice(-1)
  const calls = history.calls.map((call) => (call === last ? { ...call, said: 'rows [a use of nobody]' } : call))
  expect(judgeHistory(plan, { ...history, calls })?.some((line) => line.startsWith('→'))).toBe(true)
}

/** The store of one whose first journey is followed by what somebody else does. */
function afterFirstBatch(store: Store, then: () => Promise<unknown>): Store {
  let isFirst = true
  const journey = async <T>(go: Promise<T>) => {
    const result = await go
    if (isFirst) {
      isFirst = false
      await then()
    }
    return result
  }
  return {
    ...store,
    batch: (statements) => journey(store.batch(statements)),
  }
}
