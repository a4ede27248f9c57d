/** What LINE allows in the messages that the product builds, and how it counts: "Text character count" in its documentation. */
export type Unit = 'utf16' | 'grapheme'
export type Limit = { max: number; unit: Unit }

/** LINE counts UTF-16 units, but in labels and what a tap says grapheme clusters: what a person sees as one character. */
export const LIMITS = {
  text: { max: 5_000, unit: 'utf16' },
  altText: { max: 1_500, unit: 'utf16' },
  senderName: { max: 20, unit: 'utf16' },
  buttonLabel: { max: 40, unit: 'grapheme' },
  quickReplyLabel: { max: 20, unit: 'grapheme' },
  displayText: { max: 300, unit: 'grapheme' },
  postbackData: { max: 300, unit: 'utf16' },
  uri: { max: 1_000, unit: 'utf16' },
} as const satisfies Record<string, Limit>

/**
 * Whether LINE shows a picture of that address, or of a page's origin: https; and plain http on this very machine, which
 * nobody but a local platform can reach (src/simulator).
 */
export const isShowable = (url: string) => /^(https:|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(`${url}/`)

/** The longest JSON of one Flex bubble, in bytes. */
export const BUBBLE_BYTES_MAX = 30 * 1_024

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' })
const graphemesOf = (words: string) => [...segmenter.segment(words)].map(({ segment }) => segment)

/** The length of words as LINE counts it. */
export const lengthIn = (unit: Unit, words: string) => (unit === 'utf16' ? words.length : graphemesOf(words).length)

/** Whether words are short enough. No text has more grapheme clusters than UTF-16 units, so the slow count is rarely needed. */
export const fits = (words: string, { max, unit }: Limit) => words.length <= max || lengthIn(unit, words) <= max

/** Shortens words to a limit, never inside of what a person sees as one character. */
export function cutTo(words: string, limit: Limit): string {
  if (fits(words, limit)) return words
  const kept: string[] = []
  let left = limit.max - 1
  for (const part of graphemesOf(words)) {
    left -= limit.unit === 'utf16' ? part.length : 1
    if (left < 0) break
    kept.push(part)
  }
  return `${kept.join('').trimEnd()}…`
}
