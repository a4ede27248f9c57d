import { describe, expect, it } from 'vitest'
import { noticesAhead } from '../../src/events/ahead.ts'
import { leaveEvent } from '../../src/events/seats.ts'
import { DAY, HOUR, NOON, newStore } from '../support.ts'
import { eventWith, openShop, told } from './notices-support.ts'
import { TASTING } from './support.ts'

describe('what will be told next', () => {
  it('is counted with its time, in order, as things stand', async () => {
    const store = newStore()
    const eventId = await eventWith(store, { aya: 2, ben: 2, chie: 3 }, { capacity: 5 })
    expect(await noticesAhead(store, { eventId, now: NOON + HOUR })).toEqual([
      { kind: 'offer', at: NOON + HOUR, messages: 1 },
      { kind: 'reminder_day', at: TASTING.startsAt - DAY, messages: 2 },
      { kind: 'not_seated', at: TASTING.closesAt, messages: 1 },
      { kind: 'reminder_hours', at: TASTING.startsAt - 2 * HOUR, messages: 2 },
    ])
    expect(await noticesAhead(store, { eventId: 'none', now: NOON })).toEqual([])
  })

  it('waits for the morning at night, as the telling does', async () => {
    const store = newStore()
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1, remindDay: false, remindHours: false })
    await leaveEvent(store, { eventId, memberId: 'aya', at: NOON + 10 * HOUR, now: NOON + 10 * HOUR })
    expect((await noticesAhead(store, { eventId, now: NOON + 10 * HOUR }))[0]).toEqual({
      kind: 'offer',
      at: NOON + 21 * HOUR,
      messages: 1,
    })
  })

  it('is what is told then: nothing is left of it afterwards', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1, chie: 1 }, { capacity: 2 })
    const seen: string[] = []
    for (const now of [TASTING.startsAt - DAY, TASTING.closesAt + 12 * HOUR, TASTING.startsAt - 2 * HOUR]) {
      const due = (await noticesAhead(store, { eventId, now })).filter(({ at }) => at <= now)
      seen.push(...due.flatMap(({ kind, messages }) => Array.from({ length: messages }, () => kind)))
      await shop.work(now)
    }
    expect((await told(store)).map((line) => line.split(' ')[1])).toEqual(seen)
    expect(seen).toHaveLength(5)
    expect(await noticesAhead(store, { eventId, now: TASTING.startsAt })).toEqual([])
  })
})
