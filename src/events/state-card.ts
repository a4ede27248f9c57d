import { fact, heading, label, note, paragraph } from '../line/letter-parts.ts'
import { cutTo, LIMITS } from '../line/limits.ts'
import {
  type Action,
  type CarouselMessage,
  type FlexBox,
  type FlexBubble,
  type FlexComponent,
  type FlexImage,
  type FlexMessage,
  INDIGO,
  link,
  PAPER,
  tap,
} from '../line/messages.ts'
import { eventChatTexts } from '../texts/event-chat.ts'
import { eventTexts } from '../texts/events.ts'
import { formatDateTime } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { answerTo } from './answering.ts'
import { eventData, invitationParts, whenWords } from './card.ts'
import { isIn, seatsWords, stateWords, type View, waysOn } from './chat-words.ts'

const GROUND = '#fffdf8'
/** A card of several side by side has room for so many buttons. */
const LISTED_BUTTONS = 2

/** How the person stands and what comes next, with every way on. `url`: their own page of the event. */
export function stateCard(view: View, { url, fresh = false }: { url: string; fresh?: boolean }): FlexMessage {
  const { event, standing, stage, language } = view
  const { words } = stateWords(view, { fresh })
  const t = eventTexts[language]
  const isComing = standing.state === 'going' && (stage === 'open' || stage === 'closed')
  return flex(view, {
    body: [
      ...words.filter((one) => one !== '').map(paragraph),
      facts([whenFact(view), fact(t.labels.where, event.place), ...factsOfTheirs(view)]),
      ...(isComing && asksKitchen(view) ? [note(t.note.kitchen)] : []),
      ...(isComing ? [note(t.note.going)] : []),
    ],
    ways: waysOn(view, link(isComing ? t.buttons.ticket : t.buttons.show, url)),
  })
}

/** All there is to know of the event, under how the person stands; what they are asked comes first. */
export function detailsCard(view: View, { url, hero }: { url: string; hero: FlexImage | undefined }): FlexMessage {
  const { event, standing, stage, language } = view
  if (stage === 'called_off') return stateCard(view, { url })
  const words = stateWords(view)
    .words.filter((one) => one !== '')
    .map(paragraph)
  const asks = standing.state === 'offered'
  const t = eventTexts[language]
  const told = invitationParts(event, language).facts
  // The map stands last, before it until when everybody may answer: of an offer, its own hour stands instead.
  const map = event.mapUrl === null ? [] : told.slice(-1)
  const known = told.slice(0, told.length - map.length)
  const shown = asks ? [...known.slice(0, -1), ...untilFact(view)] : known
  return flex(view, {
    hero,
    body: [
      ...(asks ? words : []),
      paragraph(event.words),
      facts([...shown, ...seatsFact(view), ...factsOfTheirs(view), ...map]),
      ...(asks ? [] : words),
    ],
    ways: waysOn(view, link(standing.state === 'going' ? t.buttons.ticket : t.buttons.page, url)),
  })
}

/** Several events side by side, or one. */
export function listMessage(
  views: readonly { view: View; hero: FlexImage | undefined }[],
): CarouselMessage | FlexMessage {
  const [first] = views
  const { alt, separator } = eventChatTexts[first?.view.language ?? 'ja'].list
  const altText = cutTo(alt(views.map(({ view }) => view.event.title).join(separator)), LIMITS.altText)
  const bubbles = views.map(({ view, hero }) => listedBubble(view, hero))
  const [only] = bubbles
  if (only && bubbles.length === 1) return { type: 'flex', altText, contents: only }
  return { type: 'flex', altText, contents: { type: 'carousel', contents: bubbles } }
}

