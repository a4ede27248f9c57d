import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { changeDraft, createDraft, deleteDraft, findBroadcast, listBroadcasts } from '../../src/broadcasts/drafts.ts'
import { planBroadcast } from '../../src/broadcasts/planning.ts'
import { cancelBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { costOf } from '../../src/sending/cost.ts'
import { reachOf } from '../../src/sending/reach.ts'
import { addMember, engines, NOON } from '../support.ts'
import {
  addMembers,
  addOwner,
  CONFIG,
  COUPON,
  confirmed,
  ledger,
  memberId,
  OWNER,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
  withdraw,
} from './support.ts'

describe.each(engines)('confirming a broadcast on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let fake: ReturnType<typeof openFakeLine>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    fake = openFakeLine()
    await addOwner(store)
    await addMembers(store, 5)
  })
  const drafted = (draft = TEXT) => createDraft(store, { draft, createdBy: OWNER, now: NOON })
  const confirm = (broadcastId: string, people: number, more = {}) =>
    confirmBroadcast(
      { store, line: fake.line, config: CONFIG },
      { broadcastId, people, draftedAt: NOON, confirmedBy: OWNER, now: NOON, ...more },
    )
  const plan = async (broadcastId: string) => {
    const broadcast = await findBroadcast(store, { broadcastId })
    if (broadcast) await planBroadcast(store, { broadcast, now: NOON })
  }

  it('counts who would get it, and who is left out and why', async () => {
    await withdraw(store, memberId(0), 'news')
    await withdraw(store, memberId(1), 'news')
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', memberId(1))
      .execute()
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', memberId(2)).execute()
    await addMember(store, 'no-privacy', { consents: ['news'] })
    await store.db
      .insertInto('consents')
      .values({
        id: 'x',
        member_id: 'no-privacy',
        purpose: 'privacy',
        granted: 0,
        text_version: '1',
        channel: 'line',
        at: NOON,
      })
      .execute()
    expect(await reachOf(store, { rule: TEXT.rule, purpose: 'news', now: NOON })).toEqual({
      people: 2,
      heldToday: 0,
      excluded: { no_consent: 2, blocked: 1 },
    })
  })

  it('reaches exactly the people who were confirmed', async () => {
    const id = await drafted()
    await confirm(id, 5)
    await plan(id)
    const { broadcast, chunks, deliveries } = await ledger(store, id)
    expect(broadcast).toMatchObject({ state: 'planned', confirmed_count: 5, confirmed_by: OWNER, confirmed_at: NOON })
    expect(chunks).toMatchObject([{ seq: 0, epoch: 0, state: 'ready', recipients: 5, body: null }])
    expect(deliveries).toHaveLength(5)
  })

  it.each([
    ['has grown', () => addMembers(store, 1, { from: 5 })],
    ['has shrunk', () => withdraw(store, memberId(0), 'news')],
  ])('refuses when the reach %s since it was shown, and nothing is sent', async (_, change) => {
    const id = await drafted()
    await change()
    await expect(confirm(id, 5)).rejects.toMatchObject({ code: 'broadcast_reach_changed' })
    expect((await ledger(store, id)).broadcast).toMatchObject({ state: 'draft', confirmed_count: null })
  })

  it('refuses a draft that was changed since it was shown', async () => {
    const id = await drafted()
    await changeDraft(store, { broadcastId: id, draft: { ...TEXT, title: '別の件' }, now: NOON + 1 })
    await expect(confirm(id, 5)).rejects.toMatchObject({ code: 'broadcast_reach_changed' })
    await confirm(id, 5, { draftedAt: NOON + 1 })
  })

  it('refuses to send to nobody', async () => {
    await expect(confirm(await drafted({ ...TEXT, purpose: 'events' }), 0)).rejects.toMatchObject({
      code: 'broadcast_reach_empty',
    })
  })

  it('changes nothing when confirmed a second time, and refuses another number', async () => {
    const id = await drafted(COUPON)
    await confirm(id, 5)
    await confirm(id, 5)
    await plan(id)
    await plan(id)
    await confirm(id, 5)
    await expect(confirm(id, 6)).rejects.toMatchObject({ code: 'broadcast_not_draft' })
    expect(await store.db.selectFrom('coupons').select('id').execute()).toHaveLength(1)
    expect((await ledger(store, id)).chunks).toHaveLength(5)
  })

  it('is released once by two simultaneous taps, with one coupon', async () => {
    const id = await drafted(COUPON)
    await Promise.all([confirm(id, 5), confirm(id, 5)])
    expect(await store.db.selectFrom('coupons').select('id').execute()).toHaveLength(1)
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it.each([0, 1, 4])('refuses five messages when %i are left', async (left) => {
    fake.quota.limit = 100
    fake.quota.used = 100 - left
    await expect(confirm(await drafted(), 5)).rejects.toMatchObject({
      code: 'quota_too_small',
      facts: { left, people: 5 },
    })
  })

  it('sends the last five messages of the month, and any number when there is no limit', async () => {
    fake.quota.limit = 5
    await confirm(await drafted(), 5)
    fake.quota.limit = null
    await confirm(await drafted(), 5)
  })

  it('takes off what confirmed broadcasts still have to send', async () => {
    fake.quota.limit = 9
    const id = await drafted()
    await confirm(id, 5)
    expect(await costOf({ store, line: fake.line }, { messages: 1, now: NOON })).toMatchObject({ before: 4, after: 3 })
    await plan(id)
    expect(await costOf({ store, line: fake.line }, { messages: 1, now: NOON })).toMatchObject({ before: 4, after: 3 })
    await expect(confirm(await drafted(), 5)).rejects.toMatchObject({ code: 'quota_too_small' })
  })

  it('plans never more than were confirmed: who came later is kept as left out', async () => {
    const id = await drafted(COUPON)
    await confirm(id, 5)
    await addMembers(store, 2, { from: 5 })
    await workBroadcasts(senderOf(store, fake, openClock()))
    const { chunks, deliveries } = await ledger(store, id)
    expect(chunks).toHaveLength(5)
    expect(fake.delivered).toHaveLength(5)
    expect(deliveries.filter(({ skipped_reason }) => skipped_reason === 'over_confirmed')).toHaveLength(2)
  })

  it('plans once: who joins after that gets nothing, wherever they stand in the list', async () => {
    const id = await drafted(COUPON)
    await confirm(id, 5)
    const broadcast = await findBroadcast(store, { broadcastId: id })
    if (!broadcast) throw new Error('no broadcast')
    await planBroadcast(store, { broadcast, now: NOON })
    await addMember(store, 'a-newcomer')
    await planBroadcast(store, { broadcast, now: NOON })
    expect((await ledger(store, id)).deliveries).toHaveLength(5)
  })

  it('never starts what was cancelled before it was planned', async () => {
    const id = await drafted()
    await confirm(id, 5)
    const broadcast = await findBroadcast(store, { broadcastId: id })
    if (!broadcast) throw new Error('no broadcast')
    await cancelBroadcast(store, { broadcastId: id, now: NOON })
    await planBroadcast(store, { broadcast, now: NOON })
    expect(await ledger(store, id)).toMatchObject({ broadcast: { state: 'cancelled' }, deliveries: [], chunks: [] })
  })

  it('keeps a confirmed broadcast from being changed or thrown away', async () => {
    const id = await confirmed(store, fake, { people: 5 })
    await expect(changeDraft(store, { broadcastId: id, draft: TEXT, now: NOON })).rejects.toMatchObject({
      code: 'broadcast_not_draft',
    })
    await deleteDraft(store, id)
    expect(await findBroadcast(store, { broadcastId: id })).toMatchObject({ state: 'planning' })
  })

  it('refuses a coupon that is over before it could be used', async () => {
    await expect(confirm(await drafted(COUPON), 5, { now: NOON + 31 * 86_400_000 })).rejects.toMatchObject({
      code: 'coupon_expired',
    })
  })

  it('shows a manager the broadcasts of the own store only', async () => {
    const operator = { member_id: null, name: 'x', role: 'manager', created_at: NOON, revoked_at: null } as const
    await store.db
      .insertInto('operators')
      .values({ id: 'here', store_id: 'shibuya', ...operator })
      .execute()
    const id = await createDraft(store, { draft: TEXT, createdBy: 'here', now: NOON })
    const other = await drafted()
    expect((await listBroadcasts(store, { storeId: 'shibuya' })).lines.map((one) => one.id)).toEqual([id])
    expect(await findBroadcast(store, { broadcastId: other, storeId: 'shibuya' })).toBeUndefined()
    await expect(confirm(other, 5, { storeId: 'shibuya' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await listBroadcasts(store, {})).lines).toHaveLength(2)
  })

  it('lets a manager release nothing that goes beyond the own store, also when an owner changed the draft', async () => {
    const operator = { member_id: null, name: 'x', role: 'manager', created_at: NOON, revoked_at: null } as const
    await store.db
      .insertInto('operators')
      .values({ id: 'here', store_id: 'shibuya', ...operator })
      .execute()
    await addMember(store, 'far', { storeId: 'ueno' })
    const id = await createDraft(store, { draft: TEXT, createdBy: 'here', now: NOON })
    for (const people of [5, 6])
      await expect(confirm(id, people, { storeId: 'shibuya', confirmedBy: 'here' })).rejects.toMatchObject({
        code: 'broadcast_reach_changed',
      })
    await confirm(id, 6)
  })
})
