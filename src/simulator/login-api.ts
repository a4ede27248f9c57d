import {
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import { z } from 'zod'
import { ApiError } from './errors.ts'
import type { Answer, Call, Endpoint } from './gate.ts'
import { hex32 } from './ids.ts'
import type { User, World } from './world.ts'

const ISSUER = 'https://access.line.me'
const STATELESS_SECONDS = 15 * 60
const ID_TOKEN_SECONDS = 60 * 60

/** Channel access tokens, and ID tokens of people who log in. Facts: sections 8 and 9. */
export const loginEndpoints: readonly Endpoint[] = [
  { name: 'token.stateless', method: 'POST', path: '/oauth2/v3/token', open: true, answer: issueStateless },
  { name: 'idtoken.verify', method: 'POST', path: '/oauth2/v2.1/verify', open: true, answer: verifyIdToken },
  { name: 'certs', method: 'GET', path: '/oauth2/v2.1/certs', open: true, answer: certs },
]

const oauthError = (error: string, error_description: string) =>
  new ApiError(400, error_description, { body: { error, error_description, message: undefined } })

const form = ({ body }: Call) => new URLSearchParams(body.toString('utf8'))

/** A token for 15 minutes, for whoever knows the channel's secret. */
function issueStateless(call: Call): Answer {
  const { world, now } = call
  const fields = form(call)
  if (fields.get('grant_type') !== 'client_credentials')
    throw oauthError('unsupported_grant_type', 'unsupported grant_type')
  const { channelId, channelSecret } = world.settings
  if (fields.get('client_id') !== channelId || fields.get('client_secret') !== channelSecret)
    throw oauthError('invalid_client', 'invalid client_id or client_secret')
  for (const [token, until] of world.statelessTokens) if (until <= now) world.statelessTokens.delete(token)
  const token = `stateless.${hex32()}${hex32()}`
  world.statelessTokens.set(token, now + STATELESS_SECONDS * 1_000)
  return { json: { token_type: 'Bearer', access_token: token, expires_in: STATELESS_SECONDS } }
}

export const IdTokenRequest = z.object({
  /** ES256 as from LIFF, HS256 as from web login. */
  alg: z.enum(['ES256', 'HS256']).default('ES256'),
  nonce: z.string().optional(),
  /** Negative: already expired. */
  expiresInSeconds: z.number().int().default(ID_TOKEN_SECONDS),
  /** For forgeries. */
  clientId: z.string().optional(),
  issuer: z.string().optional(),
})

/** An ID token as LINE Login would give it to this person now. */
export async function mintIdToken(world: World, user: User, request: z.output<typeof IdTokenRequest>) {
  const { alg, nonce, expiresInSeconds, clientId = world.settings.loginChannelId, issuer = ISSUER } = request
  const now = Math.floor(world.now() / 1_000)
  const payload: JWTPayload = {
    amr: ['linesso'],
    name: user.displayName,
    ...(user.pictureUrl === undefined ? {} : { picture: user.pictureUrl }),
    ...(nonce === undefined ? {} : { nonce }),
  }
  const key = alg === 'HS256' ? secretKey(world) : await signingKey(world)
  const header = alg === 'HS256' ? { typ: 'JWT', alg } : { typ: 'JWT', alg, kid: key.kid ?? '' }
  return new SignJWT(payload)
    .setProtectedHeader(header)
    .setIssuer(issuer)
    .setSubject(user.id)
    .setAudience(clientId)
    .setIssuedAt(Math.min(now, now + expiresInSeconds))
    .setExpirationTime(now + expiresInSeconds)
    .sign(await importJWK(key, alg))
}

/** The payload of a genuine, current token for this channel, or the one literal text that says what is wrong. */
async function verifyIdToken(call: Call): Promise<Answer> {
  const fields = form(call)
  const token = fields.get('id_token')
  const clientId = fields.get('client_id')
  if (!token) throw oauthError('invalid_request', 'id_token is required')
  if (!clientId) throw oauthError('invalid_request', 'client_id is required')
  const payload = await verified(call.world, token, clientId)
  const nonce = fields.get('nonce')
  if (nonce !== null && payload.nonce !== nonce) throw oauthError('invalid_request', 'Invalid IdToken Nonce.')
  const userId = fields.get('user_id')
  if (userId !== null && payload.sub !== userId)
    throw oauthError('invalid_request', 'Invalid IdToken Subject Identifier.')
  return { json: payload }
}

async function verified(world: World, token: string, audience: string): Promise<JWTPayload> {
  try {
    const { alg } = decodeProtectedHeader(token)
    const key = alg === 'HS256' ? secretKey(world) : await publicKey(world)
    const options = { issuer: ISSUER, audience, currentDate: new Date(world.now()), algorithms: ['HS256', 'ES256'] }
    return (await jwtVerify(token, await importJWK(key, alg), options)).payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw oauthError('invalid_request', 'IdToken expired.')
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss')
      throw oauthError('invalid_request', 'Invalid IdToken Issuer.')
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
      throw oauthError('invalid_request', 'Invalid IdToken Audience.')
    throw oauthError('invalid_request', 'Invalid IdToken.')
  }
}

/** The public half of the ES256 pair. */
async function certs({ world }: Call): Promise<Answer> {
  return { json: { keys: [{ ...(await publicKey(world)), use: 'sig' }] } }
}

const secretKey = ({ settings }: World): JWK => ({
  kty: 'oct',
  k: Buffer.from(settings.loginChannelSecret).toString('base64url'),
  alg: 'HS256',
})

async function publicKey(world: World): Promise<JWK> {
  const { d, ...rest } = await signingKey(world)
  return rest
}

async function signingKey(world: World): Promise<JWK> {
  if (world.signingKey) return world.signingKey
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  // Two first uses at once agree on the one that was stored first.
  world.signingKey ??= { ...jwk, kid: hex32(), alg: 'ES256' }
  return world.signingKey
}
