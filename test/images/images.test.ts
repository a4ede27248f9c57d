import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImageUse } from '../../src/db/schema-telling.ts'
import type { Store } from '../../src/db/store.ts'
import type { Deps } from '../../src/deps.ts'
import { readHeader } from '../../src/images/headers.ts'
import { listImages, mayChoose, removeImage, storeImage } from '../../src/images/images.ts'
import { redrawApart } from '../../src/images/redrawing-apart.ts'
import { newDeps } from '../deps.ts'
import { write } from '../stories/support.ts'
import { addMember, addStore, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import {
  type Bytes,
  chunk,
  exif,
  handmade,
  ihdr,
  joined,
  jpeg,
  png,
  SIGNATURE,
  seen,
  withChunk,
  withSegment,
} from './pictures.ts'

let store: Store
let deps: Deps
beforeEach(async () => {
  store = newStore()
  deps = newDeps(store)
  await addOperator(store, 'owner')
})
const keep = (bytes: Bytes, use: ImageUse = 'card') => storeImage(deps, { bytes, use, operatorId: 'owner', now: NOON })
const fileOf = async (id: string) => (await deps.files.get(id)) ?? new Uint8Array()
const faultOf = (bytes: Bytes) => {
  const read = readHeader(bytes)
  return 'fault' in read ? read.fault : 'none'
}

describe('an uploaded picture', () => {
  it.each([
    [1, 'rgby'],
    [2, 'gryb'],
    [3, 'ybgr'],
    [4, 'byrg'],
    [5, 'rbgy'],
    [6, 'bryg'],
    [7, 'ygbr'],
    [8, 'gyrb'],
  ])('that was taken with orientation %i is kept the right way up', async (orientation, quarters) => {
    for (const little of [true, false]) {
      const { id, width, height } = await keep(withSegment(jpeg(), 0xe1, exif(orientation, { little })))
      const size = orientation >= 5 ? { width: 120, height: 160 } : { width: 160, height: 120 }
      expect([seen(await fileOf(id)), { width, height }]).toEqual([{ ...size, quarters }, size])
    }
  })

  it('is kept at most 1,024 pixels wide and high, and never larger than it came', async () => {
    expect(await keep(jpeg(1_600, 400))).toMatchObject({ width: 1_024, height: 256 })
    expect(await keep(jpeg(500, 2_000))).toMatchObject({ width: 256, height: 1_024 })
    expect(await keep(jpeg(120, 100))).toMatchObject({ width: 120, height: 100 })
  })

  it('leaves behind everything that is not seen', async () => {
    const canary = 'CANARY-35.6586N-139.7454E'
    const bytes = new TextEncoder().encode(canary)
    const files = [
      joined(
        withSegment(
          withSegment(
            withSegment(withSegment(jpeg(), 0xe1, exif(6, { text: canary })), 0xfe, canary),
            0xe2,
            `ICC_PROFILE\0${canary}`,
          ),
          0xe1,
          `http://ns.adobe.com/xap/1.0/\0${canary}`,
        ),
        canary,
      ),
      joined(
        ['tEXt', 'iTXt', 'eXIf', 'prVt'].reduce((file, kind) => withChunk(file, kind, bytes), png(160, 120, 128)),
        canary,
      ),
    ]
    for (const file of files) {
      expect(new TextDecoder('latin1').decode(file)).toContain(canary)
      for (const use of ['card', 'face'] as const) {
        const kept = new TextDecoder('latin1').decode(await fileOf((await keep(file, use)).id))
        expect(kept.length).toBeGreaterThan(100)
        expect(kept).not.toMatch(/CANARY|Exif|ICC_PROFILE|adobe/)
      }
    }
  })

  it('hands the decoder of a PNG nothing but what is needed to draw it', () => {
    const read = readHeader(withChunk(png(), 'iCCP', new TextEncoder().encode('CANARY')))
    expect('header' in read && new TextDecoder('latin1').decode(read.header.bytes)).not.toMatch(/CANARY|iCCP|^false$/)
  })

  it('stays a PNG only when something can be seen through it', async () => {
    const typeOf = async (bytes: Bytes) => (await fileOf((await keep(bytes)).id))[0]
    expect([await typeOf(png()), await typeOf(png(160, 120, 100)), await typeOf(jpeg())]).toEqual([0xff, 0x89, 0xff])
  })

  it('is kept once, however often and concurrently it comes', async () => {
    const [a, b] = await Promise.all([keep(jpeg()), keep(jpeg())])
    const c = await keep(joined(jpeg(), 'something behind it'))
    expect([b.id, c.id]).toEqual([a.id, a.id])
    expect((await listImages(store, { storeId: null })).lines).toHaveLength(1)
    expect(a.id).toMatch(/^[0-9a-f]{32}$/)
    await deps.files.remove(a.id)
    await keep(jpeg())
    expect(await deps.files.get(a.id)).toBeDefined()
  })

  it('becomes a square face from its middle, of 256 to 512 pixels and at most 1 MB', async () => {
    const large = await keep(jpeg(900, 600), 'face')
    expect([large, seen(await fileOf(large.id))]).toMatchObject([
      { width: 512, height: 512 },
      { width: 512, height: 512, quarters: 'rgby' },
    ])
    expect(await keep(withSegment(jpeg(100, 300), 0xe1, exif(6)), 'face')).toMatchObject({ width: 256, height: 256 })
    expect((await fileOf(large.id)).length).toBeLessThan(1_000_000)
    expect((await fileOf(large.id))[0]).toBe(0x89)
  })

  it('is drawn on a thread of its own on Node; one that cannot be read ends that thread only', async () => {
    const good = readHeader(withSegment(jpeg(), 0xe1, exif(6)))
    const bad = readHeader(await brokenInside())
    if ('fault' in good || 'fault' in bad) throw new Error('both have headers')
    const [drawn, failed] = await Promise.all([redrawApart(good.header, 'card'), redrawApart(bad.header, 'card')])
    expect(failed).toBeUndefined()
    const unsendable = Object.assign(() => {}, good.header)
    await expect(redrawApart(unsendable, 'card')).rejects.toThrow()
    expect(await redrawApart(good.header, 'card')).toEqual(drawn)
    expect(drawn && seen(drawn.bytes)).toEqual({ width: 120, height: 160, quarters: 'bryg' })
  })
})

/** A PNG whose header is in order and whose pixels are none. */
const brokenInside = async () => joined(SIGNATURE, ihdr(200, 200), chunk('IDAT', [1, 2, 3, 4]), chunk('IEND'))

describe('a file that is no picture for a card', () => {
  const cut = (bytes: Bytes, share: number) => bytes.slice(0, Math.floor(bytes.length * share))
  it.each<[string, () => Bytes, string]>([
    ['nothing', () => joined(), 'missing'],
    ['ten megabytes and one', () => joined(jpeg(), new Uint8Array(10_000_000)), 'too_large'],
    ['a GIF', () => joined('GIF89a', new Uint8Array(100)), 'not_a_picture'],
    ['a WebP', () => joined('RIFF....WEBPVP8 ', new Uint8Array(100)), 'not_a_picture'],
    ['an iPhone’s HEIC', () => joined([0, 0, 0, 24], 'ftypheic', new Uint8Array(100)), 'not_a_picture'],
    [
      'an SVG',
      () => joined('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'not_a_picture',
    ],
    ['a page', () => joined('<!DOCTYPE html><script>alert(1)</script>'), 'not_a_picture'],
    ['a zip called .jpg', () => joined('PK\x03\x04', new Uint8Array(100)), 'not_a_picture'],
    ['a PDF', () => joined('%PDF-1.7', new Uint8Array(100)), 'not_a_picture'],
    ['two bytes of a JPEG', () => joined([0xff, 0xd8]), 'not_a_picture'],
    ['the beginning of a JPEG', () => joined([0xff, 0xd8, 0xff]), 'broken'],
    ['a JPEG cut off in its header', () => cut(jpeg(), 0.05), 'broken'],
    ['a JPEG cut off in its pixels', () => cut(jpeg(), 0.9), 'broken'],
    ['a JPEG without its last byte', () => jpeg().slice(0, -1), 'broken'],
    ['a JPEG with a segment that ends nowhere', () => joined([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff], 'x'), 'broken'],
    ['a JPEG with a segment of length 0', () => joined([0xff, 0xd8, 0xff, 0xe1, 0, 0], jpeg().slice(2)), 'broken'],
    ['a JPEG with two frames', () => withSegment(jpeg(), 0xc0, [8, 0, 100, 0, 100, 1, 1, 0x11, 0]), 'broken'],
    ['a lossless JPEG', () => withSegment(jpeg(), 0xc3, [8, 0, 100, 0, 100, 1, 1, 0x11, 0]), 'broken'],
    ['a JPEG of nothing but an end', () => joined([0xff, 0xd8, 0xff, 0xd9]), 'broken'],
    ['a PNG’s signature', () => joined(SIGNATURE), 'broken'],
    ['a PNG without pixels', () => joined(SIGNATURE, ihdr(200, 200), chunk('IEND')), 'broken'],
    ['a PNG that begins with another chunk', () => joined(SIGNATURE, chunk('tEXt', [65]), png().slice(8)), 'broken'],
    ['a PNG with two headers', () => joined(png().slice(0, 33), ihdr(9_000, 9_000), png().slice(33)), 'broken'],
    ['a PNG of a depth there is not', () => joined(SIGNATURE, ihdr(200, 200, { depth: 3 }), png().slice(33)), 'broken'],
    [
      'a PNG of a colour there is not',
      () => joined(SIGNATURE, ihdr(200, 200, { colour: 5 }), png().slice(33)),
      'broken',
    ],
    ['a PNG cut off', () => cut(png(), 0.8), 'broken'],
    ['a PNG with a chunk of 4 GB', () => joined(png().slice(0, 33), [255, 255, 255, 255], 'IDAT'), 'broken'],
    [
      'a PNG that claims 65,535 × 65,535',
      () => joined(SIGNATURE, ihdr(65_535, 65_535), png().slice(33)),
      'too_many_pixels',
    ],
    ['a PNG of 0 × 9', () => joined(SIGNATURE, ihdr(0, 9), png().slice(33)), 'too_small'],
    ['a dot', () => png(1, 1), 'too_small'],
    ['a hair', () => png(1, 60_000), 'too_small'],
    ['a ribbon', () => png(100, 401), 'too_long'],
  ])('is told by its header: %s', (_, file, fault) => {
    expect(faultOf(file())).toBe(fault)
  })

  it.each<[string, () => Promise<Bytes> | Bytes]>([
    ['a PNG whose pixels are none', brokenInside],
    ['a PNG whose size is another than its pixels’', () => joined(SIGNATURE, ihdr(2_000, 2_000), png().slice(33))],
    ['a JPEG whose tables are zeros', () => jpeg().fill(0, 25, 300)],
    ['a JPEG whose frame claims a hundred times its pixels', () => claiming(1_600, 1_200)],
  ])('is refused, never an accident, when only the decoder notices: %s', async (_, file) => {
    const taken = await keep(await file()).catch((error: unknown) => error)
    // Some decoders fill up what is missing: what counts is that it is a picture or a no.
    if (taken instanceof Error) expect(taken).toMatchObject({ code: 'picture_unusable' })
    // And the next one is taken.
    expect(await keep(jpeg())).toMatchObject({ width: 160 })
  })

  it.each([
    ['16 bits a channel', { depth: 16, colour: 2 }],
    ['16 bits and transparency', { depth: 16, colour: 6 }],
    ['one bit', { depth: 1, colour: 0 }],
    ['a palette of four', { depth: 2, colour: 3 }],
    ['grey with transparency', { colour: 4 }],
    ['interlaced', { interlace: 1, colour: 2 }],
  ])('is not a PNG with %s: that is taken', async (_, options) => {
    expect(await keep(await handmade(140, 110, options))).toMatchObject({ width: 140, height: 110 })
  })

  it('is not an animated PNG, a JPEG with a page behind it, nor one with filled-up markers', async () => {
    const control = chunk('acTL', [0, 0, 0, 2, 0, 0, 0, 0])
    const animated = joined(png().slice(0, 33), control, png().slice(33))
    const polyglot = joined(jpeg(), '<script>alert(1)</script>')
    const filled = joined(jpeg().slice(0, 2), [0xff, 0xff, 0xff], jpeg().slice(2))
    for (const file of [animated, polyglot, filled]) {
      const { id } = await keep(file)
      expect(seen(await fileOf(id)).quarters).toBe('rgby')
      expect(new TextDecoder('latin1').decode(await fileOf(id))).not.toMatch(/script|acTL/)
    }
  })

  it.each(['progressive.jpg', 'cmyk.jpg', 'grey.jpg'])('is not %s, as cameras and printers write', async (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)))
    expect(await keep(bytes)).toMatchObject({ width: 160, height: 120 })
  })
})

