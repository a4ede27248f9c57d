import { card, type FlexMessage, link } from '../../line/messages.ts'
import { formatDateTime, formatYen, tokyoDay } from '../../texts/format.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import { shiftNoticeTexts } from '../../texts/shift-notices.ts'
import { shiftTitle, whenWords } from '../ad/shift-words.ts'
import { changedRows } from './changed-words.ts'
import { conditions, facts, type Line, type PersonKind, parts, rows, type Said, said, type Told } from './told-words.ts'

const DAY_MS = 86_400_000

/** What somebody is told of a shift by itself: one idea, and the ways out of it one tap away. */
export function noticeCard(told: Told): FlexMessage {
  const { opening, notice, agreed, shopName } = told
  const { language } = notice
  const { title, ...said } = SAID[told.kind](told)
  const shift = shiftTitle(language, { ...opening, ...agreed })
  return card({
    ...said,
    title,
    altText: shiftNoticeTexts[language].alt(title, shift, opening.storeName),
    from: shopName,
  })
}

/** Every kind has its words: a new one does not compile without. */
const SAID: Record<PersonKind, (told: Told) => Said> = {
  confirmed,
  declined,
  standby,
  ended,
  offer,
  offer_lapsed: offerLapsed,
  cancelled_by_shop: cancelledByShop,
  cancel_accepted: cancelAccepted,
  cancel_declined: cancelDeclined,
  change,
  change_lapsed: changeLapsed,
  reminder_evening: reminder,
  reminder_hours: reminder,
  thanks,
}

/** All that was agreed, in the message itself; and how they want it in writing, where they have not said. */
function confirmed(told: Told): Said {
  const { agreed, url } = told
  const { t, button } = parts(told)
  const show = link(t.confirmed.show, url)
  const asks = agreed?.noticeBy === null
  return {
    title: t.confirmed.title,
    lines: [t.confirmed.lead, ...conditions(told)],
    main: show,
    ...(asks
      ? {
          note: t.confirmed.askNotice,
          more: [button(t.confirmed.electronic, 'notice:electronic'), button(t.confirmed.paper, 'notice:paper')],
        }
      : agreed?.noticeBy === 'electronic'
        ? { more: [link(t.confirmed.notice, `${url}/notice`)] }
        : { note: t.confirmed.paperNotice }),
  }
}

function declined(told: Told): Said {
  const { t, others } = parts(told)
  const lines = [t.declined.lead, ...said(told.notice.words), ...facts(told), t.declined.again]
  return { title: t.declined.title, lines, main: others }
}

function standby(told: Told): Said {
  const { t, show, button } = parts(told)
  return {
    title: t.standby.title,
    lines: [t.standby.lead, ...facts(told)],
    note: t.standby.note,
    main: show,
    more: [button(t.standby.withdraw, 'withdraw')],
  }
}

function ended(told: Told): Said {
  const { t, others } = parts(told)
  const isCancelled = told.opening.state === 'cancelled'
  const lead = isCancelled ? t.ended.cancelled : t.ended.lead
  return {
    title: isCancelled ? t.ended.cancelledTitle : t.ended.title,
    lines: [lead, ...said(told.notice.words), ...facts(told), t.ended.again],
    main: others,
  }
}

function offer(told: Told): Said {
  const { notice, opening, offerEndsAt = opening.startsAt } = told
  const { t, lang, show, button } = parts(told)
  return {
    title: t.offer.title,
    lines: [
      t.offer.lead,
      ...conditions(told),
      { label: t.offer.until, value: t.offer.untilWhen(formatDateTime(offerEndsAt, lang)) },
    ],
    note: t.offer.note,
    main: button(t.offer.accept, `accept:${notice.ref}`),
    more: [button(t.offer.refuse, `refuse:${notice.ref}`), show],
  }
}

function offerLapsed(told: Told): Said {
  const { t, others } = parts(told)
  return { title: t.offer_lapsed.title, lines: [t.offer_lapsed.lead, ...facts(told)], main: others }
}

