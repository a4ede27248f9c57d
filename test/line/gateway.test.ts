import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { text } from '../../src/line/messages.ts'
import { Refusal } from '../../src/refusal.ts'
import { DAY, HOUR, lineUserId, MINUTE } from '../support.ts'
import { type Platform, startPlatform } from './platform.ts'

const platforms: Platform[] = []
const start = async (...options: Parameters<typeof startPlatform>) => {
  const platform = await startPlatform(...options)
  platforms.push(platform)
  platform.addPerson('hana')
  return platform
}
afterEach(async () => {
  for (const platform of platforms.splice(0)) await platform.close()
})

const key = () => crypto.randomUUID()
const toHana = (words = 'おかえり') => JSON.stringify({ to: lineUserId('hana'), messages: [text(words)] })

describe('a push', () => {
  it('is accepted, and LINE’s request id is told and logged', async () => {
    const { line, received, logged, world } = await start()
    const outcome = await line.push(toHana(), key())

    const requestId = world.ledger.requests[0]?.requestId
    expect(outcome).toEqual({ kind: 'accepted', status: 200, requestId, at: expect.any(Number) })
    expect(Math.abs((outcome.at ?? 0) - Date.now())).toBeLessThan(HOUR) // LINE's Date header
    expect(received('hana')).toEqual(['おかえり'])
    expect(JSON.parse(logged.join())).toMatchObject({
      endpoint: 'push',
      outcome: 'accepted',
      status: 200,
      line_request_id: requestId,
    })
    expect(logged.join()).not.toMatch(/おかえり|U6/)
  })

  it('that LINE has already counts as accepted (409), with the id of the request that did it', async () => {
    const { line, received, world } = await start()
    const same = key()
    await line.push(toHana(), same)

    const acceptedRequestId = world.ledger.requests[0]?.requestId
    expect(await line.push(toHana(), same)).toMatchObject({ kind: 'accepted', status: 409, acceptedRequestId })
    expect(received('hana')).toHaveLength(1)
  })

  it('leaves byte for byte as it was stored', async () => {
    const { line, world } = await start({ rateLimits: false, quota: null })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), async (words) => {
        const body = toHana(words)
        await line.push(body, key())
        expect(world.ledger.requests.at(-1)?.bodySha).toBe(sha(body))
      }),
      { numRuns: 50 },
    )
  })

  it.each([
    ['with blanks in it', `{ "to":"${lineUserId('hana')}","messages":[] }`],
    ['that is cut off', toHana().slice(0, -1)],
    ['that is no object', '[]'],
    ['whose keys would change places', '{"2":0,"1":0}'],
  ])('of a stored body %s is refused here: it would not leave as it was stored', async (_, body) => {
    const { line, asked } = await start()
    expect(await line.push(body, key())).toMatchObject({ kind: 'refused', reason: 'invalid', status: 0 })
    expect(await line.multicast(body, key())).toMatchObject({ kind: 'refused', reason: 'invalid', status: 0 })
    expect(asked()).toEqual([])
  })
})

const sha = (body: string) => createHash('sha256').update(body).digest('hex')

describe('an outcome', () => {
  it.each([
    [400, 'invalid'],
    [401, 'auth'],
    [403, 'invalid'],
    [404, 'invalid'],
    [413, 'invalid'],
    [415, 'invalid'],
    [429, 'rate'],
  ] as const)('%i is a known refusal (%s)', async (status, reason) => {
    const { line, fail } = await start()
    fail({ endpoint: 'push', status })
    expect(await line.push(toHana(), key())).toMatchObject({ kind: 'refused', status, reason })
  })

  it('429 with LINE’s words for the monthly limit is a matter of quota', async () => {
    const { line } = await start({ quota: 0 })
    expect(await line.push(toHana(), key())).toMatchObject({ kind: 'refused', status: 429, reason: 'quota' })
  })

  it.each([
    ['an error of the platform', { status: 500 }],
    ['a bad gateway', { status: 502 }],
    ['a status of no known meaning', { status: 418 }],
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
    expect(received('hana')).toEqual(['おかえり'])
  })

  it('without an answer in time is unknown, and the same key then settles it', async () => {
    const { line, hasty, fail, failNoMore, received } = await start()
    fail({ endpoint: 'push', kind: 'slow', ms: 60_000 })
    const same = key()

    expect(await hasty().push(toHana(), same)).toMatchObject({ kind: 'unknown' })
    failNoMore()
    expect(await line.push(toHana(), same)).toMatchObject({ kind: 'accepted' })
    expect(received('hana')).toEqual(['おかえり'])
  })

  it('is unknown when nobody listens at all', async () => {
    const { line, close } = await start()
    await close()
    expect(await line.push(toHana(), key())).toMatchObject({ kind: 'unknown' })
  })

  it('names what LINE found wrong', async () => {
    const { line } = await start()
    const outcome = await line.push(JSON.stringify({ to: lineUserId('hana'), messages: [text('')] }), key())
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('messages[0].text') })
  })
})

