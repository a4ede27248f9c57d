import fc from 'fast-check'
import { DAYPARTS, WEEKDAYS, WILLING } from '../../src/members/questions.ts'
import { type ConditionKind, KINDS, SPOKEN, SUBJECTS } from '../../src/segments/conditions.ts'
import { CONDITIONS_MAX, conditionsOf, GROUPS_MAX, SegmentRule } from '../../src/segments/rule.ts'
import { COUPONS, EVENTS, ROLES, STORES, TAGS } from './shop.ts'

const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 })
const months = fc.integer({ min: 1, max: 48 })
const days = fc.integer({ min: 1, max: 420 })
const day = fc
  .date({ min: new Date('2022-01-01T00:00Z'), max: new Date('2026-12-31T00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const dayOrMonth = fc.oneof(
  day,
  day.map((on) => on.slice(0, 7)),
)
const one = (values: readonly string[]) => fc.constantFrom(...values)
const since = fc.oneof(fc.record({ from: day }), fc.record({ months }))

/** What a condition of each kind may say, beside its kind and its "not"; some of it can't be, and is then not a condition. */
const SAID: Record<ConditionKind, fc.Arbitrary<object>> = {
  store: fc.record({ in: some(STORES) }),
  role: fc.record({ in: some(ROLES) }),
  left: fc.record({ from: dayOrMonth, until: dayOrMonth }, { requiredKeys: [] }),
  left_within: fc.record({ months }),
  left_before: fc.record({ months }),
  tenure: fc.record({ atLeast: months, under: months }, { requiredKeys: [] }),
  tag: fc.record({ anyOf: some(TAGS) }),
  consent: fc.record({ purpose: one(SUBJECTS) }),
  language: fc.record({ in: some(SPOKEN) }),
  willing: fc.record({ in: some(WILLING) }),
  skill: fc.record({ in: some(ROLES) }),
  available: fc.record({ weekdays: some(WEEKDAYS), dayparts: some(DAYPARTS) }, { requiredKeys: [] }),
  seen: fc.record({ days }),
  coupon: fc.record({ did: one(['received', 'used', 'unused']), in: some(COUPONS) }),
  event_attended: fc.record({ in: some(EVENTS) }),
  event_answer: fc.record({ was: one(['came', 'silent']), in: some(EVENTS) }),
  worked_since: since,
  not_contacted: fc.record({ days }),
  registered_since: since,
  person: fc.record({ in: some(['p0', 'p1', 'p2', 'p3', 'p4']) }),
}

const KINDS_OF_ALL = Object.entries(SAID)
const conditionOf = (kinds: readonly string[]) =>
  fc.oneof(
    ...KINDS_OF_ALL.filter(([kind]) => kinds.includes(kind)).map(([kind, said]) =>
      fc.tuple(said, fc.boolean()).map(([facts, not]) => ({ kind, ...facts, ...(not ? { not: true } : {}) })),
    ),
  )
const match = fc.constantFrom('all', 'any')

/** Any legal rule. `max`: conditions in one list. */
export const anyRule = ({ max = 5, kinds = Object.keys(KINDS) }: { max?: number; kinds?: readonly string[] } = {}) => {
  const condition = conditionOf(kinds)
  const group = fc
    .record({
      match,
      not: fc.boolean(),
      conditions: fc.array(condition, { minLength: 1, maxLength: Math.min(max, 4) }),
    })
    .map(({ not, ...rest }) => ({ kind: 'group', ...rest, ...(not ? { not: true } : {}) }))
  return fc
    .record({
      match,
      conditions: fc.array(fc.oneof({ arbitrary: condition, weight: 3 }, { arbitrary: group, weight: 1 }), {
        maxLength: max,
      }),
    })
    .map((raw) => SegmentRule.safeParse(raw).data)
    .filter((rule) => rule !== undefined)
}

/** The longest rule there may be, of the kinds that say the most. */
export function largestRule(): SegmentRule {
  const wide = [
    { kind: 'left', from: '2020-01-01', until: '2026-12-31', not: true },
    { kind: 'tenure', atLeast: 1, under: 48, not: true },
    { kind: 'available', weekdays: [...WEEKDAYS], dayparts: [...DAYPARTS], not: true },
    {
      kind: 'coupon',
      did: 'used',
      in: Array.from({ length: 100 }, (_, i) => `coupon-${i}`.padEnd(100, 'x')),
      not: true,
    },
  ]
  const groups = Array.from({ length: GROUPS_MAX }, (_, i) => ({
    kind: 'group',
    match: i % 2 === 0 ? 'any' : 'all',
    not: true,
    conditions: wide.slice(0, CONDITIONS_MAX / GROUPS_MAX),
  }))
  const rule = SegmentRule.parse({ match: 'any', conditions: groups })
  if (conditionsOf(rule).length !== CONDITIONS_MAX) throw new Error('That is not the largest rule.')
  return rule
}

/** As many conditions in a row as there may be. */
export const longestRule = (match: 'all' | 'any'): SegmentRule =>
  SegmentRule.parse({
    match,
    conditions: Array.from({ length: CONDITIONS_MAX }, (_, i) => ({
      kind: 'tenure',
      atLeast: 1,
      under: 48 + i,
      not: true,
    })),
  })
