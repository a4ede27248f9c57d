import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { assertVersion, openSqlite } from '../../src/db/sqlite.ts'
import { isAborted, listOf, mustHaveChangedOne } from '../../src/db/store.ts'
import { addMember, addStore, NOON, newStore } from '../support.ts'

const store = () => ({ id: crypto.randomUUID(), name: crypto.randomUUID(), position: 1, created_at: NOON })

it('commits all statements of a batch or none', async () => {
  const { db, batch } = newStore()
  const twice = db.insertInto('stores').values(store())

  await expect(batch([db.insertInto('stores').values(store()), twice, twice])).rejects.toThrow(/UNIQUE/)
  expect(await db.selectFrom('stores').selectAll().execute()).toEqual([])
})

it('lets no batch fail because of a neighbour in the same tick', async () => {
  const { db, batch } = newStore()
  const good = () => batch([db.insertInto('stores').values(store())])
  const bad = () =>
    batch([
      db.insertInto('stores').values({ ...store(), id: 'x' }),
      db.insertInto('stores').values({ ...store(), id: 'x' }),
    ])

  const results = await Promise.allSettled([good(), bad(), good(), bad(), good()])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
  expect(await db.selectFrom('stores').selectAll().execute()).toHaveLength(3)
})

it('answers more batches of one tick than one transaction takes', async () => {
  const { db, batch } = newStore()
  await Promise.all(Array.from({ length: 1_200 }, () => batch([db.insertInto('stores').values(store())])))
  expect(await db.selectFrom('stores').selectAll().execute()).toHaveLength(1_200)
})

it('says how many rows each statement changed', async () => {
  const opened = newStore()
  await addStore(opened)
  const { db, batch } = opened
  const rename = (id: string) => db.updateTable('stores').set({ name: id }).where('id', '=', id)
  expect(await batch([rename('shibuya'), rename('nowhere')])).toEqual([1, 0])
})

it('lets who listens hear what a query of the batch saw, though a neighbour in the same tick failed', async () => {
  const { db, batch } = newStore()
  const heard: unknown[] = []
  const ask = {
    compile: () => db.selectFrom('stores').select('id').compile(),
    hear: (rows: unknown) => heard.push(rows),
  }
  const bad = batch([
    db.insertInto('stores').values([
      { ...store(), id: 'x' },
      { ...store(), id: 'x' },
    ]),
    ask,
  ])

  expect(await batch([db.insertInto('stores').values({ ...store(), id: 'shibuya' }), ask])).toEqual([1, 1])
  await expect(bad).rejects.toThrow()
  expect(heard).toEqual([[{ id: 'shibuya' }]])
})

it('undoes the whole batch when the guarded statement changed nothing', async () => {
  const { db, batch } = newStore()
  const guarded = db.updateTable('stores').set({ position: 2 }).where('id', '=', 'nowhere')
  const error = await batch([db.insertInto('stores').values(store()), guarded, mustHaveChangedOne(db)]).catch((e) => e)

  expect(isAborted(error)).toBe(true)
  expect(await db.selectFrom('stores').selectAll().execute()).toEqual([])
})

it('takes a list of any length as one parameter', async () => {
  const opened = newStore()
  await addStore(opened)
  const ids = ['shibuya', ...Array.from({ length: 5_000 }, (_, i) => `store-${i}`)]
  expect(await opened.db.selectFrom('stores').select('id').where('id', 'in', listOf(ids)).execute()).toHaveLength(1)
})

it('keeps consents as they were written', async () => {
  const opened = newStore()
  await addMember(opened, 'hana')
  await expect(opened.db.updateTable('consents').set({ granted: 0 }).execute()).rejects.toThrow(/append-only/)
  await expect(opened.db.deleteFrom('consents').execute()).rejects.toThrow(/append-only/)
})

