import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { isNight } from '../../src/labour/night.ts'
import { weekOf } from '../../src/labour/rest.ts'
import { sayAdult } from '../../src/shifts/claims/assignments.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { agreedMinutes, personGate } from '../../src/shifts/claims/conflicts.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { marksOf } from '../../src/shifts/claims/gate.ts'
import { conflictsOf } from '../../src/shifts/claims/gates.ts'
import { acceptOffer } from '../../src/shifts/claims/standby.ts'
import { DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addCrew, addShift, ENDS, OWNER, STARTS } from './claims-support.ts'

let store: Store
beforeEach(async () => {
  store = newStore()
  await addCrew(store, ['hana', 'ken'])
})

const at = NOON + MINUTE
const hana = { memberId: 'hana', at, now: at }
const claims = (openingId: string) => claimShift(store, { ...hana, openingId })
const approves = async (openingId: string, memberId = 'hana') =>
  (await approveClaims(store, { openingId, memberIds: [memberId], operatorId: OWNER, now: at }))[0]?.outcome
const set = (what: Record<string, number | null>) =>
  store.db.updateTable('members').set(what).where('id', '=', 'hana').execute()
const conflicts = (openingId: string) => conflictsOf(store, { openingId, memberId: 'hana' })

/** A shift that is agreed with hana, and another one that she may want. */
async function agreed(more: Parameters<typeof addShift>[1] = {}) {
  await addShift(store, { id: 'agreed', ...more })
  await claims('agreed')
  expect(await approves('agreed')).toBe('confirmed')
}

describe('what keeps somebody from a shift', () => {
  it.each([
    ['in the middle of it', STARTS + HOUR, STARTS + 2 * HOUR, ['shift_overlaps']],
    ['right after it', ENDS, ENDS + HOUR, ['shift_rest_short']],
    ['a minute less than 8 hours after it', ENDS + 8 * HOUR - MINUTE, ENDS + 12 * HOUR, ['shift_rest_short']],
    ['8 hours after it', ENDS + 8 * HOUR, ENDS + 12 * HOUR, []],
    ['a minute less than 8 hours before it', STARTS - 12 * HOUR, STARTS - 8 * HOUR + MINUTE, ['shift_rest_short']],
    ['8 hours before it', STARTS - 12 * HOUR, STARTS - 8 * HOUR, []],
  ])('is another agreed one: %s', async (_, starts_at, ends_at, expected) => {
    await set({ birth_year: 1990 })
    await agreed()
    await addShift(store, { id: 'other', starts_at, ends_at, closes_at: starts_at })
    expect(await conflicts('other')).toEqual(expected)
    if (expected[0]) await expect(claims('other')).rejects.toMatchObject({ code: expected[0] })
    else expect(await claims('other')).toMatchObject({ standing: { claim: { state: 'applied' } } })
  })

  it('is asked again when the shop says yes, and when they do', async () => {
    await addShift(store, { id: 'other' })
    await claims('other')
    await agreed()
    expect(await approves('other')).toBe('shift_overlaps')
    await sql`update shift_openings set state = 'closed', closed_because = 'owner', closed_at = ${at} where id = 'other'`.execute(
      store.db,
    )
    await sql`update shift_claims set state = 'offered', offer_no = 1 where opening_id = 'other'`.execute(store.db)
    const yes = { ...hana, openingId: 'other', offerNo: 1, at: at + 1, now: at + 1 }
    await expect(acceptOffer(store, yes)).rejects.toMatchObject({ code: 'shift_overlaps' })
  })

  it('is not what was given up, nor what somebody else agreed to, nor what is only applied for', async () => {
    await addShift(store, { id: 'applied' })
    await claims('applied')
    await addShift(store, { id: 'given-up' })
    await claims('given-up')
    await approves('given-up')
    await store.db
      .updateTable('assignments')
      .set({ state: 'cancelled_by_member' })
      .where('opening_id', '=', 'given-up')
      .execute()
    await addShift(store, { id: 'of-ken' })
    await claimShift(store, { ...hana, memberId: 'ken', openingId: 'of-ken' })
    await approves('of-ken', 'ken')
    await addShift(store)
    expect(await conflicts('shift')).toEqual([])
  })

  it('is a week longer than they set, counting what is agreed without breaks, from Sunday on', async () => {
    await agreed({ break_minutes: 45 })
    // The agreed shift is on a Saturday: the day before is of the same week, the day after is not.
    const on = (days: number) => ({ starts_at: STARTS + days * DAY, ends_at: ENDS + days * DAY, closes_at: NOON + DAY })
    await addShift(store, { id: 'friday', ...on(-1) })
    await addShift(store, { id: 'sunday', ...on(1) })
    expect(await agreedMinutes(store, { openingId: 'friday', memberId: 'hana' })).toBe(4 * 60 + 15)
    expect(await agreedMinutes(store, { openingId: 'sunday', memberId: 'hana' })).toBe(0)
    await set({ shift_hours_max: 9 })
    expect(await conflicts('friday')).toEqual(['shift_hours_exceeded'])
    expect(await conflicts('sunday')).toEqual([])
    await expect(claims('friday')).rejects.toMatchObject({ code: 'shift_hours_exceeded' })
    await set({ shift_hours_max: 10 })
    expect(await conflicts('friday')).toEqual([])
  })

  it('is their age at night: under 18, or unknown until they say', async () => {
    await addShift(store, { id: 'night', ends_at: ENDS + MINUTE })
    expect(await conflicts('night')).toEqual(['shift_age_unknown'])
    await expect(claims('night')).rejects.toMatchObject({ code: 'shift_age_unknown' })
    await sayAdult(store, { memberId: 'hana', adult: false, at, now: at })
    await expect(claims('night')).rejects.toMatchObject({ code: 'shift_minor' })
    await sayAdult(store, { memberId: 'hana', adult: true, at: at - 1, now: at })
    await expect(claims('night')).rejects.toMatchObject({ code: 'shift_minor' })
    await sayAdult(store, { memberId: 'hana', adult: true, at: at + 1, now: at })
    expect(await claims('night')).toMatchObject({ standing: { claim: { state: 'applied' } } })
    await set({ birth_year: 2010 })
    expect(await approves('night')).toBe('shift_minor')
  })
})

