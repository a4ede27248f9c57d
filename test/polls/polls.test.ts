import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { takeDown } from '../../src/board/board.ts'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import type { Store } from '../../src/db/store.ts'
import { pollResults } from '../../src/polls/polls.ts'
import { mayAnswer, voteStatements } from '../../src/polls/voting.ts'
import { tapResults } from '../../src/taps/taps.ts'
import { onBoard } from '../board/support.ts'
import { addMember, engines, NOON, newStore } from '../support.ts'
import { CHECK_IN, POLL, sentTo, tapped } from './support.ts'

let store: Store
const votes = async (id: string) => Object.fromEntries((await pollResults(store, id)).votes)
const drafted = (draft = POLL) => createDraft(store, { draft, createdBy: null, now: NOON })
const stored = ({ db }: Store) => db.selectFrom('poll_votes').select(['member_id', 'answer', 'voted_at']).execute()
const told = ({ db }: Store) =>
  db
    .selectFrom('interactions')
    .select(['member_id', 'kind', 'detail'])
    .where('kind', 'in', ['poll_answered', 'check_in_answered'])
    .execute()

describe.each(engines)('a vote on $engine', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    store = await opened.openStore()
    for (const id of ['hana', 'ken']) await addMember(store, id)
  })
  const vote = (broadcastId: string, memberId: string, answer: number, at = NOON) =>
    store.batch(voteStatements(store.db, { broadcastId, memberId, answer, at }))

  it('counts once for each person who was asked, the last one; none of anybody else', async () => {
    const id = await drafted()
    await sentTo(store, id, ['hana'])
    await vote(id, 'hana', 0)
    await vote(id, 'hana', 2, NOON + 1)
    await vote(id, 'hana', 1, NOON - 1)
    await vote(id, 'hana', 3, NOON + 2)
    await vote(id, 'ken', 1)

    expect(await stored(store)).toEqual([{ member_id: 'hana', answer: 2, voted_at: NOON + 1 }])
    expect((await told(store)).map(({ member_id }) => member_id)).not.toContain('ken')
  })

  it('counts of whoever has it on the board, until it is taken down', async () => {
    const id = await onBoard(store, { draft: POLL, people: 1 })
    await vote(id, 'hana', 0)
    await vote(id, 'ken', 0)
    expect((await stored(store)).map(({ member_id }) => member_id)).toEqual(['hana'])
    await takeDown(store, { broadcastId: id, now: NOON })
    await vote(id, 'hana', 1, NOON + 1)
    expect(await votes(id)).toEqual({ 0: 1 })
  })
})

