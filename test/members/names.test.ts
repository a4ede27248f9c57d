import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName, foldName, NAME_MAX } from '../../src/members/names.ts'

describe('folding a name', () => {
  it.each([
    ['full and half width', 'ｻﾄｳ ﾊﾅ', 'サトウ ハナ'],
    ['hiragana and katakana', 'さとう はな', 'サトウハナ'],
    ['spaces of any width, anywhere', '佐藤　花', ' 佐藤 花 '],
    ['case and full-width letters', 'Ｍａｒｉａ Santos', 'MARIA SANTOS'],
    ['half-width voiced marks', 'ﾊﾞﾝﾊﾞ', 'ばんば'],
    ['composed and decomposed', 'か\u3099くと', 'がくと'],
    ['kanji variants chosen by an invisible selector', '葛\u{e0100}西', '葛西'],
    ['invisible marks', '佐\u200b藤\u202e花', '佐藤花'],
    ['iteration marks', 'みすゞ', 'ミスヾ'],
    ['a repeated kana and its mark', 'みすゞ さゝき', 'みすず ささき'],
    ['a repeated kanji and its mark', '佐々木', '佐佐木'],
    ['the small ヶ', '三ヶ尻', '三ケ尻'],
    ['the small ッ between kanji', '三ッ木', '三ツ木'],
    ['half-width kana', 'ｽｽﾞｷ ｲﾁﾛｰ', 'スズキ イチロー'],
    ['dashes for a long vowel', 'ｲﾁﾛ－', 'いちろ−'],
    ['a long vowel and a dash', 'リー', 'リ‐'],
    ['separators of foreign names', 'マリア・サントス', 'マリア サントス'],
    ['hyphens and apostrophes', 'Anna-Maria O’Brien', "ANNA MARIA O'Brien"],
    ['initials', 'Maria L. Santos', 'maria l santos'],
    ['old shapes in a whole name', '渡邉 惠德', '渡辺恵徳'],
    ['a compatibility ideograph', '大\ufa10', '大塚'],
  ])('makes no difference between %s', (_, one, other) => {
    expect(foldName(one)).toBe(foldName(other))
  })

  it.each([
    ['another name', '佐藤花', '佐藤華'],
    ['voiced and unvoiced', 'たかだ', 'たかた'],
    ['a long vowel', 'ゆうこ', 'ゆこ'],
    ['small kana', 'りょう', 'りよう'],
    ['small っ in kana', 'はっとり', 'はつとり'],
    ['斎 and 斉', '斎藤', '斉藤'],
    ['齋 and 齊', '齋藤', '齊藤'],
    ['坂 and 阪', '大坂', '大阪'],
    ['a stroke more', '大田', '太田'],
    ['芸 and 藝, which were two characters', '芸', '藝'],
    ['kanji and the kana they look like', '二ノ宮', 'ニノ宮'],
    ['の and 之', '山の内', '山之内'],
    ['accents', 'Hà', 'Hạ'],
  ])('keeps %s apart', (_, one, other) => {
    expect(foldName(one)).not.toBe(foldName(other))
  })

  it.each(
    '髙高 﨑崎 邊辺 邉辺 齋斎 齊斉 澤沢 濵浜 濱浜 嶋島 嶌島 廣広 櫻桜 國国 眞真 惠恵 德徳 龍竜 橫横 瀨瀬 \u{fa10}塚 𠮷吉 曾曽 彌弥 冨富'.split(
      ' ',
    ),
  )('takes %s for one character', (pair) => {
    const [old = '', today = ''] = pair
    expect(foldName(`${old}田 花`)).toBe(foldName(`${today}田花`))
    expect(foldName(old)).toBe(today)
  })

  it('is done when it was done once, also for what people are called here', () => {
    const letters = fc.constantFrom(...'佐々〻木髙邉斎ヶヵッツケカゝゞヽヾすズあガｶﾞー−-~・ ’.Aß\u3099\u{e0100}ニ一')
    fc.assert(
      fc.property(fc.string({ unit: letters }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name))
      }),
      { numRuns: 5_000 },
    )
  })

  it('is done when it was done once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name))
      }),
      { numRuns: 5_000 },
    )
  })

  it('never tells apart what differs in kana script, width or spaces alone', () => {
    const kana = fc.string({ unit: fc.constantFrom(...'あいうえおかきくけこがぎぐさしすぱぴぷゃゅょっん') })
    fc.assert(
      fc.property(kana, fc.nat(), (name, at) => {
        const katakana = [...name].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60)).join('')
        const cut = name.length === 0 ? 0 : at % name.length
        expect(foldName(katakana)).toBe(foldName(`${name.slice(0, cut)}　${name.slice(cut)}`))
      }),
    )
  })
})

describe('cleaning a typed name', () => {
  it.each([
    ['佐藤　花', '佐藤 花'],
    ['  佐藤\n花  ', '佐藤 花'],
    ['佐藤\u202e花\u2066', '佐藤花'],
    ['か\u3099くと', 'がくと'],
    ['<b>Maria</b>', '<b>Maria</b>'],
    ['कृष्\u200dण', 'कृष्\u200dण'],
  ])('makes %j into %j', (typed, name) => {
    expect(cleanName(typed)).toBe(name)
  })

  it.each([
    ['nothing', ''],
    ['spaces', ' 　\n'],
    ['invisible marks alone', '\u200b\u202e'],
    ['digits', '090-1234-5678'],
    ['an emoji', '🍶'],
    ['a link', 'https://example.com/花'],
    ['a host', 'www.example.com'],
    ['an address', 'hana@example.com'],
    ['too many characters', 'あ'.repeat(NAME_MAX + 1)],
    ['a flood', 'あ'.repeat(100_000)],
  ])('takes no %s for a name', (_, typed) => {
    expect(cleanName(typed)).toBeUndefined()
  })

  it('counts characters as people do', () => {
    expect(cleanName(`${'👨‍👩‍👧'.repeat(NAME_MAX - 1)}花`)).toBeDefined()
  })

  it('lets nothing through that reorders or hides text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(cleanName(typed) ?? '').not.toMatch(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u)
      }),
      { numRuns: 5_000 },
    )
  })
})
