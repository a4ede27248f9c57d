import type { Store } from '../../src/db/store.ts'
import { wishOf, wishReturn } from '../../src/returns/wishes.ts'
import { NOON } from '../support.ts'

/** An open wish of somebody; its id. */
export async function addWish(
  store: Store,
  memberId: string,
  {
    storeId = null,
    rulesSeen = null,
    at = NOON,
  }: { storeId?: string | null; rulesSeen?: number | null; at?: number } = {},
) {
  const wish = { kind: 'part_time', sinceWords: '来年の4月ごろ', storeId, note: '週3日まで' } as const
  await wishReturn(store, { memberId, wish, rulesSeen, at })
  return (await wishOf(store, memberId))?.id ?? ''
}
