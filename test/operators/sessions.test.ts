import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/crypto.ts'
import type { Store } from '../../src/db/store.ts'
import { issueLoginLink, LOGIN_LINK_MS } from '../../src/operators/operators.ts'
import {
  findSession,
  listSessions,
  openSession,
  revokeOtherSessions,
  revokeSession,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  STAFF_SESSION_MAX_MS,
  touchSession,
} from '../../src/operators/sessions.ts'
import { addStore, engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addOperator, sessionOf } from '../web/doors.ts'

describe.each(engines)('sessions on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  async function aShop() {
    const store = await stores.openStore()
    await addStore(store)
    await addOperator(store, 'tanaka')
    await addOperator(store, 'sato', { role: 'staff', storeId: 'shibuya' })
    return store
  }
  const sessions = ({ db }: Store) => db.selectFrom('sessions').selectAll().orderBy('created_at').execute()
  const who = async (store: Store, token: string, now = NOON) =>
    (await findSession(store, { token, now }))?.operator.name

  it('open with a link and stand for its operator', async () => {
    const store = await aShop()
    const link = await issueLoginLink(store, { operatorId: 'sato', now: NOON })
    const session = await openSession(store, { token: link, userAgent: 'a phone', now: NOON })

    expect(session?.token).toMatch(/^[0-9a-f]{64}$/)
    expect(session?.token).not.toBe(link)
    expect(await findSession(store, { token: session?.token ?? '', now: NOON })).toEqual({
      operator: {
        id: 'sato',
        name: 'sato',
        role: 'staff',
        storeId: 'shibuya',
        sessionId: (await sessions(store))[0]?.id,
      },
      lastSeenAt: NOON,
    })
  })

  it('are kept by the hash of their token alone', async () => {
    const store = await aShop()
    const token = await sessionOf(store, 'tanaka')
    const [row] = await sessions(store)
    expect(row?.token_hash).toBe(await sha256Hex(token))
    expect(JSON.stringify(row)).not.toContain(token)
  })

  it('open once for a link, however often and simultaneously it is used', async () => {
    const store = await aShop()
    const token = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })

    const opened = await Promise.all(Array.from({ length: 20 }, () => openSession(store, { token, now: NOON })))
    expect(opened.filter(Boolean)).toHaveLength(1)
    expect(await openSession(store, { token, now: NOON })).toBeUndefined()
    expect(await sessions(store)).toHaveLength(1)
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('do not open with a link that is old, unknown, not one of ours, or of somebody who was revoked', async () => {
    const store = await aShop()
    const token = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })

    expect(await openSession(store, { token, now: NOON + LOGIN_LINK_MS })).toBeUndefined()
    for (const other of ['0'.repeat(64), token.toUpperCase(), `${token}0`, token.slice(1), '', ` ${token}`, "' or 1=1"])
      expect(await openSession(store, { token: other, now: NOON }), other).toBeUndefined()

    await store.db.updateTable('operators').set({ revoked_at: NOON }).where('id', '=', 'tanaka').execute()
    expect(await openSession(store, { token, now: NOON })).toBeUndefined()
    expect(await sessions(store)).toEqual([])
    // It was not used up by the attempt either.
    await store.db.updateTable('operators').set({ revoked_at: null }).execute()
    expect(await openSession(store, { token, now: NOON + LOGIN_LINK_MS - 1 })).toBeDefined()
  })

  it('end the session that the browser had before', async () => {
    const store = await aShop()
    const before = await sessionOf(store, 'sato')
    const link = await issueLoginLink(store, { operatorId: 'tanaka', now: NOON })
    const after = await openSession(store, { token: link, replaces: before, now: NOON })

    expect(await who(store, before)).toBeUndefined()
    expect(await who(store, after?.token ?? '')).toBe('tanaka')
  })

  it.each([
    ['tanaka', SESSION_MAX_MS],
    ['sato', STAFF_SESSION_MAX_MS],
  ] as const)('of %s are over after %d ms, however much they are used', async (operatorId, lifetimeMs) => {
    const store = await aShop()
    const token = await sessionOf(store, operatorId)
    const lastMoment = NOON + lifetimeMs - 1
    await store.db.updateTable('sessions').set({ last_seen_at: lastMoment }).execute()

    expect(await who(store, token, lastMoment)).toBe(operatorId)
    expect(await who(store, token, NOON + lifetimeMs)).toBeUndefined()
  })

  it('are over when nobody used them for 12 hours, and do not come back', async () => {
    const store = await aShop()
    const token = await sessionOf(store, 'tanaka')
    const [session] = await sessions(store)
    expect(await who(store, token, NOON + SESSION_IDLE_MS - 1)).toBe('tanaka')
    expect(await who(store, token, NOON + SESSION_IDLE_MS)).toBeUndefined()

    await touchSession(store, { sessionId: session?.id ?? '', now: NOON + SESSION_IDLE_MS })
    expect(await who(store, token, NOON + SESSION_IDLE_MS)).toBeUndefined()
  })

  it('stay alive while they are used, which is noted at most once a minute', async () => {
    const store = await aShop()
    const token = await sessionOf(store, 'tanaka')
    const sessionId = (await sessions(store))[0]?.id ?? ''
    const seenAt = async () => (await sessions(store))[0]?.last_seen_at

    await touchSession(store, { sessionId, now: NOON + MINUTE - 1 })
    expect(await seenAt()).toBe(NOON)
    await touchSession(store, { sessionId, now: NOON + 11 * HOUR })
    expect(await seenAt()).toBe(NOON + 11 * HOUR)
    expect(await who(store, token, NOON + 22 * HOUR)).toBe('tanaka')
  })

  it('are over at once when they, or their operator, are revoked; a new role counts at once', async () => {
    const store = await aShop()
    const token = await sessionOf(store, 'tanaka')
    await store.db.updateTable('operators').set({ role: 'staff', store_id: 'shibuya' }).execute()
    expect((await findSession(store, { token, now: NOON }))?.operator).toMatchObject({
      role: 'staff',
      storeId: 'shibuya',
    })

    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()
    expect(await who(store, token)).toBeUndefined()
    await store.db.updateTable('operators').set({ revoked_at: null }).execute()
    await store.db.updateTable('sessions').set({ revoked_at: NOON }).execute()
    expect(await who(store, token)).toBeUndefined()
  })

  it('are not found by anything but their token', async () => {
    const store = await aShop()
    const token = await sessionOf(store, 'tanaka')
    const [session] = await sessions(store)
    for (const guess of [
      session?.token_hash ?? '',
      session?.id ?? '',
      token.toUpperCase(),
      `${token} `,
      token.slice(0, 63),
      '%',
      '',
      `${token.slice(0, 62)}__`,
    ])
      expect(await who(store, guess), guess).toBeUndefined()
  })

  it('are listed for their operator while they are open, and revoked by nobody else', async () => {
    const store = await aShop()
    await sessionOf(store, 'tanaka')
    await sessionOf(store, 'tanaka', NOON + HOUR)
    await sessionOf(store, 'sato', NOON + HOUR)
    const now = NOON + 2 * HOUR
    const [newer, older] = await listSessions(store, { operatorId: 'tanaka', now })
    expect([newer?.created_at, older?.created_at]).toEqual([NOON + HOUR, NOON])

    const theirs = { operatorId: 'sato', sessionId: newer?.id ?? '', now }
    await expect(revokeSession(store, theirs)).rejects.toThrow('not_found')
    await revokeSession(store, { ...theirs, operatorId: 'tanaka' })
    await expect(revokeSession(store, { ...theirs, operatorId: 'tanaka' })).rejects.toThrow('not_found')
    expect(await listSessions(store, { operatorId: 'tanaka', now })).toEqual([older])
    expect(await listSessions(store, { operatorId: 'tanaka', now: NOON + SESSION_IDLE_MS })).toEqual([])
    expect(await listSessions(store, { operatorId: 'sato', now })).toHaveLength(1)
  })

  it('can all be revoked but the one at hand', async () => {
    const store = await aShop()
    const tokens = [await sessionOf(store, 'tanaka'), await sessionOf(store, 'tanaka'), await sessionOf(store, 'sato')]
    const own = (await findSession(store, { token: tokens[0] ?? '', now: NOON }))?.operator
    await revokeOtherSessions(store, { operatorId: 'tanaka', sessionId: own?.sessionId ?? '', now: NOON })

    expect(await Promise.all(tokens.map((token) => who(store, token)))).toEqual(['tanaka', undefined, 'sato'])
  })
})
