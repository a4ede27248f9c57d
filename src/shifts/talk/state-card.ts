import { payOf } from '../../labour/pay.ts'
import { note, paragraph } from '../../line/letter-parts.ts'
import { cutTo, LIMITS } from '../../line/limits.ts'
import {
  type Action,
  type CarouselMessage,
  type FlexBox,
  type FlexBubble,
  type FlexComponent,
  type FlexMessage,
  INDIGO,
  link,
  PAPER,
  tap,
} from '../../line/messages.ts'
import { shiftChatTexts } from '../../texts/shift-chat.ts'
import { shiftStandingTexts } from '../../texts/shift-standing.ts'
import { adFacts, adParts, facts, shiftData, stopShifts } from '../ad/shift-card.ts'
import { paySummary, type Row, rolesWords, shiftTitle, whenWords } from '../ad/shift-words.ts'
import { changedRows } from '../notices/changed-words.ts'
import {
  noticeWays,
  ownOpening,
  pendingOf,
  type StandingKind,
  stateWords,
  type View,
  waysOn,
} from './standing-words.ts'

const GROUND = '#fffdf8'
/** LINE takes a carousel of up to 50 KB; some of it is the frame. */
const CAROUSEL_BYTES_MAX = 49_000

const encoder = new TextEncoder()

/** Of these somebody has, or would have, a place: what they need to know comes first. */
const OWN: ReadonlySet<StandingKind> = new Set(['applied', 'standby', 'confirmed', 'cancelAsked', 'changeAsked'])
/** These are job ads, and say all that one must say. */
const ADS: ReadonlySet<StandingKind> = new Set(['none', 'withdrawn', 'passed', 'offered'])

/** How the person stands and what comes next, with every way on. `url`: their own page of the opening. */
export function stateCard(view: View, { url, fresh = false }: { url: string; fresh?: boolean }): FlexMessage {
  const { language } = view
  const { kind, words } = stateWords(view, { fresh })
  const t = shiftChatTexts[language]
  return flex(view, {
    fresh,
    body: [
      ...said(words),
      ...(kind === 'offered' ? adFacts(ownParts(view)) : [facts(ownRows(view, kind)), ...changes(view, kind)]),
      ...(noticeWays(view).length > 0 ? [note(shiftStandingTexts[language].words.noticeAsk)] : []),
    ],
    ways: waysOn(view, link(kind === 'confirmed' ? t.buttons.details : t.buttons.page, url)),
  })
}

/** The whole ad under how the person stands: what they decide by. */
export function detailsCard(view: View, { url }: { url: string }): FlexMessage {
  const { kind, words } = stateWords(view)
  if (!ADS.has(kind) && !OWN.has(kind)) return stateCard(view, { url })
  const t = shiftChatTexts[view.language]
  const { message } = view.opening.terms
  return flex(view, {
    body: [
      ...said(words),
      ...(message ? [paragraph(message)] : []),
      ...adFacts(ownParts(view)),
      ...changes(view, kind),
    ],
    ways: waysOn(view, link(kind === 'confirmed' ? t.buttons.details : t.buttons.page, url)),
    stop: ADS.has(kind) ? stopShifts(view.language) : undefined,
  })
}

/**
 * Several shifts side by side, or one, as many of the first as LINE takes in one message. Who may still apply reads the whole
 * ad here too: its items must not stand behind a link.
 */
export function listMessage(views: readonly View[]): {
  message: CarouselMessage | FlexMessage
  shown: readonly View[]
} {
  const bubbles: FlexBubble[] = []
  let bytes = 0
  for (const view of views) {
    const bubble = listedBubble(view)
    bytes += encoder.encode(JSON.stringify(bubble)).length
    if (bubbles.length > 0 && bytes > CAROUSEL_BYTES_MAX) break
    bubbles.push(bubble)
  }
  const shown = views.slice(0, bubbles.length)
  const { alt, separator } = shiftChatTexts[views[0]?.language ?? 'ja'].list
  const titles = shown.map((view) => shiftTitle(view.language, ownOpening(view)))
  const altText = cutTo(alt(titles.join(separator)), LIMITS.altText)
  const [only] = bubbles
  if (only && bubbles.length === 1) return { message: { type: 'flex', altText, contents: only }, shown }
  return { message: { type: 'flex', altText, contents: { type: 'carousel', contents: bubbles } }, shown }
}

