import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KINDS } from '../../src/segments/conditions.ts'
import { CARDS_MAX, cardsIn, fieldsOf, formOf, ruleOf, withTap } from '../../src/segments/form.ts'
import { EVERYONE, SegmentRule } from '../../src/segments/rule.ts'
import { anyRule } from './rules.ts'

const read = (posted: Record<string, string | readonly string[]>) => {
  const form = cardsIn(posted)
  return form && ruleOf(form)
}

describe('the form of a rule', () => {
  it('gives back every rule that it is filled with', () => {
    fc.assert(
      fc.property(anyRule({ max: 8 }), (rule) => {
        expect(read(fieldsOf(formOf(rule)))).toEqual({ rule: rule.conditions.length === 0 ? EVERYONE : rule })
      }),
      { numRuns: 3_000 },
    )
  })

  it('is stored as text and understood again without a change', () => {
    fc.assert(
      fc.property(anyRule({ max: 8 }), (rule) => {
        expect(SegmentRule.parse(JSON.parse(JSON.stringify(rule)))).toEqual(rule)
      }),
    )
  })

  it('makes a legal rule, an error or a refusal of anything that is posted', () => {
    const name = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.nat(40),
          fc.option(fc.nat(40)),
          fc.constantFrom('kind', 'in', 'not', 'months', 'from', 'match', '__proto__', 'constructor'),
        )
        .map(([i, j, key]) => `c${i}.${j === null ? '' : `${j}.`}${key}`),
    )
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(...Object.keys(KINDS), 'group', 'yes', '12', '2024-01-01', 'any'),
    )
    fc.assert(
      fc.property(fc.dictionary(name, value), (posted) => {
        const { rule } = read(posted) ?? {}
        if (rule) expect(SegmentRule.safeParse(rule).success).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([
    ['an unknown kind', { 'c0.kind': 'shoe_size', 'c0.in': '42' }],
    ['a kind that only objects have', { 'c0.kind': 'constructor' }],
    ['a group in a group', { 'c0.kind': 'group', 'c0.0.kind': 'group' }],
    ['a card without a kind', { 'c0.in': 'shibuya' }],
  ])('does not understand %s', (_, posted) => {
    expect(cardsIn(posted)).toBeUndefined()
  })

  it.each([
    ['a month that is no number', { 'c0.kind': 'left_within', 'c0.months': 'x' }, { 'c0.months': 'value' }],
    ['a day that does not exist', { 'c0.kind': 'left', 'c0.from': '2025-02-30' }, { 'c0.from': 'value' }],
    [
      'an end before the start',
      { 'c0.kind': 'left', 'c0.from': '2025-02-02', 'c0.until': '2025-02-01' },
      { 'c0.until': 'order' },
    ],
    ['more than less', { 'c0.kind': 'tenure', 'c0.atLeast': '12', 'c0.under': '12' }, { 'c0.under': 'order' }],
    [
      'two times at once',
      { 'c0.kind': 'worked_since', 'c0.from': '2025-02-02', 'c0.months': '3' },
      { 'c0.months': 'order' },
    ],
    [
      'an event verb without a coupon but with a wrong one',
      { 'c0.kind': 'coupon', 'c0.did': 'eaten', 'c0.in': 'k' },
      { 'c0.did': 'value' },
    ],
    [
      'a wrong value in a group',
      { 'c3.kind': 'group', 'c3.0.kind': 'seen', 'c3.0.days': '0' },
      { 'c0.0.days': 'value' },
    ],
  ])('says of %s where it is', (_, posted, errors) => {
    expect(read(posted)).toEqual({ errors })
  })

  it('asks nothing with a card that is left blank', () => {
    const blank = {
      'c0.kind': 'store',
      'c1.kind': 'left',
      'c1.from': '',
      'c1.until': '',
      'c2.kind': 'coupon',
      'c2.did': 'used',
      'c3.kind': 'tag',
      'c3.not': 'yes',
      'c4.kind': 'group',
      'c4.0.kind': 'role',
    }
    expect(read({ match: 'any', ...blank })).toEqual({ rule: EVERYONE })
  })

  it('ends at twenty conditions and thirty cards', () => {
    const cards = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          [`c${i}.kind`, 'seen'],
          [`c${i}.days`, '7'],
        ]).flat(),
      )
    expect(read(cards(20))?.rule?.conditions).toHaveLength(20)
    expect(read(cards(21))).toEqual({ errors: { '': 'limit' } })
    let form = formOf(EVERYONE)
    for (let i = 0; i < CARDS_MAX + 5; i++) form = withTap(form, 'add:seen')
    expect(form.cards).toHaveLength(CARDS_MAX)
    for (let i = 0; i < 9; i++) form = withTap(formOf(EVERYONE), 'add:group')
    let groups = formOf(EVERYONE)
    for (let i = 0; i < 9; i++) groups = withTap(groups, 'add:group')
    expect(groups.cards).toHaveLength(5)
  })

  it.each([
    '',
    'add:',
    'add:shoe_size',
    'add:constructor',
    'remove:9',
    'remove:0.4',
    'add:tag:0',
    'x',
  ])('is not changed by a tap that means nothing: %s', (tap) => {
    const form = formOf({ match: 'all', conditions: [{ kind: 'seen', days: 7 }] })
    expect(withTap(form, tap)).toEqual(form)
  })
})
