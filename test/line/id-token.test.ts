import { createHmac, createPublicKey } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { forgetUsedTokens, takeIdToken, verifyIdToken } from '../../src/line/id-token.ts'
import { Refusal } from '../../src/refusal.ts'
import { HOUR, lineUserId, MINUTE, NOON, newStore } from '../support.ts'
import { lineThatAnswers } from './support.ts'

const CHANNEL = '2000000001'
const ISSUER = 'https://access.line.me'
const SUB = lineUserId('hana')
const SECONDS = NOON / 1_000

type Pair = { private: JWK; public: JWK }
let line1: Pair
let evil: Pair
let sibling: Pair
beforeAll(async () => {
  ;[line1, evil, sibling] = await Promise.all([newPair('line-1'), newPair('line-1'), newPair('line-2')])
})

async function newPair(kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const named = { kid, alg: 'ES256', use: 'sig' }
  return {
    private: { ...(await exportJWK(privateKey)), ...named },
    public: { ...(await exportJWK(publicKey)), ...named },
  }
}

let asked: number
let keys: readonly unknown[] | undefined
let line: ReturnType<typeof lineThatAnswers>
beforeEach(() => {
  asked = 0
  keys = [line1.public]
  line = {
    ...lineThatAnswers(),
    certs: async () => {
      asked += 1
      if (!keys) throw new Refusal('line_unreachable')
      return { keys }
    },
  }
})

const CLAIMS = { iss: ISSUER, sub: SUB, aud: CHANNEL, exp: SECONDS + 3_600, iat: SECONDS, amr: ['linesso'], name: '花' }
const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url')

async function sign(
  claims: Record<string, unknown> = {},
  { header = {}, pair = line1 }: { header?: Record<string, unknown>; pair?: Pair } = {},
) {
  const key = await importJWK(pair.private, 'ES256')
  return new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256', kid: String(pair.public.kid), ...header })
    .sign(key)
}
const verify = (token: string, now = NOON) => verifyIdToken({ line, token, channelId: CHANNEL, now })

describe('an ID token of LIFF', () => {
  it('proves who the person is', async () => {
    expect(await verify(await sign())).toEqual({ lineUserId: SUB, expiresAt: (SECONDS + 3_600) * 1_000 })
  })

  it('is good until it expires, and a minute before it was made, as clocks differ', async () => {
    const token = await sign()
    expect(await verify(token, NOON + HOUR - 1_000)).toBeDefined()
    expect(await verify(token, NOON + HOUR)).toBeUndefined()
    expect(await verify(token, NOON - MINUTE)).toBeDefined()
    expect(await verify(token, NOON - MINUTE - 1_000)).toBeUndefined()
  })
})

