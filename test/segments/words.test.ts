import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleNames } from '../../src/segments/names.ts'
import { SegmentRule } from '../../src/segments/rule.ts'
import { ruleSentence } from '../../src/segments/words.ts'
import { anyRule } from './rules.ts'

const named = (names: Record<string, string>) => Object.entries(names).map(([id, name]) => ({ id, name }))
const NAMES: RuleNames = {
  stores: named({ shibuya: '渋谷店', ebisu: '恵比寿店', ueno: '上野店' }),
  roles: named({ hall: 'ホール', kitchen: 'キッチン' }),
  coupons: named({ drink: '最初の一杯' }),
  events: named({ tasting: '春の試食会' }),
  people: named({ hanako: '山田花子' }),
}
const rule = (match: 'all' | 'any', ...conditions: unknown[]) => SegmentRule.parse({ match, conditions })
const group = (match: 'all' | 'any', ...conditions: unknown[]) => ({ kind: 'group', match, conditions })
const not = (condition: object) => ({ ...condition, not: true })

const SHIBUYA = { kind: 'store', in: ['shibuya'] }
const HALL = { kind: 'role', in: ['hall'] }
const NIGHT = { kind: 'tag', anyOf: ['夜'] }
const CARE = { kind: 'tag', anyOf: ['退店注意'] }
const COUPONS = { kind: 'consent', purpose: 'coupons' }
const RECENT = { kind: 'left_within', months: 24 }
const WEEKEND = { kind: 'available', weekdays: ['6', '0'] }
const USED = { kind: 'coupon', did: 'used', in: ['drink'] }

const UNUSED = { kind: 'coupon', did: 'unused', in: ['drink'] }

