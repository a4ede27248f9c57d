import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { readQuota, stillFits } from '../sending/cost.ts'
import { quietUntil } from '../sending/quiet.ts'
import type { SendingSettings } from '../sending/sending-settings.ts'
import { countDue } from './notices.ts'
import {
  dueReminder,
  HELD_AGAIN_MS,
  noteHeld,
  type Reminded,
  type Reminder,
  reminderState,
  remindersOf,
} from './reminders.ts'
import { type Desk, tellDue } from './telling.ts'

/** No reminder goes earlier than this before an event. */
const AHEAD_MS = 3 * 86_400_000

type Reminding = Desk & Pick<Deps, 'line' | 'log'>
type Asked = { settings: SendingSettings; now: number }

/**
 * Reminds who is going of what is near, each once. All of an event or nobody: never with the messages kept in reserve. Where
 * LINE does not tell how many are left, it waits. Returns how many it told, and when the next one is due.
 */
export async function remind(deps: Reminding, { settings, now }: Asked) {
  const { store } = deps
  const near = (await eventsNear(store, now)).flatMap((event) =>
    remindersOf(event, settings).map((reminder) => ({ event, reminder })),
  )
  const later = near.map(({ reminder }) => reminder.at).filter((at) => at > now)
  const isQuiet = quietUntil(settings, now) !== undefined
  let told = 0
  for (const { event, reminder } of near)
    if (!isQuiet && reminder.at <= now && now < reminder.until)
      told += await remindOf(deps, { event, reminder, settings, now })
  return { told, nextAt: later.length > 0 ? Math.min(...later) : undefined }
}

type One = Asked & { event: Reminded; reminder: Reminder }

async function remindOf(deps: Reminding, { event, reminder, settings, now }: One) {
  const { store, line, log } = deps
  const due = dueReminder(event, reminder)
  const messages = await countDue(store, due)
  if (messages === 0 || (await wasHeld(store, now))) return 0
  try {
    const quota = await readQuota({ store, line }, { now })
    const suffices = (count: number) => sql<SqlBool>`${stillFits(quota, { messages: count, kept: settings.reserve })}`
    if (!(await holds(store, suffices(messages)))) {
      await noteHeld(store, now)
      log.warn('reminders of an event stay away', { event_id: event.id, count: messages })
      return 0
    }
    return await tellDue(deps, { eventId: event.id, due, now, only: suffices })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'line_unreachable') throw error
    log.warn('reminders of an event wait for LINE', { event_id: event.id, count: messages })
    return 0
  }
}

/** LINE is not asked each minute how many are left while there were too few. */
async function wasHeld(store: Store, now: number) {
  const { heldAt } = await reminderState(store, { now })
  return heldAt !== undefined && now - heldAt < HELD_AGAIN_MS
}

async function holds({ db }: Store, condition: ReturnType<typeof sql<SqlBool>>) {
  const { rows } = await sql<{ holds: 0 | 1 }>`select ${condition} as holds`.execute(db)
  return rows[0]?.holds === 1
}

async function eventsNear({ db }: Store, now: number): Promise<readonly Reminded[]> {
  const rows = await db
    .selectFrom('events')
    .select(['id', 'starts_at as startsAt', 'remind_day', 'remind_hours'])
    .where('state', 'in', ['open', 'closed'])
    .where('starts_at', '>', now)
    .where('starts_at', '<', now + AHEAD_MS)
    .where((eb) => eb.or([eb('remind_day', '=', 1), eb('remind_hours', '=', 1)]))
    .execute()
  return rows.map(({ remind_day, remind_hours, ...event }) => ({
    ...event,
    remindDay: remind_day === 1,
    remindHours: remind_hours === 1,
  }))
}
