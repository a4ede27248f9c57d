import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { hasConsent } from '../consent/consent.ts'
import { listOf } from '../db/store.ts'
import { DAYPARTS, WEEKDAYS, WILLING } from '../members/questions.ts'
import { daysBefore, lastDay, monthsBefore, startOfDay } from './calendar.ts'

export const CHOICES_MAX = 100
/** People that one message names: more than have their day on the same day, in any shop that names them. */
export const PEOPLE_MAX = 1_000
export const MONTHS_MAX = 600
export const DAYS_MAX = 3_650
/** A list that is not longer is written out where the rule is short: D1 allows 100 parameters a statement. */
const WRITTEN_OUT_MAX = 4

export const SPOKEN = ['ja', 'plain-ja', 'en'] as const
export const SUBJECTS = ['news', 'coupons', 'events', 'shifts'] as const

/** When the question is asked, and whether the whole rule is short. */
export type Asking = { now: number; short: boolean }
type Holds = RawBuilder<SqlBool>

const ids = (max: number) => z.array(z.string().min(1).max(100)).min(1).max(max)
const Ids = ids(CHOICES_MAX)
const Months = z.number().int().min(1).max(MONTHS_MAX)
const Days = z.number().int().min(1).max(DAYS_MAX)
/** A day that exists; 31 February does not. */
const Day = z.iso.date().regex(/^[12]/)
const DayOrMonth = z.union([Day, z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/)])
const some = <const T extends readonly [string, ...string[]]>(values: T) => z.array(z.enum(values)).min(1)

/** Every condition may be negated: "not" means everybody else, those of whom it is unknown included. */
const kindOf = <K extends string>(kind: K) => ({ kind: z.literal(kind), not: z.literal(true).optional() })

const define = <S extends z.ZodType>(schema: S, holds: (condition: z.output<S>, asking: Asking) => Holds) => ({
  schema,
  holds,
})

/**
 * All there is to ask about a person, one entry a kind: what the condition says as data, and in SQL over `members`. Its
 * words stand in words.ts and its form field in fields.tsx, under the same name. There is no sex and no age here: those
 * may decide about nobody's shift.
 */
