import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import type { Holding } from '../sending/reach.ts'
import { NOT_ASKED } from './approvals.ts'

/**
 * Chooses what happens to whom the day's message reached already: theirs goes out next morning, or not at all. The numbers
 * change with it, so it counts as a change of the draft. Refusal broadcast_not_draft once it was confirmed.
 */
export async function chooseHolding(
  { db }: Store,
  { broadcastId, holding, now }: { broadcastId: string; holding: Holding; now: number },
) {
  const changed = await db
    .updateTable('broadcasts')
    .set({ holding, updated_at: now, ...NOT_ASKED })
    .where('id', '=', broadcastId)
    .where('state', '=', 'draft')
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new Refusal('broadcast_not_draft')
}
