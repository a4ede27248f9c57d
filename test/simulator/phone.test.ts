import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PHONE_CLIENT } from '../../src/simulator/phone-client.ts'
import { PHONE_CSS } from '../../src/simulator/phone-styles.ts'
import { DAY, HOUR, MINUTE, NOON, newSimulator, text, userId } from './support.ts'

const HANA = userId(1)
const KEN = userId(2)

const View = z.object({
  friend: z.string(),
  items: z.array(z.object({ key: z.string(), from: z.string(), html: z.string() })),
  quick: z.string(),
  menu: z.object({ id: z.string(), chatBarText: z.string(), selected: z.boolean(), html: z.string() }).nullable(),
  css: z.string(),
  loadingMs: z.number(),
  localTime: z.string(),
})
const Refused = z.object({ error: z.string() })
const Menu = z.object({ richMenuId: z.string() })

/** Hana is a friend of the shop, Ken is not. */
async function twoPhones(options: Parameters<typeof newSimulator>[0] = {}) {
  const simulator = newSimulator({ accountName: 'いざかや 夕凪', ...options })
  await simulator.post('/_simulator/users', { id: HANA, displayName: '花', friend: true })
  await simulator.post('/_simulator/users', { id: KEN, displayName: '<b>健</b>' })
  const page = async (path = '/') => (await simulator.get(path)).text()
  const view = async (id: string) => View.parse(await (await simulator.get(`/_simulator/users/${id}/phone`)).json())
  const push = (...messages: object[]) => simulator.post('/v2/bot/message/push', { to: HANA, messages })
  const act = (path: string, body: object = {}) => simulator.post(`/_simulator/users/${HANA}${path}`, body)
  return { ...simulator, page, view, push, act }
}

const postback = { type: 'postback', label: '渋谷店', data: 'store=1', displayText: '渋谷店です' }
const quickReply = { items: [{ type: 'action', action: postback }] }

