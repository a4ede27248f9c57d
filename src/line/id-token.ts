import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { sha256Hex } from '../crypto.ts'
import type { Store } from '../db/store.ts'
import type { LineGateway } from './line.ts'

const ISSUER = 'https://access.line.me'
/** LIFF's tokens have this one alone; those of a web login, signed with a secret of ours, are none of these. */
const ALGORITHM = 'ES256'
/** How long LINE's keys are believed. */
const KEYS_KEPT_MS = 60 * 60_000
/** A key that we do not know may be new; so often LINE is asked. */
const ASK_AGAIN_MS = 60_000
/** Clocks differ. */
const AHEAD_MS_MAX = 60_000
const TOKEN_MAX = 5_000
/** Headers that would have us trust a key that came with the token, or understand what we do not. */
const FORBIDDEN_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64', 'enc', 'zip']

const Header = z.looseObject({ alg: z.literal(ALGORITHM), kid: z.string().min(1).max(200) })
const Claims = z.object({
  sub: z.string().regex(/^U[0-9a-f]{32}$/),
  /** A list of channels is nothing that LINE makes. */
  aud: z.string(),
  exp: z.number().int(),
  iat: z.number().int(),
})
const Key = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
})
type Key = z.output<typeof Key>
const Certs = z.object({ keys: z.array(z.unknown()) })

type Kept = { keys: ReadonlyMap<string, Key>; fetchedAt: number; askedAt: number }
/** Each gateway's keys; in memory, because LINE tells them to everybody. */
const kept = new WeakMap<LineGateway, Kept>()

type Asked = { line: LineGateway; token: string; channelId: string; now: number }

/**
 * The LINE user id that an ID token from LIFF proves, and until when; undefined for anything that LINE did not sign for
 * this channel and this time. Refusal('line_unreachable') when LINE's keys cannot be had.
 */
export async function verifyIdToken({ line, token, channelId, now }: Asked) {
  const kid = token.length > TOKEN_MAX ? undefined : keyId(token)
  const key = kid === undefined ? undefined : await findKey(line, kid, now)
  if (!key) return undefined
  const claims = await readClaims(token, key, channelId, now)
  return claims && claims.iat * 1_000 <= now + AHEAD_MS_MAX
    ? { lineUserId: claims.sub, expiresAt: claims.exp * 1_000 }
    : undefined
}

/**
 * Takes a verified token for its one use; false when it was used before. What is remembered is a hash of what LINE signed:
 * the signature itself can be written in more than one way.
 */
export async function takeIdToken(
  { db }: Store,
  { token, expiresAt }: { token: string; expiresAt: number },
): Promise<boolean> {
  const signed = token.slice(0, token.lastIndexOf('.'))
  const taken = await db
    .insertInto('used_tokens')
    .values({ token_hash: await sha256Hex(signed), expires_at: expiresAt })
    .onConflict((clash) => clash.doNothing())
    .returning('token_hash')
    .executeTakeFirst()
  return taken !== undefined
}

/** Removes what is refused by its age anyway. */
export const forgetUsedTokens = ({ db }: Store, { now }: { now: number }) =>
  db.deleteFrom('used_tokens').where('expires_at', '<=', now).execute()

function keyId(token: string) {
  try {
    const header = Header.safeParse(decodeProtectedHeader(token)).data
    return header && !FORBIDDEN_HEADERS.some((name) => name in header) ? header.kid : undefined
  } catch {
    return undefined
  }
}

async function readClaims(token: string, key: Key, channelId: string, now: number) {
  try {
    const { payload } = await jwtVerify(token, await importJWK(key, ALGORITHM), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: channelId,
      currentDate: new Date(now),
      requiredClaims: ['sub', 'iat', 'exp'],
    })
    return Claims.safeParse(payload).data
  } catch {
    return undefined
  }
}

async function findKey(line: LineGateway, kid: string, now: number): Promise<Key | undefined> {
  const known = kept.get(line)
  const fresh = known && now - known.fetchedAt < KEYS_KEPT_MS
  const found = fresh ? known.keys.get(kid) : undefined
  if (found || (fresh && now - known.askedAt < ASK_AGAIN_MS)) return found
  // Noted before the answer: while LINE does not answer, an unknown key has it asked no more often.
  if (known) kept.set(line, { ...known, askedAt: now })
  const keys = readKeys(await line.certs())
  kept.set(line, { keys, fetchedAt: now, askedAt: now })
  return keys.get(kid)
}

/** Keys of kinds that we do not use are left out. */
const readKeys = (certs: unknown) =>
  new Map(
    (Certs.safeParse(certs).data?.keys ?? []).flatMap((one) => {
      const key = Key.safeParse(one).data
      return key ? [[key.kid, key] as const] : []
    }),
  )
