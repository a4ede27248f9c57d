import { describe, expect, it } from 'vitest'
import { NewCoupon } from '../../src/coupons/coupons.ts'
import { prizeLimit } from '../../src/coupons/terms/prize-limit.ts'
import { sampledTerms, termsValues } from '../../src/coupons/terms/terms-values.ts'
import type { TypedValues } from '../../src/coupons/terms/typed.ts'
import { readTerms, type Terms } from '../../src/coupons/terms/typed-terms.ts'
import { reviewIn, ticksFor, warningsIn } from '../../src/coupons/terms/warnings.ts'
import { NOON } from '../support.ts'

const TYPED: TypedValues = {
  offer: 'yen',
  value: '500',
  minimumSpendYen: '3000',
  stores: 'shibuya',
  startsOn: '2026-04-01',
  endsOn: '2026-04-30',
}
const read = (more: TypedValues = {}) => readTerms({ ...TYPED, ...more }, NOON)
const terms = (more: TypedValues = {}): Terms => {
  const answer = read(more)
  if (!answer.ok) throw new Error(JSON.stringify(answer.faults))
  return answer.terms
}
const faults = (more: TypedValues) => {
  const answer = read(more)
  return answer.ok ? {} : answer.faults
}
const tick = (more: TypedValues) => ({ ...more, ...ticksFor(warningsIn({ ...TYPED, ...more })) })

describe('the terms of a coupon as they are typed', () => {
  it('are the usual ones where nothing is said', () => {
    expect(terms()).toEqual({
      kind: 'yen',
      value: 500,
      conditions: { minimumSpendYen: 3_000, combinable: false },
      usesMax: 1,
      storeIds: ['shibuya'],
      startsAt: Date.parse('2026-04-01T00:00+09:00'),
      endsAt: Date.parse('2026-05-01T00:00+09:00'),
      remindDays: 3,
    })
  })

  it('take every term, with numbers as people type them', () => {
    const all = terms({
      offer: 'special_price',
      value: '９８０',
      item: ' 鍋 ',
      regularYen: '1,280円',
      combinable: 'yes',
      guestsMax: '6人',
      weekdays: ['0', '1'],
      hoursFrom: '17:00',
      hoursUntil: '02:00',
      uses: 'week',
      totalMax: '100',
      validDays: '14',
      remindDays: '7',
      note: '宴会コースは対象外です',
    })
    expect(all).toMatchObject({
      kind: 'special_price',
      value: 980,
      item: '鍋',
      regularYen: 1_280,
      conditions: {
        combinable: true,
        guestsMax: 6,
        weekdays: [1, 0],
        hours: { from: '17:00', until: '26:00' },
        note: '宴会コースは対象外です',
      },
      usesMax: 1,
      per: 'week',
      totalMax: 100,
      validDays: 14,
      remindDays: 7,
    })
    expect(NewCoupon.safeParse({ title: '鍋の日', ...all }).success).toBe(true)
  })

  it.each<[TypedValues, string, string]>([
    [{ value: '' }, 'value', 'value'],
    [{ value: '0' }, 'value', 'value'],
    [{ value: '1.5' }, 'value', 'value'],
    [{ offer: 'percent', value: '101' }, 'value', 'percent'],
    [{ offer: 'special_price', value: '980' }, 'item', 'item'],
    [{ offer: 'special_price', value: '980', item: '鍋', regularYen: '980' }, 'regularYen', 'regular'],
    [{ minimumSpendYen: '-1' }, 'minimumSpendYen', 'yen'],
    [{ guestsMax: '0' }, 'guestsMax', 'guests'],
    [{ weekdays: '7' }, 'weekdays', 'hours'],
    [{ hoursFrom: '17:00' }, 'hoursUntil', 'hours'],
    [{ hoursUntil: '17:00' }, 'hoursFrom', 'hours'],
    [{ hoursFrom: '17:00', hoursUntil: '17:00' }, 'hoursUntil', 'hours'],
    [{ hoursFrom: '20:00', hoursUntil: '10:00' }, 'hoursUntil', 'hours'],
    [{ uses: '11' }, 'uses', 'uses'],
    [{ totalMax: '1000001' }, 'totalMax', 'total'],
    [{ stores: undefined }, 'stores', 'stores'],
    [{ startsOn: '2026-02-31' }, 'startsOn', 'day'],
    [{ endsOn: '2026-03-31' }, 'endsOn', 'endsOn'],
    [{ startsOn: '2026-03-01', endsOn: '2026-03-31' }, 'endsOn', 'past'],
    [{ validDays: '367' }, 'validDays', 'validDays'],
    [{ remindDays: '15' }, 'remindDays', 'remind'],
    [{ note: 'あ'.repeat(101) }, 'note', 'note'],
  ])('say at its field what is wrong: %o', (typed, field, fault) => {
    expect(faults(typed)).toMatchObject({ [field]: fault })
  })

  it('take today as a last day, and no item or usual price of what has none', () => {
    expect(terms({ endsOn: '2026-04-01', item: '鍋', regularYen: '900' })).not.toHaveProperty('item')
    expect(terms({ item: '鍋', regularYen: '900' })).not.toHaveProperty('regularYen')
  })

  it('count hours after midnight to the evening before', () => {
    expect(terms({ hoursFrom: '01:00', hoursUntil: '03:00' }).conditions.hours).toEqual({
      from: '25:00',
      until: '27:00',
    })
    expect(terms({ hoursFrom: '11:00', hoursUntil: '14:00' }).conditions.hours).toEqual({
      from: '11:00',
      until: '14:00',
    })
  })

  it('come back into the form as they were, with what was warned of ticked', () => {
    for (const typed of [
      {},
      { offer: 'percent', value: '20', uses: '10', weekdays: ['6', '0'], validDays: '30' },
      tick({
        offer: 'free_item',
        value: '900',
        item: '生ビール',
        hoursFrom: '17:00',
        hoursUntil: '02:00',
        uses: 'day',
      }),
      tick({ note: '口コミのお礼です' }),
    ]) {
      const kept = terms(typed)
      expect(readTerms(termsValues(kept), NOON)).toEqual({ ok: true, terms: kept })
    }
  })

  it('are filled up for a preview, whatever is missing', () => {
    expect(sampledTerms({ offer: 'free_item', value: '900' }, NOON)).toMatchObject({ kind: 'free_item', value: 900 })
    expect(sampledTerms({ offer: 'percent', value: '500', note: '口コミ歓迎' }, NOON)).toMatchObject({ value: 10 })
    expect(sampledTerms({}, NOON)).toMatchObject({ kind: 'percent', value: 10 })
  })
})

