import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { allergiesOf, countAnswers } from '../../src/events/guest-counts.ts'
import { countGuests, exportGuests, findGuest, type GuestList, listGuests } from '../../src/events/guests.ts'
import { pastEvents } from '../../src/events/history.ts'
import { dishResults } from '../../src/events/results.ts'
import { addOwner } from '../broadcasts/support.ts'
import { addMember, addRole, addStore, DAY, engines, HOUR, NOON, newStore } from '../support.ts'
import { addAnswer, addCheckIn } from './guests-support.ts'
import { inviteTo, openEventFor } from './support.ts'

const PEOPLE = ['aoi', 'ben', 'chie', 'dai', 'emi', 'fumi']
/** Longer than any of it takes: real engines start slowly beside other tests. */
const PATIENCE_MS = 60_000

describe.each(engines)('what is told of an event on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
    store = await stores.openStore()
    await addOwner(store)
    for (const id of PEOPLE) await addMember(store, id)
  }, PATIENCE_MS)
  afterAll(() => stores.close())

  it('is the same everywhere: lists, counts, results and history', { timeout: PATIENCE_MS }, async () => {
    const eventId = await openEventFor(store, { invited: PEOPLE, dishes: ['鮎', '茄子'] })
    await addAnswer(store, [eventId, 'aoi', 'going'], { party: 2, drinkers: 1 })
    await addAnswer(store, [eventId, 'ben', 'going'], { allergies: 'えび' })
    await addAnswer(store, [eventId, 'chie', 'waiting'], { place: 2 })
    await addAnswer(store, [eventId, 'dai', 'offered'], { place: 1, seats: 1, party: 2 })
    await addCheckIn(store, eventId, 'aoi', { people: 2 })
    await addCheckIn(store, eventId, null, { name: '隣の方', people: 3 })
    const dish = await store.db
      .selectFrom('event_dishes')
      .select('id')
      .where('name', '=', '鮎')
      .executeTakeFirstOrThrow()
    await store.db
      .insertInto('dish_feedback')
      .values({ dish_id: dish.id, member_id: 'aoi', score: 4, words: '香ばしい', said_at: NOON })
      .execute()

    const { guests } = await listGuests(store, { eventId, list: 'line' })
    expect(guests.map(({ memberId, nth }) => [memberId, nth])).toEqual([
      ['dai', 1],
      ['chie', 2],
    ])
    expect(await countAnswers(store, { eventId })).toEqual({
      invited: 6,
      silent: 2,
      drinkers: 1,
      nonDrinkers: 1,
      unsaid: 1,
      allergies: 1,
      isDoorUsed: true,
      came: 5,
      walkIns: 3,
      missed: 1,
    })
    expect(await dishResults(store, eventId)).toMatchObject([
      { name: '鮎', people: 1, average: 4, scores: [0, 0, 0, 1, 0], words: [{ score: 4, words: '香ばしい' }] },
      { name: '茄子', people: 0, average: null, words: [] },
    ])
    expect(await pastEvents(store, { now: NOON + 30 * DAY })).toMatchObject({
      events: [{ id: eventId, invited: 6, answered: 4, came: 1, people: 5 }],
      next: undefined,
    })
  })
})