export const KINDS = {
  store: define(
    z.strictObject({ ...kindOf('store'), in: Ids }),
    ({ in: ids }, asking) => sql`members.store_id in ${anyOf(ids, asking)}`,
  ),
  role: define(
    z.strictObject({ ...kindOf('role'), in: Ids }),
    ({ in: ids }, asking) => sql`members.role_id in ${anyOf(ids, asking)}`,
  ),
  left: define(
    z
      .strictObject({ ...kindOf('left'), from: DayOrMonth.optional(), until: DayOrMonth.optional() })
      .refine(({ from, until }) => from !== undefined || until !== undefined, { path: ['from'] })
      .refine(({ from, until }) => from === undefined || until === undefined || from <= lastDay(until), {
        path: ['until'],
      }),
    ({ from, until }) =>
      allOf([
        from === undefined ? undefined : sql`members.left_on >= ${from}`,
        until === undefined ? undefined : sql`members.left_on <= ${lastDay(until)}`,
      ]),
  ),
  left_within: define(
    z.strictObject({ ...kindOf('left_within'), months: Months }),
    ({ months }, { now }) => sql`members.left_on >= ${monthsBefore(now, months)}`,
  ),
  left_before: define(
    z.strictObject({ ...kindOf('left_before'), months: Months }),
    ({ months }, { now }) => sql`members.left_on <= ${monthsBefore(now, months)}`,
  ),
  tenure: define(
    z
      .strictObject({ ...kindOf('tenure'), atLeast: Months.optional(), under: Months.optional() })
      .refine(({ atLeast, under }) => atLeast !== undefined || under !== undefined, { path: ['atLeast'] })
      .refine(({ atLeast, under }) => atLeast === undefined || under === undefined || atLeast < under, {
        path: ['under'],
      }),
    ({ atLeast, under }) =>
      allOf([
        sql`members.joined_on <= members.left_on`,
        atLeast === undefined ? undefined : sql`${monthsWorked} >= ${atLeast}`,
        under === undefined ? undefined : sql`${monthsWorked} < ${under}`,
      ]),
  ),
  tag: define(
    z.strictObject({ ...kindOf('tag'), anyOf: z.array(z.string().min(1).max(30)).min(1).max(CHOICES_MAX) }),
    ({ anyOf: tags }, asking) =>
      sql`members.id in (select member_id from member_tags where tag in ${anyOf(tags, asking)})`,
  ),
  consent: define(z.strictObject({ ...kindOf('consent'), purpose: z.enum(SUBJECTS) }), ({ purpose }) =>
    hasConsent(purpose, sql.ref<string>('members.id')),
  ),
  language: define(
    z.strictObject({ ...kindOf('language'), in: some(SPOKEN) }),
    ({ in: languages }, asking) => sql`members.language in ${anyOf(languages, asking)}`,
  ),
  willing: define(z.strictObject({ ...kindOf('willing'), in: some(WILLING) }), ({ in: values }) =>
    told('willing', values),
  ),
  skill: define(z.strictObject({ ...kindOf('skill'), in: Ids }), ({ in: roleIds }) => told('skill', roleIds)),
  available: define(
    z
      .strictObject({
        ...kindOf('available'),
        weekdays: some(WEEKDAYS).optional(),
        dayparts: some(DAYPARTS).optional(),
      })
      .refine(({ weekdays, dayparts }) => weekdays !== undefined || dayparts !== undefined, { path: ['weekdays'] }),
    ({ weekdays, dayparts }) => allOf([weekdays && told('weekday', weekdays), dayparts && told('daypart', dayparts)]),
  ),
  seen: define(
    z.strictObject({ ...kindOf('seen'), days: Days }),
    ({ days }, { now }) => sql`members.last_seen_at >= ${daysBefore(now, days)}`,
  ),
  coupon: define(
    z.strictObject({ ...kindOf('coupon'), did: z.enum(['received', 'used', 'unused']), in: Ids }),
    ({ did, in: couponIds }, asking) => sql`members.id in (select member_id from coupon_grants
      where coupon_id in ${anyOf(couponIds, asking)} and voided_at is null ${didWithIt(did, asking)})`,
  ),
  event_attended: define(
    z.strictObject({ ...kindOf('event_attended'), in: Ids }),
    ({ in: eventIds }, asking) => sql`members.id in (select member_id from interactions
      where kind = 'event_attended' and ref in ${anyOf(eventIds, asking)})`,
  ),
  /** Who came; if nobody was let in at the door, who was going. Or whom an invitation reached that they did not answer. */
  event_answer: define(
    z.strictObject({ ...kindOf('event_answer'), was: z.enum(['came', 'silent']), in: Ids }),
    ({ was, in: eventIds }, asking) => sql`exists (select 1 from events as asked
      where asked.id in ${anyOf(eventIds, asking)} and ${was === 'came' ? cameTo : silentOn})`,
  ),
  worked_since: define(
    since('worked_since'),
    (condition, { now }) => sql`members.id in (select member_id from interactions
      where kind = 'shift_worked' and at >= ${instantOf(condition, now)})`,
  ),
  not_contacted: define(
    z.strictObject({ ...kindOf('not_contacted'), days: Days }),
    ({ days }, { now }) => sql`members.id not in (select member_id from interactions
      where kind = 'broadcast_accepted' and at >= ${daysBefore(now, days)})`,
  ),
  registered_since: define(
    since('registered_since'),
    (condition, { now }) => sql`members.decided_at >= ${instantOf(condition, now)}`,
  ),
  /** Of these people alone; for what is written to one person. No page offers it. */
  person: define(
    z.strictObject({ ...kindOf('person'), in: ids(PEOPLE_MAX) }),
    ({ in: memberIds }, asking) => sql`members.id in ${anyOf(memberIds, asking)}`,
  ),
}

export type ConditionKind = keyof typeof KINDS
export type Conditions = { [K in ConditionKind]: z.output<(typeof KINDS)[K]['schema']> }
export type Condition = Conditions[ConditionKind]

export const Condition = z.union(Object.values(KINDS).map(({ schema }) => schema))

