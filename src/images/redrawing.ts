import { crop, PhotonImage, resize, SamplingFilter } from '@cf-wasm/photon'
import type { ImageUse } from '../db/schema-telling.ts'
import type { Header } from './headers.ts'
import { upright } from './orientation.ts'
import type { Redrawn } from './pictures.ts'

/** LINE shows no larger picture in a card. */
const CARD_PX = 1_024
const JPEG_QUALITY = 82
/** LINE takes an icon of up to 1 MB; the largest of these that is lighter is kept. */
const FACE_PX = [512, 384, 256] as const
const FACE_BYTES_MAX = 1_000_000
const ALPHA = 3

/**
 * Draws a picture anew, the right way up and as small as it is shown: nothing of the file is left but what is seen. Throws
 * what the decoder throws (it traps on a broken file); its memory is given back either way. About 0.7 s for 12 megapixels.
 */
export function redraw({ bytes, orientation, mediaType }: Header, use: ImageUse): Redrawn {
  const freed: PhotonImage[] = []
  const keep = (image: PhotonImage) => {
    freed.push(image)
    return image
  }
  try {
    const image = keep(PhotonImage.new_from_byteslice(bytes))
    return use === 'face' ? face(image, orientation, keep) : card(image, { orientation, mediaType }, keep)
  } finally {
    for (const image of freed) image.free()
  }
}

type Keep = (image: PhotonImage) => PhotonImage

function card(
  image: PhotonImage,
  { orientation, mediaType }: Pick<Header, 'orientation' | 'mediaType'>,
  keep: Keep,
): Redrawn {
  const [width, height] = [image.get_width(), image.get_height()]
  const scale = Math.min(1, CARD_PX / Math.max(width, height))
  const side = (px: number) => Math.max(1, Math.round(px * scale))
  const small = scale === 1 ? image : keep(resize(image, side(width), side(height), SamplingFilter.Triangle))
  const { drawn, raw } = turned(small, orientation, keep)
  // Seen through somewhere: only then is it worth a PNG.
  const clear = mediaType === 'image/png' && raw.some((value, i) => i % 4 === ALPHA && value < 255)
  return {
    mediaType: clear ? 'image/png' : 'image/jpeg',
    width: drawn.get_width(),
    height: drawn.get_height(),
    bytes: own(clear ? drawn.get_bytes() : drawn.get_bytes_jpeg(JPEG_QUALITY)),
  }
}

/** The square in the middle. */
function face(image: PhotonImage, orientation: number, keep: Keep): Redrawn {
  const [width, height] = [image.get_width(), image.get_height()]
  const side = Math.min(width, height)
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)]
  const square = side === width && side === height ? image : keep(crop(image, left, top, left + side, top + side))
  for (const px of FACE_PX.map((px) => Math.max(FACE_PX[2], Math.min(px, side)))) {
    const { drawn } = turned(keep(resize(square, px, px, SamplingFilter.Triangle)), orientation, keep)
    const bytes = own(drawn.get_bytes())
    if (bytes.length <= FACE_BYTES_MAX) return { mediaType: 'image/png', width: px, height: px, bytes }
  }
  throw new Error('a square of 256 pixels is lighter than that')
}

/** After the shrinking: a hundredth of the pixels to move. */
function turned(image: PhotonImage, orientation: number, keep: Keep) {
  const raw = image.get_raw_pixels()
  if (orientation === 1) return { drawn: image, raw }
  const [width, height] = [image.get_width(), image.get_height()]
  const pixels = new Uint32Array(own(raw).buffer)
  const shown = upright({ width, height, pixels }, orientation)
  const bytes = new Uint8Array(shown.pixels.buffer)
  return { drawn: keep(new PhotonImage(bytes, shown.width, shown.height)), raw: bytes }
}

/** A copy that is not in the decoder's memory. */
const own = (bytes: Uint8Array) => new Uint8Array(bytes)
