import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approvalOf, askApproval, findForConfirming, withdrawApproval } from '../../src/broadcasts/approvals.ts'
import { chooseHolding } from '../../src/broadcasts/confirm-holding.ts'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { changeDraft, createDraft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import { UNDO_MS } from '../../src/broadcasts/running.ts'
import type { Store } from '../../src/db/store.ts'
import { addMember, DAY, engines, HOUR, NOON } from '../support.ts'
import { addMembers, addOwner, CONFIG, COUPON, ledger, memberId, OWNER, openFakeLine, TEXT } from './support.ts'

describe.each(engines)('the guards of a confirmation on $engine', ({ engine, open }) => {
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
  const confirm = (broadcastId: string, more = {}) =>
    confirmBroadcast(
      { store, line: fake.line, config: CONFIG },
      { broadcastId, people: 5, draftedAt: NOON, confirmedBy: OWNER, now: NOON, ...more },
    )
  const set = (name: string, value: number) =>
    store.db
      .insertInto('settings')
      .values({ key: `sending.${name}`, value: String(value) })
      .execute()
  const refused = (code: string, facts?: object) => ({ code, ...(facts ? { facts } : {}) })
  async function addOperator(id: string, role: 'owner' | 'manager', storeId: string | null = null) {
    const operator = { id, role, store_id: storeId, member_id: null, name: id, created_at: NOON, revoked_at: null }
    await store.db.insertInto('operators').values(operator).execute()
    return id
  }

  it('leaves at the time that was chosen, and keeps what it cost', async () => {
    const id = await drafted()
    await confirm(id, { sendAt: NOON + HOUR })
    expect((await ledger(store, id)).broadcast).toMatchObject({
      send_at: NOON + HOUR,
      confirmed_yen: 0,
      channel: 'push',
    })
    const now = await drafted()
    await confirm(now, { sendAt: NOON - DAY })
    expect((await ledger(store, now)).broadcast).toMatchObject({ send_at: NOON })
  })

  it('gives the last messages of the month to one of two simultaneous confirmations', async () => {
    fake.quota.limit = 9
    const [one, two] = [await drafted(), await drafted()]
    const outcomes = await Promise.allSettled([confirm(one), confirm(two)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await store.db.selectFrom('broadcasts').select('id').where('state', '=', 'planning').execute()).toHaveLength(
      1,
    )
  })

  it('counts what LINE took since it was asked: a slow answer spends nothing twice', async () => {
    fake.quota.limit = 9
    const [one, two] = [await drafted(), await drafted()]
    const read = fake.line.quota
    fake.line.quota = async () => {
      const before = await read()
      fake.line.quota = read
      await confirm(one)
      const chunk = { broadcast_id: one, seq: 0, state: 'accepted', recipients: 5, finished_at: NOON } as const
      await store.db.insertInto('broadcast_chunks').values(chunk).execute()
      await store.db.updateTable('broadcasts').set({ state: 'done' }).where('id', '=', one).execute()
      return { ...before, used: 0 }
    }
    await expect(confirm(two)).rejects.toMatchObject(refused('quota_too_small'))
  })

  it('asks before the messages are touched that are kept for urgent shift openings', async () => {
    fake.quota.limit = 20
    await set('reserve', 16)
    const id = await drafted()
    await expect(confirm(id)).rejects.toMatchObject(refused('broadcast_reserve_touched', { reserve: 16 }))
    await confirm(id, { belowReserve: true })
    const urgent = await drafted()
    await store.db.updateTable('broadcasts').set({ urgent: 1 }).where('id', '=', urgent).execute()
    await confirm(urgent)
  })

  it('wants the number typed above the number in the settings', async () => {
    await set('typedAbove', 4)
    const id = await drafted()
    for (const typedPeople of [undefined, 4, 6])
      await expect(confirm(id, { typedPeople })).rejects.toMatchObject(refused('broadcast_number_not_typed'))
    await confirm(id, { typedPeople: 5 })
  })

  it('wants somebody else to confirm above the number in the settings, for just the number that was asked', async () => {
    await set('approvalAbove', 4)
    const mori = await addOperator('mori', 'owner')
    const id = await drafted()
    const needed = refused('broadcast_approval_needed')
    await expect(confirm(id)).rejects.toMatchObject(needed)
    await askApproval(store, { broadcastId: id, people: 5, draftedAt: NOON, askedBy: OWNER, now: NOON })
    await expect(confirm(id)).rejects.toMatchObject(needed)
    await store.db.updateTable('broadcasts').set({ approval_asked_count: 4 }).execute()
    await expect(confirm(id, { confirmedBy: mori })).rejects.toMatchObject(needed)
    await store.db.updateTable('broadcasts').set({ approval_asked_count: 5 }).execute()
    await confirm(id, { confirmedBy: mori })
    expect((await ledger(store, id)).broadcast).toMatchObject({ confirmed_by: mori, approval_asked_by: OWNER })
  })

  it('forgets the question with a change of the draft, or when it is taken back', async () => {
    await set('approvalAbove', 4)
    const mori = await addOperator('mori', 'owner')
    const id = await drafted()
    const ask = (draftedAt: number) =>
      askApproval(store, { broadcastId: id, people: 5, draftedAt, askedBy: OWNER, now: draftedAt })
    await ask(NOON)
    await changeDraft(store, { broadcastId: id, draft: { ...TEXT, title: '別の件' }, now: NOON })
    expect(await approvalOf(store, id)).toBeUndefined()
    await expect(confirm(id, { confirmedBy: mori })).rejects.toMatchObject(refused('broadcast_approval_needed'))
    await ask(NOON)
    await chooseHolding(store, { broadcastId: id, holding: 'skip', now: NOON + 1 })
    expect(await approvalOf(store, id)).toBeUndefined()
    await ask(NOON + 1)
    await withdrawApproval(store, { broadcastId: id })
    expect(await approvalOf(store, id)).toBeUndefined()
    await expect(ask(NOON)).rejects.toMatchObject(refused('broadcast_reach_changed'))
    await ask(NOON + 1)
    // As when the segment changes that it names.
    await store.db
      .updateTable('broadcasts')
      .set({ updated_at: NOON + 2 })
      .execute()
    await expect(confirm(id, { confirmedBy: mori, draftedAt: NOON + 2 })).rejects.toMatchObject(
      refused('broadcast_approval_needed'),
    )
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('lets a manager approve what an owner asked for, beyond the own store; nothing else of theirs', async () => {
    await set('approvalAbove', 4)
    await addMember(store, 'far', { storeId: 'ueno' })
    const here = await addOperator('here', 'manager', 'shibuya')
    const id = await drafted()
    const asManager = { people: 6, confirmedBy: here, storeId: 'shibuya' }
    await expect(confirm(id, asManager)).rejects.toMatchObject(refused('not_found'))
    const elsewhere = await addOperator('elsewhere', 'manager', 'ueno')
    await askApproval(store, { broadcastId: id, people: 6, draftedAt: NOON, askedBy: elsewhere, now: NOON })
    await expect(confirm(id, asManager)).rejects.toMatchObject(refused('not_found'))
    await askApproval(store, { broadcastId: id, people: 6, draftedAt: NOON, askedBy: OWNER, now: NOON })
    expect(await findForConfirming(store, { broadcastId: id, operatorId: here, storeId: 'shibuya' })).toMatchObject({
      only: null,
    })
    await confirm(id, asManager)
  })

  it('wants a reason for a second job post in a row, and keeps it', async () => {
    const shifts = { ...TEXT, purpose: 'shifts' } as const
    for (const id of [0, 1, 2, 3, 4].map(memberId))
      await store.db
        .insertInto('consents')
        .values({
          id: `s${id}`,
          member_id: id,
          purpose: 'shifts',
          granted: 1,
          text_version: '1',
          channel: 'line',
          at: 1,
        })
        .execute()
    const first = await drafted(shifts)
    await confirm(first)
    await store.db.updateTable('broadcasts').set({ state: 'sending' }).where('id', '=', first).execute()
    await store.db
      .insertInto('broadcast_chunks')
      .values({ broadcast_id: first, seq: 0, state: 'ready', recipients: 1 })
      .execute()
    await store.db
      .insertInto('deliveries')
      .values({ broadcast_id: first, member_id: memberId(2), chunk_seq: 0, skipped_reason: null })
      .execute()
    const id = await drafted(shifts)
    for (const balanceReason of [undefined, ' '])
      await expect(confirm(id, { balanceReason })).rejects.toMatchObject(refused('broadcast_reason_needed'))
    await confirm(id, { balanceReason: '急な欠員' })
    expect((await ledger(store, id)).broadcast).toMatchObject({ balance_reason: '急な欠員' })
    await confirm(await drafted())
  })

  it.each([
    ['more than 90 days ahead', { sendAt: NOON + 90 * DAY + 1 }, 'broadcast_schedule_far'],
    ['in the quiet hours', { sendAt: NOON + 9 * HOUR }, 'broadcast_schedule_quiet'],
    ['when its coupon is over', { sendAt: NOON + 30 * DAY }, 'coupon_expired'],
  ])('is not planned for a time %s', async (_, when, code) => {
    await expect(confirm(await drafted(COUPON), when)).rejects.toMatchObject({ code })
  })

  it('is not confirmed in the night in which its coupon ends: it would leave when that is over', async () => {
    const night = NOON + 29 * DAY + 12 * HOUR
    const [coupon, endsAt] = [COUPON.content.kind === 'coupon' && COUPON.content.coupon, night + 3 * HOUR]
    if (!coupon) throw new Error('no coupon')
    const draft = { ...COUPON, content: { ...COUPON.content, coupon: { ...coupon, endsAt } } } as typeof COUPON
    const id = await drafted(draft)
    const when = { now: night, sendAt: night + UNDO_MS }
    await expect(confirm(id, when)).rejects.toMatchObject({ code: 'coupon_expired' })
    await confirm(id, { ...when, channel: 'board' })
  })

  it('goes out in the morning when it is confirmed at night, and is paid for in the month of that morning', async () => {
    const night = Date.parse('2026-04-30T23:00+09:00')
    fake.quota.limit = 5
    fake.quota.used = 5
    const id = await drafted()
    await confirm(id, { now: night, sendAt: night + UNDO_MS })
    expect((await ledger(store, id)).broadcast).toMatchObject({ state: 'planning', send_at: night + UNDO_MS })
  })

  it('takes the messages of another month from that month', async () => {
    fake.quota.limit = 5
    fake.quota.used = 5
    const nextMonth = Date.parse('2026-05-01T10:00+09:00')
    await confirm(await drafted(), { sendAt: nextMonth })
    await expect(confirm(await drafted(), { sendAt: nextMonth })).rejects.toMatchObject(
      refused('quota_too_small', { left: 0, people: 5 }),
    )
  })

  it('is refused when LINE does not take the words, with what LINE says, and when LINE does not answer', async () => {
    const id = await drafted()
    fake.line.validatePush = async () => ({
      kind: 'refused',
      status: 400,
      reason: 'invalid',
      message: 'May not be empty',
    })
    await expect(confirm(id)).rejects.toMatchObject(refused('broadcast_invalid', { said: 'May not be empty' }))
    fake.line.validatePush = async () => ({ kind: 'unknown', message: 'timeout' })
    await expect(confirm(id)).rejects.toMatchObject(refused('line_unreachable'))
    expect(await findBroadcast(store, { broadcastId: id })).toMatchObject({ state: 'draft' })
  })

  it('puts it on the board for its readers, whatever is left of the month and however late it is', async () => {
    fake.quota.limit = 0
    await set('typedAbove', 1)
    const id = await drafted()
    await expect(confirm(id, { channel: 'board', people: 4 })).rejects.toMatchObject(refused('broadcast_reach_changed'))
    await confirm(id, { channel: 'board', sendAt: NOON + 9 * HOUR })
    expect((await ledger(store, id)).broadcast).toMatchObject({
      channel: 'board',
      confirmed_count: 5,
      confirmed_yen: 0,
    })
  })

  it('tells no story that its person has not agreed to', async () => {
    const story = { id: 's', member_id: memberId(0), title: '話', words: '話', image_id: null, content_sha: 'a' }
    const times = { created_by: OWNER, created_at: NOON, updated_at: NOON, asked_at: NOON, asked_sha: 'a' }
    await store.db
      .insertInto('stories')
      .values({ ...story, ...times, agreed_at: NOON, agreed_sha: 'a' })
      .execute()
    const content = { kind: 'story', storyId: 's', text: '紹介します。', from: '田中' } as const
    const [one, two] = [await drafted({ ...TEXT, content }), await drafted({ ...TEXT, content })]
    await confirm(one)
    await store.db.updateTable('stories').set({ revoked_at: NOON }).execute()
    await expect(confirm(two)).rejects.toMatchObject(refused('broadcast_story_not_agreed'))
  })
})
