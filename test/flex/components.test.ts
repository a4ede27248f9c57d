import { describe, expect, it } from 'vitest'
import { darkCss } from '../../src/flex/dark-css.ts'
import { renderMessages } from '../../src/flex/messages.ts'
import { countOf, declarations, inBubble, render } from './support.ts'

const text = (words: string, more: object = {}) => ({ type: 'text', text: words, ...more })
const box = (layout: string, contents: unknown[], more: object = {}) => ({ type: 'box', layout, contents, ...more })
const postback = { type: 'postback', label: '選ぶ', data: 'd=1' }

describe('Flex text', () => {
  it.each([
    ['xxs', '11px'],
    ['xs', '13px'],
    ['sm', '14px'],
    ['md', '16px'],
    ['lg', '19px'],
    ['xl', '22px'],
    ['xxl', '29px'],
    ['3xl', '35px'],
    ['4xl', '48px'],
    ['5xl', '74px'],
    ['21px', '21px'],
  ])('is as large as LINE shows %s', (size, shown) => {
    expect(declarations(render(text('字', { size })))).toContain(`font-size:${shown}`)
  })

  it('has weight, colour, slant, decoration and alignment', () => {
    const output = render(
      text('字', { weight: 'bold', color: '#C8552B', style: 'italic', decoration: 'underline', align: 'center' }),
    )
    expect(declarations(output)).toEqual(
      expect.arrayContaining([
        'font-weight:bold',
        'color:#C8552B',
        'font-style:italic',
        'text-decoration:underline',
        'text-align:center',
      ]),
    )
  })

  it('wraps and is cut after so many lines only when it may wrap', () => {
    expect(declarations(render(text('字', { wrap: true, maxLines: 2 })))).toEqual(
      expect.arrayContaining(['white-space:pre-wrap', '-webkit-line-clamp:2']),
    )
    expect(declarations(render(text('字', { maxLines: 2 })))).not.toContain('-webkit-line-clamp:2')
  })

  it('has its line spacing between the lines only', () => {
    expect(declarations(render(text('字', { wrap: true, lineSpacing: '20px' })))).toEqual(
      expect.arrayContaining(['line-height:calc(1.4em + 20px)', 'margin-block:calc(20px / -2)']),
    )
  })

  it('shows its spans instead of its own words', () => {
    const output = render(
      text('もと', {
        contents: [
          { type: 'span', text: '赤', color: '#ff0000' },
          { type: 'span', text: '青' },
        ],
      }),
    )
    expect(output.html).toMatch(/<span class="lf-[^"]+">赤<\/span><span>青<\/span>/)
    expect(output.html).not.toContain('もと')
  })

  it('is kept in its place by gravity', () => {
    expect(declarations(render(text('字', { gravity: 'center' })))).toContain('justify-content:center')
    expect(declarations(render(text('字', { gravity: 'bottom' })))).toContain('justify-content:flex-end')
  })

  it.each(['red', '#fff', '#12345g', 'var(--x)', 'url(x)', '#ffffff;top:0', 7])('ignores the colour %s', (color) => {
    expect(render(text('字', { color })).css).not.toContain('color')
  })

  it.each([
    '9',
    '9em',
    'calc(1px)',
    '99999px',
    '1px 2px',
    'XL',
    'toString',
    '__proto__',
  ])('ignores the size %s', (size) => {
    expect(render(text('字', { size })).css).not.toContain('font-size')
  })
})

