import { type RawBuilder, sql } from 'kysely'

/**
 * What they answered to shift openings, asked for and were told, and the wish to come back. Agreed shifts stay under the
 * member's random id as hours and yen, with the ad's own terms and nobody's words; so do the messages that were sent, for
 * no opening may send more than was confirmed. A shift that had not begun is given back: the clock offers its place on.
 */
export const whatTheyWorked = ({
  memberId,
  now,
}: {
  memberId: string
  now: number
}): readonly RawBuilder<unknown>[] => [
  ...(['shift_claims', 'shift_notices'] as const).map(
    (table) => sql`delete from ${sql.table(table)} where member_id = ${memberId}`,
  ),
  sql`delete from shift_asks where member_id = ${memberId} and pushed_at is null`,
  sql`update shift_asks set read_at = null where member_id = ${memberId}`,
  sql`delete from assignment_requests where assignment_id in (select id from assignments where member_id = ${memberId})`,
  sql`update assignments set reason = null, thanks_words = null, notice_by = null, notice_chosen_at = null,
      terms = (select terms from shift_openings where id = assignments.opening_id),
      ended_at = iif(${isAhead(now)}, ${now}, ended_at), state = iif(${isAhead(now)}, 'cancelled_by_member', state)
    where member_id = ${memberId}`,
  sql`delete from return_steps where wish_id in (select id from return_wishes where member_id = ${memberId})`,
  sql`delete from return_wishes where member_id = ${memberId}`,
]

const isAhead = (now: number) => sql`(state = 'confirmed' and starts_at > ${now})`
