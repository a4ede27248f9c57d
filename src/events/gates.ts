import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import type { RefusalCode } from '../refusal.ts'
import { mayAnswer } from './invited.ts'
import { takesAnswers } from './line.ts'

type Asked = { eventId: string; memberId: string; now: number }

const PARTY_MAX = 6

/** What an answer must pass to count, of `events`, and why not when it does not. */
export type Gate = readonly { passes: RawBuilder<SqlBool>; otherwise: RefusalCode }[]

/** Of what people say themselves. */
export const ownGate = ({ party, now, ...who }: Asked & { party: number }): Gate => [
  { passes: takesAnswers(now), otherwise: 'event_not_open' },
  { passes: mayAnswer(who), otherwise: 'event_not_invited' },
  { passes: sql`${party} <= min(events.guests_max + 1, events.capacity)`, otherwise: 'event_party_too_large' },
]

/** Of what an operator says for somebody. */
export const handGate = ({ memberId, party, now }: Asked & { party: number }): Gate => [
  { passes: sql`events.state in ('open', 'closed') and ${now} < events.ends_at`, otherwise: 'event_not_open' },
  {
    passes: sql`exists (select 1 from members where members.id = ${memberId} and members.state = 'verified')`,
    otherwise: 'event_not_invited',
  },
  { passes: sql`${party} <= min(${PARTY_MAX}, events.capacity)`, otherwise: 'event_party_too_large' },
]

/**
 * Of a no, which counts when it was said before it starts, however late it reaches us: seats are taken by our clock, and
 * given back by the clock of who held them. Not of who sits at the table already.
 */
export const leavingGate = ({ at, ...who }: Omit<Asked, 'now'> & { at: number }): Gate => [
  { passes: sql`events.state in ('open', 'closed') and ${at} < events.starts_at`, otherwise: 'event_not_open' },
  { passes: mayAnswer(who), otherwise: 'event_not_invited' },
  {
    passes: sql`not exists (select 1 from check_ins where check_ins.event_id = events.id
      and check_ins.member_id = ${who.memberId} and check_ins.undone_at is null)`,
    otherwise: 'event_not_open',
  },
]

/** Whether all of a gate is passed. */
export const passes = (gate: Gate) =>
  sql<SqlBool>`${sql.join(
    gate.map(({ passes }) => sql`(${passes})`),
    sql` and `,
  )}`

/** The first thing that an answer does not pass; undefined: it passes. */
export async function whyNot({ db }: Store, gate: Gate, { eventId }: { eventId: string }) {
  const tried = gate.map(({ passes }, i) => sql`when not (${passes}) then ${i}`)
  const { rows } = await sql<{ failed: number | null }>`select case ${sql.join(tried, sql` `)} end as failed
    from events where events.id = ${eventId}`.execute(db)
  const [row] = rows
  if (!row) return 'event_not_open'
  return row.failed === null ? undefined : gate[row.failed]?.otherwise
}
