import type { MemberLanguage } from '../db/schema.ts'
import { fact } from '../line/letter-parts.ts'
import { cutTo, LIMITS } from '../line/limits.ts'
import { type Action, type FlexBox, type FlexComponent, INDIGO, link, tap } from '../line/messages.ts'
import { eventCardTexts } from '../texts/event-card.ts'
import { formatDateTime, formatFullDay, formatNumber, formatTime, formatYen, tokyoDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { placeOf } from './calendar.ts'
import type { ShopEvent } from './events.ts'

/** What the cards of an event say of it. */
export type CardEvent = Pick<
  ShopEvent,
  | 'id'
  | 'title'
  | 'storeName'
  | 'place'
  | 'mapUrl'
  | 'startsAt'
  | 'endsAt'
  | 'closesAt'
  | 'capacity'
  | 'guestsMax'
  | 'feeYen'
  | 'alcohol'
> & { dishes: readonly unknown[] }

export type CardParts = {
  /** Works alone in the notification. */
  alt: string
  label: string
  facts: readonly FlexComponent[]
  buttons: readonly FlexComponent[]
  note: string | undefined
}

/** The data of an event's buttons: `event:<id>:<what>`. */
export const eventData = (eventId: string, what: string) => `event:${eventId}:${what}`

/** 2026年4月5日（日） 18:00〜20:00 · Sun 5 Apr 2026, 18:00–20:00; with the day of the end when it is another one. */
export function whenWords({ startsAt, endsAt }: Pick<ShopEvent, 'startsAt' | 'endsAt'>, language: MemberLanguage) {
  const lang = htmlLang(language)
  const year = tokyoDay(startsAt).slice(0, 4)
  const from = lang === 'ja' ? `${year}年${formatDateTime(startsAt, lang)}` : fullEnglish(startsAt)
  const isSameDay = tokyoDay(startsAt) === tokyoDay(endsAt)
  return `${from}${lang === 'ja' ? '〜' : '–'}${isSameDay ? formatTime(endsAt) : formatDateTime(endsAt, lang)}`
}

const fullEnglish = (at: number) =>
  `${formatDateTime(at, 'en').slice(0, 3)} ${formatFullDay(at, 'en')}, ${formatTime(at)}`

/** An invitation: what, when, where, what it costs and until when to answer; the buttons are the same for everybody. */
export function invitationParts(event: CardEvent, language: MemberLanguage): CardParts {
  const t = eventCardTexts[language]
  const lang = htmlLang(language)
  const { id, title, mapUrl, capacity, guestsMax, feeYen, alcohol, closesAt } = event
  const persons = formatNumber(capacity)
  const drinks: [string, string][] = alcohol ? [[t.alcohol, t.served]] : []
  const facts: [string, string][] = [
    [t.when, whenWords(event, language)],
    [t.where, placeOf(event)],
    [t.fee, feeYen === 0 ? t.free : t.atShop(formatYen(feeYen, lang))],
    ...drinks,
    [t.seats, guestsMax === 0 ? t.persons(persons) : t.withGuests(persons, guestsMax)],
    [t.until, t.untilWhen(formatDateTime(closesAt, lang))],
  ]
  return {
    alt: t.alt(title, whenWords(event, language)),
    label: t.invite,
    facts: [...facts.map(([term, said]) => fact(term, said)), ...(mapUrl ? [mapLine(t.map, mapUrl)] : [])],
    buttons: [
      mainButton(tap(t.join, eventData(id, 'join'))),
      {
        type: 'box',
        layout: 'horizontal',
        spacing: 'sm',
        contents: [
          quietButton(tap(t.decline, eventData(id, 'decline'))),
          quietButton(tap(t.show, eventData(id, 'show'))),
        ],
      },
    ],
    note: t.note,
  }
}

/** The thanks to who came; with what there was to taste, they are asked how it was. */
export function thanksParts({ id, title, dishes }: CardEvent, language: MemberLanguage): CardParts {
  const t = eventCardTexts[language]
  const feedback = dishes.length > 0
  return {
    alt: t.altThanks(title),
    label: t.thanks,
    facts: [],
    buttons: feedback ? [mainButton(feedbackAction(id, language))] : [],
    note: feedback ? t.feedbackNote : undefined,
  }
}

/** The button 感想を伝える. */
export const feedbackAction = (eventId: string, language: MemberLanguage): Action =>
  tap(eventCardTexts[language].feedback, eventData(eventId, 'feedback'))

const mapLine = (words: string, url: string): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  paddingAll: '8px',
  action: link(cutTo(words, LIMITS.buttonLabel), url),
  contents: [{ type: 'text', text: words, size: 'sm', color: INDIGO, weight: 'bold', align: 'center' }],
})

const mainButton = (action: Action): FlexComponent => ({
  type: 'button',
  style: 'primary',
  color: INDIGO,
  adjustMode: 'shrink-to-fit',
  action,
})

const quietButton = (action: Action): FlexComponent => ({
  type: 'button',
  style: 'link',
  height: 'sm',
  color: INDIGO,
  adjustMode: 'shrink-to-fit',
  action,
})
