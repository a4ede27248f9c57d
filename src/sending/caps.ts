import { type Expression, type SqlBool, sql } from 'kysely'
import { monthOf } from './cost.ts'
import { startOfTokyoDay } from './quiet.ts'
import type { SendingSettings } from './sending-settings.ts'

const DAY_MS = 86_400_000

export type Capped = {
  /** A shift opening marked urgent has caps of its own. */
  urgent?: boolean
  settings: Pick<SendingSettings, 'capDay' | 'capMonth' | 'urgentCapDay' | 'urgentCapMonth'>
  now: number
  /** The broadcast that is being sent: a message does not stand in its own way. */
  broadcastId?: string | undefined
}

/**
 * Of `shift_asks`: a push that LINE took, or may have taken or still get. What was refused, or was not sent because the shift
 * was over by then, reached nobody.
 */
export const isPushed = sql<SqlBool>`(shift_asks.pushed_at is not null and not exists (select 1 from outbox_messages as refused
  where refused.id = 'shift_ask:' || shift_asks.opening_id || ':' || shift_asks.member_id and refused.state = 'refused'))`

/**
 * Which cap a member has reached, null: none. Counted from the ledgers themselves, at the moment of the statement: requests of
 * this Tokyo day and calendar month that LINE took, or may have taken, of broadcasts, of shift openings and of coupons that
 * one person was given: these when they are to leave, which at night is tomorrow. One look per member into an index each; only
 * broadcasts that ended this month or still run are looked at.
 */
export function capReached({ urgent = false, settings, now, broadcastId = '' }: Capped, memberId: Expression<string>) {
  const [day, month] = urgent ? [settings.urgentCapDay, settings.urgentCapMonth] : [settings.capDay, settings.capMonth]
  const [today, thisMonth] = [startOfTokyoDay(now), monthOf(now, now)]
  const [dayStart, dayEnd] = [sql.lit(today), sql.lit(today + DAY_MS)]
  const [monthStart, monthEnd] = [sql.lit(thisMonth.start), sql.lit(thisMonth.end)]
  return sql<'cap_day' | 'cap_month' | null>`(select case when sum(of_month) >= ${sql.lit(month)} then 'cap_month'
      when sum(of_day) >= ${sql.lit(day)} then 'cap_day' end
    from (
      select count(*) as of_month, count(*) filter (where pushed.first_attempt_at >= ${dayStart}) as of_day
      from deliveries as earlier
      join broadcast_chunks as pushed on pushed.broadcast_id = earlier.broadcast_id
        and pushed.seq = earlier.chunk_seq and pushed.epoch = earlier.chunk_epoch
      where earlier.member_id = ${memberId} and earlier.skipped_reason is null
        and earlier.broadcast_id in (select id from broadcasts
          where (finished_at is null or finished_at >= ${monthStart}) and state <> 'draft' and id <> ${broadcastId})
        and pushed.state in ('inflight', 'accepted', 'unknown') and pushed.first_attempt_at >= ${monthStart}
      union all
      select count(*), count(*) filter (where shift_asks.pushed_at >= ${dayStart}) from shift_asks
      where shift_asks.member_id = ${memberId} and shift_asks.pushed_at >= ${monthStart} and ${isPushed}
      union all
      select count(*), count(*) filter (where told_at >= ${dayStart} and told_at < ${dayEnd}) from coupon_grants
      where coupon_grants.member_id = ${memberId} and told_at >= ${monthStart} and told_at < ${monthEnd}))`
}
