import { validateSignature } from '@line/bot-sdk'
import { describe, expect, it } from 'vitest'
import { advanceClock, changeSwitches } from '../../src/simulator/control-platform.ts'
import { release, resend } from '../../src/simulator/disorder.ts'
import { addUser, block, follow, postback, sayImage, saySticker, sayText, unsend } from '../../src/simulator/people.ts'
import { sign, type WebhookEvent } from '../../src/simulator/webhooks.ts'
import { MINUTE, NOON, newSimulator, text, userId } from './support.ts'

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/

type Bot = { status: number; delayMs: number; silent: boolean; error?: Error; running: number; runningMax: number }

/** A bot that writes down what it gets and answers as told. */
function withBot(options: Parameters<typeof newSimulator>[0] = {}) {
  const requests: { body: string; headers: Headers }[] = []
  const bot: Bot = { status: 200, delayMs: 0, silent: false, running: 0, runningMax: 0 }
  const deliver = async (request: Request) => {
    bot.runningMax = Math.max(bot.runningMax, ++bot.running)
    requests.push({ body: await request.text(), headers: request.headers })
    if (bot.silent) return new Promise<never>(() => {})
    await new Promise((resolve) => setTimeout(resolve, bot.delayMs))
    bot.running--
    if (bot.error) throw bot.error
    return new Response(null, { status: bot.status })
  }
  const simulator = newSimulator({
    webhookUrl: 'http://localhost/webhook',
    webhookTimeoutMs: MINUTE,
    redeliveryDelaysMs: [5, 5],
    deliver,
    ...options,
  })
  const friend = addUser(simulator.world, { id: userId(1), displayName: 'さくら', friend: true })
  const events = (): WebhookEvent[] => requests.flatMap(({ body }) => JSON.parse(body).events)
  const reasons = () => simulator.world.webhookLog.map(({ reason }) => reason)
  return { ...simulator, requests, bot, friend, events, reasons }
}

