import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { advanceClock } from '../../src/simulator/control-platform.ts'
import { IdTokenRequest, mintIdToken } from '../../src/simulator/login-api.ts'
import { addUser } from '../../src/simulator/people.ts'
import { HOUR, MINUTE, NOON, newSimulator, userId } from './support.ts'

const CHANNEL = '2000000001'
const SECRET = '8c570fa6dd201bb328f1c1eac23a96d8'

function withFriend() {
  const simulator = newSimulator({ channelId: CHANNEL, channelSecret: SECRET })
  const friend = addUser(simulator.world, { id: userId(1), displayName: 'さくら', friend: true })
  const mint = (request: Parameters<typeof IdTokenRequest.parse>[0] = {}) =>
    mintIdToken(simulator.world, friend, IdTokenRequest.parse(request))
  const send = (path: string, fields: Record<string, string>) =>
    simulator.app.request(path, { method: 'POST', body: new URLSearchParams(fields) })
  const verify = async (id_token: string, more: Record<string, string> = {}) => {
    const answer = await send('/oauth2/v2.1/verify', { id_token, client_id: CHANNEL, ...more })
    const body = await answer.json()
    return answer.status === 200 ? body : [answer.status, body.error, body.error_description]
  }
  return { ...simulator, mint, send, verify }
}
const invalid = (words: string) => [400, 'invalid_request', words]

describe('an ID token', () => {
  it.each(['ES256', 'HS256'] as const)('signed with %s tells who the person is', async (alg) => {
    const { mint, verify } = withFriend()
    const token = await mint({ alg, nonce: 'n-1' })
    expect(decodeProtectedHeader(token).alg).toBe(alg)
    expect(await verify(token, { nonce: 'n-1', user_id: userId(1) })).toMatchObject({
      iss: 'https://access.line.me',
      sub: userId(1),
      aud: CHANNEL,
      iat: NOON / 1_000,
      exp: NOON / 1_000 + 3_600,
      nonce: 'n-1',
      name: 'さくら',
    })
  })

  it('is refused in the literal words of what is wrong', async () => {
    const { mint, verify, world } = withFriend()
    const token = await mint({ nonce: 'n-1' })
    expect(await verify(token, { client_id: '9' })).toEqual(invalid('Invalid IdToken Audience.'))
    expect(await verify(token, { nonce: 'n-2' })).toEqual(invalid('Invalid IdToken Nonce.'))
    expect(await verify(token, { user_id: userId(2) })).toEqual(invalid('Invalid IdToken Subject Identifier.'))
    expect(await verify(await mint({ issuer: 'https://evil.example' }))).toEqual(invalid('Invalid IdToken Issuer.'))
    expect(await verify(await mint({ clientId: '9' }))).toEqual(invalid('Invalid IdToken Audience.'))
    expect(await verify(await mint({ expiresInSeconds: -1 }))).toEqual(invalid('IdToken expired.'))
    advanceClock(world, HOUR)
    expect(await verify(token)).toEqual(invalid('IdToken expired.'))
  })

  it('is refused when it was forged', async () => {
    const { mint, verify, get } = withFriend()
    const token = await mint()
    const [header = '', payload = '', signature = ''] = token.split('.')
    const other = Buffer.from(JSON.stringify({ iss: 'https://access.line.me', sub: userId(2), aud: CHANNEL, exp: 2e9 }))
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
    const { keys } = await (await get('/oauth2/v2.1/certs')).json()
    const asSecret = await new SignJWT({ sub: userId(1) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('https://access.line.me')
      .setAudience(CHANNEL)
      .setExpirationTime('1h')
      .sign(Buffer.from(JSON.stringify(keys[0])))
    for (const forged of [
      `${header}.${other.toString('base64url')}.${signature}`,
      `${unsigned}.${payload}.`,
      asSecret,
      `${header}.${payload}`,
      'token',
    ])
      expect(await verify(forged)).toEqual(invalid('Invalid IdToken.'))
    expect((await verify(''))[0]).toBe(400)
    expect((await verify(token, { client_id: '' }))[0]).toBe(400)
  })

  it('can be checked with the published keys, which hold nothing private', async () => {
    const { mint, get } = withFriend()
    const token = await mint()
    const certs = await (await get('/oauth2/v2.1/certs')).json()
    expect(certs.keys[0]).not.toHaveProperty('d')
    const { payload } = await jwtVerify(token, createLocalJWKSet(certs), { currentDate: new Date(NOON) })
    expect(payload.sub).toBe(userId(1))
  })
})

describe('a stateless channel access token', () => {
  const QUOTA = '/v2/bot/message/quota'
  const fields = { grant_type: 'client_credentials', client_id: CHANNEL, client_secret: SECRET }

  it('works for 15 minutes', async () => {
    const { send, call, world } = withFriend()
    const issued = await (await send('/oauth2/v3/token', fields)).json()
    expect(issued).toEqual({ token_type: 'Bearer', access_token: expect.any(String), expires_in: 900 })
    const status = async () =>
      (await call('GET', QUOTA, undefined, { authorization: `Bearer ${issued.access_token}` })).status
    advanceClock(world, 15 * MINUTE - 1)
    expect(await status()).toBe(200)
    advanceClock(world, 1)
    expect(await status()).toBe(401)
  })

  it('is only for who knows the secret', async () => {
    const { send } = withFriend()
    for (const wrong of [{ client_secret: 'x' }, { client_id: 'x' }, { grant_type: 'password' }]) {
      const answer = await send('/oauth2/v3/token', { ...fields, ...wrong })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toHaveProperty('error_description')
    }
  })

  it('stops when all are revoked, and the long-lived one goes on', async () => {
    const { send, call, get } = withFriend()
    const { access_token } = await (await send('/oauth2/v3/token', fields)).json()
    await call('DELETE', '/_simulator/tokens')
    expect((await call('GET', QUOTA, undefined, { authorization: `Bearer ${access_token}` })).status).toBe(401)
    expect((await get(QUOTA)).status).toBe(200)
  })
})
