import type { SkipReason } from '../db/schema.ts'
import type { RuleNames } from '../segments/names.ts'
import { ruleSentence } from '../segments/words.ts'
import { whyTexts } from '../texts/broadcast-why.ts'
import { consentTexts } from '../texts/consent.ts'
import { formatDate, formatDateTime, isolated, tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { WhyOf } from './why.ts'
import type { Lack } from './why-lacking.ts'

type Speech = { language: Language; names: RuleNames; now: number }
type Of<C extends WhyOf['code']> = Extract<WhyOf, { code: C }>

/** The person as a sentence names them. */
export function whoIs(name: string | null, language: Language) {
  const t = whyTexts[language]
  return name === null ? t.somebody : t.who(isolated(name))
}

/** Why somebody did or did not get a broadcast, in one sentence. */
export function whySentence(why: WhyOf, speech: Speech): string {
  const { language, names } = speech
  const t = whyTexts[language]
  const who = whoIs(why.name, language)
  switch (why.code) {
    case 'waiting':
      return waitingWords(why, who, speech)
    case 'paused':
      return pausedWords(why, who, language)
    case 'left_out':
      return (why.stage === 'planning' ? t.planned : t.sealed)(who, becauseOf(why.reason, why.lack, speech))
    case 'registered_later':
      return t.registeredLater(who, dayOf(why.at, speech))
    case 'not_registered':
      return t.states[why.state](who)
    case 'not_meant':
      return t.notMeant(who, ruleSentence(why.rule, names, language))
    case 'not_confirmed':
      return t.notConfirmed
    default:
      return 'at' in why || 'firstAt' in why || 'readAt' in why
        ? timedWords(why, who, speech)
        : t[SIMPLE[why.code]](who)
  }
}

const SIMPLE = {
  missed: 'missed',
  rejected: 'rejected',
  other_store: 'otherStore',
  not_chosen: 'notChosen',
  joined_later: 'joinedLater',
} as const

function timedWords(
  why: Of<'got' | 'unknown' | 'treated_as_sent' | 'cancelled' | 'on_board'>,
  who: string,
  speech: Speech,
) {
  const t = whyTexts[speech.language]
  const when = (at: number | null) => formatDateTime(at ?? speech.now, speech.language)
  if (why.code === 'got') return t.got(who, when(why.at))
  if ('firstAt' in why) return (why.code === 'unknown' ? t.unknown : t.treatedAsSent)(who, when(why.firstAt))
  if (why.code === 'on_board') return why.readAt === null ? t.onBoard(who) : t.read(who, when(why.readAt))
  return why.at === null ? t.cancelled(who) : t.cancelledAt(who, when(why.at))
}

function waitingWords({ for: what, until }: Of<'waiting'>, who: string, { language, now }: Speech) {
  const t = whyTexts[language]
  if (what === 'inflight') return t.inflight(who)
  if (what === 'held') return t.held(who, formatDateTime(until ?? now, language))
  if (until !== null && until > now) return t.scheduled(who, formatDateTime(until, language))
  return what === 'planning' ? t.planning(who) : t.turn(who)
}

function pausedWords({ state }: Of<'paused'>, who: string, language: Language) {
  const t = whyTexts[language].paused
  if (state === 'paused_quota' || state === 'paused_auth' || state === 'paused_error') return t[state](who)
  return t.paused_owner(who)
}

function becauseOf(reason: SkipReason, lack: Lack, speech: Speech): string {
  const t = whyTexts[speech.language]
  const since = lack.since === null ? '' : t.since(dayOf(lack.since, speech))
  if (reason === 'no_consent') return consentWords(lack, since, speech.language)
  if (reason === 'blocked') return lack.never ? t.noFriend : (lack.still ? t.blocked : t.hadBlocked)(since)
  if (reason === 'not_verified')
    return lack.state === 'left' || lack.state === 'erased' ? t.because.left : t.because.not_verified
  return t.because[reason]
}

function consentWords({ purpose, never, still }: Lack, since: string, language: Language) {
  const { consent: t, purpose: quoted } = whyTexts[language]
  if (purpose === undefined || purpose === 'privacy') {
    if (never) return t.neverPrivacy
    return (still ? t.privacy : t.hadPrivacy)(since)
  }
  const what = quoted(consentTexts[language].names[purpose])
  if (never) return t.never(what)
  return (still ? t.stopped : t.hadStopped)(since, what)
}

/** 4月2日; with its year when that is another one than this. */
function dayOf(at: number, { language, now }: Speech) {
  const [day, today] = [tokyoDay(at), tokyoDay(now)]
  const said = formatDate(day, language)
  return day.slice(0, 4) === today.slice(0, 4) ? said.replace(language === 'ja' ? /^\d+年/ : / \d+$/, '') : said
}
