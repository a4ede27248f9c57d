import { showStatements } from '../board/board.ts'
import type { BroadcastState } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { type QuietHours, quietUntil } from '../sending/quiet.ts'

/** Later than that nothing starts by itself: what was right for the evening may be wrong the next morning. */
export const LATE_MAX_MS = 15 * 60_000

type Due = { id: string; channel: 'push' | 'board'; send_at: number | null }

/**
 * Starts what was planned and is due: a push outside the quiet hours, a notice on the board at any hour. What is more than
 * 15 minutes late, measured from the end of the quiet hours that its time lies in, is missed instead, for the owner to ask.
 * Answers how many notices were shown: they owe menus.
 */
export async function startDue(store: Store, { settings, now }: { settings: QuietHours; now: number }) {
  const { db, batch } = store
  const due = await db
    .selectFrom('broadcasts')
    .select(['id', 'channel', 'send_at'])
    .where('state', '=', 'planned')
    .where((eb) => eb.or([eb('send_at', 'is', null), eb('send_at', '<=', now)]))
    .orderBy('send_at')
    .orderBy('id')
    .execute()
  let shown = 0
  for (const broadcast of due) {
    const { id, channel } = broadcast
    if (channel === 'push' && quietUntil(settings, now) !== undefined) continue
    if (isMissed(broadcast, { settings, now })) await moveOn(store, broadcast, { state: 'missed', now })
    else if (channel === 'push') await moveOn(store, broadcast, { state: 'sending', now })
    else {
      await batch(showStatements(db, { broadcastId: id, now }))
      shown++
    }
  }
  return { shown }
}

function isMissed({ channel, send_at: sendAt }: Due, { settings, now }: { settings: QuietHours; now: number }) {
  if (sendAt === null) return false
  const at = channel === 'push' ? (quietUntil(settings, sendAt) ?? sendAt) : sendAt
  return now > at + LATE_MAX_MS
}

/** Only while it is as it was read: it may have been taken back, or released anew, meanwhile. */
const moveOn = ({ db }: Store, { id, send_at }: Due, { state, now }: { state: BroadcastState; now: number }) =>
  db
    .updateTable('broadcasts')
    .set({ state, updated_at: now })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .where('send_at', 'is', send_at)
    .execute()
