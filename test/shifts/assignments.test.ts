import { beforeEach, describe, expect, it } from 'vitest'
import { isAborted, type Store } from '../../src/db/store.ts'
import {
  callOffStatements,
  cancelAssignment,
  chooseNotice,
  noteMissed,
  sayAdult,
} from '../../src/shifts/claims/assignments.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { confirmHours } from '../../src/shifts/claims/hours.ts'
import { findAssignment } from '../../src/shifts/claims/standing.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import {
  addCrew,
  addShift,
  assignmentIdOf,
  claimsOf,
  ENDS,
  kindsOf,
  OWNER,
  placesOf,
  STARTS,
} from './claims-support.ts'

let store: Store
let assignmentId = ''
const approves = (...memberIds: string[]) =>
  approveClaims(store, { openingId: 'shift', memberIds, operatorId: OWNER, now: NOON + MINUTE })
beforeEach(async () => {
  store = newStore()
  await addCrew(store, ['hana', 'ken', 'yui'])
  await addShift(store, { headcount: 2, transport_yen: 500 })
  for (const memberId of ['hana', 'ken', 'yui'])
    await claimShift(store, { openingId: 'shift', memberId, at: NOON, now: NOON })
  await approves('hana')
  assignmentId = await assignmentIdOf(store, 'hana')
})
const shop = (now: number) => ({ assignmentId, operatorId: OWNER, now })
const found = () => findAssignment(store, { assignmentId })

