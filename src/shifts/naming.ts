import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import type { Named } from './claim-statements.ts'
import { findOpening } from './openings.ts'
import { shiftTitle } from './shift-words.ts'

/** What timelines call an opening. `storeId`: the store that the asker's rights end at; null: all. Refusal not_found. */
export async function nameOpening(
  store: Store,
  asked: { openingId: string; storeId?: string | null },
): Promise<Named & { mode: 'approve' | 'first_come' }> {
  const opening = await findOpening(store, asked)
  if (!opening) throw new Refusal('not_found')
  return {
    title: shiftTitle('ja', opening),
    store: opening.storeName,
    storeId: opening.storeId,
    mode: opening.mode,
  }
}
