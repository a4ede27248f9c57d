import { hmacHex, toHex } from '../crypto.ts'

/** What Workers allow at most, and what guessing a copied database costs for each PIN beside the pepper it lacks. */
const ROUNDS = 100_000
const HASH_BITS = 256

export type PinToHash = { operatorId: string; pin: string; salt: string; pepper: string }
/** How a PIN becomes what is kept; a test may count with one that costs nothing. */
export type PinHash = (pin: PinToHash) => Promise<string>

const encoder = new TextEncoder()

/** PBKDF2 over an HMAC with the server's secret: a copy of the database alone cannot even be guessed at. */
export const slowPinHash: PinHash = async ({ operatorId, pin, salt, pepper }) => {
  const peppered = await hmacHex(pepper, `till pin v1:${operatorId}:${pin}`)
  const key = await crypto.subtle.importKey('raw', encoder.encode(peppered), 'PBKDF2', false, ['deriveBits'])
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: encoder.encode(salt), iterations: ROUNDS }
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, HASH_BITS)))
}

/** What was typed as the six digits it must mean, full width or not; undefined when it is something else. */
export function readPin(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : undefined
}

/** Six digits that are not the first that anybody tries: no 111111, 123123, 121212, 123456 or 987654. */
export function isUsablePin(pin: string) {
  if (!/^\d{6}$/.test(pin) || /^(\d{1,3})\1+$/.test(pin)) return false
  const digits = [...pin].map(Number)
  const steps = new Set(digits.slice(1).map((digit, i) => (digit - (digits[i] ?? 0) + 10) % 10))
  return !(steps.size === 1 && (steps.has(1) || steps.has(9)))
}

/** A PIN that nobody chose; every usable one is as likely. */
export function randomPin(): string {
  // The largest multiple of a million below 2^32: what is above it would make small numbers likelier.
  const limit = 4_294_000_000
  for (;;) {
    const [drawn = limit] = crypto.getRandomValues(new Uint32Array(1))
    const pin = String(drawn % 1_000_000).padStart(6, '0')
    if (drawn < limit && isUsablePin(pin)) return pin
  }
}
