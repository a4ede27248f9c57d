import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { HELD_FROM } from '../../src/broadcasts/chunks.ts'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import { standingOf } from '../../src/broadcasts/views.tsx'
import { openSqlite } from '../../src/db/sqlite.ts'
import { EVERYONE } from '../../src/segments/rule.ts'

const AT = Date.parse('2026-04-01T12:00+09:00')
const PEOPLE = 100_000
/** Left out from the start, beside those: a purpose that a third does not want. */
const LEFT_OUT = 50_000
const READS = 20

type Method = 'multicast' | 'push'

/** What the page of a broadcast to 100,000 people reads of the ledger, ms: the median and the slowest of 20 reads, half-way through. */
export async function measureProgress() {
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-progress-'))
  const store = openSqlite(join(folder, 'okaeri.db'))
  try {
    await fillPeople()
    const results: Record<Method, { medianMs: number; slowestMs: number }> = {
      multicast: await measure('multicast'),
      push: await measure('push'),
    }
    return results
  } finally {
    store.close()
    rmSync(folder, { recursive: true })
  }

  async function fillPeople() {
    await sql`insert into stores (id, name, position, created_at) values ('shibuya', '渋谷店', 1, 0)`.execute(store.db)
    await sql`with recursive n (i) as (select 0 union all select i + 1 from n where i < ${PEOPLE + LEFT_OUT - 1})
      insert into members (id, state, name, name_folded, store_id, created_at)
      select printf('m%07d', i), 'verified', 'name ' || i, 'name' || i, 'shibuya', 0 from n`.execute(store.db)
  }

  /** Half accepted, a tenth skipped, some unknown, some held: as a ledger looks in the middle of it. */
  async function fill(id: string, method: Method) {
    const size = sql.lit(method === 'push' ? 1 : 500)
    await sql`insert into deliveries (broadcast_id, member_id, chunk_seq, chunk_epoch, skipped_reason)
      select ${id}, id, iif(n < ${PEOPLE}, n / ${size}, -1), 0, iif(n < ${PEOPLE}, iif(n % 10 = 0, 'blocked', null), 'no_consent')
      from (select id, row_number() over (order by id) - 1 as n from members)`.execute(store.db)
    await sql`insert into broadcast_chunks (broadcast_id, seq, epoch, state, recipients, next_at, retry_key, body_sha, attempt, lease_until)
      select ${id}, seq, 0, state, recipients, ${AT}, ${id} || seq, ${id} || seq, 1, 0 from (
        select chunk_seq as seq, count(*) filter (where skipped_reason is null) as recipients,
          case when chunk_seq * ${size} < ${PEOPLE / 2} then 'accepted' when chunk_seq * ${size} % 97 = 0 then 'unknown' else 'ready' end as state
        from deliveries where broadcast_id = ${id} and chunk_seq >= 0 group by chunk_seq)`.execute(store.db)
    await sql`insert into broadcast_chunks (broadcast_id, seq, epoch, state, recipients, next_at)
      values (${id}, ${HELD_FROM}, 0, 'ready', 3, ${AT + 86_400_000})`.execute(store.db)
  }

  async function measure(method: Method) {
    const id = await createDraft(store, {
      draft: {
        title: method,
        purpose: 'news',
        content: { kind: 'text', text: 'お元気ですか。', from: '店長の田中' },
        rule: EVERYONE,
        segmentId: null,
      },
      createdBy: null,
      now: AT,
    })
    await fill(id, method)
    await store.db
      .updateTable('broadcasts')
      .set({ state: 'sending', method, confirmed_count: PEOPLE, confirmed_at: AT, planned_at: AT, send_at: AT })
      .where('id', '=', id)
      .execute()
    const reads: number[] = []
    for (let read = 0; read < READS; read++) {
      const from = performance.now()
      await standingOf({ store, now: () => AT }, id)
      reads.push(performance.now() - from)
    }
    reads.sort((a, b) => a - b)
    return { medianMs: reads[READS / 2] ?? 0, slowestMs: reads.at(-1) ?? 0 }
  }
}