it('opens an existing database again and refuses one whose migrations were changed afterwards', () => {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-'))
  const migrations = join(folder, 'migrations')
  const path = join(folder, 'data', 'okaeri.db')
  const write = (text: string) => writeFileSync(join(migrations, '0001_first.sql'), text)
  mkdirSync(migrations)
  write('create table things (id text primary key) strict;')
  openSqlite(path, { migrations }).close()
  openSqlite(path, { migrations }).close()

  write('create table things (id text primary key, more text) strict;')
  expect(() => openSqlite(path, { migrations })).toThrow(/0001_first.sql was changed/)
})

it('leaves nothing of a migration that fails half-way', () => {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-'))
  const migrations = join(folder, 'migrations')
  const path = join(folder, 'okaeri.db')
  mkdirSync(migrations)
  writeFileSync(
    join(migrations, '0001_first.sql'),
    'create table things (id text) strict; create table things (id text) strict;',
  )
  expect(() => openSqlite(path, { migrations })).toThrow(/already exists/)

  writeFileSync(join(migrations, '0001_first.sql'), 'create table things (id text) strict;')
  expect(() => openSqlite(path, { migrations }).close()).not.toThrow()
})

it('refuses an SQLite that loses commits, and counts versions as numbers', () => {
  for (const old of ['3.51.2', '3.9.0', '2.99.99']) expect(() => assertVersion(old)).toThrow(/too old/)
  for (const good of ['3.51.3', '3.54.1', '3.100.0', '4.0.0']) expect(() => assertVersion(good)).not.toThrow()
})

it('is durable and strict by its settings', async () => {
  const opened = openSqlite(join(mkdtempSync(join(tmpdir(), 'okaeri-')), 'okaeri.db'))
  const pragma = async (name: string) =>
    (await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(opened.db)).rows[0]
  expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' })
  expect(await pragma('synchronous')).toEqual({ synchronous: 2 })
  expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 })
  opened.close()
})

it('keeps every table strict and every foreign key indexed', async () => {
  const { db } = newStore()
  const { rows: loose } = await sql`select name from pragma_table_list where type = 'table' and strict = 0
    and schema = 'main' and name not like 'sqlite_%' and name <> 'd1_migrations'`.execute(db)
  expect(loose).toEqual([])

  const { rows: unindexed } = await sql`
    select m.name as "table", f."from" as "column" from sqlite_schema m join pragma_foreign_key_list(m.name) f
    where m.type = 'table' and not exists (
      select 1 from pragma_index_list(m.name) l join pragma_index_info(l.name) i where i.seqno = 0 and i.name = f."from")
    and not exists (select 1 from pragma_table_info(m.name) t where t.pk = 1 and t.name = f."from")`.execute(db)
  expect(unindexed).toEqual([])
})

it('waits once for another process that keeps the file to itself, not once for every batch of the tick', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-')), 'okaeri.db')
  const { db, batch } = openSqlite(path)
  const other = new Sqlite(path)
  other.exec('begin immediate')
  await sql`pragma busy_timeout = 1`.execute(db)
  const failures = await Promise.all(
    Array.from({ length: 3 }, () => batch([db.insertInto('stores').values(store())]).catch((error) => error)),
  )
  expect(failures[0]).toMatchObject({ code: 'SQLITE_BUSY' })
  // Who waited again would fail by a failure of its own.
  expect(new Set(failures).size).toBe(1)

  other.exec('rollback')
  await batch([db.insertInto('stores').values(store())])
})

it('leaves the question marks in words as they are, wherever parameters stand', async () => {
  const { db } = newStore()
  const { rows } = await sql`select 'お元気ですか?''?' as words, ${'?'} as given, ${2} + ${1} as "sum?",
    ${'b'} in (${'a'}, ${'b'}) as among, '{"a?":7}' ->> ${'a?'} as inside limit ${1}`.execute(db)
  expect(rows).toEqual([{ words: "お元気ですか?'?", given: '?', 'sum?': 3, among: 1, inside: 7 }])
})