function listedBubble(view: View, hero: FlexImage | undefined): FlexBubble {
  const { event, standing, language } = view
  const t = eventTexts[language]
  const { head, color } = stateWords(view)
  const show = tap(t.buttons.show, eventData(event.id, 'show'))
  const [main, ...more] = view.stage === 'called_off' ? [show] : waysOn(view, show)
  const second = main === show ? more.at(-1) : show
  return {
    type: 'bubble',
    size: 'kilo',
    ...(hero ? { hero } : {}),
    body: sheet('16px', [
      ...(standing.state === undefined && view.stage === 'open'
        ? [label(eventChatTexts[language].list.label)]
        : [pill(head, color)]),
      heading(event.title),
      facts([whenFact(view), fact(t.labels.where, event.place), ...seatsFact(view), ...untilFact(view)]),
    ]),
    footer: sheet('12px', buttons([main, second].flatMap((action) => action ?? []).slice(0, LISTED_BUTTONS))),
  }
}

type Parts = { hero?: FlexImage | undefined; body: readonly FlexComponent[]; ways: readonly Action[] }

/** The state stands on top in its colour, with a sign and a word. */
function flex(view: View, { hero, body, ways }: Parts): FlexMessage {
  const { event, standing, stage, language } = view
  const { head, color } = stateWords(view)
  const isQuestion = standing.state === undefined && stage === 'open'
  const [small, large] = isQuestion ? [head, event.title] : [event.title, head]
  return {
    type: 'flex',
    altText: cutTo(`${head}｜${event.title}｜${whenWords(event, language)}`, LIMITS.altText),
    contents: {
      type: 'bubble',
      size: 'mega',
      header: {
        ...sheet('16px', [
          { type: 'text', text: small, size: 'sm', color: PAPER, wrap: true },
          { type: 'text', text: large, size: 'xl', weight: 'bold', color: '#ffffff', wrap: true },
        ]),
        backgroundColor: color,
        spacing: 'sm',
      },
      ...(hero ? { hero } : {}),
      body: sheet('20px', body),
      footer: sheet('12px', buttons(ways)),
    },
  }
}

const whenFact = ({ event, language }: View) => fact(eventTexts[language].labels.when, whenWords(event, language))

function seatsFact(view: View) {
  const left = seatsWords(view)
  return left === undefined ? [] : [fact(eventTexts[view.language].labels.left, left)]
}

/** Until when an offer stands: several events side by side have no room for more words. */
function untilFact({ standing, stage, heldUntil, language }: View) {
  if (stage !== 'open' || standing.state !== 'offered' || heldUntil === undefined) return []
  const t = eventTexts[language]
  return [fact(t.labels.until, t.until(formatDateTime(heldUntil, htmlLang(language))))]
}

/** What they said of themselves, as long as it counts. */
function factsOfTheirs({ event, standing: { state, party, drinkers }, stage, language }: View) {
  const t = eventTexts[language]
  if (stage === 'called_off' || stage === 'over' || !isIn(state)) return []
  return [
    fact(t.labels.people, t.persons(party)),
    ...(event.alcohol && drinkers !== undefined ? [fact(t.labels.drinkers, t.drinkers(drinkers))] : []),
  ]
}

const asksKitchen = ({ event, standing }: View) =>
  (event.asksAllergies && standing.allergies === undefined) ||
  event.questions.some((question) => answerTo(standing.answers, question) === undefined)

const sheet = (paddingAll: string, contents: readonly FlexComponent[]): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  spacing: 'md',
  paddingAll,
  backgroundColor: GROUND,
  contents,
})

const buttons = ([main, ...more]: readonly Action[]): readonly FlexComponent[] => [
  ...(main
    ? [{ type: 'button', style: 'primary', color: INDIGO, adjustMode: 'shrink-to-fit', action: main } as const]
    : []),
  ...more.map(
    (action) =>
      ({ type: 'button', style: 'link', height: 'sm', color: INDIGO, adjustMode: 'shrink-to-fit', action }) as const,
  ),
]

/** A little apart from the words above, and close together. */
const facts = (contents: readonly FlexComponent[]): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  spacing: 'sm',
  margin: 'xl',
  contents,
})

const pill = (words: string, color: string): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  paddingAll: '6px',
  cornerRadius: '6px',
  backgroundColor: color,
  contents: [{ type: 'text', text: words, size: 'sm', weight: 'bold', color: '#ffffff', wrap: true, align: 'center' }],
})
