import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { forgetEventAnswers } from '../../src/events/ending.ts'
import { acceptOffer } from '../../src/events/offers.ts'
import { leaveEvent } from '../../src/events/seats.ts'
import { standingOf } from '../../src/events/standing.ts'
import { closeEvent, reopenEvent } from '../../src/events/states.ts'
import { addOwner, OWNER } from '../broadcasts/support.ts'
import { DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { actionsOf, eventWith, openShop, owed, told } from './notices-support.ts'
import { TASTING } from './support.ts'

const leave = (store: Store, eventId: string, memberId: string, at: number) =>
  leaveEvent(store, { eventId, memberId, at, now: at })

describe('an offered seat', () => {
  it('is told to who is next, once, with the way to take it and the ways out', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1, chie: 1 }, { capacity: 1 })
    await leave(store, eventId, 'aya', NOON + HOUR)
    await shop.work(NOON + HOUR)
    await shop.work(NOON + HOUR + MINUTE)

    expect(await told(store)).toEqual(['ben offer'])
    const [message, ...more] = await owed(store)
    expect(more).toEqual([])
    expect(message?.altText).toBe('お席が空きました：新メニューの試食会（2026年4月8日（水） 18:00〜20:00）')
    expect(actionsOf(message)).toEqual([
      `event:${eventId}:accept:1`,
      `event:${eventId}:decline`,
      expect.stringContaining(`https://shop.example/event/${eventId}.ben.`),
    ])
    expect(JSON.stringify(message)).toContain('4月2日（木） 13:00まで')
    expect(await standingOf(store, { eventId, memberId: 'ben' })).toMatchObject({
      state: 'offered',
      offerEndsAt: NOON + 25 * HOUR,
    })
    expect(shop.woken).toEqual(['outbox'])
  })

  it('of fewer than they are asks whether that would do, and does not cost them their place', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 2, ben: 3 }, { capacity: 3 })
    await shop.work(NOON + HOUR)
    const [message] = await owed(store)
    expect(actionsOf(message)).toEqual([
      `event:${eventId}:accept:1`,
      `event:${eventId}:keep:1`,
      `event:${eventId}:decline`,
    ])
    await shop.work(NOON + 25 * HOUR)
    expect(await standingOf(store, { eventId, memberId: 'ben' })).toMatchObject({ state: 'waiting', nth: 1 })
    expect(await told(store)).toEqual(['ben offer'])
  })

  it('that freed in the night is told in the morning, and its window begins then', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
    await leave(store, eventId, 'aya', NOON + 10 * HOUR)
    await shop.work(NOON + 10 * HOUR)
    expect(await told(store)).toEqual([])
    await shop.work(NOON + 21 * HOUR)
    expect(await told(store)).toEqual(['ben offer'])
    expect(await standingOf(store, { eventId, memberId: 'ben' })).toMatchObject({ offerEndsAt: NOON + 33 * HOUR })
  })

  it('that nobody takes goes to the next, and who let it pass is told how to come back', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1, chie: 1 }, { capacity: 1 })
    await leave(store, eventId, 'aya', NOON + HOUR)
    await shop.work(NOON + HOUR)
    await shop.work(NOON + 25 * HOUR)
    expect(await told(store)).toEqual(['ben offer', 'ben lapsed', 'chie offer'])
    const lapsed = (await owed(store)).find(({ altText }) => altText?.startsWith('お返事の期限'))
    expect(actionsOf(lapsed)).toContain(`event:${eventId}:join`)
  })

  it('stays theirs when they take it, and nothing more is said', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
    await leave(store, eventId, 'aya', NOON + HOUR)
    await shop.work(NOON + HOUR)
    const at = NOON + 2 * HOUR
    await acceptOffer(store, { eventId, memberId: 'ben', offerNo: 1, at, now: at })
    await shop.work(NOON + 26 * HOUR)
    expect(await standingOf(store, { eventId, memberId: 'ben' })).toMatchObject({ state: 'going' })
    expect(await told(store)).toEqual(['ben offer'])
  })
})

