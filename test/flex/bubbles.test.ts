import { describe, expect, it } from 'vitest'
import { renderMessages } from '../../src/flex/messages.ts'
import { countOf } from './support.ts'

const words = (text: string) => ({ type: 'box', layout: 'vertical', contents: [{ type: 'text', text }] })
const flex = (contents: unknown) => renderMessages({ type: 'flex', altText: 'カード', contents })
const postback = (label: string) => ({ type: 'postback', label, data: 'd' })

describe('a bubble', () => {
  it.each(['nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga'])('can be %s', (size) => {
    expect(flex({ type: 'bubble', size, body: words('本文') }).html).toContain(`lf-bubble lf-${size}"`)
  })

  it('is mega unless a known size is asked for', () => {
    expect(flex({ type: 'bubble', size: 'peta', body: words('本文') }).html).toContain('lf-bubble lf-mega"')
  })

  it('shows header, hero, body and footer in this order, whatever the order of the JSON', () => {
    const { html } = flex({
      type: 'bubble',
      footer: words('四'),
      body: words('三'),
      hero: words('二'),
      header: words('一'),
    })
    expect([...html.matchAll(/[一二三四]/g)].map(String)).toEqual(['一', '二', '三', '四'])
  })

  it('has the paddings that LINE gives its blocks, unless the box says otherwise', () => {
    expect(flex({ type: 'bubble', body: words('本文') }).css).toContain('padding:19px 20px 20px')
    expect(flex({ type: 'bubble', body: words('本文'), footer: words('下') }).css).toContain('padding:19px 20px 10px')
    expect(flex({ type: 'bubble', size: 'kilo', body: words('本文') }).css).toContain('padding:13px')
    expect(flex({ type: 'bubble', size: 'hecto', header: words('頭') }).css).toContain('padding:11px 14px 13px')
    expect(flex({ type: 'bubble', size: 'nano', body: words('本文') }).css).toContain('padding:10px')
    expect(flex({ type: 'bubble', body: { ...words('本文'), paddingAll: 'none' } }).css).toContain('padding:0;')
  })

  it('has coloured blocks and lines between them', () => {
    const styles = { footer: { backgroundColor: '#fbf9f5', separator: true, separatorColor: '#c8552b' } }
    const { css, html } = flex({ type: 'bubble', body: words('本文'), footer: words('下'), styles })
    expect(css).toContain('{background-color:#fbf9f5}')
    expect(css).toContain('{border-color:#c8552b}')
    expect(countOf(html, 'lf-rule')).toBe(1)
  })

  it('reads from right to left when asked', () => {
    expect(flex({ type: 'bubble', direction: 'rtl', body: words('本文') }).html).toContain('dir="rtl"')
    expect(flex({ type: 'bubble', direction: 'up', body: words('本文') }).html).not.toContain('dir=')
  })

  it('can be tapped as a whole', () => {
    const { html } = flex({ type: 'bubble', body: words('本文'), action: { type: 'postback', data: 'd' } })
    expect(html).toContain('aria-label="本文"')
  })

  it('without any block says that it is empty', () => {
    expect(flex({ type: 'bubble', body: 'x' }).html).toContain('空のカード')
  })
})

describe('a carousel', () => {
  it('shows its bubbles in a row that the keyboard can move', () => {
    const { html } = flex({
      type: 'carousel',
      contents: [1, 2].map((n) => ({ type: 'bubble', body: words(`札${n}`) })),
    })
    expect(html).toContain('class="lf-row" role="group" aria-label="カルーセル" tabindex="0"')
    expect(html).toMatch(/札1.*札2/)
  })

  it('shows twelve at most, and only what can be a bubble', () => {
    const bubble = { type: 'bubble', body: words('札') }
    expect(countOf(flex({ type: 'carousel', contents: Array.from({ length: 20 }, () => bubble) }).html, '札')).toBe(12)
    expect(countOf(flex({ type: 'carousel', contents: [null, 'x', bubble] }).html, 'lf-bubble')).toBe(1)
  })
})

describe('templates', () => {
  const template = (template: unknown) => renderMessages({ type: 'template', altText: 'えらぶ', template }).html

  it('are buttons with a picture, a title, a text and up to four answers', () => {
    const html = template({
      type: 'buttons',
      thumbnailImageUrl: 'https://a.example/t.png',
      imageAspectRatio: 'square',
      imageSize: 'contain',
      title: '題',
      text: '文',
      actions: ['一', '二', '三', '四', '五'].map(postback),
    })
    expect(html).toMatch(/lf-square.*src="https:\/\/a\.example\/t\.png".*題.*文.*一.*二.*三.*四/)
    expect(html).not.toContain('五')
    expect(html).not.toContain('lf-cover')
  })

  it('have no room for a picture when there is none', () => {
    expect(template({ type: 'buttons', text: '文', actions: [] })).not.toContain('lf-frame')
  })

  it('are a question with two answers', () => {
    const html = template({ type: 'confirm', text: '参加しますか', actions: ['はい', 'いいえ', '未定'].map(postback) })
    expect(html).toMatch(/参加しますか.*はい.*いいえ/)
    expect(html).not.toContain('未定')
  })

  it('are columns to swipe', () => {
    const columns = Array.from({ length: 12 }, (_, index) => ({
      title: `列${index}`,
      text: '文',
      actions: [postback('見る')],
    }))
    const html = template({ type: 'carousel', columns })
    expect(countOf(html, '見る</button>')).toBe(10)
    expect(html).toContain('lf-row')
  })

  it('are pictures to swipe, each of which can be tapped', () => {
    const html = template({
      type: 'image_carousel',
      columns: [{ imageUrl: 'https://a.example/i.png', action: postback('買う') }],
    })
    expect(html).toContain('aria-label="買う"')
    expect(html).toContain('src="https://a.example/i.png"')
  })
})
