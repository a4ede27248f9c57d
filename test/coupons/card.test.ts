import { describe, expect, it } from 'vitest'
import { couponCard } from '../../src/coupons/card.ts'
import { type CouponConditions, type CouponOffer, NewCoupon, offerOfNew } from '../../src/coupons/coupons.ts'
import { conditionLines, offerWords, termLines } from '../../src/coupons/words.ts'
import { tap } from '../../src/line/messages.ts'
import { NOON } from '../support.ts'
import { aCoupon } from './support.ts'

const offer = (more: Partial<CouponOffer> = {}, conditions: Partial<CouponConditions> = {}): CouponOffer => ({
  ...offerOfNew(aCoupon),
  endsAt: Date.parse('2026-05-01T00:00+09:00'),
  ...more,
  conditions: { ...aCoupon.conditions, ...conditions },
})
const storeNames = ['渋谷店', '新宿店']
const shown = { storeNames, now: NOON, language: 'ja' } as const

describe('the words of a coupon', () => {
  it.each([
    [{ kind: 'percent', value: 20 }, 'お会計から20%引き', '20% off the bill'],
    [{ kind: 'yen', value: 1_000 }, 'お会計から1,000円引き', '¥1,000 off the bill'],
    [{ kind: 'free_item', value: 500, item: '生ビール' }, '生ビールを1つサービス', '生ビール, one on us'],
    [{ kind: 'special_price', value: 980, item: '鍋' }, '鍋を980円で', '鍋 for ¥980'],
    [
      { kind: 'special_price', value: 980, item: '鍋', regularYen: 1_280 },
      '鍋を980円で（通常1,280円）',
      '鍋 for ¥980 (usually ¥1,280)',
    ],
  ] as const)('say what %o gives', (more, ja, en) => {
    expect(offerWords(offer(more), 'ja')).toBe(ja)
    expect(offerWords(offer(more), 'en')).toBe(en)
  })

  it('never leave out where, until when, how often, from what bill, with what else and on which days', () => {
    const lines = conditionLines(offer({}, { minimumSpendYen: 0, combinable: true }), shown)

    expect(lines).toEqual([
      { label: '使えるお店', value: '渋谷店、新宿店' },
      { label: '期限', value: '4月30日（木） 23:59まで' },
      { label: '回数', value: '1回' },
      { label: 'ご利用額', value: '下限なし' },
      { label: '併用', value: 'ほかの割引と併用できます' },
      { label: '曜日・時間', value: '毎日 営業時間中' },
    ])
  })

  it('name every further term', () => {
    const conditions = {
      guestsMax: 6,
      weekdays: [1, 2],
      hours: { from: '17:00', until: '26:00' },
      note: '宴会コースは対象外です',
    }
    expect(termLines(offer({}, conditions), 'ja').map(({ value }) => value)).toEqual([
      '3,000円以上のお会計で',
      'ほかの割引とは併用できません',
      '1組6名さままで',
      '月・火 17:00〜翌2:00',
      '宴会コースは対象外です',
    ])
    expect(NewCoupon.safeParse({ ...aCoupon, conditions: { ...aCoupon.conditions, ...conditions } }).success).toBe(true)
  })

  it('say how often within a time, how many in all, and how long after it was given', () => {
    const lines = conditionLines(offer({ per: 'week', totalMax: 1_000, validDays: 14 }), shown)
    expect(lines.slice(1, 4)).toEqual([
      { label: '期限', value: '受け取った日の14日後まで（最終 4月30日（木））' },
      { label: '回数', value: '期間中、週に1回まで' },
      { label: '先着', value: '全員で合わせて1,000回まで。なくなり次第終了します' },
    ])
  })

  it.each([
    ['plain-ja', '17:00から 次の日の 2:00まで'],
    ['en', 'Mon, Tue 17:00–2:00 the next day'],
  ] as const)('say hours past midnight in %s as a person would', (language, said) => {
    const terms = termLines(offer({}, { weekdays: [1, 2], hours: { from: '17:00', until: '26:00' } }), language)
    expect(terms.at(-1)?.value).toContain(said)
  })

  it('say when it begins only while that is ahead', () => {
    const begins = (at: number, now: number) =>
      conditionLines(offer({ startsAt: at }), { ...shown, now }).find(({ label }) => label === '開始')?.value

    expect(begins(NOON, NOON - 1)).toBe('4月1日（水） 12:00から')
    expect(begins(Date.parse('2026-04-20T00:00+09:00'), NOON)).toBe('4月20日（月）から')
    expect(begins(NOON, NOON)).toBeUndefined()
  })

  it('say the year of a day that is not of this one', () => {
    const next = { startsAt: Date.parse('2027-01-05T00:00+09:00'), endsAt: Date.parse('2027-02-01T00:00+09:00') }
    const values = (more: Partial<CouponOffer>) =>
      conditionLines(offer({ ...next, ...more }), shown).map(({ value }) => value)
    expect(values({}).slice(1, 3)).toEqual(['2027年1月5日（火）から', '2027年1月31日（日） 23:59まで'])
    expect(values({ validDays: 14 })[2]).toContain('最終 2027年1月31日（日）')
    expect(
      couponCard({ coupon: offer(next), shopName: '店', url: undefined, ...shown, language: 'en' }).altText,
    ).toContain('until Sun 31 Jan 2027')
  })
})

describe('the card in LINE', () => {
  const cardOf = (more: Partial<Parameters<typeof couponCard>[0]> = {}) =>
    couponCard({
      coupon: offer(),
      shopName: '居酒屋おかえり',
      storeNames,
      now: NOON,
      url: 'https://shop.example/coupon/x',
      ...more,
    })

  it('works by its alternative text alone', () => {
    expect(cardOf().altText).toBe(
      '居酒屋おかえりより：卒業生おかえり割（お会計から20%引き・4月30日（木）まで）。「使う」からお使いいただけます。',
    )
  })

  it('shows the offer and every condition, and its one main action opens the page', () => {
    const words = JSON.stringify(cardOf())
    for (const said of [
      '居酒屋おかえり',
      '卒業生おかえり割',
      'お会計から20%引き',
      ...storeNames,
      '23:59まで',
      '併用できません',
    ])
      expect(words).toContain(said)
    expect(cardOf().contents.footer?.contents).toMatchObject([
      { type: 'button', action: { type: 'uri', label: '使う', uri: 'https://shop.example/coupon/x' } },
    ])
  })

  it('takes the stop button of its purpose beside it', () => {
    expect(cardOf({ more: [tap('クーポンを止める', 'consents:stop:coupons')] }).contents.footer?.contents).toHaveLength(
      2,
    )
  })

  it('leads a preview, which is for nobody, to マイクーポン', () => {
    expect(cardOf({ url: undefined }).contents.footer?.contents).toMatchObject([
      { action: { type: 'postback', data: 'coupons' } },
    ])
  })
})
