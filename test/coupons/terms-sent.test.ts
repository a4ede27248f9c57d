import { beforeEach, describe, expect, it } from 'vitest'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft, type Draft } from '../../src/broadcasts/drafts.ts'
import { undoConfirmation } from '../../src/broadcasts/running.ts'
import { createCoupon, findCoupon, type NewCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import { grantStatement } from '../../src/coupons/grants.ts'
import type { Store } from '../../src/db/store.ts'
import {
  addMembers,
  addOwner,
  CONFIG,
  COUPON,
  memberId,
  OWNER,
  openClock,
  openFakeLine,
  workToTheEnd,
} from '../broadcasts/support.ts'
import { EARLIER, NOON, newStore } from '../support.ts'
import { aCoupon, addShops } from './support.ts'

describe('a broadcast that carries a coupon there is already', () => {
  let store: Store
  let fake: ReturnType<typeof openFakeLine>
  beforeEach(async () => {
    store = newStore()
    fake = openFakeLine()
    await addShops(store)
    await addOwner(store)
    await addMembers(store, 3)
  })

  const create = (more: Partial<NewCoupon> = {}) =>
    createCoupon(store, { coupon: { ...aCoupon, ...more }, now: EARLIER })
  const give = (couponId: string, id: string) =>
    store.batch([
      grantStatement(store.db, { grantId: `own-${id}`, couponId, memberId: id, broadcastId: null, now: EARLIER }),
    ])
  const draft = (couponId: string): Draft => ({
    ...COUPON,
    content: { kind: 'coupon', greeting: 'どうぞ。', from: '店長の田中', couponId },
  })
  async function confirm(drafted: Draft) {
    const broadcastId = await createDraft(store, { draft: drafted, createdBy: OWNER, now: NOON })
    const confirmation = { broadcastId, people: 3, draftedAt: NOON, confirmedBy: OWNER, now: NOON }
    await confirmBroadcast({ store, line: fake.line, config: CONFIG }, confirmation)
    return broadcastId
  }
  const coupons = async () => (await store.db.selectFrom('coupons').select('id').execute()).map(({ id }) => id)
  const grants = () =>
    store.db.selectFrom('coupon_grants').select(['id', 'member_id', 'coupon_id']).orderBy('member_id').execute()

  it('gives it to whoever has it not, and leads the others to their own', async () => {
    const couponId = await create()
    await give(couponId, memberId(0))
    const broadcastId = await confirm(draft(couponId))
    await workToTheEnd(store, fake, openClock())

    expect(await coupons()).toEqual([couponId])
    const given = await grants()
    expect(given.map(({ member_id }) => member_id)).toEqual([0, 1, 2].map(memberId))
    expect(given[0]?.id).toBe(`own-${memberId(0)}`)
    expect(fake.delivered).toHaveLength(3)
    expect(await store.db.selectFrom('broadcasts').select('coupon_id').where('id', '=', broadcastId).execute()).toEqual(
      [{ coupon_id: couponId }],
    )
  })

  it('does not tell whose own was withdrawn of it', async () => {
    const couponId = await create()
    await give(couponId, memberId(0))
    await store.db.updateTable('coupon_grants').set({ voided_at: NOON }).execute()
    await confirm(draft(couponId))
    await workToTheEnd(store, fake, openClock())

    expect(fake.delivered).toHaveLength(2)
    expect(
      await store.db.selectFrom('deliveries').select(['member_id', 'skipped_reason']).orderBy('member_id').execute(),
    ).toMatchObject([
      { member_id: memberId(0), skipped_reason: 'coupon_ended' },
      { skipped_reason: null },
      { skipped_reason: null },
    ])
  })

  it('is not confirmed once the coupon was stopped, or will be over', async () => {
    const [stopped, over] = [await create(), await create({ endsAt: NOON })]
    await stopCoupon(store, { couponId: stopped, now: NOON })

    await expect(confirm(draft(stopped))).rejects.toMatchObject({ code: 'coupon_stopped' })
    await expect(confirm(draft(over))).rejects.toMatchObject({ code: 'coupon_expired' })
    expect(fake.requests).toEqual([])
  })

  it('leaves the coupon when it is taken back; one that came with it goes unless somebody has it', async () => {
    const existing = await create()
    const undo = async (broadcastId: string) => {
      await undoConfirmation(store, { broadcastId, now: NOON })
      await store.db.deleteFrom('broadcasts').where('id', '=', broadcastId).execute()
    }
    await undo(await confirm(draft(existing)))
    expect(await coupons()).toEqual([existing])

    await undo(await confirm(COUPON))
    expect(await coupons()).toEqual([existing])

    const broadcastId = await confirm(COUPON)
    const own = (await coupons()).find((id) => id !== existing) ?? ''
    await give(own, memberId(2))
    await undo(broadcastId)
    expect(await findCoupon(store, own)).toBeDefined()
  })
})
