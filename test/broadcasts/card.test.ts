import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Letter, messagesFor } from '../../src/broadcasts/card.ts'
import { BroadcastContent } from '../../src/broadcasts/content.ts'
import { offerOfNew } from '../../src/coupons/coupons.ts'
import { fits, LIMITS } from '../../src/line/limits.ts'
import type { FlexBubble, LineMessage } from '../../src/line/messages.ts'
import { checkMessages } from '../../src/simulator/message-rules.ts'
import { DAY, NOON } from '../support.ts'
import { COUPON } from './support.ts'

const FROM = '店長の田中'
const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'
const coupon = COUPON.content.kind === 'coupon' ? COUPON.content.coupon : undefined
const OFFER = coupon && { coupon: offerOfNew(coupon), storeNames: ['渋谷店'], now: NOON }
const EVENT_INVITE = {
  kind: 'event',
  eventId: 'e1',
  moment: 'invite',
  text: '新しいメニューを食べに来てください。',
  from: FROM,
} as const
const CONTENTS: Record<BroadcastContent['kind'], BroadcastContent> = {
  text: { kind: 'text', text: '{名前}さん、お元気ですか。\n{店舗}は今年で10周年です。', from: FROM },
  news: {
    kind: 'news',
    heading: '新しいメニューができました',
    text: 'ぜひ食べに来てください。',
    link: { label: 'メニューを見る', url: 'https://shop.example/menu' },
    from: FROM,
  },
  story: { kind: 'story', storyId: 's1', text: '花子さんに話を聞きました。', from: FROM },
  coupon: { ...COUPON.content },
  poll: { kind: 'poll', text: '次の集まりは、いつがいいですか。', answers: ['4月', '5月'], from: FROM },
  check_in: { kind: 'check_in', text: '最近どうですか。', from: FROM },
  event: EVENT_INVITE,
}
const STORY = { title: '厨房から、自分の店へ', words: '独立して3年になります。', name: '山田 花子' }
const EVENT = {
  id: 'e1',
  title: '秋の試食会',
  storeName: '渋谷店',
  place: '2階',
  mapUrl: 'https://maps.example/shibuya',
  startsAt: NOON + 7 * DAY,
  endsAt: NOON + 7 * DAY + 7_200_000,
  closesAt: NOON + 5 * DAY,
  capacity: 12,
  guestsMax: 2,
  feeYen: 1_500,
  alcohol: true,
  dishes: [{ id: 'd1', name: '栗ごはん' }],
}
const KINDS = Object.values(CONTENTS)

const letter = (content: BroadcastContent, more: Partial<Letter> = {}): Letter => ({
  content,
  purpose: content.kind === 'coupon' ? 'coupons' : 'news',
  shopName: 'おかえり',
  broadcastId: ID,
  ...(content.kind === 'coupon' && OFFER ? { offer: OFFER } : {}),
  ...(content.kind === 'story' ? { story: STORY } : {}),
  ...(content.kind === 'event' ? { event: EVENT } : {}),
  ...more,
})
const bubbleOf = (message: LineMessage | undefined): FlexBubble => {
  if (message?.type !== 'flex' || message.contents.type !== 'bubble') throw new Error('no card')
  return message.contents
}
const json = (content: BroadcastContent, more?: Partial<Letter>) => JSON.stringify(messagesFor(letter(content, more)))

