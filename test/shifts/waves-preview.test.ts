import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { previewWaves } from '../../src/shifts/asks/wave-preview.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import { openFakeLine } from '../broadcasts/support.ts'
import { addMember, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addPeople, CLOSES, openingOf, openShop, pushed, wavesOf } from './waves-support.ts'

const EIGHT = NOON + 8 * HOUR
const NINE = NOON + 21 * HOUR
const DRAFT = { state: 'draft', opened_at: null, next_wave_at: null, asks_max: 0 } as const

async function preview(
  store: Store,
  { openingId = 'opening', now = NOON, asksMax }: { openingId?: string; now?: number; asksMax?: number } = {},
  fake = openFakeLine(),
) {
  const opening = await findOpening(store, { openingId })
  if (!opening) throw new Error('no opening')
  return previewWaves({ store, line: fake.line }, { opening, now, ...(asksMax !== undefined && { asksMax }) })
}

describe('the preview of the waves', () => {
  it('of a draft says who would be asked when, why nobody else, and what it costs, and asks nobody', async () => {
    const store = newStore()
    await addPeople(store, 5)
    await addMember(store, 'q-answers', { consents: ['shifts'] })
    await openingOf(store, { id: 'other', next_wave_at: null })
    await openingOf(store, { ...DRAFT, lead_minutes: 15 })
    await store.db
      .insertInto('shift_claims')
      .values({
        ...{ opening_id: 'other', member_id: 'q-answers', state: 'applied', place: 1 },
        ...{ answered_at: NOON, changed_at: NOON, created_at: NOON },
      })
      .execute()
    const told = await preview(store, { now: EIGHT + 10 * MINUTE })
    expect(told).toMatchObject({
      board: 6,
      people: 5,
      messages: 5,
      leftOut: { clash: 1 },
      cost: { messages: 5 },
      usable: 100_000,
      plan: {
        waves: [
          { at: EIGHT + 25 * MINUTE, people: 2 },
          { at: EIGHT + 55 * MINUTE, people: 2 },
          { at: NINE, people: 1 },
        ],
        over: 'everybody',
      },
    })
    expect(told.named.map(({ memberId, wave }) => `${wave}:${memberId}`)).toEqual([
      '1:p00',
      '1:p01',
      '2:p02',
      '2:p03',
      '3:p04',
    ])
    expect(await pushed(store)).toEqual([])
  })

  it('is what happens when nobody answers', async () => {
    const store = newStore()
    await addPeople(store, 7)
    await openingOf(store, { asks_max: 6, wave_size: 4, next_wave_at: EIGHT })
    const { plan, named } = await preview(store, { now: NOON })
    const shop = openShop(store, { at: EIGHT })
    await shop.until(CLOSES)
    expect(shop.arrivals).toEqual(plan.waves.flatMap(({ at, people }) => Array(people).fill(at)))
    expect(await pushed(store)).toEqual(named.map(({ memberId, wave }) => `${wave}:${memberId}`))
    expect((await wavesOf(store)).ended).toBe(plan.over)
  })

  it('of one that is open tells what is still to come', async () => {
    const store = newStore()
    await addPeople(store, 5)
    await openingOf(store, { asks_max: 4 })
    await openShop(store).work()
    const { messages, leftOut, plan } = await preview(store, { now: NOON + MINUTE })
    expect([messages, leftOut]).toEqual([2, { asked: 2 }])
    expect(plan).toEqual({ waves: [{ at: NOON + 30 * MINUTE, people: 2 }], over: 'confirmed' })
  })

  it('keeps the messages for urgent openings apart, and says when LINE does not tell what is left', async () => {
    const store = newStore()
    await addPeople(store, 2)
    await saveSendingSettings(store, { reserve: 30 })
    const fake = openFakeLine()
    fake.quota.limit = 31
    await openingOf(store, DRAFT)
    await openingOf(store, { ...DRAFT, id: 'hurry', urgent: 1 })
    expect((await preview(store, {}, fake)).usable).toBe(1)
    expect((await preview(store, { openingId: 'hurry' }, fake)).usable).toBe(31)
    const dark = { ...fake, line: { ...fake.line, quota: () => Promise.reject(new Refusal('line_unreachable')) } }
    expect(await preview(store, {}, dark)).toMatchObject({ cost: undefined, usable: null, messages: 2 })
  })

  it('of the board alone, and of a deadline in the night, has no messages', async () => {
    const store = newStore()
    await addPeople(store, 2)
    await openingOf(store, { ...DRAFT, closes_at: NINE })
    expect((await preview(store, { asksMax: 0 })).plan).toEqual({ waves: [], over: 'confirmed' })
    expect((await preview(store, { now: NINE - HOUR })).plan).toEqual({ waves: [], over: 'deadline' })
    expect((await preview(store, { now: NINE - HOUR })).messages).toBe(0)
  })
})
