import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { offerStatement } from '../../src/events/line.ts'
import { acceptOffer, keepWaiting, lapseOffers, toldStatement } from '../../src/events/offers.ts'
import { joinEvent, leaveEvent, seatByHand } from '../../src/events/seats.ts'
import { countSeats, standingOf } from '../../src/events/standing.ts'
import { engines, HOUR, NOON } from '../support.ts'
import { addEvent, addPeople, CLOSES, heldSeats, STARTS, seatsOf } from './seats-support.ts'

const OWNER = 'owner'

describe.each(engines)('the seats of an event on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let clock = NOON
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    clock = NOON
    await addPeople(store, ['hana', 'ken', 'yui', 'rei'])
    await store.db
      .insertInto('operators')
      .values({ id: OWNER, name: '店長', role: 'owner', created_at: NOON })
      .execute()
  })
  const say = (memberId: string) => {
    clock += 1
    return { eventId: 'tasting', memberId, at: clock, now: clock }
  }
  const joins = (memberId: string, party: number) => joinEvent(store, { ...say(memberId), party })

  it('go to who asks first, then make a line, and go down the line when they are freed', async () => {
    await addEvent(store, { capacity: 4 })
    expect(await joins('hana', 3)).toMatchObject({ outcome: 'answered', standing: { state: 'going', free: 1 } })
    expect(await joins('ken', 2)).toMatchObject({ standing: { state: 'offered', seats: 1, nth: 1, offerNo: 1 } })
    expect(await joins('yui', 1)).toMatchObject({ standing: { state: 'waiting', nth: 2 } })
    expect(await leaveEvent(store, say('hana'))).toMatchObject({ standing: { state: 'cancelled' } })
    expect(await seatsOf(store)).toEqual(['hana cancelled 3', 'ken offered 2/2', 'yui offered 1/1'])
    expect(await acceptOffer(store, { ...say('ken'), offerNo: 1 })).toMatchObject({ outcome: 'outdated' })
    expect(await acceptOffer(store, { ...say('ken'), offerNo: 2 })).toMatchObject({
      outcome: 'answered',
      standing: { state: 'going', party: 2 },
    })
  })

  it('are never more than there are, of any number of people at the same moment', async () => {
    await addEvent(store, { capacity: 5 })
    await Promise.all(['hana', 'ken', 'yui', 'rei'].map((name) => joins(name, 2)))
    expect(await heldSeats(store)).toBe(5)
    expect(await countSeats(store, 'tasting')).toMatchObject({
      going: 4,
      offered: 1,
      waiting: 2,
      parties: { going: 2, offered: 1, waiting: 1 },
      free: 0,
    })
  })

  it('are offered on when somebody would rather wait for all of theirs, and back when more are free', async () => {
    await addEvent(store, { capacity: 4 })
    await joins('hana', 2)
    await joins('ken', 3)
    await joins('yui', 1)
    expect(await seatsOf(store)).toEqual(['hana going 2', 'ken offered 2/3', 'yui waiting 1'])
    await keepWaiting(store, { ...say('ken'), offerNo: 1 })
    expect(await seatsOf(store)).toEqual(['hana going 2', 'ken waiting 3', 'yui offered 1/1'])
    await leaveEvent(store, say('hana'))
    expect(await seatsOf(store)).toEqual(['hana cancelled 2', 'ken offered 3/3', 'yui offered 1/1'])
  })

  it('are given by one who lets the time pass, who leaves the line, or waits on when asked for fewer', async () => {
    await addEvent(store, { capacity: 3 })
    await joins('hana', 3)
    await joins('ken', 2)
    await joins('yui', 2)
    await joins('rei', 1)
    await leaveEvent(store, say('hana'))
    expect(await seatsOf(store)).toEqual(['hana cancelled 3', 'ken offered 2/2', 'yui offered 1/2', 'rei waiting 1'])
    const endsAt = clock + HOUR
    const told = { eventId: 'tasting', offerNo: 1, endsAt }
    await store.batch([
      toldStatement(store.db, { ...told, memberId: 'ken' }),
      toldStatement(store.db, { ...told, memberId: 'yui' }),
    ])
    await store.batch([toldStatement(store.db, { ...told, memberId: 'ken', endsAt: endsAt + HOUR })])
    expect(await lapseOffers(store, { now: endsAt - 1 })).toEqual({ lapsed: 0, nextAt: endsAt })
    expect(await lapseOffers(store, { now: endsAt })).toMatchObject({ lapsed: 2 })
    expect(await seatsOf(store)).toEqual(['hana cancelled 3', 'ken lapsed 2', 'yui offered 2/2', 'rei offered 1/1'])
  })

  it('become more when the capacity is raised, and nobody loses any when it is cut', async () => {
    await addEvent(store, { capacity: 2 })
    await joins('hana', 2)
    await joins('ken', 2)
    const resize = (capacity: number) =>
      store.batch([
        store.db.updateTable('events').set({ capacity }),
        offerStatement(store.db, { eventId: 'tasting', now: clock }),
      ])
    await resize(4)
    expect(await seatsOf(store)).toEqual(['hana going 2', 'ken offered 2/2'])
    await resize(1)
    expect(await seatsOf(store)).toEqual(['hana going 2', 'ken offered 2/2'])
    expect(await countSeats(store, 'tasting')).toMatchObject({ capacity: 1, free: 0 })
    await leaveEvent(store, say('hana'))
    expect(await joins('yui', 1)).toMatchObject({ standing: { state: 'waiting' } })
  })

  it('are given by hand to nobody before who waits, after the deadline to whom they suffice, never above capacity', async () => {
    await addEvent(store, { capacity: 3, listed: 0 })
    const seat = (memberId: string, party: number, now = say(memberId).now) =>
      seatByHand(store, { eventId: 'tasting', memberId, party, operatorId: OWNER, now })
    expect(await seat('hana', 2)).toMatchObject({ standing: { state: 'going' } })
    expect(await seat('ken', 3)).toMatchObject({ standing: { state: 'offered', seats: 1 } })
    expect(await seat('yui', 1)).toMatchObject({ standing: { state: 'waiting', nth: 2 } })
    await lapseOffers(store, { now: CLOSES })
    expect(await seatsOf(store)).toEqual(['hana going 2', 'ken waiting 3', 'yui waiting 1'])
    await expect(seat('rei', 2, CLOSES)).rejects.toMatchObject({ code: 'event_no_seats' })
    expect(await seat('yui', 1, STARTS)).toMatchObject({ standing: { state: 'going' } })
    await expect(seat('rei', 1, STARTS + HOUR)).rejects.toMatchObject({ code: 'event_no_seats' })
    await expect(seat('rei', 1, STARTS + 2 * HOUR)).rejects.toMatchObject({ code: 'event_not_open' })
    expect(await standingOf(store, { eventId: 'tasting', memberId: 'rei' })).toMatchObject({
      state: undefined,
      free: 0,
    })
  })
})
