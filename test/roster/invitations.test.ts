import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/crypto.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../../src/db/store.ts'
import {
  codeOf,
  findInvitation,
  forgetWrongCodes,
  INVITED_MAX,
  issueInvitations,
  revokeInvitation,
  WRONG_MAX,
  wrongCode,
} from '../../src/roster/invitations.ts'
import { apply, findMatch } from '../../src/roster/roster.ts'
import { configFor } from '../deps.ts'
import { addOwner, addPerson } from '../members/support.ts'
import { addStore, DAY, engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addEntry } from './support.ts'

const { sessionSecret } = configFor()
const DAYS = 60

describe.each(engines)('invitations of the roster on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let hana: string
  let entry: string
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ueno', '上野店', 2)
    await addOwner(store)
    hana = await addPerson(store, 'hana', { state: 'guest' })
    entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-31' })
  })

  const issue = (entryIds: readonly string[] = [entry], { storeId = null as string | null, now = NOON } = {}) =>
    issueInvitations(store, { entryIds, operator: { id: 'tanaka', storeId }, sessionSecret, days: DAYS, now })
  const rows = () => store.db.selectFrom('roster_invitations').selectAll().orderBy('created_at').execute()
  const newest = async () => {
    const row = (await rows()).at(-1)
    if (!row) throw new Error('nobody is invited')
    return { id: row.id, code: await codeOf(sessionSecret, row.id) }
  }
  const find = (typed: string, { now = NOON + 1, memberId = hana } = {}) =>
    findInvitation(store, { sessionSecret, typed, memberId, now })
  const revoke = (invitationId: string, { storeId = null as string | null, now = NOON + 1 } = {}) =>
    revokeInvitation(store, { invitationId, operator: { storeId }, now })
  const sendWrong = (times: number, now: number) =>
    Array.from({ length: times }).reduce<Promise<unknown>>(
      (before) => before.then(() => store.batch(wrongCode(store.db, { memberId: hana, now }))),
      Promise.resolve(),
    )

  it('have a code each that can be printed again, of which the database has no copy', async () => {
    const other = await addEntry(store, { name: '鈴木葵', leftOn: '2023-03-31' })
    expect(await issue([entry, other])).toEqual({ at: NOON, issued: 2, excluded: 0, taken: 0 })
    const kept = await rows()
    const codes = await Promise.all(kept.map(({ id }) => codeOf(sessionSecret, id)))
    expect(new Set(codes).size).toBe(2)
    for (const code of codes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      for (const spelt of [code, code.replace('-', '')]) expect(JSON.stringify(kept)).not.toContain(spelt)
      expect(JSON.stringify(kept)).not.toContain(await sha256Hex(code))
    }
    expect(await codeOf(`${sessionSecret}!`, kept[0]?.id ?? '')).not.toBe(codes[0])
  })

  it('lead to the entry, however the code is written', async () => {
    await issue()
    const { id, code } = await newest()
    const wide = code.replace(/[0-9A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    const facts = { name: '佐藤花', storeId: 'shibuya', storeName: '渋谷店', roleId: null, leftOn: '2023-03-31' }
    for (const typed of [
      code,
      ` ${code.toLowerCase()}\n`,
      code.replace('-', ''),
      `招待コード ${wide}`,
      `招待コード：${code}です。`,
    ])
      expect(await find(typed), typed).toEqual({ kind: 'live', invitationId: id, entry: facts })
  })

  it('end when the entry is invited anew, and only then', async () => {
    const other = await addEntry(store, { name: '鈴木葵', leftOn: '2023-03-31' })
    await issue([entry, other])
    const [first, second] = await Promise.all((await rows()).map(({ id }) => codeOf(sessionSecret, id)))
    const mine = (await rows()).find(({ entry_id }) => entry_id === entry)?.id ?? ''
    await issue([entry], { now: NOON + DAY })
    const now = NOON + DAY + 1
    const [ended, kept] = (await codeOf(sessionSecret, mine)) === first ? [first, second] : [second, first]
    expect(await find(ended ?? '', { now })).toEqual({ kind: 'unusable' })
    expect(await find(kept ?? '', { now })).toMatchObject({ kind: 'live' })
    expect(await find((await newest()).code, { now })).toMatchObject({ kind: 'live' })
  })

  it('leave at most one open, however often and however much at once an entry is invited', async () => {
    await Promise.all([issue(), issue(), issue([entry, entry])])
    expect((await rows()).filter(({ revoked_at }) => revoked_at === null)).toHaveLength(1)
  })

  it('are not given to the excluded and the registered, who are counted; nor to another store’s, who are not', async () => {
    const quiet = await addEntry(store, { name: '高橋', leftOn: '2023-03-31', excluded: true })
    const taken = await addEntry(store, { name: '田中', leftOn: '2023-03-31' })
    const far = await addEntry(store, { name: '伊藤', leftOn: '2023-03-31', storeId: 'ueno' })
    await store.db.updateTable('members').set({ roster_entry_id: taken }).where('id', '=', hana).execute()
    const all = [entry, quiet, taken, far, 'nobody']
    // Whom the owner left out is nothing that a manager is told.
    expect(await issue(all, { storeId: 'shibuya' })).toEqual({ at: NOON, issued: 1, excluded: 0, taken: 1 })
    expect((await rows()).map(({ entry_id }) => entry_id)).toEqual([entry])
    expect(await issue(all)).toMatchObject({ issued: 2, excluded: 1, taken: 1 })
  })

  it('are not ended in another store', async () => {
    const far = await addEntry(store, { name: '伊藤', leftOn: '2023-03-31', storeId: 'ueno' })
    await issue([far])
    await issue([far], { storeId: 'shibuya', now: NOON + 1 })
    const { id, code } = await newest()
    await expect(revoke(id, { storeId: 'shibuya' })).rejects.toThrow('not_found')
    expect(await find(code)).toMatchObject({ kind: 'live' })
    await revoke(id, { storeId: 'ueno' })
  })

  it('are issued 500 at a time at most', async () => {
    const nobody = Array.from({ length: INVITED_MAX }, (_, i) => `nobody-${i}`)
    expect(await issue([...nobody, entry])).toMatchObject({ issued: 0 })
    expect(await issue([entry, ...nobody])).toMatchObject({ issued: 1 })
  })

  it('are used by exactly one of two people who finish with one code at the same moment', async () => {
    await issue()
    const { id } = await newest()
    const ken = await addPerson(store, 'ken', { state: 'guest' })
    const said = {
      name: '別の名前',
      storeId: 'ueno',
      roleId: null,
      leftOn: '2020-01-31',
      invitationId: id,
      now: NOON + 1,
    }
    const finish = async (memberId: string) => {
      const { decide, tell } = apply(store.db, { memberId, ...said, match: entry, at: NOON + 1 })
      await store.batch([decide, mustHaveChangedOne(store.db), ...tell])
    }
    for (const memberId of [hana, ken]) expect(await findMatch(store, { memberId, ...said })).toBe(entry)
    const outcomes = await Promise.allSettled([hana, ken, hana, ken].map(finish))

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toSatisfy(isAborted)
    const members = await store.db
      .selectFrom('members')
      .select(['id', 'state'])
      .where('roster_entry_id', '=', entry)
      .execute()
    expect(members.map(({ state }) => state)).toEqual(['verified'])
    expect(await rows()).toMatchObject([{ used_at: NOON + 1, used_by: members[0]?.id }])
    for (const memberId of [hana, ken]) expect(await findMatch(store, { memberId, ...said })).toBeUndefined()
  })

  const onOneEngine = engine === 'D1' ? () => {} : describe

  onOneEngine('give one answer', () => {
    const unusable = { kind: 'unusable' }
    it('to a code that nobody has, also when it is no code at all', async () => {
      for (const typed of ['ABCD-EFG2', '招待コード', '招待コード 123', '招待コード ABCD-EFGH-JKMN'])
        expect(await find(typed), typed).toEqual(unusable)
    })

    it('to one that was used, revoked, or ran out', async () => {
      await issue()
      const { id, code } = await newest()
      const last = NOON + DAYS * DAY - 1
      expect(await find(code, { now: last })).toMatchObject({ kind: 'live' })
      expect(await find(code, { now: last + 1 })).toEqual(unusable)
      await store.db.updateTable('roster_invitations').set({ used_at: NOON, used_by: hana }).execute()
      expect(await find(code)).toEqual(unusable)
      await expect(revoke(id)).rejects.toThrow('not_found')
      await store.db.updateTable('roster_invitations').set({ used_at: null, used_by: null }).execute()
      await revoke(id)
      expect(await find(code)).toEqual(unusable)
      for (const invitationId of [id, 'nothing']) await expect(revoke(invitationId)).rejects.toThrow('not_found')
    })

    it('to one whose entry was excluded or registered since', async () => {
      await issue()
      const { code } = await newest()
      await store.db.updateTable('roster_entries').set({ excluded_at: NOON }).execute()
      expect(await find(code)).toEqual(unusable)
      await store.db.updateTable('roster_entries').set({ excluded_at: null }).execute()
      await store.db.updateTable('members').set({ roster_entry_id: entry }).where('id', '=', hana).execute()
      expect(await find(code)).toEqual(unusable)
    })

    it('to one of another installation’s secret', async () => {
      await issue()
      const { code } = await newest()
      const foreign = { sessionSecret: `${sessionSecret}!`, typed: code, memberId: hana, now: NOON }
      expect(await findInvitation(store, foreign)).toEqual(unusable)
    })
  })

  describe('cannot be guessed', () => {
    it('because the tenth wrong code closes the door, also to a right one', async () => {
      await issue()
      const { code } = await newest()
      await sendWrong(WRONG_MAX - 1, NOON)
      expect(await find(code)).toMatchObject({ kind: 'live' })
      await sendWrong(1, NOON)
      for (const typed of [code, 'ABCD-EFG2', '招待コード']) expect(await find(typed)).toEqual({ kind: 'locked' })
      expect(await find('こんにちは')).toBeUndefined()
      const ken = await addPerson(store, 'ken', { state: 'guest' })
      expect(await find(code, { memberId: ken })).toMatchObject({ kind: 'live' })
    })

    if (engine === 'D1') return

    it('and opens it an hour after the last wrong one that was counted', async () => {
      await issue()
      const { code } = await newest()
      for (let i = 0; i < WRONG_MAX; i++) await sendWrong(1, NOON + i * MINUTE)
      const last = NOON + (WRONG_MAX - 1) * MINUTE
      await sendWrong(3, last + 30 * MINUTE)
      expect(await find(code, { now: last + HOUR - 1 })).toEqual({ kind: 'locked' })
      expect(await find(code, { now: last + HOUR })).toMatchObject({ kind: 'live' })
      await sendWrong(1, last + HOUR)
      expect(await find(code, { now: last + HOUR })).toMatchObject({ kind: 'live' })
    })

    it('by nobody in any hour more than ten times, whenever they try', async () => {
      const pauses = fc.array(fc.integer({ min: 0, max: 15 * MINUTE }), { minLength: 30, maxLength: 60 })
      await fc.assert(
        fc.asyncProperty(pauses, async (waits) => {
          await store.db.deleteFrom('wrong_codes').execute()
          const tried: number[] = []
          let now = NOON
          for (const wait of waits) {
            now += wait
            if ((await find('ABCD-EFG2', { now }))?.kind === 'locked') continue
            tried.push(now)
            await sendWrong(1, now)
          }
          for (const from of tried)
            expect(tried.filter((at) => at >= from && at < from + HOUR).length).toBeLessThanOrEqual(WRONG_MAX)
        }),
        { numRuns: 60 },
      )
    })

    it('because of thousands of guesses in days and nights none is let in', async () => {
      const entries = Array.from({ length: 200 }, (_, i) => addEntry(store, { name: `人${i}`, leftOn: '2023-03-31' }))
      await issue(await Promise.all(entries))
      const guess = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}[2-9]$/)
      const answers = { unusable: 0, locked: 0, live: 0 }
      let now = NOON
      for (const typed of fc.sample(guess, 3_000)) {
        now += MINUTE
        const kind = (await find(`招待コード ${typed}`, { now }))?.kind ?? 'live'
        answers[kind] += 1
        if (kind === 'unusable') await sendWrong(1, now)
      }
      expect(answers.live).toBe(0)
      expect(answers.unusable).toBeLessThan(answers.locked)
    })

    it('and what is over is forgotten', async () => {
      await sendWrong(3, NOON)
      await forgetWrongCodes(store, { now: NOON + HOUR - 1 })
      expect(await store.db.selectFrom('wrong_codes').select('count').execute()).toEqual([{ count: 3 }])
      await forgetWrongCodes(store, { now: NOON + HOUR })
      expect(await store.db.selectFrom('wrong_codes').select('count').execute()).toEqual([])
    })
  })
})