describe('the lists of an event', () => {
  let store: Store
  let eventId: string
  beforeEach(async () => {
    store = newStore()
    await addOwner(store)
    for (const id of PEOPLE) await addMember(store, id)
    eventId = await openEventFor(store, { invited: PEOPLE })
  })
  const idsIn = async (list: GuestList, more: { search?: string; storeId?: string } = {}) =>
    (await listGuests(store, { eventId, list, ...more })).guests.map(({ memberId }) => memberId)

  it('have the line in its order, whoever was first to be offered seats included', async () => {
    await addAnswer(store, [eventId, 'ben', 'waiting'], { place: 12 })
    await addAnswer(store, [eventId, 'aoi', 'waiting'], { place: 100 })
    await addAnswer(store, [eventId, 'chie', 'offered'], { place: 9, seats: 1 })
    expect(await idsIn('line')).toEqual(['chie', 'ben', 'aoi'])
  })

  it('name as silent whom an invitation reached and who said nothing at all', async () => {
    await addAnswer(store, [eventId, 'ben', 'declined'])
    await addAnswer(store, [eventId, 'aoi', 'going'])
    expect(await idsIn('silent')).toEqual(['chie', 'dai', 'emi', 'fumi'])
  })

  it('do not name as silent who came to the door without an answer, nor who left the shop’s account', async () => {
    await addCheckIn(store, eventId, 'chie')
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', 'dai').execute()
    expect(await idsIn('silent')).toEqual(['aoi', 'ben', 'emi', 'fumi'])
    expect((await countAnswers(store, { eventId })).silent).toBe(4)
  })

  it('name of those who never answered a manager’s own store’s alone; who answered is a guest of the event', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await store.db.updateTable('members').set({ store_id: 'ueno' }).where('id', 'in', ['aoi', 'ben']).execute()
    await addAnswer(store, [eventId, 'aoi', 'going'])
    expect(await idsIn('silent', { storeId: 'shibuya' })).toEqual(['chie', 'dai', 'emi', 'fumi'])
    expect(await idsIn('going', { storeId: 'shibuya' })).toEqual(['aoi'])
    expect((await countAnswers(store, { eventId, storeId: 'shibuya' })).silent).toBe(4)
  })

  it('name as missing who was expected and is not in, also after a check-in that was taken back', async () => {
    for (const id of ['aoi', 'ben', 'chie']) await addAnswer(store, [eventId, id, 'going'])
    await addAnswer(store, [eventId, 'dai', 'cancelled'])
    await addCheckIn(store, eventId, 'aoi')
    await addCheckIn(store, eventId, 'ben', { undoneAt: NOON })
    expect(await idsIn('missed')).toEqual(['ben', 'chie'])
  })

  it('are searched by name and by kana', async () => {
    await addAnswer(store, [eventId, 'aoi', 'going'])
    await addAnswer(store, [eventId, 'ben', 'going'])
    expect(await idsIn('going', { search: 'ＡＯ' })).toEqual(['aoi'])
    expect(await countGuests(store, { eventId, list: 'going', search: 'ao' })).toBe(1)
    expect(await idsIn('going', { search: 'zoe' })).toEqual([])
  })

  it('come page by page, nobody twice and nobody left out, also of one name', async () => {
    await store.db
      .updateTable('members')
      .set({ name_folded: 'same' })
      .where('id', 'in', ['ben', 'chie', 'dai'])
      .execute()
    for (const id of PEOPLE) await addAnswer(store, [eventId, id, 'going'])
    const seen: string[] = []
    let after: Awaited<ReturnType<typeof listGuests>>['next']
    do {
      const page = await listGuests(store, { eventId, list: 'going', max: 2, after })
      seen.push(...page.guests.map(({ memberId }) => memberId))
      after = page.next
    } while (after)
    expect(seen.toSorted()).toEqual(PEOPLE)
    const exported = []
    for await (const { memberId } of exportGuests(store, { eventId, list: 'going' })) exported.push(memberId)
    expect(exported).toEqual(seen)
  })

  it('tell of one person what they said, and of nobody who is not one of the alumni', async () => {
    await addAnswer(store, [eventId, 'aoi', 'going'], {
      allergies: '卵',
      answers: [['交通手段は', '電車']],
      drinkers: 0,
    })
    expect(await findGuest(store, { eventId, memberId: 'aoi' })).toMatchObject({
      state: 'going',
      allergies: '卵',
      answers: [{ question: '交通手段は', answer: '電車' }],
      drinkers: 0,
      isReachable: true,
    })
    expect(await findGuest(store, { eventId, memberId: 'ben' })).toMatchObject({ state: null, party: 1, nth: null })
    await store.db.updateTable('members').set({ state: 'applied' }).where('id', '=', 'ben').execute()
    expect(await findGuest(store, { eventId, memberId: 'ben' })).toBeUndefined()
  })

  it('tell the kitchen first of who comes, then of who may; never of who said no', async () => {
    await addAnswer(store, [eventId, 'aoi', 'waiting'], { place: 1, allergies: '卵' })
    await addAnswer(store, [eventId, 'ben', 'going'], { allergies: 'そば' })
    await addAnswer(store, [eventId, 'chie', 'cancelled'], { allergies: '小麦' })
    expect((await allergiesOf(store, eventId)).map(({ words, isComing }) => [words, isComing])).toEqual([
      ['そば', true],
      ['卵', false],
    ])
  })
})

