import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { hasConsent } from '../consent/consent.ts'
import type { Schema } from '../db/schema.ts'
import { type Db, listOf } from '../db/store.ts'

export const CONDITIONS_MAX = 20
export const CHOICES_MAX = 100
export const MONTHS_MAX = 600
/** D1 allows 100 parameters a statement, and a rule has at most 20 conditions. */
const WRITTEN_OUT_MAX = 4
/** Tokyo has had no daylight saving time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000

const Ids = z.array(z.string().min(1).max(100)).min(1).max(CHOICES_MAX)
/** A day, or a whole month. */
const DayOrMonth = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/)

const Condition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('store'), in: Ids }),
  z.strictObject({ kind: z.literal('role'), in: Ids }),
  z
    .strictObject({ kind: z.literal('left'), from: DayOrMonth.optional(), until: DayOrMonth.optional() })
    .refine(({ from, until }) => from !== undefined || until !== undefined)
    .refine(({ from, until }) => from === undefined || until === undefined || from <= lastDay(until)),
  z.strictObject({ kind: z.literal('left_within'), months: z.number().int().min(1).max(MONTHS_MAX) }),
  z.strictObject({ kind: z.literal('tag'), anyOf: z.array(z.string().min(1).max(30)).min(1).max(CHOICES_MAX) }),
  z.strictObject({ kind: z.literal('consent'), purpose: z.enum(['news', 'coupons', 'events', 'shifts']) }),
])

/** Who is meant, as data: all of the conditions hold. No condition means every verified member. Unknown fields are refused. */
export const SegmentRule = z.strictObject({
  match: z.literal('all'),
  conditions: z.array(Condition).max(CONDITIONS_MAX),
})
export type SegmentRule = z.output<typeof SegmentRule>
export type SegmentCondition = SegmentRule['conditions'][number]

/** Every verified member. */
export const EVERYONE: SegmentRule = { match: 'all', conditions: [] }

/**
 * The members whom a rule means at an instant: always verified ones. Whether LINE reaches them, and whether they agreed
 * to a purpose, is a matter of reach. Select from it what is needed.
 */
export const membersOf = (db: Db, { rule, now }: { rule: SegmentRule; now: number }) =>
  db
    .selectFrom('members')
    .where('members.state', '=', sql.lit('verified'))
    .where((eb) => eb.and(rule.conditions.map((condition) => holds(eb, condition, now))))

/** The same people, but of one store only: a manager's rights end there. null: no such end. */
export const within = (rule: SegmentRule, storeId: string | null): SegmentRule =>
  storeId === null ? rule : { match: 'all', conditions: [{ kind: 'store', in: [storeId] }, ...rule.conditions] }

function holds(
  eb: ExpressionBuilder<Schema, 'members'>,
  condition: SegmentCondition,
  now: number,
): Expression<SqlBool> {
  switch (condition.kind) {
    case 'store':
      return eb('members.store_id', 'in', anyOf(condition.in))
    case 'role':
      return eb('members.role_id', 'in', anyOf(condition.in))
    case 'left':
      return eb.and([
        ...(condition.from === undefined ? [] : [eb('members.left_on', '>=', condition.from)]),
        ...(condition.until === undefined ? [] : [eb('members.left_on', '<=', lastDay(condition.until))]),
      ])
    case 'left_within':
      return eb('members.left_on', '>=', monthsBefore(now, condition.months))
    case 'tag':
      return sql<SqlBool>`members.id in (select member_id from member_tags where tag in ${anyOf(condition.anyOf)})`
    case 'consent':
      return hasConsent(condition.purpose, eb.ref('members.id'))
  }
}

/** A short list is written out: SQLite then seeks each value in the index, and the next column behind it. */
const anyOf = (values: readonly string[]) =>
  values.length <= WRITTEN_OUT_MAX ? sql<string>`(${sql.join(values)})` : listOf(values)

/** The calendar day in Tokyo so many months before; 31 May less three months is the last day of February. */
export function monthsBefore(now: number, months: number) {
  const today = new Date(now + TOKYO_OFFSET_MS)
  const lastOfMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months + 1, 0))
  lastOfMonth.setUTCDate(Math.min(today.getUTCDate(), lastOfMonth.getUTCDate()))
  return lastOfMonth.toISOString().slice(0, 10)
}

/** Days are compared as texts: no day of a month is greater than its 31st. */
function lastDay(dayOrMonth: string) {
  return dayOrMonth.length === 7 ? `${dayOrMonth}-31` : dayOrMonth
}
