import { type SqlBool, sql } from 'kysely'
import { pageOf } from '../db/pages.ts'
import type { SkipReason } from '../db/schema.ts'
import { listOf, type Store } from '../db/store.ts'
import { foldName } from '../members/names.ts'
import { HELD_FROM } from './chunks.ts'

/** A page of the list of recipients. */
export const RECIPIENTS_PAGE = 50
/** People read at a time for a file: one query, and what is in memory. */
const EXPORT_PAGE = 1_000
/** What Excel opens. */
export const EXPORT_MAX = 1_000_000

export type RecipientOutcome =
  | SkipReason
  | 'accepted'
  | 'waiting'
  | 'held'
  | 'unknown'
  | 'treated_as_sent'
  | 'rejected'
  | 'cancelled'
  | 'on_board'
  | 'read'
export type RecipientLine = {
  memberId: string
  name: string | null
  storeName: string | null
  outcome: RecipientOutcome
  /** When LINE took it, it was given up, or it was read; null where nothing says so. */
  at: number | null
  /** Of those held until the morning: when theirs is due. */
  until: number | null
}

/** What the list can be narrowed to. */
export const SHOWN = ['all', 'accepted', 'waiting', 'unknown', 'left_out'] as const
export type Shown = (typeof SHOWN)[number]

type Asked = {
  broadcastId: string
  channel?: 'push' | 'board'
  /** The store that the reader's rights end at, whose people alone are listed, also when an owner sent it further; null: none. */
  storeId?: string | null
  /** A part of a name, or of its kana on the roster. */
  search?: string
  shown?: Shown
  /** The last memberId of the page before. */
  after?: string
  max?: number
}

/** A page of the recipients; `next`: the memberId that the next page comes after. */
export async function listRecipients(store: Store, asked: Omit<Asked, 'max'>) {
  const rows = await recipientsOf(store, { ...asked, max: RECIPIENTS_PAGE + 1 })
  return pageOf(rows, RECIPIENTS_PAGE, ({ memberId }) => memberId)
}

/** Each recipient with what became of them, and whoever is meant but was left out; in the order of ids, as many as asked. */
export async function recipientsOf({ db }: Store, { after = '', max = RECIPIENTS_PAGE, ...asked }: Asked) {
  const { rows } = await sql<RecipientLine>`
    select members.id as "memberId", members.name, stores.name as "storeName", lines.outcome, lines.at, lines.until
    from ${askedFor(asked)} and lines.member_id > ${after}
    order by lines.member_id limit ${max}`.execute(db)
  return rows
}

/** How many lines there are in all. */
export async function countRecipients({ db }: Store, asked: Omit<Asked, 'after' | 'max'>) {
  const { rows } = await sql<{ people: number }>`select count(*) as people from ${askedFor(asked)}`.execute(db)
  return Math.min(rows[0]?.people ?? 0, EXPORT_MAX)
}

function askedFor({ broadcastId, channel = 'push', storeId = null, search = '', shown = 'all' }: Asked) {
  const folded = foldName(search)
  return sql`(${channel === 'board' ? noticesOf(broadcastId) : deliveriesOf(broadcastId)}) as lines
    join members on members.id = lines.member_id
    left join stores on stores.id = members.store_id
    where ${storeId === null ? sql`1` : sql`members.store_id = ${storeId}`}
      and ${folded === '' ? sql`1` : sql`members.rowid in (${named(folded)})`}
      and ${shown === 'all' ? sql`1` : sql`lines.outcome in ${listOf(OUTCOMES[shown])}`}`
}

/** All of them, one after the other, never all in memory. */
export async function* exportRecipients(store: Store, asked: Asked): AsyncGenerator<RecipientLine> {
  let after = ''
  for (let read = 0; read < EXPORT_MAX; read += EXPORT_PAGE) {
    const page = await recipientsOf(store, { ...asked, after, max: EXPORT_PAGE })
    yield* page
    const last = page.at(-1)
    if (!last || page.length < EXPORT_PAGE) return
    after = last.memberId
  }
}

export const REASONS: readonly SkipReason[] = [
  'no_consent',
  'blocked',
  'not_verified',
  'over_confirmed',
  'coupon_ended',
  'story_withdrawn',
  'event_over',
  'cap_day',
  'cap_month',
  'refused_by_line',
]
const OUTCOMES: Record<Exclude<Shown, 'all'>, readonly RecipientOutcome[]> = {
  accepted: ['accepted', 'treated_as_sent', 'on_board', 'read'],
  waiting: ['waiting', 'held'],
  unknown: ['unknown'],
  left_out: [...REASONS, 'rejected', 'cancelled'],
}

/** What became of a delivery, over `deliveries` and its `chunk`. */
export const outcomeOfDelivery = sql<RecipientOutcome>`coalesce(deliveries.skipped_reason, case
  when chunk.state = 'ready' and chunk.seq >= ${sql.lit(HELD_FROM)} then 'held'
  when chunk.state = 'unknown' and chunk.decision = 'treated_as_sent' then 'treated_as_sent'
  when chunk.state in ('accepted', 'unknown', 'rejected', 'cancelled') then chunk.state
  else 'waiting' end)`

/** The request that a delivery is in. */
export const chunkOfDelivery = sql`left join broadcast_chunks as chunk on chunk.broadcast_id = deliveries.broadcast_id
  and chunk.seq = deliveries.chunk_seq and chunk.epoch = deliveries.chunk_epoch`

const deliveriesOf = (broadcastId: string) => sql`
  select deliveries.member_id, ${outcomeOfDelivery} as outcome,
    iif(deliveries.skipped_reason is null, chunk.finished_at, null) as at,
    iif(chunk.state = 'ready' and chunk.seq >= ${sql.lit(HELD_FROM)}, chunk.next_at, null) as until
  from deliveries ${chunkOfDelivery} where deliveries.broadcast_id = ${broadcastId}`

/** Who has it on the board; whoever was left out of it stands in the ledger. */
const noticesOf = (broadcastId: string) => sql`
  select member_id, iif(read_at is null, 'on_board', 'read') as outcome, read_at as at, null as until
    from board_notices where broadcast_id = ${broadcastId}
  union all
  select member_id, skipped_reason, null, null from deliveries
    where broadcast_id = ${broadcastId} and skipped_reason is not null`

/** As the directory of members is searched: the indexes of names and of kana are read once, no row that does not match. */
const named = (folded: string) => sql<SqlBool>`
  select rowid from members where instr(name_folded, ${folded}) > 0
  union all
  select matched.rowid from roster_entries join members as matched on matched.roster_entry_id = roster_entries.id
    where roster_entries.rowid in (select rowid from roster_entries where instr(kana_folded, ${folded}) > 0)`
