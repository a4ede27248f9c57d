import { describe, expect, it } from 'vitest'
import { advanceClock, setQuota } from '../../src/simulator/control-platform.ts'
import { addUser, block, sayText } from '../../src/simulator/people.ts'
import { allDeliveries, deliveriesTo, quotaView } from '../../src/simulator/views.ts'
import { DAY, HOUR, MINUTE, NOON, newSimulator, text, userId } from './support.ts'

const PUSH = '/v2/bot/message/push'
const MULTICAST = '/v2/bot/message/multicast'
const REPLY = '/v2/bot/message/reply'
const KEY = '123e4567-e89b-12d3-a456-426614174000'

/** A platform with so many friends, U…1 to U…n. */
function withFriends(count: number, options: Parameters<typeof newSimulator>[0] = {}) {
  const simulator = newSimulator(options)
  const people = Array.from({ length: count }, (_, n) =>
    addUser(simulator.world, { id: userId(n + 1), displayName: `friend ${n + 1}`, friend: true }),
  )
  const [first = addUser(simulator.world, { displayName: 'nobody' })] = people
  return { ...simulator, people, first }
}

const push = (to: string) => ({ to, messages: [text()] })
const keyed = (key = KEY) => ({ 'x-line-retry-key': key })

describe('push', () => {
  it('puts the messages into the chat and answers with their ids', async () => {
    const { post, first } = withFriends(1)
    const answer = await post(PUSH, { to: userId(1), messages: [text('一'), text('二')] })
    expect(answer.status).toBe(200)
    const { sentMessages } = await answer.json()
    expect(sentMessages).toEqual([
      { id: expect.stringMatching(/^\d+$/), quoteToken: expect.any(String) },
      { id: expect.stringMatching(/^\d+$/), quoteToken: expect.any(String) },
    ])
    expect(deliveriesTo(first)).toMatchObject([
      { at: NOON, endpoint: 'push', requestId: answer.headers.get('x-line-request-id'), messages: 2 },
    ])
  })

  it('answers 200 for someone who blocked, delivers nothing and counts nothing', async () => {
    const { post, world, first } = withFriends(1)
    await block(world, first)
    const answer = await post(PUSH, push(userId(1)))
    expect(answer.status).toBe(200)
    expect((await answer.json()).sentMessages).toHaveLength(1)
    expect(deliveriesTo(first)).toEqual([])
    expect(quotaView(world).used).toBe(0)
  })

  it('refuses a well-formed id that the channel has never seen', async () => {
    const answer = await withFriends(0).post(PUSH, push(userId(99)))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ message: 'Failed to send messages' })
  })

  it('refuses a malformed id', async () => {
    const answer = await withFriends(0).post(PUSH, push('sakura'))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      message: 'The property, to, in the request body is invalid (line: -, column: -)',
    })
  })

  it('reaches someone who is no friend only for seven days after they wrote', async () => {
    const { post, world } = withFriends(0)
    const guest = addUser(world, { id: userId(5), displayName: 'guest' })
    await post(PUSH, push(guest.id))
    await sayText(world, guest, 'はじめまして')
    await post(PUSH, push(guest.id))
    advanceClock(world, 7 * DAY)
    await post(PUSH, push(guest.id))
    expect(deliveriesTo(guest)).toHaveLength(1)
  })
})

