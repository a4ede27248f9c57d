import { describe, expect, it } from 'vitest'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { AssignmentState, ClaimState } from '../../src/db/schema-shifts.ts'
import { payOf } from '../../src/labour/pay.ts'
import { NO_CHANGE, NO_RENEWAL, WORDS_MAX } from '../../src/labour/terms.ts'
import { BUBBLE_BYTES_MAX, LIMITS } from '../../src/line/limits.ts'
import { type LineMessage, link } from '../../src/line/messages.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { askMessages } from '../../src/shifts/ad/shift-card.ts'
import {
  asOfWords,
  hoursWords,
  minutesWords,
  payLines,
  paySummary,
  shiftTitle,
  whenWords,
} from '../../src/shifts/ad/shift-words.ts'
import type { Standing } from '../../src/shifts/claims/standing.ts'
import type { Opening } from '../../src/shifts/openings.ts'
import { mayClaim, type Stage, stageOf, stateWords, type View, waysOn } from '../../src/shifts/talk/standing-words.ts'
import { detailsCard, listMessage, stateCard } from '../../src/shifts/talk/state-card.ts'
import { checkMessages } from '../../src/simulator/message-rules.ts'
import { actions, words } from '../members/phone.ts'
import { HOUR, NOON } from '../support.ts'
import { TERMS } from './claims-support.ts'

const LANGUAGES = ['ja', 'plain-ja', 'en'] as const satisfies readonly MemberLanguage[]
const STAGES = ['open', 'closed', 'begun', 'over', 'called_off'] as const satisfies readonly Stage[]
const CLAIMS = [
  undefined,
  'applied',
  'standby',
  'offered',
  'withdrawn',
  'passed',
  'declined',
  'ended',
] as const satisfies readonly (ClaimState | undefined)[]
const ASSIGNED = [
  'confirmed',
  'cancelled_by_member',
  'cancelled_by_shop',
  'worked',
  'missed',
] as const satisfies readonly AssignmentState[]
const URL = `https://shop.example/shift/${'x'.repeat(100)}`
const SIX = [
  '株式会社おかえり',
  '東京都渋谷区神南1-1-1',
  '03-0000-0000',
  'ホールでの接客',
  '渋谷店（東京都渋谷区神南1-1-1）',
]

/** A moment in Tokyo. */
const at = (typed: string) => Date.parse(`${typed}:00.000+09:00`)

const STARTS = at('2026-11-28T17:00')
const OPENING: Opening = {
  id: 'shift',
  state: 'open',
  closedBecause: null,
  storeId: 'shibuya',
  storeName: '渋谷店',
  startsAt: STARTS,
  endsAt: STARTS + 8 * HOUR,
  breakMinutes: 60,
  roles: [{ id: 'hall', name: 'ホール' }],
  headcount: 2,
  taken: 0,
  wageYen: 1300,
  transportYen: 500,
  terms: { ...TERMS, dutiesChange: NO_CHANGE, placeChange: NO_CHANGE, renewal: NO_RENEWAL, bring: '黒い靴' },
  closesAt: STARTS - 5 * HOUR,
  urgent: false,
  mode: 'approve',
  rule: EVERYONE,
  segmentId: null,
  audienceStoreId: null,
  shared: true,
  leadMinutes: 15,
  waveSize: 5,
  waveMinutes: 30,
  asksMax: 10,
  nextWaveAt: null,
  waves: 0,
  wavesEndedBecause: null,
  templateId: null,
  openedAt: NOON,
  cancelWords: '台風のためです。',
  createdBy: null,
  openedBy: null,
  updatedAt: at('2026-11-21T09:00'),
  conditionsAt: null,
}
const STANDING: Standing = {
  claim: undefined,
  nth: undefined,
  offerNo: 0,
  offerEndsAt: undefined,
  assignment: undefined,
  requests: [],
  conflicts: [],
}

