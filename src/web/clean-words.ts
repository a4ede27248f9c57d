const CONTROLS = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/gu
/** Invisible marks that reorder or hide text. The joiners, and the tags of flags, stay: scripts and emoji need them. */
const INVISIBLE = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])\p{Cf}|[\ufff9-\ufffc]/gu

/** What somebody typed, made safe to keep, to show beside other words and to send; lines stay lines. */
export const cleanLines = (typed: string) =>
  typed.replaceAll('\r\n', '\n').replace(CONTROLS, ' ').replace(INVISIBLE, '')

/** The same for what stands in one line. */
export const cleanLine = (typed: string) => cleanLines(typed).replaceAll('\n', ' ')
