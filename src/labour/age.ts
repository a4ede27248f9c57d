import { type RawBuilder, sql } from 'kysely'
import { DAY_MS, dayOf } from './days.ts'

const ADULT_AGE = 18
/** Who said that they are not yet 18 is asked again after so long. */
const NO_STANDS_MS = 365 * DAY_MS

export type Age = 'adult' | 'minor' | 'unknown'
export type Told = { birthYear: number | null; saidAdult: boolean | null; saidAdultAt: number | null; startsAt: number }

/**
 * Whether somebody may work between 22:00 and 5:00 on the day of a shift (労働基準法 61条: nobody under 18). A year of birth
 * alone leaves the year in which they turn 18 open; then, and without one, what they said themselves counts; 'unknown': ask.
 */
export function adultOn({ birthYear, saidAdult, saidAdultAt, startsAt }: Told): Age {
  const age = birthYear === null ? undefined : Number(dayOf(startsAt).slice(0, 4)) - birthYear
  if (age !== undefined && age < ADULT_AGE) return 'minor'
  if (age !== undefined && age > ADULT_AGE) return 'adult'
  if (saidAdult === true) return 'adult'
  return saidAdult === false && saidAdultAt !== null && saidAdultAt > startsAt - NO_STANDS_MS ? 'minor' : 'unknown'
}

/** The same of `members`, in SQL. */
export function adultState(startsAt: RawBuilder<number> | number) {
  const age = sql`(cast(strftime('%Y', ${startsAt} / 1000 + 32400, 'unixepoch') as integer) - members.birth_year)`
  return sql<Age>`case
    when ${age} < ${sql.lit(ADULT_AGE)} then 'minor'
    when ${age} > ${sql.lit(ADULT_AGE)} then 'adult'
    when members.said_adult = 1 then 'adult'
    when members.said_adult = 0 and members.said_adult_at > ${startsAt} - ${sql.lit(NO_STANDS_MS)} then 'minor'
    else 'unknown' end`
}
