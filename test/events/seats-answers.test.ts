import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { acceptOffer, keepWaiting, lapseOffers, toldStatement } from '../../src/events/offers.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { standingOf } from '../../src/events/standing.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addEvent, addPeople, block, CLOSES, STARTS, seatsOf } from './seats-support.ts'

let store: Store
let clock = NOON
const tasting = { eventId: 'tasting' }
const say = (memberId: string, at = ++clock) => ({ ...tasting, memberId, at, now: Math.max(at, clock) })
const joins = (memberId: string, party: number, at?: number) => joinEvent(store, { ...say(memberId, at), party })
const leaves = (memberId: string, at?: number) => leaveEvent(store, say(memberId, at))
const stands = (memberId: string) => standingOf(store, { ...tasting, memberId })

beforeEach(async () => {
  clock = NOON
  store = newStore()
  await addPeople(store, ['hana', 'ken', 'yui', 'rei'])
})

describe('an answer to an event', () => {
  it('is refused when it is closed, over, not theirs, or of too many', async () => {
    await addEvent(store, { capacity: 4, guests_max: 2, listed: 0 })
    await expect(joins('hana', 1)).rejects.toMatchObject({ code: 'event_not_invited' })
    await expect(leaves('hana')).rejects.toMatchObject({ code: 'event_not_invited' })
    await store.db.updateTable('events').set({ listed: 1 }).execute()
    await expect(joins('hana', 4)).rejects.toMatchObject({ code: 'event_party_too_large' })
    await expect(joins('hana', 1, CLOSES)).rejects.toMatchObject({ code: 'event_not_open' })
    await store.db.updateTable('events').set({ state: 'closed', guests_max: 5 }).execute()
    await expect(joins('hana', 1)).rejects.toMatchObject({ code: 'event_not_open' })
    await store.db.updateTable('events').set({ state: 'open', capacity: 3 }).execute()
    await expect(joins('hana', 4)).rejects.toMatchObject({ code: 'event_party_too_large' })
    await expect(joinEvent(store, { ...say('hana'), eventId: 'none', party: 1 })).rejects.toMatchObject({
      code: 'event_not_open',
    })
    expect(await seatsOf(store)).toEqual([])
  })

  it('may be a no until it begins, after the deadline too; what becomes free then is offered to nobody', async () => {
    await addEvent(store, { capacity: 2 })
    await joins('hana', 2)
    await joins('ken', 1)
    expect(await leaves('hana', STARTS - 1)).toMatchObject({ standing: { state: 'cancelled', free: 2 } })
    expect(await seatsOf(store)).toEqual(['hana cancelled 2', 'ken waiting 1'])
    await expect(leaves('ken', STARTS)).rejects.toMatchObject({ code: 'event_not_open' })
  })

  it('that was said before the newest one changes nothing, nor does a repeated one', async () => {
    await addEvent(store)
    await joins('hana', 2, NOON + 10)
    await leaves('hana', NOON + 20)
    expect(await joins('hana', 2, NOON + 10)).toMatchObject({ outcome: 'outdated', standing: { state: 'cancelled' } })
    expect(await leaves('hana', NOON + 20)).toMatchObject({ outcome: 'answered', standing: { state: 'cancelled' } })
    await joins('hana', 3, NOON + 30)
    expect(await joins('hana', 3, NOON + 30)).toMatchObject({ outcome: 'answered', standing: { state: 'going' } })
    expect(await leaves('hana', NOON + 20)).toMatchObject({ outcome: 'outdated', standing: { state: 'going' } })
  })

  it('that was repeated after the deadline is answered as it was', async () => {
    await addEvent(store)
    const first = { ...say('hana'), party: 2 }
    await joinEvent(store, first)
    expect(await joinEvent(store, { ...first, now: CLOSES + 1 })).toMatchObject({ outcome: 'answered' })
  })

  it('for more than there is room for keeps what they have', async () => {
    await addEvent(store, { capacity: 4 })
    await joins('hana', 2)
    await joins('ken', 1)
    expect(await joins('hana', 4)).toMatchObject({ outcome: 'no_room', standing: { state: 'going', party: 2 } })
    expect(await joins('hana', 3)).toMatchObject({ outcome: 'answered', standing: { party: 3 } })
    expect(await joins('hana', 1)).toMatchObject({ outcome: 'answered', standing: { party: 1, free: 2 } })
  })

  it('for fewer keeps the place in the line, for more goes to its end', async () => {
    await addEvent(store, { capacity: 1 })
    await joins('hana', 1)
    for (const name of ['ken', 'yui', 'rei']) await joins(name, 1)
    await store.db.updateTable('events').set({ capacity: 6 }).execute()
    await store.db.updateTable('events').set({ capacity: 1 }).execute()
    expect(await joins('ken', 2).catch(({ code }) => code)).toBe('event_party_too_large')
    await store.db.updateTable('events').set({ capacity: 6 }).execute()
    await joins('hana', 6)
    expect(await seatsOf(store)).toEqual(['hana going 1', 'ken offered 1/1', 'yui offered 1/1', 'rei offered 1/1'])
    await joins('ken', 4)
    expect(await seatsOf(store)).toEqual(['hana going 1', 'yui offered 1/1', 'rei offered 1/1', 'ken offered 3/4'])
    await joins('ken', 3)
    expect(await stands('ken')).toMatchObject({ state: 'going', party: 3 })
  })

  it('said again to a smaller offer leaves the offer, and its hour, as it is', async () => {
    await addEvent(store, { capacity: 4 })
    await joins('hana', 2)
    await joins('ken', 4)
    const endsAt = NOON + HOUR
    await store.batch([toldStatement(store.db, { ...tasting, memberId: 'ken', offerNo: 1, endsAt })])
    await joins('ken', 4)
    expect(await stands('ken')).toMatchObject({ state: 'offered', seats: 2, offerNo: 1, offerEndsAt: endsAt })
    await joins('ken', 3)
    expect(await stands('ken')).toMatchObject({ state: 'offered', party: 3, offerNo: 1, offerEndsAt: endsAt })
  })

  it('lowers those who drink with the party, and forgets nothing else of what they told', async () => {
    await addEvent(store)
    await joins('hana', 4)
    await store.db.updateTable('rsvps').set({ drinkers: 3, allergies: 'えび', answers: '[["犬も","はい"]]' }).execute()
    await joins('hana', 2)
    expect(await stands('hana')).toMatchObject({
      drinkers: 2,
      allergies: 'えび',
      answers: [{ question: '犬も', answer: 'はい' }],
    })
  })

  it('stands in the person’s timeline, once and only when it changed something', async () => {
    await addEvent(store, { capacity: 2 })
    await joins('hana', 2, NOON + 1)
    await joins('hana', 2, NOON + 1)
    await joins('hana', 2, NOON + 2)
    clock = NOON + 2
    await joins('ken', 1)
    await leaves('hana')
    await leaves('yui')
    const { rows } = await sql<{
      words: string
    }>`select member_id || ' ' || kind || ' ' || (detail ->> 'title') as words
      from interactions order by rowid`.execute(store.db)
    expect(rows.map(({ words }) => words)).toEqual([
      'hana event_joined 秋の試食会',
      'ken event_waited 秋の試食会',
      'hana event_cancelled 秋の試食会',
      'yui event_declined 秋の試食会',
    ])
  })
})

