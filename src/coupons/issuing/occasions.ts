import { type RawBuilder, sql } from 'kysely'
import type { CouponOccasion } from '../../db/schema-coupons.ts'
import { listOf } from '../../db/store.ts'
import { addDays, leftOnBefore, tokyoDate } from '../../sending/anniversaries.ts'
import { mayReceive } from './audience.ts'

/** In the order in which they come in the time with a person. */
export const COUPON_OCCASIONS = ['welcome', 'anniversary', 'worked', 'tasted'] as const
/** What came about longer ago is not thanked for any more, so that little has to be looked through. */
const LOOK_BACK_DAYS = 30
/** An anniversary that was missed, because nothing ran, is kept so many days late at most. */
const LATE_DAYS_MAX = 3
/** The hours of a shift are confirmed, and an event ends, so long after it began at most. */
const SHIFT_DAYS_MAX = 90
const EVENT_DAYS_MAX = 7
/** Everybody's first anniversary counts. */
const FIRST_YEAR = 1
const DAY_MS = 86_400_000

type Asked = { occasion: CouponOccasion; enabledAt: number; now: number }

/**
 * Who is to be given something on an occasion, as a query of `member_id, occurrence`: what came about since it is on, and
 * was not given for. Each person with one occurrence at a time; the next follows with the next look. Only who may be given
 * coupons; who agrees later, within 30 days, gets it then.
 */
export const dueOn = (asked: Asked, limit: number): RawBuilder<unknown> => sql`
  select came.member_id, min(came.occurrence) as occurrence
  from (${CAME[asked.occasion](asked)}) as came cross join members on members.id = came.member_id
  where ${mayReceive} and not exists (select 1 from automatic_grants
    where automatic_grants.occasion = ${asked.occasion} and automatic_grants.member_id = came.member_id
      and automatic_grants.occurrence = came.occurrence)
  group by came.member_id order by came.member_id limit ${limit}`

const sinceOf = ({ enabledAt, now }: Asked) => Math.max(enabledAt, now - LOOK_BACK_DAYS * DAY_MS)

const CAME: Record<CouponOccasion, (asked: Asked) => RawBuilder<unknown>> = {
  welcome: (asked) => sql`select id as member_id, '' as occurrence from members
    where decided_at >= ${sinceOf(asked)} and decided_at <= ${asked.now} and state = 'verified'`,

  anniversary: (asked) => {
    const years = anniversaries(asked).map(
      ({ year, leftOn }) => sql`select id as member_id, ${year} as occurrence from members
        where state = 'verified' and left_on in ${listOf(leftOn)}`,
    )
    return years.length === 0
      ? sql`select null as member_id, '' as occurrence where 0`
      : sql.join(years, sql` union all `)
  },

  worked: (asked) => sql`select member_id, id as occurrence from assignments
    where state = 'worked' and starts_at >= ${sinceOf(asked) - SHIFT_DAYS_MAX * DAY_MS} and starts_at <= ${asked.now}
      and hours_confirmed_at >= ${sinceOf(asked)} and hours_confirmed_at <= ${asked.now}`,

  tasted: (asked) => sql`select check_ins.member_id, events.id as occurrence
    from events cross join check_ins on check_ins.event_id = events.id
    where events.state in ('open', 'closed', 'done') and events.starts_at >= ${sinceOf(asked) - EVENT_DAYS_MAX * DAY_MS}
      and events.ends_at >= ${sinceOf(asked)} and events.ends_at <= ${asked.now}
      and check_ins.undone_at is null and check_ins.member_id is not null`,
}

/** The last days of work whose anniversary is today or was in the last days, apart by year; none from before it was on. */
function anniversaries({ enabledAt, now }: Asked) {
  const today = tokyoDate(now)
  const days = Array.from({ length: LATE_DAYS_MAX + 1 }, (_, late) => addDays(today, -late)).filter(
    (day) => day >= tokyoDate(enabledAt),
  )
  const years = [...new Set(days.map((day) => day.slice(0, 4)))].sort()
  return years.map((year) => ({
    year,
    leftOn: days.filter((day) => day.startsWith(year)).flatMap((day) => leftOnBefore(day, FIRST_YEAR)),
  }))
}