const claimed = (state: ClaimState): Standing => ({
  ...STANDING,
  claim: { state, note: '17時半からなら確実です', answeredAt: NOON, declineWords: null, changedAt: NOON },
  nth: 2,
  offerNo: 3,
})
const assigned = (state: AssignmentState, requests: Standing['requests'] = []): Standing => {
  const { startsAt, endsAt, breakMinutes, wageYen, transportYen, terms } = OPENING
  const agreed = { startsAt, endsAt, breakMinutes, wageYen, transportYen, terms }
  return {
    ...claimed('confirmed'),
    nth: undefined,
    assignment: {
      ...agreed,
      id: 'assignment',
      openingId: 'shift',
      memberId: 'hana',
      state,
      version: 1,
      confirmedAt: NOON,
      noticeBy: null,
      endedAt: state === 'confirmed' ? null : NOON,
      reason: '急な予約の取り消しのため',
      allowanceYen: null,
      workedFrom: null,
      workedTo: null,
      workedBreakMinutes: null,
      payYen: null,
    },
    requests,
  }
}
const request = (kind: 'cancel' | 'change'): Standing['requests'][number] => ({
  id: 'f'.repeat(32),
  kind,
  words: '仕込みが早く終わりそうです',
  proposal: kind === 'change' ? { startsAt: STARTS + HOUR } : undefined,
  state: 'pending',
  askedAt: NOON,
  answerUntil: STARTS - HOUR,
})

const STANDINGS: readonly Standing[] = [
  ...CLAIMS.map((state) => (state ? claimed(state) : STANDING)),
  ...ASSIGNED.map((state) => assigned(state)),
  assigned('confirmed', [request('cancel')]),
  assigned('confirmed', [request('change')]),
  { ...STANDING, conflicts: ['shift_not_for_you', 'shift_overlaps', 'shift_rest_short', 'shift_hours_exceeded'] },
  { ...STANDING, conflicts: ['shift_age_unknown'] },
]

const viewOf = (
  standing: Standing,
  { stage = 'open', language = 'ja', opening = OPENING }: Partial<View> = {},
): View => ({
  opening,
  standing,
  stage,
  language,
  heldUntil: standing.claim?.state === 'offered' ? NOON + HOUR : undefined,
})

/** With everything as long as the forms take it. */
const LONGEST: Opening = {
  ...OPENING,
  urgent: true,
  mode: 'first_come',
  terms: { ...OPENING.terms, ...fill('あ'.repeat(WORDS_MAX)), employerName: 'あ'.repeat(60) },
}
function fill(words: string) {
  const {
    duties,
    place,
    contact,
    bring,
    message,
    smoking,
    insurance,
    dutiesChange,
    placeChange,
    renewal,
    employerAddress,
  } = Object.fromEntries(Object.keys(TERMS).map((key) => [key, words]))
  const some = {
    duties,
    place,
    contact,
    bring,
    message,
    smoking,
    insurance,
    dutiesChange,
    placeChange,
    renewal,
    employerAddress,
  }
  return Object.fromEntries(Object.entries(some).map(([key, value]) => [key, value ?? '']))
}

const every = LANGUAGES.flatMap((language) =>
  STAGES.flatMap((stage) => STANDINGS.map((standing) => viewOf(standing, { stage, language }))),
)
const bytes = (message: LineMessage) => new TextEncoder().encode(JSON.stringify(message)).length