describe('what the law says of a coupon', () => {
  it.each([
    [0, 200],
    [999, 200],
    [1_000, 200],
    [1_001, 200],
    [3_000, 600],
    [3_004, 600],
    [3_005, 601],
  ])('allows with a bill of %i yen a free item worth %i', (minimumSpendYen, limit) => {
    expect(prizeLimit({ kind: 'free_item', conditions: { minimumSpendYen } })).toBe(limit)
    const of = (value: number) => ({
      offer: 'free_item',
      item: '生ビール',
      value: String(value),
      minimumSpendYen: String(minimumSpendYen),
    })
    expect(faults(of(limit))).toEqual({})
    expect(faults(of(limit + 1))).toEqual({ prizeOk: 'unticked' })
  })

  it.each([201, 400, 1_003])('names the bill with which an item worth %i would be allowed', (value) => {
    const of = { offer: 'free_item', item: '生ビール', value: String(value) }
    const [warned] = warningsIn(of)
    const spendYen = warned && 'spendYen' in warned ? warned.spendYen : Number.NaN
    expect(faults({ ...of, minimumSpendYen: String(spendYen) })).toEqual({})
    expect(faults({ ...of, minimumSpendYen: String(spendYen - 1) })).toEqual({ prizeOk: 'unticked' })
  })

  it('has no such limit for a discount in the own shop', () => {
    for (const kind of ['percent', 'yen', 'special_price'] as const)
      expect(prizeLimit({ kind, conditions: { minimumSpendYen: 0 } })).toBeNull()
  })

  it('is read and ticked for exactly that sum, and asked again for another', () => {
    const free = tick({ offer: 'free_item', item: '生ビール', value: '900' })
    expect(faults(free)).toEqual({})
    expect(faults({ ...free, value: '901' })).toEqual({ prizeOk: 'unticked' })
    expect(faults({ ...free, minimumSpendYen: '2000' })).toEqual({ prizeOk: 'unticked' })
    expect(faults({ ...free, prizeOk: 'yes' })).toEqual({ prizeOk: 'unticked' })
  })

  it.each([
    '口コミを書いてくれた人に',
    'ﾚﾋﾞｭｰのお礼',
    '★★★★★で割引',
    '星５をお願いします',
    'Googleマップに',
    'インスタに投稿で',
    'Leave us a review',
  ])('warns of a coupon that seems to buy a review: %s', (said) => {
    for (const name of ['title', 'item', 'note', 'greeting']) expect(reviewIn({ [name]: said })).toHaveLength(1)
    expect(faults({ note: said })).toEqual({ reviewOk: 'unticked' })
    expect(faults(tick({ note: said }))).toEqual({})
  })

  it.each([
    'お元気ですか。まずは一杯どうぞ',
    '2人でシェアできる鍋',
    'Preview of our autumn menu',
  ])('is silent about: %s', (said) => {
    expect(reviewIn({ greeting: said })).toEqual([])
  })
})
