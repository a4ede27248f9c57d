import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { SegmentRule } from '../../src/segments/rule.ts'
import { countSegment } from '../../src/segments/segments.ts'
import { byTurns, rounded, series } from './measure.ts'

const LARGEST = 1_000_000
const SIZES = [10_000, 100_000, LARGEST]
const NAMES = { four: 'four conditions', hard: 'a group and a "not"' }
const ROUNDS = 9
const NOW = Date.parse('2026-04-01T12:00+09:00')

type Question = { rule: SegmentRule; byHand: string; countsARound: number }

/** An owner's question: hall and kitchen of two stores, left in the last 18 months, who want coupons. */
const FOUR: Question = {
  countsARound: 20,
  rule: {
    match: 'all',
    conditions: [
      { kind: 'store', in: ['store-3', 'store-7'] },
      { kind: 'role', in: ['role-1', 'role-2'] },
      { kind: 'left_within', months: 18 },
      { kind: 'consent', purpose: 'coupons' },
    ],
  },
  byHand: `select count(*) from members m where m.state = 'verified' and m.store_id in ('store-3', 'store-7')
    and m.role_id in ('role-1', 'role-2') and m.left_on >= '2024-10-01'
    and exists (select 1 from current_consents c where c.member_id = m.id and c.purpose = 'coupons' and c.granted = 1)
    and exists (select 1 from current_consents p where p.member_id = m.id and p.purpose = 'privacy' and p.granted = 1)`,
}

/** A harder one: of five stores, free on weekends or interested in shifts, not tagged to be left alone, not written to of late. */
const HARD: Question = {
  countsARound: 3,
  rule: {
    match: 'all',
    conditions: [
      { kind: 'store', in: ['store-1', 'store-3', 'store-5', 'store-7', 'store-9'] },
      {
        kind: 'group',
        match: 'any',
        conditions: [
          { kind: 'available', weekdays: ['6', '0'] },
          { kind: 'willing', in: ['shifts'] },
        ],
      },
      { kind: 'tag', anyOf: ['rest'], not: true },
      { kind: 'not_contacted', days: 30 },
    ],
  },
  byHand: `select count(*) from members m where m.state = 'verified'
    and m.store_id in ('store-1', 'store-3', 'store-5', 'store-7', 'store-9')
    and (exists (select 1 from member_preferences d where d.member_id = m.id and d.kind = 'weekday' and d.value in ('6', '0'))
      or exists (select 1 from member_preferences w where w.member_id = m.id and w.kind = 'willing' and w.value = 'shifts'))
    and not exists (select 1 from member_tags t where t.member_id = m.id and t.tag = 'rest')
    and not exists (select 1 from interactions i where i.member_id = m.id and i.kind = 'broadcast_accepted'
      and i.at >= ${NOW - 30 * 86_400_000})`,
}

/** What it costs to count two segments among so many members, against the same questions as hand-written SQL. */
export async function benchSegment() {
  const growth = []
  for (const members of SIZES) growth.push(await countAmong(members))
  return growth
}

type Growth = Awaited<ReturnType<typeof benchSegment>>

/** Lines of the bench's table: each size, each question. */
export const segmentRows = (growth: Growth) =>
  Object.fromEntries(
    growth.flatMap(({ members, ...questions }) =>
      (['four', 'hard'] as const).map((name) => {
        const { ours, byHand, ratio, people } = questions[name]
        const line = `segment count (ms), ${NAMES[name]}, ${people} of ${members}`
        const target = members === LARGEST ? '<= 2.00' : ''
        return [line, { ours: rounded(ours), against: rounded(byHand), ratio: rounded(ratio), target }]
      }),
    ),
  )

/** For the bench's JSON line: at 1,000,000 members, and the milliseconds at each size. */
export const segmentFigures = (growth: Growth) => {
  const largest = growth.find(({ members }) => members === LARGEST)
  return {
    segment_vs_sql: rounded(largest?.four.ratio ?? Number.NaN),
    segment_ms: rounded(largest?.four.ours ?? Number.NaN),
    segment_ms_by_members: Object.fromEntries(growth.map(({ members, four }) => [members, rounded(four.ours)])),
    segment_hard_vs_sql: rounded(largest?.hard.ratio ?? Number.NaN),
    segment_hard_ms_by_members: Object.fromEntries(growth.map(({ members, hard }) => [members, rounded(hard.ours)])),
  }
}

async function countAmong(members: number) {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-bench-'))
  const path = join(folder, 'segment.db')
  openSqlite(path).close()
  const sqlite = new Sqlite(path)
  sqlite.pragma('synchronous = OFF')
  fill(sqlite, members)
  const store = openSqlite(path)

  const measure = async ({ rule, byHand, countsARound }: Question) => {
    const hand = sqlite.prepare(byHand).pluck()
    const count = () => countSegment(store, { rule, now: NOW })
    const people = hand.get()
    if ((await count()) !== people) throw new Error(`The two ways of counting differ: ${await count()}, ${people}.`)
    const { ours, theirs } = await byTurns(
      ROUNDS,
      async () => async () => {
        for (let i = 0; i < countsARound; i++) await count()
      },
      async () => () => {
        for (let i = 0; i < countsARound; i++) hand.get()
      },
    )
    return { people: Number(people), ours: ours / countsARound, byHand: theirs / countsARound, ratio: ours / theirs }
  }
  const measured = { members, four: await measure(FOUR), hard: await measure(HARD) }
  store.close()
  sqlite.close()
  rmSync(folder, { recursive: true })
  return measured
}

/** A chain of 40 stores with so many former staff: two in three want coupons, one in six told of weekends, a few were written to. */
export function fill(sqlite: Sqlite.Database, members: number) {
  sqlite.exec(`
    insert into stores select 'store-' || value, 'store-' || value, value, 0 from ${series(0, 39)};
    insert into roles select 'role-' || value, 'role-' || value, value from ${series(0, 7)};
    insert into members (id, state, name, name_folded, store_id, role_id, left_on, created_at)
      select printf('member-%07d', value), iif(value % 10 = 0, 'guest', 'verified'), 'n' || value, 'n' || value,
        'store-' || (value * 7 % 40), 'role-' || (value / 40 % 8), date('2018-01-01', (value * 13 % 3000) || ' days'), value
      from ${series(1, members)};
    insert into current_consents (purpose, member_id, granted, text_version, changed_at)
      select 'privacy', id, 1, '1', 1 from members order by id;
    insert into current_consents (purpose, member_id, granted, text_version, changed_at)
      select 'coupons', id, 1, '1', 1 from members where rowid % 3 <> 0 order by id;
    insert into member_preferences (member_id, kind, value)
      select id, 'weekday', rowid / 6 % 7 from members where rowid % 6 = 0 order by id;
    insert into member_preferences (member_id, kind, value)
      select id, 'willing', 'shifts' from members where rowid % 11 = 0 order by id;
    insert into member_tags (member_id, tag, created_at) select id, 'rest', 1 from members where rowid % 50 = 0 order by id;
    insert into interactions (id, member_id, kind, ref, at)
      select 'i' || rowid, id, 'broadcast_accepted', 'b', ${NOW} - (rowid % 120) * 86400000 from members where rowid % 4 = 0;
    analyze;`)
}
