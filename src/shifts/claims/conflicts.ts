import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import { adultState } from '../../labour/age.ts'
import { REST_MINUTES_MIN } from '../../labour/rest.ts'
import type { Gate } from './gate.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const [tokyo, day, minute] = [sql.lit(9 * HOUR_MS), sql.lit(DAY_MS), sql.lit(MINUTE_MS)]
/** 労働基準法 61条: nobody under 18 works between these hours. */
const [nightFrom, nightTo] = [sql.lit(22 * HOUR_MS), sql.lit(5 * HOUR_MS)]
const rest = sql.lit(REST_MINUTES_MIN * MINUTE_MS)
/** Thursday was the epoch; weeks begin on Sunday. */
const [firstSunday, week] = [sql.lit(3 * DAY_MS), sql.lit(7 * DAY_MS)]

type Id = RawBuilder<string> | string
type Sql<T> = RawBuilder<T>

/** The hours that somebody would work, as they stand in the query around it, and the opening that they are of. */
export type Span = { openingId: Sql<string>; startsAt: Sql<number>; endsAt: Sql<number>; breakMinutes: Sql<number> }

const ofOpening: Span = {
  openingId: sql`shift_openings.id`,
  startsAt: sql`shift_openings.starts_at`,
  endsAt: sql`shift_openings.ends_at`,
  breakMinutes: sql`shift_openings.break_minutes`,
}

/** The time since midnight in Tokyo at which it starts. */
const timeOfDay = ({ startsAt }: Span) => sql<number>`((${startsAt} + ${tokyo}) % ${day})`

/** Whether any of it lies between 22:00 and 5:00, as labour/night.ts says it. */
const isAtNight = (span: Span) => sql<SqlBool>`(${timeOfDay(span)} < ${nightTo}
  or ${timeOfDay(span)} + ${span.endsAt} - ${span.startsAt} > ${nightFrom})`

const ageOf = (memberId: Id, { startsAt }: Span) =>
  sql<string>`(select ${adultState(startsAt)} from members where members.id = ${memberId})`

/** Whether they have another agreed shift that lies so near: agreed ones alone count, those worked as they were worked. */
const hasShiftWithin = (memberId: Id, span: Span, apart: Sql<number>) => sql<SqlBool>`exists (
  select 1 from assignments as held
  where held.member_id = ${memberId} and held.opening_id <> ${span.openingId} and held.state in ('confirmed', 'worked')
    and coalesce(held.worked_from, held.starts_at) < ${span.endsAt} + ${apart}
    and coalesce(held.worked_to, held.ends_at) > ${span.startsAt} - ${apart})`

/** Weeks since the first Sunday, in Tokyo: labour/rest.ts `weekOf`. */
const weekOf = (at: Sql<number>) => sql<number>`((${at} + ${tokyo} - ${firstSunday}) / ${week})`

/** Minutes of work that are agreed with them, or were done, in the week of a shift, without that shift. */
const weekMinutes = (memberId: Id, span: Span) => sql<number>`(
  select coalesce(sum((coalesce(held.worked_to, held.ends_at) - coalesce(held.worked_from, held.starts_at)) / ${minute}
    - coalesce(held.worked_break_minutes, held.break_minutes)), 0)
  from assignments as held
  where held.member_id = ${memberId} and held.opening_id <> ${span.openingId} and held.state in ('confirmed', 'worked')
    and ${weekOf(sql`held.starts_at`)} = ${weekOf(span.startsAt)})`

const isWithinOwnHours = (memberId: Id, span: Span) => sql<SqlBool>`not exists (
  select 1 from members where members.id = ${memberId} and members.shift_hours_max * 60
    < ${weekMinutes(memberId, span)} + (${span.endsAt} - ${span.startsAt}) / ${minute} - ${span.breakMinutes})`

/**
 * What keeps a person from a shift, whoever would give it to them: nobody under 18 at night, or of unknown age (労働基準法
 * 61条), no two shifts at once, 8 hours between two, no more hours a week than they set themselves.
 */
export const personGate = (memberId: Id, span: Span = ofOpening): Gate => [
  {
    passes: sql`not (${isAtNight(span)} and ${ageOf(memberId, span)} = 'minor')`,
    otherwise: 'shift_minor',
  },
  {
    passes: sql`not (${isAtNight(span)} and ${ageOf(memberId, span)} = 'unknown')`,
    otherwise: 'shift_age_unknown',
  },
  { passes: sql`not ${hasShiftWithin(memberId, span, sql.lit(0))}`, otherwise: 'shift_overlaps' },
  {
    passes: sql`(${hasShiftWithin(memberId, span, sql.lit(0))} or not ${hasShiftWithin(memberId, span, rest)})`,
    otherwise: 'shift_rest_short',
  },
  { passes: isWithinOwnHours(memberId, span), otherwise: 'shift_hours_exceeded' },
]

/** For a `where` over `shift_openings` and somebody: nothing but the unknown age keeps them from it. */
export const isFreeFor = (memberId: Id) =>
  sql<SqlBool>`${sql.join(
    personGate(memberId).flatMap(({ passes, otherwise }) => (otherwise === 'shift_age_unknown' ? [] : [passes])),
    sql` and `,
  )}`

/** Minutes of work agreed with somebody in the week of an opening, without it: what `hoursWarning` asks for. */
export async function agreedMinutes(
  { db }: Store,
  { openingId, memberId }: { openingId: string; memberId: string },
): Promise<number> {
  const { rows } = await sql<{ minutes: number }>`select ${weekMinutes(memberId, ofOpening)} as minutes
    from shift_openings where shift_openings.id = ${openingId}`.execute(db)
  return rows[0]?.minutes ?? 0
}
