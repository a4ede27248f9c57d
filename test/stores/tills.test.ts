import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/crypto.ts'
import {
  createTill,
  ENROLMENT_MS,
  enrolTill,
  findEnrolment,
  findTill,
  getTill,
  listTills,
  revokeTill,
  touchTill,
  wasTill,
} from '../../src/stores/tills.ts'
import { addStore, engines, HOUR, MINUTE, NOON } from '../support.ts'
import { addOperator, tillOf } from '../web/doors.ts'

describe.each(engines)('tills on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  async function aShop() {
    const store = await stores.openStore()
    await addStore(store, 'shibuya', '渋谷店', 1)
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'tanaka')
    return store
  }
  const aTill = { storeId: 'shibuya', name: 'レジ1', operatorId: 'tanaka', now: NOON }

  it('are enrolled by a link that says where it leads, and used up by one device', async () => {
    const store = await aShop()
    const { id, token } = await createTill(store, aTill)
    expect(await findEnrolment(store, { token, now: NOON })).toEqual({ name: 'レジ1', storeName: '渋谷店' })

    const deviceToken = await enrolTill(store, { token, now: NOON + HOUR })
    expect(deviceToken).toMatch(/^[0-9a-f]{64}$/)
    expect(await findTill(store, { token: deviceToken ?? '' })).toEqual({
      till: { id, storeId: 'shibuya', storeName: '渋谷店', name: 'レジ1' },
      lastSeenAt: NOON + HOUR,
    })
    expect(await findEnrolment(store, { token, now: NOON })).toBeUndefined()
    expect(await enrolTill(store, { token, now: NOON })).toBeUndefined()
    expect(await findTill(store, { token })).toBeUndefined()
  })

  it('are kept by the hashes of their tokens alone', async () => {
    const store = await aShop()
    const { token } = await createTill(store, aTill)
    const { deviceToken } = await tillOf(store)
    const rows = await store.db.selectFrom('tills').selectAll().orderBy('enrolled_at').execute()
    expect(rows.map(({ enrolment_hash, token_hash }) => ({ enrolment_hash, token_hash }))).toEqual([
      { enrolment_hash: await sha256Hex(token), token_hash: null },
      { enrolment_hash: null, token_hash: await sha256Hex(deviceToken) },
    ])
  })

  it('go to one of twenty devices that use the link at the same moment', async () => {
    const store = await aShop()
    const { token } = await createTill(store, aTill)
    const tokens = await Promise.all(Array.from({ length: 20 }, () => enrolTill(store, { token, now: NOON })))
    const winners = tokens.flatMap((given) => given ?? [])
    expect(winners).toHaveLength(1)
    expect(await findTill(store, { token: winners[0] ?? '' })).toBeDefined()
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('are not enrolled after 24 hours, after a revocation, or with anything else', async () => {
    const store = await aShop()
    const { id, token } = await createTill(store, aTill)
    const late = { token, now: NOON + ENROLMENT_MS }
    expect(await findEnrolment(store, late)).toBeUndefined()
    expect(await enrolTill(store, late)).toBeUndefined()
    for (const other of ['', token.slice(1), token.toUpperCase(), '0'.repeat(64)])
      expect(await enrolTill(store, { token: other, now: NOON })).toBeUndefined()

    await revokeTill(store, { tillId: id, storeId: null, now: NOON })
    expect(await findEnrolment(store, { token, now: NOON })).toBeUndefined()
    expect(await enrolTill(store, { token, now: NOON })).toBeUndefined()
  })

  it('belong to a store that exists', async () => {
    const store = await aShop()
    await expect(createTill(store, { ...aTill, storeId: 'nowhere' })).rejects.toThrow('not_found')
    expect(await store.db.selectFrom('tills').selectAll().execute()).toEqual([])
  })

  it('are nothing any more once revoked, and revoked or looked at from their own store only', async () => {
    const store = await aShop()
    const { id, deviceToken } = await tillOf(store)
    await expect(revokeTill(store, { tillId: id, storeId: 'ueno', now: NOON })).rejects.toThrow('not_found')
    await expect(getTill(store, { tillId: id, storeId: 'ueno' })).rejects.toThrow('not_found')
    expect((await getTill(store, { tillId: id, storeId: 'shibuya' })).name).toBe('レジ1')

    await revokeTill(store, { tillId: id, storeId: 'shibuya', now: NOON })
    expect(await findTill(store, { token: deviceToken })).toBeUndefined()
    expect(await wasTill(store, { token: deviceToken })).toBe(true)
    await expect(revokeTill(store, { tillId: id, storeId: null, now: NOON })).rejects.toThrow('not_found')
    await expect(getTill(store, { tillId: id, storeId: null })).rejects.toThrow('not_found')
    expect(await listTills(store, { storeId: null, now: NOON })).toEqual([])
  })

  it('were one only when they were revoked: neither one that is a till, nor a token that we never gave out', async () => {
    const store = await aShop()
    const { id, token } = await createTill(store, aTill)
    const { deviceToken } = await tillOf(store)
    await revokeTill(store, { tillId: id, storeId: null, now: NOON })
    for (const other of ['', 'x', token, deviceToken, deviceToken.toUpperCase(), '0'.repeat(64)])
      expect(await wasTill(store, { token: other })).toBe(false)
  })

  it('are listed by store while they are of use', async () => {
    const store = await aShop()
    await tillOf(store, { name: '渋谷のレジ' })
    await tillOf(store, { storeId: 'ueno', name: '上野のレジ' })
    await createTill(store, { ...aTill, name: '登録待ち', now: NOON + MINUTE })
    const names = async (storeId: string | null, now = NOON) =>
      (await listTills(store, { storeId, now })).map(({ name }) => name)

    expect((await names(null)).sort()).toEqual(['上野のレジ', '渋谷のレジ', '登録待ち'])
    expect(await names('shibuya')).toEqual(['渋谷のレジ', '登録待ち'])
    expect(await names('ueno')).toEqual(['上野のレジ'])
    expect(await names('shibuya', NOON + MINUTE + ENROLMENT_MS)).toEqual(['渋谷のレジ'])
  })

  it('note that they are in use, at most once a minute', async () => {
    const store = await aShop()
    const { id, deviceToken } = await tillOf(store)
    const seenAt = async () => (await findTill(store, { token: deviceToken }))?.lastSeenAt
    await touchTill(store, { tillId: id, now: NOON + MINUTE - 1 })
    expect(await seenAt()).toBe(NOON)
    await touchTill(store, { tillId: id, now: NOON + MINUTE })
    expect(await seenAt()).toBe(NOON + MINUTE)
  })
})
