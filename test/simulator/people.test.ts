import { describe, expect, it } from 'vitest'
import { addUser, block, findUser, follow, postback, saySticker, sayText, unsend } from '../../src/simulator/people.ts'
import { TappedAction, tap, tapRichMenu } from '../../src/simulator/taps.ts'
import { chatItems, chatView, quickReplies } from '../../src/simulator/views.ts'
import { newSimulator, text, userId } from './support.ts'

function withFriend(options: Parameters<typeof newSimulator>[0] = {}) {
  const simulator = newSimulator(options)
  const friend = addUser(simulator.world, { id: userId(1), displayName: 'さくら', friend: true })
  const push = (...messages: object[]) => simulator.post('/v2/bot/message/push', { to: userId(1), messages })
  const texts = () => chatItems(friend).map(({ message }) => message.text)
  const tapped = (action: object, value?: string) => tap(simulator.world, friend, TappedAction.parse(action), value)
  return { ...simulator, friend, push, texts, tapped }
}

describe('a person', () => {
  it('has an id of LINE’s form, once', () => {
    const { world } = withFriend()
    expect(addUser(world, { displayName: 'Ken' }).id).toMatch(/^U[0-9a-f]{32}$/)
    expect(() => addUser(world, { id: userId(1), displayName: 'again' })).toThrow('exists already')
    expect(() => findUser(world, userId(9))).toThrow(`no user ${userId(9)}`)
  })

  it('becomes a friend with an event, and is none while blocking', async () => {
    const { world } = withFriend()
    const ken = addUser(world, { displayName: 'Ken' })
    expect(ken.friend).toBe('never')
    await expect(block(world, ken)).rejects.toThrow('not a friend')
    expect((await follow(world, ken)).event).toMatchObject({ type: 'follow', follow: { isUnblocked: false } })
    await expect(follow(world, ken)).rejects.toThrow('already a friend')
    await block(world, ken)
    await expect(sayText(world, ken, 'x')).rejects.toThrow('blocked')
    await expect(postback(world, ken, { data: 'x' })).rejects.toThrow('blocked')
    await expect(tap(world, ken, { type: 'uri', uri: 'https://example.com' })).rejects.toThrow('blocked')
  })

  it('takes only their own messages back, once', async () => {
    const { world, friend, push } = withFriend()
    await push(text('from the shop'))
    const { messageId = '' } = await sayText(world, friend, 'oops')
    const shop = chatItems(friend)[0]?.id ?? ''
    await expect(unsend(world, friend, shop)).rejects.toThrow('no message')
    await unsend(world, friend, messageId)
    expect(chatItems(friend)).toMatchObject([{ from: 'bot' }, { from: 'user', unsent: true }])
    await expect(unsend(world, friend, messageId)).rejects.toThrow('no message')
  })
})

describe('the chat', () => {
  it('holds both directions in order, the messages as they were sent', async () => {
    const { world, friend, push } = withFriend()
    const card = {
      type: 'flex',
      altText: 'x',
      contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents: [] } },
    }
    await sayText(world, friend, 'こんにちは')
    await push(text('一'), card)
    await saySticker(world, friend, { packageId: '1', stickerId: '2' })
    expect(chatView(world, friend)).toMatchObject({
      user: { id: userId(1), friend: 'following', received: { requests: 1, messages: 2 } },
      items: [
        { from: 'user', message: text('こんにちは') },
        { from: 'bot', message: text('一'), endpoint: 'push' },
        { from: 'bot', message: card },
        { from: 'user', message: { type: 'sticker', stickerId: '2' } },
      ],
      richMenu: null,
    })
  })

  it('keeps the newest when there are too many', async () => {
    const { push, texts } = withFriend({ chatItemsMax: 2 })
    for (const words of ['1', '2', '3']) await push(text(words))
    expect(texts()).toEqual(['2', '3'])
  })

  it('offers the quick replies of the last message only, until somebody writes', async () => {
    const { world, friend, push } = withFriend()
    const items = [{ type: 'action', action: { type: 'message', label: 'はい', text: 'はい' } }]
    await push({ ...text('1'), quickReply: { items } })
    expect(quickReplies(friend)).toEqual(items)
    await push({ ...text('1'), quickReply: { items } }, text('2'))
    expect(quickReplies(friend)).toEqual([])
    await push({ ...text('1'), quickReply: { items } })
    await sayText(world, friend, 'はい')
    expect(quickReplies(friend)).toEqual([])
  })
})

