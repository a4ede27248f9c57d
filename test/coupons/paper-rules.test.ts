import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { STEP_MS, showCode } from '../../src/coupons/codes.ts'
import { findGrant } from '../../src/coupons/grants.ts'
import { startAutomaticCoupon } from '../../src/coupons/issuing/automatic.ts'
import { giveAutomatic } from '../../src/coupons/issuing/giving.ts'
import { getScan } from '../../src/coupons/paper/conflicts.ts'
import { endPaperMode, setPaperMode } from '../../src/coupons/paper/modes.ts'
import { type PaperScan, uploadScans } from '../../src/coupons/paper/scans.ts'
import { sha256Hex } from '../../src/crypto.ts'
import type { Store } from '../../src/db/store.ts'
import { enrolTill, revokeTill } from '../../src/stores/tills.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { DAY, EARLIER, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator, tillOf } from '../web/doors.ts'
import { addShops, addTill, codeOf, grantTo, redemptions, SECRET, SHIBUYA, SHINJUKU, UENO } from './support.ts'

const SECOND = 1_000
const EVENING = NOON + 8 * HOUR
let store: Store
beforeEach(async () => {
  store = newStore()
  await addShops(store)
  await addOperator(store, 'owner')
  await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
  await allow('shibuya')
})

const allow = (storeId: string, mode = { perDayMax: 30, valueMaxYen: 2_000 }) =>
  setPaperMode(store, { storeId, mode, operatorId: 'owner', now: EARLIER })
const end = (now: number) => endPaperMode(store, { storeId: 'shibuya', operatorId: 'owner', now })
const upload = (scans: readonly PaperScan[], till = SHIBUYA, now = EVENING) =>
  uploadScans(store, { sessionSecret: SECRET, till, scans, now })
const scan = (code: string, scannedAt: number, more: Partial<PaperScan> = {}): PaperScan => ({
  id: crypto.randomUUID(),
  code,
  scannedAt,
  ...more,
})
/** A coupon of these terms, shown and noted then, and what came of it. */
async function noted(
  more: Parameters<typeof grantTo>[2],
  { at = NOON, till = SHIBUYA, ...entered }: Partial<PaperScan> & { at?: number; till?: typeof SHIBUYA } = {},
) {
  const { grantId, couponId } = await grantTo(store, crypto.randomUUID(), more)
  const one = scan(await codeOf(store, grantId, at), at, entered)
  const [result] = await upload([one], till)
  return { grantId, couponId, outcome: result?.outcome, why: result?.why }
}

