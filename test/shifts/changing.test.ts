import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { answerChange } from '../../src/shifts/claims/requests.ts'
import { findAssignment, requestsOf } from '../../src/shifts/claims/standing.ts'
import { changeOpening } from '../../src/shifts/posting/changing.ts'
import { cancelOpening } from '../../src/shifts/posting/states.ts'
import { HOUR, NOON, newStore } from '../support.ts'
import { addCrew, assignmentIdOf, placesOf } from './claims-support.ts'
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
