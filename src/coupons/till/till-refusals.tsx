import type { Refusal } from '../../refusal.ts'
import { formatTime } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import { tillMoreTexts } from '../../texts/till-more.ts'
import { firstMoment, lastMoment } from '../words.ts'
import { timeOf } from './till-frame.tsx'

/** A refusal at the till. `offers` is what stands below it: the way on. */
export type No = {
  tone: 'wait' | 'stop'
  word: string
  detail: readonly string[]
  next: string
  offers: 'next' | 'code' | 'staff' | 'nothing'
}

type Said = { lang: Language; now: number }

/** Why not, and what now; undefined when it is none of the till's own refusals. */
export function wordRefusal(refusal: Refusal, said: Said): No | undefined {
  return wordCoupon(refusal, said) ?? wordTill(refusal, said)
}

/** What is about the guest's coupon: nobody at the till can change it. */
function wordCoupon({ code, facts }: Refusal, { lang, now }: Said): No | undefined {
  const t = tillTexts[lang]
  const at = Number(facts.at ?? 0)
  const no = (word: string, ...detail: string[]) => stop(word, detail, t.tellGuest)
  switch (code) {
    case 'coupon_already_redeemed': {
      const by = String(facts.by ?? '')
      const where = t.usedAt(timeOf(at, now, lang), String(facts.store ?? ''))
      const again = facts.next === undefined ? [] : [t.usedUntil(firstMoment(Number(facts.next), now, lang))]
      return stop(t.cannot, [where, ...(by === '' ? [] : [t.usedBy(by)]), ...again], t.usedNext)
    }
    case 'coupon_expired':
      return no(t.expired, t.expiredAt(lastMoment(at, now, lang)))
    case 'coupon_not_yet':
      return no(t.notYet, t.notYetAt(firstMoment(at, now, lang)))
    case 'coupon_not_now':
      return no(t.notNow, t.notNowWhy, ...(at > now ? [t.notNowUntil(firstMoment(at, now, lang))] : []))
    case 'coupon_sold_out':
      return no(t.soldOut, t.soldOutWhy)
    case 'coupon_stopped':
      return no(t.cannot, t.stopped)
    case 'coupon_not_here':
      return no(t.notHere, t.notHereStores(String(facts.stores ?? '')))
    default:
      return undefined
  }
}

/** What is about this till, its page or who stands there. */
function wordTill({ code, facts }: Refusal, { lang }: Said): No | undefined {
  const t = tillTexts[lang]
  const more = tillMoreTexts[lang]
  const again = (detail: string): No => ({
    tone: 'wait',
    word: t.tryAgain,
    detail: [detail],
    next: t.unknownNext,
    offers: 'code',
  })
  switch (code) {
    case 'coupon_code_unknown':
      return again(t.unknown)
    case 'redemption_key_reused':
      return again(t.outdated)
    case 'redemption_differs':
      return stop(t.differs, [t.differsDetail(formatTime(Number(facts.at ?? 0)))], t.differsNext)
    case 'preview_expired':
      return again(t.previewExpired)
    case 'till_locked':
      return stop(t.locked, [t.lockedUntil(formatTime(Number(facts.until ?? 0)))], t.lockedNext)
    case 'till_not_enrolled':
      return {
        ...(facts.was
          ? stop(t.revoked, [t.revokedDetail], t.revokedNext)
          : stop(t.notEnrolled, [t.notEnrolledDetail], t.notEnrolledNext)),
        offers: 'nothing',
      }
    case 'staff_needed':
      return {
        tone: 'wait',
        word: t.staffNeeded,
        detail: [t.staffNeededDetail],
        next: t.staffNeededNext,
        offers: 'staff',
      }
    case 'redemption_not_undoable':
    case 'not_found':
      return stop(more.recent.cannot, [more.recent.late], more.recent.lateNext)
    case 'undos_too_many':
      return stop(more.recent.cannot, [more.recent.tooMany], more.recent.lateNext)
    default:
      return undefined
  }
}

const stop = (word: string, detail: readonly string[], next: string): No => ({
  tone: 'stop',
  word,
  detail,
  next,
  offers: 'next',
})
