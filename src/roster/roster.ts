import { type Compilable, type SqlBool, sql } from 'kysely'
import type { InteractionKind } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { foldName } from '../members/names.ts'
import { folded, matchOf, sameName } from './matching.ts'

/** Entries shown beside a waiting person. */
export const CANDIDATES_MAX = 8
/** How far, in days, a day of leaving may be off for an entry of the same store to be shown. */
const NEAR_DAYS = 45

/** What a person says of themselves. */
export type Application = {
  memberId: string
  name: string
  storeId: string
  roleId: string | null
  /** 'YYYY-MM-DD'; of the day, only the month is compared. */
  leftOn: string
  /** Of the last four digits, as src/roster/secrets.ts makes it, where they were given. */
  digitsHmac?: string | null
  /** The invitation whose code the person sent. */
  invitationId?: string | null
}

/**
 * The roster entry that an application fits beyond doubt, as src/roster/matching.ts says; undefined when there is none.
 * `now` decides whether the invitation still counts; without it, none does.
 */
export async function findMatch(
  { db }: Store,
  application: Application & { now?: number },
): Promise<string | undefined> {
  const { id } = await db.selectNoFrom(theMatch(application).as('id')).executeTakeFirstOrThrow()
  return id ?? undefined
}

type Handed = Application & { match: string | undefined; at: number; now?: number }

/**
 * The statements that hand an application in: verified when `match` is what `findMatch` said, else waiting for a person
 * to decide. Whether that is still so is decided in the first statement itself; if not, it changes no row, so that
 * `mustHaveChangedOne` behind it makes the caller look again. An invitation that decided it is used up with it.
 */
export function apply(db: Db, handed: Handed): { decide: Compilable; tell: readonly Compilable[] } {
  const { memberId, match, at } = handed
  return {
    decide: decided(db, handed),
    tell: [
      record(db, { memberId, kind: 'applied', at }),
      ...(match === undefined
        ? []
        : [record(db, { memberId, kind: 'verified', ref: match, at }), ...useInvitation(db, { ...handed, match })]),
    ],
  }
}

const decided = (db: Db, { match, at, now, ...application }: Handed): Compilable =>
  db
    .updateTable('members')
    .set({
      state: match === undefined ? 'applied' : 'verified',
      name: application.name,
      name_folded: foldName(application.name),
      store_id: application.storeId,
      role_id: application.roleId,
      left_on: application.leftOn,
      digits_hmac: application.digitsHmac ?? null,
      joined_on: ({ selectFrom }) =>
        selectFrom('roster_entries')
          .select('joined_on')
          .where('id', '=', match ?? null),
      roster_entry_id: match ?? null,
      applied_at: at,
      decided_at: match === undefined ? null : at,
      decided_by: null,
    })
    .where('id', '=', application.memberId)
    .where('state', 'in', ['guest', 'declined'])
    .where(sql<SqlBool>`${theMatch({ ...application, ...(now === undefined ? {} : { now }) })} is ${match ?? null}`)

/**
 * An invitation counts once. That it was live, and for this entry, was decided by the statement before in the same batch;
 * one that was not live changed nothing about the match, and is left as it is.
 */
const useInvitation = (
  db: Db,
  { memberId, match, invitationId, at, now }: Handed & { match: string },
): readonly Compilable[] =>
  invitationId === undefined || invitationId === null || now === undefined
    ? []
    : [
        db
          .updateTable('roster_invitations')
          .set({ used_at: now, used_by: memberId })
          .where('id', '=', invitationId)
          .where('entry_id', '=', match)
          .where('used_at', 'is', null)
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', now),
        db
          .insertInto('interactions')
          .columns(['id', 'member_id', 'kind', 'ref', 'at'])
          .expression(({ selectFrom, val }) =>
            selectFrom('roster_invitations')
              .select([
                val(crypto.randomUUID()).as('id'),
                val(memberId).as('member_id'),
                val<InteractionKind>('invitation_used').as('kind'),
                'roster_invitations.id as ref',
                val(at).as('at'),
              ])
              .where('roster_invitations.id', '=', invitationId)
              .where('roster_invitations.used_by', '=', memberId)
              .where('roster_invitations.used_at', '=', now),
          ),
      ]

type Wanted = {
  name: string
  storeId: string
  leftOn: string
  digitsHmac?: string | null
  onlyStoreId: string | null
}

/**
 * Entries that a person deciding may want to see: the same name anywhere, and the same store at about that time or with the
 * same last four digits (names change); never excluded ones, nor those of a store that is not `onlyStoreId`.
 */
export const findCandidates = ({ db }: Store, { name, storeId, leftOn, digitsHmac = null, onlyStoreId }: Wanted) =>
  db
    .selectFrom('roster_entries')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .leftJoin('roles', 'roles.id', 'roster_entries.role_id')
    .leftJoin('members', 'members.roster_entry_id', 'roster_entries.id')
    .select([
      'roster_entries.id',
      'roster_entries.name',
      'roster_entries.kana',
      'roster_entries.left_on',
      'stores.name as store_name',
      'roles.name as role_name',
      'members.id as taken_by',
      sql<0 | 1>`${sameName(folded(name))}`.as('same_name'),
      sql<0 | 1>`roster_entries.store_id = ${storeId}`.as('same_store'),
      sql<0 | 1>`substr(roster_entries.left_on, 1, 7) = ${leftOn.slice(0, 7)}`.as('same_month'),
      // null: one of the two is not known.
      sql<0 | 1 | null>`roster_entries.digits_hmac = ${digitsHmac}`.as('same_digits'),
    ])
    .where('roster_entries.excluded_at', 'is', null)
    .where(
      sql<SqlBool>`(${sameName(folded(name))} or (roster_entries.store_id = ${storeId} and (roster_entries.left_on
        between date(${leftOn}, ${`-${NEAR_DAYS} days`}) and date(${leftOn}, ${`+${NEAR_DAYS} days`})
        or roster_entries.digits_hmac = ${digitsHmac})))`,
    )
    .$if(onlyStoreId !== null, (query) => query.where('roster_entries.store_id', '=', onlyStoreId ?? ''))
    .orderBy(sql`same_name * 4 + same_store * 2 + same_month + coalesce(same_digits, 0) * 2`, 'desc')
    .orderBy(sql`abs(julianday(roster_entries.left_on) - julianday(${leftOn}))`)
    .orderBy('roster_entries.id')
    .limit(CANDIDATES_MAX)
    .execute()

/** The entry a member is tied to. */
export const findEntry = ({ db }: Store, entryId: string) =>
  db
    .selectFrom('roster_entries')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .leftJoin('roles', 'roles.id', 'roster_entries.role_id')
    .select([
      'roster_entries.id',
      'roster_entries.name',
      'roster_entries.kana',
      'roster_entries.left_on',
      'stores.name as store_name',
      'roles.name as role_name',
    ])
    .where('roster_entries.id', '=', entryId)
    .executeTakeFirst()

const theMatch = ({ memberId, name, storeId, leftOn, digitsHmac, invitationId, now }: Application & { now?: number }) =>
  matchOf({
    memberId: sql.val(memberId),
    nameFolded: folded(name),
    storeId: sql.val(storeId),
    leftMonth: sql.val(leftOn.slice(0, 7)),
    digitsHmac: sql.val(digitsHmac ?? null),
    invitationId: sql.val(now === undefined ? null : (invitationId ?? null)),
    now: sql.val(now ?? 0),
  })
