/** 32 bytes in base64, written the one right way: the last digit carries 4 bits, so its other spellings are forgeries. */
const SIGNATURE = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/
const encoder = new TextEncoder()

/**
 * Whether LINE signed exactly these bytes with one of the channel's secrets: two during a rotation. Compares in constant
 * time. Whatever stands in the header, it answers and does not throw.
 */
export async function isSigned(
  body: Uint8Array<ArrayBuffer>,
  signature: string | undefined,
  secrets: readonly string[],
) {
  if (signature === undefined || !SIGNATURE.test(signature)) return false
  const mac = decode(signature)
  for (const secret of secrets) {
    if (await crypto.subtle.verify('HMAC', await keyOf(secret), mac, body)) return true
  }
  return false
}

/** Importing a key costs as much as verifying does. A process knows one channel's secrets, so this stays small. */
const keys = new Map<string, Promise<CryptoKey>>()
function keyOf(secret: string) {
  const known = keys.get(secret)
  if (known) return known
  const key = crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ])
  keys.set(secret, key)
  return key
}

function decode(base64: string) {
  const digits = atob(base64)
  const bytes = new Uint8Array(digits.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = digits.charCodeAt(i)
  return bytes
}