describe('a tap', () => {
  it('on a message action is a message', async () => {
    const { tapped, texts } = withFriend()
    const { event } = await tapped({ type: 'message', label: 'x', text: 'はい' })
    expect(event).toMatchObject({ type: 'message', message: { text: 'はい' } })
    expect(texts()).toEqual(['はい'])
  })

  it('on a postback shows its displayText and sends only the postback', async () => {
    const { tapped, texts, world } = withFriend()
    const { event } = await tapped({ type: 'postback', data: 'use', displayText: '使う' })
    expect(event).toMatchObject({ type: 'postback', postback: { data: 'use' } })
    expect(texts()).toEqual(['使う'])
    expect(world.events.size).toBe(1)
    expect((await tapped({ type: 'postback', data: 'quiet' })).event).toMatchObject({ postback: { data: 'quiet' } })
    expect(texts()).toEqual(['使う'])
  })

  it('on a postback with the old text also says it', async () => {
    const { tapped, world } = withFriend()
    await tapped({ type: 'postback', data: 'use', text: '使う' })
    expect([...world.events.values()].map(({ type }) => type)).toEqual(['message', 'postback'])
  })

  it('on a date picker sends what was picked, within its limits', async () => {
    const { tapped } = withFriend()
    const action = { type: 'datetimepicker', data: 'left', mode: 'date', min: '2016-01-01', max: '2026-04-01' }
    expect((await tapped(action, '2026-03-31')).event).toMatchObject({
      postback: { data: 'left', params: { date: '2026-03-31' } },
    })
    for (const wrong of ['2026-04-02', '2015-12-31', undefined])
      await expect(tapped(action, wrong)).rejects.toMatchObject({ status: 422 })
  })

  it('on a link only tells where it leads', async () => {
    const { tapped, world } = withFriend()
    expect(await tapped({ type: 'uri', label: 'x', uri: 'https://example.com/c' })).toEqual({
      uri: 'https://example.com/c',
    })
    expect(await tapped({ type: 'clipboard', clipboardText: 'x' })).toEqual({})
    expect(world.events.size).toBe(0)
  })

  it('into the rich menu does what the area says, and can switch menus', async () => {
    const { world, friend } = withFriend()
    const menu = (action: { type: string }) => ({
      size: { width: 2500, height: 843 },
      selected: true,
      name: 'x',
      chatBarText: 'x',
      areas: [{ bounds: { x: 0, y: 0, width: 2500, height: 843 }, action }],
    })
    const toTwo = { type: 'richmenuswitch', richMenuAliasId: 'two', data: 'switched' }
    world.richMenus.set('one', { id: 'one', menu: menu(toTwo) })
    world.richMenus.set('two', { id: 'two', menu: menu({ type: 'camera' }) })
    world.defaultRichMenuId = 'one'
    const params = async () => (await tapRichMenu(world, friend, 0)).event?.postback
    expect(await params()).toEqual({ data: 'switched', params: { status: 'RICHMENU_ALIAS_ID_NOTFOUND' } })
    world.aliases.set('two', 'gone')
    expect(await params()).toEqual({ data: 'switched', params: { status: 'RICHMENU_NOTFOUND' } })
    world.aliases.set('two', 'two')
    expect(await params()).toEqual({ data: 'switched', params: { newRichMenuAliasId: 'two', status: 'SUCCESS' } })
    expect(friend.richMenuId).toBe('two')
    await expect(tapRichMenu(world, friend, 1)).rejects.toThrow('no area 1')
  })
})
