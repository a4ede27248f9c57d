import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { advanceClock } from '../../src/simulator/control-platform.ts'
import { armFault, Fault, seededRandom, strike } from '../../src/simulator/faults.ts'
import { addUser } from '../../src/simulator/people.ts'
import { HOUR, MINUTE, NOON, newRunningSimulator, newSimulator, text, userId } from './support.ts'

const PUSH = '/v2/bot/message/push'
const QUOTA = '/v2/bot/message/quota'
const body = { to: userId(1), messages: [text()] }
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function withFriend(options: Parameters<typeof newSimulator>[0] = {}) {
  const simulator = newSimulator(options)
  const friend = addUser(simulator.world, { id: userId(1), displayName: 'さくら', friend: true })
  const fault = (fields: Parameters<typeof Fault.parse>[0]) =>
    simulator.world.faults.push(armFault(Fault.parse(fields)))
  return { ...simulator, friend, fault }
}

describe('the token', () => {
  it('is asked for, in its literal words', async () => {
    const { call } = withFriend()
    for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Basic token-of-the-shop']) {
      const answer = await call('GET', QUOTA, undefined, { authorization })
      expect(answer.status).toBe(401)
      expect((await answer.json()).message).toMatch(/^Authentication failed due to the following reason: /)
    }
  })

  it('does not use up the rate when it is wrong', async () => {
    const { call, get } = withFriend()
    for (let n = 0; n < 11; n++) await call('GET', '/v2/bot/richmenu/list', undefined, { authorization: 'Bearer no' })
    expect((await get('/v2/bot/richmenu/list')).status).toBe(200)
  })
})

