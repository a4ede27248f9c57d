import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { kindsOf, TIMELINE_CATEGORIES } from '../../src/interactions/categories.ts'
import { record, TIMELINE_PAGE_MAX, timeline } from '../../src/interactions/interactions.ts'
import { timelineJa } from '../../src/texts/timeline.ts'
import { addMember, engines, NOON } from '../support.ts'

it('has a place for every kind, and one only', () => {
  const placed = TIMELINE_CATEGORIES.flatMap(kindsOf)
  expect([...placed].sort()).toEqual(Object.keys(timelineJa).sort())
})

describe.each(engines)('a timeline on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addMember(store, 'hana')
    await addMember(store, 'ken')
  })

  it('is one person’s, newest first, or of one category of it', async () => {
    const kinds = ['followed', 'coupon_granted', 'note_added', 'coupon_redeemed'] as const
    await store.batch([
      ...kinds.map((kind, i) => record(store.db, { memberId: 'hana', kind, at: NOON + i })),
      record(store.db, { memberId: 'ken', kind: 'coupon_granted', at: NOON }),
    ])
    const seen = async (category?: 'coupons' | 'events') =>
      (await timeline(store, { memberId: 'hana', category })).lines.map(({ kind }) => kind)
    expect(await seen()).toEqual([...kinds].reverse())
    expect(await seen('coupons')).toEqual(['coupon_redeemed', 'coupon_granted'])
    expect(await seen('events')).toEqual([])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('turns the pages inside a category without losing or repeating a line, also of the same instant', async () => {
    const count = TIMELINE_PAGE_MAX + 20
    await store.batch(
      Array.from({ length: count }, (_, i) => [
        record(store.db, { memberId: 'hana', kind: 'coupon_opened', at: NOON + Math.floor(i / 30) }),
        record(store.db, { memberId: 'hana', kind: 'message_received', at: NOON + Math.floor(i / 30) }),
      ]).flat(),
    )
    const { lines: first, next } = await timeline(store, { memberId: 'hana', category: 'coupons' })
    const { lines: second, next: none } = await timeline(store, { memberId: 'hana', category: 'coupons', before: next })
    expect([first.length, second.length, none]).toEqual([TIMELINE_PAGE_MAX, 20, undefined])
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(count)
    expect(new Set([...first, ...second].map(({ kind }) => kind))).toEqual(new Set(['coupon_opened']))
  })
})
