import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Opening } from '../openings.ts'

const TOKYO_OFFSET_MS = 9 * 3_600_000
const HOUR_MS = 3_600_000
const DAY_HOURS = 24
/** From which hour on which part of the day begins; before the first one it is still the night. */
const DAYPART_FROM = [
  [5, 'morning'],
  [11, 'lunch'],
  [16, 'evening'],
  [22, 'night'],
] as const

/** Whether somebody said that it suits them: 1; 0: they said nothing of it; -1: they named others. */
export type Suits = -1 | 0 | 1

/** How well a person fits an opening. Nothing of it says what sex or how old somebody is. */
export type Fit = {
  /** 2: did this role at this store; 1: was at this store, or did this role elsewhere; 0: neither. */
  did: 0 | 1 | 2
  /** How often they worked this role here through an opening. */
  times: number
  weekday: Suits
  daypart: Suits
  /** They say that they can do this role. */
  skilled: 0 | 1
  /** They said that they would like to be asked about shifts. */
  willing: 0 | 1
  /** The day on which they worked last, or left. */
  lastOn: string | null
}

export const FIT_REASONS = ['did_here', 'knows', 'weekday', 'daypart', 'skilled', 'willing'] as const
/** Why somebody is asked before others. */
export type FitReason = (typeof FIT_REASONS)[number]

/** What speaks for a person, the strongest first. */
export const reasonsOf = ({ did, weekday, daypart, skilled, willing }: Fit): readonly FitReason[] => {
  const holds: Record<FitReason, boolean> = {
    did_here: did === 2,
    knows: did === 1,
    weekday: weekday === 1,
    daypart: daypart === 1,
    skilled: skilled === 1,
    willing: willing === 1,
  }
  return FIT_REASONS.filter((reason) => holds[reason])
}

/** Negative when the first of two is asked before the second: the same order as `byFit`. */
export function compareFit(a: Fit, b: Fit): number {
  const steps = [
    b.did - a.did,
    b.weekday + b.daypart - (a.weekday + a.daypart),
    b.skilled - a.skilled,
    b.willing - a.willing,
    textOrder(b.lastOn ?? '', a.lastOn ?? ''),
  ]
  return steps.find((step) => step !== 0) ?? 0
}

const textOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The day of the week of an instant in Tokyo, as people name theirs: '0' is Sunday. */
export const weekdayOf = (at: number) => String(new Date(at + TOKYO_OFFSET_MS).getUTCDay())

/** The part of the day in which a shift begins. */
export function daypartOf(at: number) {
  const hour = Math.floor((at + TOKYO_OFFSET_MS) / HOUR_MS) % DAY_HOURS
  return DAYPART_FROM.findLast(([from]) => hour >= from)?.[1] ?? 'night'
}

export type Asked = Pick<Opening, 'storeId' | 'startsAt' | 'roles'>

/** The columns of `Fit`, over `members`. */
export function fitColumns({ storeId, startsAt, roles }: Asked) {
  const roleIds = sql`(select value from json_each(${JSON.stringify(roles.map(({ id }) => id))}))`
  const said = (kind: 'weekday' | 'daypart', value: string): RawBuilder<Suits> =>
    sql`coalesce((select max(iif(value = ${value}, 1, -1)) from member_preferences
      where member_id = members.id and kind = ${sql.lit(kind)}), 0)`
  const times = sql<number>`(select count(*) from assignments
    join shift_openings as did on did.id = assignments.opening_id
    where assignments.member_id = members.id and assignments.state = 'worked' and did.store_id = ${storeId}
      and exists (select 1 from json_each(did.role_ids) where value in ${roleIds}))`
  const ofStore = sql<SqlBool>`coalesce(members.store_id = ${storeId}, 0)`
  const ofRole = sql<SqlBool>`coalesce(members.role_id in ${roleIds}, 0)`
  const workedOn = sql`(select date(max(assignments.worked_from) / 1000 + 32400, 'unixepoch') from assignments
    where assignments.member_id = members.id and assignments.state = 'worked')`
  return sql`${times} as times, ${said('weekday', weekdayOf(startsAt))} as weekday,
    ${said('daypart', daypartOf(startsAt))} as daypart,
    case when (${ofStore} and ${ofRole}) or ${times} > 0 then 2 when ${ofStore} or ${ofRole} then 1 else 0 end as did,
    exists (select 1 from member_preferences where member_id = members.id and kind = 'skill' and value in ${roleIds}) as skilled,
    exists (select 1 from member_preferences where member_id = members.id and kind = 'willing' and value = 'shifts') as willing,
    nullif(max(coalesce(${workedOn}, ''), coalesce(members.left_on, '')), '') as "lastOn"`
}

/** The order of asking, over these columns: who did it here, whom the day suits, who knows it, who wants to, who was here last. */
export const byFit = sql`did desc, weekday + daypart desc, skilled desc, willing desc, "lastOn" is null, "lastOn" desc`
