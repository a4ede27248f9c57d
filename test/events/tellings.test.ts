import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { noticesAhead } from '../../src/events/ahead.ts'
import { changeEvent } from '../../src/events/events-change.ts'
import { listGuests } from '../../src/events/guests.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { cancelEvent } from '../../src/events/states.ts'
import { countConcerned, openTellings } from '../../src/events/tellings.ts'
import { addMembers, addOwner, OWNER } from '../broadcasts/support.ts'
import { addMember, DAY, engines, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { actionsOf, eventWith, openShop, owed, told } from './notices-support.ts'
import { block } from './seats-support.ts'
import { TASTING } from './support.ts'

const QUIET = { remindDay: false, remindHours: false, listed: true, guestsMax: 5 }
const move = async (store: Store, eventId: string, now: number, words = '', planned = {}) => {
  await addOwner(store)
  const { updated_at: updatedAt } = await store.db
    .selectFrom('events')
    .select('updated_at')
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow()
  const event = { ...TASTING, ...QUIET, place: '新宿店', ...planned }
  await changeEvent(store, { eventId, updatedAt, event, words, changedBy: OWNER, now })
}
const cancel = async (store: Store, eventId: string, now: number) => {
  await addOwner(store)
  await cancelEvent(store, { eventId, operatorId: OWNER, words: '台風のためです。', now })
}
const join = (store: Store, eventId: string, memberId: string, at: number) =>
  joinEvent(store, { eventId, memberId, party: 1, at, now: at })
const leave = (store: Store, eventId: string, memberId: string, at: number) =>
  leaveEvent(store, { eventId, memberId, at, now: at })

describe('a change of time or place', () => {
  it('is told once to all who answered; to who declined only if they take messages about events', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { ...QUIET, capacity: 1 })
    await addMember(store, 'chie', { consents: ['events'] })
    await addMember(store, 'dan', { consents: ['news'] })
    await addMember(store, 'eri', { consents: ['events'] })
    await leave(store, eventId, 'chie', NOON + HOUR)
    await leave(store, eventId, 'dan', NOON + HOUR)
    await move(store, eventId, NOON + 2 * HOUR, '駅の反対側です。', { capacity: 1 })
    await join(store, eventId, 'eri', NOON + 2 * HOUR + 1)

    expect(await countConcerned(store, { eventId, kind: 'changed', now: NOON + 2 * HOUR })).toBe(4)
    expect(await noticesAhead(store, { eventId, now: NOON + 2 * HOUR + 1 })).toContainEqual({
      kind: 'changed',
      at: NOON + 2 * HOUR + 1,
      messages: 3,
    })
    await shop.work(NOON + 2 * HOUR + 1)
    await shop.work(NOON + 3 * HOUR)
    expect(await told(store)).toEqual(['aya changed', 'ben changed', 'chie changed'])
    expect(await openTellings(store)).toEqual([])

    const [going, waiting, out] = await owed(store)
    for (const message of [going, waiting, out]) {
      expect(JSON.stringify(message)).toContain('駅の反対側です。')
      expect(JSON.stringify(message)).toContain('新宿店')
    }
    expect(actionsOf(going)).toEqual([expect.stringContaining('.aya.'), `event:${eventId}:decline`])
    expect(JSON.stringify(waiting)).toContain('待つのをやめる')
    expect(actionsOf(out)).toEqual([`event:${eventId}:join`, expect.stringContaining('.chie.'), 'consent:events:off'])
  })

  it('in the night is told in the morning, and of two changes only the newer one, with the words of both', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1 }, QUIET)
    await move(store, eventId, NOON + 10 * HOUR, '駅の反対側です。')
    await shop.work(NOON + 10 * HOUR)
    expect(await told(store)).toEqual([])
    expect(await noticesAhead(store, { eventId, now: NOON + 10 * HOUR })).toEqual([
      { kind: 'changed', at: NOON + 21 * HOUR, messages: 1 },
    ])
    await move(store, eventId, NOON + 11 * HOUR, '北口からどうぞ。', { place: '池袋店' })
    await shop.work(NOON + 21 * HOUR)
    expect(await told(store)).toEqual(['aya changed'])
    const [message] = await owed(store)
    expect(JSON.stringify(message)).toContain('池袋店')
    expect(JSON.stringify(message)).toContain('駅の反対側です。\\n北口からどうぞ。')
    expect(await openTellings(store)).toEqual([])
  })

  it('in the night before an early event is told at once: in the morning they would be on their way', async () => {
    const store = newStore()
    const shop = openShop(store)
    const startsAt = NOON + 22 * HOUR
    const early = { ...QUIET, startsAt, endsAt: startsAt + HOUR, closesAt: startsAt }
    const eventId = await eventWith(store, { aya: 1 }, early)
    await move(store, eventId, NOON + 12 * HOUR, '', early)
    await shop.work(NOON + 12 * HOUR)
    expect(await told(store)).toEqual(['aya changed'])
  })

  it('is no news any more when it is called off meanwhile', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1 }, QUIET)
    await move(store, eventId, NOON + HOUR)
    await cancel(store, eventId, NOON + HOUR + 1)
    await shop.work(NOON + HOUR + 2)
    expect(await told(store)).toEqual(['aya cancelled'])
    expect(await openTellings(store)).toEqual([])
  })
})

