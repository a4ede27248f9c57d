import { describe, expect, it } from 'vitest'
import { checkMessages } from '../../src/simulator/message-rules.ts'

const URL_OK = 'https://example.com/a.png'
const CONTENTS = 'messages[0].contents'

const flex = (contents: object, altText = 'お知らせ') => ({ type: 'flex', altText, contents })
const box = (contents: unknown[], more = {}) => ({ type: 'box', layout: 'vertical', contents, ...more })
const bubble = (contents: unknown[], more = {}) => ({ type: 'bubble', body: box(contents), ...more })
const words = (text = 'x', more = {}) => ({ type: 'text', text, ...more })

const ok = (contents: object) => expect(checkMessages([flex(contents)])).toEqual([])
const bad = (contents: object, property: string, text: string | RegExp = /./) =>
  expect(checkMessages([flex(contents)])).toContainEqual({
    property: `${CONTENTS}${property}`,
    message: expect.stringMatching(text),
  })
const part = (component: object) => bubble([component])
const PART = '.body.contents[0]'

it('takes a card as the product builds them', () => {
  const action = { type: 'postback', label: '使う', data: 'use', displayText: '使う' }
  ok({
    type: 'bubble',
    size: 'mega',
    header: box([words('居酒屋', { size: 'sm', color: '#fbf9f5', wrap: true })], { backgroundColor: '#22406b' }),
    hero: { type: 'image', url: URL_OK, size: 'full', aspectRatio: '20:13', aspectMode: 'cover' },
    body: box(
      [
        { type: 'separator', margin: 'md' },
        { type: 'box', layout: 'baseline', contents: [words('期限', { flex: 2 }), { type: 'icon', url: URL_OK }] },
        { type: 'text', contents: [{ type: 'span', text: '2', weight: 'bold' }] },
      ],
      { spacing: 'md', paddingAll: '16px' },
    ),
    footer: box([{ type: 'button', style: 'primary', height: 'sm', action }]),
    styles: { footer: { separator: true } },
  })
})

describe('sizes', () => {
  const long = (bytes: number) => words('あ'.repeat(Math.ceil(bytes / 3)))

  it('of a bubble are at most 30 KB of JSON, in bytes', () => {
    ok(bubble([long(29 * 1024)]))
    bad(bubble([long(30 * 1024)]), '', '30720')
  })

  it('of a carousel are at most 50 KB, each bubble 30 KB', () => {
    const carousel = (...sizes: number[]) => ({ type: 'carousel', contents: sizes.map((size) => bubble([long(size)])) })
    ok(carousel(24 * 1024, 24 * 1024))
    bad(carousel(25 * 1024, 25 * 1024), '', '51200')
    bad(carousel(31 * 1024), '.contents[0]', '30720')
  })

  it('of a carousel are one to twelve bubbles', () => {
    const carousel = (count: number) => ({ type: 'carousel', contents: Array(count).fill(bubble([words()])) })
    ok(carousel(12))
    bad(carousel(13), '.contents', 'Size must be between 1 and 12')
    bad(carousel(0), '.contents', 'Size must be between 1 and 12')
    bad({ type: 'carousel', contents: [{ type: 'box' }] }, '.contents[0].type', 'bubble')
  })

  it('of the alternative text are 1 to 1,500 UTF-16 code units', () => {
    const problems = (altText: string) => checkMessages([flex(bubble([words()]), altText)])
    expect(problems('a'.repeat(1_500))).toEqual([])
    expect(problems('a'.repeat(1_501))).toMatchObject([{ message: 'Length must be between 0 and 1500' }])
    expect(problems('')).toMatchObject([{ message: 'May not be empty', property: 'messages[0].altText' }])
  })

  it('allow ten moving pictures', () => {
    const moving = (count: number) => bubble(Array(count).fill({ type: 'image', url: URL_OK, animated: true }))
    ok(moving(10))
    bad(moving(11), '', 'animated')
  })
})

describe('components', () => {
  it('stand where they may', () => {
    bad({ type: 'bubble', body: words() }, '.body.type', /\[box\]/)
    bad({ type: 'bubble', hero: words() }, '.hero.type', /\[box, image, video\]/)
    bad(part({ type: 'icon', url: URL_OK }), `${PART}.type`)
    bad(part({ type: 'span', text: 'x' }), `${PART}.type`)
    bad(part(box([{ type: 'image', url: URL_OK }], { layout: 'baseline' })), `${PART}.contents[0].type`)
    bad({ type: 'bubble' }, '', 'at least one block')
    bad({ type: 'poster' }, '.type', /\[bubble, carousel\]/)
  })

  it('have what they need', () => {
    bad(part({ type: 'box', contents: [] }), `${PART}.layout`, 'must be specified')
    bad(part({ type: 'box', layout: 'vertical' }), `${PART}.contents`, 'must be specified')
    bad(part(words('')), `${PART}.text`, 'must be non-empty text')
    bad(part({ type: 'text' }), `${PART}.text`, 'must be non-empty text')
    bad(part({ type: 'button' }), `${PART}.action`, 'must be specified')
    bad(part({ type: 'image' }), `${PART}.url`, 'must be specified')
    bad(part({ type: 'image', url: 'http://example.com/a.png' }), `${PART}.url`, 'invalid uri')
    const video = { type: 'video', url: URL_OK, previewUrl: URL_OK, altContent: box([]) }
    ok({ type: 'bubble', hero: video })
    bad({ type: 'bubble', hero: { ...video, altContent: words() } }, '.hero.altContent.type')
  })

  it('have no other properties than LINE knows', () => {
    bad(part(words('x', { colour: '#000000' })), `${PART}.colour`, 'unknown field')
    bad(bubble([words()], { title: 'x' }), '.title', 'unknown field')
    bad(bubble([words()], { styles: { body: { border: '1px' } } }), '.styles.body.border', 'unknown field')
  })

  it('have values that LINE knows', () => {
    for (const wrong of [
      { color: 'red' },
      { color: '#22406' },
      { size: 'huge' },
      { margin: '1em' },
      { weight: '700' },
      { wrap: 'true' },
      { flex: 1.5 },
      { align: 'left' },
      { lineSpacing: 'md' },
    ])
      bad(part(words('x', wrong)), `${PART}.${Object.keys(wrong)[0]}`, 'invalid property')
    for (const right of [{ color: '#22406bff' }, { size: '13px' }, { margin: '5px' }, { flex: 0 }, { wrap: true }])
      ok(part(words('x', right)))
    bad(bubble([words()], { size: 'tera' }), '.size')
    bad(bubble([words()], { direction: 'up' }), '.direction')
  })

  it('have labels of at most 40 on buttons, and none elsewhere', () => {
    const action = (label?: string) => ({ type: 'uri', uri: 'https://example.com', ...(label ? { label } : {}) })
    ok(part({ type: 'button', action: action('👨‍👩‍👧‍👦'.repeat(40)) }))
    bad(part({ type: 'button', action: action('a'.repeat(41)) }), `${PART}.action.label`, '40')
    bad(part({ type: 'button', action: action() }), `${PART}.action.label`, 'must be specified')
    ok(part(words('x', { action: action() })))
    bad(part(words('x', { action: { type: 'uri', uri: 'x' } })), `${PART}.action.uri`, 'invalid uri')
    bad(bubble([words()], { action: { type: 'none' } }), '.action.type')
  })

  it('do not nest without end', () => {
    const nested = (depth: number): object => (depth === 0 ? words() : box([nested(depth - 1)]))
    ok(bubble([nested(10)]))
    expect(() => checkMessages([flex(bubble([nested(100)]))])).toThrow(/is invalid/)
  })
})
