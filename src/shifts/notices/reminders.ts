import { sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import { type QuietHours, quietUntil } from '../../sending/quiet.ts'
import { type ReminderSpan, reminderTimes } from '../../sending/reminder-times.ts'
import type { Due } from './notices.ts'
import { ofAssignments } from './outcomes.ts'

const HOUR_MS = 3_600_000
/** Tokyo: when the evening before is. */
const EVENING = 19
const HOURS_BEFORE = 3
/** Who was told that it is agreed so shortly before knows. */
const KNOWS_MS = HOUR_MS
/** No reminder goes earlier than this before a shift. */
const AHEAD_MS = 2 * 24 * HOUR_MS

export type Reminder = ReminderSpan & { kind: 'reminder_evening' | 'reminder_hours' }

/** The reminders of a shift that begins then: the evening before at 19:00 (Tokyo) and three hours before, never in quiet hours. */
export function remindersOf(startsAt: number, quiet: QuietHours): readonly Reminder[] {
  const { day, hours } = reminderTimes(startsAt, { dayBeforeAt: EVENING, hoursBefore: HOURS_BEFORE }, quiet)
  return [
    ...(day ? [{ kind: 'reminder_evening', ...day } as const] : []),
    ...(hours ? [{ kind: 'reminder_hours', ...hours } as const] : []),
  ]
}

/** Whom a reminder is for: who had the shift for a while when it was due. Of another time it is another reminder. */
export const dueReminder = (startsAt: number, { kind, at }: Reminder): Due => ({
  kind,
  rows: ofAssignments({
    ref: sql`assignments.starts_at`,
    when: sql`assignments.state = 'confirmed' and assignments.starts_at = ${startsAt}
      and assignments.confirmed_at <= ${at - KNOWS_MS}`,
  }),
})

/** The reminders to send now, and when the next one is due. */
export async function dueReminders(store: Store, { quiet, now }: { quiet: QuietHours; now: number }) {
  const near = (await startsNear(store, now)).flatMap((startsAt) =>
    remindersOf(startsAt, quiet).map((reminder) => ({ startsAt, reminder })),
  )
  const later = near.map(({ reminder }) => reminder.at).filter((at) => at > now)
  const isDue = ({ at, until }: ReminderSpan) => quietUntil(quiet, now) === undefined && at <= now && now < until
  return {
    dues: near
      .filter(({ reminder }) => isDue(reminder))
      .map(({ startsAt, reminder }) => dueReminder(startsAt, reminder)),
    nextAt: later.length > 0 ? Math.min(...later) : undefined,
  }
}

const startsNear = async ({ db }: Store, now: number) =>
  (
    await db
      .selectFrom('assignments')
      .select('starts_at')
      .distinct()
      .where('state', '=', 'confirmed')
      .where('starts_at', '>', now)
      .where('starts_at', '<', now + AHEAD_MS)
      .execute()
  ).map(({ starts_at }) => starts_at)