describe('a scan that was logged while the net was down', () => {
  it('counts when its code was on the screen then, give or take two minutes', async () => {
    const { grantId } = await grantTo(store, '花')
    const code = await codeOf(store, grantId)
    const at = (offset: number) => scan(code, NOON + offset)
    const answers = await upload([
      at(-2 * MINUTE - 1),
      at(2 * STEP_MS + 2 * MINUTE),
      at(10 * MINUTE),
      at(2 * STEP_MS + 2 * MINUTE - 1),
    ])
    expect(answers.map(({ outcome, why }) => why ?? outcome)).toEqual(['not_then', 'not_then', 'not_then', 'used'])
    const [use] = await redemptions(store)
    expect(use?.redeemed_at).toBe(NOON + 2 * STEP_MS - 1)
  })

  it('is unknown when we never showed it, it is no code, or its time cannot be', async () => {
    const { grantId } = await grantTo(store, '花', { endsAt: NOON + 30 * DAY })
    const code = await codeOf(store, grantId)
    const ahead = await codeOf(store, grantId, EVENING + 3 * MINUTE)
    const answers = await upload([scan('0000-0000', NOON), scan('hello', NOON), scan(ahead, EVENING + 2 * MINUTE + 1)])
    expect(answers.map(({ why }) => why)).toEqual(['not_shown', 'not_a_code', 'ahead'])
    const [late] = await upload([scan(code, NOON)], SHIBUYA, NOON + 7 * DAY + 1)
    expect(late).toMatchObject({ outcome: 'unknown', why: 'too_old' })
    expect(await redemptions(store)).toEqual([])
  })

  it('is a conflict for every reason that the till would have had, and no use', async () => {
    const whys = [
      await noted({ storeIds: ['shinjuku'] }),
      await noted({ endsAt: NOON - HOUR }),
      await noted({ startsAt: NOON + HOUR }),
      await noted({ conditions: { minimumSpendYen: 0, combinable: true, hours: { from: '17:00', until: '23:00' } } }),
      await noted({}, { billYen: 2_999 }),
      await noted({ conditions: { minimumSpendYen: 0, combinable: true, guestsMax: 2 } }, { guests: 3 }),
    ]
    expect(whys.map(({ outcome, why }) => `${outcome} ${why}`)).toEqual(
      ['not_here', 'expired', 'not_yet', 'not_now', 'bill_too_small', 'too_many_guests'].map(
        (why) => `conflict ${why}`,
      ),
    )
    expect(await redemptions(store)).toEqual([])
  })

  it('counts though the coupon was stopped, or withdrawn, after it was made; not when before', async () => {
    const outcomeWhenStopped = async (table: 'coupons' | 'coupon_grants', at: number) => {
      const { grantId, couponId } = await grantTo(store, crypto.randomUUID())
      const one = scan(await codeOf(store, grantId), NOON)
      if (table === 'coupons')
        await store.db.updateTable('coupons').set({ stopped_at: at }).where('id', '=', couponId).execute()
      else await store.db.updateTable('coupon_grants').set({ voided_at: at }).where('id', '=', grantId).execute()
      return (await upload([one]))[0]?.why ?? 'used'
    }
    expect([
      await outcomeWhenStopped('coupons', NOON + HOUR),
      await outcomeWhenStopped('coupon_grants', NOON + HOUR),
      await outcomeWhenStopped('coupons', NOON - HOUR),
      await outcomeWhenStopped('coupon_grants', NOON - HOUR),
    ]).toEqual(['used', 'used', 'stopped', 'stopped'])
  })

  it('of a coupon for every day counts on its day, though it is uploaded after the next day', async () => {
    const { grantId } = await grantTo(store, '花', { per: 'day', endsAt: NOON + 30 * DAY })
    const days = [NOON, NOON + DAY, NOON + DAY + HOUR]
    const scans = []
    for (const at of days) scans.push(scan(await codeOf(store, grantId, at), at))
    const answers = await upload([...scans].reverse(), SHIBUYA, NOON + 2 * DAY)
    expect(answers.map(({ outcome }) => outcome)).toEqual(['used', 'conflict', 'used'])
  })

  it('gives a code of a coupon for two uses one of them, at however many tills it was copied', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 2 })
    const code = await codeOf(store, grantId)
    await allow('shinjuku')
    const outcomes = []
    for (const till of [SHIBUYA, SHINJUKU, SHIBUYA])
      outcomes.push(...(await upload([scan(code, NOON + 20 * SECOND)], till)))
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['used', 'conflict', 'conflict'])
  })

  it('names who was signed in at that till then, and nobody else', async () => {
    const stands = (tillId: string, operatorId: string, from: number, until: number) =>
      store.db
        .insertInto('till_sessions')
        .values({
          token_hash: crypto.randomUUID(),
          till_id: tillId,
          operator_id: operatorId,
          started_at: from,
          expires_at: from + 12 * HOUR,
          ended_at: until,
        })
        .execute()
    await stands('till-shibuya', 'owner', NOON - 2 * HOUR, NOON - HOUR)
    await stands('till-shibuya', 'staff', NOON - HOUR, NOON + HOUR)
    await stands('till-shinjuku', 'owner', NOON - 30 * MINUTE, NOON + HOUR)
    await noted({})
    await noted({}, { at: NOON + 2 * HOUR })
    const uses = await store.db.selectFrom('redemptions').select('operator_id').orderBy('redeemed_at').execute()
    expect(uses.map(({ operator_id }) => operator_id)).toEqual(['staff', null])
  })

  it('above the limits of the store counts, and is told: by number, by value, or with no limit set', async () => {
    await allow('shibuya', { perDayMax: 2, valueMaxYen: 800 })
    expect(await noted({}, { billYen: 4_005 })).toMatchObject({ outcome: 'used', why: 'over_value' })
    expect(await noted({}, { billYen: 4_000 })).toMatchObject({ outcome: 'used', why: null })
    expect(await noted({})).toMatchObject({ outcome: 'used', why: 'over_cap' })
    // The shop's day began at five.
    expect(await noted({}, { at: NOON - 8 * HOUR })).toMatchObject({ outcome: 'used', why: null })
  })

  it('counts when the store noted then, though it does so no more; else it is a conflict, also of a store that never did', async () => {
    await allow('ueno')
    await end(NOON + MINUTE)
    await end(NOON + 2 * HOUR)
    const why = async (...scan: Parameters<typeof noted>) => {
      const { outcome, why } = await noted(...scan)
      return `${outcome} ${why}`
    }
    expect([await why({}), await why({}, { at: NOON + HOUR }), await why({}, { till: SHINJUKU })]).toEqual([
      'used mode_off',
      'conflict mode_was_off',
      'conflict mode_was_off',
    ])
    expect(await redemptions(store)).toHaveLength(1)
  })

  it('names the use that was first only where that is why it does not count', async () => {
    const { grantId } = await grantTo(store, '花', { usesMax: 2 })
    await upload([scan(await codeOf(store, grantId), NOON)])
    const [late] = await upload([scan(await codeOf(store, grantId, NOON + HOUR), NOON + HOUR)], SHINJUKU)
    expect(late?.why).toBe('mode_was_off')
    expect(await getScan(store, { scanId: late?.id ?? '', storeId: null })).toMatchObject({ other: undefined })
  })

  it('takes none of the uses that were given after the coupon had ended', async () => {
    const { grantId, couponId } = await grantTo(store, '花')
    const one = scan(await codeOf(store, grantId), NOON)
    const ended = NOON + HOUR
    await store.db.updateTable('coupon_grants').set({ ends_at: ended }).where('id', '=', grantId).execute()
    await startAutomaticCoupon(store, { occasion: 'welcome', couponId, operatorId: 'owner', now: ended })
    await store.db.updateTable('members').set({ decided_at: ended }).execute()
    expect(await giveAutomatic(newDeps(store, { now: () => NOON + 2 * HOUR }))).toBe(1)
    expect(await upload([one])).toMatchObject([{ outcome: 'conflict', why: 'not_yet' }])
    expect(await upload([scan(await codeOf(store, grantId, EVENING), EVENING)])).toMatchObject([{ outcome: 'used' }])
  })

  it('reconciles: three tills, five in a hundred twice, all is kept, each person used it once', async () => {
    await allow('shinjuku')
    const tills = [SHIBUYA, SHINJUKU, await addTill(store.db, { id: 'till-2', storeId: 'shibuya' })]
    await store.db.updateTable('tills').set({ name: 'till-2' }).where('id', '=', 'till-2').execute()
    const logs: PaperScan[][] = [[], [], []]
    const codes: string[] = []
    for (let i = 0; i < 60; i++) {
      const { grantId } = await grantTo(store, `guest-${i}`)
      const grant = await findGrant(store, grantId)
      const shown = grant && (await showCode(store, { sessionSecret: SECRET, grant, now: NOON }))
      codes.push(shown?.code ?? '')
    }
    codes.forEach((code, i) => {
      logs[i % 3]?.push(scan(code, NOON + (i % 50) * SECOND))
      if (i % 20 === 0) logs[(i + 1) % 3]?.push(scan(code, NOON + (i % 40) * SECOND))
    })
    await Promise.all(logs.flatMap((log, i) => [upload(log, tills[i]), upload(log.toReversed(), tills[i])]))

    const kept = await store.db.selectFrom('paper_scans').selectAll().execute()
    const count = (outcome: string) => kept.filter((one) => one.outcome === outcome).length
    expect([kept.length, count('used'), count('conflict'), count('unknown')]).toEqual([63, 60, 3, 0])
    expect(kept.map(({ id }) => id).sort()).toEqual(
      logs
        .flat()
        .map(({ id }) => id)
        .sort(),
    )
    const uses = await redemptions(store)
    expect(new Set(uses.map(({ grant_id }) => grant_id)).size).toBe(60)
    const names = ['渋谷店 レジ1', '新宿店 レジ1', '渋谷店 till-2']
    for (const { id } of kept.filter(({ outcome }) => outcome === 'conflict')) {
      const { scan, other } = await getScan(store, { scanId: id, storeId: null })
      const both = [`${scan.storeName} ${scan.tillName}`, `${other?.storeName} ${other?.tillName}`]
      expect(new Set(both.filter((name) => names.includes(name))).size).toBe(2)
    }
  })

  it('of another store is no scan of this one, though it has the same id', async () => {
    const one = scan('ABC', NOON)
    await upload([one])
    await expect(upload([one], UENO)).rejects.toMatchObject({ code: 'till_locked' })
  })
})

