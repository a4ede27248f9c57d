import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import type { LineGateway } from '../line/line.ts'
import { startOfTokyoMonth } from './quiet.ts'
import { type Plan, readSendingSettings, type SendingSettings } from './sending-settings.ts'

/** From the first of a month, this is in the next one. */
const OVER_A_MONTH_MS = 32 * 86_400_000

/**
 * What LINE's plans hold a month, prices without tax; on スタンダード a message above the free ones costs up to 3 yen, less the
 * more there are. Source: https://www.lycbiz.com/jp/service/line-official-account/plan/ (plans since June 2023).
 */
export const PLAN_TABLE: Readonly<Record<Plan, { free: number; monthYen: number; extra: boolean }>> = {
  communication: { free: 200, monthYen: 0, extra: false },
  light: { free: 5_000, monthYen: 5_000, extra: false },
  standard: { free: 30_000, monthYen: 15_000, extra: true },
}

/** A calendar month in Tokyo, as LINE counts its messages: from its first instant to that of the next. */
export type Month = { start: number; end: number; isCurrent: boolean }

/** What is known of a month's messages at an instant. LINE's figures are approximate: ours say what they may have missed. */
export type MonthQuota = {
  month: Month
  /** null: the plan has no limit. */
  limit: number | null
  /** LINE's own figure; what a colleague sends from LINE's own pages is in it. */
  lineUsed: number
  /** Pushes of ours that LINE accepted. */
  ourUsed: number
  /** What confirmed broadcasts and the outbox still have to send in that month. */
  owed: number
}

export type Cost = MonthQuota & {
  messages: number
  /** What is left by LINE's own figure alone. */
  lineLeft: number | null
  /** What is left before and after, with ours: never more than is true by either figure. */
  before: number | null
  after: number | null
  /** The messages kept for urgent shift openings would be touched. */
  belowReserve: boolean
  reserve: number
  plan: Plan
  /** LINE allows more than the plan in our settings has: the plan there is wrong, and so is the price. */
  planDoubted: boolean
  /** On top of the plan: by LINE's figure alone, and by what is surely used or owed. */
  yen: { min: number; max: number }
}

type Asked = { messages: number; urgent?: boolean; sendAt?: number; now: number }
type Asking = { store: Store; line: Pick<LineGateway, 'quota'> }

/**
 * What so many messages cost in the month in which they leave. Throws Refusal line_unreachable when LINE does not tell.
 * What is left is without what other confirmed broadcasts still have to send.
 */
export async function costOf(deps: Asking, { messages, urgent = false, sendAt, now }: Asked): Promise<Cost> {
  const settings = await readSendingSettings(deps.store)
  return costIn(await readQuota(deps, { sendAt, now }), { messages, urgent, settings })
}

/** The same of figures that are known. */
export function costIn(
  quota: MonthQuota,
  { messages, urgent, settings }: { messages: number; urgent: boolean; settings: SendingSettings },
): Cost {
  const { limit, lineUsed, ourUsed, owed } = quota
  const spoken = Math.max(lineUsed, ourUsed) + owed
  const before = limit === null ? null : Math.max(0, limit - spoken)
  const after = before === null ? null : before - messages
  const { plan, reserve, extraYen } = settings
  const { free, extra } = PLAN_TABLE[plan]
  const beyond = (used: number) => Math.max(0, used + messages - free) - Math.max(0, used - free)
  const yenFor = (used: number) => (extra ? Math.ceil(beyond(used) * extraYen) : 0)
  return {
    ...quota,
    messages,
    lineLeft: limit === null ? null : Math.max(0, limit - lineUsed),
    before,
    after,
    reserve,
    belowReserve: after !== null && after >= 0 && !urgent && after < reserve,
    plan,
    planDoubted: !extra && (limit === null || limit > free),
    yen: { min: yenFor(lineUsed), max: yenFor(spoken) },
  }
}

/** Reads the month in which something leaves. Ours first: what is accepted meanwhile is then counted twice rather than not. */
export async function readQuota(
  { store, line }: Asking,
  { sendAt, now }: { sendAt?: number | undefined; now: number },
): Promise<MonthQuota> {
  const month = monthOf(Math.max(now, sendAt ?? now), now)
  const { rows } = await sql<{ ours: number; owed: number }>`
    select ${sentIn(month)} as ours, ${owedIn(month)} as owed`.execute(store.db)
  const { limit, used } = await line.quota()
  const { ours = 0, owed = 0 } = rows[0] ?? {}
  return { month, limit, lineUsed: month.isCurrent ? used : 0, ourUsed: ours, owed }
}

/**
 * Whether so many messages still fit at the moment of a statement, `kept` ones left untouched. What we sent since LINE was
 * asked is added to what LINE said, so two simultaneous confirmations can never both have the last messages.
 */
export const stillFits = (quota: MonthQuota, { messages, kept }: { messages: number; kept: number }) => {
  const { month, limit, lineUsed, ourUsed } = quota
  if (limit === null) return sql<boolean>`1`
  return sql<boolean>`${owedIn(month)} + max(${sentIn(month)}, ${lineUsed} + ${sentIn(month)} - ${ourUsed})
    + ${messages} + ${kept} <= ${limit}`
}

export function monthOf(at: number, now: number): Month {
  const start = startOfTokyoMonth(at)
  return { start, end: startOfTokyoMonth(start + OVER_A_MONTH_MS), isCurrent: start === startOfTokyoMonth(now) }
}

/** When a broadcast's first message may leave: which month its messages are of. */
const dueAt = sql`coalesce(broadcasts.send_at, broadcasts.confirmed_at, 0)`

/**
 * Pushes of ours that LINE accepted in a month. Of a broadcast that began in it every accepted chunk counts, which an
 * index answers; only of those that began before, the chunks that ended in it.
 */
const sentIn = ({ start, isCurrent }: Month) =>
  isCurrent
    ? sql<number>`(
      coalesce((select sum(recipients) from broadcasts
        join broadcast_chunks on broadcast_chunks.broadcast_id = broadcasts.id and broadcast_chunks.state = 'accepted'
        where ${dueAt} >= ${start}), 0)
      + coalesce((select sum(recipients) from broadcasts
        join broadcast_chunks on broadcast_chunks.broadcast_id = broadcasts.id and broadcast_chunks.state = 'accepted'
        where ${dueAt} < ${start} and (broadcasts.finished_at is null or broadcasts.finished_at >= ${start})
          and broadcast_chunks.finished_at >= ${start}), 0)
      + (select count(*) from outbox_messages
        where kind = 'push' and state = 'accepted' and finished_at >= ${start}))`
    : sql<number>`0`

/** What is confirmed and not yet sent, of broadcasts that leave in a month; whatever is late leaves in the current one. */
const owedIn = ({ start, end, isCurrent }: Month) => {
  const isDue = isCurrent ? sql`${dueAt} < ${end}` : sql`${dueAt} >= ${start} and ${dueAt} < ${end}`
  const inOutbox = isCurrent
    ? sql`(select count(*) from outbox_messages where kind = 'push' and state in ('ready', 'inflight'))`
    : sql`0`
  return sql<number>`(
    coalesce((select sum(confirmed_count) from broadcasts
      where state = 'planning' and channel = 'push' and ${isDue}), 0)
    + coalesce((select sum(recipients) from broadcast_chunks
      join broadcasts on broadcasts.id = broadcast_chunks.broadcast_id
      where broadcast_chunks.state in ('ready', 'inflight') and broadcasts.state <> 'cancelled' and ${isDue}), 0)
    + ${inOutbox})`
}
