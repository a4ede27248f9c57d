import { beforeEach, describe, expect, it } from 'vitest'
import { confirmHours } from '../../src/shifts/claims/hours.ts'
import { monthAfter, payMonth } from '../../src/shifts/payroll/payroll.ts'
import { readSavings } from '../../src/shifts/payroll/savings.ts'
import { addStore, DAY, HOUR, MINUTE, NOON } from '../support.ts'
import { ENDS, OWNER, placesOf, STARTS } from './claims-support.ts'
import { openShop, PAGE } from './view-support.ts'

let shop: Awaited<ReturnType<typeof openShop>>
let ids: readonly string[]

beforeEach(async () => {
  shop = await openShop()
  await shop.shift()
  ids = await shop.confirm('hana', 'ken')
  shop.clock.now = ENDS + HOUR
})

const typed = (id = '', more: Record<string, string> = {}) => ({
  take: id,
  [`from.${id}`]: '2026-04-04T17:00',
  [`to.${id}`]: '2026-04-04T22:00',
  [`break.${id}`]: '0',
  ...more,
})
const workedOf = (memberId: string) =>
  shop.store.db
    .selectFrom('assignments')
    .select(['state', 'worked_from', 'worked_to', 'worked_break_minutes', 'pay_yen', 'thanks_words'])
    .where('member_id', '=', memberId)
    .executeTakeFirstOrThrow()

describe('the hours of a shift', () => {
  it('come filled as agreed, and are there only once it began', async () => {
    const page = await shop.page(`${PAGE}/hours`)
    expect(page).toContain('value="2026-04-04T17:00"')
    expect(page).toContain('value="2026-04-04T22:00"')
    shop.clock.now = STARTS - MINUTE
    expect((await shop.open(`${PAGE}/hours`)).status).toBe(422)
  })

  it('are confirmed as they were worked, with a word of thanks, for those who were chosen alone', async () => {
    const [hana] = ids
    const fields = typed(hana, { [`to.${hana}`]: '2026-04-04T22:30', [`break.${hana}`]: '30', thanks: 'ありがとう。' })
    const answer = await shop.send(`${PAGE}/hours`, fields)
    expect(answer.headers.get('location')).toBe(`${PAGE}?done=hours&n=1`)
    // Five hours of work, half an hour of them at night.
    expect(await workedOf('hana')).toEqual({
      state: 'worked',
      worked_from: STARTS,
      worked_to: ENDS + 30 * MINUTE,
      worked_break_minutes: 30,
      pay_yen: 6_500 + 163,
      thanks_words: 'ありがとう。',
    })
    expect((await workedOf('ken')).state).toBe('confirmed')
  })

  it.each([
    ['to', '2026-04-04T16:00', '終わりは、始まりよりあと'],
    ['to', '2026-04-06T22:00', '約束した時間から離れすぎています'],
    ['from', '', '日時を入れてください'],
    ['from', '2026-03-04T17:00', '約束した時間から離れすぎています'],
    ['break', '300', '働いた時間より短く'],
    ['break', '-5', '働いた時間より短く'],
  ])('are not kept of anybody when one is wrong: %s %s', async (field, value, words) => {
    const [hana = '', ken = ''] = ids
    const cookie = await shop.as(OWNER)
    const body = new URLSearchParams({ ...typed(ken), ...typed(hana, { [`${field}.${hana}`]: value }) })
    body.append('take', ken)
    const answer = await shop.app.request(`${PAGE}/hours`, {
      method: 'POST',
      body,
      headers: { origin: 'https://shop.example', cookie },
    })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
    expect(await placesOf(shop.store)).toEqual(['1 hana confirmed', '2 ken confirmed'])
  })

  it('ask for a choice when nobody was chosen', async () => {
    expect(await (await shop.send(`${PAGE}/hours`, {})).text()).toContain('時間を確定する方を選んでください')
  })

  it('lead to a coupon for those who worked', async () => {
    expect(await shop.page(PAGE)).not.toContain('segment=person')
    await shop.send(`${PAGE}/hours`, typed(ids[0]))
    expect(await shop.page(PAGE)).toContain('/admin/broadcasts/new?kind=coupon&amp;segment=person%3Ahana')
  })
})