describe('a box', () => {
  it('lays out across, down, or along the baseline', () => {
    expect(render(box('horizontal', [])).html).toContain('lf-horizontal')
    expect(render(box('baseline', [])).html).toContain('lf-baseline')
    expect(render(box('diagonal', [])).html).toContain('lf-vertical')
  })

  it('shares its width among its children, one part each unless said otherwise', () => {
    const shares = declarations(
      render(box('horizontal', [text('一'), text('二', { flex: 3 }), text('三', { flex: 0 })])),
    )
    expect(shares).toEqual(expect.arrayContaining(['flex:1 0 0', 'flex:3 0 0', 'flex:0 0 auto']))
  })

  it('gives its children the height they need, unless they ask for a share', () => {
    expect(declarations(render(box('vertical', [text('一', { flex: 2 })])))).toContain('flex:2 0 auto')
  })

  it('keeps a box with a width of its own at that width', () => {
    const style = render(box('horizontal', [box('vertical', [], { width: '60px' })])).css
    expect(style).toMatch(/width:60px;.*flex:0 0 auto/)
  })

  it('puts its spacing before all but the first, and a margin before any', () => {
    const spaced = render(box('horizontal', [text('一'), text('二'), text('三', { margin: 'xxl' })], { spacing: 'md' }))
    expect(declarations(spaced)).toEqual(
      expect.arrayContaining(['margin-inline-start:8px', 'margin-inline-start:20px']),
    )
    expect(declarations(render(box('vertical', [text('一')], { spacing: 'md' })))).not.toContain('margin-top:8px')
    expect(declarations(render(box('vertical', [text('一', { margin: '7px' })])))).toContain('margin-top:7px')
  })

  it('has paddings by keyword, pixels or percent, one side before all', () => {
    const { css } = render(
      box('vertical', [], { paddingAll: 'lg', paddingTop: '5%', paddingStart: '3px', paddingEnd: 'none' }),
    )
    expect(css).toContain('padding:12px;padding-top:5%;padding-inline-start:3px;padding-inline-end:0')
  })

  it('has colour, border and round corners', () => {
    const look = { backgroundColor: '#11223344', borderWidth: 'semi-bold', borderColor: '#c8552b', cornerRadius: 'xxl' }
    expect(declarations(render(box('vertical', [], look)))).toEqual(
      expect.arrayContaining(['background-color:#11223344', 'border:3px solid #c8552b', 'border-radius:20px']),
    )
  })

  it('has a linear gradient with two or three colours', () => {
    const gradient = { type: 'linearGradient', angle: '90deg', startColor: '#000000', endColor: '#ffffff' }
    const shown = (background: object) => render(box('vertical', [], { background })).css
    expect(shown(gradient)).toContain('background-image:linear-gradient(90deg, #000000, #ffffff)')
    expect(shown({ ...gradient, centerColor: '#777777', centerPosition: '10%' })).toContain(
      '#000000, #777777 10%, #ffffff',
    )
    expect(shown({ ...gradient, angle: '90deg), url(x' })).not.toContain('gradient')
    expect(shown({ ...gradient, startColor: 'red' })).not.toContain('gradient')
    expect(shown({ ...gradient, type: 'radialGradient' })).not.toContain('gradient')
  })

  it('has width, height and their limits', () => {
    const { css } = render(box('vertical', [], { width: '50%', maxWidth: '90px', height: '30px', maxHeight: '40px' }))
    expect(css).toContain('width:50%;max-width:90px;height:30px;max-height:40px')
  })

  it('distributes what is inside', () => {
    const { css } = render(box('vertical', [], { justifyContent: 'space-between', alignItems: 'flex-end' }))
    expect(css).toContain('justify-content:space-between;align-items:flex-end')
    expect(render(box('vertical', [], { justifyContent: 'stretch; color: red' })).css).not.toContain('justify-content')
  })

  it('can stand over others, or be moved from its place', () => {
    const over = render(box('vertical', [], { position: 'absolute', offsetTop: 'md', offsetEnd: '10%' })).css
    expect(over).toContain('position:absolute;top:8px;inset-inline-end:10%')
    const moved = render(text('字', { offsetBottom: '3px', offsetStart: 'sm' })).css
    expect(moved).toContain('position:relative;bottom:3px;inset-inline-start:4px')
  })

  it('can be tapped as a whole, and so can the buttons inside of it', () => {
    const { html } = render(
      box('vertical', [text('全体'), { type: 'button', action: postback }], {
        action: { ...postback, label: undefined },
      }),
    )
    expect(html).toContain('<button class="lf-hit" aria-label="全体 選ぶ" type="button"')
    expect(countOf(html, 'data-action=')).toBe(2)
    expect(html).not.toMatch(/<button[^>]*>(?:(?!<\/button>).)*<button/)
  })
})

describe('a button', () => {
  it('is primary, secondary, or a link', () => {
    const shown = (style?: string) => render({ type: 'button', style, action: postback }).html
    expect(shown('primary')).toContain('lf-as-primary')
    expect(shown('secondary')).toContain('lf-as-secondary')
    expect(shown()).toContain('lf-as-link')
  })

  it('is low when small', () => {
    expect(render({ type: 'button', height: 'sm', action: postback }).html).toContain('lf-sm')
  })

  it('wears its colour as ground, or as letters when it is a link', () => {
    expect(render({ type: 'button', style: 'primary', color: '#22406b', action: postback }).css).toContain(
      '{background-color:#22406b}',
    )
    expect(render({ type: 'button', color: '#22406b', action: postback }).css).toContain('{color:#22406b}')
  })

  it('carries its action, without the fields that no tap needs', () => {
    const { html } = render({
      type: 'button',
      action: { ...postback, displayText: '選びます', secret: 'x', data: '"' },
    })
    expect(html).toContain('&quot;data&quot;:&quot;\\&quot;&quot;')
    expect(html).toContain('&quot;displayText&quot;:&quot;選びます&quot;')
    expect(html).not.toContain('secret')
  })

  it('without an action is only words', () => {
    expect(render({ type: 'button' }).html).not.toContain('<button')
  })
})

