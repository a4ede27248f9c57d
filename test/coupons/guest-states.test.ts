import { beforeEach, describe, expect, it } from 'vitest'
import type { NewCoupon } from '../../src/coupons/coupons.ts'
import { findGrant } from '../../src/coupons/grants.ts'
import { DEVICES_KEPT_MS, forgetOldDevices } from '../../src/coupons/guest/openings.ts'
import { PROOF_KEEPS_MS, proofOf, readProof } from '../../src/coupons/guest/proof.ts'
import { guestState } from '../../src/coupons/guest/state.ts'
import { couponLink } from '../../src/coupons/links.ts'
import { extendCoupon } from '../../src/coupons/terms/extending.ts'
import { configFor } from '../deps.ts'
import { DAY, MINUTE, NOON } from '../support.ts'
import { openPages } from './pages.ts'
import { SECRET } from './support.ts'
import { addUse } from './uses.ts'

const FREE = { minimumSpendYen: 0, combinable: true }
const EVENING: Partial<NewCoupon> = { conditions: { ...FREE, hours: { from: '17:00', until: '26:00' } } }

let pages: Awaited<ReturnType<typeof openPages>>
beforeEach(async () => {
  pages = await openPages()
})
const db = () => pages.store.db
const set = (id: string, values: object) => db().updateTable('coupon_grants').set(values).where('id', '=', id).execute()
const shownAt = async (path: string) => [
  await (await pages.get(path)).text(),
  await (await pages.post(`${path}/codes`)).text(),
]

describe('why there is no code', () => {
  it.each<[string, Partial<NewCoupon>, (grantId: string) => Promise<unknown>, string]>([
    ['not at this hour', EVENING, async () => {}, '次は4月1日（水） 17:00からです'],
    ['not on this day', { conditions: { ...FREE, weekdays: [5] } }, async () => {}, '次は4月3日（金）からです'],
    [
      'on no day before it ends',
      { conditions: { ...FREE, weekdays: [5] }, endsAt: NOON + DAY },
      async () => {},
      'お使いいただける日時は、もうありません',
    ],
    ['used for today', { per: 'day' }, (id) => addUse(pages.store, id), '次は4月2日（木）から'],
    [
      'withdrawn, with the words of the shop',
      {},
      (id) => set(id, { voided_at: NOON, void_words: '重なったため' }),
      'お店から：「重なったため」',
    ],
    ['sold out', { totalMax: 1 }, soldOut, '先着の数に達した'],
  ])('is told: %s', async (_, coupon, prepare, words) => {
    const { path, grantId } = await pages.given('花', coupon)
    await prepare(grantId)

    for (const page of await shownAt(path)) {
      expect(page).toContain(words)
      expect(page).not.toContain('data-countdown')
    }
    expect(await pages.codesKept()).toBe(0)
  })

  it('is no more once its time has come', async () => {
    const { path, grantId } = await pages.given('花', EVENING)
    await addUse(pages.store, (await pages.given('健', { per: 'week' })).grantId)
    pages.clock.now = Date.parse('2026-04-02T01:59+09:00')
    expect((await shownAt(path))[1]).toContain('<svg')
    const grant = await findGrant(pages.store, grantId)
    expect(grant && guestState(grant, Date.parse('2026-04-02T02:00+09:00')).kind).toBe('not_now')
  })

  it('is said of the last use where the coupon ends before it could be used again', async () => {
    const { path, grantId } = await pages.given('花', { per: 'week', endsAt: NOON + 2 * DAY })
    await addUse(pages.store, grantId)
    expect((await shownAt(path))[0]).toContain('12:00 渋谷店で使用済み')
    expect((await shownAt(path))[0]).not.toContain('次は')
  })
})

describe('a coupon whose end the shop moved', () => {
  it('says so on its page until its holder has called up a code', async () => {
    const { path, couponId } = await pages.given('花', { endsAt: NOON + DAY })
    await pages.post(`${path}/codes`)
    expect(await (await pages.get(path)).text()).not.toContain('期限が延びました')
    pages.clock.now = NOON + 10 * MINUTE
    await extendCoupon(pages.store, { couponId, endsAt: NOON + 9 * DAY, now: pages.clock.now })
    expect(await (await pages.get(path)).text()).toContain('期限が延びました。4月10日（金） 11:59まで')
    pages.clock.now += MINUTE
    await pages.post(`${path}/codes`)
    expect(await (await pages.get(path)).text()).not.toContain('期限が延びました')
  })
})

