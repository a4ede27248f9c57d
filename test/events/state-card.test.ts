import { describe, expect, it } from 'vitest'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { RsvpState } from '../../src/db/schema-events.ts'
import { type Stage, stageOf, stateWords, type View, waysOn } from '../../src/events/chat-words.ts'
import type { ShopEvent } from '../../src/events/events.ts'
import { askDrinkers, askParty, feedbackCard } from '../../src/events/questions-chat.ts'
import type { Standing } from '../../src/events/standing.ts'
import { detailsCard, listMessage, stateCard } from '../../src/events/state-card.ts'
import { LIMITS } from '../../src/line/limits.ts'
import { type LineMessage, link } from '../../src/line/messages.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { checkMessages } from '../../src/simulator/message-rules.ts'
import { actions, words } from '../members/phone.ts'
import { HOUR, NOON } from '../support.ts'
import { TASTING } from './support.ts'

const LANGUAGES = ['ja', 'plain-ja', 'en'] as const satisfies readonly MemberLanguage[]
const STAGES = ['open', 'closed', 'begun', 'over', 'called_off'] as const satisfies readonly Stage[]
const STATES = [
  undefined,
  'going',
  'waiting',
  'offered',
  'declined',
  'cancelled',
  'lapsed',
] as const satisfies readonly (RsvpState | undefined)[]
const URL = `https://shop.example/event/${'x'.repeat(100)}`

const EVENT: ShopEvent = {
  ...TASTING,
  id: 'event',
  state: 'open',
  storeName: null,
  guestsMax: 5,
  feeYen: 1500,
  alcohol: true,
  asksAllergies: true,
  questions: ['駅からお迎えにあがりましょうか'],
  dishes: [{ id: 'soup', name: 'かぼちゃのスープ' }],
  rule: EVERYONE,
  cancelWords: '台風のためです。',
  createdBy: null,
  updatedAt: NOON,
}
const STANDING: Standing = {
  state: undefined,
  party: 3,
  seats: 3,
  nth: 2,
  offerNo: 1,
  offerEndsAt: NOON + HOUR,
  refusedSeats: 0,
  drinkers: 2,
  allergies: undefined,
  answers: [],
  answeredAt: NOON,
  free: 2,
}
const viewOf = (more: Partial<Standing> = {}, { stage = 'open', language = 'ja', event = EVENT }: Partial<View> = {}) =>
  ({ event, standing: { ...STANDING, ...more }, stage, language, heldUntil: NOON + HOUR }) satisfies View

const every = LANGUAGES.flatMap((language) =>
  STAGES.flatMap((stage) =>
    STATES.flatMap((state) => [
      viewOf({ state }, { stage, language }),
      viewOf({ state, seats: 1, refusedSeats: 1, free: 0, drinkers: 0 }, { stage, language }),
      viewOf({ state, party: 1, seats: 1 }, { stage, language, event: longest(EVENT) }),
    ]),
  ),
)

/** With everything as long as the forms take it. */
function longest(event: ShopEvent): ShopEvent {
  return { ...event, title: '秋'.repeat(60), words: 'あ'.repeat(1_000), place: '渋'.repeat(200), guestsMax: 0 }
}

describe('every state at every stage, in every language', () => {
  it('is a card that LINE takes, alone and in the list, with the state in the notification', () => {
    for (const view of every) {
      const cards: LineMessage[] = [
        stateCard(view, { url: URL, fresh: true }),
        detailsCard(view, { url: URL, hero: undefined }),
        listMessage(Array.from({ length: 5 }, () => ({ view, hero: undefined }))),
      ]
      for (const message of cards) expect(checkMessages([message])).toEqual([])
      expect(JSON.stringify(cards)).not.toMatch(/undefined|NaN|\[object/)
      expect(cards[0]).toMatchObject({ altText: expect.stringContaining(stateWords(view).head) })
    }
  })

  it('has at least one way on, and no label that LINE would cut off', () => {
    for (const view of every) {
      const ways = waysOn(view, link('x', URL))
      expect(ways.length).toBeGreaterThan(0)
      for (const { label } of actions([stateCard(view, { url: URL })]))
        expect([...label].length, label).toBeLessThanOrEqual(LIMITS.quickReplyLabel.max)
    }
  })

  it('lets nobody answer any more once it is closed but who gives a seat back', () => {
    for (const view of every.filter(({ stage }) => stage !== 'open')) {
      const data = waysOn(view, link('x', URL)).flatMap((way) => ('data' in way ? [way.data] : []))
      const mayLeave = view.stage === 'closed' && view.standing.state === 'going'
      expect(data.filter((one) => /:(join|accept|keep|party|decline)/.test(one))).toEqual(
        mayLeave ? ['event:event:decline'] : [],
      )
    }
  })

  it('asks for a party and for drinkers in words that LINE takes', () => {
    for (const language of LANGUAGES)
      for (const state of STATES)
        for (const party of [1, 6]) {
          const standing = { ...STANDING, state, party }
          const guest = { language, state: 'verified', birthYear: party === 6 ? 2007 : null } as const
          const asked = [askParty(EVENT, standing, language), askDrinkers(EVENT, standing, guest)]
          for (const message of asked) if (message) expect(checkMessages([message])).toEqual([])
        }
  })

  it('leads to the page for what the food was like', () => {
    for (const language of LANGUAGES) {
      const message = feedbackCard(longest(EVENT), { language, url: URL })
      expect(checkMessages([message])).toEqual([])
      expect(actions([message])).toMatchObject([{ uri: URL }])
    }
  })
})

describe('a state', () => {
  it('is told by a sign and a word, never by its colour alone', () => {
    const head = (state: RsvpState, more: Partial<Standing> = {}) => stateWords(viewOf({ state, ...more })).head
    expect(head('going')).toBe('○ 参加（3名）')
    expect(head('waiting')).toBe('△ キャンセル待ち 2番目')
    expect(head('offered')).toBe('◎ お席が空きました')
    expect(head('offered', { seats: 2 })).toBe('◎ 2名分のお席があります')
    expect(head('lapsed')).toBe('－ お席は次の方へ')
  })

  it('of an offer names the hour until when, in the language of the person', () => {
    const said = (language: MemberLanguage) =>
      words([stateCard(viewOf({ state: 'offered' }, { language }), { url: URL })])
    expect(said('ja')).toContain('4月1日（水） 13:00までに')
    expect(said('plain-ja')).toContain('4月1日（水） 13:00までに')
    expect(said('en')).toContain('by Wed 1 Apr, 13:00')
  })
})

describe('how far an event is', () => {
  const { startsAt, endsAt, closesAt } = EVENT
  it.each([
    ['open', 'open until the deadline', 'open', closesAt - 1],
    ['closed', 'closed from the deadline, whatever the clock has done yet', 'open', closesAt],
    ['closed', 'closed by hand before it', 'closed', NOON],
    ['begun', 'begun at its start', 'open', startsAt],
    ['over', 'over at its end', 'closed', endsAt],
    ['over', 'over once it was ended', 'done', NOON],
    ['called_off', 'called off, also after its end', 'cancelled', endsAt + HOUR],
  ] as const)('is %s: %s', (stage, _, state, now) => {
    expect(stageOf({ ...EVENT, state }, now)).toBe(stage)
  })
})
