import { Hono } from 'hono'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { rosterAdmin } from '../../src/roster/admin.tsx'
import { readText } from '../../src/roster/import-file.ts'
import { readTable } from '../../src/roster/import-table.ts'
import { keepImport } from '../../src/roster/imports.ts'
import type { Language } from '../../src/texts/language.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { utf8 } from '../fixtures/bytes.ts'
import { addManager, addOwner } from '../members/support.ts'
import { addRole, addStore, NOON, newStore } from '../support.ts'

/** Two stores, two roles, an owner (tanaka) and a manager of each store. */
export async function aShop(store: Store = newStore()) {
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addRole(store)
  await addRole(store, 'kitchen', 'キッチン', 2)
  await addOwner(store)
  await addManager(store, 'shibuya')
  await addManager(store, 'ebisu')
  return store
}

export type As = { role?: OperatorRole; storeId?: string | null; language?: Language; now?: number; id?: string }

export const rosterApp = (store: Store, { role = 'owner', storeId = null, language = 'ja', now = NOON, id }: As = {}) =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, { now: () => now }))
      c.set('language', language)
      const known = id ?? (storeId === null ? 'tanaka' : `manager-${storeId}`)
      c.set('operator', { id: known, name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/roster', rosterAdmin)
    .onError((error, c) => {
      if (!(error instanceof Refusal)) throw error
      return c.text(error.code, error.code === 'not_allowed' ? 403 : error.code === 'not_found' ? 404 : 422)
    })

/** Posts a file as a browser does. */
export function upload(store: Store, bytes: Uint8Array, as?: As) {
  const body = new FormData()
  body.set('file', new File([new Uint8Array(bytes)], '名簿.csv', { type: 'text/csv' }))
  return rosterApp(store, as).request('/admin/roster/imports', { method: 'POST', body })
}

/** A file of these lines, read and kept. */
export async function keep(store: Store, lines: readonly string[], { operatorId = 'tanaka', now = NOON } = {}) {
  const read = readText(utf8(lines.join('\r\n')))
  if ('fault' in read) throw new Error(read.fault.code)
  const parsed = readTable(read.text)
  if ('fault' in parsed) throw new Error(parsed.fault.code)
  return keepImport(store, { table: parsed.table, encoding: read.encoding, operatorId, now })
}

const count = async ({ db }: Store, table: 'roster_entries' | 'roster_imports') =>
  (
    await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n
export const rosterSize = (store: Store) => count(store, 'roster_entries')
export const importsIn = (store: Store) => count(store, 'roster_imports')
