import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { currentRules, listRules, publishRules } from '../../src/returns/rules.ts'
import { changeWish, takeBackWish, type WishWords, wishOf, wishReturn } from '../../src/returns/wishes.ts'
import { addMember, engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'

const RULES = { wage: '前の時給から', position: '前の役割から', tenure: '通算します', words: '' }
const PART_TIME: WishWords = { kind: 'part_time', sinceWords: '来年の4月ごろ', storeId: 'shibuya', note: null }

describe.each(engines)('wishing to come back on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addMember(store, 'hana')
    await addOperator(store, 'owner')
  })
  const publish = (seen: number | null, wage = RULES.wage) =>
    publishRules(store, { rules: { ...RULES, wage }, seen, operatorId: 'owner', now: NOON })
  const wish = (more: Partial<Parameters<typeof wishReturn>[1]> = {}) =>
    wishReturn(store, { memberId: 'hana', wish: PART_TIME, rulesSeen: null, at: NOON, ...more })
  const wishes = () => store.db.selectFrom('return_wishes').selectAll().execute()
  const steps = () => store.db.selectFrom('return_steps').select(['stage', 'operator_id', 'at']).orderBy('at').execute()

  it('is kept once a person, however many taps arrive at the same moment', async () => {
    const taps = await Promise.allSettled(Array.from({ length: engine === 'D1' ? 2 : 8 }, () => wish()))
    expect(taps.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await wishes()).toMatchObject([{ kind: 'part_time', stage: 'wished', rule_version: null }])
    expect(await steps()).toEqual([{ stage: 'wished', operator_id: null, at: NOON }])
    await expect(wish({ at: NOON + HOUR })).rejects.toMatchObject({ code: 'return_open_already' })
  })

  it('is not kept under rules that are not those that were read', async () => {
    await publish(null)
    await expect(wish()).rejects.toMatchObject({ code: 'rehire_rules_changed' })
    await publish(1)
    await expect(wish({ rulesSeen: 1 })).rejects.toMatchObject({ code: 'rehire_rules_changed' })
    expect(await wishes()).toEqual([])
    await wish({ rulesSeen: 2 })
    expect(await wishes()).toMatchObject([{ rule_version: 2 }])
  })

  it('keeps every version of the rules; of two who publish at once one is refused', async () => {
    const both = await Promise.allSettled([publish(null, 'A'), publish(null, 'B')])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(publish(null)).rejects.toMatchObject({ code: 'rehire_rules_changed' })
    await expect(publish(7)).rejects.toMatchObject({ code: 'rehire_rules_changed' })
    expect(await publish(1, 'C')).toBe(2)
    expect(await currentRules(store)).toMatchObject({ version: 2, wage: 'C', publishedBy: 'owner' })
    expect((await listRules(store)).map(({ version }) => version)).toEqual([2, 1])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('is not of who is not an alumnus, nor for a store that there is not', async () => {
    await expect(wish({ wish: { ...PART_TIME, storeId: 'nowhere' } })).rejects.toMatchObject({ code: 'not_found' })
    await store.db.updateTable('members').set({ state: 'left' }).execute()
    await expect(wish()).rejects.toMatchObject({ code: 'not_found' })
    expect(await wishes()).toEqual([])
  })

  it('may be put in other words while it is open, under the rules of today; where it stands does not change', async () => {
    await wish()
    const other = { ...PART_TIME, kind: 'adviser' as const, note: '週末だけ' }
    await changeWish(store, { memberId: 'hana', wish: other, rulesSeen: null, at: NOON + HOUR })
    expect(await wishes()).toMatchObject([
      { kind: 'adviser', note: '週末だけ', stage_at: NOON, updated_at: NOON + HOUR },
    ])
    const late = { memberId: 'hana', wish: PART_TIME, rulesSeen: null, at: NOON + MINUTE }
    await expect(changeWish(store, late)).rejects.toMatchObject({ code: 'return_not_in_stage' })
    await publish(null)
    await expect(changeWish(store, { ...late, at: NOON + 2 * HOUR })).rejects.toMatchObject({
      code: 'rehire_rules_changed',
    })
    expect(await wishes()).toMatchObject([{ kind: 'adviser' }])
  })

  it('may be taken back at any time, and said again later; a tap from before that arrives late changes nothing', async () => {
    await wish()
    await takeBackWish(store, { memberId: 'hana', at: NOON + HOUR })
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'closed', isTakenBack: true, closeWords: null })
    await expect(takeBackWish(store, { memberId: 'hana', at: NOON + HOUR })).rejects.toMatchObject({
      code: 'return_not_in_stage',
    })
    await expect(wish({ at: NOON + MINUTE })).rejects.toMatchObject({ code: 'return_not_in_stage' })
    await wish({ at: NOON + 2 * HOUR })
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'wished', isTakenBack: false })
    expect((await steps()).map(({ stage }) => stage)).toEqual(['wished', 'closed', 'wished'])
    const told = await store.db.selectFrom('interactions').select(['kind', 'ref']).orderBy('at').execute()
    expect(told.map(({ kind }) => kind)).toEqual(['return_wished', 'return_moved', 'return_wished'])
  })

  it('is not taken back by a tap from before the last change', async () => {
    await wish()
    await changeWish(store, { memberId: 'hana', wish: PART_TIME, rulesSeen: null, at: NOON + HOUR })
    await expect(takeBackWish(store, { memberId: 'hana', at: NOON + MINUTE })).rejects.toMatchObject({
      code: 'return_not_in_stage',
    })
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'wished' })
  })
})
