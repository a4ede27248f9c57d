import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balanceOf } from '../../src/broadcasts/balance.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { reachOf } from '../../src/sending/reach.ts'
import { saveSendingSettings } from '../../src/sending/sending-settings.ts'
import {
  countAskable,
  openingBalanced,
  openingObjection,
  postOpen,
  readAskStatement,
} from '../../src/shifts/asks/asks.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import { addMember, addStore, DAY, engines, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addPeople, fill, openingOf, openShop, post, pushed, STARTS } from './waves-support.ts'

const onBoard = async ({ db }: Store, openingId = 'opening') =>
  (
    await db
      .selectFrom('shift_asks')
      .select('member_id')
      .where('opening_id', '=', openingId)
      .orderBy('member_id')
      .execute()
  ).map(({ member_id }) => member_id)
const member = (
  store: Store,
  id: string,
  changed: { birth_year?: number; said_adult?: 0 | 1; said_adult_at?: number; state?: 'left' },
) => store.db.updateTable('members').set(changed).where('id', '=', id).execute()
const visible = async ({ db }: Store) =>
  (await db.selectFrom('visible_asks').select(['member_id', 'read_at']).orderBy('member_id').execute()).map(
    ({ member_id, read_at }) => `${member_id} ${read_at === null ? 'unread' : 'read'}`,
  )

describe.each(engines)('the board of shifts on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
  })

  it('has an opening once for everybody it is for: who agreed to shifts, follows, and is not surely too young for the night', async () => {
    await addPeople(store, 6)
    await addMember(store, 'news-only', { consents: ['news'] })
    await member(store, 'p01', { birth_year: 2010 })
    await member(store, 'p02', { said_adult: 0, said_adult_at: NOON })
    await member(store, 'p03', { birth_year: 1998 })
    await member(store, 'p04', { state: 'left' })
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', 'p05')
      .execute()
    await openingOf(store, { ends_at: STARTS + 6 * HOUR })
    await post(store, 'opening', NOON + 1)
    expect(await onBoard(store)).toEqual(['p00', 'p03'])
    await openingOf(store, { id: 'evening' })
    expect(await onBoard(store, 'evening')).toEqual(['p00', 'p01', 'p02', 'p03'])
  })

  if (engine === 'D1') return

  it('is filled up with who agrees to shifts meanwhile, while it is open and before its deadline', async () => {
    await addPeople(store, 1)
    const id = await openingOf(store)
    await addMember(store, 'q-later', { consents: ['shifts'] })
    await postOpen(store, { now: NOON + MINUTE })
    expect(await onBoard(store)).toEqual(['p00', 'q-later'])
    await addMember(store, 'r-too-late', { consents: ['shifts'] })
    await postOpen(store, { now: STARTS })
    await fill(store, id, 'p00', NOON + HOUR)
    await post(store, id, NOON + HOUR)
    expect(await onBoard(store)).toEqual(['p00', 'q-later'])
  })

  it('ends where the rights of its manager end', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addPeople(store, 1)
    await addMember(store, 'ueno-1', { storeId: 'ueno', consents: ['shifts'] })
    await openingOf(store, { audience: JSON.stringify({ rule: EVERYONE, storeId: 'ueno' }) })
    expect(await onBoard(store)).toEqual(['ueno-1'])
    const opening = await findOpening(store, { openingId: 'opening' })
    expect(opening && (await countAskable(store, opening, NOON))).toBe(1)
  })

  it('shows what is open to who still agrees, as read once they saw it or answered', async () => {
    await addPeople(store, 3)
    const id = await openingOf(store)
    await store.batch([readAskStatement(store.db, { openingIds: [id], memberId: 'p01', now: NOON })])
    await store.db
      .insertInto('shift_claims')
      .values({
        ...{ opening_id: id, member_id: 'p02', state: 'passed' },
        ...{ answered_at: NOON, changed_at: NOON, created_at: NOON },
      })
      .execute()
    expect(await visible(store)).toEqual(['p00 unread', 'p01 read', 'p02 read'])
    await store.db
      .insertInto('consents')
      .values({
        id: 'no',
        member_id: 'p00',
        purpose: 'shifts',
        granted: 0,
        text_version: '1',
        channel: 'line',
        at: NOON,
      })
      .execute()
    expect(await visible(store)).toEqual(['p01 read', 'p02 read'])
    await fill(store, id, 'p01', NOON)
    expect(await visible(store)).toEqual([])
  })
})