describe('an agreed shift that the shop calls off', () => {
  const off = { words: ' 貸切が取り消しになりました ', refill: true }

  it('is owed for, with a reason, and told of as the shop’s', async () => {
    expect(await cancelAssignment(store, { ...shop(NOON + HOUR), ...off })).toEqual({ allowanceYen: 3_900 })
    expect(await found()).toMatchObject({
      state: 'cancelled_by_shop',
      reason: '貸切が取り消しになりました',
      allowanceYen: 3_900,
    })
    expect(await kindsOf(store, 'hana')).toEqual(['shift_applied', 'shift_confirmed', 'shift_called_off'])
  })

  it('needs a reason, and is called off once, before it begins, by its own store', async () => {
    await expect(cancelAssignment(store, { ...shop(NOON), ...off, words: ' ' })).rejects.toMatchObject({
      code: 'shift_reason_needed',
    })
    await expect(cancelAssignment(store, { ...shop(NOON), ...off, storeId: 'ueno' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(cancelAssignment(store, { ...shop(STARTS), ...off })).rejects.toMatchObject({
      code: 'shift_not_in_state',
    })
    await cancelAssignment(store, { ...shop(NOON + HOUR), ...off })
    await expect(cancelAssignment(store, { ...shop(NOON + HOUR), ...off })).rejects.toMatchObject({
      code: 'shift_not_in_state',
    })
  })

  it('is called off with all others of its opening, unless somebody was confirmed meanwhile', async () => {
    const cancelling = { openingId: 'shift', words: '台風のため', operatorId: OWNER, now: NOON + HOUR }
    const stale = await callOffStatements(store, cancelling)
    await approves('ken')
    const failure = await store.batch(stale).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(isAborted(failure)).toBe(true)
    expect(await placesOf(store)).toEqual(['1 hana confirmed', '2 ken confirmed'])
    await store.batch(await callOffStatements(store, cancelling))
    expect(await placesOf(store)).toEqual(['1 hana cancelled_by_shop', '2 ken cancelled_by_shop'])
    expect(await claimsOf(store)).toEqual(['hana ended', 'ken ended', 'yui ended'])
    expect(await found()).toMatchObject({ reason: '台風のため', allowanceYen: 3_900 })
  })
})

describe('a shift that is over', () => {
  const worked = { from: STARTS, to: ENDS + HOUR, breakMinutes: 30 }

  it('is paid as it was worked, and put right when it is confirmed again', async () => {
    // 5.5 h at 1,300 yen, an hour of it at night, and the way there and back.
    expect(await confirmHours(store, { ...shop(ENDS + HOUR), ...worked, thanksWords: 'ありがとう' })).toEqual({
      payYen: 7_150 + 325 + 500,
    })
    expect(await confirmHours(store, { ...shop(ENDS), ...worked, to: ENDS })).toEqual({ payYen: 5_850 + 500 })
    expect(await found()).toMatchObject({ state: 'worked', workedTo: ENDS, workedBreakMinutes: 30, payYen: 6_350 })
    expect(await kindsOf(store, 'hana')).toEqual(['shift_applied', 'shift_confirmed', 'shift_worked'])
  })

  it('is noted as missed once it began, until hours are confirmed', async () => {
    await expect(noteMissed(store, shop(STARTS - 1))).rejects.toMatchObject({ code: 'shift_not_in_state' })
    await noteMissed(store, shop(STARTS))
    expect(await kindsOf(store, 'hana')).toEqual(['shift_applied', 'shift_confirmed', 'shift_missed'])
    expect(await approves('hana')).toMatchObject([{ outcome: 'confirmed' }])
    await confirmHours(store, { ...shop(ENDS + HOUR), ...worked })
    expect(await found()).toMatchObject({ state: 'worked', endedAt: null })
    expect(await kindsOf(store, 'hana')).toEqual(['shift_applied', 'shift_confirmed', 'shift_worked'])
  })

  it('has no hours before it began, when it was called off, or at another store', async () => {
    await expect(confirmHours(store, { ...shop(STARTS - 1), ...worked })).rejects.toMatchObject({
      code: 'shift_not_in_state',
    })
    await expect(confirmHours(store, { ...shop(ENDS), ...worked, storeId: 'ueno' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(confirmHours(store, { ...shop(ENDS - 1), ...worked, to: ENDS })).rejects.toMatchObject({
      code: 'shift_not_in_state',
    })
    await expect(confirmHours(store, { ...shop(ENDS), ...worked, to: STARTS })).rejects.toMatchObject({
      code: 'shift_not_in_state',
    })
    await cancelAssignment(store, { ...shop(NOON + HOUR), words: '停電', refill: false })
    await expect(confirmHours(store, { ...shop(ENDS), ...worked })).rejects.toMatchObject({
      code: 'shift_not_in_state',
    })
  })
})

describe('what somebody says of themselves', () => {
  const member = () =>
    store.db
      .selectFrom('members')
      .select(['notice_by', 'said_adult', 'said_adult_at'])
      .where('id', '=', 'hana')
      .executeTakeFirst()
  const hana = { memberId: 'hana', now: NOON }

  it('is how they want the notice, of this shift and the next, as they said last', async () => {
    await chooseNotice(store, { ...hana, assignmentId, by: 'electronic', at: NOON + 2 })
    await chooseNotice(store, { ...hana, assignmentId, by: 'paper', at: NOON + 1 })
    expect(await found()).toMatchObject({ noticeBy: 'electronic' })
    expect(await member()).toMatchObject({ notice_by: 'electronic' })
    await addShift(store, { id: 'next', starts_at: STARTS + 20 * HOUR, ends_at: ENDS + 16 * HOUR, mode: 'first_come' })
    const taken = await claimShift(store, { ...hana, openingId: 'next', at: NOON + 3 })
    expect(taken.standing.assignment).toMatchObject({ noticeBy: 'electronic' })
    await expect(
      chooseNotice(store, { memberId: 'ken', now: NOON, assignmentId, by: 'paper', at: NOON + 4 }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is whether they are 18, as they said last', async () => {
    await sayAdult(store, { ...hana, adult: true, at: NOON + 2 })
    await sayAdult(store, { ...hana, adult: false, at: NOON + 1 })
    expect(await member()).toMatchObject({ said_adult: 1, said_adult_at: NOON + 2 })
  })
})
