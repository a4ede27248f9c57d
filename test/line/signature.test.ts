import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSigned } from '../../src/line/signature.ts'
import { OTHER_SECRET, SECRET, sign } from './support.ts'

const bytes = (words: string) => new TextEncoder().encode(words)

/** From LINE's own documentation ("Verify webhook signature"). */
const OFFICIAL = {
  body: '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}',
  secret: '8c570fa6dd201bb328f1c1eac23a96d8',
  signature: 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=',
}

describe('a webhook signature', () => {
  it("is accepted in LINE's official example", async () => {
    expect(await isSigned(bytes(OFFICIAL.body), OFFICIAL.signature, [OFFICIAL.secret])).toBe(true)
  })

  it('is accepted from either of two secrets during a rotation, and from no third', async () => {
    const body = bytes('{"events":[]}')
    expect(await isSigned(body, sign(body, SECRET), [SECRET, OTHER_SECRET])).toBe(true)
    expect(await isSigned(body, sign(body, OTHER_SECRET), [SECRET, OTHER_SECRET])).toBe(true)
    expect(await isSigned(body, sign(body, 'f'.repeat(32)), [SECRET, OTHER_SECRET])).toBe(false)
  })

  it('is accepted over any bytes, text or not', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (body) => {
        expect(await isSigned(new Uint8Array(body), sign(body), [SECRET])).toBe(true)
      }),
    ))
})

describe('a forged webhook signature', () => {
  const body = bytes(OFFICIAL.body)
  const refused = async (signature: string | undefined, over = body) => {
    expect(await isSigned(over, signature, [OFFICIAL.secret])).toBe(false)
  }

  it('is refused when any bit of the body was flipped', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(body.length * 8 - 1), (bit) => {
        const flipped = Uint8Array.from(body)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        return refused(OFFICIAL.signature, flipped)
      }),
      { numRuns: 1_000 },
    ))

  it('is refused when any of its characters was exchanged for any other, the spare bits of the last digit too', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_'
    for (let at = 0; at < OFFICIAL.signature.length; at++) {
      for (const letter of alphabet) {
        const forged = OFFICIAL.signature.slice(0, at) + letter + OFFICIAL.signature.slice(at + 1)
        if (forged !== OFFICIAL.signature) await refused(forged)
      }
    }
  })

  it('is refused when truncated anywhere', async () => {
    for (let length = 0; length < OFFICIAL.signature.length; length++)
      await refused(OFFICIAL.signature.slice(0, length))
  })

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['base64url', OFFICIAL.signature.replaceAll('+', '-').replaceAll('/', '_')],
    ['without padding', OFFICIAL.signature.replace('=', '')],
    ['with too much padding', `${OFFICIAL.signature}=`],
    ['with a blank before it', ` ${OFFICIAL.signature}`],
    ['with a blank after it', `${OFFICIAL.signature} `],
    ['with a line break after it', `${OFFICIAL.signature}\n`],
    ['with a blank inside', `${OFFICIAL.signature.slice(0, 20)} ${OFFICIAL.signature.slice(20)}`],
    ['sent twice', `${OFFICIAL.signature}, ${OFFICIAL.signature}`],
    ['in hex', Buffer.from(OFFICIAL.signature, 'base64').toString('hex')],
    ['of a megabyte', 'A'.repeat(1_000_000)],
    ['of zero bytes', Buffer.alloc(32).toString('base64')],
  ])('is refused when %s', (_, signature) => refused(signature))

  it('is refused, without an exception, whatever stands in the header', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 100 }), (garbage) => refused(garbage)),
      {
        numRuns: 2_000,
      },
    ))
})
