import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BASE_CSS } from '../../src/flex/base-css.ts'
import { element, escapeHtml, fragment, write } from '../../src/flex/html.ts'
import { notificationText, renderMessages, renderNotification, renderQuickReplies } from '../../src/flex/messages.ts'
import { html, inBubble, render, strangers } from './support.ts'

const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '#fff}body{background:url(https://evil.example)}',
  'red;position:fixed',
  '1px;background:url(x)',
  'expression(alert(1))',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://a.example/"onclick="alert(1)',
  'https://a.example/ onclick=alert(1)',
  'tel:1"onclick="x',
  '--x:y}',
  '\\3c script\\3e',
  '<!--',
  '`1`',
  '\u0000',
  '\ud800',
]

/** Every name that the renderer reads, so that random values reach every branch. */
const NAMES =
  'type text altText contents header hero body footer styles size layout flex spacing margin paddingAll paddingStart cornerRadius borderWidth borderColor backgroundColor background angle startColor endColor centerColor centerPosition justifyContent alignItems width height maxWidth position offsetTop offsetStart wrap weight color align gravity maxLines lineSpacing decoration style action label data uri mode url aspectRatio aspectMode previewUrl template columns actions title thumbnailImageUrl imageUrl quickReply items sender name iconUrl separator separatorColor direction originalContentUrl previewImageUrl baseUrl substitution displayText'.split(
    ' ',
  )
const WORDS =
  'flex bubble carousel box text button image icon separator filler video span template buttons confirm image_carousel textV2 sticker location imagemap coupon audio uri postback message datetimepicker vertical horizontal baseline absolute linearGradient primary link md full giga rtl true'.split(
    ' ',
  )

const leaf = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.constantFrom(...WORDS),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.array(tie('anything'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), tie('anything'), { maxKeys: 8 }),
  ),
}))

describe('whatever JSON comes in', () => {
  it('renders without throwing, to known tags, attributes, addresses and rules only', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (message, preview) => {
        const options = { preview, sender: { name: '"><b>' }, time: '<i>' }
        for (const input of [message, [message, message], { type: 'flex', contents: message }, inBubble(message)]) {
          expect(strangers(renderMessages(input, options))).toEqual([])
          expect(strangers(renderQuickReplies(input, options))).toEqual([])
          expect(strangers(renderNotification(input, options.sender))).toEqual([])
          expect(typeof notificationText(input)).toBe('string')
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('keeps every attack, in every field of every component, out of the markup and the styles', () => {
    for (const attack of ATTACKS) {
      const every = Object.fromEntries(NAMES.map((name) => [name, attack]))
      const action = { ...every, type: 'uri' }
      for (const type of WORDS) {
        const node = {
          ...every,
          type,
          action,
          contents: [{ ...every, type: 'span' }],
          background: { ...every, type: 'linearGradient' },
        }
        expect(
          strangers(
            renderMessages([{ ...node }, inBubble(node), { ...node, template: { ...node, actions: [action] } }]),
          ),
        ).toEqual([])
      }
    }
  })

  it('ends at boxes nested a thousand deep', () => {
    let deep: unknown = { type: 'text', text: '底' }
    for (let level = 0; level < 1_000; level++) {
      deep = { type: 'box', layout: 'vertical', action: { type: 'postback', data: 'x' }, contents: [deep] }
    }
    expect(render(deep).html).not.toContain('底')
    expect(render(deep).html.length).toBeLessThan(20_000)
  })

  it('ends at JSON that contains itself', () => {
    const circle: { type: string; contents: unknown[] } = { type: 'box', contents: [] }
    circle.contents.push(circle)
    expect(strangers(render(circle))).toEqual([])
  })

  it('reads a long text of half addresses once, and not once for each of them', () => {
    const [half, one] = ['http'.repeat(500_000), 'https://'.repeat(200_000)]
    expect(html({ type: 'text', text: half + one })).toContain(`href="${one}"`)
  })
})

describe('the checker of these tests', () => {
  it('notices what must never come out', () => {
    const bad = [
      { html: '<script>', css: '' },
      { html: '<div onclick="x">', css: '' },
      { html: '<div style="x">', css: '' },
      { html: '<a href="javascript:1">', css: '' },
      { html: '<img src="http://a.example/a.png">', css: '' },
      { html: 'a > b', css: '' },
      { html: '', css: '.lf .lf-1{color:red}body{color:red}' },
      { html: '', css: '.lf .lf-1{background:url("x")}' },
    ]
    for (const output of bad) expect(strangers(output)).not.toEqual([])
  })
})

describe('escapeHtml', () => {
  it('escapes the six signs that mean something in HTML', () => {
    expect(escapeHtml(`<a href="x" title='y'>&\`</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&#96;&lt;/a&gt;',
    )
  })

  it('escapes an escape again, so that what was typed is what is read', () => {
    expect(escapeHtml('&lt;')).toBe('&amp;lt;')
  })
})

describe('an element', () => {
  it('escapes its words and its attributes', () => {
    expect(write(element('span', { class: '"' }, '<b>'))).toBe('<span class="&quot;">&lt;b&gt;</span>')
  })

  it('takes another element as it is', () => {
    expect(write(fragment(element('p', {}, 'a'), undefined, '&'))).toBe('<p>a</p>&amp;')
  })

  it('leaves out attributes without a value', () => {
    expect(write(element('div', { class: '', role: undefined, tabindex: '0' }))).toBe('<div tabindex="0"></div>')
  })

  it('gives a picture an empty alternative when there are no words for it, and no closing tag', () => {
    expect(write(element('img', { src: 'https://a.example/a.png' }))).toBe('<img src="https://a.example/a.png" alt="">')
    expect(write(element('img', { src: 'https://a.example/a.png', alt: '店' }))).toBe(
      '<img src="https://a.example/a.png" alt="店">',
    )
  })
})

describe('the stylesheet', () => {
  it('touches nothing outside of a rendering', () => {
    const selectors = BASE_CSS.split('\n').flatMap((rule) =>
      (rule.split('{')[0] ?? '').replace(/\([^)]*\)/g, '').split(','),
    )
    expect(selectors.filter((selector) => !selector.startsWith('.lf'))).toEqual([])
  })

  it('can stand in a style element and loads nothing', () => {
    expect(BASE_CSS).not.toMatch(/<|url\(|@import/)
  })
})
