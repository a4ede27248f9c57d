import { type Expression, sql } from 'kysely'
import { hasConsent, PURPOSES } from '../consent/consent.ts'
import type { BroadcastPurpose, SkipReason } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import type { LineGateway } from '../line/line.ts'
import { type Meant, membersOf } from '../segments/rule.ts'

export type Audience = Meant & { purpose: BroadcastPurpose }
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
export const audienceOf = (db: Db, meant: Meant) =>
  membersOf(db, meant).leftJoin('line_identities', 'line_identities.member_id', 'members.id')

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

/** The same for each purpose, in one pass over the people, and how many people are meant at all. */
export async function reachOfAll({ db }: Store, meant: Meant) {
  const rows = await audienceOf(db, meant)
    .select((eb) => [
      ...PURPOSES.map((purpose) => reasonLeftOut(purpose, eb.ref('members.id')).as(purpose)),
      eb.fn.countAll<number>().as('count'),
    ])
    .groupBy([...PURPOSES])
    .execute()
  const byPurpose = PURPOSES.map((purpose) => {
    const reach: Reach = { people: 0, excluded: {} }
    for (const { [purpose]: reason, count } of rows) {
      if (reason === null) reach.people += count
      else reach.excluded[reason] = (reach.excluded[reason] ?? 0) + count
    }
    return { purpose, ...reach }
  })
  return { people: rows.reduce((sum, { count }) => sum + count, 0), byPurpose }
}

/** How many people a message would reach, as a subquery for a guard; null when some are of another store than `only`. */
export const peopleReached = (db: Db, { only, ...audience }: Audience & { only: string | null }) =>
  audienceOf(db, audience)
    .where((eb) => eb(reasonLeftOut(audience.purpose, eb.ref('members.id')), 'is', null))
    .select((eb) => {
      const count = eb.fn.countAll<number>()
      const elsewhere = sql`count(*) filter (where members.store_id is not ${only})`
      return (only === null ? count : sql<number | null>`iif(${elsewhere} = 0, ${count}, null)`).as('people')
    })

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
