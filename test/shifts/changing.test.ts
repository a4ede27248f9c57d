import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { cancelAssignment } from '../../src/shifts/claims/assignments.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { answerChange } from '../../src/shifts/claims/requests.ts'
import { acceptOffer } from '../../src/shifts/claims/standby.ts'
import { findAssignment, requestsOf } from '../../src/shifts/claims/standing.ts'
import { changeOpening } from '../../src/shifts/posting/changing.ts'
import { cancelOpening } from '../../src/shifts/posting/states.ts'
import { HOUR, NOON, newStore } from '../support.ts'
import { addCrew, assignmentIdOf, claimsOf, OWNER, placesOf, stateOf } from './claims-support.ts'
import { acting, EVENING, sendOut, versionOf } from './posting-support.ts'

describe('an opening that is changed after somebody is confirmed', () => {
  let store: Store
  let openingId = ''
  let assignmentId = ''
  beforeEach(async () => {
    store = newStore()
    await addCrew(store, ['hana', 'ken'])
    openingId = await sendOut(store)
    await claimShift(store, { openingId, memberId: 'hana', at: NOON, now: NOON })
    await approveClaims(store, { ...acting(openingId), memberIds: ['hana'] })
    assignmentId = await assignmentIdOf(store, 'hana', openingId)
  })

  const change = async (more: Partial<typeof EVENING>) =>
    changeOpening(store, {
      ...acting(openingId),
      updatedAt: await versionOf(store, openingId),
      draft: { ...EVENING, ...more },
      words: '予約が増えました',
    })
  const pending = async () => (await requestsOf(store, assignmentId)).filter(({ state }) => state === 'pending')

  it('proposes all that is different, also what an earlier proposal without an answer said', async () => {
    await change({ wageYen: 1400 })
    await change({ wageYen: 1400, startsAt: EVENING.startsAt + HOUR })
    const [asked, ...others] = await pending()
    expect(others).toEqual([])
    await answerChange(store, {
      requestId: asked?.id ?? '',
      accept: true,
      memberId: 'hana',
      at: NOON + 1,
      now: NOON + 1,
    })
    expect(await findAssignment(store, { assignmentId })).toMatchObject({
      ...{ wageYen: 1400, startsAt: EVENING.startsAt + HOUR, endsAt: EVENING.endsAt },
    })
  })

  it('is called off for who did not begin; who agreed to an earlier time and is at work works on', async () => {
    await change({ startsAt: EVENING.startsAt + 3 * HOUR, headcount: 2 })
    await claimShift(store, { openingId, memberId: 'ken', at: NOON + 1, now: NOON + 1 })
    await approveClaims(store, { ...acting(openingId, { now: NOON + 1 }), memberIds: ['ken'] })
    await cancelOpening(store, { ...acting(openingId, { now: EVENING.startsAt + HOUR }), words: '台風のため' })
    expect(await placesOf(store, openingId)).toEqual(['1 hana confirmed', '2 ken cancelled_by_shop'])
  })

  it('proposes nothing any more once it is put back as it was agreed', async () => {
    await change({ wageYen: 1400 })
    const [asked] = await pending()
    await change({})
    expect(await requestsOf(store, assignmentId)).toMatchObject([{ id: asked?.id, state: 'taken_back' }])
    const yes = { requestId: asked?.id ?? '', accept: true, memberId: 'hana', at: NOON + 1, now: NOON + 1 }
    expect(await answerChange(store, yes)).toBe('outdated')
    expect(await findAssignment(store, { assignmentId })).toMatchObject({ wageYen: 1300, version: 1 })
  })
})

describe('an opening that is changed while people wait', () => {
  let store: Store
  let openingId = ''
  const THEN = NOON + HOUR
  const begin = async (more: Partial<typeof EVENING> = {}) => {
    store = newStore()
    await addCrew(store, ['hana', 'ken'])
    openingId = await sendOut(store, more)
  }
  const claims = (memberId: string, at = NOON) => claimShift(store, { openingId, memberId, at, now: at })
  const approves = (memberIds: readonly string[], now = THEN) =>
    approveClaims(store, { ...acting(openingId, { now }), memberIds })
  const change = async (more: Partial<typeof EVENING>) =>
    changeOpening(store, {
      ...acting(openingId, { now: THEN }),
      updatedAt: await versionOf(store, openingId),
      draft: { ...EVENING, ...more },
      words: '予約が増えました',
    })

  it('binds nobody to what they did not read: who was chosen says yes to it first', async () => {
    await begin()
    await claims('hana')
    await change({ wageYen: 1250 })
    expect(await approves(['hana'])).toEqual([{ memberId: 'hana', outcome: 'shift_changed_meanwhile' }])
    expect([await placesOf(store, openingId), await claimsOf(store, openingId)]).toEqual([[], ['hana offered 1']])
    expect(await stateOf(store, openingId)).toBe('closed filled')
    await approves(['hana'])
    expect(await claimsOf(store, openingId)).toEqual(['hana offered 1'])
    const yes = { openingId, memberId: 'hana', offerNo: 1, at: THEN + 1, now: THEN + 1 }
    expect((await acceptOffer(store, yes)).outcome).toBe('answered')
    expect(await placesOf(store, openingId)).toEqual(['1 hana confirmed'])
  })

  it('confirms at once who applied to what it is now, or where no contract is made of what changed', async () => {
    await begin({ headcount: 2 })
    await claims('hana')
    await change({ headcount: 2, closesAt: EVENING.closesAt + HOUR })
    expect(await approves(['hana'])).toEqual([{ memberId: 'hana', outcome: 'confirmed' }])
    await change({ headcount: 2, wageYen: 1250 })
    await claims('ken', THEN + 1)
    expect(await approves(['ken'], THEN + 2)).toEqual([{ memberId: 'ken', outcome: 'confirmed' }])
  })

  it('asks anew to whom a place was offered before: their old yes says nothing', async () => {
    await begin()
    await claims('hana')
    await claims('ken', NOON + 1)
    await approves(['hana'], NOON + 2)
    await cancelAssignment(store, {
      ...{ assignmentId: await assignmentIdOf(store, 'hana', openingId), words: '手違い', refill: true },
      ...{ operatorId: OWNER, now: NOON + 3 },
    })
    expect(await claimsOf(store, openingId)).toEqual(['hana ended', 'ken offered 1'])
    await change({ wageYen: 1250 })
    expect(await claimsOf(store, openingId)).toEqual(['hana ended', 'ken offered 2'])
    const old = { openingId, memberId: 'ken', offerNo: 1, at: THEN + 1, now: THEN + 1 }
    expect((await acceptOffer(store, old)).outcome).toBe('outdated')
    expect(await placesOf(store, openingId)).toEqual(['1 hana cancelled_by_shop'])
  })

  it('gives no place for a tap that is older than its conditions', async () => {
    await begin({ mode: 'first_come' })
    await change({ wageYen: 1250, mode: 'first_come' })
    const early = claimShift(store, { openingId, memberId: 'hana', at: THEN - 1, now: THEN + 1 })
    await expect(early).rejects.toMatchObject({ code: 'shift_changed_meanwhile' })
    await claims('hana', THEN + 1)
    expect(await placesOf(store, openingId)).toEqual(['1 hana confirmed'])
  })
})
