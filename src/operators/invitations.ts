import { type Compilable, type SqlBool, sql } from 'kysely'
import { crockford, foldCode, hmacHex } from '../crypto.ts'
import type { InvitedRole } from '../db/schema.ts'
import { type Db, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** How long an invitation's code waits to be sent to the bot. */
export const INVITATION_MS = 7 * 86_400_000
/** 50 bits: not to be guessed through a chat. */
const CODE_LENGTH = 10
const INVITATIONS_LISTED_MAX = 200

type Invited = { name: string; role: InvitedRole; storeId: string }

/**
 * Invites somebody to a store and returns the code that they send to the bot, as XXXXX-XXXXX. Only an HMAC of it is kept: it
 * can be shown this once, and a copy of the database is no help in guessing it. Refusal: not_found (no such store).
 */
export async function inviteOperator(
  { db }: Store,
  {
    sessionSecret,
    name,
    role,
    storeId,
    operatorId,
    now,
  }: Invited & { sessionSecret: string; operatorId: string; now: number },
): Promise<{ id: string; code: string }> {
  const id = crypto.randomUUID()
  const code = crockford(crypto.getRandomValues(new Uint8Array(8)), CODE_LENGTH)
  const codeHmac = await storedForm(sessionSecret, code)
  const invited = await db
    .insertInto('operator_invitations')
    .columns(['id', 'code_hmac', 'name', 'role', 'store_id', 'created_by', 'created_at', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom('stores')
        .select([
          eb.val(id).as('id'),
          eb.val(codeHmac).as('code_hmac'),
          eb.val(name).as('name'),
          eb.val(role).as('role'),
          'stores.id as store_id',
          eb.val(operatorId).as('created_by'),
          sql<number>`${now}`.as('created_at'),
          sql<number>`${now + INVITATION_MS}`.as('expires_at'),
        ])
        .where('stores.id', '=', storeId),
    )
    .returning('id')
    .executeTakeFirst()
  if (!invited) throw new Refusal('not_found')
  return { id, code: `${code.slice(0, 5)}-${code.slice(5)}` }
}

/**
 * The invitation whose code a person typed, however they wrote it; undefined when there is none, or none any more, or when
 * they are an operator already: the code is then still good for whom it was meant for.
 */
export async function invitationFor(
  { db }: Store,
  { sessionSecret, typed, memberId, now }: { sessionSecret: string; typed: string; memberId: string; now: number },
) {
  const code = foldCode(typed)
  if (code.length !== CODE_LENGTH) return undefined
  return db
    .selectFrom('operator_invitations as invitation')
    .innerJoin('stores', 'stores.id', 'invitation.store_id')
    .select(['invitation.id', 'invitation.name', 'invitation.role', 'stores.name as storeName'])
    .where('code_hmac', '=', await storedForm(sessionSecret, code))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where(isNoOperator(memberId))
    .executeTakeFirst()
}

type Acceptance = { invitationId: string; memberId: string; now: number }

/**
 * The statements that use up an invitation and make this person an operator, or again one with the invitation's role. Their
 * batch aborts when the invitation is over by then, or when they are an operator already: of any number at once, one is made.
 */
export const acceptance = (db: Db, { invitationId, memberId, now }: Acceptance): readonly Compilable[] => [
  db
    .updateTable('operator_invitations')
    .set({ accepted_at: now })
    .where('id', '=', invitationId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where(isNoOperator(memberId)),
  mustHaveChangedOne(db),
  operatorOfInvitation(db, { invitationId, memberId, now }),
]

const operatorOfInvitation = (db: Db, { invitationId, memberId, now }: Acceptance) =>
  db
    .insertInto('operators')
    .columns(['id', 'member_id', 'name', 'role', 'store_id', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('operator_invitations')
        .select([
          eb.val(crypto.randomUUID()).as('id'),
          eb.val(memberId).as('member_id'),
          'name',
          'role',
          'store_id',
          sql<number>`${now}`.as('created_at'),
        ])
        .where('id', '=', invitationId),
    )
    .onConflict((clash) =>
      clash.column('member_id').doUpdateSet(({ ref }) => ({
        name: ref('excluded.name'),
        role: ref('excluded.role'),
        store_id: ref('excluded.store_id'),
        created_at: ref('excluded.created_at'),
        revoked_at: null,
      })),
    )

/** The invitations whose code can still be sent, the newest first. */
export const listInvitations = ({ db }: Store, { now }: { now: number }) =>
  db
    .selectFrom('operator_invitations as invitation')
    .innerJoin('stores', 'stores.id', 'invitation.store_id')
    .select([
      'invitation.id',
      'invitation.name',
      'invitation.role',
      'stores.name as store_name',
      'invitation.expires_at',
    ])
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('invitation.created_at', 'desc')
    .orderBy('invitation.id')
    .limit(INVITATIONS_LISTED_MAX)
    .execute()

/** Makes an invitation's code worthless. Refusal: not_found, also when it was used, revoked or ran out. */
export async function revokeInvitation({ db }: Store, { invitationId, now }: { invitationId: string; now: number }) {
  const revoked = await db
    .updateTable('operator_invitations')
    .set({ revoked_at: now })
    .where('id', '=', invitationId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst()
  if (!revoked) throw new Refusal('not_found')
}

const storedForm = (sessionSecret: string, code: string) => hmacHex(sessionSecret, `operator invitation v1 ${code}`)

const isNoOperator = (memberId: string) =>
  sql<SqlBool>`not exists (select 1 from operators where member_id = ${memberId} and revoked_at is null)`
