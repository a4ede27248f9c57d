import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { issueLoginLink } from '../../src/operators/operators.ts'
import { getOperator, listOperators, revokeOperator } from '../../src/operators/people.ts'
import { findSession, openSession } from '../../src/operators/sessions.ts'
import { addStore, EARLIER, engines, HOUR, NOON } from '../support.ts'
import { addOperator, sessionOf } from '../web/doors.ts'

describe.each(engines)('the operators of a shop on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  async function aShop() {
    const store = await stores.openStore()
    await addStore(store)
    await addOperator(store, 'sato', { role: 'staff', storeId: 'shibuya' })
    await addOperator(store, 'suzuki', { role: 'manager', storeId: 'shibuya' })
    await addOperator(store, 'tanaka')
    return store
  }
  const living = async (store: Store) => (await listOperators(store)).map(({ id }) => id)
  const revoke = (store: Store, operatorId: string, by = 'tanaka') =>
    revokeOperator(store, { operatorId, by, now: NOON })

  it('are listed owners first, with their store and when they were last seen', async () => {
    const store = await aShop()
    await sessionOf(store, 'suzuki')
    await sessionOf(store, 'suzuki', NOON + HOUR)
    const since = { created_at: EARLIER, face_image_id: null }
    expect(await listOperators(store)).toEqual([
      { id: 'tanaka', name: 'tanaka', role: 'owner', store_name: null, ...since, last_seen_at: null },
      { id: 'suzuki', name: 'suzuki', role: 'manager', store_name: '渋谷店', ...since, last_seen_at: NOON + HOUR },
      { id: 'sato', name: 'sato', role: 'staff', store_name: '渋谷店', ...since, last_seen_at: null },
    ])
  })

  it('lose every session and unused link in the moment they are revoked, and nobody else does', async () => {
    const store = await aShop()
    const [theirs, own] = [await sessionOf(store, 'sato'), await sessionOf(store, 'tanaka')]
    const link = await issueLoginLink(store, { operatorId: 'sato', now: NOON })
    const ownLink = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    await revoke(store, 'sato')

    expect(await living(store)).toEqual(['tanaka', 'suzuki'])
    await expect(getOperator(store, { operatorId: 'sato' })).rejects.toThrow('not_found')
    // Coming back by a new invitation brings nothing of the old back.
    await store.db.updateTable('operators').set({ revoked_at: null }).execute()
    expect(await findSession(store, { token: theirs, now: NOON })).toBeUndefined()
    expect(await openSession(store, { token: link, now: NOON })).toBeUndefined()
    expect(await findSession(store, { token: own, now: NOON })).toBeDefined()
    expect(await openSession(store, { token: ownLink, now: NOON })).toBeDefined()
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('cannot revoke themselves, also when there is another owner', async () => {
    const store = await aShop()
    await addOperator(store, 'yamada')
    const token = await sessionOf(store, 'tanaka')
    await expect(revoke(store, 'tanaka')).rejects.toThrow('operator_not_revocable')
    expect(await living(store)).toContain('tanaka')
    expect(await findSession(store, { token, now: NOON })).toBeDefined()
  })

  it('keep their last owner, whoever asks', async () => {
    const store = await aShop()
    await expect(revoke(store, 'tanaka', 'suzuki')).rejects.toThrow('operator_not_revocable')
    expect(await living(store)).toEqual(['tanaka', 'suzuki', 'sato'])
  })

  it('keep one of two owners who revoke each other at the same moment', async () => {
    const store = await aShop()
    await addOperator(store, 'yamada')
    const outcomes = await Promise.allSettled([revoke(store, 'yamada', 'tanaka'), revoke(store, 'tanaka', 'yamada')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await listOperators(store)).filter(({ role }) => role === 'owner')).toHaveLength(1)
  })

  it('are revoked once; somebody unknown or of the past is not found', async () => {
    const store = await aShop()
    await revoke(store, 'sato')
    for (const id of ['sato', 'nobody']) await expect(revoke(store, id)).rejects.toThrow('not_found')
  })
})
