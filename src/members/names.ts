/** The longest name, in grapheme clusters. */
export const NAME_MAX = 60
/** Above this, what was typed is not looked at any further. */
const TYPED_MAX = 1_000

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu
/** Invisible marks that reorder or hide text. The two joiners (U+200C, U+200D) stay: Nepali names need them. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}|[\ufff9-\ufffc]/gu
const JOINERS_AND_VARIANTS = /\p{Cf}|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu
const LINK = /:\/\/|\bwww\.|@/i

/**
 * A name as it is compared: width, hiragana or katakana, spaces, case and invisible variants make no difference.
 * Folding twice is folding once. Never shown.
 */
export const foldName = (name: string) => foldOnce(foldOnce(name))

/** A name as a person typed it, made safe to store and show; undefined when it cannot be a name. */
export function cleanName(typed: string): string | undefined {
  if (typed.length > TYPED_MAX || LINK.test(typed)) return undefined
  const name = typed.replace(CONTROLS, ' ').replace(INVISIBLE, '').normalize('NFC').replace(/\s+/gu, ' ').trim()
  const length = [...graphemes.segment(name)].length
  return length > 0 && length <= NAME_MAX && /\p{L}/u.test(name) ? name : undefined
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

const foldOnce = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(JOINERS_AND_VARIANTS, '')
    .replace(/\s+/gu, '')
    .normalize('NFKC')
    .replace(/[\u3041-\u3096\u309d\u309e]/g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60))
    .normalize('NFKC')
