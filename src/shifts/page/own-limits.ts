import type { Compilable } from 'kysely'
import type { Store } from '../../db/store.ts'
import { answerQuestion, skipQuestion } from '../../members/questions.ts'

export const MAIN_JOB_HOURS_MAX = 80
export const SHIFT_HOURS_MAX = 60

/** What a person says so that no shift harms them: work elsewhere (労働基準法 38条), and how much they want here at most. */
export type OwnLimits = {
  hasMainJob: boolean | null
  /** Hours a week at the other employer; null: not said. */
  mainJobHours: number | null
  /** Hours a week here at most; null: no limit of theirs. */
  shiftHoursMax: number | null
}

export async function ownLimits({ db }: Store, memberId: string): Promise<OwnLimits> {
  const row = await db
    .selectFrom('members')
    .select(['has_main_job', 'main_job_hours', 'shift_hours_max'])
    .where('id', '=', memberId)
    .executeTakeFirst()
  return {
    hasMainJob: row?.has_main_job == null ? null : row.has_main_job === 1,
    mainJobHours: row?.main_job_hours ?? null,
    shiftHoursMax: row?.shift_hours_max ?? null,
  }
}

/**
 * Keeps what a person says of their hours; what is agreed already stays agreed. Without another job there are no hours of
 * one. Nothing is kept of who has left.
 */
export async function saveOwnLimits(
  store: Store,
  { memberId, hasMainJob, mainJobHours, shiftHoursMax, now }: OwnLimits & { memberId: string; now: number },
): Promise<void> {
  const { db } = store
  const before = await ownLimits(store, memberId)
  const said: readonly Compilable[] =
    before.hasMainJob === hasMainJob
      ? []
      : hasMainJob === null
        ? skipQuestion(db, { memberId, question: 'main_job', at: now })
        : answerQuestion(db, { memberId, question: 'main_job', values: [hasMainJob ? 'yes' : 'no'], at: now })
  await store.batch([
    ...said,
    db
      .updateTable('members')
      .set({ main_job_hours: hasMainJob === true ? mainJobHours : null, shift_hours_max: shiftHoursMax })
      .where('id', '=', memberId)
      .where('state', 'not in', ['left', 'erased']),
  ])
}
