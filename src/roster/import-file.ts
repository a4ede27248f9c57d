export const FILE_BYTES_MAX = 2_000_000
/** Lines that are looked at for another encoding than the file's. */
const MIXED_LINES_MAX = 40_000

export const FILE_FAULTS = [
  'missing',
  'empty',
  'too_large',
  'excel',
  'zip',
  'pdf',
  'image',
  'binary',
  'encoding',
  'quotes',
  'too_many_rows',
  'too_many_columns',
  'no_rows',
] as const
/** Why a file is not taken at all; nothing of it is kept. `line` where it can be named. */
export type FileFault = { code: (typeof FILE_FAULTS)[number]; line?: number }
export type Encoding = 'utf-8' | 'utf-16' | 'shift_jis'
export type ReadText = { fault: FileFault } | { text: string; encoding: Encoding }

/** By their first bytes, in hex: what people take for a list, and is none. */
const MAGIC: readonly (readonly [RegExp, FileFault['code']])[] = [
  [/^d0cf11e0a1b11ae1/, 'excel'],
  [/^504b(0304|0506|0708)/, 'zip'],
  [/^25504446/, 'pdf'],
  [/^(89504e47|ffd8ff|474946383|424d.{4}0000|49492a00|4d4d002a|52494646.{8}57454250)/, 'image'],
  [/^(1f8b|425a68|fd377a585a|377abcaf271c|526172211a07|28b52ffd)/, 'zip'],
]

const JAPANESE = /[\u3040-\u30ff\u3400-\u9fff\uff01-\uff9f]/

/**
 * The words of a file: UTF-8, UTF-16 with its mark, or else Shift_JIS as Excel writes it (CP932), each strictly. A file
 * that is none of these, or two at once, is a fault that names the line.
 */
export function readText(bytes: Uint8Array): ReadText {
  if (bytes.length > FILE_BYTES_MAX) return { fault: { code: 'too_large' } }
  const magic = magicOf(bytes)
  if (magic) return { fault: { code: magic } }
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  const read = marked ? readMarked(bytes, marked) : readBytes(bytes)
  if ('fault' in read) return read
  if (read.text.includes('\0')) return { fault: { code: 'binary' } }
  return read.text.trim() === '' ? { fault: { code: 'empty' } } : read
}

function magicOf(bytes: Uint8Array) {
  const hex = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const code = MAGIC.find(([pattern]) => pattern.test(hex))?.[1]
  // An Excel file is a zip with these names in it.
  return code === 'zip' && isWorkbook(bytes) ? 'excel' : code
}

function isWorkbook(bytes: Uint8Array) {
  const names = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4_096))
  return names.includes('[Content_Types].xml') || names.includes('xl/')
}

function readMarked(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): ReadText {
  const text = decode(bytes, encoding)
  return text === undefined ? { fault: { code: 'encoding' } } : { text, encoding: 'utf-16' }
}

function readBytes(bytes: Uint8Array): ReadText {
  if (bytes.includes(0)) return { fault: { code: 'binary' } }
  const utf8 = decode(bytes, 'utf-8')
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8' }

  const broken = firstFault(bytes, 'utf-8')
  // Japanese that was read well so far: it is UTF-8, and something else was pasted into it.
  if (JAPANESE.test(new TextDecoder().decode(bytes.subarray(0, broken)))) return wrongAt(bytes, broken)
  const text = decode(bytes, 'shift_jis')
  if (text === undefined) return wrongAt(bytes, firstFault(bytes, 'shift_jis'))
  const other = firstLineInUtf8(bytes)
  return other === undefined ? { text, encoding: 'shift_jis' } : { fault: { code: 'encoding', line: other } }
}

const wrongAt = (bytes: Uint8Array, at: number): ReadText => ({
  fault: { code: 'encoding', line: linesIn(bytes.subarray(0, at)) + 1 },
})

function decode(bytes: Uint8Array, encoding: string, stream = false): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream })
  } catch {
    return undefined
  }
}

/** How many bytes can be read before the first that cannot, by halving. */
function firstFault(bytes: Uint8Array, encoding: string) {
  let [good, bad] = [0, bytes.length]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decode(bytes.subarray(0, middle), encoding, true) === undefined) bad = middle
    else good = middle
  }
  return good
}

/** In a file of Shift_JIS: the first line that is Japanese only when it is read as UTF-8. */
function firstLineInUtf8(bytes: Uint8Array): number | undefined {
  const decoder = new TextDecoder()
  let start = 0
  for (let line = 1; line <= MIXED_LINES_MAX && start < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found
    const words = decoder.decode(bytes.subarray(start, end))
    if (!words.includes('\ufffd') && JAPANESE.test(words)) return line
    start = end + 1
  }
  return undefined
}

function linesIn(bytes: Uint8Array) {
  let count = 0
  for (const [i, byte] of bytes.entries()) if (byte === 0x0a || (byte === 0x0d && bytes[i + 1] !== 0x0a)) count++
  return count
}
