import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { calendarFile } from '../../src/events/calendar.ts'
import { checkIn, walkIn } from '../../src/events/check-ins.ts'
import { listDoor } from '../../src/events/door.ts'
import { forgetEventAnswers } from '../../src/events/ending.ts'
import { EventForm } from '../../src/events/event-form.tsx'
import { findEvent } from '../../src/events/events.ts'
import { changeEvent } from '../../src/events/events-change.ts'
import { isInvited } from '../../src/events/invited.ts'
import { acceptOffer } from '../../src/events/offers.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { addMember, addStore, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { openPhones, rsvpOf } from './chat-support.ts'
import { openPages } from './pages.ts'
import { going, openEventFor, planEvent, TASTING } from './support.ts'

/** A bell, lines that are none, an override of direction, a mark of nothing; and two signs that are to stay. */
const WILD = 'a\u0007b\r\nc\u2028d\u202ee\u200bf👨‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿'

describe('what is typed', () => {
  it('is kept of an event without controls and without marks that turn text around; what is one line stays one', () => {
    const form = EventForm({ lang: 'ja', stores: [], isManager: false, mustBeAhead: false, now: NOON }).parse({
      ...{ title: WILD, words: WILD, place: WILD, dishes: `${WILD}\nポテト`, question1: WILD },
      ...{
        day: '2026-05-01',
        from: '18:00',
        until: '20:00',
        closesDay: '2026-04-30',
        closesTime: '18:00',
        capacity: '6',
      },
    })
    const { title, words, place, dishes, questions } = form.event
    const line = 'a b c def👨‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿'
    expect([title, place, ...questions]).toEqual([line, line, line])
    expect(words).toBe(line.replace('b c', 'b\nc'))
    expect(dishes).toEqual(['a b', 'c def👨‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'ポテト'])
  })

  it.each([
    'javascript:alert(1)',
    'http://maps.example/',
    'data:text/html,x',
    'https://x',
    '//maps.example/',
  ])('is no way to the shop: %s', (mapUrl) => {
    const { error } = EventForm({ lang: 'ja', stores: [], isManager: false, mustBeAhead: false, now: NOON }).safeParse({
      mapUrl,
    })
    expect(error?.issues.map(({ path }) => path[0])).toContain('mapUrl')
  })

  it('is kept of a guest the same way, and stands in a page as text', async () => {
    const shop = await openPages()
    await shop.guests('hana')
    const eventId = await openEventFor(shop.store, { invited: ['hana'], asksAllergies: true })
    const path = await shop.pathOf(eventId, 'hana')
    await shop.send(`${path}/answers`, { party: '1', allergies: `<img src=x onerror=a()>\u202e${WILD}` })
    expect((await shop.answerOf('hana'))?.allergies).toMatch(/^<img src=x onerror=a\(\)>a b\nc def/)
    expect(await shop.text(path)).not.toContain('<img src=x')
  })

  it('begins no line of its own in a calendar', async () => {
    const store = newStore()
    const event = await findEvent(store, { eventId: await openEventFor(store) })
    if (!event) throw new Error('There is no event.')
    const wild = 'x\r\nATTENDEE:mailto:a@evil.example\rEND:VEVENT\nBEGIN:VALARM'
    const file = calendarFile({
      event: { ...event, title: wild, words: wild, place: wild },
      ...{ shop: wild, hint: wild, host: 'shop.example' },
    })
    const [vevent, ...more] = new ICAL.Component(ICAL.parse(file)).getAllSubcomponents('vevent')
    expect(more).toEqual([])
    expect(vevent?.getAllProperties('attendee')).toEqual([])
    expect(vevent?.getAllSubcomponents('valarm')).toHaveLength(1)
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
})

describe('what no button of ours says', () => {
  it('changes nothing, and shows nothing of an event that is not theirs', async () => {
    const store = newStore()
    await addMember(store, 'hana')
    const id = await openEventFor(store, { invited: ['hana'], guestsMax: 2, alcohol: true, capacity: 2 })
    const hidden = [await planEvent(store, { title: '秘密の会' }), await openEventFor(store, { title: '秘密の会' })]
    const phones = openPhones(store)
    const said: string[] = []
    const forged = [
      'join:0',
      'join:-1',
      'join:3',
      'join:999999',
      'join:1e9',
      'join:1:2',
      'accept',
      'accept:1',
      'keep:0',
    ]
    for (const what of [...forged, 'drinkers:5', 'party:9', '__proto__', 'constructor'])
      said.push(await phones.post('hana', `event:${id}:${what}`))
    for (const other of [...hidden, '', "' or 1=1 --"])
      for (const what of ['show', 'join:1', 'decline', 'feedback', 'accept:1', 'drinkers:0'])
        said.push(await phones.post('hana', `event:${other}:${what}`))
    expect(said.join()).not.toContain('秘密の会')
    expect(await rsvpOf(store, 'hana')).toBeUndefined()
  })
})

describe('a walk-in', () => {
  it('is nameless a week after the event, and still counted', async () => {
    const store = newStore()
    await addOperator(store, 'owner')
    const eventId = await openEventFor(store)
    const by = { operatorId: 'owner' }
    const guest = { id: 'scan-1.walk-in', eventId, storeId: null, name: '鈴木', people: 2, drinkers: 1, by }
    await walkIn(store, { ...guest, now: TASTING.startsAt })
    const kept = () => store.db.selectFrom('check_ins').select(['name', 'people']).execute()
    await forgetEventAnswers(store, { now: TASTING.endsAt + 7 * DAY - 1 })
    expect(await kept()).toEqual([{ name: '鈴木', people: 2 }])
    await forgetEventAnswers(store, { now: TASTING.endsAt + 7 * DAY })
    expect(await kept()).toEqual([{ name: null, people: 2 }])
  })
})

describe('a seat', () => {
  const open = async () => {
    const store = newStore()
    await addMember(store, 'hana')
    return { store, eventId: await openEventFor(store, { invited: ['hana'], guestsMax: 5 }), memberId: 'hana' }
  }
  const stateOf = async ({ store }: Awaited<ReturnType<typeof open>>) =>
    (await store.db.selectFrom('rsvps').select('state').executeTakeFirst())?.state

  it('is given back by who said so in time, however late that reaches us', async () => {
    const scene = await open()
    await going(scene.store, scene)
    const late = { ...scene, now: TASTING.startsAt + HOUR }
    await expect(leaveEvent(scene.store, { ...late, at: TASTING.startsAt })).rejects.toThrow('event_not_open')
    await leaveEvent(scene.store, { ...late, at: TASTING.startsAt - 1 })
    expect(await stateOf(scene)).toBe('cancelled')
  })

  it('is not given back by who sits on it', async () => {
    const scene = await open()
    await going(scene.store, scene)
    await addOperator(scene.store, 'owner')
    const checkIn = { id: 'scan-1', event_id: scene.eventId, member_id: 'hana', people: 1, checked_in_at: NOON }
    await scene.store.db
      .insertInto('check_ins')
      .values({ ...checkIn, operator_id: 'owner' })
      .execute()
    const leaving = { ...scene, at: TASTING.startsAt - HOUR, now: TASTING.startsAt - HOUR }
    await expect(leaveEvent(scene.store, leaving)).rejects.toThrow('event_not_open')
    await scene.store.db.updateTable('check_ins').set({ undone_at: NOON, undone_by: 'owner' }).execute()
    await leaveEvent(scene.store, leaving)
    expect(await stateOf(scene)).toBe('cancelled')
  })

  it('of somebody under 20 never becomes that of one who drinks, when fewer come', async () => {
    const scene = await open()
    const { store } = scene
    await store.db.updateTable('members').set({ birth_year: 2008 }).execute()
    await joinEvent(store, { ...scene, party: 3, at: NOON + 1, now: NOON + 1 })
    await store.db.updateTable('rsvps').set({ drinkers: 2 }).execute()
    await joinEvent(store, { ...scene, party: 2, at: NOON + 2, now: NOON + 2 })
    const drinkers = async () => (await store.db.selectFrom('rsvps').select('drinkers').executeTakeFirst())?.drinkers
    expect(await drinkers()).toBe(1)
    await store.db
      .updateTable('rsvps')
      .set({ state: 'offered', seats: 1, place: 1, offer_no: 1, offer_ends_at: NOON + HOUR })
      .execute()
    await acceptOffer(store, { ...scene, offerNo: 1, at: NOON + MINUTE, now: NOON + MINUTE })
    expect(await drinkers()).toBe(0)
  })
})

describe('a door', () => {
  it('finds by name who was invited and never answered, and nobody who was not', async () => {
    const store = newStore()
    for (const name of ['hanako', 'hanae', 'hanayo']) await addMember(store, name)
    const eventId = await openEventFor(store, { invited: ['hanako', 'hanae'] })
    await going(store, { eventId, memberId: 'hanae' })
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', 'hanayo').execute()
    const found = async (search: string) =>
      (await listDoor(store, { eventId, search })).expected.map(({ memberId }) => memberId)
    expect(await found('hana')).toEqual(['hanae', 'hanako'])
    expect(await found('')).toEqual(['hanae'])
  })

  it('counts nobody among the drinkers who is known to be under 20, however many come', async () => {
    const store = newStore()
    await addMember(store, 'hana')
    await addOperator(store, 'owner')
    const eventId = await openEventFor(store, { invited: ['hana'], guestsMax: 5 })
    await going(store, { eventId, memberId: 'hana', party: 2 })
    await store.db.updateTable('rsvps').set({ drinkers: 1 }).execute()
    await store.db.updateTable('members').set({ birth_year: 2008 }).execute()
    const by = { operatorId: 'owner' }
    const alone = { id: 'scan-1', eventId, storeId: null, memberId: 'hana', people: 1, by, now: TASTING.startsAt }
    expect(await checkIn(store, alone)).toMatchObject({ checkIn: { people: 1, drinkers: 0 } })
  })
})

describe('an event that an owner planned for invited people of every store', () => {
  it('is shown by the manager who holds it to the own store alone', async () => {
    const store = newStore()
    await addStore(store)
    await addMember(store, 'here')
    await addMember(store, 'there', { storeId: 'ueno' })
    const eventId = await openEventFor(store, { storeId: 'shibuya' })
    const event = { ...TASTING, storeId: 'shibuya', listed: true }
    const change = { eventId, event, words: '', changedBy: null }
    const seen = async () => Promise.all(['here', 'there'].map((memberId) => isInvited(store, { eventId, memberId })))
    await changeEvent(store, { ...change, storeId: 'shibuya', updatedAt: NOON + 1, now: NOON + 2 })
    expect(await seen()).toEqual([true, false])
  })

  it('stays shown to every store when the manager changes something else of it', async () => {
    const store = newStore()
    await addStore(store)
    await addMember(store, 'there', { storeId: 'ueno' })
    const eventId = await openEventFor(store, { storeId: 'shibuya', listed: true })
    const event = { ...TASTING, storeId: 'shibuya', listed: true, title: '別の名' }
    const version = { updatedAt: NOON + 1, now: NOON + 2 }
    await changeEvent(store, { eventId, event, words: '', changedBy: null, storeId: 'shibuya', ...version })
    expect(await isInvited(store, { eventId, memberId: 'there' })).toBe(true)
  })
})