describe('a poll', () => {
  beforeEach(async () => {
    store = newStore()
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await addMember(store, id)
  })

  it.each([
    ['accepted', true],
    ['unknown', true],
    ['inflight', true],
    ['ready', false],
    ['rejected', false],
    ['cancelled', false],
    ['superseded', false],
  ] as const)('asks whoever may have got it: %s', async (state, may) => {
    const id = await drafted()
    await sentTo(store, id, ['a'], state)
    expect(await mayAnswer(store, { broadcastId: id, memberId: 'a' })).toBe(may)
  })

  it('does not ask who was left out of the request', async () => {
    const id = await drafted()
    await sentTo(store, id, ['a', 'b'])
    await store.db
      .updateTable('deliveries')
      .set({ skipped_reason: 'no_consent' })
      .where('member_id', '=', 'a')
      .execute()
    expect(await tapped(store, 'a', `poll:${id}:0`)).toContain('このお答えは入っていません')
    expect(await stored(store)).toEqual([])
  })

  it('thanks, says that it can be changed, and changes', async () => {
    const id = await drafted()
    await sentTo(store, id, ['a'])
    expect(await tapped(store, 'a', `poll:${id}:0`)).toContain('「カレー」で承りました')
    expect(await tapped(store, 'a', `poll:${id}:0`, { at: NOON + 1 })).toContain('すでに承っています')
    expect(await tapped(store, 'a', `poll:${id}:2`, { at: NOON + 2 })).toContain('「丼」で承りました')
    expect(await votes(id)).toEqual({ 2: 1 })
    expect((await told(store)).map(({ detail }) => detail)).toEqual([
      '{"title":"次の新メニュー","answer":"0"}',
      '{"title":"次の新メニュー","answer":"2"}',
    ])
    expect(
      (await tapResults(store, { broadcastId: id })).map(({ target, people, taps }) => [target, people, taps]),
    ).toEqual([
      ['poll:0', 1, 2],
      ['poll:2', 1, 1],
    ])
  })

  it('shows how the others voted from five people on, and never before', async () => {
    const id = await drafted()
    const people = ['a', 'b', 'c', 'd', 'e', 'f']
    await sentTo(store, id, people)
    for (const who of people.slice(0, 4)) expect(await tapped(store, who, `poll:${id}:0`)).not.toContain('今の結果')
    const fifth = await tapped(store, 'e', `poll:${id}:1`)
    expect(fifth).toContain('今の結果（5人）')
    expect(fifth).toContain('カレー　4人（80%）')
    expect(fifth).toContain('うどん　1人（20%）')
    expect(fifth).toContain('丼　0人（0%）')
    expect(await tapped(store, 'e', `poll:${id}:0`, { at: NOON + 1 })).toContain('カレー　5人（100%）')
  })

  it('is no check-in, nor anything that is gone, and takes no answer that it does not have', async () => {
    const id = await drafted()
    const checkIn = await drafted(CHECK_IN)
    for (const one of [id, checkIn]) await sentTo(store, one, ['a'])
    for (const data of [`poll:${id}:3`, `poll:${checkIn}:0`, 'poll:gone:0', `checkin:${id}:fine`])
      expect(await tapped(store, 'a', data)).toContain('終わりました')
    for (const data of [`poll:${id}:5`, `poll:${id}`, `poll:${id}:0:1`, `checkin:${checkIn}:great`, 'polls'])
      expect(await tapped(store, 'a', data)).toBeUndefined()
    expect([await stored(store), await told(store)]).toEqual([[], []])
  })

  it('ends with exactly one vote for each who was asked and tapped, their last, whatever the taps', async () => {
    const asked = ['a', 'b', 'c', 'd']
    const tap = fc.record({ who: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), answer: fc.nat({ max: 4 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(tap, { maxLength: 25 }), async (taps) => {
        const id = await drafted()
        await sentTo(store, id, asked)
        const last = new Map<string, number>()
        for (const [at, { who, answer }] of taps.entries()) {
          await tapped(store, who, `poll:${id}:${answer}`, { at: NOON + at })
          if (asked.includes(who) && answer < 3) last.set(who, answer)
        }
        const expected: Record<number, number> = {}
        for (const answer of last.values()) expected[answer] = (expected[answer] ?? 0) + 1
        expect(await votes(id)).toEqual(expected)
        expect((await pollResults(store, id)).people).toBe(last.size)
      }),
      { numRuns: 25 },
    )
  })
})

describe('最近どうですか', () => {
  beforeEach(async () => {
    store = newStore()
    for (const id of ['a', 'b']) await addMember(store, id)
  })

  it.each([
    ['fine', 'お元気そうで'],
    ['visit', '楽しみにしています'],
    ['talk', 'お店の担当に伝えました'],
  ])('answers "%s" kindly, and keeps it', async (answer, words) => {
    const id = await drafted(CHECK_IN)
    await sentTo(store, id, ['a'])
    expect(await tapped(store, 'a', `checkin:${id}:${answer}`)).toContain(words)
    expect(await told(store)).toEqual([
      { member_id: 'a', kind: 'check_in_answered', detail: `{"title":"最近どうですか","answer":"${answer}"}` },
    ])
    expect((await tapResults(store, { broadcastId: id })).map(({ target }) => target)).toEqual([`check_in:${answer}`])
  })

  it('keeps nothing of whom it did not ask', async () => {
    const id = await drafted(CHECK_IN)
    await sentTo(store, id, ['a'])
    expect(await tapped(store, 'b', `checkin:${id}:talk`)).toContain('このお答えは入っていません')
    expect(await told(store)).toEqual([])
  })
})
