import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../db/store.ts'
import { type Asking, Condition, holds } from './conditions.ts'

/** In all, those in groups included. */
export const CONDITIONS_MAX = 20
export const GROUPS_MAX = 5
/** A rule of so many conditions has its short lists written out: still far from D1's 100 parameters. */
const SHORT_MAX = 8

const Match = z.enum(['all', 'any'])

/** Conditions that are taken together as one; there are no groups in groups. */
const Group = z.strictObject({
  kind: z.literal('group'),
  match: Match,
  not: z.literal(true).optional(),
  conditions: z.array(Condition).min(1).max(CONDITIONS_MAX),
})
export type SegmentGroup = z.output<typeof Group>

/**
 * Who is meant, as data: all or any of the conditions hold. No condition means every verified member. What is not
 * understood in full, or can't be, is refused.
 */
export const SegmentRule = z
  .strictObject({ match: Match, conditions: z.array(z.union([Group, Condition])).max(CONDITIONS_MAX) })
  .refine(({ match, conditions }) => match === 'all' || conditions.length > 0)
  .refine(({ conditions }) => conditions.filter(isGroup).length <= GROUPS_MAX)
  .refine((rule) => conditionsOf(rule).length <= CONDITIONS_MAX)
export type SegmentRule = { match: 'all' | 'any'; conditions: (SegmentGroup | Condition)[] }

/** Every verified member. */
export const EVERYONE: SegmentRule = { match: 'all', conditions: [] }

export const isGroup = (part: SegmentGroup | Condition): part is SegmentGroup => part.kind === 'group'

/** All conditions of a rule, those in groups included. */
export const conditionsOf = ({ conditions }: SegmentRule): readonly Condition[] =>
  conditions.flatMap((part) => (isGroup(part) ? part.conditions : [part]))

export type Meant = {
  rule: SegmentRule
  /** The store that the asker's rights end at; null: none. */
  storeId?: string | null
  now: number
}

/**
 * The members whom a rule means at an instant: always verified ones, and of no other store than the asker's. Whether LINE
 * reaches them, and whether they agreed to a purpose, is a matter of reach. Select from it what is needed.
 */
export function membersOf(db: Db, { rule, storeId = null, now }: Meant) {
  const asking = { now, short: conditionsOf(rule).length <= SHORT_MAX }
  const parts = rule.conditions.map((part) => partHolds(part, asking))
  const wanted = rule.match === 'all' || parts.length === 0 ? parts : [either(parts)]
  return db
    .selectFrom('members')
    .where('members.state', '=', sql.lit('verified'))
    .$if(storeId !== null, (query) => query.where('members.store_id', '=', storeId))
    .where((eb) => eb.and(wanted))
}

function partHolds(part: SegmentGroup | Condition, asking: Asking) {
  if (!isGroup(part)) return holds(part.kind, part, asking)
  const parts = part.conditions.map((condition) => holds(condition.kind, condition, asking))
  const said = part.match === 'any' ? either(parts) : sql<SqlBool>`(${sql.join(parts, sql` and `)})`
  return part.not ? sql<SqlBool>`${said} is not true` : said
}

const either = (parts: readonly ReturnType<typeof holds>[]) => sql<SqlBool>`(${sql.join(parts, sql` or `)})`