function cancelledByShop(told: Told): Said {
  const { notice, agreed } = told
  const { t, lang, others } = parts(told)
  const yen = agreed?.allowanceYen ?? 0
  return {
    title: t.cancelled_by_shop.title,
    lines: [
      t.cancelled_by_shop.lead,
      ...said(notice.words),
      ...facts(told),
      ...(yen > 0
        ? [{ label: t.cancelled_by_shop.allowance, value: t.cancelled_by_shop.about(formatYen(yen, lang)) }]
        : []),
    ],
    ...(yen > 0 ? { note: t.cancelled_by_shop.note } : {}),
    main: others,
  }
}

function cancelAccepted(told: Told): Said {
  const { t, others } = parts(told)
  const lines = [t.cancel_accepted.lead, ...facts(told), t.cancel_accepted.again]
  return { title: t.cancel_accepted.title, lines, main: others }
}

/** They talked, or the shop could not do without them: what was agreed stays, and how to say so if it cannot. */
function cancelDeclined(told: Told): Said {
  const { t, show } = parts(told)
  const { contact } = (told.agreed ?? told.opening).terms
  const { labels } = shiftCardTexts[told.notice.language]
  const lines = [t.cancel_declined.lead, ...facts(told), ...rows([[labels.contact, contact]])]
  return { title: t.cancel_declined.title, lines, note: t.cancel_declined.note, main: show }
}

function change(told: Told): Said {
  const { notice, agreed } = told
  const { t, lang, show, button } = parts(told)
  const until = notice.answerUntil
  const changed = rows(agreed ? changedRows(notice.language, agreed, notice.proposal) : [])
  return {
    title: t.change.title,
    lines: [
      t.change.lead,
      ...said(notice.words),
      ...facts(told).filter((line) => !changed.some((other) => labelOf(other) === labelOf(line))),
      ...changed,
      ...(until === null ? [] : [{ label: t.change.until, value: t.change.untilWhen(formatDateTime(until, lang)) }]),
    ],
    note: t.change.note,
    main: button(t.change.yes, `change-yes:${notice.ref}`),
    more: [button(t.change.no, `change-no:${notice.ref}`), show],
  }
}

function changeLapsed(told: Told): Said {
  const { t, show } = parts(told)
  return { title: t.change_lapsed.title, lines: [t.change_lapsed.lead, ...facts(told)], main: show }
}

/** All that is needed on the way: when, where, whom to call, what to bring. */
function reminder(told: Told): Said {
  const { opening, url, now, notice } = told
  const { startsAt, terms } = told.agreed ?? opening
  const { t, button } = parts(told)
  const { labels } = shiftCardTexts[notice.language]
  const days = (dayNo(startsAt) - dayNo(now)) / DAY_MS
  return {
    title: days === 0 ? t.reminder.today : days === 1 ? t.reminder.tomorrow : t.reminder.soon,
    lines: [
      ...facts(told),
      ...rows([
        [labels.contact, terms.contact],
        [labels.bring, terms.bring],
      ]),
      t.reminder.lead,
    ],
    main: link(t.reminder.show, url),
    more: [button(t.cannotCome, 'cancel')],
  }
}

function thanks(told: Told): Said {
  const { agreed, notice, opening } = told
  const { t, lang, show } = parts(told)
  const worked = agreed?.workedFrom != null && agreed.workedTo != null
  const span = { startsAt: agreed?.workedFrom ?? 0, endsAt: agreed?.workedTo ?? 0 }
  const paid = agreed?.payYen ?? 0
  return {
    title: t.thanks.title,
    lines: [
      ...(said(notice.words).length > 0 ? said(notice.words) : [t.thanks.lead]),
      ...rows([
        [t.thanks.worked, worked ? whenWords(notice.language, span) : ''],
        [t.store, opening.storeName],
        [t.thanks.pay, paid > 0 ? formatYen(paid, lang) : ''],
      ]),
    ],
    ...(paid > 0 ? { note: t.thanks.note } : {}),
    main: show,
  }
}

const dayNo = (at: number) => Date.parse(`${tokyoDay(at)}T00:00:00.000Z`)
const labelOf = (line: Line) => (typeof line === 'string' ? line : line.label)