describe('how events compare', () => {
  let store: Store
  beforeEach(async () => {
    store = newStore()
    await addOwner(store)
    for (const id of PEOPLE) await addMember(store, id)
  })
  const later = NOON + 30 * DAY

  it('counts each of a number in those before it, too: who answered or came without an invitation was told', async () => {
    const eventId = await openEventFor(store, { invited: ['aoi', 'ben'] })
    await inviteTo(store, { eventId, invited: ['aoi'] })
    await addAnswer(store, [eventId, 'chie', 'going'])
    await addCheckIn(store, eventId, 'chie', { people: 2 })
    await addCheckIn(store, eventId, 'dai')
    const { events } = await pastEvents(store, { now: later })
    expect(events).toMatchObject([{ invited: 4, answered: 2, came: 2, people: 3 }])
  })

  it('says of an event without a door that nobody knows who came', async () => {
    const eventId = await openEventFor(store, { invited: ['aoi'] })
    await addAnswer(store, [eventId, 'aoi', 'going'])
    await addCheckIn(store, eventId, 'aoi', { undoneAt: NOON })
    expect((await pastEvents(store, { now: later })).events).toMatchObject([{ came: null, people: 0 }])
  })

  it('leaves out what has not begun, drafts and what was cancelled; of another store’s a manager sees none', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    const held = await openEventFor(store, { storeId: 'ueno' })
    const cancelled = await openEventFor(store)
    await store.db.updateTable('events').set({ state: 'cancelled' }).where('id', '=', cancelled).execute()
    expect((await pastEvents(store, { now: NOON + HOUR })).events).toEqual([])
    expect((await pastEvents(store, { now: later })).events.map(({ id }) => id)).toEqual([held])
    expect((await pastEvents(store, { now: later, storeId: 'shibuya' })).events).toEqual([])
  })

  it('goes on page by page, newest first', async () => {
    for (let i = 0; i < 14; i += 1) {
      const startsAt = NOON + (7 + Math.floor(i / 2)) * DAY
      await openEventFor(store, { startsAt, endsAt: startsAt + HOUR, closesAt: startsAt })
    }
    const first = await pastEvents(store, { now: later })
    const second = await pastEvents(store, { now: later, before: first.next })
    expect([first.events.length, second.events.length]).toEqual([12, 2])
    expect(new Set([...first.events, ...second.events].map(({ id }) => id)).size).toBe(14)
    const starts = [...first.events, ...second.events].map(({ startsAt }) => startsAt)
    expect(starts).toEqual(starts.toSorted((a, b) => b - a))
    expect(second.next).toBeUndefined()
  })
})

describe('what was said of the dishes', () => {
  it('is told apart by what people did at the shop, and never with a name', async () => {
    const store = newStore()
    await addRole(store, 'hall', 'ホール', 1)
    await addRole(store, 'kitchen', '厨房', 2)
    for (const id of PEOPLE) await addMember(store, id)
    await store.db.updateTable('members').set({ role_id: 'kitchen' }).where('id', 'in', ['aoi', 'ben']).execute()
    await store.db.updateTable('members').set({ role_id: 'hall' }).where('id', '=', 'chie').execute()
    const eventId = await openEventFor(store, { dishes: ['鮎の炭火焼き'] })
    const { id: dishId } = await store.db.selectFrom('event_dishes').select('id').executeTakeFirstOrThrow()
    const said = [
      ['aoi', 2, '塩が強い'],
      ['ben', 3, null],
      ['chie', 5, null],
      ['dai', 5, 'また食べたい'],
    ] as const
    for (const [i, [memberId, score, words]] of said.entries())
      await store.db
        .insertInto('dish_feedback')
        .values({ dish_id: dishId, member_id: memberId, score, words, said_at: NOON + i })
        .execute()
    const [dish] = await dishResults(store, eventId)
    expect(dish).toMatchObject({ people: 4, average: 3.75, scores: [0, 1, 1, 0, 2] })
    expect(dish?.byRole).toEqual([
      { roleName: 'ホール', people: 1, average: 5 },
      { roleName: '厨房', people: 2, average: 2.5 },
      { roleName: null, people: 1, average: 5 },
    ])
    expect(dish?.words.map(({ words, roleName }) => [words, roleName])).toEqual([
      ['また食べたい', null],
      ['塩が強い', '厨房'],
    ])
    expect(JSON.stringify(dish)).not.toContain('aoi')
  })
})
