import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openSqlite } from '../../src/db/sqlite.ts'
import { listMembers } from '../../src/members/directory.ts'
import { byTurns, series } from './measure.ts'

const MEMBERS = 100_000
const SEARCHES_A_ROUND = 5
const ROUNDS = 9
/** In the kana of one in a thousand. */
const SEARCHED = 'かな777'

/** Counting every member's row once, with nothing to compare and nothing to fetch. */
const COUNT = 'select count(*) from members not indexed'

/** One page of a search by kana among 100,000 members, against a plain count of them. */
export async function benchSearch() {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-bench-'))
  const path = join(folder, 'search.db')
  openSqlite(path).close()
  const sqlite = new Sqlite(path)
  sqlite.pragma('synchronous = OFF')
  fill(sqlite)
  const store = openSqlite(path)
  const count = sqlite.prepare(COUNT).pluck()
  const search = () => listMembers(store, { tab: 'all', search: SEARCHED, storeId: null })
  const { length: found } = (await search()).members
  if (found === 0) throw new Error('Nobody was found.')

  const { ours, theirs } = await byTurns(
    ROUNDS,
    async () => async () => {
      for (let i = 0; i < SEARCHES_A_ROUND; i++) await search()
    },
    async () => () => {
      for (let i = 0; i < SEARCHES_A_ROUND; i++) count.get()
    },
  )
  store.close()
  sqlite.close()
  rmSync(folder, { recursive: true })
  return { found, ours: ours / SEARCHES_A_ROUND, count: theirs / SEARCHES_A_ROUND, ratio: ours / theirs }
}

/** A chain of 40 stores whose 100,000 alumni all stand on the roster, with their kana. */
function fill(sqlite: Sqlite.Database) {
  sqlite.exec(`
    insert into stores select 'store-' || value, 'store-' || value, value, 0 from ${series(0, 39)};
    insert into roster_entries (id, name, name_folded, kana, kana_folded, store_id, left_on, created_at)
      select 'entry-' || value, '名前' || value, '名前' || value, 'カナ' || value, 'カナ' || value,
        'store-' || (value * 7 % 40), date('2018-01-01', (value * 13 % 3000) || ' days'), value
      from ${series(1, MEMBERS)};
    insert into members (id, state, name, name_folded, store_id, left_on, roster_entry_id, created_at)
      select printf('member-%07d', value), 'verified', '名前' || value, '名前' || value, 'store-' || (value * 7 % 40),
        date('2018-01-01', (value * 13 % 3000) || ' days'), 'entry-' || value, value * 13 % ${MEMBERS}
      from ${series(1, MEMBERS)};
    analyze;`)
}
