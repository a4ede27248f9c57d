import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import { changeOpening } from '../../src/shifts/posting/changing.ts'
import { copyOpening, draftOf, OpeningDraft } from '../../src/shifts/posting/drafts.ts'
import { fromTokyo, tokyoDateTime } from '../../src/texts/format.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addCrew, OWNER, placesOf, stateOf } from './claims-support.ts'
import { acting, EVENING, plan, sendOut, versionOf } from './posting-support.ts'

let store: Store
beforeEach(async () => {
  store = newStore()
  await addCrew(store, ['hana', 'ken'])
})

const at = (typed: string) => fromTokyo(typed) ?? 0
const read = async (openingId: string) => {
  const opening = await findOpening(store, { openingId })
  if (!opening) throw new Error('there is none')
  return opening
}

describe('a draft', () => {
  it('comes back as it was planned', async () => {
    expect(draftOf(await read(await plan(store)))).toEqual(EVENING)
  })

  it('is never for people by their names, behind which sex or age could stand', () => {
    const rule = { match: 'all', conditions: [{ kind: 'person', in: ['hana'] }] }
    expect(OpeningDraft.safeParse({ ...EVENING, rule }).success).toBe(false)
  })

  it('ends after it starts, within a day, and takes applications no longer than until it starts', () => {
    const { startsAt } = EVENING
    for (const wrong of [{ endsAt: startsAt }, { endsAt: startsAt + 24 * HOUR }, { closesAt: startsAt + MINUTE }])
      expect(OpeningDraft.safeParse({ ...EVENING, ...wrong }).success).toBe(false)
  })
})

describe('repeating it', () => {
  it('keeps the clock times, an end past midnight over the end of a month, and the distance of the deadline', async () => {
    const openingId = await plan(store, {
      startsAt: at('2026-04-10T22:00'),
      endsAt: at('2026-04-11T03:00'),
      closesAt: at('2026-04-10T12:30'),
    })
    const days = ['2026-04-30', '2026-05-07', '2026-04-30']
    const copies = await copyOpening(store, { openingId, days, createdBy: OWNER, now: NOON })
    const times = await Promise.all(copies.map(read))
    expect(times.map(({ startsAt, endsAt, closesAt }) => [startsAt, endsAt, closesAt].map(tokyoDateTime))).toEqual([
      ['2026-04-30T22:00', '2026-05-01T03:00', '2026-04-30T12:30'],
      ['2026-05-07T22:00', '2026-05-08T03:00', '2026-05-07T12:30'],
    ])
    expect(times.map(({ state }) => state)).toEqual(['draft', 'draft'])
  })

  it("reaches nobody beyond a manager's own store, whoever planned it", async () => {
    const copying = {
      openingId: await plan(store),
      days: ['2026-04-30'],
      storeId: 'shibuya',
      createdBy: OWNER,
      now: NOON,
    }
    const [copy = ''] = await copyOpening(store, copying)
    expect((await read(copy)).audienceStoreId).toBe('shibuya')
  })

  it("is not done with another store's, nor on a day that does not exist", async () => {
    const openingId = await plan(store)
    const asked = { openingId, createdBy: OWNER, now: NOON }
    await expect(copyOpening(store, { ...asked, days: ['2026-04-30'], storeId: 'ueno' })).rejects.toThrow('not_found')
    await expect(copyOpening(store, { ...asked, days: ['2026-02-31'] })).rejects.toThrow('form_invalid')
  })
})

