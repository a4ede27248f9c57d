import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { invitedTo } from './invited.ts'

/** Allergies that stand at the top of an event's page; the list of guests has them all. */
export const ALLERGIES_MAX = 100
const TOLD_MAX = 10

export type GuestCounts = {
  /** People whom an invitation reached, or who answered without one. */
  invited: number
  /** Of them, those who have said nothing; of a manager's own store alone. */
  silent: number
  /** Persons who come, by what they said of drinking; unsaid: of parties that did not say. */
  drinkers: number
  nonDrinkers: number
  unsaid: number
  /** Answers with an allergy, of those who come or are in the line. */
  allergies: number
  /** Whether anybody was checked in at all: without, nothing is known of who came. */
  isDoorUsed: boolean
  /** Persons in the house: guests with their company, and walk-ins. */
  came: number
  walkIns: number
  /** Parties that were expected and did not come. */
  missed: number
}

/** What the seats do not tell: whom it reached, who drinks, who came. */
export async function countAnswers(
  { db }: Store,
  { eventId, storeId = null }: { eventId: string; storeId?: string | null },
): Promise<GuestCounts> {
  const answered = sql`select member_id from rsvps where event_id = ${eventId}`
  const going = sql`rsvps where event_id = ${eventId} and state = 'going'`
  const inside = sql`check_ins where event_id = ${eventId} and undone_at is null`
  const { rows } = await sql<Omit<GuestCounts, 'isDoorUsed'> & { isDoorUsed: 0 | 1 }>`select
    (select count(*) from (${invitedTo(eventId)} union ${answered})) as invited,
    (select count(*) from (select * from (${invitedTo(eventId)}) except ${answered}
        except select member_id from ${inside} and member_id is not null) as silent
      join members on members.id = silent.member_id and members.state = 'verified'
        and (${storeId} is null or members.store_id = ${storeId})) as silent,
    (select coalesce(sum(drinkers), 0) from ${going}) as drinkers,
    (select coalesce(sum(party - drinkers), 0) from ${going}) as "nonDrinkers",
    (select coalesce(sum(party), 0) from ${going} and drinkers is null) as unsaid,
    (select count(*) from rsvps where event_id = ${eventId} and allergies is not null
      and state in ('going', 'offered', 'waiting')) as allergies,
    exists (select 1 from ${inside}) as "isDoorUsed",
    (select coalesce(sum(people), 0) from ${inside}) as came,
    (select coalesce(sum(people), 0) from ${inside} and member_id is null) as "walkIns",
    (select count(*) from ${going} and not exists (select 1 from check_ins as door
      where door.event_id = ${eventId} and door.member_id = rsvps.member_id and door.undone_at is null)) as missed`.execute(
    db,
  )
  const counted = rows[0]
  if (!counted) throw new Error('A select without a table answers one row.')
  return { ...counted, isDoorUsed: counted.isDoorUsed === 1 }
}

/** What the kitchen has to know, of who comes first. */
export async function allergiesOf({ db }: Store, eventId: string) {
  const { rows } = await sql<{ memberId: string; name: string | null; party: number; isComing: 0 | 1; words: string }>`
    select members.id as "memberId", members.name, rsvps.party, rsvps.state = 'going' as "isComing", allergies as words
    from rsvps join members on members.id = rsvps.member_id
    where rsvps.event_id = ${eventId} and allergies is not null and rsvps.state in ('going', 'offered', 'waiting')
    order by rsvps.state <> 'going', members.name_folded, members.id limit ${ALLERGIES_MAX}`.execute(db)
  return rows.map(({ isComing, ...said }) => ({ ...said, isComing: isComing === 1 }))
}
export type Allergy = Awaited<ReturnType<typeof allergiesOf>>[number]

/** As what is told back to who came: its words are about anything. */
const isToItsPeople = (eventId: string) => sql<SqlBool>`exists (
  select 1 from json_each(broadcasts.audience, '$.rule.conditions') as one
  where one.value ->> '$.kind' = 'event_answer' and one.value ->> '$.in[0]' = ${eventId})`

/**
 * The broadcasts about an event, or to its people as such, the newest first. `isOpen`: they are of `storeId`'s own operators,
 * to whom alone they open.
 */
export const toldOf = ({ db }: Store, eventId: string, storeId: string | null = null) =>
  db
    .selectFrom('broadcasts')
    .select([
      'id',
      'title',
      'kind',
      'state',
      'channel',
      'confirmed_count as confirmedCount',
      'confirmed_at as confirmedAt',
      'created_at as createdAt',
      sql<0 | 1>`(${storeId} is null or exists (select 1 from operators
        where operators.id = broadcasts.created_by and operators.store_id = ${storeId}))`.as('isOpen'),
    ])
    .where(({ eb, or }) => or([eb('event_id', '=', eventId), isToItsPeople(eventId)]))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(TOLD_MAX)
    .execute()
export type Told = Awaited<ReturnType<typeof toldOf>>[number]