function listedBubble(view: View): FlexBubble {
  const { kind, head, words, color } = stateWords(view)
  const { language, opening } = view
  const t = shiftChatTexts[language]
  const show = tap(t.buttons.page, shiftData(opening.id, 'show'))
  return {
    type: 'bubble',
    size: 'mega',
    header: header(head, shiftTitle(language, ownOpening(view)), color),
    body: sheet('16px', [
      ...(kind === 'none' ? said(words) : said(words.slice(0, 1))),
      ...(ADS.has(kind) ? adFacts(ownParts(view)) : [facts(ownRows(view, kind)), ...changes(view, kind)]),
    ]),
    footer: sheet('12px', buttons(waysOn(view, show))),
  }
}

const ownParts = (view: View) => adParts(ownOpening(view), view.language)

type Parts = { body: readonly FlexComponent[]; ways: readonly Action[]; fresh?: boolean; stop?: Action | undefined }

/** The state stands on top in its colour, with a sign and a word. */
function flex(view: View, { body, ways, fresh = false, stop }: Parts): FlexMessage {
  const { head, color } = stateWords(view, { fresh })
  const title = shiftTitle(view.language, ownOpening(view))
  return {
    type: 'flex',
    altText: cutTo(`${head}｜${title}｜${view.opening.storeName}`, LIMITS.altText),
    contents: {
      type: 'bubble',
      size: 'mega',
      header: header(title, head, color),
      body: sheet('20px', body),
      footer: sheet('12px', [
        ...buttons(ways),
        ...(stop ? [{ type: 'separator', color: '#e4ded3' } as const] : []),
        ...(stop ? buttons([undefined, stop]) : []),
      ]),
    },
  }
}

const header = (small: string, large: string, color: string): FlexBox => ({
  ...sheet('16px', [
    { type: 'text', text: small, size: 'sm', color: PAPER, wrap: true },
    { type: 'text', text: large, size: 'lg', weight: 'bold', color: '#ffffff', wrap: true },
  ]),
  backgroundColor: color,
  spacing: 'sm',
})

const said = (words: readonly string[]) => words.filter((one) => one !== '').map(paragraph)

/** What somebody needs who has, or would have, the shift: when, where, for how much, what to bring, whom to call. */
function ownRows(view: View, kind: StandingKind): readonly Row[] {
  const { language } = view
  const { labels } = shiftStandingTexts[language]
  const own = ownOpening(view)
  const rows: readonly Row[] = [
    [labels.when, whenWords(language, own)],
    [labels.roles, rolesWords(language, own.roles)],
    [labels.place, placeWords(own)],
    ...(OWN.has(kind)
      ? ([
          [labels.pay, paySummary(language, payOf(own))],
          [labels.bring, own.terms.bring],
          [labels.contact, own.terms.contact],
        ] as const)
      : []),
  ]
  return rows.filter(([, words]) => words !== '')
}

/** With the name of the store, where the words of the place do not say it. */
const placeWords = ({ storeName, terms: { place } }: View['opening']) =>
  place.includes(storeName) ? place : `${storeName} ${place}`.trim()

/** Of a change that waits for their yes: what was, and what would be. */
function changes({ standing, language }: View, kind: StandingKind): readonly FlexComponent[] {
  const change = kind === 'changeAsked' ? pendingOf(standing, 'change') : undefined
  if (!change || !standing.assignment) return []
  const rows = changedRows(language, standing.assignment, JSON.stringify(change.proposal ?? {}))
  return rows.length > 0 ? [{ type: 'separator', color: '#e4ded3', margin: 'lg' }, facts(rows)] : []
}

const sheet = (paddingAll: string, contents: readonly FlexComponent[]): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  spacing: 'md',
  paddingAll,
  backgroundColor: GROUND,
  contents,
})

const buttons = ([main, ...more]: readonly (Action | undefined)[]): readonly FlexComponent[] => [
  ...(main
    ? [{ type: 'button', style: 'primary', color: INDIGO, adjustMode: 'shrink-to-fit', action: main } as const]
    : []),
  ...more.flatMap((action) =>
    action
      ? [{ type: 'button', style: 'link', height: 'sm', color: INDIGO, adjustMode: 'shrink-to-fit', action } as const]
      : [],
  ),
]
