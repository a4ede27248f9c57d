import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { checkIn, isDoorOpen, undoCheckIn, walkIn } from '../../src/events/check-ins.ts'
import { countDoor, findDoorGuest, listDoor, listDoors } from '../../src/events/door.ts'
import { addMember, addStore, DAY, engines, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator, tillOf } from '../web/doors.ts'
import { addEvent, addGuest } from './door-support.ts'

describe.each(engines)('the door on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  const at = { eventId: 'tasting', storeId: 'shibuya', by: { operatorId: 'tanaka' }, now: NOON }
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addOperator(store, 'tanaka')
    await addEvent(store)
    await addGuest(store, 'hana', { party: 3, drinkers: 2 })
  })

  it('lets a guest in with their party, and puts it on their timeline', async () => {
    expect(await checkIn(store, { ...at, id: 'scan-1', memberId: 'hana' })).toMatchObject({
      outcome: 'in',
      checkIn: { id: 'scan-1', memberId: 'hana', people: 3, drinkers: 2, at: NOON, by: 'tanaka', undone: false },
    })
    expect(await timeline(store)).toEqual([
      { member_id: 'hana', kind: 'event_attended', ref: 'tasting', store_id: 'shibuya', operator_id: 'tanaka' },
    ])
    expect(await countDoor(store, 'tasting')).toMatchObject({
      people: 3,
      drinkers: 2,
      expected: 3,
      expectedDrinkers: 2,
    })
  })

  it('recognises a retried scan, however often it comes, and counts it once', async () => {
    const scan = { ...at, id: 'scan-1', memberId: 'hana' }
    const answers = await Promise.all([scan, scan, scan].map((again) => checkIn(store, again)))
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['in', 'same_scan', 'same_scan'])
    expect((await checkIn(store, { ...scan, now: NOON + MINUTE })).outcome).toBe('same_scan')
    expect((await countDoor(store, 'tasting')).people).toBe(3)
    expect(await timeline(store)).toHaveLength(1)
  })

  it('lets a guest in at one of two doors, and tells the other when and by whom', async () => {
    const { id: tillId } = await tillOf(store)
    const scans = [
      { ...at, id: 'left', memberId: 'hana' },
      { ...at, id: 'right', memberId: 'hana', by: { tillId } },
    ]
    const answers = await Promise.all(scans.map((scan) => checkIn(store, scan)))
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already', 'in'])
    expect(answers[0]).toMatchObject({ checkIn: { at: NOON } })
    expect(new Set(answers.map((answer) => 'checkIn' in answer && answer.checkIn.by)).size).toBe(1)
    expect((await countDoor(store, 'tasting')).people).toBe(3)
    expect(await timeline(store)).toHaveLength(1)
  })

  it('takes a check-in back, once, and lets the same guest in again afterwards', async () => {
    await checkIn(store, { ...at, id: 'scan-1', memberId: 'hana' })
    for (let i = 0; i < 2; i++)
      expect(await undoCheckIn(store, { ...at, id: 'scan-1' })).toMatchObject({ undone: true })
    await undoCheckIn(store, { ...at, id: 'scan-1', now: NOON + MINUTE })
    expect(await store.db.selectFrom('check_ins').select(['undone_at', 'undone_by']).execute()).toEqual([
      { undone_at: NOON, undone_by: 'tanaka' },
    ])
    expect(await timeline(store)).toEqual([])
    expect((await countDoor(store, 'tasting')).people).toBe(0)

    expect((await checkIn(store, { ...at, id: 'scan-1', memberId: 'hana' })).outcome).toBe('undone')
    expect(await timeline(store)).toEqual([])
    const again = await checkIn(store, { ...at, id: 'scan-2', memberId: 'hana', people: 2 })
    expect(again).toMatchObject({ outcome: 'in', checkIn: { people: 2, drinkers: 2 } })
    expect(await timeline(store)).toHaveLength(1)
  })

  it('asks about somebody who did not say that they would come, and lets them in anyway when told to', async () => {
    for (const state of ['waiting', 'offered', 'declined', 'cancelled', 'lapsed'] as const) {
      await addGuest(store, state, { state, party: 2 })
      expect(await checkIn(store, { ...at, id: `${state}-1`, memberId: state })).toEqual({ outcome: 'not_going' })
      expect(await timeline(store, state)).toEqual([])
      expect(await checkIn(store, { ...at, id: `${state}-2`, memberId: state, anyway: true })).toMatchObject({
        outcome: 'in',
        checkIn: { people: 2 },
      })
    }
  })

  if (engine === 'D1') return

  it('knows nobody who was never asked, not even anyway', async () => {
    await addMember(store, 'stranger')
    for (const anyway of [false, true])
      await expect(checkIn(store, { ...at, id: 'x', memberId: 'stranger', anyway })).rejects.toThrow(
        'door_code_unknown',
      )
    await expect(checkIn(store, { ...at, id: 'x', memberId: 'nobody', anyway: true })).rejects.toThrow(
      'door_code_unknown',
    )
    expect(await store.db.selectFrom('check_ins').selectAll().execute()).toEqual([])
  })

  it('counts a walk-in once a scan, with no more drinkers than people, and takes them back', async () => {
    const scan = { ...at, id: 'walk-1', name: '鈴木', people: 2, drinkers: 9 }
    expect(await walkIn(store, scan)).toMatchObject({
      outcome: 'in',
      checkIn: { name: '鈴木', people: 2, drinkers: 2 },
    })
    expect((await walkIn(store, scan)).outcome).toBe('same_scan')
    await walkIn(store, { ...scan, id: 'walk-2', name: null, people: 1, drinkers: 0 })
    expect(await countDoor(store, 'tasting')).toMatchObject({ people: 3, drinkers: 2 })
    await undoCheckIn(store, { ...at, id: 'walk-1' })
    expect((await walkIn(store, scan)).outcome).toBe('undone')
    expect((await countDoor(store, 'tasting')).people).toBe(1)
    expect(await timeline(store)).toEqual([])
  })

  it('takes nobody’s scan for a walk-in’s, and no scan of another event', async () => {
    await addEvent(store, { id: 'anniversary' })
    await checkIn(store, { ...at, id: 'scan-1', memberId: 'hana' })
    await expect(walkIn(store, { ...at, id: 'scan-1', name: null, people: 1, drinkers: 0 })).rejects.toThrow(
      'form_invalid',
    )
    await expect(undoCheckIn(store, { ...at, id: 'scan-1', eventId: 'anniversary' })).rejects.toThrow('not_found')
    expect((await countDoor(store, 'tasting')).people).toBe(3)
  })

  it('is closed too early, too late, and of what is cancelled or a draft: nobody comes in or is taken back', async () => {
    await checkIn(store, { ...at, id: 'scan-0', memberId: 'hana' })
    await addGuest(store, 'ken')
    for (const [now, state] of [
      [NOON - 2 * HOUR - 1, 'open'],
      [NOON + 15 * HOUR, 'done'],
      [NOON, 'cancelled'],
      [NOON, 'draft'],
    ] as const) {
      await store.db.updateTable('events').set({ state }).execute()
      const late = { ...at, now }
      await expect(checkIn(store, { ...late, id: 'scan-1', memberId: 'ken' })).rejects.toThrow('door_closed')
      await expect(walkIn(store, { ...late, id: 'w', name: null, people: 1, drinkers: 0 })).rejects.toThrow(
        'door_closed',
      )
      await expect(undoCheckIn(store, { ...late, id: 'scan-0' })).rejects.toThrow('door_closed')
      expect((await countDoor(store, 'tasting')).people).toBe(3)
      expect(await timeline(store)).toHaveLength(1)
      expect(isDoorOpen({ state, startsAt: NOON + HOUR, endsAt: NOON + 3 * HOUR }, now)).toBe(false)
    }
  })

  it('is open from three hours before until twelve hours after, to the millisecond', async () => {
    for (const [i, now] of [NOON - 2 * HOUR, NOON + 15 * HOUR - 1].entries()) {
      expect((await walkIn(store, { ...at, id: `w${i}`, name: null, people: 1, drinkers: 0, now })).outcome).toBe('in')
      expect(isDoorOpen({ state: 'open', startsAt: NOON + HOUR, endsAt: NOON + 3 * HOUR }, now)).toBe(true)
    }
  })

  it('is that of the own store only: of another store’s event, or the company’s, nothing is found', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addEvent(store, { id: 'company', storeId: null })
    await addGuest(store, 'ken', { eventId: 'company' })
    await checkIn(store, { ...at, id: 'scan-1', memberId: 'hana' })
    const ueno = { ...at, storeId: 'ueno' }
    await expect(checkIn(store, { ...ueno, id: 'x', memberId: 'hana' })).rejects.toThrow('not_found')
    await expect(walkIn(store, { ...ueno, id: 'x', name: null, people: 1, drinkers: 0 })).rejects.toThrow('not_found')
    await expect(undoCheckIn(store, { ...ueno, id: 'scan-1' })).rejects.toThrow('not_found')
    await expect(checkIn(store, { ...at, eventId: 'company', id: 'x', memberId: 'ken' })).rejects.toThrow('not_found')
    expect((await checkIn(store, { ...at, eventId: 'company', storeId: null, id: 'x', memberId: 'ken' })).outcome).toBe(
      'in',
    )
    expect((await countDoor(store, 'tasting')).people).toBe(3)
    expect((await listDoors(store, { storeId: 'ueno', now: NOON })).map(({ id }) => id)).toEqual([])
    expect((await listDoors(store, { storeId: 'shibuya', now: NOON })).map(({ id }) => id)).toEqual(['tasting'])
    expect((await listDoors(store, { storeId: null, now: NOON })).map(({ id }) => id)).toEqual(['company', 'tasting'])
  })
})

