import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { leaveEvent } from '../../src/events/seats.ts'
import { cancelEvent } from '../../src/events/states.ts'
import { workEvents } from '../../src/events/working.ts'
import { bytesAfter } from '../broadcasts/ends.ts'
import { addOwner, OWNER } from '../broadcasts/support.ts'
import { openMortal } from '../mortal.ts'
import { DAY, HOUR, instanceOf, NOON } from '../support.ts'
import { eventWith, openShop, owed, told } from './notices-support.ts'
import { TASTING } from './support.ts'

type Plot = {
  what: string
  /** What happened before. Answers the event. */
  before: (store: Store) => Promise<unknown>
  at: number
  told: readonly string[]
}
const leave = (store: Store, eventId: string, memberId: string, at: number) =>
  leaveEvent(store, { eventId, memberId, at, now: at })

const plots: readonly Plot[] = [
  {
    what: 'an offer that lapsed, and the next one, of fewer seats',
    before: async (store) => {
      const eventId = await eventWith(store, { aya: 1, dan: 1, ben: 1, chie: 2 }, { capacity: 2 })
      await leave(store, eventId, 'aya', NOON + HOUR)
      await openShop(store).work(NOON + HOUR)
    },
    at: NOON + 25 * HOUR,
    told: ['ben offer', 'ben lapsed', 'chie offer'],
  },
  {
    what: 'the end of the answers, and a reminder',
    before: (store) => eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 }),
    at: TASTING.closesAt + 12 * HOUR,
    told: ['aya reminder_day', 'ben not_seated'],
  },
  {
    what: 'a cancellation',
    before: async (store) => {
      await addOwner(store)
      const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
      await cancelEvent(store, { eventId, operatorId: OWNER, words: '台風のためです。', now: NOON + DAY })
    },
    at: NOON + DAY,
    told: ['aya cancelled', 'ben cancelled'],
  },
  {
    what: 'the end of the evening',
    before: async (store) => {
      const eventId = await eventWith(store, { aya: 1, ben: 1 }, { remindDay: false, remindHours: false })
      await store.db
        .insertInto('check_ins')
        .values({ id: 'scan', event_id: eventId, member_id: 'aya', people: 1, checked_in_at: TASTING.startsAt })
        .execute()
    },
    at: TASTING.endsAt + DAY,
    told: [],
  },
]

describe('a process that dies once, at any step of what it does about events', () => {
  it.each(plots)('tells everybody once, and leaves nothing undone: $what', async ({ before, at, told: expected }) => {
    const bytes = await bytesAfter(before)
    const end = await endOf(bytes, at, expected)
    let deaths = 0
    for (; ; deaths++) {
      const life = await endOf(bytes, at, expected, deaths)
      expect({ ...life, deaths }).toEqual({ ...end, died: life.died, deaths })
      if (!life.died) break
    }
    expect(deaths).toBeGreaterThan(15)
  })
})

/** What is in the end, after a process that died at that point and one that lived. */
async function endOf(bytes: Buffer, at: number, expected: readonly string[], point = Number.POSITIVE_INFINITY) {
  const store = openSqlite(bytes)
  const shop = openShop(store, { at })
  const { deps } = shop
  const mortal = openMortal({ store, line: deps.line, instance: instanceOf(store) }, point)
  await workEvents({ ...deps, ...mortal.sees }).catch((error) => {
    if (!mortal.isDead()) throw error
  })
  await shop.work(at)
  expect(await told(store)).toEqual(expected)
  const messages = await owed(store)
  const keys = new Set(messages.map(({ key }) => key))
  expect(keys.size).toBe(messages.length)
  const died = mortal.isDead()
  const end = { messages: messages.map(({ memberId, altText }) => ({ memberId, altText })), rows: await rowsOf(store) }
  store.close()
  return { ...end, died }
}

/** Everything that must not depend on who died when. */
async function rowsOf({ db }: Store) {
  const rsvps = await db
    .selectFrom('rsvps')
    .select(['member_id', 'state', 'seats', 'place', 'offer_no', 'offer_ends_at'])
    .orderBy('member_id')
    .execute()
  const events = await db.selectFrom('events').select(['state', 'closed_at', 'done_at', 'missed_noted_at']).execute()
  const tellings = await db.selectFrom('event_tellings').select(['kind', 'finished_at']).execute()
  const lines = await db
    .selectFrom('interactions')
    .select(['member_id', 'kind'])
    .where('kind', 'in', ['event_offered', 'event_missed'])
    .orderBy('kind')
    .orderBy('member_id')
    .execute()
  return { rsvps, events, tellings, lines }
}