describe('offered seats', () => {
  /** hana has two of four; ken, who wants three, was asked whether two would do. */
  const askKen = async () => {
    await addEvent(store, { capacity: 4 })
    await joins('hana', 2)
    await joins('ken', 3)
  }
  const tell = (memberId: string, offerNo: number, endsAt: number) =>
    store.batch([toldStatement(store.db, { ...tasting, memberId, offerNo, endsAt })])

  it('become more for who was asked whether fewer would do, before anybody after them gets any', async () => {
    await askKen()
    await tell('ken', 1, NOON + HOUR)
    await joins('yui', 1)
    await joins('hana', 1)
    expect(await seatsOf(store)).toEqual(['hana going 1', 'ken offered 3/3', 'yui waiting 1'])
    expect(await stands('ken')).toMatchObject({ offerNo: 2, offerEndsAt: undefined })
  })

  it('are theirs until their hour, and not after it', async () => {
    await askKen()
    await tell('ken', 1, NOON + HOUR)
    expect(await acceptOffer(store, { ...say('ken', NOON + HOUR), offerNo: 1 })).toMatchObject({ outcome: 'outdated' })
    const inTime = { ...say('ken', NOON + HOUR - 1), offerNo: 1, now: NOON + HOUR + 5 }
    expect(await acceptOffer(store, inTime)).toMatchObject({ outcome: 'answered', standing: { party: 2 } })
    expect(await acceptOffer(store, inTime)).toMatchObject({ outcome: 'answered' })
  })

  it('are not accepted once the event takes no more answers', async () => {
    await askKen()
    expect(await acceptOffer(store, { ...say('ken', CLOSES), offerNo: 1 })).toMatchObject({ outcome: 'outdated' })
    await store.db.updateTable('events').set({ state: 'closed' }).execute()
    expect(await acceptOffer(store, { ...say('ken'), offerNo: 1 })).toMatchObject({ outcome: 'outdated' })
    expect(await lapseOffers(store, { now: clock })).toMatchObject({ lapsed: 1 })
    expect(await stands('ken')).toMatchObject({ state: 'waiting', refusedSeats: 0 })
  })

  it('that are all they want cannot be waited away', async () => {
    await addEvent(store, { capacity: 2 })
    await joins('hana', 2)
    await joins('ken', 2)
    await leaves('hana')
    expect(await keepWaiting(store, { ...say('ken'), offerNo: 1 })).toMatchObject({ outcome: 'outdated' })
    expect(await stands('ken')).toMatchObject({ state: 'offered', seats: 2 })
  })

  it('keep their place after a no to fewer, and are asked for again only when more are free', async () => {
    await askKen()
    await keepWaiting(store, { ...say('ken'), offerNo: 1 })
    expect(await stands('ken')).toMatchObject({ state: 'waiting', nth: 1, refusedSeats: 2, free: 2 })
    expect(await joins('yui', 2)).toMatchObject({ standing: { state: 'going' } })
    await leaves('yui')
    expect(await stands('ken')).toMatchObject({ state: 'waiting', offerNo: 1 })
    expect(await joins('ken', 2)).toMatchObject({ standing: { state: 'going', party: 2 } })
  })

  it('pass by who cannot be told, who keeps the place; of who cannot be told any more they go on', async () => {
    await addEvent(store, { capacity: 2 })
    await joins('hana', 2)
    for (const name of ['ken', 'yui', 'rei']) await joins(name, 2)
    await block(store, 'ken')
    await leaves('hana')
    expect(await seatsOf(store)).toEqual(['hana cancelled 2', 'ken waiting 2', 'yui offered 2/2', 'rei waiting 2'])
    await block(store, 'yui')
    expect(await lapseOffers(store, { now: clock })).toMatchObject({ lapsed: 1 })
    expect(await seatsOf(store)).toEqual(['hana cancelled 2', 'ken waiting 2', 'yui waiting 2', 'rei offered 2/2'])
    await block(store, 'ken', 'following')
    await leaves('rei')
    expect(await stands('ken')).toMatchObject({ state: 'offered', seats: 2 })
  })

  it('of a cancelled event stay in the record as they were', async () => {
    await askKen()
    await tell('ken', 1, NOON + MINUTE)
    await store.db.updateTable('events').set({ state: 'cancelled' }).execute()
    expect(await lapseOffers(store, { now: NOON + HOUR })).toEqual({ lapsed: 0, nextAt: undefined })
    expect(await stands('ken')).toMatchObject({ state: 'offered' })
  })
})
