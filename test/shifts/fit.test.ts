import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PreferenceKind } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { SendingSettings } from '../../src/sending/sending-settings.ts'
import { compareFit, daypartOf, type Fit, reasonsOf, weekdayOf } from '../../src/shifts/asks/fit.ts'
import { findFitting } from '../../src/shifts/asks/wave-people.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import { addMember, addRole, addStore, DAY, HOUR, NOON, newStore } from '../support.ts'
import { agreed, openingOf, STARTS } from './waves-support.ts'

const settings = SendingSettings.parse({})

async function fitting(store: Store, openingId = 'opening') {
  const opening = await findOpening(store, { openingId })
  return opening ? findFitting(store, { opening, settings, now: NOON, limit: 100 }) : []
}
const order = async (store: Store) => (await fitting(store)).map(({ memberId }) => memberId)

const person = (store: Store, id: string, storeId = 'shibuya') =>
  addMember(store, id, { storeId, consents: ['shifts'] })
const prefers = ({ db }: Store, member_id: string, kind: PreferenceKind, ...values: readonly string[]) =>
  db
    .insertInto('member_preferences')
    .values(values.map((value) => ({ member_id, kind, value })))
    .execute()
const was = (
  { db }: Store,
  id: string,
  facts: { role_id?: string; left_on?: string; shift_hours_max?: number; birth_year?: number },
) => db.updateTable('members').set(facts).where('id', '=', id).execute()

/** A store with a past shift of the same role that people may have worked. */
async function shop() {
  const store = newStore()
  await addStore(store)
  await addStore(store, 'ueno', '上野店', 2)
  await addRole(store)
  await addRole(store, 'kitchen', 'キッチン', 2)
  return store
}
const worked = async (store: Store, member_id: string, openingId: string) =>
  agreed(store, {
    ...{ member_id, opening_id: openingId, state: 'worked', slot: 1 },
    ...{ starts_at: NOON - 30 * DAY, ends_at: NOON - 30 * DAY + HOUR },
    ...{ worked_from: NOON - 30 * DAY, worked_to: NOON - 30 * DAY + HOUR },
  })

describe('who is asked first', () => {
  it('did this role here, through an opening or before they left; then who knows the store or the role; then the others', async () => {
    const store = await shop()
    for (const id of ['aaa', 'alumni', 'elsewhere', 'kitchen', 'worked'])
      await person(store, id, id === 'aaa' || id === 'elsewhere' ? 'ueno' : 'shibuya')
    await was(store, 'alumni', { role_id: 'hall', left_on: '2020-03-31' })
    await was(store, 'elsewhere', { role_id: 'hall' })
    await was(store, 'kitchen', { role_id: 'kitchen' })
    await openingOf(store, {
      id: 'past',
      state: 'done',
      starts_at: NOON - 30 * DAY,
      ends_at: NOON - 29 * DAY,
      closes_at: NOON - 30 * DAY,
    })
    await worked(store, 'worked', 'past')
    await openingOf(store)
    expect(await order(store)).toEqual(['worked', 'alumni', 'elsewhere', 'kitchen', 'aaa'])
    expect((await fitting(store))[0]).toMatchObject({ did: 2, times: 1, lastOn: '2026-03-02' })
  })

  it('said that the day and the hours suit; who said nothing comes before who named others', async () => {
    const store = await shop()
    for (const id of ['a-other-day', 'b-silent', 'c-evening', 'd-both']) await person(store, id)
    // A Thursday evening.
    await prefers(store, 'a-other-day', 'weekday', '0', '6')
    await prefers(store, 'c-evening', 'daypart', 'evening', 'night')
    await prefers(store, 'd-both', 'weekday', '4', '6')
    await prefers(store, 'd-both', 'daypart', 'evening')
    await openingOf(store)
    expect(await order(store)).toEqual(['d-both', 'c-evening', 'b-silent', 'a-other-day'])
  })

  it('knows the work, would like to be asked, was here last', async () => {
    const store = await shop()
    for (const id of ['a-never', 'b-long-ago', 'c-lately', 'd-willing', 'e-skilled']) await person(store, id)
    await was(store, 'b-long-ago', { left_on: '2019-03-31' })
    await was(store, 'c-lately', { left_on: '2026-01-31' })
    await prefers(store, 'd-willing', 'willing', 'shifts')
    await prefers(store, 'e-skilled', 'skill', 'hall')
    await openingOf(store)
    expect(await order(store)).toEqual(['e-skilled', 'd-willing', 'c-lately', 'b-long-ago', 'a-never'])
  })

  it('is the same order in the database as in the rule', async () => {
    const fit = fc.record<Fit>({
      did: fc.constantFrom(0, 1, 2),
      times: fc.constant(0),
      weekday: fc.constantFrom(-1, 0, 1),
      daypart: fc.constantFrom(-1, 0, 1),
      skilled: fc.constantFrom(0, 1),
      willing: fc.constantFrom(0, 1),
      lastOn: fc.constantFrom(null, '2020-01-31', '2026-01-31'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fit, { minLength: 2, maxLength: 8 }), async (people) => {
        const store = await shop()
        for (const [i, fit] of people.entries()) await personWith(store, `p${i}`, fit)
        await openingOf(store)
        const found = await fitting(store)
        expect(found).toHaveLength(people.length)
        const sorted = found.toSorted((a, b) => compareFit(a, b) || (a.memberId < b.memberId ? -1 : 1))
        expect(found).toEqual(sorted)
        for (const one of found) expect(one).toMatchObject(people[Number(one.memberId.slice(1))] ?? {})
      }),
      { numRuns: 8 },
    )
  })

  it.each([
    ['another shift at that time', { starts_at: STARTS - HOUR, ends_at: STARTS + HOUR }],
    ['a shift that ends seven hours before', { starts_at: STARTS - 12 * HOUR, ends_at: STARTS - 7 * HOUR }],
  ] as const)('is not who has %s', async (_, hours) => {
    const store = await shop()
    await person(store, 'busy')
    await person(store, 'free')
    await openingOf(store, { id: 'other', next_wave_at: null })
    await agreed(store, { member_id: 'busy', opening_id: 'other', ...hours })
    await openingOf(store)
    expect(await order(store)).toEqual(['free'])
  })

  it('is not who would work more hours in that week than they set, applied for the same hours elsewhere, or answered', async () => {
    const store = await shop()
    for (const id of ['few', 'elsewhere', 'answered', 'free']) await person(store, id)
    await was(store, 'few', { shift_hours_max: 3 })
    await openingOf(store, { id: 'other', next_wave_at: null })
    await openingOf(store)
    const answer = (member_id: string, opening_id: string, state: 'applied' | 'withdrawn') =>
      store.db
        .insertInto('shift_claims')
        .values({
          ...{ opening_id, member_id, state, place: state === 'applied' ? 1 : null },
          ...{ answered_at: NOON, changed_at: NOON, created_at: NOON },
        })
        .execute()
    await answer('elsewhere', 'other', 'applied')
    await answer('answered', 'opening', 'withdrawn')
    expect(await order(store)).toEqual(['free'])
  })

  it('is nobody who turned out to be under 18, where it goes into the night', async () => {
    const store = await shop()
    for (const id of ['minor', 'unknown']) await person(store, id)
    await openingOf(store, { ends_at: STARTS + 6 * HOUR })
    expect(await order(store)).toEqual(['minor', 'unknown'])
    await was(store, 'minor', { birth_year: 2010 })
    expect(await order(store)).toEqual(['unknown'])
  })
})

