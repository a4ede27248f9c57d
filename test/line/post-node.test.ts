import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { text } from '../../src/line/messages.ts'
import { openPost } from '../../src/line/post-node.ts'
import { HOUR, lineUserId } from '../support.ts'
import { type Platform, startPlatform } from './platform.ts'

const platforms: Platform[] = []
const start = async (options: Parameters<typeof startPlatform>[0] = {}) => {
  const platform = await startPlatform({ ...options, postWithin: (timeoutMs) => openPost({ timeoutMs }) })
  platforms.push(platform)
  platform.addPerson('hana')
  return platform
}
afterEach(async () => {
  for (const platform of platforms.splice(0)) await platform.close()
})

const key = () => crypto.randomUUID()
const toHana = (words = 'おかえり 🍜 \u2028') => JSON.stringify({ to: lineUserId('hana'), messages: [text(words)] })
const sha = (body: string) => createHash('sha256').update(body).digest('hex')

describe('a push by Node’s own HTTP', () => {
  it('leaves byte for byte as it was stored, and is told like any other', async () => {
    const { line, world } = await start()
    const body = toHana()
    const outcome = await line.push(body, key())
    const [request] = world.ledger.requests
    expect(outcome).toEqual({ kind: 'accepted', status: 200, requestId: request?.requestId, at: expect.any(Number) })
    expect(Math.abs((outcome.at ?? 0) - Date.now())).toBeLessThan(HOUR)
    expect(request?.bodySha).toBe(sha(body))
  })

  it('that LINE has already counts as accepted, with the id of the request that did it', async () => {
    const { line, world, received } = await start()
    const same = key()
    await line.push(toHana(), same)
    const acceptedRequestId = world.ledger.requests[0]?.requestId
    expect(await line.push(toHana(), same)).toMatchObject({ kind: 'accepted', status: 409, acceptedRequestId })
    expect(received('hana')).toHaveLength(1)
  })

  it('of a stored body that is no JSON of ours is refused here', async () => {
    const { line, asked } = await start()
    expect(await line.push(toHana().slice(0, -1), key())).toMatchObject({ kind: 'refused', status: 0 })
    expect(asked()).toEqual([])
  })

  it.each([
    [400, 'invalid'],
    [401, 'auth'],
    [429, 'rate'],
  ] as const)('%i is a known refusal (%s)', async (status, reason) => {
    const { line, fail } = await start()
    fail({ endpoint: 'push', status })
    expect(await line.push(toHana(), key())).toMatchObject({ kind: 'refused', status, reason })
  })

  it('names what LINE found wrong', async () => {
    const { line } = await start()
    expect(await line.push(toHana(''), key())).toMatchObject({ message: expect.stringContaining('messages[0].text') })
  })

  it.each([
    ['an error of the platform', { status: 500 }],
    ['an error after it took effect', { status: 500, when: 'after' }],
    ['a broken connection', { kind: 'reset' }],
    ['a connection that broke after it took effect', { kind: 'reset', when: 'after' }],
    ['an answer of garbage', { kind: 'garbage', when: 'after' }],
  ] as const)('with %s is unknown, and the same key then settles it', async (_, fault) => {
    const { line, fail, received } = await start()
    fail({ endpoint: 'push', times: 1, ...fault })
    const same = key()
    expect(await line.push(toHana(), same)).toMatchObject({ kind: 'unknown' })
    expect(await line.push(toHana(), same)).toMatchObject({ kind: 'accepted' })
    expect(received('hana')).toHaveLength(1)
  })

  it('without an answer in time is unknown, and the same key then settles it', async () => {
    const { line, hasty, fail, failNoMore, received } = await start()
    fail({ endpoint: 'push', kind: 'slow', ms: 60_000 })
    const same = key()
    expect(await hasty().push(toHana(), same)).toMatchObject({ kind: 'unknown' })
    failNoMore()
    expect(await line.push(toHana(), same)).toMatchObject({ kind: 'accepted' })
    expect(received('hana')).toHaveLength(1)
  })

  it('is unknown when nobody listens at all', async () => {
    const { line, close } = await start()
    await close()
    expect(await line.push(toHana(), key())).toMatchObject({ kind: 'unknown' })
  })

  it('renews a token that was refused once, like any other', async () => {
    const { line, fail } = await start({ auth: 'stateless' })
    fail({ endpoint: 'push', status: 401, times: 1 })
    expect(await line.push(toHana(), key())).toMatchObject({ kind: 'accepted' })
  })
})

describe('a multicast by Node’s own HTTP', () => {
  it('reaches all who are listed', async () => {
    const { line, addPerson, received } = await start()
    addPerson('ken')
    const to = [lineUserId('hana'), lineUserId('ken')]
    const body = JSON.stringify({ to, messages: [text('みなさん')] })
    expect(await line.multicast(body, key())).toMatchObject({ kind: 'accepted', status: 200 })
    expect([received('hana'), received('ken')]).toEqual([['みなさん'], ['みなさん']])
  })
})

describe('a reply by Node’s own HTTP', () => {
  it('answers once, and is told like any other', async () => {
    const { line, received, replyTokenOf } = await start()
    const token = replyTokenOf('hana')
    expect(await line.reply(token, [text('はい')])).toMatchObject({ kind: 'accepted', status: 200 })
    expect(await line.reply(token, [text('はい')])).toMatchObject({ kind: 'refused', message: 'Invalid reply token' })
    expect(received('hana')).toEqual(['はい'])
  })

  it('is unknown when its answer does not come', async () => {
    const { hasty, fail, replyTokenOf } = await start()
    fail({ endpoint: 'reply', kind: 'slow', ms: 60_000 })
    expect(await hasty().reply(replyTokenOf('hana'), [text('はい')])).toMatchObject({ kind: 'unknown' })
  })
})
