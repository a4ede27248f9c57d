import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crockford, equalBytes, foldCode, hmacHex, sha256Hex, uuidV5 } from '../src/crypto.ts'

it('makes the name-based UUIDs of RFC 9562', async () => {
  // The RFC's own example: the DNS namespace and www.example.com.
  expect(await uuidV5('6ba7b8109dad11d180b400c04fd430c8', 'www.example.com')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  )
})

it('hashes and signs as the standards say', async () => {
  expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  // RFC 4231, test case 2.
  expect(await hmacHex('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

it('reads back every code it makes, however a person types it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), (bytes) => {
      const code = crockford(bytes, 8)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
      const sloppy = `${code.slice(0, 4)} - ${code.slice(4)}`.toLowerCase().replace(/0/g, 'o').replace(/1/g, 'l')
      const fullWidth = [...sloppy].map((letter) =>
        /[!-~]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter,
      )
      expect(foldCode(sloppy)).toBe(code)
      expect(foldCode(fullWidth.join(''))).toBe(code)
    }),
  )
})

it('calls only equal bytes equal', () => {
  const bytes = fc.uint8Array({ maxLength: 40 })
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(equalBytes(a, a.slice())).toBe(true)
      expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
    }),
  )
  expect(equalBytes(new Uint8Array([1]), new Uint8Array([1, 0]))).toBe(false)
})
