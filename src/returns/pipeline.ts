import { type SqlBool, sql } from 'kysely'
import { type Cursor, pageOf } from '../db/pages.ts'
import type { ReturnStage } from '../db/schema-shifts.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import type { LineMessage } from '../line/messages.ts'
import { owePush } from '../line/outbox.ts'
import { Refusal } from '../refusal.ts'
import { isOpen, isOver, stepStatement, takenBack } from './wishes.ts'

/** Open wishes that the board shows, and those that are over on a page. */
const OPEN_MAX = 200
export const ENDED_PAGE_MAX = 50

export type Candidate = Awaited<ReturnType<typeof findWish>>

/** `storeId`: the store that the asker's rights end at; null: all. `filter`: of one store only. */
type Asked = { storeId: string | null; filter?: string | null }

/** Everybody who would like to come back and has no answer yet, who waits longest first. */
export const openWishes = (store: Store, asked: Asked) =>
  ofStore(store, asked).where(isOpen).orderBy('stage_at').orderBy('return_wishes.id').limit(OPEN_MAX).execute()

/** Those that came to an end, the last ones first, by pages; `next`: where the next page begins. */
export async function endedWishes(store: Store, { before, limit = ENDED_PAGE_MAX, stage, ...asked }: Asked & Ended) {
  const rows = await ofStore(store, asked)
    .where('stage', 'in', stage === undefined ? ['returned', 'closed'] : [stage])
    .$if(before !== undefined, (query) =>
      query.where(
        sql<SqlBool>`(stage_at < ${before?.at ?? 0} or (stage_at = ${before?.at ?? 0} and return_wishes.id > ${before?.id ?? ''}))`,
      ),
    )
    .orderBy('stage_at', 'desc')
    .orderBy('return_wishes.id')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, ({ stage_at, id }) => ({ at: stage_at, id }))
}
type Ended = { before?: Cursor | undefined; limit?: number; stage?: 'returned' | 'closed' }

/** How many nobody of the shop has answered yet. */
export async function countNewWishes(store: Store, asked: Asked) {
  const rows = await ofStore(store, asked).where('stage', '=', 'wished').limit(OPEN_MAX).execute()
  return rows.length
}

/** Refusal: not_found, also when it is another store's. */
export async function findWish(store: Store, { wishId, storeId }: { wishId: string; storeId: string | null }) {
  const wish = await ofStore(store, { storeId }).where('return_wishes.id', '=', wishId).executeTakeFirst()
  if (!wish) throw new Refusal('not_found')
  return wish
}

/** What happened to a wish, the newest first. Without an operator it was the person. */
export const stepsOf = ({ db }: Store, wishId: string) =>
  db
    .selectFrom('return_steps')
    .leftJoin('operators', 'operators.id', 'return_steps.operator_id')
    .select(['stage', 'words', 'at', 'operator_id as operatorId', 'operators.name as operatorName'])
    .where('wish_id', '=', wishId)
    .orderBy('at', 'desc')
    .orderBy('return_steps.id')
    .execute()

type Moving = {
  wishId: string
  /** Where it stood on the mover's screen. */
  from: ReturnStage
  to: ReturnStage
  /** Read by the person on their page, and in the message if there is one. */
  words: string | null
  /** Told in LINE: one message. */
  messages?: readonly LineMessage[] | undefined
  operator: { id: string; storeId: string | null }
  now: number
}

/**
 * Moves a wish from where it was seen to stand; of two who do so at once, one is refused. What the shop itself had ended may
 * be taken up again, not what the person took back. Refusals: return_not_in_stage, person_blocked_us (nothing was moved),
 * shift_reason_needed (a no needs words), not_found.
 */
export async function moveWish(store: Store, { wishId, from, to, words, messages, operator, now }: Moving) {
  const { db, batch } = store
  const { member_id: memberId, follow_state: follows } = await findWish(store, { wishId, storeId: operator.storeId })
  if (to === 'closed' && !words) throw new Refusal('shift_reason_needed')
  if (from === to) throw new Refusal('return_not_in_stage')
  if (messages && follows !== 'following') throw new Refusal('person_blocked_us')
  try {
    await batch([
      db
        .updateTable('return_wishes')
        .set({ stage: to, close_words: to === 'closed' ? words : null, stage_at: now, updated_at: now })
        .where('id', '=', wishId)
        .where('stage', '=', from)
        .where(isOver(from) ? mayGoOn : sql<SqlBool>`1`),
      mustHaveChangedOne(db),
      stepStatement(db, { wishId, stage: to, words, operatorId: operator.id, at: now }),
      record(db, {
        memberId,
        kind: 'return_moved',
        ref: wishId,
        detail: { stage: to },
        operatorId: operator.id,
        at: now,
      }),
      ...(messages ? [owePush(db, { memberId, messages, now })] : []),
    ])
  } catch (error) {
    throw isAborted(error) ? new Refusal('return_not_in_stage') : error
  }
}

/** Not over the person's own no, nor beside a newer wish of theirs. */
const mayGoOn = sql<SqlBool>`(${takenBack} = 0 and not exists (select 1 from return_wishes as newer
  where newer.member_id = return_wishes.member_id and newer.id <> return_wishes.id
    and newer.created_at >= return_wishes.created_at))`

/** A wish belongs to the store that it names, or else to the one that the person worked at. */
const ofStore = ({ db }: Store, { storeId, filter = null }: Asked) =>
  db
    .selectFrom('return_wishes')
    .innerJoin('members', 'members.id', 'return_wishes.member_id')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .leftJoin('stores as wished', 'wished.id', 'return_wishes.store_id')
    .leftJoin('stores as former', 'former.id', 'members.store_id')
    .leftJoin('roles', 'roles.id', 'members.role_id')
    .select(['return_wishes.id', 'return_wishes.member_id', 'kind', 'since_words', 'note', 'stage', 'close_words'])
    .select(['rule_version', 'return_wishes.created_at', 'stage_at', 'return_wishes.updated_at'])
    .select(['wished.name as store_name', 'former.name as former_store_name', 'roles.name as role_name'])
    .select(['members.name', 'members.language', 'members.left_on', 'line_identities.follow_state'])
    .select(takenBack.as('taken_back'))
    .where('members.state', '=', 'verified')
    .$if(storeId !== null, (query) => query.where(isOfStore, '=', storeId))
    .$if(filter !== null, (query) => query.where(isOfStore, '=', filter))

const isOfStore = sql<string | null>`coalesce(return_wishes.store_id, members.store_id)`
