import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAborted, type Store } from '../../src/db/store.ts'
import {
  acceptance,
  INVITATION_MS,
  invitationFor,
  inviteOperator,
  listInvitations,
  revokeInvitation,
} from '../../src/operators/invitations.ts'
import { forgetExpiredDoors } from '../../src/operators/operators.ts'
import { configFor } from '../deps.ts'
import { addMember, addStore, DAY, engines, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

const { sessionSecret } = configFor()

describe.each(engines)('invitations on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  async function aShop() {
    const store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ueno', '上野店', 2)
    await addMember(store, 'hana')
    await addMember(store, 'ken')
    await addOperator(store, 'tanaka')
    return store
  }
  const invite = (store: Store, { role = 'manager', storeId = 'shibuya' }: Partial<Wanted> = {}) =>
    inviteOperator(store, { sessionSecret, name: '山田', role, storeId, operatorId: 'tanaka', now: NOON })
  type Wanted = { role: 'manager' | 'staff'; storeId: string }
  const find = (store: Store, typed: string, { memberId = 'hana', now = NOON } = {}) =>
    invitationFor(store, { sessionSecret, typed, memberId, now })
  const accept = (store: Store, invitationId: string, { memberId = 'hana', now = NOON } = {}) =>
    store.batch(acceptance(store.db, { invitationId, memberId, now }))
  const people = ({ db }: Store) =>
    db
      .selectFrom('operators')
      .select(['member_id', 'name', 'role', 'store_id', 'created_at', 'revoked_at'])
      .where('member_id', 'is not', null)
      .execute()
  const YAMADA = { name: '山田', role: 'manager', store_id: 'shibuya', created_at: NOON, revoked_at: null }
  const revoke = ({ db }: Store, id: string) =>
    db.updateTable('operators').set({ revoked_at: NOON }).where('id', '=', id).execute()
  const wasAccepted = async ({ db }: Store) =>
    (await db.selectFrom('operator_invitations').select('accepted_at').executeTakeFirstOrThrow()).accepted_at !== null

  it('have a code each, to be read aloud and typed, of which the database has no copy', async () => {
    const store = await aShop()
    const [one, other] = [await invite(store), await invite(store)]
    expect(one.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
    expect(other.code).not.toBe(one.code)
    const kept = JSON.stringify(await store.db.selectFrom('operator_invitations').selectAll().execute())
    expect(kept).toMatch(/"[0-9a-f]{64}"/)
    for (const code of [one.code, one.code.replace('-', '')]) expect(kept).not.toContain(code)
  })

  it('are to a store that exists', async () => {
    const store = await aShop()
    await expect(invite(store, { storeId: 'nowhere' })).rejects.toThrow('not_found')
    expect(await listInvitations(store, { now: NOON })).toEqual([])
  })

  it('are found by their code, however a person writes it, and by no other', async () => {
    const store = await aShop()
    const { id, code } = await invite(store)
    const wide = code.replace(/[0-9A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')}\n`, wide])
      expect(await find(store, typed), typed).toEqual({ id, name: '山田', role: 'manager', storeName: '渋谷店' })

    const last = code.endsWith('X') ? 'Y' : 'X'
    for (const typed of [code.slice(1), `${code}0`, code.slice(0, -1) + last, '%', '', '__________', id])
      expect(await find(store, typed), typed).toBeUndefined()
    const foreign = { sessionSecret: `${sessionSecret}!`, typed: code, memberId: 'hana', now: NOON }
    expect(await invitationFor(store, foreign)).toBeUndefined()
  })

  it('make who accepts one an operator, by the name, role and store of the invitation', async () => {
    const store = await aShop()
    await accept(store, (await invite(store)).id)
    await accept(store, (await invite(store, { role: 'staff', storeId: 'ueno' })).id, { memberId: 'ken' })
    expect(await people(store)).toEqual([
      { member_id: 'hana', ...YAMADA },
      { member_id: 'ken', ...YAMADA, role: 'staff', store_id: 'ueno' },
    ])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('make one operator, however many people send one code at the same moment', async () => {
    const store = await aShop()
    const { id, code } = await invite(store)
    const senders = ['hana', 'ken', 'hana', 'ken']
    for (const memberId of senders) expect(await find(store, code, { memberId })).toBeDefined()
    const outcomes = await Promise.allSettled(senders.map((memberId) => accept(store, id, { memberId })))

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(isAborted(outcome.reason)).toBe(true)
    expect(await people(store)).toHaveLength(1)
    for (const memberId of ['hana', 'ken']) expect(await find(store, code, { memberId })).toBeUndefined()
  })

  it('give nothing new to who is an operator already, and stay good for whom they are meant for', async () => {
    const store = await aShop()
    await addOperator(store, 'hana', { role: 'staff', storeId: 'ueno', memberId: 'hana' })
    const before = await people(store)
    const { id, code } = await invite(store)

    expect(await find(store, code)).toBeUndefined()
    await expect(accept(store, id)).rejects.toSatisfy(isAborted)
    expect(await people(store)).toEqual(before)
    expect(await wasAccepted(store)).toBe(false)
    await accept(store, id, { memberId: 'ken' })
    expect(await people(store)).toHaveLength(2)
  })

  it('bring an operator of the past back with the new name, role and store', async () => {
    const store = await aShop()
    await addOperator(store, 'hana', { role: 'staff', storeId: 'ueno', memberId: 'hana' })
    await revoke(store, 'hana')
    const { id, code } = await invite(store)

    expect((await find(store, code))?.id).toBe(id)
    await accept(store, id)
    expect(await people(store)).toEqual([{ member_id: 'hana', ...YAMADA }])
  })

  it('are over after seven days', async () => {
    const store = await aShop()
    const { id, code } = await invite(store)
    const [last, late] = [NOON + INVITATION_MS - 1, NOON + INVITATION_MS]
    expect(INVITATION_MS).toBe(7 * DAY)
    expect(await find(store, code, { now: last })).toBeDefined()
    expect(await listInvitations(store, { now: last })).toHaveLength(1)

    expect(await find(store, code, { now: late })).toBeUndefined()
    expect(await listInvitations(store, { now: late })).toEqual([])
    await expect(accept(store, id, { now: late })).rejects.toSatisfy(isAborted)
    await expect(revokeInvitation(store, { invitationId: id, now: late })).rejects.toThrow('not_found')
    expect(await people(store)).toEqual([])
  })

  it('are worthless once revoked, also to who sent the code a moment before', async () => {
    const store = await aShop()
    const { id, code } = await invite(store)
    await revokeInvitation(store, { invitationId: id, now: NOON })

    expect(await find(store, code)).toBeUndefined()
    await expect(accept(store, id)).rejects.toSatisfy(isAborted)
    expect(await people(store)).toEqual([])
    expect(await listInvitations(store, { now: NOON })).toEqual([])
    await expect(revokeInvitation(store, { invitationId: id, now: NOON })).rejects.toThrow('not_found')
  })

  it('cannot be revoked once accepted, nor when unknown, and are no longer listed', async () => {
    const store = await aShop()
    const { id } = await invite(store)
    await accept(store, id)
    for (const invitationId of [id, 'nothing'])
      await expect(revokeInvitation(store, { invitationId, now: NOON })).rejects.toThrow('not_found')
    expect(await listInvitations(store, { now: NOON })).toEqual([])
  })

  it('are forgotten long after they ran out, and not before', async () => {
    const store = await aShop()
    await invite(store)
    const left = async () => (await store.db.selectFrom('operator_invitations').select('id').execute()).length
    await forgetExpiredDoors(store, { now: NOON + INVITATION_MS + 90 * DAY })
    expect(await left()).toBe(1)
    await forgetExpiredDoors(store, { now: NOON + INVITATION_MS + 90 * DAY + 1 })
    expect(await left()).toBe(0)
  })
})

it('costs everybody else’s words no look into the database', async () => {
  const store = newStore()
  store.close()
  for (const typed of ['こんにちは', '', 'ABCDE-FGHJ', 'ABCDE-FGHJKM', '管理'])
    expect(await invitationFor(store, { sessionSecret, typed, memberId: 'hana', now: NOON })).toBeUndefined()
})