const TABLE: { [K in ConditionKind]: { holds(condition: Conditions[K], asking: Asking): Holds } } = KINDS

/** Whether a condition holds for a member. True or not true, never unknown: so also inside of a negated group. */
export function holds<K extends ConditionKind>(kind: K, condition: Conditions[K], asking: Asking): Holds {
  const said = TABLE[kind].holds(condition, asking)
  return condition.not ? sql`(${said}) is not true` : sql`(${said})`
}

const wasUsed = sql`exists (select 1 from redemptions
  where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null)`

/** Unused: who has it can use it, now or later, and has not yet. Nobody can once all of a limited number are gone. */
function didWithIt(did: 'received' | 'used' | 'unused', { now }: Asking): RawBuilder<unknown> {
  if (did === 'received') return sql``
  if (did === 'used') return sql`and ${wasUsed}`
  return sql`and coupon_grants.ends_at > ${now} and not ${wasUsed}
    and exists (select 1 from coupons where coupons.id = coupon_grants.coupon_id and coupons.stopped_at is null
      and (coupons.total_max is null or coupons.total_max > (select count(*) from redemptions
        where redemptions.coupon_id = coupons.id and redemptions.voided_at is null)))`
}

const cameTo = sql`case
  when exists (select 1 from check_ins where event_id = asked.id and undone_at is null)
  then exists (select 1 from check_ins where event_id = asked.id and member_id = members.id and undone_at is null)
  else exists (select 1 from rsvps where event_id = asked.id and member_id = members.id and state = 'going') end`

/** By a push that LINE took, or may have, or on the board. Whoever is at the door has answered. */
const silentOn = sql`not exists (select 1 from rsvps where event_id = asked.id and member_id = members.id)
  and not exists (select 1 from check_ins where event_id = asked.id and member_id = members.id and undone_at is null)
  and (exists (select 1 from broadcasts
      join deliveries on deliveries.broadcast_id = broadcasts.id and deliveries.member_id = members.id
      join broadcast_chunks as chunk on chunk.broadcast_id = deliveries.broadcast_id
        and chunk.seq = deliveries.chunk_seq and chunk.epoch = deliveries.chunk_epoch
      where broadcasts.event_id = asked.id and deliveries.skipped_reason is null
        and chunk.state in ('accepted', 'unknown', 'inflight'))
    or exists (select 1 from broadcasts
      join board_notices on board_notices.broadcast_id = broadcasts.id and board_notices.member_id = members.id
      where broadcasts.event_id = asked.id and broadcasts.state = 'done' and broadcasts.taken_down_at is null))`

/** From a day on, or within so many months: one of them. */
function since<K extends string>(kind: K) {
  return z
    .strictObject({ ...kindOf(kind), from: Day.optional(), months: Months.optional() })
    .refine(({ from, months }) => (from === undefined) !== (months === undefined), { path: ['months'] })
}

const instantOf = ({ from, months = 0 }: { from?: string | undefined; months?: number | undefined }, now: number) =>
  startOfDay(from ?? monthsBefore(now, months))

/** A short list is written out: SQLite then seeks each value in the index, and the next column behind it. */
const anyOf = (values: readonly string[], { short }: Asking) =>
  short && values.length <= WRITTEN_OUT_MAX ? sql<string>`(${sql.join(values)})` : listOf(values)

const allOf = (parts: readonly (Holds | undefined)[]): Holds =>
  sql`${sql.join(
    parts.filter((part) => part !== undefined),
    sql` and `,
  )}`

const told = (kind: 'weekday' | 'daypart' | 'skill' | 'willing', values: readonly string[]): Holds =>
  sql`members.id in (select member_id from member_preferences
    where kind = ${sql.lit(kind)} and value in ${listOf(values)})`

/** Whole months from the first day of work to the last one, both included: 1 April to 31 March are twelve. */
const dayAfter = sql`date(members.left_on, '+1 day')`
const monthsWorked = sql`(12 * (substr(${dayAfter}, 1, 4) - substr(members.joined_on, 1, 4))
  + substr(${dayAfter}, 6, 2) - substr(members.joined_on, 6, 2)
  - (substr(${dayAfter}, 9, 2) < substr(members.joined_on, 9, 2)))`
