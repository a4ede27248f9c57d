import { type Compilable, type SqlBool, sql } from 'kysely'
import type { CorrectionField } from '../db/schema-rights.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { Refusal } from '../refusal.ts'

/** What a person may ask to have corrected, in the order of the form. */
export const CORRECTION_FIELDS: readonly CorrectionField[] = ['name', 'store', 'role', 'left_on']
/** The value of a correction of the role: none of those that are listed. */
export const NO_ROLE = 'none'
/** Corrections that a page shows. */
const SHOWN_MAX = 50

type Asking = {
  memberId: string
  field: CorrectionField
  /** A clean name; the id of a store that exists; the id of a role or NO_ROLE; 'YYYY-MM-DD'. */
  value: string
  now: number
}

/**
 * Asks the shop to correct a fact. Nothing changes before an operator accepts it. Asking again about the same fact replaces
 * what was asked: one is open per fact. Refusal not_found: who is not registered has nothing to correct.
 */
export async function askCorrection({ db, batch }: Store, { memberId, field, value, now }: Asking): Promise<void> {
  try {
    await batch([
      db
        .insertInto('corrections')
        .columns(['id', 'member_id', 'field', 'value', 'asked_at'])
        .expression(({ selectFrom, val }) =>
          selectFrom('members')
            .select([
              val(crypto.randomUUID()).as('id'),
              'members.id as member_id',
              val(field).as('field'),
              val(value).as('value'),
              val(now).as('asked_at'),
            ])
            .where('members.id', '=', memberId)
            .where('members.state', 'in', ['applied', 'verified', 'declined']),
        )
        .onConflict((clash) =>
          clash
            .columns(['member_id', 'field'])
            .where('decided_at', 'is', null)
            .doUpdateSet(({ ref }) => ({ value: ref('excluded.value'), asked_at: ref('excluded.asked_at') })),
        ),
      mustHaveChangedOne(db),
      record(db, { memberId, kind: 'correction_asked', ref: field, at: now }),
    ])
  } catch (error) {
    throw isAborted(error) ? new Refusal('not_found') : error
  }
}

type Decision = {
  correctionId: string
  /** What the operator saw: the person may have asked for something else since. */
  value: string
  /** A manager's rights end at their store; null: all stores. */
  operator: { id: string; storeId: string | null }
  accepted: boolean
  /** How names are compared: `foldName` of members/names.ts. */
  foldName(name: string): string
  now: number
}

/**
 * Accepts a correction, which changes the fact with it, or declines it. One decision each, about what was seen: the second
 * of two, and one about another value, gets Refusal correction_decided. not_found: of a person who is not of the operator's
 * store, or gone. Nobody is sent anything: the person sees it on their own page.
 */
export async function decideCorrection(store: Store, decision: Decision): Promise<void> {
  const { db, batch } = store
  const { correctionId, value, operator, accepted, foldName, now } = decision
  const asked = await findCorrection(store, decision)
  if (asked.decided_at !== null) throw new Refusal('correction_decided')
  const { member_id: memberId, field } = asked
  try {
    await batch([
      db
        .updateTable('corrections')
        .set({ decided_at: now, decided_by: operator.id, accepted: accepted ? 1 : 0 })
        .where('id', '=', correctionId)
        .where('decided_at', 'is', null)
        .where('value', '=', value)
        .where(isOfStore(operator.storeId)),
      mustHaveChangedOne(db),
      ...(accepted ? [change(store, { memberId, field, value, foldName }), mustHaveChangedOne(db)] : []),
      record(db, {
        memberId,
        kind: accepted ? 'correction_accepted' : 'correction_declined',
        ref: field,
        operatorId: operator.id,
        at: now,
      }),
    ])
  } catch (error) {
    throw isAborted(error) ? new Refusal('correction_decided') : error
  }
}

async function findCorrection({ db }: Store, { correctionId, operator }: Decision) {
  const asked = await db
    .selectFrom('corrections')
    .select(['member_id', 'field', 'decided_at'])
    .where('id', '=', correctionId)
    .where(isOfStore(operator.storeId))
    .executeTakeFirst()
  if (!asked) throw new Refusal('not_found')
  return asked
}

/** The statement that puts the fact right; of who is leaving nothing is changed any more. */
function change(
  { db }: Store,
  { memberId, field, value, foldName }: Pick<Asking, 'memberId' | 'field' | 'value'> & Pick<Decision, 'foldName'>,
): Compilable {
  const set = {
    name: { name: value, name_folded: foldName(value) },
    store: { store_id: value },
    role: { role_id: value === NO_ROLE ? null : value },
    left_on: { left_on: value },
  }[field]
  return db
    .updateTable('members')
    .set(set)
    .where('id', '=', memberId)
    .where('state', 'in', ['applied', 'verified', 'declined'])
}

/** A person's corrections, the newest first, with the names of what they ask for. */
export const correctionsOf = ({ db }: Store, memberId: string) =>
  corrections({ db }).where('corrections.member_id', '=', memberId).orderBy('corrections.asked_at', 'desc').execute()

/** What waits for a decision, the oldest first; of one store only, if a manager asks. */
export const openCorrections = ({ db }: Store, { storeId }: { storeId: string | null }) =>
  corrections({ db })
    .where('corrections.decided_at', 'is', null)
    .where(isOfStore(storeId))
    .orderBy('corrections.asked_at')
    .limit(SHOWN_MAX)
    .execute()

const corrections = ({ db }: Pick<Store, 'db'>) =>
  db
    .selectFrom('corrections')
    .innerJoin('members', 'members.id', 'corrections.member_id')
    .leftJoin('stores', (join) =>
      join.onRef('stores.id', '=', 'corrections.value').on('corrections.field', '=', 'store'),
    )
    .leftJoin('roles', (join) => join.onRef('roles.id', '=', 'corrections.value').on('corrections.field', '=', 'role'))
    .select([
      'corrections.id',
      'corrections.member_id',
      'members.name as member_name',
      'corrections.field',
      'corrections.value',
      'corrections.asked_at',
      'corrections.decided_at',
      'corrections.accepted',
      'stores.name as store_name',
      'roles.name as role_name',
    ])

const isOfStore = (storeId: string | null) =>
  storeId === null
    ? sql<SqlBool>`true`
    : sql<SqlBool>`exists (select 1 from members as of_store where of_store.id = corrections.member_id and of_store.store_id = ${storeId})`
