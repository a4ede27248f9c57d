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
import { addPerson, kindsOf, memberRow } from '../members/support.ts'
import { addStore, EARLIER, engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addEntry, addInvitation } from './support.ts'

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
    const { decide, tell } = apply(store.db, { ...application, match, at: NOON, now: NOON })
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

  describe('the last four digits', () => {
    const twins = async () => {
      await addEntry(store, { id: 'one', name: '佐藤花', leftOn: '2023-03-01', digitsHmac: 'hmac of 1111' })
      await addEntry(store, { id: 'two', name: '佐藤花', leftOn: '2023-03-20', digitsHmac: 'hmac of 2222' })
    }

    it('tell two namesakes apart', async () => {
      await twins()
      expect(await findMatch(store, said())).toBeUndefined()
      expect(await findMatch(store, said({ digitsHmac: 'hmac of 2222' }))).toBe('two')
      expect(await findMatch(store, said({ digitsHmac: 'hmac of 3333' }))).toBeUndefined()
    })

    it('of another person fit no entry that has some', async () => {
      await addEntry(store, { name: '佐藤花', leftOn: '2023-03-01', digitsHmac: 'hmac of 1111' })
      expect(await findMatch(store, said({ digitsHmac: 'hmac of 3333' }))).toBeUndefined()
    })

    it('say nothing about an entry that has none', async () => {
      await addEntry(store, { id: 'plain', name: '佐藤花', leftOn: '2023-03-01' })
      expect(await findMatch(store, said({ digitsHmac: 'hmac of 1111' }))).toBe('plain')
      await addEntry(store, { name: '佐藤花', leftOn: '2023-03-20', digitsHmac: 'hmac of 1111' })
      expect(await findMatch(store, said({ digitsHmac: 'hmac of 1111' }))).toBeUndefined()
    })

    it('are kept with the person, for whoever decides', async () => {
      await handIn(said({ digitsHmac: 'hmac of 1111' }), undefined)
      expect(await memberRow(store, hana)).toMatchObject({ state: 'applied', digits_hmac: 'hmac of 1111' })
    })
  })

  describe('an invitation', () => {
    const invited = async (more: Parameters<typeof addInvitation>[2] = {}, entry: { excluded?: boolean } = {}) => {
      await addEntry(store, { id: 'hers', name: '鈴木華子', leftOn: '2019-08-31', joinedOn: '2017-04-01', ...entry })
      return addInvitation(store, 'hers', more)
    }
    const match = (application: Application, now = NOON) => findMatch(store, { ...application, now })

    it('is sure, whatever the person put right', async () => {
      const invitationId = await invited()
      const application = said({ name: '佐藤 花', storeId: 'ebisu', leftOn: '2023-03-31', invitationId })
      expect(await match(application)).toBe('hers')
      await handIn(application, 'hers')
      expect(await memberRow(store, hana)).toMatchObject({
        state: 'verified',
        name: '佐藤 花',
        store_id: 'ebisu',
        left_on: '2023-03-31',
        roster_entry_id: 'hers',
        joined_on: '2017-04-01',
      })
      const used = await store.db.selectFrom('roster_invitations').select(['used_at', 'used_by']).execute()
      expect(used).toEqual([{ used_at: NOON, used_by: hana }])
      expect((await kindsOf(store, hana)).sort()).toEqual(['applied', 'invitation_used', 'verified'])
    })

    it.each([
      ['used', { usedAt: EARLIER }],
      ['revoked', { revokedAt: EARLIER }],
      ['expired', { expiresAt: NOON }],
    ])('that is %s decides nothing: what was said does', async (_, more) => {
      const invitationId = await invited(more)
      expect(await match(said({ invitationId }))).toBeUndefined()
      const hers = said({ name: '鈴木華子', leftOn: '2019-08-01', invitationId })
      expect(await match(hers)).toBe('hers')
      await handIn(hers, 'hers')
      expect(await kindsOf(store, hana)).not.toContain('invitation_used')
      const row = await store.db.selectFrom('roster_invitations').select('used_by').executeTakeFirstOrThrow()
      expect(row.used_by).toBeNull()
    })

    it('to an entry that is excluded, or somebody’s already, decides nothing', async () => {
      const invitationId = await invited({}, { excluded: true })
      expect(await match(said({ invitationId }))).toBeUndefined()
      await store.db.updateTable('roster_entries').set({ excluded_at: null }).execute()
      const other = await addPerson(store, 'other', { state: 'guest' })
      await handIn(said({ memberId: other, name: '鈴木華子', leftOn: '2019-08-31' }), 'hers')
      expect(await match(said({ invitationId }))).toBeUndefined()
    })

    it('counts until its last millisecond', async () => {
      const invitationId = await invited({ expiresAt: NOON + 1 })
      expect(await match(said({ invitationId }), NOON)).toBe('hers')
      expect(await match(said({ invitationId }), NOON + 1)).toBeUndefined()
      expect(await findMatch(store, said({ invitationId }))).toBeUndefined()
    })

    it('takes in one of two who send it at the same moment', async () => {
      const invitationId = await invited()
      const other = await addPerson(store, 'other', { state: 'guest' })
      const both = await Promise.allSettled([
        handIn(said({ invitationId }), 'hers'),
        handIn(said({ memberId: other, invitationId }), 'hers'),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })

    it('that was revoked while the person looked at the last page makes the caller look again', async () => {
      const invitationId = await invited()
      await store.db.updateTable('roster_invitations').set({ revoked_at: NOON }).execute()
      await expect(handIn(said({ invitationId }), 'hers')).rejects.toSatisfy(isAborted)
      expect((await memberRow(store, hana)).state).toBe('guest')
    })

    it('made after an operator’s no overrules it; one made before does not', async () => {
      const before = await invited({ createdAt: EARLIER })
      const after = await addInvitation(store, 'hers', { createdAt: NOON - MINUTE })
      const declined = await addPerson(store, 'declined', { state: 'declined' })
      await store.db
        .updateTable('members')
        .set({ decided_at: NOON - HOUR })
        .where('id', '=', declined)
        .execute()
      expect(await match(said({ memberId: declined, invitationId: before }))).toBeUndefined()
      expect(await match(said({ memberId: declined, invitationId: after }))).toBe('hers')
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

  if (engine === 'D1') return

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

    it('says whose last four digits are the same, and finds a changed name by them', async () => {
      await addEntry(store, { id: 'married', name: '鈴木花', leftOn: '2021-01-31', digitsHmac: 'hmac of 1111' })
      await addEntry(store, { id: 'other', name: '佐藤花', leftOn: '2023-03-31', digitsHmac: 'hmac of 2222' })
      await addEntry(store, { id: 'unknown', name: '佐藤花', leftOn: '2023-03-01' })
      const found = await findCandidates(store, {
        name: '佐藤 花',
        storeId: 'shibuya',
        leftOn: '2023-03-31',
        digitsHmac: 'hmac of 1111',
        onlyStoreId: null,
      })
      expect(found.map(({ id, same_digits }) => [id, same_digits])).toEqual([
        ['other', 0],
        ['unknown', null],
        ['married', 1],
      ])
      expect((await candidates()).map(({ same_digits }) => same_digits)).toEqual([null, null])
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
      { numRuns: 300 },
    )
  })
})