describe('the ad that a push carries', () => {
  it.each(LANGUAGES)('has all six items, the scope of change and when the contract exists in it (%s)', (language) => {
    const messages = askMessages(language, OPENING)
    expect(checkMessages(messages)).toEqual([])
    const said = words(messages)
    for (const item of SIX) expect(said).toContain(item)
    expect(said).toContain(language === 'en' ? '¥1,300' : '1,300円')
    expect(said).toContain({ ja: '変更なし', 'plain-ja': 'かわりません', en: 'No change' }[language])
    expect(said).toContain({ ja: '更新なし', 'plain-ja': 'つづきは ありません', en: 'No renewal' }[language])
    expect(said).toContain(
      { ja: '応募だけでは決まりません', 'plain-ja': 'まだ 決まりません', en: 'Applying alone' }[language],
    )
    expect(said).toContain(asOfWords(language, OPENING.updatedAt))
    expect(said).toContain(paySummary(language, payOf(OPENING)))
  })

  it.each(LANGUAGES)('has the answers and the stop of job ads alone under it (%s)', (language) => {
    const data = actions(askMessages(language, OPENING)).map((action) => 'data' in action && action.data)
    expect(data).toEqual(['shift:shift:claim', 'shift:shift:pass', 'shift:shift:show', 'consent:shifts:off'])
  })

  it('says in the button that first come is a contract', () => {
    const [claim] = actions(askMessages('ja', { ...OPENING, mode: 'first_come' }))
    expect(claim?.label).toBe('応募する（先着で確定）')
    expect(words(askMessages('ja', { ...OPENING, mode: 'first_come' }))).toContain('先着順です')
  })

  it('works alone in the notification, urgent or not', () => {
    const alt = (opening: Opening) =>
      askMessages('ja', opening).map((message) => 'altText' in message && message.altText)
    expect(alt(OPENING)).toEqual(['シフト募集｜11月28日（土） 17:00〜翌1:00 ホール｜渋谷店｜時給1,300円'])
    expect(alt({ ...OPENING, urgent: true })[0]).toMatch(/^【急募】/)
  })

  it('is taken by LINE with everything as long as the forms take it', () => {
    for (const language of LANGUAGES) {
      const messages = askMessages(language, LONGEST, { sender: { name: '田中' } })
      expect(checkMessages(messages)).toEqual([])
      for (const message of messages) expect(bytes(message)).toBeLessThan(BUBBLE_BYTES_MAX)
    }
  })
})

describe('every standing at every stage, in every language', () => {
  it('is a card that LINE takes, alone and in the list, with the state in the notification', () => {
    for (const view of every) {
      const state = stateCard(view, { url: URL, fresh: true })
      const cards: LineMessage[] = [state, detailsCard(view, { url: URL }), listMessage([view, view, view]).message]
      for (const message of cards) expect(checkMessages([message])).toEqual([])
      expect(JSON.stringify(cards)).not.toMatch(/undefined|NaN|\[object/)
      expect(state.altText).toContain(stateWords(view).head)
    }
  })

  it('has at least one way on, and no label that LINE would cut off', () => {
    for (const view of every) {
      expect(waysOn(view, link('x', URL)).length).toBeGreaterThan(0)
      for (const { label } of actions([stateCard(view, { url: URL })]))
        expect([...label].length, label).toBeLessThanOrEqual(LIMITS.quickReplyLabel.max)
    }
  })

  it('lets nobody apply where it is over, or where something keeps them from it', () => {
    for (const view of every) {
      const data = waysOn(view, link('x', URL)).flatMap((way) => ('data' in way ? [way.data] : []))
      const isFree = view.stage === 'open' && view.standing.conflicts.every((code) => code === 'shift_age_unknown')
      expect(mayClaim(view)).toBe(isFree)
      if (!isFree) expect(data).not.toContain('shift:shift:claim')
    }
  })

  it('says the whole ad wherever one may still apply', () => {
    for (const view of every.filter(({ standing, stage }) => !standing.claim && stage === 'open')) {
      const shown = [detailsCard(view, { url: URL }), listMessage([view]).message]
      for (const message of shown) for (const item of SIX) expect(words([message])).toContain(item)
    }
  })
})

describe('the list', () => {
  it('shows as many of the first as LINE takes in one message', () => {
    const views = Array.from({ length: 5 }, () => viewOf(STANDING, { opening: LONGEST }))
    const { message, shown } = listMessage(views)
    expect(checkMessages([message])).toEqual([])
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.length).toBeLessThan(5)
    expect(bytes(message)).toBeLessThan(50_000)
  })

  it('shows five of the usual kind', () => {
    expect(listMessage(Array.from({ length: 5 }, () => viewOf(STANDING))).shown).toHaveLength(5)
  })
})

