import { sql } from 'kysely'
import { randomToken, sha256Hex } from '../crypto.ts'
import type { OperatorRole } from '../db/schema.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** A session that nobody uses for so long is over. */
export const SESSION_IDLE_MS = 12 * 3_600_000
/** A session is over after so long, used or not; staff share phones and log in per shift. */
export const SESSION_MAX_MS = 7 * 86_400_000
export const STAFF_SESSION_MAX_MS = 12 * 3_600_000
/** How exactly it is known when a session was last used. */
const SEEN_EVERY_MS = 60_000
const USER_AGENT_MAX = 400
const SESSIONS_LISTED_MAX = 50

/** What opens a door: 256 random bits in hex. Anything else is not looked up. */
const TOKEN = /^[0-9a-f]{64}$/

type SignedIn = {
  id: string
  name: string
  role: OperatorRole
  storeId: string | null
  sessionId: string
}

/**
 * Uses up a login link and opens a session with a token of its own; `replaces` is the session the browser had before, which
 * ends with it. Of any number of simultaneous uses one gets the session. Returns undefined when the link is unknown, used
 * or older than 10 minutes, or its operator was revoked: which of these is nobody's business.
 */
export async function openSession(
  { db, batch }: Store,
  {
    token,
    userAgent,
    replaces,
    now,
  }: { token: string; userAgent?: string | undefined; replaces?: string | undefined; now: number },
): Promise<{ token: string; expiresAt: number } | undefined> {
  if (!TOKEN.test(token)) return undefined
  const session = { id: crypto.randomUUID(), token: randomToken() }
  const linkHash = await sha256Hex(token)
  try {
    await batch([
      db
        .updateTable('login_links')
        .set({ used_at: now })
        .where('token_hash', '=', linkHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now),
      mustHaveChangedOne(db),
      sessionOfLink({ db }, { ...session, tokenHash: await sha256Hex(session.token), linkHash, userAgent, now }),
      mustHaveChangedOne(db),
      db
        .updateTable('sessions')
        .set({ revoked_at: now })
        .where('token_hash', '=', await sha256Hex(replaces ?? ''))
        .where('revoked_at', 'is', null),
    ])
  } catch (error) {
    if (isAborted(error)) return undefined
    throw error
  }
  const { expires_at } = await db
    .selectFrom('sessions')
    .select('expires_at')
    .where('id', '=', session.id)
    .executeTakeFirstOrThrow()
  return { token: session.token, expiresAt: expires_at }
}

type NewSession = { id: string; tokenHash: string; linkHash: string; userAgent: string | undefined; now: number }

/** The operator of the link, if still one, and the lifetime that their role has, are read in the statement. */
const sessionOfLink = ({ db }: Pick<Store, 'db'>, { id, tokenHash, linkHash, userAgent, now }: NewSession) =>
  db
    .insertInto('sessions')
    .columns(['id', 'token_hash', 'operator_id', 'user_agent', 'created_at', 'last_seen_at', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom('login_links')
        .innerJoin('operators', 'operators.id', 'login_links.operator_id')
        .select([
          eb.val(id).as('id'),
          eb.val(tokenHash).as('token_hash'),
          'operators.id as operator_id',
          eb.val(userAgent?.slice(0, USER_AGENT_MAX) ?? null).as('user_agent'),
          sql<number>`${now}`.as('created_at'),
          sql<number>`${now}`.as('last_seen_at'),
          sql<number>`${now} + case operators.role when 'staff' then ${STAFF_SESSION_MAX_MS} else ${SESSION_MAX_MS} end`.as(
            'expires_at',
          ),
        ])
        .where('login_links.token_hash', '=', linkHash)
        .where('operators.revoked_at', 'is', null),
    )

/** Who a session token stands for right now, with their role of right now; undefined when the session is over in any way. */
export async function findSession(
  { db }: Store,
  { token, now }: { token: string; now: number },
): Promise<{ operator: SignedIn; lastSeenAt: number } | undefined> {
  if (!TOKEN.test(token)) return undefined
  const found = await db
    .selectFrom('sessions')
    .innerJoin('operators', 'operators.id', 'sessions.operator_id')
    .select([
      'operators.id',
      'operators.name',
      'operators.role',
      'operators.store_id as storeId',
      'sessions.id as sessionId',
      'sessions.last_seen_at as lastSeenAt',
    ])
    .where('sessions.token_hash', '=', await sha256Hex(token))
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('sessions.last_seen_at', '>', now - SESSION_IDLE_MS)
    .where('operators.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!found) return undefined
  const { lastSeenAt, ...operator } = found
  return { operator, lastSeenAt }
}

/** Notes that a session is in use, at most once a minute; a session that is over stays over. */
export const touchSession = async ({ db }: Store, { sessionId, now }: { sessionId: string; now: number }) =>
  void (await db
    .updateTable('sessions')
    .set({ last_seen_at: now })
    .where('id', '=', sessionId)
    .where('last_seen_at', '<=', now - SEEN_EVERY_MS)
    .where('last_seen_at', '>', now - SESSION_IDLE_MS)
    .execute())

/** An operator's sessions that are open, the last used first. */
export const listSessions = ({ db }: Store, { operatorId, now }: { operatorId: string; now: number }) =>
  db
    .selectFrom('sessions')
    .select(['id', 'user_agent', 'created_at', 'last_seen_at'])
    .where('operator_id', '=', operatorId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', now - SESSION_IDLE_MS)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .limit(SESSIONS_LISTED_MAX)
    .execute()

/** Ends one of an operator's own sessions. Refusal: not_found, also for somebody else's. */
export async function revokeSession(
  { db }: Store,
  { operatorId, sessionId, now }: { operatorId: string; sessionId: string; now: number },
) {
  const revoked = await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('id', '=', sessionId)
    .where('operator_id', '=', operatorId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!revoked) throw new Refusal('not_found')
}

/** Ends all of an operator's sessions but this one. Safe to repeat. */
export const revokeOtherSessions = async (
  { db }: Store,
  { operatorId, sessionId, now }: { operatorId: string; sessionId: string; now: number },
) =>
  void (await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('operator_id', '=', operatorId)
    .where('id', '!=', sessionId)
    .where('revoked_at', 'is', null)
    .execute())
