import { sql } from 'kysely'
import { mustHaveChangedOne, type Store } from '../../db/store.ts'
import { payOf } from '../../labour/pay.ts'
import { changeOne, lapseRequestsOf, nameAssignment } from './assignments.ts'
import { recordAssignment } from './claim-statements.ts'
import { statement } from './places.ts'

export const THANKS_MAX = 300

/**
 * The hours that were worked, with what they earn; said again, they are put right. Times are UTC epoch ms. thanksWords: the
 * person is thanked with these. Refusals: not_found; shift_not_in_state: it was called off, did not begin, or
 * these hours are not over yet.
 */
export async function confirmHours(
  store: Store,
  {
    assignmentId,
    from,
    to,
    breakMinutes,
    thanksWords,
    storeId = null,
    operatorId,
    now,
  }: {
    assignmentId: string
    from: number
    to: number
    breakMinutes: number
    thanksWords?: string | undefined
    storeId?: string | null
    operatorId: string
    now: number
  },
): Promise<{ payYen: number }> {
  const { db } = store
  const { assignment, named } = await nameAssignment(store, { assignmentId, storeId })
  const pay = payOf({ ...assignment, startsAt: from, endsAt: to, breakMinutes })
  await changeOne(store, [
    statement(
      db,
      sql`update assignments set state = 'worked', worked_from = ${from}, worked_to = ${to},
          worked_break_minutes = ${breakMinutes}, pay_yen = ${pay.totalYen}, hours_confirmed_at = ${now},
          hours_confirmed_by = ${operatorId}, ended_at = null, ended_by = null,
          thanks_words = coalesce(${thanksWords?.trim().slice(0, THANKS_MAX) || null}, thanks_words)
        where id = ${assignmentId} and state in ('confirmed', 'missed', 'worked') and starts_at <= ${now}
          and ${from} < ${to} and ${to} <= ${now} and version = ${assignment.version}`,
    ),
    mustHaveChangedOne(db),
    lapseRequestsOf(db, { assignmentId, now }),
    statement(db, sql`delete from interactions where id = ${`shift_missed:${assignmentId}`}`),
    recordAssignment(db, {
      assignmentId,
      kind: 'shift_worked',
      only: sql`state = 'worked'`,
      named,
      operatorId,
      at: from,
    }),
  ])
  return { payYen: pay.totalYen }
}
