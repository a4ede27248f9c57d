import { type Expression, sql } from 'kysely'
import { hasConsent, PURPOSES } from '../consent/consent.ts'
import type { BroadcastPurpose, SkipReason } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { type Meant, membersOf } from '../segments/rule.ts'
import { type Capped, capReached } from './caps.ts'
import { readSendingSettings } from './sending-settings.ts'

export type Audience = Meant & { purpose: BroadcastPurpose; urgent?: boolean; holding?: Holding }
/** What happens to who had their message of the day already: theirs goes out next morning, or not at all. */
export type Holding = 'morning' | 'skip'
export type Reach = {
  /** Who would get it. One message each. */
  people: number
  /** How many of them had their message of the day already, and get it next morning. */
  heldToday: number
  /** Who is meant, but left out, and why. */
  excluded: Partial<Record<SkipReason, number>>
}
export type Asked = Capped & { purpose: BroadcastPurpose; holding?: Holding }

/**
 * Why a member may not be written to now; null: may be. The one place that decides it, for the count as for the seal.
 * Whose message of the day is only held until the morning is not left out.
 */
export function reasonLeftOut({ purpose, holding = 'morning', ...capped }: Asked, memberId: Expression<string>) {
  const cap = capReached(capped, memberId)
  return sql<SkipReason | null>`coalesce(${reasonUncapped(purpose, memberId)},
    ${holding === 'morning' ? sql`nullif(${cap}, 'cap_day')` : cap})`
}

const reasonUncapped = (purpose: BroadcastPurpose, memberId: Expression<string>) =>
  sql<SkipReason | null>`case
    when members.state <> 'verified' then 'not_verified'
    when line_identities.follow_state is not 'following' then 'blocked'
    when not (${hasConsent(purpose, memberId)}) then 'no_consent' end`

/** The members of an audience with what LINE calls them, or no name when there is none. */
export const audienceOf = (db: Db, meant: Meant) =>
  membersOf(db, meant).leftJoin('line_identities', 'line_identities.member_id', 'members.id')

/** How many people a message would reach now, and who is left out. */
export async function reachOf(store: Store, { holding = 'morning', ...audience }: Audience): Promise<Reach> {
  const asked = { ...audience, settings: await readSendingSettings(store), holding: 'skip' as const }
  const rows = await audienceOf(store.db, audience)
    .select((eb) => [reasonLeftOut(asked, eb.ref('members.id')).as('reason'), eb.fn.countAll<number>().as('count')])
    .groupBy('reason')
    .execute()
  return rows.reduce((reach, { reason, count }) => counted(reach, reason, count, holding), NOBODY)
}

/** The same for each purpose, in one pass over the people, and how many people are meant at all. */
export async function reachOfAll(store: Store, meant: Meant) {
  const settings = await readSendingSettings(store)
  const rows = await audienceOf(store.db, meant)
    .select((eb) => [
      ...PURPOSES.map((purpose) => reasonUncapped(purpose, eb.ref('members.id')).as(purpose)),
      capReached({ settings, now: meant.now }, eb.ref('members.id')).as('cap'),
      eb.fn.countAll<number>().as('count'),
    ])
    .groupBy([...PURPOSES, 'cap'])
    .execute()
  const byPurpose = PURPOSES.map((purpose) => ({
    purpose,
    ...rows.reduce((reach, row) => counted(reach, row[purpose] ?? row.cap, row.count, 'morning'), NOBODY),
  }))
  return { people: rows.reduce((sum, { count }) => sum + count, 0), byPurpose }
}

const NOBODY: Reach = { people: 0, heldToday: 0, excluded: {} }

function counted(
  { people, heldToday, excluded }: Reach,
  reason: SkipReason | null,
  count: number,
  holding: Holding,
): Reach {
  if (reason === null) return { people: people + count, heldToday, excluded }
  if (reason === 'cap_day' && holding === 'morning')
    return { people: people + count, heldToday: heldToday + count, excluded }
  return { people, heldToday, excluded: { ...excluded, [reason]: (excluded[reason] ?? 0) + count } }
}

/** How many people a message would reach, as a subquery for a guard; null when some are of another store than `only`. */
export const peopleReached = (
  db: Db,
  { only, ...audience }: Audience & Pick<Asked, 'settings'> & { only: string | null },
) =>
  audienceOf(db, audience)
    .where((eb) => eb(reasonLeftOut(audience, eb.ref('members.id')), 'is', null))
    .select((eb) => {
      const count = eb.fn.countAll<number>()
      const elsewhere = sql`count(*) filter (where members.store_id is not ${only})`
      return (only === null ? count : sql<number | null>`iif(${elsewhere} = 0, ${count}, null)`).as('people')
    })
