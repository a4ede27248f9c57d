import { consentData } from '../../consent/card.ts'
import type { MemberLanguage } from '../../db/schema.ts'
import { type Action, INDIGO, tap } from '../../line/messages.ts'
import type { RefusalCode } from '../../refusal.ts'
import { formatDateTime } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftChatTexts } from '../../texts/shift-chat.ts'
import { shiftStandingTexts } from '../../texts/shift-standing.ts'
import { claimAction, shiftData } from '../ad/shift-card.ts'
import type { Assignment, ShiftRequest, Standing } from '../claims/standing.ts'
import type { Opening } from '../openings.ts'

const GREEN = '#2f6f4e'
const AMBER = '#8a5a00'
const RED = '#a32a2a'
const GREY = '#625c50'

/** How far an opening is: people may apply while it is open, and what is agreed holds until it begins, and after. */
export type Stage = 'open' | 'closed' | 'begun' | 'over' | 'called_off'

export function stageOf({ state, startsAt, endsAt, closesAt }: Span, now: number): Stage {
  if (state === 'cancelled') return 'called_off'
  if (state === 'done' || now >= endsAt) return 'over'
  if (now >= startsAt) return 'begun'
  return state === 'open' && now < closesAt ? 'open' : 'closed'
}
type Span = Pick<Opening, 'state' | 'startsAt' | 'endsAt' | 'closesAt'>

/** An opening as one person sees it now. */
export type View = {
  opening: Opening
  standing: Standing
  stage: Stage
  language: MemberLanguage
  /** Until when a place is held for them, when one is offered. */
  heldUntil: number | undefined
}

/** How a person stands, in one word. */
export type StandingKind =
  | 'none'
  | 'closed'
  | 'over'
  | 'calledOff'
  | 'applied'
  | 'standby'
  | 'offered'
  | 'confirmed'
  | 'cancelAsked'
  | 'changeAsked'
  | 'withdrawn'
  | 'passed'
  | 'declined'
  | 'ended'
  | 'cancelledByMember'
  | 'cancelledByShop'
  | 'worked'

/** What counts of it all: a shift that is agreed, then the line they are in, then what they or the shop said last. */
export function kindOf({ standing, stage }: Pick<View, 'standing' | 'stage'>): StandingKind {
  const { claim, assignment } = standing
  if (assignment?.state === 'confirmed') return agreedKind(standing, stage)
  if (assignment?.state === 'worked') return 'worked'
  // That somebody did not come stays between the shop and its notes.
  if (assignment?.state === 'missed') return 'over'
  if (claim && isWaiting(claim.state)) return stage === 'open' || stage === 'closed' ? claim.state : 'ended'
  if (assignment && (!claim || claim.answeredAt <= (assignment.endedAt ?? 0)))
    return assignment.state === 'cancelled_by_shop' ? 'cancelledByShop' : 'cancelledByMember'
  if (stage === 'called_off') return 'calledOff'
  if (stage === 'over' || stage === 'begun') return 'over'
  if (claim && claim.state !== 'confirmed') return claim.state
  return stage === 'open' ? 'none' : 'closed'
}

function agreedKind(standing: Standing, stage: Stage): StandingKind {
  if (stage === 'over') return 'over'
  if (pendingOf(standing, 'cancel')) return 'cancelAsked'
  return pendingOf(standing, 'change') ? 'changeAsked' : 'confirmed'
}

const isWaiting = (state: string): state is 'applied' | 'standby' | 'offered' =>
  state === 'applied' || state === 'standby' || state === 'offered'

/** What waits for an answer. */
export const pendingOf = ({ requests }: Standing, kind: ShiftRequest['kind']) =>
  requests.find((request) => request.kind === kind && request.state === 'pending')

/** The shift as it holds for this person: as agreed, where something was. */
export function ownOpening({ opening, standing: { assignment } }: View): Opening {
  if (!assignment || !isAgreed(assignment)) return opening
  const { startsAt, endsAt, breakMinutes, wageYen, transportYen, terms } = assignment
  return { ...opening, startsAt, endsAt, breakMinutes, wageYen, transportYen, terms }
}

const isAgreed = ({ state }: Assignment) => state === 'confirmed' || state === 'worked'

/** A state is a colour, a sign and a word; and what it means for the person. */
export type StateWords = { kind: StandingKind; head: string; words: readonly string[]; color: string }

/** `fresh`: they said so just now. */
export function stateWords(view: View, { fresh = false }: { fresh?: boolean } = {}): StateWords {
  const kind = kindOf(view)
  const { standing, language } = view
  const { heads, words } = shiftStandingTexts[language]
  const nth = standing.nth === undefined ? '' : String(standing.nth)
  const head = kind === 'applied' || kind === 'standby' ? heads[kind](nth) : heads[kind === 'none' ? 'open' : kind]
  const note = standing.claim?.note
  return {
    kind,
    head,
    color: COLORS[kind],
    words: [...wordsOf(view, kind, fresh), ...(note && isWaiting(kind) ? [words.noteKept(note)] : [])],
  }
}