describe('a webhook', () => {
  it('is signed over its bytes and addressed to the bot', async () => {
    const { world, friend, requests } = withBot({ channelSecret: 's3cret' })
    await sayText(world, friend, 'こんにちは 🍣')
    const [{ body, headers } = { body: '', headers: new Headers() }] = requests
    expect(validateSignature(body, 's3cret', headers.get('x-line-signature') ?? '')).toBe(true)
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(JSON.parse(body).destination).toBe(world.settings.botUserId)
  })

  it('is signed as in LINE’s own example', () => {
    const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    expect(sign('8c570fa6dd201bb328f1c1eac23a96d8', body)).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=')
  })

  it('carries what every event has', async () => {
    const { world, friend, events } = withBot()
    const { event } = await sayText(world, friend, 'こんにちは')
    expect(events()).toEqual([event])
    expect(event).toMatchObject({
      mode: 'active',
      timestamp: NOON,
      source: { type: 'user', userId: userId(1) },
      webhookEventId: expect.stringMatching(ULID),
      deliveryContext: { isRedelivery: false },
      replyToken: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  it('says what happened, each kind in its own words', async () => {
    const { world, friend, events } = withBot()
    await block(world, friend)
    await follow(world, friend)
    const { messageId = '' } = await sayText(world, friend, 'はい')
    await saySticker(world, friend, { packageId: '446', stickerId: '1988' })
    await sayImage(world, friend, { type: 'image/png', bytes: Uint8Array.of(1) })
    await postback(world, friend, { data: 'date', params: { date: '2026-03-31' } })
    await unsend(world, friend, messageId)
    expect(events()).toMatchObject([
      { type: 'unfollow' },
      { type: 'follow', follow: { isUnblocked: true } },
      { type: 'message', message: { type: 'text', id: messageId, text: 'はい', quoteToken: expect.any(String) } },
      { type: 'message', message: { type: 'sticker', packageId: '446', stickerId: '1988' } },
      { type: 'message', message: { type: 'image', contentProvider: { type: 'line' } } },
      { type: 'postback', postback: { data: 'date', params: { date: '2026-03-31' } } },
      { type: 'unsend', unsend: { messageId } },
    ])
    const repliable = events().map(({ replyToken }) => replyToken !== undefined)
    expect(repliable).toEqual([false, true, true, true, true, true, false])
  })

  it('is written down with how it went', async () => {
    const { world, friend, bot, reasons } = withBot()
    await sayText(world, friend, 'ok')
    bot.status = 500
    await sayText(world, friend, 'error')
    Object.assign(bot, { status: 200, error: new TypeError('fetch failed') })
    await sayText(world, friend, 'down')
    bot.error = new Error('strange')
    await sayText(world, friend, 'strange')
    changeSwitches(world, { webhookUrl: null })
    await sayText(world, friend, 'nobody')
    expect(reasons()).toEqual(['ok', 'error_status_code', 'could_not_connect', 'unclassified', 'no_endpoint'])
    expect(world.webhookLog[1]).toMatchObject({ status: 500, types: ['message'], isRedelivery: false })
  })

  it('is given up after the time limit', async () => {
    const { world, friend, bot, reasons } = withBot({ webhookTimeoutMs: 20 })
    bot.silent = true
    const { webhook } = await sayText(world, friend, 'hello?')
    expect(webhook).toMatchObject({ reason: 'request_timeout' })
    expect(reasons()).toEqual(['request_timeout'])
  })

  it('has two seconds by default', () => {
    expect(newSimulator().world.settings.webhookTimeoutMs).toBe(2_000)
  })
})

describe('redelivery', () => {
  it('is off by default', async () => {
    const { world, friend, bot, requests } = withBot()
    bot.status = 500
    await sayText(world, friend, 'hello')
    expect([requests.length, world.timers.size]).toEqual([1, 0])
  })

  it('repeats the same event, marked, until the bot takes it', async () => {
    const { world, friend, bot, events, reasons } = withBot({ redelivery: true })
    bot.status = 500
    const { event } = await sayText(world, friend, 'hello')
    bot.status = 200
    await expect.poll(reasons).toEqual(['error_status_code', 'ok'])
    expect(events()).toEqual([event, { ...event, deliveryContext: { isRedelivery: true } }])
    expect(world.timers.size, 'further ones to come').toBe(0)
  })

  it('ends after some attempts', async () => {
    const { world, friend, bot, events, reasons } = withBot({ redelivery: true })
    bot.status = 503
    await sayText(world, friend, 'hello')
    await expect.poll(reasons).toHaveLength(3)
    expect(events().map(({ deliveryContext }) => deliveryContext.isRedelivery)).toEqual([false, true, true])
    expect(world.timers.size, 'further ones to come').toBe(0)
  })

  it('stops with the simulator', async () => {
    const { world, friend, bot, requests, close } = withBot({ redelivery: true })
    bot.status = 503
    await sayText(world, friend, 'hello')
    expect(world.timers.size).toBe(1)
    close()
    expect([requests.length, world.timers.size]).toEqual([1, 0])
  })

  it('gives the reply token another minute, but never more than twenty after the event', async () => {
    const { world, friend, post } = withBot()
    const reply = async (replyToken = '') =>
      (await post('/v2/bot/message/reply', { replyToken, messages: [text()] })).status
    const [one, two, three] = [
      await sayText(world, friend, '1'),
      await sayText(world, friend, '2'),
      await sayText(world, friend, '3'),
    ]
    const again = (event?: WebhookEvent) =>
      resend(world, { eventIds: [event?.webhookEventId ?? ''], isRedelivery: true })
    expect(await reply(three.event?.replyToken)).toBe(200)
    advanceClock(world, 19 * MINUTE + 30_000)
    for (const { event } of [one, three]) await again(event)
    expect(await reply(one.event?.replyToken)).toBe(200)
    expect(await reply(two.event?.replyToken)).toBe(400)
    expect(await reply(three.event?.replyToken)).toBe(400)
    await again(two.event)
    advanceClock(world, 31_000)
    expect(await reply(two.event?.replyToken)).toBe(400)
  })
})

describe('disorder on demand', () => {
  const say = async (simulator: ReturnType<typeof withBot>, count: number) => {
    changeSwitches(simulator.world, { hold: true })
    for (let n = 0; n < count; n++) {
      const { webhook } = await sayText(simulator.world, simulator.friend, String(n))
      expect(webhook).toBe('held')
    }
    expect(simulator.requests).toEqual([])
  }
  const texts = (simulator: ReturnType<typeof withBot>) =>
    simulator.events().map(({ message }): string => Object(message).text)

  it('lets held events go in the given or the reverse order, and holds no longer', async () => {
    const simulator = withBot()
    await say(simulator, 3)
    await release(simulator.world)
    await sayText(simulator.world, simulator.friend, 'now')
    expect(texts(simulator)).toEqual(['0', '1', '2', 'now'])
  })

  it('shuffles them by a seed, with copies, several in a request', async () => {
    const orders = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const simulator = withBot()
        await say(simulator, 10)
        await release(simulator.world, { order: 'shuffled', seed, copies: 2, perRequest: 5 })
        expect(simulator.requests).toHaveLength(4)
        return texts(simulator)
      }),
    )
    const [one = [], same, other] = orders
    expect(one.toSorted()).toEqual([...'00112233445566778899'])
    expect(one).toEqual(same)
    expect(one).not.toEqual(other)
    expect(one).not.toEqual(one.toSorted())
  })

  it('sends at the same time', async () => {
    const simulator = withBot()
    await say(simulator, 8)
    simulator.bot.delayMs = 10
    await release(simulator.world, { order: 'reversed', concurrency: 4 })
    expect(simulator.bot.runningMax).toBe(4)
    expect(texts(simulator)[0]).toBe('7')
  })

  it('sends an event that went out before once more, unchanged', async () => {
    const simulator = withBot()
    const { event } = await sayText(simulator.world, simulator.friend, 'twice')
    await resend(simulator.world, { eventIds: [event?.webhookEventId ?? ''], times: 2, concurrency: 2 })
    expect(simulator.events()).toEqual([event, event, event])
    await expect(resend(simulator.world, { eventIds: ['unknown'] })).rejects.toThrow('no event unknown')
  })
})
