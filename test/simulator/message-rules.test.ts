import { describe, expect, it } from 'vitest'
import { checkMessages } from '../../src/simulator/message-rules.ts'
import { newSimulator, text } from './support.ts'

const a = (length: number) => 'a'.repeat(length)
/** One grapheme cluster, eleven UTF-16 code units. */
const FAMILY = '👨‍👩‍👧‍👦'
const family = (count: number) => FAMILY.repeat(count)
const URL_OK = 'https://example.com/a.png'

const problemsOf = (message: object) => checkMessages([message])
const ok = (message: object) => expect(problemsOf(message)).toEqual([])
const bad = (message: object, property: string, words: string | RegExp = /./) =>
  expect(problemsOf(message)).toEqual([{ property: `messages[0]${property}`, message: expect.stringMatching(words) }])

const button = (action: object) => ({
  type: 'template',
  altText: 'x',
  template: { type: 'buttons', text: 'x', actions: [action] },
})
const quick = (action: object, count = 1) => ({
  ...text(),
  quickReply: { items: Array.from({ length: count }, () => ({ type: 'action', action })) },
})
const postback = (more = {}) => ({ type: 'postback', label: 'x', data: 'x', ...more })
const ACTION = '.template.actions[0]'

it('answers with every problem and its place, as the validation endpoints do', async () => {
  const { post } = newSimulator()
  for (const kind of ['reply', 'push', 'multicast']) {
    const path = `/v2/bot/message/validate/${kind}`
    expect((await post(path, { messages: [text()] })).status).toBe(200)
    const answer = await post(path, { messages: [text(a(5_001)), { type: 'text' }, text('')] })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      message: 'The request body has 3 error(s)',
      details: [
        { message: 'Length must be between 0 and 5000', property: 'messages[0].text' },
        { message: 'must be specified', property: 'messages[1].text' },
        { message: 'May not be empty', property: 'messages[2].text' },
      ],
    })
  }
})

it('takes one to five messages', () => {
  for (const count of [1, 5]) expect(checkMessages(Array(count).fill(text()))).toEqual([])
  for (const count of [0, 6])
    expect(checkMessages(Array(count).fill(text()))).toEqual([
      { message: 'Size must be between 1 and 5', property: 'messages' },
    ])
})

it('knows the types of messages', () => {
  bad({ type: 'fax' }, '.type', /^Must be one of the following values: \[text, textV2, sticker, image, .*flex\]$/)
  bad({}, '.type', 'must be specified')
})

describe('text', () => {
  it('is counted in UTF-16 code units', () => {
    ok(text(a(5_000)))
    bad(text(a(5_001)), '.text')
    ok(text('😀'.repeat(2_500)))
    bad(text('😀'.repeat(2_501)), '.text', '5000')
  })

  it('has a $ for each of at most 20 emojis', () => {
    const emoji = (index: number) => ({ index, productId: 'p', emojiId: 'e' })
    ok({ ...text('$ hi'), emojis: [emoji(0)] })
    bad({ ...text('$ hi'), emojis: [emoji(1)] }, '.emojis[0].index')
    bad({ ...text('$'), emojis: Array(21).fill(emoji(0)) }, '.emojis', 'Size must be between 0 and 20')
  })

  it('of the second kind has named substitutions', () => {
    ok({ type: 'textV2', text: 'Hi {name}', substitution: { name: { type: 'mention' } } })
    bad({ type: 'textV2', text: 'x', substitution: { 'a-b': {} } }, '.substitution.a-b')
    bad(
      {
        type: 'textV2',
        text: 'x',
        substitution: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, {}])),
      },
      '.substitution',
    )
    bad({ type: 'textV2', text: a(5_001) }, '.text')
  })
})

