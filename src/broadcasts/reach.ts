import { type Expression, sql } from 'kysely'
import { hasConsent } from '../consent/consent.ts'
import type { BroadcastPurpose, SkipReason } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import type { LineGateway } from '../line/line.ts'
import { membersOf, type SegmentRule } from '../segments/rule.ts'

export type Audience = { rule: SegmentRule; purpose: BroadcastPurpose; now: number }
export type Reach = {
  /** Who would get it. One message each. */
  people: number
  /** Who is meant, but left out, and why. */
  excluded: Partial<Record<SkipReason, number>>
}
export type QuotaLeft = {
  /** null: the plan has no limit. What other confirmed broadcasts still have to send is taken off already. */
  before: number | null
  after: number | null
}

/** Why a member may not be written to now; null: may be. The one place that decides it, for the count as for the seal. */
export const reasonLeftOut = (purpose: BroadcastPurpose, memberId: Expression<string>) =>
  sql<SkipReason | null>`case
    when members.state <> 'verified' then 'not_verified'
    when line_identities.follow_state is not 'following' then 'blocked'
    when not (${hasConsent(purpose, memberId)}) then 'no_consent' end`

/** The members of an audience with what LINE calls them, or no name when there is none. */
export const audienceOf = (db: Db, { rule, now }: Audience) =>
  membersOf(db, { rule, now }).leftJoin('line_identities', 'line_identities.member_id', 'members.id')

/** How many people a message would reach now, and who is left out. */
export async function reachOf({ db }: Store, audience: Audience): Promise<Reach> {
  const rows = await audienceOf(db, audience)
    .select((eb) => [
      reasonLeftOut(audience.purpose, eb.ref('members.id')).as('reason'),
      eb.fn.countAll<number>().as('count'),
    ])
    .groupBy('reason')
    .execute()
  const excluded: Reach['excluded'] = {}
  let people = 0
  for (const { reason, count } of rows) {
    if (reason === null) people = count
    else excluded[reason] = count
  }
  return { people, excluded }
}

/** How many people a message would reach, as a subquery for a guard. */
export const peopleReached = (db: Db, audience: Audience) =>
  audienceOf(db, audience)
    .where((eb) => eb(reasonLeftOut(audience.purpose, eb.ref('members.id')), 'is', null))
    .select((eb) => eb.fn.countAll<number>().as('people'))

/** What is left of the month before and after so many messages. Throws Refusal line_unreachable when LINE does not tell. */
export async function quotaLeft(
  { store, line }: { store: Store; line: LineGateway },
  messages: number,
): Promise<QuotaLeft> {
  const { limit, used } = await line.quota()
  if (limit === null) return { before: null, after: null }
  const before = Math.max(0, limit - used - (await messagesOwed(store)))
  return { before, after: before - messages }
}

/** What confirmed broadcasts still have to send. */
async function messagesOwed({ db }: Store) {
  const { rows } = await sql<{ owed: number }>`select
      coalesce((select sum(confirmed_count) from broadcasts where state = 'planning'), 0)
      + coalesce((select sum(recipients) from broadcast_chunks
          join broadcasts on broadcasts.id = broadcast_chunks.broadcast_id
          where broadcast_chunks.state in ('ready', 'inflight') and broadcasts.state <> 'cancelled'), 0)
    as owed`.execute(db)
  return rows[0]?.owed ?? 0
}
