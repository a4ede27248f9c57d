import { mayWork } from '../db/fence.ts'
import type { Deps } from '../deps.ts'
import { quietUntil } from '../sending/quiet.ts'
import { readSendingSettings, type SendingSettings } from '../sending/sending-settings.ts'
import { postOpen } from './asks/asks.ts'
import { workWaves } from './asks/waves.ts'
import { offerFreePlaces } from './claims/places.ts'
import { settleRequests } from './claims/requests.ts'
import { lapseOffers } from './claims/standby.ts'
import {
  dueApplied,
  dueChangesDeclined,
  dueHoles,
  dueRequests,
  dueTaken,
  dueUndecided,
  dueUnfilled,
} from './notices/alerts.ts'
import { closeDue, endClaimsDue, finishDue, isAnythingOpen, nextMoment } from './notices/ending.ts'
import {
  type At,
  dueCancelAccepted,
  dueCancelDeclined,
  dueCancelledByShop,
  dueChanges,
  dueChangesLapsed,
  dueConfirmed,
  dueDeclined,
  dueEnded,
  dueOffers,
  dueOffersLapsed,
  dueStandby,
  dueThanks,
} from './notices/outcomes.ts'
import { dueReminders } from './notices/reminders.ts'
import { type Desk, tellAll } from './notices/telling.ts'

export type Working = Desk & Pick<Deps, 'line' | 'instance' | 'log' | 'now' | 'wake'>

/**
 * Everything about shifts that is due: closes at the deadline, ends what nobody answered, offers free places on, asks the next
 * people, tells everybody what they are to know, ends what is over. Any number of these may run at once, and die anywhere: what
 * is told is told once. A copy or a restored backup does nothing by itself. Returns when to look again.
 */
export async function workShifts(deps: Working): Promise<number | undefined> {
  const { store } = deps
  const now = deps.now()
  if (!(await isAnythingOpen(store, { now })) || (await mayWork(deps)) !== 'yes') return undefined
  await closeDue(store, { now })
  const offers = await lapseOffers(store, { now })
  const requests = await settleRequests(store, { now })
  await endClaimsDue(store, { now })
  await offerFreePlaces(store, { now })
  await postOpen(store, { now })
  const waves = await workWaves(deps, { now })

  const { told, remindedAt } = await tellEverything(deps, await readSendingSettings(store), now)
  if (waves.sent + told > 0) deps.wake('outbox')

  await finishDue(store, { now })
  return earliest(now, [offers.nextAt, requests.nextAt, waves.nextAt, remindedAt, await nextMoment(store, { now })])
}

/** The first of these moments after now. What is due already and could not be done is looked at again by the minute job. */
function earliest(now: number, moments: readonly (number | undefined)[]) {
  const ahead = moments.filter((at) => at !== undefined && at > now)
  return ahead.length > 0 ? Math.min(...ahead.map(Number)) : undefined
}

/** What concerns somebody's own application or shift goes always, whatever they agreed to hear of. The shop is told first. */
async function tellEverything(desk: Desk, quiet: SendingSettings, now: number) {
  const at: At = { now, quietEnd: quietUntil(quiet, now) }
  const reminders = await dueReminders(desk.store, { quiet, now })
  let told = 0
  for (const due of [...outcomes(at), ...reminders.dues]) told += await tellAll(desk, { due, now })
  return { told, remindedAt: reminders.nextAt }
}

const outcomes = (at: At) => [
  dueRequests(at),
  dueApplied(at),
  dueTaken(at),
  dueHoles(at),
  dueUndecided(at),
  dueUnfilled(at),
  dueChangesDeclined(at),
  dueCancelledByShop(at),
  dueCancelAccepted(at),
  dueCancelDeclined(at),
  dueConfirmed(at),
  dueOffers(at),
  dueOffersLapsed(at),
  dueChanges(at),
  dueChangesLapsed(at),
  dueDeclined(at),
  dueStandby(at),
  dueEnded(at),
  dueThanks(at),
]
