import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { cancelAssignment } from '../../src/shifts/claims/assignments.ts'
import { claimShift, noteClaim, passShift, withdrawClaim } from '../../src/shifts/claims/claims.ts'
import { approveClaims, declineClaims } from '../../src/shifts/claims/deciding.ts'
import { acceptOffer, lapseOffers, refuseOffer, toldStatement } from '../../src/shifts/claims/standby.ts'
import { openingCounts, standingOf } from '../../src/shifts/claims/standing.ts'
import { engines, HOUR, NOON } from '../support.ts'
import {
  addCrew,
  addShift,
  assignmentIdOf,
  block,
  CLOSES,
  claimsOf,
  kindsOf,
  OWNER,
  placesOf,
  STARTS,
  stateOf,
} from './claims-support.ts'

const CREW = ['hana', 'ken', 'yui', 'rei']

describe.each(engines)('the places of a shift on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let clock = NOON
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    clock = NOON
    await addCrew(store, CREW)
  })
  const say = (memberId: string) => {
    clock += 1
    return { openingId: 'shift', memberId, at: clock, now: clock }
  }
  const claims = (memberId: string) => claimShift(store, say(memberId))
  const approves = (...memberIds: string[]) =>
    approveClaims(store, { openingId: 'shift', memberIds, operatorId: OWNER, now: ++clock })
  const callsOff = async (memberId: string, refill = true) =>
    cancelAssignment(store, {
      assignmentId: await assignmentIdOf(store, memberId),
      words: '貸切が取り消しになりました',
      refill,
      operatorId: OWNER,
      now: ++clock,
    })

  it('are given once, first come, however many tap at the same moment, and then it is closed', async () => {
    await addShift(store, { mode: 'first_come', headcount: 2 })
    const answers = await Promise.allSettled(CREW.map(claims))
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(answers[3]).toMatchObject({ reason: { code: 'shift_not_open' } })
    expect(await placesOf(store)).toEqual(['1 hana confirmed', '2 ken confirmed'])
    expect(await stateOf(store)).toBe('closed filled')
    expect(await claims('hana')).toMatchObject({ outcome: 'answered', standing: { claim: { state: 'confirmed' } } })
  })

  it('go to whom the shop chooses, as many as there are, and the rest stands by', async () => {
    await addShift(store, { headcount: 2 })
    for (const name of CREW) await claims(name)
    expect(await claims('yui')).toMatchObject({ standing: { nth: 3, claim: { state: 'applied' } } })
    expect(await approves('rei', 'hana', 'ken')).toEqual([
      { memberId: 'rei', outcome: 'confirmed' },
      { memberId: 'hana', outcome: 'confirmed' },
      { memberId: 'ken', outcome: 'shift_full' },
    ])
    expect(await claimsOf(store)).toEqual(['hana confirmed', 'rei confirmed', 'ken standby', 'yui standby'])
    expect(await stateOf(store)).toBe('closed filled')
    expect(await approves('rei')).toEqual([{ memberId: 'rei', outcome: 'confirmed' }])
    expect(await placesOf(store)).toEqual(['1 rei confirmed', '2 hana confirmed'])
    expect(await openingCounts(store, { openingId: 'shift' })).toMatchObject({ free: 0, confirmed: 2, standby: 2 })
  })

  it('are never more than there are, of two who approve at the same moment', async () => {
    await addShift(store)
    for (const name of CREW) await claims(name)
    const decided = await Promise.all(CREW.map((name) => approves(name)))
    expect(decided.flat().filter(({ outcome }) => outcome === 'confirmed')).toHaveLength(1)
    expect(await placesOf(store)).toHaveLength(1)
  })

  it('are held for the first who stands by when one is given up, and go to the next when they would rather not', async () => {
    await addShift(store)
    for (const name of CREW) await claims(name)
    await approves('hana')
    await callsOff('hana')
    expect(await claimsOf(store)).toEqual(['hana ended', 'ken offered 1', 'yui standby', 'rei standby'])
    await expect(approves('yui')).resolves.toEqual([{ memberId: 'yui', outcome: 'shift_full' }])
    await refuseOffer(store, { ...say('ken'), offerNo: 1 })
    expect(await claimsOf(store)).toEqual(['hana ended', 'ken passed', 'yui offered 1', 'rei standby'])
    expect(await acceptOffer(store, { ...say('yui'), offerNo: 1 })).toMatchObject({
      outcome: 'answered',
      standing: { claim: { state: 'confirmed' }, assignment: { state: 'confirmed' } },
    })
    expect(await placesOf(store)).toEqual(['1 hana cancelled_by_shop', '1 yui confirmed'])
    expect(await kindsOf(store, 'yui')).toEqual(['shift_applied', 'shift_confirmed'])
  })
  if (engine === 'D1') return

  it('are not given by an offer that is stale, or whose hour is over', async () => {
    await addShift(store)
    for (const name of CREW) await claims(name)
    await approves('hana')
    await callsOff('hana')
    expect(await acceptOffer(store, { ...say('ken'), offerNo: 0 })).toMatchObject({ outcome: 'outdated' })
    const endsAt = clock + HOUR
    const told = { openingId: 'shift', memberId: 'ken', offerNo: 1 }
    await store.batch([toldStatement(store.db, { ...told, endsAt })])
    await store.batch([toldStatement(store.db, { ...told, endsAt: endsAt + HOUR })])
    expect(await acceptOffer(store, { ...told, at: endsAt, now: endsAt })).toMatchObject({ outcome: 'outdated' })
    expect(await lapseOffers(store, { now: endsAt - 1 })).toEqual({ lapsed: 0, nextAt: endsAt })
    expect(await lapseOffers(store, { now: endsAt })).toMatchObject({ lapsed: 1 })
    expect(await claimsOf(store)).toEqual(['hana ended', 'ken ended', 'yui offered 1', 'rei standby'])
    expect(await acceptOffer(store, { ...told, at: endsAt - 1, now: endsAt })).toMatchObject({ outcome: 'outdated' })
    expect(await standingOf(store, told)).toMatchObject({ offerEndsAt: endsAt })
  })

  it('are offered to nobody whom LINE does not reach, who keeps the place in the line; then it is open again', async () => {
    await addShift(store)
    await claims('hana')
    await claims('ken')
    await approves('hana')
    await block(store, 'ken')
    await callsOff('hana')
    expect(await stateOf(store)).toBe('open')
    expect(await claimsOf(store)).toEqual(['hana ended', 'ken applied'])
  })

  it('are fewer when the shop calls one off for good, and with the last one nobody waits any more', async () => {
    await addShift(store, { headcount: 2 })
    for (const name of CREW) await claims(name)
    await approves('hana', 'ken')
    expect(await callsOff('hana', false)).toEqual({ allowanceYen: 3_900 })
    expect(await claimsOf(store)).toEqual(['hana ended', 'ken confirmed', 'yui standby', 'rei standby'])
    expect(await openingCounts(store, { openingId: 'shift' })).toMatchObject({ headcount: 1, free: 0 })
    await callsOff('ken', false)
    expect(await claimsOf(store)).toEqual(['hana ended', 'ken ended', 'yui ended', 'rei ended'])
    expect(await stateOf(store)).toBe('closed owner')
    await expect(claims('rei')).rejects.toMatchObject({ code: 'shift_not_open' })
  })

  it('may be asked for until the deadline, by who was asked and agreed to be', async () => {
    await addShift(store)
    const late = { ...say('hana'), now: CLOSES }
    await expect(claimShift(store, late)).rejects.toMatchObject({ code: 'shift_not_open' })
    await store.db.deleteFrom('shift_asks').where('member_id', '=', 'ken').execute()
    await expect(claims('ken')).rejects.toMatchObject({ code: 'shift_not_for_you' })
    await store.db.deleteFrom('current_consents').where('member_id', '=', 'yui').execute()
    await expect(claims('yui')).rejects.toMatchObject({ code: 'shift_not_for_you' })
    await store.db.updateTable('members').set({ state: 'applied' }).where('id', '=', 'rei').execute()
    await expect(claims('rei')).rejects.toMatchObject({ code: 'shift_not_for_you' })
    expect(await claimsOf(store)).toEqual([])
  })

  it('are asked for and given back in the order in which people said so', async () => {
    await addShift(store)
    const first = say('hana')
    await claims('hana')
    expect(await withdrawClaim(store, first)).toMatchObject({ outcome: 'outdated', standing: { nth: 1 } })
    expect(await withdrawClaim(store, say('hana'))).toMatchObject({ standing: { claim: { state: 'withdrawn' } } })
    expect(await claimShift(store, { ...first, now: clock })).toMatchObject({ outcome: 'outdated' })
    await claims('ken')
    await claims('hana')
    expect(await claimsOf(store)).toEqual(['ken applied', 'hana applied'])
    expect(await kindsOf(store, 'hana')).toEqual(['shift_applied', 'shift_withdrawn', 'shift_applied'])
    await approves('hana')
    await expect(withdrawClaim(store, say('hana'))).rejects.toMatchObject({ code: 'shift_already_answered' })
  })

  it('are passed on this time, which takes who applied out of the line', async () => {
    await addShift(store)
    expect(await passShift(store, say('hana'))).toMatchObject({ standing: { claim: { state: 'passed' } } })
    expect(await claims('hana')).toMatchObject({ standing: { claim: { state: 'applied' } } })
    expect(await passShift(store, say('hana'))).toMatchObject({ standing: { claim: { state: 'withdrawn' } } })
    await claims('ken')
    await approves('ken')
    await expect(passShift(store, say('ken'))).rejects.toMatchObject({ code: 'shift_not_open' })
    await expect(passShift(store, say('yui'))).rejects.toMatchObject({ code: 'shift_not_open' })
  })

  it('carry a word of who applied, as long as nothing is decided', async () => {
    await addShift(store)
    await claimShift(store, { ...say('hana'), note: '19時からなら' })
    expect(await claims('hana')).toMatchObject({ standing: { claim: { note: '19時からなら' } } })
    const noted = { openingId: 'shift', memberId: 'hana', note: ' 18時からでも ' }
    expect(await noteClaim(store, noted)).toBe(true)
    expect(await standingOf(store, noted)).toMatchObject({ claim: { note: '18時からでも' } })
    await declineClaims(store, {
      openingId: 'shift',
      memberIds: ['hana'],
      words: 'また今度',
      operatorId: OWNER,
      now: clock,
    })
    expect(await noteClaim(store, noted)).toBe(false)
  })

  it('are declined kindly, once, and not asked for again', async () => {
    await addShift(store)
    await claims('hana')
    const no = { openingId: 'shift', memberIds: ['hana', 'ken'], words: ' また今度 ', operatorId: OWNER, now: ++clock }
    expect(await declineClaims(store, no)).toBe(1)
    expect(await declineClaims(store, { ...no, words: 'ごめんなさい' })).toBe(0)
    expect(await standingOf(store, say('hana'))).toMatchObject({
      claim: { state: 'declined', declineWords: 'また今度' },
    })
    await expect(claims('hana')).rejects.toMatchObject({ code: 'shift_already_answered' })
    expect(await approves('hana', 'ken')).toMatchObject([
      { outcome: 'shift_claim_gone' },
      { outcome: 'shift_claim_gone' },
    ])
  })

  it('are not given after it began, nor by another store', async () => {
    await addShift(store)
    await claims('hana')
    const yes = { openingId: 'shift', memberIds: ['hana'], operatorId: OWNER }
    expect(await approveClaims(store, { ...yes, now: STARTS })).toMatchObject([{ outcome: 'shift_not_in_state' }])
    await expect(approveClaims(store, { ...yes, storeId: 'ueno', now: clock })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(declineClaims(store, { ...yes, storeId: 'ueno', now: clock })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await claimsOf(store)).toEqual(['hana applied'])
  })
})