describe('the pages of a till without the net', () => {
  async function device() {
    const token = 'a'.repeat(64)
    await store.db
      .updateTable('tills')
      .set({ enrolment_hash: await sha256Hex(token), enrolment_expires_at: EVENING })
      .where('id', '=', 'till-shibuya')
      .execute()
    return `okaeri-till=${await enrolTill(store, { token, now: NOON })}`
  }
  const app = () => createApp(newDeps(store, { now: () => EVENING }))
  const send = (cookie: string, scans: string) =>
    app().request('/till/paper/uploads', {
      method: 'POST',
      body: new URLSearchParams({ scans }),
      headers: { cookie, origin: BASE_URL },
    })

  it('take notes only where the store allows it, and say else that coupons wait', async () => {
    const cookie = await device()
    const page = async () => (await app().request('/till/paper', { headers: { cookie } })).text()
    expect(await page()).toContain('data-cap="30"')
    expect(await page()).toContain('控える')
    await end(EVENING)
    expect(await page()).not.toContain('data-cap')
    expect(await page()).toContain('通信が切れている間はクーポンを使えません')
  })

  it('answer an upload with what need not be kept any longer, and nothing of a person', async () => {
    const cookie = await device()
    const { grantId } = await grantTo(store, '花')
    const one = scan(await codeOf(store, grantId), NOON, { billYen: -5, guests: 2.5 })
    const answer = await send(cookie, JSON.stringify([one]))
    expect(await answer.json()).toEqual({ now: EVENING, taken: [one.id] })
    expect(await redemptions(store)).toMatchObject([{ bill_yen: null, guests: null }])
  })

  it.each([
    '',
    'no json',
    '{}',
    JSON.stringify([{ id: 'short', code: 'A', scannedAt: 1 }]),
  ])('refuse what no device of ours sends: %s', async (scans) =>
    expect((await send(await device(), scans)).status).toBe(422))

  it('are of enrolled devices only', async () => {
    for (const path of ['/till/paper', '/till/paper/lost']) expect((await app().request(path)).status).toBe(403)
    expect((await send('', '[]')).status).toBe(403)
  })

  it('take nothing from a till that was revoked; its device sends what it kept when it is a till of that store again', async () => {
    const lost = await device()
    const { grantId } = await grantTo(store, '花')
    const notes = JSON.stringify([scan(await codeOf(store, grantId), NOON)])
    await revokeTill(store, { tillId: 'till-shibuya', storeId: null, now: NOON + HOUR })
    expect((await send(lost, notes)).status).toBe(403)
    expect(await redemptions(store)).toEqual([])
    const page = await (await app().request('/till', { headers: { cookie: lost } })).text()
    for (const words of ['data-paper-left', '登録し直すと、自動で送ります']) expect(page).toContain(words)
    expect(page).not.toContain('data-upload')

    const { deviceToken } = await tillOf(store, { operatorId: 'owner' })
    expect((await send(`okaeri-till=${deviceToken}`, notes)).status).toBe(200)
    expect(await redemptions(store)).toMatchObject([{ via: 'paper', operator_id: null }])
  })

  it('are kept by a worker over the till alone, which knows all files that they need', async () => {
    const worker = await app().request('/till/paper/worker.js')
    expect(worker.headers.get('service-worker-allowed')).toBe('/till')
    expect(worker.headers.get('content-type')).toContain('javascript')
    const script = await worker.text()
    const cookie = await device()
    for (const path of ['/till/paper', '/till/paper/lost']) {
      const page = await (await app().request(path, { headers: { cookie } })).text()
      for (const [, file = ''] of page.matchAll(/(?:src|href|data-scan-reader)="(\/assets\/[^"]+)"/g))
        expect(script).toContain(file)
    }
  })
})
