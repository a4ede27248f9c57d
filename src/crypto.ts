import { digestHex } from './digest.ts'

/** Small, pure helpers over what both runtimes have. */

const encoder = new TextEncoder()
/** Crockford's base 32: no I, L, O, U, so that a code survives being read aloud and typed. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export const toHex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const sha256Hex = async (words: string) => digestHex('sha256', words)

/** Keys that are kept imported: importing one costs more than using it. A process has a few. */
const KEYS_MAX = 8
const keys = new Map<string, Promise<CryptoKey>>()

/** HMAC-SHA256. `key` is any text; name the use in `words` so that one key never signs two kinds of thing alike. */
export async function hmac(key: string, words: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', await imported(key), encoder.encode(words)))
}

function imported(key: string): Promise<CryptoKey> {
  const known = keys.get(key)
  if (known) return known
  if (keys.size >= KEYS_MAX) keys.clear()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const importing = crypto.subtle.importKey('raw', encoder.encode(key), algorithm, false, ['sign'])
  keys.set(key, importing)
  return importing
}

export const hmacHex = async (key: string, words: string) => toHex(await hmac(key, words))

/** 256 random bits, in hex: session, login and enrolment tokens. */
export const randomToken = () => toHex(crypto.getRandomValues(new Uint8Array(32)))

/** The first 5 bits x `length` of the bytes as characters that people can type. */
export function crockford(bytes: Uint8Array, length: number) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length }, (_, i) => CROCKFORD.charAt(Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2))).join('')
}

/** What a person typed, as the code it must mean: full width, case, spaces, hyphens and look-alikes folded. */
export const foldCode = (typed: string) =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

/** A name-based UUID (RFC 9562, version 5): the same namespace and name give the same id, everywhere and for ever. */
export async function uuidV5(namespaceHex: string, name: string) {
  const namespace = Uint8Array.from(namespaceHex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
  const digest = digestHex('sha1', new Uint8Array([...namespace, ...encoder.encode(name)]))
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ].map(([from, to]) => digest.slice(from, to))
  return `${a}-${b}-5${c}-${variant}${d}-${e}`
}

/** Compares without telling by its time how much was equal. */
export function equalBytes(a: Uint8Array, b: Uint8Array) {
  let difference = a.length ^ b.length
  for (let i = 0; i < Math.max(a.length, b.length); i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
