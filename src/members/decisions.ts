import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { MemberState } from '../db/schema.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import type { RichMenuName } from '../line/line.ts'
import type { LineMessage } from '../line/messages.ts'
import { owePush, oweRichMenu } from '../line/outbox.ts'
import { Refusal } from '../refusal.ts'

/** Who decides. A manager's rights end at their store; null: all stores. */
export type Decider = { id: string; storeId: string | null }

type Decision = {
  memberId: string
  operator: Decider
  /** What the person is told, in one push: it costs one message of the month. */
  messages: readonly LineMessage[]
  now: number
}

/**
 * Makes a waiting person a verified member, with the roster entry that is theirs or without one. One decision per
 * application: the second of two gets Refusal('member_already_decided'). An entry is matched once
 * ('roster_entry_taken'); an excluded one, or one of a store that is not the operator's, never ('not_found'). The entry's
 * day of joining becomes the member's.
 */
export async function approveMember(
  store: Store,
  { rosterEntryId, ...decision }: Decision & { rosterEntryId: string | undefined },
) {
  const entry = rosterEntryId ?? null
  const state = { state: 'verified', roster_entry_id: entry, joined_on: joinedOn(entry) } as const
  const decided = updateWaiting(store.db, decision, state).where(
    sql<SqlBool>`(${entry} is null or ${entryIsFree(entry, decision.operator)})`,
  )
  const ref = rosterEntryId === undefined ? {} : { ref: rosterEntryId }
  await decide(store, decision, { decided, kind: 'verified', menu: 'member', ref }).catch((error: unknown) =>
    refuse(store, decision, entry, error),
  )
}

/** Answers a waiting person with a polite no. The second of two decisions gets Refusal('member_already_decided'). */
export async function declineMember(store: Store, decision: Decision) {
  const decided = updateWaiting(store.db, decision, { state: 'declined' })
  await decide(store, decision, { decided, kind: 'declined', menu: 'guest', ref: {} }).catch((error: unknown) =>
    refuse(store, decision, null, error),
  )
}

const updateWaiting = (
  db: Db,
  { memberId, operator, now }: Decision,
  set: { state: MemberState; roster_entry_id?: string | null; joined_on?: RawBuilder<string | null> },
) =>
  db
    .updateTable('members')
    .set({ ...set, decided_at: now, decided_by: operator.id })
    .where('id', '=', memberId)
    .where('state', '=', 'applied')
    .where(inStoreOf(operator, 'members.store_id'))

type Outcome = { decided: Compilable; kind: 'verified' | 'declined'; menu: RichMenuName; ref: { ref?: string } }

const decide = (
  { db, batch }: Store,
  { memberId, operator, messages, now }: Decision,
  { decided, kind, menu, ref }: Outcome,
) =>
  batch([
    decided,
    mustHaveChangedOne(db),
    record(db, { memberId, kind, at: now, operatorId: operator.id, ...ref }),
    oweRichMenu(db, { memberId, menu, now }),
    owePush(db, { memberId, messages, now }),
  ])

/** Why the guard said no; read after it did. */
async function refuse({ db }: Store, { memberId, operator }: Decision, entry: string | null, error: unknown) {
  if (!isAborted(error)) throw error
  const member = await db
    .selectFrom('members')
    .select('state')
    .where('id', '=', memberId)
    .where(inStoreOf(operator, 'members.store_id'))
    .executeTakeFirst()
  if (!member || member.state === 'guest') throw new Refusal('not_found')
  if (member.state !== 'applied') throw new Refusal('member_already_decided')
  const taken = await db.selectFrom('members').select('id').where('roster_entry_id', '=', entry).executeTakeFirst()
  throw new Refusal(taken ? 'roster_entry_taken' : 'not_found')
}

const inStoreOf = ({ storeId }: Decider, column: string) =>
  sql<SqlBool>`(${storeId} is null or ${sql.ref(column)} = ${storeId})`

const joinedOn = (entry: string | null) =>
  sql<string | null>`coalesce((select roster_entries.joined_on from roster_entries where roster_entries.id = ${entry}),
    members.joined_on)`

const entryIsFree = (entry: string | null, operator: Decider) =>
  sql<SqlBool>`exists (
    select 1 from roster_entries where roster_entries.id = ${entry} and excluded_at is null
      and ${inStoreOf(operator, 'roster_entries.store_id')}
      and not exists (select 1 from members as owner where owner.roster_entry_id = roster_entries.id))`
