import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/crypto.ts'
import type { Store } from '../../src/db/store.ts'
import {
  claimOwnership,
  forgetExpiredDoors,
  hasOwner,
  isOwnerClaimCode,
  issueLoginLink,
  LOGIN_LINK_MS,
  operatorOfMember,
  ownerClaimCode,
} from '../../src/operators/operators.ts'
import { openSession } from '../../src/operators/sessions.ts'
import { createTill } from '../../src/stores/tills.ts'
import { configFor } from '../deps.ts'
import { addMember, addStore, DAY, engines, NOON } from '../support.ts'
import { addOperator, sessionOf, tillOf } from '../web/doors.ts'

const SECRET = configFor().sessionSecret

describe('the claim code', () => {
  it('is the same for every process of an installation, and another one for each installation', async () => {
    const code = await ownerClaimCode(SECRET)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
    expect(await ownerClaimCode(SECRET)).toBe(code)
    expect(await ownerClaimCode(`${SECRET}!`)).not.toBe(code)
  })

  it('is recognised however a person writes it', async () => {
    const code = await ownerClaimCode(SECRET)
    const wide = code.replace(/[0-9A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')}\n`, wide])
      expect(await isOwnerClaimCode(SECRET, typed), typed).toBe(true)
  })

  it('is not recognised when any of its characters differs, or one is missing or too many', async () => {
    const code = (await ownerClaimCode(SECRET)).replace('-', '')
    for (let at = 0; at < code.length; at++) {
      const other = code[at] === 'X' ? 'Y' : 'X'
      expect(await isOwnerClaimCode(SECRET, code.slice(0, at) + other + code.slice(at + 1))).toBe(false)
    }
    for (const typed of [code.slice(1), `${code}0`, '', '管理'])
      expect(await isOwnerClaimCode(SECRET, typed)).toBe(false)
  })
})

describe.each(engines)('operators on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  const operators = ({ db }: Store) =>
    db.selectFrom('operators').select(['member_id', 'name', 'role', 'store_id', 'revoked_at']).execute()

  it('make the first who claims it the owner, and nobody after', async () => {
    const store = await stores.openStore()
    await addMember(store, 'tanaka')
    await addMember(store, 'suzuki')
    expect(await hasOwner(store)).toBe(false)

    expect(await claimOwnership(store, { memberId: 'tanaka', name: '田中', now: NOON })).toBe(true)
    expect(await claimOwnership(store, { memberId: 'suzuki', name: '鈴木', now: NOON })).toBe(false)
    expect(await claimOwnership(store, { memberId: 'tanaka', name: '田中', now: NOON })).toBe(false)
    expect(await hasOwner(store)).toBe(true)
    expect(await operators(store)).toEqual([
      { member_id: 'tanaka', name: '田中', role: 'owner', store_id: null, revoked_at: null },
    ])
  })

  it('get one owner of twenty people who claim at the same moment', async () => {
    const store = await stores.openStore()
    const people = Array.from({ length: 20 }, (_, i) => `person-${i}`)
    for (const id of people) await addMember(store, id)

    const claims = await Promise.all(people.map((id) => claimOwnership(store, { memberId: id, name: id, now: NOON })))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect((await operators(store)).map(({ name }) => name)).toEqual([people[claims.indexOf(true)]])
  })

  it('let a person who already is a staff member, or was one, claim an ownerless shop', async () => {
    const store = await stores.openStore()
    await addMember(store, 'sato')
    await addOperator(store, 'sato', { role: 'staff', storeId: 'shibuya', memberId: 'sato' })
    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()

    expect(await claimOwnership(store, { memberId: 'sato', name: '佐藤', now: NOON })).toBe(true)
    expect(await operators(store)).toEqual([
      { member_id: 'sato', name: 'sato', role: 'owner', store_id: null, revoked_at: null },
    ])
  })

  it('can be claimed again when the only owner was revoked', async () => {
    const store = await stores.openStore()
    await addMember(store, 'tanaka')
    await addMember(store, 'suzuki')
    await claimOwnership(store, { memberId: 'tanaka', name: '田中', now: NOON })
    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()

    expect(await claimOwnership(store, { memberId: 'suzuki', name: '鈴木', now: NOON })).toBe(true)
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('are known by who they are in the chat, while they are operators', async () => {
    const store = await stores.openStore()
    await addMember(store, 'tanaka')
    await addMember(store, 'suzuki')
    await addOperator(store, 'owner', { memberId: 'tanaka' })

    expect(await operatorOfMember(store, 'tanaka')).toEqual({
      id: 'owner',
      name: 'owner',
      role: 'owner',
      language: 'ja',
    })
    expect(await operatorOfMember(store, 'suzuki')).toBeUndefined()
    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()
    expect(await operatorOfMember(store, 'tanaka')).toBeUndefined()
  })

  it('get links of which only the hash is kept, for ten minutes', async () => {
    const store = await stores.openStore()
    await addOperator(store, 'tanaka')
    const token = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })

    expect(token).toMatch(/^[0-9a-f]{64}$/)
    expect(await store.db.selectFrom('login_links').selectAll().execute()).toEqual([
      {
        token_hash: await sha256Hex(token),
        operator_id: 'tanaka',
        created_at: NOON,
        expires_at: NOON + LOGIN_LINK_MS,
        used_at: null,
      },
    ])
  })

  it('get no link when they are unknown or were revoked', async () => {
    const store = await stores.openStore()
    await addOperator(store, 'tanaka')
    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()

    for (const operatorId of ['tanaka', 'nobody'])
      await expect(issueLoginLink(store, { operatorId, now: NOON })).rejects.toThrow('not_allowed')
    expect(await store.db.selectFrom('login_links').selectAll().execute()).toEqual([])
  })

  it('have their old links, sessions and unused enrolments forgotten, and nothing that may still matter', async () => {
    const store = await stores.openStore()
    await addStore(store)
    await addOperator(store, 'tanaka')
    await sessionOf(store, 'tanaka')
    await tillOf(store)
    await createTill(store, { storeId: 'shibuya', name: '使わなかったレジ', operatorId: 'tanaka', now: NOON })

    const left = async () => ({
      links: (await store.db.selectFrom('login_links').selectAll().execute()).length,
      sessions: (await store.db.selectFrom('sessions').selectAll().execute()).length,
      tills: (await store.db.selectFrom('tills').selectAll().execute()).length,
    })
    await forgetExpiredDoors(store, { now: NOON + 30 * DAY })
    expect(await left()).toEqual({ links: 1, sessions: 1, tills: 2 })
    await forgetExpiredDoors(store, { now: NOON + 100 * DAY })
    await forgetExpiredDoors(store, { now: NOON + 100 * DAY })
    expect(await left()).toEqual({ links: 0, sessions: 0, tills: 1 })
  })

  it('cannot use a link that was forgotten', async () => {
    const store = await stores.openStore()
    await addOperator(store, 'tanaka')
    const token = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    await forgetExpiredDoors(store, { now: NOON + 100 * DAY })
    expect(await openSession(store, { token, now: NOON })).toBeUndefined()
  })
})
