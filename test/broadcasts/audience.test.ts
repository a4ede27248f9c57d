import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft, deleteDraft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import { planBroadcast } from '../../src/broadcasts/planning.ts'
import { cancelBroadcast } from '../../src/broadcasts/running.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE, type SegmentRule } from '../../src/segments/rule.ts'
import { changeSegment, createSegment, deleteSegment, findSegment, usesOf } from '../../src/segments/segments.ts'
import { reachOf, reachOfAll } from '../../src/sending/reach.ts'
import { addMember, engines, NOON } from '../support.ts'
import { addMembers, addOwner, CONFIG, ledger, memberId, OWNER, openFakeLine, TEXT, withdraw } from './support.ts'

const NIGHT: SegmentRule = { match: 'all', conditions: [{ kind: 'tag', anyOf: ['夜'] }] }

describe.each(engines)('the audience of a broadcast on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let segmentId: string
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addOwner(store)
    await addMembers(store, 5)
    await addMember(store, 'elsewhere', { storeId: 'ueno' })
    for (const id of [memberId(0), memberId(1)])
      await store.db.insertInto('member_tags').values({ member_id: id, tag: '夜', created_at: 0 }).execute()
    segmentId = await createSegment(store, { name: '夜の人', rule: NIGHT, createdBy: OWNER, now: NOON })
  })
  const drafted = (more: object = {}) =>
    createDraft(store, { draft: { ...TEXT, rule: NIGHT, segmentId, ...more }, createdBy: OWNER, now: NOON })
  const confirm = (broadcastId: string, people: number, draftedAt: number, more = {}) =>
    confirmBroadcast(
      { store, line: openFakeLine().line, config: CONFIG },
      { broadcastId, people, draftedAt, confirmedBy: OWNER, now: NOON, ...more },
    )
  const change = (rule: SegmentRule) => changeSegment(store, { segmentId, name: '夜の人', rule, now: NOON })
  const found = async (broadcastId: string) => {
    const broadcast = await findBroadcast(store, { broadcastId })
    if (!broadcast) throw new Error('gone')
    return broadcast
  }

  it('is that of its segment, as the segment is when it is confirmed', async () => {
    const id = await drafted()
    await change(EVERYONE)
    const draft = await found(id)
    expect(draft.rule).toEqual(EVERYONE)
    await confirm(id, 6, draft.updatedAt)
    await change(NIGHT)
    const broadcast = await found(id)
    expect(broadcast.rule).toEqual(EVERYONE)
    await planBroadcast(store, { broadcast, now: NOON })
    expect((await ledger(store, id)).deliveries).toHaveLength(6)
  })

  it('is not confirmed when its segment was changed since it was shown, even to as many people', async () => {
    const id = await drafted()
    const shown = await found(id)
    await change({ match: 'all', conditions: [{ kind: 'person', in: [memberId(3), memberId(4)] }] })
    await expect(confirm(id, 2, shown.updatedAt)).rejects.toMatchObject({ code: 'broadcast_reach_changed' })
    expect((await found(id)).state).toBe('draft')
    await confirm(id, 2, (await found(id)).updatedAt)
  })

  it('ends at the store of the manager who wrote it, whatever its segment becomes', async () => {
    const id = await drafted({ storeId: 'shibuya' })
    await change(EVERYONE)
    const { rule, storeId, updatedAt } = await found(id)
    expect((await reachOf(store, { rule, storeId, purpose: 'news', now: NOON })).people).toBe(5)
    await confirm(id, 5, updatedAt)
    await planBroadcast(store, { broadcast: await found(id), now: NOON })
    const { deliveries } = await ledger(store, id)
    expect(deliveries.map(({ member_id }) => member_id)).not.toContain('elsewhere')
    expect(deliveries).toHaveLength(5)
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('stays what it was in a draft from before segments were followed', async () => {
    const id = await drafted()
    const old: SegmentRule = { match: 'all', conditions: [{ kind: 'store', in: ['shibuya'] }, ...NIGHT.conditions] }
    await store.db
      .updateTable('broadcasts')
      .set({ audience: JSON.stringify(old) })
      .where('id', '=', id)
      .execute()
    await change(EVERYONE)
    expect((await found(id)).rule).toEqual(old)
  })

  it('keeps its segment from being deleted until it is over', async () => {
    const id = await drafted()
    await expect(deleteSegment(store, segmentId)).rejects.toMatchObject({ code: 'segment_in_use' })
    expect(await usesOf(store, segmentId)).toEqual([{ id, title: TEXT.title, state: 'draft' }])
    await confirm(id, 2, (await found(id)).updatedAt)
    await expect(deleteSegment(store, segmentId)).rejects.toMatchObject({ code: 'segment_in_use' })
    await cancelBroadcast(store, { broadcastId: id, now: NOON })
    await deleteSegment(store, segmentId)
    expect(await findSegment(store, segmentId)).toBeUndefined()
    expect(await found(id)).toMatchObject({ segmentId: null, rule: NIGHT })
    await deleteSegment(store, segmentId)
  })

  it('is free of its segment when the draft is thrown away', async () => {
    await deleteDraft(store, await drafted())
    await deleteSegment(store, segmentId)
    expect(await findSegment(store, segmentId)).toBeUndefined()
  })

  it('keeps its rule when the segment is gone before the draft is kept', async () => {
    await deleteSegment(store, segmentId)
    expect(await found(await drafted())).toMatchObject({ segmentId: null, rule: NIGHT })
  })

  it('is counted for every purpose at once as for each alone', async () => {
    await withdraw(store, memberId(0), 'coupons')
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', memberId(1))
      .execute()
    const meant = { rule: EVERYONE, now: NOON }
    const all = await reachOfAll(store, meant)
    expect(all.people).toBe(6)
    for (const { purpose, ...reach } of all.byPurpose)
      expect(reach).toEqual(await reachOf(store, { ...meant, purpose }))
    expect(all.byPurpose.find(({ purpose }) => purpose === 'coupons')).toEqual({
      purpose: 'coupons',
      people: 4,
      heldToday: 0,
      excluded: { no_consent: 1, blocked: 1 },
    })
  })
})