/** Each makes a token that LINE did not make for this channel, now. */
const FORGERIES: Record<string, () => Promise<string> | string> = {
  nothing: () => '',
  'a word': () => 'token',
  'an access token': () => 'eyJhbGciOiJIUzI1NiJ9.UnQ_o-GP0VtnwDjbK0C8E_NvK',
  'an opaque access token': () => 'Ab9cDe0F'.repeat(20),
  'two dots': () => '..',
  'a flood': () => `${part({ alg: 'ES256', kid: 'line-1' })}.${'A'.repeat(200_000)}.A`,
  ...Object.fromEntries(
    ['none', 'None', 'NONE', 'nOnE', ''].map((alg) => [
      `alg "${alg}" without a signature`,
      () => `${part({ typ: 'JWT', alg, kid: 'line-1' })}.${part(CLAIMS)}.`,
    ]),
  ),
  ...Object.fromEntries(
    ['none', 'None', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'es256', 'ES256K', 'dir'].map((alg) => [
      `alg ${alg} over a good signature`,
      async () => {
        const [, payload, signature] = (await sign()).split('.')
        return `${part({ typ: 'JWT', alg, kid: 'line-1' })}.${payload}.${signature}`
      },
    ]),
  ),
  'HS256 with the public key as PEM': () =>
    hs256(createPublicKey({ key: jwkOf(line1), format: 'jwk' }).export({ type: 'spki', format: 'pem' })),
  'HS256 with the public key as DER': () =>
    hs256(createPublicKey({ key: jwkOf(line1), format: 'jwk' }).export({ type: 'spki', format: 'der' })),
  'HS256 with the public key as JWK': () => hs256(JSON.stringify(line1.public)),
  'HS256 with x of the public key': () => hs256(Buffer.from(String(line1.public.x), 'base64url')),
  'HS256 with an empty key': () => hs256(''),
  'HS256 with the channel’s id': () => hs256(CHANNEL),
  'HS384 with the public key': () => hs256(JSON.stringify(line1.public), 'HS384'),
  'HS512 with the public key': () => hs256(JSON.stringify(line1.public), 'HS512'),
  'another key under LINE’s kid': () => sign({}, { pair: evil }),
  'another kid': () => sign({}, { header: { kid: 'line-9' } }),
  'a kid that is a path': () => sign({}, { header: { kid: '../../dev/null' } }),
  'an empty kid': () => sign({}, { header: { kid: '' } }),
  'a kid of an object’s own': () => sign({}, { header: { kid: '__proto__' } }),
  'no kid': async () => {
    const [, payload, signature] = (await sign()).split('.')
    return `${part({ typ: 'JWT', alg: 'ES256' })}.${payload}.${signature}`
  },
  'a key of its own (jwk)': () => sign({}, { pair: evil, header: { jwk: evil.public } }),
  'a key of its own, signed by LINE': () => sign({}, { header: { jwk: evil.public } }),
  'a place for keys (jku)': () => sign({}, { pair: evil, header: { jku: 'https://evil.example/keys' } }),
  'LINE’s own place for keys (jku)': () => sign({}, { header: { jku: 'https://api.line.me/oauth2/v2.1/certs' } }),
  'a certificate’s place (x5u)': () => sign({}, { pair: evil, header: { x5u: 'https://evil.example/cert' } }),
  'a certificate (x5c)': () => sign({}, { header: { x5c: ['MIIB'] } }),
  'something critical that nobody understands': () => signedRaw({ crit: ['exp'] }),
  'a sibling channel of the same shop': () => sign({ aud: '2000000002' }),
  'a channel that begins alike': () => sign({ aud: `${CHANNEL}0` }),
  'several channels': () => sign({ aud: [CHANNEL, '2000000002'] }),
  'this channel in a list': () => sign({ aud: [CHANNEL] }),
  'no channel': () => sign({ aud: undefined }),
  'an empty channel': () => sign({ aud: '' }),
  'a number for a channel': () => sign({ aud: Number(CHANNEL) }),
  'another issuer': () => sign({ iss: 'https://evil.example' }),
  'an issuer that looks alike': () => sign({ iss: 'https://access.line.me.evil.example' }),
  'the issuer with a slash': () => sign({ iss: `${ISSUER}/` }),
  'the issuer over http': () => sign({ iss: 'http://access.line.me' }),
  'no issuer': () => sign({ iss: undefined }),
  expired: () => sign({ exp: SECONDS - 1 }),
  'expiring now': () => sign({ exp: SECONDS }),
  'without an end': () => sign({ exp: undefined }),
  'an end in words': () => sign({ exp: '9999999999' }),
  'of the future': () => sign({ iat: SECONDS + 61, exp: SECONDS + 3_661 }),
  'without a beginning': () => sign({ iat: undefined }),
  'a beginning in words': () => sign({ iat: String(SECONDS) }),
  'not yet good': () => sign({ nbf: SECONDS + 61 }),
  'nobody’s': () => sign({ sub: undefined }),
  'of no LINE user': () => sign({ sub: 'admin' }),
  'of a user in capitals': () => sign({ sub: SUB.toUpperCase() }),
  'of two users': () => sign({ sub: [SUB] }),
  'of a group': () => sign({ sub: `C${SUB.slice(1)}` }),
  'another person’s name put in': async () => {
    const [header, , signature] = (await sign()).split('.')
    return `${header}.${part({ ...CLAIMS, sub: lineUserId('ken') })}.${signature}`
  },
  'the signature of another token': async () => {
    const [header, payload] = (await sign()).split('.')
    return `${header}.${payload}.${(await sign({ sub: lineUserId('ken') })).split('.')[2]}`
  },
  'the end of the signature cut off': async () => (await sign()).slice(0, -2),
  'half of the signature': async () => (await sign()).slice(0, -43),
  'no signature': async () => `${(await sign()).split('.').slice(0, 2).join('.')}.`,
  'a signature of zeros': async () => `${(await sign()).split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`,
  'no dot before the signature': async () => (await sign()).split('.').slice(0, 2).join('.'),
  'a part too many': async () => `${await sign()}.e30`,
  'a space before it': async () => ` ${await sign()}`,
  'Bearer before it': async () => `Bearer ${await sign()}`,
  'a header that is no JSON': async () => `e3.${(await sign()).split('.').slice(1).join('.')}`,
  'a payload that is no JSON': () => signedRaw({}, 'hello'),
  'a payload that is a list': () => signedRaw({}, JSON.stringify([CLAIMS])),
}

const jwkOf = ({ public: { kty = '', crv = '', x = '', y = '' } }: Pair) => ({ kty, crv, x, y })

