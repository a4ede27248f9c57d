import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { findDue, tellStatements } from '../../src/shifts/notices/notices.ts'
import { dueOffers } from '../../src/shifts/notices/outcomes.ts'
import { bytesAfter } from '../broadcasts/ends.ts'
import { addMember, engines, HOUR, instanceOf, NOON, newStore } from '../support.ts'
import {
  anOpening,
  assigned,
  claimed,
  EVENING,
  openShiftShop,
  operating,
  owed,
  requested,
  told,
} from './notices-support.ts'

describe.each(engines)('what is told of shifts on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  const offered = async () => {
    const store = await stores.openStore()
    await addMember(store, 'aya', { consents: [] })
    await anOpening(store, { state: 'closed', closedBecause: 'filled' })
    await claimed(store, 'aya', 'offered')
    return store
  }
  /** What one process chose to say, before the others. */
  const choose = async (store: Store, run: string) => {
    const due = dueOffers({ now: NOON, quietEnd: undefined })
    const notices = (await findDue(store, due, 'opening')).map((notice) => ({
      ...notice,
      key: '00000000-0000-4000-8000-000000000001',
      body: JSON.stringify([{ type: 'text', altText: run, text: run, contents: {} }]),
      title: 'シフト',
      offerEndsAt: NOON + HOUR,
    }))
    return () => store.batch(tellStatements(store.db, { due, notices, run, now: NOON }))
  }
  const windows = ({ db }: Store) => db.selectFrom('shift_claims').select('offer_ends_at').execute()

  it('is told once, however many are at it, and the window begins once', async () => {
    const store = await offered()
    const [first, second] = [await choose(store, 'one'), await choose(store, 'two')]
    expect((await first())[0]).toBe(1)
    expect((await second())[0]).toBe(0)
    expect((await owed(store)).map(({ altText }) => altText)).toEqual(['one'])
    expect(await windows(store)).toEqual([{ offer_ends_at: NOON + HOUR }])
  })

  it('is not told of what changed since the words were chosen', async () => {
    const store = await offered()
    const tell = await choose(store, 'one')
    await store.db
      .updateTable('shift_openings')
      .set({ updated_at: NOON + 1 })
      .execute()
    expect((await tell())[0]).toBe(0)
    expect(await owed(store)).toEqual([])
    expect(await windows(store)).toEqual([{ offer_ends_at: null }])
  })

  if (engine === 'D1') return

  it('all of it at once, by three processes: everybody once', async () => {
    const store = await stores.openStore()
    for (const name of ['aya', 'ben', 'chie', 'boss']) await addMember(store, name, { consents: [] })
    await operating(store, 'boss', 'owner')
    await anOpening(store, { openedBy: 'boss', headcount: 2, state: 'closed', closedBecause: 'deadline' })
    await requested(store, await assigned(store, 'aya', 'confirmed', { confirmedBy: 'boss' }), 'cancel', 'pending')
    await claimed(store, 'ben', 'declined')
    await claimed(store, 'chie', 'standby')
    const shop = openShiftShop(store)
    await Promise.all([shop.work(), shop.work(), shop.work()])
    expect(await told(store)).toEqual(['aya confirmed', 'ben declined', 'boss shop_request', 'chie offer'])
    expect((await owed(store)).map(({ memberId }) => memberId)).toEqual(['aya', 'ben', 'boss', 'chie'])
  })
})

describe('a copy of the database', () => {
  it('tells nobody of anything, and closes nothing', async () => {
    const store = newStore()
    await addMember(store, 'aya', { consents: [] })
    await anOpening(store)
    await assigned(store, 'aya')
    const shop = openShiftShop(store)
    await instanceOf(store).write(JSON.stringify({ line: 'another', n: 9, at: NOON }))
    await shop.work(EVENING.closesAt)
    expect(await told(store)).toEqual([])
    expect(await store.db.selectFrom('shift_openings').select('state').execute()).toEqual([{ state: 'open' }])
  })

  it('names its requests as the living one does: LINE takes each once', async () => {
    const bytes = await bytesAfter(async (store) => {
      await addMember(store, 'aya', { consents: [] })
      await anOpening(store)
      await assigned(store, 'aya')
    })
    const [one, other] = [openSqlite(bytes), openSqlite(bytes)]
    for (const store of [one, other]) await openShiftShop(store).work()
    expect((await owed(one)).map(({ key }) => key)).toEqual((await owed(other)).map(({ key }) => key))
    one.close()
    other.close()
  })
})
