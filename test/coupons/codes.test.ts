import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeAt, forgetExpiredCodes, STEP_MS, showCode, spellCode } from '../../src/coupons/codes.ts'
import { findGrant, type Grant } from '../../src/coupons/grants.ts'
import { couponLink, couponToken, readCouponToken } from '../../src/coupons/links.ts'
import { previewCode, WRONG_CODES_MAX } from '../../src/coupons/till/previews.ts'
import type { Store } from '../../src/db/store.ts'
import { engines, HOUR, LATER, MINUTE, NOON, newStore } from '../support.ts'
import { addShops, addTill, codeOf, grantTo, interactions, SECRET, SHIBUYA, SHINJUKU } from './support.ts'

/** Not every NOON is a multiple of 30 s; this one is. */
const STEP_START = NOON - (NOON % STEP_MS)

describe.each(engines)('the code on the screen on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
  })

  const preview = (code: string, { till = SHIBUYA, now = NOON } = {}) =>
    previewCode(store, { sessionSecret: SECRET, code, till, now })
  const granted = async (memberId: string): Promise<Grant> => {
    const grant = await findGrant(store, (await grantTo(store, memberId)).grantId)
    return grant ?? expect.fail('there is no such grant')
  }

  it('says who has it and what it gives', async () => {
    const { grantId } = await grantTo(store, '花')

    const { grant } = await preview(await codeOf(store, grantId))

    expect(grant).toMatchObject({
      id: grantId,
      memberName: '花',
      storeNames: ['渋谷店', '新宿店'],
      offer: { title: '卒業生おかえり割', kind: 'percent', value: 20, conditions: { minimumSpendYen: 3_000 } },
    })
  })

  it('stays the same for its half minute, and changes with the next', async () => {
    const { grantId } = await grantTo(store, '花')
    const at = (ms: number) => codeOf(store, grantId, STEP_START + ms)

    expect(await at(STEP_MS - 1)).toBe(await at(0))
    expect(await at(STEP_MS)).not.toBe(await at(0))
  })

  it.each([
    ['small letters', (code: string) => code.toLowerCase()],
    ['a hyphen', (code: string) => spellCode(code)],
    ['full-width letters and spaces', (code: string) => ` ${[...code].map(fullWidth).join('　')} `],
    ['the whole address of the QR', (code: string) => `https://shop.example/till?code=${code}`],
  ])('is understood with %s', async (_, typed) => {
    const { grantId } = await grantTo(store, '花')

    expect(await preview(typed(await codeOf(store, grantId)))).toMatchObject({ grant: { id: grantId } })
  })

  it('is not known before its page asked for it, and unlike codes of other grants', async () => {
    const [hana, ken] = [await granted('花'), await granted('健')]
    const step = Math.floor(NOON / STEP_MS)

    await expect(preview(await codeAt(SECRET, hana, step))).rejects.toMatchObject({ code: 'coupon_code_unknown' })
    expect(await codeAt(SECRET, hana, step)).not.toBe(await codeAt(SECRET, ken, step))
    expect(await codeAt(SECRET, hana, step)).not.toBe(await codeAt('another secret', hana, step))
    expect(await codeAt(SECRET, hana, step)).not.toBe(await codeAt(SECRET, { ...hana, secret: 'x' }, step))
  })

  it('never shows another person: one who is given an equal code waits for the next', async () => {
    const [hana, ken] = [await granted('花'), await granted('健')]
    const code = await codeOf(store, hana.id)
    await store.db.updateTable('coupon_codes').set({ grant_id: ken.id, step: 1 }).execute()

    expect(await showCode(store, { sessionSecret: SECRET, grant: hana, now: NOON })).toBeUndefined()
    expect(await preview(code)).toMatchObject({ grant: { id: ken.id } })
    expect(await interactions(store)).toHaveLength(1)
  })

  it('may be an equal code of another person once that is over', async () => {
    const [hana, ken] = [await granted('花'), await granted('健')]
    const code = await codeOf(store, hana.id)
    await store.db.updateTable('coupon_codes').set({ grant_id: ken.id, step: 1, expires_at: NOON }).execute()

    expect(await showCode(store, { sessionSecret: SECRET, grant: hana, now: NOON })).toMatchObject({ code })
    expect(await preview(code)).toMatchObject({ grant: { id: hana.id } })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('is kept only as an HMAC, and not for long', async () => {
    const { grantId } = await grantTo(store, '花')
    const code = await codeOf(store, grantId)
    const kept = () => store.db.selectFrom('coupon_codes').selectAll().execute()

    expect(JSON.stringify(await kept())).not.toContain(code)
    await forgetExpiredCodes(store, { now: NOON })
    expect(await kept()).toHaveLength(1)
    await forgetExpiredCodes(store, { now: NOON + MINUTE })
    expect(await kept()).toEqual([])
  })

  it('tells the timeline of the first opening only', async () => {
    const { grantId } = await grantTo(store, '花')
    for (const now of [NOON, NOON + 1, NOON + MINUTE]) await codeOf(store, grantId, now)

    expect(await interactions(store)).toEqual([
      { kind: 'coupon_opened', member_id: '花', ref: grantId, store_id: null, at: NOON },
    ])
  })

  it('cannot be guessed: after 20 wrong codes in an hour the till takes none, not even a right one', async () => {
    const { grantId } = await grantTo(store, '花')
    const guesses = await Promise.allSettled(Array.from({ length: 64 }, (_, i) => preview(guess(i))))

    expect(codesOf(guesses).filter((code) => code === 'coupon_code_unknown')).toHaveLength(WRONG_CODES_MAX)
    expect(codesOf(guesses).filter((code) => code === 'till_locked')).toHaveLength(64 - WRONG_CODES_MAX)
    await expect(preview(await codeOf(store, grantId))).rejects.toMatchObject({
      code: 'till_locked',
      facts: { until: NOON + HOUR },
    })
    const soon = NOON + HOUR - 1
    await expect(preview(await codeOf(store, grantId, soon), { now: soon })).rejects.toMatchObject({
      code: 'till_locked',
    })
  })

  it('leaves other tills alone, and the same one after the hour', async () => {
    const { grantId } = await grantTo(store, '花')
    for (let i = 0; i < WRONG_CODES_MAX; i++) await preview(guess(i)).catch(() => {})

    expect(await preview(await codeOf(store, grantId), { till: SHINJUKU })).toBeDefined()
    const later = NOON + HOUR
    expect(await preview(await codeOf(store, grantId, later), { now: later })).toBeDefined()
    await expect(preview(guess(1), { now: later })).rejects.toMatchObject({ code: 'coupon_code_unknown' })
  })

  it('counts neither right codes nor what cannot be one', async () => {
    const { grantId } = await grantTo(store, '花')
    const till = await addTill(store.db, { id: 'till-busy', storeId: 'shibuya' })
    const code = await codeOf(store, grantId)
    for (let i = 0; i < WRONG_CODES_MAX * 2; i++) {
      await preview(code, { till })
      await expect(preview('ABC', { till })).rejects.toMatchObject({ code: 'coupon_code_unknown' })
    }
    expect(await preview(code, { till })).toBeDefined()
  })

  it('is refused at a till that does not exist', async () => {
    await expect(preview(guess(1), { till: { id: 'nowhere', storeId: 'shibuya' } })).rejects.toMatchObject({
      code: 'till_not_enrolled',
    })
  })
})

