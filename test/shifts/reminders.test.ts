import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SendingSettings } from '../../src/sending/sending-settings.ts'
import { remindersOf } from '../../src/shifts/notices/reminders.ts'
import { addMember, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import {
  actionsOf,
  anOpening,
  assigned,
  EVENING,
  openShiftShop,
  owed,
  TERMS,
  told,
  wordsOf,
} from './notices-support.ts'

const QUIET = SendingSettings.parse({})

describe('the times of reminders of a shift', () => {
  const at = (time: string) => Date.parse(`2026-04-${time}:00+09:00`)
  const times = (startsAt: number) => remindersOf(startsAt, QUIET).map(({ kind, at }) => [kind, at])

  it('are the evening before at 19:00, and three hours before', () => {
    expect(times(at('05T17:00'))).toEqual([
      ['reminder_evening', at('04T19:00')],
      ['reminder_hours', at('05T14:00')],
    ])
  })

  it('leave out the night: of a morning shift at 9:00, or the evening before alone', () => {
    expect(times(at('05T10:00'))).toEqual([
      ['reminder_evening', at('04T19:00')],
      ['reminder_hours', at('05T09:00')],
    ])
    expect(times(at('05T06:00'))).toEqual([['reminder_evening', at('04T19:00')]])
  })

  it('of a shift that begins after midnight are in the evening before it', () => {
    expect(times(at('05T00:30'))).toEqual([['reminder_evening', at('04T19:00')]])
  })

  it('are never in quiet hours, never in the last half hour, and never two at once', () => {
    const hour = fc.integer({ min: 0, max: 23 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * 24 * 60 }), hour, hour, (minutes, quietFrom, quietTo) => {
        const startsAt = at('05T00:00') + minutes * MINUTE
        const [first, second] = remindersOf(startsAt, { quietFrom, quietTo })
        for (const one of [first, second]) {
          if (!one) continue
          const time = (((one.at + 9 * HOUR) % DAY) + DAY) % DAY
          const isQuiet =
            quietFrom < quietTo
              ? time >= quietFrom * HOUR && time < quietTo * HOUR
              : quietFrom !== quietTo && (time >= quietFrom * HOUR || time < quietTo * HOUR)
          expect(isQuiet).toBe(false)
          expect(one.at).toBeLessThanOrEqual(startsAt - 30 * MINUTE)
        }
        if (first && second) expect(first.until).toBeLessThanOrEqual(second.at)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a reminder of a shift', () => {
  const EVENING_BEFORE = EVENING.startsAt - 22 * HOUR
  const HOURS_BEFORE = EVENING.startsAt - 3 * HOUR
  const remindersIn = async (store: ReturnType<typeof newStore>) =>
    (await told(store)).filter((line) => line.includes('reminder'))

  it('goes once each time to who has the shift and nobody else, with all that is needed on the way', async () => {
    const store = newStore()
    const shop = openShiftShop(store)
    for (const name of ['aya', 'ben']) await addMember(store, name, { consents: [] })
    await anOpening(store, { headcount: 2 })
    await assigned(store, 'aya')
    await assigned(store, 'ben', 'cancelled_by_member', { slot: 2 })
    await shop.work(EVENING_BEFORE - 1)
    expect(await remindersIn(store)).toEqual([])
    await shop.work(EVENING_BEFORE)
    await shop.work(EVENING_BEFORE + MINUTE)
    expect(await remindersIn(store)).toEqual(['aya reminder_evening'])
    await shop.work(HOURS_BEFORE)
    await shop.work(HOURS_BEFORE + MINUTE)
    expect(await remindersIn(store)).toEqual(['aya reminder_evening', 'aya reminder_hours'])
    const [evening, hours] = (await owed(store)).filter(({ altText }) => altText.includes('お待ちしています'))
    expect(evening?.altText).toContain('明日')
    expect(hours?.altText).toContain('本日')
    for (const said of [TERMS.place, TERMS.contact, TERMS.bring, '2026年4月8日（水） 17:00〜22:00'])
      expect(wordsOf(evening)).toContain(said)
    expect(actionsOf(evening)).toEqual([expect.stringContaining('/shift/opening.aya.'), 'shift:opening:cancel'])
  })

  it('does not follow on the heels of the yes, nor come when it is too late', async () => {
    const store = newStore()
    const shop = openShiftShop(store)
    for (const name of ['aya', 'ben']) await addMember(store, name, { consents: [] })
    await anOpening(store, { headcount: 2 })
    await assigned(store, 'aya', 'confirmed', { confirmedAt: EVENING_BEFORE - HOUR + 1 })
    await shop.work(EVENING_BEFORE)
    expect(await remindersIn(store)).toEqual([])
    await shop.work(EVENING.startsAt - 30 * MINUTE + 1)
    expect(await remindersIn(store)).toEqual([])
  })

  it('comes again for another time that was agreed since', async () => {
    const store = newStore()
    const shop = openShiftShop(store)
    await addMember(store, 'aya', { consents: [] })
    await anOpening(store)
    await assigned(store, 'aya')
    await shop.work(EVENING_BEFORE)
    await store.db
      .updateTable('assignments')
      .set({ starts_at: EVENING.startsAt + DAY, ends_at: EVENING.endsAt + DAY })
      .execute()
    await shop.work(HOURS_BEFORE)
    expect(await remindersIn(store)).toEqual(['aya reminder_evening'])
    await shop.work(EVENING_BEFORE + DAY)
    expect(await remindersIn(store)).toEqual(['aya reminder_evening', 'aya reminder_evening'])
  })

  it('is when to look again', async () => {
    const store = newStore()
    const shop = openShiftShop(store)
    await addMember(store, 'aya', { consents: [] })
    await anOpening(store, { closesAt: NOON + HOUR, state: 'closed', closedBecause: 'filled' })
    await assigned(store, 'aya')
    expect(await shop.work(EVENING_BEFORE - HOUR)).toBe(EVENING_BEFORE)
    expect(await shop.work(EVENING_BEFORE)).toBe(HOURS_BEFORE)
    expect(await shop.work(HOURS_BEFORE)).toBe(EVENING.startsAt - 2 * HOUR)
    expect(await shop.work(EVENING.startsAt)).toBe(EVENING.endsAt)
    expect(await shop.work(EVENING.endsAt)).toBeUndefined()
  })
})
