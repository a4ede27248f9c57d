import { inShapesOfToday } from './kanji.ts'

/** Of the rules below. A new one is a new version: src/members/refolding.ts then folds again what is stored. */
export const NAME_FOLD_VERSION = '2'
/** The longest name, in grapheme clusters. */
export const NAME_MAX = 60
/** Above this, what was typed is not looked at any further. */
const TYPED_MAX = 1_000

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu
/** Invisible marks that reorder or hide text. The two joiners (U+200C, U+200D) stay: Nepali names need them. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}|[\ufff9-\ufffc]/gu
const JOINERS_AND_VARIANTS = /\p{Cf}|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu
const LINK = /:\/\/|\bwww\.|@/i

/** What stands between the parts of a name: マリア・サントス, Anna-Maria, O’Brien. */
const SEPARATORS = /[\s・·=.'’‘`\-\u2010-\u2015\u2212]+/gu
/** Whatever dash is at hand is typed for a long vowel. */
const LONG_VOWEL = /(?<=[ァ-ヺー])[-~〜\u2010-\u2015\u2212\u2500\u2501]+/gu

/**
 * A name as it is compared: width, hiragana or katakana, spaces, case, old and new shapes of a kanji, marks of repetition
 * (佐々木) and small ヶ between kanji make no difference. Folding twice is folding once. Never shown.
 */
export function foldName(name: string): string {
  const folded = foldOnce(name)
  return folded === name ? folded : foldName(folded)
}

/** A name as a person typed it, made safe to store and show; undefined when it cannot be a name. */
export function cleanName(typed: string): string | undefined {
  if (typed.length > TYPED_MAX || LINK.test(typed)) return undefined
  const name = typed.replace(CONTROLS, ' ').replace(INVISIBLE, '').normalize('NFC').replace(/\s+/gu, ' ').trim()
  // No cluster is shorter than a code unit: only a long name has to be looked at more closely.
  const length = name.length <= NAME_MAX ? name.length : [...graphemes.segment(name)].length
  return length > 0 && length <= NAME_MAX && /\p{L}/u.test(name) ? name : undefined
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

const foldOnce = (name: string) =>
  inShapesOfToday(
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(JOINERS_AND_VARIANTS, '')
      .normalize('NFKC')
      .replace(/[\u3041-\u3096\u309d\u309e]/g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60)),
  )
    .replace(LONG_VOWEL, (dashes) => 'ー'.repeat(dashes.length))
    .replace(SEPARATORS, '')
    .replace(/(?![々〻])(\p{Script=Han})([々〻]+)/gu, (_, kanji: string, marks: string) =>
      kanji.repeat(1 + marks.length),
    )
    .replace(/([ァ-ヺ])([ヽヾ]+)/g, (_, kana: string, marks: string) => kana + repeated(kana, marks))
    .replace(/(?<=\p{Script=Han})[ヶヵッ]/gu, (small) => LARGE[small] ?? small)
    .normalize('NFKC')

const LARGE: Readonly<Record<string, string>> = { ヶ: 'ケ', ヵ: 'カ', ッ: 'ツ' }

/** み-す-ゞ is みすず: the mark says itself whether the repeated kana is voiced. */
function repeated(kana: string, marks: string) {
  const plain = kana.normalize('NFD').charAt(0)
  return [...marks].map((mark) => (mark === 'ヾ' ? `${plain}\u3099` : plain)).join('')
}
