import { type Compilable, type SqlBool, sql } from 'kysely'
import { crockford, hmac } from '../crypto.ts'
import { type Db, listOf, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { CODE_LENGTH, codeHmac, codeIn, isPlain, spell } from './invitation-codes.ts'
import { retentionDays } from './settings.ts'

/** Invited in one go: some 60 sheets of paper. */
export const INVITED_MAX = 500
/** Wrong codes that a person may send before they have to wait an hour after the last one. */
export const WRONG_MAX = 10
const WRONG_MS = 3_600_000
const DAY_MS = 86_400_000

/** Who invites: a manager reaches no entry of another store. */
export type Inviter = { id: string; storeId: string | null }

export type Issued = {
  /** With the operator's id the name of this batch. */
  at: number
  issued: number
  /** Not invited: left out by an operator, or registered already. */
  excluded: number
  taken: number
}

export type Found =
  | {
      kind: 'live'
      invitationId: string
      entry: { name: string; storeId: string; storeName: string; roleId: string | null; leftOn: string }
    }
  | { kind: 'unusable' }
  | { kind: 'locked' }

/**
 * Gives each entry a new invitation that is good for `days` days, or until the entry leaves the roster, and ends its older
 * unused ones: an entry has one at most.
 * Who is excluded or registered is left out and counted, as far as the operator may know; entries of other stores do not
 * exist. All or none are issued.
 */
export async function issueInvitations(
  { db, batch }: Store,
  {
    entryIds,
    operator,
    sessionSecret,
    days,
    now,
  }: { entryIds: readonly string[]; operator: Inviter; sessionSecret: string; days: number; now: number },
): Promise<Issued> {
  const wanted = [...new Set(entryIds)].slice(0, INVITED_MAX)
  const rows: { id: string; entry: string; code: string }[] = []
  for (const entry of wanted) rows.push({ ...(await newCode(sessionSecret)), entry })
  const [, issued = 0] = await batch([
    endOpenOnes(db, { entryIds: wanted, operator, now }),
    insertion(db, { rows, operator, expiresAt: now + days * DAY_MS, now }),
  ])
  return { at: now, issued, ...(await countLeftOut(db, wanted, operator)) }
}

/** The code of an invitation as it is printed: derived from its id, so that a sheet can be printed again. */
export async function codeOf(sessionSecret: string, invitationId: string): Promise<string> {
  return spell(crockford(await hmac(sessionSecret, `roster invitation code v1 ${invitationId}`), CODE_LENGTH))
}

/** Makes a code worthless. Refusal: not_found, also when it was used, revoked or ran out, or is another store's. */
export async function revokeInvitation(
  { db }: Store,
  { invitationId, operator, now }: { invitationId: string; operator: Pick<Inviter, 'storeId'>; now: number },
) {
  const revoked = await db
    .updateTable('roster_invitations')
    .set({ revoked_at: now })
    .where('id', '=', invitationId)
    .where(isOpen(now))
    .where('entry_id', 'in', (eb) => eb.selectFrom('roster_entries').select('id').where(isWithin(operator.storeId)))
    .returning('id')
    .executeTakeFirst()
  if (!revoked) throw new Refusal('not_found')
}

/**
 * What the code means that a person typed; undefined when they typed none. 'unusable' is one answer for wrong, used,
 * revoked and over: it tells nothing of the roster; `wrongCode` belongs with it. 'locked': after ten of those, whatever they typed.
 */
export async function findInvitation(
  { db }: Store,
  { sessionSecret, typed, memberId, now }: { sessionSecret: string; typed: string; memberId: string; now: number },
): Promise<Found | undefined> {
  const code = codeIn(typed)
  if (code === undefined) return undefined
  if (await isLocked(db, { memberId, now })) return { kind: 'locked' }
  const found = await db
    .selectFrom('roster_invitations')
    .innerJoin('roster_entries', 'roster_entries.id', 'roster_invitations.entry_id')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .select([
      'roster_invitations.id as invitationId',
      'roster_entries.name',
      'roster_entries.store_id as storeId',
      'stores.name as storeName',
      'roster_entries.role_id as roleId',
      'roster_entries.left_on as leftOn',
    ])
    .where('code_hmac', '=', await codeHmac(sessionSecret, code))
    .where(isOpen(now))
    .where(mayBeInvited)
    .executeTakeFirst()
  if (!found) return { kind: 'unusable' }
  const { invitationId, ...entry } = found
  return { kind: 'live', invitationId, entry }
}

/** The statements that count a wrong code. The tenth closes the door until an hour after the last one that was counted. */
export const wrongCode = (db: Db, { memberId, now }: { memberId: string; now: number }): readonly Compilable[] => [
  db
    .insertInto('wrong_codes')
    .values({ member_id: memberId, count: 1, since_at: now })
    .onConflict((clash) =>
      clash
        .column('member_id')
        .doUpdateSet({
          count: sql<number>`case when wrong_codes.since_at <= ${now - WRONG_MS} then 1 else wrong_codes.count + 1 end`,
          since_at: now,
        })
        .where(sql<SqlBool>`wrong_codes.count < ${WRONG_MAX} or wrong_codes.since_at <= ${now - WRONG_MS}`),
    ),
]

/** Counts that are over say nothing any more. */
export const forgetWrongCodes = ({ db }: Store, { now }: { now: number }) =>
  db
    .deleteFrom('wrong_codes')
    .where('since_at', '<=', now - WRONG_MS)
    .execute()

/** Neither used nor revoked nor over. */
export const isOpen = (now: number) =>
  sql<SqlBool>`(roster_invitations.used_at is null and roster_invitations.revoked_at is null
    and roster_invitations.expires_at > ${now})`

/** The entry is nobody's yet, and no operator said not to invite. */
export const mayBeInvited = sql<SqlBool>`(roster_entries.excluded_at is null
  and not exists (select 1 from members where members.roster_entry_id = roster_entries.id))`

/** null: all stores. */
export const isWithin = (storeId: string | null) =>
  storeId === null ? sql<SqlBool>`true` : sql<SqlBool>`roster_entries.store_id = ${storeId}`

/** Whom somebody else left out is the owner's to know. */
export const mayKnow = ({ id, storeId }: Inviter) =>
  storeId === null
    ? sql<SqlBool>`true`
    : sql<SqlBool>`(roster_entries.excluded_at is null or roster_entries.excluded_by = ${id})`

/** The statement that ends what these entries have open; of those that may be invited only. */
const endOpenOnes = (
  db: Db,
  { entryIds, operator, now }: { entryIds: readonly string[]; operator: Inviter; now: number },
) =>
  db
    .updateTable('roster_invitations')
    .set({ revoked_at: now })
    .where(isOpen(now))
    .where('entry_id', 'in', (eb) =>
      eb
        .selectFrom('roster_entries')
        .select('id')
        .where('id', 'in', listOf(entryIds))
        .where(mayBeInvited)
        .where(isWithin(operator.storeId)),
    )

type Insertion = {
  rows: readonly { id: string; entry: string; code: string }[]
  operator: Inviter
  expiresAt: number
  now: number
}

const insertion = (db: Db, { rows, operator, expiresAt, now }: Insertion): Compilable => ({
  compile: () =>
    sql`insert into roster_invitations (id, entry_id, code_hmac, created_by, created_at, expires_at)
      select value ->> 'id', roster_entries.id, value ->> 'code', ${operator.id}, ${now},
        min(${expiresAt}, roster_entries.created_at + ${retentionDays} * ${DAY_MS})
      from json_each(${JSON.stringify(rows)}) join roster_entries on roster_entries.id = value ->> 'entry'
      where ${mayBeInvited} and ${isWithin(operator.storeId)}
        and roster_entries.created_at + ${retentionDays} * ${DAY_MS} > ${now}`.compile(db),
})

/** An id whose code can be told from a name or a day; about one in nine cannot. */
async function newCode(sessionSecret: string): Promise<{ id: string; code: string }> {
  for (;;) {
    const id = crypto.randomUUID()
    const code = await codeOf(sessionSecret, id)
    if (isPlain(code)) return { id, code: await codeHmac(sessionSecret, code) }
  }
}

async function countLeftOut(db: Db, entryIds: readonly string[], operator: Inviter) {
  const { excluded, taken } = await db
    .selectFrom('roster_entries')
    .leftJoin('members', 'members.roster_entry_id', 'roster_entries.id')
    .select([
      sql<number>`count(roster_entries.excluded_at)`.as('excluded'),
      sql<number>`count(case when roster_entries.excluded_at is null then members.id end)`.as('taken'),
    ])
    .where('roster_entries.id', 'in', listOf(entryIds))
    .where(isWithin(operator.storeId))
    .where(mayKnow(operator))
    .executeTakeFirstOrThrow()
  return { excluded, taken }
}

async function isLocked(db: Db, { memberId, now }: { memberId: string; now: number }) {
  const locked = await db
    .selectFrom('wrong_codes')
    .select('count')
    .where('member_id', '=', memberId)
    .where('count', '>=', WRONG_MAX)
    .where('since_at', '>', now - WRONG_MS)
    .executeTakeFirst()
  return locked !== undefined
}