describe('media', () => {
  it('are https, URL-encoded, at most 2,000 characters', () => {
    const image = (originalContentUrl: string) => ({ type: 'image', originalContentUrl, previewImageUrl: URL_OK })
    ok(image(URL_OK))
    bad(image('http://example.com/a.png'), '.originalContentUrl', 'invalid uri')
    bad(image('https://example.com/写真.png'), '.originalContentUrl', 'invalid uri')
    bad(image(`https://example.com/${a(1_981)}`), '.originalContentUrl', '2000')
    bad({ type: 'image', originalContentUrl: URL_OK }, '.previewImageUrl', 'must be specified')
  })

  it('of the other kinds have what they need', () => {
    ok({ type: 'video', originalContentUrl: URL_OK, previewImageUrl: URL_OK, trackingId: a(100) })
    bad({ type: 'video', originalContentUrl: URL_OK, previewImageUrl: URL_OK, trackingId: a(101) }, '.trackingId')
    ok({ type: 'audio', originalContentUrl: URL_OK, duration: 1 })
    bad({ type: 'audio', originalContentUrl: URL_OK }, '.duration')
    ok({ type: 'sticker', packageId: '1', stickerId: '1' })
    bad({ type: 'sticker', packageId: '1' }, '.stickerId')
    ok({ type: 'coupon', couponId: 'c' })
    bad({ type: 'coupon', couponId: 'c', deliveryTag: a(31) }, '.deliveryTag')
  })

  it('of a place have a title and an address of at most 100', () => {
    const place = { type: 'location', title: a(100), address: a(100), latitude: 35, longitude: 139 }
    ok(place)
    bad({ ...place, title: a(101) }, '.title')
    bad({ ...place, address: a(101) }, '.address')
    bad({ ...place, latitude: 91 }, '.latitude', 'Must be between -90 and 90')
  })

  it('as an image map have at most 50 actions', () => {
    const area = { x: 0, y: 0, width: 1, height: 1 }
    const map = (actions: unknown[], width = 1_040) => ({
      type: 'imagemap',
      baseUrl: 'https://example.com/a',
      altText: 'x',
      baseSize: { width, height: 500 },
      actions,
    })
    ok(map(Array(50).fill({ type: 'message', text: a(400), area })))
    bad(map(Array(51).fill({ type: 'message', text: 'x', area })), '.actions', 'Size must be between 1 and 50')
    bad(map([{ type: 'message', text: a(401), area }]), '.actions[0].text')
    bad(map([{ type: 'uri', linkUri: 'ftp://x', area }]), '.actions[0].linkUri', 'invalid uri')
    bad(map([{ type: 'uri', linkUri: URL_OK, area }], 1_000), '.baseSize.width')
  })
})

describe('a template', () => {
  const template = (fields: object) => ({ type: 'template', altText: 'x', template: fields })
  const buttons = (more: object) => template({ type: 'buttons', text: 'x', actions: [postback()], ...more })

  it('has an alternative text of at most 1,500', () => {
    ok({ ...buttons({}), altText: a(1_500) })
    bad({ ...buttons({}), altText: a(1_501) }, '.altText')
    bad({ ...buttons({}), altText: '' }, '.altText', 'May not be empty')
  })

  it('with buttons counts what people see, and has less room beside a title or an image', () => {
    ok(buttons({ text: family(160) }))
    bad(buttons({ text: family(161) }), '.template.text', '160')
    ok(buttons({ text: family(60), title: family(40) }))
    bad(buttons({ text: family(61), title: 'x' }), '.template.text', '60')
    bad(buttons({ text: a(61), thumbnailImageUrl: URL_OK }), '.template.text', '60')
    bad(buttons({ title: family(41) }), '.template.title', '40')
    ok(buttons({ actions: Array(4).fill(postback()) }))
    bad(buttons({ actions: Array(5).fill(postback()) }), '.template.actions', 'Size must be between 1 and 4')
  })

  it('to confirm has exactly two actions', () => {
    const confirm = (count: number, length = 240) =>
      template({ type: 'confirm', text: a(length), actions: Array(count).fill(postback()) })
    ok(confirm(2))
    bad(confirm(1), '.template.actions')
    bad(confirm(3), '.template.actions')
    bad(confirm(2, 241), '.template.text')
  })

  it('as a carousel has up to ten columns of one shape', () => {
    const column = (more = {}) => ({ text: a(120), actions: [postback()], ...more })
    const carousel = (columns: object[]) => template({ type: 'carousel', columns })
    ok(carousel(Array(10).fill(column())))
    bad(carousel(Array(11).fill(column())), '.template.columns', 'Size must be between 1 and 10')
    bad(carousel([column({ text: a(121) })]), '.template.columns[0].text')
    bad(carousel([column({ actions: Array(4).fill(postback()) })]), '.template.columns[0].actions')
    bad(carousel([column(), column({ actions: [postback(), postback()] })]), '.template.columns')
    bad(carousel([column({ text: 'x' }), column({ text: 'x', title: 'x' })]), '.template.columns')
  })

  it('of images has optional labels of at most 12', () => {
    const images = (action: object) => template({ type: 'image_carousel', columns: [{ imageUrl: URL_OK, action }] })
    ok(images({ type: 'postback', data: 'x' }))
    ok(images(postback({ label: family(12) })))
    bad(images(postback({ label: family(13) })), '.template.columns[0].action.label', '12')
  })

  it('must be one of the four', () => bad(template({ type: 'poll' }), '.template.type'))
})