describe('what one person gets', () => {
  it.each(KINDS)('ends with the stop of its purpose, which names the broadcast: $kind', (content) => {
    const last = bubbleOf(messagesFor(letter(content)).at(-1)).footer?.contents.at(-1)
    expect(last).toMatchObject({
      type: 'button',
      action: { type: 'postback', data: `consent:${content.kind === 'coupon' ? 'coupons' : 'news'}:off:${ID}` },
    })
  })

  it('asks who came how it was only where there was something to taste', () => {
    const thanks = { ...EVENT_INVITE, moment: 'thanks' } satisfies BroadcastContent
    expect(json(thanks)).toContain('event:e1:feedback')
    expect(json(thanks)).not.toContain('event:e1:join')
    expect(json(thanks, { event: { ...EVENT, dishes: [] } })).not.toContain('event:e1')
    expect(json(CONTENTS.coupon, { event: EVENT })).toContain('event:e1:feedback')
    expect(json(CONTENTS.coupon, { event: { ...EVENT, dishes: [] } })).not.toContain('event:e1')
  })

  it.each([
    [
      'ja',
      '2026年4月8日（水） 12:00〜14:00',
      '1,500円（当日、お店で）',
      '12名（お連れは2名まで）',
      '4月6日（月） 12:00まで',
      'あり（20歳以上の方）',
    ],
    ['plain-ja', 'いつ', '1,500円（その日、店で はらいます）', '12人', '行きます'],
    ['en', 'Wed 8 Apr 2026, 12:00–14:00', '¥1,500, paid at the shop', '12 (bring up to 2)', 'Not this time'],
  ] as const)('of an invitation says when, where, for how much, and until when to answer: %s', (language, ...said) => {
    for (const words of [...said, '渋谷店 2階']) expect(json(CONTENTS.event, { language })).toContain(words)
  })

  it('of an invitation says nothing of drinks where none are served', () => {
    expect(json(CONTENTS.event, { event: { ...EVENT, alcohol: false } })).not.toMatch(/お酒|20歳/)
  })

  it.each(KINDS)('is signed, and says who writes in the notification: $kind', (content) => {
    expect(json(content)).toContain(FROM)
    const [card] = messagesFor(letter(content)).filter(({ type }) => type === 'flex')
    if (card?.type !== 'flex') throw new Error('no card')
    expect(card.altText).toContain(content.kind === 'coupon' ? 'おかえり' : FROM)
  })

  it.each(KINDS)('names every ground it stands on, so that it reads alike in a dark chat: $kind', (content) => {
    const { header, body, footer } = bubbleOf(messagesFor(letter(content)).at(-1))
    for (const block of [header, body, footer]) if (block) expect(block.backgroundColor).toMatch(/^#/)
    expect([body, footer]).not.toContain(undefined)
  })

  it('reads as a letter to that person: their name, their store', () => {
    const words = json(CONTENTS.text, { person: { name: '鈴木', store: '新宿店' } })
    expect(words).toContain('鈴木さん、お元気ですか。\\n新宿店は今年で10周年です。')
    expect(words).toContain('"altText":"鈴木さん、お元気ですか。 新宿店は今年で10周年です。（店長の田中）"')
    expect(json(CONTENTS.text)).toContain('みなさん、お元気ですか。\\nおかえりは')
  })

  it('has buttons in the language of the person', () => {
    expect(json(CONTENTS.check_in, { language: 'en' })).toContain('I’ll come by soon')
    expect(json(CONTENTS.check_in, { language: 'plain-ja' })).toContain('こんど お店に 行きます')
    expect(json(CONTENTS.text, { language: 'en' })).toContain('Stop this kind of message')
  })

  it('leads through the person’s own link when there is one, else to the target', () => {
    expect(json(CONTENTS.news, { tapUrl: 'https://shop.example/l/x' })).toContain('"uri":"https://shop.example/l/x"')
    expect(json(CONTENTS.news)).toContain('"uri":"https://shop.example/menu"')
  })

  it('asks a poll and a check-in with taps that name the broadcast and the answer', () => {
    expect(json(CONTENTS.poll)).toContain(`"data":"poll:${ID}:1","displayText":"5月"`)
    expect(json(CONTENTS.check_in)).toContain(`"data":"checkin:${ID}:talk"`)
  })

  it('tells a story with its picture and whose it is', () => {
    const told = json(CONTENTS.story, { story: { ...STORY, imageUrl: 'https://shop.example/images/a' } })
    expect(told).toContain('"hero":{"type":"image","url":"https://shop.example/images/a"')
    expect(told).toContain('山田 花子さん')
  })

  it('has the face of who signs, unless LINE would refuse the name', () => {
    const sender = {
      name: '店長の田中は今日もお店に立っていますよ、ほんとうに',
      iconUrl: 'https://shop.example/images/f',
    }
    const [message] = messagesFor(letter(CONTENTS.text, { sender }))
    expect(message?.sender?.iconUrl).toBe('https://shop.example/images/f')
    expect(fits(message?.sender?.name ?? '', LIMITS.senderName)).toBe(true)
    expect(messagesFor(letter(CONTENTS.text, { sender: { name: 'LINE公式' } }))[0]?.sender).toBeUndefined()
  })

  it('carries no picture that LINE would refuse: only https, or what only this machine can reach', () => {
    const plain = {
      imageUrl: 'http://shop.example/images/a',
      sender: { name: 'あ', iconUrl: 'http://127.0.0.1.example/images/f' },
    }
    expect(json(CONTENTS.news, plain)).not.toContain('/images/')
    expect(json(CONTENTS.news, { imageUrl: 'http://127.0.0.1:3000/images/a' })).toContain('/images/a')
  })
})

describe('LINE takes every message that can be composed', () => {
  /** Emoji of many code points, wide and narrow letters, quotes and what JSON spells out. */
  const characters = fc.oneof(
    fc.constantFrom('👨‍👩‍👧‍👦', '🇯🇵', '花', 'が', 'é', '"', '\\', '\u0001', '\n', ' ', '<', '𠮷'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  const full = (max: number) =>
    fc.array(characters, { minLength: 1, maxLength: max }).map((parts) =>
      parts
        .join('')
        .repeat(max)
        .slice(0, max)
        .replace(/\p{Cs}/gu, '?'),
    )
  const short = (max: number) => fc.array(characters, { minLength: 1, maxLength: max }).map((parts) => parts.join(''))
  const words = fc.oneof(full(1_000), fc.constant(`${'{名前}'.repeat(10)}${'あ'.repeat(960)}`))
  const url = fc.constant(`https://shop.example/${'a'.repeat(979)}`)
  const from = full(30)
  const composed = fc.oneof(
    fc.record({ kind: fc.constant('text'), text: words, from }),
    fc.record({ kind: fc.constant('check_in'), text: words, from }),
    fc.record({ kind: fc.constant('story'), storyId: fc.constant('s'), text: words, from }),
    fc.record({
      kind: fc.constant('poll'),
      text: words,
      from,
      answers: fc.array(short(20), { minLength: 2, maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant('news'),
      heading: full(60),
      text: words,
      from,
      link: fc.record({ label: short(20), url }),
    }),
    fc.record({ kind: fc.constant('coupon'), greeting: words, from, coupon: fc.constant(coupon) }),
    fc.record({
      kind: fc.constant('event'),
      eventId: fc.constant(ID),
      moment: fc.constantFrom('invite', 'thanks'),
      text: words,
      from,
    }),
  )
  const long = { name: '花'.repeat(40), store: '店'.repeat(40) }
  const more = fc.record({
    shopName: full(60),
    language: fc.constantFrom('ja' as const, 'plain-ja' as const, 'en' as const),
    person: fc.constantFrom(undefined, long),
    sender: fc.option(fc.record({ name: from, iconUrl: url }), { nil: undefined }),
    imageUrl: fc.option(url, { nil: undefined }),
    story: fc.record({ title: full(60), words: full(1_000), name: full(40), imageUrl: url }),
    event: fc.record({
      id: fc.constant(ID),
      title: full(60),
      storeName: full(60),
      place: full(100),
      mapUrl: fc.constantFrom(null, `https://maps.example/${'a'.repeat(979)}`),
      startsAt: fc.constant(EVENT.startsAt),
      endsAt: fc.constant(EVENT.endsAt),
      closesAt: fc.constant(EVENT.closesAt),
      capacity: fc.constantFrom(1, 1_000),
      guestsMax: fc.constantFrom(0, 5),
      feeYen: fc.constantFrom(0, 1_000_000),
      alcohol: fc.boolean(),
      dishes: fc.constantFrom([], EVENT.dishes),
    }),
  })

  it('at every length, in every script', () => {
    fc.assert(
      fc.property(composed, more, (typed, parts) => {
        const content = BroadcastContent.safeParse(typed)
        // What trims to nothing, or is too long once it is counted as LINE does, was never composed.
        fc.pre(content.success)
        if (content.success) expect(checkMessages(messagesFor(letter(content.data, parts)))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