describe('the code on the page', () => {
  it('goes before it is over where nothing replaces it, and says until when it is good where no script runs', async () => {
    const { path } = await pages.given('花')
    const fragment = await (await pages.post(`${path}/codes`)).text()

    const left = Number(/data-countdown="(\d+)"/.exec(fragment)?.[1])
    const gone = Number(/data-gone-after="(\d+)"/.exec(fragment)?.[1])
    expect(gone).toBeGreaterThan(left)
    expect(gone).toBeLessThan(left + 30)
    expect(fragment).toContain('このコードは古くなりました')
    expect(fragment).toContain('このコードは12:01:00までお使いいただけます')
    expect(fragment).toContain('画面を明るく')
  })
})

describe('how often a code was called up', () => {
  const opens = () => db().selectFrom('coupon_grants').select(['opens', 'opened_at', 'looked_at']).execute()

  it('is counted ten minutes apart, by what was asked for and not by who looked', async () => {
    const { path } = await pages.given('花')
    await pages.get(path)
    expect(await opens()).toEqual([{ opens: 0, opened_at: null, looked_at: null }])
    for (const minutes of [0, 1, 9]) {
      pages.clock.now = NOON + minutes * MINUTE
      await pages.post(`${path}/codes`)
    }
    expect(await opens()).toEqual([{ opens: 1, opened_at: NOON, looked_at: NOON }])
    pages.clock.now = NOON + 10 * MINUTE
    await pages.post(`${path}/codes`)
    expect(await opens()).toMatchObject([{ opens: 2 }])
  })
})

describe('the device that shows a code', () => {
  const devices = () => db().selectFrom('coupon_devices').selectAll().execute()
  const cookieOf = (response: Response) =>
    /okaeri-mark=[0-9a-f]{64}/.exec(response.headers.get('set-cookie') ?? '')?.[0]

  it('has a mark of its own, kept as a hash, for 90 days after the last time', async () => {
    const [hana, ken] = [await pages.given('花'), await pages.given('健')]
    expect(cookieOf(await pages.get(hana.path))).toBeUndefined()
    const first = await pages.post(`${hana.path}/codes`)
    const cookie = cookieOf(first) ?? ''
    expect(first.headers.get('set-cookie')).toMatch(/Path=\/coupon; HttpOnly; .*SameSite=Lax/)
    const second = await pages.post(`${ken.path}/codes`, {}, { cookie })
    expect(cookieOf(second)).toBeUndefined()

    const kept = await devices()
    expect(new Set(kept.map(({ device_hash }) => device_hash)).size).toBe(1)
    expect(kept.map(({ member_id }) => member_id).sort()).toEqual(['健', '花'])
    expect(JSON.stringify(kept)).not.toContain(cookie.split('=')[1])

    await forgetOldDevices(pages.store, { now: NOON + DEVICES_KEPT_MS - 1 })
    expect(await devices()).toHaveLength(2)
    await forgetOldDevices(pages.store, { now: NOON + DEVICES_KEPT_MS })
    expect(await devices()).toEqual([])
  })

  it('is a new one where the mark is none of ours', async () => {
    const { path } = await pages.given('花')
    expect(cookieOf(await pages.post(`${path}/codes`, {}, { cookie: 'okaeri-mark=x' }))).toBeDefined()
  })
})

describe('the proof that a browser is somebody’s', () => {
  it('is theirs alone, for twelve hours, and cannot be made by others', async () => {
    const proof = await proofOf(SECRET, { memberId: 'hana', now: NOON })
    const read = (said: string, at = NOON) => readProof(SECRET, said, at)
    expect(await read(proof)).toBe('hana')
    expect(await read(proof, NOON + PROOF_KEEPS_MS - 1)).toBe('hana')
    expect(await read(proof, NOON + PROOF_KEEPS_MS)).toBeUndefined()
    expect(await read(proof.replace('hana', 'ken'))).toBeUndefined()
    expect(await read(proof.replace(/\.\d+\./, '.9999999999999.'))).toBeUndefined()
    expect(await read('')).toBeUndefined()
    expect(await readProof('another secret', proof, NOON)).toBeUndefined()
  })

  it('is asked for by a link into LINE where LIFF is set up', async () => {
    const link = await couponLink(configFor({ LIFF_ID: '2000000001-AbCdEfGh' }), 'grant-1')
    expect(link).toMatch(/^https:\/\/liff\.line\.me\/2000000001-AbCdEfGh\?coupon=grant-1\.[0-9a-f]{32}$/)
  })
})

async function soldOut(grantId: string) {
  const grant = await findGrant(pages.store, grantId)
  const other = await pages.given('健')
  await addUse(pages.store, other.grantId)
  await db()
    .updateTable('redemptions')
    .set({ coupon_id: grant?.couponId ?? '' })
    .execute()
}
