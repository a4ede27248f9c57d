import { describe, expect, it } from 'vitest'
import { addUser, block, sayImage, sayText, unsend } from '../../src/simulator/people.ts'
import { NOON, newRunningSimulator, newSimulator, text, userId } from './support.ts'

describe('a profile', () => {
  it('is told of friends and of those who wrote, with what they have', async () => {
    const { get, world } = newSimulator()
    addUser(world, { id: userId(1), displayName: 'さくら', language: 'ja', friend: true })
    const writer = addUser(world, { id: userId(2), displayName: 'Ken' })
    expect(await (await get(`/v2/bot/profile/${userId(1)}`)).json()).toEqual({
      userId: userId(1),
      displayName: 'さくら',
      language: 'ja',
    })
    expect((await get(`/v2/bot/profile/${userId(2)}`)).status).toBe(404)
    await sayText(world, writer, 'hello')
    expect((await get(`/v2/bot/profile/${userId(2)}`)).status).toBe(200)
  })

  it('is 404 for those who blocked and those unknown, 400 for a malformed id', async () => {
    const { get, world } = newSimulator()
    const friend = addUser(world, { id: userId(1), displayName: 'さくら', friend: true })
    await block(world, friend)
    for (const id of [userId(1), userId(99)]) {
      const answer = await get(`/v2/bot/profile/${id}`)
      expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not found' }])
    }
    const answer = await get('/v2/bot/profile/sakura')
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { message: "The value for the 'userId' parameter is invalid" },
    ])
  })
})

it('does not list the friends of an unverified account', async () => {
  const answer = await newSimulator().get('/v2/bot/followers/ids')
  expect([answer.status, await answer.json()]).toEqual([
    403,
    { message: 'Access to this API is not available for your account' },
  ])
})

it('introduces the bot by the user id that webhooks are addressed to', async () => {
  const { get, world } = newSimulator({ channelId: '1234567890' })
  const info = await (await get('/v2/bot/info')).json()
  expect(info).toMatchObject({ userId: world.settings.botUserId, chatMode: 'bot' })
  expect(info.userId).toBe(newSimulator({ channelId: '1234567890' }).world.settings.botUserId)
  expect(info.userId).not.toBe(newSimulator({ channelId: '1234567891' }).world.settings.botUserId)
})

describe('the loading sign', () => {
  const START = '/v2/bot/chat/loading/start'

  it('shows until the next message', async () => {
    const { post, world } = newSimulator()
    const friend = addUser(world, { id: userId(1), displayName: 'さくら', friend: true })
    expect((await post(START, { chatId: userId(1) })).status).toBe(202)
    expect(friend.loadingUntil).toBe(NOON + 20_000)
    await post('/v2/bot/message/push', { to: userId(1), messages: [text()] })
    expect(friend.loadingUntil).toBeUndefined()
  })

  it('takes 5 to 60 seconds in steps of five', async () => {
    const { post } = newSimulator()
    const start = async (loadingSeconds: unknown) => {
      const answer = await post(START, { chatId: userId(1), loadingSeconds })
      return answer.status === 202 ? 'ok' : (await answer.json()).details?.[0].message
    }
    expect(await Promise.all([5, 60, 0, 65, 7].map(start))).toEqual([
      'ok',
      'ok',
      'Must be between 5 and 60',
      'Must be between 5 and 60',
      'must be a multiple of five',
    ])
    expect((await post(START, { chatId: 'x' })).status).toBe(400)
    expect((await post(START, { chatId: userId(1), loadingSeconds: '20' })).status).toBe(400)
  })
})

describe("a person's picture", () => {
  it('can be fetched with the SDK until it is taken back', async () => {
    const { line, world, close } = await newRunningSimulator()
    const friend = addUser(world, { id: userId(1), displayName: 'さくら', friend: true })
    const { messageId = '', event } = await sayImage(world, friend, {
      type: 'image/png',
      bytes: Uint8Array.of(1, 2, 3),
    })
    expect(event?.message).toMatchObject({ type: 'image', id: messageId, contentProvider: { type: 'line' } })
    const parts: Uint8Array[] = []
    for await (const part of await line.getMessageContent(messageId)) parts.push(part)
    expect(Buffer.concat(parts)).toEqual(Buffer.from([1, 2, 3]))

    await unsend(world, friend, messageId)
    await expect(line.getMessageContent(messageId)).rejects.toMatchObject({
      status: 410,
      body: '{"message":"The content is gone"}',
    })
    await expect(line.getMessageContent('1')).rejects.toMatchObject({ status: 404, body: '{"message":"not found"}' })
    await close()
  })
})

describe("the webhook's address", () => {
  const ENDPOINT = '/v2/bot/channel/webhook/endpoint'

  it('is 404 until it is set, and then told', async () => {
    const { get, call } = newSimulator()
    const unset = await get(ENDPOINT)
    expect([unset.status, await unset.json()]).toEqual([404, { message: 'Webhook endpoint not found' }])
    expect((await call('PUT', ENDPOINT, { endpoint: 'https://example.com/webhook' })).status).toBe(200)
    expect(await (await get(ENDPOINT)).json()).toEqual({ endpoint: 'https://example.com/webhook', active: true })
  })

  it('must be https, or of this machine, and not too long', async () => {
    const { call } = newSimulator()
    const put = async (endpoint: unknown) => (await call('PUT', ENDPOINT, { endpoint })).status
    expect(await put('http://127.0.0.1:3000/webhook')).toBe(200)
    for (const wrong of ['http://example.com/', 'webhook', 7, undefined, `https://example.com/${'a'.repeat(481)}`]) {
      const answer = await call('PUT', ENDPOINT, { endpoint: wrong })
      expect([answer.status, await answer.json()]).toEqual([400, { message: 'Invalid webhook endpoint URL' }])
    }
  })

  it('can be tried with a signed webhook without events', async () => {
    const bodies: string[] = []
    const deliver = async (request: Request) => {
      bodies.push(await request.text())
      return new Response(null, { status: request.url.endsWith('/broken') ? 500 : 200 })
    }
    const { post, world } = newSimulator({ webhookUrl: 'http://localhost/webhook', deliver })
    const test = async (body: object) => (await post('/v2/bot/channel/webhook/test', body)).json()
    expect(await test({})).toEqual({
      success: true,
      timestamp: new Date(NOON).toISOString(),
      statusCode: 200,
      reason: 'OK',
      detail: '200',
    })
    expect(await test({ endpoint: 'http://localhost/broken' })).toMatchObject({
      success: false,
      statusCode: 500,
      reason: 'ERROR_STATUS_CODE',
    })
    expect(bodies[0]).toBe(JSON.stringify({ destination: world.settings.botUserId, events: [] }))
  })
})