describe('the list of the door', () => {
  let store: Store
  const at = { eventId: 'tasting', storeId: 'shibuya', by: { operatorId: 'tanaka' }, now: NOON }
  beforeEach(async () => {
    store = newStore()
    await addStore(store)
    await addOperator(store, 'tanaka')
    await addEvent(store)
    await addGuest(store, 'hana', { party: 3, drinkers: 2 })
  })

  it('no longer says that somebody did not come who comes late', async () => {
    for (const [id, member] of [
      ['missed-1', 'hana'],
      ['missed-2', 'ken'],
    ] as const) {
      if (member === 'ken') await addGuest(store, 'ken')
      await store.db
        .insertInto('interactions')
        .values({ id, member_id: member, kind: 'event_missed', ref: 'tasting', at: NOON })
        .execute()
    }
    await checkIn(store, { ...at, id: 'scan-1', memberId: 'hana', now: NOON + 4 * HOUR })
    await expect(checkIn(store, { ...at, id: 'scan-2', memberId: 'ken', now: NOON + 15 * HOUR })).rejects.toThrow()
    expect((await timeline(store)).map(({ member_id, kind }) => `${member_id} ${kind}`)).toEqual([
      'hana event_attended',
      'ken event_missed',
    ])
  })

  it('shows who is expected in the order of their names, and who is in, newest first', async () => {
    await addGuest(store, 'ken', { state: 'waiting', name: '上田 健' })
    await addGuest(store, 'aya', { name: '青木 彩', allergies: 'えび' })
    await addGuest(store, 'no', { state: 'declined', name: '断り 太郎' })
    await checkIn(store, { ...at, id: 'scan-1', memberId: 'hana' })
    await walkIn(store, { ...at, id: 'walk-1', name: '鈴木', people: 2, drinkers: 0, now: NOON + MINUTE })
    const door = await listDoor(store, { eventId: 'tasting', search: '' })
    expect(door.expected.map(({ name, state }) => [name, state])).toEqual([
      ['青木 彩', 'going'],
      ['上田 健', 'waiting'],
    ])
    expect(door.arrived.map(({ name, checkIn }) => [name, checkIn?.people])).toEqual([
      ['鈴木', 2],
      ['hana', 3],
    ])
    expect(door.expected[0]).toMatchObject({ allergies: 'えび', attempts: 0 })
  })

  it('finds by a search also who declined or never answered, and nobody who was not asked', async () => {
    await addGuest(store, 'no', { state: 'declined', name: '断り太郎' })
    await addMember(store, 'stranger')
    expect((await listDoor(store, { eventId: 'tasting', search: '太郎' })).expected).toMatchObject([{ memberId: 'no' }])
    expect((await listDoor(store, { eventId: 'tasting', search: 'strang' })).expected).toEqual([])
    expect(await findDoorGuest(store, { eventId: 'tasting', memberId: 'no' })).toMatchObject({ state: 'declined' })
    expect(await findDoorGuest(store, { eventId: 'tasting', memberId: 'stranger' })).toBeUndefined()
    expect((await listDoors(store, { storeId: null, now: NOON - 2 * DAY })).length).toBe(0)
  })
})

const timeline = ({ db }: Store, memberId?: string) =>
  db
    .selectFrom('interactions')
    .select(['member_id', 'kind', 'ref', 'store_id', 'operator_id'])
    .$if(memberId !== undefined, (query) => query.where('member_id', '=', memberId ?? ''))
    .orderBy('member_id')
    .execute()
