import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import { type Candidate, listCandidates } from '../../src/shifts/view/candidates.ts'
import { addMember, addRole, addStore, DAY, engines, HOUR, NOON } from '../support.ts'
import { addCrew, addShift, ENDS, STARTS, TERMS } from './claims-support.ts'
import { openShop, PAGE } from './view-support.ts'

const applied = (store: Store, memberId: string, place: number) =>
  store.db
    .insertInto('shift_claims')
    .values({
      opening_id: 'shift',
      member_id: memberId,
      state: 'applied',
      place,
      answered_at: NOON,
      changed_at: NOON,
      created_at: NOON,
      ...UNDECIDED,
    })
    .execute()
const UNDECIDED = {
  note: null,
  offered_at: null,
  offer_ends_at: null,
  decided_at: null,
  decided_by: null,
  decline_words: null,
}

type Held = { openingId: string; startsAt: number; state?: 'confirmed' | 'worked' | 'missed' }

/** A five-hour shift of somebody in another opening. */
async function held(store: Store, memberId: string, { openingId, startsAt, state = 'confirmed' }: Held) {
  const endsAt = startsAt + 5 * HOUR
  await addShift(store, { id: openingId, starts_at: startsAt, ends_at: endsAt, closes_at: startsAt - HOUR })
  const worked = state === 'worked' ? { worked_from: startsAt, worked_to: endsAt, worked_break_minutes: 0 } : NOT_WORKED
  await store.db
    .insertInto('assignments')
    .values({
      ...{ id: openingId, opening_id: openingId, member_id: memberId, slot: 1, state },
      ...{ starts_at: startsAt, ends_at: endsAt, break_minutes: 0, wage_yen: 1300, transport_yen: 0 },
      ...{ terms: JSON.stringify(TERMS), confirmed_at: NOON, confirmed_by: null, notice_by: null },
      ...{ notice_chosen_at: null, ended_at: null, ended_by: null, reason: null, allowance_yen: null },
      ...{ pay_yen: null, hours_confirmed_at: null, hours_confirmed_by: null, thanks_words: null },
      ...worked,
    })
    .execute()
}
const NOT_WORKED = { worked_from: null, worked_to: null, worked_break_minutes: null }

async function listed(store: Store): Promise<readonly Candidate[]> {
  const opening = await findOpening(store, { openingId: 'shift' })
  return opening ? listCandidates(store, opening) : []
}

describe.each(engines)('who applied, on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addCrew(store, ['hana', 'ken'])
    await addShift(store)
    await applied(store, 'ken', 2)
    await applied(store, 'hana', 1)
  })

  it('is listed by place, with what was done here, this week’s hours, and what keeps them from it', async () => {
    await held(store, 'hana', { openingId: 'before', startsAt: STARTS - 60 * DAY, state: 'worked' })
    await held(store, 'hana', { openingId: 'missed', startsAt: STARTS - 90 * DAY, state: 'missed' })
    await held(store, 'hana', { openingId: 'same-week', startsAt: STARTS - DAY })
    await held(store, 'ken', { openingId: 'too-near', startsAt: ENDS + 7 * HOUR })
    const [hana, ken] = await listed(store)
    expect(hana).toMatchObject({ memberId: 'hana', nth: 1, didHere: 1, weekMinutes: 300, missed: 1, conflicts: [] })
    expect(hana?.lastWorkedAt).toBe(STARTS - 60 * DAY)
    expect(ken).toMatchObject({ memberId: 'ken', nth: 2, didHere: 0, missed: 0, conflicts: ['shift_rest_short'] })
  })
})