describe('a reply', () => {
  it('reaches the person, once: its token is good for one', async () => {
    const { line, received, replyTokenOf } = await start()
    const token = replyTokenOf('hana')

    expect(await line.reply(token, [text('はい')])).toMatchObject({ kind: 'accepted' })
    expect(await line.reply(token, [text('はい')])).toMatchObject({
      kind: 'refused',
      reason: 'invalid',
      message: 'Invalid reply token',
    })
    expect(received('hana')).toEqual(['はい'])
  })
})

describe('a multicast', () => {
  it('reaches all who are listed, and a second time with its key nobody', async () => {
    const { line, addPerson, received } = await start()
    addPerson('ken')
    const body = JSON.stringify({
      to: [lineUserId('hana'), lineUserId('ken')],
      messages: [text('新作です')],
      customAggregationUnits: ['bc_1'],
    })
    const same = key()

    expect(await line.multicast(body, same)).toMatchObject({ kind: 'accepted', status: 200 })
    expect(await line.multicast(body, same)).toMatchObject({ kind: 'accepted', status: 409 })
    expect([received('hana'), received('ken')]).toEqual([['新作です'], ['新作です']])
  })

  it('waits for its turn: LINE takes 200 a second, and refuses none of 500', async () => {
    const { line, asked, slept } = await start({ quota: null })
    const body = JSON.stringify({ to: [lineUserId('hana')], messages: [text('x')] })
    const outcomes = []
    for (let i = 0; i < 500; i++) outcomes.push(await line.multicast(body, key()))

    expect(outcomes.filter(({ kind }) => kind !== 'accepted')).toEqual([])
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(1_000)
    expect(asked().filter((one) => one === 'multicast 200')).toHaveLength(500)
  })
})

describe('short-lived tokens', () => {
  const issued = ({ asked }: Platform) => asked().filter((one) => one.startsWith('token.stateless')).length

  it('are fetched once for all who ask at the same time, and kept', async () => {
    const platform = await start({ auth: 'stateless' })
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => platform.line.push(toHana(), key())))
    await platform.line.push(toHana(), key())

    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(10).fill('accepted'))
    expect(issued(platform)).toBe(1)
  })

  it('are renewed a minute before they end', async () => {
    const platform = await start({ auth: 'stateless' })
    const later = async (ms: number) => {
      platform.clock.now += ms
      expect(await platform.line.push(toHana(), key())).toMatchObject({ kind: 'accepted' })
      return issued(platform)
    }
    expect(await later(0)).toBe(1)
    expect(await later(14 * MINUTE - 1)).toBe(1)
    expect(await later(1)).toBe(2)
    expect(platform.asked()).not.toContain('push 401')
  })

  it('that LINE no longer takes are renewed once for all, and the calls sent again', async () => {
    const platform = await start({ auth: 'stateless' })
    await platform.line.push(toHana(), key())
    platform.world.statelessTokens.clear()
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => platform.line.push(toHana(), key())))

    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('accepted'))
    expect(issued(platform)).toBe(2)
  })

  it('that are refused even when new are a matter for a person', async () => {
    const platform = await start({ auth: 'stateless' })
    platform.fail({ endpoint: 'push', status: 401 })
    expect(await platform.line.push(toHana(), key())).toMatchObject({ kind: 'refused', reason: 'auth' })
    expect(platform.asked().filter((one) => one === 'push 401')).toHaveLength(2)
  })

  it('that are not given for this secret are too', async () => {
    const platform = await start({ auth: 'stateless', secrets: ['0'.repeat(32)] })
    expect(await platform.line.push(toHana(), key())).toMatchObject({ kind: 'refused', reason: 'auth' })
    expect(platform.asked()).toEqual(['token.stateless 400'])
  })

  it('are asked for with the other secret, too, while the secrets are being rotated', async () => {
    const secrets = ['0'.repeat(32), 'f'.repeat(32)]
    const platform = await start({ auth: 'stateless', secrets })
    expect(await platform.line.push(toHana(), key())).toMatchObject({ kind: 'accepted' })
    expect(platform.asked()).toEqual(['token.stateless 400', 'token.stateless 200', 'push 200'])
  })

  it('that cannot be had right now leave everything unsent, to be tried later', async () => {
    const platform = await start({ auth: 'stateless' })
    const line = platform.hasty()
    platform.fail({ endpoint: 'token.stateless', kind: 'slow', ms: 60_000 })
    expect(await line.push(toHana(), key())).toMatchObject({ kind: 'refused', reason: 'rate' })
    platform.failNoMore()
    await expect.poll(() => line.push(toHana(), key())).toMatchObject({ kind: 'accepted' })
  })
})

describe('a token that was set', () => {
  it('is not renewed: a 401 is a refusal at once', async () => {
    const { line, fail, asked } = await start()
    fail({ endpoint: 'push', status: 401 })
    await line.push(toHana(), key())
    expect(asked()).toEqual(['push 401'])
  })
})

describe('the quota', () => {
  it('is the month’s limit and what LINE counted', async () => {
    const { line } = await start({ quota: 200, quotaUsed: 58 })
    expect(await line.quota()).toEqual({ limit: 200, used: 58 })
  })

  it('has no limit when the plan has none', async () => {
    const { line } = await start({ quota: null })
    expect(await line.quota()).toMatchObject({ limit: null })
  })

  it.each(['quota', 'consumption'])('is refused when LINE does not tell (%s)', async (endpoint) => {
    const { line, fail } = await start()
    fail({ endpoint })
    await expect(line.quota()).rejects.toEqual(new Refusal('line_unreachable'))
  })
})

