/** The longest name of a shop, store, role or till, in grapheme clusters. */
export const LABEL_MAX = 40

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu
/** Invisible marks that reorder or hide text. The two joiners (U+200C, U+200D) stay: some scripts and emoji need them. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}|[\ufff9-\ufffc]/gu

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** What an operator calls a thing, made safe to store and show; '' when nothing is left. */
export const cleanLabel = (typed: string) =>
  typed.replace(CONTROLS, ' ').replace(INVISIBLE, '').normalize('NFC').replace(/\s+/gu, ' ').trim()

export const isTooLong = (label: string) => [...graphemes.segment(label)].length > LABEL_MAX
