import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { SegmentRule } from '../../src/segments/rule.ts'
import { countSegment } from '../../src/segments/segments.ts'
import { byTurns, series } from './measure.ts'

const MEMBERS = 1_000_000
const COUNTS_A_ROUND = 20
const ROUNDS = 9
const NOW = Date.parse('2026-04-01T12:00+09:00')

/** An owner's question: hall and kitchen of two stores, left in the last 18 months, who want coupons. */
const RULE: SegmentRule = {
  match: 'all',
  conditions: [
    { kind: 'store', in: ['store-3', 'store-7'] },
    { kind: 'role', in: ['role-1', 'role-2'] },
    { kind: 'left_within', months: 18 },
    { kind: 'consent', purpose: 'coupons' },
  ],
}

const BY_HAND = `select count(*) from members m where m.state = 'verified' and m.store_id in ('store-3', 'store-7')
  and m.role_id in ('role-1', 'role-2') and m.left_on >= '2024-10-01'
  and exists (select 1 from current_consents c where c.member_id = m.id and c.purpose = 'coupons' and c.granted = 1)
  and exists (select 1 from current_consents p where p.member_id = m.id and p.purpose = 'privacy' and p.granted = 1)`

/** The count of a four-condition segment among 1,000,000 members, against the same question as hand-written SQL. */
export async function benchSegment() {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-bench-'))
  const path = join(folder, 'segment.db')
  openSqlite(path).close()
  const sqlite = new Sqlite(path)
  sqlite.pragma('synchronous = OFF')
  fill(sqlite)
  const store = openSqlite(path)

  const byHand = sqlite.prepare(BY_HAND).pluck()
  const count = () => countSegment(store, { rule: RULE, now: NOW })
  const people = byHand.get()
  if ((await count()) !== people) throw new Error(`The two ways of counting differ: ${await count()}, ${people}.`)

  const { ours, theirs } = await byTurns(
    ROUNDS,
    async () => async () => {
      for (let i = 0; i < COUNTS_A_ROUND; i++) await count()
    },
    async () => () => {
      for (let i = 0; i < COUNTS_A_ROUND; i++) byHand.get()
    },
  )
  store.close()
  sqlite.close()
  rmSync(folder, { recursive: true })
  return { people: Number(people), ours: ours / COUNTS_A_ROUND, byHand: theirs / COUNTS_A_ROUND, ratio: ours / theirs }
}

/** A chain of 40 stores with 1,000,000 former staff, of whom two in three want coupons. */
export function fill(sqlite: Sqlite.Database) {
  sqlite.exec(`
    insert into stores select 'store-' || value, 'store-' || value, value, 0 from ${series(0, 39)};
    insert into roles select 'role-' || value, 'role-' || value, value from ${series(0, 7)};
    insert into members (id, state, name, name_folded, store_id, role_id, left_on, created_at)
      select printf('member-%07d', value), iif(value % 10 = 0, 'guest', 'verified'), 'n' || value, 'n' || value,
        'store-' || (value * 7 % 40), 'role-' || (value / 40 % 8), date('2018-01-01', (value * 13 % 3000) || ' days'), value
      from ${series(1, MEMBERS)};
    insert into current_consents (purpose, member_id, granted, text_version, changed_at)
      select 'privacy', id, 1, '1', 1 from members order by id;
    insert into current_consents (purpose, member_id, granted, text_version, changed_at)
      select 'coupons', id, 1, '1', 1 from members where rowid % 3 <> 0 order by id;
    analyze;`)
}