/** A JPEG whose frame says another size than its pixels have. */
function claiming(width: number, height: number): Bytes {
  const file = jpeg()
  const frame = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc0)
  return joined(file.slice(0, frame + 5), [height >> 8, height & 255, width >> 8, width & 255], file.slice(frame + 9))
}

describe('the shop’s pictures', () => {
  it('are a manager’s when the own store or an owner brought them, but for those of another store’s people', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addMember(store, 'hana')
    await addOperator(store, 'here', { role: 'manager', storeId: 'shibuya' })
    await addOperator(store, 'there', { role: 'manager', storeId: 'ueno' })
    const by = async (operatorId: string, width: number) =>
      (await storeImage(deps, { bytes: jpeg(width, 150), use: 'card', operatorId, now: NOON })).id
    const [dish, portrait, ours, theirs] = [
      await by('owner', 150),
      await by('owner', 160),
      await by('here', 170),
      await by('there', 180),
    ]
    await write(store, { imageId: portrait })
    const seenFrom = async (storeId: string | null) =>
      (await listImages(store, { storeId })).lines.map(({ id }) => id).sort()
    expect(await seenFrom('shibuya')).toEqual([dish, portrait, ours].sort())
    expect(await seenFrom('ueno')).toEqual([dish, theirs].sort())
    expect(await seenFrom(null)).toHaveLength(4)
    expect(await mayChoose(store, { imageId: portrait, storeId: 'ueno' })).toBe(false)
    expect(await mayChoose(store, { imageId: portrait, storeId: 'shibuya' })).toBe(true)
    await expect(removeImage(deps, { imageId: ours, storeId: 'ueno' })).rejects.toThrow('not_found')
  })

  it('are kept anew for whoever brings one that another store brought, and are everybody’s once a template shows them', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addStore(store)
    await addOperator(store, 'here', { role: 'manager', storeId: 'shibuya' })
    await addOperator(store, 'there', { role: 'manager', storeId: 'ueno' })
    const by = async (operatorId: string) =>
      (await storeImage(deps, { bytes: jpeg(150, 150), use: 'card', operatorId, now: NOON })).id
    const mine = await by('here')
    const theirs = await by('there')
    expect([theirs === mine, await by('here'), await by('there')]).toEqual([false, mine, theirs])
    expect(await mayChoose(store, { imageId: theirs, storeId: 'ueno' })).toBe(true)
    expect(await mayChoose(store, { imageId: mine, storeId: 'ueno' })).toBe(false)
    const content = JSON.stringify({ imageId: mine })
    await store.db
      .insertInto('message_templates')
      .values({ id: 't', name: 't', purpose: 'news', content, created_at: 1, updated_at: 1 })
      .execute()
    expect(await mayChoose(store, { imageId: mine, storeId: 'ueno' })).toBe(true)
  })

  it('are deleted, with their file, only while nothing uses them', async () => {
    await addMember(store, 'hana')
    const [free, told, sent, signed] = [
      await keep(jpeg(150, 150)),
      await keep(jpeg(160, 150)),
      await keep(jpeg(170, 150)),
      await keep(jpeg(180, 150)),
    ]
    await write(store, { imageId: told.id })
    await store.db
      .insertInto('message_templates')
      .values({
        id: 't',
        name: 't',
        purpose: 'news',
        content: JSON.stringify({ imageId: sent.id }),
        created_at: 1,
        updated_at: 1,
      })
      .execute()
    await store.db.updateTable('operators').set({ face_image_id: signed.id }).execute()
    for (const { id: imageId } of [told, sent, signed])
      await expect(removeImage(deps, { imageId, storeId: null })).rejects.toThrow('picture_in_use')
    await removeImage(deps, { imageId: free.id, storeId: null })
    expect([await deps.files.get(free.id), await deps.files.get(told.id)]).toEqual([undefined, expect.anything()])
    await expect(removeImage(deps, { imageId: free.id, storeId: null })).rejects.toThrow('not_found')
  })
})