describe('an action that opens an address', () => {
  const open = (uri: unknown) => render({ type: 'button', action: { type: 'uri', label: '開く', uri } }).html

  it.each([
    'https://a.example/?a=1',
    'http://a.example',
    'line://nv/profile',
    'tel:0312345678',
    'HTTPS://A.EXAMPLE',
  ])('opens %s in a new tab', (uri) => {
    expect(open(uri)).toContain(`href="${uri}" target="_blank" rel="noopener noreferrer"`)
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@a.example',
    '//a.example',
    'java\tscript:x',
    ' https://a.example',
    'https://a b',
    undefined,
  ])('is no link for %j', (uri) => {
    expect(open(uri)).not.toContain('<a ')
    expect(open(uri)).toContain('開く')
  })

  it('cannot be tapped in a preview, and neither can a button, an area or a quick reply', () => {
    const uri = { type: 'uri', label: '開く', uri: 'https://a.example' }
    const message = {
      ...inBubble({ type: 'button', action: uri }, { type: 'button', action: postback }, text('字', { action: uri })),
      quickReply: { items: [{ type: 'action', action: postback }] },
    }
    expect(renderMessages(message, { preview: true }).html).not.toMatch(/<a |<button|data-action|href=|lf-hit/)
    expect(countOf(renderMessages(message).html, '<a ')).toBe(2)
  })
})

describe('pictures', () => {
  const url = 'https://a.example/a.png'

  it('have the width and the shape asked for', () => {
    const { css, html } = render({
      type: 'image',
      url,
      size: 'full',
      aspectRatio: '20:13',
      aspectMode: 'cover',
      align: 'end',
    })
    expect(css).toContain('{width:100%;aspect-ratio:20 / 13}')
    expect(css).toContain('align-items:flex-end')
    expect(html).toContain('<img class="lf-img lf-cover" src="https://a.example/a.png" loading="lazy" alt="">')
  })

  it('are 100 pixels square, and whole, unless asked otherwise', () => {
    const { css, html } = render({ type: 'image', url, aspectRatio: '0:1' })
    expect(css).toContain('{width:100px;aspect-ratio:1 / 1}')
    expect(html).not.toContain('lf-cover')
  })

  it.each([
    'http://a.example/a.png',
    'data:image/png;base64,AA',
    'javascript:x',
    'https://a.example/"x',
    undefined,
  ])('are not fetched from %s', (from) => {
    expect(render({ type: 'image', url: from }).html).not.toContain('<img')
  })

  it('can be tapped', () => {
    expect(render({ type: 'image', url, action: { ...postback, label: '写真を見る' } }).html).toContain(
      'aria-label="写真を見る"',
    )
  })

  it('stand as icons in a line of text', () => {
    const { css, html } = render(box('baseline', [{ type: 'icon', url, size: 'sm', aspectRatio: '2:1' }]))
    expect(css).toContain('{font-size:14px;aspect-ratio:2 / 1}')
    expect(html).toContain('lf-icon')
  })

  it('stand for a video, with a play sign', () => {
    const { css, html } = render({
      type: 'video',
      url: 'https://a.example/v.mp4',
      previewUrl: url,
      aspectRatio: '16:9',
    })
    expect(html).toContain(`src="${url}"`)
    expect(html).toContain('aria-label="動画"')
    expect(css).toContain('aspect-ratio:16 / 9')
  })
})

describe('the small parts', () => {
  it('are a line across or down, in any colour', () => {
    expect(render({ type: 'separator', color: '#c8552b', margin: 'md' }).css).toContain(
      'border-color:#c8552b;flex:0 0 auto;margin-top:8px',
    )
    expect(render(box('horizontal', [{ type: 'separator' }])).html).toContain('lf-rule-v')
  })

  it('are a filler that takes the room left over', () => {
    expect(render(box('horizontal', [text('一', { flex: 0 }), { type: 'filler' }])).css).toContain('flex:1 0 0')
  })

  it('are a placeholder when unknown, and nothing when no component at all', () => {
    expect(render({ type: 'hologram' }).html).toContain('表示できない部品')
    expect(render('text', null, 7).html).not.toContain('表示できない部品')
  })
})

describe('equal looks', () => {
  it('share one rule', () => {
    const { css } = render(text('一', { size: 'xl' }), text('二', { size: 'xl' }), text('三', { size: 'xl' }))
    expect(countOf(css, 'font-size:22px')).toBe(1)
  })
})

describe('a button that shrinks to fit', () => {
  const button = (label: string, more: object = {}) =>
    render({ type: 'button', action: { type: 'uri', label, uri: 'https://shop.example' }, ...more })

  it('has a class by how many letters wide its label is, wide and narrow ones', () => {
    const shrinks = { adjustMode: 'shrink-to-fit' }
    expect(button('この種類のお知らせを止める', shrinks).html).toContain('lf-fit-13')
    expect(button('Stop this kind of message', shrinks).html).toContain('lf-fit-15')
    expect(button('長'.repeat(99), shrinks).html).toContain('lf-fit-40')
    expect(button('止める', shrinks).html).not.toContain('lf-fit')
    expect(button('この種類のお知らせを止める').html).not.toContain('lf-fit')
  })
})

describe('a dark chat', () => {
  it('is dark inside of its scope only, and leaves a card’s own colours alone', () => {
    const rules = darkCss('[data-dark]').split('\n')
    expect(rules.every((rule) => rule.startsWith('[data-dark] .lf'))).toBe(true)
    expect(rules.join('\n')).not.toMatch(/\.lf-bubble\{[^}]*background/)
  })
})
