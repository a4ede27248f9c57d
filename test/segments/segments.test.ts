import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { monthsBefore } from '../../src/segments/calendar.ts'
import { EVERYONE, SegmentRule } from '../../src/segments/rule.ts'
import {
  changeSegment,
  countSegment,
  createSegment,
  deleteSegment,
  EXAMPLES_MAX,
  exampleNames,
  findSegment,
  listSegments,
  SEGMENTS_MAX,
  tagsInUse,
} from '../../src/segments/segments.ts'
import { addMember, addRole, EARLIER, engines, NOON } from '../support.ts'

type Condition = SegmentRule['conditions'][number]

describe.each(engines)('a segment on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
    store = await stores.openStore()
    await addRole(store, 'hall')
    await addRole(store, 'kitchen', 'キッチン')
    await add('hana', { storeId: 'shibuya', role_id: 'hall', left_on: '2026-03-31', tags: ['夜', '英語'] })
    await add('taro', { storeId: 'shibuya', role_id: 'kitchen', left_on: '2025-03-31', tags: ['夜'] })
    await add('yuki', { storeId: 'ueno', role_id: 'hall', left_on: '2024-02-29', consents: ['news'] })
    await add('ken', { storeId: 'ueno', consents: ['coupons'] })
    await add('guest', { storeId: 'shibuya', role_id: 'hall', left_on: '2026-03-31', state: 'guest' })
  })
  afterAll(() => stores.close())
  beforeEach(() => store.db.deleteFrom('segments').execute())

  async function add(
    id: string,
    {
      storeId,
      tags = [],
      consents,
      ...set
    }: { storeId: string; tags?: string[]; consents?: string[]; role_id?: string; left_on?: string; state?: 'guest' },
  ) {
    await addMember(store, id, { storeId, ...(consents ? { consents } : {}) })
    if (Object.keys(set).length > 0) await store.db.updateTable('members').set(set).where('id', '=', id).execute()
    for (const tag of tags)
      await store.db.insertInto('member_tags').values({ member_id: id, tag, created_at: EARLIER }).execute()
  }
  const count = (...conditions: Condition[]) => countSegment(store, { rule: { match: 'all', conditions }, now: NOON })

  it('without a condition means every verified member, and nobody else', async () => {
    expect(await count()).toBe(4)
  })

  it.each<[string, Condition[], number]>([
    ['a store', [{ kind: 'store', in: ['shibuya'] }], 2],
    ['any of several stores', [{ kind: 'store', in: ['shibuya', 'ueno', 'nowhere'] }], 4],
    ['a role', [{ kind: 'role', in: ['hall'] }], 2],
    [
      'a store and a role together',
      [
        { kind: 'store', in: ['shibuya'] },
        { kind: 'role', in: ['hall'] },
      ],
      1,
    ],
    ['from a day on', [{ kind: 'left', from: '2025-03-31' }], 2],
    ['from the day after', [{ kind: 'left', from: '2025-04-01' }], 1],
    ['until a month, its last day included', [{ kind: 'left', until: '2025-03' }], 2],
    ['in one month', [{ kind: 'left', from: '2024-02', until: '2024-02' }], 1],
    ['within a month', [{ kind: 'left_within', months: 1 }], 1],
    ['within a year and a day short', [{ kind: 'left_within', months: 12 }], 1],
    ['within thirteen months', [{ kind: 'left_within', months: 13 }], 2],
    ['a tag', [{ kind: 'tag', anyOf: ['英語'] }], 1],
    ['any of several tags, each person once', [{ kind: 'tag', anyOf: ['英語', '夜'] }], 2],
    ['a consent', [{ kind: 'consent', purpose: 'coupons' }], 3],
    [
      'everything at once',
      [
        { kind: 'store', in: ['shibuya'] },
        { kind: 'role', in: ['hall'] },
        { kind: 'left', from: '2026-03', until: '2026-03' },
        { kind: 'tag', anyOf: ['夜'] },
        { kind: 'consent', purpose: 'news' },
      ],
      1,
    ],
  ])('counts %s', async (_, conditions, expected) => {
    expect(await count(...conditions)).toBe(expected)
  })

  it("never goes beyond a manager's store", async () => {
    expect(await countSegment(store, { rule: EVERYONE, storeId: 'ueno', now: NOON })).toBe(2)
    const elsewhere: SegmentRule = {
      match: 'any',
      conditions: [
        { kind: 'store', in: ['shibuya'] },
        { kind: 'tag', anyOf: ['夜'], not: true },
      ],
    }
    expect(await countSegment(store, { rule: elsewhere, now: NOON })).toBe(4)
    expect(await countSegment(store, { rule: elsewhere, storeId: 'ueno', now: NOON })).toBe(2)
    const names = await exampleNames(store, { rule: EVERYONE, storeId: 'ueno', now: NOON })
    expect([...names].sort()).toEqual(['ken', 'yuki'])
  })

  it('shows ten names at most', async () => {
    const before = await exampleNames(store, { rule: EVERYONE, now: NOON })
    expect([...before].sort()).toEqual(['hana', 'ken', 'taro', 'yuki'])
    expect(EXAMPLES_MAX).toBe(10)
  })

  it('is saved under a name of its own, changed and forgotten', async () => {
    const rule: SegmentRule = { match: 'all', conditions: [{ kind: 'store', in: ['shibuya'] }] }
    const save = (name: string) => createSegment(store, { name, rule, createdBy: null, now: NOON })
    const id = await save('渋谷の人')
    await expect(save('渋谷の人')).rejects.toMatchObject({ code: 'segment_name_taken' })
    await save('みんな')

    const change = (name: string) => changeSegment(store, { segmentId: id, name, rule: EVERYONE, now: NOON + 1 })
    await expect(change('みんな')).rejects.toMatchObject({ code: 'segment_name_taken' })
    expect(await findSegment(store, id)).toMatchObject({ name: '渋谷の人', rule })
    await change('渋谷の人')
    expect(await findSegment(store, id)).toMatchObject({ name: '渋谷の人', rule: EVERYONE, updatedAt: NOON + 1 })

    await deleteSegment(store, id)
    await deleteSegment(store, id)
    expect((await listSegments(store)).map(({ name }) => name)).toEqual(['みんな'])
    await expect(change('x')).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each<[string, Condition]>([
    ['a store', { kind: 'store', in: ['shibuya', 'nowhere'] }],
    ['a role', { kind: 'role', in: ['king'], not: true }],
    ['a skill', { kind: 'skill', in: ['king'] }],
    ['a coupon', { kind: 'coupon', did: 'used', in: ['free-beer'] }],
  ])('is not saved with %s that there is not, not even within a group', async (_, condition) => {
    if (condition.kind === 'group') throw new Error('no group')
    const rule: SegmentRule = { match: 'all', conditions: [{ kind: 'group', match: 'any', conditions: [condition] }] }
    const saving = createSegment(store, { name: 'x', rule, createdBy: null, now: NOON })
    await expect(saving).rejects.toMatchObject({ code: 'segment_rule_unknown' })
    const segmentId = await createSegment(store, { name: 'x', rule: EVERYONE, createdBy: null, now: NOON })
    const changing = changeSegment(store, { segmentId, name: 'x', rule, now: NOON })
    await expect(changing).rejects.toMatchObject({ code: 'segment_rule_unknown' })
  })

  it('is refused when there are as many as there may be', async () => {
    const ids = JSON.stringify(Array.from({ length: SEGMENTS_MAX }, (_, i) => String(i)))
    await sql`insert into segments (id, name, rule, created_at, updated_at)
      select value, value, ${JSON.stringify(EVERYONE)}, 0, 0 from json_each(${ids})`.execute(store.db)
    const saving = createSegment(store, { name: 'x', rule: EVERYONE, createdBy: null, now: NOON })
    await expect(saving).rejects.toMatchObject({ code: 'segments_full' })
    expect(await listSegments(store)).toHaveLength(SEGMENTS_MAX)
  })

  it('refuses a stored rule that it does not understand in full', async () => {
    const rule = JSON.stringify({ match: 'all', conditions: [{ kind: 'shoe_size', in: [42] }] })
    await store.db
      .insertInto('segments')
      .values({ id: 's', name: 's', rule, created_at: NOON, updated_at: NOON })
      .execute()
    await expect(findSegment(store, 's')).rejects.toMatchObject({ code: 'segment_rule_unknown' })
  })

  it('lists the tags in use, the most used first', async () => {
    expect(await tagsInUse(store)).toEqual(['夜', '英語'])
  })
})

