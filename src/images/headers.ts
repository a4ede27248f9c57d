import { orientationIn } from './orientation.ts'

/** LINE takes up to 10 MB too; a phone's photo has 3 to 6. */
export const PICTURE_BYTES_MAX = 10_000_000
/** Decoded, a pixel takes four bytes, twice: a header that claims more is refused before anything is decoded. */
export const PIXELS_MAX = 16_000_000
/** The shorter side: less is a smudge in a card. */
export const SIDE_MIN = 100
/** How many times longer than wide, or wider than long: no card shows more. */
export const RATIO_MAX = 4

/** Why a file is no picture that we take. */
export type PictureFault =
  | 'missing'
  | 'too_large'
  | 'not_a_picture'
  | 'broken'
  | 'too_many_pixels'
  | 'too_small'
  | 'too_long'
export type Header = {
  mediaType: 'image/jpeg' | 'image/png'
  /** As stored; an orientation of 5 to 8 shows them exchanged. */
  width: number
  height: number
  /** 1 to 8 as EXIF counts them. */
  orientation: number
  /** Nothing but what is needed to decode it. */
  bytes: Uint8Array<ArrayBuffer>
}
export type ReadHeader = { header: Header } | { fault: PictureFault }

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const PNG_NEEDED = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']
const PNG_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}
const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP1 = 0xe1
/** Where a frame's size stands: baseline, extended and progressive. Lossless and arithmetic ones nobody takes photos in. */
const FRAMES = [0xc0, 0xc1, 0xc2]
const OTHER_FRAMES = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]

/**
 * What a file says of itself, read without decoding it: whether it is a whole JPEG or PNG within our limits. What a decoder
 * would only trip over is told here; the rest of a file after its picture's end is cut off.
 */
export function readHeader(file: Uint8Array<ArrayBuffer>): ReadHeader {
  if (file.length === 0) return { fault: 'missing' }
  if (file.length > PICTURE_BYTES_MAX) return { fault: 'too_large' }
  const isPng = PNG_SIGNATURE.every((byte, i) => file[i] === byte)
  const isJpeg = file[0] === 0xff && file[1] === SOI && file[2] === 0xff
  if (!isPng && !isJpeg) return { fault: 'not_a_picture' }
  const header = isPng ? readPng(file) : readJpeg(file)
  if (!header) return { fault: 'broken' }
  const fault = faultOf(header)
  return fault ? { fault } : { header }
}

function faultOf({ width, height }: Header): PictureFault | undefined {
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  if (width * height > PIXELS_MAX) return 'too_many_pixels'
  if (short < SIDE_MIN) return 'too_small'
  return long > short * RATIO_MAX ? 'too_long' : undefined
}

/** An animated one shows its first picture; texts, colour profiles and whatever else it carries are left behind. */
function readPng(file: Uint8Array<ArrayBuffer>): Header | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const kept: Uint8Array[] = [file.subarray(0, 8)]
  const seen = new Set<string>()
  let orientation = 1
  for (let at = 8; at + 12 <= file.length; ) {
    const length = view.getUint32(at)
    const end = at + 12 + length
    const kind = String.fromCharCode(...file.subarray(at + 4, at + 8))
    if (end > file.length || (seen.size === 0 && kind !== 'IHDR') || (kind === 'IHDR' && seen.has(kind)))
      return undefined
    if (kind === 'IHDR' && !isImageHeader(file.subarray(at + 8, end - 4))) return undefined
    if (PNG_NEEDED.includes(kind)) kept.push(file.subarray(at, end))
    if (kind === 'eXIf') orientation = orientationIn(file.subarray(at + 8, end - 4))
    seen.add(kind)
    if (kind === 'IEND') {
      if (!seen.has('IDAT')) return undefined
      const [width, height] = [view.getUint32(16), view.getUint32(20)]
      return { mediaType: 'image/png', width, height, orientation, bytes: joined(kept) }
    }
    at = end
  }
  return undefined
}

const isImageHeader = (data: Uint8Array) =>
  data.length === 13 &&
  (PNG_DEPTHS[data[9] ?? -1] ?? []).includes(data[8] ?? -1) &&
  data[10] === 0 &&
  data[11] === 0 &&
  (data[12] ?? 2) <= 1

/** Walks from marker to marker to the end of the picture: one that stops before is broken, as after a lost connection. */
function readJpeg(file: Uint8Array<ArrayBuffer>): Header | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  let size: { width: number; height: number } | undefined
  let orientation = 1
  for (let at = 2; at + 4 <= file.length + 2; ) {
    const marker = file[at + 1]
    if (file[at] !== 0xff || marker === undefined) return undefined
    if (marker === EOI) return size && { mediaType: 'image/jpeg', ...size, orientation, bytes: file.slice(0, at + 2) }
    // Filling, and markers that stand alone.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (at + 4 > file.length) return undefined
    const end = at + 2 + view.getUint16(at + 2)
    if (end > file.length || end < at + 4 || OTHER_FRAMES.includes(marker)) return undefined
    if (FRAMES.includes(marker)) {
      // A second frame could claim another size than the one that was looked at.
      if (size || end < at + 10 || file[at + 4] !== 8) return undefined
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
      if (size.width === 0 || size.height === 0) return undefined
    }
    if (marker === APP1 && orientation === 1) orientation = exifOrientation(file.subarray(at + 4, end))
    if (marker === SOS && !size) return undefined
    at = marker === SOS ? afterScan(file, end) : end
  }
  return undefined
}

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0]
const exifOrientation = (segment: Uint8Array) =>
  EXIF.every((byte, i) => segment[i] === byte) ? orientationIn(segment.subarray(6)) : 1

/** Where the next marker stands: inside a scan 0xff is followed by 0x00 or a restart. */
function afterScan(file: Uint8Array, from: number) {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return file.length
}

function joined(parts: readonly Uint8Array[]) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