async function personWith(store: Store, id: string, fit: Fit) {
  await person(store, id, fit.did === 0 ? 'ueno' : 'shibuya')
  await store.db
    .updateTable('members')
    .set({ role_id: fit.did === 2 ? 'hall' : null, left_on: fit.lastOn })
    .where('id', '=', id)
    .execute()
  if (fit.weekday !== 0) await prefers(store, id, 'weekday', fit.weekday === 1 ? '4' : '0')
  if (fit.daypart !== 0) await prefers(store, id, 'daypart', fit.daypart === 1 ? 'evening' : 'morning')
  if (fit.skilled === 1) await prefers(store, id, 'skill', 'hall')
  if (fit.willing === 1) await prefers(store, id, 'willing', 'shifts', 'tasting')
}

describe('why somebody fits', () => {
  const NOBODY: Fit = { did: 0, times: 0, weekday: 0, daypart: 0, skilled: 0, willing: 0, lastOn: null }

  it('is told the strongest first, and only what speaks for them', () => {
    expect(reasonsOf(NOBODY)).toEqual([])
    expect(reasonsOf({ ...NOBODY, weekday: -1, daypart: -1, lastOn: '2026-01-31' })).toEqual([])
    expect(reasonsOf({ ...NOBODY, did: 1, willing: 1 })).toEqual(['knows', 'willing'])
    expect(reasonsOf({ did: 2, times: 3, weekday: 1, daypart: 1, skilled: 1, willing: 1, lastOn: null })).toEqual([
      'did_here',
      'weekday',
      'daypart',
      'skilled',
      'willing',
    ])
  })

  it.each([
    ['2026-04-02T04:59', 'night', '4'],
    ['2026-04-02T05:00', 'morning', '4'],
    ['2026-04-02T10:59', 'morning', '4'],
    ['2026-04-02T11:00', 'lunch', '4'],
    ['2026-04-02T16:00', 'evening', '4'],
    ['2026-04-05T22:00', 'night', '0'],
    ['2026-04-06T00:30', 'night', '1'],
  ])('%s in Tokyo is %s of day %s', (at, daypart, weekday) => {
    const instant = Date.parse(`${at}+09:00`)
    expect([daypartOf(instant), weekdayOf(instant)]).toEqual([daypart, weekday])
  })
})