describe('multicast', () => {
  it('delivers once to each, and skips the blocked and the unknown without a word', async () => {
    const { post, world, people } = withFriends(3)
    for (const one of people.slice(2)) await block(world, one)
    const answer = await post(MULTICAST, { to: [1, 2, 2, 3, 99].map(userId), messages: [text()] })
    expect([answer.status, await answer.json()]).toEqual([200, {}])
    expect(people.map((one) => deliveriesTo(one).length)).toEqual([1, 1, 0])
    expect(quotaView(world).used).toBe(2)
    expect(world.ledger.requests.at(-1)).toMatchObject({ recipients: 5, delivered: 2 })
  })

  it('names the first id that is malformed, or of a group, and delivers to nobody', async () => {
    const { post, first } = withFriends(1)
    for (const bad of ['x', `C${'0'.repeat(32)}`, 7]) {
      const answer = await post(MULTICAST, { to: [userId(1), bad], messages: [text()] })
      expect(answer.status).toBe(400)
      expect((await answer.json()).message).toBe(
        'The property, to[1], in the request body is invalid (line: -, column: -)',
      )
    }
    expect(first.received.requests).toBe(0)
  })

  it('takes 500 people and refuses 501 and none', async () => {
    const { post } = withFriends(1)
    const ids = (count: number) => Array.from({ length: count }, (_, n) => userId(n + 1))
    expect((await post(MULTICAST, { to: ids(500), messages: [text()] })).status).toBe(200)
    for (const count of [501, 0]) {
      const answer = await post(MULTICAST, { to: ids(count), messages: [text()] })
      expect(await answer.json()).toEqual({
        message: 'The request body has 1 error(s)',
        details: [{ message: 'Size must be between 1 and 500', property: 'to' }],
      })
    }
  })
})

describe('a retry key', () => {
  it('is answered with 409, the first request id and the sent messages when it comes again', async () => {
    const { post, first } = withFriends(1)
    const one = await post(PUSH, push(userId(1)), keyed())
    const two = await post(PUSH, push(userId(1)), keyed(KEY.toUpperCase()))
    expect(two.status).toBe(409)
    expect(await two.json()).toEqual({
      message: 'The retry key is already accepted',
      sentMessages: (await one.json()).sentMessages,
    })
    expect(two.headers.get('x-line-accepted-request-id')).toBe(one.headers.get('x-line-request-id'))
    expect(two.headers.get('x-line-request-id')).not.toBe(one.headers.get('x-line-request-id'))
    expect(first.received.requests).toBe(1)
  })

  it('has no sent messages in the 409 of a multicast', async () => {
    const { post } = withFriends(1)
    const body = { to: [userId(1)], messages: [text()] }
    await post(MULTICAST, body, keyed())
    expect(await (await post(MULTICAST, body, keyed())).json()).toEqual({
      message: 'The retry key is already accepted',
    })
  })

  it('is forgotten after 24 hours, not before', async () => {
    const { post, world, first } = withFriends(1)
    await post(PUSH, push(userId(1)), keyed())
    advanceClock(world, DAY - 1)
    expect((await post(PUSH, push(userId(1)), keyed())).status).toBe(409)
    advanceClock(world, 1)
    expect((await post(PUSH, push(userId(1)), keyed())).status).toBe(200)
    expect(first.received.requests).toBe(2)
  })

  it('is not used up by a request that was refused', async () => {
    const { post, world } = withFriends(1, { quota: 0 })
    expect((await post(PUSH, push(userId(1)), keyed())).status).toBe(429)
    expect((await post(PUSH, { ...push(userId(1)), messages: [] }, keyed())).status).toBe(400)
    setQuota(world, { quota: 1 })
    expect((await post(PUSH, push(userId(1)), keyed())).status).toBe(200)
  })

  it('is noted, and still 409, when it comes with another body', async () => {
    const { post, world } = withFriends(1)
    await post(PUSH, push(userId(1)), keyed())
    const answer = await post(PUSH, { to: userId(1), messages: [text('another')] }, keyed())
    expect(answer.status).toBe(409)
    expect(world.ledger.requests.map(({ notes }) => notes)).toEqual([[], ['bodyMismatch']])
  })

  it('must be a UUID', async () => {
    const answer = await withFriends(1).post(PUSH, push(userId(1)), keyed('once'))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ message: "The value for the 'X-Line-Retry-Key' parameter is invalid" })
  })

  it('is accepted only once among many at the same moment', async () => {
    const { post, first } = withFriends(1)
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(PUSH, push(userId(1)), keyed())))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(19).fill(409)])
    expect(first.received.requests).toBe(1)
  })

  it('is accepted twice by the adversarial platform when the requests overlap, and the ledger says so', async () => {
    const { post, world, first } = withFriends(1, { adversarial: true })
    const answers = await Promise.all([1, 2].map(() => post(PUSH, push(userId(1)), keyed())))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(first.received.requests).toBe(2)
    expect(world.ledger.requests.flatMap(({ notes }) => notes)).toEqual(['overlap'])
    expect((await post(PUSH, push(userId(1)), keyed())).status).toBe(409)
  })
})

