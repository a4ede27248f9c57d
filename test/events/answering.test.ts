import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { answerTo, mostDrinkers, parseAnswers, saveDetails } from '../../src/events/answering.ts'
import { rateDishes, ratingsOf } from '../../src/events/feedback.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { addMember, engines, MINUTE, NOON, newStore } from '../support.ts'
import { openEventFor, TASTING } from './support.ts'

let store: Store
let eventId: string

async function seat(party = 2) {
  await addMember(store, 'hana')
  eventId = await openEventFor(store, { invited: ['hana'], guestsMax: 3, alcohol: true, dishes: ['栗ごはん'] })
  await joinEvent(store, { eventId, memberId: 'hana', party, at: NOON, now: NOON })
}

const save = (said: Partial<Parameters<typeof saveDetails>[1]>) =>
  saveDetails(store, { eventId, memberId: 'hana', at: NOON + 1, now: NOON + 1, ...said })
const BUS = (answer: string) => ({ question: '送迎バスは', answer })
const told = () => store.db.selectFrom('rsvps').selectAll().where('member_id', '=', 'hana').executeTakeFirst()
const born = (year: number) => store.db.updateTable('members').set({ birth_year: year }).execute()

describe('what a guest tells for the evening', () => {
  beforeEach(async () => {
    store = newStore()
    await seat()
  })

  it('changes what was said and leaves the rest', async () => {
    await save({ drinkers: 1, allergies: 'そば', answers: [BUS('要ります'), { question: '苦手なものは', answer: '' }] })
    expect(await save({ drinkers: 0 })).toBe('saved')
    expect(await told()).toMatchObject({
      drinkers: 0,
      allergies: 'そば',
      answers: '[["送迎バスは","要ります"],["苦手なものは",""]]',
      answered_at: NOON,
    })
    const answers = parseAnswers((await told())?.answers ?? null)
    expect(['送迎バスは', '苦手なものは', '何で知りましたか'].map((question) => answerTo(answers, question))).toEqual([
      '要ります',
      '',
      undefined,
    ])

    await save({ allergies: '', answers: [BUS('')] })
    expect(await told()).toMatchObject({ allergies: null, answers: null })
  })

  it('counts no more drinkers than come, nor anybody who is under 20 in the year of the event', async () => {
    expect(await save({ drinkers: 3 })).toBe('unchanged')
    expect(await save({ drinkers: 2 })).toBe('saved')
    await born(2007)
    expect(await save({ drinkers: 2 })).toBe('unchanged')
    expect(await save({ drinkers: 1 })).toBe('saved')
    await born(2006)
    expect(await save({ drinkers: 2 })).toBe('saved')
  })

  it('says beforehand how many of a party may drink, by the year in Tokyo', () => {
    const startsAt = Date.parse('2027-01-01T00:30+09:00')
    expect(mostDrinkers({ party: 2, birthYear: null, startsAt })).toBe(2)
    expect(mostDrinkers({ party: 2, birthYear: 2007, startsAt })).toBe(2)
    expect(mostDrinkers({ party: 2, birthYear: 2007, startsAt: startsAt - 31 * MINUTE })).toBe(1)
    expect(mostDrinkers({ party: 2, birthYear: 2008, startsAt })).toBe(1)
  })

  it('goes by that year in the database too', async () => {
    await born(2007)
    const startsAt = Date.parse('2027-01-01T00:30+09:00')
    await store.db
      .updateTable('events')
      .set({ starts_at: startsAt, ends_at: startsAt + MINUTE })
      .execute()
    expect(await save({ drinkers: 2 })).toBe('saved')
    await store.db
      .updateTable('events')
      .set({ starts_at: startsAt - 31 * MINUTE })
      .execute()
    expect(await save({ drinkers: 2 })).toBe('unchanged')
  })

  it('is nothing that an older tap changes, nor somebody without a seat or a place in the line', async () => {
    expect(await save({ drinkers: 1, at: NOON - 1 })).toBe('unchanged')
    expect(await save({ memberId: 'nobody', drinkers: 1 })).toBe('unchanged')
    await leaveEvent(store, { eventId, memberId: 'hana', at: NOON + 1, now: NOON + 1 })
    expect(await save({ drinkers: 1, at: NOON + 2 })).toBe('unchanged')
  })

  it('is taken until the event begins, and not once it was called off', async () => {
    expect(await save({ drinkers: 1, now: TASTING.startsAt - 1 })).toBe('saved')
    expect(await save({ drinkers: 2, now: TASTING.startsAt })).toBe('unchanged')
    await store.db.updateTable('events').set({ state: 'cancelled' }).execute()
    expect(await save({ drinkers: 2 })).toBe('unchanged')
  })
})

describe.each(engines)('what guests say on $engine', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())

  it('is kept under the same guards', async () => {
    store = await opened.openStore()
    await seat()
    await born(2007)
    expect([await save({ drinkers: 2 }), await save({ drinkers: 1, allergies: 'そば' })]).toEqual([
      'unchanged',
      'saved',
    ])
    expect(await told()).toMatchObject({ drinkers: 1, allergies: 'そば' })

    const { id: dishId } = await store.db.selectFrom('event_dishes').select('id').executeTakeFirstOrThrow()
    const now = TASTING.startsAt + MINUTE
    const rate = (words: string) =>
      rateDishes(store, { eventId, memberId: 'hana', ratings: [{ dishId, score: 4, words }], now })
    await rate('おいしい')
    await rate('とてもおいしい')
    expect(await ratingsOf(store, { eventId, memberId: 'hana' })).toEqual([
      { dishId, score: 4, words: 'とてもおいしい' },
    ])
    expect(
      await store.db.selectFrom('interactions').select('id').where('kind', '=', 'dish_rated').execute(),
    ).toHaveLength(1)
  })
})
