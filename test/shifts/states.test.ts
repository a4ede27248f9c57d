import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balanceOf } from '../../src/broadcasts/balance.ts'
import type { Store } from '../../src/db/store.ts'
import { enterFloor } from '../../src/labour/entered-floors.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { createSegment, deleteSegment, openingsOf } from '../../src/segments/segments.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import {
  cancelOpening,
  closeOpening,
  discardOpening,
  extendOpening,
  openOpening,
  reopenOpening,
  resumeWaves,
  stopWaves,
} from '../../src/shifts/posting/states.ts'
import { DAY, engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addCrew, claimsOf, kindsOf, OWNER, placesOf, stateOf } from './claims-support.ts'
import { acting, EVENING, plan, sendOut } from './posting-support.ts'

describe.each(engines)('an opening on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addCrew(store, ['hana', 'ken'])
  })

  const row = (id: string) =>
    store.db.selectFrom('shift_openings').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const apply = (openingId: string, memberId: string) => claimShift(store, { openingId, memberId, at: NOON, now: NOON })

  it('goes out once, of the version that was shown, onto the boards of those it is for', async () => {
    const openingId = await plan(store)
    const asked = { ...acting(openingId), asksMax: 10 }
    await expect(openOpening(store, { ...asked, updatedAt: NOON - 1 })).rejects.toThrow('shift_changed_meanwhile')
    await openOpening(store, { ...asked, updatedAt: NOON })
    expect(await row(openingId)).toMatchObject({
      state: 'open',
      asks_max: 10,
      next_wave_at: NOON + 15 * MINUTE,
      floor_yen: 1226,
      floor_effective_on: '2025-10-03',
    })
    const posted = await store.db.selectFrom('shift_asks').select('member_id').orderBy('member_id').execute()
    expect(posted.map(({ member_id }) => member_id)).toEqual(['hana', 'ken'])
    await expect(openOpening(store, { ...asked, updatedAt: NOON })).rejects.toThrow('shift_not_in_state')
  })

  it('is called off with everybody who was confirmed, each with what is owed, and everybody who waits is let go', async () => {
    const openingId = await sendOut(store, { headcount: 2 })
    await apply(openingId, 'hana')
    await apply(openingId, 'ken')
    await approveClaims(store, { ...acting(openingId), memberIds: ['hana'] })
    await expect(cancelOpening(store, { ...acting(openingId), words: ' ' })).rejects.toThrow('shift_reason_needed')
    await cancelOpening(store, { ...acting(openingId), words: '台風のため' })
    expect(await row(openingId)).toMatchObject({ state: 'cancelled', cancel_words: '台風のため', next_wave_at: null })
    expect(await placesOf(store, openingId)).toEqual(['1 hana cancelled_by_shop'])
    expect(await claimsOf(store, openingId)).toEqual(['hana ended', 'ken ended'])
    const owed = await store.db.selectFrom('assignments').select(['allowance_yen', 'reason']).executeTakeFirstOrThrow()
    expect(owed).toEqual({ allowance_yen: 3900, reason: '台風のため' })
    expect(await kindsOf(store, 'hana')).toContain('shift_called_off')
    await expect(cancelOpening(store, { ...acting(openingId), words: '再度' })).rejects.toThrow('shift_not_in_state')
  })

  if (engine === 'D1') return

  it('takes applications again while its deadline is ahead and a place is free', async () => {
    const openingId = await sendOut(store)
    await closeOpening(store, acting(openingId))
    expect(await stateOf(store, openingId)).toBe('closed owner')
    await expect(reopenOpening(store, acting(openingId, { now: EVENING.closesAt }))).rejects.toThrow('shift_times_past')
    await reopenOpening(store, acting(openingId))
    expect(await stateOf(store, openingId)).toBe('open')
    await apply(openingId, 'hana')
    await approveClaims(store, { ...acting(openingId), memberIds: ['hana'] })
    await expect(reopenOpening(store, acting(openingId))).rejects.toThrow('shift_full')
  })

  it('does not go out against the law: a wage below the minimum, too short a break, an item that is missing', async () => {
    for (const unlawful of [
      { wageYen: 1225 },
      { endsAt: EVENING.startsAt + 7 * HOUR, breakMinutes: 30 },
      { terms: { ...EVENING.terms, employerAddress: '' } },
      { roleIds: [] },
    ]) {
      const openingId = await plan(store, unlawful)
      const sent = openOpening(store, { ...acting(openingId), updatedAt: NOON, asksMax: 0 })
      await expect(sent).rejects.toThrow('shift_unlawful')
      expect(await stateOf(store, openingId)).toBe('draft')
    }
  })

  it('does not pass on an old table: after its end an owner has to have looked the minimum wage up', async () => {
    const november = Date.parse('2026-11-21T12:00+09:00')
    const later = {
      startsAt: november + DAY + 5 * HOUR,
      endsAt: november + DAY + 10 * HOUR,
      closesAt: november + DAY,
    }
    const openingId = await plan(store, later)
    const send = () => openOpening(store, { ...acting(openingId, { now: november }), updatedAt: NOON, asksMax: 0 })
    await expect(send()).rejects.toThrow('shift_unlawful')
    const read = { prefecture: '東京', yen: 1290, effectiveOn: '2026-10-01', source: '東京労働局のページ' }
    await enterFloor(store, { ...read, operatorId: OWNER, now: november })
    await send()
    expect(await row(openingId)).toMatchObject({ floor_yen: 1290, floor_source: '東京労働局のページ' })
  })

  it('does not go out when its time or its deadline is over', async () => {
    const openingId = await plan(store)
    const asked = { ...acting(openingId, { now: EVENING.closesAt }), updatedAt: NOON, asksMax: 0 }
    await expect(openOpening(store, asked)).rejects.toThrow('shift_times_past')
  })

  it('does not go out to people by their names, even where its segment came to name them', async () => {
    const segmentId = await createSegment(store, { name: '常連', rule: EVERYONE, createdBy: OWNER, now: NOON })
    const openingId = await plan(store, { segmentId })
    const rule = JSON.stringify({ match: 'all', conditions: [{ kind: 'person', in: ['hana'] }] })
    await store.db.updateTable('segments').set({ rule }).where('id', '=', segmentId).execute()
    const sent = openOpening(store, { ...acting(openingId), updatedAt: NOON, asksMax: 0 })
    await expect(sent).rejects.toThrow('segment_rule_unknown')
  })

  it('keeps the segment that it is for from being deleted, until it is over', async () => {
    const segmentId = await createSegment(store, { name: '渋谷', rule: EVERYONE, createdBy: OWNER, now: NOON })
    const openingId = await plan(store, { segmentId })
    await expect(deleteSegment(store, segmentId)).rejects.toThrow('segment_in_use')
    expect((await openingsOf(store, segmentId)).map(({ id }) => id)).toEqual([openingId])
    await discardOpening(store, acting(openingId))
    await deleteSegment(store, segmentId)
  })

  it('sends the first messages after the night, not in it', async () => {
    const night = Date.parse('2026-04-01T23:00+09:00')
    const openingId = await plan(store)
    await openOpening(store, { ...acting(openingId, { now: night }), updatedAt: NOON, asksMax: 5 })
    expect((await row(openingId)).next_wave_at).toBe(Date.parse('2026-04-02T09:00+09:00'))
  })

  it('asks for a reason where the last that people got was a job ad too', async () => {
    const before = await sendOut(store)
    await store.db
      .updateTable('shift_asks')
      .set({ read_at: NOON - HOUR })
      .where('opening_id', '=', before)
      .execute()
    const audience = { rule: EVERYONE, storeId: null, purpose: 'shifts' } as const
    expect((await balanceOf(store, { audience, now: NOON })).jobPostLast).toBe(2)
    const openingId = await plan(store)
    const asked = { ...acting(openingId), updatedAt: NOON, asksMax: 2 }
    await expect(openOpening(store, asked)).rejects.toThrow('broadcast_reason_needed')
    await openOpening(store, { ...asked, balanceReason: '急なお休みが出ました' })
    expect((await row(openingId)).balance_reason).toBe('急なお休みが出ました')
  })

  it('needs no reason for the board alone', async () => {
    await sendOut(store)
    expect(await stateOf(store, await sendOut(store))).toBe('open')
  })

  it('opens again with a later deadline after its own was over, and not with one that is over or too late', async () => {
    const openingId = await sendOut(store)
    await store.db
      .updateTable('shift_openings')
      .set({ state: 'closed', closed_because: 'deadline', closed_at: EVENING.closesAt })
      .execute()
    const now = EVENING.closesAt + MINUTE
    const extend = (closesAt: number) => extendOpening(store, { ...acting(openingId, { now }), closesAt })
    await expect(extend(now)).rejects.toThrow('shift_times_past')
    await expect(extend(EVENING.startsAt + 1)).rejects.toThrow('shift_times_past')
    await extend(EVENING.startsAt - HOUR)
    expect(await row(openingId)).toMatchObject({
      state: 'open',
      closed_because: null,
      closes_at: EVENING.startsAt - HOUR,
    })
  })

  it('asks nobody else once the owner stopped it, until they ask on', async () => {
    const openingId = await sendOut(store, {}, 5)
    await stopWaves(store, acting(openingId))
    expect(await row(openingId)).toMatchObject({ next_wave_at: null, waves_ended_because: 'owner', state: 'open' })
    await expect(stopWaves(store, acting(openingId))).rejects.toThrow('shift_not_in_state')
    await resumeWaves(store, acting(openingId))
    expect(await row(openingId)).toMatchObject({ next_wave_at: NOON, waves_ended_because: null })
    await expect(resumeWaves(store, acting(openingId))).rejects.toThrow('shift_not_in_state')
    const endedBecause = (because: 'quota' | 'confirmed') =>
      store.db.updateTable('shift_openings').set({ waves_ended_at: NOON, waves_ended_because: because }).execute()
    await endedBecause('confirmed')
    await expect(resumeWaves(store, acting(openingId))).rejects.toThrow('shift_not_in_state')
    await endedBecause('quota')
    await resumeWaves(store, acting(openingId))
    expect(await row(openingId)).toMatchObject({ next_wave_at: NOON, waves_ended_because: null })
  })

  it('is out of reach of another store', async () => {
    const draft = await plan(store)
    const out = await sendOut(store, {}, 5)
    const ueno = (id: string) => acting(id, { storeId: 'ueno' })
    const tries = [
      () => openOpening(store, { ...ueno(draft), updatedAt: NOON, asksMax: 0 }),
      () => discardOpening(store, ueno(draft)),
      () => closeOpening(store, ueno(out)),
      () => reopenOpening(store, ueno(out)),
      () => extendOpening(store, { ...ueno(out), closesAt: EVENING.closesAt + HOUR }),
      () => stopWaves(store, ueno(out)),
      () => resumeWaves(store, ueno(out)),
      () => cancelOpening(store, { ...ueno(out), words: '都合' }),
    ]
    for (const tried of tries) await expect(tried()).rejects.toThrow('not_found')
    expect([await stateOf(store, draft), await stateOf(store, out)]).toEqual(['draft', 'open'])
  })
})
