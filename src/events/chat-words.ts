import type { MemberLanguage } from '../db/schema.ts'
import { type Action, INDIGO, tap } from '../line/messages.ts'
import { eventTexts } from '../texts/events.ts'
import { formatDateTime } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { eventData } from './card.ts'
import type { ShopEvent } from './events.ts'
import type { Standing } from './standing.ts'

const GREEN = '#2f6f4e'
const AMBER = '#8a5a00'
const RED = '#a32a2a'
const GREY = '#625c50'

/** How far an event is: answers count while it is open, and a seat may be given back until it begins. */
export type Stage = 'open' | 'closed' | 'begun' | 'over' | 'called_off'

export function stageOf({ state, startsAt, endsAt, closesAt }: ShopEvent, now: number): Stage {
  if (state === 'cancelled') return 'called_off'
  if (state === 'done' || now >= endsAt) return 'over'
  if (now >= startsAt) return 'begun'
  return state === 'open' && now < closesAt ? 'open' : 'closed'
}

/** An event as one person sees it now. */
export type View = {
  event: ShopEvent
  standing: Standing
  stage: Stage
  language: MemberLanguage
  /** Until when seats are held for them, when some are offered. */
  heldUntil: number | undefined
}

/** A state is a colour, a sign and a word; and what it means for the person. */
export type StateWords = { head: string; words: readonly string[]; color: string }

/** `fresh`: they said so just now. */
export function stateWords(view: View, { fresh = false }: { fresh?: boolean } = {}): StateWords {
  const { event, standing, stage, language } = view
  const { heads, words } = eventTexts[language]
  if (stage === 'called_off')
    return { head: heads.calledOff, words: [words.calledOff, event.cancelWords ?? ''], color: RED }
  if (stage === 'over') return { head: heads.over, words: [words.over], color: GREY }
  if (standing.state === 'going')
    return { head: heads.going(standing.party), words: [fresh ? words.going : words.goingBefore], color: GREEN }
  return stage === 'open' ? whileOpen(view) : onceClosed(view)
}

function whileOpen({ event, standing, language, heldUntil }: View): StateWords {
  const { heads, words } = eventTexts[language]
  const { party, seats, refusedSeats } = standing
  const closes = formatDateTime(event.closesAt, htmlLang(language))
  switch (standing.state) {
    case 'waiting': {
      const why = refusedSeats > 0 ? words.keptWaiting(refusedSeats, party) : words.waiting
      return { head: heads.waiting(standing.nth ?? 1), words: [why], color: AMBER }
    }
    case 'offered': {
      const until = formatDateTime(heldUntil ?? event.closesAt, htmlLang(language))
      return seats < party
        ? { head: heads.partial(seats), words: [words.partial(seats, party, until)], color: INDIGO }
        : { head: heads.offered(seats), words: [words.offered(seats, until)], color: INDIGO }
    }
    case 'declined':
    case 'cancelled':
    case 'lapsed':
      return { head: heads[standing.state], words: [words[standing.state](closes)], color: GREY }
    default:
      return { head: heads.none, words: [], color: INDIGO }
  }
}

function onceClosed({ standing, language }: View): StateWords {
  const { heads, words } = eventTexts[language]
  switch (standing.state) {
    case 'waiting':
    case 'offered':
      return { head: heads.notSeated, words: [words.notSeated], color: GREY }
    case 'declined':
    case 'cancelled':
    case 'lapsed':
      return { head: heads[standing.state], words: [words.noLonger], color: GREY }
    default:
      return { head: heads.closed, words: [words.closed], color: GREY }
  }
}

/** What the person can do now with one tap, the likeliest first; `look` leads to all there is to know. */
export function waysOn({ event, standing, stage, language }: View, look: Action): readonly Action[] {
  const { buttons: t } = eventTexts[language]
  const { id, guestsMax, dishes } = event
  const to = (label: string, what: string) => tap(label, eventData(id, what))
  const party = guestsMax > 0 ? [to(t.party, 'party')] : []
  const others = tap(t.others, 'events')
  if (stage === 'called_off') return [others]
  const mayTaste = standing.state === 'going' && dishes.length > 0 && (stage === 'begun' || stage === 'over')
  const taste = mayTaste ? [to(t.feedback, 'feedback')] : []
  if (stage === 'over') return [...taste, others]
  if (stage !== 'open') {
    if (standing.state !== 'going') return [others]
    return stage === 'begun' ? [look, ...taste] : [look, to(t.cannot, 'decline')]
  }
  switch (standing.state) {
    case 'going':
      return [look, ...party, to(t.cannot, 'decline')]
    case 'waiting':
      return [look, ...party, to(t.stopWaiting, 'decline')]
    case 'offered': {
      const { seats, offerNo } = standing
      const isPartial = seats < standing.party
      const accept = to(isPartial ? t.joinAs(seats) : t.join, `accept:${offerNo}`)
      const keep = isPartial ? [to(t.keep(standing.party), `keep:${offerNo}`)] : []
      return [accept, ...keep, to(t.pass, 'decline'), look]
    }
    case 'lapsed':
      return [to(t.again, 'join'), look]
    case 'declined':
    case 'cancelled':
      return [to(t.join, 'join'), look]
    default:
      return [to(t.join, 'join'), to(t.decline, 'decline'), look]
  }
}

/** Whether they come, or would. */
export const isIn = (state: Standing['state']) => state === 'going' || state === 'waiting' || state === 'offered'

/** How many seats there are for somebody who has none yet; undefined when that is no question. */
export function seatsWords({ standing, stage, language }: View): string | undefined {
  if (stage !== 'open' || isIn(standing.state)) return undefined
  const t = eventTexts[language]
  return standing.free > 0 ? t.seatsLeft(standing.free) : t.full
}
