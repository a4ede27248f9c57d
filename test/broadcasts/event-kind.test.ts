import { beforeEach, describe, expect, it } from 'vitest'
import { boardChat } from '../../src/board/chat.ts'
import { countUnread } from '../../src/board/reading.ts'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { methodFor } from '../../src/broadcasts/content.ts'
import { createDraft, type Draft } from '../../src/broadcasts/drafts.ts'
import { ruleForAnswers } from '../../src/broadcasts/event-audience.ts'
import type { Store } from '../../src/db/store.ts'
import { countAnswers } from '../../src/events/guest-counts.ts'
import { listGuests } from '../../src/events/guests.ts'
import { isInvited } from '../../src/events/invited.ts'
import type { LineGateway } from '../../src/line/line.ts'
import { membersOf } from '../../src/segments/rule.ts'
import { newDeps } from '../deps.ts'
import { addMember, DAY, HOUR, lineUserId, NOON, newStore } from '../support.ts'
import {
  addOwner,
  addTasting,
  CONFIG,
  COUPON,
  type FakeLine,
  ledger,
  OWNER,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
  workToTheEnd,
} from './support.ts'

const INVITE: Draft = {
  ...TEXT,
  title: 'ご案内：秋の試食会',
  purpose: 'events',
  content: { kind: 'event', eventId: 'tasting', moment: 'invite', text: 'ぜひいらしてください。', from: '店長の田中' },
}
const THANKS: Draft = {
  ...INVITE,
  content: { ...INVITE.content, kind: 'event', eventId: 'tasting', moment: 'thanks', text: 'ありがとうございました。' },
}

let store: Store
let fake: FakeLine
let bodies: string[]
let line: LineGateway
beforeEach(async () => {
  store = newStore()
  fake = openFakeLine()
  bodies = []
  line = {
    ...fake.line,
    multicast: (body, key) => {
      bodies.push(body)
      return fake.line.multicast(body, key)
    },
    push: (body, key) => {
      bodies.push(body)
      return fake.line.push(body, key)
    },
  }
  await addOwner(store)
  await addTasting(store)
  for (const id of ['hana', 'ken', 'mei'])
    await addMember(store, id, { consents: ['privacy', 'news', 'coupons', 'events'] })
})

async function confirm({
  draft = INVITE,
  people = 3,
  channel = 'push',
  now = NOON,
}: {
  draft?: Draft
  people?: number
  channel?: 'push' | 'board'
  now?: number
} = {}) {
  const broadcastId = await createDraft(store, { draft, createdBy: OWNER, now })
  const asked = { broadcastId, people, draftedAt: now, confirmedBy: OWNER, channel, now }
  await confirmBroadcast({ store, line, config: CONFIG }, asked)
  return broadcastId
}
const work = (at = NOON) => {
  const clock = openClock(at)
  return workToTheEnd(store, fake, clock, { sender: { ...senderOf(store, fake, clock), line } })
}
const change = (set: { state?: 'closed' | 'cancelled' | 'open' | 'done'; closes_at?: number }) =>
  store.db.updateTable('events').set(set).execute()
const actionsIn = (json: string) => [...json.matchAll(/"data":"([^"]+)"/g)].map(([, data]) => data)