describe('a month for the payroll', () => {
  const worked = async (from: number, to: number, id = ids[0] ?? '') =>
    confirmHours(shop.store, {
      assignmentId: id,
      from,
      to,
      breakMinutes: 0,
      operatorId: OWNER,
      now: Math.max(shop.clock.now, to),
    })

  it('has a shift over midnight in the month that it began in', async () => {
    const last = Date.parse('2026-04-30T22:00+09:00')
    await worked(last, last + 4 * HOUR)
    const april = await shop.page('/admin/shifts/hours.csv?month=2026-04')
    expect(april).toContain('"2026-04-30","hana"')
    expect(april).toContain('"22:00","2026-05-01 02:00","0","240","240","0","1300"')
    expect(await shop.page('/admin/shifts/hours.csv?month=2026-05')).not.toContain('hana')
  })

  it('notes who took it along before it is given, and has another store’s people in no file of a manager', async () => {
    await worked(STARTS, ENDS)
    expect(await shop.page('/admin/shifts/hours.csv?month=2026-04', 'other')).not.toContain('hana')
    expect(await shop.page('/admin/shifts/hours?month=2026-04', 'other')).not.toContain('hana')
    await shop.page('/admin/shifts/hours.csv?month=2026-04', 'manager')
    const exported = (await shop.seen()).filter(({ action }) => action === 'members_exported')
    expect(exported.map(({ operator_id, detail }) => [operator_id, detail])).toEqual([
      ['other', JSON.stringify({ page: 'shiftHours', count: 0 })],
      ['manager', JSON.stringify({ page: 'shiftHours', count: 1 })],
    ])
  })

  it('says which shifts are not in it because nobody confirmed their hours', async () => {
    expect(await shop.page('/admin/shifts/hours?month=2026-04')).toContain('4月4日（土） 17:00〜22:00 渋谷店（2名）')
    await worked(STARTS, ENDS)
    const page = await shop.page('/admin/shifts/hours?month=2026-04')
    expect(page).toContain('（1名）')
    expect(page).toContain('6,500円')
    expect(await shop.page('/admin/shifts/hours?month=2026-04', 'other')).not.toContain('時間を確定していない')
  })

  it('is the current one unless another is asked for by name', () => {
    const now = Date.parse('2026-12-31T23:59+09:00')
    expect(payMonth(undefined, now)).toEqual({
      name: '2026-12',
      start: Date.parse('2026-12-01T00:00+09:00'),
      end: Date.parse('2027-01-01T00:00+09:00'),
    })
    expect(payMonth('2026-13', now).name).toBe('2026-12')
    expect(monthAfter('2026-01', -1)).toBe('2025-12')
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
  })
})

describe('what shifts saved', () => {
  const months = (storeId: string | null = null) => readSavings(shop.store, { storeId, now: shop.clock.now })

  it('is 30 % of the pay of what was worked, and nothing of what is only agreed', async () => {
    expect((await months()).every(({ savedYen }) => savedYen === 0)).toBe(true)
    await shop.send(`${PAGE}/hours`, typed(ids[0]))
    const all = await months()
    expect(all).toHaveLength(12)
    expect(all.at(-1)).toMatchObject({ month: '2026-04', shifts: 1, payYen: 6_500, savedYen: 1_950 })
    expect((await months('ueno')).at(-1)).toMatchObject({ shifts: 0, savedYen: 0 })
    expect(await shop.page('/admin/shifts/savings')).toContain('6,500円 × 30％ ＝ 1,950円')
  })

  it('stands beside what coupons took off, as far as that is known, those taken back left out', async () => {
    const { db } = shop.store
    const used = async (
      id: string,
      more: { kind: 'yen' | 'percent'; value: number; voided?: boolean; took?: number },
    ) => {
      const { kind, value, voided = false, took } = more
      const times = { starts_at: NOON, ends_at: NOON + DAY, created_at: NOON }
      await db
        .insertInto('coupons')
        .values({
          id,
          title: id,
          kind,
          value,
          item: null,
          conditions: '{}',
          created_by: null,
          stopped_at: null,
          ...times,
        })
        .execute()
      await db
        .insertInto('coupon_grants')
        .values({
          id,
          coupon_id: id,
          member_id: 'hana',
          broadcast_id: null,
          uses_max: 1,
          secret: id,
          voided_at: null,
          ...times,
        })
        .execute()
      await db
        .insertInto('redemptions')
        .values({
          ...{ id, grant_id: id, use_no: 1, store_id: 'shibuya', till_id: 'till', operator_id: null },
          ...{ idempotency_key: id, request_sha: id, redeemed_at: shop.clock.now },
          ...{ voided_at: voided ? NOON : null, void_reason: voided ? 'mistake' : null },
          discount_yen: took ?? null,
        })
        .execute()
    }
    await addStore(shop.store, 'ebisu', '恵比寿店', 3)
    await db
      .insertInto('tills')
      .values({ id: 'till', store_id: 'shibuya', name: 'レジ', created_by: OWNER, created_at: NOON })
      .execute()
    await used('fixed', { kind: 'yen', value: 500 })
    await used('share', { kind: 'percent', value: 10 })
    await used('void', { kind: 'yen', value: 900, voided: true })
    // What was noted at the till is what it took off: 10 % of a bill, and no more than a small one.
    await used('noted', { kind: 'percent', value: 10, took: 420 })
    await used('small', { kind: 'yen', value: 500, took: 300 })
    const now = { couponUses: 4, couponYen: 1_220, couponUnknown: 1 }
    expect((await months()).at(-1)).toMatchObject(now)
    expect((await months('ebisu')).at(-1)).toMatchObject({ couponUses: 0, couponYen: 0 })
    expect(await shop.page('/admin/shifts/savings')).toContain('ほかに1回は、割合や特別価格のため額がわかりません')
  })
})
