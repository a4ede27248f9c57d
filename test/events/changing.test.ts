import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { findEvent } from '../../src/events/events.ts'
import { changeEvent, discardEvent } from '../../src/events/events-change.ts'
import { copyEvent } from '../../src/events/events-draft.ts'
import { cancelEvent, closeEvent, openEvent, reopenEvent } from '../../src/events/states.ts'
import { createSegment } from '../../src/segments/segments.ts'
import { addMember, addStore, DAY, engines, HOUR, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { going, inviteTo, openEventFor, planEvent, TASTING, waiting } from './support.ts'

const versionOf = async (store: Store, eventId: string) => (await findEvent(store, { eventId }))?.updatedAt ?? 0
type More = Partial<typeof TASTING>
const change = async (store: Store, eventId: string, more: More, { words = '', updatedAt = Number.NaN } = {}) =>
  changeEvent(store, {
    ...{ eventId, words, changedBy: 'tanaka', now: NOON + HOUR },
    updatedAt: Number.isNaN(updatedAt) ? await versionOf(store, eventId) : updatedAt,
    event: { ...TASTING, ...more },
  })
const tellings = ({ db }: Store) => db.selectFrom('event_tellings').select(['kind', 'ref', 'words']).execute()
const standings = async ({ db }: Store) =>
  (await db.selectFrom('rsvps').select(['member_id', 'state', 'seats']).orderBy('member_id').execute()).map(
    ({ member_id, state, seats }) => [member_id, state, seats],
  )
async function setUp(store: Store) {
  await addStore(store)
  await addOperator(store, 'tanaka')
  return store
}

describe.each(engines)('a change of an event on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await setUp(await stores.openStore())
  })

  it('changes once of two changes of the same version', async () => {
    const eventId = await openEventFor(store)
    const updatedAt = await versionOf(store, eventId)
    const both = ['一人目', '二人目'].map((title) => change(store, eventId, { title, capacity: 8 }, { updatedAt }))
    const done = await Promise.allSettled(both)
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(done.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'event_changed_meanwhile' },
    })
  })

  it('tells another time or place to who answered, with the version and the words; nothing else, and nobody else', async () => {
    const eventId = await openEventFor(store)
    await change(store, eventId, { place: '駅前の広場' })
    expect(await tellings(store)).toEqual([])
    await going(store, { eventId, memberId: await addMember(store, 'hanako') })
    await change(store, eventId, {
      place: '駅前の広場',
      title: '名前だけ',
      capacity: 9,
      closesAt: TASTING.closesAt - HOUR,
    })
    expect(await tellings(store)).toEqual([])
    for (const moved of [{ place: '二階' }, { startsAt: TASTING.startsAt - HOUR }, { endsAt: TASTING.endsAt + HOUR }]) {
      await store.db.deleteFrom('event_tellings').execute()
      await change(store, eventId, { place: '駅前の広場', ...moved }, { words: 'ごめんなさい' })
      expect(await tellings(store)).toEqual([
        { kind: 'changed', ref: String(await versionOf(store, eventId)), words: 'ごめんなさい' },
      ])
      await change(store, eventId, { place: '駅前の広場' })
    }
  })

  it('offers the seats of a higher capacity at once, and drops nobody for a lower one', async () => {
    const [a, b, c] = [await addMember(store, 'a'), await addMember(store, 'b'), await addMember(store, 'c')]
    const eventId = await openEventFor(store, { capacity: 2, guestsMax: 1 })
    await going(store, { eventId, memberId: a, party: 2 })
    await waiting(store, { eventId, memberId: b, place: 1 })
    await waiting(store, { eventId, memberId: c, place: 2 })
    await change(store, eventId, { capacity: 1, guestsMax: 1 })
    expect(await standings(store)).toEqual([
      [a, 'going', 2],
      [b, 'waiting', 0],
      [c, 'waiting', 0],
    ])
    await change(store, eventId, { capacity: 3, guestsMax: 1 })
    expect(await standings(store)).toEqual([
      [a, 'going', 2],
      [b, 'offered', 1],
      [c, 'waiting', 0],
    ])
  })

  it('is called off once, with the words for who comes or waits, and keeps its seats in the record', async () => {
    const eventId = await openEventFor(store)
    await going(store, { eventId, memberId: await addMember(store, 'a') })
    const cancel = (words: string) => cancelEvent(store, { eventId, operatorId: 'tanaka', words, now: NOON })
    await cancel('台風のため')
    await expect(cancel('二度目')).rejects.toMatchObject({ code: 'event_not_in_state' })
    expect(await tellings(store)).toEqual([{ kind: 'cancelled', ref: '', words: '台風のため' }])
    expect(await standings(store)).toEqual([['a', 'going', 1]])
    await expect(change(store, eventId, {})).rejects.toMatchObject({ code: 'event_not_in_state' })
  })
})