const COLORS: Record<StandingKind, string> = {
  none: INDIGO,
  closed: GREY,
  over: GREY,
  calledOff: RED,
  applied: AMBER,
  standby: AMBER,
  offered: INDIGO,
  confirmed: GREEN,
  cancelAsked: AMBER,
  changeAsked: INDIGO,
  withdrawn: GREY,
  passed: GREY,
  declined: GREY,
  ended: GREY,
  cancelledByMember: GREY,
  cancelledByShop: RED,
  worked: GREEN,
}

function wordsOf(view: View, kind: StandingKind, fresh: boolean): readonly string[] {
  const { opening, standing, stage, language, heldUntil } = view
  const { words: t } = shiftStandingTexts[language]
  const when = (at: number) => formatDateTime(at, htmlLang(language))
  switch (kind) {
    case 'none':
      return hindrances(view)
    case 'applied':
      return [fresh ? t.applied : t.appliedBefore]
    case 'confirmed':
      return [fresh ? t.confirmed : t.confirmedBefore]
    case 'offered':
      return [t.offered(when(heldUntil ?? opening.startsAt))]
    case 'changeAsked': {
      const change = pendingOf(standing, 'change')
      return change ? [t.changeAsked(change.words), t.changeUntil(when(change.answerUntil))] : []
    }
    case 'withdrawn':
    case 'passed':
      return [t[kind], ...(stage === 'open' ? [t.mayApply(when(opening.closesAt)), ...hindrances(view)] : [])]
    case 'declined':
      return [standing.claim?.declineWords || t.declined]
    case 'calledOff':
      return [t.calledOff, opening.cancelWords ?? '']
    case 'cancelledByShop':
      return [t.cancelledByShop, standing.assignment?.reason ?? '']
    default:
      return [t[kind]]
  }
}

/** What keeps them from applying, each in a sentence. */
const hindrances = ({ standing, language }: View) => standing.conflicts.map((code) => whyWords(language, code))

/** Why something cannot be, in a sentence; what only the shop can meet is said in general. */
export function whyWords(language: MemberLanguage, code: RefusalCode): string {
  const { why } = shiftChatTexts[language]
  switch (code) {
    case 'shift_overlaps':
    case 'shift_rest_short':
    case 'shift_hours_exceeded':
    case 'shift_minor':
    case 'shift_age_unknown':
    case 'shift_not_for_you':
    case 'shift_already_answered':
    case 'shift_changed_meanwhile':
      return why[code]
    default:
      return why.other
  }
}

/** Whether a tap on 応募する would be heard: their age is asked on the way. */
export const mayClaim = ({ standing, stage }: Pick<View, 'standing' | 'stage'>) =>
  stage === 'open' && standing.conflicts.every((code) => code === 'shift_age_unknown')

/** What the person can do now with one tap, the likeliest first; `look` leads to all there is to know. */
export function waysOn(view: View, look: Action): readonly Action[] {
  const { opening, standing, stage, language } = view
  const { buttons: t } = shiftChatTexts[language]
  const kind = kindOf(view)
  const to = (label: string, what: string) => tap(label, shiftData(opening.id, what))
  const others = tap(t.others, 'shifts')
  const claim = mayClaim(view) ? [claimAction(language, opening)] : []
  const withdraw = to(t.withdraw, 'withdraw')
  switch (kind) {
    case 'none':
      return [...claim, ...wantShifts(view), to(t.pass, 'pass'), look]
    case 'withdrawn':
    case 'passed':
      return stage === 'open' ? [...claim, ...wantShifts(view), look] : [others]
    case 'applied':
      return [look, to(t.note, 'note'), withdraw]
    case 'standby':
      return [look, withdraw]
    case 'offered':
      return [to(t.accept, `accept:${standing.offerNo}`), to(t.refuse, `refuse:${standing.offerNo}`), look]
    case 'changeAsked': {
      const change = pendingOf(standing, 'change')?.id ?? ''
      return [to(t.changeYes, `change-yes:${change}`), to(t.changeNo, `change-no:${change}`), look]
    }
    case 'confirmed':
      return stage === 'begun' ? [look] : [look, to(t.cancel, 'cancel')]
    case 'cancelAsked':
      return [look, to(t.come, 'come')]
    case 'worked':
      return [look]
    case 'cancelledByMember':
    case 'ended':
      return stage === 'open' ? [...claim, look, others] : [others]
    default:
      return [others]
  }
}

/** How they want the notice of working conditions, while they have a shift and have not said. */
export function noticeWays(view: View): readonly Action[] {
  const { opening, standing, language } = view
  const { buttons: t } = shiftChatTexts[language]
  if (kindOf(view) !== 'confirmed' || standing.assignment?.noticeBy !== null) return []
  return [
    tap(t.electronic, shiftData(opening.id, 'notice:electronic')),
    tap(t.paper, shiftData(opening.id, 'notice:paper')),
  ]
}

/** Who stopped job ads may want them again. */
const wantShifts = ({ standing, language }: View): readonly Action[] =>
  standing.conflicts.includes('shift_not_for_you')
    ? [tap(shiftChatTexts[language].buttons.wantShifts, consentData('shifts', 'on'))]
    : []
