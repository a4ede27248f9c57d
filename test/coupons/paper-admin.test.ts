import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { forgetExpiredCodes } from '../../src/coupons/codes.ts'
import { countOpenScans, listScans, SCANS_PAGE_MAX } from '../../src/coupons/paper/conflicts.ts'
import { endPaperMode, readPaperMode, setPaperMode, shareOfTill } from '../../src/coupons/paper/modes.ts'
import { uploadScans } from '../../src/coupons/paper/scans.ts'
import type { Store } from '../../src/db/store.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'
import { addShops, addTill, codeOf, grantTo, SECRET, SHIBUYA, SHINJUKU } from './support.ts'

const MODE = { perDayMax: 30, valueMaxYen: 2_000 }
let store: Store
let clock: { now: number }
beforeEach(async () => {
  store = newStore()
  clock = { now: NOON + HOUR }
  await addShops(store)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'other', { role: 'manager', storeId: 'ueno' })
})

const open = () => createApp(newDeps(store, { now: () => clock.now }))
const get = async (who: string, path: string) => open().request(path, { headers: { cookie: await signIn(store, who) } })
const post = async (who: string, path: string, form: Record<string, string> = {}) =>
  open().request(path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie: await signIn(store, who), origin: BASE_URL },
  })

/** 花's code was noted in Shinjuku and, a minute later, in Shibuya. */
async function aConflict() {
  for (const storeId of ['shibuya', 'shinjuku'])
    await setPaperMode(store, { storeId, mode: MODE, operatorId: 'owner', now: NOON })
  const { grantId } = await grantTo(store, '花')
  const code = await codeOf(store, grantId)
  const scan = (scannedAt: number) => ({ id: crypto.randomUUID(), code, scannedAt })
  const upload = (till: typeof SHIBUYA, now: number) =>
    uploadScans(store, { sessionSecret: SECRET, till, scans: [scan(now - HOUR)], now })
  await upload(SHINJUKU, NOON + HOUR)
  const [result] = await upload(SHIBUYA, NOON + HOUR + MINUTE)
  return result?.id ?? ''
}

