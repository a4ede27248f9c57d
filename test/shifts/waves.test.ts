import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { owePush } from '../../src/line/outbox.ts'
import { Refusal } from '../../src/refusal.ts'
import { saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { type FakeLine, openFakeLine } from '../broadcasts/support.ts'
import { DAY, engines, HOUR, lineUserId, MINUTE, NOON, newStore } from '../support.ts'
import { addPeople, agreed, fill, openingOf, openShop, owed, pushed, wavesOf } from './waves-support.ts'

const NINE = NOON + 21 * HOUR

describe('a night on the virtual clock', () => {
  it('asks in the evening, is silent in the quiet hours, goes on in the morning, and not once it is filled', async () => {
    const store = newStore()
    const people = await addPeople(store, 12)
    const shop = openShop(store, { at: NOON + 8 * HOUR })
    const id = await openingOf(store, { wave_size: 2, next_wave_at: NOON + 8 * HOUR + 15 * MINUTE })
    await shop.until(NOON + 2 * DAY, async (now) => {
      if (now >= NINE + 40 * MINUTE && (await wavesOf(store)).ended === null)
        await fill(store, id, 'p00', now).catch(() => undefined)
    })

    const clock = (at: number) => new Date(at + 9 * HOUR).toISOString().slice(11, 16)
    expect(shop.arrivals.map(clock)).toEqual(['20:15', '20:15', '20:45', '20:45', '09:00', '09:00', '09:30', '09:30'])
    expect(new Set(shop.fake.delivered).size).toBe(8)
    expect(people.map(lineUserId)).toEqual(expect.arrayContaining(shop.fake.delivered))
    expect(await pushed(store)).toHaveLength(8)
    expect(await wavesOf(store)).toMatchObject({ waves: 4, nextAt: null })
    const lines = await store.db
      .selectFrom('interactions')
      .select(['kind', 'detail'])
      .where('kind', '=', 'shift_asked')
      .execute()
    expect(lines).toHaveLength(8)
    expect(JSON.parse(lines[0]?.detail ?? '')).toEqual({ title: '4月2日（木） 17:00〜21:00 ホール', store: 'shibuya' })
  })

  it('asks everybody once when nobody answers, and says so', async () => {
    const store = newStore()
    await addPeople(store, 5)
    const shop = openShop(store)
    await openingOf(store)
    await shop.until(NOON + DAY)
    expect(await pushed(store)).toEqual(['1:p00', '1:p01', '2:p02', '2:p03', '3:p04'])
    expect(await wavesOf(store)).toEqual({ waves: 3, nextAt: null, ended: 'everybody' })
    expect(shop.fake.delivered).toHaveLength(5)
  })
})

describe.each(engines)('a wave on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let shop: ReturnType<typeof openShop>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addPeople(store, 4)
    shop = openShop(store)
  })

  it('is of one process: two at the same moment ask as many as one', async () => {
    await openingOf(store)
    const both = await Promise.all([shop.waves(), openShop(store).waves()])
    expect(both.map(({ sent }) => sent).sort()).toEqual([0, 2])
    expect(await pushed(store)).toEqual(['1:p00', '1:p01'])
    expect(await owed(store)).toMatchObject([
      { id: 'shift_ask:opening:p00', topic: 'shift:opening', state: 'ready' },
      { id: 'shift_ask:opening:p01', topic: 'shift:opening', state: 'ready' },
    ])
  })

  it('asks nobody when the last place was taken meanwhile', async () => {
    await openingOf(store)
    expect((await raced(store, () => agreed(store, { member_id: 'p03' }))).sent).toBe(0)
    expect(await pushed(store)).toEqual([])
  })

  it('asks nobody when it was closed meanwhile', async () => {
    await openingOf(store)
    expect((await raced(store, () => fill(store, 'opening', 'p03', NOON))).sent).toBe(0)
    expect([await pushed(store), await owed(store)]).toEqual([[], []])
  })

  if (engine === 'D1') return

  it.each([
    ['was closed meanwhile', { state: 'closed', closed_because: 'owner', closed_at: NOON }],
    ['is past its deadline', { closes_at: NOON }],
    ['was stopped', { waves_ended_at: NOON, waves_ended_because: 'owner' }],
    ['is due later', { next_wave_at: NOON + 1 }],
    ['changed meanwhile', { updated_at: NOON + 1 }],
    ['may ask one more person only', { asks_max: 1 }],
  ] as const)('asks nobody when the opening %s', async (_, changed) => {
    await openingOf(store)
    const change = () => store.db.updateTable('shift_openings').set(changed).execute()
    expect((await raced(store, change)).sent).toBe(0)
    expect([await pushed(store), await owed(store)]).toEqual([[], []])
  })

  it('leaves out who answered while it was written, and asks the others', async () => {
    await openingOf(store)
    const pass = () =>
      store.db
        .insertInto('shift_claims')
        .values({
          opening_id: 'opening',
          member_id: 'p00',
          state: 'passed',
          answered_at: NOON,
          changed_at: NOON,
          created_at: NOON,
        })
        .execute()
    expect((await raced(store, pass)).sent).toBe(1)
    expect(await pushed(store)).toEqual(['1:p01'])
    expect(await owed(store)).toMatchObject([{ member_id: 'p01' }])
  })

  it('asks nobody when it was called off meanwhile, whatever else its row says', async () => {
    await openingOf(store)
    const callOff = async () => {
      await store.db.updateTable('shift_openings').set({ state: 'cancelled' }).execute()
      await store.db.updateTable('shift_openings').set({ next_wave_at: NOON }).execute()
    }
    expect((await raced(store, callOff)).sent).toBe(0)
  })

  it('is silent in the quiet hours, though it was due before, and goes on in the morning', async () => {
    await openingOf(store, { next_wave_at: NOON + 9 * HOUR - MINUTE })
    expect(await shop.waves(NOON + 9 * HOUR)).toEqual({ sent: 0, nextAt: NINE })
    expect((await shop.waves(NINE - 1)).sent).toBe(0)
    expect((await shop.waves(NINE)).sent).toBe(2)
  })

  it.each([
    ['that others took meanwhile', 2, 0],
    ['that are kept, when others took some meanwhile', 4, 2],
  ])('asks nobody with messages %s', async (_, limit, reserve) => {
    await openingOf(store)
    await saveSendingSettings(store, { reserve })
    shop.fake.quota.limit = limit
    const other = () =>
      store.batch([owePush(store.db, { memberId: 'p03', messages: [{ type: 'text', text: 'hello' }], now: NOON })])
    expect((await raced(store, other, shop.fake)).sent).toBe(0)
    expect(await pushed(store)).toEqual([])
  })

  it('never asks more people than messages were said yes to, and ends there', async () => {
    await openingOf(store, { asks_max: 3 })
    await shop.until(NOON + DAY)
    expect(await pushed(store)).toHaveLength(3)
    expect(await wavesOf(store)).toMatchObject({ ended: 'confirmed', nextAt: null })
  })

  it('does not touch the messages kept for urgent openings, which an urgent one may use', async () => {
    await saveSendingSettings(store, { reserve: 3 })
    shop.fake.quota.limit = 4
    await openingOf(store, { wave_size: 10 })
    await shop.work()
    expect(await pushed(store)).toEqual(['1:p00'])
    await shop.work(NOON + 30 * MINUTE)
    expect(await wavesOf(store)).toMatchObject({ ended: 'quota' })
    await openingOf(store, { id: 'hurry', urgent: 1, wave_size: 10, next_wave_at: NOON })
    await shop.work()
    expect(await pushed(store, 'hurry')).toHaveLength(3)
  })

  it('waits when LINE does not tell how many messages are left', async () => {
    await openingOf(store)
    const silent = openFakeLine()
    const dark = openShop(store, {
      fake: { ...silent, line: { ...silent.line, quota: () => Promise.reject(new Refusal('line_unreachable')) } },
    })
    expect(await dark.waves()).toEqual({ sent: 0, nextAt: undefined })
    expect(await wavesOf(store)).toMatchObject({ waves: 0, nextAt: NOON, ended: null })
    expect(dark.lines.join()).toContain('a wave of a shift opening waits for LINE')
    expect((await shop.waves()).sent).toBe(2)
  })

  it('waits for the morning for whom the message of the day reached already', async () => {
    await openingOf(store, { id: 'lunch', wave_size: 4 })
    await shop.work()
    await openingOf(store)
    await shop.work()
    expect([await pushed(store, 'lunch'), await pushed(store)]).toEqual([['1:p00', '1:p01', '1:p02', '1:p03'], []])
    expect(await wavesOf(store)).toMatchObject({ nextAt: NINE, ended: null })
    await shop.work(NINE)
    expect(await pushed(store)).toEqual(['1:p00', '1:p01'])
  })

  it('asks an urgent question on the same day, within the caps of urgent ones', async () => {
    await openingOf(store, { id: 'lunch', wave_size: 4 })
    await shop.work()
    for (const id of ['hurry', 'again']) await openingOf(store, { id, urgent: 1, wave_size: 4 })
    await shop.work()
    expect((await pushed(store, 'hurry')).length + (await pushed(store, 'again')).length).toBe(4)
  })

  it('repeats under the same key out of a backup, so that LINE knows it', async () => {
    await openingOf(store)
    await shop.waves()
    const keys = (await owed(store)).map(({ retry_key }) => retry_key)
    await store.db.deleteFrom('outbox_messages').execute()
    await store.db.updateTable('shift_asks').set({ wave: null, pushed_at: null, run: null }).execute()
    await store.db.updateTable('shift_openings').set({ waves: 0, next_wave_at: NOON }).execute()
    await shop.waves()
    expect((await owed(store)).map(({ retry_key }) => retry_key)).toEqual(keys)
  })

  it('of two openings at the same moment asks different people: one message a day reaches each', async () => {
    await openingOf(store)
    await openingOf(store, { id: 'other' })
    expect((await shop.waves()).sent).toBe(4)
    expect([await pushed(store), await pushed(store, 'other')]).toEqual([
      ['1:p00', '1:p01'],
      ['1:p02', '1:p03'],
    ])
  })
})

/** A wave between whose look and whose writing something else happens. */
async function raced(store: Store, meanwhile: () => Promise<unknown>, fake?: FakeLine) {
  let done = false
  const batch: Store['batch'] = async (statements) => {
    if (!done) {
      done = true
      await meanwhile()
    }
    return store.batch(statements)
  }
  return openShop({ ...store, batch }, fake && { fake }).waves()
}