describe('an event', () => {
  let store: Store
  beforeEach(async () => {
    store = await setUp(newStore())
  })

  it('offers what is free when it is opened again, and not before its deadline was moved', async () => {
    const eventId = await openEventFor(store)
    await closeEvent(store, { eventId, operatorId: 'tanaka', now: NOON })
    await waiting(store, { eventId, memberId: await addMember(store, 'a'), place: 1 })
    await expect(reopenEvent(store, { eventId, now: TASTING.closesAt })).rejects.toMatchObject({
      code: 'event_times_past',
    })
    expect(await standings(store)).toEqual([['a', 'waiting', 0]])
    await reopenEvent(store, { eventId, now: TASTING.closesAt - 1 })
    expect(await standings(store)).toEqual([['a', 'offered', 1]])
    await expect(reopenEvent(store, { eventId, now: NOON })).rejects.toMatchObject({ code: 'event_not_in_state' })
  })

  it('is called off quietly when nobody would come, and never once it is over', async () => {
    const eventId = await openEventFor(store)
    const cancel = (now: number) => cancelEvent(store, { eventId, operatorId: 'tanaka', words: '人数不足', now })
    await expect(cancel(TASTING.endsAt)).rejects.toMatchObject({ code: 'event_not_in_state' })
    await cancel(TASTING.endsAt - 1)
    expect(await tellings(store)).toEqual([])
  })

  it('keeps what was said of a dish, and the dish with it', async () => {
    const eventId = await openEventFor(store, { dishes: ['鯛', '鰯'] })
    const [tai] = (await findEvent(store, { eventId }))?.dishes ?? []
    await store.db
      .insertInto('dish_feedback')
      .values({ dish_id: tai?.id ?? '', member_id: await addMember(store, 'a'), score: 5, words: null, said_at: NOON })
      .execute()
    await change(store, eventId, { dishes: ['蛸', '鰯'] })
    const { dishes } = (await findEvent(store, { eventId })) ?? { dishes: [] }
    expect(dishes.map(({ name }) => name).sort()).toEqual(['蛸', '鯛', '鰯'].sort())
    expect(dishes).toContainEqual(tai)
  })

  it('is another store’s, and stays as it is, for who has no rights to it', async () => {
    const eventId = await planEvent(store, { storeId: 'shibuya' })
    const asked = { eventId, storeId: 'ueno', operatorId: 'tanaka', updatedAt: NOON, now: NOON }
    const told = { words: 'x', changedBy: 'tanaka', event: TASTING }
    for (const attempt of [
      () => openEvent(store, asked),
      () => closeEvent(store, asked),
      () => reopenEvent(store, asked),
      () => cancelEvent(store, { ...asked, words: 'x' }),
      () => discardEvent(store, asked),
      () => changeEvent(store, { ...asked, ...told }),
      () => copyEvent(store, { ...asked, createdBy: 'tanaka' }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
    expect(await findEvent(store, { eventId })).toMatchObject({ state: 'draft', updatedAt: NOON })
  })

  it('is deleted as a draft alone, that no broadcast names', async () => {
    const [draft, named] = [await planEvent(store), await planEvent(store)]
    const opened = await openEventFor(store)
    await inviteTo(store, { eventId: named, invited: [] })
    for (const eventId of [named, opened])
      await expect(discardEvent(store, { eventId, now: NOON })).rejects.toMatchObject({ code: 'event_not_in_state' })
    await discardEvent(store, { eventId: draft, now: NOON })
    expect((await store.db.selectFrom('events').select('id').execute()).map(({ id }) => id).sort()).toEqual(
      [named, opened].sort(),
    )
  })

  it('keeps to the store of who planned it, whoever changes it, and to a segment as that changes', async () => {
    const eventId = await planEvent(store, { storeId: 'shibuya', audienceStoreId: 'shibuya' })
    const rule = { match: 'all' as const, conditions: [{ kind: 'store' as const, in: ['shibuya'] }] }
    const segmentId = await createSegment(store, { name: '渋谷', rule, createdBy: null, now: NOON })
    await change(store, eventId, { rule, segmentId })
    const { audience, segment_id } = await store.db.selectFrom('events').selectAll().executeTakeFirstOrThrow()
    expect([JSON.parse(audience), segment_id]).toEqual([{ rule, storeId: 'shibuya' }, segmentId])
  })

  it('is copied with all that was planned, weeks later, with a week at least to answer in', async () => {
    const eventId = await openEventFor(store, {
      dishes: ['鯛'],
      questions: ['車で来ますか'],
      guestsMax: 2,
      listed: true,
    })
    for (const now of [NOON, TASTING.endsAt + 40 * DAY]) {
      const copy = await copyEvent(store, { eventId, createdBy: 'tanaka', now })
      const { closesAt, startsAt, dishes, ...copied } = (await findEvent(store, { eventId: copy })) ?? {
        ...{ closesAt: 0, startsAt: 0, dishes: [] },
      }
      expect(copied).toMatchObject({ state: 'draft', questions: ['車で来ますか'], guestsMax: 2, createdBy: 'tanaka' })
      expect(dishes.map(({ name }) => name)).toEqual(['鯛'])
      expect((startsAt - TASTING.startsAt) % (7 * DAY)).toBe(0)
      expect(closesAt).toBeGreaterThanOrEqual(now + 7 * DAY)
      expect(startsAt - closesAt).toBe(TASTING.startsAt - TASTING.closesAt)
    }
  })
})
