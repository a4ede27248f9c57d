import { foldCode, hmacHex } from '../crypto.ts'

/** 40 bits: enough where ten wrong ones an hour are all that a person has. */
export const CODE_LENGTH = 8
/** Longer texts are no code, whatever stands in them. */
const TYPED_MAX = 40
/** What the sheets, the QR and the page have a person send: 「招待コード ABCD-EFGH」. */
const NAMED = /^(招待コード|しょうたいコード|しょうたいこーど|invitation code)\s*[:は]?\s*/iu
const POLITE = /\s*(です|でした)?[。.]?$/u
/** Not to be mistaken for a name (Yamamoto, Mary-Anne) or a day (20230331): it has a letter, and a digit that is like none. */
const ALONE = /^(?=.*[2-9])(?=.*[A-Z])[0-9A-Z]{4}[\s-]?[0-9A-Z]{4}$/iu
/** Of all the dashes that keyboards have. */
const DASHES = /[\p{Pd}\u2212ー~〜]/gu

/** Whether a code can be told from other words when a person types it alone. */
export const isPlain = (code: string) => /[2-9]/.test(code) && /[A-Z]/.test(code)

/** As people read and type it: ABCD-EFGH. */
export const spell = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`

/**
 * The code (ABCDEFGH) in what a person typed; '' when they mean to send one but what they wrote is none; undefined when
 * their words are about something else.
 */
export function codeIn(typed: string): string | undefined {
  if (typed.length > TYPED_MAX) return undefined
  const words = typed.normalize('NFKC').trim()
  const code = words.replace(NAMED, '').replace(POLITE, '').replace(DASHES, '-')
  if (!NAMED.test(words)) return ALONE.test(code) ? foldCode(code) : undefined
  if (!/^[0-9A-Z\s-]*$/iu.test(code)) return undefined
  const folded = foldCode(code)
  return folded.length === CODE_LENGTH ? folded : ''
}

/** All that the database knows of a code. */
export const codeHmac = (sessionSecret: string, code: string) =>
  hmacHex(sessionSecret, `roster invitation v1 ${code.replace('-', '')}`)
