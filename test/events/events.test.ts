import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { findEvent } from '../../src/events/events.ts'
import { createEvent } from '../../src/events/events-draft.ts'
import { EVENTS_PAGE, type EventCursor, listEvents } from '../../src/events/events-list.ts'
import { isInvited } from '../../src/events/invited.ts'
import { openEvent } from '../../src/events/states.ts'
import { removeImage, storeImage } from '../../src/images/images.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { createSegment, deleteSegment, eventsOf } from '../../src/segments/segments.ts'
import { newDeps } from '../deps.ts'
import { jpeg } from '../images/pictures.ts'
import { addMember, addStore, DAY, HOUR, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { going, openEventFor, planEvent, TASTING, waiting } from './support.ts'

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

describe('an event that is shown to all', () => {
  const asksOf = async (audienceStoreId: string | null) => {
    const eventId = await openEventFor(store, { listed: true, audienceStoreId })
    const people = ['here', 'there']
    return Promise.all(people.map((memberId) => isInvited(store, { eventId, memberId })))
  }

  it('can be answered by everybody who is verified, but of a manager’s own by that store’s people alone', async () => {
    await addMember(store, 'here', { storeId: 'shibuya' })
    await addMember(store, 'there', { storeId: 'ueno' })
    expect(await asksOf(null)).toEqual([true, true])
    expect(await asksOf('shibuya')).toEqual([true, false])
    await store.db.updateTable('members').set({ state: 'left' }).execute()
    expect(await asksOf(null)).toEqual([false, false])
  })

  it('can be answered by nobody while it is a draft', async () => {
    await addMember(store, 'here')
    const eventId = await planEvent(store, { listed: true })
    expect(await isInvited(store, { eventId, memberId: 'here' })).toBe(false)
  })
})

describe('what an event needs', () => {
  it('is not deleted under it: its segment while it is ahead, its photo ever', async () => {
    const segmentId = await createSegment(store, { name: '渋谷', rule: EVERYONE, createdBy: null, now: NOON })
    await addOperator(store, 'owner')
    const deps = newDeps(store)
    const { id: imageId } = await storeImage(deps, { bytes: jpeg(), use: 'card', operatorId: 'owner', now: NOON })
    const eventId = await openEventFor(store, { segmentId, imageId })
    expect(await eventsOf(store, segmentId)).toEqual([{ id: eventId, title: TASTING.title }])
    await expect(deleteSegment(store, segmentId)).rejects.toMatchObject({ code: 'segment_in_use' })
    await store.db.updateTable('events').set({ state: 'done' }).execute()
    await deleteSegment(store, segmentId)
    expect(await findEvent(store, { eventId })).toMatchObject({ segmentId: null, rule: EVERYONE })
    await expect(removeImage(deps, { imageId, storeId: null })).rejects.toMatchObject({ code: 'picture_in_use' })
  })
})

describe('the list', () => {
  it('has what is coming in the order of time, and what was the other way round, each by pages', async () => {
    await addMember(store, 'here')
    for (let n = 0; n < 2 * EVENTS_PAGE; n++)
      await planEvent(store, { ...at(n - EVENTS_PAGE), title: String(n - EVENTS_PAGE) })
    const list = async (when: 'coming' | 'past') => {
      const titles: string[] = []
      let after: EventCursor | undefined
      for (let page = await listEvents(store, { when, now: NOON }); page.length > 0; ) {
        titles.push(...page.map(({ title }) => title))
        const last = page.at(-1)
        after = last && { startsAt: last.startsAt, id: last.id }
        page = await listEvents(store, { when, after, now: NOON })
      }
      return titles
    }
    const [coming, past] = [await list('coming'), await list('past')]
    expect(coming).toEqual(Array.from({ length: EVENTS_PAGE }, (_, n) => String(n)))
    expect(past).toEqual(Array.from({ length: EVENTS_PAGE }, (_, n) => String(-n - 1)))
  })

  it('counts who holds a seat, and who is in the line', async () => {
    const ids = [await addMember(store, 'a'), await addMember(store, 'b'), await addMember(store, 'c')]
    const [a = '', b = '', c = ''] = ids
    const eventId = await openEventFor(store, { storeId: 'shibuya', guestsMax: 3 })
    await going(store, { eventId, memberId: a, party: 2 })
    await going(store, { eventId, memberId: b })
    await waiting(store, { eventId, memberId: c, party: 4, place: 1 })
    const [line, ...others] = await listEvents(store, { when: 'coming', storeId: 'shibuya', now: NOON })
    expect([line?.taken, line?.waiting, others]).toEqual([3, 4, []])
    expect(await listEvents(store, { when: 'coming', storeId: 'ueno', now: NOON })).toEqual([])
  })

  /** On a day so many days from now, or before; the hour is that of now. */
  const at = (days: number) => {
    const startsAt = NOON + days * DAY + HOUR
    return { startsAt, endsAt: startsAt + (days < 0 ? HOUR : DAY), closesAt: startsAt }
  }
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
