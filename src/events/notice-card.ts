import { stopAction } from '../consent/card.ts'
import type { EventNoticeKind } from '../db/schema-events.ts'
import { type Action, type Card, card, type FlexMessage, link, tap } from '../line/messages.ts'
import { eventNoticeTexts } from '../texts/event-notices.ts'
import { formatDateTime, tokyoDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { eventData, whenWords } from './card.ts'
import type { ShopEvent } from './events.ts'
import type { Notice } from './notices.ts'

const DAY_MS = 86_400_000

export type Telling = {
  kind: EventNoticeKind
  event: ShopEvent
  notice: Notice
  shopName: string
  /** The person's own page of the event. */
  url: string
  /** Of an offer: until when they may take it. */
  offerEndsAt?: number
  /** Of a change or a cancellation: in the shop's words. */
  words?: string
  now: number
}
type Line = Card['lines'][number]
type Said = { title: string; lines: readonly Line[]; main: Action; more?: readonly Action[]; note?: string }

/** What somebody is told of an event by itself: one idea, and the ways out of it one tap away. */
export function noticeCard(telling: Telling): FlexMessage {
  const { event, notice, shopName } = telling
  const { language } = notice
  const { title, ...said } = SAID[telling.kind](telling)
  return card({
    ...said,
    title,
    altText: eventNoticeTexts[language].alt(title, event.title, whenWords(event, language)),
    from: shopName,
  })
}

/** Every kind has its words: a new one does not compile without. */
const SAID: Record<EventNoticeKind, (telling: Telling) => Said> = {
  offer,
  lapsed,
  not_seated: notSeated,
  reminder_day: reminder,
  reminder_hours: reminder,
  changed,
  cancelled,
}

function offer(telling: Telling): Said {
  const { event, notice, offerEndsAt = event.closesAt } = telling
  const { t, lang, show, button } = parts(telling)
  const { seats, party, offerNo } = notice
  const isFull = seats === party
  const pass = button(t.offer.pass, 'decline')
  return {
    title: t.offer.title,
    lines: [
      isFull ? t.offer.lead(seats) : t.offer.leadFewer(seats, party),
      ...facts(telling, seats),
      { label: t.until, value: t.untilWhen(formatDateTime(offerEndsAt, lang)) },
    ],
    note: isFull ? t.offer.note : t.offer.noteFewer,
    main: button(isFull ? t.offer.accept : t.offer.acceptFewer(seats), `accept:${offerNo}`),
    more: isFull ? [pass, show] : [button(t.offer.keepWaiting(party), `keep:${offerNo}`), pass],
  }
}

function lapsed(telling: Telling): Said {
  const { event, now } = telling
  const { t, show, button, others } = parts(telling)
  const mayJoin = event.state === 'open' && now < event.closesAt
  return {
    title: t.lapsed.title,
    lines: [t.lapsed.lead, ...facts(telling), mayJoin ? t.lapsed.again : t.lapsed.over],
    ...(mayJoin ? { main: button(t.lapsed.join, 'join'), more: [show] } : { main: others }),
  }
}

function notSeated(telling: Telling): Said {
  const { t, others } = parts(telling)
  return {
    title: t.not_seated.title,
    lines: [t.not_seated.lead, ...facts(telling), t.not_seated.over],
    main: others,
  }
}

function reminder(telling: Telling): Said {
  const { event, notice, url, now } = telling
  const { t, button } = parts(telling)
  const days = (dayNo(event.startsAt) - dayNo(now)) / DAY_MS
  const title = days === 0 ? t.reminder.today : days === 1 ? t.reminder.tomorrow : t.reminder.soon
  return {
    title,
    lines: [...facts(telling, notice.party), t.reminder.lead],
    main: link(t.reminder.show, url),
    more: [button(t.cannotCome, 'decline'), stopAction('events', notice.language)],
  }
}

function changed(telling: Telling): Said {
  const { event, notice, words = '', now } = telling
  const { t, show, button } = parts(telling)
  const comes = notice.state === 'going'
  const waits = notice.state === 'waiting' || notice.state === 'offered'
  const lead = comes ? t.changed.going : waits ? t.changed[notice.state === 'offered' ? 'offered' : 'waiting'] : ''
  const mayJoin = !comes && !waits && event.state === 'open' && now < event.closesAt
  const leave = button(comes ? t.cannotCome : t.stopWaiting, 'decline')
  return {
    title: t.changed.title,
    lines: [...facts(telling), ...said(words), ...said(mayJoin ? t.changed.out : lead)],
    ...(comes || waits
      ? { main: show, more: [leave] }
      : {
          main: mayJoin ? button(t.changed.join, 'join') : show,
          more: [...(mayJoin ? [show] : []), stopAction('events', notice.language)],
        }),
  }
}

function cancelled(telling: Telling): Said {
  const { event, words = event.cancelWords ?? '' } = telling
  const { t, others } = parts(telling)
  return {
    title: t.cancelled.title,
    lines: [t.cancelled.lead, ...facts(telling), ...said(words)],
    note: t.cancelled.note,
    main: others,
  }
}

function parts({ event, notice, url }: Telling) {
  const t = eventNoticeTexts[notice.language]
  return {
    t,
    lang: htmlLang(notice.language),
    show: link(t.show, url),
    others: tap(t.others, 'events'),
    button: (label: string, what: string) => tap(label, eventData(event.id, what)),
  }
}

/** Which event, when and where; and for how many, where that is the point. */
function facts({ event, notice }: Telling, people?: number): readonly Line[] {
  const t = eventNoticeTexts[notice.language]
  return [
    event.title,
    { label: t.when, value: whenWords(event, notice.language) },
    { label: t.where, value: event.place },
    ...(people === undefined ? [] : [{ label: t.people, value: t.persons(people) }]),
  ]
}

const said = (words: string) => (words.trim() === '' ? [] : [words])
const dayNo = (at: number) => Date.parse(`${tokyoDay(at)}T00:00:00.000Z`)