describe('an action', () => {
  it('of a template needs a label of at most 20 people-counted characters', () => {
    ok(button(postback({ label: family(20) })))
    bad(button(postback({ label: family(21) })), `${ACTION}.label`, '20')
    bad(button({ type: 'postback', data: 'x' }), `${ACTION}.label`, 'must be specified')
  })

  it('posts back at most 300 characters of data', () => {
    ok(button(postback({ data: a(300), displayText: family(300) })))
    bad(button(postback({ data: a(301) })), `${ACTION}.data`, '300')
    bad(button(postback({ data: '😀'.repeat(151) })), `${ACTION}.data`, '300')
    bad(button(postback({ displayText: family(301) })), `${ACTION}.displayText`, '300')
    bad(button(postback({ displayText: 'x', text: 'x' })), ACTION)
    bad(button({ type: 'postback', label: 'x' }), `${ACTION}.data`, 'must be specified')
  })

  it('fills in text only with the keyboard', () => {
    ok(button(postback({ inputOption: 'openKeyboard', fillInText: 'x' })))
    bad(button(postback({ fillInText: 'x' })), `${ACTION}.fillInText`)
    bad(button(postback({ inputOption: 'openDoor' })), `${ACTION}.inputOption`)
  })

  it('says at most 300', () => {
    ok(button({ type: 'message', label: 'x', text: family(300) }))
    bad(button({ type: 'message', label: 'x', text: family(301) }), `${ACTION}.text`, '300')
  })

  it('opens http, https, line and tel addresses of at most 1,000', () => {
    const uri = (value: string, more = {}) => button({ type: 'uri', label: 'x', uri: value, ...more })
    for (const good of ['http://a.jp', 'https://a.jp', 'line://nv/profile', 'tel:090-1234-5678']) ok(uri(good))
    for (const wrong of ['ftp://a.jp', 'javascript:alert(1)', '/path', 'https://a.jp/日本'])
      bad(uri(wrong), `${ACTION}.uri`, 'invalid uri')
    bad(uri(`https://a.jp/${a(988)}`), `${ACTION}.uri`, '1000')
    bad(uri('https://a.jp', { altUri: { desktop: 'ftp://a.jp' } }), `${ACTION}.altUri.desktop`, 'invalid uri')
  })

  it('picks dates that exist, between 1900 and 2100, min before max', () => {
    const picker = (more: object) => button({ type: 'datetimepicker', label: 'x', data: 'x', mode: 'date', ...more })
    ok(picker({ initial: '2026-03-31', min: '2016-01-01', max: '2026-04-01' }))
    ok(picker({ mode: 'time', initial: '09:30' }))
    ok(picker({ mode: 'datetime', initial: '2026-03-31T09:30' }))
    for (const initial of ['2026-02-30', '2026-3-1', '31.3.2026', '1899-12-31', '2101-01-01', '2026-03-31T09:30'])
      bad(picker({ initial }), `${ACTION}.initial`)
    bad(picker({ mode: 'time', initial: '24:30' }), `${ACTION}.initial`)
    bad(picker({ min: '2026-04-01', max: '2026-04-01' }), `${ACTION}.min`, 'less than max')
    bad(picker({ initial: '2026-04-02', max: '2026-04-01' }), `${ACTION}.initial`, 'between')
    bad(picker({ mode: 'year' }), `${ACTION}.mode`)
  })

  it('copies at most 1,000 characters', () => {
    ok(button({ type: 'clipboard', label: 'x', clipboardText: a(1_000) }))
    bad(button({ type: 'clipboard', label: 'x', clipboardText: a(1_001) }), `${ACTION}.clipboardText`)
    bad(button({ type: 'clipboard', label: 'x', clipboardText: '' }), `${ACTION}.clipboardText`, 'May not be empty')
  })

  it('has its place: the camera only in quick replies, the switch only in rich menus', () => {
    ok(quick({ type: 'camera', label: 'x' }))
    bad(button({ type: 'camera', label: 'x' }), `${ACTION}.type`)
    bad(quick({ type: 'richmenuswitch', label: 'x' }), '.quickReply.items[0].action.type')
  })
})

describe('quick replies and the sender', () => {
  it('are at most 13, each with a label', () => {
    ok(quick(postback(), 13))
    bad(quick(postback(), 14), '.quickReply.items', 'Size must be between 1 and 13')
    bad(quick({ type: 'message', text: 'x' }), '.quickReply.items[0].action.label', 'must be specified')
    bad({ ...text(), quickReply: { items: [{ type: 'action' }] } }, '.quickReply.items[0].action', 'must be specified')
  })

  it('has a name of at most 20, which is not LINE', () => {
    ok({ ...text(), sender: { name: a(20), iconUrl: URL_OK } })
    ok({ ...text(), sender: { name: a(20), iconUrl: 'http://127.0.0.1:3000/images/a.png' } })
    bad({ ...text(), sender: { name: a(21) } }, '.sender.name', '20')
    bad({ ...text(), sender: { name: 'LINE' } }, '.sender.name')
    bad({ ...text(), sender: { iconUrl: 'http://example.com/a.png' } }, '.sender.iconUrl', 'invalid uri')
  })
})