describe('what a store allows while the net is down', () => {
  it('is nothing, until the owner says how much', async () => {
    expect(await readPaperMode(store, { storeId: 'shibuya' })).toBeUndefined()
    const path = '/admin/paper/stores/shibuya'
    expect(await (await get('owner', path)).text()).toContain('渋谷店：通信が切れたときの控え')

    const wrong = await post('owner', `${path}/modes`, { perDay: '201', value: '千円' })
    expect(wrong.status).toBe(422)
    const page = await wrong.text()
    for (const words of ['1から200までの数字', '1から100,000までの数字', 'value="201"', 'value="千円"'])
      expect(page).toContain(words)
    expect(await readPaperMode(store, { storeId: 'shibuya' })).toBeUndefined()

    const saved = await post('owner', `${path}/modes`, { perDay: '３０', value: '2,000' })
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/admin/paper?done=saved'])
    expect(await readPaperMode(store, { storeId: 'shibuya' })).toEqual(MODE)
    await post('owner', `${path}/removals`)
    expect(await readPaperMode(store, { storeId: 'shibuya' })).toBeUndefined()
  })

  it.each(['manager', 'other'])('is not for a manager to change: %s', async (who) => {
    for (const answer of [
      await get(who, '/admin/paper/stores/shibuya'),
      await post(who, '/admin/paper/stores/shibuya/modes', { perDay: '30', value: '2000' }),
      await post(who, '/admin/paper/stores/shibuya/removals'),
    ])
      expect(answer.status).toBe(403)
    expect(await readPaperMode(store, { storeId: 'shibuya' })).toBeUndefined()
  })

  it('is of stores that there are', async () => {
    expect((await get('owner', '/admin/paper/stores/nowhere')).status).toBe(404)
    await expect(
      setPaperMode(store, { storeId: 'nowhere', mode: MODE, operatorId: 'owner', now: NOON }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is shared among the tills in use, for they cannot know of each other', async () => {
    for (const id of ['second', 'third', 'drawer']) await addTill(store.db, { id, storeId: 'shibuya' })
    const seen = (id: string, at: number) =>
      store.db.updateTable('tills').set({ last_seen_at: at }).where('id', '=', id).execute()
    for (const id of ['till-shibuya', 'second', 'third']) await seen(id, NOON)
    await seen('drawer', NOON - 15 * DAY)
    const share = (perDayMax: number) =>
      shareOfTill(store, { storeId: 'shibuya', mode: { ...MODE, perDayMax }, now: NOON })
    expect([await share(30), await share(10), await share(1)]).toEqual([10, 3, 1])
  })

  it('keeps codes for seven days more, where some store notes them or did so in these days', async () => {
    const { grantId } = await grantTo(store, '花')
    await codeOf(store, grantId)
    const kept = async () => (await store.db.selectFrom('coupon_codes').selectAll().execute()).length
    await setPaperMode(store, { storeId: 'ueno', mode: MODE, operatorId: 'owner', now: NOON })

    await forgetExpiredCodes(store, { now: NOON + 7 * DAY })
    expect(await kept()).toBe(1)
    await forgetExpiredCodes(store, { now: NOON + 7 * DAY + MINUTE })
    expect(await kept()).toBe(0)

    await codeOf(store, grantId, NOON + 8 * DAY)
    await endPaperMode(store, { storeId: 'ueno', operatorId: 'owner', now: NOON + 8 * DAY })
    await endPaperMode(store, { storeId: 'ueno', operatorId: 'owner', now: NOON + 9 * DAY })
    await forgetExpiredCodes(store, { now: NOON + 15 * DAY - 1 })
    expect(await kept()).toBe(1)
    await forgetExpiredCodes(store, { now: NOON + 15 * DAY })
    expect(await kept()).toBe(0)
  })
})

describe('what went wrong while the net was down', () => {
  it('is shown to the owner with both tills, and settled with words', async () => {
    const id = await aConflict()
    expect(await countOpenScans(store, { storeId: null })).toBe(1)
    expect(await (await get('owner', '/admin')).text()).toContain('確認が必要なものが1件')
    const list = await (await get('owner', '/admin/paper')).text()
    for (const words of ['食い違い', 'もう使われていました', '花', '渋谷店 レジ1']) expect(list).toContain(words)

    const page = await (await get('owner', `/admin/paper/scans/${id}`)).text()
    for (const words of ['花', '先に記録された使用', '新宿店 レジ1', '渋谷店 レジ1']) expect(page).toContain(words)

    const words = 'お客さまにはそのままお使いいただいた'
    const settled = await post('owner', `/admin/paper/scans/${id}/settlements`, { words })
    expect([settled.status, settled.headers.get('location')]).toEqual([303, '/admin/paper?done=settled'])
    await post('manager', `/admin/paper/scans/${id}/settlements`, { words: 'あとから' })
    expect(await (await get('owner', `/admin/paper/scans/${id}`)).text()).toContain(words)
    expect(await countOpenScans(store, { storeId: 'shibuya' })).toBe(0)
    expect(await (await get('owner', '/admin/paper?show=all')).text()).toContain(id)
  })

  it('gives back what was typed too long', async () => {
    const id = await aConflict()
    const answer = await post('manager', `/admin/paper/scans/${id}/settlements`, { words: 'あ'.repeat(301) })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('あ'.repeat(301))
  })

  it('is no business of another store: not seen, not opened, not settled', async () => {
    const id = await aConflict()
    expect(await (await get('other', '/admin/paper')).text()).not.toContain('花')
    expect((await get('other', `/admin/paper/scans/${id}`)).status).toBe(404)
    expect((await post('other', `/admin/paper/scans/${id}/settlements`)).status).toBe(404)
    expect(await countOpenScans(store, { storeId: 'ueno' })).toBe(0)
    expect(await countOpenScans(store, { storeId: 'shibuya' })).toBe(1)
  })

  it('is looked at only with a note of who looked', async () => {
    const id = await aConflict()
    await get('manager', '/admin/paper')
    await get('manager', `/admin/paper/scans/${id}`)
    const accesses = await store.db.selectFrom('access_log').select(['operator_id', 'action', 'member_id']).execute()
    expect(accesses).toEqual([
      { operator_id: 'manager', action: 'members_listed', member_id: null },
      { operator_id: 'manager', action: 'member_viewed', member_id: '花' },
    ])
  })

  it('comes in pages without a gap', async () => {
    const scans = Array.from({ length: 60 }, () => ({ id: crypto.randomUUID(), code: 'ABC', scannedAt: NOON }))
    for (const part of [scans.slice(0, 50), scans.slice(50)])
      await uploadScans(store, { sessionSecret: SECRET, till: SHIBUYA, scans: part, now: NOON })
    const first = await listScans(store, { storeId: null, all: false })
    const second = await listScans(store, { storeId: null, all: false, before: first.next })
    expect([first.scans.length, second.scans.length, second.next]).toEqual([SCANS_PAGE_MAX, 10, undefined])
    expect(new Set([...first.scans, ...second.scans].map(({ id }) => id)).size).toBe(60)
    expect(await (await get('owner', '/admin/paper')).text()).toContain(`before=${NOON}.`)
  })
})
