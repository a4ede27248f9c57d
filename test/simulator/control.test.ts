import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { NOON, newRunningSimulator, newSimulator, text, userId } from './support.ts'

const ID = userId(1)
const ONE = `/_simulator/users/${ID}`
const Ledger = z.object({ requests: z.array(z.looseObject({ seq: z.number() })) })

async function withFriend(options: Parameters<typeof newSimulator>[0] = {}) {
  const simulator = newSimulator(options)
  await simulator.post('/_simulator/users', { id: ID, displayName: 'さくら', friend: true })
  const json = async (path: string) => (await simulator.get(path)).json()
  const push = () => simulator.post('/v2/bot/message/push', { to: ID, messages: [text()] })
  return { ...simulator, json, push }
}

describe('people over HTTP', () => {
  it('are made one by one or many at once', async () => {
    const { post, json } = await withFriend()
    const many = await post('/_simulator/users', {
      users: [{ displayName: 'Ken', language: 'en' }, { displayName: 'Mai' }],
    })
    expect(many.status).toBe(201)
    expect((await many.json()).users).toHaveLength(2)
    expect((await json('/_simulator/users')).users).toMatchObject([
      { displayName: 'さくら', friend: 'following', reachable: true },
      { displayName: 'Ken', friend: 'never', language: 'en', reachable: false },
      { displayName: 'Mai' },
    ])
    expect((await json(ONE)).user).toMatchObject({ id: ID, loading: false, received: { requests: 0, messages: 0 } })
  })

  it('do what people do', async () => {
    const { post, call, json } = await withFriend()
    const act = async (path: string, body?: unknown) => (await post(`${ONE}/${path}`, body)).json()
    expect((await act('messages', { text: 'はい' })).webhook).toMatchObject({ reason: 'no_endpoint' })
    expect((await act('messages', { sticker: { packageId: '1', stickerId: '2' } })).event.message.type).toBe('sticker')
    const { messageId } = await act('messages', { image: 'AQID', type: 'image/png' })
    expect((await act('postbacks', { data: 'x' })).event.postback).toEqual({ data: 'x' })
    expect((await act('taps', { action: { type: 'uri', uri: 'https://example.com' } })).uri).toBe('https://example.com')
    expect((await act('block')).event.type).toBe('unfollow')
    expect((await act('follow')).event.follow).toEqual({ isUnblocked: true })
    const image = await (await call('GET', `/_simulator/contents/${messageId}`)).arrayBuffer()
    expect(Buffer.from(image)).toEqual(Buffer.from([1, 2, 3]))
    expect((await call('DELETE', `${ONE}/messages/${messageId}`)).status).toBe(200)
    expect((await json(`${ONE}/chat`)).items).toHaveLength(3)
    expect((await json(`${ONE}/rich-menu`)).richMenu).toBeNull()
    expect((await act('id-tokens', {})).idToken.split('.')).toHaveLength(3)
  })

  it('are told apart from mistakes', async () => {
    const { post, get } = await withFriend()
    const statuses = [
      await get(`/_simulator/users/${userId(9)}`),
      await post('/_simulator/users', { id: ID, displayName: 'x' }),
      await post('/_simulator/users', { id: 'sakura', displayName: 'x' }),
      await post('/_simulator/users', '{'),
      await post(`${ONE}/messages`, { text: '' }),
      await post(`${ONE}/rich-menu-taps`, { area: 0 }),
      await get('/_simulator/contents/1'),
      await get('/_simulator/rich-menus/x/image'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([404, 409, 422, 422, 422, 404, 404, 404])
  })
})

describe('the platform over HTTP', () => {
  it('has switches, a clock and a quota', async () => {
    const { call, post, json } = await withFriend()
    await call('PATCH', '/_simulator/switches', { redelivery: true, webhookUrl: 'http://127.0.0.1:1/webhook' })
    expect(await (await post('/_simulator/clock', { advanceMs: 1_000 })).json()).toEqual({ now: NOON + 1_000 })
    await call('PUT', '/_simulator/quota', { quota: 100, used: 58 })
    expect(await json('/_simulator/state')).toMatchObject({
      now: NOON + 1_000,
      clockOffsetMs: 1_000,
      switches: { redelivery: true, webhookUrl: 'http://127.0.0.1:1/webhook', adversarial: false },
      quota: { quota: 100, used: 58, month: '202604' },
      held: 0,
      faults: [],
    })
    expect((await post('/_simulator/clock', { advanceMs: -1 })).status).toBe(422)
    expect((await call('PATCH', '/_simulator/switches', { webhookUrl: 'x' })).status).toBe(422)
  })

  it('has faults that can be armed and cleared', async () => {
    const { call, post, json, push } = await withFriend()
    const fault = { endpoint: 'push', kind: 'status', status: 503, times: 2 }
    expect((await post('/_simulator/faults', fault)).status).toBe(201)
    expect((await push()).status).toBe(503)
    expect((await json('/_simulator/faults')).faults).toMatchObject([{ ...fault, when: 'before', left: 1 }])
    await call('DELETE', '/_simulator/faults')
    expect((await push()).status).toBe(200)
    expect((await post('/_simulator/faults', { kind: 'fire' })).status).toBe(422)
  })

  it('keeps a ledger of requests and of what arrived', async () => {
    const { json, push } = await withFriend({ quota: 1 })
    const [sent] = [await push(), await push()]
    expect(await json('/_simulator/ledger')).toEqual({
      requests: { 'push 200': 1, 'push accepted': 1, 'push 429': 1 },
      delivered: { users: 1, requests: 1, messages: 1, perUserMin: 1, perUserMax: 1 },
      lastSeq: 2,
    })
    const { requests } = Ledger.parse(await json('/_simulator/ledger/requests?after=1&limit=1'))
    expect(requests).toMatchObject([{ seq: 2, endpoint: 'push', status: 429, accepted: false }])
    const delivery = { userId: ID, requestId: sent?.headers.get('x-line-request-id'), messages: 1 }
    expect((await json('/_simulator/ledger/deliveries?endpoint=push')).deliveries).toMatchObject([delivery])
    expect((await json('/_simulator/ledger/deliveries?endpoint=reply')).deliveries).toEqual([])
    expect((await json(`${ONE}/deliveries`)).deliveries).toMatchObject([
      { bodySha: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    expect((await json('/_simulator/ledger/requests?limit=0')).error).toMatch(/limit/)
  })

  it('holds, releases and repeats events, and shows the webhooks', async () => {
    const deliver = async () => new Response()
    const { call, post, json } = await withFriend({ webhookUrl: 'http://localhost/webhook', deliver })
    await call('PATCH', '/_simulator/switches', { hold: true })
    const { event } = await (await post(`${ONE}/messages`, { text: 'x' })).json()
    expect((await json('/_simulator/state')).held).toBe(1)
    expect((await (await post('/_simulator/webhooks/release', { copies: 2 })).json()).results).toHaveLength(2)
    const resent = { eventIds: [event.webhookEventId], isRedelivery: true }
    expect((await (await post('/_simulator/webhooks/resend', resent)).json()).results).toMatchObject([{ reason: 'ok' }])
    const { webhooks } = await json('/_simulator/webhooks?limit=2')
    expect(webhooks).toMatchObject([{ isRedelivery: false }, { isRedelivery: true, eventIds: [event.webhookEventId] }])
    expect((await post('/_simulator/webhooks/resend', { eventIds: ['x'] })).status).toBe(404)
  })
})

describe("another site's page", () => {
  it('cannot write', async () => {
    const { call } = await withFriend()
    const post = async (path: string, headers: Record<string, string>) =>
      (await call('POST', path, { advanceMs: 0 }, headers)).status
    const clock = '/_simulator/clock'
    expect(await post(clock, { origin: 'http://evil.example' })).toBe(403)
    expect(await post(clock, { origin: 'http://localhost:9999' })).toBe(403)
    expect(await post(clock, { origin: 'null' })).toBe(403)
    expect(await post(clock, { origin: 'http://localhost' })).toBe(200)
    expect(await post(clock, {})).toBe(200)
  })

  it('cannot write under a name of its own that leads here', async () => {
    const { call } = await withFriend()
    const origin = 'http://evil.example'
    expect((await call('POST', `${origin}/_simulator/clock`, { advanceMs: 0 }, { origin })).status).toBe(403)
    expect((await call('POST', `${origin}/_simulator/clock`, { advanceMs: 0 })).status).toBe(403)
  })
})

it('tells a watching page what changed, and only what concerns it', async () => {
  const { url, close } = await newRunningSimulator()
  const post = (path: string, body: object) => fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  for (const n of [1, 2]) await post('/_simulator/users', { id: userId(n), displayName: 'x', friend: true })
  const stream = await fetch(`${url}/_simulator/events?user=${ID}`)
  const heard: string[] = []
  const listening = (async () => {
    const decoder = new TextDecoder()
    for await (const part of stream.body ?? []) {
      heard.push(decoder.decode(part))
      if (heard.join('').includes('"chat"')) return
    }
  })()
  await expect.poll(() => heard.join('')).toContain('event: ping')
  await post(`/_simulator/users/${userId(2)}/messages`, { text: 'not for you' })
  await post(`${ONE}/messages`, { text: 'x' })
  await listening
  expect(heard.join('')).toContain(`event: change\ndata: {"type":"chat","userId":"${ID}"}`)
  expect(heard.join('')).not.toContain(userId(2))
  await close()
})