describe('what speaks for somebody', () => {
  let shop: Awaited<ReturnType<typeof openShop>>
  let store: Store
  beforeEach(async () => {
    shop = await openShop()
    store = shop.store
    await shop.shift()
    await shop.claim('hana')
  })
  const only = async () => (await listed(store))[0]

  it('is their own role at this store, not one of another store or another role', async () => {
    const was = (set: { role_id: string | null; store_id: string }) =>
      store.db.updateTable('members').set(set).where('id', '=', 'hana').execute()
    await addRole(store, 'kitchen', 'キッチン', 2)
    expect((await only())?.wasHere).toBe(false)
    await was({ role_id: 'hall', store_id: 'shibuya' })
    expect((await only())?.wasHere).toBe(true)
    await was({ role_id: 'hall', store_id: 'ueno' })
    expect((await only())?.wasHere).toBe(false)
    await was({ role_id: 'kitchen', store_id: 'shibuya' })
    expect((await only())?.wasHere).toBe(false)
  })

  it('is what they said of days and of what they can do; silence is neither yes nor no', async () => {
    const says = (kind: 'weekday' | 'skill', value: string) =>
      store.db.insertInto('member_preferences').values({ member_id: 'hana', kind, value }).execute()
    expect(await only()).toMatchObject({ suitsWeekday: null, isSkilled: false })
    await says('weekday', '1')
    expect((await only())?.suitsWeekday).toBe(false)
    // It is on a Saturday.
    await says('weekday', '6')
    await says('skill', 'hall')
    expect(await only()).toMatchObject({ suitsWeekday: true, isSkilled: true })
  })

  it('counts only what was done at this store in one of these roles', async () => {
    await addRole(store, 'kitchen', 'キッチン', 2)
    await held(store, 'hana', { openingId: 'elsewhere', startsAt: STARTS - 60 * DAY, state: 'worked' })
    await held(store, 'hana', { openingId: 'other-role', startsAt: STARTS - 50 * DAY, state: 'worked' })
    await held(store, 'hana', { openingId: 'agreed-only', startsAt: STARTS - 40 * DAY })
    const set = (id: string, values: { store_id?: string; role_ids?: string }) =>
      store.db.updateTable('shift_openings').set(values).where('id', '=', id).execute()
    await set('elsewhere', { store_id: 'ueno' })
    await set('other-role', { role_ids: '["kitchen"]' })
    expect(await only()).toMatchObject({ didHere: 0, lastWorkedAt: STARTS - 50 * DAY })
  })

  it('leaves the hours of other weeks out', async () => {
    await held(store, 'hana', { openingId: 'next-week', startsAt: STARTS + 2 * DAY })
    await held(store, 'hana', { openingId: 'this-week', startsAt: STARTS - 2 * DAY })
    expect((await only())?.weekMinutes).toBe(300)
  })

  it('warns of more than 40 hours a week with the other employer’s, and when those are not known', async () => {
    const works = (main_job_hours: number | null) =>
      store.db.updateTable('members').set({ has_main_job: 1, main_job_hours }).where('id', '=', 'hana').execute()
    await works(35)
    expect(await shop.page(PAGE)).not.toContain('労働基準法38条')
    await works(36)
    expect(await shop.page(PAGE)).toContain('週40時間を1時間超える見込みです')
    await works(null)
    expect(await shop.page(PAGE)).toContain('週の時間は聞いていません')
  })

  it('tells the shop alone that somebody did not come once, on its own page', async () => {
    expect(await shop.page(PAGE)).not.toContain('店内メモ')
    await held(store, 'hana', { openingId: 'missed', startsAt: STARTS - 90 * DAY, state: 'missed' })
    expect(await shop.page(PAGE)).toContain('店内メモ：来なかったことが1回')
  })

  it('names what keeps them from it in the shop’s words', async () => {
    await held(store, 'hana', { openingId: 'overlap', startsAt: STARTS + HOUR })
    expect(await shop.page(PAGE)).toContain('同じ時間に、別のシフトが確定しています')
  })

  it('is not asked of who is of another store: whoever applied is known to the shop that asked', async () => {
    await addStore(store, 'ebisu', '恵比寿店', 3)
    await addMember(store, 'mika', { storeId: 'ebisu', consents: ['shifts'] })
    await applied(store, 'mika', 9)
    expect(await shop.page(PAGE, 'manager')).toContain('以前は恵比寿店')
  })
})