describe('the age of a code', () => {
  it('is never over 60 s when it is accepted, and a code of the last 30 s always is', async () => {
    const store = newStore()
    await addShops(store)
    const { grantId } = await grantTo(store, '花', { endsAt: LATER * 2 })

    await fc.assert(
      fc.asyncProperty(fc.nat(20 * MINUTE), fc.nat(600_000), async (offset, age) => {
        const shownAt = NOON + offset
        const code = await codeOf(store, grantId, shownAt)
        const accepted = await previewCode(store, {
          sessionSecret: SECRET,
          code,
          till: await addTill(store.db, { id: crypto.randomUUID(), storeId: 'shibuya' }),
          now: shownAt + age,
        }).then(
          () => true,
          () => false,
        )
        expect(accepted).toBe(age < 2 * STEP_MS - (shownAt % STEP_MS))
        if (age >= 60_000) expect(accepted).toBe(false)
        if (age < 30_000) expect(accepted).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the link to a coupon', () => {
  it('leads to its grant', async () => {
    const link = await couponLink({ sessionSecret: SECRET, baseUrl: 'https://shop.example' }, 'grant-1')

    expect(link).toMatch(/^https:\/\/shop\.example\/coupon\/grant-1\.[0-9a-f]{32}$/)
    expect(await readCouponToken(SECRET, link.split('/').at(-1) ?? '')).toBe('grant-1')
  })

  it.each([
    ['of another grant', (token: string) => token.replace('grant-1', 'grant-2')],
    ['with a digit changed', (token: string) => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')],
    ['cut short', (token: string) => token.slice(0, -1)],
    ['with more behind it', (token: string) => `${token}0`],
    ['without a signature', () => 'grant-1'],
    ['with nothing', () => ''],
  ])('cannot be forged: %s', async (_, forge) => {
    expect(await readCouponToken(SECRET, forge(await couponToken(SECRET, 'grant-1')))).toBeUndefined()
  })

  it('is signed for this shop alone', async () => {
    expect(await readCouponToken('another secret', await couponToken(SECRET, 'grant-1'))).toBeUndefined()
  })
})

const guess = (i: number) => `GUESS${String(i).padStart(3, '0')}`
const fullWidth = (letter: string) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)
const codesOf = (answers: readonly PromiseSettledResult<unknown>[]): readonly string[] =>
  answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'accepted'))