describe('the monthly quota', () => {
  it('counts people, not messages, and refuses a whole request that would pass it', async () => {
    const { post, get, world, people } = withFriends(3, { quota: 3 })
    const to = [userId(1), userId(2)]
    expect((await post(MULTICAST, { to, messages: [text(), text(), text()] })).status).toBe(200)
    const refused = await post(MULTICAST, { to, messages: [text()] })
    expect([refused.status, await refused.json()]).toEqual([429, { message: 'You have reached your monthly limit.' }])
    expect(people.map(({ received }) => received.requests)).toEqual([1, 1, 0])
    expect(await (await get('/v2/bot/message/quota')).json()).toEqual({ type: 'limited', value: 3 })
    expect(await (await get('/v2/bot/message/quota/consumption')).json()).toEqual({ totalUsage: 2 })
    expect((await post(PUSH, push(userId(3)))).status).toBe(200)
    expect(quotaView(world)).toEqual({ quota: 3, used: 3, month: '202604' })
  })

  it('starts again with the month in Japan', async () => {
    const lastMinute = Date.parse('2026-04-30T23:59+09:00')
    const { post, world } = withFriends(1, { quota: 1, quotaUsed: 1, now: () => lastMinute })
    expect((await post(PUSH, push(userId(1)))).status).toBe(429)
    advanceClock(world, MINUTE)
    expect((await post(PUSH, push(userId(1)))).status).toBe(200)
  })

  it('has no limit on a plan without one', async () => {
    const { post, get } = withFriends(1, { quota: null })
    expect((await post(PUSH, push(userId(1)))).status).toBe(200)
    expect(await (await get('/v2/bot/message/quota')).json()).toEqual({ type: 'none' })
  })

  it('is reserved for everyone asked for until the send is settled', async () => {
    const { post, world } = withFriends(1, { quota: 10, quotaSettleMs: MINUTE })
    await post(MULTICAST, { to: Array.from({ length: 10 }, (_, n) => userId(n + 1)), messages: [text()] })
    expect(quotaView(world).used).toBe(1)
    expect((await post(PUSH, push(userId(1)))).status).toBe(429)
    advanceClock(world, MINUTE)
    expect((await post(PUSH, push(userId(1)))).status).toBe(200)
  })
})

describe('a reply', () => {
  const token = async (simulator: ReturnType<typeof withFriends>) => {
    const { event } = await sayText(simulator.world, simulator.first, 'こんにちは')
    return event?.replyToken ?? ''
  }

  it('is free, and its token works once', async () => {
    const simulator = withFriends(1, { quota: 0 })
    const body = { replyToken: await token(simulator), messages: [text()] }
    expect((await simulator.post(REPLY, body)).status).toBe(200)
    const again = await simulator.post(REPLY, body)
    expect([again.status, await again.json()]).toEqual([400, { message: 'Invalid reply token' }])
    expect(deliveriesTo(simulator.first)).toMatchObject([{ endpoint: 'reply' }])
  })

  it('must come within a minute', async () => {
    const simulator = withFriends(1)
    const [soon, late] = [await token(simulator), await token(simulator)]
    advanceClock(simulator.world, MINUTE)
    expect((await simulator.post(REPLY, { replyToken: soon, messages: [text()] })).status).toBe(200)
    advanceClock(simulator.world, 1)
    expect((await simulator.post(REPLY, { replyToken: late, messages: [text()] })).status).toBe(400)
  })

  it('keeps its token when the messages were refused', async () => {
    const simulator = withFriends(1)
    const replyToken = await token(simulator)
    expect((await simulator.post(REPLY, { replyToken, messages: [] })).status).toBe(400)
    expect((await simulator.post(REPLY, { replyToken, messages: [text()] })).status).toBe(200)
  })

  it('takes no retry key, and the refusal does not use the token up', async () => {
    const simulator = withFriends(1)
    const body = { replyToken: await token(simulator), messages: [text()] }
    expect((await simulator.post(REPLY, body, keyed())).status).toBe(400)
    expect((await simulator.post(REPLY, body)).status).toBe(200)
  })
})

