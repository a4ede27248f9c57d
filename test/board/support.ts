import { postStatement, showStatements } from '../../src/board/board.ts'
import { createDraft, type Draft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import type { Store } from '../../src/db/store.ts'
import { addOwner, OWNER, TEXT } from '../broadcasts/support.ts'
import { NOON } from '../support.ts'

/** A broadcast for the board, confirmed for so many people, as it is before the worker has looked at it. */
export async function confirmedForBoard(
  store: Store,
  { draft = TEXT, people = 100, couponId = null, now = NOON }: Partial<Confirmed> = {},
) {
  await addOwner(store)
  const id = await createDraft(store, { draft, createdBy: OWNER, now })
  await store.db
    .updateTable('broadcasts')
    .set({ channel: 'board', state: 'planning', confirmed_count: people, send_at: now, coupon_id: couponId })
    .where('id', '=', id)
    .execute()
  return id
}
type Confirmed = { draft: Draft; people: number; couponId: string | null; now: number }

export async function planned(store: Store, id: string, now = NOON) {
  const broadcast = await findBroadcast(store, { broadcastId: id })
  if (!broadcast) throw new Error('no broadcast')
  await store.batch([postStatement(store.db, { broadcast, now })])
  await store.db.updateTable('broadcasts').set({ state: 'planned' }).where('id', '=', id).execute()
}

export const shown = (store: Store, id: string, now = NOON) =>
  store.batch(showStatements(store.db, { broadcastId: id, now }))

/** On the board, to be read. */
export async function onBoard(store: Store, confirmed: Partial<Confirmed> = {}) {
  const id = await confirmedForBoard(store, confirmed)
  await planned(store, id, confirmed.now)
  await shown(store, id, confirmed.now)
  return id
}

export const notices = ({ db }: Store, id: string) =>
  db
    .selectFrom('board_notices')
    .select(['member_id', 'read_at'])
    .where('broadcast_id', '=', id)
    .orderBy('member_id')
    .execute()

export const menusOwed = async ({ db }: Store) =>
  (
    await db
      .selectFrom('outbox_messages')
      .select('member_id')
      .where('kind', '=', 'rich_menu')
      .orderBy('member_id')
      .execute()
  ).map(({ member_id }) => member_id)
