import { type Expression, sql } from 'kysely'
import { startOfTokyoDay, startOfTokyoMonth } from './quiet.ts'
import type { SendingSettings } from './sending-settings.ts'

export type Capped = {
  /** A shift opening marked urgent has caps of its own. */
  urgent?: boolean
  settings: Pick<SendingSettings, 'capDay' | 'capMonth' | 'urgentCapDay' | 'urgentCapMonth'>
  now: number
  /** The broadcast that is being sent: a message does not stand in its own way. */
  broadcastId?: string | undefined
}

/**
 * Which cap a member has reached, null: none. Counted from the ledger itself, at the moment of the statement: requests of
 * this Tokyo day and calendar month that LINE took, or may have taken. One look per member into an index; only broadcasts
 * that ended this month or still run are looked at.
 */
export function capReached({ urgent = false, settings, now, broadcastId = '' }: Capped, memberId: Expression<string>) {
  const [day, month] = urgent ? [settings.urgentCapDay, settings.urgentCapMonth] : [settings.capDay, settings.capMonth]
  const monthStart = sql.lit(startOfTokyoMonth(now))
  return sql<'cap_day' | 'cap_month' | null>`(select case when count(*) >= ${sql.lit(month)} then 'cap_month'
      when count(*) filter (where pushed.first_attempt_at >= ${sql.lit(startOfTokyoDay(now))}) >= ${sql.lit(day)} then 'cap_day' end
    from deliveries as earlier
    join broadcast_chunks as pushed on pushed.broadcast_id = earlier.broadcast_id
      and pushed.seq = earlier.chunk_seq and pushed.epoch = earlier.chunk_epoch
    where earlier.member_id = ${memberId} and earlier.skipped_reason is null
      and earlier.broadcast_id in (select id from broadcasts
        where (finished_at is null or finished_at >= ${monthStart}) and state <> 'draft' and id <> ${broadcastId})
      and pushed.state in ('inflight', 'accepted', 'unknown') and pushed.first_attempt_at >= ${monthStart})`
}