describe('a standing', () => {
  it('is told by a sign and a word, never by its colour alone', () => {
    const head = (standing: Standing, stage: Stage = 'open') => stateWords(viewOf(standing, { stage })).head
    expect(head(claimed('applied'))).toBe('△ 応募中（2番目）')
    expect(head(claimed('offered'))).toBe('◎ 空きが出ました')
    expect(head(assigned('confirmed'))).toBe('○ 確定')
    expect(head(STANDING, 'closed')).toBe('－ 募集終了')
    expect(head(claimed('applied'), 'over')).toBe('－ 募集終了')
  })

  it('of who did not come says nothing of it', () => {
    const view = viewOf(assigned('missed'), { stage: 'over' })
    expect(stateWords(view)).toMatchObject({ head: '－ 終わりました', words: ['このシフトは終わりました。'] })
  })

  it('of a change shows what was and what would be', () => {
    const said = words([stateCard(viewOf(assigned('confirmed', [request('change')])), { url: URL })])
    expect(said).toContain('仕込みが早く終わりそうです')
    expect(said).toMatch(/17:00〜翌1:00.*→.*18:00〜翌1:00/)
  })

  it('is of what was agreed, also when the opening says something else since', () => {
    const moved = { ...OPENING, startsAt: STARTS + 2 * HOUR }
    expect(words([stateCard(viewOf(assigned('confirmed'), { opening: moved }), { url: URL })])).toContain(
      '17:00〜翌1:00',
    )
  })
})

describe('what a shift is called', () => {
  const span = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to), roles: OPENING.roles })

  it.each([
    ['ja', '11月28日（土） 17:00〜23:00 ホール'],
    ['plain-ja', '11月28日（土） 17:00〜23:00 ホール'],
    ['en', 'Sat 28 Nov, 17:00–23:00, ホール'],
  ] as const)('is its day, its hours and its role (%s)', (language, title) => {
    expect(shiftTitle(language, span('2026-11-28T17:00', '2026-11-28T23:00'))).toBe(title)
  })

  it('says the next day past midnight, also across the end of a month and of a year', () => {
    expect(hoursWords('ja', span('2026-11-30T17:00', '2026-12-01T01:30'))).toBe('17:00〜翌1:30')
    expect(hoursWords('en', span('2026-11-30T17:00', '2026-12-01T01:30'))).toBe('17:00–1:30 next day')
    expect(whenWords('ja', span('2026-12-31T22:00', '2027-01-01T05:00'))).toBe('2026年12月31日（木） 22:00〜翌5:00')
    expect(hoursWords('ja', span('2026-11-28T17:00', '2026-11-29T00:00'))).toBe('17:00〜翌0:00')
  })

  it('says the day when it ends later than that', () => {
    expect(hoursWords('ja', span('2026-11-28T17:00', '2026-11-30T09:00'))).toBe('17:00〜11月30日（月） 9:00')
  })

  it('counts hours and minutes', () => {
    expect([45, 360, 390].map((minutes) => minutesWords('ja', minutes))).toEqual(['45分', '6時間', '6時間30分'])
  })
})

it('the estimate is reckoned line by line, the same to owner and member', () => {
  const pay = { ...payOf({ ...OPENING, endsAt: STARTS + 10 * HOUR }), wageYen: 1300 }
  expect(payLines('ja', pay)).toEqual([
    ['基本', '1,300円 × 9時間 ＝ 11,700円'],
    ['深夜の割増', '5時間、25%増し ＝ 1,625円'],
    ['残業の割増', '1時間、25%増し ＝ 325円'],
    ['交通費', '500円'],
    ['見込み額', '14,150円'],
  ])
  expect(paySummary('ja', pay)).toBe('約14,150円（深夜の割増1,625円・残業の割増325円・交通費500円を含む）')
})

describe('how far an opening is', () => {
  const { startsAt, endsAt, closesAt } = OPENING
  it.each([
    ['open', 'open until the deadline', 'open', closesAt - 1],
    ['closed', 'closed from the deadline, whatever the clock has done yet', 'open', closesAt],
    ['closed', 'closed once it is filled', 'closed', NOON],
    ['begun', 'begun at its start', 'closed', startsAt],
    ['over', 'over at its end', 'closed', endsAt],
    ['called_off', 'called off, also after its end', 'cancelled', endsAt + HOUR],
  ] as const)('is %s: %s', (stage, _, state, now) => {
    expect(stageOf({ ...OPENING, state }, now)).toBe(stage)
  })
})
