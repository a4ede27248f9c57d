import { type SqlBool, sql } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { peopleReached } from '../sending/reach.ts'
import { readSendingSettings } from '../sending/sending-settings.ts'
import { type Broadcast, findBroadcast, lastChange } from './drafts.ts'

/** So many requests are listed for whoever could approve them. */
const WAITING_MAX = 20

export type Approval = { askedBy: string; askedByName: string; askedAt: number; people: number }

type Asking = {
  broadcastId: string
  /** What the asker was shown, which is all that is approved. */
  people: number
  draftedAt: number
  askedBy: string
  storeId?: string | null
  now: number
}

/**
 * Asks somebody else to confirm a draft for exactly so many people. Refusal broadcast_reach_changed when the draft or its
 * reach is no longer what was shown. Asking again replaces the question; a changed draft loses it.
 */
export async function askApproval(store: Store, asked: Asking) {
  const { broadcastId, people, draftedAt, askedBy, storeId = null, now } = asked
  const draft = await findBroadcast(store, { broadcastId, storeId })
  if (!draft) throw new Refusal('not_found')
  if (draft.state !== 'draft') throw new Refusal('broadcast_not_draft')
  if (people === 0) throw new Refusal('broadcast_reach_empty')
  const { db, batch } = store
  const settings = await readSendingSettings(store)
  try {
    await batch([
      db
        .updateTable('broadcasts')
        .set({ approval_asked_by: askedBy, approval_asked_at: now, approval_asked_count: people })
        .where('id', '=', broadcastId)
        .where('state', '=', 'draft')
        .where(lastChange, '=', draftedAt)
        .where(peopleReached(db, { ...draft, settings, only: storeId, now }), '=', people),
      mustHaveChangedOne(db),
    ])
  } catch (error) {
    throw isAborted(error) ? new Refusal('broadcast_reach_changed') : error
  }
}

/** Takes the question back. Repeating it changes nothing. */
export const withdrawApproval = ({ db }: Store, { broadcastId }: { broadcastId: string }) =>
  db.updateTable('broadcasts').set(NOT_ASKED).where('id', '=', broadcastId).where('state', '=', 'draft').execute()

/** What a draft is set to that changes. */
export const NOT_ASKED = { approval_asked_by: null, approval_asked_at: null, approval_asked_count: null } as const

/** As a guard: somebody else asked for exactly this number of pushes, if it is any, and nothing has changed since. */
export const isApproved = (
  db: Db,
  { broadcastId, people, confirmedBy }: { broadcastId: string; people: number | undefined; confirmedBy: string },
) =>
  sql<SqlBool>`exists ${standing(db)
    .select('broadcasts.id')
    .where('broadcasts.id', '=', broadcastId)
    .where('approval_asked_by', '<>', confirmedBy)
    .$if(people !== undefined, (query) => query.where('approval_asked_count', '=', people ?? null))}`

/** The question that stands about a draft. */
export const approvalOf = ({ db }: Store, broadcastId: string): Promise<Approval | undefined> =>
  standing(db)
    .select([
      'operators.id as askedBy',
      'operators.name as askedByName',
      sql<number>`approval_asked_at`.as('askedAt'),
      sql<number>`approval_asked_count`.as('people'),
    ])
    .where('broadcasts.id', '=', broadcastId)
    .executeTakeFirst()

/** What waits for somebody's approval, oldest first: an owner's is for everybody, a manager's for owners and the own store. */
export const approvalsFor = ({ db }: Store, { operatorId, storeId }: { operatorId: string; storeId: string | null }) =>
  standing(db)
    .select(['broadcasts.id', 'broadcasts.title', 'operators.name as askedByName'])
    .where('operators.id', '<>', operatorId)
    .$if(storeId !== null, (query) =>
      query.where((eb) => eb.or([eb('operators.role', '=', 'owner'), eb('operators.store_id', '=', storeId)])),
    )
    .orderBy('approval_asked_at')
    .limit(WAITING_MAX)
    .execute()

/**
 * A draft that an operator may see on its confirmation page. Beyond their own, a manager sees what an owner asked to be
 * approved: then the owner's word holds for people of other stores too, and `only` is null.
 */
export async function findForConfirming(
  store: Store,
  { broadcastId, operatorId, storeId }: { broadcastId: string; operatorId: string; storeId: string | null },
): Promise<{ broadcast: Broadcast; only: string | null } | undefined> {
  if (storeId !== null) {
    const asked = await standing(store.db)
      .select('broadcasts.id')
      .where('broadcasts.id', '=', broadcastId)
      .where('operators.role', '=', 'owner')
      .where('operators.id', '<>', operatorId)
      .executeTakeFirst()
    const broadcast = asked && (await findBroadcast(store, { broadcastId }))
    if (broadcast) return { broadcast, only: null }
  }
  const broadcast = await findBroadcast(store, { broadcastId, storeId })
  return broadcast && { broadcast, only: storeId }
}

/** Drafts with a question that was not overtaken by a change, by somebody who still is an operator. */
const standing = (db: Db) =>
  db
    .selectFrom('broadcasts')
    .innerJoin('operators', 'operators.id', 'broadcasts.approval_asked_by')
    .where('operators.revoked_at', 'is', null)
    .where('broadcasts.state', '=', 'draft')
    .where(sql<SqlBool>`approval_asked_at >= ${lastChange}`)

/** Whether there is anybody who could approve what another asks. */
export const hasSecondPerson = async ({ db }: Store) =>
  (
    await db
      .selectFrom('operators')
      .select('id')
      .where('role', 'in', ['owner', 'manager'])
      .where('revoked_at', 'is', null)
      .limit(2)
      .execute()
  ).length === 2
