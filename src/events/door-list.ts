import { sql } from 'kysely'
import type { Store } from '../db/store.ts'

/** What is printed: more do not come to an event. */
const PRINTED_MAX = 1_000

export type Printed = {
  memberId: string
  name: string | null
  kana: string | null
  party: number
  drinkers: number
  allergies: string | null
  state: 'going' | 'offered' | 'waiting'
  /** How many are in already; 0: none. */
  inside: number
}

/** Who is expected, by name, and who waits, in the order of the line. */
export async function readDoorList({ db }: Store, eventId: string) {
  const { rows } = await sql<Printed>`
    select m.id as memberId, m.name, r.kana, a.party, coalesce(a.drinkers, 0) as drinkers, a.allergies, a.state,
      coalesce((select people from check_ins as i where i.event_id = a.event_id and i.member_id = m.id and i.undone_at is null), 0) as inside
    from rsvps as a join members as m on m.id = a.member_id
      left join roster_entries as r on r.id = m.roster_entry_id
    where a.event_id = ${eventId} and a.state in ('going', 'offered', 'waiting')
    order by a.place, coalesce(r.kana, m.name), m.id
    limit ${sql.lit(PRINTED_MAX)}`.execute(db)
  return {
    going: rows.filter(({ state }) => state === 'going'),
    waiting: rows.filter(({ state }) => state !== 'going'),
  }
}
