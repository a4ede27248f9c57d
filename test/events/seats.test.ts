import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { acceptOffer } from '../../src/events/offers.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { engines, NOON } from '../support.ts'
import { addEvent, addPeople, seatsOf } from './seats-support.ts'

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
    await addPeople(store, ['hana', 'ken', 'yui', 'rei'])
  })
  const say = (memberId: string) => {
    clock += 1
    return { eventId: 'tasting', memberId, at: clock, now: clock }
  }

  it('go to who asks first, then make a line, and go down the line when they are freed', async () => {
    await addEvent(store, { capacity: 4 })
    expect(await joinEvent(store, { ...say('hana'), party: 3 })).toMatchObject({
      outcome: 'answered',
      standing: { state: 'going', free: 1 },
    })
    expect(await joinEvent(store, { ...say('ken'), party: 2 })).toMatchObject({
      standing: { state: 'offered', seats: 1, nth: 1, offerNo: 1 },
    })
    expect(await joinEvent(store, { ...say('yui'), party: 1 })).toMatchObject({
      standing: { state: 'waiting', nth: 2 },
    })
    expect(await leaveEvent(store, say('hana'))).toMatchObject({ standing: { state: 'cancelled' } })
    expect(await seatsOf(store)).toEqual(['hana cancelled 3', 'ken offered 2/2', 'yui offered 1/1'])
    expect(await acceptOffer(store, { ...say('ken'), offerNo: 1 })).toMatchObject({ outcome: 'outdated' })
    expect(await acceptOffer(store, { ...say('ken'), offerNo: 2 })).toMatchObject({
      outcome: 'answered',
      standing: { state: 'going', party: 2 },
    })
  })
})
