/** TIFF's tag of the orientation. */
const ORIENTATION = 0x0112
/** More entries than any camera writes. */
const ENTRIES_MAX = 1_000

/** How a phone was held, as EXIF says it (1 to 8); 1 when it says nothing that makes sense. */
export function orientationIn(tiff: Uint8Array): number {
  if (tiff.length < 14) return 1
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const order = view.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return 1
  const little = order === 0x4949
  const first = view.getUint32(4, little)
  if (view.getUint16(2, little) !== 42 || first + 2 > tiff.length) return 1
  const entries = Math.min(view.getUint16(first, little), ENTRIES_MAX)
  for (let at = first + 2; at + 12 <= Math.min(tiff.length, first + 2 + entries * 12); at += 12) {
    if (view.getUint16(at, little) !== ORIENTATION) continue
    const value = view.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

type Pixels = { width: number; height: number; pixels: Uint32Array<ArrayBuffer> }

/** Whether what is stored as wide is shown as high. */
export const isTurned = (orientation: number) => orientation >= 5

/** The picture as it was seen through the camera. */
export function upright({ width, height, pixels }: Pixels, orientation: number): Pixels {
  if (orientation === 1) return { width, height, pixels }
  const [w, h] = isTurned(orientation) ? [height, width] : [width, height]
  const turned = new Uint32Array(pixels.length)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [fromX, fromY] = source(orientation, x, y, width, height)
      turned[y * w + x] = pixels[fromY * width + fromX] ?? 0
    }
  return { width: w, height: h, pixels: turned }
}

/** Where the pixel that is shown at x, y is stored, in a picture stored as width × height. */
function source(orientation: number, x: number, y: number, width: number, height: number): readonly [number, number] {
  switch (orientation) {
    case 2:
      return [width - 1 - x, y]
    case 3:
      return [width - 1 - x, height - 1 - y]
    case 4:
      return [x, height - 1 - y]
    case 5:
      return [y, x]
    case 6:
      return [y, height - 1 - x]
    case 7:
      return [width - 1 - y, height - 1 - x]
    case 8:
      return [width - 1 - y, x]
    default:
      return [x, y]
  }
}
