import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decideUnknown } from '../../src/broadcasts/deciding.ts'
import { findBroadcast } from '../../src/broadcasts/drafts.ts'
import { progressOf } from '../../src/broadcasts/progress.ts'
import { resumeBroadcast } from '../../src/broadcasts/running.ts'
import { openSqlite, type SqliteStore } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { lineUserId, MINUTE, NOON } from '../support.ts'
import { addMembers, addOwner, COUPON, OWNER, openClock, openFakeLine, TEXT, workToTheEnd } from './support.ts'

const KEY = '3c1bff36-68a6-5f9c-93f6-0b9a3e7f1f7e'
const SEALED = JSON.stringify({ to: [lineUserId('m0000')], messages: [{ type: 'text', text: 'as it was sealed' }] })

/** As the version before this one left it: nothing of 0005 is there, nor anything that is written only since. */
async function leftByTheFormer(store: Store) {
  await addMembers(store, 3)
  await addOwner(store)
  const rule = JSON.stringify({ match: 'all', conditions: [] })
  const run = (statement: ReturnType<typeof sql>) => statement.execute(store.db)
  const kept = (id: string, state: string, { content, method = 'multicast', audience = rule }: Kept = {}) =>
    run(sql`insert into broadcasts (id, title, purpose, kind, state, method, content, audience, confirmed_count, confirmed_by,
        confirmed_at, created_by, created_at, updated_at)
      values (${id}, 'x', 'news', 'text', ${state}, ${method}, ${JSON.stringify(content ?? TEXT.content)}, ${audience},
        ${state === 'draft' ? null : 3}, ${state === 'draft' ? null : OWNER}, ${state === 'draft' ? null : NOON},
        ${OWNER}, ${NOON}, ${NOON})`)
  const delivery = (id: string, memberId: string, seq: number, reason: string | null = null) =>
    run(sql`insert into deliveries (broadcast_id, member_id, chunk_seq, skipped_reason)
      values (${id}, ${memberId}, ${seq}, ${reason})`)
  const chunk = (id: string, seq: number, state: string, sealed: { key?: string } = {}) =>
    run(sql`insert into broadcast_chunks (broadcast_id, seq, state, recipients, attempt, sealed_attempt, retry_key, body, first_attempt_at)
      values (${id}, ${seq}, ${state}, 1, ${sealed.key ? 1 : 0}, ${sealed.key ? 1 : null}, ${sealed.key ?? null},
        ${sealed.key && state === 'inflight' ? SEALED : null}, ${sealed.key ? NOON : null})`)

  await kept('draft', 'draft')
  await kept('coupon', 'draft', { content: COUPON.content, method: 'push' })
  await kept('confirmed', 'planning', { audience: JSON.stringify({ rule: JSON.parse(rule), storeId: null }) })
  for (const [id, state] of [
    ['sending', 'sending'],
    ['paused', 'paused_owner'],
  ] as const) {
    await kept(id, state)
    for (const [seq, memberId] of ['m0000', 'm0001'].entries()) await delivery(id, memberId, seq)
    await delivery(id, 'm0002', -1, 'over_confirmed')
  }
  await chunk('sending', 0, 'inflight', { key: KEY })
  await chunk('sending', 1, 'ready')
  await chunk('paused', 0, 'accepted', { key: 'another' })
  await chunk('paused', 1, 'ready')
  await kept('unknown', 'needs_decision')
  await delivery('unknown', 'm0000', 0)
  await chunk('unknown', 0, 'unknown', { key: 'a third' })
}
type Kept = { content?: unknown; method?: 'push' | 'multicast'; audience?: string }

describe('a database of the version before', () => {
  let folder: string
  let store: SqliteStore
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'okaeri-upgrade-'))
    const former = join(folder, 'migrations')
    mkdirSync(former)
    for (const file of readdirSync('migrations').filter((name) => name < '0005'))
      copyFileSync(join('migrations', file), join(former, file))
    const before = openSqlite(join(folder, 'okaeri.db'), { migrations: former })
    await leftByTheFormer(before)
    before.close()
    store = openSqlite(join(folder, 'okaeri.db'))
    // Caps are new: what goes on is not to be held until the morning here.
    for (const key of ['sending.capDay', 'sending.capMonth'])
      await store.db.insertInto('settings').values({ key, value: '99' }).execute()
  })
  afterEach(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  const state = async (id: string) => (await findBroadcast(store, { broadcastId: id }))?.state

  it('goes on with what was confirmed and under way: the sealed bytes under their key, and the rest once', async () => {
    const [clock, fake, bodies] = [openClock(NOON + MINUTE), openFakeLine(), [] as [string, string][]]
    const multicast = fake.line.multicast
    fake.line.multicast = async (body, key) => multicast(...(bodies[bodies.push([body, key]) - 1] ?? [body, key]))
    await workToTheEnd(store, fake, clock)
    expect(bodies.filter(([, key]) => key === KEY)).toEqual([[SEALED, KEY]])
    expect([await state('confirmed'), await state('sending'), await state('paused')]).toEqual([
      'done',
      'done',
      'paused_owner',
    ])
    expect(fake.delivered).toHaveLength(3 + 2)
    await resumeBroadcast(store, { broadcastId: 'paused', now: clock.at })
    await workToTheEnd(store, fake, clock)
    expect([await state('paused'), fake.delivered.length]).toEqual(['done', 3 + 2 + 1])
    for (const id of ['sending', 'paused'])
      expect(await progressOf(store, { broadcastId: id, confirmedCount: 3 })).toMatchObject({
        accepted: 2,
        gone: 1,
        leftOut: { over_confirmed: 1 },
      })
  })

  it('keeps its drafts, and what waits for a decision can be decided', async () => {
    expect(await findBroadcast(store, { broadcastId: 'draft' })).toMatchObject({
      content: TEXT.content,
      channel: 'push',
      holding: 'morning',
      urgent: false,
      storeId: null,
    })
    expect(await findBroadcast(store, { broadcastId: 'coupon' })).toMatchObject({ content: { kind: 'coupon' } })
    await decideUnknown(store, {
      broadcastId: 'unknown',
      decision: 'treated_as_sent',
      decidedBy: OWNER,
      people: 1,
      now: NOON,
    })
    expect(await state('unknown')).toBe('done')
  })
})
