import { beforeEach, describe, expect, it } from 'vitest'
import { PREVIEW_TOKEN_MAX, readPreview, signPreview } from '../../src/coupons/till/previews.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { previewGrant, SEARCH_PEOPLE_MAX, searchGuests } from '../../src/coupons/till/searching.ts'
import type { Store } from '../../src/db/store.ts'
import { foldName } from '../../src/members/names.ts'
import { addMember, NOON, newStore } from '../support.ts'
import { aCoupon, addShops, grantTo, SECRET, SHIBUYA, staffOf, UENO } from './support.ts'

describe('looking a guest up by name', () => {
  let store: Store
  beforeEach(async () => {
    store = newStore()
    await addShops(store)
  })

  const named = async (id: string, name: string) => {
    await addMember(store, id)
    await store.db
      .updateTable('members')
      .set({ name, name_folded: foldName(name) })
      .where('id', '=', id)
      .execute()
  }
  const search = (typed: string, storeId = 'shibuya') => searchGuests(store, { storeId, typed, now: NOON })
  const names = async (typed: string, storeId?: string) => (await search(typed, storeId)).map(({ name }) => name)

  it('finds them however the name is typed, with what they can use here now', async () => {
    await named('hana', 'サトウ 花')
    const { grantId } = await grantTo(store, 'hana')
    await grantTo(store, 'hana', { title: '上野だけ', storeIds: ['ueno'] })
    await grantTo(store, 'hana', {
      title: '夜だけ',
      conditions: { ...aCoupon.conditions, hours: { from: '17:00', until: '26:00' } },
    })

    expect(await search('さとう花')).toMatchObject([
      { memberId: 'hana', name: 'サトウ 花', storeName: '渋谷店', grants: [{ grantId, title: '卒業生おかえり割' }] },
    ])
  })

  it('asks for two letters, and names nobody who has nothing to use, or is no alumnus', async () => {
    for (const id of ['佐藤花', '佐藤健', '佐藤葵', '佐藤海']) await named(id, id)
    const used = await grantTo(store, '佐藤花')
    await grantTo(store, '佐藤健')
    await grantTo(store, '佐藤葵')
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', '佐藤葵').execute()
    const { preview } = await previewGrant(store, {
      grantId: used.grantId,
      till: SHIBUYA,
      reason: '電池切れ',
      now: NOON,
    })
    await redeemCoupon(store, { preview, till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON })

    expect(await names('佐藤')).toEqual(['佐藤健'])
    expect(await names('佐')).toEqual([])
    expect(await names('佐藤', 'ueno')).toEqual([])
  })

  it('names ten at most', async () => {
    for (let i = 0; i < SEARCH_PEOPLE_MAX + 2; i++) {
      await named(`m${i}`, `田中 ${i}`)
      await grantTo(store, `m${i}`)
    }
    expect(await search('田中')).toHaveLength(SEARCH_PEOPLE_MAX)
  })

  it('asks why there is no code, and keeps it with the use', async () => {
    const { grantId } = await grantTo(store, '花')
    const ask = (reason: string, till = SHIBUYA) => previewGrant(store, { grantId, till, reason, now: NOON })
    await expect(ask(' ')).rejects.toMatchObject({ code: 'coupon_reason_needed' })
    await expect(ask('電池切れ', UENO)).rejects.toMatchObject({ code: 'coupon_not_here' })

    const { preview } = await ask('あ'.repeat(100))
    const token = await signPreview(SECRET, { preview, till: SHIBUYA })
    expect(token.length).toBeLessThan(PREVIEW_TOKEN_MAX)
    expect(await readPreview(SECRET, { token, till: SHIBUYA })).toEqual(preview)
    expect(await readPreview(SECRET, { token, till: UENO })).toBeUndefined()
    const [first = '', ...rest] = token.split('.')
    expect(
      await readPreview(SECRET, { token: [first, ...rest.slice(0, 3), 'ff', rest[4]].join('.'), till: SHIBUYA }),
    ).toBe(undefined)
  })

  it('is not a way round what is over, and of one look-up there is one use', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 3 })
    const looks = [1, 2].map(() => previewGrant(store, { grantId, till: SHIBUYA, reason: '電池切れ', now: NOON }))
    const use = async (look: (typeof looks)[number], now: number) =>
      redeemCoupon(store, { preview: (await look).preview, till: SHIBUYA, staff: staffOf(SHIBUYA), now })
    const [first = expect.fail(), second = expect.fail()] = looks
    await use(first, NOON + 1)

    await expect(use(second, NOON + 2)).rejects.toMatchObject({ code: 'coupon_already_redeemed' })
    await expect(
      previewGrant(store, { grantId: 'nothing', till: SHIBUYA, reason: '電池切れ', now: NOON }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})
