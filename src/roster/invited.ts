import { type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import { getEntry } from './entries.ts'
import { codeOf, INVITED_MAX, type Inviter, isOpen, isWithin, mayBeInvited, mayKnow } from './invitations.ts'

const BATCHES_MAX = 12
const INVITATIONS_SHOWN_MAX = 20

export type InvitationState = 'open' | 'used' | 'revoked' | 'expired'
/** What was issued in one go: when, and by whom. */
export type Batch = { at: number; by: string }

type Asked = { operator: Inviter; now: number }
type Dates = { used_at: number | null; revoked_at: number | null; expires_at: number }

export const stateOf = ({ used_at, revoked_at, expires_at }: Dates, now: number): InvitationState =>
  used_at !== null ? 'used' : revoked_at !== null ? 'revoked' : expires_at <= now ? 'expired' : 'open'

/** How many people of each store could be invited and have no open invitation; stores without any are left out. */
export const countNotInvited = ({ db }: Store, { operator, now }: Asked) =>
  notInvited(db, { operator, now })
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .select(({ fn }) => ['stores.id', 'stores.name', fn.countAll<number>().as('people')])
    .groupBy('stores.id')
    .orderBy('stores.position')
    .orderBy('stores.name')
    .execute()

/** The entries of a store that could be invited and have no open invitation; as many as can be invited in one go. */
export const listNotInvited = async ({ db }: Store, { storeId, operator, now }: Asked & { storeId: string }) =>
  (
    await notInvited(db, { operator, now })
      .select('roster_entries.id')
      .where('roster_entries.store_id', '=', storeId)
      .orderBy('roster_entries.left_on', 'desc')
      .orderBy('roster_entries.id')
      .limit(INVITED_MAX)
      .execute()
  ).map(({ id }) => id)

/** The latest batches, the newest first, as far as they concern the operator's store. */
export const listBatches = ({ db }: Store, { operator, now }: Asked) =>
  invited(db, operator)
    .innerJoin('operators', 'operators.id', 'roster_invitations.created_by')
    .select([
      'roster_invitations.created_at as at',
      'operators.id as by',
      'operators.name as by_name',
      sql<number>`count(*)`.as('people'),
      sql<number>`sum(${isOpen(now)})`.as('open'),
      sql<number>`count(roster_invitations.used_at)`.as('used'),
    ])
    .groupBy(['roster_invitations.created_at', 'operators.id'])
    .orderBy('roster_invitations.created_at', 'desc')
    .orderBy('operators.id')
    .limit(BATCHES_MAX)
    .execute()

/** Everybody of a batch and what became of their invitation, by store and name. */
export const listBatch = ({ db }: Store, { batch, operator }: { batch: Batch; operator: Inviter }) =>
  inBatch(db, batch, operator)
    .select([...PERSON, 'roster_invitations.used_at', 'roster_invitations.revoked_at'])
    .execute()

/** A card to print: whom it is for, and the code. */
export type Printed = {
  name: string
  storeName: string
  roleName: string | null
  joinedOn: string | null
  leftOn: string
  code: string
  expiresAt: number
}

type Printing = Asked & { sessionSecret: string }

/** The cards of a batch, in the order of its list: of those whose invitation is still good. */
export async function printBatch({ db }: Store, { batch, ...printing }: Printing & { batch: Batch }) {
  return printed(
    printing,
    await inBatch(db, batch, printing.operator).select(PERSON).where(isOpen(printing.now)).execute(),
  )
}

/** The card of one entry; none when it has no open invitation. */
export async function printEntry({ db }: Store, { entryId, ...printing }: Printing & { entryId: string }) {
  const rows = invited(db, printing.operator).select(PERSON).where('roster_entries.id', '=', entryId)
  return printed(printing, await rows.where(isOpen(printing.now)).limit(1).execute())
}

/** An entry and its invitations, the newest first. Refusal: not_found. */
export async function getInvited(store: Store, { entryId, operator, now }: Asked & { entryId: string }) {
  const entry = await getEntry(store, { entryId, operator, now })
  const invitations = await store.db
    .selectFrom('roster_invitations')
    .leftJoin('operators', 'operators.id', 'roster_invitations.created_by')
    .select([
      'roster_invitations.id',
      'roster_invitations.created_at',
      'roster_invitations.expires_at',
      'roster_invitations.used_at',
      'roster_invitations.revoked_at',
      'operators.name as by_name',
    ])
    .where('entry_id', '=', entryId)
    .orderBy('roster_invitations.created_at', 'desc')
    .orderBy('roster_invitations.id')
    .limit(INVITATIONS_SHOWN_MAX)
    .execute()
  const excluder = await store.db
    .selectFrom('roster_entries')
    .innerJoin('operators', 'operators.id', 'roster_entries.excluded_by')
    .select('operators.name')
    .where('roster_entries.id', '=', entryId)
    .executeTakeFirst()
  return { entry, invitations, excludedBy: excluder?.name }
}

const PERSON = [
  'roster_entries.id',
  'roster_entries.name',
  'stores.name as store_name',
  'roles.name as role_name',
  'roster_entries.joined_on',
  'roster_entries.left_on',
  'roster_invitations.id as invitation_id',
  'roster_invitations.expires_at',
] as const

const invited = (db: Db, operator: Inviter) =>
  db
    .selectFrom('roster_invitations')
    .innerJoin('roster_entries', 'roster_entries.id', 'roster_invitations.entry_id')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .leftJoin('roles', 'roles.id', 'roster_entries.role_id')
    .where(isWithin(operator.storeId))
    .where(mayKnow(operator))

const inBatch = (db: Db, { at, by }: Batch, operator: Inviter) =>
  invited(db, operator)
    .where('roster_invitations.created_by', '=', by)
    .where('roster_invitations.created_at', '=', at)
    .orderBy('stores.position')
    .orderBy('stores.name')
    .orderBy('roster_entries.kana_folded')
    .orderBy('roster_entries.name_folded')
    .orderBy('roster_entries.id')
    .limit(INVITED_MAX)

const notInvited = (db: Db, { operator, now }: Asked) =>
  db
    .selectFrom('roster_entries')
    .where(isWithin(operator.storeId))
    .where(mayBeInvited)
    .where(
      sql<SqlBool>`not exists (select 1 from roster_invitations where roster_invitations.entry_id = roster_entries.id
        and ${isOpen(now)})`,
    )

type Row = {
  name: string
  store_name: string
  role_name: string | null
  joined_on: string | null
  left_on: string
  invitation_id: string
  expires_at: number
}

const printed = ({ sessionSecret }: Printing, rows: readonly Row[]): Promise<Printed[]> =>
  Promise.all(
    rows.map(async (row) => ({
      name: row.name,
      storeName: row.store_name,
      roleName: row.role_name,
      joinedOn: row.joined_on,
      leftOn: row.left_on,
      code: await codeOf(sessionSecret, row.invitation_id),
      expiresAt: row.expires_at,
    })),
  )
