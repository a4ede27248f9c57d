import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { WEBHOOK_BYTES_MAX } from '../../src/line/intake.ts'
import { DAY, lineUserId, NOON, newStore } from '../support.ts'
import { bodyOf, inboxRows, messageEvent, newApp, newDeps, OTHER_SECRET, post, sign } from './support.ts'

let store: Store
let { deps, logged, woken } = newDeps(newStore())
beforeEach(() => {
  store = newStore()
  ;({ deps, logged, woken } = newDeps(store))
})

describe('the webhook', () => {
  it('stores every event of a request once, answers 200, and asks for the work to be done', async () => {
    const [hello, bye] = [messageEvent('hana', 'こんにちは'), messageEvent('ken', 'さようなら')]

    expect((await post(deps, bodyOf(hello, bye))).status).toBe(200)
    expect(await inboxRows(store)).toMatchObject([
      {
        event_id: hello.webhookEventId,
        type: 'message',
        subject: lineUserId('hana'),
        event_at: NOON,
        received_at: NOON,
        state: 'new',
        attempts: 0,
        payload: JSON.stringify(hello),
      },
      { event_id: bye.webhookEventId, subject: lineUserId('ken') },
    ])
    expect(woken).toEqual(['inbox'])
  })

  it('keeps the first of an event that comes again, in the same request, later, and all at once', async () => {
    const event = messageEvent('hana', '一度だけ')
    const again = { ...event, deliveryContext: { isRedelivery: true } }

    await post(deps, bodyOf(event, event))
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(deps, bodyOf(again))))

    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(await inboxRows(store)).toMatchObject([{ payload: JSON.stringify(event) }])
  })

  it('answers 200 to a request without events, which is how the console tries the connection', async () => {
    expect((await post(deps, bodyOf())).status).toBe(200)
    expect(woken).toEqual([])
  })

  it('accepts either secret during a rotation', async () => {
    const body = bodyOf(messageEvent('hana', 'hi'))
    expect((await post(deps, body, { 'x-line-signature': sign(body, OTHER_SECRET) })).status).toBe(200)
  })

  it('stores one statement for any number of events', async () => {
    const batch = vi.fn(store.batch)
    await post(
      { ...deps, store: { ...store, batch } },
      bodyOf(...Array.from({ length: 300 }, () => messageEvent('hana', 'x'))),
    )

    expect(batch.mock.calls.map(([statements]) => statements.length)).toEqual([1])
    expect(await inboxRows(store)).toHaveLength(300)
  })

  it('puts events older than 60 days aside: a signature carries no time, so it may be an old capture', async () => {
    const old = messageEvent('hana', 'x', { timestamp: NOON - 60 * DAY - 1 })
    const young = messageEvent('hana', 'x', { timestamp: NOON - 60 * DAY })
    await post(deps, bodyOf(old, young))

    expect((await inboxRows(store)).map(({ state }) => state)).toEqual(['quarantined', 'new'])
    expect(logged.filter((line) => line.includes('quarantined'))).toHaveLength(1)
    await post(deps, bodyOf(messageEvent('hana', 'x', { timestamp: NOON - 60 * DAY - 1 })))
    await post(deps, bodyOf(messageEvent('hana', 'x', { timestamp: NOON - 60 * DAY })))
    expect((await inboxRows(store)).map(({ state }) => state)).toEqual(['quarantined', 'new', 'quarantined', 'new'])
  })

  it('knows no person in groups and rooms, where others would read the answer', async () => {
    const userId = lineUserId('hana')
    await post(
      deps,
      bodyOf(
        messageEvent('hana', 'x', { source: { type: 'group', groupId: 'C1', userId } }),
        messageEvent('hana', 'x', { source: { type: 'room', roomId: 'R1', userId } }),
        messageEvent('hana', 'x', { source: undefined }),
      ),
    )
    expect((await inboxRows(store)).map(({ subject }) => subject)).toEqual([null, null, null])
  })

  it('ignores and counts events that lack an id, a type or a time, and stores their neighbours', async () => {
    const good = messageEvent('hana', 'x')
    const lacking = [
      messageEvent('hana', 'x', { webhookEventId: undefined }),
      messageEvent('hana', 'x', { webhookEventId: 'has a blank' }),
      messageEvent('hana', 'x', { webhookEventId: '\ud800' }),
      messageEvent('hana', 'x', { type: 7 }),
      messageEvent('hana', 'x', { timestamp: '2026' }),
      messageEvent('hana', 'x', { timestamp: 1e300 }),
      messageEvent('hana', 'x', { timestamp: 1.5 }),
      messageEvent('hana', 'x', { timestamp: -1 }),
      null,
      'event',
      [[]],
    ]
    expect((await post(deps, bodyOf(...lacking, good))).status).toBe(200)
    expect(await inboxRows(store)).toMatchObject([{ event_id: good.webhookEventId }])
    expect(logged.join()).toContain(`"count":${lacking.length}`)
  })

  it('answers 500 when the event could not be stored, so that LINE may send it again', async () => {
    const failing = { ...store, batch: () => Promise.reject(new Error('disk full')) }
    expect((await post({ ...deps, store: failing }, bodyOf(messageEvent('hana', 'x')))).status).toBe(500)
    expect(woken).toEqual([])
  })
})

