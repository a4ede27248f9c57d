import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { workShifts } from '../../src/shifts/working.ts'
import { bytesAfter } from '../broadcasts/ends.ts'
import { openMortal } from '../mortal.ts'
import { addMember, instanceOf, NOON } from '../support.ts'
import { anOpening, assigned, claimed, openShiftShop, operating, owed, requested, told } from './notices-support.ts'

/** Everything at once: what lapses, what is answered by the clock, a wave, and what people and the shop are to know of it. */
async function busyNoon(store: Store) {
  for (const name of ['aya', 'ben', 'chie', 'boss']) await addMember(store, name, { consents: ['shifts'] })
  await operating(store, 'boss', 'owner')
  // aya is let off by the clock, and the place goes to ben, who stands by.
  await anOpening(store, { openedBy: 'boss', state: 'closed', closedBecause: 'filled' })
  const id = await assigned(store, 'aya')
  await claimed(store, 'aya', 'confirmed')
  await requested(store, id, 'cancel', 'pending', { until: NOON })
  await claimed(store, 'ben', 'standby')
  await claimed(store, 'chie', 'standby', { place: 2 })
  // The deadline of another, with somebody who waits; one that is called off; and one with a wave.
  await anOpening(store, { id: 'late', openedBy: 'boss', closesAt: NOON })
  await claimed(store, 'ben', 'applied', { openingId: 'late' })
  await anOpening(store, { id: 'off', state: 'cancelled', cancelWords: '台風のためです。' })
  await assigned(store, 'aya', 'cancelled_by_shop', { openingId: 'off', allowanceYen: 3_900 })
  await anOpening(store, { id: 'wave', asksMax: 1 })
  await store.db.updateTable('shift_openings').set({ next_wave_at: NOON }).where('id', '=', 'wave').execute()
}
const TOLD = ['aya cancel_accepted', 'aya cancelled_by_shop', 'ben offer', 'boss shop_undecided', 'chie standby']

describe('a process that dies once, at any step of what it does about shifts', () => {
  it('tells nobody twice and nobody never', async () => {
    const bytes = await bytesAfter(busyNoon)
    const end = await endOf(bytes, NOON)
    expect(end.told).toEqual(TOLD)
    let deaths = 0
    for (; ; deaths++) {
      const life = await endOf(bytes, NOON, deaths)
      expect({ ...life, deaths }).toEqual({ ...end, died: life.died, deaths })
      if (!life.died) break
    }
    expect(deaths).toBeGreaterThan(50)
  })
})

/** What is in the end, after a process that died at that point and one that lived. */
async function endOf(bytes: Buffer, at: number, point = Number.POSITIVE_INFINITY) {
  const store = openSqlite(bytes)
  const shop = openShiftShop(store, { at })
  const mortal = openMortal({ store, line: shop.deps.line, instance: instanceOf(store) }, point)
  await workShifts({ ...shop.deps, ...mortal.sees }).catch((error) => {
    if (!mortal.isDead()) throw error
  })
  await shop.work(at)
  const messages = await owed(store)
  expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length)
  const claims = await store.db
    .selectFrom('shift_claims')
    .select(['member_id', 'state', 'offer_no', 'offer_ends_at'])
    .orderBy('member_id')
    .execute()
  const openings = await store.db.selectFrom('shift_openings').select(['id', 'state', 'waves']).orderBy('id').execute()
  const lines = await store.db.selectFrom('interactions').select(['member_id', 'kind']).orderBy('id').execute()
  const end = { told: await told(store), messages: messages.map(({ memberId, altText }) => `${memberId} ${altText}`) }
  store.close()
  return { ...end, claims, openings, lines, died: mortal.isDead() }
}
