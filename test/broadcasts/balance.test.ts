import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balanceObjection, balanceOf, isBalanced } from '../../src/broadcasts/balance.ts'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import type { BroadcastPurpose, BroadcastState, ChunkState } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { DAY, engines, NOON } from '../support.ts'
import { addMembers, addOwner, memberId, OWNER, TEXT } from './support.ts'

type Sent = { to?: readonly string[]; at?: number; state?: BroadcastState; chunk?: ChunkState }

describe.each(engines)('the balance of what people received on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addOwner(store)
    await addMembers(store, 3)
  })
  const all = [0, 1, 2].map(memberId)

  async function sent(purpose: BroadcastPurpose, daysAgo: number, more: Sent = {}) {
    const { to = all, state = 'done', chunk = 'accepted' } = more
    const at = NOON - daysAgo * DAY
    const id = await createDraft(store, { draft: { ...TEXT, purpose }, createdBy: OWNER, now: at })
    const { db, batch } = store
    await batch([
      db.updateTable('broadcasts').set({ state, send_at: at, confirmed_at: at }).where('id', '=', id),
      db
        .insertInto('broadcast_chunks')
        .values({ broadcast_id: id, seq: 0, state: chunk, recipients: to.length, finished_at: at }),
      ...to.map((member_id) =>
        db.insertInto('deliveries').values({ broadcast_id: id, member_id, chunk_seq: 0, skipped_reason: null }),
      ),
    ])
    return id
  }
  const audience = { rule: EVERYONE, purpose: 'news' } as const
  const objection = async (people = 3) => balanceObjection(await balanceOf(store, { audience, now: NOON }), { people })
  const guard = async (people = 3) => {
    const { rows } = await sql<{
      ok: number
    }>`select ${isBalanced(store.db, { audience, people, now: NOON })} as ok`.execute(store.db)
    return rows[0]?.ok === 1
  }

  it('counts what the account sent and what these people received in 60 days, by purpose', async () => {
    await sent('news', 1)
    await sent('coupons', 2, { to: [memberId(0)] })
    await sent('shifts', 61)
    const { account, audience } = await balanceOf(store, { memberIds: [memberId(0), memberId(1)], now: NOON })
    expect(account).toEqual({ news: 3, coupons: 1, events: 0, shifts: 0 })
    expect(audience).toEqual({ news: 2, coupons: 1, events: 0, shifts: 0 })
  })

  it.each([
    ['was refused', { chunk: 'rejected' }],
    ['was cancelled', { state: 'cancelled' }],
  ] as const)('does not count what %s', async (_, more) => {
    await sent('shifts', 1, more)
    expect(await balanceOf(store, { audience, now: NOON })).toMatchObject({ account: { shifts: 0 }, jobPostLast: 0 })
  })

  it('counts a notice on the board once it was read', async () => {
    const id = await createDraft(store, { draft: TEXT, createdBy: OWNER, now: NOON })
    await store.db.updateTable('broadcasts').set({ channel: 'board', state: 'done', send_at: NOON }).execute()
    const notice = (member_id: string, read_at: number | null) =>
      store.db.insertInto('board_notices').values({ broadcast_id: id, member_id, posted_at: NOON, read_at }).execute()
    await notice(memberId(0), NOON)
    await notice(memberId(1), null)
    const { account, audience: mine } = await balanceOf(store, { audience, now: NOON })
    expect([account.news, mine.news]).toEqual([1, 1])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('has nothing against the first job post, nor against one after a single news', async () => {
    for (const daysAgo of [undefined, 3]) {
      if (daysAgo) await sent('news', daysAgo)
      expect(await objection()).toBeUndefined()
      expect(await guard()).toBe(true)
    }
  })

  it('speaks up when one of these people got a job post last, also one that is only about to leave', async () => {
    await sent('news', 20)
    await sent('news', 19)
    await sent('shifts', 5, { to: [memberId(1)], state: 'planned', chunk: 'ready' })
    expect(await objection()).toBe('second_in_a_row')
    expect(await guard()).toBe(false)
    await sent('coupons', 4, { to: [memberId(1)] })
    expect(await objection()).toBeUndefined()
    expect(await guard()).toBe(true)
  })

  it('speaks up above 40 percent of job posts, this one counted, and not at exactly 40', async () => {
    await sent('shifts', 9)
    await sent('news', 8)
    expect(await objection()).toBe('above_40_percent')
    expect(await guard()).toBe(false)
    await sent('news', 7)
    await sent('news', 6)
    expect(await objection()).toBeUndefined()
    expect(await guard()).toBe(true)
    await sent('shifts', 5)
    await sent('coupons', 4)
    expect(await objection()).toBe('above_40_percent')
    expect(await guard()).toBe(false)
  })

  it('asks for the account too: these people may be spared, and the account still be a job board', async () => {
    await addMembers(store, 9, { from: 3 })
    const others = Array.from({ length: 9 }, (_, i) => memberId(3 + i))
    await sent('shifts', 9, { to: others })
    await sent('news', 8)
    await sent('news', 7)
    await sent('news', 6)
    const mine = { memberIds: all, now: NOON }
    expect(balanceObjection(await balanceOf(store, mine), { people: 3 })).toBe('above_40_percent')
    const { rows } = await sql<{ ok: number }>`select ${isBalanced(store.db, { ...mine, people: 3 })} as ok`.execute(
      store.db,
    )
    expect(rows).toEqual([{ ok: 0 }])
  })
})
