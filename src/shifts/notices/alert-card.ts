import type { ShiftNoticeKind } from '../../db/schema-shifts.ts'
import { type Card, card, type FlexMessage, link } from '../../line/messages.ts'
import { formatDateTime, formatNumber } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftAlertTexts } from '../../texts/shift-alerts.ts'
import { shiftTitle } from '../ad/shift-words.ts'
import type { Opening } from '../openings.ts'
import type { Notice } from './notices.ts'

export type AlertKind = Extract<ShiftNoticeKind, `shop_${string}`>
type Alert = { kind: AlertKind; opening: Opening; notice: Notice; shopName: string; baseUrl: string }
type Line = Card['lines'][number]

export const isAlert = (kind: ShiftNoticeKind): kind is AlertKind => kind.startsWith('shop_')

/** What those who run a shift are told of it: what happened, and the one button to where it is put right. */
export function alertCard({ kind, opening, notice, shopName, baseUrl }: Alert): FlexMessage {
  const { language } = notice
  const t = shiftAlertTexts[language]
  const title = shiftTitle(language, opening)
  return card({
    altText: t.alt(t[kind].title, title, opening.storeName),
    from: shopName,
    title: t[kind].title,
    lines: [
      leadOf(kind, notice),
      { label: t.shift, value: title },
      { label: t.store, value: opening.storeName },
      ...moreOf(kind, opening, notice),
    ],
    note: kind === 'shop_hole' && opening.state === 'open' ? t.shop_hole.reopened : t[kind].note,
    main: link(t.open, `${baseUrl}/admin/shifts/${opening.id}?openExternalBrowser=1`),
  })
}

function leadOf(kind: AlertKind, { language, person, words }: Notice) {
  const t = shiftAlertTexts[language]
  if (kind === 'shop_undecided' || kind === 'shop_applied' || kind === 'shop_taken') return t[kind].lead(words ?? '')
  if (kind === 'shop_unfilled') return t.shop_unfilled.lead
  const who = person === null ? t.someone : t.who(person)
  if (kind === 'shop_change_declined' && words === 'lapsed') return t.shop_change_declined.silent(who)
  return t[kind].lead(who)
}

function moreOf(kind: AlertKind, { headcount, taken }: Opening, { language, words, answerUntil }: Notice): Line[] {
  const t = shiftAlertTexts[language]
  const free = formatNumber(Math.max(0, headcount - taken))
  const hasReason = (kind === 'shop_request' || kind === 'shop_hole') && words !== null && words.trim() !== ''
  return [
    ...(hasReason ? [{ label: t.reason, value: words }] : []),
    ...(kind === 'shop_hole' || kind === 'shop_unfilled' || kind === 'shop_taken'
      ? [{ label: t.free, value: t.places(free, formatNumber(headcount)) }]
      : []),
    ...(answerUntil === null
      ? []
      : [{ label: t.until, value: t.untilWhen(formatDateTime(answerUntil, htmlLang(language))) }]),
  ]
}