describe('an invitation', () => {
  it('goes to everybody in one request, with buttons that are the same for all of them, and names what, when and where', async () => {
    const id = await confirm()
    await work()
    expect(fake.delivered.sort()).toEqual(['hana', 'ken', 'mei'].map(lineUserId).sort())
    const [body = ''] = bodies
    expect(bodies).toHaveLength(1)
    expect(actionsIn(body)).toEqual([
      'event:tasting:join',
      'event:tasting:decline',
      'event:tasting:show',
      `consent:events:off:${id}`,
    ])
    for (const said of [
      '秋の試食会',
      '渋谷店',
      '2026年',
      '無料',
      '12名',
      'https://maps.example/shibuya',
      'ぜひいらして',
    ])
      expect(body).toContain(said)
    expect(await isInvited(store, { eventId: 'tasting', memberId: 'hana' })).toBe(true)
  })

  it('stands on the board as the same card, until the event takes no more answers', async () => {
    await confirm({ channel: 'board' })
    await work()
    const shown = await readBoard('hana')
    expect(actionsIn(shown).filter((data) => data?.startsWith('event:'))).toEqual([
      'event:tasting:join',
      'event:tasting:decline',
      'event:tasting:show',
    ])
    expect(await unread('ken')).toBe(1)
    await change({ state: 'closed' })
    expect(await unread('ken')).toBe(0)
    expect(await readBoard('ken')).not.toContain('event:tasting')
    await change({ state: 'open' })
    expect(await unread('ken', NOON + 5 * DAY)).toBe(0)
  })

  it('is confirmed by nobody while the event is a draft, over, or closed before it would leave', async () => {
    for (const [set, now] of [
      [{ state: 'closed' }, NOON],
      [{ state: 'open', closes_at: NOON }, NOON],
    ] as const) {
      await change(set)
      await expect(confirm({ now })).rejects.toMatchObject({ code: 'event_not_open' })
      await expect(confirm({ now, channel: 'board' })).rejects.toMatchObject({ code: 'event_not_open' })
    }
  })

  it.each([
    ['closed', { state: 'closed' }],
    ['called off', { state: 'cancelled' }],
    ['past its deadline', { closes_at: NOON }],
  ] as const)('reaches nobody any more once the event is %s, and says why', async (_, set) => {
    const id = await confirm()
    await change(set)
    await work()
    expect(fake.delivered).toEqual([])
    const { deliveries } = await ledger(store, id)
    expect(deliveries.map(({ skipped_reason }) => skipped_reason)).toEqual(['event_over', 'event_over', 'event_over'])
  })

  it('is not sealed when the event is closed in the instant before', async () => {
    const id = await confirm()
    let told = 0
    const closing: Store = {
      ...store,
      batch: async (statements) => {
        const seals = statements.some((one) => one.compile().sql.includes('body_sha = mine.sha'))
        if (seals && told++ === 0) await change({ state: 'closed' })
        return store.batch(statements)
      },
    }
    const clock = openClock()
    await workToTheEnd(store, fake, clock, { sender: { ...senderOf(closing, fake, clock), line } })
    expect(told).toBeGreaterThan(0)
    expect(fake.delivered).toEqual([])
    expect((await ledger(store, id)).deliveries[0]?.skipped_reason).toBe('event_over')
  })
})

describe('thanks', () => {
  it('go to who came, and ask how it was where there were dishes', async () => {
    await change({ state: 'done' })
    await comes('ken')
    const toThem = { ...THANKS, rule: ruleForAnswers('tasting', 'came') }
    await confirm({ draft: toThem, people: 1, now: NOON + 8 * DAY })
    await work(NOON + 8 * DAY)
    expect(fake.delivered).toEqual([lineUserId('ken')])
    expect(actionsIn(bodies[0] ?? '')[0]).toBe('event:tasting:feedback')
    await store.db.deleteFrom('event_dishes').execute()
    await confirm({ draft: toThem, people: 1, now: NOON + 9 * DAY })
    await work(NOON + 9 * DAY)
    expect(actionsIn(bodies[1] ?? '')).toHaveLength(1)
  })

  it('with a coupon carry both buttons, and are not sent for what was called off', async () => {
    const content = { ...COUPON.content, eventId: 'tasting' }
    const draft: Draft = { ...COUPON, content }
    const id = await confirm({ draft })
    await work()
    expect(bodies).toHaveLength(3)
    expect(bodies[0]).toContain('event:tasting:feedback')
    expect((await ledger(store, id)).broadcast.event_id).toBe('tasting')
    await change({ state: 'cancelled' })
    await expect(confirm({ draft, now: NOON + DAY })).rejects.toMatchObject({ code: 'event_not_open' })
  })

  it('are equal messages, with or without dishes', () => {
    expect(methodFor(INVITE.content)).toBe('multicast')
    expect(methodFor(THANKS.content)).toBe('multicast')
  })
})

