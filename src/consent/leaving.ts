import type { Compilable } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

type Leaving = { memberId: string; now: number }

/**
 * A person leaves: from here on nothing is sent to them, and within a minute all that is personal is erased (wake
 * 'erasures'). Leaving twice is leaving once. Refusal operator_cannot_leave: who signs in to the admin side must first be
 * removed there; not_found when there is nobody of that id.
 */
export async function leave(store: Store, leaving: Leaving): Promise<void> {
  try {
    await store.batch(leaveStatements(store.db, leaving))
  } catch (error) {
    if (!isAborted(error)) throw error
    await sayWhyNot(store, leaving)
  }
}

/** The statements of `leave`. They abort their batch when the person is gone already, or must be removed as operator first. */
export const leaveStatements = (db: Db, { memberId, now }: Leaving): readonly Compilable[] => [
  db
    .updateTable('members')
    .set({ state: 'left' })
    .where('id', '=', memberId)
    .where('state', 'not in', ['left', 'erased'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('operators')
            .select('operators.id')
            .where('operators.member_id', '=', memberId)
            .where('operators.revoked_at', 'is', null),
        ),
      ),
    ),
  mustHaveChangedOne(db),
  db.insertInto('erasures').values({ member_id: memberId, asked_at: now, next_at: now }),
  db
    .deleteFrom('outbox_messages')
    .where('member_id', '=', memberId)
    .where('kind', 'in', ['push', 'rich_menu'])
    .where('state', '=', 'ready'),
]

async function sayWhyNot({ db }: Store, { memberId }: Leaving) {
  const member = await db.selectFrom('members').select('state').where('id', '=', memberId).executeTakeFirst()
  if (!member) throw new Refusal('not_found')
  if (member.state !== 'left' && member.state !== 'erased') throw new Refusal('operator_cannot_leave')
}
