import type { Compilable } from 'kysely'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'

type Change = {
  memberId: string
  /** When it happened at LINE, which may be long before it reached us. */
  at: number
}

/** The statements for "the person added or unblocked us". A later event already known is not overruled, nor a block of the same instant. */
export const follow = (db: Db, { memberId, at }: Change): readonly Compilable[] => [
  db
    .updateTable('line_identities')
    .set({ follow_state: 'following', follow_changed_at: at })
    .where('member_id', '=', memberId)
    .where('follow_changed_at', '<', at),
  record(db, { memberId, kind: 'followed', at }),
]

/** The statements for "the person blocked us". Wins against a follow of the same instant; a late one changes nothing. */
export const unfollow = (db: Db, { memberId, at }: Change): readonly Compilable[] => [
  db
    .updateTable('line_identities')
    .set({ follow_state: 'blocked', follow_changed_at: at })
    .where('member_id', '=', memberId)
    .where('follow_changed_at', '<=', at),
  record(db, { memberId, kind: 'blocked', at }),
]
