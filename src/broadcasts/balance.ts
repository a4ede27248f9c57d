import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { boardReaders } from '../board/board.ts'
import { PURPOSES } from '../consent/consent.ts'
import type { BroadcastPurpose } from '../db/schema.ts'
import { type Db, listOf, type Store } from '../db/store.ts'
import type { Meant } from '../segments/rule.ts'
import { isPushed } from '../sending/caps.ts'

/** So far back the mix of what people received is looked at. */
export const BALANCE_DAYS = 60
/** More job posts than this among what people received, the one about to leave counted, ask for a reason. */
export const JOB_POSTS_MAX = 0.4
/** Before people received so many, the one about to leave counted, a share says nothing. */
const MESSAGES_MIN = 3
/** So many people speak for a larger audience: ids are random, and a page should not wait for 100,000. */
const SAMPLE_MAX = 2_000
const DAY_MS = 86_400_000

export type Mix = Record<BroadcastPurpose, number>
export type Balance = {
  /** Messages that all people of the account received in 60 days; a notice on the board counts once it was read. Shift openings are job posts. */
  account: Mix
  /** The same of the people whom this is to. */
  audience: Mix
  /** How many of those people got a job post as their last message. */
  jobPostLast: number
}
export type BalanceObjection = 'second_in_a_row' | 'above_40_percent'

type Whose = { memberIds: readonly string[] } | { audience: Omit<Meant, 'now'> & { purpose: BroadcastPurpose } }
type Asked = Whose & { now: number }

/** The mix of purposes that people received lately, or are sure to receive. Of a very large audience a sample speaks. */
export async function balanceOf({ db }: Store, asked: Asked): Promise<Balance> {
  const { rows } = await sql<{ whose: 'account' | 'audience' | 'last'; purpose: BroadcastPurpose; messages: number }>`
    with ${received(db, asked)}
    select 'account' as whose, purpose, sum(messages) as messages from account group by purpose
    union all
    select 'audience', purpose, sum(messages) from audience where ${lately(asked)} group by purpose
    union all
    select 'last', purpose, count(*) from audience where n = 1 group by purpose`.execute(db)
  const mix = (of: string): Mix => {
    const count = (purpose: BroadcastPurpose) =>
      rows.find((row) => row.whose === of && row.purpose === purpose)?.messages ?? 0
    return { news: count('news'), coupons: count('coupons'), events: count('events'), shifts: count('shifts') }
  }
  return { account: mix('account'), audience: mix('audience'), jobPostLast: mix('last').shifts }
}

/** What speaks against one more job post to these people; undefined: nothing. */
export const balanceObjection = (
  { account, audience, jobPostLast }: Balance,
  { people }: { people: number },
): BalanceObjection | undefined => {
  if (jobPostLast > 0) return 'second_in_a_row'
  return [account, audience].some((mix) => isAbove(total(mix), mix.shifts, people)) ? 'above_40_percent' : undefined
}

/** The same as a guard: whether nothing speaks against it at the moment of the statement. */
export const isBalanced = (db: Db, { people, ...asked }: Asked & { people: number }) => {
  const within = (mix: RawBuilder<unknown>) =>
    sql`(select coalesce(sum(messages), 0) + ${people} < ${MESSAGES_MIN * people}
      or coalesce(sum(messages) filter (where purpose = 'shifts'), 0) + ${people}
        <= ${JOB_POSTS_MAX} * (coalesce(sum(messages), 0) + ${people}) from ${mix})`
  return sql<boolean>`(with ${received(db, asked)}
    select not exists (select 1 from audience where n = 1 and purpose = 'shifts')
      and ${within(sql`account`)} and ${within(sql`(select * from audience where ${lately(asked)})`)})`
}

export const total = (mix: Mix) => PURPOSES.reduce((sum, purpose) => sum + mix[purpose], 0)

const isAbove = (received: number, jobPosts: number, people: number) =>
  received + people >= MESSAGES_MIN * people && jobPosts + people > JOB_POSTS_MAX * (received + people)

const when = sql`coalesce(broadcasts.send_at, broadcasts.confirmed_at)`
const lately = ({ now }: { now: number }) => sql`at >= ${now - BALANCE_DAYS * DAY_MS}`
/** What is about to be received counts as well: else two job posts could be confirmed side by side. */
const isReceived = sql`broadcast_chunks.state in ('ready', 'inflight', 'accepted', 'unknown')
  and broadcasts.state not in ('cancelled', 'missed')`

/** A shift opening that somebody got a push of, or read by themselves. */
const wasAsked = sql<SqlBool>`(shift_asks.read_at is not null or ${isPushed})`
const askedAt = sql`coalesce(shift_asks.pushed_at, shift_asks.read_at)`

/** Named once, so that the people's rule and its parameters stand once in a statement. n = 1: the last message of a person. */
const received = (db: Db, asked: Asked) => sql`account as (
    select * from (
      select purpose, ${when} as at, recipients as messages from broadcasts
        join broadcast_chunks on broadcast_chunks.broadcast_id = broadcasts.id
        where ${isReceived}
      union all
      select purpose, read_at, 1 from broadcasts
        join board_notices on board_notices.broadcast_id = broadcasts.id where read_at is not null
      union all
      select 'shifts', ${askedAt}, 1 from shift_asks where ${wasAsked})
    where ${lately(asked)}),
  people as materialized (select * from (${peopleOf(db, asked)})),
  audience as materialized (
    select purpose, at, 1 as messages, row_number() over (partition by member_id order by at desc) as n from (
      select people.member_id, purpose, ${when} as at from people
        join deliveries on deliveries.member_id = people.member_id and deliveries.skipped_reason is null
        join broadcasts on broadcasts.id = deliveries.broadcast_id
        join broadcast_chunks on broadcast_chunks.broadcast_id = deliveries.broadcast_id
          and broadcast_chunks.seq = deliveries.chunk_seq and broadcast_chunks.epoch = deliveries.chunk_epoch
        where ${isReceived}
      union all
      select people.member_id, purpose, read_at from people
        join board_notices on board_notices.member_id = people.member_id and read_at is not null
        join broadcasts on broadcasts.id = board_notices.broadcast_id
      union all
      select people.member_id, 'shifts', ${askedAt} from people
        join shift_asks on shift_asks.member_id = people.member_id and ${wasAsked}))`

const peopleOf = (db: Db, asked: Asked) =>
  'memberIds' in asked
    ? sql`select id as member_id from members where id in ${listOf(asked.memberIds)}`
    : boardReaders(db, { ...asked.audience, now: asked.now })
        .select('members.id as member_id')
        .orderBy('members.id')
        .limit(SAMPLE_MAX)
