import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { reminderState, remindersOf } from '../../src/events/reminders.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { SendingSettings, saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { openFakeLine } from '../broadcasts/support.ts'
import { addMember, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { actionsOf, eventWith, openShop, owed, told } from './notices-support.ts'
import { TASTING } from './support.ts'

const QUIET = SendingSettings.parse({})
/** 7 April 18:00, and 8 April 16:00, in Tokyo; the tasting begins at 18:00. */
const DAY_BEFORE = TASTING.startsAt - DAY
const HOURS_BEFORE = TASTING.startsAt - 2 * HOUR

describe('the times of reminders', () => {
  const both = { id: 'event', remindDay: true, remindHours: true }
  const at = (time: string) => Date.parse(`2026-04-${time}:00+09:00`)
  const times = (startsAt: number, more = {}) =>
    remindersOf({ ...both, startsAt, ...more }, QUIET).map(({ kind, at }) => [kind, at])

  it('are the day before at 18:00, and two hours before', () => {
    expect(times(at('05T19:30'))).toEqual([
      ['reminder_day', at('04T18:00')],
      ['reminder_hours', at('05T17:30')],
    ])
  })

  it('leave out the night: a morning event is told of at 9:00', () => {
    expect(times(at('05T10:00'))).toEqual([
      ['reminder_day', at('04T18:00')],
      ['reminder_hours', at('05T09:00')],
    ])
    expect(times(at('05T09:30'))).toContainEqual(['reminder_hours', at('05T09:00')])
  })

  it('are none where the morning would come too late', () => {
    expect(times(at('05T09:29'))).toEqual([['reminder_day', at('04T18:00')]])
    expect(times(at('05T23:30'))).toEqual([['reminder_day', at('04T18:00')]])
  })

  it('are those that the owner left on', () => {
    expect(times(at('05T19:30'), { remindDay: false })).toEqual([['reminder_hours', at('05T17:30')]])
    expect(times(at('05T19:30'), { remindHours: false })).toEqual([['reminder_day', at('04T18:00')]])
  })

  it('are never in the night, never in the last half hour, and never two at once', () => {
    fc.assert(
      fc.property(fc.nat(3 * 24 * 60), fc.nat(24), fc.nat(24), (minutes, quietFrom, quietTo) => {
        const startsAt = at('05T00:00') + minutes * MINUTE
        const reminders = remindersOf({ ...both, startsAt }, { quietFrom, quietTo })
        for (const { at, until } of reminders) {
          const hour = ((at / HOUR + 9) % 24) + 0
          const isQuiet =
            quietFrom % 24 !== quietTo % 24 &&
            (quietFrom % 24 < quietTo % 24
              ? hour >= quietFrom % 24 && hour < quietTo % 24
              : hour >= quietFrom % 24 || hour < quietTo % 24)
          expect(isQuiet).toBe(false)
          expect(at).toBeLessThan(until)
          expect(until).toBeLessThanOrEqual(startsAt - 30 * MINUTE + 1)
        }
        const [day, hours] = reminders
        if (day && hours) expect(day.until).toBeLessThanOrEqual(hours.at)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a reminder', () => {
  it('goes to who is going, once each time, with 行けなくなった and the stop', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 2, ben: 2, chie: 1 })
    await leaveEvent(store, { eventId, memberId: 'ben', at: NOON + DAY, now: NOON + DAY })
    await shop.work(DAY_BEFORE - 1)
    expect((await told(store)).filter((line) => line.includes('reminder'))).toEqual([])
    await shop.work(DAY_BEFORE)
    await shop.work(DAY_BEFORE + MINUTE)
    await shop.work(HOURS_BEFORE)
    await shop.work(HOURS_BEFORE + MINUTE)
    expect((await told(store)).filter((line) => line.includes('reminder'))).toEqual([
      'aya reminder_day',
      'chie reminder_day',
      'aya reminder_hours',
      'chie reminder_hours',
    ])
    const [first, , third] = (await owed(store)).filter(({ altText }) => altText?.includes('お待ちしています'))
    expect(actionsOf(first)).toEqual([
      expect.stringContaining(`/event/${eventId}.aya.`),
      `event:${eventId}:decline`,
      'consent:events:off',
    ])
    expect(first?.altText).toContain('明日')
    expect(third?.altText).toContain('本日')
    expect(JSON.stringify(first)).toContain('2名')
  })

  it('goes to nobody who stopped messages about events, who blocked us, or who answered after its time', async () => {
    const store = newStore()
    const shop = openShop(store)
    const eventId = await eventWith(store, { aya: 1, ben: 1 })
    await addMember(store, 'chie', { consents: ['news'] })
    await addMember(store, 'dan', { consents: ['events'] })
    const join = (memberId: string, at: number) => joinEvent(store, { eventId, memberId, party: 1, at, now: at })
    await join('chie', NOON + HOUR)
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', 'ben')
      .execute()
    await store.db.updateTable('events').set({ closes_at: TASTING.startsAt }).execute()
    await join('dan', DAY_BEFORE + 1)
    await shop.work(DAY_BEFORE + MINUTE)
    expect(await told(store)).toEqual(['aya reminder_day'])
  })

  it('that nobody could send in time goes late, but not with the next one', async () => {
    const late = openShop(newStore())
    await eventWith(late.deps.store, { aya: 1 })
    await late.work(HOURS_BEFORE - 1)
    expect(await told(late.deps.store)).toEqual(['aya reminder_day'])
    expect((await owed(late.deps.store))[0]?.altText).toContain('本日')

    const later = openShop(newStore())
    await eventWith(later.deps.store, { aya: 1 })
    await later.work(TASTING.startsAt - 30 * MINUTE)
    expect(await told(later.deps.store)).toEqual(['aya reminder_hours'])

    const tooLate = openShop(newStore())
    await eventWith(tooLate.deps.store, { aya: 1 })
    await tooLate.work(TASTING.startsAt - 30 * MINUTE + 1)
    expect(await told(tooLate.deps.store)).toEqual([])
  })

  it('waits for the end of the night when it was missed before', async () => {
    const shop = openShop(newStore())
    await eventWith(shop.deps.store, { aya: 1 })
    await shop.work(DAY_BEFORE + 3 * HOUR)
    expect(await told(shop.deps.store)).toEqual([])
    await shop.work(DAY_BEFORE + 15 * HOUR)
    expect(await told(shop.deps.store)).toEqual(['aya reminder_day'])
  })

  it('comes again when the event moved to another day', async () => {
    const shop = openShop(newStore())
    const { store } = shop.deps
    await eventWith(store, { aya: 1 })
    await shop.work(DAY_BEFORE)
    await store.db
      .updateTable('events')
      .set({ starts_at: TASTING.startsAt + 3 * DAY, ends_at: TASTING.endsAt + 3 * DAY })
      .execute()
    await shop.work(DAY_BEFORE + 3 * DAY)
    expect(await told(store)).toEqual(['aya reminder_day', 'aya reminder_day'])
  })
})

describe('the messages kept in reserve', () => {
  const scarce = async (left: number, reserve: number) => {
    const store = newStore()
    const fake = openFakeLine()
    fake.quota.limit = left
    const shop = openShop(store, { fake })
    await eventWith(store, { aya: 1, ben: 1 })
    await saveSendingSettings(store, { reserve })
    return { ...shop, store, fake }
  }

  it('are not used by reminders: all of an event go, or none, and a page can say why', async () => {
    const enough = await scarce(12, 10)
    await enough.work(DAY_BEFORE)
    expect(await told(enough.store)).toEqual(['aya reminder_day', 'ben reminder_day'])
    expect(await reminderState(enough.store, { now: DAY_BEFORE })).toEqual({ heldAt: undefined })

    const short = await scarce(11, 10)
    await short.work(DAY_BEFORE)
    expect(await told(short.store)).toEqual([])
    expect(await reminderState(short.store, { now: DAY_BEFORE + 1 })).toEqual({ heldAt: DAY_BEFORE })
    expect(await reminderState(short.store, { now: DAY_BEFORE + HOUR })).toEqual({ heldAt: undefined })
    short.fake.quota.limit = 12
    await short.work(DAY_BEFORE + MINUTE)
    expect(await told(short.store)).toEqual([])
    await short.work(DAY_BEFORE + 10 * MINUTE)
    expect(await told(short.store)).toEqual(['aya reminder_day', 'ben reminder_day'])
  })

  it('are used for an offered seat: somebody holds it', async () => {
    const { store, work } = await scarce(0, 10)
    const eventId = await eventIn(store)
    await store.db.updateTable('events').set({ capacity: 2 }).execute()
    await addMember(store, 'chie', { consents: ['events'] })
    const at = NOON + HOUR
    await joinEvent(store, { eventId, memberId: 'chie', party: 1, at, now: at })
    await leaveEvent(store, { eventId, memberId: 'aya', at: at + 1, now: at + 1 })
    await work(NOON + 2 * HOUR)
    expect(await told(store)).toEqual(['chie offer'])
  })

  it('are left alone while LINE does not say how many there are', async () => {
    const { store, fake, work } = await scarce(100, 0)
    const { Refusal } = await import('../../src/refusal.ts')
    const quota = fake.line.quota
    fake.line.quota = async () => {
      throw new Refusal('line_unreachable')
    }
    await work(DAY_BEFORE)
    expect(await told(store)).toEqual([])
    fake.line.quota = quota
    await work(DAY_BEFORE + MINUTE)
    expect(await told(store)).toEqual(['aya reminder_day', 'ben reminder_day'])
  })
})

const eventIn = async ({ db }: Store) => (await db.selectFrom('events').select('id').executeTakeFirstOrThrow()).id