describe('a request that is refused', () => {
  const body = bodyOf(messageEvent('hana', 'ひみつ'))
  const nothingHappened = async () => {
    expect(await inboxRows(store)).toEqual([])
    expect(woken).toEqual([])
    expect(logged).toHaveLength(1)
    expect(logged.join()).not.toMatch(/ひみつ|01EVENT|U6/)
  }

  it.each([
    ['no signature', {}, body],
    ['an empty signature', { 'x-line-signature': '' }, body],
    ['a signature over other bytes', { 'x-line-signature': sign(`${body} `) }, body],
    ['a signature of another channel', { 'x-line-signature': sign(body, 'f'.repeat(32)) }, body],
    ['broken JSON and no signature', {}, '{'],
  ])('with %s gets 401, unread', async (_, headers, sent) => {
    const parse = vi.spyOn(JSON, 'parse')
    const answer = await newApp(deps).request('/webhook', { method: 'POST', body: sent, headers })

    expect(answer.status).toBe(401)
    // What runs the tests may parse what is its own meanwhile.
    expect(parse.mock.calls.map(([text]) => text)).not.toContain(sent)
    parse.mockRestore()
    await nothingHappened()
  })

  it.each([
    ['broken JSON', '{"events":['],
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['no events', '{"destination":"U"}'],
    ['events that are no list', '{"events":{"length":1}}'],
  ])('signed, but with %s in it, gets 400', async (_, sent) => {
    expect((await post(deps, sent)).status).toBe(400)
    await nothingHappened()
  })

  it('signed, but not UTF-8, gets 400', async () => {
    const body = Uint8Array.from([...'{"events":[],"x":"?"}'], (letter) =>
      letter === '?' ? 0xff : letter.charCodeAt(0),
    )
    expect((await post(deps, body)).status).toBe(400)
    await nothingHappened()
  })

  it('over 1 MiB by its own word gets 413, unread', async () => {
    let reads = 0
    const stream = new ReadableStream({ pull: () => void reads++ }, { highWaterMark: 0 })
    const answer = await send(stream, { 'content-length': String(WEBHOOK_BYTES_MAX + 1) })

    expect(answer.status).toBe(413)
    expect(reads).toBe(0)
    await nothingHappened()
  })

  it('over 1 MiB without a word (chunked) gets 413 as soon as it is too much', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536))
        // Not quite endless, so that a reader without a cap fails this test and not the machine.
        if (sent > 8 * WEBHOOK_BYTES_MAX) controller.close()
      },
    })
    expect((await send(endless, { 'transfer-encoding': 'chunked' })).status).toBe(413)
    expect(sent).toBeLessThan(WEBHOOK_BYTES_MAX + 3 * 65_536)
    await nothingHappened()
  })

  it('over 1 MiB under a false length gets 413', async () => {
    const big = new Uint8Array(WEBHOOK_BYTES_MAX + 1)
    expect((await send(new Blob([big]).stream(), { 'content-length': '10' })).status).toBe(413)
    await nothingHappened()
  })

  it('whose sender goes away half-way gets 400', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    expect((await send(broken, {})).status).toBe(400)
    await nothingHappened()
  })

  const send = (body: ReadableStream, headers: Record<string, string>) => {
    const init = { method: 'POST', body, headers, duplex: 'half' }
    return newApp(deps).request(new Request('http://localhost/webhook', init))
  }
})

describe('a signed body of exactly 1 MiB', () => {
  it('is read, announced or chunked', async () => {
    const event = messageEvent('hana', 'x')
    const padded = bodyOf(event).padEnd(WEBHOOK_BYTES_MAX, ' ')
    expect((await post(deps, padded, { 'content-length': String(padded.length) })).status).toBe(200)
    expect((await post(deps, padded)).status).toBe(200)
    expect(await inboxRows(store)).toHaveLength(1)
  })
})

describe('hostile but signed bodies', () => {
  it.each([
    ['a list 100,000 deep', `{"events":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    [
      'an event 100,000 deep',
      bodyOf(messageEvent('hana', 'x', { deep: 0 })).replace(
        '"deep":0',
        `"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      ),
    ],
    [
      'an event 5,000 deep',
      bodyOf(messageEvent('hana', 'x', { deep: 0 })).replace(
        '"deep":0',
        `"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      ),
    ],
    [
      '100,000 keys',
      bodyOf(messageEvent('hana', 'x', Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, 0])))),
    ],
    [
      '__proto__ keys',
      '{"__proto__":{"events":[]},"events":[{"__proto__":{"webhookEventId":"x","type":"x","timestamp":1}}]}',
    ],
    ['lone surrogates', bodyOf(messageEvent('hana', '\\ud800')).replaceAll('\\\\ud800', '\\ud800')],
  ])('such as %s are answered, and nothing breaks', async (_, body) => {
    expect([200, 400, 413]).toContain((await post(deps, body)).status)
    expect((await post(deps, bodyOf(messageEvent('ken', 'still here')))).status).toBe(200)
  })

  it('of any JSON shape get 200 or 400', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.json().map((json) => `{"events":[${json}]}`),
          eventLike(),
        ),
        async (body) => {
          expect([200, 400]).toContain((await post(deps, body)).status)
        },
      ),
      { numRuns: 2_000 },
    ))
})

/** Events whose common properties are right more often than not, so that the rest is reached. */
const eventLike = () =>
  fc
    .record(
      {
        webhookEventId: fc.oneof({ weight: 5, arbitrary: fc.uuid() }, fc.jsonValue()),
        type: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('message', 'follow', 'noSuchType') }, fc.jsonValue()),
        timestamp: fc.oneof({ weight: 5, arbitrary: fc.nat() }, fc.jsonValue()),
        source: fc.oneof(
          fc.record({ type: fc.constant('user'), userId: fc.string({ unit: 'binary' }) }),
          fc.jsonValue(),
        ),
        message: fc.jsonValue(),
      },
      { requiredKeys: ['webhookEventId'] },
    )
    .map((event) => bodyOf(event))