function hs256(key: string | Buffer, alg = 'HS256') {
  const signed = `${part({ typ: 'JWT', alg, kid: 'line-1' })}.${part(CLAIMS)}`
  return `${signed}.${createHmac(alg.replace('HS', 'sha'), key).update(signed).digest('base64url')}`
}

/** Truly signed by LINE's key, whatever stands in it. */
async function signedRaw(header: Record<string, unknown>, payload = JSON.stringify(CLAIMS)) {
  const { d = '' } = line1.private
  const key = await crypto.subtle.importKey(
    'jwk',
    { ...jwkOf(line1), d },
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
  const signed = `${part({ typ: 'JWT', alg: 'ES256', kid: 'line-1', ...header })}.${Buffer.from(payload).toString('base64url')}`
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

describe('a forged ID token', () => {
  it('is tried in more than sixty ways', () => expect(Object.keys(FORGERIES).length).toBeGreaterThanOrEqual(60))

  it.each(Object.keys(FORGERIES))('is refused: %s', async (name) => {
    const token = (await FORGERIES[name]?.()) ?? ''
    expect(await verify(token)).toBeUndefined()
  })

  it('is refused by what was changed, not by how it was made', async () => {
    expect(await verify(await signedRaw({}))).toBeDefined()
  })
})

describe('the keys of LINE', () => {
  it('are asked for once an hour', async () => {
    const token = await sign({ exp: SECONDS + 3 * 3_600 })
    for (const now of [NOON, NOON + MINUTE, NOON + HOUR - 1]) await verify(token, now)
    expect(asked).toBe(1)
    await verify(token, NOON + HOUR)
    expect(asked).toBe(2)
  })

  it('are asked for again when one is unknown, at most once a minute', async () => {
    await verify(await sign())
    const turned = await sign({}, { pair: sibling })
    for (let i = 0; i < 50; i++) await verify(turned, NOON + MINUTE - 1)
    expect(asked).toBe(1)
    keys = [line1.public, sibling.public]
    expect(await verify(turned, NOON + MINUTE)).toBeDefined()
    expect(asked).toBe(2)
  })

  it('are not believed any longer because LINE does not answer', async () => {
    await verify(await sign())
    keys = undefined
    const unknown = await sign({}, { pair: sibling })
    for (let i = 1; i < 60; i++) await verify(unknown, NOON + i * MINUTE).catch(() => {})
    await expect(verify(await sign({ exp: SECONDS + 9_000 }), NOON + HOUR)).rejects.toMatchObject({
      code: 'line_unreachable',
    })
  })

  it('may be of kinds that we do not use', async () => {
    keys = ['x', null, { kty: 'RSA', kid: 'line-1', n: 'AQAB', e: 'AQAB' }, { ...line1.public }]
    expect(await verify(await sign())).toBeDefined()
    keys = []
    expect(await verify(await sign({}, { pair: sibling }), NOON + MINUTE)).toBeUndefined()
  })
})

describe('a token’s one use', () => {
  let store: Store
  beforeEach(() => {
    store = newStore()
  })
  const take = (token: string) => takeIdToken(store, { token, expiresAt: NOON + HOUR })

  it('is one, also at the same moment', async () => {
    const token = await sign()
    expect((await Promise.all([take(token), take(token), take(token)])).filter(Boolean)).toHaveLength(1)
    expect(await take(await sign({ iat: SECONDS - 1 }))).toBe(true)
  })

  it('is one however its signature is written', async () => {
    const token = await sign()
    expect(await take(token)).toBe(true)
    const twin = otherSignature(token)
    expect(twin).not.toBe(token)
    expect(await verify(twin)).toBeDefined()
    expect(await take(twin)).toBe(false)
  })

  it('is remembered as a hash, until the token has expired', async () => {
    const token = await sign()
    await take(token)
    const kept = await store.db.selectFrom('used_tokens').selectAll().execute()
    expect(JSON.stringify(kept)).not.toContain(token.slice(0, 20))
    await forgetUsedTokens(store, { now: NOON + HOUR - 1 })
    expect(await take(token)).toBe(false)
    await forgetUsedTokens(store, { now: NOON + HOUR })
    expect(await store.db.selectFrom('used_tokens').selectAll().execute()).toEqual([])
  })
})

/** With (r, s) the pair (r, n - s) is a signature of the same words. */
function otherSignature(token: string) {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const bytes = Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('hex')
  const s = (order - BigInt(`0x${bytes.slice(64)}`)).toString(16).padStart(64, '0')
  return `${token.slice(0, token.lastIndexOf('.'))}.${Buffer.from(bytes.slice(0, 64) + s, 'hex').toString('base64url')}`
}