describe('a profile', () => {
  it('is a name and perhaps a language; nothing of somebody unknown', async () => {
    const { line, addPerson } = await start()
    addPerson('ken').language = 'en'
    expect(await line.profile(lineUserId('hana'))).toEqual({ displayName: 'hana' })
    expect(await line.profile(lineUserId('ken'))).toEqual({ displayName: 'ken', language: 'en' })
    expect(await line.profile(lineUserId('nobody'))).toBeUndefined()
    expect(await line.profile('../..')).toBeUndefined()
  })
})

describe('well-formedness', () => {
  it('is asked of LINE without sending', async () => {
    const { line, received } = await start()
    expect(await line.validatePush([text('はい')])).toMatchObject({ kind: 'accepted' })
    expect(await line.validatePush([text('')])).toMatchObject({ kind: 'refused', reason: 'invalid' })
    expect(received('hana')).toEqual([])
  })
})

describe('a rich menu', () => {
  /** The menu of that name at LINE, drawn anew under another id. */
  const draw = ({ world }: Platform, id: string, alias = 'okaeri-member') => {
    const size = { width: 2500, height: 843 }
    world.richMenus.clear()
    world.richMenus.set(id, {
      id,
      menu: { size, selected: true, name: id, chatBarText: 'メニュー', areas: [] },
      image: { type: 'image/png', bytes: new Uint8Array(1) },
    })
    world.aliases.set(alias, id)
  }
  const menuOf = ({ world }: Platform) => world.users.get(lineUserId('hana'))?.richMenuId

  it('is given by its alias, which is asked for once in ten minutes', async () => {
    const platform = await start()
    draw(platform, 'richmenu-1')
    const { line, asked, clock } = platform

    expect(await line.linkRichMenu(lineUserId('hana'), 'member')).toMatchObject({ kind: 'accepted' })
    expect(menuOf(platform)).toBe('richmenu-1')
    await line.linkRichMenu(lineUserId('hana'), 'member')
    expect(asked().filter((one) => one.startsWith('richmenu.alias.get'))).toHaveLength(1)
    clock.now += 10 * MINUTE
    await line.linkRichMenu(lineUserId('hana'), 'member')
    expect(asked().filter((one) => one.startsWith('richmenu.alias.get'))).toHaveLength(2)
  })

  it('that was drawn anew in the meantime is found at the first refusal', async () => {
    const platform = await start()
    draw(platform, 'richmenu-1')
    await platform.line.linkRichMenu(lineUserId('hana'), 'member')
    draw(platform, 'richmenu-2')

    expect(await platform.line.linkRichMenu(lineUserId('hana'), 'member')).toMatchObject({ kind: 'accepted' })
    expect(menuOf(platform)).toBe('richmenu-2')
  })

  it('is the Japanese one where LINE has none in the language yet, and the right one from then on', async () => {
    const platform = await start()
    draw(platform, 'richmenu-1')
    expect(await platform.line.linkRichMenu(lineUserId('hana'), 'member-en')).toMatchObject({ kind: 'accepted' })
    expect(menuOf(platform)).toBe('richmenu-1')
    draw(platform, 'richmenu-2', 'okaeri-member-en')
    await platform.line.linkRichMenu(lineUserId('hana'), 'member-en')
    expect(menuOf(platform)).toBe('richmenu-2')
  })

  it('with 新着あり is the ordinary one while LINE has no such yet', async () => {
    const platform = await start()
    draw(platform, 'richmenu-1')
    expect(await platform.line.linkRichMenu(lineUserId('hana'), 'member-new-en')).toMatchObject({ kind: 'accepted' })
    expect(menuOf(platform)).toBe('richmenu-1')
    draw(platform, 'richmenu-2', 'okaeri-member-new')
    await platform.line.linkRichMenu(lineUserId('hana'), 'member-new-en')
    expect(menuOf(platform)).toBe('richmenu-2')
  })

  it('that is not at LINE is a known refusal', async () => {
    const platform = await start()
    expect(await platform.line.linkRichMenu(lineUserId('hana'), 'guest')).toMatchObject({
      kind: 'refused',
      status: 404,
    })
  })
})

describe('what LINE counted of a day', () => {
  it('is told from the next day on, each kind of sending for itself', async () => {
    const { line, clock } = await start({ quota: null })
    await line.push(toHana(), key())
    expect(await line.delivered('push', '2026-04-01')).toBeUndefined()
    clock.now += DAY
    expect(await line.delivered('push', '2026-04-01')).toBe(1)
    expect(await line.delivered('multicast', '2026-04-01')).toBe(0)
  })

  it('is not known when LINE does not tell', async () => {
    const { line } = await start()
    expect(await line.delivered('push', 'no day')).toBeUndefined()
    expect(await line.delivered('push', '2010-01-01')).toBeUndefined()
  })
})
