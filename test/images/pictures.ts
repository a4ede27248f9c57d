import { PhotonImage } from '@cf-wasm/photon'

export type Bytes = Uint8Array<ArrayBuffer>

export function joined(...parts: readonly (Uint8Array | readonly number[] | string)[]): Bytes {
  const encoded = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part))
  const whole = new Uint8Array(encoded.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of encoded) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const COLOURS = [
  [230, 30, 30],
  [30, 200, 30],
  [30, 30, 230],
  [230, 220, 30],
] as const

/** Four colours, red, green, blue and yellow from the top left, row by row: which way up it is can be told. */
function quarters(width: number, height: number, alpha = 255) {
  const pixels = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = COLOURS[(y * 2 >= height ? 2 : 0) + (x * 2 >= width ? 1 : 0)] ?? COLOURS[0]
      pixels.set([...colour, alpha], (y * width + x) * 4)
    }
  return new PhotonImage(pixels, width, height)
}

export function jpeg(width = 160, height = 120): Bytes {
  const image = quarters(width, height)
  const bytes = new Uint8Array(image.get_bytes_jpeg(90))
  image.free()
  return bytes
}

export function png(width = 160, height = 120, alpha = 255): Bytes {
  const image = quarters(width, height, alpha)
  const bytes = new Uint8Array(image.get_bytes())
  image.free()
  return bytes
}

/** The colours of the four quarters, row by row: r, g, b, y. */
export function seen(bytes: Uint8Array) {
  const image = PhotonImage.new_from_byteslice(bytes)
  const [width, height, pixels] = [image.get_width(), image.get_height(), image.get_raw_pixels()]
  image.free()
  const at = (x: number, y: number) => {
    const i = (Math.floor(height * y) * width + Math.floor(width * x)) * 4
    const [r = 0, g = 0, b = 0] = pixels.slice(i, i + 3)
    return r > 150 ? (g > 150 ? 'y' : 'r') : g > 150 ? 'g' : b > 150 ? 'b' : '?'
  }
  return { width, height, quarters: [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)].join('') }
}

/** A segment of a JPEG, behind its first marker. */
export function withSegment(
  file: Bytes,
  marker: number,
  ...data: readonly (Uint8Array | readonly number[] | string)[]
) {
  const body = joined(...data)
  const length = body.length + 2
  return joined(file.slice(0, 2), [0xff, marker, length >> 8, length & 255], body, file.slice(2))
}

/** EXIF as a phone writes it: little or big endian, with the orientation and a text. */
export function exif(orientation: number, { text = '', little = true } = {}) {
  const two = (n: number) => (little ? [n & 255, n >> 8] : [n >> 8, n & 255])
  const four = (n: number) => (little ? [...two(n), 0, 0] : [0, 0, ...two(n)])
  const entry = (tag: number, type: number, count: number, value: readonly number[]) => [
    ...two(tag),
    ...two(type),
    ...four(count),
    ...value,
  ]
  return joined(
    'Exif\0\0',
    little ? 'II' : 'MM',
    two(42),
    four(8),
    two(2),
    entry(0x010e, 2, text.length, four(38)),
    entry(0x0112, 3, 1, [...two(orientation), 0, 0]),
    four(0),
    text,
  )
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
const crc = (bytes: Uint8Array) => {
  let c = 0xffffffff
  for (const byte of bytes) c = (CRC[(c ^ byte) & 255] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
const big = (n: number) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]

export const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
export const chunk = (kind: string, data: Uint8Array | readonly number[] = []) => {
  const body = joined(kind, data)
  return joined(big(data.length), body, big(crc(body)))
}
export const ihdr = (width: number, height: number, { depth = 8, colour = 6, interlace = 0 } = {}) =>
  chunk('IHDR', [...big(width), ...big(height), depth, colour, 0, 0, interlace])

/** A chunk behind the header of a PNG. */
export const withChunk = (file: Bytes, kind: string, data: Uint8Array) =>
  joined(file.slice(0, 33), chunk(kind, data), file.slice(33))

/** A PNG made by hand, of one grey or colour all over, in any depth, colour type and interlacing. */
export async function handmade(
  width: number,
  height: number,
  options: { depth?: number; colour?: number; interlace?: number },
) {
  const { depth = 8, colour = 6, interlace = 0 } = options
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 4
  const passes = interlace === 0 ? [[0, 0, 1, 1]] : ADAM7
  const lines = passes.flatMap(([x0 = 0, y0 = 0, dx = 1, dy = 1]) => {
    const [w, h] = [Math.ceil((width - x0) / dx), Math.ceil((height - y0) / dy)]
    if (w <= 0 || h <= 0) return []
    const row = new Uint8Array(1 + Math.ceil((w * channels * depth) / 8)).fill(0)
    return Array.from({ length: h }, () => row)
  })
  const stream = new Blob([joined(...lines)]).stream().pipeThrough(new CompressionStream('deflate'))
  const data = new Uint8Array(await new Response(stream).arrayBuffer())
  const palette = colour === 3 ? [chunk('PLTE', [10, 20, 30])] : []
  return joined(SIGNATURE, ihdr(width, height, options), ...palette, chunk('IDAT', data), chunk('IEND'))
}

const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
]