describe('a segment rule', () => {
  it.each([
    { match: 'any', conditions: [] },
    { match: 'all' },
    { match: 'all', conditions: [], limit: 5 },
    { match: 'all', conditions: [{ kind: 'store', in: [] }] },
    { match: 'all', conditions: [{ kind: 'store', in: ['a'], not: false }] },
    { match: 'all', conditions: [{ kind: 'left' }] },
    { match: 'all', conditions: [{ kind: 'left', from: '2025-13' }] },
    { match: 'all', conditions: [{ kind: 'left', from: '2025-04', until: '2025-03' }] },
    { match: 'all', conditions: [{ kind: 'left_within', months: 0 }] },
    { match: 'all', conditions: [{ kind: 'left', from: '2025-02-30' }] },
    { match: 'all', conditions: [{ kind: 'tenure', atLeast: 12, under: 12 }] },
    { match: 'all', conditions: [{ kind: 'worked_since' }] },
    { match: 'all', conditions: [{ kind: 'worked_since', months: 3, from: '2025-01-01' }] },
    { match: 'all', conditions: [{ kind: 'available' }] },
    { match: 'all', conditions: [{ kind: 'available', weekdays: ['7'] }] },
    { match: 'all', conditions: [{ kind: 'birth_year', from: 1990 }] },
    { match: 'all', conditions: [{ kind: 'group', match: 'any', conditions: [] }] },
    {
      match: 'all',
      conditions: [{ kind: 'group', match: 'any', conditions: [{ kind: 'group', match: 'any', conditions: [] }] }],
    },
    {
      match: 'all',
      conditions: Array.from({ length: 6 }, () => ({
        kind: 'group',
        match: 'any',
        conditions: [{ kind: 'seen', days: 1 }],
      })),
    },
    {
      match: 'any',
      conditions: Array.from({ length: 3 }, () => ({
        kind: 'group',
        match: 'any',
        conditions: Array.from({ length: 7 }, () => ({ kind: 'seen', days: 1 })),
      })),
    },
    { match: 'all', conditions: [{ kind: 'consent', purpose: 'privacy' }] },
    { match: 'all', conditions: Array.from({ length: 21 }, () => ({ kind: 'left_within', months: 1 })) },
  ])('that is not understood in full is refused: %j', (rule) => {
    expect(SegmentRule.safeParse(rule).success).toBe(false)
  })

  it('understands a month that is both the first and the last', () => {
    expect(
      SegmentRule.safeParse({ match: 'all', conditions: [{ kind: 'left', from: '2025-03', until: '2025-03' }] })
        .success,
    ).toBe(true)
  })

  it.each([
    ['2026-05-31T12:00+09:00', 3, '2026-02-28'],
    ['2024-05-31T12:00+09:00', 3, '2024-02-29'],
    ['2026-01-15T12:00+09:00', 1, '2025-12-15'],
    ['2026-04-01T00:30+09:00', 1, '2026-03-01'],
    ['2026-03-31T23:30+09:00', 12, '2025-03-31'],
  ])('counts months back from %s by the calendar of Tokyo', (at, months, expected) => {
    expect(monthsBefore(Date.parse(at), months)).toBe(expected)
  })
})
