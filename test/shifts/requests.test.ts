import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { cancelAssignment } from '../../src/shifts/claims/assignments.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import {
  answerCancel,
  answerChange,
  askCancel,
  CANCEL_MS,
  proposeStatement,
  settleRequests,
  takeBackCancel,
} from '../../src/shifts/claims/requests.ts'
import { findAssignment, requestsOf, standingOf } from '../../src/shifts/claims/standing.ts'
import { DAY, engines, HOUR, MINUTE, NOON } from '../support.ts'
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
  stateOf,
} from './claims-support.ts'

describe.each(engines)('what is asked of an agreed shift on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let clock = NOON
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  let assignmentId = ''
  beforeEach(async () => {
    store = await stores.openStore()
    clock = NOON
    await addCrew(store, ['hana', 'ken'])
    await addShift(store)
    for (const memberId of ['hana', 'ken']) {
      clock += 1
      await claimShift(store, { openingId: 'shift', memberId, at: clock, now: clock })
    }
    await approveClaims(store, { openingId: 'shift', memberIds: ['hana'], operatorId: OWNER, now: clock })
    assignmentId = await assignmentIdOf(store, 'hana')
  })
  const asks = (more = {}) => {
    clock += 1
    return askCancel(store, { assignmentId, memberId: 'hana', words: ' 熱が出ました ', at: clock, now: clock, ...more })
  }
  const shop = () => ({ operatorId: OWNER, now: ++clock })
  const person = (memberId = 'hana') => ({ memberId, at: ++clock, now: clock })
  const requests = async () => (await requestsOf(store, assignmentId)).map(({ kind, state }) => `${kind} ${state}`)
  const proposes = async (proposal: Parameters<typeof proposeStatement>[1]['proposal']) => {
    await store.batch([
      proposeStatement(store.db, { openingId: 'shift', proposal, words: '予約が増えました', ...shop() }),
    ])
    return (await requestsOf(store, assignmentId))[0]?.id ?? ''
  }

  it('lets somebody off when the shop says so, and asks who stands by', async () => {
    const { requestId, answerUntil } = await asks()
    expect(answerUntil).toBe(clock + CANCEL_MS)
    expect(await asks()).toMatchObject({ requestId })
    await answerCancel(store, { requestId, accept: true, ...shop() })
    expect(await placesOf(store)).toEqual(['1 hana cancelled_by_member'])
    expect(await claimsOf(store)).toEqual(['hana withdrawn', 'ken offered 1'])
    expect(await findAssignment(store, { assignmentId })).toMatchObject({ reason: '熱が出ました', endedAt: clock })
    await expect(answerCancel(store, { requestId, accept: false, ...shop() })).rejects.toMatchObject({
      code: 'shift_request_answered',
    })
  })

  it('changes what was agreed only with their yes, to what they read', async () => {
    const first = await proposes({ endsAt: ENDS - HOUR })
    const requestId = await proposes({ startsAt: STARTS - HOUR, wageYen: 1400 })
    await expect(answerChange(store, { requestId: first, accept: true, ...person() })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await findAssignment(store, { assignmentId })).toMatchObject({ startsAt: STARTS, wageYen: 1300, version: 1 })
    const yes = { requestId, accept: true, ...person() }
    expect(await answerChange(store, yes)).toBe('accepted')
    expect(await answerChange(store, yes)).toBe('accepted')
    expect(await answerChange(store, { ...yes, accept: false })).toBe('outdated')
    expect(await findAssignment(store, { assignmentId })).toMatchObject({
      ...{ startsAt: STARTS - HOUR, endsAt: ENDS - HOUR, wageYen: 1400, version: 2 },
    })
    expect(await kindsOf(store, 'hana')).toEqual(['shift_applied', 'shift_confirmed', 'shift_changed'])
  })
  if (engine === 'D1') return

  it('lets somebody off when the shop says nothing for an hour, so that others know early', async () => {
    const { answerUntil } = await asks()
    expect(await settleRequests(store, { now: answerUntil - 1 })).toEqual({ settled: 0, nextAt: answerUntil })
    expect(await settleRequests(store, { now: answerUntil })).toEqual({ settled: 1, nextAt: undefined })
    expect(await placesOf(store)).toEqual(['1 hana cancelled_by_member'])
    expect(await claimsOf(store)).toEqual(['hana withdrawn', 'ken offered 1'])
    expect(await kindsOf(store, 'hana')).toEqual(['shift_applied', 'shift_confirmed', 'shift_cancelled'])
  })

  it('leaves it agreed when they talked, or can come after all; then they may ask anew', async () => {
    const { requestId } = await asks()
    await answerCancel(store, { requestId, accept: false, ...shop() })
    expect(await settleRequests(store, { now: clock + DAY })).toMatchObject({ settled: 0 })
    await asks()
    await takeBackCancel(store, { assignmentId, memberId: 'hana', now: ++clock })
    await expect(takeBackCancel(store, { assignmentId, memberId: 'hana', now: clock })).rejects.toMatchObject({
      code: 'shift_request_answered',
    })
    expect(await requests()).toEqual(['cancel taken_back', 'cancel declined'])
    expect(await placesOf(store)).toEqual(['1 hana confirmed'])
    expect(await standingOf(store, { openingId: 'shift', memberId: 'hana' })).toMatchObject({
      claim: { state: 'confirmed' },
      requests: [{ state: 'taken_back' }, { state: 'declined', words: '熱が出ました' }],
    })
  })

  it('is asked with a reason, of who agreed, before it begins', async () => {
    await expect(asks({ words: ' ' })).rejects.toMatchObject({ code: 'shift_reason_needed' })
    await expect(asks({ memberId: 'ken' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(asks({ at: STARTS, now: STARTS })).rejects.toMatchObject({ code: 'shift_not_in_state' })
    expect(await asks({ at: STARTS - 1, now: STARTS - 1 })).toMatchObject({ answerUntil: STARTS })
  })

  it('is answered by the store alone, and by the person alone', async () => {
    const { requestId } = await asks()
    await expect(answerCancel(store, { requestId, accept: true, storeId: 'ueno', ...shop() })).rejects.toMatchObject({
      code: 'not_found',
    })
    const change = await proposes({ wageYen: 1400 })
    await expect(answerChange(store, { requestId: change, accept: true, ...person('ken') })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await requests()).toEqual(['change pending', 'cancel pending'])
  })

  it('asks nobody for whom it would change nothing', async () => {
    expect(await proposes({ startsAt: STARTS, wageYen: 1300 })).toBe('')
  })

  it('stays as it was when they say no, or nothing until it is too late', async () => {
    const requestId = await proposes({ wageYen: 1400 })
    expect(await answerChange(store, { requestId, accept: false, ...person() })).toBe('declined')
    const next = await proposes({ wageYen: 1500 })
    const until = clock + DAY
    const late = { requestId: next, accept: true, memberId: 'hana', at: until, now: until }
    expect(await answerChange(store, late)).toBe('outdated')
    expect(await settleRequests(store, { now: until })).toMatchObject({ settled: 1 })
    expect(await answerChange(store, { ...late, at: until - MINUTE })).toBe('outdated')
    expect(await requests()).toEqual(['change lapsed', 'change declined'])
    expect(await findAssignment(store, { assignmentId })).toMatchObject({ wageYen: 1300, version: 1 })
  })

  it('is not agreed to against the law, or another shift of theirs', async () => {
    const night = await proposes({ endsAt: ENDS + HOUR })
    await expect(answerChange(store, { requestId: night, accept: true, ...person() })).rejects.toMatchObject({
      code: 'shift_age_unknown',
    })
    await store.db.updateTable('members').set({ birth_year: 1990 }).execute()
    await addShift(store, { id: 'other', starts_at: STARTS - 12 * HOUR, ends_at: STARTS - 9 * HOUR })
    await claimShift(store, { openingId: 'other', ...person() })
    await approveClaims(store, { openingId: 'other', memberIds: ['hana'], ...shop() })
    const early = await proposes({ startsAt: STARTS - 2 * HOUR })
    await expect(answerChange(store, { requestId: early, accept: true, ...person() })).rejects.toMatchObject({
      code: 'shift_rest_short',
    })
    const fine = await proposes({ startsAt: STARTS - HOUR, endsAt: ENDS + HOUR })
    expect(await answerChange(store, { requestId: fine, accept: true, ...person() })).toBe('accepted')
  })

  it('is asked no more when the shop calls it off', async () => {
    const { requestId } = await asks()
    await cancelAssignment(store, { assignmentId, words: '停電のため', refill: true, ...shop() })
    expect(await requests()).toEqual(['cancel lapsed'])
    await expect(answerCancel(store, { requestId, accept: true, ...shop() })).rejects.toMatchObject({
      code: 'shift_request_answered',
    })
    expect(await stateOf(store)).toBe('closed filled')
  })
})
