import { describe, expect, it } from 'vitest'
import { noteOnDutySeen, onDutyToday } from '../../src/shifts/notices/on-duty.ts'
import { onDutyWords } from '../../src/shifts/notices/on-duty-words.ts'
import { addMember, addStore, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { anOpening, assigned, EVENING, operating } from './notices-support.ts'

async function shopToday() {
  const store = newStore()
  for (const name of ['aya', 'ben', 'chie']) await addMember(store, name, { consents: [] })
  await addStore(store, 'ueno', '上野店', 2)
  await anOpening(store, { headcount: 2 })
  await anOpening(store, { id: 'ueno', storeId: 'ueno' })
  await assigned(store, 'aya')
  await assigned(store, 'ben', 'cancelled_by_member', { slot: 2 })
  await assigned(store, 'chie', 'confirmed', { openingId: 'ueno' })
  const names = async (storeId: string | null, now: number) =>
    (await onDutyToday(store, { storeId, now })).map(({ name }) => name)
  return { store, names }
}

describe('who of the alumni works today', () => {
  it('is named at the own store alone, from the morning of the day until they are done', async () => {
    const { names } = await shopToday()
    const midnight = EVENING.startsAt - 17 * HOUR
    expect(await names('shibuya', midnight - 1)).toEqual([])
    expect(await names('shibuya', midnight)).toEqual(['aya'])
    expect(await names('shibuya', EVENING.endsAt - 1)).toEqual(['aya'])
    expect(await names('shibuya', EVENING.endsAt)).toEqual([])
    expect(await names(null, midnight)).toEqual(['aya', 'chie'])
  })

  it('is named in the evening of a shift that begins after midnight, and until it ends', async () => {
    const { store, names } = await shopToday()
    const startsAt = EVENING.startsAt + 8 * HOUR
    await store.db
      .updateTable('assignments')
      .set({ starts_at: startsAt, ends_at: startsAt + 3 * HOUR })
      .execute()
    expect(await names('shibuya', EVENING.startsAt)).toEqual(['aya'])
    expect(await names('shibuya', startsAt + HOUR)).toEqual(['aya'])
  })

  it('reads as a person of the shop would say it, and in English', async () => {
    const { store } = await shopToday()
    const [aya] = await onDutyToday(store, { storeId: 'shibuya', now: EVENING.startsAt })
    if (!aya) throw new Error('nobody')
    expect(onDutyWords('ja', aya)).toBe('今日は卒業生のayaさん（17:00〜22:00 ホール）が入ります。')
    expect(onDutyWords('en', aya, { atStore: true })).toBe(
      'aya, who used to work here, helps out today (17:00–22:00 ホール shibuya).',
    )
  })

  it('is noted as seen once in ten minutes and day, and not when nobody works', async () => {
    const { store } = await shopToday()
    await operating(store, 'aya', 'owner')
    const see = async (now: number) => {
      const people = await onDutyToday(store, { storeId: 'shibuya', now })
      await noteOnDutySeen(store, { operatorId: 'aya', people, now })
    }
    await see(NOON)
    await see(EVENING.startsAt)
    await see(EVENING.startsAt + MINUTE)
    await see(EVENING.startsAt + 11 * MINUTE)
    await see(EVENING.startsAt + DAY)
    const seen = await store.db.selectFrom('access_log').select(['action', 'at']).orderBy('at').execute()
    expect(seen).toEqual([
      { action: 'members_listed', at: EVENING.startsAt },
      { action: 'members_listed', at: EVENING.startsAt + 11 * MINUTE },
    ])
  })
})
