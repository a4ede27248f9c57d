import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isAborted, mustHaveChangedOne, type Store } from '../../src/db/store.ts'
import { foldName } from '../../src/members/names.ts'
import {
  type Application,
  apply,
  CANDIDATES_MAX,
  findCandidates,
  findEntry,
  findMatch,
} from '../../src/roster/roster.ts'
import { addPerson, memberRow } from '../members/support.ts'
import { addStore, engines, NOON } from '../support.ts'
import { addEntry } from './support.ts'

describe.each(engines)('the roster on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let hana: string
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ebisu', '恵比寿店', 2)
    hana = await addPerson(store, 'hana', { state: 'guest' })
  })

  const said = (more: Partial<Application> = {}): Application => ({
    memberId: hana,
    name: '佐藤 花',
    storeId: 'shibuya',
    roleId: null,
    leftOn: '2023-03-31',
    ...more,
  })
  const handIn = async (application: Application, match: string | undefined) => {
    const { decide, tell } = apply(store.db, { ...application, match, at: NOON })
    await store.batch([decide, mustHaveChangedOne(store.db), ...tell])
  }

  describe('finding the one entry that fits', () => {
    it.each([
      ['the same name', { name: '佐藤花', leftOn: '2023-03-31' }],
      ['another day of the month', { name: '佐藤花', leftOn: '2023-03-01' }],
      ['the name in kana', { name: '佐藤華', kana: 'ｻﾄｳ ﾊﾅ', leftOn: '2023-03-10' }, 'さとうはな'],
    ])('takes %s', async (_, entry, name = '佐藤 花') => {
      const id = await addEntry(store, entry)
      expect(await findMatch(store, said({ name }))).toBe(id)
    })

    it.each([
      ['another name', { name: '佐藤華', leftOn: '2023-03-31' }],
      ['another store', { name: '佐藤花', storeId: 'ebisu', leftOn: '2023-03-31' }],
      ['the day before the month', { name: '佐藤花', leftOn: '2023-02-28' }],
      ['the day after the month', { name: '佐藤花', leftOn: '2023-04-01' }],
      ['the same month of another year', { name: '佐藤花', leftOn: '2022-03-31' }],
      ['an excluded entry', { name: '佐藤花', leftOn: '2023-03-31', excluded: true }],
    ])('takes nothing when there is only %s', async (_, entry) => {
      await addEntry(store, entry)
      expect(await findMatch(store, said())).toBeUndefined()
    })

    it('takes none of two namesakes', async () => {
      await addEntry(store, { name: '佐藤花', leftOn: '2023-03-01' })
      await addEntry(store, { name: 'サトウハナ', kana: null, leftOn: '2023-03-20' })
      await addEntry(store, { name: '佐藤 花', leftOn: '2023-03-31' })
      expect(await findMatch(store, said())).toBeUndefined()
    })

    it('takes none of two namesakes even when one of them is excluded', async () => {
      await addEntry(store, { name: '佐藤花', leftOn: '2023-03-01', excluded: true })
      await addEntry(store, { name: '佐藤花', leftOn: '2023-03-20' })
      expect(await findMatch(store, said())).toBeUndefined()
    })

    it('takes no entry that is somebody’s already', async () => {
      const entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-31' })
      await handIn(said(), entry)
      const other = await addPerson(store, 'other', { state: 'guest' })
      expect(await findMatch(store, said({ memberId: other }))).toBeUndefined()
    })

    it('never by itself verifies somebody whom an operator declined', async () => {
      await addEntry(store, { name: '佐藤花', leftOn: '2023-03-31' })
      const declined = await addPerson(store, 'declined', { state: 'declined' })
      expect(await findMatch(store, said({ memberId: declined }))).toBeUndefined()
      await handIn(said({ memberId: declined }), undefined)
      expect((await memberRow(store, declined)).state).toBe('applied')
    })
  })

  describe('handing an application in', () => {
    it('verifies with the match, and waits without one', async () => {
      const entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
      await handIn(said(), entry)
      expect(await memberRow(store, hana)).toMatchObject({
        state: 'verified',
        roster_entry_id: entry,
        decided_at: NOON,
      })
      const kenji = await addPerson(store, 'kenji', { state: 'guest' })
      await handIn(said({ memberId: kenji, name: '田中 健' }), undefined)
      expect(await memberRow(store, kenji)).toMatchObject({ state: 'applied', roster_entry_id: null, decided_at: null })
    })

    it('changes nothing when the roster says otherwise by now', async () => {
      const entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
      const handing = handIn(said(), undefined)
      await expect(handing).rejects.toSatisfy(isAborted)
      await addEntry(store, { name: '佐藤花', leftOn: '2023-03-20' })
      await expect(handIn(said(), entry)).rejects.toSatisfy(isAborted)
      expect(await memberRow(store, hana)).toMatchObject({ state: 'guest', roster_entry_id: null })
      await handIn(said(), undefined)
    })

    it('gives an entry to one of two who hand in at the same moment', async () => {
      const entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
      const other = await addPerson(store, 'other', { state: 'guest' })
      const both = await Promise.allSettled([handIn(said(), entry), handIn(said({ memberId: other }), entry)])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })

    it('is done once', async () => {
      await handIn(said(), undefined)
      await expect(handIn(said(), undefined)).rejects.toSatisfy(isAborted)
    })
  })

  describe('what a person deciding sees', () => {
    const candidates = (onlyStoreId: string | null = null) =>
      findCandidates(store, { name: '佐藤 花', storeId: 'shibuya', leftOn: '2023-03-31', onlyStoreId })

    it('is the same name anywhere and the same store at about that time, the nearest first', async () => {
      await addEntry(store, { id: 'neighbour', name: '鈴木葵', leftOn: '2023-04-10' })
      await addEntry(store, { id: 'elsewhere', name: '佐藤花', storeId: 'ebisu', leftOn: '2019-01-01' })
      await addEntry(store, { id: 'same', name: '佐藤花', leftOn: '2023-01-31' })
      await addEntry(store, { id: 'far', name: '鈴木葵', leftOn: '2021-04-10' })
      await addEntry(store, { id: 'quiet', name: '佐藤花', leftOn: '2023-03-31', excluded: true })
      expect((await candidates()).map(({ id }) => id)).toEqual(['same', 'elsewhere', 'neighbour'])
      expect((await candidates())[0]).toMatchObject({ same_name: 1, same_store: 1, same_month: 0, taken_by: null })
      expect((await candidates('shibuya')).map(({ id }) => id)).toEqual(['same', 'neighbour'])
    })

    it('is short', async () => {
      for (let i = 0; i < CANDIDATES_MAX + 3; i++) await addEntry(store, { name: `人${i}`, leftOn: '2023-03-30' })
      expect(await candidates()).toHaveLength(CANDIDATES_MAX)
    })

    it('says which entry is somebody’s already', async () => {
      const entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
      await handIn(said(), entry)
      expect((await candidates())[0]).toMatchObject({ taken_by: hana })
      expect(await findEntry(store, entry)).toMatchObject({ name: '佐藤花', store_name: '渋谷店' })
    })
  })

  it('has nothing in an entry that a message could be sent to', async () => {
    await addEntry(store, { name: '佐藤花', kana: 'サトウハナ', leftOn: '2023-03-15' })
    const entry = await store.db.selectFrom('roster_entries').selectAll().executeTakeFirstOrThrow()
    expect(Object.keys(entry).filter((column) => /line|user|mail|phone|address|token/.test(column))).toEqual([])
  })

  it('never matches a near-namesake by itself, and always the same one as a plain reading would', async () => {
    const person = fc.record({
      name: fc.constantFrom('佐藤花', 'さとうはな', '佐藤華', '佐藤 花', 'サトウハナ', 'さとうばな'),
      storeId: fc.constantFrom('shibuya', 'ebisu'),
      leftOn: fc.constantFrom('2023-03-01', '2023-03-31', '2023-02-28', '2024-03-01'),
    })
    const entries = fc.array(fc.record({ person, excluded: fc.boolean() }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(entries, person, async (roster, asked) => {
        await store.db.deleteFrom('roster_entries').execute()
        const ids = await Promise.all(roster.map(({ person, excluded }) => addEntry(store, { ...person, excluded })))
        const fits = roster.flatMap(({ person, excluded }, i) =>
          foldName(person.name) === foldName(asked.name) &&
          person.storeId === asked.storeId &&
          person.leftOn.slice(0, 7) === asked.leftOn.slice(0, 7)
            ? [{ id: ids[i], excluded }]
            : [],
        )
        const expected = fits.length === 1 && !fits[0]?.excluded ? fits[0]?.id : undefined
        expect(await findMatch(store, said(asked))).toBe(expected)
      }),
      { numRuns: engine === 'D1' ? 10 : 300 },
    )
  })
})