describe('statistics', () => {
  it('are ready on the next day, by endpoint', async () => {
    const { post, get, world } = withFriends(2)
    await post(MULTICAST, { to: [userId(1), userId(2)], messages: [text()] })
    const path = '/v2/bot/message/delivery/multicast?date=20260401'
    expect(await (await get(path)).json()).toEqual({ status: 'unready' })
    advanceClock(world, 12 * HOUR)
    expect(await (await get(path)).json()).toEqual({ status: 'ready', success: 2 })
    expect(await (await get('/v2/bot/message/delivery/push?date=20260401')).json()).toMatchObject({ success: 0 })
    expect((await get('/v2/bot/message/delivery/push?date=yesterday')).status).toBe(400)
    expect(await (await get('/v2/bot/message/delivery/push?date=20180330')).json()).toEqual({
      status: 'out_of_service',
    })
  })

  it('know the aggregation units of the month, page by page', async () => {
    const { post, get } = withFriends(1)
    for (const unit of ['bc_1', 'bc_2', 'bc_1'])
      await post(PUSH, { ...push(userId(1)), customAggregationUnits: [unit] })
    const units = '/v2/bot/message/aggregation'
    expect(await (await get(`${units}/info`)).json()).toEqual({ numOfCustomAggregationUnits: 2 })
    expect(await (await get(`${units}/list?limit=1`)).json()).toEqual({ customAggregationUnits: ['bc_1'], next: '1' })
    expect(await (await get(`${units}/list?limit=1&start=1`)).json()).toEqual({ customAggregationUnits: ['bc_2'] })
    expect((await get(`${units}/list?limit=101`)).status).toBe(400)
  })

  it('refuse units that are malformed or too many, and send the 1,001st name untagged', async () => {
    const { post, world } = withFriends(1)
    for (const units of [['a', 'b'], ['コロッケ'], ['a'.repeat(31)], 'bc_1', [7]])
      expect((await post(PUSH, { ...push(userId(1)), customAggregationUnits: units })).status).toBe(400)
    world.units.set('202604', new Set(Array.from({ length: 1_000 }, (_, n) => `unit_${n}`)))
    for (const unit of ['one_more', 'unit_7'])
      expect((await post(PUSH, { ...push(userId(1)), customAggregationUnits: [unit] })).status).toBe(200)
    expect(allDeliveries(world).map(({ unit }) => unit)).toEqual([undefined, 'unit_7'])
    expect(allDeliveries(world, { unit: 'unit_7' })).toHaveLength(1)
  })
})

it('only counts what people received when the ledger keeps counts', async () => {
  const { post, people, world } = withFriends(2, { ledger: 'counts' })
  await post(MULTICAST, { to: [userId(1), userId(2)], messages: [text(), text()] })
  expect(people.map(({ received, chat }) => [received, chat])).toEqual([
    [{ requests: 1, messages: 2 }, []],
    [{ requests: 1, messages: 2 }, []],
  ])
  expect(Object.fromEntries(world.ledger.counts)).toEqual({ 'multicast 200': 1, 'multicast accepted': 1 })
})
