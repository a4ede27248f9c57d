import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STEPS } from '../../src/members/steps.ts'
import { readTyped, readYesOrNo } from '../../src/members/typed.ts'
import { readLastDay } from '../../src/members/typed-dates.ts'
import { readDay } from '../../src/roster/dates.ts'
import { registrationTexts } from '../../src/texts/registration.ts'
import { registrationHelpTexts } from '../../src/texts/registration-help.ts'

const TODAY = '2026-04-10'
const STORES = [
  { id: 'shibuya', name: '渋谷店' },
  { id: 'east', name: '渋谷東口店' },
  { id: 'ebisu', name: '恵比寿店' },
  { id: 'new', name: 'カフェ・オレンジ 中目黒' },
]
const ROLES = [
  { id: 'hall', name: 'ホール' },
  { id: 'kitchen', name: 'キッチン' },
  { id: 'dish', name: '洗い場' },
]
const given = { stores: STORES, roles: ROLES, today: TODAY, readDay }
const read = (step: (typeof STEPS)[number], typed: string) => readTyped(step, typed, given)
const answer = (step: (typeof STEPS)[number], typed: string) => {
  const said = read(step, typed)
  return said?.kind === 'answer' ? said.answer : said
}

describe('a typed consent', () => {
  it.each([
    'はい',
    'ハイ。',
    'うん！',
    'OK',
    'ｏｋ',
    'お願いします',
    'はい、お願いします',
    '送ってほしい',
    '受け取ります',
    'Yes',
    'yes, please',
    'ぜひ🙂',
  ])('is a yes in %j', (typed) => expect(answer('news', typed)).toEqual({ kind: 'yes' }))
  it.each([
    'いいえ',
    'いらない',
    'いりません。',
    '結構です',
    '送らないで',
    'No',
    'no, thank you',
    'いいえ、いりません',
    'はい、いりません',
  ])('is a no in %j', (typed) => expect(answer('coupons', typed)).toEqual({ kind: 'no' }))
  it.each([
    'いいです',
    '大丈夫です',
    'たぶん',
    'どっちでも',
    'はいといいえ',
    'はい？いいえ、受け取る',
    '渋谷',
    '1',
    '',
    'yes or no',
    'not yes',
    'もうはいらない',
  ])('is not guessed from %j', (typed) => expect(answer('shifts', typed)).toBeUndefined())

  it('is a yes only in words that are one, whatever else is typed', () => {
    const yes = ['はい', 'ok', 'yes', 'お願いします', '受け取る']
    fc.assert(
      fc.property(
        fc.constantFrom(...yes),
        fc.string({ minLength: 1, unit: fc.constantFrom(...'ないらんイヤ渋谷notab') }),
        (word, more) => {
          if (readYesOrNo(word + more) === true) expect(['はい', 'ok', 'yes'].includes(word)).toBe(true)
          expect(readYesOrNo(`${more}${word}ない`)).not.toBe(true)
          expect(readYesOrNo(`not ${word}`)).not.toBe(true)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('to the notice is understood in its own words, and so is a refusal', () => {
    for (const typed of [
      '同意する',
      '同意します',
      'はい',
      'わかりました',
      '了解です',
      'I agree',
      'agree and begin',
      'OK',
    ])
      expect(answer('privacy', typed)).toEqual({ kind: 'agree' })
    for (const typed of ['同意しない', 'いいえ', 'no', '同意できません'])
      expect(read('privacy', typed)).toEqual({ kind: 'refuses' })
  })
})

describe('a typed store or role', () => {
  it.each([
    ['恵比寿', 'ebisu'],
    ['恵比寿店', 'ebisu'],
    ['恵比寿店です', 'ebisu'],
    ['恵比寿店でした。', 'ebisu'],
    ['恵比寿店にいました', 'ebisu'],
    ['恵比寿店で働いていました！', 'ebisu'],
    ['渋谷店', 'shibuya'],
    ['渋谷店です', 'shibuya'],
    ['東口', 'east'],
    ['渋谷東口店のホールでした', 'east'],
    ['ｶﾌｪ･ｵﾚﾝｼﾞ', 'new'],
    ['かふぇおれんじ', 'new'],
    ['中目黒のお店', 'new'],
    ['I worked at 恵比寿', 'ebisu'],
  ])('is found in %j', (typed, id) => expect(answer('store', typed)).toEqual({ kind: 'store', id }))

  it('is asked for again with those that fit', () => {
    expect(read('store', '谷')).toEqual({ kind: 'which', ids: ['shibuya', 'east'] })
    expect(read('store', '店')).toBeUndefined()
  })

  it.each([
    '新宿',
    'しぶや',
    'のい',
    '',
    '恵比寿ではない',
    'not 恵比寿',
    '。。。',
    'a',
  ])('is not guessed from %j', (typed) => expect(read('store', typed)).toBeUndefined())

  it.each([
    ['ホール', 'hall'],
    ['ほーるです', 'hall'],
    ['ﾎｰﾙ担当でした', 'hall'],
    ['キッチンでした', 'kitchen'],
    ['おもにキッチン', 'kitchen'],
    ['洗い場をしていました', 'dish'],
    ['その他', null],
    ['覚えていません', null],
    ['Not sure', null],
  ])('of what was done is found in %j', (typed, id) => expect(answer('role', typed)).toEqual({ kind: 'role', id }))

  it('takes every name of a choice for that choice, in any width and politeness', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STORES),
        fc.constantFrom('', 'です', 'でした', ' でした。', 'にいました', 'です！'),
        ({ id, name }, end) => {
          expect(answer('store', name + end)).toEqual({ kind: 'store', id })
          expect(answer('store', (name + end).normalize('NFKD'))).toEqual({ kind: 'store', id })
        },
      ),
    )
  })

  it('never names what is not offered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom(...STEPS), (typed, step) => {
        const said = read(step, typed)
        if (said?.kind === 'which') expect(said.ids.length).toBeGreaterThan(1)
        if (said?.kind === 'answer' && said.answer.kind === 'store')
          expect(STORES.map(({ id }) => id)).toContain(said.answer.id)
        if (said?.kind === 'answer' && said.answer.kind === 'last_day') expect(said.answer.on <= TODAY).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('a typed name', () => {
  it.each([
    ['佐藤 花', '佐藤 花'],
    ['佐藤花です', '佐藤花'],
    ['私は佐藤花と申します。', '佐藤花'],
    ['名前は佐藤花です', '佐藤花'],
    ['My name is Maria Santos', 'Maria Santos'],
    ['髙﨑 結衣', '髙﨑 結衣'],
  ])('is taken out of %j', (typed, name) => expect(answer('name', typed)).toEqual({ kind: 'name', name }))
  it.each([
    'はい',
    'こんにちは',
    'ありがとうございます',
    'hello',
    '12345',
    'https://example.com',
    '登録',
  ])('is not %j', (typed) => expect(answer('name', typed)).not.toMatchObject({ kind: 'name' }))
})

describe('a typed last day', () => {
  it.each([
    ['2023/3/31', '2023-03-31'],
    ['２０２３年３月３１日', '2023-03-31'],
    ['2023年3月', '2023-03-31'],
    ['2023年2月', '2023-02-28'],
    ['2024-02', '2024-02-29'],
    ['2023年の3月ごろです', '2023-03-31'],
    ['2023年3月末', '2023-03-31'],
    ['202303', '2023-03-31'],
    ['20230315', '2023-03-15'],
    ['令和5年3月31日', '2023-03-31'],
    ['令和五年三月三十一日', '2023-03-31'],
    ['二〇二三年十二月', '2023-12-31'],
    ['R5.3', '2023-03-31'],
    ['平成31年4月', '2019-04-30'],
    ['令和元年5月', '2019-05-31'],
    ['去年の3月', '2025-03-31'],
    ['去年の12月末', '2025-12-31'],
    ['おととしの8月', '2024-08-31'],
    ['3年前の5月', '2023-05-31'],
    ['今年の1月', '2026-01-31'],
    ['3月末', '2026-03-31'],
    ['5月', '2025-05-31'],
    ['4月', '2026-04-10'],
    ['3/15', '2026-03-15'],
    ['5/31', '2025-05-31'],
    ['先月', '2026-03-31'],
    ['2ヶ月前', '2026-02-28'],
    ['2 months ago', '2026-02-28'],
    ['昨日', '2026-04-09'],
    ['March 2023', '2023-03-31'],
    ['in Feb 2024', '2024-02-29'],
    ['March 31, 2023', '2023-03-31'],
    ['31st March 2023', '2023-03-31'],
    ['last March', '2026-03-31'],
    ['December last year', '2025-12-31'],
    ['end of March 2023', '2023-03-31'],
    ['3/2023', '2023-03-31'],
    ['31/3/2023', '2023-03-31'],
    ['3/31/2023', '2023-03-31'],
  ])('is read in %j', (typed, on) => expect(answer('last_day', typed)).toEqual({ kind: 'last_day', on }))

  it.each([
    '3',
    '2023',
    '2023年',
    '45000',
    '3/4/2023',
    '2023年13月',
    '2023年2月30日',
    '2027年1月',
    '来年の3月',
    '平成40年3月',
    '春ごろ',
    '半年前',
    '去年',
    'いつか',
    '1950年3月',
  ])('is not guessed from %j', (typed) => expect(read('last_day', typed)).toBeUndefined())

  it('is a day that exists and is not ahead, whatever is typed', () => {
    const part = fc.constantFrom(
      ...[
        '去年',
        '2023',
        '令和5年',
        '3',
        '12',
        '31',
        '月',
        '日',
        '/',
        '.',
        '-',
        'の',
        '末',
        '年',
        'March ',
        ' ',
        '前',
        'か月',
      ],
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), (parts) => {
        const on = readLastDay(parts.join(''), TODAY, readDay)
        if (on === undefined) return
        expect(new Date(`${on}T00:00:00Z`).toISOString().slice(0, 10)).toBe(on)
        expect(on <= TODAY && on >= '1960-01-01').toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })

  it('is the last of the month for every month that is typed alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2025 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const on = readLastDay(`${year}年${month}月`, TODAY, readDay)
        const next = new Date(Date.parse(`${on}T00:00:00Z`) + 86_400_000).toISOString()
        expect(on?.slice(0, 7)).toBe(`${year}-${String(month).padStart(2, '0')}`)
        expect(next.slice(8, 10)).toBe('01')
      }),
    )
  })
})

describe('typed digits', () => {
  it.each([
    ['1234', '1234'],
    ['１２３４', '1234'],
    ['1234です', '1234'],
    ['090-1234-5678', '5678'],
    ['03 1234 5678', '5678'],
  ])('are read in %j', (typed, digits) => expect(read('digits', typed)).toEqual({ kind: 'digits', digits }))
  it.each(['答えない', 'わからない', 'skip', 'Rather not', 'いいえ'])('need not be told: %j', (typed) =>
    expect(answer('digits', typed)).toEqual({ kind: 'digits', hmac: null }))
  it.each(['123', '12345', 'はい', '1234567', '12 34 5'])('are not %j', (typed) =>
    expect(read('digits', typed)).toBeUndefined())
})

describe('the last page', () => {
  it.each([
    'はい',
    '登録する',
    'これで',
    'これでお願いします',
    'OK',
    '合っています',
    'register',
    'yes',
    '大丈夫です',
  ])('is left for good by %j', (typed) => expect(read('confirm', typed)).toEqual({ kind: 'done' }))
  it.each(['なおす', '違います', 'いいえ', 'change', 'no'])('leads to putting right by %j', (typed) =>
    expect(read('confirm', typed)).toEqual({ kind: 'fix' }))
  it.each([
    ['お名前', 'name'],
    ['店舗をなおす', 'store'],
    ['日付が違います', 'last_day'],
  ])('leads to the one thing by %j', (typed, step) => expect(answer('confirm', typed)).toEqual({ kind: 'fix', step }))
})

describe('the ways around a question', () => {
  it.each(STEPS)('mean the same at %s', (step) => {
    for (const typed of ['もどる', '戻る', 'back', 'Go back']) expect(answer(step, typed)).toEqual({ kind: 'back' })
    for (const typed of ['やめる', 'キャンセル', 'cancel']) expect(read(step, typed)).toEqual({ kind: 'cancel' })
    for (const typed of ['つづきから', '続ける', 'go on']) expect(read(step, typed)).toEqual({ kind: 'stay' })
    for (const typed of ['はじめから', 'start over']) expect(read(step, typed)).toEqual({ kind: 'restart' })
  })
})

describe.each(['ja', 'plain-ja', 'en'] as const)('every button in %s', (language) => {
  const t = registrationTexts[language]
  const { noDigits, pickUp } = registrationHelpTexts[language]
  it.each([
    ['privacy', t.privacy.agree, { kind: 'answer', answer: { kind: 'agree' } }],
    ['news', t.yes, { kind: 'answer', answer: { kind: 'yes' } }],
    ['news', t.no, { kind: 'answer', answer: { kind: 'no' } }],
    ['role', t.roleNone, { kind: 'answer', answer: { kind: 'role', id: null } }],
    ['digits', noDigits, { kind: 'answer', answer: { kind: 'digits', hmac: null } }],
    ['confirm', t.confirm.register, { kind: 'done' }],
    ['confirm', t.confirm.fix, { kind: 'fix' }],
    ['confirm', t.fields.name, { kind: 'answer', answer: { kind: 'fix', step: 'name' } }],
    ['confirm', t.fields.store, { kind: 'answer', answer: { kind: 'fix', step: 'store' } }],
    ['confirm', t.fields.role, { kind: 'answer', answer: { kind: 'fix', step: 'role' } }],
    ['confirm', t.fields.last_day, { kind: 'answer', answer: { kind: 'fix', step: 'last_day' } }],
    ['store', t.back, { kind: 'answer', answer: { kind: 'back' } }],
    ['store', t.cancel, { kind: 'cancel' }],
    ['store', pickUp.goOn, { kind: 'stay' }],
    ['store', pickUp.restart, { kind: 'restart' }],
  ] as const)('at %s means typed what it means tapped: %s', (step, label, meant) =>
    expect(read(step, label)).toEqual(meant))
})