it('knows night and week in the database as the law does on paper', async () => {
  const start = fc.integer({ min: 0, max: 14 * 24 * 12 }).map((fives) => NOON + fives * 5 * MINUTE)
  const length = fc.integer({ min: 1, max: 16 * 12 }).map((fives) => fives * 5 * MINUTE)
  await set({ birth_year: 2010, shift_hours_max: 1 })
  await addShift(store, { id: 'had' })
  await store.db
    .insertInto('assignments')
    .values({
      ...{ id: 'had', opening_id: 'had', member_id: 'hana', slot: 1, starts_at: NOON, ends_at: NOON + HOUR },
      ...{ break_minutes: 0, wage_yen: 1, transport_yen: 0, terms: '{}', confirmed_at: NOON, confirmed_by: null },
      ...{ notice_by: null, notice_chosen_at: null, ended_at: null, ended_by: null, reason: null, allowance_yen: null },
      ...{ worked_from: null, worked_to: null, worked_break_minutes: null, pay_yen: null, hours_confirmed_at: null },
      ...{ hours_confirmed_by: null, thanks_words: null },
    })
    .execute()
  await fc.assert(
    fc.asyncProperty(start, length, async (startsAt, ms) => {
      const endsAt = startsAt + ms
      // All but a minute of it is a break: only in the week of the agreed hour is that more than they set.
      const span = {
        openingId: sql<string>`'other'`,
        startsAt: sql<number>`${sql.lit(startsAt)}`,
        endsAt: sql<number>`${sql.lit(endsAt)}`,
        breakMinutes: sql<number>`${sql.lit(ms / MINUTE - 1)}`,
      }
      const { rows } = await sql<{ marks: string }>`select ${marksOf(personGate('hana', span))} as marks`.execute(
        store.db,
      )
      const week = weekOf(startsAt)
      expect([rows[0]?.marks[0] === 'x', rows[0]?.marks[4] === 'x']).toEqual([
        isNight({ startsAt, endsAt }),
        NOON >= week.start && NOON < week.end,
      ])
    }),
    { numRuns: 100 },
  )
})