describe('the page', () => {
  it('shows the phones of the people in the address, in its order, each once', async () => {
    const { page } = await twoPhones()
    const shown = await page(`/?people=${KEN},${HANA},${KEN},U0,`)
    expect([...shown.matchAll(/data-testid="phone-(U[0-9a-f]+)"/g)].map(([, id]) => id)).toEqual([KEN, HANA])
  })

  it('shows the first person when nobody is named, and lets one choose the others', async () => {
    const { page } = await twoPhones()
    const shown = await page()
    expect(shown).toContain(`data-testid="phone-${HANA}"`)
    expect(shown).not.toContain(`data-testid="phone-${KEN}"`)
    expect(shown).toContain(`href="/?people=${HANA},${KEN}#${KEN}" data-testid="show-${KEN}"`)
  })

  it('shows eight phones at most', async () => {
    const { page, post } = await twoPhones()
    const ids = Array.from({ length: 12 }, (_, index) => userId(100 + index))
    await post('/_simulator/users', { users: ids.map((id) => ({ id, displayName: '人' })) })
    const shown = await page(`/?people=${ids.join(',')}`)
    expect([...shown.matchAll(/data-testid="phone-U/g)]).toHaveLength(8)
  })

  it('tells what to do when there is nobody yet', async () => {
    const simulator = newSimulator()
    const shown = await (await simulator.get('/')).text()
    expect(shown).toContain('まだだれもいません')
    expect(shown).toContain('data-testid="new-person-add"')
  })

  it('has every control that a browser test needs, with a name that can be read out', async () => {
    const shown = await (await twoPhones()).page()
    for (const hook of [
      'add-friend',
      'block',
      'chat-input',
      'chat-log',
      'choose-people',
      'close-phone',
      'date-cancel',
      'date-input',
      'date-ok',
      'menu-bar',
      'notice',
      'phone-menu',
      'quick-replies',
      'rich-menu',
      'send',
      'send-photo',
      'send-sticker',
      'typing',
      'unblock',
    ])
      expect(shown, hook).toContain(`data-testid="${hook}"`)
    for (const name of [
      '写真を送る',
      'スタンプを送る',
      'メッセージ',
      '送信',
      'トークのメニュー',
      'トーク',
      '花のスマホ',
    ])
      expect(shown, name).toContain(`aria-label="${name}"`)
  })

  it('announces new messages', async () => {
    expect(await (await twoPhones()).page()).toContain('role="log"')
  })

  it('escapes the names of people', async () => {
    const shown = await (await twoPhones()).page(`/?people=${KEN}`)
    expect(shown).toContain('&lt;b&gt;健&lt;/b&gt;のスマホ')
    expect(shown).not.toContain('<b>')
  })

  it('may run its own script and style only', async () => {
    const { get, page } = await twoPhones()
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("style-src 'self'")
    expect(await page()).not.toMatch(/ style=| on[a-z]+=|<style|<script(?! src="\/_simulator\/phone\.js" defer)/)
  })

  it('comes with a script that parses, and with the styles of the messages', async () => {
    const { get } = await twoPhones()
    const script = await get('/_simulator/phone.js')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(() => new Function(PHONE_CLIENT)).not.toThrow()
    const css = await (await get('/_simulator/phone.css')).text()
    expect(css).toContain('.lf-bubble')
    expect(css).toContain(PHONE_CSS)
  })
})

describe('a new person', () => {
  const add = (simulator: Awaited<ReturnType<typeof twoPhones>>, fields: Record<string, string>, headers = {}) =>
    simulator.app.request('/_simulator/phone/people', { method: 'POST', body: new URLSearchParams(fields), headers })

  it('gets a phone beside the others, and is no friend yet', async () => {
    const simulator = await twoPhones()
    const response = await add(simulator, { displayName: ' 田中 ', language: 'en', people: HANA })
    const added = [...simulator.world.users.values()].at(-1)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`/?people=${HANA},${added?.id}#${added?.id}`)
    expect(added).toMatchObject({ displayName: '田中', language: 'en', friend: 'never' })
  })

  it('needs a name of at most twenty letters', async () => {
    const simulator = await twoPhones()
    expect((await add(simulator, { displayName: ' ' })).status).toBe(422)
    expect((await add(simulator, { displayName: 'あ'.repeat(21) })).status).toBe(422)
    expect(simulator.world.users.size).toBe(2)
  })

  it('cannot be added by the page of another site', async () => {
    const simulator = await twoPhones()
    expect((await add(simulator, { displayName: '田中' }, { origin: 'https://evil.example' })).status).toBe(403)
    expect(simulator.world.users.size).toBe(2)
  })
})

describe('the chat', () => {
  it('shows what the bot sent on the left, with the shop’s name and the time in Japan', async () => {
    const { push, view } = await twoPhones()
    await push(text('おかえりなさい'))
    const [day, item] = (await view(HANA)).items
    expect(day).toMatchObject({ from: 'day', html: '<p class="note">4月1日(水)</p>' })
    expect(item?.from).toBe('bot')
    expect(item?.html).toContain('いざかや 夕凪')
    expect(item?.html).toContain('おかえりなさい')
    expect(item?.html).toContain('12:00')
  })

  it('shows what the person said on the right', async () => {
    const { act, view } = await twoPhones()
    await act('/messages', { text: '<i>こんにちは</i>' })
    const item = (await view(HANA)).items.at(-1)
    expect(item?.from).toBe('user')
    expect(item?.html).toContain('lf-own')
    expect(item?.html).toContain('&lt;i&gt;こんにちは&lt;/i&gt;')
  })

  it('shows stickers and photos', async () => {
    const { act, view } = await twoPhones()
    await act('/messages', { sticker: { packageId: '446', stickerId: '1988' } })
    await act('/messages', { image: 'AAAA', type: 'image/png' })
    const [, sticker, photo] = (await view(HANA)).items
    expect(sticker?.html).toContain('スタンプ')
    expect(photo?.html).toContain('写真')
  })

  it('shows a Flex card with the rules for its looks', async () => {
    const { push, view } = await twoPhones()
    const contents = {
      type: 'bubble',
      body: {
        type: 'box',
        layout: 'vertical',
        contents: [{ type: 'text', text: 'クーポン', size: 'xl' }],
      },
    }
    await push({ type: 'flex', altText: 'クーポン', contents })
    const { items, css } = await view(HANA)
    expect(items.at(-1)?.html).toContain('lf-bubble')
    expect(css).toContain('font-size:22px')
  })

  it('says when a message was taken back', async () => {
    const { act, call, view } = await twoPhones()
    const { messageId } = z
      .object({ messageId: z.string() })
      .parse(await (await act('/messages', { text: 'まちがい' })).json())
    await call('DELETE', `/_simulator/users/${HANA}/messages/${messageId}`)
    const item = (await view(HANA)).items.at(-1)
    expect(item?.html).toContain('メッセージの送信を取り消しました')
    expect(item?.html).not.toContain('まちがい')
  })

  it('keeps the key of what stays, so that only what is new is drawn', async () => {
    const { push, act, view } = await twoPhones()
    await push(text('一'))
    const before = (await view(HANA)).items
    await act('/messages', { text: '二' })
    expect((await view(HANA)).items.slice(0, before.length)).toEqual(before)
    expect(new Set((await view(HANA)).items.map(({ key }) => key)).size).toBe(before.length + 1)
  })

  it('starts each day of Japan with its date', async () => {
    let now = NOON
    const { push, view } = await twoPhones({ now: () => now })
    await push(text('一'))
    now += 11 * HOUR
    await push(text('二'))
    now += 2 * HOUR
    await push(text('三'))
    expect((await view(HANA)).items.map(({ from }) => from)).toEqual(['day', 'bot', 'bot', 'day', 'bot'])
  })

  it('shows the newest hundred', async () => {
    const { act, view } = await twoPhones()
    for (let n = 0; n < 120; n++) await act('/messages', { text: `${n}番` })
    const { items } = await view(HANA)
    expect(items.filter(({ from }) => from === 'user')).toHaveLength(100)
    expect(items.at(-1)?.html).toContain('119番')
  })

  it('shows for how long the bot seems to type', async () => {
    let now = NOON
    const { post, view } = await twoPhones({ now: () => now })
    await post('/v2/bot/chat/loading/start', { chatId: HANA, loadingSeconds: 5 })
    expect((await view(HANA)).loadingMs).toBe(5_000)
    now += MINUTE
    expect((await view(HANA)).loadingMs).toBe(0)
  })

  it('is of a person who exists', async () => {
    const { get } = await twoPhones()
    const response = await get(`/_simulator/users/${userId(9)}/phone`)
    expect(response.status).toBe(404)
    expect(Refused.parse(await response.json()).error).toContain('no user')
  })
})

describe('quick replies', () => {
  it('stand apart from the messages, until the person has said something', async () => {
    const { push, act, view } = await twoPhones()
    await push(text('店舗は？'), { ...text('選んでください'), quickReply })
    const { quick, items } = await view(HANA)
    expect(quick).toContain('data-testid="quick-reply"')
    expect(items.at(-1)?.html).not.toContain('quick-reply')
    await act('/taps', { action: postback })
    expect((await view(HANA)).quick).toBe('')
  })

  it('leave the display text in the chat as the person’s own words', async () => {
    const { act, view } = await twoPhones()
    await act('/taps', { action: postback })
    const item = (await view(HANA)).items.at(-1)
    expect(item).toMatchObject({ from: 'user' })
    expect(item?.html).toContain('渋谷店です')
  })

  it('carry what a date picker needs', async () => {
    const { push, view } = await twoPhones()
    const action = {
      type: 'datetimepicker',
      label: '退職日',
      data: 'left',
      mode: 'date',
      initial: '2025-03-31',
      min: '2015-01-01',
      max: '2026-04-01',
    }
    await push({ ...text('いつまで？'), quickReply: { items: [{ type: 'action', action }] } })
    const [, json = ''] = /data-action="([^"]*)"/.exec((await view(HANA)).quick) ?? []
    expect(JSON.parse(json.replaceAll('&quot;', '"'))).toEqual(action)
  })

  it('tell the date picker what day it is in Japan', async () => {
    const { view } = await twoPhones({ now: () => NOON + 14 * HOUR })
    expect((await view(HANA)).localTime).toBe('2026-04-02T02:00')
  })
})