describe('the body', () => {
  it('must be JSON by its content type', async () => {
    const answer = await withFriend().post(PUSH, body, { 'content-type': 'text/plain' })
    expect([answer.status, await answer.json()]).toEqual([
      415,
      { message: 'The content type, text/plain, is not supported' },
    ])
  })

  it('may name its character set', async () => {
    const answer = await withFriend().post(PUSH, body, { 'content-type': 'application/json; charset=utf-8' })
    expect(answer.status).toBe(200)
  })

  it('must be JSON, and the place where it is not is named', async () => {
    const { post } = withFriend()
    const messageOf = async (text: string) => (await (await post(PUSH, text)).json()).message
    expect(await messageOf('{\n  "to": 1 oops }')).toBe(
      'The request body could not be parsed as JSON (line: 2, column: 11)',
    )
    expect(await messageOf('{"to":')).toBe('The request body could not be parsed as JSON (line: 1, column: 7)')
    expect(await messageOf('[]')).toBe('The request body could not be parsed as JSON (line: 1, column: 1)')
  })

  it('has at most 2 MB', async () => {
    const { post } = withFriend()
    expect((await post(PUSH, ' '.repeat(2 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it('is refused by its declared length before it is read', async () => {
    const { app } = withFriend()
    const headers = { 'content-length': String(2 * 1024 * 1024 + 1) }
    const body = new ReadableStream({ pull: () => expect.unreachable('read') }, { highWaterMark: 0 })
    const options = { method: 'POST', headers, body, duplex: 'half' }
    expect((await app.request(new Request(`http://localhost${PUSH}`, options))).status).toBe(413)
  })

  it('answers a property of the wrong type with its name', async () => {
    const { post } = withFriend()
    for (const [wrong, property] of [
      [{ to: userId(1), messages: 'hello' }, 'messages'],
      [{ to: userId(1), messages: ['hello'] }, 'messages[0]'],
      [{ to: userId(1), messages: [{ type: 'text', text: 7 }] }, 'messages[0].text'],
    ])
      expect((await (await post(PUSH, wrong)).json()).message).toBe(
        `The property, ${property}, in the request body is invalid (line: -, column: -)`,
      )
  })
})

it('gives every answer a request id of its own', async () => {
  const { call, get, post } = withFriend()
  const answers = [
    await get(QUOTA),
    await call('GET', QUOTA, undefined, { authorization: '' }),
    await post(PUSH, 'x'),
    await get('/v2/bot/nothing'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 400, 404])
  const ids = answers.map(({ headers }) => headers.get('x-line-request-id') ?? '')
  expect(new Set(ids).size).toBe(4)
  for (const id of ids) expect(id).toMatch(UUID)
})

describe('the rate', () => {
  it('is a bucket of its own for each endpoint, refilled continuously', async () => {
    const { world, get } = withFriend()
    const list = async () => (await get('/v2/bot/richmenu/list')).status
    for (let n = 0; n < 10; n++) expect(await list()).toBe(200)
    const refused = await get('/v2/bot/richmenu/list')
    expect([refused.status, await refused.json()]).toEqual([
      429,
      { message: 'The API rate limit has been exceeded. Try again later.' },
    ])
    expect((await get('/v2/bot/richmenu/alias/list')).status).toBe(200)
    advanceClock(world, 100)
    expect([await list(), await list()]).toEqual([200, 429])
  })

  it('saves up no more than one bucket, however long nobody asks', async () => {
    const { world, get } = withFriend()
    const list = async () => (await get('/v2/bot/richmenu/list')).status
    await list()
    advanceClock(world, HOUR)
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push(await list())
    expect(statuses).toEqual([...Array(10).fill(200), 429])
  })

  it('counts hours as tokens a minute', async () => {
    const { world, post } = withFriend({ webhookUrl: 'http://localhost/webhook', deliver: async () => new Response() })
    const test = async () => (await post('/v2/bot/channel/webhook/test', {})).status
    for (let n = 0; n < 60; n++) expect(await test()).toBe(200)
    expect(await test()).toBe(429)
    advanceClock(world, MINUTE)
    expect([await test(), await test()]).toEqual([200, 429])
  })

  it('is 200 a second for multicast and 2,000 for push, even when requests are refused', async () => {
    const { post } = withFriend()
    const statuses = async (path: string, count: number) =>
      new Set(await Promise.all(Array.from({ length: count }, async () => (await post(path, {})).status)))
    expect(await statuses('/v2/bot/message/multicast', 200)).toEqual(new Set([400]))
    expect(await statuses('/v2/bot/message/multicast', 1)).toEqual(new Set([429]))
    expect(await statuses(PUSH, 2_000)).toEqual(new Set([400]))
    expect(await statuses(PUSH, 1)).toEqual(new Set([429]))
  })
})

describe('a fault', () => {
  it('before acceptance leaves nothing behind', async () => {
    const { post, world, friend, fault } = withFriend()
    fault({ endpoint: 'push', kind: 'status', status: 500, times: 1 })
    const retryKey = { 'x-line-retry-key': crypto.randomUUID() }
    expect((await post(PUSH, body, retryKey)).status).toBe(500)
    expect(friend.received.requests).toBe(0)
    expect((await post(PUSH, body, retryKey)).status).toBe(200)
    expect(world.ledger.requests).toMatchObject([
      { status: 500, accepted: false, fault: 'before status 500' },
      { status: 200, accepted: true },
    ])
  })

  it('after acceptance loses only the answer', async () => {
    const { post, world, friend, fault } = withFriend()
    fault({ endpoint: 'push', kind: 'status', when: 'after', status: 500, times: 1 })
    const retryKey = { 'x-line-retry-key': crypto.randomUUID() }
    expect((await post(PUSH, body, retryKey)).status).toBe(500)
    expect(friend.received.requests).toBe(1)
    expect((await post(PUSH, body, retryKey)).status).toBe(409)
    expect(world.ledger.requests[0]).toMatchObject({ status: 500, accepted: true, fault: 'after status 500' })
  })

  it('speaks the literal text of its status', async () => {
    const { get, fault, world } = withFriend()
    const textOf = async (fields: Parameters<typeof Fault.parse>[0]) => {
      world.faults.length = 0
      fault(fields)
      return (await (await get(QUOTA)).json()).message
    }
    expect(await textOf({ kind: 'status', status: 429 })).toBe('The API rate limit has been exceeded. Try again later.')
    expect(await textOf({ kind: 'status', status: 429, message: 'monthly' })).toBe(
      'You have reached your monthly limit.',
    )
    expect(await textOf({ kind: 'status', status: 401 })).toMatch(/^Authentication failed/)
    expect(await textOf({ kind: 'status', status: 403, message: 'no' })).toBe('no')
  })

  it('answers garbage instead of JSON', async () => {
    const { post, friend, fault } = withFriend()
    fault({ endpoint: 'push', kind: 'garbage', when: 'after' })
    const answer = await post(PUSH, body)
    expect(answer.status).toBe(200)
    await expect(answer.json()).rejects.toThrow(SyntaxError)
    expect(friend.received.requests).toBe(1)
  })

  it('makes an answer slow, or the platform itself', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    for (const when of ['before', 'after']) {
      const { post, friend, fault } = withFriend()
      fault({ endpoint: 'push', kind: 'slow', when, ms: 60 })
      const answer = post(PUSH, body)
      while (vi.getTimerCount() === 0) await nextTurn()
      expect(friend.received.requests).toBe(when === 'before' ? 0 : 1)
      vi.advanceTimersByTime(59)
      expect(vi.getTimerCount(), 'still to come').toBe(1)
      vi.advanceTimersByTime(1)
      expect((await answer).status).toBe(200)
      expect(friend.received.requests).toBe(1)
    }
  })

  it('breaks the connection, in the process and on the wire', async () => {
    const { post, friend, fault, world } = withFriend()
    fault({ endpoint: 'push', kind: 'reset', when: 'after', times: 1 })
    await expect(post(PUSH, body)).rejects.toThrow('connection reset')
    expect(friend.received.requests).toBe(1)
    expect(world.ledger.requests).toMatchObject([{ status: 0, accepted: true, fault: 'after reset' }])

    const running = await newRunningSimulator()
    addUser(running.world, { id: userId(1), displayName: 'さくら', friend: true })
    running.world.faults.push(armFault(Fault.parse({ kind: 'reset', times: 1 })))
    await expect(running.line.pushMessage(body)).rejects.toThrow(TypeError)
    await expect(running.line.pushMessage(body)).resolves.toHaveProperty('sentMessages')
    await running.close()
  })

  it('strikes only its endpoint, after the skipped ones, so many times', () => {
    const faults = [armFault(Fault.parse({ endpoint: 'push', kind: 'reset', skip: 1, times: 2 }))]
    const struck = ['push', 'quota', 'push', 'push', 'push'].map((name) => strike(faults, name) !== undefined)
    expect(struck).toEqual([false, false, true, true, false])
  })

  it('strikes the same requests for the same seed', () => {
    const pattern = (seed: number) => {
      const faults = [armFault(Fault.parse({ kind: 'reset', probability: 0.3, seed }))]
      return Array.from({ length: 1_000 }, () => strike(faults, 'push') !== undefined)
    }
    expect(pattern(7)).toEqual(pattern(7))
    expect(pattern(7)).not.toEqual(pattern(8))
    const share = pattern(7).filter(Boolean).length / 1_000
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.35)
    expect(seededRandom(1)()).toBe(seededRandom(1)())
  })
})

it('keeps the last requests only, and the counts of all', async () => {
  const { get, world } = withFriend({ requestsMax: 10 })
  for (let n = 0; n < 50; n++) await get(QUOTA)
  expect(world.ledger.requests.length).toBeLessThan(20)
  expect(world.ledger.requests.at(-1)).toMatchObject({
    seq: 50,
    at: NOON,
    endpoint: 'quota',
    method: 'GET',
    path: QUOTA,
  })
  expect(world.ledger.counts.get('quota 200')).toBe(50)
})
