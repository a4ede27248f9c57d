import { describe, expect, it } from 'vitest'
import { notificationText, renderMessages, renderNotification, renderQuickReplies } from '../../src/flex/messages.ts'
import { countOf, html } from './support.ts'

const text = (words: string, more: object = {}) => ({ type: 'text', text: words, ...more })

describe('a text message', () => {
  it('keeps its line breaks', () => {
    expect(html(text('一行目\n二行目'))).toContain('一行目\n二行目')
  })

  it('is escaped', () => {
    expect(html(text('<b>太字</b>'))).toContain('&lt;b&gt;太字&lt;/b&gt;')
  })

  it('links a web address, in a new tab that cannot reach back', () => {
    expect(html(text('詳しくは https://okaeri.example/a?b=1&c=2 へ'))).toContain(
      '詳しくは <a class="lf-link" href="https://okaeri.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">https://okaeri.example/a?b=1&amp;c=2</a> へ',
    )
  })

  it('leaves the full stop, Japanese or not, outside of the link', () => {
    expect(html(text('https://a.example。次'))).toContain('href="https://a.example"')
    expect(html(text('(https://a.example/x).'))).toContain('href="https://a.example/x"')
  })

  it('links nothing but http and https', () => {
    expect(html(text('javascript:alert(1) ftp://a.example'))).not.toContain('<a ')
  })

  it('shows an address without a link in a preview', () => {
    expect(html(text('https://a.example'), { preview: true })).not.toContain('<a ')
  })

  it('fills the places of a second-version text', () => {
    const message = {
      type: 'textV2',
      text: '{who}さん {{カッコ}} {smile} {none}',
      substitution: { who: { type: 'mention' }, smile: { type: 'emoji' } },
    }
    expect(html(message)).toContain('@メンバーさん {カッコ} ☺ {none}')
  })
})

describe('several messages', () => {
  it('stand in the order in which they were sent', () => {
    const shown = html([text('一'), text('二')])
    expect(shown.indexOf('一')).toBeLessThan(shown.indexOf('二'))
  })

  it('show the quick replies of the last one only', () => {
    const chips = (label: string) => ({
      quickReply: { items: [{ type: 'action', action: { type: 'message', label, text: label } }] },
    })
    const shown = html([text('一', chips('古い')), text('二', chips('新しい'))])
    expect(shown).toContain('新しい')
    expect(shown).not.toContain('古い')
  })

  it('show the time once, beside the last', () => {
    expect(countOf(html([text('一'), text('二')], { time: '19:42' }), '19:42')).toBe(1)
  })

  it('show the face and name once for one sender, and again when another one speaks', () => {
    const sender = { name: 'いざかや' }
    expect(countOf(html([text('一'), text('二')], { sender }), 'lf-name')).toBe(1)
    const three = html([text('一'), text('二', { sender: { name: '店長の田中' } }), text('三')], { sender })
    expect(countOf(three, 'lf-name')).toBe(3)
    expect(three).toContain('店長の田中')
  })

  it('are at most fifty', () => {
    expect(countOf(html(Array.from({ length: 80 }, () => text('一'))), 'lf-balloon')).toBe(50)
  })
})

describe('the sender', () => {
  it('is not shown when none is given', () => {
    expect(html(text('一'))).not.toContain('lf-face')
  })

  it('has the picture, or the first letter of the name', () => {
    expect(html(text('一'), { sender: { name: '𠮷野屋' } })).toContain('>𠮷<')
    expect(html(text('一'), { sender: { name: '店', iconUrl: 'https://a.example/i.png' } })).toContain(
      'src="https://a.example/i.png"',
    )
  })

  it('shows no picture that is not from https', () => {
    expect(html(text('一'), { sender: { name: '店', iconUrl: 'http://a.example/i.png' } })).not.toContain('<img')
  })

  it('is not shown for what the person says, which stands on the right', () => {
    const shown = html(text('はい'), { side: 'person', sender: { name: '店' } })
    expect(shown).toContain('lf-own')
    expect(shown).not.toContain('lf-name')
  })
})

