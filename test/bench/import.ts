import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { openSqlite } from '../../src/db/sqlite.ts'
import { readText } from '../../src/roster/import-file.ts'
import { ROWS_MAX, readTable } from '../../src/roster/import-table.ts'
import { findImport, keepImport } from '../../src/roster/imports.ts'
import { previewImport } from '../../src/roster/previewing.ts'

const NOW = Date.parse('2026-04-01T12:00+09:00')
const SAMPLE_MS = 5
const HEAD = '氏名,フリガナ,店舗,役職,入社日,退職日,社員番号,下4桁'

const Measured = z.object({ rowsPerSecond: z.number(), rssRiseMb: z.number(), bytes: z.number() })

/** As `npm start` runs it: the same heap, and nothing of other measurements in it. */
export async function importInItsOwnProcess() {
  const args = ['--max-semi-space-size=8', '--import', 'tsx', 'test/bench/importer.ts']
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return Measured.parse(JSON.parse(stdout))
}

/** From the bytes of 20,000 rows to the first page of their preview: how fast, and how much memory at the most. */
export async function benchImport() {
  const store = openSqlite(':memory:')
  await store.db.insertInto('stores').values({ id: 's', name: '渋谷店', position: 1, created_at: 0 }).execute()
  await store.db.insertInto('roles').values({ id: 'r', name: 'ホール', position: 1 }).execute()
  await store.db.insertInto('operators').values({ id: 'owner', name: 'x', role: 'owner', created_at: 0 }).execute()
  await preview(store, aFile(1_000)) // warms up
  const file = aFile(ROWS_MAX)

  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let highest = before
  const watch = () => {
    highest = Math.max(highest, process.memoryUsage.rss())
  }
  const timer = setInterval(watch, SAMPLE_MS)
  const start = performance.now()
  const { counts } = await preview(store, file, watch)
  const seconds = (performance.now() - start) / 1_000
  watch()
  clearInterval(timer)
  store.close()
  if (counts.new !== ROWS_MAX) throw new Error(`Of ${ROWS_MAX} rows ${counts.new} were read.`)
  return { rowsPerSecond: ROWS_MAX / seconds, rssRiseMb: (highest - before) / 1_048_576, bytes: file.length }
}

async function preview(store: ReturnType<typeof openSqlite>, file: Uint8Array, watch = () => {}) {
  const read = readText(file)
  if ('fault' in read) throw new Error(read.fault.code)
  watch()
  const parsed = readTable(read.text)
  if ('fault' in parsed) throw new Error(parsed.fault.code)
  watch()
  const kept = { table: parsed.table, encoding: read.encoding, operatorId: 'owner', now: NOW }
  const id = await keepImport(store, kept)
  watch()
  const asked = {
    onlyStoreId: null,
    sessionSecret: 'a secret of the bench',
    tab: undefined,
    after: undefined,
    now: NOW,
  }
  return previewImport(store, { file: await findImport(store, { id, operatorId: 'owner', now: NOW }), ...asked })
}

const aFile = (rows: number) =>
  new TextEncoder().encode(
    [
      HEAD,
      ...Array.from(
        { length: rows },
        (_, i) => `山田 ${i}子,ヤマダ ${i},渋谷,ホール,2019/4/1,R5.3.31,A${i},${1000 + (i % 9000)}`,
      ),
    ].join('\n'),
  )
