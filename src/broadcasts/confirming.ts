import { couponStatements } from '../coupons/coupons.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import type { LineGateway } from '../line/line.ts'
import { Refusal } from '../refusal.ts'
import { audienceColumn, type Broadcast, findBroadcast, lastChange } from './drafts.ts'
import { peopleReached, quotaLeft } from './reach.ts'

type Confirmation = {
  broadcastId: string
  /** How many people the owner was shown. */
  people: number
  /** The draft that the owner was shown, with its segment: its updatedAt. */
  draftedAt: number
  confirmedBy: string
  storeId?: string | null
  /** When the first request may leave; below now it is now. A page passes at least UNDO_MS from now. */
  sendAt?: number
  /** board: it is only put on the members' board, at no cost. */
  channel?: 'push' | 'board'
  now: number
}

/**
 * Releases a broadcast to exactly as many people as were confirmed, or to nobody: Refusal broadcast_reach_changed when
 * the draft or its reach is no longer what was shown, quota_too_small when the month's messages don't suffice. The
 * coupon of a coupon broadcast comes into being with it. Confirming again what was confirmed changes nothing.
 */
export async function confirmBroadcast(
  { store, line }: { store: Store; line: LineGateway },
  { broadcastId, people, draftedAt, confirmedBy, storeId = null, now, sendAt = now, channel = 'push' }: Confirmation,
) {
  const draft = await findBroadcast(store, { broadcastId, storeId })
  if (!draft) throw new Refusal('not_found')
  if (isSame(draft, { people, confirmedBy })) return
  if (draft.state !== 'draft') throw new Refusal('broadcast_not_draft')
  if (people === 0) throw new Refusal('broadcast_reach_empty')
  const coupon = couponOf(draft, now)
  const { before } = channel === 'push' ? await quotaLeft({ store, line }, people) : { before: null }
  if (before !== null && before < people) throw new Refusal('quota_too_small', { left: before, people })

  const { db, batch } = store
  const couponId = coupon ? crypto.randomUUID() : null
  const { rule, storeId: end, purpose } = draft
  try {
    await batch([
      ...(coupon && couponId ? couponStatements(db, { couponId, coupon, createdBy: confirmedBy, now }) : []),
      db
        .updateTable('broadcasts')
        .set({
          state: 'planning',
          audience: audienceColumn(draft),
          coupon_id: couponId,
          confirmed_count: people,
          confirmed_by: confirmedBy,
          confirmed_at: now,
          send_at: Math.max(now, sendAt),
          channel,
          updated_at: now,
        })
        .where('id', '=', broadcastId)
        .where('state', '=', 'draft')
        .where(lastChange, '=', draftedAt)
        // An owner may have changed a manager's draft: a manager's rights end at the own store all the same.
        .where(peopleReached(db, { rule, storeId: end, purpose, only: storeId, now }), '=', people),
      mustHaveChangedOne(db),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    await explainAbort(store, { broadcastId, people, confirmedBy })
  }
}

async function explainAbort(store: Store, asked: { broadcastId: string; people: number; confirmedBy: string }) {
  const current = await findBroadcast(store, { broadcastId: asked.broadcastId })
  if (current && isSame(current, asked)) return
  throw new Refusal(current?.state === 'draft' ? 'broadcast_reach_changed' : 'broadcast_not_draft')
}

/** The second tap on the same button, or an answer that was lost on its way. */
const isSame = (
  { confirmedCount, ...broadcast }: Broadcast,
  { people, confirmedBy }: { people: number; confirmedBy: string },
) => confirmedCount === people && broadcast.confirmedBy === confirmedBy

function couponOf({ content }: Broadcast, now: number) {
  if (content.kind !== 'coupon') return undefined
  if (!content.coupon) throw new Refusal('not_found')
  if (content.coupon.endsAt <= now) throw new Refusal('coupon_expired')
  return content.coupon
}
