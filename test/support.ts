import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { CONSENT_VERSION } from '../src/consent/consent.ts'
import { type Instance, instanceInMemory } from '../src/db/instance.ts'
import type { LineUserId } from '../src/db/schema.ts'
import { openSqlite } from '../src/db/sqlite.ts'
import type { Store } from '../src/db/store.ts'

export const NOON = Date.parse('2026-04-01T12:00+09:00')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const LATER = NOON + 30 * DAY
export const EARLIER = NOON - 30 * DAY

/** A fresh, fully migrated database: a copy of one that was migrated once, which takes a sixth of the time. */
export const newStore = () => openSqlite(migrated())

const instances = new WeakMap<Store['db'], Instance>()
/** What the installation of this database keeps outside it: one for each database, however many work on it. */
export function instanceOf({ db }: Store): Instance {
  const instance = instances.get(db) ?? instanceInMemory()
  instances.set(db, instance)
  return instance
}

let template: Buffer | undefined
function migrated() {
  if (template) return template
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-template-')), 'okaeri.db')
  openSqlite(path).close()
  const sqlite = new Sqlite(path)
  // What is kept in memory has no write-ahead log.
  sqlite.pragma('journal_mode = delete')
  template = sqlite.serialize()
  sqlite.close()
  rmSync(dirname(path), { recursive: true })
  return template
}

/**
 * The two engines that every storage rule must agree on: `describe.each(engines)('… on $engine', ({ open }) => …)` with
 * `open` in beforeAll, `openStore` for each fresh database and `close` in afterAll.
 */
export const engines = [
  {
    engine: 'better-sqlite3',
    open: async (): Promise<Stores> => ({ openStore: async () => newStore(), close: async () => {} }),
  },
  { engine: 'D1', open: async (): Promise<Stores> => (await import('./d1/d1-stores.ts')).openD1Stores() },
] as const

type Stores = { openStore(): Promise<Store>; close(): Promise<void> }

export async function addStore({ db }: Store, id = 'shibuya', name = '渋谷店', position = 1) {
  await db.insertInto('stores').values({ id, name, position, created_at: EARLIER }).execute()
  return id
}

export async function addRole({ db }: Store, id = 'hall', name = 'ホール', position = 1) {
  await db.insertInto('roles').values({ id, name, position }).execute()
  return id
}

/** A verified, following member of a store that exists; LINE user id derived from the id. */
export async function addMember(
  store: Store,
  id: string,
  more: { storeId?: string; consents?: readonly string[] } = {},
) {
  const { db } = store
  const storeId = more.storeId ?? 'shibuya'
  await db
    .insertInto('stores')
    .values({ id: storeId, name: storeId, position: 1, created_at: EARLIER })
    .onConflict((clash) => clash.doNothing())
    .execute()
  await db
    .insertInto('members')
    .values({ id, state: 'verified', name: id, name_folded: id, store_id: storeId, created_at: EARLIER })
    .execute()
  await db
    .insertInto('line_identities')
    .values({ line_user_id: lineUserId(id), member_id: id, follow_state: 'following', follow_changed_at: EARLIER })
    .execute()
  for (const purpose of ['privacy', 'news', 'coupons', 'events', 'shifts'] as const) {
    if (purpose !== 'privacy' && !(more.consents ?? ['news', 'coupons']).includes(purpose)) continue
    await db
      .insertInto('consents')
      .values({
        id: crypto.randomUUID(),
        member_id: id,
        purpose,
        granted: 1,
        text_version: CONSENT_VERSION,
        channel: 'line',
        source_event_id: null,
        at: EARLIER,
      })
      .execute()
  }
  return id
}

/** A well-formed LINE user id (U and 32 hex digits), the same for the same name. */
export const lineUserId = (name: string) =>
  AnyRecipient.parse(
    `U${[...name]
      .map((letter) => letter.codePointAt(0)?.toString(16) ?? '')
      .join('')
      .padEnd(32, '0')
      .slice(0, 32)}`,
  )

/** In the product these only come out of line_identities. */
const AnyRecipient = z.custom<LineUserId>((id) => typeof id === 'string')