describe('quick replies', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      type: 'action',
      action: { type: 'postback', label: `答え${index}`, data: `d${index}` },
    }))

  it('carry the action as JSON', () => {
    const shown = html(text('一', { quickReply: { items: items(1) } }))
    expect(shown).toContain(
      'data-action="{&quot;type&quot;:&quot;postback&quot;,&quot;label&quot;:&quot;答え0&quot;,&quot;data&quot;:&quot;d0&quot;}"',
    )
    expect(shown).toContain('data-testid="quick-reply"')
  })

  it('are at most thirteen', () => {
    expect(countOf(html(text('一', { quickReply: { items: items(20) } })), 'lf-chip"')).toBe(13)
  })

  it('show their pictures from https', () => {
    const item = { imageUrl: 'https://a.example/q.png', action: { type: 'message', label: 'はい', text: 'はい' } }
    expect(html(text('一', { quickReply: { items: [item] } }))).toContain('src="https://a.example/q.png"')
  })

  it('can be left out, to be shown elsewhere', () => {
    const message = text('一', { quickReply: { items: items(2) } })
    expect(html(message, { quickReplies: false })).not.toContain('答え0')
    expect(renderQuickReplies([text('零'), message]).html).toContain('答え1')
  })

  it('are empty when the last message has none', () => {
    expect(renderQuickReplies([text('一', { quickReply: { items: items(2) } }), text('二')]).html).toBe('')
    expect(renderQuickReplies(undefined).html).toBe('')
  })
})

describe('other messages', () => {
  it('show a picture, or a grey field that says what it is', () => {
    const url = 'https://a.example/p.jpg'
    expect(html({ type: 'image', originalContentUrl: url, previewImageUrl: url })).toContain(`src="${url}"`)
    expect(html({ type: 'image' })).toContain('写真')
  })

  it('show a play sign on a video', () => {
    expect(html({ type: 'video', previewImageUrl: 'https://a.example/p.jpg' })).toContain('▶')
  })

  it('show the widest picture of an imagemap', () => {
    expect(html({ type: 'imagemap', baseUrl: 'https://a.example/map', altText: '地図' })).toContain(
      'src="https://a.example/map/1040"',
    )
  })

  it.each([
    [{ type: 'sticker', packageId: '1', stickerId: '2' }, 'スタンプ'],
    [{ type: 'audio' }, '音声'],
    [{ type: 'location', title: '渋谷店', address: '東京都渋谷区' }, '渋谷店\n東京都渋谷区'],
    [{ type: 'coupon', couponId: 'x' }, 'クーポン'],
  ])('stand for themselves: %j', (message, words) => {
    expect(html(message)).toContain(words)
  })

  it.each([
    [{ type: 'hologram' }],
    [{}],
    [null],
    ['text'],
    [7],
    [[[]]],
  ])('become a placeholder when unknown: %j', (message) => {
    expect(html([message])).toContain('表示できないメッセージです')
  })

  it('become their alternative text when their contents are broken', () => {
    expect(html({ type: 'flex', altText: 'クーポンです', contents: { type: 'box' } })).toContain('クーポンです')
    expect(html({ type: 'template', altText: '選んでください', template: { type: 'hologram' } })).toContain(
      '選んでください',
    )
  })

  it('are none when there are none', () => {
    expect(html([])).toBe('<div class="lf"></div>')
  })
})

describe('the notification', () => {
  it('says the text, or the alternative text of a card', () => {
    expect(notificationText(text('こんにちは'))).toBe('こんにちは')
    expect(notificationText({ type: 'flex', altText: 'クーポンです', contents: {} })).toBe('クーポンです')
    expect(notificationText({ type: 'image' })).toBe('写真が届きました')
    expect(notificationText(undefined)).toBe('メッセージが届きました')
  })

  it('shows who speaks, the message’s own sender first', () => {
    expect(renderNotification(text('一'), { name: 'いざかや' }).html).toContain('いざかや')
    expect(renderNotification(text('一', { sender: { name: '店長の田中' } }), { name: 'いざかや' }).html).toContain(
      '店長の田中',
    )
  })
})

describe('a rendering', () => {
  it('is the same for the same messages', () => {
    const message = {
      type: 'flex',
      altText: 'x',
      contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', paddingAll: 'xl', contents: [] } },
    }
    expect(renderMessages(message)).toEqual(renderMessages(structuredClone(message)))
  })
})
