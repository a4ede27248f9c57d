import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { isUsablePin, type PinHash, randomPin, readPin, slowPinHash } from '../../src/stores/pin-hash.ts'
import { openPins, PIN_LOCK_MS, WRONG_PINS_DAY_MAX, WRONG_PINS_MAX } from '../../src/stores/pin-tries.ts'
import { checkPin, removePin, setPin } from '../../src/stores/pins.ts'
import { addStore, DAY, engines, HOUR, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

const PEPPER = 'pepper'
const PIN = '271828'

/** Counts how often a PIN is looked at at all; costs nothing. */
function countingHash() {
  const seen = { looks: 0 }
  const hash: PinHash = async ({ operatorId, pin, salt }) => {
    seen.looks++
    return `${operatorId} ${salt} ${pin}`
  }
  return { seen, hash }
}

async function aShop(store: Store = newStore()) {
  const { seen, hash } = countingHash()
  await addStore(store, 'shibuya', '渋谷店', 1)
  await addStore(store, 'ueno', '上野店', 2)
  await addOperator(store, 'owner')
  await addOperator(store, 'other-owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'sato', { role: 'staff', storeId: 'shibuya' })
  await addOperator(store, 'mori', { role: 'staff', storeId: 'shibuya' })
  await addOperator(store, 'ueno-staff', { role: 'staff', storeId: 'ueno' })
  const set = (operatorId: string, setBy = 'owner', storeId: string | null = null, pin = PIN, now = NOON) =>
    setPin(store, { operatorId, pin, setBy, storeId, pepper: PEPPER, hash, now })
  const attempt = (pin: string, { operatorId = 'sato', storeId = 'shibuya', now = NOON } = {}) =>
    checkPin(store, { operatorId, storeId, pin, pepper: PEPPER, hash, now }).then(
      () => 'right',
      (error) => (error instanceof Refusal ? { code: error.code, ...error.facts } : Promise.reject(error)),
    )
  await set('sato')
  seen.looks = 0
  return { store, set, attempt, seen }
}
const wrongs = async (shop: Awaited<ReturnType<typeof aShop>>, count: number, more = {}) => {
  for (let i = 0; i < count; i++) await shop.attempt('000001', more)
}

describe.each(engines)('PINs on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  it('open the till for who they are of, and close it for 15 minutes after five wrong ones in a row', async () => {
    const { attempt, seen } = await aShop(await stores.openStore())
    expect(await attempt(PIN)).toBe('right')
    for (const left of [4, 3, 2, 1]) expect(await attempt('314159')).toEqual({ code: 'pin_wrong', left })
    const until = NOON + PIN_LOCK_MS
    expect(await attempt('314159')).toEqual({ code: 'pin_locked', until })

    seen.looks = 0
    expect(await attempt(PIN, { now: until - 1 })).toEqual({ code: 'pin_locked', until })
    expect(seen.looks).toBe(0)
    expect(await attempt(PIN, { now: until })).toBe('right')
    expect(await attempt('314159', { now: until })).toEqual({ code: 'pin_wrong', left: 4 })
  })

  it('are looked at five times at most however many guesses come at the same moment', async () => {
    const { attempt, seen } = await aShop(await stores.openStore())
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => attempt(String(100_000 + i))))
    expect(seen.looks).toBe(WRONG_PINS_MAX)
    expect(answers.filter((answer) => typeof answer === 'object' && answer.code === 'pin_wrong')).toHaveLength(4)
  })

  if (engine === 'D1') return

  it('are looked at twenty times at most when a hundred thousand guesses come over a day', async () => {
    const { attempt, seen } = await aShop()
    const guesses = 100_000
    for (let i = 0; i < guesses; i++) {
      // While it is closed every guess is refused by the same statement: a sample of them is asked.
      if (i % (seen.looks < WRONG_PINS_DAY_MAX ? 20 : 1_000) !== 0) continue
      await attempt(String(i).padStart(6, '0'), { now: NOON + Math.floor((i * DAY) / guesses) })
    }
    expect(seen.looks).toBe(WRONG_PINS_DAY_MAX)
    expect(await attempt(PIN, { now: NOON + 30 * DAY })).toEqual({ code: 'pin_blocked' })
  })

  it('give no second helping at midnight: today and yesterday count together', async () => {
    const shop = await aShop()
    const evening = NOON + 11 * HOUR
    for (let i = 0; i < 19; i++) await shop.attempt('000001', { now: evening + Math.floor(i / 5) * PIN_LOCK_MS })
    expect(shop.seen.looks).toBe(19)
    const morning = NOON + 13 * HOUR
    for (let i = 0; i < 19; i++) await shop.attempt('000001', { now: morning + i * PIN_LOCK_MS })
    expect(shop.seen.looks).toBe(WRONG_PINS_DAY_MAX)
  })

  it('count for the whole store: nobody gets further by guessing at each of the staff', async () => {
    const shop = await aShop()
    await shop.set('mori')
    shop.seen.looks = 0
    await wrongs(shop, 3, { operatorId: 'sato' })
    await wrongs(shop, 2, { operatorId: 'mori' })
    expect(shop.seen.looks).toBe(5)
    expect(await shop.attempt(PIN, { operatorId: 'mori' })).toMatchObject({ code: 'pin_locked' })
    await shop.set('ueno-staff')
    expect(await shop.attempt(PIN, { operatorId: 'ueno-staff', storeId: 'ueno' })).toBe('right')
  })

  it('count for an owner wherever somebody tries theirs', async () => {
    const shop = await aShop()
    await shop.set('owner')
    await wrongs(shop, 3, { operatorId: 'owner', storeId: 'shibuya' })
    await wrongs(shop, 2, { operatorId: 'owner', storeId: 'ueno' })
    await shop.set('ueno-staff')
    expect(await shop.attempt(PIN, { operatorId: 'owner', storeId: 'ueno' })).toMatchObject({ code: 'pin_locked' })
    expect(await shop.attempt(PIN, { operatorId: 'ueno-staff', storeId: 'ueno' })).toBe('right')
  })

  it("start the row anew after a right one, but not the day's count", async () => {
    const shop = await aShop()
    await wrongs(shop, 4)
    expect(await shop.attempt(PIN)).toBe('right')
    expect(await shop.attempt('000001')).toEqual({ code: 'pin_wrong', left: 4 })
    const tries = await shop.store.db
      .selectFrom('pin_tries')
      .select(['scope', 'wrong_today'])
      .orderBy('scope')
      .execute()
    expect(tries).toEqual([
      { scope: 'operator', wrong_today: 5 },
      { scope: 'store', wrong_today: 5 },
    ])
  })

  it('are opened again by an owner, or by the manager of the store', async () => {
    const shop = await aShop()
    for (let i = 0; i < WRONG_PINS_DAY_MAX; i++)
      await shop.attempt('000001', { now: NOON + Math.floor(i / 5) * PIN_LOCK_MS })
    const later = { now: NOON + 5 * HOUR }
    expect(await shop.attempt(PIN, later)).toEqual({ code: 'pin_blocked' })

    const person = { scope: 'operator', subjectId: 'sato' } as const
    const place = { scope: 'store', subjectId: 'shibuya' } as const
    for (const foreign of [person, place])
      await expect(openPins(shop.store, { ...foreign, storeId: 'ueno' })).rejects.toThrow('not_found')
    await openPins(shop.store, { ...person, storeId: 'shibuya' })
    expect(await shop.attempt(PIN, later)).toEqual({ code: 'pin_blocked' })
    await openPins(shop.store, { ...place, storeId: null })
    expect(await shop.attempt(PIN, later)).toBe('right')
  })

  it('are tried only of somebody who may stand there and has one, and nothing is counted for others', async () => {
    const { store, set, attempt, seen } = await aShop()
    await set('ueno-staff')
    seen.looks = 0
    for (const operatorId of ['ueno-staff', 'mori', 'nobody'])
      expect(await attempt(PIN, { operatorId })).toEqual({ code: 'not_found' })
    await store.db.updateTable('operators').set({ revoked_at: NOON }).where('id', '=', 'sato').execute()
    expect(await attempt(PIN)).toEqual({ code: 'not_found' })
    expect(seen.looks).toBe(0)
    expect(await store.db.selectFrom('pin_tries').selectAll().execute()).toEqual([])
  })

  it("are set for those below oneself, in one's own store, and for oneself", async () => {
    const { store, set } = await aShop()
    const may: readonly [string, string, string | null, boolean][] = [
      ['sato', 'owner', null, true],
      ['manager', 'owner', null, true],
      ['owner', 'owner', null, true],
      ['other-owner', 'owner', null, false],
      ['sato', 'manager', 'shibuya', true],
      ['manager', 'manager', 'shibuya', true],
      ['ueno-staff', 'manager', 'shibuya', false],
      ['owner', 'manager', 'shibuya', false],
      ['mori', 'mori', 'shibuya', true],
    ]
    for (const [whose, by, storeId, allowed] of may) {
      const setting = set(whose, by, storeId)
      await (allowed ? setting : expect(setting, `${by} for ${whose}`).rejects.toThrow('not_found'))
      const removing = removePin(store, { operatorId: whose, by, storeId, now: NOON })
      await (allowed ? removing : expect(removing).rejects.toThrow('not_found'))
    }
  })

  it('set by another may be tried at once; one that a person sets for themself opens nothing', async () => {
    const shop = await aShop()
    for (let i = 0; i < WRONG_PINS_MAX; i++) await shop.attempt('000001')
    await openPins(shop.store, { scope: 'store', subjectId: 'shibuya', storeId: null })
    await shop.set('sato', 'sato', 'shibuya')
    expect(await shop.attempt(PIN)).toMatchObject({ code: 'pin_locked' })
    await shop.set('sato', 'manager', 'shibuya')
    expect(await shop.attempt(PIN)).toBe('right')
  })

  it("of an owner is let in again by the owner's new one: nobody else could", async () => {
    const { store, set, attempt } = await aShop()
    await set('owner')
    for (let i = 0; i < WRONG_PINS_DAY_MAX; i++)
      await attempt('000001', { operatorId: 'owner', storeId: i < 10 ? 'shibuya' : 'ueno', now: NOON + i * HOUR })
    const later = { operatorId: 'owner', now: NOON + DAY }
    expect(await attempt(PIN, later)).toMatchObject({ code: 'pin_blocked' })
    await expect(set('owner', 'other-owner')).rejects.toThrow('not_found')
    await set('owner', 'owner', null, '314159')
    expect(await attempt('314159', later)).toBe('right')
    expect(
      await store.db.selectFrom('pin_tries').select('scope').where('blocked_at', 'is not', null).execute(),
    ).toEqual([])
  })

  it('are kept as a slow hash that needs the secret of the server and is of one person', async () => {
    const store = newStore()
    await addStore(store)
    await addOperator(store, 'sato', { role: 'staff', storeId: 'shibuya' })
    await setPin(store, { operatorId: 'sato', pin: PIN, setBy: 'sato', storeId: 'shibuya', pepper: PEPPER, now: NOON })
    const kept = await store.db.selectFrom('operator_pins').selectAll().executeTakeFirstOrThrow()
    expect(kept.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(kept)).not.toContain(PIN)
    await checkPin(store, { operatorId: 'sato', storeId: 'shibuya', pin: '２７１８２８', pepper: PEPPER, now: NOON })
    const hashes = [
      { operatorId: 'sato', pin: PIN, salt: kept.salt, pepper: 'other' },
      { operatorId: 'mori', pin: PIN, salt: kept.salt, pepper: PEPPER },
      { operatorId: 'sato', pin: PIN, salt: 'other', pepper: PEPPER },
    ]
    for (const other of hashes) expect(await slowPinHash(other)).not.toBe(kept.hash)
  })

  it('are six digits that are not the first that anybody tries', async () => {
    for (const weak of [
      '000000',
      '111111',
      '123456',
      '234567',
      '890123',
      '987654',
      '210987',
      '121212',
      '123123',
      '12345',
      '1234567',
      'abcdef',
      '',
    ])
      expect(isUsablePin(weak), weak).toBe(false)
    for (const fine of [PIN, '314159', '135790', '112358', '100000']) expect(isUsablePin(fine), fine).toBe(true)
    expect(['２７１８２８', '271 828', '271-828', ' 271828 ', '27182', 'x'].map(readPin)).toEqual([
      ...Array.from({ length: 4 }, () => PIN),
      undefined,
      undefined,
    ])
    for (let i = 0; i < 200; i++) expect(isUsablePin(randomPin())).toBe(true)
    const { set } = await aShop()
    await expect(set('sato', 'owner', null, '123456')).rejects.toThrow('pin_unusable')
  })
})
