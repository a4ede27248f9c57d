import { sql } from 'kysely'
import { randomToken, sha256Hex } from '../crypto.ts'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** How long an enrolment link waits for its device. */
export const ENROLMENT_MS = 24 * 3_600_000
/** An enrolment that nobody used is forgotten so long after it ran out. */
const UNUSED_KEPT_MS = 30 * 86_400_000
/** How exactly it is known when a till was last used. */
const SEEN_EVERY_MS = 60_000
const TILLS_LISTED_MAX = 200

/** What opens a door: 256 random bits in hex. Anything else is not looked up. */
const TOKEN = /^[0-9a-f]{64}$/

export type TillDevice = { id: string; storeId: string; storeName: string; name: string }

/**
 * Prepares a till of a store and returns the token that enrols one device within 24 hours; only its SHA-256 is kept, so it
 * can be shown this once. Refusal: not_found (no such store).
 */
export async function createTill(
  { db }: Store,
  { storeId, name, operatorId, now }: { storeId: string; name: string; operatorId: string; now: number },
): Promise<{ id: string; token: string }> {
  const till = { id: crypto.randomUUID(), token: randomToken() }
  const tokenHash = await sha256Hex(till.token)
  const created = await db
    .insertInto('tills')
    .columns(['id', 'store_id', 'name', 'enrolment_hash', 'enrolment_expires_at', 'created_at', 'created_by'])
    .expression((eb) =>
      eb
        .selectFrom('stores')
        .select([
          eb.val(till.id).as('id'),
          'stores.id as store_id',
          eb.val(name).as('name'),
          eb.val(tokenHash).as('enrolment_hash'),
          sql<number>`${now + ENROLMENT_MS}`.as('enrolment_expires_at'),
          sql<number>`${now}`.as('created_at'),
          eb.val(operatorId).as('created_by'),
        ])
        .where('stores.id', '=', storeId),
    )
    .returning('id')
    .executeTakeFirst()
  if (!created) throw new Refusal('not_found')
  return till
}

/** Which till an enrolment link is for, without using it up; undefined when it cannot be used (any more). */
export async function findEnrolment({ db }: Store, { token, now }: { token: string; now: number }) {
  if (!TOKEN.test(token)) return undefined
  return db
    .selectFrom('tills')
    .innerJoin('stores', 'stores.id', 'tills.store_id')
    .select(['tills.name', 'stores.name as storeName'])
    .where('tills.enrolment_hash', '=', await sha256Hex(token))
    .where('tills.enrolment_expires_at', '>', now)
    .where('tills.revoked_at', 'is', null)
    .executeTakeFirst()
}

/**
 * Uses up an enrolment link and returns the device's own token. Of any number of simultaneous uses one gets it; the others,
 * and whoever comes late or after a revocation, get undefined.
 */
export async function enrolTill({ db }: Store, { token, now }: { token: string; now: number }) {
  if (!TOKEN.test(token)) return undefined
  const deviceToken = randomToken()
  const enrolled = await db
    .updateTable('tills')
    .set({
      token_hash: await sha256Hex(deviceToken),
      enrolled_at: now,
      last_seen_at: now,
      enrolment_hash: null,
      enrolment_expires_at: null,
    })
    .where('enrolment_hash', '=', await sha256Hex(token))
    .where('enrolment_expires_at', '>', now)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return enrolled && deviceToken
}

/** The till that a device's token stands for, unless it was revoked. */
export async function findTill(
  { db }: Store,
  { token }: { token: string },
): Promise<{ till: TillDevice; lastSeenAt: number } | undefined> {
  if (!TOKEN.test(token)) return undefined
  const found = await db
    .selectFrom('tills')
    .innerJoin('stores', 'stores.id', 'tills.store_id')
    .select([
      'tills.id',
      'tills.name',
      'tills.store_id as storeId',
      'stores.name as storeName',
      'tills.last_seen_at as lastSeenAt',
    ])
    .where('tills.token_hash', '=', await sha256Hex(token))
    .where('tills.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!found) return undefined
  const { lastSeenAt, ...till } = found
  return { till, lastSeenAt: lastSeenAt ?? 0 }
}

/** Whether a device's token was that of a till which was revoked since. */
export async function wasTill({ db }: Store, { token }: { token: string }): Promise<boolean> {
  if (!TOKEN.test(token)) return false
  const found = await db
    .selectFrom('tills')
    .select('id')
    .where('token_hash', '=', await sha256Hex(token))
    .where('revoked_at', 'is not', null)
    .executeTakeFirst()
  return found !== undefined
}

/** Notes that a till is in use, at most once a minute. */
export const touchTill = async ({ db }: Store, { tillId, now }: { tillId: string; now: number }) =>
  void (await db
    .updateTable('tills')
    .set({ last_seen_at: now })
    .where('id', '=', tillId)
    .where((eb) => eb(eb.fn.coalesce('last_seen_at', sql<number>`0`), '<=', now - SEEN_EVERY_MS))
    .execute())

/** The tills in use or waiting for their device, of one store or (null) of all. */
export const listTills = ({ db }: Store, { storeId, now }: { storeId: string | null; now: number }) =>
  livingTills({ db }, storeId)
    .where(({ eb, or }) => or([eb('tills.enrolled_at', 'is not', null), eb('tills.enrolment_expires_at', '>', now)]))
    .orderBy('tills.created_at')
    .orderBy('tills.id')
    .limit(TILLS_LISTED_MAX)
    .execute()

/** One of the tills of that store, or (null) of any. Refusal: not_found, also for another store's. */
export async function getTill({ db }: Store, { tillId, storeId }: { tillId: string; storeId: string | null }) {
  const till = await livingTills({ db }, storeId).where('tills.id', '=', tillId).executeTakeFirst()
  if (!till) throw new Refusal('not_found')
  return till
}

/** Takes a till's right to redeem away, at once and for good. Refusal: not_found, also for another store's. */
export async function revokeTill(
  { db }: Store,
  { tillId, storeId, now }: { tillId: string; storeId: string | null; now: number },
) {
  const revoked = await db
    .updateTable('tills')
    .set({ revoked_at: now })
    .where('id', '=', tillId)
    .where('revoked_at', 'is', null)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .returning('id')
    .executeTakeFirst()
  if (!revoked) throw new Refusal('not_found')
}

/** Forgets tills whose enrolment link ran out unused long ago. Safe to repeat. */
export const forgetUnusedEnrolments = async ({ db }: Store, { now }: { now: number }) =>
  void (await db
    .deleteFrom('tills')
    .where('enrolled_at', 'is', null)
    .where('enrolment_expires_at', '<', now - UNUSED_KEPT_MS)
    .execute())

const livingTills = ({ db }: Pick<Store, 'db'>, storeId: string | null) =>
  db
    .selectFrom('tills')
    .innerJoin('stores', 'stores.id', 'tills.store_id')
    .select([
      'tills.id',
      'tills.name',
      'tills.store_id',
      'stores.name as store_name',
      'tills.enrolled_at',
      'tills.enrolment_expires_at',
      'tills.last_seen_at',
    ])
    .where('tills.revoked_at', 'is', null)
    .$if(storeId !== null, (query) => query.where('tills.store_id', '=', storeId ?? ''))