describe('the end of an event', () => {
  it('of the answers is told to who still waits, and not to who comes', async () => {
    const store = newStore()
    const shop = openShop(store)
    await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1, remindDay: false })
    await shop.work(TASTING.closesAt - 1)
    expect(await told(store)).toEqual([])
    await shop.work(TASTING.closesAt)
    // In the night it waits for the morning.
    expect(await told(store)).toEqual([])
    await shop.work(TASTING.closesAt + 12 * HOUR)
    expect(await told(store)).toEqual(['ben not_seated'])
    expect(await store.db.selectFrom('events').select(['state', 'closed_at', 'closed_by']).execute()).toEqual([
      { state: 'closed', closed_at: TASTING.closesAt, closed_by: null },
    ])
  })

  it('of the evening makes it done, and notes who did not come once the door is closed', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1, chie: 1 }, { capacity: 2 })
    const missed = () =>
      store.db.selectFrom('interactions').select(['member_id', 'at']).where('kind', '=', 'event_missed').execute()
    await store.db
      .insertInto('check_ins')
      .values({ id: 'one', event_id: eventId, member_id: 'aya', people: 1, checked_in_at: TASTING.startsAt })
      .execute()
    await shop.work(TASTING.endsAt)
    expect(await store.db.selectFrom('events').select('state').execute()).toEqual([{ state: 'done' }])
    expect(await missed()).toEqual([])
    await shop.work(TASTING.endsAt + 12 * HOUR)
    await shop.work(TASTING.endsAt + DAY)
    expect(await missed()).toEqual([{ member_id: 'ben', at: TASTING.endsAt }])
  })

  it('notes nobody where no one stood at the door, and who cancelled in time is never noted', async () => {
    const store = newStore()
    const shop = openShop(store)
    const missed = () =>
      store.db.selectFrom('interactions').select('member_id').where('kind', '=', 'event_missed').execute()
    const eventId = await eventWith(store, { aya: 1, ben: 1 })
    await leave(store, eventId, 'ben', NOON + HOUR)
    const undone = { people: 1, checked_in_at: TASTING.startsAt, undone_at: TASTING.startsAt + 1 }
    await store.db
      .insertInto('check_ins')
      .values({ id: 'one', event_id: eventId, member_id: 'aya', ...undone })
      .execute()
    await shop.work(TASTING.endsAt + DAY)
    expect(await missed()).toEqual([])
    expect(await store.db.selectFrom('events').select('missed_noted_at').execute()).toEqual([
      { missed_noted_at: TASTING.endsAt + DAY },
    ])
    expect(await shop.work(TASTING.endsAt + DAY)).toBeUndefined()
  })

  it('is told again to who waits when it was opened once more and closed again', async () => {
    const store = newStore()
    const shop = openShop(store)
    await addOwner(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
    const acting = { eventId, operatorId: OWNER }
    await closeEvent(store, { ...acting, now: NOON + HOUR })
    await shop.work(NOON + HOUR)
    await reopenEvent(store, { ...acting, now: NOON + 2 * HOUR })
    await shop.work(NOON + 2 * HOUR)
    await closeEvent(store, { ...acting, now: NOON + 3 * HOUR })
    await shop.work(NOON + 3 * HOUR)
    expect(await told(store)).toEqual(['ben not_seated', 'ben not_seated'])
  })

  it('says to who was offered seats too late to be told what it says to who waits', async () => {
    const store = newStore()
    const shop = openShop(store)
    await addOwner(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
    await leave(store, eventId, 'aya', NOON + HOUR)
    await closeEvent(store, { eventId, operatorId: OWNER, now: NOON + HOUR })
    await shop.work(NOON + HOUR)
    await shop.work(NOON + 2 * HOUR)
    expect(await told(store)).toEqual(['ben not_seated'])
  })

  it('lets go of allergies and answers after a week, and not before', async () => {
    const store = newStore()
    await eventWith(store, { aya: 1 })
    await store.db.updateTable('rsvps').set({ allergies: 'えび', answers: '[["犬も","はい"]]', drinkers: 1 }).execute()
    const kept = () => store.db.selectFrom('rsvps').select(['allergies', 'answers', 'drinkers']).execute()
    await forgetEventAnswers(store, { now: TASTING.endsAt + 7 * DAY - 1 })
    expect(await kept()).toEqual([{ allergies: 'えび', answers: '[["犬も","はい"]]', drinkers: 1 }])
    await forgetEventAnswers(store, { now: TASTING.endsAt + 7 * DAY })
    expect(await kept()).toEqual([{ allergies: null, answers: null, drinkers: 1 }])
  })

  it('comes also when nothing ran for days: all is closed and done at once, and nobody is told too late', async () => {
    const store = newStore()
    const shop = openShop(store)
    await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
    await shop.work(TASTING.endsAt + 3 * DAY)
    expect(await told(store)).toEqual([])
    expect(await store.db.selectFrom('events').select(['state', 'done_at']).execute()).toEqual([
      { state: 'done', done_at: TASTING.endsAt + 3 * DAY },
    ])
  })
})

describe('the work on events', () => {
  it('is looked at again when the next window, reminder, deadline or end comes', async () => {
    const store = newStore()
    const shop = openShop(store)
    expect(await shop.work(NOON)).toBeUndefined()
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
    expect(await shop.work(NOON + HOUR)).toBe(TASTING.closesAt)
    await leave(store, eventId, 'aya', NOON + 2 * HOUR)
    await shop.work(NOON + 2 * HOUR)
    expect(await shop.work(NOON + 2 * HOUR + MINUTE)).toBe(NOON + 26 * HOUR)
    expect(await shop.work(TASTING.startsAt - 2 * DAY)).toBe(TASTING.startsAt - DAY)
    expect(await shop.work(TASTING.closesAt)).toBe(TASTING.startsAt - 2 * HOUR)
    expect(await shop.work(TASTING.startsAt)).toBe(TASTING.endsAt)
    expect(await shop.work(TASTING.endsAt)).toBe(TASTING.endsAt + 12 * HOUR)
  })

  it('offers seats that became free where nobody offered them on', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
    await store.db.deleteFrom('rsvps').where('event_id', '=', eventId).where('member_id', '=', 'aya').execute()
    await shop.work(NOON + HOUR)
    expect(await told(store)).toEqual(['ben offer'])
  })
})
