import type { MemberLanguage } from '../db/schema.ts'
import { cutTo, LIMITS } from '../line/limits.ts'
import {
  type Action,
  card,
  type FlexMessage,
  type LineMessage,
  link,
  QUICK_REPLY_LABEL_MAX,
  tap,
  text,
  withQuickReplies,
} from '../line/messages.ts'
import { eventChatTexts } from '../texts/event-chat.ts'
import { eventTexts } from '../texts/events.ts'
import { mostDrinkers } from './answering.ts'
import { eventData } from './card.ts'
import { isIn } from './chat-words.ts'
import type { ShopEvent } from './events.ts'
import type { Guest } from './listing.ts'
import type { Standing } from './standing.ts'

/** The largest party that somebody may come with, themselves included. */
export const partyMost = ({ guestsMax, capacity }: Pick<ShopEvent, 'guestsMax' | 'capacity'>) =>
  Math.min(guestsMax + 1, capacity)

/** How many they are, as taps. Who has answered already is asked what to change it to. */
export function askParty(event: ShopEvent, { state, party }: Standing, language: MemberLanguage): LineMessage {
  const words = eventChatTexts[language]
  const changes = isIn(state)
  const choices = upTo(1, partyMost(event)).filter((count) => !changes || count !== party)
  return withQuickReplies(
    text(changes ? words.askChange(party) : words.askParty(event.title)),
    choices.map((count) =>
      saying(
        words.people(count),
        (changes ? words.changeTo : words.joinAs)(count),
        eventData(event.id, `join:${count}`),
      ),
    ),
  )
}

/**
 * How many of them will drink, where there is alcohol: to tap a number is to declare that so many are 20 or older. Who is
 * known to be younger on that day is not among them. undefined: nobody to ask.
 */
export function askDrinkers(event: ShopEvent, { state, party }: Standing, guest: Guest): LineMessage | undefined {
  const most = mostDrinkers({ party, birthYear: guest.birthYear, startsAt: event.startsAt })
  if (!event.alcohol || !isIn(state) || most < 1) return undefined
  const words = eventChatTexts[guest.language]
  const to = (count: number) => eventData(event.id, `drinkers:${count}`)
  if (party === 1)
    return withQuickReplies(text(words.askDrinks), [tap(words.drinks, to(1)), tap(words.drinksNot, to(0))])
  return withQuickReplies(text(most < party ? words.askOthersDrinkers : words.askDrinkers(party)), [
    tap(words.drinksNobody, to(0)),
    ...upTo(1, most).map((count) => tap(words.drinkersOf(count), to(count))),
  ])
}

/** What the food was like, of events that they were at: one tap each leads there. */
export function askTasters(tasted: readonly { id: string; title: string }[], language: MemberLanguage): LineMessage {
  const words = eventChatTexts[language]
  return withQuickReplies(
    text(words.askTasters(tasted.map(({ title }) => words.quoted(title)).join(words.list.separator))),
    tasted.map(({ id, title }) =>
      tap(tasted.length > 1 ? title : eventTexts[language].buttons.feedback, eventData(id, 'feedback')),
    ),
  )
}

/** Leads to the page on which they say what the food was like. */
export function feedbackCard(
  { title }: ShopEvent,
  { language, url }: { language: MemberLanguage; url: string },
): FlexMessage {
  const words = eventChatTexts[language]
  return card({
    altText: cutTo(words.feedbackAlt(title), LIMITS.altText),
    from: title,
    title: words.feedbackTitle,
    lines: [words.feedback(title)],
    main: link(eventTexts[language].buttons.feedback, url),
  })
}

const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

/** A tap whose label is shorter than what it says in the chat. */
const saying = (label: string, displayText: string, data: string): Action => ({
  type: 'postback',
  label: cutTo(label, { max: QUICK_REPLY_LABEL_MAX, unit: 'grapheme' }),
  data,
  displayText,
})
