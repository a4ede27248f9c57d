import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { KINDS } from '../../src/segments/conditions.ts'
import { membersOf, type SegmentRule } from '../../src/segments/rule.ts'
import { countSegment } from '../../src/segments/segments.ts'
import { peopleReached } from '../../src/sending/reach.ts'
import { SendingSettings } from '../../src/sending/sending-settings.ts'
import { engines, NOON } from '../support.ts'
import { meant } from './model.ts'
import { anyRule, largestRule, longestRule } from './rules.ts'
import { peopleOf, STORES, settle } from './shop.ts'

const settings = SendingSettings.parse({})
const PEOPLE = 300
const RULES = { 'better-sqlite3': 10_000, D1: 150 }
const seed = Number(process.env.SEED)

describe.each(engines)('a rule on $engine', ({ engine, open }) => {
  const people = peopleOf(seed, PEOPLE)
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
    store = await stores.openStore()
    await settle(store, people)
  })
  afterAll(() => stores.close())
  const idsOf = async (rule: SegmentRule, storeId: string | null = null) =>
    (await membersOf(store.db, { rule, storeId, now: NOON }).select('members.id').execute()).map(({ id }) => id).sort()

  it(`means the same people in SQL as in plain words, whatever the rule (seed ${seed})`, async () => {
    const storeId = fc.constantFrom(null, ...STORES)
    await fc.assert(
      fc.asyncProperty(anyRule(), storeId, async (rule, end) => {
        expect(await idsOf(rule, end)).toEqual(meant(people, rule, end))
      }),
      { seed, numRuns: RULES[engine] },
    )
  })

  it.each(
    Object.keys(KINDS),
  )(`of the kind %s alone, or its opposite, splits everybody in two (seed ${seed})`, async (kind) => {
    const rules = fc.sample(anyRule({ kinds: [kind], max: 1 }), { seed, numRuns: engine === 'D1' ? 5 : 30 })
    for (const { conditions } of rules) {
      const [part] = conditions
      if (part === undefined) continue
      const { not: _, ...said } = part
      const yes = await idsOf({ match: 'all', conditions: [said] })
      const no = await idsOf({ match: 'all', conditions: [{ ...said, not: true }] })
      expect([...yes, ...no].sort()).toEqual(meant(people, { match: 'all', conditions: [] }))
      expect(yes).toEqual(meant(people, { match: 'all', conditions: [said] }))
    }
  })

  it.each([
    ['largest', largestRule()],
    ['longest, all of it', longestRule('all')],
    ['longest, any of it', longestRule('any')],
  ])('is within the engine’s limits at its %s, also in the statement that confirms', async (_, rule) => {
    expect(await idsOf(rule)).toEqual(meant(people, rule))
    const guard = peopleReached(store.db, { rule, storeId: 'ueno', purpose: 'news', settings, only: 'ueno', now: NOON })
    expect(guard.compile().parameters.length).toBeLessThan(80)
    await store.db
      .updateTable('broadcasts')
      .set({ title: 'x', updated_at: 1 })
      .where('id', '=', 'b')
      .where(guard, '=', 3)
      .execute()
    expect(await countSegment(store, { rule, now: NOON })).toBe(meant(people, rule).length)
  })
})

describe('what can be asked', () => {
  it('knows no sex and no age: not in a rule, not in its SQL', async () => {
    const { newStore } = await import('../support.ts')
    const { db } = newStore()
    const forbidden = /birth|sex|gender|\bage\b|main_job/i
    expect(
      Object.values(KINDS)
        .flatMap(({ schema }) => Object.keys(schema.shape))
        .join(' '),
    ).not.toMatch(forbidden)
    expect(Object.keys(KINDS).join(' ')).not.toMatch(forbidden)
    for (const kind of Object.keys(KINDS))
      for (const rule of fc.sample(anyRule({ kinds: [kind], max: 3 }), { seed, numRuns: 20 }))
        expect(membersOf(db, { rule, storeId: 'ueno', now: NOON }).select('members.id').compile().sql).not.toMatch(
          forbidden,
        )
  })
})
