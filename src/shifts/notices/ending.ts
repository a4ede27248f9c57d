import { sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import { UNFILLED_MS } from './alerts.ts'
import { TOLD_LATE_MS, WORKED_LATELY_MS } from './outcomes.ts'

/** Takes no more applications where the deadline is over; what is undecided stays to be decided. Returns how many that closed. */
export const closeDue = async ({ db }: Store, { now }: { now: number }) =>
  (
    await sql`update shift_openings
      set state = 'closed', closed_because = 'deadline', closed_at = ${now}, closed_by = null, updated_at = max(updated_at + 1, ${now})
      where state = 'open' and closes_at <= ${now} returning id`.execute(db)
  ).rows.length

/** Whoever still waits when it begins, waits no more. Returns how many that are. */
export const endClaimsDue = async ({ db }: Store, { now }: { now: number }) =>
  (
    await sql`update shift_claims set state = 'ended', place = null, offer_ends_at = null, changed_at = ${now}
      where place is not null
        and opening_id in (select id from shift_openings where state in ('open', 'closed') and starts_at <= ${now})
      returning opening_id`.execute(db)
  ).rows.length

/** Says of what is over that it was. Returns how many openings that are. */
export const finishDue = async ({ db }: Store, { now }: { now: number }) =>
  (
    await sql`update shift_openings
      set state = 'done', done_at = ${now}, closed_at = coalesce(closed_at, ${now}), updated_at = max(updated_at + 1, ${now})
      where state in ('open', 'closed') and ends_at <= ${now}
        and not exists (select 1 from assignments where opening_id = shift_openings.id and state = 'confirmed'
          and assignments.ends_at > ${now})
      returning id`.execute(db)
  ).rows.length

/** Whether there is anything at all that happens to shifts by the clock, or is to be told of them. */
export async function isAnythingOpen({ db }: Store, { now }: { now: number }) {
  const { rows } = await sql<{ some: 0 | 1 }>`select
    exists (select 1 from shift_openings where state in ('open', 'closed'))
    or exists (select 1 from shift_openings where state in ('cancelled', 'done') and starts_at > ${now - TOLD_LATE_MS})
    or exists (select 1 from assignments where state = 'worked' and starts_at > ${now - WORKED_LATELY_MS}
      and hours_confirmed_at > ${now - TOLD_LATE_MS}) as some`.execute(db)
  return rows[0]?.some === 1
}

/** When an opening closes, begins or ends next, after now; undefined: nothing is open. */
export async function nextMoment({ db }: Store, { now }: { now: number }): Promise<number | undefined> {
  const { rows } = await sql<{ at: number | null }>`select min(at) as at from (
    select closes_at as at from shift_openings where state = 'open'
    union all select starts_at from shift_openings where state in ('open', 'closed')
    union all select starts_at - ${UNFILLED_MS} from shift_openings where state in ('open', 'closed')
    union all select ends_at from shift_openings where state in ('open', 'closed')) where at > ${now}`.execute(db)
  return rows[0]?.at ?? undefined
}