describe('whom a reminder is for', () => {
  it('is who was invited, by a push or on the board, and said nothing', async () => {
    const silent = () => meant(ruleForAnswers('tasting', 'silent'))
    expect(await silent()).toEqual([])
    await confirm()
    expect(await silent()).toEqual([])
    await work()
    expect(await silent()).toEqual(['hana', 'ken', 'mei'])
    await answers('ken', 'declined')
    await answers('mei', 'going')
    expect(await silent()).toEqual(['hana'])
    await comes('hana')
    expect(await silent()).toEqual([])
  })

  it('is exactly whom invited.ts calls invited, and whom the page of the event lists and counts as silent', async () => {
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', 'mei').execute()
    await confirm({ people: 2 })
    const both = async () => [
      await meant(ruleForAnswers('tasting', 'silent')),
      (await listGuests(store, { eventId: 'tasting', list: 'silent' })).guests.map(({ memberId }) => memberId).sort(),
      await Promise.all(
        ['hana', 'ken', 'mei'].map(async (memberId) =>
          (await isInvited(store, { eventId: 'tasting', memberId })) ? [memberId] : [],
        ),
      ).then((found) => found.flat()),
    ]
    for (const state of ['ready', 'inflight', 'accepted', 'unknown', 'rejected', 'cancelled', 'superseded'] as const) {
      await store.db.deleteFrom('broadcast_chunks').execute()
      await store.db.deleteFrom('deliveries').execute()
      const [broadcast] = await store.db.selectFrom('broadcasts').select('id').execute()
      const chunk = { broadcast_id: broadcast?.id ?? '', seq: 0, state, recipients: 1 }
      await store.db.insertInto('broadcast_chunks').values(chunk).execute()
      await store.db
        .insertInto('deliveries')
        .values([
          { broadcast_id: chunk.broadcast_id, member_id: 'hana', chunk_seq: 0 },
          { broadcast_id: chunk.broadcast_id, member_id: 'ken', chunk_seq: 0, skipped_reason: 'blocked' },
        ])
        .execute()
      const [rule, listed, said] = await both()
      expect(rule).toEqual(said)
      expect(rule).toEqual(listed)
      expect((await countAnswers(store, { eventId: 'tasting' })).silent).toBe(rule?.length)
    }
  })
})

const meant = async (rule: Draft['rule']) =>
  (await membersOf(store.db, { rule, now: NOON }).select('members.id').orderBy('members.id').execute()).map(
    ({ id }) => id,
  )
const answers = (memberId: string, state: 'going' | 'declined') =>
  store.db
    .insertInto('rsvps')
    .values({
      event_id: 'tasting',
      member_id: memberId,
      state,
      party: 1,
      seats: state === 'going' ? 1 : 0,
      answered_at: NOON,
      changed_at: NOON,
      created_at: NOON,
    })
    .execute()
const comes = (memberId: string) =>
  store.db
    .insertInto('check_ins')
    .values({
      id: `in-${memberId}`,
      event_id: 'tasting',
      member_id: memberId,
      people: 1,
      checked_in_at: NOON + 7 * DAY,
    })
    .execute()

async function readBoard(memberId: string, now = NOON + HOUR) {
  const effect = await boardChat({
    ...newDeps(store),
    memberId,
    event: { type: 'postback', postback: { data: 'board' }, replyToken: 'token', timestamp: now, webhookEventId: 'e' },
    now,
  })
  return JSON.stringify(effect?.reply ?? [])
}
const unread = (memberId: string, now = NOON + HOUR) => countUnread(store, { memberId, now })
