import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isAborted, type Store } from '../../src/db/store.ts'
import {
  askedAgain,
  asksDigits,
  endRegistration,
  findRegistration,
  forgetExpiredRegistrations,
  greetAgain,
  keepAnswer,
  knowsTheWay,
  pickUp,
  startRegistration,
} from '../../src/members/registration.ts'
import { FIRST, invite } from '../../src/members/steps.ts'
import { addEntry } from '../roster/support.ts'
import { addStore, DAY, engines, MINUTE, NOON } from '../support.ts'
import { addPerson, kindsOf } from './support.ts'

describe.each(engines)('a registration kept on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let memberId: string
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    memberId = await addPerson(store, 'hana', { state: 'guest' })
  })

  const start = (now = NOON) => store.batch(startRegistration(store.db, { memberId, at: now, now }))
  const find = (now = NOON) => findRegistration(store, { memberId, now })
  const keep = (rev: number, now = NOON) =>
    store.batch(keepAnswer(store.db, { memberId, rev, step: 'news', answers: { purposes: { news: true } }, now }))
  const end = (rev: number, now = NOON) => store.batch(endRegistration(store.db, { memberId, rev, now }))

  it('begins with the first question, and once', async () => {
    await start()
    expect(await find()).toMatchObject({ step: 'privacy', answers: { purposes: {} } })
    await expect(start(NOON + MINUTE)).rejects.toSatisfy(isAborted)
    expect(await kindsOf(store, memberId)).toEqual(['registration_started'])
  })

  it.each(['applied', 'verified', 'left', 'erased'] as const)('does not begin for who is %s', async (state) => {
    await store.db.updateTable('members').set({ state }).where('id', '=', memberId).execute()
    await expect(start()).rejects.toSatisfy(isAborted)
  })

  it('begins again for who was declined', async () => {
    await store.db.updateTable('members').set({ state: 'declined' }).where('id', '=', memberId).execute()
    await start()
  })

  it('keeps one of two answers to the same question', async () => {
    await start()
    const rev = (await find())?.rev ?? 0
    const both = await Promise.allSettled([keep(rev), keep(rev)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await find()).toMatchObject({ step: 'news', rev: rev + 1, answers: { purposes: { news: true } } })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('is not ended by who saw an older question', async () => {
    await start()
    const rev = (await find())?.rev ?? 0
    await keep(rev)
    await expect(end(rev)).rejects.toSatisfy(isAborted)
    await end(rev + 1)
    await expect(end(rev + 1)).rejects.toSatisfy(isAborted)
  })

  it('is over after 30 days of silence: nothing is kept or handed in, and a new one begins above all its revisions', async () => {
    await start()
    const rev = (await find())?.rev ?? 0
    const later = NOON + 30 * DAY
    expect(await find(later - 1)).toBeDefined()
    expect(await find(later)).toBeUndefined()
    await expect(keep(rev, later)).rejects.toSatisfy(isAborted)
    await expect(end(rev, later)).rejects.toSatisfy(isAborted)
    await start(later)
    expect((await find(later))?.rev).toBeGreaterThan(rev + 1_000)
  })

  it('is taken up once after silence, by who saw the present question', async () => {
    await start()
    const rev = (await find())?.rev ?? 0
    const take = (of: number) => store.batch(pickUp(store.db, { memberId, rev: of, at: NOON, now: NOON + DAY }))
    await expect(take(rev - 1)).rejects.toSatisfy(isAborted)
    const both = await Promise.allSettled([take(rev), take(rev)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await find()).toMatchObject({ rev, updatedAt: NOON + DAY, pickedUpAt: NOON + DAY })
    expect((await kindsOf(store, memberId)).filter((kind) => kind === 'registration_resumed')).toHaveLength(1)
  })

  it('can be taken up again when it was begun anew', async () => {
    await start()
    await store.batch(pickUp(store.db, { memberId, rev: (await find())?.rev ?? 0, at: NOON, now: NOON }))
    await start(NOON + 31 * DAY)
    expect(await find(NOON + 31 * DAY)).toMatchObject({ pickedUpAt: null })
  })

  it('is asked again only by who saw the present question', async () => {
    await start()
    const rev = (await find())?.rev ?? 0
    await store.batch([askedAgain(store.db, { memberId, rev: rev + 1, now: NOON + MINUTE })])
    expect((await find())?.updatedAt).toBe(NOON)
    await store.batch([askedAgain(store.db, { memberId, rev, now: NOON + MINUTE })])
    expect(await find()).toMatchObject({ rev, updatedAt: NOON + MINUTE })
  })

  it('begins with what an invitation says', async () => {
    const invited = { invitationId: 'i', name: '佐藤花', storeId: 'shibuya', roleId: null, leftOn: '2023-03-31' }
    await store.batch(startRegistration(store.db, { memberId, from: invite(FIRST, invited), at: NOON, now: NOON }))
    expect(await find()).toMatchObject({ step: 'privacy', answers: { ...invited, purposes: {} } })
  })

  it('that never began is greeted once', async () => {
    expect(await knowsTheWay(store, memberId)).toBe(false)
    const greet = () => store.batch(greetAgain(store.db, { memberId, at: NOON }))
    const both = await Promise.allSettled([greet(), greet()])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await knowsTheWay(store, memberId)).toBe(true)
  })

  it('asks for digits only where the roster has any', async () => {
    expect(await asksDigits(store)).toBe(false)
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-31' })
    expect(await asksDigits(store)).toBe(false)
    await addEntry(store, { name: '鈴木', leftOn: '2023-03-31', digitsHmac: 'x' })
    expect(await asksDigits(store)).toBe(true)
  })

  it('lives on with every answer, and is forgotten when it is over', async () => {
    await start()
    await keep((await find())?.rev ?? 0, NOON + 20 * DAY)
    await forgetExpiredRegistrations(store, { now: NOON + 40 * DAY })
    expect(await find(NOON + 40 * DAY)).toMatchObject({ step: 'news' })
    await forgetExpiredRegistrations(store, { now: NOON + 50 * DAY })
    expect(await store.db.selectFrom('registrations').select('rev').execute()).toEqual([])
  })
})
