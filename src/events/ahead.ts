import { type SqlBool, sql } from 'kysely'
import type { EventNoticeKind } from '../db/schema-events.ts'
import type { Store } from '../db/store.ts'
import { quietUntil } from '../sending/quiet.ts'
import { readSendingSettings } from '../sending/sending-settings.ts'
import { findEvent, type ShopEvent } from './events.ts'
import { countDue, type Due, dueLapses, dueOffers, dueUnseated, NEAR_MS } from './notices.ts'
import { dueReminder, remindersOf } from './reminders.ts'
import { dueTelling, openTellings } from './tellings.ts'
import { offerToldAt } from './windows.ts'

/** Something that people will be told of an event, when, and how many messages that is as things stand. */
export type NoticeAhead = { kind: EventNoticeKind; at: number; messages: number }

type Asked = { eventId: string; now: number }

/**
 * What the machine will tell of an event by itself, in the order of time; nothing that nobody would be told. Who answers,
 * leaves or is offered seats until then changes it. Empty for an event that is not there.
 */
export async function noticesAhead(store: Store, { eventId, now }: Asked): Promise<readonly NoticeAhead[]> {
  const event = await findEvent(store, { eventId })
  if (!event) return []
  const quiet = await readSendingSettings(store)
  const quietEnd = quietUntil(quiet, now)
  const morning = quietEnd === undefined || event.startsAt < quietEnd + NEAR_MS ? now : quietEnd
  const anytime = { now, quietEnd: undefined }
  const ahead: { due: Due; at: number }[] = [
    { due: dueOffers({ now }), at: offerToldAt({ now, ...event }) },
    { due: dueLapses(anytime), at: morning },
    { due: event.state === 'open' ? waiting(event) : dueUnseated(anytime), at: closing(event, { now, morning }) },
    ...(await openTellings(store, { eventId })).map((telling) => ({ due: dueTelling(telling, anytime), at: morning })),
    ...remindersOf(event, quiet)
      .filter(({ until }) => now < until)
      .map((reminder) => ({ due: dueReminder(event, reminder), at: Math.max(reminder.at, morning) })),
  ]
  const counted = await Promise.all(
    ahead.map(async ({ due, at }) => ({
      kind: due.kind,
      at,
      messages: await countDue(store, { ...due, when: sql`events.id = ${eventId} and (${due.when})` }),
    })),
  )
  return counted.filter(({ messages }) => messages > 0).sort((a, b) => a.at - b.at)
}

/** Who would be told that they got no seat if the answers closed now. */
const waiting = ({ closesAt }: ShopEvent): Due => ({
  kind: 'not_seated',
  ref: sql`cast(${closesAt} as text)`,
  when: sql<SqlBool>`rsvps.state in ('waiting', 'offered')`,
})

const closing = ({ state, closesAt }: ShopEvent, { now, morning }: { now: number; morning: number }) =>
  state === 'open' && closesAt > now ? closesAt : morning