describe('what was asked about shifts', () => {
  const reach = (store: Store, now: number, urgent = false) =>
    reachOf(store, { purpose: 'news', rule: EVERYONE, urgent, holding: 'skip', now })

  it('counts among the messages of the day and the month, for whatever is sent next', async () => {
    const store = newStore()
    await addPeople(store, 3)
    await saveSendingSettings(store, { capMonth: 2 })
    await openingOf(store, { asks_max: 2 })
    await openShop(store).work()
    expect(await reach(store, NOON)).toMatchObject({ people: 1, excluded: { cap_day: 2 } })
    expect(await reach(store, NOON + DAY)).toMatchObject({ people: 3 })
    expect(await reach(store, NOON, true)).toMatchObject({ people: 3 })
    await openingOf(store, { id: 'next', wave_size: 3, next_wave_at: NOON + DAY })
    await openShop(store, { at: NOON + DAY }).work()
    expect(await pushed(store, 'next')).toHaveLength(3)
    expect(await reach(store, NOON + 2 * DAY)).toMatchObject({ people: 1, excluded: { cap_month: 2 } })
    expect(await reach(store, NOON + 31 * DAY)).toMatchObject({ people: 3 })
  })

  it('does not count when it never left', async () => {
    const store = newStore()
    await addPeople(store, 3)
    const id = await openingOf(store)
    const shop = openShop(store)
    await shop.waves()
    await fill(store, id, 'p02', NOON + 1)
    expect(await reach(store, NOON + 2)).toMatchObject({ people: 3, excluded: {} })
    const { account } = await balanceOf(store, { memberIds: ['p00'], now: NOON + 2 })
    expect(account.shifts).toBe(0)
  })

  it('is a job ad in the balance, once a person, by a push or as they read it on the board', async () => {
    const store = newStore()
    await addPeople(store, 4)
    const id = await openingOf(store)
    await openShop(store).work()
    await store.batch([
      readAskStatement(store.db, { openingIds: [id], memberId: 'p00', now: NOON + 1 }),
      readAskStatement(store.db, { openingIds: [id], memberId: 'p03', now: NOON + 1 }),
    ])
    const balance = await balanceOf(store, { memberIds: ['p00', 'p02', 'p03'], now: NOON + HOUR })
    expect(balance.account.shifts).toBe(3)
    expect(balance.audience.shifts).toBe(2)
    expect(balance.jobPostLast).toBe(2)
  })

  it('asks for a reason for the next one: as a page says it, and as the guard of the statement', async () => {
    const store = newStore()
    await addPeople(store, 4)
    await openingOf(store)
    const asked = async (people: number) => {
      const opening = await findOpening(store, { openingId: 'opening' })
      if (!opening) throw new Error('no opening')
      const { rows } = await sql<{
        holds: 0 | 1
      }>`select ${openingBalanced(store.db, { opening, people, now: NOON + HOUR })}
        as holds`.execute(store.db)
      return [await openingObjection(store, { opening, people, now: NOON + HOUR }), rows[0]?.holds]
    }
    expect(await asked(2)).toEqual([undefined, 1])
    await openShop(store).work()
    expect(await asked(2)).toEqual(['second_in_a_row', 0])
    // The board alone asks nobody by a message.
    expect(await asked(0)).toEqual([undefined, 1])
  })
})
