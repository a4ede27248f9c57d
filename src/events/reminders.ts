import { type SqlBool, sql } from 'kysely'
import { hasConsent } from '../consent/consent.ts'
import type { Store } from '../db/store.ts'
import type { QuietHours } from '../sending/quiet.ts'
import { reminderTimes } from '../sending/reminder-times.ts'
import type { Due } from './notices.ts'

/** Tokyo: when the day before is. */
const DAY_BEFORE_HOUR = 18
const HOURS_BEFORE = 2

export type Reminded = { id: string; startsAt: number; remindDay: boolean; remindHours: boolean }
export type Reminder = {
  kind: 'reminder_day' | 'reminder_hours'
  /** When it goes, quiet hours left out; and from when on it is too late. */
  at: number
  until: number
}

/**
 * The reminders of an event: the day before at 18:00 (Tokyo) and two hours before. In quiet hours it goes when they end; one
 * that would then come less than 30 minutes before the start, or with the next one, is none.
 */
export function remindersOf({ startsAt, remindDay, remindHours }: Reminded, quiet: QuietHours): readonly Reminder[] {
  const plan = {
    dayBeforeAt: remindDay ? DAY_BEFORE_HOUR : undefined,
    hoursBefore: remindHours ? HOURS_BEFORE : undefined,
  }
  const { day, hours } = reminderTimes(startsAt, plan, quiet)
  return [
    ...(day ? [{ kind: 'reminder_day', ...day } as const] : []),
    ...(hours ? [{ kind: 'reminder_hours', ...hours } as const] : []),
  ]
}

/**
 * Whom a reminder is for: who was going when it was due, and takes messages about events. Who answered since knows. Of another
 * time of the event it is another reminder.
 */
export const dueReminder = (event: Reminded, { kind, at }: Reminder): Due => ({
  kind,
  ref: sql`cast(events.starts_at as text)`,
  when: sql<SqlBool>`events.id = ${event.id} and rsvps.state = 'going' and rsvps.answered_at <= ${at}
    and events.state in ('open', 'closed') and events.starts_at = ${event.startsAt}
    and ${hasConsent('events', sql<string>`members.id`)}`,
})

const HELD_KEY = 'events.reminders_held_at'
/** Reminders that stay away for want of messages are looked at so often; what was noted longer ago is over. */
export const HELD_AGAIN_MS = 10 * 60_000
const HELD_MS = 2 * HELD_AGAIN_MS

/** Whether reminders that are due stay away, and since when it is known: they never use the messages kept in reserve. For a page. */
export async function reminderState({ db }: Store, { now }: { now: number }): Promise<{ heldAt: number | undefined }> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', HELD_KEY).executeTakeFirst()
  const heldAt = Number(row?.value ?? 0)
  return { heldAt: now - heldAt < HELD_MS ? heldAt : undefined }
}

/** Notes that reminders which are due stay away. */
export const noteHeld = ({ db }: Store, heldAt: number) =>
  db
    .insertInto('settings')
    .values({ key: HELD_KEY, value: String(heldAt) })
    .onConflict((clash) => clash.column('key').doUpdateSet({ value: String(heldAt) }))
    .execute()