describe('friendship', () => {
  it('is told to the phone: never, following, blocked, following again', async () => {
    const { post, view } = await twoPhones()
    const states = [(await view(KEN)).friend]
    for (const deed of ['follow', 'block', 'follow']) {
      await post(`/_simulator/users/${KEN}/${deed}`, {})
      states.push((await view(KEN)).friend)
    }
    expect(states).toEqual(['never', 'following', 'blocked', 'following'])
  })
})

describe('the rich menu', () => {
  const area = (x: number, action: object) => ({ bounds: { x, y: 0, width: 625, height: 843 }, action })
  const menu = {
    size: { width: 2500, height: 843 },
    selected: true,
    name: 'guest',
    chatBarText: 'メニュー',
    areas: [
      area(0, { type: 'postback', label: '"登録"', data: 'register' }),
      area(625, { type: 'uri', label: 'お店', uri: 'https://shop.example/?a=1&b=2' }),
      area(1250, { type: 'postback', data: 'x', displayText: 'クーポンを見る' }),
      area(1875, { type: 'uri', uri: 'line://nv/profile' }),
    ],
  }

  async function withMenu() {
    const simulator = await twoPhones()
    const { richMenuId } = Menu.parse(await (await simulator.post('/v2/bot/richmenu', menu)).json())
    const stored = simulator.world.richMenus.get(richMenuId)
    if (stored) stored.image = { type: 'image/png', bytes: new Uint8Array(1) }
    await simulator.post(`/v2/bot/user/all/richmenu/${richMenuId}`, {})
    return { ...simulator, richMenuId }
  }

  it('lies under the chat of a friend, and of nobody else', async () => {
    const { view, richMenuId } = await withMenu()
    expect((await view(HANA)).menu).toMatchObject({ id: richMenuId, chatBarText: 'メニュー', selected: true })
    expect((await view(KEN)).menu).toBeNull()
  })

  it('can be tapped where its areas are', async () => {
    const { view } = await withMenu()
    const { menu, css } = await view(HANA)
    expect(css).toContain('{left:25.000%;top:0.000%;width:25.000%;height:100.000%}')
    expect(css).toContain('{aspect-ratio:2500 / 843}')
    expect(menu?.html).toContain(
      'data-testid="rich-menu-area-0" aria-label="&quot;登録&quot;" data-action="{&quot;type&quot;:&quot;postback&quot;',
    )
    expect(menu?.html).toContain('data-testid="rich-menu-area-2" aria-label="クーポンを見る"')
  })

  it('opens addresses in a new tab', async () => {
    const { view } = await withMenu()
    expect((await view(HANA)).menu?.html).toContain(
      'href="https://shop.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"',
    )
  })

  it('names an area that has no label by its number', async () => {
    const { view } = await withMenu()
    expect((await view(HANA)).menu?.html).toContain('aria-label="メニュー 4"')
  })

  it('shows the picture that was uploaded', async () => {
    const { view, get, richMenuId } = await withMenu()
    const src = `/_simulator/rich-menus/${richMenuId}/image`
    expect((await view(HANA)).menu?.html).toContain(`src="${src}"`)
    expect((await get(src)).headers.get('content-type')).toBe('image/png')
  })

  it('changes when the person is linked to another one', async () => {
    const { view, post, world, richMenuId } = await withMenu()
    const other = Menu.parse(await (await post('/v2/bot/richmenu', { ...menu, chatBarText: '会員' })).json()).richMenuId
    const stored = world.richMenus.get(other)
    if (stored) stored.image = { type: 'image/png', bytes: new Uint8Array(1) }
    await post(`/v2/bot/user/${HANA}/richmenu/${other}`, {})
    expect((await view(HANA)).menu?.id).toBe(other)
    expect(other).not.toBe(richMenuId)
  })
})

describe('the clock of the platform', () => {
  it('moves what the phone shows', async () => {
    const { post, view } = await twoPhones()
    await post('/_simulator/clock', { advanceMs: DAY })
    expect((await view(HANA)).localTime).toBe('2026-04-02T12:00')
  })
})
