import { type Compilable, type SqlBool, sql } from 'kysely'
import { crockford, equalBytes, foldCode, hmac, randomToken, sha256Hex } from '../crypto.ts'
import type { Db, Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { forgetUnusedEnrolments } from '../stores/tills.ts'

/** How long a login link opens the door. */
export const LOGIN_LINK_MS = 10 * 60_000
/** 50 bits: not to be guessed through a chat. */
const CLAIM_CODE_LENGTH = 10
/** How long it stays on record who came in, and when. */
const DOORS_KEPT_MS = 90 * 86_400_000

const encoder = new TextEncoder()

/**
 * The code that makes who sends it to the bot the first owner, as XXXXX-XXXXX. It is derived from SESSION_SECRET instead of
 * kept: whoever reads the server's console can have it, a copy of the database cannot, and every process names the same
 * one. It means nothing as soon as there is an owner.
 */
export async function ownerClaimCode(sessionSecret: string) {
  const code = crockford(await hmac(sessionSecret, 'owner claim v1'), CLAIM_CODE_LENGTH)
  return `${code.slice(0, 5)}-${code.slice(5)}`
}

/** Whether what a person typed is the claim code, however they wrote it. Its time does not tell how near they were. */
export async function isOwnerClaimCode(sessionSecret: string, typed: string) {
  const folded = foldCode(typed)
  if (folded.length !== CLAIM_CODE_LENGTH) return false
  return equalBytes(encoder.encode(folded), encoder.encode(foldCode(await ownerClaimCode(sessionSecret))))
}

export async function hasOwner({ db }: Store) {
  const owner = await db.selectFrom('operators').select('id').where(livingOwner).limit(1).executeTakeFirst()
  return owner !== undefined
}

/** Makes this person the owner if there is none. Of any number who try at once, one is; returns whether it was this one. */
export async function claimOwnership({ batch, db }: Store, claim: { memberId: string; name: string; now: number }) {
  const [changed] = await batch([ownershipClaim(db, claim)])
  return changed === 1
}

/** The statement of `claimOwnership`: changes one row, or none when there is an owner. */
export const ownershipClaim = (
  db: Db,
  { memberId, name, now }: { memberId: string; name: string; now: number },
): Compilable =>
  db
    .insertInto('operators')
    .columns(['id', 'member_id', 'name', 'role', 'store_id', 'created_at'])
    .expression(
      db
        .selectNoFrom([
          sql<string>`${crypto.randomUUID()}`.as('id'),
          sql<string>`${memberId}`.as('member_id'),
          sql<string>`${name}`.as('name'),
          sql<'owner'>`'owner'`.as('role'),
          sql<null>`null`.as('store_id'),
          sql<number>`${now}`.as('created_at'),
        ])
        .where(({ not, exists, selectFrom }) => not(exists(selectFrom('operators').select('id').where(livingOwner)))),
    )
    .onConflict((clash) => clash.column('member_id').doUpdateSet({ role: 'owner', store_id: null, revoked_at: null }))

/** Who of the operators this person of the chat is, with the language they read; undefined for everybody else. */
export const operatorOfMember = ({ db }: Store, memberId: string) =>
  db
    .selectFrom('operators')
    .innerJoin('members', 'members.id', 'operators.member_id')
    .select(['operators.id', 'operators.name', 'operators.role', 'members.language'])
    .where('operators.member_id', '=', memberId)
    .where('operators.revoked_at', 'is', null)
    .executeTakeFirst()

/** The language a person of the chat reads. */
export async function memberLanguage({ db }: Store, memberId: string) {
  const member = await db.selectFrom('members').select('language').where('id', '=', memberId).executeTakeFirst()
  return member?.language ?? 'ja'
}

/** A token that opens one session within 10 minutes; only its SHA-256 is kept. Refusal: not_allowed (revoked operator). */
export async function issueLoginLink({ db, batch }: Store, { operatorId, now }: { operatorId: string; now: number }) {
  const token = randomToken()
  const [issued] = await batch([
    loginLink(db, { tokenHash: await sha256Hex(token), operator: { id: operatorId }, now }),
  ])
  if (issued !== 1) throw new Refusal('not_allowed')
  return token
}

type LoginLink = {
  tokenHash: string
  /** By their own id, or as the person of the chat: a claim does not know yet which id it will have. */
  operator: { id: string } | { memberId: string }
  now: number
}

/** The statement of `issueLoginLink`: adds one row, or none when this is no operator any more. */
export const loginLink = (db: Db, { tokenHash, operator, now }: LoginLink): Compilable =>
  db
    .insertInto('login_links')
    .columns(['token_hash', 'operator_id', 'created_at', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom('operators')
        .select([
          eb.val(tokenHash).as('token_hash'),
          'operators.id as operator_id',
          sql<number>`${now}`.as('created_at'),
          sql<number>`${now + LOGIN_LINK_MS}`.as('expires_at'),
        ])
        .where(({ eb: on }) =>
          'id' in operator ? on('operators.id', '=', operator.id) : on('operators.member_id', '=', operator.memberId),
        )
        .where('operators.revoked_at', 'is', null),
    )

/** Forgets login links, sessions, invitations and enrolments that have been over for long. Safe to repeat. */
export async function forgetExpiredDoors(store: Store, { now }: { now: number }) {
  const { db, batch } = store
  await batch([
    db.deleteFrom('login_links').where('expires_at', '<', now - DOORS_KEPT_MS),
    db.deleteFrom('sessions').where('expires_at', '<', now - DOORS_KEPT_MS),
    db.deleteFrom('till_sessions').where('expires_at', '<', now - DOORS_KEPT_MS),
    db.deleteFrom('operator_invitations').where('expires_at', '<', now - DOORS_KEPT_MS),
  ])
  await forgetUnusedEnrolments(store, { now })
}

const livingOwner = sql<SqlBool>`role = 'owner' and revoked_at is null`