describe('changing it', () => {
  const change = async (openingId: string, more: Partial<OpeningDraft>, words = '団体の時間が変わりました') =>
    changeOpening(store, {
      ...acting(openingId),
      updatedAt: await versionOf(store, openingId),
      draft: { ...EVENING, ...more },
      words,
    })
  const requests = () =>
    store.db.selectFrom('assignment_requests').select(['kind', 'words', 'proposal', 'state']).execute()

  async function confirmed(more: Partial<OpeningDraft> = {}) {
    const openingId = await sendOut(store, more)
    await claimShift(store, { openingId, memberId: 'hana', at: NOON, now: NOON })
    await approveClaims(store, { ...acting(openingId), memberIds: ['hana'] })
    return openingId
  }

  it('is refused when somebody else changed it meanwhile', async () => {
    const openingId = await plan(store)
    await change(openingId, { wageYen: 1400 })
    const late = changeOpening(store, { ...acting(openingId), updatedAt: NOON, draft: EVENING })
    await expect(late).rejects.toThrow('shift_changed_meanwhile')
    expect((await read(openingId)).wageYen).toBe(1400)
  })

  it('asks who is confirmed, and leaves what was agreed as it is until they say yes', async () => {
    const openingId = await confirmed()
    await change(openingId, { endsAt: EVENING.endsAt - HOUR, wageYen: 1350 })
    expect(
      (await requests()).map(({ proposal, ...row }) => ({ ...row, proposal: JSON.parse(proposal ?? '') })),
    ).toEqual([
      {
        kind: 'change',
        state: 'pending',
        words: '団体の時間が変わりました',
        proposal: { startsAt: EVENING.startsAt, endsAt: EVENING.endsAt - HOUR, wageYen: 1350 },
      },
    ])
    const kept = await store.db.selectFrom('assignments').select(['ends_at', 'wage_yen']).executeTakeFirstOrThrow()
    expect(kept).toEqual({ ends_at: EVENING.endsAt, wage_yen: 1300 })
  })

  it('asks nobody about what no contract is made of: the deadline, a word of the shop, the number of people', async () => {
    const openingId = await confirmed()
    const terms = { ...EVENING.terms, message: 'お待ちしています', bring: '黒い靴' }
    await change(openingId, { terms, headcount: 2, closesAt: EVENING.closesAt + HOUR })
    expect(await requests()).toEqual([])
  })

  it('never leaves fewer places than are taken', async () => {
    const openingId = await confirmed({ headcount: 2 })
    await claimShift(store, { openingId, memberId: 'ken', at: NOON, now: NOON })
    await approveClaims(store, { ...acting(openingId), memberIds: ['ken'] })
    await expect(change(openingId, { headcount: 1 })).rejects.toThrow('shift_full')
    expect(await placesOf(store, openingId)).toEqual(['1 hana confirmed', '2 ken confirmed'])
  })

  it('opens what was full again when there are more places', async () => {
    const openingId = await confirmed()
    expect(await stateOf(store, openingId)).toBe('closed filled')
    await change(openingId, { headcount: 2 })
    expect(await stateOf(store, openingId)).toBe('open')
  })

  it('keeps what is out within the law', async () => {
    const openingId = await sendOut(store)
    await expect(change(openingId, { wageYen: 1000 })).rejects.toThrow('shift_unlawful')
    await expect(change(openingId, { terms: { ...EVENING.terms, contact: '' } })).rejects.toThrow('shift_unlawful')
    expect((await read(openingId)).wageYen).toBe(1300)
  })

  it('keeps the way in which it is decided once people were told of it', async () => {
    const openingId = await sendOut(store)
    await change(openingId, { mode: 'first_come' })
    expect((await read(openingId)).mode).toBe('approve')
  })

  it("is not done by a manager of another store, whose store's people it is not widened beyond either", async () => {
    const openingId = await plan(store, { audienceStoreId: 'shibuya' })
    const asked = { ...acting(openingId), updatedAt: NOON, draft: { ...EVENING, audienceStoreId: null } }
    await expect(changeOpening(store, { ...asked, storeId: 'ueno' })).rejects.toThrow('not_found')
    await changeOpening(store, { ...asked, storeId: 'shibuya' })
    expect((await read(openingId)).audienceStoreId).toBe('shibuya')
  })

  it("is for a manager's own people once they chose others than the owner did", async () => {
    const openingId = await plan(store)
    const change = async (draft: OpeningDraft) =>
      changeOpening(store, {
        ...acting(openingId, { storeId: 'shibuya' }),
        updatedAt: await versionOf(store, openingId),
        draft,
      })
    await change({ ...EVENING, wageYen: 1400 })
    expect((await read(openingId)).audienceStoreId).toBe(null)
    await change({ ...EVENING, rule: { match: 'all', conditions: [{ kind: 'left_within', months: 3 }] } })
    expect((await read(openingId)).audienceStoreId).toBe('shibuya')
  })
})
