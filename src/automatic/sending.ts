import { type Compilable, sql } from 'kysely'
import { methodFor } from '../broadcasts/content.ts'
import { mayWork } from '../db/fence.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { readQuota, stillFits } from '../sending/cost.ts'
import { quietUntil } from '../sending/quiet.ts'
import { readSendingSettings, type SendingSettings } from '../sending/sending-settings.ts'
import { type AutomaticMessage, automaticMessages, OCCASIONS } from './automatic.ts'
import { type Occurrence, occurrencesOf, tokyoHour } from './days.ts'
import { duePeople, PURPOSE } from './due.ts'
import { titleOf } from './words.ts'

/** Tokyo: the first hour in which something is sent by itself, and the first in which nothing is any more. */
const FROM_HOUR = 9
const UNTIL_HOUR = 21

type Sending = Pick<Deps, 'store' | 'line' | 'instance' | 'log' | 'now' | 'wake'>
type Switched = AutomaticMessage & { enabledAt: number }
type Due = { message: Switched; occurrence: Occurrence; settings: SendingSettings; now: number }

/**
 * Hands what is due on an occasion to the broadcasts, as one broadcast for all whose day it is; those go by every rule that
 * any other goes by. Each person once for an occasion and occurrence, however often and wherever this runs. Never with the
 * messages that are kept in reserve: it waits then, three days at most. Returns how many broadcasts there are now.
 */
export async function sendAutomatic(deps: Sending): Promise<number> {
  const now = deps.now()
  const hour = tokyoHour(now)
  if (hour < FROM_HOUR || hour >= UNTIL_HOUR) return 0
  const switched = (await automaticMessages(deps.store)).filter(isSwitchedOn)
  if (switched.length === 0) return 0
  const settings = await readSendingSettings(deps.store)
  if (quietUntil(settings, now) !== undefined || (await mayWork(deps)) !== 'yes') return 0

  let sent = 0
  for (const occasion of OCCASIONS)
    for (const message of switched.filter((one) => one.occasion === occasion))
      for (const occurrence of occurrencesOf(occasion, now))
        if (await send(deps, { message, occurrence, settings, now })) sent += 1
  if (sent > 0) deps.wake('broadcasts')
  return sent
}

const isSwitchedOn = (message: AutomaticMessage): message is Switched => message.enabledAt !== null

async function send({ store, line, log }: Sending, due: Due) {
  const { settings, now } = due
  const people = (await dueIn(store.db, due).execute()).length
  if (people === 0) return false
  try {
    const quota = await readQuota({ store, line }, { now })
    const broadcastId = crypto.randomUUID()
    const fits = stillFits(quota, { messages: people, kept: settings.reserve })
    const [created = 0] = await store.batch([
      broadcastStatement(store.db, { ...due, broadcastId, people, fits }),
      sendsStatement(store.db, { ...due, broadcastId }),
    ])
    if (created === 1) log.info('automatic message', { broadcast_id: broadcastId, count: people })
    return created === 1
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'line_unreachable') throw error
    log.warn('automatic messages wait for LINE', { count: people })
    return false
  }
}

const dueIn = (db: Deps['store']['db'], { message: { occasion, enabledAt }, ...due }: Due) =>
  duePeople(db, { ...due, occasion, enabledAt })

type Creating = Due & { broadcastId: string; people: number; fits: ReturnType<typeof stillFits> }

/**
 * The broadcast, confirmed by whoever switched the occasion on: only while it is on with these very words, for exactly the
 * people that were counted, and while the month's messages suffice.
 */
const broadcastStatement = (db: Deps['store']['db'], creating: Creating): Compilable => {
  const { broadcastId, people, fits, now, message } = creating
  const { occasion, content, enabledAt, updatedAt } = message
  return {
    compile: () =>
      sql`insert into broadcasts (id, title, purpose, kind, state, method, content, audience, confirmed_count,
          confirmed_by, confirmed_at, send_at, created_by, created_at, updated_at, channel, occasion)
        select ${broadcastId}, ${titleOf(occasion)}, ${PURPOSE}, ${content.kind}, 'planning', ${methodFor(content)},
          automatic_messages.content, json_object('rule', json_object('match', 'all', 'conditions',
            json_array(json_object('kind', 'person', 'in', json(due.ids)))), 'storeId', null),
          due.people, enabled_by, ${now}, ${now}, enabled_by, ${now}, ${now}, 'push', occasion
        from automatic_messages,
          (select count(*) as people, json_group_array(id) as ids from (${dueIn(db, creating)})) as due
        where occasion = ${occasion} and enabled_at = ${enabledAt} and updated_at = ${updatedAt}
          and due.people = ${people} and ${fits}`.compile(db),
  }
}

/** Remembers who got it, in the same batch: the key is the guard against a second time. */
const sendsStatement = (db: Deps['store']['db'], creating: Due & { broadcastId: string }): Compilable => ({
  compile: () =>
    sql`insert into automatic_sends (occasion, member_id, occurrence, broadcast_id, at)
      select broadcasts.occasion, person.value, ${creating.occurrence.occurrence}, broadcasts.id, ${creating.now}
      from broadcasts, json_each(broadcasts.audience, '$.rule.conditions[0].in') as person
      where broadcasts.id = ${creating.broadcastId}`.compile(db),
})
