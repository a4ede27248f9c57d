import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { findEvent } from '../../src/events/events.ts'
import { createEvent } from '../../src/events/events-draft.ts'
import { isInvited } from '../../src/events/invited.ts'
import { openEvent } from '../../src/events/states.ts'
import { addMember, addStore, NOON, newStore } from '../support.ts'
import { openEventFor, TASTING } from './support.ts'

let store: Store
beforeEach(() => {
  store = newStore()
})

describe('an event', () => {
  it('comes back as it was planned, its dishes in their order', async () => {
    await addStore(store)
    const event = {
      ...TASTING,
      storeId: 'shibuya',
      dishes: ['鯛の昆布締め', '秋刀魚の炙り'],
      questions: ['駅からは歩きますか'],
    }
    const eventId = await createEvent(store, { event, createdBy: null, now: NOON })
    const { dishes, ...found } = (await findEvent(store, { eventId })) ?? { dishes: [] }
    expect(dishes.map(({ name }) => name)).toEqual(event.dishes)
    const { dishes: _, audienceStoreId, ...planned } = event
    expect(found).toMatchObject({ ...planned, id: eventId, state: 'draft', storeName: '渋谷店' })
    expect(audienceStoreId).toBeNull()
  })

  it('is not planned to end before it begins, nor to be answered after that', async () => {
    const planned = (more: Partial<typeof TASTING>) =>
      createEvent(store, { event: { ...TASTING, ...more }, createdBy: null, now: NOON })
    await expect(planned({ endsAt: TASTING.startsAt })).rejects.toThrow()
    await expect(planned({ closesAt: TASTING.startsAt + 1 })).rejects.toThrow()
    await expect(planned({ dishes: ['刺身', '刺身'] })).rejects.toThrow()
    await expect(planned({ closesAt: TASTING.startsAt })).resolves.toBeTypeOf('string')
  })

  it('can be answered by who is invited once it is open', async () => {
    await addMember(store, 'hanako')
    await addMember(store, 'taro')
    const eventId = await openEventFor(store, { invited: ['hanako'] })
    expect(await isInvited(store, { eventId, memberId: 'hanako' })).toBe(true)
    expect(await isInvited(store, { eventId, memberId: 'taro' })).toBe(false)
    expect(await findEvent(store, { eventId })).toMatchObject({ state: 'open' })
  })
})

describe('opening', () => {
  it('is of a draft, as it was shown, before its deadline', async () => {
    const eventId = await createEvent(store, { event: TASTING, createdBy: null, now: NOON })
    const open = (more: { updatedAt?: number; now?: number; storeId?: string }) =>
      openEvent(store, { eventId, updatedAt: NOON, now: NOON, ...more })
    await expect(open({ updatedAt: NOON - 1 })).rejects.toMatchObject({ code: 'event_changed_meanwhile' })
    await expect(open({ now: TASTING.closesAt })).rejects.toMatchObject({ code: 'event_times_past' })
    await expect(open({ storeId: 'ueno' })).rejects.toMatchObject({ code: 'not_found' })
    await open({ now: TASTING.closesAt - 1 })
    await expect(open({})).rejects.toMatchObject({ code: 'event_not_in_state' })
  })
})
