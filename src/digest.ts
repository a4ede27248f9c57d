import { createHash } from 'node:crypto'

/**
 * A digest in hex, at once. Both runtimes have Node's (on Workers by nodejs_compat); WebCrypto's is a job for another thread
 * each time, which costs more than the digest when thousands of messages are sealed.
 */
export const digestHex = (algorithm: 'sha1' | 'sha256', bytes: string | Uint8Array) =>
  createHash(algorithm).update(bytes).digest('hex')