describe.each(engines)('who could not be told on $engine', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())

  it('is who holds a seat or waits and LINE did not reach, until they answer anew or it is over', async () => {
    const store = await opened.openStore()
    const untold = async () =>
      (await listGuests(store, { eventId, list: 'untold' })).guests.map(({ memberId }) => memberId).sort()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1, chie: 1, dan: 1 }, { ...QUIET, capacity: 2 })
    await leave(store, eventId, 'dan', NOON + HOUR)
    for (const who of ['ben', 'chie', 'dan']) await block(store, who)
    expect(await untold()).toEqual([])
    await move(store, eventId, NOON + 2 * HOUR, '', { capacity: 2 })
    expect(await untold()).toEqual(['ben', 'chie'])
    await shop.work(NOON + 2 * HOUR)
    await block(store, 'chie', 'following')
    await block(store, 'aya')
    expect(await untold()).toEqual(['ben', 'chie'])
    await joinEvent(store, { eventId, memberId: 'chie', party: 2, at: NOON + 3 * HOUR, now: NOON + 3 * HOUR })
    expect(await untold()).toEqual(['ben'])
    await block(store, 'ben', 'following')
    await move(store, eventId, NOON + 3 * HOUR + 1, '', { capacity: 2, place: '池袋店' })
    await shop.work(NOON + 3 * HOUR + 1)
    expect(await untold()).toEqual(['aya'])
    await block(store, 'ben')
    await cancel(store, eventId, NOON + 4 * HOUR)
    expect(await untold()).toEqual(['aya', 'ben'])
    await shop.work(NOON + 4 * HOUR)
    expect(await told(store)).toEqual(['aya changed', 'ben changed', 'chie changed', 'chie cancelled'])
    expect(await untold()).toEqual(['aya', 'ben'])
  })
})

describe('a cancellation', () => {
  it('is told once, with the words of the shop, to who comes or waits, and to nobody else', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1, chie: 1 }, { ...QUIET, capacity: 1 })
    await leave(store, eventId, 'chie', NOON + HOUR)
    expect(await countConcerned(store, { eventId, kind: 'cancelled', now: NOON + HOUR })).toBe(2)
    await cancel(store, eventId, NOON + 2 * HOUR)
    await shop.work(NOON + 2 * HOUR)
    await shop.work(NOON + 3 * HOUR)
    expect(await told(store)).toEqual(['aya cancelled', 'ben cancelled'])
    const [message] = await owed(store)
    expect(JSON.stringify(message)).toContain('台風のためです。')
    expect(actionsOf(message)).toEqual(['events'])
  })

  it('is not told to who was told before that there was no seat', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 }, { ...QUIET, capacity: 1, closesAt: NOON + DAY })
    await shop.work(NOON + DAY)
    await cancel(store, eventId, NOON + DAY + HOUR)
    await shop.work(NOON + DAY + HOUR)
    expect(await told(store)).toEqual(['ben not_seated', 'aya cancelled'])
  })

  it('reaches more people than go into one batch, each once, and says nothing after the event', async () => {
    const store = newStore()
    const shop = openShop(store)
    const people = await addMembers(store, 120)
    const eventId = await eventWith(store, {}, { ...QUIET, capacity: 200 })
    for (const memberId of people) await join(store, eventId, memberId, NOON + MINUTE)
    await cancel(store, eventId, NOON + HOUR)
    await shop.work(NOON + HOUR)
    expect(await told(store)).toHaveLength(120)
    expect(new Set((await owed(store)).map(({ memberId }) => memberId)).size).toBe(120)

    const late = newStore()
    const lateShop = openShop(late)
    const over = await eventWith(late, { aya: 1 }, QUIET)
    await cancel(late, over, NOON + HOUR)
    await lateShop.work(TASTING.endsAt)
    expect(await told(late)).toEqual([])
    expect(await openTellings(late)).toEqual([])
  })
})
