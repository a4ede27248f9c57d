import { sql } from 'kysely'
import { mayWork } from '../db/fence.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { quietUntil } from '../sending/quiet.ts'
import { readSendingSettings, type SendingSettings } from '../sending/sending-settings.ts'
import { closeDue, finishDue, isAnythingOpen, nextMoment, noteMissed } from './ending.ts'
import { freeSeats, offerStatement, takesAnswers } from './line.ts'
import { type At, type Due, dueLapses, dueOffers, dueUnseated, findEventsDue } from './notices.ts'
import { lapseOffers } from './offers.ts'
import { remind } from './reminding.ts'
import { type Desk, tellDue } from './telling.ts'
import { dueTelling, finishTelling, openTellings } from './tellings.ts'
import { offerToldAt } from './windows.ts'

export type Working = Desk & Pick<Deps, 'line' | 'instance' | 'log' | 'now' | 'wake'>

/**
 * Everything about events that is due: ends offers that nobody confirmed and offers the seats to who is next, tells people
 * what they are to know, closes what is over. Any number of these may run at once, and die anywhere: what is told is told
 * once. A copy or a restored backup does nothing by itself. Returns when to look again.
 */
export async function workEvents(deps: Working): Promise<number | undefined> {
  const { store } = deps
  if (!(await isAnythingOpen(store)) || (await mayWork(deps)) !== 'yes') return undefined
  const now = deps.now()
  await closeDue(store, { now })
  const { nextAt } = await lapseOffers(store, { now })
  await offerFreeSeats(store, { now })

  const settings = await readSendingSettings(store)
  const { told, remindedAt } = await tellEverything(deps, settings, now)
  if (told > 0) deps.wake('outbox')

  await finishDue(store, { now })
  await noteMissed(store, { now })
  const moments = [nextAt, remindedAt, await nextMoment(store)].filter((at) => at !== undefined)
  return moments.length > 0 ? Math.max(now, Math.min(...moments)) : undefined
}

/** What concerns a seat that somebody holds or waits for goes always; a reminder only where messages are left for it. */
async function tellEverything(deps: Working, settings: SendingSettings, now: number) {
  const at = { now, quietEnd: quietUntil(settings, now) }
  const concerning =
    (await tellOffers(deps, now)) +
    (await tellAll(deps, dueLapses(at), now)) +
    (await tellAll(deps, dueUnseated(at), now)) +
    (await tellPlans(deps, at))
  const { told, nextAt } = await remind(deps, { settings, now })
  return { told: concerning + told, remindedAt: nextAt }
}

/** The net for seats that became free where nobody offered them on: somebody was erased, or unblocked us. */
async function offerFreeSeats({ db, batch }: Store, { now }: { now: number }) {
  const { rows } = await sql<{ id: string }>`select id from events
    where ${takesAnswers(now)} and ${freeSeats} > 0
      and exists (select 1 from rsvps where event_id = events.id and place is not null and seats < party)`.execute(db)
  for (const { id } of rows) await batch([offerStatement(db, { eventId: id, now })])
}

/** In the night an offer waits for the morning, and its window with it. */
const tellOffers = (deps: Working, now: number) =>
  tellAll(deps, dueOffers({ now }), now, { mayTell: (event) => offerToldAt({ now, ...event }) <= now })

type How = Pick<Parameters<typeof tellDue>[1], 'mayTell'>

async function tellAll(deps: Working, due: Due, now: number, how: How = {}) {
  let told = 0
  for (const eventId of await findEventsDue(deps.store, due)) told += await tellDue(deps, { eventId, due, now, ...how })
  return told
}

/** Changes of time or place, and cancellations. */
async function tellPlans(deps: Working, at: At) {
  const { store } = deps
  let told = 0
  for (const telling of await openTellings(store)) {
    const { eventId, words } = telling
    told += await tellDue(deps, { eventId, due: dueTelling(telling, at), words, now: at.now })
    await finishTelling(store, telling, at)
  }
  return told
}