const SENTENCES: [rule: SegmentRule, ja: string, en: string][] = [
  [rule('all'), 'すべての卒業生', 'All alumni'],
  [
    rule('all', { kind: 'store', in: ['shibuya', 'ebisu'] }, HALL, RECENT, COUPONS, not(CARE)),
    '渋谷店か恵比寿店のホール経験者で、2年以内に退職し、クーポンのお知らせを受け取る人（ただし「退店注意」のタグが付いた人を除く）',
    'Alumni who worked at 渋谷店 or 恵比寿店 in ホール, left within the last 2 years and receive coupons, except those who are tagged “退店注意”',
  ],
  [rule('all', SHIBUYA), '渋谷店の卒業生', 'Alumni who worked at 渋谷店'],
  [rule('all', HALL), 'ホール経験者', 'Alumni who worked in ホール'],
  [
    rule('all', { kind: 'role', in: ['hall', 'kitchen'] }),
    'ホールかキッチンの経験者',
    'Alumni who worked in ホール or キッチン',
  ],
  [
    rule('all', SHIBUYA, { kind: 'left', from: '2024-03', until: '2025-02' }),
    '渋谷店で働き、2024年3月から2025年2月までに退職した人',
    'Alumni who worked at 渋谷店 and left from Mar 2024 to Feb 2025',
  ],
  [
    rule('all', { kind: 'left', from: '2024-03', until: '2024-03' }),
    '2024年3月に退職した人',
    'Alumni who left in Mar 2024',
  ],
  [
    rule('all', { kind: 'left', from: '2024-03-15' }),
    '2024年3月15日以降に退職した人',
    'Alumni who left on or after 15 Mar 2024',
  ],
  [rule('all', { kind: 'left', until: '2024-12' }), '2024年12月までに退職した人', 'Alumni who left by Dec 2024'],
  [rule('all', { kind: 'left_before', months: 36 }), '3年以上前に退職した人', 'Alumni who left 3 years ago or earlier'],
  [
    rule('all', { kind: 'left_within', months: 6 }),
    '6か月以内に退職した人',
    'Alumni who left within the last 6 months',
  ],
  [
    rule('all', { kind: 'tenure', atLeast: 12, under: 36 }, NIGHT),
    '勤続1年以上3年未満で、「夜」のタグが付いた人',
    'Alumni who worked at least 1 year and less than 3 years and are tagged “夜”',
  ],
  [rule('all', { kind: 'tenure', under: 6 }), '勤続6か月未満の人', 'Alumni who worked less than 6 months'],
  [
    rule('all', { kind: 'language', in: ['plain-ja', 'en'] }, { kind: 'willing', in: ['tasting', 'advice'] }),
    '言語がやさしい日本語か英語で、試食か相談役に関心がある人',
    'Alumni who read easy Japanese or English and are interested in tastings or giving advice',
  ],
  [
    rule('all', { kind: 'available', weekdays: ['6', '0'], dayparts: ['night'] }, { kind: 'skill', in: ['kitchen'] }),
    '土曜か日曜の深夜に都合がつき、キッチンができる人',
    'Alumni who are free on Saturdays or on Sundays, late at night and can do キッチン',
  ],
  [
    rule('all', { kind: 'seen', days: 30 }, not(USED)),
    '30日以内にトークで反応があり、「最初の一杯」のクーポンを使っていない人',
    'Alumni who were active in the chat in the last 30 days and did not use the coupon “最初の一杯”',
  ],
  [
    rule('all', SHIBUYA, UNUSED),
    '渋谷店で働き、「最初の一杯」のクーポンをまだ使っていない（今から使える）人',
    'Alumni who worked at 渋谷店 and can still use the coupon “最初の一杯” and have not yet',
  ],
  [
    rule('all', SHIBUYA, not(UNUSED)),
    '渋谷店で働き、使えるのにまだ使っていない「最初の一杯」のクーポンがない人',
    'Alumni who worked at 渋谷店 and have no unused coupon “最初の一杯”',
  ],
  [
    rule('all', not({ kind: 'seen', days: 90 })),
    'この90日間トークで反応がない人',
    'Alumni who were not active in the chat for 90 days',
  ],
  [
    rule('all', { kind: 'event_attended', in: ['tasting'] }, { kind: 'worked_since', months: 3 }),
    '「春の試食会」に参加し、3か月以内にシフトに入った人',
    'Alumni who attended “春の試食会” and worked a shift in the last 3 months',
  ],
  [
    rule('all', { kind: 'worked_since', from: '2026-01-01' }, { kind: 'not_contacted', days: 30 }),
    '2026年1月1日以降にシフトに入り、この30日間お知らせが届いていない人',
    'Alumni who worked a shift since 1 Jan 2026 and got no message for 30 days',
  ],
  [
    rule('all', { kind: 'registered_since', months: 1 }),
    '1か月以内に登録した人',
    'Alumni who registered in the last 1 month',
  ],
  [
    rule('all', not(SHIBUYA)),
    'すべての卒業生（ただし渋谷店の卒業生を除く）',
    'All alumni, except those who worked at 渋谷店',
  ],
  [
    rule('all', HALL, not(CARE), not(RECENT)),
    'ホール経験者（ただし「退店注意」のタグが付いた人と2年以内に退職した人を除く）',
    'Alumni who worked in ホール, except those who are tagged “退店注意” or who left within the last 2 years',
  ],
  [
    rule('any', SHIBUYA, HALL),
    '渋谷店の卒業生、またはホール経験者',
    'Alumni who worked at 渋谷店, or worked in ホール',
  ],
  [
    rule('any', SHIBUYA, not(USED), not(NIGHT)),
    '渋谷店の卒業生、または「最初の一杯」のクーポンを使っていない人、または「夜」のタグが付いていない人',
    'Alumni who worked at 渋谷店, or did not use the coupon “最初の一杯”, or are not tagged “夜”',
  ],
  [
    rule('all', SHIBUYA, RECENT, group('any', NIGHT, WEEKEND)),
    '渋谷店で働き、2年以内に退職し、（「夜」のタグが付いた人、または土曜か日曜に都合がつく人）のどちらかにあてはまる人',
    'Alumni who worked at 渋谷店, left within the last 2 years and (are tagged “夜”, or are free on Saturdays or on Sundays)',
  ],
  [
    rule('all', group('any', SHIBUYA, HALL, NIGHT), COUPONS),
    'クーポンのお知らせを受け取り、（渋谷店の卒業生、またはホール経験者、または「夜」のタグが付いた人）のどれかにあてはまる人',
    'Alumni who receive coupons and (worked at 渋谷店, or worked in ホール, or are tagged “夜”)',
  ],
  [
    rule('any', group('all', SHIBUYA, HALL), group('all', NIGHT, RECENT)),
    '（渋谷店のホール経験者）、または（「夜」のタグが付き、2年以内に退職した人）',
    'Alumni who (worked at 渋谷店 in ホール), or (are tagged “夜” and left within the last 2 years)',
  ],
  [
    rule('all', HALL, not(group('any', CARE, not(COUPONS)))),
    'ホール経験者（ただし「退店注意」のタグが付いた人とクーポンのお知らせを受け取らない人を除く）',
    'Alumni who worked in ホール, except those who are tagged “退店注意” or who do not receive coupons',
  ],
  [
    rule('all', HALL, not(group('all', SHIBUYA, NIGHT))),
    'ホール経験者（ただし（渋谷店で働き、「夜」のタグが付いた人）を除く）',
    'Alumni who worked in ホール, except those who (worked at 渋谷店 and are tagged “夜”)',
  ],
  [
    rule('all', group('all', SHIBUYA), group('any', not(NIGHT))),
    '渋谷店の卒業生（ただし「夜」のタグが付いた人を除く）',
    'Alumni who worked at 渋谷店, except those who are tagged “夜”',
  ],
  [rule('all', { kind: 'person', in: ['hanako'] }), '山田花子さん', 'Alumni who are 山田花子'],
  [rule('all', { kind: 'person', in: ['nobody'] }), '選んだ人', 'Alumni who are those chosen'],
  [rule('all', { kind: 'store', in: ['closed'] }), '（削除済み）の卒業生', 'Alumni who worked at (deleted)'],
]

describe('a rule as a sentence', () => {
  it.each(SENTENCES)('%j', (said, ja, en) => {
    expect(ruleSentence(said, NAMES, 'ja')).toBe(ja)
    expect(ruleSentence(said, NAMES, 'en')).toBe(en)
  })

  it('says the store at which a manager’s rights end', () => {
    expect(ruleSentence(rule('all', HALL), NAMES, 'ja', 'ueno')).toBe('上野店のホール経験者')
    expect(ruleSentence(rule('any', HALL, NIGHT), NAMES, 'ja', 'ueno')).toBe(
      '上野店で働き、（ホール経験者、または「夜」のタグが付いた人）のどちらかにあてはまる人',
    )
    expect(ruleSentence(rule('all'), NAMES, 'ja', 'ueno')).toBe('上野店の卒業生')
  })

  it('can be said of every rule there may be', () => {
    fc.assert(
      fc.property(anyRule({ max: 8 }), fc.constantFrom('ja' as const, 'en' as const), (any, language) => {
        const sentence = ruleSentence(any, NAMES, language)
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object|、、|（）|\(\)/)
        expect(sentence.length).toBeGreaterThan(3)
      }),
      { numRuns: 3_000 },
    )
  })
})
