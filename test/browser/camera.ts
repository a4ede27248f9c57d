import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { qrSvg } from '../../src/web/qr.ts'

const WIDTH = 640
const HEIGHT = 480
const CODE_PX = 360
/** The wall behind it. */
const GREY = 120

let drawing: Promise<void> | undefined

/**
 * The flags of a Chromium whose camera sees this QR code on a wall, as src/web/qr.ts draws it: two pictures that come again
 * and again, and nobody is asked whether it may. C420 is the one name of the colours that Chromium takes.
 */
export async function cameraOn(content: string): Promise<string[]> {
  drawing ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')))
  await drawing
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-camera-')), 'qr.y4m')
  const colours = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), brightness(qrSvg(content)), colours])
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\n`), frame, frame]))
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${path}`,
  ]
}

function brightness(svg: string) {
  const { pixels, width } = new Resvg(svg, { fitTo: { mode: 'width', value: CODE_PX }, background: '#fff' }).render()
  const [left, top] = [Math.floor((WIDTH - width) / 2), Math.floor((HEIGHT - width) / 2)]
  const picture = Buffer.alloc(WIDTH * HEIGHT, GREY)
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++) picture[(top + y) * WIDTH + left + x] = pixels[(y * width + x) * 4] ?? GREY
  return picture
}
